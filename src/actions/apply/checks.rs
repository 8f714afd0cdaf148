//! Entries of a file that declares accounts, checked: what each key can be, and what it cannot.

use super::super::checked_text::{checked_email, checked_name};
use super::super::{ActionError, ActionResult};
use super::declared::{Declared, DeclaredPassword};
use super::entry::{Entry, Fault, Field, Given};
use crate::model::{Budget, BudgetChange, SecretText, UserId};
use crate::secrets::password_hash;

/// The keys. Those that `user list` prints are all among them, so that what it prints can be edited and applied.
const KEYS: [&str; 12] = [
    "id",
    "email",
    "name",
    "auth_type",
    "disabled",
    "budget",
    "budget_usd",
    "budget_period",
    "password",
    "password_hash",
    // These two say nothing that could be applied.
    "created_at",
    "has_password",
];

/// Whether what stands there is taken as it is, and never shown.
pub(super) fn is_secret(key: &str) -> bool {
    matches!(key, "password" | "password_hash")
}

/// Checks what is said of one account.
pub(super) fn declared(entry: Entry) -> Result<Declared, Fault> {
    let mut fields = Fields::checked(entry)?;
    let line = fields.line;
    let id = fields.with("id", |text| Ok(UserId::parse(text)?))?;
    let email = fields.with("email", checked_email)?;
    if id.is_none() && email.is_none() {
        return Err(Fault::at(line, "an account needs an `email`"));
    }
    Ok(Declared {
        line,
        id,
        email,
        name: fields.with("name", checked_name)?,
        auth_type: fields.with("auth_type", |text| Ok(text.to_owned()))?,
        budget: budget(&mut fields)?,
        is_disabled: flag(fields.take("disabled"))?,
        password: password(&mut fields)?,
    })
}

/// What is said, by key.
struct Fields {
    line: usize,
    fields: Vec<Field>,
}

impl Fields {
    /// Refuses keys that mean nothing and such as stand twice.
    fn checked(entry: Entry) -> Result<Self, Fault> {
        let Entry { line, fields } = entry;
        for (position, field) in fields.iter().enumerate() {
            let key = field.key.as_str();
            if !KEYS.contains(&key) {
                return Err(Fault {
                    nearest: Some(nearest(key)),
                    ..Fault::at(field.line, format!("there is no key {key:?}"))
                });
            }
            if fields[..position].iter().any(|other| other.key == key) {
                return Err(Fault::at(field.line, format!("{key:?} stands there twice")));
            }
        }
        Ok(Self { line, fields })
    }

    /// Returns what a key says, if anything; empty text says nothing.
    fn take(&mut self, key: &str) -> Option<Field> {
        let position = self.fields.iter().position(|field| field.key == key)?;
        let field = self.fields.swap_remove(position);
        match &field.value {
            Given::Nothing => None,
            Given::Text(text) if text.is_empty() => None,
            _ => Some(field),
        }
    }

    fn text(&mut self, key: &str) -> Result<Option<(SecretText, usize)>, Fault> {
        match self.take(key) {
            None => Ok(None),
            Some(Field {
                value: Given::Text(text),
                line,
                ..
            }) => Ok(Some((text, line))),
            Some(field) => Err(Fault::at(field.line, format!("`{key}` is no text"))),
        }
    }

    fn with<T>(
        &mut self,
        key: &str,
        check: impl FnOnce(&str) -> ActionResult<T>,
    ) -> Result<Option<T>, Fault> {
        let Some((text, line)) = self.text(key)? else {
            return Ok(None);
        };
        let refused = |error: ActionError| {
            let reason = match error {
                ActionError::InvalidEmail { reason, .. } => reason,
                ActionError::InvalidText { reason, .. } => reason,
                _ => "it cannot be one",
            };
            Fault::at(line, format!("this `{key}` cannot be used: {reason}"))
        };
        check(text.expose()).map(Some).map_err(refused)
    }
}

/// Reads a budget: in one as for `user set`, or amount and period as `user list` prints them.
fn budget(fields: &mut Fields) -> Result<Option<BudgetChange>, Fault> {
    let whole = fields.text("budget")?;
    let amount = fields.take("budget_usd");
    let period = fields.text("budget_period")?;
    let read = |text: &str, line| match text {
        "none" => Ok(BudgetChange::Remove),
        _ => text
            .parse::<Budget>()
            .map(BudgetChange::Set)
            .map_err(|reason| Fault::at(line, format!("this budget cannot be used: {reason}"))),
    };
    match (whole, amount, period) {
        (None, None, None) => Ok(None),
        (Some((text, line)), None, None) => read(text.expose(), line).map(Some),
        (None, Some(amount), Some((period, _))) => {
            let digits = match amount.value {
                Given::Text(text) => text.expose().to_owned(),
                Given::Number(digits) => digits,
                _ => {
                    return Err(Fault::at(amount.line, "`budget_usd` is no number"));
                }
            };
            read(&format!("{digits}USD/{}", period.expose()), amount.line).map(Some)
        }
        _ => Err(Fault::at(
            fields.line,
            "a budget is `budget` alone, or `budget_usd` and `budget_period` together",
        )),
    }
}

/// Reads a yes or a no, as spreadsheets write them, too.
fn flag(field: Option<Field>) -> Result<Option<bool>, Fault> {
    let Some(Field { key, line, value }) = field else {
        return Ok(None);
    };
    let read = match &value {
        Given::Flag(flag) => Some(*flag),
        Given::Text(text) => match text.expose().to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        Given::Number(_) | Given::Nothing | Given::Other => None,
    };
    let refused = || Fault::at(line, format!("`{key}` is neither true nor false"));
    read.map(Some).ok_or_else(refused)
}

fn password(fields: &mut Fields) -> Result<Option<DeclaredPassword>, Fault> {
    let plain = fields.text("password")?;
    let hash = fields.text("password_hash")?;
    match (plain, hash) {
        (None, None) => Ok(None),
        (Some((password, _)), None) => Ok(Some(DeclaredPassword::Plain(password))),
        (None, Some((hash, line))) => {
            let refused = |error: crate::secrets::SecretError| Fault::at(line, error.to_string());
            password_hash::check_form(&hash).map_err(refused)?;
            Ok(Some(DeclaredPassword::Hash(hash)))
        }
        (Some(_), Some((_, line))) => {
            let reason = "an account has a `password` or a `password_hash`, not both";
            Err(Fault::at(line, reason))
        }
    }
}

fn nearest(key: &str) -> &'static str {
    let distance = |known: &&str| strsim::damerau_levenshtein(known, &key.to_lowercase());
    KEYS.into_iter()
        .min_by_key(distance)
        .expect("there are keys")
}
