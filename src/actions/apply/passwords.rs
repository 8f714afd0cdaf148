//! The passwords that accounts are to get: those declared, and those made up.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::{ActionError, ActionResult, NewFile};
use super::declared::DeclaredPassword;
use super::plan::{ApplyPlan, PlannedChange};
use crate::model::{SecretText, User};
use crate::secrets::password_hash::{self, Salt};

/// Makes the hash to store.
pub(super) fn hashed(password: &SecretText) -> ActionResult<SecretText> {
    Ok(password_hash::hash(password, &Salt::random()?))
}

/// Returns the hash of a password that is declared.
pub(super) fn hash_of(password: &DeclaredPassword) -> ActionResult<SecretText> {
    match password {
        DeclaredPassword::Plain(password) => hashed(password),
        DeclaredPassword::Hash(hash) => Ok(hash.clone()),
    }
}

/// Whether the account has this password already.
pub(super) fn is_of(user: &User, password: &DeclaredPassword) -> bool {
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

    /// Takes out the password of the change at this position.
    pub(super) fn take(&mut self, position: usize) -> Option<SecretText> {
        self.passwords.get_mut(position).and_then(Option::take)
    }
}
