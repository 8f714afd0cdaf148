//! A question that is asked again: where its reply goes, and what that keeps of the replies before it.
//!
//! Everything is in the message that takes the place: so the bill is right at any moment, whatever is cut short, written
//! back from a stale copy, copied or restored.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::compact::compacted;
use super::conversation::Conversation;
use super::document::{Document, Malformed};
use super::message::{Message, Role};
use super::moment::{Moment, rfc3339};
use super::turn::NewMessage;
use super::usage::ReplyUsage;

/// The last question of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastQuestion {
    /// Its number, counted from 1.
    pub number: usize,
    /// Its text, with lone surrogates replaced.
    pub text: String,
    /// Where a reply to it goes.
    pub place: ReplyPlace,
    /// Whether there is a reply to it that is neither an error, nor cut off, nor empty.
    pub has_whole_reply: bool,
}

/// The end of a conversation from its last question on, recognised by a digest: where the reply to that question goes, as
/// long as nobody changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReplyPlace(String);

impl Conversation {
    /// Finds the last question; `None` if there is none, or if something else than replies comes after it.
    pub fn last_question(&self) -> Option<LastQuestion> {
        let is_question = |message: &Message| message.role == Role::User;
        let at = self.messages.iter().rposition(is_question)?;
        let (question, replies) = self.messages[at..].split_first()?;
        if replies.iter().any(|reply| reply.role != Role::Assistant) {
            return None;
        }
        Some(LastQuestion {
            number: at + 1,
            text: question.content.clone(),
            place: ReplyPlace::of(&self.messages[at..]),
            has_whole_reply: replies.iter().any(is_whole),
        })
    }
}

fn is_whole(message: &Message) -> bool {
    let is_sound = |reply: &ReplyUsage| !reply.is_error && !reply.is_interrupted;
    !message.content.is_empty() && message.reply().is_some_and(is_sound)
}

impl ReplyPlace {
    fn of(messages: &[Message]) -> Self {
        let mut digest = Sha256::new();
        for message in messages {
            let time = match message.timestamp {
                Some(Moment::Utc(time)) => rfc3339(time),
                Some(Moment::Naive(local)) => local.to_string(),
                None => String::new(),
            };
            for field in [message.role.as_str(), &message.content, &time] {
                digest.update(field.len().to_le_bytes());
                digest.update(field);
            }
        }
        Self(format!("{:x}", digest.finalize()))
    }
}

/// What is kept of a reply whose place another takes: all that its bill is made of, and nothing of its text.
const KEPT: [&str; 14] = [
    "provider",
    "model",
    "input_tokens",
    "output_tokens",
    "total_tokens",
    "cost",
    "is_error",
    "usage",
    "service_tier",
    "priced_as",
    "price_from",
    "interrupted",
    "timestamp",
    "asked_at",
];

const REPLACED: &str = "replaced_replies";

