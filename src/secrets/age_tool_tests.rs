//! The standard tool opens what we write, and we open what it writes.

use std::ffi::OsStr;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::DateTime;

use super::{Identity, Recipients, open_with, seal_to};
use crate::model::{SealedKey, SecretText};

const PLAIN: &str = "sk-schlüssel-0001";

/// Whether `age` and `age-keygen` can be run. Where tests run unattended (`CI`), they must be there.
#[expect(clippy::print_stderr, reason = "a test that did nothing should say so")]
fn tool_is_there() -> bool {
    let found = ["age", "age-keygen"].iter().all(|tool| {
        let started = Command::new(tool).arg("--version").output();
        !matches!(started, Err(error) if error.kind() == ErrorKind::NotFound)
    });
    assert!(
        found || std::env::var_os("CI").is_none(),
        "the tests of age files need `age` (Debian package age)"
    );
    if !found {
        eprintln!("skipped: `age` is not installed");
    }
    found
}

/// Runs a tool with `input` and returns what it prints.
fn run<A: AsRef<OsStr>>(tool: &str, arguments: &[A], input: &str) -> String {
    let mut child = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{tool} failed");
    String::from_utf8(output.stdout).expect("text")
}

fn saved_in(folder: &Path) -> (Identity, std::path::PathBuf) {
    let identity = Identity::generate();
    let path = folder.join("identity.txt");
    identity
        .save_new(&path, DateTime::UNIX_EPOCH)
        .expect("a new file");
    (identity, path)
}

#[test]
fn the_tool_opens_what_we_seal() {
    if !tool_is_there() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (identity, path) = saved_in(folder.path());
    let sealed = seal_to(identity.recipients(), &SecretText::new(PLAIN)).expect("a recipient");
    let arguments = [OsStr::new("-d"), OsStr::new("-i"), path.as_os_str()];
    assert_eq!(run("age", &arguments, sealed.as_str()), PLAIN);
    let recipient = run("age-keygen", &[OsStr::new("-y"), path.as_os_str()], "");
    assert_eq!(
        recipient.lines().collect::<Vec<_>>(),
        identity.recipients().to_lines()
    );
}

#[test]
fn we_open_what_the_tool_seals() {
    if !tool_is_there() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("identity.txt");
    run("age-keygen", &[OsStr::new("-o"), path.as_os_str()], "");
    let identity = Identity::load(&path, || panic!("it has no passphrase")).expect("an identity");
    let recipient = run("age-keygen", &[OsStr::new("-y"), path.as_os_str()], "");
    let recipients = Recipients::parse(recipient.lines()).expect("a recipient");
    assert!(identity.recipients().include_any_of(&recipients));
    let armored = run("age", &["-a", "-r", recipient.trim()], PLAIN);
    let sealed = SealedKey::new(armored).expect("a file");
    let opened = open_with(&identity, &sealed).expect("its identity");
    assert_eq!(opened.expose(), PLAIN);
}
