//! A conversation without its messages, next to which each message can be read on its own.

use serde::de::IgnoredAny;

use super::billed_reply::{BilledReply, billed_in};
use super::conversation::{ConversationHead, ConversationSummary, RawConversation};
use super::document::{self, Malformed};
use super::fields::Fields;
use super::id::ConversationId;
use super::message::{MessageText, RawMessage};
use super::text::LossyText;
use super::usage::{ReplyUsage, Totals};

/// What stands around a conversation's messages: messages take from it what they lack.
pub struct ConversationFrame(RawConversation<IgnoredAny>);

impl ConversationFrame {
    /// Reads it from the conversation's document; messages in that do not matter.
    pub fn read(text: &str) -> Result<Self, Malformed> {
        let Fields(raw) = document::read(text, 0)?;
        Ok(Self(raw))
    }

    /// Returns what is known of a conversation with as many messages, whose replies took so much.
    pub fn summary(
        &self,
        id: ConversationId,
        message_count: usize,
        totals: Totals,
    ) -> ConversationSummary {
        ConversationSummary {
            message_count,
            totals,
            ..self.0.summary(id)
        }
    }

    /// Returns what a message counts for: what it took, and those whose place it took.
    pub fn replies_in(&self, message: &str) -> Result<Vec<ReplyUsage>, Malformed> {
        let Fields::<RawMessage<IgnoredAny>>(raw) = document::read(message, 0)?;
        Ok(raw.counted(self.0.inherited()).collect())
    }

    /// Returns the same with all that its price depends on.
    pub fn billed_replies_in(&self, message: &str) -> Result<Vec<BilledReply>, Malformed> {
        billed_in(message, self.0.inherited())
    }

    /// Does both of the other two in one pass: hands a message to `visit`, and returns what it counts for.
    pub fn take_message(
        &self,
        message: &str,
        visit: impl FnOnce(&MessageText<'_>),
    ) -> Result<Vec<ReplyUsage>, Malformed> {
        let Fields::<RawMessage<LossyText<'_>>>(raw) = document::read(message, 0)?;
        visit(&raw.text(1, self.0.inherited()));
        Ok(raw.counted(self.0.inherited()).collect())
    }

    /// Hands a message to `visit`, as it is searched; it is the conversation's `number`th.
    pub fn visit_message(
        &self,
        message: &str,
        number: usize,
        visit: impl FnOnce(ConversationHead<'_>, &MessageText<'_>),
    ) -> Result<(), Malformed> {
        let Fields::<RawMessage<LossyText<'_>>>(raw) = document::read(message, 0)?;
        visit(self.0.head(), &raw.text(number, self.0.inherited()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, replies_in, visit_messages};

    const TEXT: &str = r#"{"title":"T","provider":"openai","model":"m","tags":["x"],
        "timestamp":"2026-02-09T14:03:11.651429","messages":[
        {"role":"user","content":"a \ud83d b"},
        {"role":"assistant","content":"b","input_tokens":3,"output_tokens":4,"cost":0.5,"model":"o3"},
        {"role":"assistant","content":"c","total_tokens":9,"replaced_replies":[{"cost":1},{}]}]}"#;

    #[test]
    fn messages_read_one_by_one_are_what_they_are_together() {
        let document = Document::parse(TEXT).expect("an object");
        let (frame, messages) = document.without_elements("messages").expect("an array");
        let frame = ConversationFrame::read(frame.as_str()).expect("a conversation");
        let mut replies = Vec::new();
        let mut texts = Vec::new();
        for (at, message) in messages.iter().enumerate() {
            replies.extend(frame.replies_in(message).expect("a message"));
            let seen = |head: ConversationHead<'_>, text: &MessageText<'_>| {
                texts.push(format!("{head:?} {text:?}"));
            };
            frame
                .visit_message(message, at + 1, seen)
                .expect("a message");
        }
        assert_eq!(replies, replies_in(TEXT, 0).expect("a conversation"));
        let mut together = Vec::new();
        visit_messages(TEXT, 0, &mut |head, text| {
            together.push(format!("{head:?} {text:?}"));
        })
        .expect("a conversation");
        assert_eq!(texts, together);
        let mut totals = Totals::default();
        replies.iter().for_each(|reply| totals.add(reply));
        let id = || ConversationId::new("c1");
        assert_eq!(
            frame.summary(id(), 3, totals),
            ConversationSummary::from_document(id(), TEXT, 0).expect("a conversation")
        );
    }
}
