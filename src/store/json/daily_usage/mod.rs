//! Adding up what replies took, in one pass over each user's file, and none over those that did not change.

mod cache;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use self::cache::{Cache, CacheDraft, CachedUser, Stamp};
use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::generation::Generation;
use super::threads::in_threads;
use crate::model::{ConversationId, UserId};
use crate::store::daily_usage::DailySums;
use crate::store::state::machine_folder_of;
use crate::store::user_file::{UserFile, pass_replies};
use crate::store::{DailyUsage, DailyUsageVisitor, LedgerEntry, StoreError, StoreResult};

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
struct Added<'c> {
    sums: DailySums,
    users: Vec<UserSums<'c>>,
}

/// What one user's replies took, and where that is.
struct UserSums<'c> {
    /// The place of the user among those that are gone through.
    user: usize,
    found: Found<'c>,
}

enum Found<'c> {
    /// In what was kept of the user's file, which is the same as then.
    Kept(&'c CachedUser<'c>),
    /// Among the thread's sums.
    Read(FileSums),
}

/// What was added up of one user's file.
struct FileSums {
    /// Which sums of the thread's these are.
    sums: Range<usize>,
    /// The conversations that the file has: of these the ledger does not count.
    conversations: Vec<Fingerprint>,
    /// What the file will be known by.
    stamp: Option<Stamp>,
}

impl Found<'_> {
    fn conversations(&self) -> &[Fingerprint] {
        match self {
            Self::Kept(cached) => cached.conversations(),
            Self::Read(file) => &file.conversations,
        }
    }
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
        let mut cached = Vec::new();
        let cache = match &kept_in {
            Some(path) => Cache::read(path, zone, &mut cached),
            None => Cache::default(),
        };
        let read_bytes = AtomicU64::new(0);
        let work = |places: &mut dyn Iterator<Item = usize>| -> StoreResult<Added<'_>> {
            let (mut sums, mut users) = (DailySums::new(zone), Vec::new());
            for user in places {
                let id = &ids[user];
                let found = match self.kept_of(id, &cache) {
                    Some(kept) => Found::Kept(kept),
                    None => Found::Read(self.add_up(id, &mut sums, keeping.now, &read_bytes)?),
                };
                users.push(UserSums { user, found });
            }
            Ok(Added { sums, users })
        };
        let threads = in_threads(ids.len(), &work)?;
        if Generation::of(&self.layout)? != known {
            return Err(StoreError::ReplacedMeanwhile {
                location: self.location.to_string(),
            });
        }
        let mut counted = HashMap::new();
        for Added { sums, users } in &threads {
            for UserSums { user, found } in users {
                let user = &ids[*user];
                match found {
                    Found::Read(file) => sums.visit(user, file.sums.clone(), visit),
                    Found::Kept(kept) => {
                        cache.visit_sums(kept, |(provider, model), day, totals| {
                            visit(&DailyUsage {
                                user,
                                provider,
                                model,
                                day,
                                totals,
                            });
                        });
                    }
                }
                counted.insert(user, found.conversations());
            }
        }
        // The ledger comes after the files: what is deleted meanwhile was seen there, or is seen here, but not twice.
        self.visit_ledger_by_day(wanted.as_ref(), zone, &counted, visit)?;
        let read_bytes = read_bytes.into_inner();
        if let Some(path) = kept_in
            && read_bytes >= keeping.worth_bytes
        {
            // Where it cannot be kept, there is nothing lost but time.
            let draft = draft(&cache, &ids, &threads);
            let _ = draft.and_then(|draft| draft.write(&path, zone));
        }
        Ok(read_bytes)
    }

    /// Returns where this machine keeps sums; `None` where there is no home to have it in.
    fn place_of_sums(&self) -> Option<PathBuf> {
        let folder = machine_folder_of(&self.location, &self.options).ok()?;
        Some(cache::path_in(&folder))
    }

    /// Deletes the sums that are kept, as somebody is in them who is to be erased. What other accounts of this machine keep is
    /// out of reach, and has nothing that the ledger has not.
    pub(super) fn forget_sums(&self) {
        if let Some(path) = self.place_of_sums() {
            // There may be none.
            let _ = fs::remove_file(path);
        }
    }

    /// Returns what is kept of a user's file, if that is still the same and all of it can be read.
    fn kept_of<'c>(&self, user: &UserId, cache: &'c Cache<'c>) -> Option<&'c CachedUser<'c>> {
        let kept = cache.of_user(user)?;
        let metadata = fs::metadata(self.layout.user_file(user)).ok()?;
        let is_same = Stamp::of(&metadata) == kept.stamp();
        (is_same && cache.visit_sums(kept, |_, _, _| ())).then_some(kept)
    }

    /// Adds what the replies in a user's file took.
    fn add_up(
        &self,
        user: &UserId,
        sums: &mut DailySums,
        now: SystemTime,
        read_bytes: &AtomicU64,
    ) -> StoreResult<FileSums> {
        let path = self.layout.user_file(user);
        sums.begin_user();
        let mut conversations = Vec::new();
        let Some(file) = DataFile::open(&path, LockKind::Shared, &self.patience())? else {
            return Ok(FileSums {
                sums: sums.of_present_user(),
                conversations,
                stamp: None,
            });
        };
        let stamp = Stamp::of(&file.metadata()?);
        let stamp = Some(stamp).filter(|it| it.is_settled(file.text.len(), now));
        read_bytes.fetch_add(file.text.len() as u64, Ordering::Relaxed);
        let passed = pass_replies(
            &file.text,
            &mut |id| conversations.push(fingerprint(id)),
            &mut |reply| sums.add_passed(reply),
        );
        if passed.is_err() {
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
        }
        Ok(FileSums {
            sums: sums.of_present_user(),
            conversations,
            stamp,
        })
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

/// Returns what is to be kept for the next time.
fn draft(cache: &Cache<'_>, ids: &[UserId], threads: &[Added<'_>]) -> io::Result<CacheDraft> {
    let mut draft = CacheDraft::beside(cache);
    for Added { sums, users } in threads {
        for UserSums { user, found } in users {
            let kept = match found {
                Found::Kept(cached) => draft.keep_on(cached),
                Found::Read(file) => match file.stamp {
                    Some(stamp) => {
                        let of_file = (sums, sums.sums(file.sums.clone()));
                        draft.keep(&ids[*user], stamp, &file.conversations, of_file)
                    }
                    None => Ok(()),
                },
            };
            kept.map_err(io::Error::other)?;
        }
    }
    Ok(draft)
}

fn fingerprint(conversation: &str) -> Fingerprint {
    let digest = Sha256::digest(conversation);
    *digest.first_chunk().expect("a digest has 32 bytes")
}
