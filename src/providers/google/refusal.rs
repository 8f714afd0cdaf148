//! What the Gemini API's errors mean, and those of gateways before it.
//!
//! Of an error's details only the words that tell kinds apart are read. They may echo the key, so no text of theirs is shown.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::providers::error::RefusalKind;
use crate::providers::error_body::{ErrorBody, text_of};
use crate::providers::http::Classified;

/// An error; gateways leave out parts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Complaint {
    message: String,
    /// The HTTP status as the error itself tells it; 0 if it does not.
    code: u16,
    /// The status in a word.
    status: String,
    /// What its details call the reason.
    reasons: Vec<String>,
    /// The quotas that were used up.
    quotas: Vec<String>,
    /// How long it asks to wait.
    retry_after: Option<Duration>,
}

/// Finds out what a refusal means, and the server's words about it.
pub(super) fn classify_text(status: u16, text: &str) -> Classified {
    let complaint = Complaint::read(text);
    Classified {
        kind: classify(status, &complaint),
        retry_after: complaint.retry_after,
        message: complaint.message,
    }
}

fn classify(status: u16, complaint: &Complaint) -> RefusalKind {
    let message = complaint.message.to_lowercase();
    // A bad key is a bad request, and a quota for the day a 429 like one for the minute.
    if complaint.reasons.iter().any(|it| it == "API_KEY_INVALID") {
        return RefusalKind::Key;
    }
    // Inside a stream the HTTP status tells nothing of an error.
    let status = match (status, complaint.code) {
        (200, 0) => of_word(&complaint.status),
        (200, code) => code,
        (status, _) => status,
    };
    match status {
        401 | 403 => RefusalKind::Key,
        402 => RefusalKind::Quota,
        404 if message.contains("model") => RefusalKind::ModelUnknown,
        404 => RefusalKind::NotFound,
        408 | 409 => RefusalKind::ServerFailed,
        413 => RefusalKind::ContextTooLong,
        429 if complaint.quotas.iter().any(|it| it.contains("PerDay")) => RefusalKind::Quota,
        429 => RefusalKind::RateLimit,
        503 | 529 => RefusalKind::Overloaded,
        500.. => RefusalKind::ServerFailed,
        _ if is_about_length(&message) => RefusalKind::ContextTooLong,
        _ => RefusalKind::BadRequest,
    }
}

/// Returns the HTTP status that goes with a word of Google's, after its list of canonical codes.
fn of_word(word: &str) -> u16 {
    match word {
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        "NOT_FOUND" => 404,
        "ABORTED" | "ALREADY_EXISTS" => 409,
        "RESOURCE_EXHAUSTED" => 429,
        "INTERNAL" | "UNKNOWN" | "DATA_LOSS" => 500,
        "UNAVAILABLE" => 503,
        "DEADLINE_EXCEEDED" => 504,
        _ => 400,
    }
}

fn is_about_length(message: &str) -> bool {
    [
        "exceeds the maximum number of tokens",
        "prompt is too long",
        "context window",
        "context length",
    ]
    .iter()
    .any(|words| message.contains(words))
}

impl Complaint {
    /// Reads an error. Where a stream would have been a list, it stands in one too.
    fn read(text: &str) -> Self {
        let list: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
        let text = list.first().map_or(text, |first| first.get());
        ErrorBody::find(text).read_as(Self::of_words, Self::read_object)
    }

    fn of_words(message: String) -> Self {
        Self {
            message,
            ..Self::default()
        }
    }

    fn read_object(json: &str) -> Self {
        #[derive(Deserialize, Default)]
        struct Fields<'a> {
            #[serde(borrow, default)]
            message: Option<&'a RawValue>,
            #[serde(borrow, default)]
            code: Option<&'a RawValue>,
            #[serde(borrow, default)]
            status: Option<&'a RawValue>,
            #[serde(borrow, default)]
            details: Option<&'a RawValue>,
        }
        let fields: Fields<'_> = serde_json::from_str(json).unwrap_or_default();
        let details = fields.details.map_or("[]", RawValue::get);
        let details: Vec<&RawValue> = serde_json::from_str(details).unwrap_or_default();
        let mut complaint = Self {
            message: text_of(fields.message).unwrap_or_default(),
            code: fields.code.and_then(number).unwrap_or_default(),
            status: text_of(fields.status).unwrap_or_default(),
            ..Self::default()
        };
        for detail in details {
            complaint.read_detail(detail);
        }
        complaint
    }

    fn read_detail(&mut self, json: &RawValue) {
        #[derive(Deserialize, Default)]
        #[serde(rename_all = "camelCase")]
        struct Detail<'a> {
            #[serde(borrow, default)]
            reason: Option<&'a RawValue>,
            #[serde(borrow, default)]
            violations: Option<&'a RawValue>,
            #[serde(borrow, default)]
            retry_delay: Option<&'a RawValue>,
        }
        #[derive(Deserialize, Default)]
        #[serde(rename_all = "camelCase")]
        struct Violation<'a> {
            #[serde(borrow, default)]
            quota_id: Option<&'a RawValue>,
        }
        let detail: Detail<'_> = serde_json::from_str(json.get()).unwrap_or_default();
        let violations = detail.violations.map_or("[]", RawValue::get);
        let violations: Vec<Violation<'_>> = serde_json::from_str(violations).unwrap_or_default();
        let quotas = violations.iter();
        self.reasons.extend(text_of(detail.reason));
        self.quotas
            .extend(quotas.filter_map(|violation| text_of(violation.quota_id)));
        let delay = text_of(detail.retry_delay);
        self.retry_after = self.retry_after.or(delay.as_deref().and_then(seconds));
    }
}

