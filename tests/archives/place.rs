//! A store to restore into, and runs of the program on it that may take little memory and disk.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::corpus::script;
use crate::tree::{TreeDigest, differences, tree_digest};
use crate::{environment, fixture};

/// The most memory that a run may take, whatever the archive: the program, its libraries and its stacks included.
const MOST_MEMORY_BYTES: u64 = 100_000_000;

pub(crate) struct Place {
    root: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// Both outputs.
    pub(crate) said: String,
    pub(crate) memory_bytes: u64,
}

impl Place {
    /// Makes a store, and the folders that a run needs.
    pub(crate) fn new() -> Self {
        let root = TempDir::new().expect("the system's temporary folder is writable");
        for name in ["home", "config", "store", "tmp", "work"] {
            fs::create_dir(root.path().join(name)).expect("it is empty");
        }
        fixture::copy_flask_store(&root.path().join("store"));
        let place = Self { root };
        // What every writer leaves in a store, such as the file that it locks, is there from now on.
        let made = place.run(&["backup", "create", "--output", "made"]);
        assert_eq!(made.code, Some(0), "{made:?}");
        fs::remove_file(place.work().join("made")).expect("it was made");
        place
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.root.path().join("store")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// Notes all that is there: what is restored may be put nowhere else either.
    pub(crate) fn digest(&self) -> TreeDigest {
        tree_digest(self.root.path())
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ended {
        let noted = tempfile::NamedTempFile::new().expect("outside of what is compared");
        // Without what a script this small does not need, which takes longer to load than most of what is run.
        let output = Command::new("python3")
            .args(["-I", "-S"])
            .arg(script("limited.py"))
            .arg(noted.path())
            .arg(env!("CARGO_BIN_EXE_chatkeep"))
            .args(arguments)
            .current_dir(self.work())
            .env_clear()
            .envs(environment::within(self.root.path()))
            .stdin(Stdio::null())
            .output()
            .expect("python3 is installed");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let memory = fs::read_to_string(noted.path()).expect("it was written");
        Ended {
            code: output.status.code(),
            said: text(&output.stdout) + &text(&output.stderr),
            memory_bytes: memory.parse().expect("a number"),
        }
    }

    /// Runs everything that reads a backup on this one. All of it must refuse it, and change nothing.
    #[track_caller]
    pub(crate) fn refuses(&self, archive: &Path, reason: &str, commands: &[&[&str]]) {
        let before = self.digest();
        let archive = archive.to_str().expect("text");
        for command in commands {
            let arguments: Vec<&str> = command
                .iter()
                .map(|word| if *word == "FILE" { archive } else { word })
                .collect();
            let ended = self.run(&arguments);
            assert_eq!(ended.code, Some(6), "{arguments:?}: {ended:?}");
            assert!(ended.said.contains(reason), "{arguments:?}: {ended:?}");
            let is_modest = ended.memory_bytes < MOST_MEMORY_BYTES;
            assert!(is_modest, "{arguments:?}: {ended:?}");
            let changes = differences(&before, &self.digest());
            assert!(changes.is_empty(), "{arguments:?}: {ended:?}\n{changes:?}");
        }
    }
}
