//! Parts of other tools' JSON, read where they are what they should be, and passed over where not.

use chrono::{DateTime, Utc};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::value::RawValue;

use super::wide_text::WideText;
use crate::model::{Moment, document};

/// Returns where in its file a part of a text begins; the text is at byte `at` of it.
pub(super) fn place_of(part: &str, text: &str, at: usize) -> usize {
    at + (part.as_ptr().addr() - text.as_ptr().addr())
}

/// A value, if it is of this type.
#[derive(Debug, Clone)]
pub(super) struct Lenient<T>(pub(super) Option<T>);

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(document::read(raw.get(), 0).ok()))
    }
}

impl Lenient<WideText> {
    /// Returns the text with lone surrogates replaced, if there is one that is not blank.
    pub(super) fn word(&self) -> Option<String> {
        let text = self.0.as_ref().filter(|text| !text.is_blank())?;
        Some(text.lossy().trim().to_owned())
    }

    /// Returns the time that it is in RFC 3339; UTC if it says no offset.
    pub(super) fn time(&self) -> Option<DateTime<Utc>> {
        let moment = Moment::parse(&self.0.as_ref()?.lossy())?;
        Some(moment.to_utc(chrono_tz::UTC))
    }
}

impl Lenient<f64> {
    /// Returns the time that so many seconds, or milliseconds, after 1970 were.
    pub(super) fn since_epoch(&self) -> Option<DateTime<Utc>> {
        /// No tool wrote before 1973, when this many milliseconds had passed.
        const FIRST_MILLISECONDS: f64 = 1e11;
        let number = self.0.filter(|number| *number > 0.0)?;
        let seconds = match number < FIRST_MILLISECONDS {
            true => number,
            false => number / 1e3,
        };
        // A cast of what is out of range stays at its end, which is no time either.
        DateTime::from_timestamp_micros((seconds * 1e6).round() as i64)
            .filter(|time| *time < DateTime::<Utc>::from_timestamp_nanos(i64::MAX))
    }
}

impl Lenient<bool> {
    /// Whether it says so.
    pub(super) fn is_true(&self) -> bool {
        self.0 == Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(json: &str) -> Lenient<T> {
        serde_json::from_str(json).expect("JSON")
    }

    #[test]
    fn times_are_read_in_each_form() {
        let number = |json| {
            read::<f64>(json)
                .since_epoch()
                .map(|time| time.to_rfc3339())
        };
        assert_eq!(
            number("1756000000.123456").as_deref(),
            Some("2025-08-24T01:46:40.123456+00:00")
        );
        assert_eq!(number("1756000000123"), number("1756000000.123"));
        for json in ["null", "\"1756000000\"", "-5", "0", "1e300"] {
            assert_eq!(number(json), None, "{json}");
        }
        let text = |json| read::<WideText>(json).time().map(|time| time.to_rfc3339());
        assert_eq!(
            text("\"2024-04-09T14:32:05.230+02:00\"").as_deref(),
            Some("2024-04-09T12:32:05.230+00:00")
        );
        assert_eq!(text("\"yesterday\""), None);
    }

    #[test]
    fn what_is_of_another_type_is_passed_over() {
        assert_eq!(read::<bool>("[1]").0, None);
        assert_eq!(read::<WideText>("{\"a\": 1}").word(), None);
        assert_eq!(
            read::<WideText>("\" a \\ud83d\"").word().as_deref(),
            Some("a \u{FFFD}")
        );
    }
}