/// Reads a number, which gateways put into quotes.
fn number(json: &RawValue) -> Option<u16> {
    json.get().trim_matches('"').parse().ok()
}

/// Reads a duration as JSON has it in Google's protocols: `34s`, `2.5s`.
fn seconds(text: &str) -> Option<Duration> {
    let number = text.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: u16, status: &str, message: &str, details: &str) -> String {
        format!(
            r#"{{"error": {{"code": {code}, "message": "{message}", "status": "{status}", "details": {details}}}}}"#
        )
    }

    #[test]
    fn a_status_means_the_same_with_its_word_and_inside_a_stream() {
        use RefusalKind::*;
        for (code, word, expected) in [
            (400, "INVALID_ARGUMENT", BadRequest),
            (400, "FAILED_PRECONDITION", BadRequest),
            (401, "UNAUTHENTICATED", Key),
            (403, "PERMISSION_DENIED", Key),
            (404, "NOT_FOUND", NotFound),
            (409, "ABORTED", ServerFailed),
            (429, "RESOURCE_EXHAUSTED", RateLimit),
            (500, "INTERNAL", ServerFailed),
            (503, "UNAVAILABLE", Overloaded),
            (504, "DEADLINE_EXCEEDED", ServerFailed),
        ] {
            let kind = |status, text: &str| classify_text(status, text).kind;
            let text = error(code, word, "", "[]");
            assert_eq!(kind(code, &text), expected, "{code}");
            assert_eq!(kind(200, &text), expected, "{code} in a stream");
            assert_eq!(kind(code, ""), expected, "{code} alone");
            let word_alone = format!(r#"{{"error": {{"status": "{word}"}}}}"#);
            assert_eq!(kind(200, &word_alone), expected, "{word} alone");
            let in_quotes = format!(r#"{{"error": {{"code": "{code}"}}}}"#);
            assert_eq!(kind(200, &in_quotes), expected, "{code} in quotes");
            assert_eq!(
                kind(200, &format!("[{text}]")),
                expected,
                "{code} in a list"
            );
        }
        assert_eq!(classify_text(402, "").kind, Quota);
        assert_eq!(classify_text(408, "").kind, ServerFailed);
        assert_eq!(classify_text(413, "").kind, ContextTooLong);
        assert_eq!(classify_text(529, "").kind, Overloaded);
    }

    #[test]
    fn a_bad_key_is_known_among_bad_requests_and_its_echo_is_not_read() {
        let details = r#"[{"@type": "…/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
            {"@type": "…/google.rpc.DebugInfo", "detail": "Invalid API key: AIza-secret"}]"#;
        let text = error(400, "INVALID_ARGUMENT", "API key not valid.", details);
        let classified = classify_text(400, &text);
        assert_eq!(classified.kind, RefusalKind::Key);
        assert!(!format!("{classified:?}").contains("AIza-secret"));
    }

    #[test]
    fn a_quota_for_the_day_does_not_pass_and_one_for_the_minute_does() {
        let kind = |quota: &str| {
            let details = format!(r#"[{{"violations": [{{"quotaId": "{quota}"}}]}}]"#);
            classify_text(429, &error(429, "RESOURCE_EXHAUSTED", "", &details)).kind
        };
        let (day, minute) = (
            "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
            "GenerateRequestsPerMinutePerProjectPerModel",
        );
        assert_eq!(kind(day), RefusalKind::Quota);
        assert_eq!(kind(minute), RefusalKind::RateLimit);
    }

    #[test]
    fn the_delay_stands_in_the_details() {
        let delay = |text: &str| {
            let details = format!(r#"[{{"violations": 7}}, [], {{"retryDelay": {text}}}]"#);
            classify_text(429, &error(429, "", "", &details)).retry_after
        };
        assert_eq!(delay(r#""34s""#), Some(Duration::from_secs(34)));
        assert_eq!(delay(r#""2.5s""#), Some(Duration::from_millis(2500)));
        for text in [
            r#""-1s""#,
            r#""NaNs""#,
            r#""5""#,
            r#""""#,
            "5",
            "null",
            "{}",
        ] {
            assert_eq!(delay(text), None, "{text}");
        }
    }

    #[test]
    fn an_unknown_model_is_told_from_a_wrong_address() {
        let words = "models/nope is not found for API version v1beta, or is not supported for generateContent.";
        let text = format!("[{}]", error(404, "NOT_FOUND", words, "[]"));
        assert_eq!(classify_text(404, &text).kind, RefusalKind::ModelUnknown);
        let page = classify_text(404, "<html></html>");
        assert_eq!(page.kind, RefusalKind::NotFound);
    }

    #[test]
    fn too_long_a_conversation_is_known_by_its_words() {
        let words = "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).";
        let text = error(400, "INVALID_ARGUMENT", words, "[]");
        assert_eq!(classify_text(400, &text).kind, RefusalKind::ContextTooLong);
    }

    #[test]
    fn errors_are_read_in_every_form() {
        let read = |text| Complaint::read(text).message;
        assert_eq!(read(r#"{"error": {"message": "a", "details": null}}"#), "a");
        assert_eq!(read(r#"[{"error": {"message": "b", "details": {}}}]"#), "b");
        assert_eq!(read(r#"{"error": "c"}"#), "c");
        assert_eq!(
            read(r#"{"error": {"message": "half \ud83d"}}"#),
            "half \u{FFFD}"
        );
        for other in [
            "<html>502 Bad Gateway</html>",
            "",
            "[]",
            "[7]",
            r#"{"error": []}"#,
        ] {
            assert_eq!(read(other), "", "{other}");
        }
    }
}
