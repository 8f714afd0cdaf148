//! Operations on accounts.

use super::budgets::{self, BudgetUse};
use super::checked_text::{checked_email, checked_name};
use super::{ActionError, ActionResult};
use crate::model::{
    AuthType, BudgetChange, Clock, NewUser, SecretText, Totals, User, UserChange, UserId,
    app_timestamp,
};
use crate::secrets::password_hash::{self, Salt};
use crate::store::{RemovedUser, Store, StoreError};

/// An account that was added.
#[derive(Debug)]
pub struct UserAdded {
    /// Its id.
    pub id: UserId,
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: String,
    /// A password that was made up, to be handed to the user.
    pub generated: Option<SecretText>,
}

/// The password of a new account.
#[derive(Debug)]
pub enum NewPassword {
    /// This one.
    Given(SecretText),
    /// One made up now.
    Generated,
    /// None: nobody can sign in with one until it is set.
    None,
}

impl NewPassword {
    /// Returns the hash to store, and the password itself if it was made up.
    fn hashed(self) -> ActionResult<(Option<SecretText>, Option<SecretText>)> {
        Ok(match self {
            Self::Given(password) => (Some(password_hash::hash(&password, &Salt::random()?)), None),
            Self::Generated => {
                let password = password_hash::generate_password()?;
                (
                    Some(password_hash::hash(&password, &Salt::random()?)),
                    Some(password),
                )
            }
            Self::None => (None, None),
        })
    }
}

/// Adds an account that signs in with address and password. Without a name it is called by its address's first part, as
/// the web app does.
pub fn add(
    store: &dyn Store,
    clock: &dyn Clock,
    email: &str,
    name: Option<&str>,
    password: NewPassword,
) -> ActionResult<UserAdded> {
    let email = checked_email(email)?;
    let name = checked_name(name.unwrap_or_else(|| email.split('@').next().unwrap_or_default()))?;
    check_vacant(store, &email, None)?;
    let created_at = app_timestamp(clock.now(), store.settings()?.timezone);
    let (password_hash, generated) = password.hashed()?;
    let user = NewUser {
        id: UserId::random(),
        email,
        name,
        password_hash,
        created_at,
        budget: None,
        is_disabled: false,
    };
    store.add_user(&user)?;
    Ok(UserAdded {
        id: user.id,
        email: user.email,
        name: user.name,
        generated,
    })
}

/// All accounts.
#[derive(Debug)]
pub struct UserList {
    /// In the order of the store.
    pub users: Vec<User>,
}

impl UserList {
    /// Tells of the budgets that cannot be read.
    pub fn unreadable_budgets(&self) -> impl Iterator<Item = ActionError> {
        self.users.iter().filter_map(|user| budgets::of(user).err())
    }
}

/// Lists the accounts; no user's own file is read.
pub fn list(store: &dyn Store) -> ActionResult<UserList> {
    Ok(UserList {
        users: store.users()?,
    })
}

/// All about one account.
#[derive(Debug)]
pub struct UserDetails {
    /// The account.
    pub user: User,
    /// The providers for which keys are set.
    pub keys: Vec<String>,
    /// Number of conversations.
    pub conversations: usize,
    /// What it used, deleted conversations included.
    pub totals: Totals,
    /// What it used of its budget; `None` if it has none.
    pub budget: Option<BudgetUse>,
}

/// Shows one account with its keys' names and what it used, of its budget too.
pub fn show(store: &dyn Store, clock: &dyn Clock, who: &str) -> ActionResult<UserDetails> {
    let user = store.find_user(who)?;
    let budget = budgets::of(&user)?;
    let keys = store
        .keys(&user.id)?
        .iter()
        .map(|key| key.provider.to_string())
        .collect();
    let conversations = store.conversations(&user.id)?;
    let zone = store.settings()?.timezone;
    let mut meter = match budget {
        Some(budget) => Some(BudgetUse::begin(
            store,
            &user.id,
            budget,
            zone,
            clock.now(),
        )?),
        None => None,
    };
    let mut totals = Totals::default();
    store.visit_daily_usage(Some(std::slice::from_ref(&user.id)), zone, &mut |daily| {
        totals.merge(daily.totals);
        meter.iter_mut().for_each(|meter| meter.add(daily));
    })?;
    Ok(UserDetails {
        user,
        keys,
        conversations: conversations.len(),
        totals,
        budget: meter,
    })
}

/// What became of an account.
#[derive(Debug)]
pub struct UserChanged {
    /// Its id.
    pub id: UserId,
    /// Its address, after the change.
    pub email: String,
    /// Its name, after the change.
    pub name: String,
    /// What was done.
    pub change: ChangeKind,
    /// Whether anything had to be changed for it.
    pub was_changed: bool,
    /// A password that was made up, to be handed to the user.
    pub generated: Option<SecretText>,
    /// Whether the user can sign in with a Google account still.
    pub can_use_google: bool,
}

