//! What is sent: the body, the version, the key.

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
        r#"{"model":"m","max_tokens":8192,"messages":[{"role":"user","content":"Hi"}]}"#
    );
}

#[test]
fn what_was_set_is_sent() {
    let request = ChatRequest {
        model: "claude-opus-4-8".to_owned(),
        system: Some("Be brief.".to_owned()),
        max_tokens: Some(500),
        temperature: Some(0.5),
        stop: vec!["END".to_owned()],
        effort: Some(Effort::XHigh),
        schema: Some("\n{\"type\": \"object\",\n \"b\": 1.0, \"a\": \"\\ud83d\"}\n".to_owned()),
        ..request(true)
    };
    let expected = concat!(
        r#"{"model":"claude-opus-4-8","max_tokens":500,"system":"Be brief.","#,
        r#""messages":[{"role":"user","content":"Hi"}],"stop_sequences":["END"],"temperature":0.5,"#,
        r#""thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh","#,
        r#""format":{"type":"json_schema","schema":{"type": "object",@ "b": 1.0, "a": "\ud83d"}}},"stream":true}"#
    );
    assert_eq!(body(&request).replace('\n', "@"), expected);
}

#[test]
fn a_thinking_budget_is_sent_with_a_limit_above_it() {
    let request = ChatRequest {
        thinking_tokens: Some(10_000),
        ..request(true)
    };
    let body = body(&request);
    assert!(body.contains(r#""thinking":{"type":"enabled","budget_tokens":10000}"#));
    assert!(body.contains(r#""max_tokens":18192,"#), "{body}");
}

#[test]
fn instructions_in_the_midst_go_ahead_of_everything() {
    let request = ChatRequest {
        system: Some("One.".to_owned()),
        messages: vec![
            message(Role::User, "a"),
            message(Role::System, "Two."),
            message(Role::Assistant, "b"),
            message(Role::System, " "),
            message(Role::Other("tool".to_owned()), "c"),
            message(Role::System, "Three."),
        ],
        ..request(false)
    };
    let body = body(&request);
    let said = r#""system":"One.\n\nTwo.\n\nThree.","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"#;
    assert!(body.contains(said), "{body}");
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
    let body = body(&request);
    let said = r#""messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}"#;
    assert!(body.ends_with(said), "{body}");
    assert!(!body.contains("system"), "{body}");
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
        r#""content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},"#,
        r#"{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjc="},"title":"b.pdf"}"#
    );
    let with_question = body(&asked("What?"));
    let expected = format!("{media},{{\"type\":\"text\",\"text\":\"What?\"}}]}}]}}");
    assert!(with_question.ends_with(&expected), "{with_question}");
    let alone = body(&asked(""));
    assert!(alone.ends_with(&format!("{media}]}}]}}")), "{alone}");
}

#[test]
fn what_there_are_no_words_for_is_not_sent() {
    let cases = [
        ChatRequest {
            effort: Some(Effort::Minimal),
            ..request(true)
        },
        ChatRequest {
            effort: Some(Effort::None),
            ..request(true)
        },
        ChatRequest {
            schema: Some("{".to_owned()),
            ..request(true)
        },
        ChatRequest {
            max_tokens: Some(2000),
            thinking_tokens: Some(2000),
            ..request(true)
        },
    ];
    for request in cases {
        let outcome = ask_with(vec![], request.clone(), |_| {});
        let error = outcome.error();
        assert!(
            matches!(error, ProviderError::Unsupported { .. }),
            "{error:?}"
        );
        assert!(outcome.received.is_empty(), "{request:?}");
    }
}

#[test]
fn the_version_is_one_that_takes_the_temperature() {
    let sent = |temperature, version: Option<&str>| {
        let request = ChatRequest {
            temperature,
            ..request(false)
        };
        let answers = vec![answer("200 OK", &[JSON], WHOLE)];
        let outcome = ask_with(answers, request, |endpoint| {
            endpoint.api_version = version.map(str::to_owned);
        });
        let header = outcome.received[0].header("anthropic-version");
        header.map(str::to_owned)
    };
    assert_eq!(sent(None, None).as_deref(), Some("2026-10-21"));
    assert_eq!(sent(Some(1.0), None).as_deref(), Some("2023-06-01"));
    let own = Some("2027-01-01");
    assert_eq!(sent(None, own).as_deref(), own);
    assert_eq!(sent(Some(0.0), own).as_deref(), own);
}

#[test]
fn a_version_that_cannot_be_sent_is_refused() {
    let endpoint = Endpoint {
        key: Some(SecretText::new(KEY)),
        api_version: Some("2026\n".to_owned()),
        ..Endpoint::new(Kind::Anthropic)
    };
    let opened = open(endpoint, Arc::new(RecordedTiming::default())).map(|_| ());
    assert!(matches!(opened, Err(ProviderError::BadSetting { .. })));
}

/// Returns the headers `x-api-key` and `authorization` that are sent for a key and a token.
fn credentials(key: Option<&str>, token: Option<&str>) -> (Option<String>, Option<String>) {
    let answers = vec![answer("200 OK", &[JSON], WHOLE)];
    let outcome = ask_with(answers, request(false), |endpoint| {
        endpoint.key = key.map(SecretText::new);
        endpoint.bearer_token = token.map(SecretText::new);
    });
    let sent = &outcome.received[0];
    assert!(sent.head.starts_with("POST /v1/messages HTTP/1.1"));
    let header = |name| sent.header(name).map(str::to_owned);
    (header("x-api-key"), header("authorization"))
}

#[test]
fn a_key_goes_in_its_own_header_and_a_token_as_a_bearer() {
    let own = |text: &str| Some(text.to_owned());
    let bearer = own("Bearer token-1");
    assert_eq!(credentials(Some(KEY), None), (own(KEY), None));
    assert_eq!(credentials(Some(KEY), Some("token-1")), (own(KEY), None));
    for empty in [None, Some("")] {
        assert_eq!(credentials(empty, Some("token-1")), (None, bearer.clone()));
        assert_eq!(credentials(empty, empty), (None, None));
    }
}

#[test]
fn anthropic_itself_needs_a_key_or_a_token_and_no_plain_http() {
    let opened = |url: &str, key: Option<&str>, token: Option<&str>| {
        let endpoint = Endpoint {
            base_url: url.to_owned(),
            key: key.map(SecretText::new),
            bearer_token: token.map(SecretText::new),
            ..Endpoint::new(Kind::Anthropic)
        };
        open(endpoint, Arc::new(RecordedTiming::default())).map(|_| ())
    };
    let official = "https://api.anthropic.com";
    for none in [None, Some("")] {
        let refused = opened(official, none, none);
        assert!(matches!(refused, Err(ProviderError::KeyMissing { .. })));
    }
    assert!(opened(official, None, Some("token-1")).is_ok());
    assert!(opened("http://192.0.2.1", None, None).is_ok());
    for (key, token) in [(Some(KEY), None), (None, Some("token-1"))] {
        let refused = opened("http://192.0.2.1", key, token);
        assert!(matches!(refused, Err(ProviderError::InsecureUrl { .. })));
        let refused = opened(official, key.map(|_| "a\nb"), token.map(|_| "a\nb"));
        assert!(matches!(refused, Err(ProviderError::KeyUnusable { .. })));
    }
}

#[test]
fn a_preview_shows_what_would_be_sent_without_the_key() {
    for (key, token, name) in [
        (Some(KEY), None, "x-api-key"),
        (None, Some(KEY), "authorization"),
    ] {
        let endpoint = Endpoint {
            key: key.map(SecretText::new),
            bearer_token: token.map(SecretText::new),
            ..Endpoint::new(Kind::Anthropic)
        };
        let provider = open(endpoint, Arc::new(RecordedTiming::default())).expect("an endpoint");
        let preview = provider.preview(&request(true)).expect("words for it");
        let preview = preview.expect("something is sent");
        assert_eq!(preview.method, "POST");
        assert_eq!(preview.url, "https://api.anthropic.com/v1/messages");
        assert_eq!(preview.body, body(&request(true)));
        let mut headers = preview.headers.clone();
        headers.sort();
        let pairs = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let mut expected = [
            ("accept", Call::EVENTS),
            ("anthropic-version", "2026-10-21"),
            ("content-type", "application/json"),
            (name, "[hidden]"),
        ];
        expected.sort_unstable();
        assert_eq!(pairs.collect::<Vec<_>>(), expected);
        assert!(!format!("{preview:?}").contains(KEY));
    }
}
