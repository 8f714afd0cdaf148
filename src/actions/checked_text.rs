//! What may be an address, a name or a title: nothing that deceives the eye or acts on a terminal.

use super::{ActionError, ActionResult};

/// The longest address that mail carries (RFC 5321, 4.5.3.1.3, less the angle brackets).
const EMAIL_LIMIT: usize = 254;
/// Longer than any name, short enough for a table.
const NAME_LIMIT: usize = 200;
/// The longest tag in characters.
const TAG_LIMIT: usize = 100;

/// The longest title in characters; the web app makes them of 50.
const TITLE_LIMIT: usize = 500;

/// Takes an address, in lower case as the web app compares it. Whether mail arrives there is not known.
pub(super) fn checked_email(text: &str) -> ActionResult<String> {
    let refuse = |reason| {
        Err(ActionError::InvalidEmail {
            text: text.chars().take(80).collect(),
            reason,
        })
    };
    let email = text.trim().to_lowercase();
    if email.len() > EMAIL_LIMIT {
        return refuse("it is longer than 254 bytes");
    }
    if email
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
    {
        return refuse("it has a space or an invisible character in it");
    }
    match email.split_once('@') {
        Some((local, domain))
            if !local.is_empty() && !domain.is_empty() && !domain.contains('@') =>
        {
            Ok(email)
        }
        _ => refuse("it needs one @ with something on either side"),
    }
}

pub(super) fn checked_name(text: &str) -> ActionResult<String> {
    let refuse = |reason| {
        Err(ActionError::InvalidText {
            what: "name",
            reason,
        })
    };
    let name = text.trim();
    if name.is_empty() {
        return refuse("it is empty");
    }
    if name.chars().count() > NAME_LIMIT {
        return refuse("it is longer than 200 characters");
    }
    if name.chars().any(|c| c.is_control() || is_invisible(c)) {
        return refuse(
            "it has a control character or a mark that turns the direction of writing in it",
        );
    }
    Ok(name.to_owned())
}

/// Takes a tag: a word or a few, without what lists of tags are written with.
pub(super) fn checked_tag(text: &str) -> ActionResult<String> {
    let refuse = |reason| {
        Err(ActionError::InvalidText {
            what: "tag",
            reason,
        })
    };
    let tag = text.trim();
    if tag.is_empty() {
        return refuse("it is empty");
    }
    if tag.chars().count() > TAG_LIMIT {
        return refuse("it is longer than 100 characters");
    }
    if tag.contains(',') {
        return refuse("it has a comma in it, which stands between tags");
    }
    if tag.chars().any(|c| c.is_control() || is_invisible(c)) {
        return refuse("it has a line break or another invisible character in it");
    }
    Ok(tag.to_owned())
}

/// Takes a title: one line that is not empty.
pub fn checked_title(text: &str) -> ActionResult<String> {
    let refuse = |reason| {
        Err(ActionError::InvalidText {
            what: "title",
            reason,
        })
    };
    let title = text.trim();
    if title.is_empty() {
        return refuse("it is empty");
    }
    if title.chars().count() > TITLE_LIMIT {
        return refuse("it is longer than 500 characters");
    }
    if title.chars().any(char::is_control) {
        return refuse("it has a line break or another control character in it");
    }
    Ok(title.to_owned())
}

/// Characters that look like nothing and make two different texts look the same, or turn others around.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_and_lower_cased() {
        assert_eq!(
            checked_email(" Ada@Example.ORG ").expect("valid"),
            "ada@example.org"
        );
        assert_eq!(
            checked_email("müller@example.org").expect("valid"),
            "müller@example.org"
        );
        for text in [
            "",
            "ada",
            "@x",
            "a@",
            "a@b@c",
            "a b@c",
            "a\n@b",
            "a\u{202E}@b.c",
            "a\u{200B}@b.c",
        ] {
            assert!(checked_email(text).is_err(), "{text:?}");
        }
        assert!(checked_email(&format!("{}@b.c", "a".repeat(300))).is_err());
    }

    #[test]
    fn tags_are_words_on_one_line() {
        assert_eq!(
            checked_tag(" to do: Größe ").expect("valid"),
            "to do: Größe"
        );
        for text in ["", " ", "a,b", "a\nb", "a\u{200B}b", &"x".repeat(101)] {
            assert!(checked_tag(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn names_that_could_deceive_are_refused() {
        assert_eq!(checked_name(" Ada 👩‍👩‍👧 ").expect("valid"), "Ada 👩‍👩‍👧");
        for text in ["", " ", "a\nb", "a\x1b[1m", "a\u{202E}b", &"x".repeat(201)] {
            assert!(checked_name(text).is_err(), "{text:?}");
        }
    }
}
