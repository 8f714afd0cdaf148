//! Searching a string for the bytes that mean something in it: many at once where it is long, eight at a time where it is short.

use memchr::memchr2;

/// How many bytes are looked at word by word before a text counts as a long one.
const SHORT: usize = 64;

/// Returns how many bytes there are before the first that means something in a string: a quote, a backslash, or a control
/// character, which may not be there.
pub(super) fn length_of_plain_text(bytes: &[u8]) -> usize {
    // Names and the like are short, and not worth a search.
    let (first, rest) = bytes.split_at(bytes.len().min(SHORT));
    let length = length_by_words(first);
    if length < first.len() {
        return length;
    }
    let length = memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
    match has_control(&rest[..length]) {
        true => first.len() + length_by_words(rest),
        false => first.len() + length,
    }
}

/// Whether there is a control character. All bytes are looked at, which is what lets the compiler look at many at once.
fn has_control(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(false, |found, byte| found | (*byte < 0x20))
}

fn is_special(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}

/// Does the same, eight bytes at a time.
fn length_by_words(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let marks = marks_of_special(u64::from_le_bytes(*word));
        if marks != 0 {
            return 8 * index + marks.trailing_zeros() as usize / 8;
        }
    }
    let special = rest.iter().position(|byte| is_special(*byte));
    8 * words.len() + special.unwrap_or(rest.len())
}

/// Marks in a word of eight characters the highest bit of the first that is special. Of those above it nothing can be told:
/// the subtractions borrow from them.
fn marks_of_special(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = 0x80 * ONES;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let quotes = zeros(word ^ (ONES * b'"' as u64));
    let backslashes = zeros(word ^ (ONES * b'\\' as u64));
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (quotes | backslashes | controls) & HIGHEST
}
