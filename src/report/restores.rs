//! Restores, shown: what they would change, and what they did.

use super::{Page, Record, Report, Table, Value, count, safe_line};
use crate::actions::restore::merge::{Amounts, Merged};
use crate::actions::restore::part::PartRestored;
use crate::actions::restore::{RestorePlan, Restored};
use crate::model::UserId;
use crate::store::{EntryName, ErasedInContent, Parts};

fn names(entries: &[EntryName]) -> Vec<String> {
    entries.iter().map(ToString::to_string).collect()
}

fn ids(users: &[UserId]) -> Vec<String> {
    users.iter().map(ToString::to_string).collect()
}

/// Says which of those who were erased are in the backup.
fn erased(people: &ErasedInContent) -> String {
    let mut text = String::new();
    for (what, users) in [
        ("left out, having been erased", &people.left_out),
        ("back, having been erased", &people.came_back),
    ] {
        if !users.is_empty() {
            text.push_str(&format!("{what}: {}\n", ids(users).join(", ")));
        }
    }
    text
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
            .with("erased_left_out", ids(&self.erased.left_out))
            .with("erased_brought_back", ids(&self.erased.came_back))
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
        text.push_str(&erased(&self.erased));
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
            .with("erased_left_out", ids(&self.erased.left_out))
            .with("erased_brought_back", ids(&self.erased.came_back))
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
        text.push_str(&erased(&self.erased));
        text
    }
}

impl Report for Merged {
    fn value(&self) -> Value {
        let (conversations, keys) = (&self.conversations, &self.keys);
        Record::new()
            .with("backup", self.backup.display().to_string())
            .with("created_at", self.created_at)
            .with("store", self.location.to_string())
            .with("dry_run", self.is_dry_run)
            .with("accounts_added", self.accounts_added.clone())
            .with("accounts_refused", self.accounts_refused.clone())
            .with("accounts_merged", self.accounts_merged.clone())
            .with("accounts_present", self.accounts_present)
            .with("conversations_added", conversations.added)
            .with("conversations_kept", conversations.kept)
            .with("conversations_same", conversations.same)
            .with("keys_added", keys.added)
            .with("keys_kept", keys.kept)
            .with("keys_same", keys.same)
            .with("damaged", names(&self.damaged))
            .with("erased_left_out", ids(&self.erased.left_out))
            .with("erased_brought_back", ids(&self.erased.came_back))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let done = match self.is_dry_run {
            true => "would merge",
            false => "merged",
        };
        let (backup, store) = (self.backup.display().to_string(), self.location.to_string());
        let mut text = format!(
            "{done} {} of {} into {}\n",
            safe_line(&backup, page),
            page.time(self.created_at),
            safe_line(&store, page)
        );
        let refused = self.accounts_refused.len() + self.accounts_merged.len();
        let rows = [
            (
                "accounts",
                [self.accounts_added.len(), refused, self.accounts_present],
            ),
            ("conversations", self.conversations.cells()),
            ("API keys", self.keys.cells()),
        ];
        let mut table = Table::new(&["", "#added", "#left as it is", "#same already"]);
        for (what, numbers) in rows {
            let numbers = numbers.into_iter().map(|number| count(number as u64));
            table.row(std::iter::once(what.to_owned()).chain(numbers).collect());
        }
        text.push_str(&table.render(page));
        for (what, emails) in [
            ("accounts added", &self.accounts_added),
            (
                "left out, for others have their addresses",
                &self.accounts_refused,
            ),
            (
                "left out, having been merged into others",
                &self.accounts_merged,
            ),
        ] {
            if !emails.is_empty() {
                let emails = emails.join(", ");
                text.push_str(&format!("{what}: {}\n", safe_line(&emails, page)));
            }
        }
        text.push_str(&erased(&self.erased));
        text
    }
}

impl Amounts {
    fn cells(self) -> [usize; 3] {
        [self.added, self.kept, self.same]
    }
}

impl PartRestored {
    fn rows(&self) -> [(&'static str, &Parts); 2] {
        [
            ("conversations", &self.done.conversations),
            ("API keys", &self.done.keys),
        ]
    }
}

impl Report for PartRestored {
    fn value(&self) -> Value {
        let (conversations, keys) = (&self.done.conversations, &self.done.keys);
        Record::new()
            .with("backup", self.backup.display().to_string())
            .with("created_at", self.created_at)
            .with("user", self.user.id.to_string())
            .with("email", self.user.email.as_str())
            .with("dry_run", self.is_dry_run)
            .with("account_added", self.is_account_added)
            .with("conversations_added", conversations.added.clone())
            .with("conversations_replaced", conversations.replaced.clone())
            .with("conversations_kept", conversations.kept.clone())
            .with("conversations_same", conversations.same)
            .with("keys_added", keys.added.clone())
            .with("keys_replaced", keys.replaced.clone())
            .with("keys_kept", keys.kept.clone())
            .with("keys_same", keys.same)
            .with("was_erased", self.was_erased)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let done = match (self.is_dry_run, self.is_account_added) {
            (true, true) => "would bring back",
            (true, false) => "would restore",
            (false, true) => "brought back",
            (false, false) => "restored",
        };
        let mut text = format!(
            "{done} {} from the backup of {}\n",
            safe_line(&self.user.email, page),
            page.time(self.created_at)
        );
        if self.was_erased {
            let removed = match self.is_dry_run {
                true => "would be removed",
                false => "is removed",
            };
            text.push_str(&format!("who had been erased: the tombstone {removed}\n"));
        }
        let mut table = Table::new(&["", "#added", "#replaced", "#left as it is", "#same already"]);
        for (what, parts) in self.rows() {
            let numbers = [
                parts.added.len(),
                parts.replaced.len(),
                parts.kept.len(),
                parts.same,
            ];
            let numbers = numbers.into_iter().map(|number| count(number as u64));
            table.row(std::iter::once(what.to_owned()).chain(numbers).collect());
        }
        text.push_str(&table.render(page));
        for (what, parts) in self.rows() {
            for (fate, names) in [
                ("added", &parts.added),
                ("replaced", &parts.replaced),
                ("left as it is", &parts.kept),
            ] {
                if !names.is_empty() {
                    let names = names.join(", ");
                    text.push_str(&format!("{what} {fate}: {}\n", safe_line(&names, page)));
                }
            }
        }
        text
    }
}
