//! Hostile text wherever a string is taken: shown so that it does nothing, or refused with the reason.

use crate::sandbox::Sandbox;
use crate::stored::StoredUser;

const MAIL: &str = "ada@example.org";

/// Texts that do something in a terminal, in a path, in a log or in the eye, each with what it is.
const HOSTILE: &[(&str, &str)] = &[
    ("a path upwards", "../../../etc/passwd"),
    ("a path from the root", "/etc/passwd"),
    ("the folder above", ".."),
    ("a path of the other kind", "..\\..\\x"),
    ("a line break", "one\ntwo"),
    ("a return", "one\rtwo"),
    ("colours", "\x1b[31mred\x1b[0m"),
    ("a cleared screen", "\x1b[2J\x1b[H"),
    (
        "a link",
        "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\",
    ),
    ("the clipboard", "\x1b]52;c;ZXZpbA==\x07"),
    (
        "control characters of the second kind",
        "\u{9b}2J\u{9d}0;owned\u{9c}",
    ),
    ("backspaces", "good\x08\x08\x08\x08evil"),
    ("a delete", "a\x7fb"),
    ("an override of direction", "a\u{202E}txt.exe"),
    ("an isolate of direction", "a\u{2066}b\u{2069}"),
    ("a mark of direction", "a\u{200F}b"),
    ("an Arabic mark of direction", "a\u{061C}b"),
    ("a separator of lines", "a\u{2028}b\u{2029}c"),
    ("nothing to see", "a\u{200B}b\u{FEFF}c\u{2060}d"),
    ("a formula", "=cmd|' /C calc'!A0"),
    ("an option", "--yes"),
    ("a table's edge", "| a | b |\t\u{2502}"),
];

/// Whether a character does something in a terminal, rather than being shown there.
fn acts(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    let secret = sandbox.chatkeep(&["init"]).run();
    secret.succeeds();
    sandbox
        .chatkeep(&["user", "add", MAIL, "--no-password"])
        .run()
        .succeeds();
    sandbox
}

/// Runs a command redirected, and asserts that it took the text or refused it with a reason, and wrote nothing outside the
/// store. Returns whether it was taken.
#[track_caller]
fn taken(sandbox: &Sandbox, command: &[&str], what: &str) -> bool {
    let outside = || sandbox.place().outside();
    let before = outside();
    let outcome = sandbox.chatkeep(command).run();
    assert_eq!(before, outside(), "{what}: {outcome}");
    if outcome.code() == 0 {
        return true;
    }
    assert!([2, 3, 4].contains(&outcome.code()), "{what}: {outcome}");
    let code = outcome.code();
    let outcome = outcome.fails_with(code);
    assert!(
        outcome.stderr_text().starts_with("error: "),
        "{what}: {outcome}"
    );
    false
}

/// Runs a command at a terminal, and asserts that nothing acts there that is not ours. Returns what was shown.
#[track_caller]
fn shown_safely(sandbox: &Sandbox, command: &[&str], what: &str) -> String {
    let (_, shown) = sandbox
        .chatkeep(command)
        .with_env("NO_COLOR", "1")
        .at_terminal()
        .ends();
    assert!(
        !shown.contains(acts),
        "{what}: {command:?} showed {shown:?}"
    );
    shown
}

#[test]
fn whatever_a_command_is_given_does_nothing_at_a_terminal_and_nothing_outside_the_store() {
    // What stands in the place of the text, and whether all of the list is refused there.
    let commands: &[&[&str]] = &[
        &["user", "add", "TEXT", "--no-password"],
        &["user", "add", "TEXT@example.org", "--no-password"],
        &[
            "user",
            "add",
            "new@example.org",
            "--no-password",
            "--name=TEXT",
        ],
        &["user", "set", MAIL, "--name=TEXT"],
        &["user", "set", MAIL, "--email=TEXT"],
        &["user", "show", "TEXT"],
        &["user", "disable", "TEXT"],
        &["chat", "list", "--user=TEXT"],
        &["chat", "show", "TEXT", "--user", MAIL],
        &["chat", "rename", "TEXT", "new title", "--user", MAIL],
        &["chat", "tag", "TEXT", "--add", "new", "--user", MAIL],
        &["chat", "list", "--text=TEXT", "--user", MAIL],
        &["chat", "list", "--tag=TEXT", "--since=TEXT", "--user", MAIL],
        &["chat", "delete", "TEXT", "--yes", "--user", MAIL],
        &[
            "chat",
            "send",
            "--user",
            MAIL,
            "--model=TEXT",
            "--provider",
            "echo",
            "x",
        ],
        &[
            "chat",
            "send",
            "--user",
            MAIL,
            "--model",
            "x",
            "--provider=TEXT",
            "x",
        ],
        &[
            "chat",
            "send",
            "--user",
            MAIL,
            "--model",
            "echo/echo",
            "--title=TEXT",
            "x",
        ],
        &[
            "chat",
            "send",
            "--user",
            MAIL,
            "--model",
            "echo/echo",
            "--conversation=TEXT",
            "x",
        ],
        &[
            "chat",
            "send",
            "--user",
            MAIL,
            "--model",
            "echo/echo",
            "--",
            "TEXT",
        ],
        &["key", "show", MAIL, "TEXT"],
        &["key", "remove", MAIL, "TEXT", "--yes"],
        &["export", "TEXT", "--user", MAIL],
        &["stats", "--user=TEXT"],
    ];
    std::thread::scope(|scope| {
        for command in commands {
            scope.spawn(move || {
                let sandbox = store();
                for (what, text) in HOSTILE {
                    let words: Vec<_> = command
                        .iter()
                        .map(|word| word.replace("TEXT", text))
                        .collect();
                    let words: Vec<_> = words.iter().map(String::as_str).collect();
                    taken(&sandbox, &words, what);
                    shown_safely(&sandbox, &words, what);
                }
                // And when it is told again.
                for listing in [
                    &["user", "list"][..],
                    &["chat", "list", "--user", MAIL],
                    &["chat", "show", "last", "--user", MAIL],
                    &["stats"],
                ] {
                    shown_safely(&sandbox, listing, "afterwards");
                }
            });
        }
    });
}

