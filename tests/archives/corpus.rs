//! The archives that `corpus.py` makes, made once for all tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::fixture;

/// One archive.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// What must be said when it is refused; `None` if it must be taken.
    pub(crate) reason: Option<String>,
}

impl Case {
    /// Whether it has the form of the program's own backups.
    pub(crate) fn is_backup(&self) -> bool {
        self.name.starts_with("backup-")
    }
}

/// Makes them all, and returns those that are wanted.
#[track_caller]
pub(crate) fn cases(is_wanted: impl Fn(&Case) -> bool) -> Vec<&'static Case> {
    static CORPUS: OnceLock<(TempDir, Vec<Case>)> = OnceLock::new();
    let (_, all) = CORPUS.get_or_init(make);
    let wanted: Vec<_> = all.iter().filter(|case| is_wanted(case)).collect();
    assert!(!wanted.is_empty(), "there are such cases");
    wanted
}

/// Returns the one of this name.
#[track_caller]
pub(crate) fn case(name: &str) -> &'static Case {
    cases(|case| case.name == name)[0]
}

fn make() -> (TempDir, Vec<Case>) {
    let folder = TempDir::new().expect("the system's temporary folder is writable");
    let made = Command::new("python3")
        .arg(script("corpus.py"))
        .arg(folder.path())
        .arg(fixture::flask_store())
        .output()
        .expect("python3 is installed");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
    let list = std::fs::read(folder.path().join("cases.json")).expect("it was written");
    let list: Vec<Value> = serde_json::from_slice(&list).expect("a list");
    let case = |value: &Value| Case {
        name: value["name"].as_str().expect("a name").to_owned(),
        path: folder.path().join(value["file"].as_str().expect("a file")),
        reason: value["reason"].as_str().map(str::to_owned),
    };
    let cases = list.iter().map(case).collect();
    (folder, cases)
}

/// Returns the path of a script beside this file.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/archives")
        .join(name)
}
