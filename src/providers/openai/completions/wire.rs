//! The JSON of chat completions: what is sent, and what is read of the answers.
//!
//! Of answers only what is used is read, all of it optional: servers leave out, send `null`, and add as they like.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::{LossyText, TextPiece, Usage};
use crate::providers::message::word;
use crate::providers::offer::OfferedModel;
use crate::providers::openai::attachment::DataUrl;
use crate::providers::openai::message::WireMessage;
use crate::providers::openai::schema::NamedSchema;
use crate::providers::openai::usage::{self, InputDetails, OutputDetails};
use crate::providers::request::{Attachment, ChatRequest, Effort};

/// A request.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: Vec<WireMessage<'a, Part<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    pub(super) stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    Text { text: &'a str },
    ImageUrl { image_url: ImageUrl<'a> },
    File { file: File<'a> },
}

#[derive(Serialize)]
struct ImageUrl<'a> {
    url: DataUrl<'a>,
}

#[derive(Serialize)]
struct File<'a> {
    filename: &'a str,
    file_data: DataUrl<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "json_schema")]
struct ResponseFormat<'a> {
    json_schema: NamedSchema<'a>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
    /// Without the random padding that hides the length of words from whoever sees encrypted packets: the padding makes
    /// a stream half as long again.
    #[serde(skip_serializing_if = "Option::is_none")]
    include_obfuscation: Option<bool>,
}

impl<'a> Body<'a> {
    /// Puts a request into OpenAI's own words, or into those that servers like it know. An error says what there are no
    /// words for.
    pub(super) fn new(request: &'a ChatRequest, is_official: bool) -> Result<Self, &'static str> {
        if request.thinking_tokens.is_some() {
            return Err("a number of thinking tokens");
        }
        let system = request.system.as_deref();
        let system = system.map(|text| WireMessage::text("system", text));
        let messages = request.messages.iter().map(WireMessage::from);
        let schema = request.schema.as_deref().map(NamedSchema::read);
        Ok(Self {
            model: &request.model,
            messages: system.into_iter().chain(messages).collect(),
            max_completion_tokens: request.max_tokens.filter(|_| is_official),
            max_tokens: request.max_tokens.filter(|_| !is_official),
            temperature: request.temperature,
            stop: &request.stop,
            reasoning_effort: request.effort.map(Effort::as_str),
            response_format: schema
                .transpose()?
                .map(|json_schema| ResponseFormat { json_schema }),
            stream: request.stream,
            stream_options: request.stream.then_some(StreamOptions {
                include_usage: true,
                include_obfuscation: is_official.then_some(false),
            }),
        })
    }

    /// Returns it as it is sent.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers make JSON")
    }

    /// Leaves out `stream_options`. Returns whether they were there.
    pub(super) fn leave_out_stream_options(&mut self) -> bool {
        self.stream_options.take().is_some()
    }

    /// Calls the limit as OpenAI does. Returns whether it had the older name.
    pub(super) fn rename_limit(&mut self) -> bool {
        let limit = self.max_tokens.take();
        self.max_completion_tokens = self.max_completion_tokens.or(limit);
        limit.is_some()
    }
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text { text }
    }
}

impl<'a> From<&'a Attachment> for Part<'a> {
    fn from(attachment: &'a Attachment) -> Self {
        let url = DataUrl(attachment);
        if attachment.media_type.is_image() {
            let image_url = ImageUrl { url };
            return Self::ImageUrl { image_url };
        }
        Self::File {
            file: File {
                filename: &attachment.name,
                file_data: url,
            },
        }
    }
}

/// The models of a server, on one page.
#[derive(Deserialize)]
pub(in crate::providers::openai) struct ModelList<'a> {
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
    pub(in crate::providers::openai) fn offers(&self) -> Vec<OfferedModel> {
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
    content: Option<TextPiece<'a>>,
    #[serde(borrow, default)]
    refusal: Option<TextPiece<'a>>,
}

impl Said<'_> {
    /// Iterates over its texts. A refusal is the model's answer like any other.
    pub(super) fn texts(&self) -> impl Iterator<Item = TextPiece<'_>> {
        let both = self.content.iter().chain(&self.refusal);
        both.map(TextPiece::borrowed)
    }

    /// Whether one of them is a refusal.
    pub(super) fn is_refusal(&self) -> bool {
        let refusal = self.refusal.as_ref();
        refusal.is_some_and(|text| !text.is_empty())
    }
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
        let told: WireUsage = serde_json::from_str(self.usage?.get()).ok()?;
        usage::read(
            (told.prompt_tokens, told.prompt_tokens_details),
            (told.completion_tokens, told.completion_tokens_details),
        )
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
    prompt_tokens_details: Option<InputDetails>,
    #[serde(default)]
    completion_tokens_details: Option<OutputDetails>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UsageDetails;

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
        assert_eq!((usage.input, usage.output), (4020, Some(800)));
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
                output: Some(2),
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
            r#"{"completion_tokens": 5}"#,
        ] {
            assert_eq!(usage(json), None, "{json}");
        }
    }

    #[test]
    fn output_that_is_not_counted_is_unknown_and_not_nothing() {
        let usage = usage(r#"{"prompt_tokens": 3}"#).expect("usage");
        assert_eq!((usage.input, usage.output), (3, None));
    }
}
