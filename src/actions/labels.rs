//! Tags, pins and the archive.

use super::ActionResult;
use super::checked_text::checked_tag;
use super::conversations::chosen;
use crate::model::{ConversationChange, ConversationId, ConversationSummary, TagChange, User};
use crate::store::Store;

/// Conversations with the labels that they have now.
#[derive(Debug)]
pub struct ConversationsLabelled {
    /// Which, each once, in the order named.
    pub conversations: Vec<ConversationSummary>,
    /// What was asked about or changed.
    pub kind: LabelKind,
}

/// A kind of label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// Words of one's own.
    Tags,
    /// The pin.
    Pin,
    /// The archive.
    Archive,
}

/// Shows the tags of conversations.
pub fn tags(
    store: &dyn Store,
    user: &User,
    which: &[String],
) -> ActionResult<ConversationsLabelled> {
    Ok(ConversationsLabelled {
        conversations: chosen(store, user, which)?,
        kind: LabelKind::Tags,
    })
}

/// Changes the tags of conversations in one change.
pub fn change_tags(
    store: &dyn Store,
    user: &User,
    which: &[String],
    change: &TagChange,
) -> ActionResult<ConversationsLabelled> {
    let tags = change.add.iter().map(|tag| checked_tag(tag));
    let change = ConversationChange::Tags(TagChange {
        add: tags.collect::<ActionResult<_>>()?,
        // Any may go: something else may have written one that we would not.
        remove: change
            .remove
            .iter()
            .map(|tag| tag.trim().to_owned())
            .collect(),
        clears: change.clears,
    });
    changed(store, user, which, &change, LabelKind::Tags)
}

/// Pins conversations, or takes their pins off, in one change.
pub fn pin(
    store: &dyn Store,
    user: &User,
    which: &[String],
    is_on: bool,
) -> ActionResult<ConversationsLabelled> {
    let change = ConversationChange::Pinned(is_on);
    changed(store, user, which, &change, LabelKind::Pin)
}

/// Puts conversations into the archive, or takes them out, in one change.
pub fn archive(
    store: &dyn Store,
    user: &User,
    which: &[String],
    is_on: bool,
) -> ActionResult<ConversationsLabelled> {
    let change = ConversationChange::Archived(is_on);
    changed(store, user, which, &change, LabelKind::Archive)
}

fn changed(
    store: &dyn Store,
    user: &User,
    which: &[String],
    change: &ConversationChange,
    kind: LabelKind,
) -> ActionResult<ConversationsLabelled> {
    let chosen = chosen(store, user, which)?.into_iter();
    let ids: Vec<ConversationId> = chosen.map(|conversation| conversation.id).collect();
    Ok(ConversationsLabelled {
        conversations: store.change_conversations(&user.id, &ids, change)?,
        kind,
    })
}
