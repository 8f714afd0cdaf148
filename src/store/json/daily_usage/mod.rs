//! Adding up what replies took, in one pass over each user's file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono_tz::Tz;

use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::generation::Generation;
use super::threads::in_threads;
use crate::model::{ConversationId, UserId};
use crate::store::daily_usage::DailySums;
use crate::store::user_file::{UserFile, pass_replies};
use crate::store::{DailyUsageVisitor, LedgerEntry, StoreError, StoreResult};

/// What was added up of one user's file.
struct UserSums {
    /// The place of the user among those that are gone through.
    user: usize,
    /// Where the sums are among those of the thread.
    sums: Range<usize>,
    /// The conversations that the file has: of these the ledger does not count.
    conversations: HashSet<String>,
}

impl JsonStore {
    pub(super) fn visit_sums_by_day(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        let known = self.steady_generation()?;
        let mut ids = self.user_ids()?;
        ids.retain(|id| users.is_none_or(|users| users.contains(id)));
        let next = AtomicUsize::new(0);
        let work = || -> StoreResult<_> {
            let (mut sums, mut of_users) = (DailySums::new(zone), Vec::new());
            loop {
                let user = next.fetch_add(1, Ordering::Relaxed);
                let Some(id) = ids.get(user) else {
                    return Ok((sums, of_users));
                };
                sums.begin_user();
                let conversations = self.add_up_user(id, &mut sums)?;
                of_users.push(UserSums {
                    user,
                    sums: sums.of_present_user(),
                    conversations,
                });
            }
        };
        let threads = in_threads(ids.len(), &work)?;
        if Generation::of(&self.layout)? != known {
            return Err(StoreError::ReplacedMeanwhile {
                location: self.location.to_string(),
            });
        }
        let mut counted = HashMap::new();
        for (sums, of_users) in &threads {
            for one in of_users {
                sums.visit(&ids[one.user], one.sums.clone(), visit);
                counted.insert(&ids[one.user], &one.conversations);
            }
        }
        // The ledger comes after the files: what is deleted meanwhile was seen there, or is seen here, but not twice.
        self.visit_ledger_by_day(users, zone, &counted, visit)
    }

    /// Adds what the replies in a user's file took. Returns the file's conversations.
    fn add_up_user(&self, user: &UserId, sums: &mut DailySums) -> StoreResult<HashSet<String>> {
        let path = self.layout.user_file(user);
        let mut conversations = HashSet::new();
        let Some(file) = DataFile::open(&path, LockKind::Shared, &self.patience())? else {
            return Ok(conversations);
        };
        let passed = pass_replies(
            &file.text,
            &mut |id| {
                conversations.insert(id.to_owned());
            },
            &mut |reply| sums.add_passed(reply),
        );
        if passed.is_ok() {
            return Ok(conversations);
        }
        sums.begin_user_again();
        conversations.clear();
        let read = UserFile::parse(&file.text).and_then(|file| {
            for conversation in file.conversations()?.all_replies() {
                let (id, replies) = conversation?;
                replies.iter().for_each(|reply| sums.add_reply(reply));
                conversations.insert(id.to_owned());
            }
            Ok(())
        });
        read.map_err(|cause| StoreError::damaged(path, cause))?;
        Ok(conversations)
    }

    /// Hands to `visit` what the ledger has of conversations that were not counted.
    fn visit_ledger_by_day(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        counted: &HashMap<&UserId, &HashSet<String>>,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        let ledger = self.ledger()?;
        let mut sums: HashMap<&UserId, DailySums> = HashMap::new();
        for LedgerEntry {
            user,
            conversation,
            reply,
            ..
        } in &ledger
        {
            let is_wanted = users.is_none_or(|users| users.contains(user));
            let is_counted = |conversations: &&HashSet<String>| {
                conversations.contains(ConversationId::as_str(conversation))
            };
            if is_wanted && !counted.get(user).is_some_and(is_counted) {
                let sums = sums.entry(user).or_insert_with(|| DailySums::new(zone));
                sums.add_reply(reply);
            }
        }
        for (user, sums) in &sums {
            sums.visit(user, sums.of_present_user(), visit);
        }
        Ok(())
    }
}
