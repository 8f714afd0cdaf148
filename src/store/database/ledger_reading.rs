//! Reading the ledger.

use super::session::{Session, Value};
use super::{DatabaseStore, places};
use crate::model::UserId;
use crate::store::{EntryName, LedgerEntry, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn visit_all_entries(
        &self,
        users: Option<&[UserId]>,
        visit: &mut dyn FnMut(&LedgerEntry),
    ) -> StoreResult<()> {
        let sql = "SELECT doc FROM chatkeep.ledger";
        self.read(|session| match users {
            None => visit_lines(session, sql, &[], visit),
            Some(users) => {
                let sql = format!("{sql} WHERE user_id = ?1");
                let mut users = users.iter();
                users.try_for_each(|user| visit_lines(session, &sql, &[user.into()], visit))
            }
        })
    }
}

/// Hands the entries of the ledger to `visit` that count: those whose conversation is not there; of one user, or of all.
pub(super) fn visit_counting(
    session: &mut dyn Session,
    user: Option<&UserId>,
    visit: &mut dyn FnMut(&LedgerEntry),
) -> StoreResult<()> {
    let condition = if user.is_some() {
        "l.user_id = ?1 AND"
    } else {
        ""
    };
    let values: Vec<Value<'_>> = user.into_iter().map(Value::from).collect();
    visit_lines(session, &counting(condition), &values, visit)
}

/// Does so with those of conversations with these keys that others had than this user.
pub(super) fn visit_counting_of_others(
    session: &mut dyn Session,
    user: &UserId,
    keys: &[String],
    visit: &mut dyn FnMut(&LedgerEntry),
) -> StoreResult<()> {
    let keys_at = places(2, keys.len());
    let condition = format!("l.user_id <> ?1 AND l.conversation_id IN ({keys_at}) AND");
    let mut values: Vec<Value<'_>> = vec![user.into()];
    values.extend(keys.iter().map(Value::from));
    visit_lines(session, &counting(&condition), &values, visit)
}

fn counting(condition: &str) -> String {
    format!(
        "SELECT l.doc FROM chatkeep.ledger l WHERE {condition} NOT EXISTS (
           SELECT 1 FROM chatkeep.conversations c WHERE c.user_id = l.user_id AND c.id = l.conversation_id)"
    )
}

/// Hands the entries to `visit` that a query finds.
fn visit_lines(
    session: &mut dyn Session,
    sql: &str,
    values: &[Value<'_>],
    visit: &mut dyn FnMut(&LedgerEntry),
) -> StoreResult<()> {
    session.query(sql, values, &mut |row| {
        let damaged = |cause| StoreError::damaged(EntryName::Ledger.to_string(), cause);
        let entries = LedgerEntry::read_all(row.text(0)?).map_err(damaged)?;
        entries.iter().for_each(&mut *visit);
        Ok(())
    })
}

/// Returns all lines of the ledger.
pub(super) fn lines(session: &mut dyn Session) -> StoreResult<String> {
    let mut lines = String::new();
    let sql = "SELECT doc FROM chatkeep.ledger ORDER BY user_id, conversation_id, position";
    session.query(sql, &[], &mut |row| {
        lines.push_str(row.text(0)?);
        lines.push('\n');
        Ok(())
    })?;
    Ok(lines)
}
