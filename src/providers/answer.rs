//! Successful answers of a server, read whole or part by part.

use std::io::Read;

use reqwest::blocking::Response;
use reqwest::header::CONTENT_TYPE;

use super::error::ProviderError;
use super::http::Http;
use super::json_objects::{JsonError, JsonObjects};
use super::request_id;
use super::sse::{SseError, SseReader};

/// The most that is read of a reply that is not streamed.
const MAX_REPLY_BYTES: u64 = 128 << 20;

/// A successful answer, of which the body is still to be read.
pub(super) struct Answer<'a> {
    http: &'a Http,
    response: Response,
    request_id: Option<String>,
}

impl<'a> Answer<'a> {
    pub(super) fn new(http: &'a Http, response: Response) -> Self {
        Self {
            http,
            request_id: request_id::in_headers(response.headers()),
            response,
        }
    }

    /// Whether the body is a stream of events; `asked` if its type does not say.
    pub(super) fn is_event_stream(&self, asked: bool) -> bool {
        let content_type = self.response.headers().get(CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if content_type.starts_with("text/event-stream") {
            return true;
        }
        asked && !content_type.starts_with("application/json")
    }

    /// Returns the provider's id for the request.
    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Reads the body whole.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>, ProviderError> {
        let mut bytes = Vec::new();
        let mut body = self.response.take(MAX_REPLY_BYTES + 1);
        body.read_to_end(&mut bytes)
            .map_err(|error| self.http.read_failure(error))?;
        if bytes.len() as u64 > MAX_REPLY_BYTES {
            let what = format!("more than {} MiB", MAX_REPLY_BYTES >> 20);
            return Err(self.http.malformed(what));
        }
        Ok(bytes)
    }

    /// Reads the body event by event.
    pub(super) fn into_events(self) -> Events<'a> {
        Events {
            http: self.http,
            reader: Reader::Events(SseReader::new(self.response)),
            request_id: self.request_id,
        }
    }

    /// Reads a body of JSON, which is an object or a list of objects, object by object.
    pub(super) fn into_objects(self) -> Events<'a> {
        Events {
            http: self.http,
            reader: Reader::Objects(JsonObjects::new(self.response)),
            request_id: self.request_id,
        }
    }
}

/// The events of a streamed answer, or the objects of a list that grows.
pub(super) struct Events<'a> {
    http: &'a Http,
    reader: Reader,
    request_id: Option<String>,
}

enum Reader {
    Events(SseReader<Response>),
    Objects(JsonObjects<Response>),
}

impl Events<'_> {
    /// Returns the data of the next event; `None` at the end of the body.
    pub(super) fn next_data(&mut self) -> Result<Option<String>, ProviderError> {
        match &mut self.reader {
            Reader::Events(reader) => match reader.next_event() {
                Ok(event) => Ok(event.map(|event| event.data)),
                Err(SseError::Io(error)) => Err(self.http.read_failure(error)),
                Err(error @ SseError::TooLong) => Err(self.http.malformed(error.to_string())),
            },
            Reader::Objects(reader) => match reader.next_object() {
                Ok(object) => Ok(object),
                Err(JsonError::Io(error)) => Err(self.http.read_failure(error)),
                Err(error) => Err(self.http.malformed(error.to_string())),
            },
        }
    }

    /// Makes the error of an event that reports one.
    pub(super) fn refused(&self, text: &str) -> ProviderError {
        self.http.refused_inside(self.request_id.clone(), text)
    }
}
