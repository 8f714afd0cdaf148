//! Chat completions, which all servers know.
//!
//! To servers that are not OpenAI's own `max_tokens` is sent instead of `max_completion_tokens`, and what such a server
//! refuses of our choice is changed once. A stream of theirs that names its `finish_reason` and then simply ends counts as
//! whole, because some send no `[DONE]`.

mod wire;

use self::wire::{Body, Chunk};
use super::{END_MARK, OpenAi};
use crate::providers::answer::{Answer, Events};
use crate::providers::call::Call;
use crate::providers::error::{ProviderError, Refusal, RefusalKind};
use crate::providers::openai::stop::stop;
use crate::providers::preview::Preview;
use crate::providers::reading::{Reading, Told};
use crate::providers::request::ChatRequest;
use crate::providers::stream::ReplySink;

pub(super) use self::wire::ModelList;

/// Where chat completions are, below the base address.
const PATH: &[&str] = &["chat", "completions"];

impl OpenAi {
    /// Asks for a chat completion and reads it.
    pub(super) fn complete(
        &self,
        request: &ChatRequest,
        sink: &ReplySink,
    ) -> Result<(), ProviderError> {
        let mut body = self.completion(request)?;
        let answer = loop {
            match self.post_completion(&body, sink) {
                Ok(answer) => break answer,
                Err(error) if self.can_change(&mut body, &error) => {}
                Err(error) => return Err(error),
            }
        };
        let mut reading = Reading::new(sink);
        if answer.is_event_stream(request.stream) {
            self.read_chunks(answer.into_events(), &mut reading)?;
        } else {
            self.read_completion(answer, &mut reading)?;
        }
        sink.stopped(stop(&reading))
    }

    /// Shows the request for a chat completion.
    pub(super) fn preview_completion(
        &self,
        request: &ChatRequest,
    ) -> Result<Preview, ProviderError> {
        let body = self.completion(request)?;
        let json = body.to_json();
        Ok(self.http.preview(&Call::post(PATH, &json, body.stream)))
    }

    fn completion<'a>(&self, request: &'a ChatRequest) -> Result<Body<'a>, ProviderError> {
        Body::new(request, self.is_official).map_err(|what| self.http.unsupported(what))
    }

    fn post_completion(
        &self,
        body: &Body<'_>,
        sink: &ReplySink,
    ) -> Result<Answer<'_>, ProviderError> {
        let json = body.to_json();
        let call = Call::post(PATH, &json, body.stream);
        self.http.call(&call, Some(sink))
    }

    /// Changes what a server may have refused of our choice. Returns whether it is worth asking again: each change is
    /// made once.
    fn can_change(&self, body: &mut Body<'_>, error: &ProviderError) -> bool {
        let Some(refusal) = error.refusal() else {
            return false;
        };
        if !matches!(refusal.status, 400 | 422) || refusal.kind != RefusalKind::BadRequest {
            return false;
        }
        if refusal.message.contains("max_completion_tokens") && body.rename_limit() {
            return true;
        }
        self.may_mean_stream_options(refusal) && body.leave_out_stream_options()
    }

    /// Whether a server may have refused because it does not know `stream_options`.
    ///
    /// OpenAI would name the field. Others say all sorts of things, so any complaint about the request is taken for it.
    fn may_mean_stream_options(&self, refusal: &Refusal) -> bool {
        !self.is_official || refusal.message.contains("stream_options")
    }

    fn read_chunks(
        &self,
        mut events: Events<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(), ProviderError> {
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
            if !take(reading, &chunk) {
                return Ok(());
            }
        }
        if !has_events {
            return Err(self.http.malformed("a stream without any event"));
        }
        if reading.is_finished() && !self.is_official {
            return Ok(());
        }
        Err(self.http.truncated())
    }

    fn read_completion(
        &self,
        answer: Answer<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(), ProviderError> {
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
        take(reading, &chunk);
        Ok(())
    }
}

/// Hands on what a chunk says. Returns whether anybody still listens.
fn take(reading: &mut Reading<'_>, chunk: &Chunk<'_>) -> bool {
    let choice = chunk.choice();
    reading.note(&Told {
        model: chunk.model(),
        usage: chunk.usage(),
        service_tier: chunk.service_tier(),
        finish: choice.and_then(|choice| choice.finish_reason()),
        response_id: chunk.id(),
        ..Told::default()
    });
    let Some(said) = choice.and_then(|choice| choice.said()) else {
        return reading.is_open();
    };
    if said.is_refusal() {
        reading.decline();
    }
    said.texts().all(|text| reading.text(text))
}
