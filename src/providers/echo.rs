//! Answers offline with the last question, for trying and testing.

use crate::model::{Role, Usage};

use super::Provider;
use super::error::ProviderError;
use super::offer::OfferedModel;
use super::preview::Preview;
use super::reply::{Facts, Stop};
use super::request::ChatRequest;
use super::stream::ReplySink;

/// The provider that repeats what it was asked.
///
/// A token is a run of characters other than white space: input is what all messages and the instructions have of them,
/// output what the answer has. `max_tokens` cuts the answer, as it would elsewhere.
pub(super) struct Echo {
    name: String,
}

impl Echo {
    /// The only model, whatever was asked for.
    const MODEL: &str = "echo";

    pub(super) fn new(name: String) -> Self {
        Self { name }
    }
}

impl Provider for Echo {
    fn name(&self) -> &str {
        &self.name
    }

    fn answer(&self, request: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError> {
        let mut from_user = request
            .messages
            .iter()
            .rev()
            .filter(|message| message.role == Role::User);
        let question = from_user
            .next()
            .map_or("", |message| message.content.as_str());
        let answer = first_words(question, request.max_tokens);
        sink.facts(Facts {
            model: Some(Self::MODEL.to_owned()),
            ..Facts::default()
        });
        if request.stream {
            for piece in answer.split_inclusive(char::is_whitespace) {
                sink.text(piece.to_owned());
            }
        } else {
            sink.text(answer.to_owned());
        }
        let is_whole = answer.len() == question.len();
        sink.facts(Facts {
            usage: Some(Usage {
                input: input_tokens(request),
                output: Some(tokens(answer)),
                ..Usage::default()
            }),
            finish: Some(if is_whole { "stop" } else { "length" }.to_owned()),
            ..Facts::default()
        });
        sink.stopped(if is_whole {
            Stop::Done
        } else {
            Stop::OutOfTokens
        })
    }

    fn preview(&self, _: &ChatRequest) -> Result<Option<Preview>, ProviderError> {
        Ok(None)
    }

    fn models(&self) -> Result<Vec<OfferedModel>, ProviderError> {
        Ok(vec![OfferedModel::new(Self::MODEL)])
    }
}

/// Returns the text up to the end of the last word that is allowed; all of it if it has no more.
fn first_words(text: &str, allowed: Option<u32>) -> &str {
    let Some(allowed) = allowed else { return text };
    let (mut words, mut end) = (0, 0);
    for piece in text.split_inclusive(char::is_whitespace) {
        if !piece.trim().is_empty() {
            if words == allowed {
                return text[..end].trim_end();
            }
            words += 1;
        }
        end += piece.len();
    }
    text
}

fn input_tokens(request: &ChatRequest) -> u64 {
    let messages = request
        .messages
        .iter()
        .map(|message| message.content.as_str());
    messages.chain(request.system.as_deref()).map(tokens).sum()
}

fn tokens(text: &str) -> u64 {
    text.split_whitespace().count() as u64
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::providers::reply::Reply;
    use crate::providers::{ChatMessage, Event, ReplyStream};

    fn ask(request: ChatRequest) -> (Vec<String>, Reply) {
        let echo = Arc::new(Echo::new("echo".to_owned()));
        let mut pieces = Vec::new();
        for event in ReplyStream::start(echo, request, drop) {
            match event {
                Event::Text(piece) => pieces.push(piece),
                Event::End(reply) => return (pieces, *reply),
                other => panic!("unexpected: {other:?}"),
            }
        }
        panic!("no end")
    }

    fn question(text: &str) -> ChatRequest {
        ChatRequest {
            model: "anything".to_owned(),
            system: Some("be brief".to_owned()),
            messages: vec![
                ChatMessage::user("before"),
                ChatMessage {
                    role: Role::Assistant,
                    content: "before".to_owned(),
                    attachments: Vec::new(),
                },
                ChatMessage::user(text),
            ],
            stream: true,
            ..ChatRequest::default()
        }
    }

    #[test]
    fn the_last_question_comes_back_word_by_word() {
        let (pieces, reply) = ask(question("one  two\nthree"));
        assert_eq!(pieces, ["one ", " ", "two\n", "three"]);
        assert_eq!(reply.text, "one  two\nthree");
        assert_eq!(reply.model, "echo");
        assert_eq!(reply.finish.as_deref(), Some("stop"));
        assert!(!reply.is_cut());
    }

    #[test]
    fn tokens_are_words() {
        let (_, reply) = ask(question("one  two\nthree"));
        let usage = reply.usage.expect("usage");
        assert_eq!((usage.input, usage.output), (7, Some(3)));
    }

    #[test]
    fn max_tokens_cuts_the_answer() {
        let mut request = question("one  two three");
        request.max_tokens = Some(2);
        let (_, reply) = ask(request);
        assert_eq!(reply.text, "one  two");
        assert_eq!(reply.finish.as_deref(), Some("length"));
        let mut request = question("one two ");
        request.max_tokens = Some(2);
        let (_, reply) = ask(request);
        assert_eq!(reply.text, "one two ");
        assert_eq!(reply.finish.as_deref(), Some("stop"));
    }

    #[test]
    fn without_streaming_the_answer_is_one_piece() {
        let mut request = question("one two");
        request.stream = false;
        assert_eq!(ask(request).0, ["one two"]);
    }

    #[test]
    fn without_a_question_the_answer_is_empty() {
        let (pieces, reply) = ask(ChatRequest::default());
        assert!(pieces.is_empty());
        assert_eq!(reply.text, "");
    }
}
