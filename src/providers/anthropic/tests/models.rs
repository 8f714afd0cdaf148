//! Lists of models, page by page.

use super::*;

fn list(answers: Vec<Vec<Step>>) -> (Result<Vec<OfferedModel>, ProviderError>, Vec<Received>) {
    let server = TestServer::start(answers);
    let provider = open(endpoint(&server.url), Arc::new(RecordedTiming::default()));
    let models = provider.expect("an endpoint").models();
    (models, server.received())
}

fn page(body: &str) -> Vec<Step> {
    answer("200 OK", &[JSON], body)
}

#[test]
fn all_pages_are_read() {
    let (models, received) = list(vec![
        page(
            r#"{"data": [{"type": "model", "id": "claude-opus-5-5", "display_name": "Claude Opus 5.5", "lifecycle": "active",
                "retires_at": null, "max_input_tokens": 1000000, "max_tokens": 128000, "capabilities": {"a": [1]}},
                {"id": "claude-0", "lifecycle": "retired"}],
                "has_more": true, "first_id": "claude-opus-5-5", "last_id": "claude-0"}"#,
        ),
        page(
            r#"{"data": [{"id": "claude-sonnet-4-5", "lifecycle": "deprecated", "retires_at": "2026-11-30"},
                {"id": "half \ud83d"}, {"id": ""}], "has_more": true}"#,
        ),
        page(r#"{"data": [], "has_more": false, "last_id": null}"#),
    ]);
    let models = models.expect("models");
    let ids: Vec<_> = models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(
        ids,
        ["claude-opus-5-5", "claude-sonnet-4-5", "half \u{FFFD}"]
    );
    let first = OfferedModel {
        name: Some("Claude Opus 5.5".to_owned()),
        input_limit: Some(1_000_000),
        output_limit: Some(128_000),
        ..OfferedModel::new("claude-opus-5-5")
    };
    assert_eq!(models[0], first);
    assert_eq!(models[1].retires.as_deref(), Some("2026-11-30"));
    let asked: Vec<_> = received
        .iter()
        .map(|request| request.head.lines().next().unwrap_or_default())
        .collect();
    // The second page ends in a model without a name, so there is no place to go on from.
    assert_eq!(
        asked,
        [
            "GET /v1/models?limit=1000 HTTP/1.1",
            "GET /v1/models?limit=1000&after_id=claude-0 HTTP/1.1",
        ]
    );
    assert_eq!(received[1].header("x-api-key"), Some(KEY));
    assert_eq!(received[1].header("anthropic-version"), Some("2026-10-21"));
}

#[test]
fn a_page_that_does_not_name_its_last_model_is_still_followed() {
    let (models, received) = list(vec![
        page(r#"{"data": [{"id": "a"}, {"id": "b"}], "has_more": true}"#),
        page(r#"{"data": [{"id": "c"}]}"#),
    ]);
    assert_eq!(models.expect("models").len(), 3);
    assert!(received[1].head.contains("after_id=b "));
}

#[test]
fn a_list_without_an_end_is_not_read_for_ever() {
    let round = || page(r#"{"data": [{"id": "a"}], "has_more": true, "last_id": "a"}"#);
    let (models, received) = list((0..=MAX_PAGES).map(|_| round()).collect());
    assert!(matches!(models, Err(ProviderError::Malformed { .. })));
    assert_eq!(received.len(), MAX_PAGES);
}

#[test]
fn what_is_no_list_is_malformed_and_a_refusal_is_one() {
    let (models, _) = list(vec![page("<html>")]);
    assert!(matches!(models, Err(ProviderError::Malformed { .. })));
    let body = r#"{"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}"#;
    let (models, _) = list(vec![answer("401 Unauthorized", &[JSON], body)]);
    let error = models.expect_err("a refusal");
    assert_eq!(
        error.to_string(),
        "anthropic refused the API key (HTTP 401): invalid x-api-key"
    );
}
