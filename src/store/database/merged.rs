//! Notes of accounts that went over into others: they say where what they had is now.

use super::session::Session;
use super::settings::{remove_setting, set_setting, setting};
use super::{DatabaseStore, all, first};
use crate::model::UserId;
use crate::store::StoreResult;

/// How the rows of settings begin that say into which account another one went over.
const MERGED: &str = "merged:";
/// How often in a row an account can have gone over into the next. What was written by hand could lead in a circle.
const LONGEST_CHAIN: usize = 100;

impl DatabaseStore {
    pub(super) fn successor_of(&self, user: &UserId) -> StoreResult<Option<UserId>> {
        self.read(|session| successor(session, user))
    }
}

/// Notes that an account went over into another.
pub(super) fn note_merged(
    session: &mut dyn Session,
    from: &UserId,
    into: &UserId,
) -> StoreResult<()> {
    set_setting(session, &format!("{MERGED}{from}"), into.as_str())
}

/// Forgets that an account went over into another: it is there again, and about to go in another way.
pub(super) fn forget_merged(session: &mut dyn Session, user: &UserId) -> StoreResult<()> {
    remove_setting(session, &format!("{MERGED}{user}"))
}

/// Returns who has what a user had whose account went over into another, and is not there any more.
pub(super) fn successor(session: &mut dyn Session, user: &UserId) -> StoreResult<Option<UserId>> {
    let mut noted = user.clone();
    for _ in 0..LONGEST_CHAIN {
        let Some(next) = setting(session, &format!("{MERGED}{noted}"), false)? else {
            return Ok(None);
        };
        if noted == *user && is_there(session, user)? {
            return Ok(None);
        }
        let Ok(next) = UserId::parse(&next) else {
            return Ok(None);
        };
        if is_there(session, &next)? {
            return Ok(Some(next));
        }
        noted = next;
    }
    Ok(None)
}

/// Returns who went over into whom.
pub(super) fn all_merged(session: &mut dyn Session) -> StoreResult<Vec<(UserId, UserId)>> {
    let sql = "SELECT name, value FROM chatkeep.settings WHERE name LIKE ?1";
    let like = format!("{MERGED}%");
    let pairs = all(session, sql, &[like.as_str().into()], |row| {
        let from = row.text(0)?.strip_prefix(MERGED).map(UserId::parse);
        Ok(from
            .and_then(Result::ok)
            .zip(UserId::parse(row.text(1)?).ok()))
    })?;
    Ok(pairs.into_iter().flatten().collect())
}

fn is_there(session: &mut dyn Session, user: &UserId) -> StoreResult<bool> {
    let sql = "SELECT 1 FROM chatkeep.users WHERE user_id = ?1";
    Ok(first(session, sql, &[user.into()], |_| Ok(()))?.is_some())
}
