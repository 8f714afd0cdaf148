//! Money: US dollars in decimal, never in binary floating point.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// What one request cost, in US dollars, exactly as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cost(Decimal);

impl Cost {
    /// The cost of what is free.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Takes an amount.
    pub fn new(usd: Decimal) -> Self {
        Self(usd)
    }

    /// Reads a JSON number. `None` if it has more than the 28 digits that can be kept, or is not a number.
    pub fn parse(number: &str) -> Option<Self> {
        // Each of the two refuses what would need rounding; only one of them knows exponents, only the other plain form.
        Decimal::from_str_exact(number)
            .or_else(|_| Decimal::from_scientific(number))
            .ok()
            .map(Self)
    }

    /// Returns the digits of an amount as people type it: `20USD`, in any case, or `$20`. `None` if it is none.
    pub fn digits_of_amount(amount: &str) -> Option<&str> {
        let suffix = amount.len().saturating_sub(3);
        let digits = match (amount.strip_prefix('$'), amount.get(suffix..)) {
            (Some(digits), _) => digits,
            (None, Some(unit)) if unit.eq_ignore_ascii_case("usd") => &amount[..suffix],
            _ => return None,
        };
        let is_number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        (!digits.is_empty() && is_number(digits)).then_some(digits)
    }

    /// Returns the amount.
    pub fn usd(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl Serialize for Cost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.to_string(), serializer)
    }
}

impl<'de> Deserialize<'de> for Cost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).ok_or_else(|| serde::de::Error::custom("no amount"))
    }
}

/// Writes digits as a JSON number without a detour through a floating-point one.
fn serialize_number<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let number: &RawValue = serde_json::from_str(digits).map_err(serde::ser::Error::custom)?;
    number.serialize(serializer)
}

/// What a document says of a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordedCost {
    /// Nothing: the field is missing or null.
    #[default]
    Missing,
    /// An amount.
    Known(Cost),
    /// Something that is no amount, or one with more digits than can be added exactly.
    Unreadable,
}

impl RecordedCost {
    /// Takes what a document has in the field, as it is written there.
    pub(crate) fn of_json(raw: &str) -> Self {
        match Cost::parse(raw) {
            _ if raw == "null" => Self::Missing,
            Some(cost) => Self::Known(cost),
            None => Self::Unreadable,
        }
    }

    /// Returns the amount, if there is one.
    pub fn known(self) -> Option<Cost> {
        match self {
            Self::Known(cost) => Some(cost),
            Self::Missing | Self::Unreadable => None,
        }
    }
}

impl<'de> Deserialize<'de> for RecordedCost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of_json(<&RawValue>::deserialize(deserializer)?.get()))
    }
}

/// A sum of costs, exact however many there are and however far apart.
///
/// `Decimal` rounds silently when a sum needs more than 28 digits. Here dollars and their fraction, in units of 10⁻²⁸, are
/// summed apart, each in 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CostSum {
    dollars: i128,
    /// In units of 10⁻²⁸ dollars, between 0 and one dollar.
    fraction: i128,
}

impl CostSum {
    const FRACTION_DIGITS: u32 = 28;
    const ONE_DOLLAR: i128 = 10_i128.pow(Self::FRACTION_DIGITS);
    const HALF_THE_DIGITS: i128 = 10_i128.pow(Self::FRACTION_DIGITS / 2);

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (dollars, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let missing_digits =
            Self::FRACTION_DIGITS.checked_sub(u32::try_from(fraction.len()).ok()?)?;
        if dollars.is_empty() || !is_number(dollars) || !is_number(fraction) {
            return None;
        }
        let fraction: i128 = match fraction {
            "" => 0,
            digits => digits.parse().ok()?,
        };
        let sum = Self {
            dollars: dollars.parse().ok()?,
            fraction: fraction * 10_i128.pow(missing_digits),
        };
        Some(if is_negative {
            Self::default() - sum
        } else {
            sum
        })
    }

    /// Returns whole dollars and their fraction in units of 10⁻²⁸, for [`Self::of_parts`].
    pub(crate) fn parts(self) -> (i128, i128) {
        (self.dollars, self.fraction)
    }

    /// Takes what [`Self::parts`] returns.
    pub(crate) fn of_parts((dollars, fraction): (i128, i128)) -> Self {
        Self { dollars, fraction }.carried()
    }

