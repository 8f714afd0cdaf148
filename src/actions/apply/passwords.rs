//! The passwords that accounts are to get: those declared, and those made up.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::{ActionError, ActionResult, NewFile};
use super::declared::{Declared, DeclaredPassword};
use super::parallel;
use super::planned::{ApplyPlan, PlannedChange, PlannedPassword};
use crate::model::{SecretText, User, UserId};
use crate::secrets::password_hash::{self, Salt};

/// Returns the accounts that have the password which is declared for them already.
pub(super) fn fitting<'u>(
    accounts: &[Declared],
    users: &[Option<&'u User>],
    progress: &mut dyn FnMut(usize, usize),
) -> HashSet<&'u UserId> {
    let pairs: Vec<(&User, &DeclaredPassword)> = accounts
        .iter()
        .zip(users)
        .filter_map(|(declared, user)| Some(((*user)?, declared.password.as_ref()?)))
        .collect();
    let fit = parallel::each(&pairs, |(user, password)| is_of(user, password), progress);
    pairs
        .into_iter()
        .zip(fit)
        .filter_map(|((user, _), fits)| fits.then_some(&user.id))
        .collect()
}

fn is_of(user: &User, password: &DeclaredPassword) -> bool {
    let Some(present) = present(user) else {
        return false;
    };
    match password {
        DeclaredPassword::Hash(hash) => present == hash,
        // A hash that cannot be checked lets nobody in, and is replaced like any other.
        DeclaredPassword::Plain(password) => {
            password_hash::verify(present, password).unwrap_or(false)
        }
    }
}

/// Returns the hash of an account's password, that of a disabled one, too.
pub(super) fn present(user: &User) -> Option<&SecretText> {
    user.password_hash.as_ref().or(user.kept_hash.as_ref())
}

/// Refuses a plan whose passwords would go into a file that is there already.
pub(super) fn check_vacant(plan: &ApplyPlan) -> ActionResult<()> {
    match file_needed(plan) {
        Some(path) if fs::symlink_metadata(path).is_ok() => Err(ActionError::FileExists {
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Returns the file for passwords that are made up, if there are any.
fn file_needed(plan: &ApplyPlan) -> Option<&Path> {
    let makes_one_up = |change: &PlannedChange| change.work.makes_up_a_password();
    plan.passwords_to
        .as_deref()
        .filter(|_| plan.changes.iter().any(makes_one_up))
}

/// Passwords that were made up, by the position of their change; they are on disk.
pub(super) struct PasswordFile {
    path: Option<PathBuf>,
    passwords: Vec<Option<SecretText>>,
}

impl PasswordFile {
    /// Makes up what the plan needs and writes it into the new file that it names. Nothing is written if nothing is needed.
    pub(super) fn write(plan: &ApplyPlan) -> ActionResult<Self> {
        let Some(path) = file_needed(plan) else {
            return Ok(Self {
                path: None,
                passwords: plan.changes.iter().map(|_| None).collect(),
            });
        };
        let mut file = NewFile::create(path, false)?;
        let mut passwords = Vec::with_capacity(plan.changes.len());
        for change in &plan.changes {
            if !change.work.makes_up_a_password() {
                passwords.push(None);
                continue;
            }
            let password = password_hash::generate_password()?;
            let line = Zeroizing::new(format!("{}\t{}\n", change.email, password.expose()));
            file.write_all(line.as_bytes())
                .map_err(ActionError::file("write", path))?;
            passwords.push(Some(password));
        }
        file.finish()?;
        Ok(Self {
            path: Some(path.to_owned()),
            passwords,
        })
    }

    pub(super) fn path(&self) -> Option<PathBuf> {
        self.path.clone()
    }

    /// Makes the hashes to store, by the position of their change. `progress` is told how many are made, of how many.
    pub(super) fn hashes(
        &self,
        plan: &ApplyPlan,
        progress: &mut dyn FnMut(usize, usize),
    ) -> ActionResult<Vec<Option<SecretText>>> {
        let mut hashes: Vec<Option<SecretText>> = Vec::with_capacity(plan.changes.len());
        let mut plain = Vec::new();
        for (position, (change, made_up)) in plan.changes.iter().zip(&self.passwords).enumerate() {
            let declared = match &change.work.password {
                Some(PlannedPassword::Declared(password)) => Some(password),
                Some(PlannedPassword::MadeUp) | None => None,
            };
            let (password, hash) = match (made_up, declared) {
                (Some(password), _) | (None, Some(DeclaredPassword::Plain(password))) => {
                    (Some(password), None)
                }
                (None, Some(DeclaredPassword::Hash(hash))) => (None, Some(hash.clone())),
                (None, None) => (None, None),
            };
            plain.extend(password.map(|password| (position, password)));
            hashes.push(hash);
        }
        let hash = |(_, password): &(usize, &SecretText)| {
            Ok(password_hash::hash(password, &Salt::random()?))
        };
        let made: Vec<ActionResult<SecretText>> = parallel::each(&plain, hash, progress);
        for ((position, _), hash) in plain.into_iter().zip(made) {
            hashes[position] = Some(hash?);
        }
        Ok(hashes)
    }
}
