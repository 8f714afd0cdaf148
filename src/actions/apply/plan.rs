//! What has to change for accounts to be as they are declared.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::super::{ActionError, ActionResult};
use super::accounts_file::AccountsFile;
use super::declared::Declared;
use super::passwords;
use super::planned::{ApplyPlan, Difference, PlannedChange, PlannedKind, PlannedPassword, Work};
use crate::model::{AuthType, BudgetChange, User, UserId};
use crate::store::Store;

/// How a file is to be applied.
#[derive(Debug)]
pub struct ApplyWanted<'a> {
    /// Whether accounts are disabled that are not declared.
    pub is_pruning: bool,
    /// Whether accounts get the declared password that have another one.
    pub resets_passwords: bool,
    /// The new file for passwords made up for accounts without one; `None` to make up none.
    pub passwords_to: Option<&'a Path>,
}

/// Works out what has to change; nothing is changed yet. `progress` is told how many passwords are compared with those in force,
/// of how many, if passwords are reset: all else takes no time.
pub fn plan(
    store: &dyn Store,
    file: AccountsFile,
    wanted: &ApplyWanted<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> ActionResult<ApplyPlan> {
    let AccountsFile { path, accounts } = file;
    let users = store.users()?;
    let matched = Matched::find(&path, &users, &accounts)?;
    let fitting = match wanted.resets_passwords {
        true => passwords::fitting(&accounts, &matched.users, progress),
        false => HashSet::new(),
    };
    let mut changes = Vec::new();
    let mut unchanged = 0;
    for (declared, user) in accounts.into_iter().zip(&matched.users) {
        match user {
            Some(user) => match changed(user, declared, wanted, fitting.contains(&user.id)) {
                Some(change) => changes.push(change),
                None => unchanged += 1,
            },
            None => changes.push(added(declared, wanted)),
        }
    }
    let others = users.iter().filter(|user| !matched.ids.contains(&user.id));
    let mut undeclared = others.clone().count();
    if wanted.is_pruning {
        let pruned: Vec<_> = others
            .filter(|user| !user.is_disabled)
            .map(pruned)
            .collect();
        undeclared -= pruned.len();
        changes.extend(pruned);
    }
    let plan = ApplyPlan {
        changes,
        unchanged,
        undeclared,
        passwords_to: wanted.passwords_to.map(Path::to_owned),
    };
    passwords::check_vacant(&plan)?;
    Ok(plan)
}

/// The accounts that are declared, as they are.
struct Matched<'u> {
    /// In the order of the file.
    users: Vec<Option<&'u User>>,
    ids: HashSet<&'u UserId>,
}

impl<'u> Matched<'u> {
    fn find(path: &Path, users: &'u [User], accounts: &[Declared]) -> ActionResult<Self> {
        let by_id: HashMap<&UserId, &User> = users.iter().map(|user| (&user.id, user)).collect();
        let with_email = users.iter().filter(|user| !user.email.is_empty());
        let by_email: HashMap<&str, &User> =
            with_email.map(|user| (user.email.as_str(), user)).collect();
        let mut matched = Self {
            users: Vec::new(),
            ids: HashSet::new(),
        };
        let mut lines: HashMap<&str, usize> = HashMap::new();
        for declared in accounts {
            let line = declared.line;
            let fault = |reason: String| Err(invalid(path, line, reason));
            let has_email = declared.email.as_deref().and_then(|it| by_email.get(it));
            let user = match &declared.id {
                Some(id) => by_id.get(id),
                None => has_email,
            };
            if declared.id.is_some() && user.is_none() {
                return fault("there is no account with this `id`; a new one has none".to_owned());
            }
            if let (Some(user), Some(other)) = (user, has_email)
                && user.id != other.id
            {
                return fault("another account has this `email`".to_owned());
            }
            check_auth_type(path, declared, user.copied())?;
            let keys = [user.map(|user| user.id.as_str()), declared.email.as_deref()];
            for key in keys.into_iter().flatten() {
                if let Some(first) = lines.insert(key, line) {
                    return fault(format!("this account is declared in line {first} already"));
                }
            }
            matched.ids.extend(user.map(|user| &user.id));
            matched.users.push(user.copied());
        }
        Ok(matched)
    }
}

/// How somebody signs in is the web app's to decide; a file can say it, and not change it.
fn check_auth_type(path: &Path, declared: &Declared, user: Option<&User>) -> ActionResult<()> {
    let present = user.map_or(&AuthType::Email, |user| &user.auth_type);
    match &declared.auth_type {
        Some(wanted) if wanted != present.as_str() => {
            let reason = "`auth_type` cannot be changed: how somebody signs in is the web app's to decide, and accounts added here sign in by `email`";
            Err(invalid(path, declared.line, reason.to_owned()))
        }
        _ => Ok(()),
    }
}

