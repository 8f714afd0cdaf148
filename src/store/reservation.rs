//! Money that is set aside for replies on their way, so that several at once do not spend the same.

use super::error::StoreResult;
use crate::model::{Cost, CostSum};

/// Money set aside for one reply. It counts for as long as this lives, and dropped until its time has passed: the reply may
/// have been paid for.
pub trait Reservation {
    /// Gives it back: what the reply cost is in the store now, or it cost nothing.
    fn give_back(self: Box<Self>) -> StoreResult<()>;
}

/// Is told what is reserved already, and says how much is to be reserved beside it; `None` for nothing.
pub type ReservationJudge<'j> = dyn FnMut(CostSum) -> StoreResult<Option<Cost>> + 'j;
