//! The JSON of responses: what is sent, and what is read of the answers.
//!
//! Of answers only what is used is read, all of it optional. What has another form in events and items that do not matter
//! here is kept as it stands until it is known to matter.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::{LossyText, TextPiece, Usage};
use crate::providers::openai::attachment::DataUrl;
use crate::providers::openai::message::WireMessage;
use crate::providers::openai::schema::NamedSchema;
use crate::providers::openai::usage::{self, InputDetails, OutputDetails};
use crate::providers::request::{Attachment, ChatRequest};

/// A request.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<&'a str>,
    input: Vec<WireMessage<'a, InputPart<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<Reasoning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<TextOptions<'a>>,
    /// Else OpenAI keeps what was said for a month.
    store: bool,
    pub(super) stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum InputPart<'a> {
    #[serde(rename = "input_text")]
    Text { text: &'a str },
    #[serde(rename = "input_image")]
    Image {
        image_url: DataUrl<'a>,
        detail: &'static str,
    },
    #[serde(rename = "input_file")]
    File {
        filename: &'a str,
        file_data: DataUrl<'a>,
    },
}

#[derive(Serialize)]
struct Reasoning {
    effort: &'static str,
}

#[derive(Serialize)]
struct TextOptions<'a> {
    format: Format<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "json_schema")]
struct Format<'a> {
    #[serde(flatten)]
    schema: NamedSchema<'a>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_obfuscation: bool,
}

impl<'a> Body<'a> {
    /// Puts a request into the API's words. An error says what there are no words for.
    pub(super) fn new(request: &'a ChatRequest, is_official: bool) -> Result<Self, &'static str> {
        if request.thinking_tokens.is_some() {
            return Err("a number of thinking tokens");
        }
        if !request.stop.is_empty() {
            return Err("texts to stop at with this model");
        }
        let schema = request.schema.as_deref().map(NamedSchema::read);
        Ok(Self {
            model: &request.model,
            instructions: request.system.as_deref(),
            input: request.messages.iter().map(WireMessage::from).collect(),
            max_output_tokens: request.max_tokens,
            temperature: request.temperature,
            reasoning: request.effort.map(|effort| Reasoning {
                effort: effort.as_str(),
            }),
            text: schema.transpose()?.map(|schema| TextOptions {
                format: Format { schema },
            }),
            store: false,
            stream: request.stream,
            stream_options: (request.stream && is_official).then_some(StreamOptions {
                include_obfuscation: false,
            }),
        })
    }

    /// Returns it as it is sent.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers make JSON")
    }
}

impl<'a> From<&'a str> for InputPart<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text { text }
    }
}

impl<'a> From<&'a Attachment> for InputPart<'a> {
    fn from(attachment: &'a Attachment) -> Self {
        let url = DataUrl(attachment);
        if attachment.media_type.is_image() {
            return Self::Image {
                image_url: url,
                detail: "auto",
            };
        }
        Self::File {
            filename: &attachment.name,
            file_data: url,
        }
    }
}

/// One event of a streamed response.
#[derive(Deserialize)]
pub(super) struct StreamEvent<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<LossyText<'a>>,
    #[serde(default)]
    output_index: Option<u64>,
    #[serde(borrow, default)]
    delta: Option<&'a RawValue>,
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
    #[serde(borrow, default)]
    response: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

impl<'a> StreamEvent<'a> {
    pub(super) fn kind(&self) -> &str {
        self.kind.as_ref().map_or("", |text| text.0.as_ref())
    }

    /// Whether it reports an error, with its words in it or in an object of their own.
    pub(super) fn is_error(&self) -> bool {
        self.kind() == "error" || (self.kind().is_empty() && self.error.is_some())
    }

    /// Returns the place of the item that it belongs to.
    pub(super) fn place(&self) -> u64 {
        self.output_index.unwrap_or(0)
    }

    /// Reads the piece of text in it.
    pub(super) fn text(&self) -> serde_json::Result<TextPiece<'a>> {
        serde_json::from_str(self.delta.map_or("\"\"", RawValue::get))
    }

    /// Reads the item in it.
    pub(super) fn item(&self) -> serde_json::Result<Item<'a>> {
        serde_json::from_str(self.item.map_or("{}", RawValue::get))
    }

    /// Reads the response in it.
    pub(super) fn response(&self) -> serde_json::Result<Response<'a>> {
        serde_json::from_str(self.response_json())
    }

    /// Returns the response in it as it was sent.
    pub(super) fn response_json(&self) -> &'a str {
        self.response.map_or("{}", RawValue::get)
    }
}

