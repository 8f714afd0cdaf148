//! What was counted before sending, compared with what providers counted, for the recorded questions that are nothing but
//! text.

use std::fs;

use chatkeep::model::Role;
use chatkeep::providers::{ChatMessage, ChatRequest};
use serde_json::Value;

use crate::case::{Collection, say};

/// Puts a recorded request into our words; `None` if it has more than text: tools, files, parts of other kinds.
fn request(body: &Value) -> Option<ChatRequest> {
    if ["tools", "cachedContent", "thinking"]
        .iter()
        .any(|other| body.get(other).is_some())
    {
        return None;
    }
    let list = ["messages", "input", "contents"]
        .iter()
        .find_map(|name| body.get(name))?;
    let said = list.as_array()?.iter().map(|message| {
        let content = message.get("content").or(message.get("parts"))?;
        Some(ChatMessage {
            role: Role::User,
            content: text(content)?,
            attachments: Vec::new(),
        })
    });
    let system = ["system", "instructions", "systemInstruction"]
        .iter()
        .find_map(|name| body.get(name));
    let system = system.map(|it| text(it.get("parts").unwrap_or(it)));
    Some(ChatRequest {
        messages: said.collect::<Option<_>>()?,
        system: match system {
            Some(text) => Some(text?),
            None => None,
        },
        ..ChatRequest::default()
    })
}

/// Returns a content that is nothing but text.
fn text(content: &Value) -> Option<String> {
    if let Some(text) = content.as_str() {
        return Some(text.to_owned());
    }
    let parts = content.as_array()?.iter().map(|part| part["text"].as_str());
    Some(parts.collect::<Option<Vec<_>>>()?.concat())
}

#[test]
fn no_recorded_question_had_more_tokens_than_were_estimated() {
    let Some(collection) = Collection::recorded() else {
        return;
    };
    let mut compared = 0;
    for case in &collection.cases {
        let facts = fs::read(collection.folder.join(format!("{}.meta.json", case.name)));
        let facts: Value =
            serde_json::from_slice(&facts.expect("its facts are here")).expect("they are JSON");
        let asked = request(&facts["request"]["body"]);
        let (Some(asked), Some([input, ..])) = (asked, case.row.usage) else {
            continue;
        };
        let estimated = asked.estimated_input_tokens();
        let name = &case.name;
        assert!(input <= estimated, "{name}: {input} of {estimated}");
        // Beside what it counts for each request and message, it is no more than twice as much.
        let around = 32 + 4 * (asked.messages.len() as u64 + 1);
        assert!(
            estimated <= 2 * input + around,
            "{name}: {input} of {estimated}"
        );
        compared += 1;
    }
    say(&format!("estimates compared with recorded use: {compared}"));
    assert!(compared >= 15, "{compared}");
}
