//! Changes of a conversation's own fields, worked out on its document, so that every backend changes it alike.

use chrono::{DateTime, Utc};

use super::document::Document;
use super::labels::{TagChange, is_set};
use super::moment::rfc3339;

/// When we last changed a conversation; the web app does not know the field.
pub(crate) const UPDATED: &str = "updated_at";

/// One change of a conversation. Its messages stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversationChange {
    /// Gives it another title.
    Title {
        /// The new title.
        title: String,
        /// When: a conversation that gets another title is active.
        at: DateTime<Utc>,
    },
    /// Changes its tags.
    Tags(TagChange),
    /// Pins it, or takes the pin off.
    Pinned(bool),
    /// Puts it into the archive, or takes it out.
    Archived(bool),
}

impl ConversationChange {
    /// Returns the document after the change; the same document if it is so already.
    pub fn apply(&self, document: &Document) -> Document {
        match self {
            Self::Title { title, at } => document.with("title", title).with(UPDATED, &rfc3339(*at)),
            Self::Tags(change) => tagged(document, change),
            Self::Pinned(is_on) => marked(document, "pinned", *is_on),
            Self::Archived(is_on) => marked(document, "archived", *is_on),
        }
    }
}

fn tagged(document: &Document, change: &TagChange) -> Document {
    const TAGS: &str = "tags";
    let object = document.object();
    match change.apply(object.get(TAGS).map(|member| member.value)) {
        None => document.clone(),
        Some(tags) if tags.is_empty() => document.without(TAGS),
        Some(tags) => document.with(TAGS, &tags),
    }
}

fn marked(document: &Document, mark: &str, is_on: bool) -> Document {
    let object = document.object();
    let was_on = object.get(mark).is_some_and(|member| is_set(member.value));
    match is_on {
        _ if is_on == was_on => document.clone(),
        true => document.with(mark, &true),
        false => document.without(mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConversationId, ConversationSummary};

    fn after(change: &ConversationChange, text: &str) -> String {
        let document = Document::parse(text).expect("an object");
        change.apply(&document).as_str().to_owned()
    }

    fn read(text: &str) -> ConversationSummary {
        ConversationSummary::from_document(ConversationId::new("c1"), text, 0)
            .expect("a conversation")
    }

    fn tags(clears: bool, remove: &[&str], add: &[&str]) -> ConversationChange {
        let owned = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect();
        ConversationChange::Tags(TagChange {
            clears,
            remove: owned(remove),
            add: owned(add),
        })
    }

    #[test]
    fn labels_come_and_go_without_a_trace() {
        let text = r#"{"id":"c1","title":"x","cost":1.50}"#;
        for (on, off) in [
            (
                ConversationChange::Pinned(true),
                ConversationChange::Pinned(false),
            ),
            (
                ConversationChange::Archived(true),
                ConversationChange::Archived(false),
            ),
            (
                tags(false, &[], &["Größe", "b"]),
                tags(false, &["b", "GRÖSSE", "größe"], &[]),
            ),
            (tags(false, &[], &["a"]), tags(true, &[], &[])),
        ] {
            let changed = after(&on, text);
            assert_ne!(changed, text);
            assert_eq!(after(&on, &changed), changed, "it is so already");
            assert_eq!(after(&off, &changed), text);
            assert_eq!(after(&off, text), text);
        }
    }

    #[test]
    fn a_tag_keeps_its_case_and_stands_there_once() {
        let text = after(&tags(false, &[], &["Work", "urgent", "WORK"]), "{}");
        assert_eq!(read(&text).tags, ["Work", "urgent"]);
        let text = after(&tags(false, &["urgent"], &["work", "next"]), &text);
        assert_eq!(read(&text).tags, ["Work", "next"]);
        let text = after(&tags(true, &[], &["only"]), &text);
        assert_eq!(read(&text).tags, ["only"]);
    }

    #[test]
    fn what_others_wrote_into_our_fields_stays_until_it_is_changed() {
        let text = r#"{"tags":["a",5,{"x": [1E5]},"\ud83d",null],"pinned":"yes","archived":0}"#;
        let summary = read(text);
        assert_eq!(summary.tags, ["a", "\u{FFFD}"]);
        assert!(!summary.is_pinned && !summary.is_archived);
        for change in [
            ConversationChange::Pinned(false),
            ConversationChange::Archived(false),
            tags(false, &["b"], &["A"]),
        ] {
            assert_eq!(after(&change, text), text);
        }
        assert_eq!(
            after(&tags(false, &["a"], &["b"]), text),
            r#"{"tags":[5,{"x":[1E5]},"\ud83d",null,"b"],"pinned":"yes","archived":0}"#
        );
        assert_eq!(
            after(&ConversationChange::Pinned(true), text),
            text.replace(r#""yes""#, "true")
        );
        for other in [r#"{"tags":"a"}"#, r#"{"tags":{"a":1}}"#, r#"{"tags":null}"#] {
            assert!(read(other).tags.is_empty(), "{other}");
            assert_eq!(after(&tags(false, &["a"], &[]), other), other);
            assert_eq!(after(&tags(false, &[], &["b"]), other), r#"{"tags":["b"]}"#);
            assert_eq!(after(&tags(true, &[], &[]), other), "{}");
        }
    }

    #[test]
    fn only_a_title_is_an_activity() {
        let at = DateTime::from_timestamp(1_770_000_000, 0).expect("a time");
        let title = "New".to_owned();
        let text = after(
            &ConversationChange::Title { title, at },
            r#"{"title":"Old","x":1}"#,
        );
        assert_eq!(
            text,
            r#"{"title":"New","x":1,"updated_at":"2026-02-02T02:40:00Z"}"#
        );
        for change in [ConversationChange::Pinned(true), tags(false, &[], &["a"])] {
            assert!(!after(&change, "{}").contains(UPDATED));
        }
    }
}
