//! API keys that were tried, shown.

use super::{Page, Record, Report, Table, Value, counted, safe_line};
use crate::actions::key_check::{KeyChecked, KeysChecked};

fn record(key: &KeyChecked) -> Record {
    let models = key.models.as_ref();
    Record::new()
        .with("user_id", &key.name.user_id)
        .with("email", key.name.email.as_str())
        .with("provider", &key.name.provider)
        .with("works", models.is_ok())
        .with("models", models.ok().copied())
        .with("reason", models.err().map(ToString::to_string))
}

fn verdict(key: &KeyChecked) -> String {
    match &key.models {
        Ok(count) => format!("works: {}", counted(*count, "model", "models")),
        Err(error) => error.to_string(),
    }
}

impl Report for KeyChecked {
    fn value(&self) -> Value {
        record(self).into()
    }

    fn text(&self, page: &Page) -> String {
        let (provider, email) = (&self.name.provider, safe_line(&self.name.email, page));
        let verdict = verdict(self);
        let verdict = safe_line(&verdict, page);
        format!("the {provider} key of {email} {verdict}\n")
    }
}

impl Report for KeysChecked {
    fn value(&self) -> Value {
        self.keys.iter().map(record).collect::<Vec<_>>().into()
    }

    fn text(&self, page: &Page) -> String {
        if self.keys.is_empty() {
            return "no keys yet\n".to_owned();
        }
        let mut table = Table::new(&["user", "provider", "result"]).cutting("result", 20);
        for key in &self.keys {
            table.row(vec![
                key.name.email.clone(),
                key.name.provider.to_string(),
                verdict(key),
            ]);
        }
        table.render(page)
    }
}
