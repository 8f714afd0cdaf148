//! Sends requests over HTTP, with the rules that protect a key on its way.
//!
//! Redirects are not followed, because headers other than `Authorization` would be sent on; [`address`](super::address)
//! has the rest of these rules. What a server answers is shown only as [`message::public`] leaves it.

use std::error::Error;
use std::io::{self, Read};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::Url;
use reqwest::blocking::{Client, ClientBuilder, Response};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;

use crate::model::SecretText;

use super::address::{checked_url, is_loopback};
use super::answer::Answer;
use super::call::Call;
use super::endpoint::{Endpoint, Timeouts};
use super::error::{ProviderError, Refusal, RefusalKind};
use super::message;
use super::preview::Preview;
use super::reply::Stop;
use super::request_id;
use super::retry::{self, Retry, Timing};
use super::stream::ReplySink;

/// The most that is read of an answer that is no reply.
const MAX_REFUSAL_BYTES: u64 = 64 << 10;

/// What a refusal means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Classified {
    pub(super) kind: RefusalKind,
    /// The server's words about it.
    pub(super) message: String,
    /// How long its text asks to wait; headers come before that.
    pub(super) retry_after: Option<Duration>,
}

/// Finds out what a refusal means, from its HTTP status and its text.
pub(super) type Classify = fn(u16, &str) -> Classified;

/// The way to one server.
pub(super) struct Http {
    provider: String,
    base: Url,
    headers: HeaderMap,
    /// Kept to be replaced in what the server says.
    key: Option<SecretText>,
    timeouts: Timeouts,
    retries: u32,
    timing: Arc<dyn Timing>,
    classify: Classify,
    /// Made for the first request: it takes 20 ms to read the system's certificates.
    client: OnceLock<Client>,
}

/// Why one attempt failed, and whether another makes sense.
struct Failure {
    error: ProviderError,
    may_pass: bool,
    asked_delay: Option<Duration>,
}

impl Failure {
    fn lasting(error: ProviderError) -> Self {
        Self {
            error,
            may_pass: false,
            asked_delay: None,
        }
    }

    fn passing(error: ProviderError) -> Self {
        Self {
            may_pass: true,
            ..Self::lasting(error)
        }
    }
}

impl Http {
    /// Prepares the way to an endpoint; `headers` go along with every request.
    pub(super) fn new(
        endpoint: &Endpoint,
        headers: HeaderMap,
        timing: Arc<dyn Timing>,
        classify: Classify,
    ) -> Result<Self, ProviderError> {
        Ok(Self {
            provider: endpoint.name.clone(),
            base: checked_url(endpoint)?,
            headers,
            key: endpoint.key.clone(),
            timeouts: endpoint.timeouts,
            retries: endpoint.retries,
            timing,
            classify,
            client: OnceLock::new(),
        })
    }

    /// Returns the provider's name.
    pub(super) fn provider(&self) -> &str {
        &self.provider
    }

