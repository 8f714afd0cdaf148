//! All that comes before a question is sent: nothing that can be known to fail may be paid for.

use std::sync::Arc;
use std::time::Duration;

use super::request::request;
use super::{Estimate, Listener, Question};
use crate::actions::endpoints::{Endpoints, Reach};
use crate::actions::{ActionError, ActionResult, budgets, model_choice};
use crate::model::{
    Budget, Clock, Conversation, ConversationId, LastQuestion, Message, NewConversation, User,
};
use crate::pricing::PriceTable;
use crate::providers::{self, Attachment, ChatRequest, Preview, Provider, SystemTiming};
use crate::secrets::KeyRing;
use crate::store::{Asked, Store, StoreError};

/// A question that is ready to be sent.
pub struct Prepared {
    pub(super) user: User,
    pub(super) asked: Asked,
    pub(super) request: ChatRequest,
    pub(super) provider: Arc<dyn Provider>,
    /// Empty where nothing is sent.
    pub(super) address: String,
    pub(super) is_unsaved: bool,
    pub(super) prices: PriceTable,
    pub(super) budget: Option<Budget>,
    pub(super) is_unpriced_allowed: bool,
    /// The most tokens of a reply that was not limited, as far as known.
    pub(super) usual_limit: Option<u32>,
    /// How long the next part of the reply is waited for.
    pub(super) patience: Duration,
}

/// What would be sent.
#[derive(Debug)]
pub struct DryRun {
    /// The request, but for the key; `None` where nothing is sent.
    pub preview: Option<Preview>,
    /// What it takes at most.
    pub estimate: Estimate,
}

/// Makes a question ready. For a disabled user, a store that would not take the reply, or without a key that is needed,
/// that fails.
pub fn prepare(
    store: &dyn Store,
    user: User,
    mut question: Question,
    keys: &KeyRing<'_>,
    endpoints: &dyn Endpoints,
    prices: &PriceTable,
    clock: &dyn Clock,
) -> ActionResult<Prepared> {
    if user.is_disabled {
        return Err(ActionError::Disabled { who: user.email });
    }
    let budget = budgets::of(&user)?;
    let present = question
        .conversation
        .as_ref()
        .map(|id| store.conversation(&user.id, id))
        .transpose()?;
    if present.is_none() && !question.is_unsaved {
        check_room(store, &user)?;
    }
    let again = match (&present, question.is_again) {
        (Some(present), true) => Some(question_of(present)?),
        _ => None,
    };
    if let Some(again) = &again {
        question.text.clone_from(&again.text);
    }
    let (provider, model) =
        model_choice::choose(&question.choice, present.as_ref(), endpoints, prices)?;
    let reach = Reach {
        store,
        keys,
        endpoints,
        timeout: question.timeout,
    };
    let endpoint = reach.for_user(&user.id, &provider)?;
    let (address, kind) = (endpoint.base_url.clone(), endpoint.kind);
    let patience = endpoint.timeouts.read;
    let opened = providers::open(endpoint, Arc::new(SystemTiming))?;
    let known = model_choice::known(prices, kind, &provider, &model);
    let request = ChatRequest {
        needs_responses: known.is_some_and(|known| model_choice::needs_responses(kind, known)),
        model_limit: known.and_then(|known| u32::try_from(known.max_output?).ok()),
        ..request(
            &question,
            said_before(present.as_ref(), again.as_ref()),
            &model,
        )
    };
    let usual_limit = request.model_limit.or(kind.default_max_tokens());
    let title = || NewConversation::title_of(&question.text);
    let (conversation, new_title) = match question.conversation {
        Some(id) => (id, None),
        None => (
            ConversationId::random(),
            Some(question.title.unwrap_or_else(title)),
        ),
    };
    let asked = Asked {
        user: user.id.clone(),
        conversation,
        new_title,
        again: again.map(|again| again.place),
        question: as_stored(question.text, &question.attachments),
        at: clock.now(),
        provider,
        model,
    };
    Ok(Prepared {
        user,
        asked,
        request,
        provider: opened,
        address,
        is_unsaved: question.is_unsaved,
        prices: prices.clone(),
        budget,
        is_unpriced_allowed: question.is_unpriced_allowed,
        usual_limit,
        patience,
    })
}

impl Prepared {
    /// Shows what would be sent, and what that would take. Refuses what [`send`](Self::send) would refuse for want of money,
    /// and reserves nothing.
    pub fn dry_run(
        mut self,
        store: &dyn Store,
        clock: &dyn Clock,
        listener: &mut dyn Listener,
    ) -> ActionResult<DryRun> {
        if let Some(budget) = self.budget {
            self.limit(store, budget, clock.now(), listener)?;
        }
        Ok(DryRun {
            preview: self.provider.preview(&self.request)?,
            estimate: self.estimate(),
        })
    }

    /// Whether files went along with the question when it was asked first, which are not stored and so do not go along now.
    pub fn lacks_attachments(&self) -> bool {
        self.asked.again.is_some() && self.asked.question.contains(ATTACHED)
    }
}

/// What stands before the name of a file that went along with a question.
const ATTACHED: &str = "\n\n[attached: ";

/// Makes sure, before anything is paid for, that the user's conversations are not so damaged that none can be added.
fn check_room(store: &dyn Store, user: &User) -> ActionResult<()> {
    // Looking for one that is not there reads as much as adding it does.
    match store.conversation(&user.id, &ConversationId::random()) {
        Ok(_) | Err(StoreError::ConversationNotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Finds the question that is asked again.
fn question_of(conversation: &Conversation) -> ActionResult<LastQuestion> {
    let question = conversation.last_question();
    question.ok_or_else(|| ActionError::NothingAsked {
        conversation: conversation.summary.id.clone(),
    })
}

/// Returns the messages that come before the question.
fn said_before<'c>(
    present: Option<&'c Conversation>,
    again: Option<&LastQuestion>,
) -> &'c [Message] {
    let said = present.map_or(&[][..], |present| &present.messages);
    match again {
        Some(question) => &said[..question.number - 1],
        None => said,
    }
}

/// Stored conversations hold text alone; of a file they say that it was there.
fn as_stored(question: String, attachments: &[Attachment]) -> String {
    attachments.iter().fold(question, |text, attachment| {
        format!("{text}{ATTACHED}{}]", attachment.name)
    })
}
