//! The period that a query asks for, and the one that it is compared with.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::StatsQuery;
use super::counted::{Counted, Side};
use super::dimension::Dimension;
use crate::actions::period::{DaySpan, Period, Span};
use crate::actions::{ActionError, ActionResult};

/// The periods of a query.
pub(super) struct Periods {
    pub(super) asked_for: Period,
    pub(super) previous: Option<Period>,
    bounds: Bounds,
    pub(super) timezone: Tz,
}

/// What is in the period that is asked for, and in the one before it.
enum Bounds {
    /// Everything is in it.
    None,
    /// By the local day, as rows are told apart.
    Days(DaySpan, Option<DaySpan>),
    /// By the time.
    Times(Span, Option<Span>),
}

/// Why a reply is in neither period.
pub(super) enum Outside {
    /// It has no time.
    Undated,
    /// It was at another time.
    Elsewhen,
}

impl Periods {
    pub(super) fn of(
        query: &StatsQuery,
        by: &[Dimension],
        timezone: Tz,
        now: DateTime<Utc>,
    ) -> ActionResult<Self> {
        let asked_for = query.period.definite(timezone, now);
        let span = asked_for.span(timezone, now);
        if span.is_backwards() {
            return Err(ActionError::BackwardsPeriod);
        }
        if query.compares && by.iter().any(|dimension| dimension.is_date()) {
            return Err(ActionError::DatesCompared);
        }
        let previous = match query.compares {
            true => Some(
                asked_for
                    .before(timezone, now)
                    .ok_or(ActionError::NothingBefore)?,
            ),
            false => None,
        };
        let bounds = match (asked_for.days(), previous.map(|it| it.days())) {
            _ if span.is_open() => Bounds::None,
            (Some(days), None) => Bounds::Days(days, None),
            (Some(days), Some(Some(before))) => Bounds::Days(days, Some(before)),
            _ => Bounds::Times(span, previous.map(|it| it.span(timezone, now))),
        };
        Ok(Self {
            asked_for,
            previous,
            bounds,
            timezone,
        })
    }

    /// Whether the day of a reply tells which period it is in.
    pub(super) fn are_of_days(&self) -> bool {
        !matches!(self.bounds, Bounds::Times(..))
    }

    pub(super) fn side_of(&self, counted: &Counted<'_>) -> Result<Side, Outside> {
        let (is_asked, is_previous) = match &self.bounds {
            Bounds::None => return Ok(Side::Asked),
            Bounds::Days(days, before) => {
                let day = counted.local.ok_or(Outside::Undated)?.date();
                (days.has(day), before.is_some_and(|it| it.has(day)))
            }
            Bounds::Times(span, before) => {
                let at = counted.at.ok_or(Outside::Undated)?;
                let at = Some(at.to_utc(self.timezone));
                (span.has(at), before.is_some_and(|it| it.has(at)))
            }
        };
        match (is_asked, is_previous) {
            (true, _) => Ok(Side::Asked),
            (false, true) => Ok(Side::Previous),
            (false, false) => Err(Outside::Elsewhen),
        }
    }
}
