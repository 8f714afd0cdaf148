//! What a store hands on to the content that is loaded in its place: its bill, its recipients, and who uses it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use super::replace::{self, or_blank};
use super::snapshot::Parts;
use super::users::holdings;
use super::{JsonStore, layout::Layout, users_file};
use crate::files::is_there;
use crate::model::document::{Object, spliced};
use crate::model::{ConversationId, Malformed, UserId};
use crate::store::merging::Kin;
use crate::store::user_file::UserFile;
use crate::store::{
    EntryName, ErasedInContent, LedgerEntry, StoreError, StoreResult, Tombstone, settings_file,
    tombstone,
};

/// The present store, locked, and the content that is staged.
pub(super) struct CarryOver<'a> {
    pub(super) store: &'a JsonStore,
    pub(super) staged: &'a Layout,
    /// Whether there was no store before.
    pub(super) is_new: bool,
    /// Whether those come back who were erased.
    pub(super) admits_erased: bool,
}

/// What there is to say of it.
#[derive(Debug, Default)]
pub(super) struct CarriedOver {
    /// Parts of the present store that could not be read.
    pub(super) uncounted: Vec<EntryName>,
    /// Whether there were recipients among the new content that the store does not have and does not get.
    pub(super) has_other_recipients: bool,
    /// What became of those among the new content who were erased.
    pub(super) erased: ErasedInContent,
}

