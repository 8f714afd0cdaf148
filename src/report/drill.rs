//! Drills, shown.

use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::drill::{Drilled, UnopenedKey};

impl Report for Drilled {
    fn value(&self) -> Value {
        let millis = self.took.num_milliseconds().max(0);
        let unopened = self.keys_unopened.iter().map(|key| {
            Record::new()
                .with("email", key.email.as_str())
                .with("provider", key.provider.as_str())
                .with("problem", key.reason.as_str())
        });
        Record::new()
            .with("backup", self.backup.display().to_string())
            .with("created_at", self.contents.created_at)
            .with("proven", self.is_proven())
            .with("users", Value::Count(self.restored.users))
            .with("conversations", Value::Count(self.restored.conversations))
            .with("keys_opened", self.keys_opened)
            .with("keys_unopened", unopened.collect::<Vec<Record>>())
            .with(
                "seconds",
                Value::Number(format!("{}.{:03}", millis / 1_000, millis % 1_000)),
            )
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let path = self.backup.display().to_string();
        let verdict = match self.is_proven() {
            true => page.strong("proven"),
            false => page.error("failed"),
        };
        let mut text = format!(
            "{verdict}  {}: {} came back, {} opened\n",
            safe_line(&path, page),
            super::backups::amounts(&self.restored),
            counted(self.keys_opened, "API key", "API keys")
        );
        if !self.is_as_it_says() {
            let said = super::backups::amounts(&self.contents);
            text.push_str(&format!("by its own account it holds {said}\n"));
        }
        for UnopenedKey {
            email,
            provider,
            reason,
        } in &self.keys_unopened
        {
            let line = format!("{email} {provider}: {reason}");
            text.push_str(&format!("{}\n", safe_line(&line, page)));
        }
        text
    }
}
