//! Loads the completion scripts into real shells and completes with them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rexpect::session::spawn_command;

/// How long to wait for a shell's answer. It is only ever waited out by a test that fails.
const TIME_LIMIT_MS: u64 = 30_000;

/// What is typed, and what each shell must make of it. It ends in the word to complete, which may be empty.
const COMPLETIONS: &[(&str, &str)] = &[
    ("chatkeep us", "user"),
    ("chatkeep user re", "remove"),
    ("chatkeep user add --gen", "--generate"),
    ("chatkeep --format csv us", "user"),
    ("chatkeep user list --format cs", "csv"),
];

/// Returns whether a shell can be tried. `tests/run` installs all of them, so under continuous integration one that is
/// missing is an error.
#[expect(clippy::print_stdout, reason = "a test that was skipped must say so")]
fn is_there(shell: &str) -> bool {
    let is_there = Command::new(shell)
        .args(["-c", "exit"])
        .output()
        .is_ok_and(|output| output.status.success());
    let is_required = std::env::var_os("CI").is_some();
    assert!(
        is_there || !is_required,
        "{shell} is missing; tests/run installs it"
    );
    if !is_there {
        println!("skipped: {shell} is not installed");
    }
    is_there
}

/// Returns the script for a shell, as the program prints it.
fn script(shell: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chatkeep"))
        .args(["completions", shell])
        .env_clear()
        .output()
        .expect("the program was built");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("a script is text")
}

/// Returns a new folder with the script in a file of this name.
fn folder_with(shell: &str, file_name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    fs::write(folder.path().join(file_name), script(shell)).expect("it is ours");
    folder
}

/// Prepares a shell that knows nothing of its user.
fn shell(name: &str, home: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(home)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .env("LANG", "C.UTF-8");
    command
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", output.status);
    assert!(said.is_empty(), "{said}");
    String::from_utf8(output.stdout.clone()).expect("the answer is text")
}

#[test]
fn bash_completes() {
    if !is_there("bash") {
        return;
    }
    let folder = folder_with("bash", "chatkeep.bash");
    // Called as bash calls it: command, word to complete, word before it.
    let call = r#"
        set -eu
        source ./chatkeep.bash
        complete -p chatkeep >registered
        IFS=' ' read -r -a COMP_WORDS <<<"$1"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        set +eu
        _chatkeep chatkeep "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    for (typed, completed) in COMPLETIONS {
        let mut bash = shell("bash", folder.path());
        bash.args(["--noprofile", "--norc", "-c", call, "bash", typed]);
        let found = succeeds(&bash.output().expect("bash is there"));
        assert_eq!(found.trim_end(), *completed, "{typed}");
    }
    let registered = fs::read_to_string(folder.path().join("registered"));
    let registered = registered.expect("bash wrote it");
    assert!(registered.contains("-F _chatkeep"), "{registered}");
}

#[test]
fn fish_completes() {
    if !is_there("fish") {
        return;
    }
    let folder = folder_with("fish", "chatkeep.fish");
    let call = "source ./chatkeep.fish; complete -C $argv[1]";
    for (typed, completed) in COMPLETIONS {
        let mut fish = shell("fish", folder.path());
        fish.args(["--no-config", "-c", call, typed]);
        let found = succeeds(&fish.output().expect("fish is there"));
        // What follows a tab describes the completion.
        let words: Vec<_> = found
            .lines()
            .map(|line| line.split('\t').next().unwrap_or_default())
            .collect();
        assert_eq!(words, [*completed], "{typed}");
    }
}

/// zsh completes at a terminal alone. So there is one, and a function in the program's place shows what it was called with.
#[test]
fn zsh_completes() {
    if !is_there("zsh") {
        return;
    }
    let folder = folder_with("zsh", "_chatkeep");
    let mut check = shell("zsh", folder.path());
    succeeds(
        &check
            .args(["-n", "_chatkeep"])
            .output()
            .expect("zsh is there"),
    );

    let mut zsh = shell("zsh", folder.path());
    zsh.args(["-f", "-i"]).env("TERM", "dumb");
    let mut session = spawn_command(zsh, Some(TIME_LIMIT_MS)).expect("there are terminals");
    let setup = "PROMPT= RPROMPT= PROMPT_EOL_MARK=; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; \
                 chatkeep() { print -r -- \"words:${(j:,:)@}:end\" }; print -r -- set''up";
    session.send_line(setup).expect("zsh reads");
    session.exp_string("setup").expect("zsh was set up");
    for (typed, completed) in COMPLETIONS {
        session.send(&format!("{typed}\t\n")).expect("zsh reads");
        session.flush().expect("zsh reads");
        session.exp_string("words:").expect("zsh calls it");
        let words = session.exp_string(":end").expect("zsh calls it");
        let last = words.rsplit(',').next().unwrap_or_default();
        assert_eq!(last, *completed, "{typed}");
    }
    // An interactive shell heeds no polite signal.
    session.send_line("exit").expect("zsh reads");
    session.exp_eof().expect("zsh ends");
}

#[test]
fn scripts_for_the_other_shells_know_the_commands() {
    for shell in ["powershell", "elvish", "nushell"] {
        let script = script(shell);
        assert!(script.contains("user"), "{shell}");
        assert!(script.contains("lock-timeout"), "{shell}");
    }
}

#[test]
fn a_script_is_also_a_value_in_json() {
    let output = Command::new(env!("CARGO_BIN_EXE_chatkeep"))
        .args(["completions", "fish", "--format", "json"])
        .env_clear()
        .output()
        .expect("the program was built");
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(value["shell"], "fish");
    assert_eq!(value["file_name"], "chatkeep.fish");
    assert_eq!(value["script"], script("fish"));
}
