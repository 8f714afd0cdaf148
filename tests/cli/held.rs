//! A database that somebody else holds on to.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use crate::backend::Backend;
use crate::sandbox::Sandbox;

/// Another program's transaction, open for as long as this is not dropped. It holds what whoever changes a user's data waits
/// for.
///
/// The program is one of its own: SQLite's locks are the process's, and gone when that closes the file once, as a test does
/// that looks at all files.
pub(crate) struct Held(Child);

/// SQLite has one writer at a time.
const HOLD_FILE: &str = "import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute('BEGIN IMMEDIATE')
print('held', flush=True)
sys.stdin.read()
";

impl Held {
    /// Takes hold of the data of the user with this id.
    #[track_caller]
    pub(crate) fn of_user(sandbox: &Sandbox, id: &str) -> Self {
        let location = sandbox.location();
        match Backend::tested() {
            Backend::Json => panic!("files are held by their locks"),
            Backend::Sqlite => {
                let file = location.strip_prefix("sqlite:").expect("it is one");
                Self::start(Command::new("python3").args(["-c", HOLD_FILE, file]), "")
            }
            Backend::Postgres => Self::start(
                Command::new("psql")
                    .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
                    .arg(location),
                &format!(
                    "BEGIN; SELECT 'held' FROM chatkeep.user_data WHERE user_id = '{id}' FOR UPDATE;\n"
                ),
            ),
        }
    }

    #[track_caller]
    fn start(command: &mut Command, input: &str) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.spawn().expect("tests/run installs it");
        let stdin = child.stdin.as_mut().expect("piped");
        stdin.write_all(input.as_bytes()).expect("it reads");
        let mut line = String::new();
        let output = child.stdout.as_mut().expect("piped");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("it prints a line");
        assert_eq!(line, "held\n");
        Self(child)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // At the end of its input it leaves, and what it held is free.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