impl NewMessage {
    /// Makes the message as which this reply to a question that was asked again at `asked_at` takes the place of the
    /// `replaced` ones, given as they stand in the conversation.
    pub fn in_place_of(
        &self,
        replaced: &[&str],
        asked_at: chrono::DateTime<chrono::Utc>,
    ) -> Result<Document, Malformed> {
        let mut kept = Vec::new();
        for reply in replaced {
            let reply = Document::parse(*reply)?;
            let object = reply.object();
            // What a copy took is counted where it was copied from.
            if object.get("copied_from").is_some() {
                continue;
            }
            if let Some(earlier) = object.get(REPLACED) {
                for text in object.elements(earlier)? {
                    kept.push(Document::parse(compacted(text))?);
                }
            }
            let dropped = object.members().iter().map(|member| member.key.as_ref());
            let dropped = dropped.filter(|key| !KEPT.contains(key));
            let bare = dropped.fold(reply.clone(), |bare, key| bare.without(key));
            kept.push(Document::parse(compacted(bare.as_str()))?);
        }
        let message = Document::new(self)?.with("asked_at", &rfc3339(asked_at));
        Ok(match kept.is_empty() {
            true => message,
            false => message.with(REPLACED, &kept),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConversationId, ReplyFacts, replies_in};

    fn conversation(messages: &str) -> Conversation {
        let text = format!(r#"{{"provider":"openai","model":"gpt-4o","messages":[{messages}]}}"#);
        Conversation::from_document(ConversationId::new("c1"), &text, 0).expect("a conversation")
    }

    const QUESTION: &str = r#"{"role":"user","content":"Why?"}"#;
    const ANSWER: &str = r#"{"role":"assistant","content":"So \ud83d","total_tokens":9,"cost":0.10,"x":[1],
        "timestamp":"2026-02-09T14:03:11Z"}"#;

    fn new_reply() -> NewMessage {
        NewMessage {
            role: Role::Assistant,
            content: "Thus".to_owned(),
            at: chrono::DateTime::from_timestamp(1_770_000_001, 0).expect("a time"),
            reply: Some(ReplyFacts {
                provider: "echo".to_owned(),
                model: "echo".to_owned(),
                cost: crate::model::Cost::parse("0.02"),
                ..ReplyFacts::default()
            }),
        }
    }

    #[test]
    fn the_last_question_is_found_with_what_answers_it() {
        let found = conversation(&format!("{QUESTION},{ANSWER}")).last_question();
        let found = found.expect("there is one");
        assert_eq!((found.number, found.text.as_str()), (1, "Why?"));
        assert!(found.has_whole_reply);
        let error = r#"{"role":"assistant","content":"Error","is_error":true}"#;
        let cut = r#"{"role":"assistant","content":"E","interrupted":true}"#;
        let failed = conversation(&format!("{QUESTION},{ANSWER},{QUESTION},{error},{cut}"));
        let failed = failed.last_question().expect("there is one");
        assert_eq!((failed.number, failed.has_whole_reply), (3, false));
        assert!(conversation(QUESTION).last_question().is_some());
        for nothing in ["", ANSWER, &format!(r#"{QUESTION},{{"role":"system"}}"#)] {
            assert_eq!(conversation(nothing).last_question(), None);
        }
    }

    #[test]
    fn a_place_is_known_again_until_it_changes() {
        let place = |messages: &str| {
            let found = conversation(messages).last_question();
            found.expect("there is one").place
        };
        let before = place(&format!("{QUESTION},{ANSWER}"));
        // However the web app lays it out.
        let laid_out = format!("{QUESTION},  {}", compacted(ANSWER));
        assert_eq!(place(&laid_out), before);
        for changed in [
            format!("{QUESTION},{}", ANSWER.replace("So", "No")),
            format!("{QUESTION},{}", ANSWER.replace("11Z", "12Z")),
            format!("{QUESTION},{ANSWER},{ANSWER}"),
            QUESTION.to_owned(),
        ] {
            assert_ne!(place(&changed), before, "{changed}");
        }
    }

    #[test]
    fn a_reply_that_is_replaced_leaves_what_it_took_and_no_text() {
        let at = new_reply().at;
        let once = new_reply().in_place_of(&[ANSWER], at).expect("messages");
        let copy = r#"{"role":"assistant","content":"x","cost":5,"copied_from":{}}"#;
        let twice = new_reply()
            .in_place_of(&[once.as_str(), copy], at)
            .expect("messages");
        assert!(!twice.as_str().contains("So ") && !twice.as_str().contains("\"x\""));
        assert!(
            twice
                .as_str()
                .contains(r#"{"total_tokens":9,"cost":0.10,"timestamp":"2026-02-09T14:03:11Z"}"#),
            "{}",
            twice.as_str()
        );
        let text = format!(r#"{{"provider":"openai","messages":[{}]}}"#, twice.as_str());
        let counted = replies_in(&text, 0).expect("messages");
        let costs: Vec<_> = counted
            .iter()
            .map(|reply| {
                (
                    reply.provider.as_str(),
                    reply.cost.known().expect("known").to_string(),
                )
            })
            .collect();
        let expected = [("openai", "0.1"), ("echo", "0.02"), ("echo", "0.02")];
        assert_eq!(costs, expected.map(|(name, cost)| (name, cost.to_owned())));
        let read = Conversation::from_document(ConversationId::new("c1"), &text, 0);
        let message = &read.expect("a conversation").messages[0];
        assert_eq!(message.asked_at, Some(Moment::Utc(at)));
        assert_eq!(message.replaced[0].asked_at, None);
        assert_eq!(message.replaced[1].asked_at, Some(Moment::Utc(at)));
    }
}
