//! A question to a model: sent, its reply handed on as it comes, and both stored as one turn.
//!
//! The store is read before and written after; nothing of it is locked while the reply is awaited.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::endpoints::Endpoints;
use super::model_choice::{self, ModelChoice};
use super::{ActionError, ActionResult};
use crate::model::{
    Clock, Conversation, ConversationId, NewConversation, NewMessage, ProviderName, ReplyFacts,
    Role, Turn, User,
};
use crate::pricing::{PriceTable, Priced, ServedAs};
use crate::providers::{
    self, ChatMessage, ChatRequest, Endpoint, Event, Interrupter, Reply, ReplyStream, Retry,
    SystemTiming,
};
use crate::secrets::KeyRing;
use crate::store::{Store, StoreError, TurnTarget};

/// Hears of a reply while it comes.
pub trait Listener {
    /// This model of this provider will be asked; the address is empty where nothing is sent.
    fn asking(&mut self, provider: &str, address: &str, model: &str);

    /// The request is about to be sent; the handle can end the wait from another thread.
    fn starting(&mut self, interrupter: Interrupter);

    /// The next piece of the reply's text.
    fn text(&mut self, piece: &str);

    /// An attempt failed, and another follows.
    fn retrying(&mut self, retry: &Retry);
}

/// What to ask, and of whom.
#[derive(Debug, Default)]
pub struct Question {
    /// The text.
    pub text: String,
    /// The conversation that it goes on with; a new one if `None`.
    pub conversation: Option<ConversationId>,
    /// The title of a new conversation; made of the text if `None`.
    pub title: Option<String>,
    /// The model asked for.
    pub choice: ModelChoice,
    /// Instructions that stand before the conversation.
    pub system: Option<String>,
    /// The most tokens to answer with.
    pub max_tokens: Option<u32>,
    /// How freely to choose words.
    pub temperature: Option<f64>,
    /// Whether the reply is wanted piece by piece.
    pub is_streamed: bool,
    /// How long to wait for the next part of the reply; the provider's own limit if `None`.
    pub timeout: Option<Duration>,
}

/// A reply, whole or not.
#[derive(Debug)]
pub struct Answered {
    /// Who asked.
    pub user: User,
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
    /// They are a turn of this conversation.
    Stored(ConversationId),
    /// The wait ended before any text had come, so there was nothing to store.
    Nothing,
    /// The store did not take them: whoever called is the only one who has the reply, and was charged for it.
    Failed(StoreError),
}

/// Asks a question and stores it with its reply. A reply that was cut off is stored too, and marked.
///
/// An error means that there is no reply, and that nothing was changed: for a disabled user, or without a key that is
/// needed, nothing was sent either.
pub fn send(
    store: &dyn Store,
    user: User,
    question: Question,
    keys: &KeyRing<'_>,
    endpoints: &dyn Endpoints,
    clock: &dyn Clock,
    listener: &mut dyn Listener,
) -> ActionResult<Answered> {
    if user.is_disabled {
        return Err(ActionError::Disabled { who: user.email });
    }
    let present = question
        .conversation
        .as_ref()
        .map(|id| store.conversation(&user.id, id))
        .transpose()?;
    if present.is_none() {
        check_room(store, &user)?;
    }
    let (provider, model) = model_choice::choose(&question.choice, present.as_ref(), endpoints)?;
    let endpoint = endpoint(store, &user, &provider, question.timeout, keys, endpoints)?;
    let request = request(&question, present.as_ref(), &model);
    let (asked_at, begun) = (clock.now(), Instant::now());
    let address = endpoint.base_url.clone();
    let opened = providers::open(endpoint, Arc::new(SystemTiming))?;
    listener.asking(&provider, &address, &model);
    let reply = await_reply(opened, request, listener)?;
    let duration = begun.elapsed();
    let served = ServedAs {
        service_tier: reply.service_tier.as_deref(),
        ..ServedAs::default()
    };
    let priced = reply.usage.as_ref().and_then(|usage| {
        PriceTable::builtin().price(&provider, &reply.model, usage, asked_at, served)
    });
    let mut answered = Answered {
        user,
        storing: Storing::Nothing,
        provider,
        reply,
        priced,
        duration,
    };
    if !(answered.reply.is_cut() && answered.reply.text.is_empty()) {
        let sent = Sent {
            question,
            model,
            at: asked_at,
        };
        answered.storing = store_turn(store, &answered, sent, clock.now());
    }
    Ok(answered)
}

