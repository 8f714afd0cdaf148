//! The words under which an index has a text, and those under which one looks there.

use std::ops::Range;

use super::query::{Query, lower_cased};
use super::words::next_word;

/// The most bytes of a word that an index has: what is longer is cut, here and there. PostgreSQL takes no more than 2,046.
const LONGEST: usize = 120;

/// The words of a text, each once, lower-cased, in the order of their bytes.
#[derive(Debug, Default)]
pub struct IndexWords {
    text: String,
    /// Where the words stand in that, each behind its first bytes, which are mostly enough to tell two apart.
    words: Vec<(u64, Range<usize>)>,
}

impl IndexWords {
    /// Takes the words of `text` in place of those that were here, whose memory is used again.
    pub fn replace_by(&mut self, text: &str) {
        self.text.clear();
        self.words.clear();
        let mut from = 0;
        while let Some(word) = next_word(text, from) {
            from = word.end;
            let start = self.text.len();
            push_lower(&mut self.text, &text[word]);
            cut(&mut self.text, start);
            let place = start..self.text.len();
            self.words
                .push((first_bytes(&self.text[place.clone()]), place));
        }
        let Self { text, words } = self;
        let rest = |place: &Range<usize>| &text[place.clone()];
        words.sort_unstable_by(|(a, at), (b, bt)| a.cmp(b).then_with(|| rest(at).cmp(rest(bt))));
        words.dedup_by(|(a, at), (b, bt)| a == b && rest(at) == rest(bt));
    }

    /// Returns the words.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(|(_, word)| &self.text[word.clone()])
    }
}

/// Returns the first eight bytes as a number, in whose order they are.
fn first_bytes(word: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = word.len().min(8);
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

/// Lower-cases like [`lower_cased`], and faster where that is simple.
fn push_lower(to: &mut String, word: &str) {
    if word.is_ascii() {
        let start = to.len();
        to.push_str(word);
        to[start..].make_ascii_lowercase();
    } else {
        to.extend(lower_cased(word));
    }
}

/// Cuts what stands behind `start` to the length that an index has.
fn cut(text: &mut String, start: usize) {
    if text.len() - start > LONGEST {
        let mut ends = (0..=start + LONGEST).rev();
        let end = ends.find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or(start));
    }
}

/// A word that an index is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexTerm {
    /// The word, as an index has it.
    pub word: String,
    /// Whether all words will do that begin like that.
    pub is_prefix: bool,
}

impl IndexTerm {
    /// Returns what every text has that fits a query.
    pub(super) fn all_of(query: &Query) -> Vec<Self> {
        let mut all = Vec::new();
        for term in &query.wanted {
            for (at, word) in term.words.iter().enumerate() {
                let mut lower: String = lower_cased(word).collect();
                cut(&mut lower, 0);
                let term = Self {
                    word: lower,
                    is_prefix: term.is_prefix && at + 1 == term.words.len(),
                };
                if !all.contains(&term) {
                    all.push(term);
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = IndexWords::default();
        words.replace_by("something else");
        words.replace_by(text);
        words.iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_text_has_each_of_its_words_once_and_small() {
        assert_eq!(words("The CAT, the É-cat"), ["cat", "the", "é"]);
        assert!(words(" … ").is_empty());
    }

    #[test]
    fn long_words_are_cut_alike_on_both_sides() {
        let long = "ab日".repeat(100);
        let terms = IndexTerm::all_of(&Query::parse(&long, true).expect("a query"));
        assert_eq!(words(&long), [terms[0].word.as_str()]);
        assert!(terms[0].word.len() <= LONGEST && terms[0].word.len() > LONGEST - 3);
    }

    #[test]
    fn every_wanted_word_is_asked_for_and_only_the_last_of_a_prefix_may_go_on() {
        let query = Query::parse(r#""The Big pre*" big -not"#, true).expect("a query");
        let terms: Vec<_> = IndexTerm::all_of(&query)
            .into_iter()
            .map(|term| (term.word, term.is_prefix))
            .collect();
        let expected = [("the", false), ("big", false), ("pre", true)];
        assert_eq!(
            terms,
            expected.map(|(word, is_prefix)| (word.to_owned(), is_prefix))
        );
    }
}
