//! Where a term stands in a text.

use std::ops::Range;

use regex::bytes::{Regex, RegexBuilder};

use super::query::{Term, lower_cased};
use super::spelling::{Hiding, ODD, Piece};
use super::words::{is_word_char, next_word, previous_word, word_around};

/// Finds one term.
#[derive(Debug, Clone)]
pub(super) struct Finder {
    term: Term,
    is_case_sensitive: bool,
    clue: Option<Clue>,
}

/// Something that is found fast, and stands in every text that has the term; or in nearly every one.
#[derive(Debug, Clone)]
struct Clue {
    /// Which of the term's words it is a piece of.
    word: usize,
    in_text: Regex,
    in_json: Regex,
    hiding: Hiding,
}

impl Finder {
    pub(super) fn new(term: &Term, is_case_sensitive: bool) -> Self {
        let pieces = term.words.iter().enumerate();
        let pieces = pieces.filter_map(|(index, word)| {
            let piece = Piece::of(word, is_case_sensitive)?;
            Some((index, piece))
        });
        let longest = pieces.max_by_key(|(_, piece)| piece.in_text.len());
        Self {
            term: term.clone(),
            is_case_sensitive,
            clue: longest.map(|(word, piece)| Clue {
                word,
                in_text: compiled(&piece.in_text),
                in_json: compiled(&piece.in_json),
                hiding: piece.hiding,
            }),
        }
    }

    /// Whether a text that stands in this JSON may have the term. `false` is sure.
    pub(super) fn may_be_in(&self, json: &str) -> bool {
        let clue = self.clue.as_ref();
        let json = json.as_bytes();
        clue.is_none_or(|clue| clue.in_json.is_match(json) || clue.hiding.is_in(json))
    }

    /// Hands each place of the term in the text to `found`, in order, until that returns `false`.
    pub(super) fn find(&self, text: &str, found: &mut dyn FnMut(Range<usize>) -> bool) {
        // A text that may have the word without its piece is gone through word by word.
        let is_clear = |clue: &&Clue| !(clue.hiding == Hiding::EscapesAndOdd && text.contains(ODD));
        match self.clue.as_ref().filter(is_clear) {
            Some(clue) => self.find_by(clue, text, found),
            None => self.find_by_words(text, found),
        }
    }

    fn find_by(&self, clue: &Clue, text: &str, found: &mut dyn FnMut(Range<usize>) -> bool) {
        let mut from = 0;
        while let Some(piece) = clue.in_text.find_at(text.as_bytes(), from) {
            let word = word_around(text, piece.start());
            from = word.end;
            if let Some(place) = self.place_around(text, word, clue.word)
                && !found(place)
            {
                return;
            }
        }
    }

    fn find_by_words(&self, text: &str, found: &mut dyn FnMut(Range<usize>) -> bool) {
        let mut from = 0;
        while let Some(word) = next_word(text, from) {
            from = word.end;
            if let Some(place) = self.place_around(text, word, 0)
                && !found(place)
            {
                return;
            }
        }
    }

    /// Returns the place of the whole term, if this word is the one at `index` of it.
    fn place_around(&self, text: &str, word: Range<usize>, index: usize) -> Option<Range<usize>> {
        if !self.fits(&text[word.clone()], index) {
            return None;
        }
        let mut place = word;
        for before in (0..index).rev() {
            let word = previous_word(text, place.start)?;
            if !self.fits(&text[word.clone()], before) {
                return None;
            }
            place.start = word.start;
        }
        for behind in index + 1..self.term.words.len() {
            let word = next_word(text, place.end)?;
            if !self.fits(&text[word.clone()], behind) {
                return None;
            }
            place.end = word.end;
        }
        Some(place)
    }

    fn fits(&self, word: &str, index: usize) -> bool {
        let wanted = &self.term.words[index];
        let may_be_longer = self.term.is_prefix && index + 1 == self.term.words.len();
        if self.is_case_sensitive {
            return word
                .strip_prefix(wanted.as_str())
                .is_some_and(|rest| may_be_longer || rest.is_empty());
        }
        let mut letters = lower_cased(word);
        wanted.chars().all(|c| letters.next() == Some(c))
            && (may_be_longer || letters.next().is_none())
    }

    /// Tells words apart that the same prefix found.
    pub(super) fn form(&self, text: &str, place: Range<usize>) -> Option<String> {
        if !self.term.is_prefix {
            return None;
        }
        let last = text[place].rsplit(|c| !is_word_char(c)).next()?;
        Some(lower_cased(last).collect())
    }
}

fn compiled(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .build()
        .expect("a pattern made of a word's letters and their codes")
}
