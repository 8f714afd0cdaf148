//! One account going over into another: all rows in one transaction.
//!
//! No row is changed from one user's to another's: where tables are spread over servers by users, it would have to move from one
//! server to another. So rows are put in anew, and the old ones deleted.

use std::collections::{HashMap, HashSet};

use super::conversations::{document, insert, message_texts, stored};
use super::keys::{id_of, key_of};
use super::ledger::add_entries;
use super::merged::{all_merged, note_merged};
use super::session::{ConversationRow, Session, Stored};
use super::sums::lock_sums;
use super::taking_apart::message_row;
use super::user_data::{lock_user, set_doc};
use super::users::WITH_ACCOUNT;
use super::{DatabaseStore, all, damaged, first};
use crate::model::{ConversationId, Document, Totals, UserId};
use crate::search::IndexWords;
use crate::store::merging::{
    Coming, Kin, Leaving, LedgerMove, Sides, Stance, around, with_conversations,
};
use crate::store::{EntryName, LedgerEntry, MergedUsers, StoreError, StoreResult, user_file};

/// How all is to change.
struct Plan {
    /// What stands around the conversations of the account that stays, from then on; `None` if it is as it is.
    doc: Option<String>,
    /// The conversations that move, in order.
    moved: Vec<(Stored, Vec<String>)>,
    ledger: LedgerMove,
    merged: MergedUsers,
}

impl DatabaseStore {
    pub(super) fn would_merge_accounts(
        &self,
        from: &UserId,
        into: &UserId,
    ) -> StoreResult<MergedUsers> {
        self.read(|session| {
            let around = [doc_of(session, from)?, doc_of(session, into)?];
            Ok(plan(session, from, into, around)?.merged)
        })
    }

    pub(super) fn merge_accounts(&self, from: &UserId, into: &UserId) -> StoreResult<MergedUsers> {
        self.write(|session| {
            let around = lock_both(session, from, into)?;
            // Said before anything of both is touched: no other transaction may touch two.
            note_merged(session, from, into)?;
            for user in [from, into] {
                lock_sums(session, user)?;
            }
            lock_conversations(session, from)?;
            let Plan {
                doc,
                moved,
                ledger,
                merged,
            } = plan(session, from, into, around)?;
            if let Some(doc) = doc {
                set_doc(session, into, &doc)?;
            }
            let mut words = IndexWords::default();
            for (one, texts) in moved {
                let row = row_of(from, one, texts, &mut words)?;
                insert(session, into, &row)?;
            }
            move_ledger(session, from, into, &ledger)?;
            delete_the_rest(session, from)?;
            for user in [from, into] {
                self.sum_anew(session, user)?;
            }
            Ok(merged)
        })
    }
}

/// Deletes what is left of the account that goes.
fn delete_the_rest(session: &mut dyn Session, from: &UserId) -> StoreResult<()> {
    for table in ["messages", "conversations"].iter().chain(&WITH_ACCOUNT) {
        let sql = format!("DELETE FROM chatkeep.{table} WHERE user_id = ?1");
        session.execute(&sql, &[from.into()])?;
    }
    Ok(())
}

/// Takes out of the ledger what content that was just loaded has in another's name, into whose account this one's went over, or the
/// other way round. The ledger `theirs` that comes with it is not in there yet.
pub(super) fn forget_moved(session: &mut dyn Session, theirs: &[LedgerEntry]) -> StoreResult<()> {
    let kin = Kin::of(all_merged(session)?);
    let (mut ours, mut conversations) = (Vec::new(), HashMap::new());
    for user in kin.users() {
        ours.extend(entries_of(session, user)?);
        conversations.insert(user.clone(), ids_of(session, user)?);
    }
    for (user, id) in kin.counted_elsewhere(&ours, theirs, &conversations) {
        forget_entries(session, &user, &id)?;
    }
    Ok(())
}

