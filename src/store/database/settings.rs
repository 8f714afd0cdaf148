//! Settings, as rows that hold what a JSON store has in files.

use chrono_tz::Tz;

use super::session::{Session, Value};
use super::{DatabaseStore, first};
use crate::model::{KeyFormat, StoreSettings};
use crate::store::{EntryName, StoreError, StoreResult, settings_file, user_file};

/// How rows of settings are called that hold files of nobody.
pub(super) const ORPHANS: &str = "orphan:";

/// Reads a row of settings, and keeps others from changing it until the transaction ends if `is_locked`.
pub(super) fn setting(
    session: &mut dyn Session,
    name: &str,
    is_locked: bool,
) -> StoreResult<Option<String>> {
    let sql = match is_locked {
        true => "SELECT value FROM chatkeep.settings WHERE name = ?1 FOR UPDATE",
        false => "SELECT value FROM chatkeep.settings WHERE name = ?1",
    };
    first(session, sql, &[name.into()], |row| {
        Ok(row.text(0)?.to_owned())
    })
}

pub(super) fn set_setting(session: &mut dyn Session, name: &str, value: &str) -> StoreResult<()> {
    let values: [Value<'_>; 2] = [name.into(), value.into()];
    session.execute(
        "INSERT INTO chatkeep.settings (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &values,
    )?;
    Ok(())
}

pub(super) fn remove_setting(session: &mut dyn Session, name: &str) -> StoreResult<()> {
    session.execute(
        "DELETE FROM chatkeep.settings WHERE name = ?1",
        &[name.into()],
    )?;
    Ok(())
}

/// Writes the settings. The web app never works on a database.
pub(in crate::store) fn write_settings(
    session: &mut dyn Session,
    settings: &StoreSettings,
) -> StoreResult<()> {
    let settings = StoreSettings {
        is_shared: false,
        ..settings.clone()
    };
    let recipients = settings_file::to_recipients_text(&settings.recipients);
    set_setting(session, &EntryName::Recipients.to_string(), &recipients)?;
    let toml = settings_file::to_toml(&settings);
    set_setting(session, &EntryName::Settings.to_string(), &toml)
}

/// Reads the settings, and keeps others from changing them until the transaction ends if `is_locked`.
pub(super) fn settings_of(
    session: &mut dyn Session,
    local_timezone: Tz,
    is_locked: bool,
) -> StoreResult<StoreSettings> {
    let entry = EntryName::Settings.to_string();
    let recipients = setting(session, &EntryName::Recipients.to_string(), is_locked)?;
    let toml = setting(session, &entry, false)?;
    let settings = settings_file::read(toml.as_deref(), recipients.as_deref(), local_timezone)
        .map_err(|cause| StoreError::damaged(entry, cause))?;
    Ok(StoreSettings {
        is_shared: false,
        ..settings
    })
}

impl DatabaseStore {
    pub(super) fn settings_in(
        &self,
        session: &mut dyn Session,
        is_locked: bool,
    ) -> StoreResult<StoreSettings> {
        settings_of(session, self.options.local_timezone, is_locked)
    }

    /// Refuses to go on if the store has other recipients than these, and keeps them as they are until the transaction ends.
    pub(super) fn check_recipients(
        &self,
        session: &mut dyn Session,
        expected: &[String],
    ) -> StoreResult<()> {
        if self.settings_in(session, true)?.recipients == expected {
            return Ok(());
        }
        let location = self.database.location().to_string();
        Err(StoreError::RecipientsChanged { location })
    }

    pub(super) fn key_format_in_use(&self) -> StoreResult<KeyFormat> {
        self.read(|session| {
            if let Some(format) = self.settings_in(session, false)?.key_format {
                return Ok(format);
            }
            let mut found = None;
            let sql = "SELECT d.doc FROM chatkeep.users u JOIN chatkeep.user_data d ON d.user_id = u.user_id
                       WHERE d.doc IS NOT NULL ORDER BY u.position, u.user_id";
            session.query(sql, &[], &mut |row| {
                // One user's damaged data must not stop the others.
                let keys = match found {
                    None => user_file::keys_in(row.text(0)?).unwrap_or_default(),
                    Some(_) => return Ok(()),
                };
                found = keys.iter().find_map(|key| key.sealed.format());
                Ok(())
            })?;
            Ok(found.unwrap_or(KeyFormat::Fernet))
        })
    }
}
