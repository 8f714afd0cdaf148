//! Two stores compared part by part.

use std::collections::{BTreeSet, HashMap};
use std::sync::mpsc::sync_channel;
use std::thread;

use super::PartProgress;
use super::contents::{self, Counts, DocumentDigest, conversations, user_part};
use crate::model::{ConversationId, UserId};
use crate::store::{EntryName, Location, Snapshot, Store, StoreResult};

/// How many users' data may be read and not compared yet.
const AHEAD: usize = 2;
/// How many conversations of one user are named that differ.
const NAMED: usize = 5;

/// What two stores hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct StoreComparison {
    /// How much the first holds.
    pub first: Counts,
    /// How much the second holds.
    pub second: Counts,
    /// What differs, in the order of users; nothing if they hold the same.
    pub differences: Vec<Difference>,
}

/// Two stores that were compared.
#[derive(Debug)]
pub struct VerifiedStores {
    /// Where the first is.
    pub first: Location,
    /// Where the second is.
    pub second: Location,
    /// What they were found to be.
    pub comparison: StoreComparison,
}

impl VerifiedStores {
    /// Compares two stores as they are now.
    pub fn of(
        first: &dyn Store,
        second: &dyn Store,
        progress: &mut PartProgress<'_>,
    ) -> StoreResult<Self> {
        let snapshots = (first.snapshot()?, second.snapshot()?);
        Ok(Self {
            first: first.location().clone(),
            second: second.location().clone(),
            comparison: compare(&*snapshots.0, &*snapshots.1, progress)?,
        })
    }
}

/// A difference between two stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The first alone has the account.
    AccountMissing(UserId),
    /// The second alone has the account.
    AccountAdded(UserId),
    /// The accounts are not the same.
    AccountChanged(UserId),
    /// The accounts are the same, in another order.
    OrderOfAccounts,
    /// The first alone has data of that user.
    DataMissing(UserId),
    /// The second alone has data of that user.
    DataAdded(UserId),
    /// The data are not the same.
    DataChanged {
        /// Whose.
        user: UserId,
        /// The first of the conversations that differ or that only one has; none if it is something else.
        conversations: Vec<ConversationId>,
    },
    /// The ledgers have not the same entries.
    Ledger,
}

/// Compares what two stores hold: accounts, users' data and ledgers. Settings belong to each of them.
pub fn compare(
    first: &dyn Snapshot,
    second: &dyn Snapshot,
    progress: &mut PartProgress<'_>,
) -> StoreResult<StoreComparison> {
    let mut comparison = StoreComparison {
        first: Counts::default(),
        second: Counts::default(),
        differences: Vec::new(),
    };
    comparison.accounts(first, second)?;
    comparison.data(first, second, progress)?;
    comparison.ledgers(first, second)?;
    Ok(comparison)
}

fn read(snapshot: &dyn Snapshot, entry: &EntryName) -> StoreResult<Option<String>> {
    match snapshot.read(entry)? {
        Some(bytes) => contents::text(entry, bytes).map(Some),
        None => Ok(None),
    }
}

impl StoreComparison {
    fn accounts(&mut self, first: &dyn Snapshot, second: &dyn Snapshot) -> StoreResult<()> {
        let entry = EntryName::Users;
        let accounts = |snapshot| -> StoreResult<Vec<(UserId, DocumentDigest)>> {
            let text = read(snapshot, &entry)?.unwrap_or_default();
            contents::accounts(&entry, &text)
        };
        let (ours, theirs) = (accounts(first)?, accounts(second)?);
        self.first.users = ours.len() as u64;
        self.second.users = theirs.len() as u64;
        let by_id: HashMap<&UserId, &DocumentDigest> =
            theirs.iter().map(|(id, digest)| (id, digest)).collect();
        let known: BTreeSet<&UserId> = ours.iter().map(|(id, _)| id).collect();
        let before = self.differences.len();
        for (id, digest) in &ours {
            match by_id.get(id) {
                None => self
                    .differences
                    .push(Difference::AccountMissing(id.clone())),
                Some(other) if *other != digest => {
                    self.differences
                        .push(Difference::AccountChanged(id.clone()));
                }
                Some(_) => {}
            }
        }
        let added = theirs.iter().filter(|(id, _)| !known.contains(id));
        self.differences
            .extend(added.map(|(id, _)| Difference::AccountAdded(id.clone())));
        let is_ordered = ours
            .iter()
            .map(|(id, _)| id)
            .eq(theirs.iter().map(|(id, _)| id));
        if self.differences.len() == before && !is_ordered {
            self.differences.push(Difference::OrderOfAccounts);
        }
        Ok(())
    }

