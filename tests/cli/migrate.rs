//! Stores copied into other backends, and compared.

use std::fs;
use std::path::Path;

use rustix::process::Signal;
use snapbox::str;

use crate::locking::Holder;
use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

fn text(path: &Path) -> &str {
    path.to_str().expect("the sandbox's path is text")
}

/// Has what is hard to carry over: escapes, digits, unknown fields, empty conversations, an id of odd characters.
const HARD: &str = r#"{
  "theirs": {"n": [1E5, 1.50, -0, 123456789012345678901234567890]},
  "api_keys": {"openai": "gAAAAAB", "google": ""},
  "conversations": {
    "a\u0000\"b": {
      "title": "half \ud83d", "x": null, "messages": [
        {"role": "user", "content": "\u0000 \ud83d é", "y": {"z": []}},
        {"role": "assistant", "content": "b", "cost": 1.50E-3, "input_tokens": 1}
      ]
    },
    "empty": {"messages": []},
    "none": {}
  }
}"#;

const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

/// The members of `users.json`, in order.
type Accounts = Vec<(String, serde_json::Value)>;

fn hard_store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let file = sandbox.store().join(format!("user_data/{ADA}.json"));
    fs::write(file, HARD).expect("ours");
    sandbox
}

fn compact(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("it is there");
    chatkeep::model::compacted(&text).into_owned()
}

