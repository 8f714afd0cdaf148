//! A conversation that begins as another one did.

use serde::Serialize;

use super::checked_text::checked_title;
use super::{ActionError, ActionResult};
use crate::model::{Clock, Conversation, ConversationId, Document, User, app_timestamp};
use crate::store::Store;

/// What a title has behind it if nobody gave another to the fork.
const MARK: &str = " (fork)";

/// Fields that say what became of the original, and nothing of what it is.
const LEFT_OUT: [&str; 3] = ["updated_at", "pinned", "archived"];

/// A conversation that was forked.
#[derive(Debug)]
pub struct ConversationForked {
    /// The new conversation.
    pub id: ConversationId,
    /// Its title.
    pub title: String,
    /// The one that it was copied from.
    pub from: ConversationId,
    /// How many messages it has of that one.
    pub message_count: usize,
}

/// Where a message or a conversation comes from: a conversation, and the number of a message in it, counted from 1.
#[derive(Serialize)]
struct Origin<'a> {
    conversation: &'a ConversationId,
    message: usize,
}

/// Begins a conversation with the first `count` messages of another one, or with all.
///
/// They are copied byte for byte, each with a note of where it comes from, and so what they took is counted there alone.
pub fn fork(
    store: &dyn Store,
    user: &User,
    which: &str,
    count: Option<usize>,
    title: Option<&str>,
    clock: &dyn Clock,
) -> ActionResult<ConversationForked> {
    let title = title.map(checked_title).transpose()?;
    let from = store.find_conversation(&user.id, which)?;
    let original = store.conversation(&user.id, &from)?;
    let present = original.messages.len();
    let message_count = count.unwrap_or(present);
    if message_count > present || count == Some(0) {
        return Err(ActionError::NoSuchMessage {
            conversation: from,
            number: message_count,
            count: present,
        });
    }
    let title = title.unwrap_or_else(|| marked(&original.summary.title));
    let (id, now) = (ConversationId::random(), clock.now());
    let document = copied(&original, message_count)
        .with("id", &id)
        .with("title", &title)
        .with("timestamp", &app_timestamp(now, store.settings()?.timezone));
    store.add_conversation(&user.id, &id, &document, now)?;
    Ok(ConversationForked {
        id,
        title,
        from,
        message_count,
    })
}

/// Copies a conversation with its first `count` messages.
fn copied(original: &Conversation, count: usize) -> Document {
    let conversation = &original.summary.id;
    let note = |message| Origin {
        conversation,
        message,
    };
    // A copy of a copy is one of the message that is counted.
    let copy = |at, message: Document| match message.object().get("copied_from") {
        Some(_) => message.clone(),
        None => message.with("copied_from", &note(at + 1)),
    };
    let document = original.document.with_array_cut("messages", count, copy);
    let document = document.expect("its messages were read, so they are an array of objects");
    LEFT_OUT
        .iter()
        .fold(document, |document, field| document.without(field))
        .with("forked_from", &note(count))
}

pub(super) fn marked(title: &str) -> String {
    match title.ends_with(MARK) {
        true => title.to_owned(),
        false => format!("{title}{MARK}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_bytes_and_say_where_they_come_from() {
        let text = "{\n  \"id\": \"c1\", \"title\" : \"T\", \"updated_at\": \"x\", \"theirs\": 1.50,\n  \"messages\": [\n    \
                    {\"role\": \"user\",  \"content\": \"\\ud83d\"},\n    {\"role\": \"assistant\", \"copied_from\": {\"a\": 1}},\n    {}\n  ]\n}";
        let id = ConversationId::new("c1");
        let original = Conversation::from_document(id, text, 0).expect("a conversation");
        assert_eq!(
            copied(&original, 2).as_str(),
            "{\n  \"id\": \"c1\", \"title\" : \"T\", \"theirs\": 1.50,\n  \"messages\": [\n    \
             {\"role\": \"user\",  \"content\": \"\\ud83d\",\"copied_from\":{\"conversation\":\"c1\",\"message\":1}},\n    \
             {\"role\": \"assistant\", \"copied_from\": {\"a\": 1}}\n  ],\n  \"forked_from\": {\n    \"conversation\": \"c1\",\n    \
             \"message\": 2\n  }\n}"
        );
    }

    #[test]
    fn a_title_is_marked_once() {
        assert_eq!(marked("Locks"), "Locks (fork)");
        assert_eq!(marked("Locks (fork)"), "Locks (fork)");
    }
}
