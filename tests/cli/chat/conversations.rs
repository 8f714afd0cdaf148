//! `chat list`, `show`, `rename` and `delete`.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, ada, chat};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, SURROGATE, StoredUser, TWO_TURNS};

#[test]
fn conversations_are_listed_the_one_active_last_first() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["list"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
id        last active       title                                                  model                     messages  tokens       cost
f25f5a34  2026-11-23 17:22  New Chat                                               gemini-2.5-pro                   0       0      $0.00
e0724928  2026-11-23 17:22  please fail now                                        gpt-4o-mini                      2       0      $0.00
2ad2591c  2026-11-23 17:22  Bonjour, ça va? 你好 👩‍👩‍👧 half: � end                    claude-sonnet-4-20250514         2       0      $0.00
a23d5eb8  2026-11-23 17:22  How do I lock a file in Python without losing writ...  gpt-4o                           4     128  $0.000935

"#]]);
    chat(&sandbox, NEWCOMER, &["list"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
empty@example.org has no conversations yet

"#]]);
    ada(&sandbox, &["list", "--limit", "1"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
id        last active       title     model           messages  tokens   cost
f25f5a34  2026-11-23 17:22  New Chat  gemini-2.5-pro         0       0  $0.00
1 of 4 shown

"#]]);
    ada(&sandbox, &["list", "--format", "json", "-l", "1"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
[
  {
    "id": "f25f5a34-3813-4329-80fa-0b7a32a70b7a",
    "title": "New Chat",
    "provider": "google",
    "model": "gemini-2.5-pro",
    "started_at": "2026-11-23T17:22:06.712398Z",
    "updated_at": "2026-11-23T17:22:06.712398Z",
    "messages": 0,
    "total_tokens": 0,
    "cost_usd": 0,
    "unknown_costs": 0,
    "tags": [],
    "pinned": false,
    "archived": false
  }
]

"#]]);
    ada(&sandbox, &["list", "--format", "csv"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
"id","title","provider","model","started_at","updated_at","messages","total_tokens","cost_usd","unknown_costs","tags","pinned","archived"
"f25f5a34-3813-4329-80fa-0b7a32a70b7a","New Chat","google","gemini-2.5-pro","2026-11-23T17:22:06.712398Z","2026-11-23T17:22:06.712398Z",0,0,0,0,"[]","false","false"
"e0724928-2457-4a12-afc2-84de6289261a","please fail now","openai","gpt-4o-mini","2026-11-23T17:22:06.709255Z","2026-11-23T17:22:06.709255Z",2,0,0,0,"[]","false","false"
"2ad2591c-8c73-4fcf-85bd-10c0dec2e418","Bonjour, ça va? 你好 👩‍👩‍👧 half: � end","anthropic","claude-sonnet-4-20250514","2026-11-23T17:22:06.679532Z","2026-11-23T17:22:06.679532Z",2,0,0,0,"[]","false","false"
"a23d5eb8-6819-435b-ad9b-dc6471fdf17a","How do I lock a file in Python without losing writ...","openai","gpt-4o","2026-11-23T17:22:06.646012Z","2026-11-23T17:22:06.646012Z",4,128,0.000935,0,"[]","false","false"

"#]]);
    // What was changed is active.
    ada(&sandbox, &["rename", "a23d", "Locks"]).run().succeeds();
    let list = ada(&sandbox, &["list", "--format", "jsonl"])
        .run()
        .succeeds();
    let first: Value =
        serde_json::from_str(list.stdout_text().lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["id"], TWO_TURNS);
}

#[test]
fn a_conversation_is_shown_with_what_it_took() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["show", "a23d"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
How do I lock a file in Python without losing writ...
a23d5eb8-6819-435b-ad9b-dc6471fdf17a

user
How do I lock a file in Python without losing writes when two processes save at once?

assistant · gpt-4o · 64 tokens · $0.000468
Voilà — 日本語 🎉: ?ecno ta evas sessecorp owt nehw setirw gnisol tuohtiw nohtyP ni elif a kcol I od woH
```rust
fn main() { println!("héllo"); }
```

user
And in Rust? "quoted" \backslash\   tab	here

assistant · gpt-4o · 64 tokens · $0.000468
Voilà — 日本語 🎉: ereh	bat   \hsalskcab\ "detouq" ?tsuR ni dnA
```rust
fn main() { println!("héllo"); }
```

"#]]);
    ada(&sandbox, &["show", FAILED])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
please fail now
e0724928-2457-4a12-afc2-84de6289261a

user
please fail now

assistant · gpt-4o-mini · error
Error: Error code: 400 - The model is overloaded

"#]]);
    ada(&sandbox, &["show", "last", "--format", "json"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
{
  "user": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "conversation": {
      "id": "f25f5a34-3813-4329-80fa-0b7a32a70b7a",
      "title": "New Chat",
      "messages": [],
      "provider": "google",
      "model": "gemini-2.5-pro",
      "timestamp": "2026-11-23T17:22:06.712398"
    }
}

"#]]);
    ada(&sandbox, &["show", "a23d", "--format", "csv"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
"conversation","role","timestamp","model","input_tokens","output_tokens","cost_usd","content"
"a23d5eb8-6819-435b-ad9b-dc6471fdf17a","user","2026-11-23T17:22:06.646012Z",,,,,"How do I lock a file in Python without losing writes when two processes save at once?"
"a23d5eb8-6819-435b-ad9b-dc6471fdf17a","assistant","2026-11-23T17:22:06.646012Z","gpt-4o",23,41,0.0004675,"Voilà — 日本語 🎉: ?ecno ta evas sessecorp owt nehw setirw gnisol tuohtiw nohtyP ni elif a kcol I od woH
```rust
fn main() { println!(""héllo""); }
```"
"a23d5eb8-6819-435b-ad9b-dc6471fdf17a","user","2026-11-23T17:22:06.646012Z",,,,,"And in Rust? ""quoted"" \backslash\   tab	here"
"a23d5eb8-6819-435b-ad9b-dc6471fdf17a","assistant","2026-11-23T17:22:06.646012Z","gpt-4o",23,41,0.0004675,"Voilà — 日本語 🎉: ereh	bat   \hsalskcab\ ""detouq"" ?tsuR ni dnA
```rust
fn main() { println!(""héllo""); }
```"

"#]]);
}

#[test]
fn half_a_character_is_shown_as_far_as_it_can_be() {
    let sandbox = Sandbox::flask_store();
    let shown = ada(&sandbox, &["show", SURROGATE])
        .run_changing_nothing()
        .succeeds();
    assert!(
        shown.stdout_text().contains("half: \u{FFFD} end\n"),
        "{shown}"
    );
    // As data it is the document itself.
    let shown = ada(&sandbox, &["show", SURROGATE, "--format", "json"]).run();
    let shown = shown.succeeds();
    assert!(shown.stdout_text().contains(r"half: \ud83d end"), "{shown}");
}

#[test]
fn stored_text_acts_on_no_terminal_and_is_exact_elsewhere() {
    let sandbox = Sandbox::flask_store();
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}txt\r\nnext\tline";
    chat(&sandbox, NEWCOMER, &["-m", "echo", hostile])
        .run()
        .succeeds();
    let path = sandbox.store().join("user_data");
    let exact = chat(&sandbox, NEWCOMER, &["show", "last"]).run().succeeds();
    assert!(
        exact.stdout_text().ends_with(&format!("\n{hostile}\n")),
        "{exact} {}",
        path.display()
    );
    for command in [
        &["show", "last"][..],
        &["list"],
        &["delete", "last", "--dry-run"],
    ] {
        let (code, shown) = chat(&sandbox, NEWCOMER, command).at_terminal().ends();
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains('␛') && shown.contains('␇'), "{shown}");
        for active in ["\u{1b}]", "\u{7}", "\u{9b}", "\u{202e}"] {
            assert!(!shown.contains(active), "{shown:?}");
        }
    }
    let mut terminal = chat(&sandbox, NEWCOMER, &["delete", "last"]).at_terminal();
    let question = terminal.sees("[y/N] ");
    assert!(
        !question.contains(['\u{7}', '\u{9b}', '\u{202e}']),
        "{question:?}"
    );
    terminal.types("n");
    assert_eq!(terminal.ends().0, 1);
}

#[test]
fn a_title_is_changed_and_nothing_else() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA);
    ada(&sandbox, &["rename", "a23d", " Locks & Größe "])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
a23d5eb8 is now called Locks & Größe

"#]]);
    let after = StoredUser::read(&sandbox, ADA);
    let (mut old, mut new) = (
        before.conversation(TWO_TURNS),
        after.conversation(TWO_TURNS),
    );
    assert_eq!(new["title"], "Locks & Größe");
    for conversation in [&mut old, &mut new] {
        let fields = conversation.as_object_mut().expect("an object");
        fields.retain(|name, _| name != "title" && name != "updated_at");
    }
    assert_eq!(old, new);
    for (id, text) in before.conversations() {
        assert_eq!(after.conversation_text(&id) == text, id != TWO_TURNS);
    }
    let json = ada(
        &sandbox,
        &["rename", "a23d", "--format", "json", "--", "-x"],
    )
    .run();
    assert_eq!(
        json.succeeds().stdout_json(),
        json!({"id": TWO_TURNS, "title": "-x"})
    );
    for title in ["", " ", "two\nlines", "\u{1b}[2J"] {
        ada(&sandbox, &["rename", "a23d", title])
            .run_changing_nothing()
            .fails_with(2);
    }
    ada(&sandbox, &["rename", "beef", "x"])
        .run_changing_nothing()
        .fails_with(3);
}

#[test]
fn deleting_needs_consent() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["delete", "a23d"])
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: this needs consent, and there is no terminal to ask at
 hint: add --yes, or see what would happen with --dry-run

"#]]);
    let before = StoredUser::read(&sandbox, ADA).text;
    let mut terminal = ada(&sandbox, &["delete", "a23d", "e072"]).at_terminal();
    let question = terminal.sees("[y/N] ");
    assert!(
        question.contains("How do I lock a file") && question.contains("please fail now"),
        "{question}"
    );
    terminal.types("");
    let (code, rest) = terminal.ends();
    assert_eq!(code, 1, "{rest}");
    assert!(rest.contains("nothing was changed"), "{rest}");
    assert_eq!(StoredUser::read(&sandbox, ADA).text, before);

    let mut terminal = ada(&sandbox, &["delete", "a23d"]).at_terminal();
    terminal.sees("[y/N] ");
    terminal.types("y");
    assert_eq!(terminal.ends().0, 0);
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations().len(), 3);
}

#[test]
fn what_would_be_deleted_is_told_beforehand() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["delete", "a23d", "last", "a23d", "--dry-run"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
would delete a23d5eb8 How do I lock a file in Python without losing writ...
would delete f25f5a34 New Chat
their cost of $0.000935 stays in the ledger

"#]]);
    // All must be there, or none goes.
    for arguments in [
        &["delete", "a23d", "beef", "--yes"][..],
        &["delete", "beef", "--dry-run"],
    ] {
        ada(&sandbox, arguments)
            .run_changing_nothing()
            .fails_with(3);
    }
}

#[test]
fn what_deleted_conversations_cost_stays_known() {
    let sandbox = Sandbox::flask_store();
    let bill = || {
        let run = sandbox
            .chatkeep(&["stats", "--by", "user", "--format", "jsonl"])
            .run();
        run.succeeds().stdout_text().to_owned()
    };
    let before = bill();
    assert!(
        before.contains(r#""total_tokens":128,"cost_usd":0.000935,"#),
        "{before}"
    );
    let others = StoredUser::read(&sandbox, ADA);
    ada(
        &sandbox,
        &["delete", TWO_TURNS, "f25f", "--yes", "--format", "json"],
    )
    .run()
    .succeeds()
    .stdout_is(str![[r#"
{
  "user": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "conversations": [
    "a23d5eb8-6819-435b-ad9b-dc6471fdf17a",
    "f25f5a34-3813-4329-80fa-0b7a32a70b7a"
  ],
  "total_tokens": 128,
  "cost_usd": 0.000935,
  "dry_run": false
}

"#]]);
    assert_eq!(bill(), before);
    let after = StoredUser::read(&sandbox, ADA);
    assert_eq!(after.conversations().len(), 2);
    for id in [SURROGATE, FAILED] {
        assert_eq!(after.conversation_text(id), others.conversation_text(id));
    }
    let ledger = fs::read_to_string(sandbox.store().join(".chatkeep/ledger.jsonl"));
    let ledger = ledger.expect("it is there");
    assert!(
        ledger.contains(TWO_TURNS) && !ledger.contains(EMPTY),
        "{ledger}"
    );
    assert!(!ledger.contains("lock a file"), "{ledger}");
    ada(&sandbox, &["show", TWO_TURNS])
        .run_changing_nothing()
        .fails_with(3);
}

#[test]
fn several_users_and_none_chosen_is_wrong_usage() {
    let sandbox = Sandbox::flask_store();
    for arguments in [
        &["chat", "list"][..],
        &["chat", "show", "last"],
        &["chat", "rename", "last", "x"],
        &["chat", "delete", "last", "--yes"],
    ] {
        sandbox
            .chatkeep(arguments)
            .run_changing_nothing()
            .fails_with(2);
    }
}

#[test]
fn an_ambiguous_beginning_lists_what_it_may_mean() {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let text = fs::read_to_string(&path).expect("it is there");
    let twin = FAILED.replace("e072", "a23d");
    fs::write(&path, text.replace(FAILED, &twin)).expect("it is ours");
    for arguments in [
        &["show", "a23d"][..],
        &["rename", "a23d", "x"],
        &["delete", "a23d", "--yes"],
    ] {
        let refused = ada(&sandbox, arguments)
            .run_changing_nothing()
            .fails_with(4);
        let message = refused.stderr_text();
        assert!(
            message.contains(TWO_TURNS) && message.contains(&twin),
            "{message}"
        );
    }
}

#[test]
fn what_a_user_used_does_not_shrink_with_a_deleted_conversation() {
    let sandbox = Sandbox::flask_store();
    let shown = || {
        let run = sandbox.chatkeep(&["user", "show", "ada@example.org", "--format", "json"]);
        let shown = run.run_changing_nothing().succeeds().stdout_json();
        (
            shown["total_tokens"].clone(),
            shown["cost_usd"].clone(),
            shown["conversations"].clone(),
        )
    };
    let before = shown();
    let arguments = [
        "chat",
        "delete",
        "a23d",
        "--user",
        "ada@example.org",
        "--yes",
    ];
    sandbox.chatkeep(&arguments).run().succeeds();
    let after = shown();
    assert_eq!((&after.0, &after.1), (&before.0, &before.1));
    assert_eq!((before.2.as_u64(), after.2.as_u64()), (Some(4), Some(3)));
}