/// What was done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Name, address or budget were set.
    Set,
    /// The password was set.
    Password,
    /// It was disabled.
    Disabled,
    /// It was enabled.
    Enabled,
}

/// Gives an account another address, name or budget.
pub fn set(
    store: &dyn Store,
    who: &str,
    email: Option<&str>,
    name: Option<&str>,
    budget: Option<BudgetChange>,
) -> ActionResult<UserChanged> {
    let email = email.map(checked_email).transpose()?;
    let name = name.map(checked_name).transpose()?;
    if let Some(email) = &email {
        check_vacant(store, email, Some(&store.find_user(who)?.id))?;
    }
    change(
        store,
        who,
        &UserChange::Profile {
            name,
            email,
            budget,
        },
        ChangeKind::Set,
    )
}

/// Sets the password of an account.
pub fn set_password(
    store: &dyn Store,
    who: &str,
    password: NewPassword,
) -> ActionResult<UserChanged> {
    // The account first: hashing takes a while, and a wrong name should be told at once.
    store.find_user(who)?;
    let (hash, generated) = password.hashed()?;
    let hash = hash.unwrap_or_else(|| SecretText::new(""));
    let changed = change(
        store,
        who,
        &UserChange::Password(hash),
        ChangeKind::Password,
    )?;
    Ok(UserChanged {
        generated,
        ..changed
    })
}

/// Keeps an account from signing in with its password.
pub fn disable(store: &dyn Store, who: &str) -> ActionResult<UserChanged> {
    change(store, who, &UserChange::Disable, ChangeKind::Disabled)
}

/// Lets an account sign in again.
pub fn enable(store: &dyn Store, who: &str) -> ActionResult<UserChanged> {
    change(store, who, &UserChange::Enable, ChangeKind::Enabled)
}

fn change(
    store: &dyn Store,
    who: &str,
    change: &UserChange,
    kind: ChangeKind,
) -> ActionResult<UserChanged> {
    let id = store.find_user(who)?.id;
    let was_changed = store.change_user(&id, change)?;
    let user = store.find_user(id.as_str())?;
    let can_use_google = user.auth_type == AuthType::Google;
    let (email, name) = (user.email, user.name);
    Ok(UserChanged {
        id,
        email,
        name,
        change: kind,
        was_changed,
        generated: None,
        can_use_google,
    })
}

/// An account whose password was found right.
#[derive(Debug)]
pub struct PasswordVerified {
    /// Its id.
    pub id: UserId,
    /// Its address.
    pub email: String,
}

/// Compares a password with the account's.
pub fn verify(
    store: &dyn Store,
    who: &str,
    password: &SecretText,
) -> ActionResult<PasswordVerified> {
    let user = store.find_user(who)?;
    if user.is_disabled {
        return Err(ActionError::Disabled {
            who: who.to_owned(),
        });
    }
    let hash = user.password_hash.ok_or_else(|| ActionError::NoPassword {
        who: who.to_owned(),
    })?;
    if !password_hash::verify(&hash, password)? {
        return Err(ActionError::WrongPassword {
            who: who.to_owned(),
        });
    }
    Ok(PasswordVerified {
        id: user.id,
        email: user.email,
    })
}

/// An account that was removed, or would be.
#[derive(Debug)]
pub struct UserRemoved {
    /// Its id.
    pub id: UserId,
    /// Its address.
    pub email: String,
    /// What went with it.
    pub removed: RemovedUser,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// Finds out what removing an account would take away.
pub fn plan_removal(store: &dyn Store, who: &str) -> ActionResult<UserRemoved> {
    let user = store.find_user(who)?;
    let conversations = store.conversations(&user.id)?;
    let mut totals = Totals::default();
    conversations
        .iter()
        .for_each(|conversation| totals.merge(&conversation.totals));
    let removed = RemovedUser {
        keys: store.keys(&user.id)?.len(),
        conversations: conversations.len(),
        totals,
    };
    Ok(UserRemoved {
        id: user.id,
        email: user.email,
        removed,
        is_dry_run: true,
    })
}

/// Removes an account with its keys and conversations; what they cost stays in the ledger.
pub fn remove(store: &dyn Store, plan: UserRemoved) -> ActionResult<UserRemoved> {
    let removed = store.remove_user(&plan.id)?;
    Ok(UserRemoved {
        removed,
        is_dry_run: false,
        ..plan
    })
}

/// Refuses an address that another account has. The store makes sure of it again; here it costs no hash, and no lock.
fn check_vacant(store: &dyn Store, email: &str, except: Option<&UserId>) -> ActionResult<()> {
    let is_other = |user: &User| user.email == email && except != Some(&user.id);
    if store.users()?.iter().any(is_other) {
        let email = email.to_owned();
        return Err(StoreError::EmailTaken { email }.into());
    }
    Ok(())
}
