//! What the web app finds in a user's file after a turn of ours.

use std::process::Command;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{NEWCOMER, ada, asking};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser, TWO_TURNS};

fn names(value: &Value) -> Vec<&str> {
    let fields = value.as_object().expect("an object");
    fields.keys().map(String::as_str).collect()
}

#[test]
fn the_apps_fields_come_first_and_in_its_order() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Hello"])]);
    asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"])
        .run()
        .succeeds();
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    let apps = ["id", "title", "messages", "provider", "model", "timestamp"];
    assert_eq!(names(&conversation), apps);
    let question = names(&conversation["messages"][0]);
    assert_eq!(question, ["role", "content", "timestamp"]);
    let reply = names(&conversation["messages"][1]);
    let apps = [
        "role",
        "content",
        "provider",
        "model",
        "input_tokens",
        "output_tokens",
        "total_tokens",
        "cost",
    ];
    assert_eq!(reply[..8], apps);
    for field in &reply[8..] {
        assert!(
            ["usage", "priced_as", "price_from", "finish", "timestamp"].contains(field),
            "{field}"
        );
    }
}

#[test]
fn a_turn_changes_its_conversation_and_not_a_byte_of_others() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA);
    let begun = Utc::now();
    let prompt = "Größe? 🎉";
    ada(&sandbox, &["--conversation", "a23d", "-m", "echo", prompt])
        .run()
        .succeeds();
    let after = StoredUser::read(&sandbox, ADA);
    assert!(after.text.is_ascii());
    assert!(
        after.text.contains(r#""Gr\u00f6\u00dfe? \ud83c\udf89""#),
        "{}",
        after.text
    );
    for (id, text) in before.conversations() {
        if id != TWO_TURNS {
            assert_eq!(after.conversation_text(&id), text);
        }
    }
    let (old, new) = (
        before.conversation(TWO_TURNS),
        after.conversation(TWO_TURNS),
    );
    assert_eq!(new["timestamp"], old["timestamp"]);
    let mut fields = names(&old);
    fields.push("updated_at");
    assert_eq!(names(&new), fields);
    for text in [
        &new["updated_at"],
        &new["messages"][4]["timestamp"],
        &new["messages"][5]["timestamp"],
    ] {
        let text = text.as_str().expect("text");
        let time: DateTime<Utc> = text.parse().expect("RFC 3339");
        assert!(
            text.ends_with('Z') && time >= begun && time <= Utc::now(),
            "{text}"
        );
    }
    // All else is where it was, to the byte: the keys before, and the messages that were there.
    let untouched = before.text.find("\"conversations\"").expect("it has them");
    assert_eq!(after.text[..untouched], before.text[..untouched]);
    for index in 0..4 {
        assert_eq!(new["messages"][index], old["messages"][index]);
    }
}

#[test]
fn a_new_conversations_time_is_the_apps_local_one() {
    let sandbox = Sandbox::new();
    let zone = ["init", "--timezone", "Asia/Tokyo"];
    sandbox.chatkeep(&zone).run().succeeds();
    let add = ["user", "add", "only@example.org", "--no-password"];
    sandbox.chatkeep(&add).run().succeeds();
    let begun = Utc::now().naive_utc();
    sandbox
        .chatkeep(&["chat", "-m", "echo", "Hi"])
        .run()
        .succeeds();
    let conversation = StoredUser::of(&sandbox, "only@example.org").only_conversation();
    let text = conversation["timestamp"].as_str().expect("text");
    let time = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.6f").expect("naive");
    let utc = time - chrono::TimeDelta::hours(9);
    assert!(
        utc >= begun - chrono::TimeDelta::milliseconds(1) && utc <= Utc::now().naive_utc(),
        "{text}"
    );
}

/// The indent of what we write is the app's too: its own writer makes the same bytes of the same document.
#[test]
fn the_apps_writer_would_write_the_same_bytes() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["-m", "echo", "Größe? 🎉"]).run().succeeds();
    ada(&sandbox, &["-c", "-m", "echo", "One\nmore"])
        .run()
        .succeeds();
    ada(&sandbox, &["rename", "last", "Größe"]).run().succeeds();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let program = "import json, sys\n\
        text = open(sys.argv[1], encoding='utf-8').read()\n\
        sys.stdout.write(json.dumps(json.loads(text), indent=2))\n";
    let written = Command::new("python3")
        .args(["-c", program])
        .arg(&path)
        .output()
        .expect("python3 is installed");
    let text = String::from_utf8(written.stdout).expect("text");
    assert_eq!(StoredUser::read(&sandbox, ADA).text, text);
}
