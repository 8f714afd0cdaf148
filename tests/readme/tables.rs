//! The tables of README that are written down in the program.

use chatkeep::cli::{command, reference};

/// Returns the headings of these tables, each with its rows.
pub(crate) fn wanted() -> Vec<(&'static str, Vec<Vec<String>>)> {
    let codes = reference::exit_codes();
    let codes = codes
        .iter()
        .map(|(code, meaning)| vec![code.to_string(), (*meaning).to_owned()]);
    vec![
        ("Commands", commands()),
        ("Exit codes", codes.collect()),
        ("Configuration file", named(reference::configuration_keys())),
        ("Environment variables", named(reference::VARIABLES)),
        ("Where data and secrets live", named(reference::FILES)),
    ]
}

fn named(entries: &[reference::Entry]) -> Vec<Vec<String>> {
    let row = |(name, meaning): &reference::Entry| vec![format!("`{name}`"), (*meaning).to_owned()];
    entries.iter().map(row).collect()
}

fn commands() -> Vec<Vec<String>> {
    let root = command();
    let row = |command: &clap::Command| {
        let about = command
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        let inner = command
            .get_subcommands()
            .map(|inner| format!("`{}`", inner.get_name()));
        let inner: Vec<_> = inner.collect();
        vec![format!("`{}`", command.get_name()), about, inner.join(" ")]
    };
    root.get_subcommands().map(row).collect()
}

#[test]
fn no_cell_would_break_its_table() {
    for (heading, rows) in wanted() {
        assert!(!rows.is_empty(), "{heading}");
        for cell in rows.iter().flatten() {
            assert!(!cell.contains(['|', '\n']), "{heading}: {cell}");
        }
    }
}
