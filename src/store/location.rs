//! Where a store is.

use std::ffi::OsStr;
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
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the URL with its password masked, be that before the host or among the parameters.
    fn masked(&self) -> String {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("postgres", &self.0));
        let (address, parameters) = match rest.split_once('?') {
            Some((address, parameters)) => (address, Some(parameters)),
            None => (rest, None),
        };
        let address = match address.rsplit_once('@') {
            Some((who, host)) => match who.split_once(':') {
                Some((user, _)) => format!("{user}:***@{host}"),
                None => address.to_owned(),
            },
            None => address.to_owned(),
        };
        let mut masked = format!("{scheme}://{address}");
        for (index, parameter) in parameters.iter().flat_map(|all| all.split('&')).enumerate() {
            masked.push(if index == 0 { '?' } else { '&' });
            match parameter.split_once('=') {
                Some((name, _)) if name.contains("password") => {
                    masked.push_str(name);
                    masked.push_str("=***");
                }
                _ => masked.push_str(parameter),
            }
        }
        masked
    }
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
        let refuse = |reason| {
            let text = text.to_string_lossy();
            let text = text
                .split_once("://")
                .map_or(text.as_ref(), |(scheme, _)| scheme)
                .to_owned();
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
    fn passwords_are_shown_nowhere() {
        for (url, shown) in [
            ("postgres://u:s:ecret@h:5/db", "postgres://u:***@h:5/db"),
            ("postgres://u:s@ecret@h/db", "postgres://u:***@h/db"),
            ("postgres://u@h/db?a=b", "postgres://u@h/db?a=b"),
            (
                "postgres:///db?user=u&password=secret&sslpassword=secret&x",
                "postgres:///db?user=u&password=***&sslpassword=***&x",
            ),
        ] {
            assert_eq!(parsed(url).to_string(), shown);
            assert!(!format!("{:?}", parsed(url)).contains("ecret"));
        }
    }
}
