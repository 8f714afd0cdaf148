//! Anthropic's Messages API.
//!
//! It has two versions, and the newer one refuses a temperature; so each request names the version that takes it. A reply
//! comes in blocks of several kinds, and only those of text are the answer: what the model thinks is not.

mod limits;
mod reading;
mod refusal;
mod usage;
mod wire;

use std::sync::Arc;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use self::reading::{Reading, Step, StreamEvent, Whole};
use self::wire::{Body, ModelPage};
use super::Provider;
use super::address;
use super::answer::{Answer, Events};
use super::call::Call;
use super::endpoint::Endpoint;
use super::error::ProviderError;
use super::http::Http;
use super::offer::OfferedModel;
use super::preview::Preview;
use super::request::ChatRequest;
use super::retry::Timing;
use super::stream::ReplySink;
use crate::model::SecretText;

/// Where messages are, below the base address.
const PATH: &[&str] = &["v1", "messages"];
/// Where the models are.
const MODELS_PATH: &[&str] = &["v1", "models"];
const VERSION: HeaderName = HeaderName::from_static("anthropic-version");
const USUAL_VERSION: HeaderValue = HeaderValue::from_static("2026-10-21");
/// The only version that takes a temperature, for the models that still have one.
const VERSION_WITH_TEMPERATURE: HeaderValue = HeaderValue::from_static("2023-06-01");
/// The most models on one page that may be asked for.
const PAGE_SIZE: &str = "1000";
/// The most pages that are read; a server that has more goes round in circles.
const MAX_PAGES: usize = 20;

/// A server that speaks the Messages API.
pub(super) struct Anthropic {
    http: Http,
    /// What the endpoint asks for in place of the version that fits a request.
    version: Option<HeaderValue>,
}

impl Anthropic {
    pub(super) fn new(endpoint: Endpoint, timing: Arc<dyn Timing>) -> Result<Self, ProviderError> {
        let (endpoint, headers) = with_credential(endpoint)?;
        let version = address::api_version(&endpoint)?
            .map(|version| address::header_value(&endpoint, "API version", version))
            .transpose()?;
        let http = Http::new(&endpoint, headers, timing, refusal::classify_text)?;
        if http.host() == "api.anthropic.com" && endpoint.key.is_none() {
            return Err(ProviderError::KeyMissing {
                provider: endpoint.name,
            });
        }
        Ok(Self { http, version })
    }

    /// Puts a request into the API's words.
    fn body(&self, request: &ChatRequest) -> Result<Vec<u8>, ProviderError> {
        let body = Body::new(request).map_err(|what| self.http.unsupported(what))?;
        Ok(body.to_json())
    }

    fn post<'a>(&self, json: &'a [u8], request: &ChatRequest) -> Call<'a> {
        let fitting = match request.temperature {
            Some(_) => VERSION_WITH_TEMPERATURE,
            None => USUAL_VERSION,
        };
        self.versioned(Call::post(PATH, json, request.stream), fitting)
    }

    fn versioned<'a>(&self, mut call: Call<'a>, fitting: HeaderValue) -> Call<'a> {
        let version = self.version.clone().unwrap_or(fitting);
        call.headers.insert(VERSION, version);
        call
    }

    fn read_stream(
        &self,
        mut events: Events<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(), ProviderError> {
        let mut has_events = false;
        while let Some(data) = events.next_data()? {
            has_events = true;
            if data.is_empty() {
                continue;
            }
            let malformed = |_| self.http.malformed("an event that is no part of a reply");
            let event: StreamEvent<'_> = serde_json::from_str(&data).map_err(malformed)?;
            let goes_on = match event.step().map_err(malformed)? {
                Step::Start(report) => reading.begin(report),
                Step::Report(report) => reading.note(report),
                Step::Text(text) => reading.text(text),
                Step::Nothing => reading.is_open(),
                Step::Error => return Err(events.refused(&data)),
                Step::End => return Ok(()),
            };
            if !goes_on {
                return Ok(());
            }
        }
        if !has_events {
            return Err(self.http.malformed("a stream without any event"));
        }
        Err(self.http.truncated())
    }

    fn read_whole(
        &self,
        answer: Answer<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(), ProviderError> {
        let request_id = answer.request_id().map(str::to_owned);
        let bytes = answer.into_bytes()?;
        let json = String::from_utf8_lossy(&bytes);
        let malformed = |_| self.http.malformed("a body that is no reply");
        let whole: Whole<'_> = serde_json::from_str(&json).map_err(malformed)?;
        if whole.is_error() {
            return Err(self.http.refused_inside(request_id, &json));
        }
        let Some(text) = whole.text().map_err(malformed)? else {
            return Err(self.http.malformed("a reply without content"));
        };
        reading.note(whole.report());
        reading.text(text);
        Ok(())
    }

    fn page(&self, after: Option<&str>) -> Result<ModelPage, ProviderError> {
        let mut query = vec![("limit", PAGE_SIZE)];
        query.extend(after.map(|id| ("after_id", id)));
        let call = self.versioned(Call::get(MODELS_PATH, &query), USUAL_VERSION);
        let bytes = self.http.call(&call, None)?.into_bytes()?;
        let json = String::from_utf8_lossy(&bytes);
        serde_json::from_str(&json)
            .map_err(|_| self.http.malformed("a body that is no list of models"))
    }
}

impl Provider for Anthropic {
    fn name(&self) -> &str {
        self.http.provider()
    }

    fn answer(&self, request: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError> {
        let body = self.body(request)?;
        let answer = self.http.call(&self.post(&body, request), Some(sink))?;
        let mut reading = Reading::new(sink);
        if answer.is_event_stream(request.stream) {
            self.read_stream(answer.into_events(), &mut reading)?;
        } else {
            self.read_whole(answer, &mut reading)?;
        }
        sink.stopped(self.http.public_stop(reading.stop()))
    }

    fn preview(&self, request: &ChatRequest) -> Result<Option<Preview>, ProviderError> {
        let body = self.body(request)?;
        Ok(Some(self.http.preview(&self.post(&body, request))))
    }

    fn models(&self) -> Result<Vec<OfferedModel>, ProviderError> {
        let mut offers = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let page = self.page(after.as_deref())?;
            let next = page.next();
            offers.extend(page.offers());
            if next.is_none() {
                return Ok(offers);
            }
            after = next;
        }
        Err(self.http.malformed("a list of models without an end"))
    }
}

/// Makes the header that carries the key, or the bearer token if there is no key.
///
/// The endpoint comes back with that as its key, because what protects a key on its way looks there.
fn with_credential(endpoint: Endpoint) -> Result<(Endpoint, HeaderMap), ProviderError> {
    let usable = |secret: Option<SecretText>| secret.filter(|secret| !secret.is_empty());
    let key = usable(endpoint.key);
    let is_key = key.is_some();
    let endpoint = Endpoint {
        key: key.or(usable(endpoint.bearer_token)),
        bearer_token: None,
        ..endpoint
    };
    let mut headers = HeaderMap::new();
    if let Some(secret) = &endpoint.key {
        let header = if is_key {
            let name = HeaderName::from_static("x-api-key");
            address::key_header(&endpoint, name, secret.expose())?
        } else {
            let bearer = zeroize::Zeroizing::new(format!("Bearer {}", secret.expose()));
            address::key_header(&endpoint, AUTHORIZATION, &bearer)?
        };
        headers.extend([header]);
    }
    Ok((endpoint, headers))
}

#[cfg(test)]
mod tests;
