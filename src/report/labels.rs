//! Tags, pins and the archive, shown.

use super::{Page, Record, Report, Value, safe_line};
use crate::actions::labels::{ConversationsLabelled, LabelKind};
use crate::model::ConversationSummary;

/// Writes the labels of a conversation behind what else is told of it.
pub(super) fn with_labels(record: Record, conversation: &ConversationSummary) -> Record {
    record
        .with("tags", conversation.tags.clone())
        .with("pinned", conversation.is_pinned)
        .with("archived", conversation.is_archived)
}

impl Report for ConversationsLabelled {
    fn value(&self) -> Value {
        let record = |conversation: &ConversationSummary| {
            let named = Record::new()
                .with("id", &conversation.id)
                .with("title", conversation.title.as_str());
            with_labels(named, conversation)
        };
        self.conversations
            .iter()
            .map(record)
            .collect::<Vec<_>>()
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let line = |conversation: &ConversationSummary| {
            let said = match self.kind {
                LabelKind::Tags if conversation.tags.is_empty() => ": no tags".to_owned(),
                LabelKind::Tags => format!(": {}", conversation.tags.join(", ")),
                LabelKind::Pin if conversation.is_pinned => " is pinned".to_owned(),
                LabelKind::Pin => " is not pinned".to_owned(),
                LabelKind::Archive if conversation.is_archived => " is archived".to_owned(),
                LabelKind::Archive => " is not archived".to_owned(),
            };
            let text = format!("{} {}{said}", conversation.id.short(), conversation.title);
            format!("{}\n", safe_line(&text, page))
        };
        self.conversations.iter().map(line).collect()
    }
}
