//! A few words of a text, around what was found in it.

use std::ops::Range;

/// A part of a text, on one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The text, with each run of spaces and line breaks as one space.
    pub text: String,
    /// What was found, as far as it is in it: ranges of bytes, in order, apart from each other.
    pub marks: Vec<Range<usize>>,
    /// Whether the text goes on before it.
    pub is_cut_before: bool,
    /// Whether the text goes on behind it.
    pub is_cut_behind: bool,
}

impl Snippet {
    /// Takes up to `context` characters on each side of the first of `places`, which is not empty. Words stay whole where
    /// that takes away no more than a few letters.
    pub fn around(text: &str, places: &[Range<usize>], context: usize) -> Self {
        let first = places.first().cloned().unwrap_or_default();
        let start = cut_before(text, first.start, context);
        let end = cut_behind(text, first.end, context);
        let mut snippet = Self {
            is_cut_before: !text[..start].trim().is_empty(),
            is_cut_behind: !text[end..].trim().is_empty(),
            ..Self::default()
        };
        let mut from = start;
        for place in places {
            let place = place.start.max(from)..place.end.min(end);
            if place.start >= place.end {
                continue;
            }
            snippet.push(&text[from..place.start]);
            let begin = snippet.text.len();
            snippet.push(&text[place.clone()]);
            snippet.marks.push(begin..snippet.text.len());
            from = place.end;
        }
        snippet.push(&text[from..end]);
        let kept = snippet.text.trim_end().len();
        snippet.text.truncate(kept);
        snippet
    }

    /// Appends text with its spaces joined.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }
}

/// The most characters that are left out so that no word is cut, or shown although they are too many because they are the
/// last.
const WORD_SLACK: usize = 12;

fn cut_before(text: &str, at: usize, context: usize) -> usize {
    let before = &text[..at];
    let Some((cut, _)) = before.char_indices().rev().take(context).last() else {
        return at;
    };
    if before[..cut].chars().nth(WORD_SLACK).is_none() {
        return 0;
    }
    let slack = before[cut..].char_indices().take(WORD_SLACK);
    let mut spaces = slack.filter(|(_, c)| c.is_whitespace());
    spaces.next().map_or(cut, |(offset, _)| cut + offset)
}

fn cut_behind(text: &str, at: usize, context: usize) -> usize {
    let behind = &text[at..];
    let Some((cut, _)) = behind.char_indices().nth(context) else {
        return text.len();
    };
    if context > 0 && behind[cut..].chars().nth(WORD_SLACK).is_none() {
        return text.len();
    }
    let slack = behind[..cut].char_indices().rev().take(WORD_SLACK);
    let mut spaces = slack.filter(|(_, c)| c.is_whitespace());
    at + spaces.next().map_or(cut, |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks what was found with brackets, and cuts with dots.
    fn shown(text: &str, found: &[&str], context: usize) -> String {
        let mut from = 0;
        let mut places = Vec::new();
        for found in found {
            let start = from + text[from..].find(found).expect("it is there");
            from = start + found.len();
            places.push(start..from);
        }
        let snippet = Snippet::around(text, &places, context);
        let mut shown = String::new();
        let mut from = 0;
        for mark in &snippet.marks {
            shown += &format!(
                "{}[{}]",
                &snippet.text[from..mark.start],
                &snippet.text[mark.clone()]
            );
            from = mark.end;
        }
        let dots = |is_cut| if is_cut { "…" } else { "" };
        let (before, behind) = (dots(snippet.is_cut_before), dots(snippet.is_cut_behind));
        format!("{before}{shown}{}{behind}", &snippet.text[from..])
    }

    #[test]
    fn what_is_found_is_marked_in_its_surroundings() {
        let text = "Here it comes: the quick brown fox jumps over the lazy dog that sleeps.";
        assert_eq!(
            shown(text, &["fox"], 100),
            "Here it comes: the quick brown [fox] jumps over the lazy dog that sleeps."
        );
        assert_eq!(shown(text, &["fox"], 12), "…brown [fox] jumps over…");
        assert_eq!(
            shown(text, &["fox", "over", "dog"], 14),
            "…quick brown [fox] jumps [over]…"
        );
        assert_eq!(shown(text, &["fox"], 0), "…[fox]…");
    }

    #[test]
    fn a_few_last_letters_are_shown_too() {
        let text = "Once upon a time there was a fox";
        assert_eq!(
            shown(text, &["time"], 10),
            "Once upon a [time] there was a fox"
        );
        assert_eq!(shown(text, &["was"], 8), "…there [was] a fox");
    }

    #[test]
    fn lines_and_spaces_become_one_space() {
        assert_eq!(shown("a\n\n  b\tfound\r\n", &["found"], 50), "a b [found]");
        assert_eq!(
            shown("in  a\nrow it is", &["a\nrow"], 50),
            "in [a row] it is"
        );
    }

    #[test]
    fn long_words_and_wide_letters_are_cut_between_characters() {
        let text = format!("{}found{}", "é".repeat(50), "京".repeat(50));
        assert_eq!(shown(&text, &["found"], 3), "…ééé[found]京京京…");
    }
}
