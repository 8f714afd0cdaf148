//! `chat show`: rendered for people, exact for programs, whole or its end.

use serde_json::json;
use snapbox::{assert_data_eq, str};

use super::{NEWCOMER, ada, chat};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, SURROGATE, StoredUser, TWO_TURNS};

const MARKDOWN: &str = "## Steps\n\nFirst *this*, **then** `that`, as [the guide](https://example.org/guide) says, which is a line long enough to be wrapped.\n\n1. one\n2. two\n   - inner\n\n> quoted\n\n```python\nprint('x')\n```\n\n| name | value |\n|------|------:|\n| a    | 1     |\n";

/// A store in which the newcomer was answered with Markdown: `echo` says what it is asked.
fn with_markdown(text: &str) -> Sandbox {
    let sandbox = Sandbox::flask_store();
    chat(
        &sandbox,
        NEWCOMER,
        &["-m", "echo", "--title", "Guide", "--", text],
    )
    .run()
    .succeeds();
    sandbox
}

/// Returns what a terminal shows below the time of the reply, which differs each time.
#[track_caller]
fn below_reply(shown: &str) -> &str {
    let (_, reply) = shown.split_once("\nassistant · echo · ").expect("a reply");
    let (_, text) = reply.split_once('\n').expect("its text");
    text
}

