//! Going through what replies took.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::keys::{id_of, key_of};
use super::ledger_reading::{visit_counting, visit_counting_of_others};
use super::session::{Session, Value};
use super::{AT_ONCE, DatabaseStore, damaged, places};
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

    pub(super) fn find_counted_for_others(
        &self,
        user: &UserId,
        conversations: &HashSet<ConversationId>,
    ) -> StoreResult<HashMap<ConversationId, UserId>> {
        let keys: BTreeSet<String> = conversations.iter().map(|id| key_of(id.as_str())).collect();
        let keys: Vec<String> = keys.into_iter().collect();
        self.read(|session| {
            let mut owners = HashMap::new();
            for keys in keys.chunks(AT_ONCE) {
                find_present(session, user, keys, &mut owners)?;
                visit_counting_of_others(session, user, keys, &mut |entry| {
                    owners
                        .entry(entry.conversation.clone())
                        .or_insert_with(|| entry.user.clone());
                })?;
            }
            Ok(owners)
        })
    }
}

/// Finds those of these conversations that are counted for somebody who has them.
fn find_present(
    session: &mut dyn Session,
    user: &UserId,
    keys: &[String],
    owners: &mut HashMap<ConversationId, UserId>,
) -> StoreResult<()> {
    let sql = format!(
        "SELECT user_id, id FROM chatkeep.conversations WHERE user_id <> ?1 AND id IN ({})",
        places(2, keys.len())
    );
    let mut values: Vec<Value<'_>> = vec![user.into()];
    values.extend(keys.iter().map(Value::from));
    let mut by_user: BTreeMap<String, Vec<String>> = BTreeMap::new();
    session.query(&sql, &values, &mut |row| {
        let keys = by_user.entry(row.text(0)?.to_owned()).or_default();
        keys.push(row.text(1)?.to_owned());
        Ok(())
    })?;
    for (other, keys) in by_user {
        let other =
            UserId::parse(&other).map_err(|cause| StoreError::damaged("user_data", cause))?;
        let of = Replies::Among(&other, &keys);
        visit_reply_messages(session, of, &mut |one, message| {
            let replies = one.frame.replies_in(message).map_err(damaged(&other))?;
            if !replies.is_empty() {
                owners
                    .entry(one.id.clone())
                    .or_insert_with(|| other.clone());
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Returns what the ledger has to remember of a user's conversations when they all go.
pub(super) fn entries_of_all(
    session: &mut dyn Session,
    user: &UserId,
) -> StoreResult<Vec<LedgerEntry>> {
    let mut entries = Vec::new();
    visit_reply_messages(session, Replies::Of(user), &mut |one, message| {
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
    let of = user.map_or(Replies::All, Replies::Of);
    visit_reply_messages(session, of, &mut |one, message| {
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

/// Which replies.
#[derive(Debug, Clone, Copy)]
enum Replies<'a> {
    All,
    /// Those of a user.
    Of(&'a UserId),
    /// Those in a user's conversations with these keys.
    Among(&'a UserId, &'a [String]),
}

/// Hands the messages that are replies to `at_message`, each with its conversation.
fn visit_reply_messages(
    session: &mut dyn Session,
    of: Replies<'_>,
    at_message: &mut dyn FnMut(&Latest, &str) -> StoreResult<()>,
) -> StoreResult<()> {
    let (user, keys) = match of {
        Replies::All => (None, [].as_slice()),
        Replies::Of(user) => (Some(user), [].as_slice()),
        Replies::Among(user, keys) => (Some(user), keys),
    };
    let (mut condition, mut order) = (String::new(), "");
    if user.is_some() {
        condition.push_str("AND m.user_id = ?1");
        order = "ORDER BY c.position, m.position";
    }
    if !keys.is_empty() {
        let keys = places(2, keys.len());
        condition.push_str(&format!(" AND m.conversation_id IN ({keys})"));
    }
    let sql = format!(
        "SELECT m.user_id, m.conversation_id, c.doc, m.doc
         FROM chatkeep.messages m JOIN chatkeep.conversations c
         ON c.user_id = m.user_id AND c.id = m.conversation_id
         WHERE m.is_reply = 1 {condition} {order}"
    );
    let mut values: Vec<Value<'_>> = user.into_iter().map(Value::from).collect();
    values.extend(keys.iter().map(Value::from));
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
