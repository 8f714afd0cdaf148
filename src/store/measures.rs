//! How large a store is, and how long it takes to change it.

use std::time::Duration;

use crate::model::UserId;

/// What was measured of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// Accounts.
    pub users: usize,
    /// Bytes of all that is stored.
    pub total_bytes: u64,
    /// Whose file is the largest, and how many bytes it has; `None` where users have no files.
    pub largest: Option<(UserId, u64)>,
    /// How long a turn takes to be put in; `None` if nothing can be written there.
    pub append: Option<Duration>,
}
