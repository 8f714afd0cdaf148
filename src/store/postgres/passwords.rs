//! The file of passwords that PostgreSQL's own programs read.
//!
//! Its form: <https://www.postgresql.org/docs/current/libpq-pgpass.html>.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::environment::PostgresEnvironment;

/// What a password is wanted for.
pub(super) struct Wanted<'a> {
    pub(super) hosts: &'a [(String, u16)],
    pub(super) dbname: &'a str,
    pub(super) user: &'a str,
}

/// Returns the file: the one given, else the one in the home folder.
pub(super) fn file(given: Option<&str>, environment: &PostgresEnvironment) -> Option<PathBuf> {
    match given {
        Some(file) => Some(PathBuf::from(file)),
        None => environment.home().map(|home| home.join(".pgpass")),
    }
}

/// Finds a password in the file; `None` if there is none, or if others than its owner can read the file.
pub(super) fn look_up(file: &Path, wanted: &Wanted<'_>) -> Option<String> {
    let facts = fs::metadata(file).ok()?;
    if !facts.is_file() || facts.permissions().mode() & 0o077 != 0 {
        return None;
    }
    let text = fs::read_to_string(file).ok()?;
    find(&text, wanted)
}

fn find(text: &str, wanted: &Wanted<'_>) -> Option<String> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let [host, port, dbname, user, password] = fields(line)?;
            let is = |field: &str, value: &str| field == "*" || unescaped(field) == value;
            let is_host = wanted.hosts.iter().any(|(name, number)| {
                // A socket's folder is known as this machine.
                let is_local = name.starts_with('/') && host == "localhost";
                (is(host, name) || is_local) && is(port, &number.to_string())
            });
            (is_host && is(dbname, wanted.dbname) && is(user, wanted.user))
                .then(|| unescaped(password))
        })
}

/// Splits a line at colons that no backslash stands before.
fn fields(line: &str) -> Option<[&str; 5]> {
    let (mut fields, mut start, mut is_escaped) = (Vec::with_capacity(5), 0, false);
    for (at, byte) in line.bytes().enumerate() {
        if byte == b':' && !is_escaped && fields.len() < 4 {
            fields.push(&line[start..at]);
            start = at + 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    fields.push(&line[start..]);
    fields.try_into().ok()
}

fn unescaped(field: &str) -> String {
    let mut plain = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => chars.next().unwrap_or('\\'),
            c => c,
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, host: &str) -> Option<String> {
        let hosts = [(host.to_owned(), 5432)];
        let wanted = Wanted {
            hosts: &hosts,
            dbname: "db",
            user: "me",
        };
        find(text, &wanted)
    }

    #[test]
    fn the_first_line_that_fits_has_the_password() {
        let text =
            "# h:*:*:*:no\nh:1:*:me:no\nh:*:other:me:no\nh:*:db:me:p\\:a\\\\s:s\n*:*:*:*:last\n";
        assert_eq!(found(text, "h").as_deref(), Some("p:a\\s:s"));
        assert_eq!(found(text, "elsewhere").as_deref(), Some("last"));
        assert_eq!(
            found("localhost:5432:db:me:here", "/run").as_deref(),
            Some("here")
        );
        assert_eq!(found("h:5432:db:you:no\nnonsense\n", "h"), None);
    }

    #[test]
    fn a_file_that_others_can_read_is_not_used() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("pass");
        fs::write(&file, "*:*:*:*:x").expect("written");
        let hosts = [("h".to_owned(), 5432)];
        let wanted = || Wanted {
            hosts: &hosts,
            dbname: "db",
            user: "me",
        };
        for (mode, expected) in [(0o640, None), (0o600, Some("x"))] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("it is ours");
            assert_eq!(look_up(&file, &wanted()).as_deref(), expected);
        }
    }
}
