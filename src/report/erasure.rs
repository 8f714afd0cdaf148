//! The receipt of an erasure, shown: what went, and what is left and where.

use super::{Page, Record, Report, Table, Value, count, counted, safe_line, size, usd};
use crate::actions::erasure::{BackupOfPerson, PersonErased};
use crate::model::Totals;
use crate::store::{ErasedPart, LeftOfPerson};

/// What no program can look through, for whoever has to answer for it.
const BEYOND: &str = "\
out of reach, to be looked through by hand:
  exports, backups in other places, copies of the disk and of a database's logs
  logs and signed-in sessions of the web app
  what the providers keep of what was sent to them
";

/// The same for programs, one by one.
const BEYOND_LIST: [&str; 6] = [
    "exports",
    "backups_elsewhere",
    "copies_of_disks_and_logs",
    "web_app_logs",
    "web_app_sessions",
    "providers",
];

fn part(part: &ErasedPart) -> Record {
    Record::new()
        .with("what", part.kind.code())
        .with("place", part.place.as_str())
        .with("items", Value::Count(part.items))
        .with("bytes", Value::Count(part.bytes))
}

fn ledger(totals: &Totals) -> Record {
    Record::new()
        .with("replies", Value::Count(totals.replies))
        .with("input_tokens", totals.input_tokens)
        .with("output_tokens", totals.output_tokens)
        .with("total_tokens", totals.total_tokens)
        .with("cost_usd", totals.cost)
        .with("unknown_costs", totals.unknown_costs)
}

fn left(left: &LeftOfPerson) -> Record {
    Record::new()
        .with("what", left.kind.code())
        .with("place", left.place.display().to_string())
}

fn backup(backup: &BackupOfPerson) -> Record {
    Record::new()
        .with("path", backup.path.display().to_string())
        .with("created_at", backup.created_at)
        .with("certain", backup.is_certain)
}

impl Report for PersonErased {
    fn value(&self) -> Value {
        let erasure = &self.erasure;
        let records = |records: Vec<Record>| Value::from(records);
        Record::new()
            .with("store", self.location.to_string())
            .with("id", &self.id)
            .with("email", self.email.as_str())
            .with("erased_at", self.at)
            .with("dry_run", self.is_dry_run())
            .with("keys", erasure.keys)
            .with("conversations", erasure.conversations)
            .with("messages", erasure.messages)
            .with("bytes", Value::Count(erasure.bytes()))
            .with("removed", records(erasure.parts.iter().map(part).collect()))
            .with("ledger", ledger(&erasure.totals))
            .with(
                "backups",
                records(self.backups.iter().map(backup).collect()),
            )
            .with("backups_unlisted", self.unlisted.as_deref())
            .with("left", records(erasure.left.iter().map(left).collect()))
            .with("out_of_reach", BEYOND_LIST.map(str::to_owned).to_vec())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = self.summary(page);
        text.push('\n');
        text.push_str(&self.table().render(page));
        let keeps = match self.is_dry_run() {
            true => "would keep",
            false => "keeps",
        };
        text.push_str(&format!(
            "\na tombstone, the id and the time alone, {keeps} restores from bringing the account back\n\n"
        ));
        text.push_str(&self.left_text(page));
        text
    }

    fn records(&self) -> Vec<Record> {
        let row = |state: &'static str, what: &str, place: String, items, bytes| {
            Record::new()
                .with("id", &self.id)
                .with("state", state)
                .with("what", what)
                .with("place", place)
                .with("items", items)
                .with("bytes", bytes)
        };
        let removed = self.erasure.parts.iter().map(|part| {
            let (items, bytes) = (Value::Count(part.items), Value::Count(part.bytes));
            let place = part.place.clone();
            row("removed", part.kind.code(), place, items, bytes)
        });
        let backups = self.backups.iter().map(|backup| {
            let what = if backup.is_certain {
                "backup"
            } else {
                "backup_unread"
            };
            let place = backup.path.display().to_string();
            row("left", what, place, Value::Null, Value::Null)
        });
        let left = self.erasure.left.iter().map(|left| {
            let place = left.place.display().to_string();
            row("left", left.kind.code(), place, Value::Null, Value::Null)
        });
        removed.chain(backups).chain(left).collect()
    }
}

impl PersonErased {
    fn summary(&self, page: &Page) -> String {
        let erasure = &self.erasure;
        let email = safe_line(&self.email, page);
        let (done, stay) = match self.at {
            None => (format!("would erase {email} ({})", self.id), "would stay"),
            Some(at) => {
                let at = page.time(at);
                (format!("erased {email} ({}) at {at}", self.id), "stay")
            }
        };
        format!(
            "{done}\n{}, {} with {}; {} and the cost of {} {stay} in the ledger, without content\n",
            counted(erasure.keys, "API key", "API keys"),
            counted(erasure.conversations, "conversation", "conversations"),
            counted(erasure.messages, "message", "messages"),
            tokens(erasure.totals.total_tokens),
            usd(erasure.totals.cost),
        )
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["what", "#items", "#size", "from"]);
        for part in &self.erasure.parts {
            table.row(vec![
                part.kind.to_string(),
                count(part.items),
                size(part.bytes),
                self.within_store(&part.place).to_owned(),
            ]);
        }
        table
    }

    /// Returns a place as it is called within the store, if it is in a store's folder.
    fn within_store<'p>(&self, place: &'p str) -> &'p str {
        let folder = self.location.folder().and_then(|folder| folder.to_str());
        let rest = folder.and_then(|folder| place.strip_prefix(folder));
        let rest = rest.and_then(|rest| rest.strip_prefix('/'));
        rest.unwrap_or(place)
    }

    /// Says what is left, and what becomes of it.
    fn left_text(&self, page: &Page) -> String {
        let mut text = String::new();
        let certain = |wanted: bool| {
            let backups = self.backups.iter();
            backups
                .filter(|backup| backup.is_certain == wanted)
                .collect::<Vec<_>>()
        };
        for (backups, title) in [
            (
                certain(true),
                "still in these backups; a restore leaves them out:",
            ),
            (
                certain(false),
                "perhaps in these backups, which could not be looked into; a restore leaves them out:",
            ),
        ] {
            if !backups.is_empty() {
                text.push_str(&format!("{title}\n"));
            }
            for backup in backups {
                let path = backup.path.display().to_string();
                text.push_str(&format!("  {}\n", safe_line(&path, page)));
            }
        }
        if let Some(reason) = &self.unlisted {
            let reason = safe_line(reason, page);
            text.push_str(&format!("perhaps in backups: {reason}\n"));
        }
        if !self.erasure.left.is_empty() {
            text.push_str("still here:\n");
        }
        for left in &self.erasure.left {
            let place = left.place.display().to_string();
            let place = safe_line(self.within_store(&place), page);
            text.push_str(&format!("  {place}\n    {}\n", left.kind));
        }
        text.push_str(BEYOND);
        text
    }
}

fn tokens(number: u64) -> String {
    match number {
        1 => "1 token".to_owned(),
        _ => format!("{} tokens", count(number)),
    }
}
