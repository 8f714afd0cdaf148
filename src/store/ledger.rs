//! The ledger: what deleted conversations and users had used, without any of their content.
//!
//! An entry counts only while its conversation is absent. So entries can be written before what they stand for is
//! deleted: a crash in between, or a restore that brings the conversation back, never counts anything twice.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::model::{
    BilledReply, ConversationId, Fields, Malformed, Moment, PriceBasis, RecordedCost, ReplyUsage,
    UsageDetails, UserId, document, rfc3339,
};

/// One reply of a conversation that was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Whose it was.
    pub user: UserId,
    /// The conversation.
    pub conversation: ConversationId,
    /// What the reply took.
    pub reply: ReplyUsage,
    /// What else its price depends on.
    pub basis: PriceBasis,
}

/// An entry as a line of JSON. Field names and order are part of the backup format.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    user: Cow<'a, str>,
    conversation: Cow<'a, str>,
    provider: Cow<'a, str>,
    model: Cow<'a, str>,
    timestamp: Option<Cow<'a, str>>,
    input_tokens: u64,
    output_tokens: u64,
    total_tokens: u64,
    #[serde(
        default,
        serialize_with = "cost_as_recorded",
        skip_serializing_if = "is_missing"
    )]
    cost: RecordedCost,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_error: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    #[serde(default, skip_serializing_if = "UsageDetails::is_empty")]
    usage: UsageDetails,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service_tier: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priced_as: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    price_from: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    tokens_unknown: bool,
}

fn is_missing(cost: &RecordedCost) -> bool {
    *cost == RecordedCost::Missing
}

/// Writes what no amount could be read from as text, which reads back as just that.
fn cost_as_recorded<S: Serializer>(cost: &RecordedCost, serializer: S) -> Result<S::Ok, S::Error> {
    match cost.known() {
        Some(cost) => cost.serialize(serializer),
        None => "unreadable".serialize(serializer),
    }
}

impl LedgerEntry {
    /// Writes the entry as a line, with its line break.
    pub fn to_line(&self) -> String {
        let (reply, basis) = (&self.reply, &self.basis);
        let line = Line {
            user: self.user.as_str().into(),
            conversation: self.conversation.as_str().into(),
            provider: reply.provider.as_str().into(),
            model: reply.model.as_str().into(),
            timestamp: reply.at.map(|at| match at {
                Moment::Naive(local) => local.format("%Y-%m-%dT%H:%M:%S%.f").to_string().into(),
                Moment::Utc(time) => rfc3339(time).into(),
            }),
            input_tokens: reply.input_tokens,
            output_tokens: reply.output_tokens,
            total_tokens: reply.total_tokens,
            cost: reply.cost,
            is_error: reply.is_error,
            interrupted: reply.is_interrupted,
            usage: basis.details,
            service_tier: basis.service_tier.as_deref().map(Cow::from),
            priced_as: basis.priced_as.as_deref().map(Cow::from),
            price_from: basis.price_from.map(|day| day.to_string().into()),
            tokens_unknown: basis.has_unknown_tokens,
        };
        let mut text = serde_json::to_string(&line)
            .expect("a line has text keys and no floating-point numbers");
        text.push('\n');
        text
    }

