//! Accounts, as `users.json` holds them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::budget::Budget;
use super::document::{self, Document, Malformed, Object};
use super::fields::Fields;
use super::id::UserId;
use super::secret_text::SecretText;
use super::text::{lossy, lossy_option};
use super::user_change::{BUDGET, BudgetChange, NO_PASSWORD, UserChange};

/// An account.
#[derive(Debug, Clone)]
pub struct User {
    /// The key of the account in `users.json`.
    pub id: UserId,
    /// Address, lower case; empty if the account has none.
    pub email: String,
    /// Name as the user gave it.
    pub name: String,
    /// How the user signs in.
    pub auth_type: AuthType,
    /// When the account was made, in the form found.
    pub created_at: String,
    /// The hash in force; `None` for accounts without a password.
    pub password_hash: Option<SecretText>,
    /// Whether the account was disabled by us.
    pub is_disabled: bool,
    /// The hash that comes into force when a disabled account is enabled; `None` if it has none, or is not disabled.
    pub kept_hash: Option<SecretText>,
    /// What the user's replies may cost; `None` if no limit was set. One that cannot be read must not be taken for none, and
    /// the rest of the account can be used without it.
    pub budget: Result<Option<Budget>, Malformed>,
}

/// How a user signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AuthType {
    /// With address and password.
    Email,
    /// With a Google account.
    Google,
    /// In some other way that the web app knows.
    #[serde(untagged)]
    Other(String),
}

impl AuthType {
    /// Returns the word that documents use.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Google => "google",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for AuthType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[derive(Deserialize)]
struct RawUser<'a> {
    #[serde(default, deserialize_with = "lossy")]
    email: String,
    #[serde(default, deserialize_with = "lossy")]
    name: String,
    #[serde(default, deserialize_with = "lossy")]
    auth_type: String,
    #[serde(default, deserialize_with = "lossy")]
    created_at: String,
    #[serde(default, deserialize_with = "lossy_option")]
    password_hash: Option<String>,
    /// Its presence says that the account is disabled, whatever its value.
    #[serde(borrow, default, deserialize_with = "present")]
    disabled_password_hash: Option<&'a RawValue>,
    #[serde(borrow, default)]
    budget: Option<&'a RawValue>,
}

/// Is called only for a member that is there, `null` too.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl User {
    /// Reads the account `id` from its document, which stands at byte `base` of its file.
    pub fn from_document(id: UserId, text: &str, base: usize) -> Result<Self, Malformed> {
        let Fields::<RawUser<'_>>(raw) = document::read(text, base)?;
        let budget = match raw.budget {
            Some(_) => budget_in(text, base),
            None => Ok(None),
        };
        let auth_type = match raw.auth_type.as_str() {
            "email" | "" => AuthType::Email,
            "google" => AuthType::Google,
            _ => AuthType::Other(raw.auth_type),
        };
        let is_hash = |hash: &String| !hash.is_empty() && hash != NO_PASSWORD;
        let in_force = raw.password_hash.filter(is_hash);
        // What is no text there is no hash either, and no reason to refuse the account.
        let kept = raw.disabled_password_hash.map(RawValue::get);
        let kept_hash = kept
            .and_then(|text| serde_json::from_str::<String>(text).ok())
            .filter(is_hash);
        Ok(Self {
            id,
            email: raw.email,
            name: raw.name,
            auth_type,
            created_at: raw.created_at,
            password_hash: in_force.map(SecretText::new),
            is_disabled: raw.disabled_password_hash.is_some(),
            kept_hash: kept_hash.map(SecretText::new),
            budget,
        })
    }
}

/// Reads the budget in an account's document; few have one.
fn budget_in(text: &str, base: usize) -> Result<Option<Budget>, Malformed> {
    let object = Object::parse(text)?;
    let read = |member: &document::Member<'_>| {
        Budget::from_document(member.value, base + member.value_span().start)
    };
    object.get(BUDGET).map(read).transpose()
}

/// A new account, as the web app would write it.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Its id.
    pub id: UserId,
    /// Its address, lower case.
    pub email: String,
    /// Its name.
    pub name: String,
    /// The hash of its password, or none: then nobody can sign in until one is set.
    pub password_hash: Option<SecretText>,
    /// When it is made, in the web app's form.
    pub created_at: String,
    /// What its replies may cost; `None` for no limit.
    pub budget: Option<Budget>,
    /// Whether its password, if it has one, comes into force only when it is enabled.
    pub is_disabled: bool,
}

impl NewUser {
    /// Makes the document to store.
    pub fn to_document(&self) -> Document {
        #[derive(Serialize)]
        struct Fields<'a> {
            id: &'a UserId,
            email: &'a str,
            name: &'a str,
            // The web app looks the hash up without asking whether it is there; `!` is no password's hash.
            password_hash: &'a str,
            auth_type: AuthType,
            created_at: &'a str,
        }
        let fields = Fields {
            id: &self.id,
            email: &self.email,
            name: &self.name,
            password_hash: self
                .password_hash
                .as_ref()
                .map_or(NO_PASSWORD, SecretText::expose),
            auth_type: AuthType::Email,
            created_at: &self.created_at,
        };
        let document = Document::new(&fields).expect("fields make an object");
        UserChange::All(self.changes()).apply(&document)
    }

    /// Returns what the account has that the web app gives to none.
    fn changes(&self) -> Vec<UserChange> {
        let budget = self.budget.map(|budget| UserChange::Profile {
            name: None,
            email: None,
            budget: Some(BudgetChange::Set(budget)),
        });
        let disable = self.is_disabled.then_some(UserChange::Disable);
        budget.into_iter().chain(disable).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(text: &str) -> Result<Option<String>, Malformed> {
        let id = UserId::parse("u1").expect("an id");
        let user = User::from_document(id, text, 1000).expect("an account");
        user.budget.map(|budget| budget.map(|it| it.to_string()))
    }

    #[test]
    fn a_budget_is_read_and_none_is_none() {
        assert_eq!(budget("{}"), Ok(None));
        assert_eq!(budget(r#"{"budget": null}"#), Ok(None));
        let text = r#"{"budget": {"usd": 5, "period": "week"}}"#;
        assert_eq!(budget(text), Ok(Some("5USD/week".to_owned())));
    }

    #[test]
    fn a_budget_that_cannot_be_read_spoils_nothing_else_of_the_account() {
        let text = r#"{"email": "a@x.org", "budget": {"usd": "much", "period": "week"}}"#;
        let error = budget(text).expect_err("no amount");
        assert_eq!(error.to_string(), "no amount in `usd` at byte 1031");
        assert!(budget(r#"{"budget": 20}"#).is_err());
        assert!(budget(r#"{"budget": false}"#).is_err());
    }
}
