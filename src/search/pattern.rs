//! What a text must have, ready to be compared with many texts.

use std::collections::BTreeSet;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::finder::Finder;
use super::index::IndexTerm;
use super::query::{InvalidQuery, Query};

/// What a text must have: words, or whatever a regular expression describes.
#[derive(Debug, Clone)]
pub struct Pattern(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Words {
        wanted: Vec<Finder>,
        excluded: Vec<Finder>,
        indexed: Vec<IndexTerm>,
    },
    Regex(Regex),
}

/// How well a text fits, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// How many different things were found: a term counts once, and a prefix once for each word that begins with it.
    pub distinct: usize,
    /// The places, in order; they may overlap. Not empty.
    pub places: Vec<Range<usize>>,
}

/// The most that a regular expression may take when it is compiled.
const REGEX_LIMIT_BYTES: usize = 16 << 20;

impl Pattern {
    /// Prepares a search for words.
    pub fn words(query: &Query) -> Self {
        let finders = |terms: &[super::Term]| {
            let finder = |term| Finder::new(term, query.is_case_sensitive);
            terms.iter().map(finder).collect()
        };
        Self(Kind::Words {
            wanted: finders(&query.wanted),
            excluded: finders(&query.excluded),
            indexed: IndexTerm::all_of(query),
        })
    }

    /// Returns what an index is asked for, to find every text that may fit; `None` if all may.
    pub fn index_terms(&self) -> Option<&[IndexTerm]> {
        match &self.0 {
            Kind::Words { indexed, .. } => Some(indexed),
            Kind::Regex(_) => None,
        }
    }

    /// Prepares a search for what a regular expression describes; `^` and `$` are the ends of lines.
    pub fn regex(text: &str, is_case_sensitive: bool) -> Result<Self, InvalidQuery> {
        if text.is_empty() {
            return Err(InvalidQuery::Empty);
        }
        let built = RegexBuilder::new(text)
            .case_insensitive(!is_case_sensitive)
            .multi_line(true)
            .size_limit(REGEX_LIMIT_BYTES)
            .build();
        let refused = |error: regex::Error| InvalidQuery::NotARegex {
            reason: reason(&error),
        };
        Ok(Self(Kind::Regex(built.map_err(refused)?)))
    }

    /// Whether a text that stands in this JSON may fit. `false` is sure, and found out without taking the JSON apart.
    pub fn may_be_in(&self, json: &str) -> bool {
        match &self.0 {
            Kind::Words { wanted, .. } => wanted.iter().all(|finder| finder.may_be_in(json)),
            Kind::Regex(_) => true,
        }
    }

    /// Compares a text. `None` if it does not fit.
    pub fn find_in(&self, text: &str) -> Option<Match> {
        let found = match &self.0 {
            Kind::Words {
                wanted, excluded, ..
            } => {
                let found = find_words(wanted, text)?;
                let has = |finder: &Finder| {
                    let mut has = false;
                    finder.find(text, &mut |_| {
                        has = true;
                        false
                    });
                    has
                };
                if excluded.iter().any(has) {
                    return None;
                }
                found
            }
            Kind::Regex(regex) => Match {
                distinct: 1,
                // What matches without any text matches everywhere, and says nothing.
                places: regex
                    .find_iter(text)
                    .map(|found| found.range())
                    .filter(|place| !place.is_empty())
                    .collect(),
            },
        };
        (!found.places.is_empty()).then_some(found)
    }
}

fn find_words(wanted: &[Finder], text: &str) -> Option<Match> {
    let mut distinct = 0;
    let mut places = Vec::new();
    for finder in wanted {
        let before = places.len();
        let mut forms = BTreeSet::new();
        finder.find(text, &mut |place| {
            forms.extend(finder.form(text, place.clone()));
            places.push(place);
            true
        });
        if places.len() == before {
            return None;
        }
        distinct += forms.len().max(1);
    }
    if wanted.len() > 1 {
        places.sort_by_key(|place| (place.start, place.end));
    }
    Some(Match { distinct, places })
}

