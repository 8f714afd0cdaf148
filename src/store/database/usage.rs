//! Going through what replies took.

use super::keys::id_of;
use super::ledger::visit_counting;
use super::session::{Session, Value};
use super::{DatabaseStore, damaged};
use crate::model::{ConversationFrame, ConversationId, UserId};
use crate::store::{LedgerEntry, StoreError, StoreResult, UsageRecord, UsageVisitor};

/// The conversation that the latest row was of.
struct Latest {
    user: UserId,
    key: String,
    id: ConversationId,
    frame: ConversationFrame,
}

impl DatabaseStore {
    pub(super) fn visit_all_usage(
        &self,
        users: Option<&[UserId]>,
        visit: &mut UsageVisitor<'_>,
    ) -> StoreResult<()> {
        let chosen: Vec<Option<&UserId>> = match users {
            Some(users) => users.iter().map(Some).collect(),
            None => vec![None],
        };
        self.read(|session| {
            for user in &chosen {
                visit_replies(session, *user, visit)?;
                visit_counting(session, *user, &mut |entry| {
                    visit(&UsageRecord {
                        user: &entry.user,
                        conversation: entry.conversation.as_str(),
                        reply: &entry.reply,
                    });
                })?;
            }
            Ok(())
        })
    }
}

/// Returns what the ledger has to remember of a user's conversations when they all go.
pub(super) fn entries_of_all(
    session: &mut dyn Session,
    user: &UserId,
) -> StoreResult<Vec<LedgerEntry>> {
    let mut entries = Vec::new();
    visit_reply_messages(session, Some(user), &mut |one, message| {
        let replies = one.frame.billed_replies_in(message);
        let replies = replies.map_err(damaged(&one.user))?;
        entries.extend(LedgerEntry::all_of(user, &one.id, replies));
        Ok(())
    })?;
    Ok(entries)
}

/// Hands the replies that messages hold to `visit`: of one user, or of all.
pub(super) fn visit_replies(
    session: &mut dyn Session,
    user: Option<&UserId>,
    visit: &mut UsageVisitor<'_>,
) -> StoreResult<()> {
    visit_reply_messages(session, user, &mut |one, message| {
        let Latest {
            user, id, frame, ..
        } = one;
        for reply in &frame.replies_in(message).map_err(damaged(user))? {
            visit(&UsageRecord {
                user,
                conversation: id.as_str(),
                reply,
            });
        }
        Ok(())
    })
}

/// Hands the messages that are replies to `at_message`, each with its conversation: of one user, or of all.
fn visit_reply_messages(
    session: &mut dyn Session,
    user: Option<&UserId>,
    at_message: &mut dyn FnMut(&Latest, &str) -> StoreResult<()>,
) -> StoreResult<()> {
    let (condition, order) = match user {
        Some(_) => ("AND m.user_id = ?1", "ORDER BY c.position, m.position"),
        None => ("", ""),
    };
    let sql = format!(
        "SELECT m.user_id, m.conversation_id, c.doc, m.doc
         FROM chatkeep.messages m JOIN chatkeep.conversations c
         ON c.user_id = m.user_id AND c.id = m.conversation_id
         WHERE m.is_reply = 1 {condition} {order}"
    );
    let values: Vec<Value<'_>> = user.into_iter().map(Value::from).collect();
    let mut latest: Option<Latest> = None;
    session.query(&sql, &values, &mut |row| {
        let (user, key) = (row.text(0)?, row.text(1)?);
        let is_same = |latest: &&Latest| latest.user.as_str() == user && latest.key == key;
        if latest.as_ref().filter(is_same).is_none() {
            latest = Some(Latest::read(user, key, row.text(2)?)?);
        }
        let Some(one) = &latest else {
            return Ok(());
        };
        at_message(one, row.text(3)?)
    })
}

impl Latest {
    fn read(user: &str, key: &str, doc: &str) -> StoreResult<Self> {
        let user = UserId::parse(user).map_err(|cause| StoreError::damaged("user_data", cause))?;
        Ok(Self {
            frame: ConversationFrame::read(doc).map_err(damaged(&user))?,
            id: id_of(key),
            key: key.to_owned(),
            user,
        })
    }
}
