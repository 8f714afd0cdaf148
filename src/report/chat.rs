//! Replies, shown once they are whole; requests that were not sent; replies that were left behind.

use std::fmt::Write as _;

use super::conversations::cost_with_unknown;
use super::{Page, Record, Report, Table, Value, count, counted, safe_block, usd};
use crate::actions::chat::{Answered, DryRun, Recovered};
use crate::model::{Cost, Document};
use crate::providers::Preview;
use crate::store::Placed;

impl Report for Answered {
    fn value(&self) -> Value {
        let usage = self.reply.usage;
        let record = Record::new()
            .with("conversation", self.conversation())
            .with("user", &self.user.id)
            .with("provider", self.provider.as_str())
            .with("model", self.reply.model.as_str())
            .with("reply", self.reply.text.as_str())
            .with("finish", self.reply.finish.as_deref())
            .with("interrupted", self.reply.is_cut())
            .with("input_tokens", usage.map(|usage| usage.input))
            .with("output_tokens", usage.and_then(|usage| usage.output))
            .with("total_tokens", usage.and_then(|usage| usage.total()))
            .with("cost_usd", self.priced.as_ref().map(|priced| priced.cost))
            .with(
                "duration_ms",
                u64::try_from(self.duration.as_millis()).unwrap_or(u64::MAX),
            );
        match self.is_again {
            true => record
                .with("replaced", self.placed() == Some(Placed::InPlace))
                .into(),
            false => record.into(),
        }
    }

    fn text(&self, page: &Page) -> String {
        let mut text = safe_block(&self.reply.text, page).into_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

impl Report for DryRun {
    fn value(&self) -> Value {
        let record = match &self.preview {
            Some(preview) => request(preview),
            None => Record::new().with("sent", false),
        };
        let estimate = &self.estimate;
        let max_output = estimate.max_output_tokens.map(u64::from);
        record
            .with("estimated_input_tokens", estimate.input_tokens)
            .with("estimated_input_cost_usd", estimate.input_cost)
            .with("max_output_tokens", max_output)
            .with("max_cost_usd", estimate.max_cost)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = match &self.preview {
            Some(preview) => request_text(preview, page),
            None => "nothing would be sent: this provider answers offline\n".to_owned(),
        };
        let estimate = &self.estimate;
        let input = count(estimate.input_tokens);
        let input_cost = known_cost(estimate.input_cost);
        let reply = match estimate.max_output_tokens {
            Some(tokens) => format!("at most {} tokens", count(u64::from(tokens))),
            None => "as long as the provider lets it be".to_owned(),
        };
        let most = known_cost(estimate.max_cost);
        writeln!(text, "\ninput: about {input} tokens, cost {input_cost}")
            .and_then(|()| writeln!(text, "reply: {reply}"))
            .and_then(|()| writeln!(text, "cost of both at most: {most}"))
            .expect("a string takes all");
        text
    }
}

fn known_cost(cost: Option<Cost>) -> String {
    cost.map_or("unknown".to_owned(), |cost| usd(cost.into()))
}

/// Makes the fields of a request that is not sent.
fn request(preview: &Preview) -> Record {
    let body = match Document::parse(&preview.body) {
        Ok(document) => Value::Document(document),
        Err(_) => Value::from(preview.body.as_str()),
    };
    let headers = preview.headers.iter();
    let headers = headers.map(|(name, value)| {
        Record::new()
            .with("name", name.as_str())
            .with("value", value.as_str())
    });
    Record::new()
        .with("method", preview.method)
        .with("url", preview.url.as_str())
        .with("headers", headers.collect::<Vec<_>>())
        .with("body", body)
}

/// Writes a request that is not sent as it would go over the wire.
fn request_text(preview: &Preview, page: &Page) -> String {
    let mut text = format!("{} {}\n", preview.method, preview.url);
    for (name, value) in &preview.headers {
        writeln!(text, "{name}: {value}").expect("a string takes all");
    }
    writeln!(text, "\n{}", preview.body).expect("a string takes all");
    safe_block(&text, page).into_owned()
}

impl Report for Recovered {
    fn value(&self) -> Value {
        let turns = self.turns.iter().map(|turn| {
            Record::new()
                .with("user", &turn.user)
                .with("conversation", &turn.conversation)
                .with("question", turn.question.as_str())
                .with("asked_at", turn.asked_at)
                .with("reply_characters", turn.characters)
                .with("interrupted", !turn.is_whole)
        });
        turns.collect::<Vec<_>>().into()
    }

    fn text(&self, page: &Page) -> String {
        if self.turns.is_empty() {
            return "no replies were left behind\n".to_owned();
        }
        let titles = ["conversation", "asked", "question", "#characters", "reply"];
        let mut table = Table::new(&titles).cutting("question", 24);
        for turn in &self.turns {
            table.row(vec![
                turn.conversation.short(),
                page.time(turn.asked_at),
                turn.question.clone(),
                count(turn.characters as u64),
                if turn.is_whole { "whole" } else { "cut off" }.to_owned(),
            ]);
        }
        table.render(page)
    }
}

/// Tells in a line where a reply was stored and what it took.
pub fn reply_footer(answered: &Answered) -> String {
    let mut parts = Vec::new();
    parts.extend(
        answered
            .conversation()
            .map(|id| format!("conversation {}", id.short())),
    );
    parts.push(answered.reply.model.clone());
    let total = answered.reply.usage.and_then(|usage| usage.total());
    parts.extend(total.map(|total| {
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        counted(total, "token", "tokens")
    }));
    parts.push(match &answered.priced {
        Some(priced) => cost_with_unknown(priced.cost.into(), 0),
        None => "cost unknown".to_owned(),
    });
    parts.push(format!("{:.1} s", answered.duration.as_secs_f32()));
    parts.join(" · ")
}
