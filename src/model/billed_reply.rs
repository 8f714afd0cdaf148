//! A reply with all that its price depends on: what it took, in which parts, and how it was served.
//!
//! Sums of usage need none of that, and millions of messages are read for them. So it is read apart, for those who work out
//! prices anew and for the ledger, which outlives the message.

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::conversation::RawConversation;
use super::document::{self, Malformed};
use super::fields::Fields;
use super::message::RawMessage;
use super::text::LossyText;
use super::usage::{ReplyUsage, Usage, UsageDetails};

/// What one reply took, and what its price was or can be worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilledReply {
    /// What it took.
    pub usage: ReplyUsage,
    /// What else its price depends on.
    pub basis: PriceBasis,
}

/// What the price of a reply depends on besides its model, its time and how many tokens it took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceBasis {
    /// Parts of the tokens that have prices of their own.
    pub details: UsageDetails,
    /// The service tier that the response named.
    pub service_tier: Option<String>,
    /// The model in the table of prices that it was priced as, if it was.
    pub priced_as: Option<String>,
    /// The day from which those prices held; `None` if they held from the start, or if it was not priced.
    pub price_from: Option<NaiveDate>,
    /// Whether some of what it took is not known: the input, the output or the parts.
    pub has_unknown_tokens: bool,
}

impl BilledReply {
    /// Returns its tokens; `None` if some of them are not known.
    pub fn tokens(&self) -> Option<Usage> {
        (!self.basis.has_unknown_tokens).then_some(Usage {
            input: self.usage.input_tokens,
            output: Some(self.usage.output_tokens),
            details: self.basis.details,
        })
    }
}

/// What the replies of a conversation were billed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilledConversation {
    /// The conversation's tags.
    pub tags: Vec<String>,
    /// Its replies, in order, those that others took the place of before these.
    pub replies: Vec<BilledReply>,
}

impl BilledConversation {
    /// Reads it from the conversation's document, which stands at byte `base` of its file.
    pub fn from_document(text: &str, base: usize) -> Result<Self, Malformed> {
        let Fields::<RawConversation<IgnoredAny>>(raw) = document::read(text, base)?;
        let Fields::<RawBases<'_>>(bases) = document::read(text, base)?;
        let messages = raw.messages().zip(&bases.messages);
        let replies = messages
            .flat_map(|(message, Fields(basis))| billed(message, basis, raw.inherited()))
            .collect();
        Ok(Self {
            tags: raw.head().tags.to_vec(),
            replies,
        })
    }
}

/// Reads what a message of such a conversation counts for; see [`ConversationFrame`](super::ConversationFrame).
pub(super) fn billed_in(
    message: &str,
    inherited: super::message::Inherited<'_>,
) -> Result<Vec<BilledReply>, Malformed> {
    let Fields::<RawMessage<IgnoredAny>>(raw) = document::read(message, 0)?;
    let Fields::<RawBasis<'_>>(basis) = document::read(message, 0)?;
    Ok(billed(&raw, &basis, inherited).collect())
}

/// Puts both together: of a message that counts come the replies whose place it took, and then itself.
fn billed<'m>(
    message: &'m RawMessage<IgnoredAny>,
    basis: &'m RawBasis<'_>,
    inherited: super::message::Inherited<'m>,
) -> impl Iterator<Item = BilledReply> + 'm {
    let replaced = basis.replaced_replies.iter().map(|Fields(basis)| basis);
    let bases = replaced.chain([basis]);
    message
        .counted(inherited)
        .zip(bases)
        .map(|(usage, basis)| BilledReply {
            usage,
            basis: basis.read(),
        })
}

/// What is read of a conversation beside what sums are made of.
#[derive(Deserialize)]
struct RawBases<'a> {
    #[serde(borrow, default = "Vec::new")]
    messages: Vec<Fields<RawBasis<'a>>>,
}