    /// Compares users' data.
    fn data(
        &mut self,
        first: &dyn Snapshot,
        second: &dyn Snapshot,
        progress: &mut PartProgress<'_>,
    ) -> StoreResult<()> {
        let users = |snapshot: &dyn Snapshot| -> BTreeSet<UserId> {
            let user = |entry: &EntryName| match entry {
                EntryName::UserData(user) => Some(user.clone()),
                _ => None,
            };
            snapshot.entries().iter().filter_map(user).collect()
        };
        let (ours, theirs) = (users(first), users(second));
        let all: Vec<(UserId, bool, bool)> = ours
            .union(&theirs)
            .map(|user| (user.clone(), ours.contains(user), theirs.contains(user)))
            .collect();
        // Read in this thread, and compared in another.
        let found = thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<BothTexts>(AHEAD);
            let comparing = scope.spawn(move || {
                let compared = receiver.into_iter().map(BothTexts::compare);
                compared.collect::<StoreResult<Vec<Compared>>>()
            });
            for (done, (user, in_first, in_second)) in all.iter().enumerate() {
                let entry = EntryName::UserData(user.clone());
                let of = |snapshot, is_there| match is_there {
                    true => read(snapshot, &entry),
                    false => Ok(None),
                };
                let both = BothTexts {
                    user: user.clone(),
                    ours: of(first, *in_first)?,
                    theirs: of(second, *in_second)?,
                };
                // Nobody listens any more after an error on the other side.
                if sender.send(both).is_err() {
                    break;
                }
                progress(done + 1, all.len());
            }
            drop(sender);
            comparing.join().expect("comparing does not panic")
        })?;
        for compared in found {
            self.first += compared.first;
            self.second += compared.second;
            self.differences.extend(compared.difference);
        }
        Ok(())
    }

    fn ledgers(&mut self, first: &dyn Snapshot, second: &dyn Snapshot) -> StoreResult<()> {
        let lines = |snapshot: &dyn Snapshot| -> StoreResult<Vec<String>> {
            if !snapshot.entries().contains(&EntryName::Ledger) {
                return Ok(Vec::new());
            }
            let text = read(snapshot, &EntryName::Ledger)?.unwrap_or_default();
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let mut lines: Vec<String> = lines.map(str::to_owned).collect();
            lines.sort_unstable();
            Ok(lines)
        };
        let (ours, theirs) = (lines(first)?, lines(second)?);
        self.first.ledger = ours.len() as u64;
        self.second.ledger = theirs.len() as u64;
        if ours != theirs {
            self.differences.push(Difference::Ledger);
        }
        Ok(())
    }
}

/// One user's data in both.
struct Compared {
    first: Counts,
    second: Counts,
    difference: Option<Difference>,
}

/// One user's data as both have them.
struct BothTexts {
    user: UserId,
    ours: Option<String>,
    theirs: Option<String>,
}

impl BothTexts {
    fn compare(self) -> StoreResult<Compared> {
        let Self { user, ours, theirs } = self;
        let entry = EntryName::UserData(user.clone());
        let part = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| user_part(&entry, text)).transpose()
        };
        let (our_part, their_part) = (part(&ours)?, part(&theirs)?);
        let difference = match (&our_part, &their_part) {
            (Some(ours), Some(theirs)) if ours.digest == theirs.digest => None,
            (None, None) => None,
            (Some(_), None) => Some(Difference::DataMissing(user)),
            (None, Some(_)) => Some(Difference::DataAdded(user)),
            (Some(_), Some(_)) => {
                let ours = conversations(&entry, ours.as_deref().unwrap_or_default())?;
                let theirs = conversations(&entry, theirs.as_deref().unwrap_or_default())?;
                let ids: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
                let differing = ids
                    .into_iter()
                    .filter(|id| ours.get(*id) != theirs.get(*id));
                let conversations = differing.take(NAMED).map(ConversationId::new).collect();
                Some(Difference::DataChanged {
                    user,
                    conversations,
                })
            }
        };
        let counts =
            |part: Option<contents::UserPart>| part.map(|part| part.counts).unwrap_or_default();
        Ok(Compared {
            first: counts(our_part),
            second: counts(their_part),
            difference,
        })
    }
}
