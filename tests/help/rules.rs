//! What a help text must say, with texts that do not.

use std::any::TypeId;

use clap::{Arg, ArgAction, Command};

/// The words that a command's description may begin with. A new verb is added here; a noun is not.
const VERBS: &[&str] = &[
    "Add", "Ask", "Back", "Begin", "Change", "Check", "Copy", "Count", "Decrypt", "Delete",
    "Disable", "Enable", "Encrypt", "Examine", "Export", "Find", "Give", "Import", "Keep", "Let",
    "List", "Make", "Move", "Print", "Prove", "Read", "Remove", "Rename", "Restore", "Search",
    "Send", "Set", "Show", "Store", "Sum", "Switch", "Take", "Tell", "Try", "Turn", "Verify",
    "Write",
];

const TIME_UNITS: &[&str] = &[
    "ms", "s", "seconds", "minutes", "hours", "days", "weeks", "months",
];

const SIZE_UNITS: &[&str] = &["bytes", "KiB", "MiB", "GiB"];

/// What can be counted. A new noun is added here.
const COUNTED: &[&str] = &[
    "accounts",
    "attempts",
    "backups",
    "characters",
    "columns",
    "conversations",
    "days",
    "files",
    "keys",
    "lines",
    "messages",
    "months",
    "replies",
    "rows",
    "tokens",
    "users",
    "weeks",
    "words",
];

/// Says what is wrong with the texts of a command and of its arguments. The program's own description is no verb's.
pub(crate) fn breaches(command: &Command, is_root: bool) -> Vec<String> {
    let mut found = Vec::new();
    match command.get_about().map(ToString::to_string) {
        None => found.push("it has no description".to_owned()),
        Some(about) => {
            found.extend(ending(&about));
            let verb = about.split([' ', ',']).next().unwrap_or_default();
            if !is_root && !VERBS.contains(&verb) {
                found.push(format!("{about:?} begins with no verb that is known here"));
            }
        }
    }
    for argument in command.get_arguments().filter(|one| !one.is_hide_set()) {
        let name = argument.get_long().unwrap_or(argument.get_id().as_str());
        let breaches = breaches_of(argument);
        found.extend(breaches.map(|breach| format!("{name}: {breach}")));
    }
    found
}

fn breaches_of(argument: &Arg) -> impl Iterator<Item = String> {
    let help = argument.get_help().map(ToString::to_string);
    let long_help = argument.get_long_help().map(ToString::to_string);
    let text = help.clone().unwrap_or_default() + " " + &long_help.unwrap_or_default();
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    let missing = help.is_none().then(|| "it has no help".to_owned());
    let rules = [
        help.as_deref().and_then(beginning),
        help.as_deref().and_then(ending),
        takes_value.then(|| value_name(argument)).flatten(),
        takes_value.then(|| default(argument, &text)).flatten(),
        takes_value.then(|| unit(argument, &text)).flatten(),
    ];
    missing.into_iter().chain(rules.into_iter().flatten())
}

fn beginning(text: &str) -> Option<String> {
    let is_capital = text.starts_with(char::is_uppercase);
    (!is_capital).then(|| format!("{text:?} does not begin with a capital"))
}

fn ending(text: &str) -> Option<String> {
    let first = text.lines().next().unwrap_or_default();
    let is_sentence = first.ends_with('.') && !first.ends_with("..");
    is_sentence.then(|| format!("{first:?} ends with a full stop"))
}

fn value_name(argument: &Arg) -> Option<String> {
    let names = argument.get_value_names().unwrap_or_default();
    let is_capital = |name: &str| !name.chars().any(char::is_lowercase);
    match names {
        [] => Some("its value has no name".to_owned()),
        names if !names.iter().all(|name| is_capital(name)) => {
            Some(format!("{names:?} is not in capitals"))
        }
        _ => None,
    }
}

fn default(argument: &Arg, text: &str) -> Option<String> {
    let is_said = argument.is_required_set()
        || !argument.get_default_values().is_empty()
        || text.contains("[default: ");
    (!is_said).then(|| "it is not required, and no [default: …] is said".to_owned())
}

fn unit(argument: &Arg, text: &str) -> Option<String> {
    let says = |units: &[&str]| {
        let mut words = text.split(|char: char| !char.is_alphanumeric());
        words.any(|word| units.contains(&word))
    };
    let name = argument.get_value_names().unwrap_or_default().join(" ");
    let (kind, units) = match name.as_str() {
        "DURATION" | "TIMEOUT" | "AGE" => ("a duration", TIME_UNITS),
        "SIZE" | "BYTES" => ("a size", SIZE_UNITS),
        _ if is_whole_number(argument) || ["COUNT", "N"].contains(&name.as_str()) => {
            ("a count", COUNTED)
        }
        _ => return None,
    };
    (!says(units)).then(|| format!("it is {kind}, and none of these is named: {units:?}"))
}

fn is_whole_number(argument: &Arg) -> bool {
    let id = argument.get_value_parser().type_id();
    [
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<i64>(),
    ]
    .iter()
    .any(|known| id == *known)
}

/// Returns what the rules say of an argument.
fn of(argument: Arg) -> Vec<String> {
    breaches_of(&argument).collect()
}

/// An option with a value that breaks no rule.
fn good() -> Arg {
    Arg::new("name")
        .long("name")
        .value_name("NAME")
        .help("The name to show [default: none]")
}

#[test]
fn a_good_text_is_let_through() {
    assert_eq!(of(good()), Vec::<String>::new());
    assert_eq!(
        of(good().help("The name").required(true)),
        Vec::<String>::new()
    );
    assert_eq!(
        of(good().help("The name").default_value("x")),
        Vec::<String>::new()
    );
    let flag = Arg::new("all").long("all").action(ArgAction::SetTrue);
    assert_eq!(of(flag.help("Take all")), Vec::<String>::new());
    let command = Command::new("x").about("List the users").arg(good());
    assert_eq!(breaches(&command, false), Vec::<String>::new());
}

#[test]
fn each_kind_of_bad_text_is_found() {
    let missing = Arg::new("all").long("all").action(ArgAction::SetTrue);
    assert_eq!(of(missing).len(), 1);
    for (argument, complaint) in [
        (good().help("the name [default: none]"), "capital"),
        (good().help("The name [default: none]."), "full stop"),
        (good().help("The name"), "no [default"),
        (good().value_name("name"), "capitals"),
    ] {
        let found = of(argument);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(complaint), "{found:?}");
    }
}

#[test]
fn a_number_without_a_unit_is_found() {
    let count = || good().value_parser(clap::value_parser!(u32));
    for (argument, is_found) in [
        (good().value_name("DURATION"), true),
        (
            good()
                .value_name("DURATION")
                .help("In ms or s [default: 3s]"),
            false,
        ),
        (good().value_name("SIZE"), true),
        (good().value_name("SIZE").help("In MiB [default: 3]"), false),
        (count(), true),
        (count().help("The most tokens [default: all]"), false),
        (good().value_name("COUNT"), true),
    ] {
        assert_eq!(of(argument).len(), usize::from(is_found));
    }
}

#[test]
fn a_command_without_a_verb_or_a_description_is_found() {
    for about in ["Accounts: add them", "list the users", "List them."] {
        let found = breaches(&Command::new("x").about(about), false);
        assert_eq!(found.len(), 1, "{about:?}: {found:?}");
    }
    assert_eq!(breaches(&Command::new("x"), false).len(), 1);
    assert!(breaches(&Command::new("x").about("Accounts and more"), true).is_empty());
}
