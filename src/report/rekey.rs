//! Keys encrypted anew, shown.

use super::{Page, Record, Report, Table, Value, counted, facts, safe_line};
use crate::actions::key_adoption::UnreadableKey;
use crate::actions::rekey::{Rekeyed, UserRekeyed};
use crate::model::{KeyFormat, ProviderName};

fn unreadable(key: &UnreadableKey) -> Record {
    Record::new()
        .with("provider", &key.provider)
        .with("reason", key.reason.to_string())
}

fn not_age((provider, format): &(ProviderName, Option<KeyFormat>)) -> Record {
    Record::new()
        .with("provider", provider)
        .with("format", format.map_or("unknown", KeyFormat::as_str))
}

fn user(user: &UserRekeyed) -> Record {
    let damaged = user.damaged.as_ref().map(ToString::to_string);
    Record::new()
        .with("user_id", &user.user_id)
        .with("email", user.email.as_str())
        .with("rekeyed", user.rekeyed)
        .with(
            "unreadable",
            user.unreadable.iter().map(unreadable).collect::<Vec<_>>(),
        )
        .with(
            "not_age",
            user.not_age.iter().map(not_age).collect::<Vec<_>>(),
        )
        .with("damaged", damaged)
}

impl Rekeyed {
    /// Returns the users about whom there is something to tell.
    fn told(&self) -> impl Iterator<Item = &UserRekeyed> {
        self.users.iter().filter(|user| {
            user.rekeyed > 0
                || !user.unreadable.is_empty()
                || !user.not_age.is_empty()
                || user.damaged.is_some()
        })
    }

    fn recipient_lines(&self, page: &Page) -> String {
        let (added, removed) = match (self.is_dry_run, self.is_complete) {
            (true, _) => ("to be added", "to be removed"),
            (false, true) => ("added", "removed"),
            // They open what could not be encrypted anew.
            (false, false) => ("added", "not yet removed"),
        };
        let stays = |one: &&String| !self.added.contains(one);
        let to_make = self.new_identity.as_ref();
        let to_make = to_make.filter(|_| self.is_dry_run && self.is_identity_made);
        let to_make = to_make.map(|path| ("to be made", path.display().to_string()));
        let named = |word, recipients: &[String]| -> Vec<_> {
            let line = |one: &String| (word, one.clone());
            recipients.iter().map(line).collect()
        };
        let stay: Vec<String> = self.recipients.iter().filter(stays).cloned().collect();
        let list = [
            Vec::from_iter(to_make),
            named(added, &self.added),
            named("recipient", &stay),
            named(removed, &self.removed),
        ];
        facts(&list.concat(), page)
    }

    fn summary(&self) -> String {
        let keys = counted(self.key_count(), "key", "keys");
        let done = match (self.is_dry_run, self.key_count()) {
            (_, 0) => "there is no key to encrypt anew".to_owned(),
            (true, _) => format!("would encrypt {keys} anew"),
            (false, _) => format!("encrypted {keys} anew"),
        };
        let before = match self.done_before {
            0 => String::new(),
            number => format!(
                "; {} done before it was cut short",
                counted(number, "was", "were")
            ),
        };
        format!("{done}{before}\n")
    }
}

/// Says what stays as it is, a line each.
fn left(user: &UserRekeyed, page: &Page) -> String {
    let email = safe_line(&user.email, page);
    let mut text = String::new();
    if let Some(error) = &user.damaged {
        let error = error.to_string();
        let error = safe_line(&error, page);
        text.push_str(&format!("left all keys of {email} as they are: {error}\n"));
    }
    for UnreadableKey { provider, reason } in &user.unreadable {
        text.push_str(&format!("left {provider} of {email} as it is: {reason}\n"));
    }
    for (provider, format) in &user.not_age {
        let why = match format {
            Some(KeyFormat::Fernet) => "the web app's (fernet)",
            _ => "neither a Fernet token nor an age file",
        };
        text.push_str(&format!("left {provider} of {email} as it is: {why}\n"));
    }
    text
}

impl Report for Rekeyed {
    fn value(&self) -> Value {
        let new_identity = self.new_identity.as_ref();
        Record::new()
            .with("rekeyed", self.key_count())
            .with("done_before", self.done_before)
            .with("complete", self.is_complete)
            .with("dry_run", self.is_dry_run)
            .with("recipients", self.recipients.clone())
            .with("added", self.added.clone())
            .with("removed", self.removed.clone())
            .with(
                "new_identity",
                new_identity.map(|path| path.display().to_string()),
            )
            .with("identity_made", self.is_identity_made)
            .with("users", self.told().map(user).collect::<Vec<_>>())
            .into()
    }

    fn records(&self) -> Vec<Record> {
        self.told().map(user).collect()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = String::new();
        if self.key_count() > 0 {
            let mut table = Table::new(&["user", "#keys"]);
            for user in self.told() {
                table.row(vec![user.email.clone(), user.rekeyed.to_string()]);
            }
            text.push_str(&table.render(page));
        }
        text.extend(self.told().map(|user| left(user, page)));
        text.push_str(&self.summary());
        text.push_str(&self.recipient_lines(page));
        text
    }
}
