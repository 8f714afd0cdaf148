//! Sums of files that did not change since they were read, kept on this machine beside the store.
//!
//! A file counts as unchanged if it is the same file, of the same size, last written and changed at the same nanosecond. The
//! web app writes in place, and a clock of the file system ticks every few milliseconds: so what was changed less than two
//! seconds before it was read is left out. The whole can be deleted at any time, and is not read if a bit of it is wrong.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::mem;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::Fingerprint;
use crate::model::{CostSum, Totals, UserId};
use crate::store::daily_usage::{DailySum, DailySums};

/// Names the form of what follows; another form gets another number.
const FORM: &str = "chatkeep sums by day 2";
/// What was changed less than this before it was read may change again and look the same.
const SETTLED_AFTER: Duration = Duration::from_secs(2);
/// Where the day stands that is not known.
const NO_DAY: i32 = i32::MIN;

/// What a file is known by: if this is the same, so is the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    device: u64,
    inode: u64,
    size_bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size_bytes: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Whether a file of so many bytes, which was begun to be read then, is known by this from now on.
    pub(super) fn is_settled(&self, read_bytes: usize, read_at: SystemTime) -> bool {
        let settled = read_at.checked_sub(SETTLED_AFTER);
        let settled = settled.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let latest = self.modified.max(self.changed);
        settled.is_some_and(|settled| {
            let nanos = i64::from(settled.subsec_nanos());
            i64::try_from(settled.as_secs()).is_ok_and(|seconds| latest < (seconds, nanos))
        }) && self.size_bytes == read_bytes as u64
    }
}

/// What is kept of all users, found in the bytes that were read.
#[derive(Default)]
pub(super) struct Cache<'b> {
    models: Vec<(&'b str, &'b str)>,
    users: HashMap<&'b str, CachedUser<'b>>,
}

/// What is kept of one user's file.
#[derive(Serialize, Deserialize)]
pub(super) struct CachedUser<'b> {
    id: &'b str,
    stamp: Stamp,
    /// One fingerprint after the other.
    conversations: &'b [u8],
    /// One [`CachedSum`] after the other. They are read when they are needed, by the thread that needs them.
    sums: &'b [u8],
}

#[derive(Serialize, Deserialize)]
struct CachedSum {
    model: u32,
    day: i32,
    replies: u64,
    input_tokens: u64,
    output_tokens: u64,
    total_tokens: u64,
    cost: (i128, i128),
    unknown_costs: u64,
    errors: u64,
    interrupted: u64,
}

impl<'b> Cache<'b> {
    /// Reads what is kept in this file for days of this zone; nothing, if there is none that can be used. Uses `bytes`.
    pub(super) fn read(path: &Path, zone: Tz, bytes: &'b mut Vec<u8>) -> Self {
        *bytes = fs::read(path).unwrap_or_default();
        let sealed = bytes.strip_prefix(head(zone).as_bytes());
        let Some((sum, content)) = sealed.and_then(|sealed| sealed.split_first_chunk()) else {
            return Self::default();
        };
        if u32::from_le_bytes(*sum) != checksum(&[content]) {
            return Self::default();
        }
        Self::of_content(content).unwrap_or_default()
    }

    fn of_content(content: &'b [u8]) -> postcard::Result<Self> {
        let (models, mut rest) = postcard::take_from_bytes(content)?;
        let mut users = HashMap::new();
        while !rest.is_empty() {
            let (user, after): (CachedUser<'_>, _) = postcard::take_from_bytes(rest)?;
            users.insert(user.id, user);
            rest = after;
        }
        Ok(Self { models, users })
    }

    /// Returns what is kept of a user.
    pub(super) fn of_user(&self, user: &UserId) -> Option<&CachedUser<'b>> {
        self.users.get(user.as_str())
    }

    /// Hands each sum that is kept of a user to `visit`, with its provider and model. Returns whether all could be read.
    pub(super) fn visit_sums(
        &self,
        user: &CachedUser<'_>,
        mut visit: impl FnMut((&'b str, &'b str), Option<NaiveDate>, &Totals),
    ) -> bool {
        let mut rest = user.sums;
        while !rest.is_empty() {
            let Ok((cached, after)) = postcard::take_from_bytes::<CachedSum>(rest) else {
                return false;
            };
            rest = after;
            let model = self.models.get(cached.model as usize);
            let day = NaiveDate::from_num_days_from_ce_opt(cached.day);
            let (Some(model), true) = (model, day.is_some() || cached.day == NO_DAY) else {
                return false;
            };
            visit(*model, day, &cached.totals());
        }
        true
    }
}