    /// Returns the host, as far as the address has one.
    pub(super) fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// Makes the call and returns the answer that it is successful with.
    ///
    /// Tries again after failures that may pass, as long as anybody listens to `sink`, if there is one.
    pub(super) fn call(
        &self,
        call: &Call<'_>,
        sink: Option<&ReplySink>,
    ) -> Result<Answer<'_>, ProviderError> {
        let mut failed = 0;
        loop {
            let failure = match self.call_once(call) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if !failure.may_pass || failed == self.retries {
                return Err(failure.error);
            }
            failed += 1;
            let delay = retry::delay(failure.asked_delay, failed, &*self.timing);
            let retry = Retry {
                attempt: failed,
                delay,
                cause: failure.error.brief(),
            };
            if sink.is_none_or(|sink| sink.retrying(retry)) {
                self.timing.pause(delay);
            }
            // Nobody pays for a reply that nobody reads.
            if sink.is_some_and(|sink| !sink.is_open()) {
                return Err(failure.error);
            }
        }
    }

    /// Shows a call without making it.
    pub(super) fn preview(&self, call: &Call<'_>) -> Preview {
        let headers = self.headers_of(call);
        let shown = headers.iter().map(|(name, value)| {
            let value = match value.to_str() {
                Ok(text) if !value.is_sensitive() => text.to_owned(),
                _ => "[hidden]".to_owned(),
            };
            (name.as_str().to_owned(), value)
        });
        Preview {
            method: if call.json.is_some() { "POST" } else { "GET" },
            url: self.url(call).to_string(),
            headers: shown.collect(),
            body: String::from_utf8_lossy(call.json.unwrap_or_default()).into_owned(),
        }
    }

    fn headers_of(&self, call: &Call<'_>) -> HeaderMap {
        let mut headers = self.headers.clone();
        headers.extend(call.headers.clone());
        if call.json.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(Call::JSON));
        }
        headers.insert(ACCEPT, HeaderValue::from_static(call.accept));
        headers
    }

    fn call_once(&self, call: &Call<'_>) -> Result<Answer<'_>, Failure> {
        let client = self.client().map_err(Failure::lasting)?;
        let request = match call.json {
            Some(json) => client.post(self.url(call)).body(json.to_vec()),
            None => client.get(self.url(call)),
        };
        let request = request.headers(self.headers_of(call));
        let response = request
            .send()
            .map_err(|error| self.transport_failure(error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(Answer::new(self, response));
        }
        if status.is_redirection() {
            return Err(Failure::lasting(self.redirected(&response)));
        }
        Err(self.refused(response))
    }

    fn client(&self) -> Result<&Client, ProviderError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.make_client().map_err(|source| ProviderError::Client {
            provider: self.provider.clone(),
            source,
        })?;
        Ok(self.client.get_or_init(|| client))
    }

    fn make_client(&self) -> reqwest::Result<Client> {
        let mut builder = client_builder()
            .redirect(Policy::none())
            .connect_timeout(self.timeouts.connect)
            .timeout(self.timeouts.read);
        if is_loopback(&self.base) {
            builder = builder.no_proxy();
        }
        if self.base.scheme() == "http" {
            // Saves reading the system's certificates.
            builder = builder.tls_certs_only([]);
        }
        builder.build()
    }

    fn url(&self, call: &Call<'_>) -> Url {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .expect("a checked address has a host, and so a path")
            .pop_if_empty()
            .extend(call.path);
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        url
    }

    /// Translates a failure to send, or to get the head of an answer.
    fn transport_failure(&self, error: reqwest::Error) -> Failure {
        let source = error.without_url();
        let provider = self.provider.clone();
        let host = self.host().to_owned();
        if has_cause::<rustls::Error>(&source) {
            return Failure::lasting(ProviderError::Tls {
                provider,
                host,
                source,
            });
        }
        if source.is_connect() {
            return Failure::passing(ProviderError::Connect {
                provider,
                host,
                source,
            });
        }
        if source.is_timeout() {
            // The server may be at work on what it will charge for: asking again would be paid twice.
            return Failure::lasting(self.timed_out());
        }
        Failure::passing(ProviderError::ConnectionLost {
            provider,
            source: io::Error::other(source),
        })
    }

    /// Translates a failure to read on in an answer.
    pub(super) fn read_failure(&self, error: io::Error) -> ProviderError {
        let inner = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<reqwest::Error>());
        if inner.is_some_and(reqwest::Error::is_timeout) {
            return self.timed_out();
        }
        ProviderError::ConnectionLost {
            provider: self.provider.clone(),
            source: error,
        }
    }

    fn timed_out(&self) -> ProviderError {
        ProviderError::TimedOut {
            provider: self.provider.clone(),
            waited: self.timeouts.read,
        }
    }

    fn redirected(&self, response: &Response) -> ProviderError {
        let target = response.headers().get(LOCATION);
        let target = target.and_then(|location| self.base.join(location.to_str().ok()?).ok());
        ProviderError::Redirected {
            provider: self.provider.clone(),
            status: response.status().as_u16(),
            target: target.and_then(|url| message::word(url.host_str()?)),
        }
    }

    fn refused(&self, response: Response) -> Failure {
        let headers = response.headers();
        let asked_delay = retry::asked_delay(headers, self.timing.now());
        let advice = retry::advice(headers);
        let request_id = request_id::in_headers(headers);
        let status = response.status().as_u16();
        let mut text = Vec::new();
        // What cannot be read of an explanation is left out; the status says the most.
        let _ = response.take(MAX_REFUSAL_BYTES).read_to_end(&mut text);
        let mut refusal = self.refusal(status, request_id, &String::from_utf8_lossy(&text));
        let asked_delay = asked_delay.or(refusal.retry_after);
        refusal.retry_after = asked_delay;
        let may_pass = match advice {
            Some(true) => refusal.kind.may_pass() || refusal.kind == RefusalKind::BadRequest,
            Some(false) => false,
            None => refusal.kind.may_pass(),
        };
        Failure {
            error: ProviderError::Refused(Box::new(refusal)),
            may_pass,
            asked_delay,
        }
    }

    fn refusal(&self, status: u16, request_id: Option<String>, text: &str) -> Refusal {
        let classified = (self.classify)(status, text);
        let request_id = request_id.or_else(|| request_id::in_error(text));
        Refusal {
            kind: classified.kind,
            provider: self.provider.clone(),
            status,
            request_id: request_id.map(|id| self.public(&id)),
            message: self.public(&classified.message),
            retry_after: classified.retry_after,
        }
    }

    /// Makes what a server says fit to be shown, as one short line without the key.
    pub(super) fn public(&self, text: &str) -> String {
        message::public(text, self.key.as_ref())
    }

    /// Makes the reason of a stop, which is in the server's words, fit to be shown.
    pub(super) fn public_stop(&self, stop: Stop) -> Stop {
        match stop {
            Stop::Blocked { what, reason } => Stop::Blocked {
                what,
                reason: reason.map(|text| self.public(&text)),
            },
            other => other,
        }
    }

    /// Makes the error of an answer that is not what it should be.
    pub(super) fn malformed(&self, what: impl Into<String>) -> ProviderError {
        ProviderError::Malformed {
            provider: self.provider.clone(),
            what: what.into(),
        }
    }

    /// Makes the error of an answer that ends before its end mark.
    pub(super) fn truncated(&self) -> ProviderError {
        ProviderError::Truncated {
            provider: self.provider.clone(),
        }
    }

    /// Makes the error of a request that the provider has no words for.
    pub(super) fn unsupported(&self, what: &'static str) -> ProviderError {
        ProviderError::Unsupported {
            provider: self.provider.clone(),
            what,
        }
    }

    /// Makes the error of an answer that reports one although its HTTP status is 200.
    pub(super) fn refused_inside(&self, request_id: Option<String>, text: &str) -> ProviderError {
        ProviderError::Refused(Box::new(self.refusal(200, request_id, text)))
    }
}

/// Begins a client that says who we are.
pub(super) fn client_builder() -> ClientBuilder {
    // Fails where one is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().user_agent(concat!("chatkeep/", env!("CARGO_PKG_VERSION")))
}

/// Whether an error of this type is among the causes, those wrapped in I/O errors included.
fn has_cause<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<E>() {
            return true;
        }
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        cause = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}
