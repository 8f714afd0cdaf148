//! Replies, shown once they are whole.

use super::conversations::cost_with_unknown;
use super::{Page, Record, Report, Value, counted, safe_block};
use crate::actions::chat::Answered;
use crate::model::CostSum;

impl Report for Answered {
    fn value(&self) -> Value {
        let usage = self.reply.usage;
        Record::new()
            .with("conversation", self.conversation())
            .with("user", &self.user.id)
            .with("provider", self.provider.as_str())
            .with("model", self.reply.model.as_str())
            .with("reply", self.reply.text.as_str())
            .with("finish", self.reply.finish.as_deref())
            .with("interrupted", self.reply.is_cut())
            .with("input_tokens", usage.map(|usage| usage.input))
            .with("output_tokens", usage.map(|usage| usage.output))
            .with("total_tokens", usage.map(|usage| usage.total()))
            .with("cost_usd", self.priced.as_ref().map(|priced| priced.cost))
            .with(
                "duration_ms",
                u64::try_from(self.duration.as_millis()).unwrap_or(u64::MAX),
            )
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = safe_block(&self.reply.text, page).into_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
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
    if let Some(usage) = answered.reply.usage {
        parts.push(counted(
            usize::try_from(usage.total()).unwrap_or(usize::MAX),
            "token",
            "tokens",
        ));
        let cost = answered
            .priced
            .as_ref()
            .map_or(CostSum::default(), |priced| priced.cost.into());
        parts.push(cost_with_unknown(
            cost,
            u64::from(answered.priced.is_none()),
        ));
    }
    parts.push(format!("{:.1} s", answered.duration.as_secs_f32()));
    parts.join(" · ")
}
