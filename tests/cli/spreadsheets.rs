//! What is written as CSV, opened in a spreadsheet program: no cell becomes a formula.

use std::fs;

use crate::sandbox::Sandbox;

const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

/// Puts a conversation into Ada's file, and an address on her account, of which a spreadsheet program would make formulas.
fn hostile_store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let hostile = r#"{"conversations": {"c1": {"title": "=HYPERLINK(\"http://x\")", "provider": "@p", "model": "+m", "timestamp": "2026-02-09T14:03:11",
        "tags": ["@tag"], "messages": [
        {"role": "user", "content": "=1+1"},
        {"role": "user", "content": "\t=1+1"},
        {"role": "user", "content": "\r=1+1"},
        {"role": "user", "content": "-1+1, \"quoted\"\nsecond line; red"},
        {"role": "assistant", "content": "@SUM(1)", "input_tokens": 3, "output_tokens": 4, "cost": 0.10}]}}}"#;
    fs::write(path, hostile).expect("it is ours");
    let path = sandbox.store().join("users.json");
    let users = fs::read_to_string(&path).expect("it is text");
    let hostile = users.replace("\"ada@example.org\"", "\"=2+3\"");
    assert_ne!(hostile, users);
    fs::write(path, hostile).expect("it is ours");
    sandbox
}

/// Opens a file in the spreadsheet program and returns its cells: whether each is a value as opposed to a formula, and its text.
fn cells(sandbox: &Sandbox, csv: &str) -> Vec<(bool, String)> {
    fs::write(sandbox.work().join("opened.csv"), csv).expect("it is ours");
    sandbox
        .program(
            "ssconvert",
            &[
                "--export-type=Gnumeric_XmlIO:sax:0",
                "opened.csv",
                "opened.xml",
            ],
        )
        .run()
        .succeeds();
    let xml = fs::read_to_string(sandbox.work().join("opened.xml")).expect("it is text");
    let cells = xml.split("<gnm:Cell ").skip(1);
    cells
        .map(|cell| {
            let (attributes, rest) = cell.split_once('>').expect("an element is closed");
            let text = rest.split("</gnm:Cell>").next().unwrap_or_default();
            (
                attributes.contains("ValueType="),
                text.replace("&quot;", "\""),
            )
        })
        .collect()
}

/// Says what is wrong unless the cells are values and these are among them.
fn assert_are_values(cells: &[(bool, String)], expected: &[&str]) {
    for (is_value, text) in cells {
        assert!(is_value, "{text:?} is a formula in {cells:#?}");
    }
    // The program takes the apostrophe for what it is: the mark of a text.
    for text in expected {
        assert!(
            cells.iter().any(|cell| cell.1 == *text),
            "{text:?} is not in {cells:#?}"
        );
    }
}

#[test]
fn no_cell_of_an_export_becomes_a_formula() {
    json_files_only!("it writes the file");
    let sandbox = hostile_store();
    let export = sandbox
        .chatkeep(&["export", "--as", "csv"])
        .run()
        .succeeds();
    let cells = cells(&sandbox, export.stdout_text());
    let expected = [
        "user_id",
        "=HYPERLINK(\"http://x\")",
        "@tag",
        "+m",
        "=1+1",
        "\t=1+1",
        "-1+1, \"quoted\"\nsecond line; red",
        "7",
        "@SUM(1)",
    ];
    assert_are_values(&cells, &expected);
}

#[test]
fn no_cell_of_a_report_becomes_a_formula() {
    json_files_only!("it writes the file");
    let sandbox = hostile_store();
    let reports: [(&[&str], &[&str]); 3] = [
        (
            &["chat", "list", "--all-users"],
            &[
                "title",
                "=2+3",
                "@p",
                "=HYPERLINK(\"http://x\")",
                "+m",
                "[\"@tag\"]",
                "7",
            ],
        ),
        (
            &["chat", "show", "-u", ADA, "c1"],
            &["content", "+m", "=1+1", "\t=1+1", "@SUM(1)", "3"],
        ),
        (&["stats", "--by", "model"], &["model", "+m", "7"]),
    ];
    for (report, expected) in reports {
        let report = [report, &["--format", "csv"]].concat();
        let outcome = sandbox.chatkeep(&report).run().succeeds();
        let cells = cells(&sandbox, outcome.stdout_text());
        assert_are_values(&cells, expected);
    }
}
