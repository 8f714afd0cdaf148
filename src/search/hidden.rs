//! What hides the letters of a word in JSON from whoever looks for them as they are.
//!
//! Texts in which every letter with an accent is an escape are full of `\u00`, so what follows it is looked at here, rather
//! than by a pattern of several beginnings that nearly fit.

use memchr::memmem::{find, find_iter};

/// Whether an ASCII letter or digit may be written as an escape, such as `\u0041`.
pub(super) fn has_escaped_ascii(json: &[u8]) -> bool {
    const ESCAPE: &[u8] = b"\\u00";
    let mut places = find_iter(json, ESCAPE);
    places.any(|at| matches!(json.get(at + ESCAPE.len()), Some(b'2'..=b'7')))
}

/// Whether one of [`ODD`](super::spelling::ODD) may be in it, in any spelling.
pub(super) fn has_odd(json: &[u8]) -> bool {
    // Of the kelvin's escape the last digit may be small or capital: what else begins like it is rare.
    let spellings: [&[u8]; 4] = [
        "\u{212A}".as_bytes(),
        "\u{130}".as_bytes(),
        b"\\u212",
        b"\\u0130",
    ];
    spellings.iter().any(|one| find(json, one).is_some())
}
