//! A request to a server, before it is known where that is and with which key.

use reqwest::header::HeaderMap;

/// What is asked of a server.
pub(super) struct Call<'a> {
    /// Below the base address.
    pub(super) path: &'a [&'a str],
    pub(super) query: &'a [(&'a str, &'a str)],
    /// Beside those of the endpoint.
    pub(super) headers: HeaderMap,
    /// What is posted; `None` to get something.
    pub(super) json: Option<&'a [u8]>,
    pub(super) accept: &'static str,
}

impl<'a> Call<'a> {
    pub(super) const JSON: &'static str = "application/json";
    /// Some servers answer with JSON although a stream was asked for.
    pub(super) const EVENTS: &'static str = "text/event-stream, application/json";

    /// Gets something.
    pub(super) fn get(path: &'a [&'a str], query: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            path,
            query,
            headers: HeaderMap::new(),
            json: None,
            accept: Self::JSON,
        }
    }

    /// Posts JSON for an answer that is streamed or not.
    pub(super) fn post(path: &'a [&'a str], json: &'a [u8], is_streamed: bool) -> Self {
        Self {
            path,
            query: &[],
            headers: HeaderMap::new(),
            json: Some(json),
            accept: if is_streamed {
                Self::EVENTS
            } else {
                Self::JSON
            },
        }
    }
}
