//! What is imported for one user and counted for another already.
//!
//! A reply is paid for once. So conversations that somebody else has here, or had, are marked as copies of those.

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;
use serde::Serialize;

use crate::interchange::StoredConversation;
use crate::model::{ConversationId, Document, Moment, UserId, app_timestamp};
use crate::store::{Store, StoreResult};

/// Who conversations are counted for, one user left out.
pub(super) struct Elsewhere(HashMap<ConversationId, UserId>);

/// Where a message was copied from: a conversation of a user, and the number of a message in it, counted from 1.
#[derive(Serialize)]
struct Origin<'a> {
    user: &'a UserId,
    conversation: &'a ConversationId,
    message: usize,
}

impl Elsewhere {
    /// Looks for these among them; those that were deleted are found if their replies are in the ledger.
    pub(super) fn of(
        store: &dyn Store,
        user: &UserId,
        conversations: &HashSet<ConversationId>,
    ) -> StoreResult<Self> {
        Ok(Self(store.counted_for_others(user, conversations)?))
    }

    /// Marks a conversation as a copy, if it is one. Returns whether it is.
    pub(super) fn marked_copy(&self, id: &ConversationId, document: Document) -> (Document, bool) {
        let Some(user) = self.0.get(id) else {
            return (document, false);
        };
        let mark = |at: usize, message: Document| {
            // A copy of a copy is one of the message that is counted.
            if message.object().get("copied_from").is_some() {
                return message;
            }
            let origin = Origin {
                user,
                conversation: id,
                message: at + 1,
            };
            message.with("copied_from", &origin)
        };
        let marked = document.with_array_cut("messages", usize::MAX, mark);
        (marked.unwrap_or(document), true)
    }

    /// Makes of a stored conversation the document for a store in this zone, marked as a copy if it is one. Returns whether
    /// it is.
    pub(super) fn marked(&self, stored: &StoredConversation, zone: Tz) -> (Document, bool) {
        let document = match stored.timezone {
            Some(from) if from != zone => in_zone(&stored.document, from, zone),
            _ => stored.document.clone(),
        };
        self.marked_copy(&stored.id, document)
    }
}

/// Gives times without an offset, which are in the zone `from`, the form that they have in the zone `to`.
fn in_zone(document: &Document, from: Tz, to: Tz) -> Document {
    let moved = |document: &Document| {
        let object = document.object();
        let text: String = serde_json::from_str(object.get("timestamp")?.value).ok()?;
        let moment = Moment::parse(&text).filter(|moment| matches!(moment, Moment::Naive(_)))?;
        Some(document.with("timestamp", &app_timestamp(moment.to_utc(from), to)))
    };
    let messages = document.with_array_cut("messages", usize::MAX, |_, message| {
        moved(&message).unwrap_or(message)
    });
    let document = messages.unwrap_or_else(|_| document.clone());
    moved(&document).unwrap_or(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_an_offset_follow_the_stores_zone() {
        let text = r#"{"timestamp":"2026-02-09T14:03:11.651429","messages":[{"timestamp":"2026-02-09T13:03:12Z"},{"timestamp":"2026-07-01T00:30:00"}],"x":1.50}"#;
        let document = Document::parse(text).expect("an object");
        let moved = in_zone(&document, chrono_tz::Europe::Berlin, chrono_tz::UTC);
        assert_eq!(
            moved.as_str(),
            r#"{"timestamp":"2026-02-09T13:03:11.651429","messages":[{"timestamp":"2026-02-09T13:03:12Z"},{"timestamp":"2026-06-30T22:30:00.000000"}],"x":1.50}"#
        );
    }

    #[test]
    fn what_somebody_else_has_is_marked_as_a_copy() {
        let user = UserId::parse("u2").expect("an id");
        let elsewhere = Elsewhere(HashMap::from([(ConversationId::new("c1"), user)]));
        let text = r#"{"messages":[{"role":"user"},{"role":"assistant","copied_from":{"a":1}}]}"#;
        let document = Document::parse(text).expect("an object");
        let (same, is_copy) = elsewhere.marked_copy(&ConversationId::new("c2"), document.clone());
        assert_eq!((same.as_str(), is_copy), (text, false));
        let (marked, is_copy) = elsewhere.marked_copy(&ConversationId::new("c1"), document);
        assert!(is_copy);
        assert_eq!(
            marked.as_str(),
            r#"{"messages":[{"role":"user","copied_from":{"user":"u2","conversation":"c1","message":1}},{"role":"assistant","copied_from":{"a":1}}]}"#
        );
    }
}