impl CarryOver<'_> {
    /// Changes what is staged; `present_users` is what `users.json` has.
    pub(super) fn all(&self, present_users: Option<&[u8]>) -> StoreResult<CarriedOver> {
        let mut uncounted = Vec::new();
        let mut erased = ErasedInContent::default();
        let mut left_out = Vec::new();
        let staged = self.tombstones(&mut erased, &mut uncounted)?;
        if !self.admits_erased {
            left_out = self.leave_out(&staged, &mut uncounted)?;
            erased.left_out = staged;
        }
        self.ledger(present_users, &left_out, &mut uncounted)?;
        self.settings()?;
        Ok(CarriedOver {
            uncounted,
            has_other_recipients: self.recipients()?,
            erased,
        })
    }

    /// Unites the ledgers, and adds what was used in conversations that the new content does not have, or that were left out
    /// of it. Notes what could not be read: its sums are lost already, and that must not keep it from being replaced by
    /// something sound.
    fn ledger(
        &self,
        present_users: Option<&[u8]>,
        left_out: &[LedgerEntry],
        uncounted: &mut Vec<EntryName>,
    ) -> StoreResult<()> {
        let (theirs, _) = LedgerEntry::read_sound(&self.bytes_of(self.staged, &EntryName::Ledger)?);
        let present = self.bytes_of(&self.store.layout, &EntryName::Ledger)?;
        let (ours, damaged_lines) = LedgerEntry::read_sound(&present);
        if damaged_lines > 0 {
            uncounted.push(EntryName::Ledger);
        }
        let mut dropped = Vec::new();
        for user in self.present_users(present_users, uncounted)? {
            let staged = self.bytes_of(self.staged, &EntryName::UserData(user.clone()))?;
            match self.dropped_by(&user, &staged) {
                Ok(entries) => dropped.extend(entries),
                Err(StoreError::Damaged { .. }) => uncounted.push(EntryName::UserData(user)),
                Err(error) => return Err(error),
            }
        }
        // What a conversation has itself is newer than what the ledger knows from before it was brought back.
        let ours = self.without_moved(LedgerEntry::united(&ours, &dropped), &theirs)?;
        let theirs = LedgerEntry::united(&theirs, left_out);
        let united: String = LedgerEntry::united(&theirs, &ours)
            .iter()
            .map(LedgerEntry::to_line)
            .collect();
        self.stage(&EntryName::Ledger, &united)
    }

    /// Leaves out what the new content has in another's name, into whose account this one's went over, or the other way round.
    fn without_moved(
        &self,
        mut ours: Vec<LedgerEntry>,
        theirs: &[LedgerEntry],
    ) -> StoreResult<Vec<LedgerEntry>> {
        let kin = Kin::of(self.store.merged_pairs()?);
        let mut staged = HashMap::new();
        for user in kin.users() {
            let bytes = self.bytes_of(self.staged, &EntryName::UserData(user.clone()))?;
            let text = std::str::from_utf8(&bytes).ok();
            let conversations = text.and_then(|text| conversations_in(text).ok());
            staged.insert(user.clone(), conversations.unwrap_or_default());
        }
        let moved = kin.counted_elsewhere(&ours, theirs, &staged);
        ours.retain(|one| !moved.contains(&(one.user.clone(), one.conversation.clone())));
        Ok(ours)
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
            for conversation in file.conversations()?.all_billed() {
                let (id, replies) = conversation?;
                let conversation = ConversationId::new(id);
                if !staged.contains(&conversation) {
                    dropped.extend(LedgerEntry::all_of(user, &conversation, replies));
                }
            }
            Ok(dropped)
        })
    }

    /// Unites the tombstones: who was erased stays so, whichever of the two knows. Returns who of them is among the new
    /// content; if they are to come back, that takes their tombstones away.
    fn tombstones(
        &self,
        erased: &mut ErasedInContent,
        uncounted: &mut Vec<EntryName>,
    ) -> StoreResult<Vec<UserId>> {
        let entry = EntryName::Tombstones;
        let present = self.bytes_of(&self.store.layout, &entry)?;
        if Tombstone::read_sound(&present).1 > 0 {
            uncounted.push(entry.clone());
        }
        let staged = self.bytes_of(self.staged, &entry)?;
        let texts = [
            &*String::from_utf8_lossy(&present),
            &*String::from_utf8_lossy(&staged),
        ];
        let mut coming = Vec::new();
        let known = tombstone::erased_by(&texts);
        if !known.is_empty() {
            let users = self.bytes_of(self.staged, &EntryName::Users)?;
            let users = EntryName::Users.text(&users)?;
            let accounts = self.in_new_accounts(Object::parse(users))?;
            for user in known.into_keys() {
                let file = self.staged.user_file(&user);
                if accounts.get(user.as_str()).is_some() || is_there(&file)? {
                    coming.push(user);
                }
            }
        }
        if self.admits_erased {
            erased.came_back.clone_from(&coming);
        }
        let united = tombstone::united(&texts, &erased.came_back);
        match erased.came_back.is_empty() {
            true => self.stage(&entry, &united)?,
            false => self.stage(&entry, &or_blank(united))?,
        }
        Ok(coming)
    }

    /// Takes these users out of what is staged. Returns what they had used there.
    fn leave_out(
        &self,
        users: &[UserId],
        uncounted: &mut Vec<EntryName>,
    ) -> StoreResult<Vec<LedgerEntry>> {
        let mut used = Vec::new();
        if users.is_empty() {
            return Ok(used);
        }
        for user in users {
            let entry = EntryName::UserData(user.clone());
            let bytes = self.bytes_of(self.staged, &entry)?;
            let text = std::str::from_utf8(&bytes).ok();
            match text.map(|text| holdings(user, text)) {
                Some(Ok((_, entries))) => used.extend(entries),
                _ if bytes.is_empty() => {}
                _ => uncounted.push(entry.clone()),
            }
            replace::remove(&self.staged.entry(&entry))?;
        }
        let entry = EntryName::Users;
        let bytes = self.bytes_of(self.staged, &entry)?;
        let text = entry.text(&bytes)?;
        let accounts = self.in_new_accounts(Object::parse(text))?;
        let names: Vec<&str> = users.iter().map(UserId::as_str).collect();
        let without = spliced(text, &mut accounts.remove_all(&names)).concat();
        self.stage(&entry, &without)?;
        Ok(used)
    }

    fn in_new_accounts<T>(&self, result: Result<T, Malformed>) -> StoreResult<T> {
        result.map_err(|cause| StoreError::damaged(EntryName::Users.to_string(), cause))
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
