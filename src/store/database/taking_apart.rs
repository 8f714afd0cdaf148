//! A user's file as rows, and rows as a user's file.

use super::keys::key_of;
use super::session::{ConversationRow, MessageRow, UserRows, Words};
use crate::model::document::{Object, spliced};
use crate::model::{ConversationFrame, Document, Malformed, Totals, UserId};
use crate::search::IndexWords;
use crate::store::plans::MESSAGES;
use crate::store::user_file::{CONVERSATIONS, UserFile};

/// Takes a user's file apart. Offsets of errors count from its start.
pub(super) fn rows_of(user: &UserId, text: &str) -> Result<UserRows, Malformed> {
    let root = Object::parse_along(text, &[CONVERSATIONS])?;
    // What is said of the keys must be understood as it will be when it is read back.
    UserFile::of(root.clone()).keys()?;
    let mut rows = UserRows {
        user: user.clone(),
        doc: None,
        conversations: Vec::new(),
    };
    let Some(member) = root.get(CONVERSATIONS) else {
        rows.doc = Some(text.to_owned());
        return Ok(rows);
    };
    let conversations = root.object_in(member)?;
    let mut words = IndexWords::default();
    for member in conversations.members() {
        let base = member.value_span().start;
        let document = Document::parse_at(member.value, base)?;
        let row = conversation_row(&member.key, &document, &mut words)
            .map_err(|cause| cause.moved_by(base))?;
        let spelling = conversations.written_name(member);
        rows.conversations.push(ConversationRow {
            spelling: (spelling != row.key).then(|| spelling.to_owned()),
            ..row
        });
    }
    rows.doc = Some(spliced(text, &mut [conversations.emptied()]).concat());
    Ok(rows)
}

/// Takes a conversation apart.
pub(super) fn conversation_row(
    id: &str,
    document: &Document,
    words: &mut IndexWords,
) -> Result<ConversationRow, Malformed> {
    let (doc, texts) = document.without_elements(MESSAGES)?;
    let frame = ConversationFrame::read(doc.as_str())?;
    let mut totals = Totals::default();
    let mut messages = Vec::with_capacity(texts.len());
    for text in texts {
        let place = text.as_ptr() as usize - document.as_str().as_ptr() as usize;
        let row = message_row(&frame, text, &mut totals, words);
        messages.push(row.map_err(|cause| cause.moved_by(place))?);
    }
    Ok(ConversationRow {
        key: key_of(id),
        spelling: None,
        doc: doc.as_str().to_owned(),
        totals: written(&totals),
        messages,
    })
}

/// Takes a message as a row, and adds what it counts for to `totals`.
pub(super) fn message_row(
    frame: &ConversationFrame,
    text: &str,
    totals: &mut Totals,
    words: &mut IndexWords,
) -> Result<MessageRow, Malformed> {
    let taken = frame.take_message(text, |message| words.replace_by(message.content));
    let replies = match taken {
        Ok(replies) => replies,
        // A text that is none is passed over, as it is where nobody reads it; whatever else is wrong is wrong there, too.
        Err(_) => {
            words.replace_by("");
            frame.replies_in(text)?
        }
    };
    replies.iter().for_each(|reply| totals.add(reply));
    Ok(MessageRow {
        doc: text.to_owned(),
        is_reply: !replies.is_empty(),
        words: Words::join(words.iter()),
    })
}

/// Writes sums as a column has them.
pub(super) fn written(totals: &Totals) -> String {
    serde_json::to_string(totals).expect("numbers with text keys")
}

/// Puts a user's file together again: `doc` is what stands around the conversations, which are given by their ids as written.
pub(super) fn user_text<'c, D: AsRef<str>>(
    doc: &str,
    conversations: impl IntoIterator<Item = (&'c str, D)>,
) -> Result<String, Malformed> {
    let root = Object::parse_along(doc, &[CONVERSATIONS])?;
    let Some(member) = root.get(CONVERSATIONS) else {
        return Ok(doc.to_owned());
    };
    let filled = root.object_in(member)?.filled(conversations);
    Ok(spliced(doc, &mut [filled]).concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        let user = UserId::parse("u1").expect("an id");
        let rows = rows_of(&user, text).expect("a user's file");
        let conversations: Vec<_> = rows
            .conversations
            .iter()
            .map(|row| {
                let messages = row.messages.iter().map(|message| message.doc.as_str());
                let document = Document::parse(row.doc.clone()).expect("an object");
                let document = document.with_elements(MESSAGES, messages);
                let id = row.spelling.clone().unwrap_or_else(|| row.key.clone());
                (id, document)
            })
            .collect();
        let conversations = conversations
            .iter()
            .map(|(id, doc)| (id.as_str(), doc.as_str()));
        user_text(rows.doc.as_deref().expect("a file"), conversations).expect("a file")
    }

    #[test]
    fn a_file_comes_back_to_the_byte() {
        for text in [
            crate::store::user_file::EMPTY,
            "{}",
            "{\n  \"theirs\": 1E5,\n  \"api_keys\": {},\n  \"conversations\": {\n    \"\\ud83d\\u0000\": {\n      \"messages\": [\n        {\n          \"role\": \"user\",\n          \"content\": \"\\u0000 \\ud83d\"\n        },\n        {\n          \"role\": \"assistant\",\n          \"cost\": 1.50\n        }\n      ],\n      \"x\": null\n    },\n    \"empty\": {\n      \"messages\": []\n    },\n    \"none\": {}\n  }\n}\n",
            r#"{"conversations":{"a":{"messages":[{"role":"user"},{}]},"b":{}},"api_keys":{"x":""}}"#,
        ] {
            assert_eq!(again(text), text);
        }
    }

    #[test]
    fn a_message_whose_content_is_no_text_is_kept_and_has_no_words() {
        let user = UserId::parse("u1").expect("an id");
        let text = r#"{"conversations":{"a":{"messages":[{"role":"assistant","content":[{"text":"x"}],"cost":1}]}}}"#;
        assert_eq!(again(text), text);
        let rows = rows_of(&user, text).expect("a user's file");
        let message = &rows.conversations[0].messages[0];
        assert_eq!((message.is_reply, message.words.as_str()), (true, ""));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        let user = UserId::parse("u1").expect("an id");
        for (text, at) in [
            (
                r#"{"conversations": {"a": {"messages": [{"role": "assistant", "cost": 1}, {"role": 5}]}}}"#,
                "5}",
            ),
            (r#"{"conversations": {"a": {"messages": 5}}}"#, "5}"),
            (r#"{"conversations": {"a": {"title": "x"}, "b": 5}}"#, "5}"),
            (r#"{"api_keys": {"openai": 5}, "conversations": {}}"#, "5}"),
        ] {
            let error = rows_of(&user, text).expect_err("damaged");
            let at = text.find(at).expect("it is there");
            assert!(error.offset.abs_diff(at) <= 1, "{text}: {error}, not {at}");
        }
    }
}
