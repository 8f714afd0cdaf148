//! What is sent: the body, the address, the version, the key.

use super::*;
use crate::model::Role;
use crate::providers::request::Effort;
use crate::providers::test_outcome::{attachment, message};

/// Returns the body that is sent for a request.
fn body(request: &ChatRequest) -> String {
    let json = Body::new(request).expect("words for it").to_json();
    String::from_utf8(json).expect("text")
}

#[test]
fn what_was_not_set_is_not_sent() {
    assert_eq!(
        body(&request(false)),
        r#"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"#
    );
    assert_eq!(body(&request(true)), body(&request(false)));
}

#[test]
fn what_was_set_is_sent() {
    let request = ChatRequest {
        model: "gemini-3.8-flash".to_owned(),
        system: Some("Be brief.".to_owned()),
        max_tokens: Some(500),
        temperature: Some(0.5),
        stop: vec!["END".to_owned()],
        effort: Some(Effort::High),
        schema: Some("\n{\"type\": \"object\",\n \"b\": 1.0, \"a\": \"\\ud83d\"}\n".to_owned()),
        ..request(true)
    };
    let expected = concat!(
        r#"{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"#,
        r#""generationConfig":{"temperature":0.5,"maxOutputTokens":500,"stopSequences":["END"],"#,
        r#""thinkingConfig":{"thinkingLevel":"HIGH"},"responseMimeType":"application/json","#,
        r#""responseJsonSchema":{"type": "object",@ "b": 1.0, "a": "\ud83d"}}}"#
    );
    assert_eq!(body(&request).replace('\n', "@"), expected);
}

