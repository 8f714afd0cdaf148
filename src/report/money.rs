//! Money for people.

use crate::model::CostSum;

/// Writes an amount in US dollars with at least two decimals, and up to six where cents would hide it.
pub fn usd(sum: CostSum) -> String {
    let six = sum.rounded(6);
    let (whole, decimals) = six.split_once('.').unwrap_or((&six, ""));
    let decimals = decimals.trim_end_matches('0');
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |whole| ("-", whole));
    format!("{sign}${}.{decimals:0<2}", grouped(whole))
}

/// Writes amounts so that their digits stand below one another: all with as many decimals as the one that needs most.
/// `None` is an amount that is not known.
pub fn usd_column(sums: impl IntoIterator<Item = Option<CostSum>>) -> Vec<String> {
    let amounts: Vec<Option<String>> = sums.into_iter().map(|sum| sum.map(usd)).collect();
    let decimals = |amount: &String| {
        amount
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len())
    };
    let most = amounts.iter().flatten().map(decimals).max().unwrap_or(0);
    let padded = |amount: Option<String>| match amount {
        Some(amount) => format!("{amount}{:0<1$}", "", most - decimals(&amount)),
        None => "unknown".to_owned(),
    };
    amounts.into_iter().map(padded).collect()
}

/// Writes a count with its thousands apart.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cost;

    #[test]
    fn amounts_of_a_column_have_the_same_decimals() {
        let sum = |number| Some(Cost::parse(number).expect("a number").into());
        let column = usd_column([sum("12"), None, sum("0.0035"), sum("-1.5")]);
        assert_eq!(column, ["$12.0000", "unknown", "$0.0035", "-$1.5000"]);
    }

    #[test]
    fn small_amounts_are_not_hidden_and_large_ones_grouped() {
        let shown = |number| usd(Cost::parse(number).expect("a number").into());
        assert_eq!(shown("0.000935"), "$0.000935");
        assert_eq!(shown("12"), "$12.00");
        assert_eq!(shown("1234567.5"), "$1,234,567.50");
        assert_eq!(shown("-1234.5"), "-$1,234.50");
        assert_eq!(shown("0.0000004"), "$0.00");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