fn forget_entries(
    session: &mut dyn Session,
    user: &UserId,
    id: &ConversationId,
) -> StoreResult<()> {
    let key = key_of(id.as_str());
    let sql = "DELETE FROM chatkeep.ledger WHERE user_id = ?1 AND conversation_id = ?2";
    session.execute(sql, &[user.into(), (&key).into()])?;
    Ok(())
}

/// Locks what both have, by ascending id. Returns what stands around their conversations.
fn lock_both(
    session: &mut dyn Session,
    from: &UserId,
    into: &UserId,
) -> StoreResult<[Option<String>; 2]> {
    if from < into {
        let theirs = lock_user(session, from)?;
        return Ok([theirs, lock_user(session, into)?]);
    }
    let present = lock_user(session, into)?;
    Ok([lock_user(session, from)?, present])
}

/// Keeps others from adding to a user's conversations, for which they need not lock the user.
fn lock_conversations(session: &mut dyn Session, user: &UserId) -> StoreResult<()> {
    let sql = "SELECT id FROM chatkeep.conversations WHERE user_id = ?1 ORDER BY id FOR UPDATE";
    session.query(sql, &[user.into()], &mut |_| Ok(()))
}

/// Reads what stands around a user's conversations.
fn doc_of(session: &mut dyn Session, user: &UserId) -> StoreResult<Option<String>> {
    let sql = "SELECT doc FROM chatkeep.user_data WHERE user_id = ?1";
    let doc = first(session, sql, &[user.into()], |row| {
        Ok(row.maybe_text(0)?.map(str::to_owned))
    })?;
    doc.ok_or_else(|| StoreError::user_not_found(user.as_str()))
}

/// Works out what changes; `docs` is what stands around the conversations of both.
fn plan(
    session: &mut dyn Session,
    from: &UserId,
    into: &UserId,
    docs: [Option<String>; 2],
) -> StoreResult<Plan> {
    let [theirs, present] = docs;
    let mut merged = MergedUsers::default();
    merged
        .drop_account(&account_of(session, from)?)
        .map_err(|cause| StoreError::damaged(EntryName::Users.to_string(), cause))?;
    let leaving = Leaving::read(theirs.as_deref()).map_err(damaged(from))?;
    let around = around(&leaving, present.as_deref().unwrap_or(user_file::EMPTY));
    let around = around.map_err(damaged(into))?;
    merged.note_around(&around);

    let mut conversations = stored(session, from, None, false)?;
    let mut texts = message_texts(session, from, None)?;
    let of_into = ids_of(session, into)?;
    let coming = compare(session, into, &conversations, &texts, &of_into)?;
    if !coming.differing.is_empty() {
        return Err(StoreError::ConversationsDiffer {
            from: from.clone(),
            into: into.clone(),
            ids: coming.differing,
        });
    }
    conversations.retain(|one| !of_into.contains(&id_of(&one.key)));
    let totals = conversations.iter().map(Stored::totals);
    totals.for_each(|totals| merged.totals.merge(&totals));
    merged.conversations = conversations.len();
    merged.conversations_same = coming.same;

    let entries = [entries_of(session, from)?, entries_of(session, into)?].concat();
    let sides = Sides {
        from,
        into,
        of_from: &coming.of_from,
        of_into: &of_into,
    };
    let ledger = LedgerMove::plan(&entries, sides);
    merged.note_ledger(&ledger);
    let doc = doc_after(around.text, present, !conversations.is_empty());
    let with_texts = |one: Stored| {
        let texts = texts.remove(&one.key).unwrap_or_default();
        (one, texts)
    };
    Ok(Plan {
        doc: doc.map_err(damaged(into))?,
        moved: conversations.into_iter().map(with_texts).collect(),
        ledger,
        merged,
    })
}

