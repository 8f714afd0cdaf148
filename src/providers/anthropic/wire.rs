//! The JSON of requests to the Messages API, and its lists of models.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::limits::{Thinking, effort_word, max_tokens};
use crate::model::Role;
use crate::providers::message::Word;
use crate::providers::offer::OfferedModel;
use crate::providers::request::{Attachment, ChatMessage, ChatRequest};

/// A request.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    system: Cow<'a, str>,
    messages: Vec<WireMessage<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "OutputConfig::is_empty")]
    output_config: OutputConfig<'a>,
    #[serde(skip_serializing_if = "is_false")]
    stream: bool,
}

#[derive(Serialize)]
struct WireMessage<'a> {
    role: &'static str,
    content: Content<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Text(&'a str),
    Blocks(Vec<Block<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text { text: &'a str },
    Image { source: Source },
    Document { source: Source, title: &'a str },
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "base64")]
struct Source {
    media_type: &'static str,
    data: String,
}

#[derive(Serialize)]
struct OutputConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "json_schema")]
struct Format<'a> {
    schema: &'a RawValue,
}

impl OutputConfig<'_> {
    fn is_empty(&self) -> bool {
        self.effort.is_none() && self.format.is_none()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields by reference"
)]
fn is_false(flag: &bool) -> bool {
    !*flag
}

impl<'a> Body<'a> {
    /// Puts a request into the API's words. An error says what there are no words for.
    pub(super) fn new(request: &'a ChatRequest) -> Result<Self, &'static str> {
        let schema = request.schema.as_deref().map(serde_json::from_str);
        let schema = schema.transpose().map_err(|_| "a schema that is no JSON")?;
        Ok(Self {
            model: &request.model,
            max_tokens: max_tokens(request)?,
            system: request.instructions(),
            messages: messages(request),
            stop_sequences: &request.stop,
            temperature: request.temperature,
            thinking: Thinking::of(request),
            output_config: OutputConfig {
                effort: request.effort.map(effort_word).transpose()?,
                format: schema.map(|schema| Format { schema }),
            },
            stream: request.stream,
        })
    }

    /// Returns it as it is sent.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers make JSON")
    }
}

/// Returns what was said. Messages without content are left out: the API refuses a conversation that has one.
fn messages(request: &ChatRequest) -> Vec<WireMessage<'_>> {
    let said = request
        .messages
        .iter()
        .filter(|message| message.role != Role::System);
    said.filter_map(WireMessage::of).collect()
}

impl<'a> WireMessage<'a> {
    fn of(message: &'a ChatMessage) -> Option<Self> {
        let text = Some(message.content.as_str()).filter(|text| !text.trim().is_empty());
        let content = if message.attachments.is_empty() {
            Content::Text(text?)
        } else {
            // Models do better on a question that comes behind what it is about.
            let media = message.attachments.iter().map(Block::of);
            let text = text.map(|text| Block::Text { text });
            Content::Blocks(media.chain(text).collect())
        };
        // The API knows two authors; what another one wrote was said to the model.
        let role = match message.role {
            Role::Assistant => "assistant",
            _ => "user",
        };
        Some(Self { role, content })
    }
}

impl<'a> Block<'a> {
    fn of(attachment: &'a Attachment) -> Self {
        let source = Source {
            media_type: attachment.media_type.as_str(),
            data: STANDARD.encode(&attachment.content),
        };
        if attachment.media_type.is_image() {
            Self::Image { source }
        } else {
            let title = &attachment.name;
            Self::Document { source, title }
        }
    }
}

/// One page of a server's models.
#[derive(Deserialize)]
pub(super) struct ModelPage {
    #[serde(default)]
    data: Vec<ListedModel>,
    #[serde(default)]
    has_more: Option<bool>,
    #[serde(default)]
    last_id: Option<Word>,
}

#[derive(Deserialize)]
struct ListedModel {
    id: Word,
    #[serde(default)]
    display_name: Option<Word>,
    #[serde(default)]
    lifecycle: Option<Word>,
    #[serde(default)]
    retires_at: Option<Word>,
    #[serde(default)]
    max_input_tokens: Option<u64>,
    #[serde(default)]
    max_tokens: Option<u64>,
}

impl ModelPage {
    /// Returns the id behind which the next page begins; `None` if this is the last.
    pub(super) fn next(&self) -> Option<String> {
        let last = self.last_id.as_ref();
        let last = last.or_else(|| self.data.last().map(|model| &model.id))?;
        (self.has_more == Some(true) && !last.0.is_empty()).then(|| last.0.clone())
    }

    /// Returns the models that can still be asked.
    pub(super) fn offers(self) -> impl Iterator<Item = OfferedModel> {
        let some = |text: Option<Word>| text.map(|text| text.0).filter(|text| !text.is_empty());
        let is_retired =
            |model: &ListedModel| matches!(&model.lifecycle, Some(Word(word)) if word == "retired");
        let asked = self
            .data
            .into_iter()
            .filter(move |model| !model.id.0.is_empty() && !is_retired(model));
        asked.map(move |model| OfferedModel {
            name: some(model.display_name),
            input_limit: model.max_input_tokens,
            output_limit: model.max_tokens,
            retires: some(model.retires_at),
            ..OfferedModel::new(model.id.0)
        })
    }
}
