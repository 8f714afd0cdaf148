//! Conversations with their texts, shown.

use chrono_tz::Tz;

use super::markdown::markdown;
use super::value::time_value;
use super::{Page, Record, Report, Value, counted, safe_block, safe_line, usd};
use crate::actions::conversations::{ConversationShown, Ending, EndingShown};
use crate::model::{ConversationSummary, Message};

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
            text.push('\n');
            text.push_str(&with_heading(message, self.timezone, page));
        }
        text
    }

    fn records(&self) -> Vec<Record> {
        let messages = self.conversation.messages.iter();
        let summary = &self.conversation.summary;
        messages
            .map(|message| record(message, summary, self.timezone))
            .collect()
    }
}

impl Report for EndingShown {
    fn value(&self) -> Value {
        Record::new()
            .with("user", &self.user.id)
            .with("conversation", &self.summary.id)
            .with("messages", self.records())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let messages = self.messages.iter();
        match self.ending {
            Ending::Reply => messages.map(|message| content(message, page)).collect(),
            Ending::Messages(_) => {
                let messages = messages.map(|message| with_heading(message, self.timezone, page));
                messages.collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn records(&self) -> Vec<Record> {
        let messages = self.messages.iter();
        messages
            .map(|message| record(message, &self.summary, self.timezone))
            .collect()
    }
}

fn record(message: &Message, conversation: &ConversationSummary, zone: Tz) -> Record {
    let usage = message.usage.as_ref();
    // A message without a time takes its conversation's.
    let time = message.timestamp.or(conversation.started);
    Record::new()
        .with("conversation", &conversation.id)
        .with("role", message.role.as_str())
        .with("timestamp", time_value(time, zone))
        .with("model", message.reply().map(|reply| reply.model.clone()))
        .with("input_tokens", usage.map(|usage| usage.input_tokens))
        .with("output_tokens", usage.map(|usage| usage.output_tokens))
        .with("cost_usd", usage.and_then(|usage| usage.cost.known()))
        .with("content", message.content.as_str())
}

fn with_heading(message: &Message, zone: Tz, page: &Page) -> String {
    format!(
        "{}\n{}",
        heading(message, zone, page),
        content(message, page)
    )
}

/// Writes what a message is, in a line above its text.
fn heading(message: &Message, zone: Tz, page: &Page) -> String {
    let time = message
        .timestamp
        .map(|moment| page.time(moment.to_utc(zone)));
    let mut parts = vec![page.strong(&safe_line(message.role.as_str(), page))];
    let reply = message.reply();
    parts.extend(reply.map(|reply| safe_line(&reply.model, page).into_owned()));
    if let Some(usage) = &message.usage {
        if usage.total_tokens > 0 {
            parts.push(counted(
                usize::try_from(usage.total_tokens).unwrap_or(usize::MAX),
                "token",
                "tokens",
            ));
        }
        parts.extend(usage.cost.known().map(|cost| usd(cost.into())));
        if usage.is_cost_unknown() {
            parts.push("cost unknown".to_owned());
        }
    }
    if message.copied.is_some() {
        parts.push(page.faint("copied"));
    }
    if let Some(reply) = reply {
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

/// Writes the text of a message, its last line ended. Only models write Markdown: what people ask is theirs, to the letter.
fn content(message: &Message, page: &Page) -> String {
    if page.renders_markdown && message.is_answer() {
        return markdown(&message.content, page);
    }
    let mut text = safe_block(&message.content, page).into_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
