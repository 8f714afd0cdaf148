//! A question to a model: sent, its reply handed on as it comes, and both stored as one turn.
//!
//! The store is read before and written after; nothing of it is locked while the reply is awaited.

mod allowance;
mod prepare;
mod recover;
mod request;
mod sending;
mod title;

use std::time::Duration;

pub use allowance::Estimate;
pub use prepare::{DryRun, Prepared, prepare};
pub use recover::{Recovered, RecoveredTurn, recover};
pub use title::{ConversationTitled, PreparedTitle, TitleWanted, prepare_title};

use super::budgets::BudgetUse;
use super::model_choice::ModelChoice;
use crate::model::{ConversationId, ReplyFacts, User};
use crate::pricing::Priced;
use crate::providers::{Attachment, ChatRequest, Interrupter, Reply, Retry};
use crate::store::{Placed, StoreError};

/// Hears of a reply while it comes.
pub trait Listener {
    /// This model of this provider will be asked; the address is empty where nothing is sent.
    fn asking(&mut self, provider: &str, address: &str, model: &str);

    /// This is to be known of the user's budget before anything is sent.
    fn budget(&mut self, note: &BudgetNote<'_>);

    /// The request is about to be sent; the handle can end the wait from another thread.
    fn starting(&mut self, interrupter: Interrupter);

    /// The next piece of the reply's text.
    fn text(&mut self, piece: &str);

    /// An attempt failed, and another follows.
    fn retrying(&mut self, retry: &Retry);

    /// What comes cannot be kept any more until it is stored. The reply goes on.
    fn not_kept(&mut self, error: &StoreError);
}

/// What is to be known of a budget before anything is sent.
#[derive(Debug, Clone, Copy)]
pub enum BudgetNote<'a> {
    /// Little is left.
    NearlyReached {
        /// Whose it is.
        who: &'a str,
        /// What was used.
        used: &'a BudgetUse,
    },
    /// What is left pays for a reply of so many tokens and no more, so the provider is told to end it there.
    ReplyLimited {
        /// As many.
        tokens: u32,
    },
}

/// What to ask, and of whom.
#[derive(Debug, Default)]
pub struct Question {
    /// The text; of no matter where the last question is asked again.
    pub text: String,
    /// The conversation that it goes on with; a new one if `None`.
    pub conversation: Option<ConversationId>,
    /// Whether the last question of that conversation is asked again, for a reply in the place of those it has.
    pub is_again: bool,
    /// The title of a new conversation; made of the text if `None`.
    pub title: Option<String>,
    /// The model asked for.
    pub choice: ModelChoice,
    /// Files that go along.
    pub attachments: Vec<Attachment>,
    /// How the reply is wanted. Model and messages are put in when it is known which.
    pub wanted: ChatRequest,
    /// Whether question and reply are to leave nothing but their use in the store.
    pub is_unsaved: bool,
    /// Whether a model without a price may be asked for a user with a budget.
    pub is_unpriced_allowed: bool,
    /// How long to wait for the next part of the reply; the provider's own limit if `None`.
    pub timeout: Option<Duration>,
}

/// A reply, whole or not.
#[derive(Debug)]
pub struct Answered {
    /// Who asked.
    pub user: User,
    /// Whether the question was one of the conversation, asked again.
    pub is_again: bool,
    /// What became of question and reply.
    pub storing: Storing,
    /// The provider's name.
    pub provider: String,
    /// The reply.
    pub reply: Reply,
    /// What it cost; `None` if that is not known.
    pub priced: Option<Priced>,
    /// From the request to the end of the reply.
    pub duration: Duration,
}

/// What became of a question and its reply.
#[derive(Debug)]
pub enum Storing {
    /// They are in a conversation.
    Stored {
        /// Which.
        conversation: ConversationId,
        /// Where in it.
        placed: Placed,
    },
    /// The wait ended before anything had come, so there was nothing to store.
    Nothing,
    /// They were not to be stored, or there was no text; what the reply took is in the ledger.
    OnlyUse,
    /// The store did not take them.
    Failed {
        /// Why not.
        error: StoreError,
        /// Whether they are kept until [`recover`] stores them; else whoever called is the only one who has the reply.
        is_kept: bool,
    },
}

impl Answered {
    /// Returns the conversation that holds question and reply, if one does.
    pub fn conversation(&self) -> Option<&ConversationId> {
        match &self.storing {
            Storing::Stored { conversation, .. } => Some(conversation),
            Storing::Nothing | Storing::OnlyUse | Storing::Failed { .. } => None,
        }
    }

    /// Returns where in a conversation they are, if they are in one.
    pub fn placed(&self) -> Option<Placed> {
        match &self.storing {
            Storing::Stored { placed, .. } => Some(*placed),
            Storing::Nothing | Storing::OnlyUse | Storing::Failed { .. } => None,
        }
    }

    /// Whether the wait ended before any text had come.
    pub fn is_without_text(&self) -> bool {
        self.reply.is_cut() && self.reply.text.is_empty()
    }

    /// Whether what the reply cost is known, and in the store.
    fn is_billed(&self) -> bool {
        let is_stored = matches!(self.storing, Storing::Stored { .. } | Storing::OnlyUse);
        is_stored && self.priced.is_some()
    }

    /// Returns what a message keeps of the reply besides its text.
    fn facts(&self) -> ReplyFacts {
        ReplyFacts {
            provider: self.provider.clone(),
            model: self.reply.model.clone(),
            usage: self.reply.usage,
            cost: self.priced.as_ref().map(|priced| priced.cost),
            service_tier: self.reply.service_tier.clone(),
            priced_as: self
                .priced
                .as_ref()
                .map(|priced| (priced.label(), priced.price_from.map(|day| day.to_string()))),
            finish: self.reply.finish.clone(),
            is_interrupted: self.reply.is_cut(),
            is_error: false,
        }
    }
}
