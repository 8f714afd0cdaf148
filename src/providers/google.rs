//! Google's Gemini API: `generateContent`, streamed or not.
//!
//! It has no end mark. A reply is whole with the part that names why the model stopped; most of these reasons mean that it did
//! not get to its end. One means that the rest must be asked for: the same request once more, with the token that came along.

mod reading;
mod refusal;
mod thinking;
mod usage;
mod wire;

use std::sync::Arc;

use reqwest::header::{HeaderMap, HeaderName};

use self::reading::{Chunk, End, PartReading};
use self::wire::{Body, ModelPage};
use super::Provider;
use super::address;
use super::answer::Answer;
use super::call::Call;
use super::endpoint::Endpoint;
use super::error::ProviderError;
use super::http::Http;
use super::offer::OfferedModel;
use super::preview::Preview;
use super::reading::Reading;
use super::reply::Stop;
use super::request::ChatRequest;
use super::retry::Timing;
use super::stream::ReplySink;

/// The version of the interface that has all models and their aliases.
const USUAL_VERSION: &str = "v1beta";
/// The header of the key. In the address, where it may stand too, it would get into logs.
const KEY: HeaderName = HeaderName::from_static("x-goog-api-key");
/// Without it a stream is one list in JSON.
const AS_EVENTS: &[(&str, &str)] = &[("alt", "sse")];
/// The most parts that a reply is asked for in; a server that has more goes round in circles.
const MAX_PARTS: usize = 64;
/// The most models on one page that may be asked for.
const PAGE_SIZE: &str = "1000";
/// The most pages that are read; a server that has more goes round in circles.
const MAX_PAGES: usize = 20;

/// A server that speaks it.
pub(super) struct Google {
    http: Http,
    version: String,
}

impl Google {
    pub(super) fn new(endpoint: Endpoint, timing: Arc<dyn Timing>) -> Result<Self, ProviderError> {
        let version = address::api_version(&endpoint)?;
        let version = version.unwrap_or(USUAL_VERSION).to_owned();
        let key = endpoint.key.as_ref().filter(|key| !key.is_empty());
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            headers.extend([address::key_header(&endpoint, KEY, key.expose())?]);
        }
        let http = Http::new(&endpoint, headers, timing, refusal::classify_text)?;
        if http.host() == "generativelanguage.googleapis.com" && key.is_none() {
            return Err(ProviderError::KeyMissing {
                provider: endpoint.name,
            });
        }
        Ok(Self { http, version })
    }

    fn body<'a>(&self, request: &'a ChatRequest) -> Result<Body<'a>, ProviderError> {
        Body::new(request).map_err(|what| self.http.unsupported(what))
    }

    /// Has something done with the call that posts a request.
    fn with_call<T>(
        &self,
        request: &ChatRequest,
        body: &Body<'_>,
        act: impl FnOnce(&Call<'_>) -> T,
    ) -> T {
        let (collection, name) = place(&request.model);
        let (method, query) = match request.stream {
            true => ("streamGenerateContent", AS_EVENTS),
            false => ("generateContent", &[][..]),
        };
        let (resource, json) = (format!("{name}:{method}"), body.to_json());
        let path = [&*self.version, collection, &resource];
        let call = Call {
            query,
            ..Call::post(&path, &json, request.stream)
        };
        act(&call)
    }

    /// Reads an answer up to its end; there is none where nobody listens any more.
    fn read(
        &self,
        answer: Answer<'_>,
        is_streamed: bool,
        reading: &mut PartReading<'_>,
    ) -> Result<Option<End>, ProviderError> {
        let mut events = match answer.is_event_stream(is_streamed) {
            true => answer.into_events(),
            // The same objects, be it one or a list of them.
            false => answer.into_objects(),
        };
        let mut has_events = false;
        loop {
            let data = match events.next_data() {
                Ok(Some(data)) => data,
                Ok(None) => break,
                // All is there, and the end of the connection is the only thing that went wrong.
                Err(_) if reading.has_ended() => break,
                Err(error) => return Err(error),
            };
            has_events = true;
            if data.is_empty() {
                continue;
            }
            let chunk: Chunk<'_> = serde_json::from_str(&data)
                .map_err(|_| self.http.malformed("a part that is none of a reply"))?;
            if chunk.is_error() {
                return Err(events.refused(&data));
            }
            if !reading.take(&chunk) {
                return Ok(None);
            }
        }
        match reading.end() {
            Some(end) => Ok(Some(end)),
            None if !has_events => {
                Err(self.http.malformed("an answer without any part of a reply"))
            }
            None if is_streamed => Err(self.http.truncated()),
            // There may be servers that leave the reason out where it tells nothing.
            None if reading.has_candidate() => Ok(Some(End::Stopped(Stop::Done))),
            None => Err(self.http.malformed("a reply without a candidate")),
        }
    }

    fn page(&self, token: Option<&str>) -> Result<ModelPage, ProviderError> {
        let path = [&*self.version, "models"];
        let mut query = vec![("pageSize", PAGE_SIZE)];
        query.extend(token.map(|token| ("pageToken", token)));
        let bytes = self
            .http
            .call(&Call::get(&path, &query), None)?
            .into_bytes()?;
        let json = String::from_utf8_lossy(&bytes);
        serde_json::from_str(&json)
            .map_err(|_| self.http.malformed("a body that is no list of models"))
    }
}

impl Provider for Google {
    fn name(&self) -> &str {
        self.http.provider()
    }

    fn answer(&self, request: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError> {
        let mut body = self.body(request)?;
        let mut reading = PartReading::new(Reading::new(sink));
        for _ in 0..MAX_PARTS {
            let answer = self.with_call(request, &body, |call| self.http.call(call, Some(sink)))?;
            match self.read(answer, request.stream, &mut reading)? {
                Some(End::Stopped(stop)) => return sink.stopped(self.http.public_stop(stop)),
                Some(End::Continued(token)) if sink.is_open() => body.go_on_with(token),
                _ => return Ok(()),
            }
            reading.begin_next();
        }
        Err(self.http.malformed("a reply without an end"))
    }

    fn preview(&self, request: &ChatRequest) -> Result<Option<Preview>, ProviderError> {
        let body = self.body(request)?;
        Ok(Some(
            self.with_call(request, &body, |call| self.http.preview(call)),
        ))
    }

    fn models(&self) -> Result<Vec<OfferedModel>, ProviderError> {
        let mut offers = Vec::new();
        let mut token: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let page = self.page(token.as_deref())?;
            token = page.next();
            offers.extend(page.offers());
            if token.is_none() {
                return Ok(offers);
            }
        }
        Err(self.http.malformed("a list of models without an end"))
    }
}

/// Takes a model's name apart: the collection that it is in, and its name there. Google itself writes most with the
/// collection, and takes them without.
fn place(model: &str) -> (&str, &str) {
    match model.split_once('/') {
        Some((collection @ ("models" | "tunedModels"), name)) => (collection, name),
        _ => ("models", model),
    }
}

#[cfg(test)]
mod tests;
