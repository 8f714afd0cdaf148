//! What is asked of a model, in the same words for every provider.

use std::borrow::Cow;
use std::sync::Arc;

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
    /// How hard to think before the reply, for models that can.
    pub effort: Option<Effort>,
    /// How many tokens to think with at most, for models that take a number.
    pub thinking_tokens: Option<u32>,
    /// What a reply in JSON must look like: a JSON Schema, as text.
    pub schema: Option<String>,
    /// Whether the model is one of OpenAI's that have no chat completions, only responses.
    pub needs_responses: bool,
    /// The most tokens that the model can answer with, as far as known: Anthropic wants a limit with every request.
    pub model_limit: Option<u32>,
    /// Whether the reply is wanted piece by piece. Some servers ignore this, and both forms are understood either way.
    pub stream: bool,
}

impl ChatRequest {
    /// Returns all instructions: those before the conversation, and behind them those that stand in the midst of it. Empty
    /// if there are none.
    pub(super) fn instructions(&self) -> Cow<'_, str> {
        let inside = self.messages.iter().filter_map(|message| {
            (message.role == Role::System).then_some(message.content.as_str())
        });
        let all = self.system.as_deref().into_iter().chain(inside);
        let mut all = all.filter(|text| !text.trim().is_empty());
        let first = all.next().unwrap_or_default();
        all.fold(Cow::Borrowed(first), |before, text| {
            Cow::Owned(format!("{before}\n\n{text}"))
        })
    }
}

/// One message of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Who wrote it.
    pub role: Role,
    /// Its text.
    pub content: String,
    /// What goes along with it.
    pub attachments: Vec<Attachment>,
}

impl ChatMessage {
    /// Makes a message of the user.
    pub fn user(content: impl Into<String>) -> Self {
        Self {
            role: Role::User,
            content: content.into(),
            attachments: Vec::new(),
        }
    }
}

/// How hard a model is to think, in the words of OpenAI, of which other providers know some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effort {
    /// Not at all.
    None,
    /// As little as it can.
    Minimal,
    /// A little.
    Low,
    /// As it thinks of itself.
    Medium,
    /// Much.
    High,
    /// Very much.
    XHigh,
    /// As much as it can.
    Max,
}

impl Effort {
    /// All of them, the least first.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Minimal,
        Self::Low,
        Self::Medium,
        Self::High,
        Self::XHigh,
        Self::Max,
    ];

    /// Returns its name on the command line and on OpenAI's wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::XHigh => "xhigh",
            Self::Max => "max",
        }
    }
}

/// A file that goes along with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called, without folders.
    pub name: String,
    /// What it holds.
    pub media_type: MediaType,
    /// Its content; shared, because a request may be made more than once.
    pub content: Arc<[u8]>,
}

/// What models can look at besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// An image.
    Gif,
    /// An image.
    Jpeg,
    /// An image.
    Png,
    /// An image.
    WebP,
    /// A document.
    Pdf,
}

impl MediaType {
    /// Tells from its first bytes what a file holds; `None` for what models do not take.
    pub fn of(content: &[u8]) -> Option<Self> {
        // The marks are those of the formats' own specifications.
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if content.starts_with(b"GIF87a") || content.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if content.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// Returns its name among the media types of the Internet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether it is an image.
    pub fn is_image(self) -> bool {
        self != Self::Pdf
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_from_content_alone() {
        let webp = b"RIFF\x24\0\0\0WEBPVP8 ";
        assert_eq!(MediaType::of(webp), Some(MediaType::WebP));
        assert_eq!(MediaType::of(b"%PDF-1.7\n"), Some(MediaType::Pdf));
        assert_eq!(MediaType::of(b"GIF89a"), Some(MediaType::Gif));
        for other in [&b""[..], b"RIFF\0\0\0\0WAVE", b"plain text", b"\x89PN"] {
            assert_eq!(MediaType::of(other), None);
        }
    }
}
