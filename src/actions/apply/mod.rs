//! Accounts as a file declares them: what would have to change, and the changes.

mod accounts_file;
mod checks;
mod declared;
mod entry;
mod parallel;
mod passwords;
mod plan;
mod planned;
mod reading;
mod reading_csv;
mod reading_json;
mod reading_toml;

use std::path::PathBuf;

pub use accounts_file::AccountsFile;
pub use plan::{ApplyWanted, plan};
pub use planned::{ApplyPlan, Difference, PlannedChange, PlannedKind};
pub use reading::AccountsFormat;

use self::passwords::PasswordFile;
use super::{ActionError, ActionResult};
use crate::model::{Clock, NewUser, SecretText, UserChange, UserId, app_timestamp};
use crate::store::{AccountChange, AccountsChanged, Store};

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
            ChangeOutcome::Done => None,
        })
    }
}

/// Makes the changes, all at one stroke. Passwords that are made up are in `passwords_to`, on disk, before that.
///
/// Those that are refused because of their own account alone keep none of the others back. After an error none is made, as far as
/// can be told. `progress` is told how many passwords are hashed, of how many: all else takes no time.
pub fn apply(
    store: &dyn Store,
    clock: &dyn Clock,
    plan: ApplyPlan,
    progress: &mut dyn FnMut(usize, usize),
) -> ActionResult<Applied> {
    let created_at = app_timestamp(clock.now(), store.settings()?.timezone);
    let passwords = PasswordFile::write(&plan)?;
    let hashes = passwords.hashes(&plan, progress)?;
    let mut applied = Applied {
        passwords_at: passwords.path(),
        ..Applied::dry_run(plan)
    };
    applied.is_dry_run = false;
    let mut wanted: Vec<AccountChange> = applied
        .changes
        .iter()
        .zip(hashes)
        .map(|(it, hash)| account_change(&it.change, hash, &created_at))
        .collect();
    let mut places: Vec<usize> = (0..wanted.len()).collect();
    while !wanted.is_empty() {
        let AccountsChanged::None(refused) = store.change_users(&wanted)? else {
            break;
        };
        // What others did since the plan was made is in the way of these. The rest goes without them.
        let mut is_open = vec![true; wanted.len()];
        for (place, error) in refused {
            is_open[place] = false;
            applied.changes[places[place]].outcome = ChangeOutcome::Failed(error.into());
        }
        retain(&mut wanted, &is_open);
        retain(&mut places, &is_open);
    }
    Ok(applied)
}

/// Keeps of these things the ones that are so.
fn retain<T>(things: &mut Vec<T>, is_kept: &[bool]) {
    let mut is_kept = is_kept.iter();
    things.retain(|_| is_kept.next() == Some(&true));
}

fn account_change(
    change: &PlannedChange,
    hash: Option<SecretText>,
    created_at: &str,
) -> AccountChange {
    let work = &change.work;
    let Some(id) = &change.id else {
        return AccountChange::Add(NewUser {
            id: UserId::random(),
            email: change.email.clone(),
            name: change.name.clone(),
            password_hash: hash,
            created_at: created_at.to_owned(),
            budget: work.budget(),
            is_disabled: work.disable,
        });
    };
    let mut changes = vec![UserChange::Profile {
        name: work.name.clone(),
        email: work.email.clone(),
        budget: work.budget,
    }];
    changes.extend(work.enable.then_some(UserChange::Enable));
    changes.extend(hash.map(UserChange::Password));
    changes.extend(work.disable.then_some(UserChange::Disable));
    AccountChange::Change(id.clone(), UserChange::All(changes))
}
