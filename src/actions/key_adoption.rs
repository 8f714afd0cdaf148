//! Turning the web app's Fernet keys into age.
//!
//! Everything is read, and then everything encrypted anew, before the first key is replaced: a wrong secret or a bad
//! recipient changes nothing.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::actions::ActionResult;
use crate::actions::keys::KeySecrets;
use crate::actions::stores::ensure_recipients;
use crate::model::{ApiKey, Clock, KeyFormat, ProviderName, SealedKey, SecretText, User, UserId};
use crate::secrets::{KeyRing, SecretError, SecretSource};
use crate::store::{KeyReplacement, Store, StoreError, StoreResult};

/// Keys that were read and can be turned into age, and those that could not be read.
#[derive(Debug)]
pub struct AdoptionPlan {
    users: Vec<UserPlan>,
    /// Whether the store's new keys shall be age from then on.
    changes_format: bool,
}

#[derive(Debug)]
struct UserPlan {
    user: User,
    opened: Vec<OpenedKey>,
    unreadable: Vec<UnreadableKey>,
}

/// A key that was read, to be encrypted anew.
#[derive(Debug)]
pub(super) struct OpenedKey {
    pub(super) provider: ProviderName,
    /// As it stands in the store.
    pub(super) sealed: SealedKey,
    pub(super) plain: SecretText,
}

/// A key that stays as it is, since it cannot be read.
#[derive(Debug)]
pub struct UnreadableKey {
    /// The provider that it is for.
    pub provider: ProviderName,
    /// Why it cannot be read.
    pub reason: SecretError,
}

