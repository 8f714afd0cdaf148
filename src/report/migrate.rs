//! Stores copied and compared, shown.

use super::{Page, Record, Report, Table, Value, count, safe_line};
use crate::actions::migrate::{Counts, Difference, Migrated, StoreComparison, VerifiedStores};

impl Report for Migrated {
    fn value(&self) -> Value {
        Record::new()
            .with("from", self.from.to_string())
            .with("to", self.to.to_string())
            .with("copied", !self.was_there)
            .with_all(of_comparison(&self.comparison))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let done = match self.was_there {
            true => "had been copied already:",
            false => "copied",
        };
        format!(
            "{done} {} to {}\n{}",
            safe_line(&from, page),
            safe_line(&to, page),
            text_of(&self.comparison, page)
        )
    }
}

impl Report for VerifiedStores {
    fn value(&self) -> Value {
        Record::new()
            .with("from", self.first.to_string())
            .with("to", self.second.to_string())
            .with("copied", false)
            .with_all(of_comparison(&self.comparison))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        text_of(&self.comparison, page)
    }
}

fn of_comparison(comparison: &StoreComparison) -> Record {
    Record::new()
        .with("same", comparison.differences.is_empty())
        .with("in_first", of_counts(&comparison.first))
        .with("in_second", of_counts(&comparison.second))
        .with(
            "differences",
            comparison
                .differences
                .iter()
                .map(of_difference)
                .collect::<Vec<_>>(),
        )
}

fn rows(counts: &Counts) -> [(&'static str, u64); 6] {
    [
        ("users", counts.users),
        ("users with data", counts.with_data),
        ("keys", counts.keys),
        ("conversations", counts.conversations),
        ("messages", counts.messages),
        ("ledger entries", counts.ledger),
    ]
}

fn of_counts(counts: &Counts) -> Record {
    rows(counts)
        .into_iter()
        .fold(Record::new(), |record, (name, number)| {
            record.with(name.replace(' ', "_"), Value::Count(number))
        })
}

fn of_difference(difference: &Difference) -> Record {
    let (kind, user) = parts(difference);
    let conversations: Vec<String> = match difference {
        Difference::DataChanged { conversations, .. } => {
            conversations.iter().map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    };
    Record::new()
        .with("kind", kind)
        .with("user", user)
        .with("conversations", conversations)
}

/// Returns the difference's name, which scripts may rely on, and whose it is.
fn parts(difference: &Difference) -> (&'static str, Option<&str>) {
    match difference {
        Difference::AccountMissing(user) => ("account_missing", Some(user.as_str())),
        Difference::AccountAdded(user) => ("account_added", Some(user.as_str())),
        Difference::AccountChanged(user) => ("account_changed", Some(user.as_str())),
        Difference::OrderOfAccounts => ("order_of_accounts", None),
        Difference::DataMissing(user) => ("data_missing", Some(user.as_str())),
        Difference::DataAdded(user) => ("data_added", Some(user.as_str())),
        Difference::DataChanged { user, .. } => ("data_changed", Some(user.as_str())),
        Difference::Ledger => ("ledger", None),
    }
}

fn text_of(comparison: &StoreComparison, page: &Page) -> String {
    let mut table = Table::new(&["", "#first", "#second"]);
    for ((what, first), (_, second)) in rows(&comparison.first)
        .into_iter()
        .zip(rows(&comparison.second))
    {
        table.row(vec![what.to_owned(), count(first), count(second)]);
    }
    let mut text = table.render(page);
    if comparison.differences.is_empty() {
        text.push_str(
            "both hold the same: every account, every user's data and the ledger were compared\n",
        );
    }
    for difference in &comparison.differences {
        text.push_str(&safe_line(&sentence(difference), page));
        text.push('\n');
    }
    text
}

fn sentence(difference: &Difference) -> String {
    match difference {
        Difference::AccountMissing(user) => format!("account {user} is in the first alone"),
        Difference::AccountAdded(user) => format!("account {user} is in the second alone"),
        Difference::AccountChanged(user) => format!("account {user} is not the same"),
        Difference::OrderOfAccounts => "the accounts have another order".to_owned(),
        Difference::DataMissing(user) => format!("data of {user} are in the first alone"),
        Difference::DataAdded(user) => format!("data of {user} are in the second alone"),
        Difference::DataChanged {
            user,
            conversations,
        } if conversations.is_empty() => {
            format!("data of {user} are not the same, the conversations apart")
        }
        Difference::DataChanged {
            user,
            conversations,
        } => {
            let ids: Vec<String> = conversations.iter().map(ToString::to_string).collect();
            format!(
                "conversations of {user} are not the same: {}",
                ids.join(", ")
            )
        }
        Difference::Ledger => "the ledgers have not the same entries".to_owned(),
    }
}
