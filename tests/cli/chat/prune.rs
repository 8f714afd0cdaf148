//! `chat prune`: what is old goes, what is pinned stays, and the bill too.

use std::fs;

use snapbox::str;

use super::{NEWCOMER, ada, bill, chat};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, FAILED, StoredUser, TWO_TURNS};

/// A store whose conversations are of 2020, but for one of the newcomer's, which is of today.
fn aged() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    change(&sandbox, "\"2026-11-23T", "\"2020-11-23T");
    chat(&sandbox, NEWCOMER, &["-m", "echo", "Today"])
        .run()
        .succeeds();
    sandbox
}

/// Changes what ada's file has.
fn change(sandbox: &Sandbox, from: &str, to: &str) {
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let text = fs::read_to_string(&path).expect("it is there");
    assert!(text.contains(from), "{text}");
    fs::write(&path, text.replace(from, to)).expect("it is ours");
}

#[test]
fn what_is_old_is_shown_then_deleted_and_stays_in_the_bill() {
    let sandbox = aged();
    let before = bill(&sandbox, "ada@example.org");
    let prune = ["prune", "--older-than", "180d"];
    let dry_run = [&prune[..], &["--dry-run"]].concat();
    let run = ada(&sandbox, &dry_run).run_changing_nothing().succeeds();
    let shown = run.stdout_text();
    assert!(
        shown.contains("ada@example.org  a23d5eb8  2020-11-23 17:22  How do I lock"),
        "{run}"
    );
    assert!(
        shown.contains("would delete these, not active since 20"),
        "{run}"
    );
    assert!(
        shown.ends_with("; their cost of $0.000935 stays in the ledger\n"),
        "{run}"
    );
    let json = [&prune[..], &["--yes", "--format", "json"]].concat();
    let run = ada(&sandbox, &json).run().succeeds();
    let shown = run.stdout_json();
    assert_eq!(shown["conversations"].as_array().map(Vec::len), Some(4));
    assert_eq!(shown["conversations"][3]["id"], TWO_TURNS);
    assert_eq!(shown["dry_run"], false);
    assert!(
        run.stdout_text().contains("\"cost_usd\": 0.000935,"),
        "{run}"
    );
    assert!(StoredUser::read(&sandbox, ADA).conversations().is_empty());
    assert_eq!(bill(&sandbox, "ada@example.org"), before);
    // There is nothing left to ask about.
    let run = ada(&sandbox, &prune).run_changing_nothing().succeeds();
    assert!(
        run.stdout_text().starts_with("no conversation to delete: "),
        "{run}"
    );
}

#[test]
fn what_is_pinned_or_went_on_stays() {
    let sandbox = aged();
    let pinned = format!("\"id\": \"{TWO_TURNS}\",");
    change(&sandbox, &pinned, &format!("\"pinned\": true, {pinned}"));
    ada(&sandbox, &["--conversation", FAILED, "-m", "echo", "More"])
        .run()
        .succeeds();
    let arguments = ["prune", "--older-than", "1y", "--all-users", "--yes"];
    chat(&sandbox, NEWCOMER, &arguments).run().succeeds();
    let left = StoredUser::read(&sandbox, ADA).conversations();
    assert_eq!(left.keys().collect::<Vec<_>>(), [TWO_TURNS, FAILED]);
    assert_eq!(StoredUser::of(&sandbox, NEWCOMER).conversations().len(), 1);
}

#[test]
fn nobodys_conversations_go_unasked() {
    let sandbox = aged();
    let prune = ["prune", "--older-than", "2w"];
    let run = ada(&sandbox, &prune).run_changing_nothing().fails_with(2);
    assert!(run.stderr_text().contains("add --yes"), "{run}");
    // Those of others are not among them.
    let run = chat(&sandbox, NEWCOMER, &prune).run_changing_nothing();
    run.succeeds();
    let mut terminal = ada(&sandbox, &prune).at_terminal();
    let preview = terminal.sees("Delete 4 conversations? [y/N] ");
    assert!(preview.contains("please fail now"), "{preview}");
    terminal.types("n");
    let (code, _) = terminal.ends();
    assert_eq!(code, 1);
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations().len(), 4);
}

#[test]
fn an_age_has_a_unit_that_is_no_minute() {
    let sandbox = Sandbox::flask_store();
    for age in ["5m", "0d", "soon", "180", "-1d"] {
        ada(&sandbox, &["prune", "--older-than", age])
            .run_changing_nothing()
            .fails_with(2);
    }
    ada(&sandbox, &["prune"])
        .run_changing_nothing()
        .fails_with(2);
    ada(&sandbox, &["prune", "--older-than", "6m"])
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: invalid value '6m' for '--older-than <AGE>': "6m" is no age; write a number and h, d, w, mo or y, such as 180d

For more information, try '--help'.

"#]]);
}
