//! The id that a provider gives to a request, which its support asks for.

use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::error_body::text_of;
use super::message;

/// Finds it in the headers of an answer.
pub(super) fn in_headers(headers: &HeaderMap) -> Option<String> {
    let id = headers
        .get("x-request-id")
        .or_else(|| headers.get("request-id"));
    message::word(id?.to_str().ok()?)
}

/// Finds it in an error that names it beside the cause, as Anthropic's do; gateways may drop the header.
pub(super) fn in_error(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Top<'a> {
        #[serde(borrow, default)]
        request_id: Option<&'a RawValue>,
    }
    let top: Top<'_> = serde_json::from_str(text).ok()?;
    message::word(&text_of(top.request_id)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_may_name_its_request() {
        let id = |text| in_error(text);
        let error = r#"{"type": "error", "error": {}, "request_id": "req_1"}"#;
        assert_eq!(id(error).as_deref(), Some("req_1"));
        for other in [
            "",
            "<html>",
            "{}",
            r#"{"request_id": null}"#,
            r#"{"request_id": 7}"#,
            r#"{"request_id": " "}"#,
            r#"{"error": {"request_id": "req_1"}}"#,
        ] {
            assert_eq!(id(other), None, "{other}");
        }
    }
}
