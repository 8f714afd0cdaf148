//! What is sent, to OpenAI itself and to servers like it.

use serde_json::{Value, json};

use super::*;
use crate::providers::request::{Attachment, Effort, MediaType};

/// Returns what would be posted, as it is written.
fn body_text(request: &ChatRequest, base_url: &str) -> Result<String, ProviderError> {
    let provider = open(endpoint(base_url), Arc::new(RecordedTiming::default()));
    let preview = provider.expect("an endpoint").preview(request)?;
    Ok(preview.expect("something is sent").body)
}

const OFFICIAL: &str = "https://api.openai.com/v1";
const OTHER: &str = "https://example.com/v1";

fn body(request: &ChatRequest, base_url: &str) -> Value {
    let text = body_text(request, base_url).expect("a request");
    serde_json::from_str(&text).expect("JSON")
}

/// A request with everything in it that both ways of asking know.
fn full(needs_responses: bool) -> ChatRequest {
    let file = |name: &str, media_type, content: &[u8]| Attachment {
        name: name.to_owned(),
        media_type,
        content: content.into(),
    };
    let mut question = ChatMessage::user("What is this?");
    question.attachments = vec![
        file("a.png", MediaType::Png, b"\x89PNG"),
        file("b.pdf", MediaType::Pdf, b"%PDF-"),
    ];
    let mut only_file = ChatMessage::user("");
    only_file.attachments = vec![file("c.gif", MediaType::Gif, b"GIF89a")];
    ChatRequest {
        system: Some("Be brief.".to_owned()),
        messages: vec![question, only_file, ChatMessage::user("Well?")],
        max_tokens: Some(50),
        temperature: Some(0.5),
        effort: Some(Effort::XHigh),
        schema: Some(r#"{"type": "object"}"#.to_owned()),
        needs_responses,
        ..request(true)
    }
}

#[test]
fn a_completion_is_asked_for_with_all_that_was_set() {
    let mut request = full(false);
    request.stop = vec!["END".to_owned()];
    let mut expected = json!({
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
                {"type": "file", "file": {"filename": "b.pdf", "file_data": "data:application/pdf;base64,JVBERi0="}},
                {"type": "text", "text": "What is this?"},
            ]},
            {"role": "user", "content": [
                {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODlh"}},
            ]},
            {"role": "user", "content": "Well?"},
        ],
        "max_completion_tokens": 50,
        "temperature": 0.5,
        "stop": ["END"],
        "reasoning_effort": "xhigh",
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "schema": {"type": "object"}, "strict": false},
        },
        "stream": true,
        "stream_options": {"include_usage": true, "include_obfuscation": false},
    });
    assert_eq!(body(&request, OFFICIAL), expected);

    let fields = expected.as_object_mut().expect("an object");
    let limit = fields.remove("max_completion_tokens").expect("it is there");
    fields.insert("max_tokens".to_owned(), limit);
    fields["stream_options"] = json!({"include_usage": true});
    assert_eq!(body(&request, OTHER), expected);
}

#[test]
fn a_response_is_asked_for_with_all_that_was_set() {
    let mut expected = json!({
        "model": "m",
        "instructions": "Be brief.",
        "input": [
            {"role": "user", "content": [
                {"type": "input_image", "image_url": "data:image/png;base64,iVBORw==", "detail": "auto"},
                {"type": "input_file", "filename": "b.pdf", "file_data": "data:application/pdf;base64,JVBERi0="},
                {"type": "input_text", "text": "What is this?"},
            ]},
            {"role": "user", "content": [
                {"type": "input_image", "image_url": "data:image/gif;base64,R0lGODlh", "detail": "auto"},
            ]},
            {"role": "user", "content": "Well?"},
        ],
        "max_output_tokens": 50,
        "temperature": 0.5,
        "reasoning": {"effort": "xhigh"},
        "text": {"format": {
            "type": "json_schema", "name": "reply", "schema": {"type": "object"}, "strict": false,
        }},
        "store": false,
        "stream": true,
        "stream_options": {"include_obfuscation": false},
    });
    assert_eq!(body(&full(true), OFFICIAL), expected);

    let fields = expected.as_object_mut().expect("an object");
    fields.remove("stream_options");
    assert_eq!(body(&full(true), OTHER), expected);
}

#[test]
fn what_was_not_set_is_not_sent() {
    let mut request = request(false);
    assert_eq!(
        body_text(&request, OFFICIAL).expect("a request"),
        r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false}"#
    );
    request.needs_responses = true;
    assert_eq!(
        body_text(&request, OFFICIAL).expect("a request"),
        r#"{"model":"m","input":[{"role":"user","content":"Hi"}],"store":false,"stream":false}"#
    );
}

#[test]
fn each_way_of_asking_has_its_path() {
    for (needs_responses, path) in [(false, "/chat/completions"), (true, "/responses")] {
        let request = ChatRequest {
            needs_responses,
            ..request(false)
        };
        let provider = open(endpoint(OFFICIAL), Arc::new(RecordedTiming::default()));
        let preview = provider.expect("an endpoint").preview(&request);
        let preview = preview.expect("a request").expect("something is sent");
        assert_eq!(preview.url, format!("{OFFICIAL}{path}"));
    }
}

#[test]
fn a_strict_schema_keeps_its_order_and_its_mode() {
    let schema = r#"{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"integer"}},"required":["z","a"],"additionalProperties":false}"#;
    for needs_responses in [false, true] {
        let request = ChatRequest {
            schema: Some(schema.to_owned()),
            needs_responses,
            ..request(false)
        };
        let sent = body_text(&request, OFFICIAL).expect("a request");
        let part = format!(r#""name":"reply","schema":{schema},"strict":true"#);
        assert!(sent.contains(&part), "{sent}");
    }
}

#[test]
fn what_has_no_words_is_refused_before_anything_is_sent() {
    let refused = |change: fn(&mut ChatRequest), needs_responses| {
        let mut request = full(needs_responses);
        change(&mut request);
        let outcome = ask_with(vec![], request, |_| {});
        assert!(outcome.received.is_empty());
        outcome.error().to_string()
    };
    for needs_responses in [false, true] {
        assert_eq!(
            refused(
                |request| request.thinking_tokens = Some(1000),
                needs_responses
            ),
            "openai cannot be asked for a number of thinking tokens"
        );
        assert_eq!(
            refused(
                |request| request.schema = Some("{".to_owned()),
                needs_responses
            ),
            "openai cannot be asked for a schema that is no JSON"
        );
    }
    assert_eq!(
        refused(|request| request.stop = vec!["END".to_owned()], true),
        "openai cannot be asked for texts to stop at with this model"
    );
}
