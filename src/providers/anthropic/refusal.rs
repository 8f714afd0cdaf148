//! What the Messages API's errors mean, and those of gateways before it.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::providers::error::RefusalKind;
use crate::providers::error_body::{ErrorBody, text_of};
use crate::providers::http::Classified;

/// An error; gateways leave out parts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Complaint {
    message: String,
    /// Its `type`.
    class: String,
    /// What its details call it.
    code: String,
}

/// Finds out what a refusal means, and the server's words about it.
pub(super) fn classify_text(status: u16, text: &str) -> Classified {
    let complaint = Complaint::read(text);
    Classified {
        kind: classify(status, &complaint),
        message: complaint.message,
        retry_after: None,
    }
}

fn classify(status: u16, complaint: &Complaint) -> RefusalKind {
    let message = complaint.message.to_lowercase();
    // A spend limit comes as the 429 of too many requests, a used-up credit as the 400 of a bad request.
    if complaint.code.contains("spend_limit") || is_about_money(&message) {
        return RefusalKind::Quota;
    }
    // Inside a stream there is no status of an error. `invalid_request_error` says less than a status does: servers put it
    // on whatever they refuse.
    match complaint.class.as_str() {
        "authentication_error" | "permission_error" => RefusalKind::Key,
        "billing_error" => RefusalKind::Quota,
        "not_found_error" => missing(&message),
        "request_too_large" => RefusalKind::ContextTooLong,
        "rate_limit_error" => RefusalKind::RateLimit,
        "overloaded_error" => RefusalKind::Overloaded,
        "api_error" | "timeout_error" => RefusalKind::ServerFailed,
        _ => by_status(status, &message),
    }
}

fn by_status(status: u16, message: &str) -> RefusalKind {
    match status {
        401 | 403 => RefusalKind::Key,
        402 => RefusalKind::Quota,
        404 => missing(message),
        408 | 409 => RefusalKind::ServerFailed,
        413 => RefusalKind::ContextTooLong,
        429 => RefusalKind::RateLimit,
        503 | 529 => RefusalKind::Overloaded,
        500.. => RefusalKind::ServerFailed,
        _ => bad_request(message),
    }
}

/// Tells an unknown model from an address where there is nothing; only the words of the error do.
fn missing(message: &str) -> RefusalKind {
    if message.contains("model") {
        RefusalKind::ModelUnknown
    } else {
        RefusalKind::NotFound
    }
}

fn bad_request(message: &str) -> RefusalKind {
    let is_about_length = [
        "prompt is too long",
        "exceed context limit",
        "context window",
    ]
    .iter()
    .any(|words| message.contains(words));
    if is_about_length {
        RefusalKind::ContextTooLong
    } else {
        RefusalKind::BadRequest
    }
}

fn is_about_money(message: &str) -> bool {
    [
        "credit balance is too low",
        "api usage limits",
        "spend limit",
    ]
    .iter()
    .any(|words| message.contains(words))
}

