//! Cells as spreadsheet programs take them.

use std::borrow::Cow;

/// Keeps a spreadsheet program from taking a cell for a formula: quotes do not, an apostrophe in front does.
///
/// Numbers stay as they are, those with a sign too.
pub fn defused<'c>(cell: impl Into<Cow<'c, str>>) -> Cow<'c, str> {
    let cell = cell.into();
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = cell.parse::<f64>().is_ok();
    match is_formula && !is_number {
        true => format!("'{cell}").into(),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_begins_with_an_apostrophe() {
        for formula in ["=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\r=x", "-1+1", "=1"] {
            assert_eq!(defused(formula), format!("'{formula}"));
        }
        for harmless in ["", "a=1", " =1", "-5", "+5.1e3", "1-1", "'=1"] {
            assert_eq!(defused(harmless), harmless);
        }
    }
}