#[test]
fn a_reply_is_rendered_on_a_terminal() {
    let sandbox = with_markdown(MARKDOWN);
    let show = || chat(&sandbox, NEWCOMER, &["show", "last"]);
    let (code, shown) = show().with_env("NO_COLOR", "1").at_terminal().ends();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.starts_with("Guide\n"), "{shown}");
    // What people ask is theirs, to the letter.
    assert!(shown.contains(MARKDOWN), "{shown}");
    assert_data_eq!(
        below_reply(&shown),
        str![[r#"
## Steps

First *this*, **then** `that`, as the guide (https://example.org/guide) says,
which is a line long enough to be wrapped.

1. one
2. two
   • inner

│ quoted

```python
print('x')
```

name  value
────  ─────
a         1

"#]]
    );
    let (code, shown) = chat(&sandbox, NEWCOMER, &["show", "last", "--last"])
        .at_terminal()
        .ends();
    assert_eq!(code, 0, "{shown}");
    assert_data_eq!(
        shown.replace('\u{1b}', "␛"),
        str![[r#"
␛[1m## Steps␛[0m

First ␛[3mthis␛[0m, ␛[1mthen␛[0m ␛[36mthat␛[0m, as ␛[4mthe guide␛[0m ␛[2m(https://example.org/guide)␛[0m says, which is a
line long enough to be wrapped.

1. one
2. two
   • inner

␛[2m│ ␛[0mquoted

␛[2m```python␛[0m
print('x')
␛[2m```␛[0m

␛[1mname␛[0m  ␛[1mvalue␛[0m
␛[2m────  ─────␛[0m
a         1

"#]]
    );
    let narrow = show().with_env("NO_COLOR", "1").with_env("COLUMNS", "20");
    let (_, shown) = narrow.at_terminal().ends();
    let is_wider = |line: &&str| line.chars().count() > 20 && !line.contains("://");
    assert_eq!(below_reply(&shown).lines().find(is_wider), None, "{shown}");
}

#[test]
fn a_reply_is_exact_where_that_is_wanted() {
    let sandbox = with_markdown(MARKDOWN);
    let redirected = chat(&sandbox, NEWCOMER, &["show", "last"])
        .run_changing_nothing()
        .succeeds();
    assert_eq!(below_reply(redirected.stdout_text()), MARKDOWN);
    // Colours that are forced do not change what a program reads.
    for arguments in [
        &["show", "last", "--last"][..],
        &["show", "last", "--last", "--raw", "--color", "always"],
    ] {
        let alone = chat(&sandbox, NEWCOMER, arguments)
            .run_changing_nothing()
            .succeeds();
        assert_eq!(alone.stdout_text(), MARKDOWN);
    }
    let (code, shown) = chat(&sandbox, NEWCOMER, &["show", "last", "--last", "--raw"])
        .at_terminal()
        .ends();
    assert_eq!((code, shown.as_str()), (0, MARKDOWN));
}

#[test]
fn nothing_in_a_reply_acts_on_a_terminal() {
    let hostile = "# \u{1b}]0;owned\u{7}\n\n&#27;[2J [good.example](https://evil.example/\u{1b}[m) `\u{9b}2J`\n\n```\u{1b}c\n\u{1b}[2J\u{202e}\n```\n\n| \u{8} |\n|--|\n| &#x9b;m |\n";
    let sandbox = with_markdown(hostile);
    for arguments in [
        &["show", "last"][..],
        &["show", "last", "--raw"],
        &["show", "last", "--last"],
        &["show", "last", "--last", "--raw"],
        &["show", "last", "--last", "2"],
    ] {
        let run = chat(&sandbox, NEWCOMER, arguments).with_env("NO_COLOR", "1");
        let (code, shown) = run.at_terminal().ends();
        assert_eq!(code, 0, "{shown}");
        let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!shown.contains(acts), "{arguments:?}: {shown:?}");
        assert!(
            shown.contains("evil.example") && shown.contains('␛'),
            "{shown}"
        );
    }
}

#[test]
fn the_end_of_a_conversation_is_shown_alone() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["show", "a23d", "--last"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
Voilà — 日本語 🎉: ereh	bat   \hsalskcab\ "detouq" ?tsuR ni dnA
```rust
fn main() { println!("héllo"); }
```

"#]]);
    ada(&sandbox, &["show", "a23d", "--last", "2"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
user
And in Rust? "quoted" \backslash\   tab	here

assistant · gpt-4o · 64 tokens · $0.000468
Voilà — 日本語 🎉: ereh	bat   \hsalskcab\ "detouq" ?tsuR ni dnA
```rust
fn main() { println!("héllo"); }
```

"#]]);
    ada(
        &sandbox,
        &["show", TWO_TURNS, "--last=1", "--format", "json"],
    )
    .run_changing_nothing()
    .succeeds()
    .stdout_is(str![[r#"
{
  "user": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "conversation": "a23d5eb8-6819-435b-ad9b-dc6471fdf17a",
  "messages": [
    {
      "conversation": "a23d5eb8-6819-435b-ad9b-dc6471fdf17a",
      "role": "assistant",
      "timestamp": "2026-11-23T17:22:06.646012Z",
      "model": "gpt-4o",
      "input_tokens": 23,
      "output_tokens": 41,
      "cost_usd": 0.0004675,
      "content": "Voilà — 日本語 🎉: ereh\tbat   \\hsalskcab\\ \"detouq\" ?tsuR ni dnA\n```rust\nfn main() { println!(\"héllo\"); }\n```"
    }
  ]
}

"#]]);
    let all = ada(
        &sandbox,
        &["show", "a23d", "--last", "9", "--format", "jsonl"],
    );
    let all = all.run_changing_nothing().succeeds();
    let whole = ada(&sandbox, &["show", "a23d", "--format", "jsonl"]).run_changing_nothing();
    assert_eq!(all.stdout_text(), whole.succeeds().stdout_text());
    assert_eq!(all.stdout_text().lines().count(), 4);
    for count in ["0", "-1", "x", "last"] {
        ada(&sandbox, &["show", "a23d", "--last", count])
            .run_changing_nothing()
            .fails_with(2);
    }
    ada(&sandbox, &["show", EMPTY, "--last", "2"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![]);
}

#[test]
fn an_error_is_no_reply() {
    let sandbox = Sandbox::flask_store();
    for id in [FAILED, SURROGATE, EMPTY] {
        let none = ada(&sandbox, &["show", id, "--last"]).run_changing_nothing();
        let message = none.fails_with(3);
        assert!(
            message.stderr_text().contains("has no reply\n"),
            "{message}"
        );
    }
    ada(
        &sandbox,
        &["-m", "echo", "--conversation", FAILED, "Better now?"],
    )
    .run()
    .succeeds();
    let shown =
        ada(&sandbox, &["show", FAILED, "--last", "--format", "json"]).run_changing_nothing();
    let shown = shown.succeeds().stdout_json();
    assert_eq!(shown["messages"][0]["content"], json!("Better now?"));
    assert_eq!(shown["conversation"], json!(FAILED));
    assert_eq!(
        StoredUser::read(&sandbox, ADA).conversation(FAILED)["messages"]
            .as_array()
            .map(Vec::len),
        Some(4)
    );
}
