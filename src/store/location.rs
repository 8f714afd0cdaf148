//! Where a store is.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The place of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder with JSON files.
    Folder(PathBuf),
    /// The file of a SQLite database.
    Sqlite(PathBuf),
    /// A PostgreSQL database.
    Postgres(PostgresUrl),
}

/// The URL of a PostgreSQL database. It may hold a password, which is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl PostgresUrl {
    /// Whether it names a PostgreSQL database.
    fn is_one(text: &str) -> bool {
        ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
    }

    /// Returns the URL as given, with its password.
    #[cfg(test)]
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Splits the URL as PostgreSQL's own programs do: what says who, if anything does, the rest of the address, and the
    /// parameters. A password may have a question mark in it.
    pub(super) fn parts(&self) -> (Option<&str>, &str, &str) {
        let (_, rest) = self.0.split_once("://").unwrap_or(("", &self.0));
        let authority = rest.split('/').next().unwrap_or_default();
        let (who, address) = match authority.split_once('@') {
            Some((who, _)) => (Some(who), &rest[who.len() + 1..]),
            None => (None, rest),
        };
        let (address, parameters) = address.split_once('?').unwrap_or((address, ""));
        (who, address, parameters)
    }

    /// Returns the URL with its password masked, be that before the host or among the parameters.
    fn masked(&self) -> String {
        let (scheme, _) = self.0.split_once("://").unwrap_or(("postgres", ""));
        let (who, address, parameters) = self.parts();
        let mut masked = format!("{scheme}://");
        if let Some(who) = who {
            // What stands before a further @ is of a password that should have had it escaped.
            let (user, password) = who
                .split_once(':')
                .map_or((who, None), |(user, rest)| (user, Some(rest)));
            masked.push_str(user);
            masked.push_str(if password.is_some() { ":***@" } else { "@" });
        }
        masked.push_str(address.rsplit_once('@').map_or(address, |(_, host)| host));
        for (index, parameter) in parameters
            .split('&')
            .filter(|one| !one.is_empty())
            .enumerate()
        {
            masked.push(if index == 0 { '?' } else { '&' });
            match parameter.split_once('=') {
                Some((name, _)) if is_secret(name) => {
                    masked.push_str(name);
                    masked.push_str("=***");
                }
                _ => masked.push_str(parameter),
            }
        }
        masked
    }
}

/// Whether a parameter of this name, however it is written, may hold a password.
fn is_secret(name: &str) -> bool {
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    name.to_lowercase().contains("password")
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

impl Location {
    /// Reads what was given for `--store`: a folder, `sqlite:FILE` or `postgres://…`.
    ///
    /// Text that names something else by a scheme is refused rather than taken for a folder of that name.
    pub fn parse(text: &OsStr) -> Result<Self, StoreError> {
        let refuse = |reason: &str| {
            let text = text.to_string_lossy();
            let text = text
                .split_once("://")
                .map_or(text.as_ref(), |(scheme, _)| scheme)
                .to_owned();
            let reason = reason.to_owned();
            Err(StoreError::BadLocation { text, reason })
        };
        let bytes = text.as_encoded_bytes();
        if bytes.is_empty() {
            return refuse("it is empty");
        }
        if let Some(file) = bytes.strip_prefix(b"sqlite:") {
            return match after(text, bytes.len() - file.len()) {
                file if file.is_empty() => refuse("there is no file behind sqlite:"),
                file => Ok(Self::Sqlite(PathBuf::from(file))),
            };
        }
        match text.to_str() {
            Some(text) if PostgresUrl::is_one(text) => {
                Ok(Self::Postgres(PostgresUrl(text.to_owned())))
            }
            _ if text.to_string_lossy().contains("://") => {
                refuse("a store is a folder, sqlite:FILE or postgres://…")
            }
            _ => Ok(Self::Folder(PathBuf::from(text))),
        }
    }

    /// Returns what names the store for `--store`; `None` if that would show a password.
    pub fn to_argument(&self) -> Option<OsString> {
        match self {
            Self::Folder(folder) => Some(folder.clone().into()),
            Self::Sqlite(file) => {
                let mut text = OsString::from("sqlite:");
                text.push(file);
                Some(text)
            }
            // What masks nothing holds nothing.
            Self::Postgres(url) => (url.masked() == url.0).then(|| url.0.clone().into()),
        }
    }

    /// Returns the same place with an absolute path, if it has a path.
    pub fn absolute(self) -> std::io::Result<Self> {
        // Collected, as a slash at the end would make another text of the same path.
        let whole = |path: &Path| Ok(std::path::absolute(path)?.components().collect());
        match self {
            Self::Folder(folder) => whole(&folder).map(Self::Folder),
            Self::Sqlite(file) => whole(&file).map(Self::Sqlite),
            Self::Postgres(url) => Ok(Self::Postgres(url)),
        }
    }

    /// Returns the folder, if the store is one of JSON files.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            _ => None,
        }
    }
}

/// Returns what stands behind the first `length` bytes, which are ASCII.
#[cfg(unix)]
fn after(text: &OsStr, length: usize) -> &OsStr {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(&text.as_bytes()[length..])
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Location {
        Location::parse(OsStr::new(text)).expect("a location")
    }

    #[test]
    fn each_kind_is_told_by_how_it_begins() {
        assert_eq!(
            parsed("some/folder"),
            Location::Folder("some/folder".into())
        );
        assert_eq!(parsed("sqlite:x.db"), Location::Sqlite("x.db".into()));
        for url in ["postgres://h/db", "postgresql:///db?host=/run"] {
            assert!(matches!(parsed(url), Location::Postgres(_)), "{url}");
            assert_eq!(parsed(url).to_string(), url);
        }
        for refused in ["", "sqlite:", "mysql://u:secret@h/db"] {
            let error = Location::parse(OsStr::new(refused)).expect_err("none");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_place_has_one_absolute_name() {
        let absolute = |text| parsed(text).absolute().expect("there is a working folder");
        assert_eq!(absolute("/a//b/./c/"), Location::Folder("/a/b/c".into()));
        let file = absolute("sqlite:x.db").to_argument().expect("no secret");
        let file = file.to_str().expect("text");
        assert!(file.starts_with("sqlite:/") && file.ends_with("/x.db"));
        assert_eq!(absolute("postgres://h/db"), parsed("postgres://h/db"));
    }

    #[test]
    fn passwords_are_shown_nowhere() {
        for (url, shown) in [
            ("postgres://u:s:ecret@h:5/db", "postgres://u:***@h:5/db"),
            ("postgres://u:s@ecret@h/db", "postgres://u:***@h/db"),
            ("postgres://u@h/db?a=b", "postgres://u@h/db?a=b"),
            ("postgres://u:se?cret@h/db", "postgres://u:***@h/db"),
            (
                "postgres://h/db?pass%77ord=secret",
                "postgres://h/db?pass%77ord=***",
            ),
            (
                "postgres:///db?user=u&password=secret&sslpassword=secret&x",
                "postgres:///db?user=u&password=***&sslpassword=***&x",
            ),
        ] {
            assert_eq!(parsed(url).to_string(), shown);
            assert!(!format!("{:?}", parsed(url)).contains("ecret"));
            let argument = parsed(url).to_argument();
            assert_eq!(argument.is_some(), url == shown, "{url}");
        }
    }
}
