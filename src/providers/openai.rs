//! OpenAI's chat completions, as OpenAI and the many servers like it speak them.
//!
//! The servers differ in what they know and what they leave out. Towards OpenAI itself we are strict; elsewhere
//! `max_tokens` is sent instead of `max_completion_tokens`, `stream_options` is taken back if it is refused, and a stream
//! that names its `finish_reason` and then simply ends counts as whole, because some servers send no `[DONE]`.

mod refusal;
mod wire;

use std::sync::Arc;

use reqwest::header::{AUTHORIZATION, HeaderMap};

use self::wire::{Body, Chunk};
use super::Provider;
use super::address;
use super::answer::{Answer, Events};
use super::endpoint::Endpoint;
use super::error::{ProviderError, RefusalKind};
use super::http::{Call, Http};
use super::message::word;
use super::offer::OfferedModel;
use super::preview::Preview;
use super::reply::Facts;
use super::request::ChatRequest;
use super::retry::Timing;
use super::stream::ReplySink;

/// Where chat completions are, below the base address.
const PATH: &[&str] = &["chat", "completions"];
/// The mark that ends a stream.
const END_MARK: &str = "[DONE]";

/// A server that speaks chat completions.
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

    fn post(&self, body: &Body<'_>, sink: &ReplySink) -> Result<Answer<'_>, ProviderError> {
        let json = body.to_json();
        let call = Call::post(PATH, &json, body.stream);
        self.http.call(&call, Some(sink))
    }

    /// Whether a server may have refused because it does not know `stream_options`.
    ///
    /// OpenAI would name the field. Others say all sorts of things, so any complaint about the request is taken for it
    /// unless it is known to be about something else.
    fn may_mean_stream_options(&self, error: &ProviderError) -> bool {
        let Some(refusal) = error.refusal() else {
            return false;
        };
        matches!(refusal.status, 400 | 422)
            && refusal.kind == RefusalKind::BadRequest
            && (!self.is_official || refusal.message.contains("stream_options"))
    }

    fn read_stream(&self, mut events: Events<'_>, sink: &ReplySink) -> Result<(), ProviderError> {
        let mut reading = Reading::new(sink);
        let mut has_events = false;
        while let Some(data) = events.next_data()? {
            has_events = true;
            if data == END_MARK {
                return Ok(());
            }
            if data.is_empty() {
                continue;
            }
            let chunk: Chunk<'_> = serde_json::from_str(&data)
                .map_err(|_| self.http.malformed("an event that is no chunk of a reply"))?;
            if chunk.error.is_some() {
                return Err(events.refused(&data));
            }
            if !reading.take(chunk) {
                return Ok(());
            }
        }
        if !has_events {
            return Err(self.http.malformed("a stream without any event"));
        }
        if reading.facts.finish.is_some() && !self.is_official {
            return Ok(());
        }
        Err(ProviderError::Truncated {
            provider: self.http.provider().to_owned(),
        })
    }

    fn read_whole(&self, answer: Answer<'_>, sink: &ReplySink) -> Result<(), ProviderError> {
        let request_id = answer.request_id().map(str::to_owned);
        let bytes = answer.into_bytes()?;
        let text = String::from_utf8_lossy(&bytes);
        let chunk: Chunk<'_> = serde_json::from_str(&text)
            .map_err(|_| self.http.malformed("a body that is no reply"))?;
        if chunk.error.is_some() {
            return Err(self.http.refused_inside(request_id, &text));
        }
        if chunk.choice().is_none() {
            return Err(self.http.malformed("a reply without a choice"));
        }
        Reading::new(sink).take(chunk);
        Ok(())
    }
}

impl Provider for OpenAi {
    fn name(&self) -> &str {
        self.http.provider()
    }

    fn answer(&self, request: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError> {
        let mut body = Body::new(request, self.is_official);
        let answer = match self.post(&body, sink) {
            Err(error) if body.asks_for_usage() && self.may_mean_stream_options(&error) => {
                body.leave_out_usage();
                self.post(&body, sink)?
            }
            outcome => outcome?,
        };
        if answer.is_event_stream(request.stream) {
            self.read_stream(answer.into_events(), sink)
        } else {
            self.read_whole(answer, sink)
        }
    }

    fn preview(&self, request: &ChatRequest) -> Result<Option<Preview>, ProviderError> {
        let body = Body::new(request, self.is_official);
        let call_body = body.to_json();
        Ok(Some(self.http.preview(&Call::post(
            PATH,
            &call_body,
            body.stream,
        ))))
    }

    fn models(&self) -> Result<Vec<OfferedModel>, ProviderError> {
        let answer = self.http.call(&Call::get(&["models"], &[]), None)?;
        let bytes = answer.into_bytes()?;
        let text = String::from_utf8_lossy(&bytes);
        let list: wire::ModelList<'_> = serde_json::from_str(&text)
            .map_err(|_| self.http.malformed("a body that is no list of models"))?;
        Ok(list.offers())
    }
}

/// Hands on what chunks say, facts only when they change.
struct Reading<'a> {
    sink: &'a ReplySink,
    facts: Facts,
}

impl<'a> Reading<'a> {
    fn new(sink: &'a ReplySink) -> Self {
        Self {
            sink,
            facts: Facts::default(),
        }
    }

    /// Takes one chunk. Returns whether anybody still listens.
    fn take(&mut self, chunk: Chunk<'_>) -> bool {
        let choice = chunk.choice();
        let named = |text: Option<&str>, known: &Option<String>| {
            text.and_then(word).or_else(|| known.clone())
        };
        let facts = Facts {
            model: named(chunk.model(), &self.facts.model),
            usage: chunk.usage().or(self.facts.usage),
            service_tier: named(chunk.service_tier(), &self.facts.service_tier),
            speed: None,
            finish: named(
                choice.and_then(|choice| choice.finish_reason()),
                &self.facts.finish,
            ),
            response_id: named(chunk.id(), &self.facts.response_id),
        };
        if facts != self.facts {
            self.facts = facts.clone();
            self.sink.facts(facts);
        }
        let said = choice.and_then(|choice| choice.said());
        said.is_none_or(|said| {
            // A refusal is the model's answer like any other.
            let refusal = said.refusal.as_ref().map(|text| text.0.as_ref());
            let content = said.content.as_ref().map(|text| text.0.as_ref());
            [content, refusal]
                .into_iter()
                .flatten()
                .all(|text| self.sink.text(text.to_owned()))
        })
    }
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
