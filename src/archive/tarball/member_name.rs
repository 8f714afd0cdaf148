//! The names of a tarball's members: which part of a store each is, if any, and in which folder.

use std::fmt;

use crate::store::EntryName;

/// A name without the `.` and `/` that mean nothing; it leads down from where the tarball would be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MemberName(String);

/// A part of a store, in a folder of the tarball.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// The folder that the store is in; `None` at the top.
    pub(super) folder: Option<Box<str>>,
    /// Which part it is.
    pub(super) entry: EntryName,
}

impl MemberName {
    /// Takes a name as it stands in a header, or says why not.
    pub(super) fn parse(name: &[u8]) -> Result<Self, &'static str> {
        let Ok(name) = std::str::from_utf8(name) else {
            return Err("has a name that is not UTF-8");
        };
        if name.starts_with('/') {
            return Err("has an absolute name");
        }
        if name.contains('\0') {
            return Err("has a name with a zero in it");
        }
        let steps: Vec<&str> = name
            .split('/')
            .filter(|step| !matches!(*step, "" | "."))
            .collect();
        if steps.contains(&"..") {
            return Err("has a name that leads elsewhere");
        }
        Ok(Self(steps.join("/")))
    }

    /// Whether it is where the tarball would be unpacked itself.
    pub(super) fn is_top(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns which part of a store it is, at the top or in one folder there.
    pub(super) fn part(&self) -> Option<Part> {
        part_called(&self.0)
    }

    /// Returns what would have its place where upper and lower case are one, if it is or were a part of a store there.
    pub(super) fn twin_key(&self) -> Option<String> {
        let folded = self.0.to_lowercase();
        part_called(&folded).is_some().then_some(folded)
    }
}

impl fmt::Display for MemberName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.folder {
            Some(folder) => write!(f, "{folder}/{}", self.entry),
            None => self.entry.fmt(f),
        }
    }
}

fn part_called(name: &str) -> Option<Part> {
    if let Some(entry) = EntryName::parse(name) {
        return Some(Part {
            folder: None,
            entry,
        });
    }
    let (folder, rest) = name.split_once('/')?;
    // These are within a store.
    if matches!(folder, "user_data" | ".chatkeep") {
        return None;
    }
    Some(Part {
        folder: Some(folder.into()),
        entry: EntryName::parse(rest)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> Option<String> {
        let name = MemberName::parse(name.as_bytes()).expect("a name");
        name.part().map(|part| part.to_string())
    }

    #[test]
    fn parts_are_found_at_the_top_and_in_a_folder() {
        for (name, found) in [
            ("users.json", "users.json"),
            ("./users.json", "users.json"),
            (".//user_data/./a.json", "user_data/a.json"),
            ("user_data/users.json", "user_data/users.json"),
            ("store/users.json", "store/users.json"),
            (
                "./store/.chatkeep/ledger.jsonl",
                "store/.chatkeep/ledger.jsonl",
            ),
        ] {
            assert_eq!(part(name).as_deref(), Some(found), "{name}");
        }
        for name in [
            "README",
            "a/b/users.json",
            ".chatkeep/users.json",
            ".chatkeep/before-restore/users.json",
            ".chatkeep/lock",
            "identity.txt",
            "Users.json",
        ] {
            assert_eq!(part(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in [
            &b"/users.json"[..],
            b"../users.json",
            b"user_data/../../x",
            b"..",
            b"user_data/\xff.json",
            b"users.json\0.txt",
        ] {
            assert!(MemberName::parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn twins_have_one_key() {
        let key = |name: &str| {
            MemberName::parse(name.as_bytes())
                .expect("a name")
                .twin_key()
        };
        assert_eq!(key("USERS.json"), key("users.json"));
        assert_eq!(key("User_Data/A.json"), Some("user_data/a.json".to_owned()));
        assert_eq!(key("README"), None);
    }
}
