//! Accounts, as `users.json` holds them.

use std::fmt;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use super::document::{self, Document, Malformed};
use super::fields::Fields;
use super::id::UserId;
use super::secret_text::SecretText;
use super::text::{lossy, lossy_option};

/// Stands in place of a password hash where no password shall fit: without a `$`, so that the web app finds it wrong
/// and does not stumble over it.
pub(super) const NO_PASSWORD: &str = "!";

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
struct RawUser {
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
    #[serde(
        default,
        rename = "disabled_password_hash",
        deserialize_with = "is_present"
    )]
    is_disabled: bool,
}

/// Is called only for a member that is there, whatever its value.
fn is_present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

impl User {
    /// Reads the account `id` from its document, which stands at byte `base` of its file.
    pub fn from_document(id: UserId, text: &str, base: usize) -> Result<Self, Malformed> {
        let Fields::<RawUser>(raw) = document::read(text, base)?;
        let auth_type = match raw.auth_type.as_str() {
            "email" | "" => AuthType::Email,
            "google" => AuthType::Google,
            _ => AuthType::Other(raw.auth_type),
        };
        let in_force = raw
            .password_hash
            .filter(|hash| !hash.is_empty() && hash != NO_PASSWORD);
        Ok(Self {
            id,
            email: raw.email,
            name: raw.name,
            auth_type,
            created_at: raw.created_at,
            password_hash: in_force.map(SecretText::new),
            is_disabled: raw.is_disabled,
        })
    }
}

/// A new account, as the web app would write it.
#[derive(Debug)]
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
        Document::new(&fields).expect("fields make an object")
    }
}
