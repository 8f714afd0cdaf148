//! Accounts as a file declares them: what would have to change, and the changes.

mod checks;
mod declared;
mod passwords;
mod plan;
mod reading;
mod reading_csv;
mod reading_json;
mod reading_toml;

use std::path::PathBuf;

pub use declared::{AccountsFile, AccountsFormat};
pub use plan::{ApplyPlan, ApplyWanted, Difference, PlannedChange, PlannedKind, plan};

use self::passwords::PasswordFile;
use self::plan::PlannedPassword;
use super::{ActionError, ActionResult};
use crate::model::{Clock, NewUser, SecretText, UserChange, UserId, app_timestamp};
use crate::store::{Store, StoreError};

/// What became of a plan.
#[derive(Debug)]
pub struct Applied {
    /// Each change of the plan, and whether it was made.
    pub changes: Vec<AppliedChange>,
    /// How many declared accounts are so already.
    pub unchanged: usize,
    /// How many accounts are not declared, and left as they are.
    pub undeclared: usize,
    /// The file with the passwords that were made up, if any were.
    pub passwords_at: Option<PathBuf>,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// A change, and what became of it.
#[derive(Debug)]
pub struct AppliedChange {
    /// What was to be done.
    pub change: PlannedChange,
    /// What became of it.
    pub outcome: ChangeOutcome,
}

/// What became of a change.
#[derive(Debug)]
pub enum ChangeOutcome {
    /// It was made, or would be.
    Done,
    /// It failed, and the account is as it was.
    Failed(ActionError),
    /// It was not tried, as one before it failed in a way that it would have failed, too.
    NotTried,
}

impl Applied {
    /// Tells what a plan would do.
    pub fn dry_run(plan: ApplyPlan) -> Self {
        let done = |change| AppliedChange {
            change,
            outcome: ChangeOutcome::Done,
        };
        Self {
            changes: plan.changes.into_iter().map(done).collect(),
            unchanged: plan.unchanged,
            undeclared: plan.undeclared,
            passwords_at: None,
            is_dry_run: true,
        }
    }

    /// Returns how many changes were made, or would be.
    pub fn done(&self) -> usize {
        let is_done = |it: &&AppliedChange| matches!(it.outcome, ChangeOutcome::Done);
        self.changes.iter().filter(is_done).count()
    }

    /// Takes out the error of the first change that failed.
    pub fn into_first_error(self) -> Option<ActionError> {
        self.changes.into_iter().find_map(|it| match it.outcome {
            ChangeOutcome::Failed(error) => Some(error),
            ChangeOutcome::Done | ChangeOutcome::NotTried => None,
        })
    }
}

/// Makes the changes, one account after another and each at one stroke. Passwords that are made up are in `passwords_to`, on
/// disk, before the first account is changed.
///
/// One that fails because of its own account alone keeps none of the others back.
pub fn apply(
    store: &dyn Store,
    clock: &dyn Clock,
    plan: ApplyPlan,
    progress: &mut dyn FnMut(usize, usize),
) -> ActionResult<Applied> {
    let created_at = app_timestamp(clock.now(), store.settings()?.timezone);
    let mut passwords = PasswordFile::write(&plan)?;
    let mut applied = Applied {
        passwords_at: passwords.path(),
        ..Applied::dry_run(plan)
    };
    applied.is_dry_run = false;
    let all = applied.changes.len();
    let mut is_stopped = false;
    for (position, it) in applied.changes.iter_mut().enumerate() {
        progress(position, all);
        if is_stopped {
            it.outcome = ChangeOutcome::NotTried;
            continue;
        }
        let generated = passwords.take(position);
        if let Err(error) = make(store, &it.change, generated, &created_at) {
            is_stopped = !is_of_one_account(&error);
            it.outcome = ChangeOutcome::Failed(error);
        }
    }
    Ok(applied)
}

fn make(
    store: &dyn Store,
    change: &PlannedChange,
    generated: Option<SecretText>,
    created_at: &str,
) -> ActionResult<()> {
    let work = &change.work;
    let hash = match (&generated, &work.password) {
        (Some(password), _) => Some(passwords::hashed(password)?),
        (None, Some(PlannedPassword::Declared(password))) => Some(passwords::hash_of(password)?),
        (None, Some(PlannedPassword::MadeUp) | None) => None,
    };
    let Some(id) = &change.id else {
        let user = NewUser {
            id: UserId::random(),
            email: change.email.clone(),
            name: change.name.clone(),
            password_hash: hash,
            created_at: created_at.to_owned(),
            budget: work.budget(),
            is_disabled: work.disable,
        };
        return Ok(store.add_user(&user)?);
    };
    let mut changes = vec![UserChange::Profile {
        name: work.name.clone(),
        email: work.email.clone(),
        budget: work.budget,
    }];
    changes.extend(work.enable.then_some(UserChange::Enable));
    changes.extend(hash.map(UserChange::Password));
    changes.extend(work.disable.then_some(UserChange::Disable));
    store.change_user(id, &UserChange::All(changes))?;
    Ok(())
}

/// Whether it says nothing about how others would fare.
fn is_of_one_account(error: &ActionError) -> bool {
    matches!(
        error,
        ActionError::Store(StoreError::EmailTaken { .. } | StoreError::UserNotFound { .. })
    )
}
