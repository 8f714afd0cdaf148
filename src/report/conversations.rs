//! Conversations, shown.

use super::{Page, Record, Report, Value, counted, safe_line, usd};
use crate::actions::chat::{Answered, ConversationTitled};
use crate::actions::conversations::{ConversationRenamed, ConversationsDeleted};
use crate::actions::fork::ConversationForked;
use crate::model::{ConversationId, CostSum};

/// Writes a cost of which a part may not be known: `$0.05`, `$0.05 + ?`, or `?`.
pub(super) fn cost_with_unknown(cost: CostSum, unknown: u64) -> String {
    match (unknown, cost == CostSum::default()) {
        (0, _) => usd(cost),
        (_, true) => "?".to_owned(),
        (_, false) => format!("{} + ?", usd(cost)),
    }
}

impl Report for ConversationRenamed {
    fn value(&self) -> Value {
        Record::new()
            .with("id", &self.id)
            .with("title", self.title.as_str())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        now_called(&self.id, &self.title, page)
    }
}

fn now_called(id: &ConversationId, title: &str, page: &Page) -> String {
    let (id, title) = (id.short(), safe_line(title, page));
    format!("{} is now called {title}\n", safe_line(&id, page))
}

impl Report for ConversationTitled {
    fn value(&self) -> Value {
        let Answered {
            provider,
            reply,
            priced,
            ..
        } = &self.answered;
        Record::new()
            .with("id", &self.id)
            .with("title", self.title.as_str())
            .with("provider", provider.as_str())
            .with("model", reply.model.as_str())
            .with("total_tokens", reply.usage.map(|usage| usage.total()))
            .with("cost_usd", priced.as_ref().map(|priced| priced.cost))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        now_called(&self.id, &self.title, page)
    }
}

impl Report for ConversationForked {
    fn value(&self) -> Value {
        Record::new()
            .with("id", &self.id)
            .with("title", self.title.as_str())
            .with("forked_from", &self.from)
            .with("messages", self.message_count)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        format!(
            "{} is a fork of {} with {}: {}\n",
            safe_line(&self.id.short(), page),
            safe_line(&self.from.short(), page),
            counted(self.message_count, "message", "messages"),
            safe_line(&self.title, page)
        )
    }
}

impl Report for ConversationsDeleted {
    fn value(&self) -> Value {
        let ids: Vec<String> = self
            .conversations
            .iter()
            .map(|conversation| conversation.id.to_string())
            .collect();
        Record::new()
            .with("user", &self.user.id)
            .with("conversations", ids)
            .with("total_tokens", self.totals.total_tokens)
            .with("cost_usd", self.totals.cost)
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let done = if self.is_dry_run {
            "would delete"
        } else {
            "deleted"
        };
        let mut text = String::new();
        for conversation in &self.conversations {
            let (id, title) = (
                conversation.id.short(),
                safe_line(&conversation.title, page),
            );
            text.push_str(&format!("{done} {} {title}\n", safe_line(&id, page)));
        }
        let cost = cost_with_unknown(self.totals.cost, self.totals.unknown_costs);
        text.push_str(&format!("their cost of {cost} stays in the ledger\n"));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_cost_is_never_shown_as_nothing() {
        assert_eq!(cost_with_unknown(CostSum::default(), 0), "$0.00");
        assert_eq!(cost_with_unknown(CostSum::default(), 2), "?");
    }
}
