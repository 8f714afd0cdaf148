//! A copy of the web app's store in folders of its own or in a database, and the programs that are run on it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::database::PostgresDatabase;

/// The account of the fixture that has conversations.
pub(crate) const ADA: &str = "ada@example.org";
/// Its id.
pub(crate) const ADA_ID: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

/// A store and a home. Both are gone when it is dropped.
pub(crate) struct World {
    database: Option<PostgresDatabase>,
    folder: TempDir,
    /// Where the store is if it is not in the folder.
    location: Option<OsString>,
}

impl World {
    /// Makes one whose store is a copy of `tests/fixtures/flask-store`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("chatkeep-")
            .tempdir()
            .expect("the system's temporary folder is writable");
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/flask-store");
        copy(&fixture, &folder.path().join("store"));
        fs::create_dir(folder.path().join("home")).expect("the folder is new");
        Self {
            database: None,
            folder,
            location: None,
        }
    }

    /// Makes one whose store is in a SQLite database.
    pub(crate) fn in_sqlite() -> Self {
        let mut location = OsString::from("sqlite:");
        let world = Self::new();
        location.push(world.outside("store.db"));
        world.moved_to(location)
    }

    /// Makes one whose store is in a PostgreSQL database; `None` where there is no server.
    pub(crate) fn in_postgres() -> Option<Self> {
        let database = PostgresDatabase::make()?;
        let location = database.url().into();
        let mut world = Self::new();
        world.database = Some(database);
        Some(world.moved_to(location))
    }

    fn moved_to(mut self, location: OsString) -> Self {
        self.run(&["migrate".as_ref(), "--to".as_ref(), location.as_os_str()]);
        // Whoever looks for files here now finds none, and not those of another time.
        fs::remove_dir_all(self.store()).expect("it is ours");
        self.location = Some(location);
        self
    }

    /// Has what a database holds now written to the folder, in which the tests look. Files are there already.
    #[track_caller]
    pub(crate) fn write_out(&self) {
        if self.location.is_none() {
            return;
        }
        let folder = self.store();
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("it is ours");
        }
        self.run(&["migrate".as_ref(), "--to".as_ref(), folder.as_os_str()]);
    }

    /// Whether the store is in a database.
    pub(crate) fn is_database(&self) -> bool {
        self.location.is_some()
    }

    /// Returns the store's folder.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Returns a path outside of the store.
    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the path of `users.json`.
    pub(crate) fn users_file(&self) -> PathBuf {
        self.store().join("users.json")
    }

    /// Returns the path of a user's file.
    pub(crate) fn user_file(&self, id: &str) -> PathBuf {
        self.store().join(format!("user_data/{id}.json"))
    }

    /// Prepares a run of another program, which learns nothing of the outside but where programs are.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let store = self.store();
        let location = self.location.as_deref().unwrap_or(store.as_os_str());
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path().join("home"))
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("CHATKEEP_STORE", location)
            .env("FLASK_SECRET_KEY", "fixture-secret")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Prepares a run of chatkeep.
    pub(crate) fn chatkeep<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = self.program(env!("CARGO_BIN_EXE_chatkeep"));
        command.args(arguments);
        command
    }

    /// Runs chatkeep to its end, whatever that is.
    #[track_caller]
    pub(crate) fn ended<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Output {
        self.chatkeep(arguments)
            .output()
            .expect("the program is there")
    }

    /// Runs chatkeep, which must succeed, and returns its standard output.
    #[track_caller]
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> String {
        let output = self.ended(arguments);
        let shown = arguments.iter().map(AsRef::as_ref).collect::<Vec<_>>();
        assert!(output.status.success(), "{shown:?}: {output:?}");
        String::from_utf8(output.stdout).expect("it prints text")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("the target is new");
    for entry in fs::read_dir(from).expect("the fixture is readable") {
        let from = entry.expect("so are its entries").path();
        let to = to.join(from.file_name().expect("an entry has a name"));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("the target is writable");
        }
    }
}
