//! Keys, and whatever else stands around the conversations: what the account that stays has, it keeps.

use std::collections::HashMap;

use super::Leaving;
use crate::model::ProviderName;
use crate::model::document::{Malformed, Object, spliced};
use crate::store::user_file::{CONVERSATIONS, UserFile};

/// How a user's file is to change that takes another one in, conversations aside.
#[derive(Debug, Default)]
pub(in crate::store) struct Around {
    /// The file's new text; `None` if it stays as it is.
    pub(in crate::store) text: Option<String>,
    pub(super) keys_taken: Vec<ProviderName>,
    pub(super) keys_left: Vec<ProviderName>,
    pub(super) fields_left: Vec<String>,
}

/// Works it out for the file whose text is `into`.
pub(in crate::store) fn around(from: &Leaving, into: &str) -> Result<Around, Malformed> {
    let mut around = Around::default();
    let file = UserFile::parse(into)?;
    let present = file.keys()?;
    let mut taken = Vec::new();
    for key in &from.contents.keys {
        match present.iter().find(|one| one.provider == key.provider) {
            None => taken.push(key),
            Some(there) if there.sealed == key.sealed => {}
            Some(_) => around.keys_left.push(key.provider.clone()),
        }
    }
    around.keys_taken = taken.iter().map(|key| key.provider.clone()).collect();
    let others: HashMap<&str, &str> = file.others().collect();
    let mut coming = Vec::new();
    for (name, value) in &from.others {
        match others.get(name.as_str()) {
            None => coming.push((name.as_str(), value.as_str())),
            Some(there) if there == value => {}
            Some(_) => around.fields_left.push(name.clone()),
        }
    }
    // One after the other: what is missing is begun at the same place.
    if !taken.is_empty() {
        around.text = Some(spliced(into, &mut file.put_keys(&taken)?).concat());
    }
    if !coming.is_empty() {
        let text = around.text.as_deref().unwrap_or(into);
        let mut splices = UserFile::parse(text)?.put_others(&coming);
        around.text = Some(spliced(text, &mut splices).concat());
    }
    Ok(around)
}

/// Returns the text with a place for conversations in it; `None` if there is one.
pub(in crate::store) fn with_conversations(text: &str) -> Result<Option<String>, Malformed> {
    let root = Object::parse_along(text, &[CONVERSATIONS])?;
    if root.get(CONVERSATIONS).is_some() {
        return Ok(None);
    }
    let mut splices = root.set_all_as_they_are(&[(CONVERSATIONS, "{}")]);
    Ok(Some(spliced(text, &mut splices).concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(from: &str, into: &str) -> Around {
        let from = Leaving::read(Some(from)).expect("a user's file");
        around(&from, into).expect("a user's file")
    }

    #[test]
    fn a_key_moves_where_there_is_none_and_keeps_its_bytes() {
        let from =
            r#"{"api_keys": {"a": "A", "b": "B", "c": "same", "d": ""}, "conversations": {}}"#;
        let into = r#"{"api_keys": {"b": "other", "a": "", "c": "same"}, "conversations": {}}"#;
        let around = merged(from, into);
        assert_eq!(
            around.text.as_deref(),
            Some(r#"{"api_keys": {"b": "other", "a": "A", "c": "same"}, "conversations": {}}"#)
        );
        let names =
            |keys: &[ProviderName]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&around.keys_taken), ["a"]);
        assert_eq!(names(&around.keys_left), ["b"]);
    }

    #[test]
    fn what_nobody_knows_moves_too_and_what_the_other_has_is_told() {
        let from = r#"{"theirs":[1.50],"mine":1,"both":{"x":1}}"#;
        let around = merged(from, r#"{"mine":2,"both":{"x":1}}"#);
        assert_eq!(
            around.text.as_deref(),
            Some(r#"{"mine":2,"both":{"x":1},"theirs":[1.50]}"#)
        );
        assert_eq!(around.fields_left, ["mine"]);
    }

    #[test]
    fn a_file_without_keys_gets_them_beside_what_else_comes() {
        let around = merged(r#"{"api_keys":{"a":"A"},"theirs":1}"#, "{}");
        let text = around.text.expect("something comes");
        let again = Leaving::read(Some(&text)).expect("a user's file");
        assert_eq!(
            (again.contents.keys.len(), again.others.len()),
            (1, 1),
            "{text}"
        );
    }

    #[test]
    fn where_nothing_moves_nothing_is_written() {
        for from in [
            "{}",
            r#"{"api_keys":{"a":""}}"#,
            r#"{"conversations":{"c":{}}}"#,
        ] {
            assert_eq!(merged(from, r#"{"api_keys":{}}"#).text, None, "{from}");
        }
    }

    #[test]
    fn a_place_for_conversations_is_made_once() {
        let made = with_conversations(r#"{"api_keys":{}}"#).expect("an object");
        let made = made.expect("there was none");
        assert_eq!(made, r#"{"api_keys":{},"conversations":{}}"#);
        assert_eq!(with_conversations(&made).expect("an object"), None);
    }
}
