//! What a file declares of accounts, before anything is known of the store.

use crate::model::{BudgetChange, SecretText, UserId};

/// What is declared of one account; what is `None` is left as it is.
#[derive(Debug)]
pub(super) struct Declared {
    /// Where it stands in the file; counted from 1.
    pub(super) line: usize,
    pub(super) id: Option<UserId>,
    /// In lower case. Without one there is an id.
    pub(super) email: Option<String>,
    pub(super) name: Option<String>,
    pub(super) auth_type: Option<String>,
    pub(super) budget: Option<BudgetChange>,
    pub(super) is_disabled: Option<bool>,
    pub(super) password: Option<DeclaredPassword>,
}

/// A password that is declared.
#[derive(Debug, Clone)]
pub(super) enum DeclaredPassword {
    Plain(SecretText),
    Hash(SecretText),
}
