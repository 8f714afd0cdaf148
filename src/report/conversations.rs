//! Conversations, shown.

use chrono_tz::Tz;

use super::value::time_value;
use super::{Page, Record, Report, Table, Value, count, counted, safe_block, safe_line, usd};
use crate::actions::chat::{Answered, ConversationTitled};
use crate::actions::conversations::{
    ConversationList, ConversationRenamed, ConversationShown, ConversationsDeleted,
};
use crate::actions::fork::ConversationForked;
use crate::model::{ConversationId, ConversationSummary, CostSum, Message, RecordedCost};

fn summary(conversation: &ConversationSummary, zone: Tz) -> Record {
    Record::new()
        .with("id", &conversation.id)
        .with("title", conversation.title.as_str())
        .with("provider", conversation.provider.as_str())
        .with("model", conversation.model.as_str())
        .with("started_at", time_value(conversation.started, zone))
        .with("updated_at", time_value(conversation.last_active(), zone))
        .with("messages", conversation.message_count)
        .with("total_tokens", conversation.totals.total_tokens)
        .with("cost_usd", conversation.totals.cost)
        .with("unknown_costs", conversation.totals.unknown_costs)
}

/// Writes a cost of which a part may not be known: `$0.05`, `$0.05 + ?`, or `?`.
pub(super) fn cost_with_unknown(cost: CostSum, unknown: u64) -> String {
    match (unknown, cost == CostSum::default()) {
        (0, _) => usd(cost),
        (_, true) => "?".to_owned(),
        (_, false) => format!("{} + ?", usd(cost)),
    }
}

impl Report for ConversationList {
    fn value(&self) -> Value {
        self.conversations
            .iter()
            .map(|conversation| summary(conversation, self.timezone))
            .collect::<Vec<_>>()
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.conversations.is_empty() {
            return format!(
                "{} has no conversations yet\n",
                safe_line(&self.user.email, page)
            );
        }
        let mut table = Table::new(&[
            "id",
            "last active",
            "title",
            "model",
            "#messages",
            "#tokens",
            "#cost",
        ])
        .cutting("title", 24)
        .dropping(&["messages", "tokens", "model"]);
        for conversation in &self.conversations {
            let active = conversation
                .last_active()
                .map(|moment| page.time(moment.to_utc(self.timezone)));
            table.row(vec![
                conversation.id.short(),
                active.unwrap_or_default(),
                conversation.title.clone(),
                conversation.model.clone(),
                count(conversation.message_count as u64),
                count(conversation.totals.total_tokens),
                cost_with_unknown(conversation.totals.cost, conversation.totals.unknown_costs),
            ]);
        }
        let mut text = table.render(page);
        if self.conversations.len() < self.total {
            text.push_str(&format!(
                "{} of {} shown\n",
                self.conversations.len(),
                self.total
            ));
        }
        text
    }
}

/// Writes what a message is, in a line above its text.
fn heading(message: &Message, shown: &ConversationShown, page: &Page) -> String {
    let time = message
        .timestamp
        .map(|moment| page.time(moment.to_utc(shown.timezone)));
    let mut parts = vec![page.strong(message.role.as_str())];
    parts.extend(
        message
            .reply()
            .map(|reply| safe_line(&reply.model, page).into_owned()),
    );
    if let Some(usage) = &message.usage {
        if usage.total_tokens > 0 {
            parts.push(counted(
                usize::try_from(usage.total_tokens).unwrap_or(usize::MAX),
                "token",
                "tokens",
            ));
        }
        match usage.cost {
            RecordedCost::Known(cost) => parts.push(usd(cost.into())),
            RecordedCost::Missing if usage.total_tokens == 0 => {}
            RecordedCost::Missing | RecordedCost::Unreadable => {
                parts.push("cost unknown".to_owned());
            }
        }
    }
    if message.copied.is_some() {
        parts.push(page.faint("copied"));
    }
    if let Some(reply) = message.reply() {
        if reply.is_interrupted {
            parts.push(page.warning("interrupted"));
        }
        if reply.is_error {
            parts.push(page.error("error"));
        }
    }
    parts.extend(time.map(|time| page.faint(&time)));
    parts.join(" · ")
}

impl Report for ConversationShown {
    fn value(&self) -> Value {
        Record::new()
            .with("user", &self.user.id)
            .with("conversation", self.conversation.document.clone())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let summary = &self.conversation.summary;
        let mut text = format!(
            "{}\n{}\n",
            page.strong(&safe_line(&summary.title, page)),
            page.faint(&safe_line(summary.id.as_str(), page)),
        );
        for message in &self.conversation.messages {
            text.push_str(&format!("\n{}\n", heading(message, self, page)));
            text.push_str(&safe_block(&message.content, page));
            if !message.content.ends_with('\n') {
                text.push('\n');
            }
        }
        text
    }

    fn records(&self) -> Vec<Record> {
        // A message without a time takes its conversation's.
        let started = self.conversation.summary.started;
        let record = |message: &Message| {
            let usage = message.usage.as_ref();
            Record::new()
                .with("conversation", &self.conversation.summary.id)
                .with("role", message.role.as_str())
                .with(
                    "timestamp",
                    time_value(message.timestamp.or(started), self.timezone),
                )
                .with("model", message.reply().map(|reply| reply.model.clone()))
                .with("input_tokens", usage.map(|usage| usage.input_tokens))
                .with("output_tokens", usage.map(|usage| usage.output_tokens))
                .with("cost_usd", usage.and_then(|usage| usage.cost.known()))
                .with("content", message.content.as_str())
        };
        self.conversation.messages.iter().map(record).collect()
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