/// Makes sure, before anything is paid for, that the user's conversations are not so damaged that none can be added.
fn check_room(store: &dyn Store, user: &User) -> ActionResult<()> {
    // Looking for one that is not there reads as much as adding it does.
    match store.conversation(&user.id, &ConversationId::random()) {
        Ok(_) | Err(StoreError::ConversationNotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A question that was sent.
struct Sent {
    question: Question,
    /// The model as it was asked for.
    model: String,
    at: DateTime<Utc>,
}

/// Stores a question with its reply, in the conversation that it goes on with or in a new one.
fn store_turn(store: &dyn Store, answered: &Answered, sent: Sent, now: DateTime<Utc>) -> Storing {
    let Sent {
        question,
        model,
        at,
    } = sent;
    let title = || NewConversation::title_of(&question.text);
    let (id, target) = match question.conversation {
        Some(id) => (id.clone(), TurnTarget::Existing(id)),
        None => {
            let id = ConversationId::random();
            let new = NewConversation {
                id: id.clone(),
                title: question.title.unwrap_or_else(title),
                provider: answered.provider.clone(),
                model,
                at,
            };
            (id, TurnTarget::New(new))
        }
    };
    let turn = answered.turn(question.text, at, now);
    match store.append_turn(&answered.user.id, &target, &turn, now) {
        Ok(()) => Storing::Stored(id),
        Err(error) => Storing::Failed(error),
    }
}

impl Answered {
    /// Returns the conversation that holds question and reply, if one does.
    pub fn conversation(&self) -> Option<&ConversationId> {
        match &self.storing {
            Storing::Stored(id) => Some(id),
            Storing::Nothing | Storing::Failed(_) => None,
        }
    }

    /// Makes the turn of the question, sent at `asked_at`, and this reply, whose end came at `now`.
    fn turn(&self, question: String, asked_at: DateTime<Utc>, now: DateTime<Utc>) -> Turn {
        Turn {
            messages: vec![
                NewMessage {
                    role: Role::User,
                    content: question,
                    at: asked_at,
                    reply: None,
                },
                NewMessage {
                    role: Role::Assistant,
                    content: self.reply.text.clone(),
                    at: now,
                    reply: Some(self.facts()),
                },
            ],
        }
    }

    /// Returns what a message keeps of the reply besides its text.
    fn facts(&self) -> ReplyFacts {
        ReplyFacts {
            provider: self.provider.clone(),
            model: self.reply.model.clone(),
            usage: self.reply.usage,
            cost: self.priced.as_ref().map(|priced| priced.cost),
            service_tier: self.reply.service_tier.clone(),
            priced_as: self.priced.as_ref().map(|priced| {
                (
                    priced.priced_as.clone(),
                    priced.price_from.map(|day| day.to_string()),
                )
            }),
            finish: self.reply.finish.clone(),
            is_interrupted: self.reply.is_cut(),
            is_error: false,
        }
    }
}

/// Finds out how to reach the provider, with the user's own key if there is one.
fn endpoint(
    store: &dyn Store,
    user: &User,
    provider: &str,
    timeout: Option<Duration>,
    keys: &KeyRing<'_>,
    endpoints: &dyn Endpoints,
) -> ActionResult<Endpoint> {
    let unknown = || ActionError::UnknownProvider {
        name: provider.to_owned(),
        known: endpoints.names(),
    };
    let mut endpoint = endpoints.find(provider).ok_or_else(unknown)?;
    if let Some(timeout) = timeout {
        endpoint.timeouts.read = timeout;
    }
    if endpoint.kind.is_remote() {
        let name = ProviderName::parse(provider)?;
        let stored = store
            .keys(&user.id)?
            .into_iter()
            .find(|key| key.provider == name);
        if let Some(stored) = stored {
            endpoint.key = Some(keys.open(&stored.sealed)?);
        }
    }
    Ok(endpoint)
}

/// Makes the request: instructions, what was said so far, the question.
fn request(question: &Question, present: Option<&Conversation>, model: &str) -> ChatRequest {
    let mut messages = present.map(messages_so_far).unwrap_or_default();
    messages.push(ChatMessage::user(question.text.clone()));
    ChatRequest {
        model: model.to_owned(),
        system: question.system.clone(),
        messages,
        max_tokens: question.max_tokens,
        temperature: question.temperature,
        stream: question.is_streamed,
        ..ChatRequest::default()
    }
}

/// Returns what the model is told of a conversation: a question that ended in an error is left out with its error.
fn messages_so_far(conversation: &Conversation) -> Vec<ChatMessage> {
    let mut messages: Vec<ChatMessage> = Vec::with_capacity(conversation.messages.len() + 1);
    for message in &conversation.messages {
        let is_error = message.usage.as_ref().is_some_and(|usage| usage.is_error);
        if !is_error {
            messages.push(ChatMessage {
                role: message.role.clone(),
                content: message.content.clone(),
                attachments: Vec::new(),
            });
        } else if messages.last().is_some_and(|last| last.role == Role::User) {
            messages.pop();
        }
    }
    messages
}

fn await_reply(
    provider: Arc<dyn providers::Provider>,
    request: ChatRequest,
    listener: &mut dyn Listener,
) -> ActionResult<Reply> {
    let mut stream = ReplyStream::start(provider, request, |interrupter| {
        listener.starting(interrupter);
    });
    loop {
        match stream.next().expect("a stream ends with End or Failed") {
            Event::Text(piece) => listener.text(&piece),
            Event::Retrying(retry) => listener.retrying(&retry),
            Event::End(reply) => return Ok(*reply),
            Event::Failed(error) => return Err(error.into()),
        }
    }
}