/// Returns the last line of the parser's words; those before it draw the expression.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str, text: &str) -> String {
        let query = Query::parse(query, false).expect("a query");
        shown(&Pattern::words(&query), text)
    }

    /// Writes how many different things were found, and each place.
    fn shown(pattern: &Pattern, text: &str) -> String {
        match pattern.find_in(text) {
            Some(found) => {
                let places = found.places.iter().map(|place| &text[place.clone()]);
                format!(
                    "{} {}",
                    found.distinct,
                    places.collect::<Vec<_>>().join("|")
                )
            }
            None => "-".to_owned(),
        }
    }

    #[test]
    fn whole_words_are_found_whatever_their_case() {
        assert_eq!(
            found("cat", "Cat, cat; concatenate CAT-like"),
            "1 Cat|cat|CAT"
        );
        assert_eq!(found("cat dog", "the dog and the cat"), "2 dog|cat");
        assert_eq!(found("cat dog", "the cat"), "-");
        assert_eq!(found("papa", "papapa papa"), "1 papa");
        assert_eq!(found("a", "a A b"), "1 a|A");
    }

    #[test]
    fn phrases_stand_in_a_row_whatever_is_between_their_words() {
        assert_eq!(
            found("\"new york\"", "York, New York; New\nYork"),
            "1 New York|New\nYork"
        );
        assert_eq!(
            found("e-mail", "an e-mail, an E mail, email"),
            "1 e-mail|E mail"
        );
        assert_eq!(found("\"new yo*\"", "new york, new years"), "1 new york");
        assert_eq!(
            found("\"x of the moonlight\"", "x of the moonlight"),
            "1 x of the moonlight"
        );
    }

    #[test]
    fn prefixes_find_longer_words_and_count_each_once() {
        assert_eq!(
            found("back*", "backup, Backup, backs; aback"),
            "2 backup|Backup|backs"
        );
        assert_eq!(found("東京*", "東京都"), "1 東京都");
    }

    #[test]
    fn excluded_words_keep_a_text_out() {
        assert_eq!(found("cat -dog", "cat"), "1 cat");
        assert_eq!(found("cat -dog", "cat and dogs"), "1 cat");
        assert_eq!(found("cat -dog*", "cat and dogs"), "-");
        assert_eq!(found("cat -\"big dog\"", "big cat, dog"), "1 cat");
    }

    #[test]
    fn letters_with_odd_capitals_are_found() {
        assert_eq!(
            found("kelvin", "300 \u{212A}elvin, Kelvin"),
            "1 \u{212A}elvin|Kelvin"
        );
        assert_eq!(found("İzmir", "İzmir"), "1 İzmir");
        assert_eq!(
            found("ångström", "\u{212B}ngström, ÅNGSTRÖM"),
            "1 \u{212B}ngström|ÅNGSTRÖM"
        );
        assert_eq!(found("straße", "STRAẞE Straße STRASSE"), "1 STRAẞE|Straße");
    }

    #[test]
    fn capitals_can_matter() {
        let query = Query::parse("Cat i*", true).expect("a query");
        assert_eq!(
            shown(&Pattern::words(&query), "cat Cat Icon icon"),
            "2 Cat|icon"
        );
    }

    #[test]
    fn a_regular_expression_goes_by_characters_and_lines() {
        let find = |pattern: &str, text: &str| {
            shown(&Pattern::regex(pattern, false).expect("valid"), text)
        };
        assert_eq!(find(r"^\w+$", "One\ntwo three\nvier"), "1 One|vier");
        assert_eq!(find(r"É\d*", "é1 É22"), "1 é1|É22");
        assert_eq!(find(r"x*", "none"), "-");
        let error = Pattern::regex("a(", false).expect_err("not closed");
        assert_eq!(
            error.to_string(),
            "that is no regular expression: unclosed group"
        );
        assert!(Pattern::regex(r"(\w{1000}){1000}", false).is_err());
    }

    mod all_words {
        use super::*;
        use proptest::prelude::*;

        /// Finds the word by taking the whole text apart.
        fn slowly(word: &str, text: &str) -> usize {
            let is_word = |c: char| super::super::super::words::is_word_char(c);
            let words = text.split(|c| !is_word(c));
            let lower =
                |word: &str| super::super::super::query::lower_cased(word).collect::<String>();
            words.filter(|found| lower(found) == lower(word)).count()
        }

        proptest! {
            #[test]
            fn are_found_by_a_piece_as_by_going_through(
                word in "[kKiIaÅåβßs\u{212A}\u{130}é京]{1,4}",
                text in "[kKiIaÅåβßs\u{212A}\u{130}é京 .]{0,40}",
            ) {
                let query = Query::parse(&word, false).expect("a query");
                let pattern = Pattern::words(&query);
                let count = pattern.find_in(&text).map_or(0, |found| found.places.len());
                prop_assert_eq!(count, slowly(&word, &text));
                let plain = serde_json::to_string(&text).expect("a string");
                let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
                if count > 0 {
                    prop_assert!(pattern.may_be_in(&plain));
                    prop_assert!(pattern.may_be_in(&escaped));
                }
            }
        }
    }
}
