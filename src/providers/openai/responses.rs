//! Responses, the only way to some of OpenAI's models.
//!
//! A response is a list of items, of which only messages are the answer: reasoning and calls of tools are not. Some models
//! mark messages in which they only tell what they are about to do as commentary. Those are left out, unless there is
//! nothing else: then they are all that was paid for.

mod reading;
mod wire;

use self::reading::ResponseReading;
use self::wire::{Body, Response, Status, StreamEvent};
use super::{END_MARK, OpenAi};
use crate::providers::answer::{Answer, Events};
use crate::providers::call::Call;
use crate::providers::error::ProviderError;
use crate::providers::preview::Preview;
use crate::providers::request::ChatRequest;
use crate::providers::stream::ReplySink;

/// Where responses are, below the base address.
const PATH: &[&str] = &["responses"];

/// Whether more of a stream is to come.
enum Flow {
    GoesOn,
    IsOver,
}

impl OpenAi {
    /// Asks for a response and reads it.
    pub(super) fn respond(
        &self,
        request: &ChatRequest,
        sink: &ReplySink,
    ) -> Result<(), ProviderError> {
        let body = self.response_body(request)?;
        let json = body.to_json();
        let call = Call::post(PATH, &json, body.stream);
        let answer = self.http.call(&call, Some(sink))?;
        let is_stream = answer.is_event_stream(request.stream);
        let mut reading = ResponseReading::new(sink);
        let outcome = if is_stream {
            self.read_events(answer.into_events(), &mut reading)
        } else {
            self.read_response(answer, &mut reading)
        };
        reading.hand_out_rest();
        outcome?;
        sink.stopped(reading.stop())
    }

    /// Shows the request for a response.
    pub(super) fn preview_response(&self, request: &ChatRequest) -> Result<Preview, ProviderError> {
        let body = self.response_body(request)?;
        let json = body.to_json();
        Ok(self.http.preview(&Call::post(PATH, &json, body.stream)))
    }

    fn response_body<'a>(&self, request: &'a ChatRequest) -> Result<Body<'a>, ProviderError> {
        Body::new(request, self.is_official).map_err(|what| self.http.unsupported(what))
    }

    fn read_events(
        &self,
        mut events: Events<'_>,
        reading: &mut ResponseReading<'_>,
    ) -> Result<(), ProviderError> {
        let mut has_events = false;
        while let Some(data) = events.next_data()? {
            has_events = true;
            if data.is_empty() || data == END_MARK {
                continue;
            }
            if let Flow::IsOver = self.take_event(&data, &events, reading)? {
                return Ok(());
            }
        }
        if !has_events {
            return Err(self.http.malformed("a stream without any event"));
        }
        Err(self.http.truncated())
    }

    fn take_event(
        &self,
        data: &str,
        events: &Events<'_>,
        reading: &mut ResponseReading<'_>,
    ) -> Result<Flow, ProviderError> {
        let malformed = |_| {
            self.http
                .malformed("an event that is no part of a response")
        };
        let event: StreamEvent<'_> = serde_json::from_str(data).map_err(malformed)?;
        let is_listened_to = match event.kind() {
            kind @ ("response.output_text.delta" | "response.refusal.delta") => {
                if kind == "response.refusal.delta" {
                    reading.decline();
                }
                reading.piece(event.place(), event.text().map_err(malformed)?)
            }
            "response.output_item.added" => {
                reading.item(event.place(), &event.item().map_err(malformed)?)
            }
            "response.created" => reading.begin(&event.response().map_err(malformed)?),
            "response.completed" | "response.incomplete" | "response.failed" => {
                let response = event.response().map_err(malformed)?;
                reading.end(&response);
                return match response.status() {
                    Status::Failed => Err(events.refused(event.response_json())),
                    Status::Unfinished => Err(self.http.truncated()),
                    Status::Finished => Ok(Flow::IsOver),
                };
            }
            _ if event.is_error() => return Err(events.refused(data)),
            _ => reading.is_open(),
        };
        Ok(if is_listened_to {
            Flow::GoesOn
        } else {
            Flow::IsOver
        })
    }

    fn read_response(
        &self,
        answer: Answer<'_>,
        reading: &mut ResponseReading<'_>,
    ) -> Result<(), ProviderError> {
        let request_id = answer.request_id().map(str::to_owned);
        let bytes = answer.into_bytes()?;
        let json = String::from_utf8_lossy(&bytes);
        let response: Response<'_> = serde_json::from_str(&json)
            .map_err(|_| self.http.malformed("a body that is no response"))?;
        if !response.has_output() && !response.has_failed() {
            return Err(self.http.malformed("a response without output"));
        }
        reading.end(&response);
        match response.status() {
            Status::Failed => Err(self.http.refused_inside(request_id, &json)),
            Status::Unfinished => Err(self.http.truncated()),
            Status::Finished => Ok(()),
        }
    }
}