#[test]
fn a_table_keeps_a_line_for_each_row_whatever_is_in_it() {
    let sandbox = store();
    let mut count = 0;
    for (what, text) in HOSTILE {
        let prompt = [
            "chat",
            "send",
            "--user",
            MAIL,
            "--model",
            "echo/echo",
            "--",
            text,
        ];
        assert!(taken(&sandbox, &prompt, what));
        count += 1;
    }
    let list = ["chat", "list", "--user", MAIL];
    let redirected = sandbox.chatkeep(&list).run().succeeds();
    assert_eq!(
        redirected.stdout_text().lines().count(),
        1 + count,
        "{redirected}"
    );
    let shown = shown_safely(&sandbox, &list, "the list");
    assert_eq!(shown.lines().count(), 2 + count, "{shown}");
}

#[test]
fn a_prompt_is_kept_and_handed_on_exactly() {
    let sandbox = store();
    let texts = HOSTILE.iter().map(|(_, text)| *text).chain(["a\0b"]);
    for text in texts {
        let send = ["chat", "send", "--user", MAIL, "--model", "echo/echo"];
        sandbox.chatkeep(&send).with_stdin(text).run().succeeds();
        let exported = sandbox
            .chatkeep(&["export", "last", "--user", MAIL])
            .run()
            .succeeds();
        let stored = exported.stdout_json().to_string();
        let quoted = serde_json::to_string(text).expect("text");
        assert!(stored.contains(&quoted), "{text:?}: {stored}");
        sandbox
            .chatkeep(&["chat", "delete", "last", "--yes", "--user", MAIL])
            .run()
            .succeeds();
    }
    assert!(StoredUser::of(&sandbox, MAIL).conversations().is_empty());
}

#[test]
fn a_megabyte_is_taken_as_a_prompt_and_refused_as_anything_else() {
    let sandbox = store();
    let long = "x".repeat(1 << 20);
    sandbox
        .chatkeep(&["chat", "send", "--user", MAIL, "--model", "echo/echo"])
        .with_stdin(long.as_str())
        .run()
        .succeeds();
    assert!(StoredUser::of(&sandbox, MAIL).text.contains(&long));
    let listed = sandbox
        .chatkeep(&["chat", "list", "--user", MAIL])
        .run()
        .succeeds();
    assert!(listed.stdout.len() < 1000, "{listed}");
    // No longer, for the system takes no longer argument.
    let long = "x".repeat(100_000);
    let long = long.as_str();
    for command in [
        &["user", "add", long, "--no-password"][..],
        &["user", "set", MAIL, "--name", long],
        &["user", "set", MAIL, "--email", long],
        &["user", "show", long],
        &["chat", "show", long, "--user", MAIL],
        &["chat", "rename", "last", long, "--user", MAIL],
        &[
            "chat",
            "send",
            "--user",
            MAIL,
            "--model",
            "echo/echo",
            "--title",
            long,
            "x",
        ],
        &["chat", "send", "--user", MAIL, "--provider", long, "x"],
        &["key", "show", MAIL, long],
    ] {
        let words = command
            .iter()
            .map(|word| &word[..word.len().min(20)])
            .collect::<Vec<_>>();
        assert!(!taken(&sandbox, command, "long"), "{words:?}");
        let refused = sandbox.chatkeep(command).run_changing_nothing();
        assert!(
            refused.stderr.len() < 2000,
            "{words:?}: {} bytes of error",
            refused.stderr.len()
        );
    }
}

#[test]
fn addresses_that_differ_only_in_case_are_one() {
    for (first, twin) in [
        ("zoe@example.org", "ZOE@EXAMPLE.ORG"),
        ("\u{e9}va@example.org", "\u{c9}VA@example.org"),
        ("kelvin@example.org", "\u{212A}elvin@example.org"),
        ("i\u{307}zmir@example.org", "\u{130}zmir@example.org"),
        ("\u{3c3}\u{3c2}@example.org", "\u{3a3}\u{3a3}@example.org"),
    ] {
        let sandbox = store();
        let add = |address| sandbox.chatkeep(&["user", "add", address, "--no-password"]);
        add(first).run().succeeds();
        let refused = add(twin).run_changing_nothing();
        refused.fails_with(4);
    }
}

#[test]
fn addresses_that_only_look_alike_are_several_as_for_the_web_app() {
    let sandbox = store();
    let add = |address| sandbox.chatkeep(&["user", "add", address, "--no-password"]);
    let twins = [
        ["\u{e9}va@example.org", "e\u{301}va@example.org"],
        ["stra\u{df}e@example.org", "STRASSE@example.org"],
        ["bob@example.org", "b\u{43e}b@example.org"],
    ];
    for address in twins.iter().flatten() {
        add(address).run().succeeds();
    }
    for address in twins.iter().flatten() {
        let shown = sandbox
            .chatkeep(&["user", "show", address, "--format", "json"])
            .run()
            .succeeds();
        assert_eq!(
            shown.stdout_json()["email"],
            address.to_lowercase(),
            "{shown}"
        );
    }
}
