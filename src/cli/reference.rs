//! What help, manual and README say alike: exit codes, environment, files and settings.

use super::config;
use super::failure::Exit;

/// A name, and what it means.
pub type Entry = (&'static str, &'static str);

/// The environment variables that are heeded. A setting that is also an option is overruled by the option.
pub const VARIABLES: &[Entry] = &[
    ("CHATKEEP_STORE", "where the store is, as for --store"),
    (
        "CHATKEEP_USER",
        "whose keys and conversations are meant, as for --user",
    ),
    (
        "CHATKEEP_IDENTITY",
        "the age identity file, as for --identity",
    ),
    (
        "CHATKEEP_PASSPHRASE_FILE",
        "a file with its passphrase, as for --passphrase-file",
    ),
    (
        "CHATKEEP_FERNET_SECRET_FILE",
        "a file with the web app's Flask secret, as for --fernet-secret-file",
    ),
    (
        "CHATKEEP_FORMAT",
        "table, json, jsonl or csv, as for --format",
    ),
    ("CHATKEEP_COLOR", "auto, always or never, as for --color"),
    (
        "CHATKEEP_LOCK_TIMEOUT",
        "how long to wait for locks, as for --lock-timeout, such as 30s",
    ),
    ("CHATKEEP_CONFIG", "the configuration file, as for --config"),
    (
        "FLASK_SECRET_KEY",
        "the web app's Flask secret itself, if no file with it is given",
    ),
    (
        "OPENAI_API_KEY",
        "the key for openai of users who have none stored",
    ),
    (
        "OPENAI_BASE_URL",
        "the address of openai, or of a server like it",
    ),
    ("OPENAI_ORG_ID", "the organisation that openai is to charge"),
    ("OPENAI_PROJECT_ID", "the project that openai is to charge"),
    (
        "ANTHROPIC_API_KEY",
        "the key for anthropic of users who have none stored",
    ),
    (
        "ANTHROPIC_AUTH_TOKEN",
        "what is sent to anthropic as a bearer token if there is no key",
    ),
    (
        "ANTHROPIC_BASE_URL",
        "the address of anthropic, or of a server like it, without /v1",
    ),
    (
        "GOOGLE_API_KEY",
        "the key for google of users who have none stored",
    ),
    ("GEMINI_API_KEY", "the same, if GOOGLE_API_KEY is not set"),
    (
        "GOOGLE_GEMINI_BASE_URL",
        "the address of google, or of a server like it, without the version",
    ),
    (
        "HTTPS_PROXY",
        "the proxy that providers are reached through; NO_PROXY names exceptions",
    ),
    ("NO_COLOR", "if it is not empty: no colours"),
    (
        "CLICOLOR_FORCE",
        "if it is neither empty nor 0: colours also when redirected",
    ),
    ("TERM", "if it is dumb: no colours"),
    (
        "COLUMNS",
        "the width of the terminal, in place of the measured one",
    ),
    (
        "TZ",
        "the time zone of new stores, of stores that set none, and of times in tables",
    ),
    (
        "PATH",
        "where `backup schedule` finds crontab, systemctl or launchctl, and the name by which it was called itself",
    ),
    ("HOME", "the home folder, where ~ leads"),
    (
        "XDG_CONFIG_HOME",
        "the folder of configuration folders; ~/.config if it is not set",
    ),
    (
        "XDG_DATA_HOME",
        "the folder of data folders; ~/.local/share if it is not set",
    ),
    (
        "XDG_STATE_HOME",
        "the folder of state folders; ~/.local/state if it is not set",
    ),
    (
        "PGHOST, PGPORT, PGUSER, …",
        "what a postgres:// URL leaves out, as PostgreSQL's own programs read it: PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGPASSFILE, PGSSLMODE, PGSSLROOTCERT, PGSSLCERT, PGSSLKEY, PGCONNECT_TIMEOUT, PGAPPNAME, PGOPTIONS, PGTARGETSESSIONATTRS",
    ),
    (
        "USER",
        "the role in PostgreSQL, if none is given; or LOGNAME",
    ),
    ("LOGNAME", "the role in PostgreSQL, if there is no USER"),
];

/// The files and folders that matter to users, at their default places.
pub const FILES: &[Entry] = &[
    (
        "~/.config/chatkeep/config.toml",
        "settings; chatkeep-config(5) explains them",
    ),
    (
        "~/.config/chatkeep/identity.txt",
        "the age identity that opens stored API keys; only its owner may read it",
    ),
    (
        "~/.local/share/chatkeep/",
        "the store, if nobody says where it is",
    ),
    (
        "~/.local/state/chatkeep/",
        "what this machine keeps: logs of scheduled backups, and of stores in databases unsaved replies, backups, content that a restore replaced",
    ),
    (
        "~/.pgpass",
        "passwords of PostgreSQL, unless PGPASSFILE names another file",
    ),
    ("STORE/users.json", "the accounts of a store"),
    (
        "STORE/user_data/ID.json",
        "the API keys and conversations of a user",
    ),
    (
        "STORE/.chatkeep/",
        "chatkeep's own part of a store: settings, recipients, ledger, locks",
    ),
];

