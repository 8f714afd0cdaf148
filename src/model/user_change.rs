//! Changes of an account, worked out on its document, so that every backend changes it alike.

use serde_json::value::RawValue;

use super::budget::Budget;
use super::document::Document;
use super::secret_text::SecretText;

/// Stands in place of a password hash where no password shall fit: without a `$`, so that the web app finds it wrong
/// and does not stumble over it.
pub(super) const NO_PASSWORD: &str = "!";

/// The member that holds the budget.
pub(super) const BUDGET: &str = "budget";

const HASH: &str = "password_hash";
/// Holds the hash of a disabled account; `null` if it never had one. Its presence says that the account is disabled.
const KEPT_HASH: &str = "disabled_password_hash";

/// One change of an account.
#[derive(Debug, Clone)]
pub enum UserChange {
    /// Gives the account another name, address or budget; `None` leaves it.
    Profile {
        /// The new name.
        name: Option<String>,
        /// The new address, lower case.
        email: Option<String>,
        /// The new budget, or none any more.
        budget: Option<BudgetChange>,
    },
    /// Sets the hash of a new password; that of a disabled account comes into force when it is enabled.
    Password(SecretText),
    /// Keeps the account from signing in with its password.
    Disable,
    /// Lets the account sign in with its password again.
    Enable,
    /// All of these, one after another, at one stroke.
    All(Vec<UserChange>),
}

/// What becomes of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetChange {
    /// It is this one from now on, also for what was used before in the running period.
    Set(Budget),
    /// There is none any more.
    Remove,
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
            Self::Profile {
                name,
                email,
                budget,
            } => {
                let named = name
                    .as_ref()
                    .map_or_else(|| document.clone(), |name| document.with("name", name));
                let addressed = email
                    .as_ref()
                    .map_or_else(|| named.clone(), |email| named.with("email", email));
                budget.map_or_else(|| addressed.clone(), |change| change.apply(&addressed))
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
            Self::All(changes) => changes
                .iter()
                .fold(document.clone(), |document, change| change.apply(&document)),
        }
    }

    /// Returns the address that the account is to have, if it is to have another.
    pub fn new_email(&self) -> Option<&str> {
        match self {
            Self::Profile { email, .. } => email.as_deref(),
            Self::All(changes) => changes.iter().rev().find_map(Self::new_email),
            Self::Password(_) | Self::Disable | Self::Enable => None,
        }
    }
}

impl BudgetChange {
    /// A budget that is so already keeps its bytes.
    fn apply(self, document: &Document) -> Document {
        match self {
            Self::Set(budget) if is_budget(document, &budget) => document.clone(),
            Self::Set(budget) => document.with(BUDGET, &budget),
            Self::Remove => document.without(BUDGET),
        }
    }
}

fn is_budget(document: &Document, budget: &Budget) -> bool {
    let present = document
        .object()
        .get(BUDGET)
        .map(|member| Budget::from_document(member.value, 0));
    present.is_some_and(|present| present.as_ref() == Ok(budget))
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
            budget: None,
        };
        let changed = change.apply(&document(r#"{"email":"a@b.c","name":"x","picture":"p"}"#));
        assert_eq!(
            changed.as_str(),
            r#"{"email":"a@b.c","name":"Ada","picture":"p"}"#
        );
    }

    #[test]
    fn several_changes_are_one_and_the_last_address_counts() {
        let address = |email: &str| UserChange::Profile {
            name: None,
            email: Some(email.to_owned()),
            budget: None,
        };
        let hash = UserChange::Password(SecretText::new("c$d"));
        let all = UserChange::All(vec![
            address("b@x"),
            UserChange::Enable,
            hash,
            address("c@x"),
        ]);
        let disabled = r#"{"email":"a@x","password_hash":"!","disabled_password_hash":"a$b"}"#;
        let changed = all.apply(&document(disabled));
        assert_eq!(changed.as_str(), r#"{"email":"c@x","password_hash":"c$d"}"#);
        assert_eq!(all.new_email(), Some("c@x"));
        assert_eq!(UserChange::All(Vec::new()).apply(&changed), changed);
    }

    #[test]
    fn a_disabled_accounts_hash_is_known() {
        let kept = |text: &str| {
            let id = UserId::parse("1").expect("an id");
            let user = User::from_document(id, text, 0).expect("an account");
            assert!(user.is_disabled && user.password_hash.is_none(), "{text}");
            user.kept_hash.map(|hash| hash.expose().to_owned())
        };
        let with =
            |kept: &str| format!(r#"{{"password_hash":"!","disabled_password_hash":{kept}}}"#);
        assert_eq!(kept(&with("\"a$b\"")).as_deref(), Some("a$b"));
        for none in ["null", "\"!\"", "\"\"", "7", "[]"] {
            assert_eq!(kept(&with(none)), None, "{none}");
        }
    }

    fn with_budget(text: &str, budget: Option<&str>) -> String {
        let change = match budget {
            Some(text) => BudgetChange::Set(text.parse().expect("a budget")),
            None => BudgetChange::Remove,
        };
        let change = UserChange::Profile {
            name: None,
            email: None,
            budget: Some(change),
        };
        change.apply(&document(text)).as_str().to_owned()
    }

    #[test]
    fn a_budget_is_put_into_the_account_and_taken_out_again() {
        let bare = r#"{"id":"1","x":1.50}"#;
        let budget = r#"{"id":"1","x":1.50,"budget":{"usd": 20.5,"period": "month"}}"#;
        let set = with_budget(bare, Some("$20.50/month"));
        assert_eq!(set.replace(' ', ""), budget.replace(' ', ""));
        assert_eq!(with_budget(&set, Some("20.5USD/month")), set);
        assert_eq!(with_budget(&set, None), bare);
        assert_eq!(with_budget(bare, None), bare);
    }

    #[test]
    fn a_budget_that_is_so_already_keeps_its_bytes_and_any_other_is_replaced() {
        let theirs = r#"{"budget":{"period":"month","usd":20.50,"note":"x"}}"#;
        assert_eq!(with_budget(theirs, Some("20.5USD/month")), theirs);
        let replaced = with_budget(theirs, Some("20USD/month"));
        assert!(!replaced.contains("note"), "{replaced}");
        let mended = with_budget(r#"{"budget":"much"}"#, Some("20USD/month"));
        assert_eq!(mended, replaced);
    }
}
