//! README's tour: its console blocks are one session of bash, run in a home of its own.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use snapbox::IntoData;
use snapbox::filter::NormalizeToExpected;

use crate::document::{Document, Step};
use crate::placeholders::Run;

/// What README calls the home folder.
const HOME: &str = "/home/ada";

/// Stands between the outputs of two commands. It cannot be typed, so no command's output has it by chance.
const SEPARATOR: char = '\u{1e}';

/// Runs the tour and puts its outputs into the document. Where a line of README fits by its placeholders, it stays.
pub(crate) fn retell(document: &mut Document) {
    let steps = document.steps();
    let outputs = run(&steps);
    let outputs: Vec<String> = steps
        .iter()
        .zip(outputs)
        .map(|(step, output)| keep_placeholders(&step.output, &output))
        .collect();
    document.set_outputs(&outputs);
}

/// Returns the output with README's own lines wherever they fit by their placeholders, `[..]` standing for anything in a
/// line and `...` for any lines.
fn keep_placeholders(shown: &str, output: &str) -> String {
    let whole = normalized(shown, output);
    if whole == shown {
        return whole;
    }
    // Something else changed: what still fits a line is kept all the same.
    let mut patterns: Vec<_> = shown.lines().filter(|line| line.contains("[..]")).collect();
    let mut kept = String::new();
    for line in output.lines() {
        let fits = |pattern: &&str| normalized(pattern, line) == *pattern;
        let pattern = patterns.iter().position(fits);
        kept += pattern.map_or(line, |place| patterns.remove(place));
        kept.push('\n');
    }
    kept
}

fn normalized(pattern: &str, text: &str) -> String {
    let filter = NormalizeToExpected::new().redact();
    let normalized = filter.normalize(text.into_data(), &pattern.into_data());
    normalized.render().expect("it is text")
}

/// Runs the commands in one shell, and returns what each wrote, with placeholders.
fn run(steps: &[Step]) -> Vec<String> {
    let home = tempfile::tempdir().expect("the temporary folder is writable");
    let before = today();
    let text = session(steps, home.path());
    let run = Run {
        days: [before, today()].into(),
        files: texts_below(home.path()),
    };
    let home = home
        .path()
        .to_str()
        .expect("the temporary folder's name is text");
    let text = text.replace(home, HOME);
    let mut outputs = Vec::new();
    let mut parts = text.split(SEPARATOR);
    for step in steps {
        let output = parts.next().unwrap_or_default();
        let code = parts.next().unwrap_or("nothing, since the shell ended");
        let command = &step.command;
        assert_eq!(code, "0", "{command}\n{output}");
        let is_ambiguous = output.lines().any(|line| line.starts_with("$ "));
        assert!(
            !is_ambiguous,
            "README could not tell this from a command: {output}"
        );
        outputs.push(run.redact(output));
    }
    outputs
}

/// Returns all output, each command's being followed by its exit code between separators.
fn session(steps: &[Step], home: &Path) -> String {
    let script: String = steps
        .iter()
        .map(|step| {
            format!(
                "{{ {}\n}} 2>&1\nprintf '{SEPARATOR}%d{SEPARATOR}' $?\n",
                step.command
            )
        })
        .collect();
    let elsewhere = tempfile::tempdir().expect("the temporary folder is writable");
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-c", &script])
        .current_dir(home)
        .env_clear()
        .env("PATH", path(elsewhere.path()))
        .env("HOME", home)
        .env("LANG", "C.UTF-8")
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .output()
        .expect("bash is installed");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("all output is text")
}

/// Makes an `ssh` in this folder that takes a folder beside itself for the other machine.
fn make_ssh(folder: &Path) {
    let program = folder.join("ssh");
    let script = "#!/bin/sh\ncd \"$0.home\" && exec sh -c \"$2\"\n";
    fs::create_dir(folder.join("ssh.home")).expect("the folder is ours");
    fs::write(&program, script).expect("the folder is ours");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

/// Returns the folders of programs, with ours before others, and before them one that stands for other machines.
fn path(elsewhere: &Path) -> OsString {
    make_ssh(elsewhere);
    let ours = Path::new(env!("CARGO_BIN_EXE_chatkeep"))
        .parent()
        .expect("it is in a folder");
    let others = std::env::var_os("PATH").unwrap_or_default();
    let all = [elsewhere.to_owned(), ours.to_owned()]
        .into_iter()
        .chain(std::env::split_paths(&others));
    std::env::join_paths(all).expect("no folder has a colon in its name")
}

fn today() -> String {
    chrono::Utc::now().format("%Y-%m-%d").to_string()
}

/// Returns the names and the content of all files below a folder, as far as they are text.
fn texts_below(folder: &Path) -> String {
    let mut found = String::new();
    for entry in fs::read_dir(folder).expect("the tour's folders are readable") {
        let path = entry.expect("so are their entries").path();
        if path.is_dir() {
            found += &texts_below(&path);
        } else if path.is_file() {
            let content = fs::read(&path).expect("the tour's files are readable");
            found += &format!("{} {}\n", path.display(), String::from_utf8_lossy(&content));
        }
    }
    found
}

/// Returns what a document of one block becomes.
fn retold(block: &str) -> String {
    let mut document = Document::parse(&format!("```console\n{block}```\n"));
    retell(&mut document);
    let text = document.text();
    let text = text
        .strip_prefix("```console\n")
        .and_then(|text| text.strip_suffix("```\n"));
    text.expect("the block is still there").to_owned()
}

#[test]
fn the_tour_is_one_session_in_a_home_of_its_own() {
    let block = "$ x=1\n$ echo $x; pwd\n1\n/home/ada\n$ cat <<end\n> a\n> end\na\n$ echo no >&2\nno\n$ false; echo $?\n1\n";
    assert_eq!(retold(block), block);
}

#[test]
fn a_wrong_output_is_replaced_and_a_placeholder_kept() {
    let block = "$ echo one; echo two; echo three\none\nt[..]\nfour\n";
    assert_eq!(retold(block), block.replace("four", "three"));
    let block = "$ echo new; echo p: 7\np: [..]\n";
    assert_eq!(retold(block), block.replace("\np", "\nnew\np"));
    assert_eq!(retold("$ seq 9\n1\n...\n9\n"), "$ seq 9\n1\n...\n9\n");
}

#[test]
#[should_panic(expected = "false")]
fn a_command_that_fails_is_no_part_of_a_tour() {
    retold("$ false\n");
}

#[test]
fn dates_of_the_run_get_placeholders() {
    assert_eq!(
        retold("$ date -u +%Y-%m-%d\n"),
        "$ date -u +%Y-%m-%d\n[DATE]\n"
    );
}
