//! What is to be done for accounts to be as they are declared.

use std::path::PathBuf;

use super::declared::DeclaredPassword;
use crate::model::{Budget, BudgetChange, UserId};

/// What is to be done, in the order of the file; those who are not declared come last.
#[derive(Debug)]
pub struct ApplyPlan {
    /// The changes, each of another account.
    pub changes: Vec<PlannedChange>,
    /// How many declared accounts are so already.
    pub unchanged: usize,
    /// How many accounts are not declared, and left as they are.
    pub undeclared: usize,
    pub(super) passwords_to: Option<PathBuf>,
}

/// What is to be done with one account.
#[derive(Debug)]
pub struct PlannedChange {
    /// What, in a word.
    pub kind: PlannedKind,
    /// Its id; `None` for one that is to be added.
    pub id: Option<UserId>,
    /// Its present address, or that of a new account.
    pub email: String,
    /// Its present name, or that of a new account.
    pub name: String,
    /// What is to be another than it is.
    pub differences: Vec<Difference>,
    /// Whether the user can sign in with a Google account still.
    pub can_use_google: bool,
    pub(super) work: Work,
}

impl PlannedChange {
    /// Whether the account is disabled by it.
    pub fn is_disabling(&self) -> bool {
        self.work.disable
    }
}

/// What is to be done with an account, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedKind {
    /// It is added.
    Add,
    /// It is changed.
    Change,
    /// It is not declared, and disabled.
    Prune,
}

/// What is to be another than it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The address, before and after.
    Email(String, String),
    /// The name, before and after.
    Name(String, String),
    /// The budget, before and after; one that cannot be read is none.
    Budget(Option<Budget>, Option<Budget>),
    /// Whether it is disabled, after.
    Disabled(bool),
    /// The password: declared.
    Password,
    /// The password: made up.
    MadeUpPassword,
}

/// What the store is asked to do.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) email: Option<String>,
    pub(super) name: Option<String>,
    pub(super) budget: Option<BudgetChange>,
    pub(super) enable: bool,
    pub(super) disable: bool,
    pub(super) password: Option<PlannedPassword>,
}

/// A password that an account is to get.
#[derive(Debug)]
pub(super) enum PlannedPassword {
    Declared(DeclaredPassword),
    MadeUp,
}

impl Work {
    pub(super) fn makes_up_a_password(&self) -> bool {
        matches!(self.password, Some(PlannedPassword::MadeUp))
    }

    /// Returns the budget that the account is to have, if it is to have one.
    pub(super) fn budget(&self) -> Option<Budget> {
        match self.budget {
            Some(BudgetChange::Set(budget)) => Some(budget),
            Some(BudgetChange::Remove) | None => None,
        }
    }
}
