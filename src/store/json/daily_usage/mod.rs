//! Adding up what replies took, in one pass over each user's file, and none over those that did not change.

mod cache;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::SystemTime;

use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use self::cache::{Cache, Stamp};
use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::generation::Generation;
use super::threads::in_threads;
use crate::model::{ConversationId, UserId};
use crate::store::daily_usage::DailySums;
use crate::store::state::machine_folder_of;
use crate::store::user_file::{UserFile, pass_replies};
use crate::store::{DailyUsageVisitor, LedgerEntry, StoreError, StoreResult};

/// When sums are kept for the next time.
#[derive(Debug, Clone, Copy)]
struct Keeping {
    /// The time from before any file is read.
    now: SystemTime,
    /// What takes longer to be read than the sums of all take to be written.
    worth_bytes: u64,
}

/// What stands for a conversation: enough to tell it from all others.
type Fingerprint = [u8; 16];

/// What one thread came to.
struct Added {
    sums: DailySums,
    users: Vec<UserSums>,
}

/// What was added up of one user's file.
struct UserSums {
    /// The place of the user among those that are gone through.
    user: usize,
    /// Which sums of the thread's are the user's.
    sums: Range<usize>,
    /// The conversations that the file has: of these the ledger does not count.
    conversations: Vec<Fingerprint>,
    /// What the file will be known by.
    stamp: Option<Stamp>,
}

impl JsonStore {
    pub(super) fn visit_sums_by_day(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        let keeping = Keeping {
            now: SystemTime::now(),
            worth_bytes: 8 << 20,
        };
        self.visit_sums_keeping(users, zone, keeping, visit)
            .map(drop)
    }

