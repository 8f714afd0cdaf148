//! Places that hold one value at a time, such as a name: which values may stand there after many wrote at once.

use std::time::{Duration, Instant};

use crate::commands::{Ended, Fate};

/// One attempt to put a value.
pub(crate) struct Put {
    /// The value, which no other attempt puts.
    pub(crate) value: String,
    /// When the process was not yet started.
    pub(crate) from: Instant,
    /// When it was gone.
    pub(crate) to: Instant,
    /// Whether it said that it was done. One that was killed may have put its value, or not.
    pub(crate) is_acknowledged: bool,
}

impl Put {
    /// Notes what came of the process that was to put this value.
    pub(crate) fn new(value: String, ended: &Ended) -> Self {
        Self {
            value,
            from: ended.from,
            to: ended.to,
            is_acknowledged: ended.fate == Fate::Acknowledged,
        }
    }
}

/// Says what is wrong with `present` standing there after all of these attempts; one that none of them put stood there before.
///
/// A value may stand there if no acknowledged one was put wholly after it.
pub(crate) fn fault(present: &str, puts: &[&Put]) -> Option<String> {
    let written = puts.iter().find(|put| put.value == present);
    let lost = puts
        .iter()
        .find(|put| put.is_acknowledged && written.is_none_or(|written| put.from > written.to))?;
    Some(format!(
        "{present:?} is there, and {:?} is lost",
        lost.value
    ))
}

#[test]
fn a_lost_value_is_found_and_a_race_is_not_blamed() {
    let start = Instant::now();
    let put = |value: &str, from: u64, to: u64, is_acknowledged| Put {
        value: value.to_owned(),
        from: start + Duration::from_secs(from),
        to: start + Duration::from_secs(to),
        is_acknowledged,
    };
    let (a, b) = (put("a", 0, 2, true), put("b", 1, 3, true));
    let (killed, later) = (put("c", 4, 6, false), put("d", 7, 8, true));
    for present in ["a", "b", "c"] {
        assert_eq!(fault(present, &[&a, &b, &killed]), None);
        assert!(fault(present, &[&a, &b, &killed, &later]).is_some());
    }
    assert!(fault("before", &[&a]).is_some());
    assert_eq!(fault("before", &[&killed]), None);
    assert_eq!(fault("d", &[&a, &b, &killed, &later]), None);
}