fn account_of(session: &mut dyn Session, user: &UserId) -> StoreResult<String> {
    let sql = "SELECT doc FROM chatkeep.users WHERE user_id = ?1";
    let doc = first(session, sql, &[user.into()], |row| {
        Ok(row.text(0)?.to_owned())
    })?;
    doc.ok_or_else(|| StoreError::user_not_found(user.as_str()))
}

fn ids_of(session: &mut dyn Session, user: &UserId) -> StoreResult<HashSet<ConversationId>> {
    let sql = "SELECT id FROM chatkeep.conversations WHERE user_id = ?1";
    let ids = all(session, sql, &[user.into()], |row| Ok(id_of(row.text(0)?)))?;
    Ok(ids.into_iter().collect())
}

fn entries_of(session: &mut dyn Session, user: &UserId) -> StoreResult<Vec<LedgerEntry>> {
    let sql = "SELECT doc FROM chatkeep.ledger WHERE user_id = ?1
               ORDER BY conversation_id, position";
    let mut entries = Vec::new();
    session.query(sql, &[user.into()], &mut |row| {
        let read = LedgerEntry::read_all(row.text(0)?)
            .map_err(|cause| StoreError::damaged(EntryName::Ledger.to_string(), cause))?;
        entries.extend(read);
        Ok(())
    })?;
    Ok(entries)
}

/// Compares those conversations that both have; of the others only the ids matter.
fn compare(
    session: &mut dyn Session,
    into: &UserId,
    theirs: &[Stored],
    texts: &HashMap<String, Vec<String>>,
    of_into: &HashSet<ConversationId>,
) -> StoreResult<Coming> {
    let (mut coming, mut present) = (Vec::new(), HashMap::new());
    for one in theirs {
        let id = id_of(&one.key);
        if !of_into.contains(&id) {
            continue;
        }
        coming.push((id.clone(), document(one, texts.get(&one.key))));
        let there: Option<Document> = super::conversations::document_of(session, into, &one.key)?;
        present.extend(there.map(|there| (id, there)));
    }
    let compared = Coming::compare(coming, &present, Stance::Refusing).map_err(damaged(into))?;
    Ok(Coming {
        of_from: theirs.iter().map(|one| id_of(&one.key)).collect(),
        ..compared
    })
}

/// Returns what is to stand around the conversations if it is not what is there: where some come, they have a place there.
fn doc_after(
    changed: Option<String>,
    present: Option<String>,
    has_coming: bool,
) -> Result<Option<String>, crate::model::Malformed> {
    if !has_coming {
        return Ok(changed);
    }
    let is_new = changed.is_some() || present.is_none();
    let text = changed.or(present);
    let text = text.unwrap_or_else(|| user_file::EMPTY.to_owned());
    Ok(match with_conversations(&text)? {
        Some(text) => Some(text),
        None => is_new.then_some(text),
    })
}

/// Makes a conversation's row again as it is, with the words of its messages.
fn row_of(
    from: &UserId,
    one: Stored,
    texts: Vec<String>,
    words: &mut IndexWords,
) -> StoreResult<ConversationRow> {
    let frame = one.frame(from)?;
    let (mut messages, mut totals) = (Vec::with_capacity(texts.len()), Totals::default());
    for text in &texts {
        let row = message_row(&frame, text, &mut totals, words);
        messages.push(row.map_err(damaged(from))?);
    }
    Ok(ConversationRow {
        spelling: (one.spelling != one.key).then_some(one.spelling),
        key: one.key,
        doc: one.doc,
        totals: one.totals,
        messages,
    })
}

/// Has the ledger's entries in the other's name. What comes in meanwhile of who goes stays in theirs.
fn move_ledger(
    session: &mut dyn Session,
    from: &UserId,
    into: &UserId,
    ledger: &LedgerMove,
) -> StoreResult<()> {
    for (user, conversations) in [(from, &ledger.leaving), (into, &ledger.renewed)] {
        for conversation in conversations {
            forget_entries(session, user, conversation)?;
        }
    }
    add_entries(session, &ledger.added)
}
