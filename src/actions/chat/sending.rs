//! A question on its way, and what becomes of its reply.
//!
//! The store is read before and written after; nothing of it is locked while the reply is awaited. From its first byte until
//! the turn is stored, it is kept where [`recover`](super::recover) finds it.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};

use super::{Answered, Listener, Prepared, Storing};
use crate::actions::ActionResult;
use crate::model::{
    BilledReply, Clock, Moment, PriceBasis, RecordedCost, ReplyFacts, ReplyUsage, Turn,
};
use crate::pricing::{PriceTable, Priced, ServedAs};
use crate::providers::{self, ChatRequest, Event, Reply, ReplyStream};
use crate::store::{Asked, Placed, Reservation, Store, StoreError, StoreResult, UnsavedTurn};

impl Prepared {
    /// Asks the question and stores it with its reply. A reply that was cut off is stored too, and marked.
    ///
    /// What it can cost is reserved of a user's budget before. That is given back when what it did cost is in the store, or
    /// if there is no reply. Where nobody told what a reply cost, it stays until its time has passed.
    ///
    /// Of a reply without any text what it took is noted, if that is known. An error means that there is no reply, and that
    /// nothing was changed.
    pub fn send(
        mut self,
        store: &dyn Store,
        clock: &dyn Clock,
        listener: &mut dyn Listener,
    ) -> ActionResult<Answered> {
        let reservation = self.reserve(store, clock.now(), listener)?;
        let mut kept = match self.is_unsaved {
            true => Kept::Not,
            false => Kept::FromFirstByte(store, &self.asked),
        };
        listener.asking(&self.asked.provider, &self.address, &self.asked.model);
        let begun = Instant::now();
        let reply = match await_reply(self.provider, self.request, &mut kept, listener) {
            Ok(reply) => reply,
            Err(error) => {
                kept.forget(listener);
                give_back(reservation);
                return Err(error);
            }
        };
        let mut answered = Answered {
            user: self.user,
            is_again: self.asked.again.is_some(),
            storing: Storing::Nothing,
            priced: price(&self.prices, &reply, &self.asked),
            provider: self.asked.provider.clone(),
            reply,
            duration: begun.elapsed(),
        };
        if answered.is_without_text() {
            kept.forget(listener);
            if answered.reply.usage.is_some() {
                answered.storing = note_use(store, &answered, &self.asked);
            }
        } else if self.is_unsaved {
            answered.storing = note_use(store, &answered, &self.asked);
        } else {
            answered.storing = store_turn(store, &answered, &self.asked, clock, kept, listener);
        }
        if answered.is_billed() {
            give_back(reservation);
        }
        Ok(answered)
    }
}

/// Gives a reservation back.
fn give_back(reservation: Option<Box<dyn Reservation>>) {
    if let Some(reservation) = reservation {
        // If that fails, it lapses by itself.
        let _ = reservation.give_back();
    }
}

/// The turn as it is kept meanwhile.
enum Kept<'a> {
    /// Nothing came yet.
    FromFirstByte(&'a dyn Store, &'a Asked),
    /// It is.
    Turn(Box<dyn UnsavedTurn>),
    /// It was not to be, or that failed.
    Not,
}

impl Kept<'_> {
    fn text(&mut self, piece: &str, listener: &mut dyn Listener) {
        if let Err(error) = self.try_text(piece) {
            // What is kept ends here. It is still better than nothing.
            *self = Self::Not;
            listener.not_kept(&error);
        }
    }

    fn try_text(&mut self, piece: &str) -> StoreResult<()> {
        if let Self::FromFirstByte(store, asked) = self {
            *self = Self::Turn(store.keep_unsaved(asked)?);
        }
        match self {
            Self::Turn(turn) => turn.text(piece),
            _ => Ok(()),
        }
    }

    /// Returns whether the turn is kept.
    fn end(mut self, facts: &ReplyFacts, at: DateTime<Utc>, listener: &mut dyn Listener) -> bool {
        // A reply without any text was paid for, too.
        let ended = self.try_text("").and_then(|()| match &mut self {
            Self::Turn(turn) => turn.end(facts, at).map(|()| true),
            _ => Ok(false),
        });
        ended.unwrap_or_else(|error| {
            listener.not_kept(&error);
            false
        })
    }

    fn forget(self, listener: &mut dyn Listener) {
        if let Self::Turn(turn) = self
            && let Err(error) = turn.forget()
        {
            listener.not_kept(&error);
        }
    }
}

