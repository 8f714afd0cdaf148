//! Changes of API keys.

use super::JsonStore;
use super::file_lock::LockKind;
use super::writing::Writer;
use crate::model::{ApiKey, KeyFormat, ProviderName, UserId};
use crate::store::plans::{plan_key_removal, plan_replacements};
use crate::store::{KeyReplacement, Store, StoreError, StoreResult};

impl JsonStore {
    /// Returns the form that new keys shall have: as decided, else as the present ones have it, else the web app's.
    pub(super) fn key_format_in_use(&self) -> StoreResult<KeyFormat> {
        if let Some(format) = self.settings()?.key_format {
            return Ok(format);
        }
        for user in self.user_ids()? {
            let keys = match self.keys(&user) {
                // One user's damaged file must not stop the others.
                Err(StoreError::Damaged { .. } | StoreError::Io { .. }) => continue,
                keys => keys?,
            };
            if let Some(format) = keys.iter().find_map(|key| key.sealed.format()) {
                return Ok(format);
            }
        }
        Ok(KeyFormat::Fernet)
    }

    /// Takes the lock that keeps the recipients as they are: these, if they matter.
    fn begin_writing_keys(&self, recipients: Option<&[String]>) -> StoreResult<Writer<'_>> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        if let Some(recipients) = recipients {
            self.check_recipients(recipients)?;
        }
        Ok(writer)
    }

    pub(super) fn write_key(
        &self,
        user: &UserId,
        key: &ApiKey,
        recipients: Option<&[String]>,
    ) -> StoreResult<()> {
        self.begin_writing_keys(recipients)?
            .change_user(user, |file| {
                Ok((vec![file.set_key(&key.provider, &key.sealed)?], ()))
            })
    }

    pub(super) fn write_replacements(
        &self,
        user: &UserId,
        replacements: &[KeyReplacement],
        recipients: Option<&[String]>,
    ) -> StoreResult<usize> {
        self.begin_writing_keys(recipients)?
            .change_user(user, |file| plan_replacements(file, replacements))
    }

    pub(super) fn take_key_out(&self, user: &UserId, provider: &ProviderName) -> StoreResult<()> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.change_user(user, |file| plan_key_removal(file, user, provider))
    }
}
