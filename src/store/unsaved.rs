//! Turns that are asked and not stored yet, kept so that even a killed process loses no reply that was paid for.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::TurnTarget;
use super::error::{Damage, StoreResult};
use crate::model::{
    ConversationId, NewConversation, NewMessage, ReplyFacts, ReplyPlace, Role, Turn, UserId,
    as_rfc3339,
};

/// What is known of a turn before its reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who asks.
    pub user: UserId,
    /// Where the turn goes.
    pub conversation: ConversationId,
    /// The title of the conversation if it is to be a new one.
    pub new_title: Option<String>,
    /// Where the reply goes, if the question is one of the conversation that is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<ReplyPlace>,
    /// The question.
    pub question: String,
    /// When it is asked.
    #[serde(with = "as_rfc3339")]
    pub at: DateTime<Utc>,
    /// Who answers.
    pub provider: String,
    /// The model, as it is asked for.
    pub model: String,
}

impl Asked {
    /// Returns where the turn goes.
    pub fn target(&self) -> TurnTarget {
        let id = self.conversation.clone();
        match (&self.new_title, &self.again) {
            (Some(title), _) => TurnTarget::New(NewConversation {
                id,
                title: title.clone(),
                provider: self.provider.clone(),
                model: self.model.clone(),
                at: self.at,
            }),
            (None, Some(place)) => TurnTarget::Again(id, place.clone()),
            (None, None) => TurnTarget::Existing(id),
        }
    }

    /// Makes the turn of the question and its reply, which ended at `end`.
    pub fn turn(&self, reply: &str, facts: ReplyFacts, end: DateTime<Utc>) -> Turn {
        let question = NewMessage {
            role: Role::User,
            content: self.question.clone(),
            at: self.at,
            reply: None,
        };
        let answer = NewMessage {
            role: Role::Assistant,
            content: reply.to_owned(),
            at: end,
            reply: Some(facts),
        };
        Turn {
            messages: vec![question, answer],
        }
    }
}

/// A turn whose reply is on its way, kept piece by piece. Dropped, it stays for [`Store::unsaved_turns`].
///
/// [`Store::unsaved_turns`]: super::Store::unsaved_turns
pub trait UnsavedTurn {
    /// Keeps the next piece of the reply.
    fn text(&mut self, piece: &str) -> StoreResult<()>;

    /// Keeps what became known at the end of the reply.
    fn end(&mut self, facts: &ReplyFacts, at: DateTime<Utc>) -> StoreResult<()>;

    /// Forgets the turn: it is stored, or there is nothing to store.
    fn forget(self: Box<Self>) -> StoreResult<()>;
}

/// A turn that a process left unsaved.
#[derive(Debug)]
pub struct FoundTurn {
    /// Where it is kept.
    pub place: PathBuf,
    /// What was kept, unless it cannot be read; `None` if its process ended before anything was.
    pub content: Result<Option<KeptTurn>, Damage>,
}

/// What was kept of a turn.
#[derive(Debug, Clone)]
pub struct KeptTurn {
    /// The question, and where the turn goes.
    pub asked: Asked,
    /// The reply as far as it came; may be empty.
    pub reply: String,
    /// What became known at its end, and when that was; `None` if the end was not seen.
    pub end: Option<(ReplyFacts, DateTime<Utc>)>,
}

impl KeptTurn {
    /// Whether there is something of a reply: text, or an end that says what it took.
    pub fn is_worth_keeping(&self) -> bool {
        !self.reply.is_empty() || self.end.is_some()
    }

    /// Whether the reply is whole.
    pub fn is_whole(&self) -> bool {
        let end = self.end.as_ref();
        end.is_some_and(|(facts, _)| !facts.is_interrupted)
    }
}
