//! Sizes of files, for people.

/// Writes a number of bytes with three digits or so and a decimal unit: `999 B`, `1.2 kB`, `417 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    // In tenths of the unit, rounded; one that rounds up to a thousand takes the next unit.
    let mut tenths = (u128::from(bytes) + 50) / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1_000;
        unit += 1;
    }
    if tenths < 1_000 {
        format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
    } else {
        format!("{} {}", (tenths + 5) / 10, UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_the_unit_that_suits_them() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (1_249, "1.2 kB"),
            (99_949, "99.9 kB"),
            (417_000_000, "417 MB"),
            (999_960, "1.0 MB"),
            (2_500_000_000_000_000, "2500 TB"),
        ] {
            assert_eq!(size(bytes), text, "{bytes}");
        }
    }
}
