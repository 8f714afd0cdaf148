//! A set of folders for one test, and the environment that leads the program to them and nowhere else.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use crate::backend::Backend;
use crate::invocation::Invocation;
use crate::place::Place;
use crate::terminal::Terminal;
use crate::{environment, fixture, redaction};

/// A test's own home, configuration, store and working folder. They are gone when it is dropped.
pub(crate) struct Sandbox {
    /// Before the folders: a database is dropped first.
    place: Mutex<Place>,
    root: TempDir,
    made_at: DateTime<Utc>,
}

impl Sandbox {
    /// Makes a sandbox whose store is an empty folder.
    pub(crate) fn new() -> Self {
        let root = tempfile::Builder::new()
            .prefix("chatkeep-")
            .tempdir()
            .expect("the system's temporary folder is writable");
        // An unprivileged user must be able to get in, whatever the umask.
        let open = || Permissions::from_mode(0o755);
        fs::set_permissions(root.path(), open()).expect("it is ours");
        for name in ["home", "config", "store", "work", "tmp"] {
            let folder = root.path().join(name);
            fs::create_dir(&folder).expect("the sandbox is empty");
            fs::set_permissions(&folder, open()).expect("it is ours");
        }
        Self {
            place: Mutex::new(Place::new(root.path(), Backend::tested())),
            root,
            made_at: Utc::now(),
        }
    }

    /// Makes a sandbox whose store is a copy of `tests/fixtures/flask-store`.
    pub(crate) fn flask_store() -> Self {
        let sandbox = Self::new();
        fixture::copy_flask_store(&sandbox.store());
        sandbox
    }

    /// Returns the folder that holds all others.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Returns the store as a folder of JSON files, as it is now, to be looked at and changed until the next run.
    ///
    /// Where the store is a database, what is in it is written there for the test, and what the test changes there is
    /// brought back before the next run. So a path in it is true until then: ask again after each run.
    #[track_caller]
    pub(crate) fn store(&self) -> PathBuf {
        self.place().look()
    }

    /// Returns a copy of the store as a folder of JSON files, as it is now, which stays as it is.
    #[track_caller]
    pub(crate) fn copied_store(&self) -> PathBuf {
        let store = self.store();
        if Backend::tested().is_json() {
            return store;
        }
        let copies = self.root().join("tmp");
        let copy = (0..)
            .map(|number| copies.join(format!("copy-{number}")))
            .find(|copy| !copy.exists())
            .expect("numbers do not end");
        fs::create_dir(&copy).expect("it is new");
        fixture::copy(&store, &copy);
        copy
    }

    /// Returns what `CHATKEEP_STORE` names.
    pub(crate) fn location(&self) -> String {
        self.place().location()
    }

    /// Returns that as the program shows it.
    pub(crate) fn shown_location(&self) -> String {
        self.place().shown_location()
    }

    /// Returns the folder of what belongs to the store and to this machine alone: unsaved replies and the like.
    pub(crate) fn machine(&self) -> PathBuf {
        self.place().machine()
    }

    /// Returns the folder of backups that were given no other.
    pub(crate) fn backups(&self) -> PathBuf {
        self.place().backups()
    }

    /// Has the store refuse all changes of users' data, as a full disk would, or take them again.
    #[track_caller]
    pub(crate) fn take_user_data(&self, is_taken: bool) {
        if Backend::tested().is_json() {
            let mode = if is_taken { 0o755 } else { 0o555 };
            let folder = self.store().join("user_data");
            fs::set_permissions(folder, Permissions::from_mode(mode)).expect("we may");
        } else {
            self.place().take_user_data(is_taken);
        }
    }

    /// Returns how the store is kept.
    pub(crate) fn place(&self) -> MutexGuard<'_, Place> {
        // A test that failed has said so already.
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the home folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.root().join("home")
    }

    /// Returns the folder in which `chatkeep/config.toml` is looked for.
    pub(crate) fn config(&self) -> PathBuf {
        self.root().join("config")
    }

    /// Returns the working folder of what is run.
    pub(crate) fn work(&self) -> PathBuf {
        self.root().join("work")
    }

    /// Prepares a run of the program.
    pub(crate) fn chatkeep<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Invocation<'_> {
        self.program(env!("CARGO_BIN_EXE_chatkeep"), arguments)
    }

    /// Runs the program at a terminal of 80 columns.
    pub(crate) fn at_terminal<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Terminal {
        self.chatkeep(arguments).at_terminal()
    }

    /// Prepares a run of another program, in the same folders and environment.
    pub(crate) fn program<A: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: &[A],
    ) -> Invocation<'_> {
        environment::within(self.root())
            .into_iter()
            .fold(
                Invocation::new(self, program, arguments),
                |run, (name, value)| run.with_env(name, value),
            )
            .with_env("CHATKEEP_STORE", self.location())
    }

    /// Returns `text` with what differs from run to run replaced, as snapshots want it.
    pub(crate) fn redact(&self, text: &str) -> String {
        redaction::redact(
            &self.place().redact(text),
            self.root(),
            self.made_at,
            Utc::now(),
        )
    }
}