/// The fields of a message that its price depends on. Others than ours may have other things by these names, which must not
/// keep anything else of the conversation from being read.
#[derive(Deserialize)]
struct RawBasis<'a> {
    #[serde(default)]
    input_tokens: Option<IgnoredAny>,
    #[serde(default)]
    output_tokens: Option<IgnoredAny>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    service_tier: Option<&'a RawValue>,
    #[serde(borrow, default)]
    priced_as: Option<&'a RawValue>,
    #[serde(borrow, default)]
    price_from: Option<&'a RawValue>,
    #[serde(borrow, default = "Vec::new")]
    replaced_replies: Vec<Fields<RawBasis<'a>>>,
}

impl RawBasis<'_> {
    fn read(&self) -> PriceBasis {
        let text = |raw: Option<&RawValue>| {
            let read = document::read::<LossyText<'_>>(raw?.get(), 0).ok()?;
            Some(read.0.into_owned())
        };
        let details = self.usage.map(|raw| document::read(raw.get(), 0));
        let details = details.map(|read| read.map(|Fields::<UsageDetails>(details)| details));
        let has_counts = self.input_tokens.is_some() && self.output_tokens.is_some();
        PriceBasis {
            has_unknown_tokens: !has_counts || matches!(details, Some(Err(_))),
            details: details.and_then(Result::ok).unwrap_or_default(),
            service_tier: text(self.service_tier),
            priced_as: text(self.priced_as),
            price_from: text(self.price_from).and_then(|day| day.parse().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConversationFrame, Document, replies_in};

    const TEXT: &str = r#"{"title":"T","provider":"openai","model":"m","tags":["x"],"messages":[
        {"role":"user","content":"a","usage":{"cached":9}},
        {"role":"assistant","content":"b","input_tokens":30,"output_tokens":4,"cost":0.5,
         "usage":{"cached":10,"written_1h":5,"theirs":[1]},"service_tier":"flex","priced_as":"m-1 \ud83d","price_from":"2026-08-21",
         "replaced_replies":[{"input_tokens":1,"output_tokens":2,"usage":{"reasoning":1}},{"input_tokens":1}]},
        {"role":"assistant","content":"copy","input_tokens":3,"output_tokens":4,"copied_from":{},"replaced_replies":[{}]},
        {"role":"assistant","content":"theirs","input_tokens":3,"output_tokens":4,"usage":{"cached":"3"},"service_tier":7},
        {"role":"assistant","content":"null","input_tokens":3,"output_tokens":4,"usage":null,"price_from":"then"}]}"#;

    #[test]
    fn a_reply_is_read_with_its_parts_and_how_it_was_served() {
        let read = BilledConversation::from_document(TEXT, 0).expect("a conversation");
        assert_eq!(read.tags, ["x"]);
        let usages: Vec<_> = read.replies.iter().map(|it| it.usage.clone()).collect();
        assert_eq!(usages, replies_in(TEXT, 0).expect("a conversation"));
        let [first, second, reply, theirs, plain] = &read.replies[..] else {
            panic!("{read:?}");
        };
        assert_eq!(first.basis.details.reasoning, 1);
        assert_eq!(first.tokens().expect("known").output, Some(2));
        assert_eq!(second.tokens(), None, "its output is not known");
        let basis = PriceBasis {
            details: UsageDetails {
                cached: 10,
                written_1h: 5,
                ..UsageDetails::default()
            },
            service_tier: Some("flex".to_owned()),
            priced_as: Some("m-1 \u{FFFD}".to_owned()),
            price_from: NaiveDate::from_ymd_opt(2026, 8, 21),
            has_unknown_tokens: false,
        };
        assert_eq!(reply.basis, basis);
        assert_eq!(theirs.tokens(), None, "its parts cannot be told");
        assert_eq!(theirs.basis.service_tier, None);
        assert_eq!(plain.basis, PriceBasis::default());
    }

    #[test]
    fn messages_read_one_by_one_are_what_they_are_together() {
        let document = Document::parse(TEXT).expect("an object");
        let (frame, messages) = document.without_elements("messages").expect("an array");
        let frame = ConversationFrame::read(frame.as_str()).expect("a conversation");
        let mut replies = Vec::new();
        for message in &messages {
            replies.extend(frame.billed_replies_in(message).expect("a message"));
        }
        let together = BilledConversation::from_document(TEXT, 0).expect("a conversation");
        assert_eq!(replies, together.replies);
    }
}
