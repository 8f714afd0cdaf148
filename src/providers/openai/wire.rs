//! The JSON of chat completions: what is sent, and what is read of the answers.
//!
//! Of answers only what is used is read, all of it optional: servers leave out, send `null`, and add as they like.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::{LossyText, Usage, UsageDetails};
use crate::providers::message::word;
use crate::providers::offer::OfferedModel;
use crate::providers::request::{ChatMessage, ChatRequest};

/// A request.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: Vec<WireMessage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
    pub(super) stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct WireMessage<'a> {
    role: &'a str,
    content: &'a str,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Body<'a> {
    /// Puts a request into OpenAI's own words, or into those that servers like it know.
    pub(super) fn new(request: &'a ChatRequest, is_official: bool) -> Self {
        let system = request.system.as_deref().map(|content| WireMessage {
            role: "system",
            content,
        });
        let messages = request.messages.iter().map(WireMessage::from);
        Self {
            model: &request.model,
            messages: system.into_iter().chain(messages).collect(),
            max_completion_tokens: request.max_tokens.filter(|_| is_official),
            max_tokens: request.max_tokens.filter(|_| !is_official),
            temperature: request.temperature,
            stop: &request.stop,
            stream: request.stream,
            stream_options: request.stream.then_some(StreamOptions {
                include_usage: true,
            }),
        }
    }

    /// Returns it as it is sent.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers make JSON")
    }

    /// Whether usage is asked for by a field that not every server knows.
    pub(super) fn asks_for_usage(&self) -> bool {
        self.stream_options.is_some()
    }

    /// Leaves that field out.
    pub(super) fn leave_out_usage(&mut self) {
        self.stream_options = None;
    }
}

impl<'a> From<&'a ChatMessage> for WireMessage<'a> {
    fn from(message: &'a ChatMessage) -> Self {
        Self {
            role: message.role.as_str(),
            content: &message.content,
        }
    }
}

/// The models of a server, on one page.
#[derive(Deserialize)]
pub(super) struct ModelList<'a> {
    #[serde(borrow, default)]
    data: Vec<ListedModel<'a>>,
}

#[derive(Deserialize)]
struct ListedModel<'a> {
    #[serde(borrow)]
    id: LossyText<'a>,
    #[serde(borrow, default)]
    shutdown_date: Option<LossyText<'a>>,
}

impl ModelList<'_> {
    /// Returns the models that have a name which can be shown and asked for.
    pub(super) fn offers(&self) -> Vec<OfferedModel> {
        let offers = self.data.iter().filter_map(|model| {
            Some(OfferedModel {
                retires: model.shutdown_date.as_ref().and_then(|day| word(&day.0)),
                ..OfferedModel::new(word(&model.id.0)?)
            })
        });
        offers.collect()
    }
}

/// A part of a streamed reply, or a whole reply: they differ in one name only.
#[derive(Deserialize)]
pub(super) struct Chunk<'a> {
    #[serde(borrow, default)]
    id: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    model: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    service_tier: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    choices: Option<Vec<Choice<'a>>>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    /// Instead of all the others.
    #[serde(borrow, default)]
    pub(super) error: Option<&'a RawValue>,
}

/// One of the replies that were asked for; we ask for one.
#[derive(Deserialize)]
pub(super) struct Choice<'a> {
    #[serde(default)]
    index: Option<u64>,
    #[serde(borrow, default)]
    delta: Option<Said<'a>>,
    #[serde(borrow, default)]
    message: Option<Said<'a>>,
    #[serde(borrow, default)]
    finish_reason: Option<LossyText<'a>>,
}

/// What the model says. Reasoning that some servers add beside it is none of the answer.
#[derive(Deserialize)]
pub(super) struct Said<'a> {
    #[serde(borrow, default)]
    pub(super) content: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    pub(super) refusal: Option<LossyText<'a>>,
}

impl Chunk<'_> {
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|text| text.0.as_ref())
    }

    pub(super) fn model(&self) -> Option<&str> {
        self.model.as_ref().map(|text| text.0.as_ref())
    }

    pub(super) fn service_tier(&self) -> Option<&str> {
        self.service_tier.as_ref().map(|text| text.0.as_ref())
    }

    /// Returns the reply that was asked for; chunks that only report usage have none.
    pub(super) fn choice(&self) -> Option<&Choice<'_>> {
        let mut choices = self.choices.iter().flatten();
        choices.find(|choice| choice.index.unwrap_or(0) == 0)
    }

    /// Returns the usage. `None` if it is not told, or told in a form that is not OpenAI's.
    pub(super) fn usage(&self) -> Option<Usage> {
        let usage: WireUsage = serde_json::from_str(self.usage?.get()).ok()?;
        usage.read()
    }
}

impl Choice<'_> {
    pub(super) fn finish_reason(&self) -> Option<&str> {
        self.finish_reason.as_ref().map(|text| text.0.as_ref())
    }

    pub(super) fn said(&self) -> Option<&Said<'_>> {
        self.delta.as_ref().or(self.message.as_ref())
    }
}

