//! Compares the committed `completions/` and `man/` with what the program generates.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// How the committed files are brought up to date.
const REFRESH: &str = "rm -r completions man && cargo run --quiet -- generate .";

const FOLDERS: [&str; 2] = ["completions", "man"];

/// Runs `chatkeep generate`, in an environment that says nothing.
fn generate(folder: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_chatkeep"))
        .args(["--quiet", "--format", "json", "generate"])
        .arg(folder)
        .env_clear()
        .stdout(std::process::Stdio::null())
        .status()
        .expect("the program was built");
    assert!(status.success(), "{status}");
}

/// Returns the files below both folders, each with its content.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
        for entry in entries {
            let entry = entry.expect("its entries are readable");
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            files.insert(name, fs::read(entry.path()).expect("there are files alone"));
        }
    }
    files
}

/// Says what differs, and how to refresh; nothing if nothing does.
fn differences(
    committed: &BTreeMap<String, Vec<u8>>,
    generated: &BTreeMap<String, Vec<u8>>,
) -> String {
    let missing = generated
        .keys()
        .filter(|name| !committed.contains_key(*name))
        .map(|name| format!("{name} is missing"));
    let others = committed
        .iter()
        .filter_map(|(name, content)| match generated.get(name) {
            None => Some(format!("{name} is not generated any more")),
            Some(new) if new != content => Some(format!("{name} is out of date")),
            Some(_) => None,
        });
    let mut lines: Vec<String> = missing.chain(others).collect();
    if !lines.is_empty() {
        lines.push(format!("refresh them: {REFRESH}"));
    }
    lines.join("\n")
}

#[test]
fn the_committed_files_are_what_the_program_generates() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    generate(folder.path());
    let committed = files(Path::new(env!("CARGO_MANIFEST_DIR")));
    let differences = differences(&committed, &files(folder.path()));
    assert!(differences.is_empty(), "\n{differences}\n");
}

#[test]
fn there_is_a_script_for_each_shell_and_a_page_for_each_command() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    generate(folder.path());
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    for name in [
        "completions/_chatkeep",
        "completions/_chatkeep.ps1",
        "completions/chatkeep.bash",
        "completions/chatkeep.elv",
        "completions/chatkeep.fish",
        "completions/chatkeep.nu",
        "man/chatkeep-config.5",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    fn pages(command: &clap::Command, name: &str, found: &mut Vec<String>) {
        found.push(format!("man/{name}.1"));
        for inner in command.get_subcommands() {
            pages(inner, &format!("{name}-{}", inner.get_name()), found);
        }
    }
    let mut wanted = Vec::new();
    pages(&chatkeep::cli::command(), "chatkeep", &mut wanted);
    wanted.sort();
    let found: Vec<_> = names
        .into_iter()
        .filter(|name| name.ends_with(".1"))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn nothing_generated_names_a_hidden_command() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    generate(folder.path());
    for (name, content) in files(folder.path()) {
        let text = String::from_utf8(content).expect("all of them are text");
        assert!(!text.contains("chatkeep generate"), "{name}");
        assert!(
            !text.contains("completion scripts and the manual"),
            "{name}"
        );
    }
}

#[test]
fn a_missing_a_stale_and_a_changed_file_are_told_apart() {
    let files = |list: &[(&str, &str)]| -> BTreeMap<String, Vec<u8>> {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        list.iter().map(own).collect()
    };
    let committed = files(&[("same", "1"), ("stale", "1"), ("changed", "1")]);
    let generated = files(&[("same", "1"), ("new", "1"), ("changed", "2")]);
    let wanted = format!(
        "new is missing\nchanged is out of date\nstale is not generated any more\nrefresh them: {REFRESH}"
    );
    assert_eq!(differences(&committed, &generated), wanted);
    assert_eq!(differences(&committed, &committed), "");
}
