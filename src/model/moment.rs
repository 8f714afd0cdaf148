//! Points in time as a store writes them.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer};

use super::text::LossyText;

/// A time in a document: the web app's naive local time, or ours with its offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Local time without a zone; the store's zone applies.
    Naive(NaiveDateTime),
    /// A definite point in time.
    Utc(DateTime<Utc>),
}

impl Moment {
    /// Reads RFC 3339, or the same without an offset.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::Utc(time.to_utc()));
        }
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
            .ok()
            .map(Self::Naive)
    }

    /// Returns the definite point in time.
    ///
    /// Of a local time that came twice, when clocks were set back, the earlier one is taken; one that was skipped, when
    /// they were set forward, counts as if they had not been.
    pub fn to_utc(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::Utc(time) => time,
            Self::Naive(local) => match zone.from_local_datetime(&local) {
                LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.to_utc(),
                LocalResult::None => {
                    let before = local - Duration::hours(3);
                    let offset_before = zone.from_local_datetime(&before).earliest();
                    offset_before.map_or(local.and_utc(), |time| time.to_utc() + Duration::hours(3))
                }
            },
        }
    }

    /// Returns the local time in `zone`.
    pub fn to_local(self, zone: Tz) -> NaiveDateTime {
        match self {
            Self::Naive(local) => local,
            Self::Utc(time) => time.with_timezone(&zone).naive_local(),
        }
    }
}

/// Writes a time as we put it into documents and JSON output: RFC 3339 in UTC.
pub fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// Reads and writes a time so, for `#[serde(with)]`.
pub mod as_rfc3339 {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes the time.
    pub fn serialize<S: Serializer>(
        time: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::rfc3339(*time))
    }

    /// Reads a time in any zone.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text)
            .map(|time| time.to_utc())
            .map_err(de::Error::custom)
    }
}

/// Writes a time as the web app puts it into documents: naive, in `zone`, with microseconds.
pub fn app_timestamp(time: DateTime<Utc>, zone: Tz) -> String {
    time.with_timezone(&zone)
        .naive_local()
        .format("%Y-%m-%dT%H:%M:%S%.6f")
        .to_string()
}

/// Reads a time for `#[serde(deserialize_with)]`; one that no form fits is taken as missing.
pub(crate) fn moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Moment>, D::Error> {
    let text = Option::<LossyText<'de>>::deserialize(deserializer)?;
    Ok(text.and_then(|text| Moment::parse(&text.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn utc(text: &str) -> String {
        rfc3339(Moment::parse(text).expect("a time").to_utc(BERLIN))
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(
            utc("2026-02-09T14:03:11.651429"),
            "2026-02-09T13:03:11.651429Z"
        );
        assert_eq!(utc("2026-02-09T14:03:11"), "2026-02-09T13:03:11Z");
        assert_eq!(
            utc("2026-02-09T14:03:11.5+05:30"),
            "2026-02-09T08:33:11.500Z"
        );
        assert_eq!(Moment::parse("yesterday"), None);
    }

    #[test]
    fn the_hours_that_clocks_double_or_skip_have_a_time() {
        assert_eq!(utc("2026-10-25T02:30:00"), "2026-10-25T00:30:00Z");
        assert_eq!(utc("2026-03-29T02:30:00"), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn a_naive_time_keeps_its_day() {
        let moment = Moment::parse("2026-12-31T23:59:59").expect("a time");
        assert_eq!(
            moment.to_local(chrono_tz::Asia::Tokyo).to_string(),
            "2026-12-31 23:59:59"
        );
    }

    #[test]
    fn the_apps_form_has_six_decimals() {
        let time = Moment::parse("2026-02-09T13:03:11Z")
            .expect("a time")
            .to_utc(BERLIN);
        assert_eq!(app_timestamp(time, BERLIN), "2026-02-09T14:03:11.000000");
    }
}
