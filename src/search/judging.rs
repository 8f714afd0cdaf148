//! Whether a message is a hit, the same on every backend.

use chrono_tz::Tz;

use super::{BestHits, Hit, Search, Snippet};
use crate::model::{ConversationHead, ConversationId, MessageText, UserId};

impl Search {
    /// Compares a message, and puts it among the `best` if it fits. Returns whether it does. `zone` is the store's.
    pub fn judge(
        &self,
        user: &UserId,
        conversation: &ConversationId,
        head: ConversationHead<'_>,
        message: &MessageText<'_>,
        zone: Tz,
        best: &mut BestHits,
    ) -> bool {
        let at = message.at.map(|at| at.to_utc(zone));
        if !self.filter.allows(head, message, at) {
            return false;
        }
        let Some(found) = self.pattern.find_in(message.content) else {
            return false;
        };
        let hit = Hit {
            user: user.clone(),
            conversation: conversation.clone(),
            title: head.title.to_owned(),
            number: message.number,
            role: message.role.clone(),
            provider: message.provider.to_owned(),
            model: message.model.to_owned(),
            at,
            distinct: found.distinct,
            occurrences: found.places.len(),
            snippet: Snippet::default(),
        };
        best.add(hit, || {
            Snippet::around(message.content, &found.places, self.context)
        });
        true
    }
}
