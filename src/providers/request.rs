//! What is asked of a model, in the same words for every provider.

use crate::model::Role;

/// A conversation so far, to be answered by a model.
///
/// What is `None` or empty is left out of the request, so that the provider's own default holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatRequest {
    /// The model, as the provider calls it.
    pub model: String,
    /// Instructions that stand before the conversation.
    pub system: Option<String>,
    /// The conversation, oldest message first.
    pub messages: Vec<ChatMessage>,
    /// The most tokens to answer with, those spent on reasoning included.
    pub max_tokens: Option<u32>,
    /// How freely to choose words, from 0 to 2; some models refuse it.
    pub temperature: Option<f64>,
    /// Texts before which the reply is to end; at most four with most providers.
    pub stop: Vec<String>,
    /// Whether the reply is wanted piece by piece. Some servers ignore this, and both forms are understood either way.
    pub stream: bool,
}

/// One message of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Who wrote it.
    pub role: Role,
    /// Its text.
    pub content: String,
}

impl ChatMessage {
    /// Makes a message of the user.
    pub fn user(content: impl Into<String>) -> Self {
        Self {
            role: Role::User,
            content: content.into(),
        }
    }
}
