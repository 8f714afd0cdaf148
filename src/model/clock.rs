//! The time of day as an argument, so that tests and the demo decide it.

use chrono::{DateTime, SubsecRound, Utc};

/// Tells the time.
pub trait Clock {
    /// Returns the present time, to the microsecond.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}
