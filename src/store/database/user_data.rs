//! What a user has besides the account: keys, and what stands around the conversations.

use super::session::Session;
use super::{DatabaseStore, damaged, first};
use crate::model::document::{Splice, spliced};
use crate::model::{ApiKey, ProviderName, UserId};
use crate::store::plans::{PlanError, plan_key_removal, plan_replacements};
use crate::store::user_file::{self, UserFile};
use crate::store::{KeyReplacement, StoreError, StoreResult};

/// Locks what a user has until the transaction ends. Returns what stands around the conversations; `None` if the user has no
/// file.
pub(super) fn lock_user(session: &mut dyn Session, user: &UserId) -> StoreResult<Option<String>> {
    let sql = "SELECT doc FROM chatkeep.user_data WHERE user_id = ?1 FOR UPDATE";
    let doc = first(session, sql, &[user.into()], |row| {
        Ok(row.maybe_text(0)?.map(str::to_owned))
    })?;
    doc.ok_or_else(|| StoreError::user_not_found(user.as_str()))
}

/// Tells in whose data it is that a plan found something wrong.
pub(super) fn refused(user: &UserId) -> impl Fn(PlanError) -> StoreError {
    let damaged = damaged(user);
    move |error| match error {
        PlanError::Malformed(cause) => damaged(cause),
        PlanError::Store(error) => error,
    }
}

impl DatabaseStore {
    pub(super) fn keys_of(&self, user: &UserId) -> StoreResult<Vec<ApiKey>> {
        self.read(|session| {
            let sql = "SELECT doc FROM chatkeep.user_data WHERE user_id = ?1";
            let doc = first(session, sql, &[user.into()], |row| {
                Ok(row.maybe_text(0)?.map(str::to_owned))
            })?;
            match doc.flatten() {
                Some(doc) => user_file::keys_in(&doc).map_err(damaged(user)),
                None => Ok(Vec::new()),
            }
        })
    }

    pub(super) fn write_key(
        &self,
        user: &UserId,
        key: &ApiKey,
        recipients: Option<&[String]>,
    ) -> StoreResult<()> {
        self.change_keys(user, recipients, |file| {
            Ok((vec![file.set_key(&key.provider, &key.sealed)?], ()))
        })
    }

    pub(super) fn write_replacements(
        &self,
        user: &UserId,
        replacements: &[KeyReplacement],
        recipients: Option<&[String]>,
    ) -> StoreResult<usize> {
        self.change_keys(user, recipients, |file| {
            plan_replacements(file, replacements)
        })
    }

    pub(super) fn take_key_out(&self, user: &UserId, provider: &ProviderName) -> StoreResult<()> {
        self.change_keys(user, None, |file| plan_key_removal(file, user, provider))
    }

    fn change_keys<T>(
        &self,
        user: &UserId,
        recipients: Option<&[String]>,
        plan: impl Fn(&UserFile<'_>) -> Result<(Vec<Splice>, T), PlanError>,
    ) -> StoreResult<T> {
        self.write(|session| {
            if let Some(recipients) = recipients {
                self.check_recipients(session, recipients)?;
            }
            let doc = lock_user(session, user)?;
            let text = doc.as_deref().unwrap_or(user_file::EMPTY);
            let file = UserFile::parse(text).map_err(damaged(user))?;
            let (mut splices, outcome) = plan(&file).map_err(refused(user))?;
            if !splices.is_empty() {
                set_doc(session, user, &spliced(text, &mut splices).concat())?;
            }
            Ok(outcome)
        })
    }
}

/// Sets what stands around a user's conversations.
pub(super) fn set_doc(session: &mut dyn Session, user: &UserId, doc: &str) -> StoreResult<()> {
    let sql = "UPDATE chatkeep.user_data SET doc = ?2 WHERE user_id = ?1";
    session.execute(sql, &[user.into(), doc.into()])?;
    Ok(())
}
