//! Two accounts of one person made one.

use super::{ActionError, ActionResult};
use crate::model::{Clock, User, UserId};
use crate::store::{MergedUsers, Store};

/// An account that went over into another, or would.
#[derive(Debug)]
pub struct UsersMerged {
    /// The account that goes.
    pub from: Party,
    /// The account that stays.
    pub into: Party,
    /// What went over, and what is gone.
    pub merged: MergedUsers,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: UserId,
    /// Its address.
    pub email: String,
}

impl From<User> for Party {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            email: user.email,
        }
    }
}

/// Finds out what would go over from one account to another; nothing is changed.
pub fn plan(store: &dyn Store, from: &str, into: &str) -> ActionResult<UsersMerged> {
    let (from, into) = (store.find_user(from)?, store.find_user(into)?);
    if from.id == into.id {
        return Err(ActionError::SameUser { user: into.id });
    }
    Ok(UsersMerged {
        merged: store.would_merge(&from.id, &into.id)?,
        from: from.into(),
        into: into.into(),
        is_dry_run: true,
    })
}

/// Has one account go over into the other.
pub fn merge(store: &dyn Store, plan: UsersMerged, clock: &dyn Clock) -> ActionResult<UsersMerged> {
    let merged = store.merge_users(&plan.from.id, &plan.into.id, clock.now())?;
    Ok(UsersMerged {
        merged,
        is_dry_run: false,
        ..plan
    })
}
