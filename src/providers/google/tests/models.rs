//! Lists of models, page by page.

use super::*;

fn list(answers: Vec<Vec<Step>>) -> (Result<Vec<OfferedModel>, ProviderError>, Vec<Received>) {
    let server = TestServer::start(answers);
    let provider = open(endpoint(&server.url), Arc::new(RecordedTiming::default()));
    let models = provider.expect("an endpoint").models();
    (models, server.received())
}

#[test]
fn all_pages_are_read() {
    let (models, received) = list(vec![
        whole(
            r#"{"models": [{"name": "models/gemini-3.8-flash", "displayName": "Gemini 3.8 Flash", "inputTokenLimit": 1048576,
                "outputTokenLimit": 65536, "supportedGenerationMethods": ["generateContent", "countTokens"], "thinking": true},
                {"name": "models/embedder", "supportedGenerationMethods": ["embedContent"]}, {"name": "models/silent"}],
                "nextPageToken": "a b&c"}"#,
        ),
        whole(
            r#"{"models": [{"name": "tunedModels/mine", "supportedGenerationMethods": ["generateContent"]},
                {"name": "models/", "supportedGenerationMethods": ["generateContent"]},
                {"name": "half \ud83d", "displayName": "", "supportedGenerationMethods": ["generateContent"]}],
                "nextPageToken": ""}"#,
        ),
    ]);
    let models = models.expect("models");
    let ids: Vec<_> = models.iter().map(|model| model.id.as_str()).collect();
    let expected = ["gemini-3.8-flash", "tunedModels/mine", "half \u{FFFD}"];
    assert_eq!(ids, expected);
    let first = OfferedModel {
        name: Some("Gemini 3.8 Flash".to_owned()),
        input_limit: Some(1_048_576),
        output_limit: Some(65_536),
        ..OfferedModel::new("gemini-3.8-flash")
    };
    assert_eq!(models[0], first);
    assert_eq!(models[2].name, None);
    let asked: Vec<_> = received
        .iter()
        .map(|request| request.head.lines().next().unwrap_or_default())
        .collect();
    assert_eq!(
        asked,
        [
            "GET /v1beta/models?pageSize=1000 HTTP/1.1",
            "GET /v1beta/models?pageSize=1000&pageToken=a+b%26c HTTP/1.1",
        ]
    );
    assert_eq!(received[1].header("x-goog-api-key"), Some(SECRET));
}

#[test]
fn a_token_may_be_long() {
    let token = "t".repeat(3000);
    let (models, received) = list(vec![
        whole(&format!(r#"{{"models": [], "nextPageToken": "{token}"}}"#)),
        whole(r#"{"nextPageToken": null}"#),
    ]);
    assert_eq!(models.expect("models"), []);
    assert!(received[1].head.contains(&format!("pageToken={token} ")));
}

#[test]
fn a_list_without_an_end_is_not_read_for_ever() {
    let round = || whole(r#"{"models": [], "nextPageToken": "a"}"#);
    let (models, received) = list((0..=MAX_PAGES).map(|_| round()).collect());
    assert!(matches!(models, Err(ProviderError::Malformed { .. })));
    assert_eq!(received.len(), MAX_PAGES);
}

#[test]
fn what_is_no_list_is_malformed_and_a_refusal_is_one() {
    let (models, _) = list(vec![whole("<html>")]);
    assert!(matches!(models, Err(ProviderError::Malformed { .. })));
    let (models, _) = list(vec![whole("{}")]);
    assert_eq!(models.expect("an empty list"), []);
    let body = r#"{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT",
        "details": [{"reason": "API_KEY_INVALID"}]}}"#;
    let (models, _) = list(vec![answer("400 Bad Request", &[JSON], body)]);
    let error = models.expect_err("a refusal");
    assert_eq!(
        error.to_string(),
        "google refused the API key (HTTP 400): API key not valid."
    );
}
