//! What is looked for, in the words of whoever looks.

/// A search for words. A text fits if it has every term that is wanted and none that is excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What a text must have; not empty.
    pub wanted: Vec<Term>,
    /// What a text must not have.
    pub excluded: Vec<Term>,
    /// Whether capital letters differ from small ones.
    pub is_case_sensitive: bool,
}

/// Words that stand one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The words, lower-cased unless capitals matter; not empty.
    pub words: Vec<String>,
    /// Whether a longer word will do in place of the last one, if it begins like that.
    pub is_prefix: bool,
}

/// Why something cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuery {
    /// There is nothing in it that a text could have.
    #[error("there is no word to search for")]
    Empty,
    /// There is only what a text must not have.
    #[error("a search needs a word that is wanted, besides those that are not")]
    OnlyExcluded,
    /// A part has neither letters nor digits.
    #[error("{part:?} holds no word")]
    NoWord {
        /// The part.
        part: String,
    },
    /// The text is no regular expression, or too large a one.
    #[error("that is no regular expression: {reason}")]
    NotARegex {
        /// What is wrong with it.
        reason: String,
    },
}

impl Query {
    /// Reads a query: `word`, `"words in a row"`, `-not`, `prefix*`, and each of them with each.
    ///
    /// A quote that is not closed reaches to the end. What has no space in it and makes several words, such as `e-mail`,
    /// is looked for as if it were in quotes.
    pub fn parse(text: &str, is_case_sensitive: bool) -> Result<Self, InvalidQuery> {
        let mut query = Self {
            wanted: Vec::new(),
            excluded: Vec::new(),
            is_case_sensitive,
        };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (part, behind) = split_part(rest);
            let (is_excluded, words) = match part.strip_prefix('-') {
                Some(words) => (true, words),
                None => (false, part),
            };
            let term = Term::parse(words, is_case_sensitive).ok_or_else(|| no_word(part))?;
            let terms = match is_excluded {
                true => &mut query.excluded,
                false => &mut query.wanted,
            };
            if !terms.contains(&term) {
                terms.push(term);
            }
            rest = behind.trim_start();
        }
        match (query.wanted.is_empty(), query.excluded.is_empty()) {
            (false, _) => Ok(query),
            (true, false) => Err(InvalidQuery::OnlyExcluded),
            (true, true) => Err(InvalidQuery::Empty),
        }
    }
}

fn no_word(part: &str) -> InvalidQuery {
    InvalidQuery::NoWord {
        part: part.to_owned(),
    }
}

/// Splits the first part off: up to a space that is not in quotes.
fn split_part(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    let end = text.find(|c: char| {
        is_quoted ^= c == '"';
        !is_quoted && c.is_whitespace()
    });
    text.split_at(end.unwrap_or(text.len()))
}

impl Term {
    fn parse(text: &str, is_case_sensitive: bool) -> Option<Self> {
        let mut words = Vec::new();
        let mut from = 0;
        while let Some(word) = super::words::next_word(text, from) {
            from = word.end;
            let word = &text[word];
            words.push(match is_case_sensitive {
                true => word.to_owned(),
                false => lower_cased(word).collect(),
            });
        }
        // Behind the last word only quotes may follow the star.
        let is_prefix = text[from..].trim_end_matches('"').ends_with('*');
        (!words.is_empty()).then_some(Self { words, is_prefix })
    }
}

/// Lower-cases each character on its own, so that no word depends on what stands beside it.
pub(super) fn lower_cased(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a query in one way: words of a term with `+`, a prefix with `*`, excluded ones behind `|`.
    fn read(text: &str) -> String {
        let show = |terms: &[Term]| {
            let terms = terms.iter().map(|term| {
                let star = if term.is_prefix { "*" } else { "" };
                term.words.join("+") + star
            });
            terms.collect::<Vec<_>>().join(" ")
        };
        match Query::parse(text, false) {
            Ok(query) if query.excluded.is_empty() => show(&query.wanted),
            Ok(query) => format!("{} | {}", show(&query.wanted), show(&query.excluded)),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn words_phrases_exclusions_and_prefixes_are_told_apart() {
        for (text, expected) in [
            ("Hello", "hello"),
            ("  two  words ", "two words"),
            ("same SAME same", "same"),
            (r#""in a Row" other"#, "in+a+row other"),
            ("yes -no", "yes | no"),
            (r#"yes -"not this" -nor*"#, "yes | not+this nor*"),
            ("pre*", "pre*"),
            (r#""two pre*""#, "two+pre*"),
            (r#""two pre"*"#, "two+pre*"),
            ("e-mail", "e+mail"),
            ("--flag x", "x | flag"),
            (r#"open "and on"#, "open and+on"),
            ("ÄÖ İ", "äö i\u{307}"),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_looked_for_is_refused() {
        assert_eq!(read(" "), "there is no word to search for");
        assert_eq!(read("yes !!"), "\"!!\" holds no word");
        assert_eq!(read("yes -"), "\"-\" holds no word");
        assert_eq!(read("\"\""), "\"\\\"\\\"\" holds no word");
        assert_eq!(
            read("-no"),
            "a search needs a word that is wanted, besides those that are not"
        );
    }

    #[test]
    fn capitals_stay_where_they_matter() {
        let query = Query::parse("Hello", true).expect("a query");
        assert_eq!(query.wanted[0].words, ["Hello"]);
    }
}
