//! Exports to files, shown.

use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::export::Exported;

impl Report for Exported {
    fn value(&self) -> Value {
        Record::new()
            .with("file", self.path.display().to_string())
            .with("as", self.format.as_str())
            .with("users", self.counts.users)
            .with("conversations", self.counts.conversations)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let path = self.path.display().to_string();
        format!(
            "exported {} of {} to {}\n",
            counted(self.counts.conversations, "conversation", "conversations"),
            counted(self.counts.users, "user", "users"),
            safe_line(&path, page),
        )
    }
}
