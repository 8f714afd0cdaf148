//! Exports of what is held on a person, shown.

use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::user_export::PersonExported;

impl Report for PersonExported {
    fn value(&self) -> Value {
        Record::new()
            .with("file", self.path.display().to_string())
            .with("id", self.user.id.as_str())
            .with("email", self.user.email.as_str())
            .with("keys", self.counts.keys)
            .with("replies", self.counts.replies)
            .with("conversations", self.counts.conversations)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let path = self.path.display().to_string();
        format!(
            "exported what is held on {} to {}: {}, {}, and of {} the provider\n",
            safe_line(&self.user.email, page),
            safe_line(&path, page),
            counted(self.counts.conversations, "conversation", "conversations"),
            counted(self.counts.replies, "reply", "replies"),
            counted(self.counts.keys, "key", "keys"),
        )
    }
}
