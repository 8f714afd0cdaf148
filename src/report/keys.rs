//! API keys, shown.

use super::{Page, Record, Report, Table, Value, counted, facts, safe_block, safe_line};
use crate::actions::key_adoption::{Adopted, UnreadableKey, UserAdopted};
use crate::actions::keys::{KeyList, KeyName, KeyRemoved, KeySet, KeyShown};
use crate::model::KeyFormat;

fn named(name: &KeyName) -> Record {
    Record::new()
        .with("user_id", &name.user_id)
        .with("email", name.email.as_str())
        .with("provider", &name.provider)
}

fn word(format: Option<KeyFormat>) -> &'static str {
    format.map_or("unknown", KeyFormat::as_str)
}

fn key_of(name: &KeyName, page: &Page) -> String {
    format!(
        "the {} key of {}",
        name.provider,
        safe_line(&name.email, page)
    )
}

impl Report for KeySet {
    fn value(&self) -> Value {
        named(&self.name)
            .with("format", self.format.as_str())
            .with("replaced", self.was_replaced)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let done = if self.was_replaced { "replaced" } else { "set" };
        let key = key_of(&self.name, page);
        format!("{done} {key} ({})\n", self.format.as_str())
    }
}

impl Report for KeyList {
    fn value(&self) -> Value {
        let keys = self.keys.iter();
        keys.map(|key| named(&key.name).with("format", word(key.format)))
            .collect::<Vec<_>>()
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.keys.is_empty() {
            return "no keys yet\n".to_owned();
        }
        let mut table = Table::new(&["user", "provider", "format"]);
        for key in &self.keys {
            table.row(vec![
                key.name.email.clone(),
                key.name.provider.to_string(),
                word(key.format).to_owned(),
            ]);
        }
        table.render(page)
    }
}

impl Report for KeyShown {
    fn value(&self) -> Value {
        let key = if self.is_revealed {
            self.plain.expose().to_owned()
        } else {
            self.plain.masked()
        };
        named(&self.name)
            .with("format", word(self.format))
            .with("key", key)
            .with("revealed", self.is_revealed)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.is_revealed {
            return format!("{}\n", safe_block(self.plain.expose(), page));
        }
        let list = [
            ("user", self.name.email.clone()),
            ("provider", self.name.provider.to_string()),
            ("format", word(self.format).to_owned()),
            ("key", self.plain.masked()),
        ];
        facts(&list, page)
    }
}

impl Report for KeyRemoved {
    fn value(&self) -> Value {
        named(&self.name).with("dry_run", self.is_dry_run).into()
    }

    fn text(&self, page: &Page) -> String {
        let done = if self.is_dry_run {
            "would remove"
        } else {
            "removed"
        };
        format!("{done} {}\n", key_of(&self.name, page))
    }
}

fn unreadable(key: &UnreadableKey) -> Record {
    Record::new()
        .with("provider", &key.provider)
        .with("reason", key.reason.to_string())
}

fn adopted(user: &UserAdopted) -> Record {
    let unreadable: Vec<Record> = user.unreadable.iter().map(unreadable).collect();
    Record::new()
        .with("user_id", &user.user_id)
        .with("email", user.email.as_str())
        .with("adopted", user.adopted)
        .with("changed_meanwhile", user.changed_meanwhile)
        .with("unreadable", unreadable)
}

fn summary(outcome: &Adopted) -> String {
    let keys = counted(outcome.key_count(), "key", "keys");
    let done = match (outcome.is_dry_run, outcome.key_count()) {
        (_, 0) => "there is no key to turn into age".to_owned(),
        (true, _) => format!("would turn {keys} into age"),
        (false, _) => format!("turned {keys} into age"),
    };
    let new_keys = match (outcome.is_format_changed, outcome.is_dry_run) {
        (false, _) => "",
        (true, true) => "; new keys would be age, too",
        (true, false) => "; new keys are age from now on",
    };
    format!("{done}{new_keys}\n")
}

impl Report for Adopted {
    fn value(&self) -> Value {
        Record::new()
            .with("adopted", self.key_count())
            .with("format_changed", self.is_format_changed)
            .with("dry_run", self.is_dry_run)
            .with("users", self.users.iter().map(adopted).collect::<Vec<_>>())
            .into()
    }

    fn records(&self) -> Vec<Record> {
        self.users.iter().map(adopted).collect()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = String::new();
        if !self.users.is_empty() {
            let mut table = Table::new(&["user", "#keys"]);
            for user in &self.users {
                table.row(vec![user.email.clone(), user.adopted.to_string()]);
            }
            text.push_str(&table.render(page));
        }
        for user in &self.users {
            let email = safe_line(&user.email, page);
            for key in &user.unreadable {
                let provider = &key.provider;
                text.push_str(&format!(
                    "left {provider} of {email} as it is: {}\n",
                    key.reason
                ));
            }
            if user.changed_meanwhile > 0 {
                let keys = counted(user.changed_meanwhile, "key", "keys");
                text.push_str(&format!("left {keys} of {email}, changed meanwhile\n"));
            }
        }
        text + &summary(self)
    }
}
