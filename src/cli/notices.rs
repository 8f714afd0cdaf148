//! What stores have to tell besides the outcome of a command, in words.

use super::context::Context;
use crate::store::Notice;

/// Says what there is to tell, on standard error.
pub(super) fn tell(context: &Context) {
    for notice in context.notices().take() {
        match notice {
            Notice::RestoreFinished { kept_at } => context.note(&format!(
                "a restore had been cut short, and was finished; what it replaced is in {}",
                kept_at.display()
            )),
            Notice::RestoreUnfinished { rest_at } => context.warn(&format!(
                "this store was copied in the midst of a restore, so it may have old and new parts: restore it again; what it \
                 lacks is in {}",
                rest_at.display()
            )),
            Notice::RemovalFinished { user } => context.note(&format!(
                "the removal of user {user} had been cut short, and was finished"
            )),
            Notice::ErasureFinished { user } => context.note(&format!(
                "the erasure of user {user} had been cut short, and was finished"
            )),
            Notice::MergeFinished { from, into } => context.note(&format!(
                "the merge of user {from} into {into} had been cut short, and was finished"
            )),
            Notice::MergeUnfinished { from, into, reason } => context.warn(&format!(
                "the merge of user {from} into {into} had been cut short, and cannot be finished: {reason}; nothing is lost, but what \
                 {into} has of it already counts twice until `chatkeep user merge` is run again"
            )),
            Notice::PasswordsOpen { path, mode } => context.warn(&format!(
                "{} was not looked at for a password: others can read it, with mode {mode:04o}; chmod 0600 it",
                path.display()
            )),
            Notice::Conflict { of, kept_at } => context.warn(&format!(
                "the web app wrote {of} while a command replaced it; its version is not in the store, and is kept in {}",
                kept_at.display()
            )),
            Notice::TurnDropped { user, conversation } => context.warn(&format!(
                "the web app wrote back an older copy of user {user}: a turn that was added to conversation {conversation} is no \
                 longer there; `chatkeep doctor --fix` puts it back"
            )),
        }
    }
}