/// Returns the exit codes by number, with their meanings.
pub fn exit_codes() -> Vec<(u8, &'static str)> {
    let failures = Exit::ALL.map(|exit| (exit as u8, exit.meaning()));
    [(0, "done; also if the reader of a pipe had enough")]
        .into_iter()
        .chain(failures)
        .collect()
}

/// Returns the keys of the configuration file, with their meanings. A `*` stands for a name that the user chooses.
pub fn configuration_keys() -> &'static [Entry] {
    config::KEYS
}

/// What `chatkeep --help` ends with.
pub(crate) fn after_long_help() -> String {
    let codes: Vec<_> = exit_codes()
        .into_iter()
        .map(|(code, meaning)| (code.to_string(), meaning))
        .collect();
    let owned = |entries: &[Entry]| -> Vec<_> {
        let own = |(name, meaning): &Entry| ((*name).to_owned(), *meaning);
        entries.iter().map(own).collect()
    };
    [
        ("Exit codes", codes),
        ("Environment variables", owned(VARIABLES)),
        ("Files", owned(FILES)),
    ]
    .map(|(title, entries)| format!("{title}:\n{}", listed(&entries)))
    .join("\n")
}

/// The names' column takes no more than this; the meaning of a longer name begins below it.
const NAME_COLUMN: usize = 26;
/// clap would break lines at the terminal's width, but without an indent.
const LINE_WIDTH: usize = 80;

fn listed(entries: &[(String, &str)]) -> String {
    let longest = entries.iter().map(|(name, _)| name.len()).max();
    let column = longest.unwrap_or(0).min(NAME_COLUMN);
    let indent = column + 4;
    let mut text = String::new();
    for (name, meaning) in entries {
        let mut line = format!("  {name:column$}");
        if name.len() > column {
            text.push_str(&format!("{line}\n"));
            line = " ".repeat(column + 2);
        }
        line.push(' ');
        for word in meaning.split(' ') {
            if line.len() + 1 + word.len() > LINE_WIDTH {
                text.push_str(&format!("{line}\n"));
                line = " ".repeat(indent - 1);
            }
            line.push(' ');
            line.push_str(word);
        }
        text.push_str(&format!("{line}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use regex::Regex;

    use super::*;

    #[test]
    fn exit_codes_are_in_order_and_explained_once() {
        let codes = exit_codes();
        assert!(codes.is_sorted_by(|(one, _), (next, _)| one < next));
        let meanings: BTreeSet<_> = codes.iter().map(|(_, meaning)| meaning).collect();
        assert_eq!(meanings.len(), codes.len());
    }

    #[test]
    fn every_variable_of_an_option_is_explained() {
        fn collect(command: &clap::Command, names: &mut BTreeSet<String>) {
            let variables = command.get_arguments().filter_map(clap::Arg::get_env);
            names.extend(variables.map(|name| name.to_string_lossy().into_owned()));
            command
                .get_subcommands()
                .for_each(|command| collect(command, names));
        }
        let mut of_options = BTreeSet::new();
        collect(&crate::cli::command(), &mut of_options);
        let explained: BTreeSet<String> = VARIABLES
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let missing: Vec<_> = of_options.difference(&explained).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let stale: Vec<_> = explained
            .difference(&of_options)
            .filter(|name| name.starts_with("CHATKEEP_"))
            .collect();
        assert!(stale.is_empty(), "{stale:?}");
    }

    #[test]
    fn every_variable_that_the_code_reads_is_explained() {
        let read = Regex::new(
            r#"(?:\.(?:text|get)\(|: &str = |[a-z]: (?:Some\()?)\s*"([A-Z][A-Z0-9_]+)""#,
        )
        .expect("the pattern is well formed");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("and readable").path();
            if path.is_file() {
                let text = fs::read_to_string(path).expect("and text");
                found.extend(read.captures_iter(&text).map(|found| found[1].to_owned()));
            }
        }
        assert!(found.contains("FLASK_SECRET_KEY"), "{found:?}");
        found.retain(|name| !VARIABLES.iter().any(|(known, _)| known == name));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn lists_are_indented_and_fit_a_terminal() {
        let long = "a".repeat(NAME_COLUMN + 1);
        let entries = [("b".to_owned(), "word ".repeat(40)), (long, "c d".into())];
        let entries = entries.map(|(name, text)| (name, text.leak().trim_end()));
        let text = listed(&entries);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines.iter().all(|line| line.len() <= LINE_WIDTH), "{text}");
        let indent = " ".repeat(NAME_COLUMN + 4);
        assert!(lines[1].starts_with(&format!("{indent}word")), "{text}");
        assert_eq!(lines[lines.len() - 1], format!("{indent}c d"));
    }
}
