//! What OpenAI's errors mean, and those of servers like it.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::providers::error::RefusalKind;
use crate::providers::error_body::{ErrorBody, text_of};
use crate::providers::http::Classified;

/// An error as servers word it; only OpenAI's own has all parts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Complaint {
    message: String,
    /// Its `type`.
    class: String,
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
    let (code, class) = (complaint.code.as_str(), complaint.class.as_str());
    // The code says more than the status: a used-up quota is a 429 as too many requests are, and inside a stream there
    // is no status of an error at all.
    if is_quota(code) || is_quota(class) || status == 402 {
        return RefusalKind::Quota;
    }
    match code {
        "context_length_exceeded" => return RefusalKind::ContextTooLong,
        "model_not_found" => return RefusalKind::ModelUnknown,
        "invalid_api_key" => return RefusalKind::Key,
        "rate_limit_exceeded" => return RefusalKind::RateLimit,
        "server_is_overloaded" => return RefusalKind::Overloaded,
        _ => {}
    }
    let message = complaint.message.to_lowercase();
    match status {
        401 | 403 => RefusalKind::Key,
        404 if message.contains("model") => RefusalKind::ModelUnknown,
        404 => RefusalKind::NotFound,
        408 | 409 => RefusalKind::ServerFailed,
        429 => RefusalKind::RateLimit,
        503 | 529 => RefusalKind::Overloaded,
        500.. => RefusalKind::ServerFailed,
        // Chat completions put the word into the class, responses into the code.
        200 if class == "server_error" || code == "server_error" => RefusalKind::ServerFailed,
        _ if is_about_length(class, &message) => RefusalKind::ContextTooLong,
        _ => RefusalKind::BadRequest,
    }
}

fn is_quota(word: &str) -> bool {
    matches!(
        word,
        "insufficient_quota" | "credit_balance_exhausted" | "organization_usage_limit_exceeded"
    ) || word.ends_with("_spend_limit_exceeded")
}

/// Whether a complaint in words of its own is about too long a conversation.
fn is_about_length(class: &str, message: &str) -> bool {
    class == "exceed_context_size_error"
        || ["context length", "context window", "context size"]
            .iter()
            .any(|words| message.contains(words))
}

impl Complaint {
    /// Reads an error.
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
            #[serde(borrow, default)]
            detail: Option<&'a RawValue>,
            #[serde(borrow, default, rename = "type")]
            class: Option<&'a RawValue>,
            #[serde(borrow, default)]
            code: Option<&'a RawValue>,
        }
        let fields: Fields<'_> = serde_json::from_str(json).unwrap_or_default();
        Self {
            message: text_of(fields.message)
                .or_else(|| text_of(fields.detail))
                .unwrap_or_default(),
            class: text_of(fields.class).unwrap_or_default(),
            // Numbers, which some servers put here, only repeat the status.
            code: text_of(fields.code).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(status: u16, class: &str, code: &str, message: &str) -> RefusalKind {
        let complaint = Complaint {
            message: message.to_owned(),
            class: class.to_owned(),
            code: code.to_owned(),
        };
        classify(status, &complaint)
    }

    #[test]
    fn a_used_up_quota_is_not_a_rate_limit() {
        use RefusalKind::{Quota, RateLimit};
        assert_eq!(kind(429, "tokens", "rate_limit_exceeded", ""), RateLimit);
        assert_eq!(kind(429, "", "slow_down", ""), RateLimit);
        assert_eq!(kind(429, "", "", ""), RateLimit);
        assert_eq!(kind(429, "insufficient_quota", "", ""), Quota);
        for code in [
            "insufficient_quota",
            "credit_balance_exhausted",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
        ] {
            assert_eq!(kind(429, "", code, ""), Quota, "{code}");
        }
        assert_eq!(kind(402, "", "", ""), Quota);
    }

    #[test]
    fn the_status_tells_what_the_code_does_not() {
        use RefusalKind::*;
        let cases = [
            (400, BadRequest),
            (401, Key),
            (403, Key),
            (404, NotFound),
            (408, ServerFailed),
            (409, ServerFailed),
            (422, BadRequest),
            (500, ServerFailed),
            (502, ServerFailed),
            (503, Overloaded),
            (529, Overloaded),
        ];
        for (status, expected) in cases {
            assert_eq!(kind(status, "", "", ""), expected, "{status}");
        }
    }

    #[test]
    fn an_unknown_model_is_told_from_a_wrong_address() {
        use RefusalKind::{ModelUnknown, NotFound};
        assert_eq!(kind(404, "", "model_not_found", ""), ModelUnknown);
        assert_eq!(
            kind(404, "", "", "model \"x\" not found, try pulling it"),
            ModelUnknown
        );
        assert_eq!(kind(404, "", "", "Not Found"), NotFound);
    }

    #[test]
    fn too_long_a_conversation_is_known_by_code_or_words() {
        use RefusalKind::ContextTooLong;
        assert_eq!(kind(400, "", "context_length_exceeded", ""), ContextTooLong);
        assert_eq!(
            kind(400, "exceed_context_size_error", "", ""),
            ContextTooLong
        );
        let words = "This model's maximum context length is 4096 tokens.";
        assert_eq!(kind(400, "", "", words), ContextTooLong);
    }

    #[test]
    fn errors_are_read_in_every_form() {
        let read = |text| Complaint::read(text).message;
        assert_eq!(read(r#"{"error": {"message": "a", "code": 400}}"#), "a");
        assert_eq!(read(r#"{"error": "b"}"#), "b");
        assert_eq!(read(r#"{"detail": "c"}"#), "c");
        assert_eq!(
            read(r#"{"object": "error", "message": "d", "code": null}"#),
            "d"
        );
        assert_eq!(
            read(r#"{"error": {"message": "half \ud83d"}}"#),
            "half \u{FFFD}"
        );
        assert_eq!(read("<html>502 Bad Gateway</html>"), "");
        assert_eq!(read(r#"{"detail": [{"loc": ["body"]}]}"#), "");
        assert_eq!(read(""), "");
    }
}
