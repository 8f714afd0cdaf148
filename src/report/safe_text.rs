//! Stored text on a terminal: nothing in it may act there.
//!
//! Titles, names, messages and errors of others may hold escape sequences that change colours, move the cursor or worse,
//! and marks that turn the direction of writing. On a terminal each is shown as a visible stand-in. Redirected, text is
//! exact.

use std::borrow::Cow;

use super::page::Page;

/// Returns a text of several lines as it may be shown: line breaks and tabs do what they should.
pub fn safe_block<'t>(text: &'t str, page: &Page) -> Cow<'t, str> {
    if page.is_terminal {
        replaced(text, |c| is_active(c) && c != '\n' && c != '\t')
    } else {
        text.into()
    }
}

/// Returns a text as it may be shown within a line, such as a cell of a table: line breaks are made visible everywhere.
pub fn safe_line<'t>(text: &'t str, page: &Page) -> Cow<'t, str> {
    if page.is_terminal {
        replaced(text, is_active)
    } else {
        replaced(text, |c| matches!(c, '\n' | '\r' | '\t'))
    }
}

fn replaced(text: &str, must_go: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&must_go) {
        return text.into();
    }
    text.chars()
        .map(|c| if must_go(c) { stand_in(c) } else { c })
        .collect::<String>()
        .into()
}

/// Whether a terminal would act on the character instead of showing it.
fn is_active(c: char) -> bool {
    let turns_direction = matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns_direction || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns the picture of a control character (U+2400 and on), and a replacement character for what has none.
fn stand_in(c: char) -> char {
    match c {
        '\0'..='\x1F' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7F' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\x1b[31mb\u{202E}c\u{9b}2Jd\ne\tf";

    #[test]
    fn nothing_acts_on_a_terminal() {
        let page = Page {
            is_terminal: true,
            ..Page::plain()
        };
        assert_eq!(
            safe_block(HOSTILE, &page),
            "a␛[31mb\u{FFFD}c\u{FFFD}2Jd\ne\tf"
        );
        assert_eq!(safe_line(HOSTILE, &page), "a␛[31mb\u{FFFD}c\u{FFFD}2Jd␊e␉f");
    }

    #[test]
    fn redirected_text_is_exact() {
        assert_eq!(safe_block(HOSTILE, &Page::plain()), HOSTILE);
        assert_eq!(safe_line("a\nb", &Page::plain()), "a␊b");
    }
}
