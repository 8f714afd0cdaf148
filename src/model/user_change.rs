//! Changes of an account, worked out on its document, so that every backend changes it alike.

use serde_json::value::RawValue;

use super::document::Document;
use super::secret_text::SecretText;
use super::user::NO_PASSWORD;

const HASH: &str = "password_hash";
/// Holds the hash of a disabled account; `null` if it never had one. Its presence says that the account is disabled.
const KEPT_HASH: &str = "disabled_password_hash";

/// One change of an account.
#[derive(Debug, Clone)]
pub enum UserChange {
    /// Gives the account another name or address; `None` leaves it.
    Profile {
        /// The new name.
        name: Option<String>,
        /// The new address, lower case.
        email: Option<String>,
    },
    /// Sets the hash of a new password; that of a disabled account comes into force when it is enabled.
    Password(SecretText),
    /// Keeps the account from signing in with its password.
    Disable,
    /// Lets the account sign in with its password again.
    Enable,
}

impl UserChange {
    /// Returns the document after the change; the same document if it is so already.
    pub fn apply(&self, document: &Document) -> Document {
        let raw_member = |key| {
            document
                .object()
                .get(key)
                .map(|member| member.value.to_owned())
        };
        let kept_hash = raw_member(KEPT_HASH);
        match self {
            Self::Profile { name, email } => {
                let named = name
                    .as_ref()
                    .map_or_else(|| document.clone(), |name| document.with("name", name));
                email
                    .as_ref()
                    .map_or_else(|| named.clone(), |email| named.with("email", email))
            }
            Self::Password(hash) => document.with(
                if kept_hash.is_some() { KEPT_HASH } else { HASH },
                &hash.expose(),
            ),
            Self::Disable if kept_hash.is_some() => document.clone(),
            Self::Disable => {
                let hash = raw_member(HASH).unwrap_or_else(|| "null".to_owned());
                document
                    .with(HASH, &NO_PASSWORD)
                    .with(KEPT_HASH, &raw_value(hash))
            }
            Self::Enable => match kept_hash.as_deref() {
                None => document.clone(),
                Some("null") => document.without(KEPT_HASH).without(HASH),
                Some(hash) => document
                    .with(HASH, &raw_value(hash.to_owned()))
                    .without(KEPT_HASH),
            },
        }
    }
}

fn raw_value(text: String) -> Box<RawValue> {
    RawValue::from_string(text).expect("a member's value is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{User, UserId};

    fn document(text: &str) -> Document {
        Document::parse(text).expect("an object")
    }

    fn is_disabled(document: &Document) -> bool {
        let id = UserId::parse("1").expect("an id");
        User::from_document(id, document.as_str(), 0)
            .expect("an account")
            .is_disabled
    }

    #[test]
    fn disabling_and_enabling_gives_back_the_same_bytes() {
        for text in [
            r#"{"id":"1","password_hash":"scrypt:1:1:1$a$b","x":1.50}"#,
            r#"{"id":"1","auth_type":"google","x":1.50}"#,
            r#"{"id":"1","password_hash":"!"}"#,
        ] {
            let disabled = UserChange::Disable.apply(&document(text));
            assert!(
                is_disabled(&disabled) && !is_disabled(&document(text)),
                "{text}"
            );
            assert!(
                disabled.as_str().contains(r#""password_hash":"!""#),
                "{disabled:?}"
            );
            assert_eq!(UserChange::Disable.apply(&disabled), disabled);
            assert_eq!(UserChange::Enable.apply(&disabled).as_str(), text);
        }
    }

    #[test]
    fn a_new_password_does_not_enable() {
        let disabled = UserChange::Disable.apply(&document(r#"{"password_hash":"a$b"}"#));
        let changed = UserChange::Password(SecretText::new("c$d")).apply(&disabled);
        assert!(is_disabled(&changed));
        assert_eq!(
            UserChange::Enable.apply(&changed).as_str(),
            r#"{"password_hash":"c$d"}"#
        );
    }

    #[test]
    fn a_profile_keeps_what_it_does_not_name() {
        let change = UserChange::Profile {
            name: Some("Ada".to_owned()),
            email: None,
        };
        let changed = change.apply(&document(r#"{"email":"a@b.c","name":"x","picture":"p"}"#));
        assert_eq!(
            changed.as_str(),
            r#"{"email":"a@b.c","name":"Ada","picture":"p"}"#
        );
    }
}