    /// Returns the sum rounded half up, away from zero, to this many decimals (28 at most), always with all of them.
    pub fn rounded(self, decimals: u32) -> String {
        let decimals = decimals.min(Self::FRACTION_DIGITS);
        let unit = 10_i128.pow(Self::FRACTION_DIGITS - decimals);
        let (sign, magnitude) = self.sign_and_magnitude();
        let mut units = (magnitude.fraction + unit / 2) / unit;
        let mut dollars = magnitude.dollars;
        let per_dollar = 10_i128.pow(decimals);
        if units >= per_dollar {
            (dollars, units) = (dollars + 1, units - per_dollar);
        }
        let sign = if dollars == 0 && units == 0 { "" } else { sign };
        if decimals == 0 {
            return format!("{sign}{dollars}");
        }
        format!("{sign}{dollars}.{units:0width$}", width = decimals as usize)
    }

    /// Returns the sum times `by`, divided by `of`: exact to the 28th decimal, and rounded up from there. `None` if it is
    /// negative, if `of` is 0, or if that has more digits than can be kept.
    pub fn scaled_up(self, by: u64, of: u64) -> Option<Self> {
        if self.dollars < 0 {
            return None;
        }
        let (by, of) = (i128::from(by), i128::from(of));
        let dollars = self.dollars.checked_mul(by)?;
        let rest = dollars.checked_rem(of)?.checked_mul(Self::ONE_DOLLAR)?;
        let fraction = self.fraction.checked_mul(by)?.checked_add(rest)?;
        let rounded_up = fraction / of + i128::from(fraction % of != 0);
        let sum = Self {
            dollars: dollars / of,
            fraction: rounded_up,
        };
        Some(sum.carried())
    }

    fn sign_and_magnitude(self) -> (&'static str, Self) {
        if self.dollars >= 0 {
            return ("", self);
        }
        let negated = Self {
            dollars: -self.dollars,
            fraction: -self.fraction,
        };
        ("-", negated.carried())
    }

    /// Moves whole dollars out of the fraction.
    fn carried(self) -> Self {
        // Mostly there are none, and a division takes longer than all else.
        if (0..Self::ONE_DOLLAR).contains(&self.fraction) {
            return self;
        }
        Self {
            dollars: self.dollars + self.fraction.div_euclid(Self::ONE_DOLLAR),
            fraction: self.fraction.rem_euclid(Self::ONE_DOLLAR),
        }
    }
}

impl From<Cost> for CostSum {
    fn from(cost: Cost) -> Self {
        let whole = cost.0.trunc();
        let fraction = cost.0 - whole;
        let missing_digits = Self::FRACTION_DIGITS - fraction.scale();
        Self {
            dollars: whole.mantissa(),
            fraction: fraction.mantissa() * 10_i128.pow(missing_digits),
        }
        .carried()
    }
}

impl Add for CostSum {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            dollars: self.dollars + other.dollars,
            fraction: self.fraction + other.fraction,
        }
        .carried()
    }
}

impl Sub for CostSum {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            dollars: self.dollars - other.dollars,
            fraction: self.fraction - other.fraction,
        }
        .carried()
    }
}

impl AddAssign for CostSum {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for CostSum {
    fn sum<I: Iterator<Item = Self>>(sums: I) -> Self {
        sums.fold(Self::default(), Add::add)
    }
}

/// All digits, without trailing zeros.
impl fmt::Display for CostSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, magnitude) = self.sign_and_magnitude();
        write!(f, "{sign}{}", magnitude.dollars)?;
        // Numbers of 64 bits are written much faster than those of 128, and hold half of the digits.
        let half = |units: i128| u64::try_from(units).expect("14 digits");
        let first = half(magnitude.fraction / Self::HALF_THE_DIGITS);
        match half(magnitude.fraction % Self::HALF_THE_DIGITS) {
            0 if first == 0 => Ok(()),
            0 => {
                let (first, width) = without_zeros(first);
                write!(f, ".{first:0width$}")
            }
            last => {
                let (last, width) = without_zeros(last);
                write!(f, ".{first:014}{last:0width$}")
            }
        }
    }
}

/// Takes the last zeros from 14 digits. Returns what is left, and how many digits these are.
fn without_zeros(mut digits: u64) -> (u64, usize) {
    let mut width = 14;
    while digits.is_multiple_of(10) && width > 0 {
        (digits, width) = (digits / 10, width - 1);
    }
    (digits, width)
}

impl Serialize for CostSum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.to_string(), serializer)
    }
}

