//! OpenAI's protocol, as OpenAI and the many servers like it speak it.
//!
//! It has two ways to ask a model: [`completions`], which all servers know, and [`responses`], without which OpenAI does
//! not offer some of its models. Towards OpenAI itself we are strict; other servers differ in what they know and what they
//! leave out, and each of the two files says what it puts up with.

mod attachment;
mod completions;
mod message;
mod refusal;
mod responses;
mod schema;
mod stop;
mod usage;

use std::sync::Arc;

use reqwest::header::{AUTHORIZATION, HeaderMap};

use super::Provider;
use super::address;
use super::call::Call;
use super::endpoint::Endpoint;
use super::error::{ProviderError, RefusalKind};
use super::http::Http;
use super::offer::OfferedModel;
use super::preview::Preview;
use super::request::ChatRequest;
use super::retry::Timing;
use super::stream::ReplySink;

/// The mark that ends a stream of chat completions. Some servers send it behind responses too.
const END_MARK: &str = "[DONE]";

/// A server that speaks the protocol.
pub(super) struct OpenAi {
    http: Http,
    /// Whether it is OpenAI's own.
    is_official: bool,
}

impl OpenAi {
    pub(super) fn new(endpoint: Endpoint, timing: Arc<dyn Timing>) -> Result<Self, ProviderError> {
        let http = Http::new(
            &endpoint,
            headers(&endpoint)?,
            timing,
            refusal::classify_text,
        )?;
        let is_official =
            http.host() == "api.openai.com" || http.host().ends_with(".api.openai.com");
        if is_official && key(&endpoint).is_none() {
            return Err(ProviderError::KeyMissing {
                provider: endpoint.name,
            });
        }
        Ok(Self { http, is_official })
    }
}

impl Provider for OpenAi {
    fn name(&self) -> &str {
        self.http.provider()
    }

    /// Asks a server that turns out to have no responses for a chat completion instead: many offer OpenAI's models in
    /// that way alone. OpenAI itself would refuse that, too.
    fn answer(&self, request: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError> {
        if !request.needs_responses {
            return self.complete(request, sink);
        }
        match self.respond(request, sink) {
            Err(error) if !self.is_official && has_no_such_path(&error) => {
                self.complete(request, sink)
            }
            outcome => outcome,
        }
    }

    fn preview(&self, request: &ChatRequest) -> Result<Option<Preview>, ProviderError> {
        if request.needs_responses {
            self.preview_response(request).map(Some)
        } else {
            self.preview_completion(request).map(Some)
        }
    }

    fn models(&self) -> Result<Vec<OfferedModel>, ProviderError> {
        let answer = self.http.call(&Call::get(&["models"], &[]), None)?;
        let bytes = answer.into_bytes()?;
        let text = String::from_utf8_lossy(&bytes);
        let list: completions::ModelList<'_> = serde_json::from_str(&text)
            .map_err(|_| self.http.malformed("a body that is no list of models"))?;
        Ok(list.offers())
    }
}

/// Whether a server says that there is nothing at an address, or nothing that one can post to.
fn has_no_such_path(error: &ProviderError) -> bool {
    const METHOD_NOT_ALLOWED: u16 = 405;
    error.refusal().is_some_and(|refusal| {
        refusal.kind == RefusalKind::NotFound || refusal.status == METHOD_NOT_ALLOWED
    })
}

fn key(endpoint: &Endpoint) -> Option<&str> {
    let key = endpoint.key.as_ref()?.expose();
    (!key.is_empty()).then_some(key)
}

fn headers(endpoint: &Endpoint) -> Result<HeaderMap, ProviderError> {
    let mut headers = HeaderMap::new();
    if let Some(key) = key(endpoint) {
        let bearer = zeroize::Zeroizing::new(format!("Bearer {key}"));
        headers.extend([address::key_header(endpoint, AUTHORIZATION, &bearer)?]);
    }
    if let Some(organisation) = &endpoint.organisation {
        let value = address::header_value(endpoint, "organisation", organisation)?;
        headers.insert("openai-organization", value);
    }
    if let Some(project) = &endpoint.project {
        let value = address::header_value(endpoint, "project", project)?;
        headers.insert("openai-project", value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests;