    /// Makes the entries of a conversation with these replies.
    pub fn all_of<'a>(
        user: &'a UserId,
        conversation: &'a ConversationId,
        replies: Vec<BilledReply>,
    ) -> impl Iterator<Item = Self> + use<'a> {
        let entry = |BilledReply { usage, basis }| Self {
            user: user.clone(),
            conversation: conversation.clone(),
            reply: usage,
            basis,
        };
        replies.into_iter().map(entry)
    }

    /// Makes the entry of a reply that no message holds. It stands under an id that no conversation ever has, so it always
    /// counts.
    pub fn of_use(user: &UserId, reply: &BilledReply) -> Self {
        Self {
            user: user.clone(),
            conversation: ConversationId::new(format!("use-{}", ConversationId::random())),
            reply: reply.usage.clone(),
            basis: reply.basis.clone(),
        }
    }

    /// Makes the entries of replies that went with this text of a conversation, which is there with another text now. They
    /// stand under an id of their own, as those of the conversation do not count while it is there; it is the same each time,
    /// so that what is noted twice counts once.
    pub fn of_replaced(
        user: &UserId,
        conversation: &ConversationId,
        text: &str,
        replies: Vec<BilledReply>,
    ) -> Vec<Self> {
        let mut digest = Sha256::new();
        digest.update(conversation.as_str());
        digest.update([0]);
        digest.update(text);
        let name = format!("use-{:x}", digest.finalize());
        Self::all_of(user, &ConversationId::new(name), replies).collect()
    }

    /// Returns the id under which entries always count that counted under this one, and would not any more: no conversation ever
    /// has it, and it is the same each time.
    pub fn lasting_id(user: &UserId, conversation: &ConversationId) -> ConversationId {
        let mut digest = Sha256::new();
        digest.update("merged");
        for part in [user.as_str(), conversation.as_str()] {
            digest.update([0]);
            digest.update(part);
        }
        ConversationId::new(format!("use-{:x}", digest.finalize()))
    }

    /// Unites two ledgers. Of a conversation that both know, the entries of `newer` stay, for each is complete.
    pub fn united(older: &[Self], newer: &[Self]) -> Vec<Self> {
        let known: HashSet<_> = newer
            .iter()
            .map(|entry| (&entry.user, &entry.conversation))
            .collect();
        let is_unknown = |entry: &&Self| !known.contains(&(&entry.user, &entry.conversation));
        older
            .iter()
            .filter(is_unknown)
            .chain(newer)
            .cloned()
            .collect()
    }

    /// Reads a whole ledger. Offsets of errors count from its start.
    pub fn read_all(text: &str) -> Result<Vec<Self>, Malformed> {
        let mut entries = Vec::new();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() {
                entries.push(Self::read_line(line, offset)?);
            }
            offset += line.len();
        }
        Ok(entries)
    }

    /// Reads the lines that are whole, for where a damaged ledger must not stop everything. Returns how many are not, too.
    pub fn read_sound(bytes: &[u8]) -> (Vec<Self>, usize) {
        let lines = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty());
        let mut damaged = 0;
        let entries = lines.filter_map(|line| {
            let text = std::str::from_utf8(line).ok();
            let entry = text.and_then(|text| Self::read_line(text, 0).ok());
            damaged += usize::from(entry.is_none());
            entry
        });
        (entries.collect(), damaged)
    }

    fn read_line(text: &str, offset: usize) -> Result<Self, Malformed> {
        let Fields::<Line<'_>>(line) = document::read(text, offset)?;
        let user = UserId::parse(&line.user).map_err(|error| Malformed {
            offset,
            reason: error.to_string(),
        })?;
        Ok(Self {
            user,
            conversation: ConversationId::new(line.conversation),
            reply: ReplyUsage {
                provider: line.provider.into_owned(),
                model: line.model.into_owned(),
                at: line.timestamp.and_then(|text| Moment::parse(&text)),
                input_tokens: line.input_tokens,
                output_tokens: line.output_tokens,
                total_tokens: line.total_tokens,
                cost: line.cost,
                is_error: line.is_error,
                is_interrupted: line.interrupted,
            },
            basis: PriceBasis {
                details: line.usage,
                service_tier: line.service_tier.map(Cow::into_owned),
                priced_as: line.priced_as.map(Cow::into_owned),
                price_from: line.price_from.and_then(|day| day.parse().ok()),
                has_unknown_tokens: line.tokens_unknown,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::model::Cost;

    fn entry(at: &str, cost: RecordedCost) -> LedgerEntry {
        LedgerEntry {
            user: UserId::parse("u1").expect("an id"),
            conversation: ConversationId::new("c1"),
            reply: ReplyUsage {
                provider: "openai".to_owned(),
                model: "gpt-4o".to_owned(),
                at: Moment::parse(at),
                input_tokens: 1,
                output_tokens: 2,
                total_tokens: 3,
                cost,
                is_error: false,
                is_interrupted: true,
            },
            basis: PriceBasis::default(),
        }
    }

    #[test]
    fn entries_are_read_back_as_they_were() {
        let known = RecordedCost::Known(Cost::parse("0.000000000000000000012").expect("a cost"));
        let entries = [
            entry("2026-02-09T14:03:11.651429", known),
            entry("2026-02-09T14:03:11Z", RecordedCost::Missing),
            entry("never", RecordedCost::Unreadable),
            LedgerEntry {
                basis: PriceBasis {
                    details: UsageDetails {
                        cached: 1,
                        ..UsageDetails::default()
                    },
                    service_tier: Some("flex".to_owned()),
                    priced_as: Some("gpt-4o".to_owned()),
                    price_from: NaiveDate::from_ymd_opt(2026, 8, 21),
                    has_unknown_tokens: true,
                },
                ..entry("", RecordedCost::Missing)
            },
        ];
        let text: String = entries.iter().map(LedgerEntry::to_line).collect();
        assert_eq!(LedgerEntry::read_all(&text).expect("a ledger"), entries);
    }

    #[test]
    fn the_newer_entries_of_a_conversation_replace_the_older() {
        let (old, new) = (
            entry("2026-01-01T00:00:00Z", RecordedCost::Missing),
            entry("", RecordedCost::Missing),
        );
        let mut other = old.clone();
        other.conversation = ConversationId::new("c2");
        let united = LedgerEntry::united(&[old, other.clone()], std::slice::from_ref(&new));
        assert_eq!(united, [other, new]);
    }

    #[test]
    fn a_torn_line_is_named_by_its_place() {
        let text = entry("", RecordedCost::Missing).to_line();
        let torn = format!("{text}{}", &text[..20]);
        let error = LedgerEntry::read_all(&torn).expect_err("torn");
        assert!(error.offset >= text.len(), "{error}");
        let (sound, damaged) = LedgerEntry::read_sound(torn.as_bytes());
        assert_eq!((sound.len(), damaged), (1, 1));
    }
}