    /// Does so, and returns how many bytes of users' files had to be read.
    fn visit_sums_keeping(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        keeping: Keeping,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<u64> {
        let known = self.steady_generation()?;
        let mut ids = self.user_ids()?;
        let wanted: Option<HashSet<&UserId>> = users.map(|users| users.iter().collect());
        ids.retain(|id| wanted.as_ref().is_none_or(|wanted| wanted.contains(id)));
        // Of a few users it is as fast to read the files.
        let kept_in = users.is_none().then(|| self.place_of_sums()).flatten();
        let cache = match &kept_in {
            Some(path) => Cache::read(path, zone),
            None => Cache::default(),
        };
        let (next, read_bytes) = (AtomicUsize::new(0), AtomicU64::new(0));
        let work = || -> StoreResult<Added> {
            let (mut sums, mut users) = (DailySums::new(zone), Vec::new());
            loop {
                let user = next.fetch_add(1, Ordering::Relaxed);
                let Some(id) = ids.get(user) else {
                    return Ok(Added { sums, users });
                };
                sums.begin_user();
                let (conversations, stamp) = match self.take_from_cache(id, &cache, &mut sums) {
                    Some(taken) => taken,
                    None => self.add_up_user(id, &mut sums, keeping.now, &read_bytes)?,
                };
                users.push(UserSums {
                    user,
                    sums: sums.of_present_user(),
                    conversations,
                    stamp,
                });
            }
        };
        let threads = in_threads(ids.len(), &work)?;
        if Generation::of(&self.layout)? != known {
            return Err(StoreError::ReplacedMeanwhile {
                location: self.location.to_string(),
            });
        }
        drop(cache);
        let mut counted = HashMap::new();
        for Added { sums, users } in &threads {
            for one in users {
                sums.visit(&ids[one.user], one.sums.clone(), visit);
                counted.insert(&ids[one.user], one.conversations.as_slice());
            }
        }
        // The ledger comes after the files: what is deleted meanwhile was seen there, or is seen here, but not twice.
        self.visit_ledger_by_day(wanted.as_ref(), zone, &counted, visit)?;
        let read_bytes = read_bytes.into_inner();
        if let Some(path) = kept_in
            && read_bytes >= keeping.worth_bytes
        {
            // Where it cannot be kept, there is nothing lost but time.
            let _ = kept(&ids, &threads).write(&path, zone);
        }
        Ok(read_bytes)
    }

    /// Returns where this machine keeps sums; `None` where there is no home to have it in.
    fn place_of_sums(&self) -> Option<PathBuf> {
        let folder = machine_folder_of(&self.location, &self.options).ok()?;
        Some(cache::path_in(&folder))
    }

    /// Adds what is kept of a user's file, if that is still the same.
    fn take_from_cache(
        &self,
        user: &UserId,
        cache: &Cache,
        sums: &mut DailySums,
    ) -> Option<(Vec<Fingerprint>, Option<Stamp>)> {
        let kept = cache.of_user(user)?;
        let metadata = fs::metadata(self.layout.user_file(user)).ok()?;
        if Stamp::of(&metadata) != kept.stamp {
            return None;
        }
        if !cache.add_to(kept, sums) {
            sums.begin_user_again();
            return None;
        }
        Some((kept.conversations.clone(), Some(kept.stamp)))
    }

    /// Adds what the replies in a user's file took. Returns the file's conversations, and what it will be known by.
    fn add_up_user(
        &self,
        user: &UserId,
        sums: &mut DailySums,
        now: SystemTime,
        read_bytes: &AtomicU64,
    ) -> StoreResult<(Vec<Fingerprint>, Option<Stamp>)> {
        let path = self.layout.user_file(user);
        let mut conversations = Vec::new();
        let Some(file) = DataFile::open(&path, LockKind::Shared, &self.patience())? else {
            return Ok((conversations, None));
        };
        let stamp = Stamp::of(&file.metadata()?);
        let stamp = Some(stamp).filter(|it| it.is_settled(file.text.len(), now));
        read_bytes.fetch_add(file.text.len() as u64, Ordering::Relaxed);
        let passed = pass_replies(
            &file.text,
            &mut |id| conversations.push(fingerprint(id)),
            &mut |reply| sums.add_passed(reply),
        );
        if passed.is_ok() {
            return Ok((conversations, stamp));
        }
        sums.begin_user_again();
        conversations.clear();
        let read = UserFile::parse(&file.text).and_then(|file| {
            for conversation in file.conversations()?.all_replies() {
                let (id, replies) = conversation?;
                replies.iter().for_each(|reply| sums.add_reply(reply));
                conversations.push(fingerprint(id));
            }
            Ok(())
        });
        read.map_err(|cause| StoreError::damaged(path, cause))?;
        Ok((conversations, stamp))
    }

    /// Hands to `visit` what the ledger has of conversations that were not counted.
    fn visit_ledger_by_day(
        &self,
        wanted: Option<&HashSet<&UserId>>,
        zone: Tz,
        counted: &HashMap<&UserId, &[Fingerprint]>,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        let ledger = self.ledger()?;
        let mut of_users: HashMap<&UserId, Vec<&LedgerEntry>> = HashMap::new();
        for entry in &ledger {
            if wanted.is_none_or(|wanted| wanted.contains(&entry.user)) {
                of_users.entry(&entry.user).or_default().push(entry);
            }
        }
        for (user, entries) in of_users {
            let counted = counted.get(user).copied().unwrap_or_default();
            let counted: HashSet<_> = counted.iter().copied().collect();
            let is_counted = |id: &ConversationId| counted.contains(&fingerprint(id.as_str()));
            let mut sums = DailySums::new(zone);
            for entry in entries {
                if !is_counted(&entry.conversation) {
                    sums.add_reply(&entry.reply);
                }
            }
            sums.visit_present_user(user, visit);
        }
        Ok(())
    }
}

/// Returns what is kept for the next time.
fn kept(ids: &[UserId], threads: &[Added]) -> Cache {
    let mut cache = Cache::default();
    for Added { sums, users } in threads {
        for one in users {
            if let Some(stamp) = one.stamp {
                let of_user = (sums, sums.sums(one.sums.clone()));
                cache.keep(&ids[one.user], stamp, &one.conversations, of_user);
            }
        }
    }
    cache
}

fn fingerprint(conversation: &str) -> Fingerprint {
    let digest = Sha256::digest(conversation);
    *digest.first_chunk().expect("a digest has 32 bytes")
}
