//! Sends requests over HTTP, with the rules that protect a key on its way.
//!
//! Redirects are not followed, because headers other than `Authorization` would be sent on; [`address`](super::address)
//! has the rest of these rules. What a server answers is shown only as [`message::public`] leaves it.

use std::error::Error;
use std::io::{self, Read};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::Url;
use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::redirect::Policy;

use crate::model::SecretText;

use super::address::{checked_url, is_loopback};
use super::answer::Answer;
use super::endpoint::{Endpoint, Timeouts};
use super::error::{ProviderError, Refusal, RefusalKind};
use super::message;
use super::retry::{self, Retry, Timing};
use super::stream::ReplySink;

/// The most that is read of an answer that is no reply.
const MAX_REFUSAL_BYTES: u64 = 64 << 10;

/// Finds out what a refusal means: from its HTTP status and its text, why, and the server's words about it.
pub(super) type Classify = fn(u16, &str) -> (RefusalKind, String);

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

    /// Posts JSON to `path` below the base address and returns the answer that it is successful with.
    ///
    /// Tries again after failures that may pass, as long as anybody listens to `sink`.
    pub(super) fn post(
        &self,
        path: &[&str],
        body: &[u8],
        accept: &'static str,
        sink: &ReplySink,
    ) -> Result<Answer<'_>, ProviderError> {
        let mut failed = 0;
        loop {
            let failure = match self.post_once(path, body, accept) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if !failure.may_pass || failed == self.retries {
                return Err(failure.error);
            }
            failed += 1;
            let delay = retry::delay(failure.asked_delay, failed, &*self.timing);
            let is_awaited = sink.retrying(Retry {
                attempt: failed,
                delay,
                cause: failure.error.to_string(),
            });
            if is_awaited {
                self.timing.pause(delay);
            }
            // Nobody pays for a reply that nobody reads.
            if !sink.is_open() {
                return Err(failure.error);
            }
        }
    }

    fn post_once(
        &self,
        path: &[&str],
        body: &[u8],
        accept: &'static str,
    ) -> Result<Answer<'_>, Failure> {
        let client = self.client().map_err(Failure::lasting)?;
        let request = client
            .post(self.url(path))
            .headers(self.headers.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, accept)
            .body(body.to_vec());
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
        // Fails where one is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("chatkeep/", env!("CARGO_PKG_VERSION")))
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

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .expect("a checked address has a host, and so a path")
            .pop_if_empty()
            .extend(path);
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
        let request_id = request_id(headers);
        let status = response.status().as_u16();
        let mut text = Vec::new();
        // What cannot be read of an explanation is left out; the status says the most.
        let _ = response.take(MAX_REFUSAL_BYTES).read_to_end(&mut text);
        let mut refusal = self.refusal(status, request_id, &String::from_utf8_lossy(&text));
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
        let (kind, words) = (self.classify)(status, text);
        Refusal {
            kind,
            provider: self.provider.clone(),
            status,
            request_id,
            message: message::public(&words, self.key.as_ref()),
            retry_after: None,
        }
    }

    /// Makes the error of an answer that is not what it should be.
    pub(super) fn malformed(&self, what: impl Into<String>) -> ProviderError {
        ProviderError::Malformed {
            provider: self.provider.clone(),
            what: what.into(),
        }
    }

    /// Makes the error of an answer that reports one although its HTTP status is 200.
    pub(super) fn refused_inside(&self, request_id: Option<String>, text: &str) -> ProviderError {
        ProviderError::Refused(Box::new(self.refusal(200, request_id, text)))
    }
}

pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    message::word(headers.get("x-request-id")?.to_str().ok()?)
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
