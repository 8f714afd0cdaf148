//! How long to wait, as it is typed.

use std::time::Duration;

/// Reads how long to wait: a number with `ms`, `s`, `m`, `h` or `d`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let invalid =
        || format!("{text:?} is no duration; write a number and ms, s, m, h or d, such as 30s");
    let (number, unit) = number_and_unit(text).ok_or_else(invalid)?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(invalid()),
    };
    number
        .checked_mul(millis)
        .map(Duration::from_millis)
        .ok_or_else(invalid)
}

/// Takes apart a number and the unit behind it.
pub(super) fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    Some((number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        assert_eq!(parse_duration("500ms").expect("valid").as_millis(), 500);
        assert_eq!(parse_duration("2m").expect("valid").as_secs(), 120);
        assert_eq!(parse_duration("26h").expect("valid").as_secs(), 93_600);
        assert_eq!(parse_duration("2d").expect("valid").as_secs(), 172_800);
        for text in ["", "5", "s", "1.5s", "-1s", "99999999999999999999s"] {
            assert!(parse_duration(text).is_err(), "{text:?}");
        }
    }
}