/// A response, at its start or at its end.
#[derive(Deserialize)]
pub(super) struct Response<'a> {
    #[serde(borrow, default)]
    id: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    model: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    service_tier: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    status: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    incomplete_details: Option<IncompleteDetails<'a>>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
    #[serde(borrow, default)]
    output: Option<Vec<Item<'a>>>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct IncompleteDetails<'a> {
    #[serde(borrow, default)]
    reason: Option<LossyText<'a>>,
}

/// One thing that a response consists of.
#[derive(Deserialize)]
pub(super) struct Item<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    phase: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    content: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct OutputPart<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    text: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    refusal: Option<LossyText<'a>>,
}

/// How far a response has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// As far as it was to come.
    Finished,
    /// Not to its end.
    Unfinished,
    /// To an error.
    Failed,
}

fn text_of<'t>(text: Option<&'t LossyText<'_>>) -> Option<&'t str> {
    text.map(|text| text.0.as_ref())
}

impl Response<'_> {
    pub(super) fn id(&self) -> Option<&str> {
        text_of(self.id.as_ref())
    }

    pub(super) fn model(&self) -> Option<&str> {
        text_of(self.model.as_ref())
    }

    pub(super) fn service_tier(&self) -> Option<&str> {
        text_of(self.service_tier.as_ref())
    }

    pub(super) fn has_output(&self) -> bool {
        self.output.is_some()
    }

    pub(super) fn has_failed(&self) -> bool {
        self.status() == Status::Failed
    }

    /// Tells from its status, which servers like OpenAI's may leave out, how far it has come.
    pub(super) fn status(&self) -> Status {
        match text_of(self.status.as_ref()) {
            Some("failed") => Status::Failed,
            _ if self.error.is_some() => Status::Failed,
            Some("cancelled" | "queued" | "in_progress") => Status::Unfinished,
            _ => Status::Finished,
        }
    }

    /// Returns why the model stopped: the reason if it stopped short, else the status.
    pub(super) fn finish(&self) -> Option<&str> {
        let details = self.incomplete_details.as_ref();
        let reason = details.and_then(|details| text_of(details.reason.as_ref()));
        reason.or_else(|| text_of(self.status.as_ref()))
    }

    /// Returns the answer: what its messages say, commentary only if they say nothing else.
    pub(super) fn text(&self) -> String {
        let said = |is_commentary: bool| -> String {
            let items = self.output.iter().flatten();
            let items = items.filter(|item| item.is_commentary() == is_commentary);
            items.map(Item::text).collect()
        };
        let answer = said(false);
        if answer.is_empty() {
            said(true)
        } else {
            answer
        }
    }

    /// Whether one of its messages says that the model will not answer.
    pub(super) fn is_refusal(&self) -> bool {
        let mut parts = self.output.iter().flatten().flat_map(Item::parts);
        parts.any(|part| part.is_refusal())
    }

    /// Returns the usage. `None` if it is not told, or told in a form that is not OpenAI's.
    pub(super) fn usage(&self) -> Option<Usage> {
        let told: WireUsage = serde_json::from_str(self.usage?.get()).ok()?;
        usage::read(
            (told.input_tokens, told.input_tokens_details),
            (told.output_tokens, told.output_tokens_details),
        )
    }
}

impl Item<'_> {
    /// Whether it is a message in which the model only tells what it is about to do.
    pub(super) fn is_commentary(&self) -> bool {
        text_of(self.phase.as_ref()) == Some("commentary")
    }

    /// Returns what it says if it is a message.
    fn text(&self) -> String {
        self.parts().iter().filter_map(OutputPart::said).collect()
    }

    /// Reads the parts of a message. Content in another form than messages have says nothing.
    fn parts(&self) -> Vec<OutputPart<'_>> {
        if text_of(self.kind.as_ref()) != Some("message") {
            return Vec::new();
        }
        let content = self.content.map_or("[]", RawValue::get);
        serde_json::from_str(content).unwrap_or_default()
    }
}

impl OutputPart<'_> {
    fn is_refusal(&self) -> bool {
        text_of(self.kind.as_ref()) == Some("refusal")
    }

    /// Returns what it says. A refusal is the model's answer like any other.
    fn said(&self) -> Option<&str> {
        match text_of(self.kind.as_ref()) {
            Some("output_text") => text_of(self.text.as_ref()),
            Some("refusal") => text_of(self.refusal.as_ref()),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct WireUsage {
    #[serde(default)]
    input_tokens: Option<u64>,
    #[serde(default)]
    output_tokens: Option<u64>,
    #[serde(default)]
    input_tokens_details: Option<InputDetails>,
    #[serde(default)]
    output_tokens_details: Option<OutputDetails>,
}