fn await_reply(
    provider: Arc<dyn providers::Provider>,
    request: ChatRequest,
    kept: &mut Kept<'_>,
    listener: &mut dyn Listener,
) -> ActionResult<Reply> {
    let mut stream = ReplyStream::start(provider, request, |interrupter| {
        listener.starting(interrupter);
    });
    loop {
        match stream.next().expect("a stream ends with End or Failed") {
            Event::Text(mut piece) => {
                stream.join_waiting(&mut piece);
                kept.text(&piece, listener);
                listener.text(&piece);
            }
            Event::Retrying(retry) => listener.retrying(&retry),
            Event::End(reply) => return Ok(*reply),
            Event::Failed(error) => return Err(error.into()),
        }
    }
}

fn price(prices: &PriceTable, reply: &Reply, asked: &Asked) -> Option<Priced> {
    let served = ServedAs {
        service_tier: reply.service_tier.as_deref(),
        speed: reply.speed.as_deref(),
    };
    let requests = reply.requests();
    prices.price_requests(&asked.provider, &reply.model, requests, asked.at, served)
}

fn store_turn(
    store: &dyn Store,
    answered: &Answered,
    asked: &Asked,
    clock: &dyn Clock,
    kept: Kept<'_>,
    listener: &mut dyn Listener,
) -> Storing {
    let (facts, now) = (answered.facts(), clock.now());
    let turn = asked.turn(&answered.reply.text, facts.clone(), now);
    match append(store, asked, &turn, now) {
        Ok(placed) => {
            kept.forget(listener);
            Storing::Stored {
                conversation: asked.conversation.clone(),
                placed,
            }
        }
        Err(error) => {
            let is_kept = kept.end(&facts, now, listener);
            Storing::Failed { error, is_kept }
        }
    }
}

/// Puts the turn where its conversation is by now: with another user, if the account went over into that one's meanwhile.
fn append(
    store: &dyn Store,
    asked: &Asked,
    turn: &Turn,
    now: DateTime<Utc>,
) -> StoreResult<Placed> {
    match store.append_turn(&asked.user, &asked.target(), turn, now) {
        Err(gone @ StoreError::UserNotFound { .. }) => match store.successor(&asked.user)? {
            Some(user) => store.append_turn(&user, &asked.target(), turn, now),
            None => Err(gone),
        },
        other => other,
    }
}

/// Notes what a reply took of which nothing else stays.
fn note_use(store: &dyn Store, answered: &Answered, asked: &Asked) -> Storing {
    let usage = answered.reply.usage.unwrap_or_default();
    let reply = ReplyUsage {
        provider: answered.provider.clone(),
        model: answered.reply.model.clone(),
        at: Some(Moment::Utc(asked.at)),
        input_tokens: usage.input,
        output_tokens: usage.output.unwrap_or(0),
        total_tokens: usage.total().unwrap_or(usage.input),
        cost: match &answered.priced {
            Some(priced) => RecordedCost::Known(priced.cost),
            None => RecordedCost::Missing,
        },
        is_error: false,
        is_interrupted: answered.reply.is_cut(),
    };
    let priced = answered.priced.as_ref();
    let basis = PriceBasis {
        details: usage.details,
        service_tier: answered.reply.service_tier.clone(),
        priced_as: priced.map(Priced::label),
        price_from: priced.and_then(|priced| priced.price_from),
        has_unknown_tokens: usage.output.is_none(),
    };
    let billed = BilledReply {
        usage: reply,
        basis,
    };
    match store.note_use(&asked.user, &billed) {
        Ok(()) => Storing::OnlyUse,
        Err(error) => Storing::Failed {
            error,
            is_kept: false,
        },
    }
}
