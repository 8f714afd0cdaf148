//! What a place holds: the content of the files that count, what differs from run to run replaced, and the names of all.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use chatkeep::archive::{ArchiveError, ArchiveReader};
use chatkeep::secrets::NoFileKeys;
use chatkeep::store::EntryName;
use regex::{Captures, Regex};
use serde::de::IgnoredAny;

/// What is made up anew in each run: ids, hashes, encrypted and secret keys, times.
static VARYING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})
        |(?<hash>scrypt:\d+:\d+:\d+\$[A-Za-z0-9]+\$[0-9a-f]+)
        |(?<age>-----BEGIN\ AGE[^-]+-----.*?-----END\ AGE[^-]+-----)
        |(?<secret>AGE-SECRET-KEY-1[A-Z0-9]+)
        |(?<recipient>\bage1[a-z0-9]{50,})
        |(?<fernet>gAAAA[A-Za-z0-9_=-]{60,})
        |(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)?)
        |(?<second>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)|\d{8}_\d{6}Z(-\d+)?)
        |(?<temporary>\.[A-Za-z0-9]{6}\.(tmp|partial)\b|\b(identity|load|snapshot|chatkeep)-[A-Za-z0-9]{6}\b)
        |(?<version>~\d+\.\d+~\d+~\d+)
        |(?<turn>\b\d{12}-\d+\b)
        |(?<quarter>\b\d{7}(/|$))",
    )
    .expect("the pattern is well formed")
});

/// What varies, but was there before the run and therefore must be kept exactly.
#[derive(Debug)]
pub(crate) enum Known {
    /// Nothing is replaced.
    Everything,
    /// These are not.
    These(HashSet<String>),
}

/// What a place holds. Two of them are equal if they hold the same, times and ids of new things aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// Of each file that counts its content.
    pub(crate) files: BTreeMap<String, String>,
    /// All paths.
    pub(crate) names: BTreeSet<String>,
    /// Files that count and are torn, with the reason.
    pub(crate) torn: Vec<String>,
}

impl Known {
    /// Finds what varies in the files that are there before a run.
    pub(crate) fn of(root: &Path) -> Self {
        let mut known = HashSet::new();
        let state = State::read(root, &Self::Everything);
        let texts = state.files.values().chain(&state.names);
        for text in texts {
            known.extend(
                VARYING
                    .find_iter(text)
                    .map(|found| found.as_str().to_owned()),
            );
        }
        Self::These(known)
    }

    /// Returns a text with what varies and is new replaced by its kind.
    pub(crate) fn plain(&self, text: &str) -> String {
        let kinds = [
            "id",
            "hash",
            "age",
            "secret",
            "recipient",
            "fernet",
            "time",
            "second",
            "temporary",
            "version",
            "turn",
            "quarter",
        ];
        let replaced = VARYING.replace_all(text, |found: &Captures<'_>| {
            let is_known = match self {
                Self::Everything => true,
                // Two runs in one second make the same.
                Self::These(known) => known.contains(&found[0]) && found.name("second").is_none(),
            };
            if is_known {
                return found[0].to_owned();
            }
            let kind = kinds.iter().find(|kind| found.name(kind).is_some());
            format!("[{}]", kind.expect("one of them was found"))
        });
        replaced.into_owned()
    }
}

impl State {
    pub(crate) fn read(root: &Path, known: &Known) -> Self {
        let mut state = Self {
            files: BTreeMap::new(),
            names: BTreeSet::new(),
            torn: Vec::new(),
        };
        state.note_below(root, root, known);
        state
    }

    fn note_below(&mut self, root: &Path, folder: &Path, known: &Known) {
        let entries = fs::read_dir(folder).expect("it is ours");
        let mut entries: Vec<_> = entries
            .map(|entry| entry.expect("its entries are readable"))
            .collect();
        entries.sort_by_key(fs::DirEntry::path);
        for entry in entries {
            let path = entry.path();
            let name = path.strip_prefix(root).expect("it is below");
            let name = name.to_str().expect("names are ASCII").to_owned();
            let plain = known.plain(&name);
            if entry.file_type().expect("it is there").is_dir() {
                self.note_below(root, &path, known);
            } else if counts(&name) {
                let content = match content(&path) {
                    Ok(content) => known.plain(&content),
                    Err(reason) => {
                        self.torn.push(format!("{name}: {reason}"));
                        "torn".to_owned()
                    }
                };
                // Of several that differ in what varies alone, all count.
                let all = self.files.entry(plain.clone()).or_default();
                all.push_str(&content);
            }
            self.names.insert(plain);
        }
    }

