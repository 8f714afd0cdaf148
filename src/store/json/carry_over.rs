//! What a store hands on to the content that is loaded in its place: its bill, its recipients, and who uses it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use super::replace;
use super::snapshot::Parts;
use super::{JsonStore, layout::Layout, users_file};
use crate::model::{ConversationId, Malformed, UserId};
use crate::store::settings_file;
use crate::store::user_file::UserFile;
use crate::store::{EntryName, LedgerEntry, StoreError, StoreResult};

/// The present store, locked, and the content that is staged.
pub(super) struct CarryOver<'a> {
    pub(super) store: &'a JsonStore,
    pub(super) staged: &'a Layout,
    /// Whether there was no store before.
    pub(super) is_new: bool,
}

/// What there is to say of it.
#[derive(Debug, Default)]
pub(super) struct CarriedOver {
    /// Parts of the present store that could not be read.
    pub(super) uncounted: Vec<EntryName>,
    /// Whether there were recipients among the new content that the store does not have and does not get.
    pub(super) has_other_recipients: bool,
}

impl CarryOver<'_> {
    /// Changes what is staged; `present_users` is what `users.json` has.
    pub(super) fn all(&self, present_users: Option<&[u8]>) -> StoreResult<CarriedOver> {
        let uncounted = self.ledger(present_users)?;
        self.tombstones()?;
        self.settings()?;
        Ok(CarriedOver {
            uncounted,
            has_other_recipients: self.recipients()?,
        })
    }

    /// Unites the ledgers, and adds what was used in conversations that the new content does not have. Returns what could
    /// not be read: its sums are lost already, and that must not keep it from being replaced by something sound.
    fn ledger(&self, present_users: Option<&[u8]>) -> StoreResult<Vec<EntryName>> {
        let (theirs, _) = LedgerEntry::read_sound(&self.bytes_of(self.staged, &EntryName::Ledger)?);
        let present = self.bytes_of(&self.store.layout, &EntryName::Ledger)?;
        let (ours, damaged_lines) = LedgerEntry::read_sound(&present);
        let mut uncounted = Vec::new();
        if damaged_lines > 0 {
            uncounted.push(EntryName::Ledger);
        }
        let mut dropped = Vec::new();
        for user in self.present_users(present_users, &mut uncounted)? {
            let staged = self.bytes_of(self.staged, &EntryName::UserData(user.clone()))?;
            match self.dropped_by(&user, &staged) {
                Ok(entries) => dropped.extend(entries),
                Err(StoreError::Damaged { .. }) => uncounted.push(EntryName::UserData(user)),
                Err(error) => return Err(error),
            }
        }
        // What a conversation has itself is newer than what the ledger knows from before it was brought back.
        let ours = LedgerEntry::united(&ours, &dropped);
        let united: String = LedgerEntry::united(&theirs, &ours)
            .iter()
            .map(LedgerEntry::to_line)
            .collect();
        self.stage(&EntryName::Ledger, &united)?;
        Ok(uncounted)
    }

    /// Returns the accounts; if that cannot be told any more, whoever has a file.
    fn present_users(
        &self,
        present_users: Option<&[u8]>,
        uncounted: &mut Vec<EntryName>,
    ) -> StoreResult<Vec<UserId>> {
        let listed = present_users
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .and_then(|text| users_file::user_ids(text).ok());
        if let Some(listed) = listed {
            return Ok(listed);
        }
        if present_users.is_some() {
            uncounted.push(EntryName::Users);
        }
        let parts = Parts::of(&self.store.layout)?;
        let of_user = |entry| match entry {
            EntryName::UserData(user) => Some(user),
            _ => None,
        };
        Ok(parts.entries.into_iter().filter_map(of_user).collect())
    }

    /// Returns what the conversations had used that the user has now and will not have.
    fn dropped_by(&self, user: &UserId, staged: &[u8]) -> StoreResult<Vec<LedgerEntry>> {
        // Of what was damaged when it was backed up nothing can be told: then all of it counts as dropped.
        let staged = std::str::from_utf8(staged)
            .ok()
            .and_then(|text| conversations_in(text).ok())
            .unwrap_or_default();
        self.store.look_at_user(user, |file| {
            let mut dropped = Vec::new();
            for conversation in file.conversations()?.all_replies() {
                let (id, replies) = conversation?;
                let conversation = ConversationId::new(id);
                if !staged.contains(&conversation) {
                    dropped.extend(LedgerEntry::all_of(user, &conversation, replies));
                }
            }
            Ok(dropped)
        })
    }

    /// Unites the tombstones: who was erased stays so, whichever of the two knows.
    fn tombstones(&self) -> StoreResult<()> {
        let entry = EntryName::Tombstones;
        let present = self.bytes_of(&self.store.layout, &entry)?;
        let staged = self.bytes_of(self.staged, &entry)?;
        let (present, staged) = (
            String::from_utf8_lossy(&present),
            String::from_utf8_lossy(&staged),
        );
        let mut known = HashSet::new();
        let united: String = present
            .lines()
            .chain(staged.lines())
            .filter(|line| !line.trim().is_empty() && known.insert(*line))
            .flat_map(|line| [line, "\n"])
            .collect();
        self.stage(&entry, &united)
    }

    /// Keeps what belongs to the place rather than to the content: whether the web app works on the store. Settings that
    /// were damaged when they were backed up are not taken.
    fn settings(&self) -> StoreResult<()> {
        let entry = EntryName::Settings;
        let staged = self.bytes_of(self.staged, &entry)?;
        let staged = std::str::from_utf8(&staged)
            .ok()
            .filter(|text| !text.is_empty());
        let zone = self.store.options.local_timezone;
        let read = |text: &str| settings_file::read(Some(text), None, zone).ok();
        let Some(mut settings) = staged.and_then(read) else {
            return self.stage(&entry, "");
        };
        let present = self.bytes_of(&self.store.layout, &entry)?;
        let present = std::str::from_utf8(&present).ok().and_then(read);
        let is_shared = present.is_none_or(|present| present.is_shared);
        if self.is_new || settings.is_shared == is_shared {
            return Ok(());
        }
        settings.is_shared = is_shared;
        self.stage(&entry, &settings_file::to_toml(&settings))
    }

    /// Leaves a store's recipients as they are: an archive must not decide who can read the keys set from now on. Returns
    /// whether it has some that the store does not have.
    fn recipients(&self) -> StoreResult<bool> {
        let entry = EntryName::Recipients;
        let present = self.bytes_of(&self.store.layout, &entry)?;
        let present = settings_file::recipients_in(&String::from_utf8_lossy(&present));
        let staged = self.bytes_of(self.staged, &entry)?;
        let staged = settings_file::recipients_in(&String::from_utf8_lossy(&staged));
        if self.is_new && present.is_empty() && !staged.is_empty() {
            return Ok(false);
        }
        self.stage(&entry, "")?;
        Ok(staged.iter().any(|recipient| !present.contains(recipient)))
    }

    /// Stages this text for one of our parts, in place of what is staged; no text leaves the present part as it is.
    fn stage(&self, entry: &EntryName, text: &str) -> StoreResult<()> {
        let path = self.staged.entry(entry);
        replace::remove(&path)?;
        if !text.is_empty() {
            let access = self.store.access_of_new(entry)?;
            // Nobody else knows the folder, so nobody overtakes.
            let hidden = path.with_extension("tmp");
            let _ = replace::create(&path, &hidden, &[text], &access, |_| Ok(()))?;
        }
        Ok(())
    }

    /// Returns what a part holds; nothing if it is not there.
    fn bytes_of(&self, layout: &Layout, entry: &EntryName) -> StoreResult<Vec<u8>> {
        read_if_there(&layout.entry(entry))
    }
}

fn conversations_in(text: &str) -> Result<HashSet<ConversationId>, Malformed> {
    let file = UserFile::parse(text)?;
    let conversations = file.conversations()?;
    Ok(conversations.ids().map(ConversationId::new).collect())
}

fn read_if_there(path: &Path) -> StoreResult<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(StoreError::io("read", path)),
    }
}
