//! Exports to files, shown.

use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::export::Exported;
use crate::interchange::{RedactedKind, Redactions};

impl Report for Exported {
    fn value(&self) -> Value {
        Record::new()
            .with("file", self.path.display().to_string())
            .with("as", self.format.as_str())
            .with("users", self.counts.users)
            .with("conversations", self.counts.conversations)
            .with("redacted", self.counts.redacted.as_ref().map(record))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let path = self.path.display().to_string();
        let exported = format!(
            "exported {} of {} to {}{}\n",
            counted(self.counts.conversations, "conversation", "conversations"),
            counted(self.counts.users, "user", "users"),
            safe_line(&path, page),
            if self.is_folder {
                ", each to a file of its own"
            } else {
                ""
            },
        );
        match &self.counts.redacted {
            Some(redacted) => exported + &redaction_note(redacted) + "\n",
            None => exported,
        }
    }
}

fn record(redacted: &Redactions) -> Record {
    let counts = redacted.counts();
    counts.fold(Record::new(), |record, (kind, count)| {
        record.with(kind.as_str(), count)
    })
}

/// Says what was replaced, and what that is worth.
pub fn redaction_note(redacted: &Redactions) -> String {
    let kinds: Vec<String> = redacted
        .counts()
        .map(|(kind, count)| match kind {
            RedactedKind::Key => counted(count, "key", "keys"),
            RedactedKind::Email => counted(count, "e-mail address", "e-mail addresses"),
            RedactedKind::Card => counted(count, "card number", "card numbers"),
            RedactedKind::Phone => counted(count, "phone number", "phone numbers"),
        })
        .collect();
    let replaced = match kinds.is_empty() {
        true => "nothing".to_owned(),
        false => kinds.join(", "),
    };
    format!("replaced {replaced}; what has no known form, such as names, is still there")
}