impl<'de> Deserialize<'de> for CostSum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).ok_or_else(|| serde::de::Error::custom("no sum"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[&str]) -> CostSum {
        numbers
            .iter()
            .map(|number| CostSum::from(Cost::parse(number).expect("a number")))
            .sum()
    }

    #[test]
    fn sums_far_apart_are_exact() {
        let total = sum(&["70000000000", "1e-27", "0.1", "0.2", "-0.3"]);
        assert_eq!(total.to_string(), "70000000000.000000000000000000000000001");
    }

    #[test]
    fn signs_and_carries_are_right() {
        assert_eq!(sum(&["0.9", "0.1"]).to_string(), "1");
        assert_eq!(sum(&["-0.25"]).to_string(), "-0.25");
        assert_eq!(sum(&["1.5", "-2.75"]).to_string(), "-1.25");
        assert_eq!(sum(&["1.2e-05"]).to_string(), "0.000012");
        assert_eq!(CostSum::default().to_string(), "0");
        let difference = |a: &str, b: &str| (sum(&[a]) - sum(&[b])).to_string();
        assert_eq!(difference("1.25", "0.5"), "0.75");
        assert_eq!(difference("0.25", "1"), "-0.75");
        assert_eq!(difference("0.1", "0.1"), "0");
        assert!(sum(&["0.25"]) - sum(&["1"]) < CostSum::default());
    }

    #[test]
    fn sums_are_read_back_as_they_are_written() {
        for numbers in [
            &["70000000000", "1e-27"][..],
            &["-0.25"],
            &["-3", "0.0000000000000000000000000001"],
            &["12"],
            &[],
        ] {
            let sum = sum(numbers);
            assert_eq!(CostSum::parse(&sum.to_string()), Some(sum));
        }
        for text in [
            "",
            ".5",
            "1e5",
            "+1",
            "0.00000000000000000000000000001",
            "--1",
        ] {
            assert_eq!(CostSum::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_or_a_multiple_is_exact_or_a_last_digit_too_much() {
        let scaled = |number: &str, by, of| {
            let sum = CostSum::parse(number).expect("a sum");
            let scaled = sum.scaled_up(by, of);
            scaled.map(|sum| sum.to_string())
        };
        assert_eq!(scaled("1.5", 30, 15).as_deref(), Some("3"));
        assert_eq!(scaled("0.1", 3, 1).as_deref(), Some("0.3"));
        assert_eq!(
            scaled("1", 1, 3).as_deref(),
            Some("0.3333333333333333333333333334")
        );
        assert_eq!(
            scaled("2", 2_678_400, 7).as_deref(),
            Some("765257.1428571428571428571428571429")
        );
        assert_eq!(
            scaled(
                "70000000000.0000000000000000000000000001",
                31_622_400,
                31_622_400
            )
            .as_deref(),
            Some("70000000000.0000000000000000000000000001")
        );
        assert_eq!(scaled("0", 9, 5).as_deref(), Some("0"));
        assert_eq!(scaled("1", 1, 0), None);
        assert_eq!(scaled("-1", 1, 1), None);
        assert_eq!(scaled("0.9", u64::MAX, 1), None, "too large a factor");
    }

    #[test]
    fn rounding_is_half_up_and_keeps_its_decimals() {
        assert_eq!(sum(&["0.000935"]).rounded(2), "0.00");
        assert_eq!(sum(&["0.995"]).rounded(2), "1.00");
        assert_eq!(sum(&["12.3"]).rounded(4), "12.3000");
        assert_eq!(sum(&["-0.001"]).rounded(2), "0.00");
        assert_eq!(sum(&["2.5"]).rounded(0), "3");
    }

    #[test]
    fn an_amount_with_too_many_digits_is_not_rounded_but_unreadable() {
        let read = |json: &str| serde_json::from_str::<RecordedCost>(json).expect("JSON");
        assert_eq!(
            read("0.00000000000000000000000000000001"),
            RecordedCost::Unreadable
        );
        assert_eq!(read("1e400"), RecordedCost::Unreadable);
        assert_eq!(read("\"0.1\""), RecordedCost::Unreadable);
        assert_eq!(read("null"), RecordedCost::Missing);
        assert_eq!(
            read("0.00046750"),
            RecordedCost::Known(Cost::new(Decimal::new(4675, 7)))
        );
    }

    #[test]
    fn a_sum_is_written_with_all_digits_and_without_the_last_zeros() {
        for digits in [
            "0",
            "-1",
            "20",
            "1.5",
            "-0.5",
            "0.00046750",
            "100.00000000000001",
            "0.00000000000000000000000001",
            "7.0000000000000123456789012345",
            "-12345678901.1000000000000200000000000003",
        ] {
            let written = CostSum::parse(digits).expect("a sum").to_string();
            let expected = match digits.contains('.') {
                true => digits.trim_end_matches('0'),
                false => digits,
            };
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn json_numbers_keep_every_digit() {
        let text =
            serde_json::to_string(&sum(&["0.1234567890123456789012345678"])).expect("a number");
        assert_eq!(text, "0.1234567890123456789012345678");
    }
}