    /// The same, without the ledger. An entry there counts only while its conversation is absent, so that one which was
    /// noted too early changes no sum.
    pub(crate) fn without_ledger(&self) -> BTreeMap<&str, &str> {
        self.files
            .iter()
            .filter(|(name, _)| !name.ends_with("ledger.jsonl"))
            .map(|(name, content)| (name.as_str(), content.as_str()))
            .collect()
    }
}

/// Whether a file counts: users' data, what belongs to the store, and what was asked for. The others are locks, and what is
/// needed for a while.
pub(crate) fn counts(name: &str) -> bool {
    if name.ends_with("identity.txt.exported") {
        // It says what it says by being there.
        return false;
    }
    let parts: Vec<&str> = name.split('/').collect();
    let is_hidden = |part: &&str| part.starts_with('.') && **part != *".chatkeep";
    if parts.iter().any(is_hidden) {
        return false;
    }
    match parts.iter().position(|part| *part == ".chatkeep") {
        Some(at) => matches!(
            parts[at + 1..],
            ["store.toml" | "recipients.txt" | "ledger.jsonl" | "tombstones.jsonl"]
        ),
        None => parts.len() > 1 && parts[0] != "tmp",
    }
}

/// Returns what a file holds, if it is whole.
fn content(path: &Path) -> Result<String, String> {
    let name = path.to_string_lossy();
    if name.ends_with(".tar.gz") {
        return archive_content(path).map_err(|error| error.to_string());
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    let is_json =
        |text: &str| serde_json::from_str::<IgnoredAny>(text).map_err(|error| error.to_string());
    if name.ends_with(".json") {
        is_json(&text)?;
    } else if name.ends_with(".jsonl") {
        // A file of which no line is left has a blank one: an empty one would be a write under way.
        let mut lines = text.lines().filter(|line| !line.is_empty());
        lines.try_for_each(|line| is_json(line).map(drop))?;
        if !text.is_empty() && !text.ends_with('\n') {
            return Err("its last line does not end".to_owned());
        }
    } else if name.ends_with(".toml") {
        toml::from_str::<toml::Table>(&text).map_err(|error| error.to_string())?;
    } else if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(text)
}

/// Reads a backup whole, which also checks every byte of it.
fn archive_content(path: &Path) -> Result<String, ArchiveError> {
    let mut text = String::new();
    let mut take = |entry: &EntryName, bytes: &[u8]| {
        text.push_str(&format!("== {entry}\n{}", String::from_utf8_lossy(bytes)));
        Ok(())
    };
    ArchiveReader::open(path, &NoFileKeys)?.read_entries(&mut take, &mut |_| {})?;
    Ok(text)
}

#[test]
fn what_is_new_is_replaced_and_what_was_there_is_kept() {
    let old = "8b06fb83-3ecf-4252-94af-6372c860fc70";
    let known = Known::These(HashSet::from([old.to_owned()]));
    let text = format!("{old} 5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11 2026-02-09T14:03:11.651429");
    assert_eq!(known.plain(&text), format!("{old} [id] [time]"));
}

#[test]
fn files_that_count_are_told_from_the_others() {
    for name in [
        "store/users.json",
        "store/user_data/1.json",
        "store/.chatkeep/ledger.jsonl",
        "store/backups/chatkeep-20260209_020000Z.tar.gz",
        "config/chatkeep/identity.txt",
        "work/out.jsonl",
    ] {
        assert!(counts(name), "{name}");
    }
    for name in [
        "store/.users.json.aB3dE6.tmp",
        "store/.chatkeep/lock",
        "store/.chatkeep/tmp/1/users.json",
        "store/.chatkeep/before-restore/1/users.json",
        "tmp/x",
        "work/.chatkeep-aB3dE6",
    ] {
        assert!(!counts(name), "{name}");
    }
}
