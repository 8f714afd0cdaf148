//! Every command of the program: which only read, and how those that write are tried.

use std::collections::BTreeSet;

use crate::cases::{CASES, Case};

/// Commands that write nothing that lasts.
const READS: [&str; 18] = [
    "user list",
    "user show",
    "user verify",
    "key list",
    "key show",
    "key test",
    "key identity",
    "chat list",
    "chat show",
    "chat search",
    "chat models",
    "backup list",
    "backup verify",
    "backup schedule",
    "backup check",
    "stats",
    "stats budgets",
    "completions",
];

/// Commands that are short for another.
const SHORT_FOR: [(&str, &str); 2] = [("chat", "chat send"), ("backup", "backup create")];

/// Returns the name of what a case runs, without arguments.
fn command_of(case: &Case) -> String {
    let group = matches!(case.arguments[0], "user" | "key" | "chat" | "backup");
    case.arguments[..=usize::from(group)].join(" ")
}

/// Collects the commands below `command` that do something themselves.
fn collect(command: &clap::Command, name: &str, found: &mut BTreeSet<String>) {
    for inner in command.get_subcommands() {
        let name = format!("{name} {}", inner.get_name()).trim().to_owned();
        let is_group = inner.has_subcommands() && inner.is_subcommand_required_set();
        if !is_group {
            found.insert(name.clone());
        }
        collect(inner, &name, found);
    }
}

#[test]
fn every_command_is_known_to_read_or_is_tried() {
    let mut commands = BTreeSet::new();
    collect(&chatkeep::cli::command(), "", &mut commands);
    let tried: BTreeSet<String> = CASES.iter().map(command_of).collect();
    let known: BTreeSet<String> = READS
        .iter()
        .chain(SHORT_FOR.iter().map(|(short, _)| short))
        .map(|name| (*name).to_owned())
        .chain(tried.iter().cloned())
        .collect();
    let forgotten: Vec<_> = commands.difference(&known).collect();
    assert!(
        forgotten.is_empty(),
        "they are in neither table: {forgotten:?}"
    );
    let stale: Vec<_> = known.difference(&commands).collect();
    assert!(stale.is_empty(), "they are no commands: {stale:?}");
    for (short, long) in SHORT_FOR {
        assert!(tried.contains(long), "{short} stands for {long}");
    }
}

#[test]
fn commands_that_only_read_open_nothing_for_writing() {
    use crate::cases::Store;
    let place = Store::Ours.prepare();
    for arguments in READING {
        let case = arguments.join(" ");
        let (ran, notes) = place.strace(&["-e", crate::event::RECORDED], arguments, "");
        assert_eq!(ran.code, Some(0), "{case}: {}", ran.summary());
        let writes: Vec<_> = crate::event::parse(&notes, &place.work())
            .into_iter()
            .filter(|event| event.is_mutating() && event.is_below(place.root()))
            .map(|event| event.describe(place.root()))
            .collect();
        assert!(writes.is_empty(), "{case}: {writes:?}");
    }
    for command in READS {
        let is_run = |arguments: &&[&str]| arguments.join(" ").starts_with(command);
        assert!(READING.iter().any(is_run), "{command} is not tried");
    }
}

/// One call of each command that only reads, in a store of ours.
pub(crate) const READING: [&[&str]; 19] = [
    &["user", "list"],
    &["user", "show", "ada@example.org"],
    &[
        "user",
        "verify",
        "ada@example.org",
        "--password-file",
        "password",
    ],
    &["key", "list"],
    &["key", "show", "ada@example.org", "openai", "--reveal"],
    &["key", "test", "grace@example.org", "echo"],
    &["key", "identity"],
    &["chat", "list", "-u", "ada@example.org", "--text", "first"],
    &["chat", "show", "last", "-u", "ada@example.org"],
    &["chat", "search", "first", "--all-users"],
    &[
        "chat",
        "models",
        "-u",
        "ada@example.org",
        "--provider",
        "echo",
    ],
    &["backup", "list"],
    &["backup", "verify", "latest"],
    // What it installs is not in the store, and others keep it.
    &["backup", "schedule", "--cron"],
    &["backup", "check", "--max-age", "1d"],
    &["stats"],
    &["stats", "budgets"],
    &["stats", "--reprice"],
    &["completions", "bash"],
];