#[derive(Deserialize)]
struct WireUsage {
    #[serde(default)]
    prompt_tokens: Option<u64>,
    #[serde(default)]
    completion_tokens: Option<u64>,
    #[serde(default)]
    prompt_tokens_details: Option<PromptDetails>,
    #[serde(default)]
    completion_tokens_details: Option<CompletionDetails>,
}

#[derive(Deserialize, Default)]
struct PromptDetails {
    #[serde(default)]
    cached_tokens: Option<u64>,
    #[serde(default)]
    cache_write_tokens: Option<u64>,
    #[serde(default)]
    cache_write_tokens_details: Option<WriteDetails>,
}

#[derive(Deserialize, Default)]
struct WriteDetails {
    #[serde(default)]
    ttl_12h_tokens: Option<u64>,
}

#[derive(Deserialize, Default)]
struct CompletionDetails {
    #[serde(default)]
    reasoning_tokens: Option<u64>,
}

impl WireUsage {
    /// Puts the counts into our terms: parts stand inside their whole, except that longer writes are not in `written`.
    fn read(self) -> Option<Usage> {
        if self.prompt_tokens.is_none() && self.completion_tokens.is_none() {
            return None;
        }
        let prompt = self.prompt_tokens_details.unwrap_or_default();
        let completion = self.completion_tokens_details.unwrap_or_default();
        let writes = prompt.cache_write_tokens_details.unwrap_or_default();
        let written = prompt.cache_write_tokens.unwrap_or(0);
        let written_12h = writes.ttl_12h_tokens.unwrap_or(0).min(written);
        Some(Usage {
            input: self.prompt_tokens.unwrap_or(0),
            output: self.completion_tokens.unwrap_or(0),
            details: UsageDetails {
                cached: prompt.cached_tokens.unwrap_or(0),
                written: written - written_12h,
                written_12h,
                reasoning: completion.reasoning_tokens.unwrap_or(0),
                ..UsageDetails::default()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(json: &str) -> Option<Usage> {
        let chunk = format!(r#"{{"usage":{json}}}"#);
        serde_json::from_str::<Chunk<'_>>(&chunk)
            .expect("a chunk")
            .usage()
    }

    #[test]
    fn cached_written_and_reasoning_tokens_stand_inside_their_wholes() {
        let usage = usage(
            r#"{"prompt_tokens": 4020, "completion_tokens": 800, "total_tokens": 4820,
                "prompt_tokens_details": {"cached_tokens": 1000, "cache_write_tokens": 3000, "audio_tokens": 0,
                    "cache_write_tokens_details": {"ttl_30m_tokens": 2500, "ttl_12h_tokens": 500}},
                "completion_tokens_details": {"reasoning_tokens": 300}}"#,
        )
        .expect("usage");
        assert_eq!((usage.input, usage.output), (4020, 800));
        let details = UsageDetails {
            cached: 1000,
            written: 2500,
            written_1h: 0,
            written_12h: 500,
            reasoning: 300,
        };
        assert_eq!(usage.details, details);
    }

    #[test]
    fn missing_and_null_details_are_nothing() {
        for details in [
            "",
            r#", "prompt_tokens_details": null"#,
            r#", "prompt_tokens_details": {"cached_tokens": null}"#,
        ] {
            let usage = usage(&format!(
                r#"{{"prompt_tokens": 3, "completion_tokens": 2{details}}}"#
            ));
            let expected = Usage {
                input: 3,
                output: 2,
                ..Usage::default()
            };
            assert_eq!(usage, Some(expected));
        }
    }

    #[test]
    fn a_usage_in_another_form_is_unknown() {
        for json in [
            "null",
            "{}",
            r#"{"prompt_tokens": "3"}"#,
            "[]",
            r#"{"prompt_tokens": -1}"#,
        ] {
            assert_eq!(usage(json), None, "{json}");
        }
    }

    #[test]
    fn what_was_not_set_is_not_sent() {
        let request = ChatRequest {
            model: "m".to_owned(),
            messages: vec![ChatMessage::user("hi")],
            ..ChatRequest::default()
        };
        let json = serde_json::to_string(&Body::new(&request, true)).expect("JSON");
        assert_eq!(
            json,
            r#"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":false}"#
        );
    }

    #[test]
    fn the_limit_has_the_name_that_the_server_knows() {
        let request = ChatRequest {
            model: "m".to_owned(),
            system: Some("be brief".to_owned()),
            max_tokens: Some(5),
            temperature: Some(0.7),
            stop: vec!["END".to_owned()],
            stream: true,
            ..ChatRequest::default()
        };
        let json =
            |is_official| serde_json::to_string(&Body::new(&request, is_official)).expect("JSON");
        assert_eq!(
            json(true),
            r#"{"model":"m","messages":[{"role":"system","content":"be brief"}],"max_completion_tokens":5,"temperature":0.7,"stop":["END"],"stream":true,"stream_options":{"include_usage":true}}"#
        );
        assert!(json(false).contains(r#""max_tokens":5,"#));
        assert!(!json(false).contains("max_completion_tokens"));
    }
}