#[test]
fn one_setting_is_enough_to_be_sent() {
    let cases = [
        (
            ChatRequest {
                temperature: Some(0.0),
                ..request(true)
            },
            r#"{"temperature":0.0}"#,
        ),
        (
            ChatRequest {
                stop: vec!["END".to_owned()],
                ..request(true)
            },
            r#"{"stopSequences":["END"]}"#,
        ),
        (
            ChatRequest {
                thinking_tokens: Some(0),
                ..request(true)
            },
            r#"{"thinkingConfig":{"thinkingBudget":0}}"#,
        ),
        (
            ChatRequest {
                schema: Some("true".to_owned()),
                ..request(true)
            },
            r#"{"responseMimeType":"application/json","responseJsonSchema":true}"#,
        ),
    ];
    for (request, config) in cases {
        let body = body(&request);
        let expected = format!(r#"]}}],"generationConfig":{config}}}"#);
        assert!(body.ends_with(&expected), "{body}");
    }
}

#[test]
fn instructions_in_the_midst_go_ahead_of_everything() {
    let request = ChatRequest {
        system: Some("One.".to_owned()),
        messages: vec![
            message(Role::User, "a"),
            message(Role::System, "Two."),
            message(Role::Assistant, "b"),
            message(Role::Other("tool".to_owned()), "c"),
        ],
        ..request(false)
    };
    let expected = concat!(
        r#"{"systemInstruction":{"parts":[{"text":"One.\n\nTwo."}]},"contents":[{"role":"user","parts":[{"text":"a"}]},"#,
        r#"{"role":"model","parts":[{"text":"b"}]},{"role":"user","parts":[{"text":"c"}]}]}"#
    );
    assert_eq!(body(&request), expected);
}

#[test]
fn messages_without_content_are_left_out() {
    let request = ChatRequest {
        system: Some(String::new()),
        messages: vec![
            message(Role::User, "a"),
            message(Role::Assistant, ""),
            message(Role::User, " \n"),
            message(Role::User, "b"),
        ],
        ..request(false)
    };
    let expected = r#"{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"b"}]}]}"#;
    assert_eq!(body(&request), expected);
}

#[test]
fn what_is_attached_comes_before_the_question() {
    let asked = |content: &str| ChatRequest {
        messages: vec![ChatMessage {
            attachments: vec![
                attachment("a.png", b"\x89PNG\r\n\x1a\n"),
                attachment("b.pdf", b"%PDF-1.7"),
            ],
            ..ChatMessage::user(content)
        }],
        ..request(false)
    };
    let media = concat!(
        r#"{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},"#,
        r#"{"inlineData":{"mimeType":"application/pdf","data":"JVBERi0xLjc="}}"#
    );
    let with_question = body(&asked("What?"));
    assert_eq!(
        with_question,
        format!("{media},{{\"text\":\"What?\"}}]}}]}}")
    );
    assert_eq!(body(&asked("")), format!("{media}]}}]}}"));
}

#[test]
fn what_there_are_no_words_for_is_not_sent() {
    let cases = [
        ChatRequest {
            effort: Some(Effort::Max),
            ..request(true)
        },
        ChatRequest {
            schema: Some("{".to_owned()),
            ..request(true)
        },
    ];
    for request in cases {
        let outcome = ask_with(vec![], request.clone(), |_| {});
        let error = outcome.error();
        let is_unsupported = matches!(error, ProviderError::Unsupported { .. });
        assert!(is_unsupported, "{error:?}");
        assert!(outcome.received.is_empty(), "{request:?}");
    }
}

/// Returns the first line that is sent.
fn first_line(model: &str, stream: bool, version: Option<&str>) -> String {
    let request = ChatRequest {
        model: model.to_owned(),
        ..request(stream)
    };
    let outcome = ask_with(vec![whole(WHOLE)], request, |endpoint| {
        endpoint.api_version = version.map(str::to_owned);
    });
    let head = &outcome.received[0].head;
    let line = head.lines().next().unwrap_or_default();
    let line = line.strip_prefix("POST ").expect("it is posted");
    line.trim_end_matches(" HTTP/1.1").to_owned()
}

#[test]
fn model_version_and_method_are_in_the_address() {
    let stream = ":streamGenerateContent?alt=sse";
    for model in ["gemini-3.8-flash", "models/gemini-3.8-flash"] {
        assert_eq!(
            first_line(model, true, None),
            format!("/v1beta/models/gemini-3.8-flash{stream}")
        );
        assert_eq!(
            first_line(model, false, Some("v1")),
            "/v1/models/gemini-3.8-flash:generateContent"
        );
    }
    assert_eq!(
        first_line("tunedModels/mine", true, None),
        format!("/v1beta/tunedModels/mine{stream}")
    );
    // Nothing in a name leads elsewhere.
    assert_eq!(
        first_line("../a/b?c#d", true, None),
        format!("/v1beta/models/..%2Fa%2Fb%3Fc%23d{stream}")
    );
}

#[test]
fn a_version_that_is_no_word_is_refused() {
    for version in ["", "..", "v1/", "v1?key=x", "v 1", "v1\n", "-v1", "vé"] {
        let endpoint = Endpoint {
            key: Some(SecretText::new(SECRET)),
            api_version: Some(version.to_owned()),
            ..Endpoint::new(Kind::Google)
        };
        let opened = open(endpoint, Arc::new(RecordedTiming::default())).map(|_| ());
        let is_refused = matches!(opened, Err(ProviderError::BadSetting { .. }));
        assert!(is_refused, "{version:?}: {opened:?}");
    }
}

#[test]
fn the_key_goes_in_its_header_alone() {
    let sent = |key: Option<&str>| {
        let outcome = ask_with(vec![whole(WHOLE)], request(false), |endpoint| {
            endpoint.key = key.map(SecretText::new);
        });
        outcome.received[0].clone()
    };
    let with_key = sent(Some(SECRET));
    assert_eq!(with_key.header("x-goog-api-key"), Some(SECRET));
    assert_eq!(with_key.head.matches(SECRET).count(), 1);
    for none in [None, Some("")] {
        assert_eq!(sent(none).header("x-goog-api-key"), None);
    }
}

#[test]
fn google_itself_needs_a_key_and_no_plain_http() {
    let opened = |url: &str, key: Option<&str>| {
        let endpoint = Endpoint {
            base_url: url.to_owned(),
            key: key.map(SecretText::new),
            ..Endpoint::new(Kind::Google)
        };
        open(endpoint, Arc::new(RecordedTiming::default())).map(|_| ())
    };
    let official = "https://generativelanguage.googleapis.com";
    for none in [None, Some("")] {
        let refused = opened(official, none);
        assert!(matches!(refused, Err(ProviderError::KeyMissing { .. })));
    }
    assert!(opened(official, Some(SECRET)).is_ok());
    assert!(opened("http://192.0.2.1", None).is_ok());
    let refused = opened("http://192.0.2.1", Some(SECRET));
    assert!(matches!(refused, Err(ProviderError::InsecureUrl { .. })));
    let refused = opened(official, Some("a\nb"));
    assert!(matches!(refused, Err(ProviderError::KeyUnusable { .. })));
}

#[test]
fn a_preview_shows_what_would_be_sent_without_the_key() {
    let endpoint = Endpoint {
        key: Some(SecretText::new(SECRET)),
        ..Endpoint::new(Kind::Google)
    };
    let provider = open(endpoint, Arc::new(RecordedTiming::default())).expect("an endpoint");
    let preview = provider.preview(&request(true)).expect("words for it");
    let preview = preview.expect("something is sent");
    assert_eq!(preview.method, "POST");
    assert_eq!(
        preview.url,
        "https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse"
    );
    assert_eq!(preview.body, body(&request(true)));
    let mut headers = preview.headers.clone();
    headers.sort();
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let expected = [
        ("accept", Call::EVENTS),
        ("content-type", "application/json"),
        ("x-goog-api-key", "[hidden]"),
    ];
    assert_eq!(pairs.collect::<Vec<_>>(), expected);
    assert!(!format!("{preview:?}").contains(SECRET));
}
