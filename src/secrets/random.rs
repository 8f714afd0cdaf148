//! Random text from the system's generator.

use zeroize::Zeroizing;

use super::error::{SecretError, SecretResult};

/// Fills `bytes` from the system's generator.
pub(super) fn fill(bytes: &mut [u8]) -> SecretResult<()> {
    getrandom::fill(bytes).map_err(SecretError::Random)
}

/// Draws `length` characters of `alphabet`, each as likely as any other, from bytes that `fill` gives.
///
/// A remainder would favour the first characters of any alphabet whose size does not divide 256, so the bytes above the
/// last whole multiple are thrown away.
pub(super) fn draw(
    alphabet: &[u8],
    length: usize,
    mut fill: impl FnMut(&mut [u8]) -> SecretResult<()>,
) -> SecretResult<Zeroizing<String>> {
    let fair = 256 - 256 % alphabet.len();
    // Never grows, so that no copy is left behind in memory.
    let mut drawn = Zeroizing::new(String::with_capacity(length));
    let mut bytes = Zeroizing::new([0_u8; 64]);
    while drawn.len() < length {
        fill(&mut bytes[..])?;
        let characters = bytes
            .iter()
            .map(|&byte| usize::from(byte))
            .filter(|&byte| byte < fair)
            .map(|byte| char::from(alphabet[byte % alphabet.len()]));
        let missing = length - drawn.len();
        drawn.extend(characters.take(missing));
    }
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_equally_likely() {
        // Every byte value once, and ten letters: a remainder would give 26 of the first six and 25 of the others.
        let mut next = 0_u8;
        let mut count_up = |bytes: &mut [u8]| {
            for byte in bytes {
                *byte = next;
                next = next.wrapping_add(1);
            }
            Ok(())
        };
        let drawn = draw(b"abcdefghij", 250, &mut count_up).expect("counting cannot fail");
        for letter in 'a'..='j' {
            assert_eq!(drawn.matches(letter).count(), 25, "{letter}");
        }
    }

    #[test]
    fn a_failing_generator_is_reported() {
        let failed = draw(b"ab", 4, |_| {
            Err(SecretError::Random(getrandom::Error::UNSUPPORTED))
        });
        assert!(matches!(failed, Err(SecretError::Random(_))));
    }
}
