//! The demo, shown.

use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::demo::DemoMade;

impl Report for DemoMade {
    fn value(&self) -> Value {
        Record::new()
            .with("store", self.folder.display().to_string())
            .with("users", self.users)
            .with("conversations", self.conversations)
            .with("made_anew", self.was_there)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let anew = if self.was_there { ", made anew" } else { "" };
        format!(
            "A sample store with {} and {} is in {}{anew}.\n",
            counted(self.users, "user", "users"),
            counted(self.conversations, "conversation", "conversations"),
            safe_line(&self.folder.display().to_string(), page),
        )
    }
}
