//! Looks into a file: is it what its name says, and how much does it hold?

use crate::model::Malformed;
use crate::model::document::Object;
use crate::store::EntryName;

/// What one file adds to the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Content {
    pub(crate) users: u64,
    pub(crate) conversations: u64,
}

/// Parses a file as far as every store has to: documents are JSON objects, journals have one on each line.
pub(crate) fn inspect(entry: &EntryName, content: &[u8]) -> Result<Content, Malformed> {
    let text = std::str::from_utf8(content).map_err(|error| Malformed {
        offset: error.valid_up_to(),
        reason: "not UTF-8".to_owned(),
    })?;
    let mut found = Content::default();
    match entry {
        EntryName::Users => found.users = Object::parse(text)?.members().len() as u64,
        EntryName::UserData(_) => found.conversations = conversations_in(text)?,
        EntryName::Ledger | EntryName::Tombstones => check_lines(text)?,
        EntryName::Settings => check_toml(text)?,
        EntryName::Recipients => {}
    }
    Ok(found)
}

fn conversations_in(text: &str) -> Result<u64, Malformed> {
    let document = Object::parse(text)?;
    let Some(member) = document.get("conversations") else {
        return Ok(0);
    };
    Ok(document.object_in(member)?.members().len() as u64)
}

fn check_lines(text: &str) -> Result<(), Malformed> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            Object::parse(line).map_err(|error| Malformed {
                offset: start + error.offset,
                ..error
            })?;
        }
        start += line.len();
    }
    Ok(())
}

fn check_toml(text: &str) -> Result<(), Malformed> {
    let parsed: Result<toml::Table, _> = toml::from_str(text);
    // The parser's own message can quote the text.
    parsed.map(drop).map_err(|error| Malformed {
        offset: error.span().map_or(0, |span| span.start),
        reason: "not TOML".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserId;

    fn user() -> EntryName {
        EntryName::UserData(UserId::parse("a").expect("an id"))
    }

    #[test]
    fn accounts_and_conversations_are_counted() {
        let found = inspect(&EntryName::Users, br#"{"a":{},"b":{}}"#).expect("whole");
        assert_eq!(found.users, 2);
        let text = br#"{"conversations":{"x":{},"y":{"t":"\ud83d"},"\ud83d":{}}}"#;
        assert_eq!(inspect(&user(), text).expect("whole").conversations, 3);
        assert_eq!(inspect(&user(), b"{}").expect("whole").conversations, 0);
    }

    #[test]
    fn damage_is_found_with_its_place() {
        let place =
            |entry: &EntryName, text: &[u8]| inspect(entry, text).expect_err("damaged").offset;
        assert_eq!(place(&user(), b"{\"a\":\xff}"), 5);
        assert_eq!(place(&EntryName::Users, b""), 0);
        assert_eq!(place(&user(), br#"{"conversations":[]}"#), 17);
        assert_eq!(place(&EntryName::Ledger, b"{}\n\n{\"a\":}\n"), 9);
        assert_eq!(place(&EntryName::Settings, b"a = 1\nb = ]"), 10);
    }
}
