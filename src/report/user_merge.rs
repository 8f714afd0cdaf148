//! An account that went over into another, shown.

use super::{Page, Record, Report, Value, count, counted, safe_line, usd};
use crate::actions::user_merge::{Party, UsersMerged};
use crate::model::ProviderName;

/// Calls it by its address, if it has one.
fn called(party: &Party, page: &Page) -> String {
    match party.email.as_str() {
        "" => party.id.to_string(),
        email => safe_line(email, page).into_owned(),
    }
}

fn names(providers: &[ProviderName]) -> Vec<String> {
    providers.iter().map(ToString::to_string).collect()
}

impl Report for UsersMerged {
    fn value(&self) -> Value {
        let merged = &self.merged;
        Record::new()
            .with("from_id", &self.from.id)
            .with("from_email", self.from.email.as_str())
            .with("into_id", &self.into.id)
            .with("into_email", self.into.email.as_str())
            .with("conversations", merged.conversations)
            .with("conversations_same", merged.conversations_same)
            .with("keys_taken", names(&merged.keys_taken))
            .with("keys_left", names(&merged.keys_left))
            .with("ledger_entries", merged.ledger_entries)
            .with("total_tokens", merged.totals.total_tokens)
            .with("cost_usd", merged.totals.cost)
            .with("unknown_costs", merged.totals.unknown_costs)
            .with("dropped", merged.dropped.clone())
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let merged = &self.merged;
        let done = if self.is_dry_run {
            "would merge"
        } else {
            "merged"
        };
        let (from, into) = (called(&self.from, page), called(&self.into, page));
        let mut facts = vec![
            ("conversations", count(merged.conversations as u64)),
            ("API keys", listed(&names(&merged.keys_taken))),
            ("ledger entries", count(merged.ledger_entries as u64)),
            ("tokens", count(merged.totals.total_tokens)),
            (
                "cost",
                usd(merged.totals.cost) + &unknown(merged.totals.unknown_costs),
            ),
        ];
        if merged.conversations_same > 0 {
            let same = counted(merged.conversations_same, "conversation", "conversations");
            facts.push((
                "the same in both",
                format!("{same}, from now on counted once"),
            ));
        }
        if !merged.keys_left.is_empty() {
            let keys = listed(&names(&merged.keys_left));
            facts.push(("API keys not taken", keys));
        }
        facts.push(("dropped", listed(&merged.dropped)));
        format!("{done} {from} into {into}\n{}", super::facts(&facts, page))
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        _ => names.join(", "),
    }
}

fn unknown(replies: u64) -> String {
    match replies {
        0 => String::new(),
        _ => format!(" and {} without a known price", count(replies)),
    }
}
