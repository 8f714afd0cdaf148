//! The file of passwords that PostgreSQL's own programs read.
//!
//! Its form: <https://www.postgresql.org/docs/current/libpq-pgpass.html>.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::environment::PostgresEnvironment;

/// What a password is wanted for.
pub(super) struct Wanted<'a> {
    pub(super) host: &'a str,
    pub(super) port: u16,
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

/// Returns the file with its permission bits if others than its owner can get at it: then it is not used.
pub(super) fn open_to_others(file: &Path) -> Option<(PathBuf, u32)> {
    let mode = fs::metadata(file).ok()?.permissions().mode() & 0o7777;
    (mode & 0o077 != 0).then(|| (file.to_owned(), mode))
}

/// Finds a password in the file; `None` if there is none.
pub(super) fn look_up(file: &Path, wanted: &Wanted<'_>) -> Option<String> {
    if !fs::metadata(file).ok()?.is_file() {
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
            // A socket's folder is known as this machine.
            let is_local = wanted.host.starts_with('/') && host == "localhost";
            let is_host = is(host, wanted.host) || is_local;
            let is_port = is(port, &wanted.port.to_string());
            (is_host && is_port && is(dbname, wanted.dbname) && is(user, wanted.user))
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
        let wanted = Wanted {
            host,
            port: 5432,
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
        for (mode, is_open) in [(0o640, true), (0o600, false)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("it is ours");
            let open = is_open.then(|| (file.clone(), mode));
            assert_eq!(open_to_others(&file), open);
        }
    }
}