impl Complaint {
    /// Reads an error. Of its details only the code is read, which is a word.
    fn read(text: &str) -> Self {
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
            #[serde(borrow, default, rename = "type")]
            class: Option<&'a RawValue>,
            #[serde(borrow, default)]
            details: Option<&'a RawValue>,
        }
        #[derive(Deserialize, Default)]
        struct Details<'a> {
            #[serde(borrow, default)]
            error_code: Option<&'a RawValue>,
        }
        let fields: Fields<'_> = serde_json::from_str(json).unwrap_or_default();
        let details = fields.details.map_or("null", RawValue::get);
        let details: Details<'_> = serde_json::from_str(details).unwrap_or_default();
        Self {
            message: text_of(fields.message).unwrap_or_default(),
            class: text_of(fields.class).unwrap_or_default(),
            code: text_of(details.error_code).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(status: u16, class: &str, message: &str) -> RefusalKind {
        let text =
            serde_json::json!({"type": "error", "error": {"type": class, "message": message}});
        classify_text(status, &text.to_string()).kind
    }

    #[test]
    fn a_type_means_the_same_with_its_status_and_inside_a_stream() {
        use RefusalKind::*;
        for (status, class, expected) in [
            (400, "invalid_request_error", BadRequest),
            (401, "authentication_error", Key),
            (402, "billing_error", Quota),
            (403, "permission_error", Key),
            (404, "not_found_error", NotFound),
            (413, "request_too_large", ContextTooLong),
            (429, "rate_limit_error", RateLimit),
            (500, "api_error", ServerFailed),
            (504, "timeout_error", ServerFailed),
            (529, "overloaded_error", Overloaded),
        ] {
            assert_eq!(kind(status, class, ""), expected, "{class}");
            assert_eq!(kind(200, class, ""), expected, "{class} in a stream");
            assert_eq!(kind(status, "", ""), expected, "{status} alone");
            for vague in ["future_error", "invalid_request_error"] {
                assert_eq!(kind(status, vague, ""), expected, "{status} {vague}");
            }
        }
    }

    #[test]
    fn other_statuses_have_a_meaning_too() {
        use RefusalKind::*;
        for (status, expected) in [
            (408, ServerFailed),
            (409, ServerFailed),
            (422, BadRequest),
            (502, ServerFailed),
            (503, Overloaded),
        ] {
            assert_eq!(classify_text(status, "").kind, expected, "{status}");
        }
    }

    #[test]
    fn a_spend_limit_is_not_a_rate_limit() {
        for code in ["enforced_spend_limit_reached", "workspace_spend_limit"] {
            let text = format!(
                r#"{{"type": "error", "error": {{"type": "rate_limit_error", "message": "No.", "details": {{"error_code": "{code}"}}}}}}"#
            );
            assert_eq!(classify_text(429, &text).kind, RefusalKind::Quota, "{code}");
        }
        for details in [
            "null",
            "7",
            "[]",
            "{}",
            r#"{"error_code": "tokens_per_minute"}"#,
        ] {
            let text = format!(
                r#"{{"error": {{"type": "rate_limit_error", "message": "No.", "details": {details}}}}}"#
            );
            let kind = classify_text(429, &text).kind;
            assert_eq!(kind, RefusalKind::RateLimit, "{details}");
        }
    }

    #[test]
    fn used_up_credit_is_known_by_its_words() {
        let words = "Your credit balance is too low to access the Anthropic API.";
        assert_eq!(
            kind(400, "invalid_request_error", words),
            RefusalKind::Quota
        );
        let words = "You have reached your specified API usage limits.";
        assert_eq!(
            kind(400, "invalid_request_error", words),
            RefusalKind::Quota
        );
    }

    #[test]
    fn an_unknown_model_is_told_from_a_wrong_address() {
        use RefusalKind::{ModelUnknown, NotFound};
        assert_eq!(
            kind(404, "not_found_error", "model: claude-x"),
            ModelUnknown
        );
        assert_eq!(kind(404, "not_found_error", "Not Found"), NotFound);
        assert_eq!(classify_text(404, "<html></html>").kind, NotFound);
    }

    #[test]
    fn too_long_a_conversation_is_known_by_its_words() {
        for words in [
            "prompt is too long: 208310 tokens > 200000 maximum",
            "input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000",
        ] {
            let kind = kind(400, "invalid_request_error", words);
            assert_eq!(kind, RefusalKind::ContextTooLong, "{words}");
        }
        let words = "max_tokens: 128000 > 64000, which is the maximum for this model";
        assert_eq!(
            kind(400, "invalid_request_error", words),
            RefusalKind::BadRequest
        );
    }

    #[test]
    fn errors_are_read_in_every_form() {
        let read = |text| Complaint::read(text).message;
        assert_eq!(read(r#"{"error": {"message": "a", "type": null}}"#), "a");
        assert_eq!(read(r#"{"error": "b"}"#), "b");
        assert_eq!(read(r#"{"message": "c"}"#), "c");
        assert_eq!(
            read(r#"{"error": {"message": "half \ud83d"}}"#),
            "half \u{FFFD}"
        );
        for other in ["<html>502 Bad Gateway</html>", "", "[]", r#"{"error": []}"#] {
            assert_eq!(read(other), "", "{other}");
        }
    }
}
