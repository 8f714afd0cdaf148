//! Conversations that were deleted because they are old, shown.

use super::conversations::cost_with_unknown;
use super::value::time_value;
use super::{Page, Record, Report, Table, Value};
use crate::actions::prune::ConversationsPruned;
use crate::model::{ConversationSummary, User};

impl ConversationsPruned {
    fn record(&self, user: &User, conversation: &ConversationSummary) -> Record {
        let active = time_value(conversation.last_active(), self.timezone);
        Record::new()
            .with("user", &user.id)
            .with("id", &conversation.id)
            .with("title", conversation.title.as_str())
            .with("updated_at", active)
            .with("messages", conversation.message_count)
            .with("total_tokens", conversation.totals.total_tokens)
            .with("cost_usd", conversation.totals.cost)
            .with("unknown_costs", conversation.totals.unknown_costs)
    }
}

impl Report for ConversationsPruned {
    fn value(&self) -> Value {
        Record::new()
            .with("inactive_since", self.before)
            .with("conversations", self.records())
            .with("total_tokens", self.totals.total_tokens)
            .with("cost_usd", self.totals.cost)
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let since = page.time(self.before);
        if self.users.is_empty() {
            return format!(
                "no conversation to delete: all were active since {since}, or are pinned\n"
            );
        }
        let mut table =
            Table::new(&["user", "id", "last active", "title", "#cost"]).cutting("title", 24);
        for (user, conversation) in self.conversations() {
            let active = conversation.last_active();
            let active = active.map(|moment| page.time(moment.to_utc(self.timezone)));
            let totals = &conversation.totals;
            table.row(vec![
                user.email.clone(),
                conversation.id.short(),
                active.unwrap_or_default(),
                conversation.title.clone(),
                cost_with_unknown(totals.cost, totals.unknown_costs),
            ]);
        }
        let done = match self.is_dry_run {
            true => "would delete these",
            false => "deleted these",
        };
        let cost = cost_with_unknown(self.totals.cost, self.totals.unknown_costs);
        format!(
            "{}{done}, not active since {since}; their cost of {cost} stays in the ledger\n",
            table.render(page)
        )
    }

    fn records(&self) -> Vec<Record> {
        self.conversations()
            .map(|(user, conversation)| self.record(user, conversation))
            .collect()
    }
}