impl<'b> CachedUser<'b> {
    /// Returns what the file was known by.
    pub(super) fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Returns what stands for the file's conversations.
    pub(super) fn conversations(&self) -> &'b [Fingerprint] {
        self.conversations.as_chunks().0
    }
}

/// What is to be kept, in the making.
pub(super) struct CacheDraft {
    models: Vec<(String, String)>,
    /// One [`CachedUser`] after the other.
    users: Vec<u8>,
}

impl CacheDraft {
    /// Begins one into which users of this cache can be taken over.
    pub(super) fn beside(cache: &Cache<'_>) -> Self {
        let own = |(provider, model): &(&str, &str)| ((*provider).to_owned(), (*model).to_owned());
        Self {
            models: cache.models.iter().map(own).collect(),
            users: Vec::new(),
        }
    }

    /// Keeps what was kept already.
    pub(super) fn keep_on(&mut self, cached: &CachedUser<'_>) -> postcard::Result<()> {
        self.users = postcard::to_extend(cached, mem::take(&mut self.users))?;
        Ok(())
    }

    /// Keeps what was added up of a user's file.
    pub(super) fn keep(
        &mut self,
        user: &UserId,
        stamp: Stamp,
        conversations: &[Fingerprint],
        (all, sums): (&DailySums, &[DailySum]),
    ) -> postcard::Result<()> {
        let mut cached_sums = Vec::with_capacity(sums.len() * 32);
        for sum in sums {
            let model = self.place_of_model(all.model(sum.model));
            cached_sums = postcard::to_extend(&CachedSum::of(model, sum), cached_sums)?;
        }
        self.keep_on(&CachedUser {
            id: user.as_str(),
            stamp,
            conversations: conversations.as_flattened(),
            sums: &cached_sums,
        })
    }

    fn place_of_model(&mut self, known: &(String, String)) -> u32 {
        let place = self.models.iter().position(|model| model == known);
        let place = place.unwrap_or_else(|| {
            self.models.push(known.clone());
            self.models.len() - 1
        });
        u32::try_from(place).expect("so many models fit no memory")
    }

    /// Puts it into this file, for its owner alone. It need not outlast a power cut.
    pub(super) fn write(&self, path: &Path, zone: Tz) -> io::Result<()> {
        let folder = crate::files::folder_of(path);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let models = postcard::to_stdvec(&self.models).map_err(io::Error::other)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(head(zone).as_bytes())?;
        file.write_all(&checksum(&[&models, &self.users]).to_le_bytes())?;
        file.write_all(&models)?;
        file.write_all(&self.users)?;
        file.persist(path).map(drop).map_err(|error| error.error)
    }
}

impl CachedSum {
    fn of(model: u32, sum: &DailySum) -> Self {
        let totals = &sum.totals;
        Self {
            model,
            day: sum.day.map_or(NO_DAY, |day| day.num_days_from_ce()),
            replies: totals.replies,
            input_tokens: totals.input_tokens,
            output_tokens: totals.output_tokens,
            total_tokens: totals.total_tokens,
            cost: totals.cost.parts(),
            unknown_costs: totals.unknown_costs,
            errors: totals.errors,
            interrupted: totals.interrupted,
        }
    }

    fn totals(&self) -> Totals {
        Totals {
            replies: self.replies,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            total_tokens: self.total_tokens,
            cost: CostSum::of_parts(self.cost),
            unknown_costs: self.unknown_costs,
            errors: self.errors,
            interrupted: self.interrupted,
        }
    }
}

/// Returns where the sums of a store are kept, in its folder on this machine.
pub(super) fn path_in(folder: &Path) -> PathBuf {
    folder.join("sums-by-day")
}

fn head(zone: Tz) -> String {
    format!("{FORM} {}\n", zone.name())
}

fn checksum(parts: &[&[u8]]) -> u32 {
    let mut sum = flate2::Crc::new();
    parts.iter().for_each(|part| sum.update(part));
    sum.sum()
}
