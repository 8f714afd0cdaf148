//! A copy of the web app's store in folders of its own, and the programs that are run on it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The account of the fixture that has conversations.
pub(crate) const ADA: &str = "ada@example.org";
/// Its id.
pub(crate) const ADA_ID: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

/// A store and a home. Both are gone when it is dropped.
pub(crate) struct World {
    folder: TempDir,
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
        Self { folder }
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
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path().join("home"))
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("CHATKEEP_STORE", self.store())
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