#[test]
fn through_sqlite_and_back_everything_is_as_it_was() {
    let sandbox = hard_store();
    let original = sandbox.copied_store();
    let (database, back) = (sandbox.work().join("a.db"), sandbox.work().join("back"));
    let location = format!("sqlite:{}", text(&database));
    let copied = sandbox.chatkeep(&["migrate", "--to", &location]).run();
    copied.succeeds();
    sandbox
        .chatkeep(&["--store", &location, "migrate", "--to", text(&back)])
        .run()
        .succeeds();
    for entry in fs::read_dir(original.join("user_data")).expect("listed") {
        let path = entry.expect("listed").path();
        let name = path.file_name().expect("a name");
        let came_back = back.join("user_data").join(name);
        assert_eq!(compact(&came_back), compact(&path), "{}", path.display());
    }
    let users = |store: &Path| fs::read_to_string(store.join("users.json")).expect("there");
    assert_eq!(users(&back), users(&original));
    let verify = ["migrate", "--to", text(&back), "--verify-only", "-q"];
    let verified = sandbox.chatkeep(&verify).run_changing_nothing();
    verified.succeeds().stdout_is(str![[r#"
                 first  second
users                4       4
users with data      2       2
keys                 2       2
conversations        3       3
messages             2       2
ledger entries       0       0
both hold the same: every account, every user's data and the ledger were compared

"#]]);
}

#[test]
fn a_copy_that_is_there_is_compared_and_another_store_is_refused() {
    let sandbox = Sandbox::flask_store();
    let location = format!("sqlite:{}", text(&sandbox.work().join("a.db")));
    let migrate = ["migrate", "--to", &location, "-q"];
    sandbox.chatkeep(&migrate).run().succeeds();
    sandbox.chatkeep(&migrate).run_changing_nothing().succeeds();
    let rename = ["user", "set", "ada@example.org", "--name", "Other"];
    let there = [&["--store", &location][..], &rename].concat();
    sandbox.chatkeep(&there).run().succeeds();
    let refused = sandbox.chatkeep(&migrate).run_changing_nothing();
    let error = refused.fails_with(4).stderr_text().to_owned();
    assert!(error.contains("there are accounts in sqlite:"), "{error}");
    let verify = [
        "migrate",
        "--to",
        &location,
        "--verify-only",
        "--format",
        "json",
    ];
    let differs = sandbox
        .chatkeep(&verify)
        .run_changing_nothing()
        .fails_with(6);
    let found = differs.stdout_json();
    assert_eq!(
        found["differences"].to_string(),
        format!(r#"[{{"kind":"account_changed","user":"{ADA}","conversations":[]}}]"#)
    );
    assert_eq!(
        (&found["same"], &found["copied"]),
        (&false.into(), &false.into())
    );
}

#[test]
fn what_is_damaged_is_named_and_nothing_is_made() {
    json_files_only!("it is about damaged files");
    let ada = format!("user_data/{ADA}.json");
    for (name, content, named) in [
        (
            &*ada,
            &br#"{"conversations": {"a": {"messages": 5}}}"#[..],
            "at byte 37",
        ),
        (&ada, b"{\"conversations\": {", "at byte 19"),
        (
            &ada,
            b"{\"conversations\": \"\xff\"}",
            "not UTF-8 at byte 19",
        ),
        ("users.json", b"{\"a\": 1,,}", "at byte 8"),
    ] {
        let sandbox = Sandbox::flask_store();
        fs::write(sandbox.store().join(name), content).expect("ours");
        for to in ["sqlite:a.db", "copy", "new/copy"] {
            let refused = sandbox.chatkeep(&["migrate", "--to", to]).run();
            let error = refused.fails_with(6).stderr_text().to_owned();
            let is_named = error.contains(name) && error.contains(named);
            assert!(is_named, "{to}: {error}");
            let left = fs::read_dir(sandbox.work()).expect("listed").count();
            assert_eq!(left, 0, "{to}, {name} with {named}");
        }
    }
}

#[test]
fn a_copy_among_the_originals_own_files_is_refused() {
    json_files_only!("it is about the folders of a store of files");
    let sandbox = Sandbox::flask_store();
    let store = sandbox.location();
    for inside in ["user_data", "user_data/new/copy", ".chatkeep/copy"] {
        for scheme in ["", "sqlite:"] {
            let to = format!("{scheme}{store}/{inside}");
            let copying = sandbox.chatkeep(&["migrate", "--to", &to]);
            let refused = copying.run_changing_nothing().fails_with(2);
            let error = refused.stderr_text();
            assert!(error.contains("is among the files of"), "{error}");
        }
    }
    let (database, back) = (sandbox.store().join("chat.db"), sandbox.store());
    let location = format!("sqlite:{}", text(&database));
    sandbox
        .chatkeep(&["migrate", "--to", &location])
        .run()
        .succeeds();
    fs::rename(&database, back.join("user_data/chat.db")).expect("ours");
    fs::remove_file(back.join("users.json")).expect("ours");
    // What is in `user_data/` would be moved away.
    let inside = format!("sqlite:{}/user_data/chat.db", text(&back));
    let copying = sandbox.chatkeep(&["--store", &inside, "migrate", "--to", text(&back)]);
    copying.run().fails_with(2);
    assert!(back.join("user_data/chat.db").exists());
}

#[test]
fn a_second_name_of_the_database_is_no_copy() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["migrate", "--to", "sqlite:a.db"])
        .run()
        .succeeds();
    fs::hard_link(sandbox.work().join("a.db"), sandbox.work().join("b.db")).expect("ours");
    for only in [&[][..], &["--verify-only"]] {
        let copy = ["--store", "sqlite:a.db", "migrate", "--to", "sqlite:b.db"];
        let refused = sandbox.chatkeep(&[&copy[..], only].concat()).run();
        let error = refused.fails_with(2).stderr_text().to_owned();
        assert!(error.contains("is the store itself"), "{error}");
    }
}

#[test]
fn every_kind_of_difference_is_found_and_has_its_fields() {
    let sandbox = hard_store();
    let copy = sandbox.work().join("copy");
    sandbox
        .chatkeep(&["migrate", "--to", "copy"])
        .run()
        .succeeds();
    let (users, data) = (copy.join("users.json"), copy.join("user_data"));
    let jorg = "09302212-702c-46ec-b601-69456355f61d";
    let file = |user: &str| data.join(format!("{user}.json"));
    let differences = |change: &dyn Fn()| {
        let kept = [users.clone(), file(ADA), file(jorg)]
            .map(|path| (fs::read(&path).expect("there"), path));
        change();
        let verify = [
            "migrate",
            "--to",
            "copy",
            "--verify-only",
            "--format",
            "json",
        ];
        let found = sandbox.chatkeep(&verify).run_changing_nothing();
        let json = found.fails_with(6).stdout_json();
        for (content, path) in kept {
            fs::write(path, content).expect("ours");
        }
        let differences = json["differences"].as_array().expect("a list").clone();
        let shown = |one: &serde_json::Value| {
            format!("{} {} {}", one["kind"], one["user"], one["conversations"]).replace('"', "")
        };
        differences.iter().map(shown).collect::<Vec<String>>()
    };
    let replace = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).expect("there");
        assert!(text.contains(from), "{from} in {text}");
        fs::write(path, text.replacen(from, to, 1)).expect("ours");
    };
    let accounts = |change: &dyn Fn(&mut Accounts)| {
        let text = fs::read_to_string(&users).expect("there");
        let object: serde_json::Map<_, _> = serde_json::from_str(&text).expect("an object");
        let mut list = object.into_iter().collect();
        change(&mut list);
        let object = serde_json::Value::Object(list.into_iter().collect());
        // As the web app writes it, and so as it was.
        let escaped = |letter: char| match letter.is_ascii() {
            true => letter.to_string(),
            false => format!("\\u{:04x}", u32::from(letter)),
        };
        let text: String = object.to_string().chars().map(escaped).collect();
        fs::write(&users, text).expect("ours");
    };
    let reversed = || accounts(&|list| list.reverse());
    assert_eq!(differences(&reversed), ["order_of_accounts null []"]);
    let without = || accounts(&|list| list.retain(|(id, _)| id != ADA));
    assert_eq!(differences(&without), [format!("account_missing {ADA} []")]);
    let other = || replace(&users, "Ada Lovelace", "Ada");
    assert_eq!(differences(&other), [format!("account_changed {ADA} []")]);
    let removed = || fs::remove_file(file(jorg)).expect("ours");
    assert_eq!(differences(&removed), [format!("data_missing {jorg} []")]);
    for (from, to, named) in [
        ("1.50E-3", "1.5E-3", r"[a\u0000\b]"),
        (r"\u0000 \ud83d é", r"\u0000 \ud83d \u00e9", r"[a\u0000\b]"),
        (r#""none": {}"#, r#""none": {"x": 1}"#, "[none]"),
        ("1E5, 1.50", "1E5, 1.5", "[]"),
        (r#""empty": {"messages": []},"#, "", "[empty]"),
    ] {
        let changed = || replace(&file(ADA), from, to);
        let found = differences(&changed);
        assert_eq!(found, [format!("data_changed {ADA} {named}")], "{from}");
    }
    // And the other way round.
    let added = || {
        accounts(&|list| {
            let mut account = list[0].1.clone();
            account["id"] = "x".into();
            account["email"] = "x@example.org".into();
            list.push(("x".to_owned(), account));
        });
        fs::write(file("x"), "{}").expect("ours");
        fs::write(copy.join(".chatkeep/ledger.jsonl"), "{}\n").expect("ours");
    };
    let found = differences(&added);
    assert_eq!(
        found,
        ["account_added x []", "data_added x []", "ledger null []"]
    );
}

#[test]
fn the_result_for_scripts_has_these_fields() {
    let sandbox = Sandbox::flask_store();
    let shown = sandbox.shown_location();
    for copied in [true, false] {
        let migrate = ["migrate", "--to", "copy", "--format", "jsonl", "-q"];
        let done = sandbox.chatkeep(&migrate).run().succeeds();
        let counts = r#"{"users":4,"users_with_data":2,"keys":3,"conversations":4,"messages":8,"ledger_entries":0}"#;
        let expected = format!(
            r#"{{"from":"{shown}","to":"copy","copied":{copied},"same":true,"in_first":{counts},"in_second":{counts},"differences":[]}}"#
        );
        assert_eq!(done.stdout_text().trim_end(), expected);
    }
}

#[test]
fn one_that_is_interrupted_leaves_no_store_and_can_be_run_again() {
    json_files_only!("it holds locks of files");
    for to in ["sqlite:copy.db", "copy"] {
        for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::KILL] {
            let sandbox = Sandbox::flask_store();
            let original = tree_digest(&sandbox.store().join("user_data"));
            let holder = Holder::lock(&sandbox.store().join(format!("user_data/{ADA}.json")));
            let migrate = ["migrate", "--to", to, "-q"];
            let run = sandbox.chatkeep(&migrate).start();
            // It reads in the order of ids, and waits for the last one.
            while fs::read_dir(sandbox.work()).expect("listed").count() == 0 {
                std::thread::yield_now();
            }
            run.signal(signal);
            run.ends();
            let open = sandbox.chatkeep(&["--store", to, "user", "list"]);
            open.run().fails_with(3);
            holder.let_go();
            sandbox.chatkeep(&migrate).run().succeeds();
            let after = tree_digest(&sandbox.store().join("user_data"));
            assert_eq!(after, original, "{to}, {signal:?}");
            let left = fs::read_dir(sandbox.work()).expect("listed").count();
            assert_eq!(left, 1, "{to}, {signal:?}");
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let sandbox = Sandbox::flask_store();
    let here = sandbox.location();
    for (arguments, code, named) in [
        (vec!["--to", &here], 2, "is the store itself"),
        (vec!["--to", "ftp://h/x"], 2, "is no location"),
        (
            vec!["--to", "x", "--distributed"],
            2,
            "--distributed is for",
        ),
        (
            vec!["--to", "sqlite:x.db", "--verify-only"],
            3,
            "there is no store",
        ),
    ] {
        let arguments = [&["migrate"][..], &arguments].concat();
        let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
        let error = refused.fails_with(code).stderr_text().to_owned();
        assert!(error.contains(named), "{error}");
    }
}
