//! Restores, shown: what they would change, and what they did.

use super::{Page, Record, Report, Table, Value, count, safe_line};
use crate::actions::restore::{RestorePlan, Restored};
use crate::store::EntryName;

fn names(entries: &[EntryName]) -> Vec<String> {
    entries.iter().map(ToString::to_string).collect()
}

impl Report for RestorePlan {
    fn value(&self) -> Value {
        let (accounts, conversations) = (&self.accounts, &self.conversations);
        Record::new()
            .with("backup", self.backup.display().to_string())
            .with("created_at", self.created_at)
            .with("store", self.location.to_string())
            .with("new", self.is_new)
            .with("dry_run", true)
            .with("accounts_added", accounts.added.clone())
            .with("accounts_changed", accounts.changed.clone())
            .with("accounts_removed", accounts.removed.clone())
            .with("accounts_kept", accounts.kept)
            .with("conversations_added", conversations.added)
            .with("conversations_changed", conversations.changed)
            .with("conversations_lost", conversations.lost)
            .with("conversations_kept", conversations.kept)
            .with("damaged", names(&self.damaged))
            .with("unreadable", names(&self.unreadable))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let would = if self.is_new {
            "would make"
        } else {
            "would replace"
        };
        let backup = self.backup.display().to_string();
        let location = self.location.to_string();
        let mut text = format!(
            "{would} {} by {} of {}\n",
            safe_line(&location, page),
            safe_line(&backup, page),
            page.time(self.created_at)
        );
        let (accounts, conversations) = (&self.accounts, &self.conversations);
        let rows = [
            (
                "accounts",
                [
                    accounts.added.len(),
                    accounts.changed.len(),
                    accounts.removed.len(),
                    accounts.kept,
                ],
            ),
            (
                "conversations",
                [
                    conversations.added,
                    conversations.changed,
                    conversations.lost,
                    conversations.kept,
                ],
            ),
        ];
        let mut table = Table::new(&["", "#added", "#changed", "#lost", "#kept"]);
        for (what, numbers) in rows {
            let numbers = numbers.into_iter().map(|number| count(number as u64));
            table.row(std::iter::once(what.to_owned()).chain(numbers).collect());
        }
        text.push_str(&table.render(page));
        for (what, emails) in [
            ("accounts added", &accounts.added),
            ("accounts changed", &accounts.changed),
            ("accounts lost", &accounts.removed),
        ] {
            if !emails.is_empty() {
                let emails = emails.join(", ");
                text.push_str(&format!("{what}: {}\n", safe_line(&emails, page)));
            }
        }
        text
    }
}

impl Report for Restored {
    fn value(&self) -> Value {
        Record::new()
            .with("backup", self.backup.display().to_string())
            .with("created_at", self.contents.created_at)
            .with("store", self.location.to_string())
            .with("new", self.is_new)
            .with("dry_run", false)
            .with("users", Value::Count(self.contents.users))
            .with("conversations", Value::Count(self.contents.conversations))
            .with("kept_at", self.kept_at.as_deref())
            .with("uncounted", names(&self.uncounted))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let location = self.location.to_string();
        let done = if self.is_new { "made" } else { "restored" };
        let mut text = format!(
            "{done} {} from the backup of {}: {}\n",
            safe_line(&location, page),
            page.time(self.contents.created_at),
            super::backups::amounts(&self.contents)
        );
        if let Some(place) = &self.kept_at {
            let place = safe_line(place, page);
            text.push_str(&format!("what it held is kept in {place}\n"));
        }
        text
    }
}