fn invalid(path: &Path, line: usize, reason: String) -> ActionError {
    ActionError::InvalidAccounts {
        path: path.to_owned(),
        line: Some(line),
        reason,
        nearest: None,
    }
}

fn added(declared: Declared, wanted: &ApplyWanted<'_>) -> PlannedChange {
    let email = declared.email.unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    let name = declared.name.unwrap_or_else(|| local.to_owned());
    let disable = declared.is_disabled == Some(true);
    let mut work = Work {
        budget: declared.budget,
        disable,
        password: declared.password.map(PlannedPassword::Declared),
        ..Work::default()
    };
    if work.password.is_none() && wanted.passwords_to.is_some() && !disable {
        work.password = Some(PlannedPassword::MadeUp);
    }
    let budget = work.budget().map(|it| Difference::Budget(None, Some(it)));
    let mut differences: Vec<_> = budget.into_iter().collect();
    differences.extend(disable.then_some(Difference::Disabled(true)));
    differences.extend(password_difference(&work));
    PlannedChange {
        kind: PlannedKind::Add,
        id: None,
        email,
        name,
        differences,
        can_use_google: false,
        work,
    }
}

fn changed(
    user: &User,
    declared: Declared,
    wanted: &ApplyWanted<'_>,
    has_declared_password: bool,
) -> Option<PlannedChange> {
    let present = user.budget.as_ref().copied().ok().flatten();
    let mut differences = Vec::new();
    let mut work = Work {
        password: password_for(user, &declared, wanted, has_declared_password),
        ..Work::default()
    };
    if let Some(email) = declared.email.filter(|email| *email != user.email) {
        differences.push(Difference::Email(user.email.clone(), email.clone()));
        work.email = Some(email);
    }
    // Shown and declared names have no space around them; one that has is no other name.
    if let Some(name) = declared.name.filter(|name| name != user.name.trim()) {
        differences.push(Difference::Name(user.name.clone(), name.clone()));
        work.name = Some(name);
    }
    if let Some(change) = declared.budget {
        let after = match change {
            BudgetChange::Set(budget) => Some(budget),
            BudgetChange::Remove => None,
        };
        if user.budget != Ok(after) {
            differences.push(Difference::Budget(present, after));
            work.budget = Some(change);
        }
    }
    if let Some(disabled) = declared.is_disabled.filter(|it| *it != user.is_disabled) {
        differences.push(Difference::Disabled(disabled));
        (work.disable, work.enable) = (disabled, !disabled);
    }
    differences.extend(password_difference(&work));
    if differences.is_empty() {
        return None;
    }
    Some(PlannedChange {
        differences,
        work,
        ..unchanged(user, PlannedKind::Change)
    })
}

fn pruned(user: &User) -> PlannedChange {
    PlannedChange {
        differences: vec![Difference::Disabled(true)],
        work: Work {
            disable: true,
            ..Work::default()
        },
        ..unchanged(user, PlannedKind::Prune)
    }
}

fn unchanged(user: &User, kind: PlannedKind) -> PlannedChange {
    PlannedChange {
        kind,
        id: Some(user.id.clone()),
        email: user.email.clone(),
        name: user.name.clone(),
        differences: Vec::new(),
        can_use_google: user.auth_type == AuthType::Google,
        work: Work::default(),
    }
}

/// Decides about the password of an account that is there. One that has a password keeps it, unless told otherwise: its user
/// may have chosen another since.
fn password_for(
    user: &User,
    declared: &Declared,
    wanted: &ApplyWanted<'_>,
    has_declared_password: bool,
) -> Option<PlannedPassword> {
    let has_one = passwords::present(user).is_some();
    if let Some(password) = &declared.password {
        let is_wanted = !has_one || (wanted.resets_passwords && !has_declared_password);
        return is_wanted.then(|| PlannedPassword::Declared(password.clone()));
    }
    let will_be_disabled = declared.is_disabled.unwrap_or(user.is_disabled);
    let signs_in_by_it = user.auth_type == AuthType::Email && !will_be_disabled;
    let is_wanted = wanted.passwords_to.is_some() && !has_one && signs_in_by_it;
    is_wanted.then_some(PlannedPassword::MadeUp)
}

fn password_difference(work: &Work) -> Option<Difference> {
    work.password.as_ref().map(|password| match password {
        PlannedPassword::Declared(_) => Difference::Password,
        PlannedPassword::MadeUp => Difference::MadeUpPassword,
    })
}
