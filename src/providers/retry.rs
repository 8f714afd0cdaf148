//! When to try again, and how long to wait before.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::HeaderMap;

/// What retries need of the world: time, waiting and chance.
pub trait Timing: Send + Sync {
    /// Returns the present time.
    fn now(&self) -> DateTime<Utc>;

    /// Waits.
    fn pause(&self, duration: Duration);

    /// Returns a random number from 0 up to, not with, 1.
    fn chance(&self) -> f64;
}

/// The real clock, real waiting, real chance.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTiming;

impl Timing for SystemTiming {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn pause(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    fn chance(&self) -> f64 {
        // Without randomness retries only lose their spread.
        let number = getrandom::u32().unwrap_or_default();
        f64::from(number) / (f64::from(u32::MAX) + 1.0)
    }
}

/// An attempt that failed and will be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// Which attempt failed, from 1.
    pub attempt: u32,
    /// How long until the next.
    pub delay: Duration,
    /// Why it failed, in few words that are fit to be shown.
    pub cause: String,
}

/// The longest that a server is allowed to make us wait between two attempts.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// Returns how long to wait after `failed` attempts.
///
/// What the server asks for counts, up to a minute. Otherwise half a second, doubled each time up to eight seconds, and
/// shortened by up to a quarter, so that many clients that failed together do not return together.
pub(super) fn delay(asked: Option<Duration>, failed: u32, timing: &dyn Timing) -> Duration {
    const LONGEST_DOUBLING: u32 = 4;
    if let Some(asked) = asked {
        return asked.min(LONGEST_DELAY);
    }
    let doublings = failed.saturating_sub(1).min(LONGEST_DOUBLING);
    let full = Duration::from_millis(500) * 2_u32.pow(doublings);
    full.mul_f64(1.0 - timing.chance() / 4.0)
}

/// Reads how long a server asks to wait: milliseconds, else seconds or a date.
pub(super) fn asked_delay(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |name| Some(headers.get(name)?.to_str().ok()?.trim());
    let milliseconds = text("retry-after-ms").and_then(|text| text.parse::<f64>().ok());
    if let Some(delay) = milliseconds.and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok()) {
        return Some(delay);
    }
    let text = text("retry-after")?;
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    Some((date.to_utc() - now).to_std().unwrap_or_default())
}

/// Reads whether a server itself says that trying again makes sense.
pub(super) fn advice(headers: &HeaderMap) -> Option<bool> {
    let word = headers.get("x-should-retry")?.as_bytes().trim_ascii();
    [(&b"true"[..], true), (b"false", false)]
        .into_iter()
        .find_map(|(name, advice)| word.eq_ignore_ascii_case(name).then_some(advice))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;
    use crate::providers::test_server::RecordedTiming;

    fn asked(pairs: &[(&'static str, &'static str)]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().expect("a header value"));
        }
        asked_delay(&headers, RecordedTiming::default().now())
    }

    #[test]
    fn delays_double_and_are_shortened_by_chance() {
        let timing = RecordedTiming::default();
        let delays: Vec<u64> = (1..=7)
            .map(|failed| delay(None, failed, &timing).as_millis() as u64)
            .collect();
        assert_eq!(delays, [437, 875, 1750, 3500, 7000, 7000, 7000]);
    }

    #[test]
    fn the_server_is_obeyed_up_to_a_minute() {
        let timing = RecordedTiming::default();
        let after = |seconds| delay(Some(Duration::from_secs(seconds)), 1, &timing);
        assert_eq!(after(0), Duration::ZERO);
        assert_eq!(after(34), Duration::from_secs(34));
        assert_eq!(after(86_400), Duration::from_secs(60));
    }

    #[test]
    fn milliseconds_come_before_seconds() {
        let both = [("retry-after", "3"), ("retry-after-ms", "1500")];
        assert_eq!(asked(&both), Some(Duration::from_millis(1500)));
        assert_eq!(
            asked(&[("retry-after", "2.5")]),
            Some(Duration::from_millis(2500))
        );
    }

    #[test]
    fn advice_is_a_word_in_any_case_and_nothing_else() {
        let advised = |word: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-should-retry", HeaderValue::from_static(word));
            advice(&headers)
        };
        assert_eq!(advice(&HeaderMap::new()), None);
        for (word, expected) in [
            ("true", Some(true)),
            ("false", Some(false)),
            (" True ", Some(true)),
            ("FALSE", Some(false)),
            ("1", None),
            ("", None),
        ] {
            assert_eq!(advised(word), expected, "{word:?}");
        }
    }

    #[test]
    fn a_date_is_counted_from_now_and_a_past_one_is_now() {
        let later = [("retry-after", "Mon, 23 Nov 2026 12:00:20 GMT")];
        assert_eq!(asked(&later), Some(Duration::from_secs(20)));
        let past = [("retry-after", "Sun, 22 Nov 2026 12:00:00 GMT")];
        assert_eq!(asked(&past), Some(Duration::ZERO));
    }

    #[test]
    fn a_delay_that_makes_no_sense_is_none() {
        for text in ["-1", "NaN", "soon", "1e300", ""] {
            assert_eq!(asked(&[("retry-after", text)]), None, "{text}");
        }
        let nonsense = [("retry-after-ms", "-5"), ("retry-after", "2")];
        assert_eq!(asked(&nonsense), Some(Duration::from_secs(2)));
    }
}
