//! The JSON of requests to the Gemini API, and its lists of models.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::place;
use super::thinking::Thinking;
use crate::model::{Role, lossy_option};
use crate::providers::message::Word;
use crate::providers::offer::OfferedModel;
use crate::providers::request::{Attachment, ChatMessage, ChatRequest};

/// A request.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    system_instruction: Option<Content<'a>>,
    contents: Vec<Content<'a>>,
    #[serde(skip_serializing_if = "GenerationConfig::is_empty")]
    generation_config: GenerationConfig<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    continuation_token: Option<String>,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    Text(Cow<'a, str>),
    InlineData(InlineData),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InlineData {
    mime_type: &'static str,
    data: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GenerationConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking_config: Option<Thinking>,
    /// Must go along with a schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    response_mime_type: Option<&'static str>,
    /// Unlike `responseSchema`, which has a dialect of its own, it takes JSON Schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    response_json_schema: Option<&'a RawValue>,
}

impl GenerationConfig<'_> {
    fn is_empty(&self) -> bool {
        self.temperature.is_none()
            && self.max_output_tokens.is_none()
            && self.stop_sequences.is_empty()
            && self.thinking_config.is_none()
            && self.response_json_schema.is_none()
    }
}

impl<'a> Body<'a> {
    /// Puts a request into the API's words. An error says what there are no words for.
    pub(super) fn new(request: &'a ChatRequest) -> Result<Self, &'static str> {
        let schema = request.schema.as_deref().map(serde_json::from_str);
        let schema = schema.transpose().map_err(|_| "a schema that is no JSON")?;
        let instructions = Some(request.instructions()).filter(|text| !text.is_empty());
        let said = request
            .messages
            .iter()
            .filter(|message| message.role != Role::System);
        Ok(Self {
            system_instruction: instructions.map(|text| Content {
                role: None,
                parts: vec![Part::Text(text)],
            }),
            contents: said.filter_map(Content::of).collect(),
            generation_config: GenerationConfig {
                temperature: request.temperature,
                max_output_tokens: request.max_tokens,
                stop_sequences: &request.stop,
                thinking_config: Thinking::of(request)?,
                response_mime_type: schema.is_some().then_some("application/json"),
                response_json_schema: schema,
            },
            continuation_token: None,
        })
    }

    /// Makes it the request for the rest of a reply that came with this token.
    pub(super) fn go_on_with(&mut self, token: String) {
        self.continuation_token = Some(token);
    }

    /// Returns it as it is sent.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers make JSON")
    }
}

impl<'a> Content<'a> {
    /// Returns a message. One without content is left out: the API refuses a conversation that has one.
    fn of(message: &'a ChatMessage) -> Option<Self> {
        let text = Some(message.content.as_str()).filter(|text| !text.trim().is_empty());
        // Models do better on a question that comes behind what it is about.
        let media = message.attachments.iter().map(Part::of);
        let parts: Vec<_> = media
            .chain(text.map(|text| Part::Text(text.into())))
            .collect();
        // The API knows two authors; what another one wrote was said to the model.
        let role = match message.role {
            Role::Assistant => "model",
            _ => "user",
        };
        (!parts.is_empty()).then_some(Self {
            role: Some(role),
            parts,
        })
    }
}

impl Part<'_> {
    fn of(attachment: &Attachment) -> Self {
        Self::InlineData(InlineData {
            mime_type: attachment.media_type.as_str(),
            data: STANDARD.encode(&attachment.content),
        })
    }
}

/// One page of a server's models.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ModelPage {
    #[serde(default)]
    models: Option<Vec<ListedModel>>,
    /// No word that could be cut short.
    #[serde(default, deserialize_with = "lossy_option")]
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedModel {
    name: Word,
    #[serde(default)]
    display_name: Option<Word>,
    #[serde(default)]
    input_token_limit: Option<u64>,
    #[serde(default)]
    output_token_limit: Option<u64>,
    #[serde(default)]
    supported_generation_methods: Option<Vec<Word>>,
}

impl ModelPage {
    /// Returns what the next page is asked for with; `None` if this is the last.
    pub(super) fn next(&self) -> Option<String> {
        let token = self.next_page_token.clone();
        token.filter(|token| !token.is_empty())
    }

    /// Returns the models that can be chatted with.
    pub(super) fn offers(self) -> impl Iterator<Item = OfferedModel> {
        let models = self.models.into_iter().flatten();
        models.filter(ListedModel::can_chat).map(|model| {
            let name = model.display_name.map(|name| name.0);
            OfferedModel {
                name: name.filter(|name| !name.is_empty()),
                input_limit: model.input_token_limit,
                output_limit: model.output_token_limit,
                ..OfferedModel::new(id(&model.name.0))
            }
        })
    }
}

impl ListedModel {
    fn can_chat(&self) -> bool {
        let methods = self.supported_generation_methods.iter().flatten();
        let mut methods = methods.map(|method| method.0.as_str());
        methods.any(|method| method == "generateContent") && !id(&self.name.0).is_empty()
    }
}

/// Returns what people and price tables call a model.
fn id(name: &str) -> &str {
    match place(name) {
        ("models", id) => id,
        _ => name,
    }
}