/// What became of the keys, or would.
#[derive(Debug)]
pub struct Adopted {
    /// The users who had keys to be turned into age.
    pub users: Vec<UserAdopted>,
    /// Whether the store's new keys are age from now on, and were not before.
    pub is_format_changed: bool,
    /// Where an identity was made, if one was.
    pub identity_made: Option<PathBuf>,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

impl Adopted {
    /// Returns how many keys were turned into age, or would be.
    pub fn key_count(&self) -> usize {
        self.users.iter().map(|user| user.adopted).sum()
    }
}

/// What became of one user's keys.
#[derive(Debug)]
pub struct UserAdopted {
    /// The user's id.
    pub user_id: UserId,
    /// The user's address.
    pub email: String,
    /// How many keys are age now and were not before.
    pub adopted: usize,
    /// How many were set anew or removed by somebody else meanwhile, and so left alone.
    pub changed_meanwhile: usize,
    /// Those that could not be read, and so were left alone.
    pub unreadable: Vec<UnreadableKey>,
}

/// Reads all keys of these users that are not age; of all users if none is named.
///
/// Single keys may turn out to be unreadable. If the web app's secret opens none of them, it is wrong, and
/// [`SecretError::FlaskSecretWrong`].
pub fn plan(
    store: &dyn Store,
    source: &dyn SecretSource,
    whos: &[String],
) -> ActionResult<AdoptionPlan> {
    let settings = store.settings()?;
    let ring = KeyRing::new(&settings, source);
    let mut users = Vec::new();
    for user in chosen(store, whos)? {
        let keys = store.keys(&user.id)?;
        let planned = UserPlan::read(&ring, user, keys)?;
        if !(planned.opened.is_empty() && planned.unreadable.is_empty()) {
            users.push(planned);
        }
    }
    let is_refused = |key: &UnreadableKey| matches!(key.reason, SecretError::FlaskSecretWrong);
    if users.iter().all(|user| user.opened.is_empty())
        && users
            .iter()
            .any(|user| user.unreadable.iter().any(is_refused))
    {
        return Err(SecretError::FlaskSecretWrong.into());
    }
    // Said outright: what follows from the keys that are there would hold back one that is repeated after a crash.
    let changes_format = whos.is_empty() && settings.key_format != Some(KeyFormat::Age);
    Ok(AdoptionPlan {
        users,
        changes_format,
    })
}

/// Returns the users that are named, each once; all if none is.
fn chosen(store: &dyn Store, whos: &[String]) -> StoreResult<Vec<User>> {
    if whos.is_empty() {
        return store.users();
    }
    let mut seen = HashSet::new();
    let mut users = Vec::new();
    for who in whos {
        let user = store.find_user(who)?;
        if seen.insert(user.id.clone()) {
            users.push(user);
        }
    }
    Ok(users)
}

impl UserPlan {
    fn read(ring: &KeyRing<'_>, user: User, keys: Vec<ApiKey>) -> ActionResult<Self> {
        let mut plan = Self {
            user,
            opened: Vec::new(),
            unreadable: Vec::new(),
        };
        for ApiKey { provider, sealed } in keys {
            if sealed.format() == Some(KeyFormat::Age) {
                continue;
            }
            match ring.open(&sealed) {
                Ok(plain) => plan.opened.push(OpenedKey {
                    provider,
                    sealed,
                    plain,
                }),
                Err(reason) if reason.is_about_one_key() => {
                    plan.unreadable.push(UnreadableKey { provider, reason });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(plan)
    }

    fn replacements(
        &self,
        ring: &KeyRing<'_>,
        clock: &dyn Clock,
    ) -> ActionResult<Vec<KeyReplacement>> {
        let sealed_anew = |key: &OpenedKey| {
            Ok(KeyReplacement {
                provider: key.provider.clone(),
                old: key.sealed.clone(),
                new: ring.seal(KeyFormat::Age, &key.plain, clock.now())?,
            })
        };
        self.opened.iter().map(sealed_anew).collect()
    }

    fn outcome(self, adopted: usize) -> UserAdopted {
        UserAdopted {
            user_id: self.user.id,
            email: self.user.email,
            adopted,
            changed_meanwhile: self.opened.len() - adopted,
            unreadable: self.unreadable,
        }
    }
}

impl AdoptionPlan {
    /// Returns how many keys would be turned into age.
    pub fn key_count(&self) -> usize {
        self.users.iter().map(|user| user.opened.len()).sum()
    }

    /// Whether anything would be changed.
    pub fn changes_anything(&self) -> bool {
        self.changes_format || self.key_count() > 0
    }

    /// Tells what would happen.
    pub fn preview(self) -> Adopted {
        let would_be = |plan: UserPlan| {
            let all = plan.opened.len();
            plan.outcome(all)
        };
        Adopted {
            users: self.users.into_iter().map(would_be).collect(),
            is_format_changed: self.changes_format,
            identity_made: None,
            is_dry_run: true,
        }
    }
}

/// Turns the keys into age, user by user; each only if it still is what was read.
pub fn adopt(
    store: &dyn Store,
    clock: &dyn Clock,
    secrets: &dyn KeySecrets,
    plan: AdoptionPlan,
) -> ActionResult<Adopted> {
    let identity_made = if plan.changes_anything() {
        ensure_recipients(store, secrets, clock)?
    } else {
        None
    };
    let settings = store.settings()?;
    let ring = KeyRing::new(&settings, secrets);
    let mut sealed = Vec::with_capacity(plan.users.len());
    for user in plan.users {
        let replacements = user.replacements(&ring, clock)?;
        sealed.push((user, replacements));
    }
    let mut users = Vec::with_capacity(sealed.len());
    for (user, replacements) in sealed {
        let adopted =
            match store.replace_keys(&user.user.id, &replacements, Some(&settings.recipients)) {
                // Whoever was removed meanwhile has no keys left to lose.
                Err(StoreError::UserNotFound { .. }) => 0,
                other => other?,
            };
        users.push(user.outcome(adopted));
    }
    if plan.changes_format {
        store.change_settings(&mut |settings| settings.key_format = Some(KeyFormat::Age))?;
    }
    Ok(Adopted {
        users,
        is_format_changed: plan.changes_format,
        identity_made,
        is_dry_run: false,
    })
}
