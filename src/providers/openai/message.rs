//! Messages of a request, in the shape that chat completions and responses share.

use serde::Serialize;

use crate::providers::request::{Attachment, ChatMessage};

/// A message; the two differ in how they write the parts `P` of one.
#[derive(Serialize)]
pub(super) struct WireMessage<'a, P> {
    role: &'a str,
    content: Content<'a, P>,
}

/// Plain text where nothing goes along with it, because not every server knows parts.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a, P> {
    Text(&'a str),
    Parts(Vec<P>),
}

impl<'a, P> WireMessage<'a, P> {
    /// Makes a message of text alone.
    pub(super) fn text(role: &'a str, text: &'a str) -> Self {
        Self {
            role,
            content: Content::Text(text),
        }
    }
}

impl<'a, P> From<&'a ChatMessage> for WireMessage<'a, P>
where
    P: From<&'a str> + From<&'a Attachment>,
{
    fn from(message: &'a ChatMessage) -> Self {
        let (role, text) = (message.role.as_str(), message.content.as_str());
        if message.attachments.is_empty() {
            return Self::text(role, text);
        }
        // Models do better on a question that comes behind what it is about.
        let files = message.attachments.iter().map(P::from);
        let text = (!text.is_empty()).then(|| P::from(text));
        Self {
            role,
            content: Content::Parts(files.chain(text).collect()),
        }
    }
}
