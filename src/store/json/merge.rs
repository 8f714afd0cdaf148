//! One account going over into another, by one intent.
//!
//! The ledger goes first, then the file of the account that stays, then the account that goes, and its file last: so nothing is
//! ever in no place. What fails before the first of them is changed leaves all as it was. What is cut short once it is noted is finished
//! by the next command, which does all of it again on what it finds. Until then a conversation that has moved counts twice for who only
//! reads.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::intent::Step;
use super::recent::{RecentTurn, Version};
use super::replace::{self, Written, or_blank};
use super::replaced;
use super::users_file;
use super::writing::{Attempt, Writer};
use crate::files::Draft;
use crate::model::document::{Object, spliced};
use crate::model::{ConversationId, Document, Malformed, UserId, replies_in};
use crate::store::merging::{Coming, Leaving, LedgerMove, Sides, Stance, around};
use crate::store::put_back::UserContents;
use crate::store::user_file::{self, UserFile};
use crate::store::{EntryName, LedgerEntry, MergedUsers, Notice, StoreError, StoreResult};

/// Who goes over into whom, and when.
struct Merge<'m> {
    store: &'m JsonStore,
    from: &'m UserId,
    into: &'m UserId,
    at: DateTime<Utc>,
}

/// How far it has come.
struct Progress {
    stance: Stance,
    /// Whether anything is changed.
    is_begun: bool,
    /// What was to be done at first. Later there may be less left to do.
    planned: Option<MergedUsers>,
}

/// The users' files, locked.
struct Files {
    from: Option<DataFile>,
    into: Option<DataFile>,
}

/// How all is to change.
struct Plan {
    /// The new text of the file of the account that stays; `None` if it is as it is.
    text: Option<String>,
    coming: Coming,
    of_into: HashSet<ConversationId>,
    merged: MergedUsers,
}

impl JsonStore {
    pub(super) fn would_merge_accounts(
        &self,
        from: &UserId,
        into: &UserId,
    ) -> StoreResult<MergedUsers> {
        let at = DateTime::UNIX_EPOCH;
        let merge = Merge {
            store: self,
            from,
            into,
            at,
        };
        let (_, users) = self.read_users()?;
        let texts = [from, into].map(|user| self.read(&self.layout.user_file(user)));
        let [theirs, present] = texts;
        let (theirs, present) = (theirs?, present?);
        let plan = merge.plan(
            &users,
            theirs.as_deref(),
            present.as_deref(),
            Stance::Refusing,
        )?;
        let ledger = LedgerMove::plan(&self.ledger()?, merge.sides(&plan));
        Ok(plan.told(&ledger))
    }

    pub(super) fn merge_accounts(
        &self,
        from: &UserId,
        into: &UserId,
        at: DateTime<Utc>,
    ) -> StoreResult<MergedUsers> {
        let merge = Merge {
            store: self,
            from,
            into,
            at,
        };
        let writer = Writer::begin(self, LockKind::Shared)?;
        let mut progress = Progress {
            stance: Stance::Refusing,
            is_begun: false,
            planned: None,
        };
        let outcome = writer.until_done(|| merge.attempt(&writer, &mut progress));
        match outcome {
            Err(cause) if progress.is_begun => {
                writer.leave_unfinished();
                Err(StoreError::MergeBegun {
                    from: from.clone(),
                    into: into.clone(),
                    cause: Box::new(cause),
                })
            }
            other => other.map(|()| progress.planned.unwrap_or_default()),
        }
    }

    /// Finishes what was cut short. If the two cannot become one any more, that is told, and they stay as they are.
    pub(super) fn finish_merging(
        &self,
        writer: &Writer<'_>,
        from: &UserId,
        into: &UserId,
        at: DateTime<Utc>,
    ) -> StoreResult<()> {
        let merge = Merge {
            store: self,
            from,
            into,
            at,
        };
        let mut progress = Progress {
            stance: Stance::Finishing,
            is_begun: true,
            planned: None,
        };
        let outcome = writer.until_done(|| merge.attempt(writer, &mut progress));
        let (from, into) = (from.clone(), into.clone());
        match outcome {
            Ok(()) => self.notify(Notice::MergeFinished { from, into }),
            Err(
                error @ (StoreError::ConversationsDiffer { .. }
                | StoreError::UserNotFound { .. }
                | StoreError::Damaged { .. }),
            ) => {
                let reason = error.to_string();
                self.notify(Notice::MergeUnfinished { from, into, reason });
            }
            // There are no accounts at all.
            Err(StoreError::Missing { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

impl Merge<'_> {
    /// Does all that is left to do.
    fn attempt(&self, writer: &Writer<'_>, progress: &mut Progress) -> StoreResult<Attempt<()>> {
        let store = self.store;
        let users = writer.users(LockKind::Exclusive)?;
        let files = self.lock_files(writer)?;
        let texts =
            [&files.from, &files.into].map(|file| file.as_ref().map(|file| file.text.as_str()));
        let plan = self.plan(&users.text, texts[0], texts[1], progress.stance)?;
        self.settle(&files, &plan)?;
        let ledger = writer.private_file(&EntryName::Ledger)?;
        let entries = self.entries_in(ledger.as_ref())?;
        let moved = LedgerMove::plan(&entries, self.sides(&plan));
        if progress.stance == Stance::Refusing {
            let step = Step::merge(self.from, self.into, self.at);
            writer.intent()?.note_durably(&step)?;
            progress.planned = Some(plan.told(&moved));
        }
        // Written before anything changes: nothing takes more room, or is refused sooner.
        let draft = self.draft(writer, &files, &plan)?;
        store.note_merged(self.from, self.into)?;
        let mut written = Written::Yes;
        if let Some(ledger) = ledger.filter(|_| moved.is_change()) {
            let lines = moved.applied(entries, self.sides(&plan));
            let text: String = lines.iter().map(LedgerEntry::to_line).collect();
            written = writer.replace(&EntryName::Ledger, &ledger, &[&or_blank(text)], |_| {
                progress.begin()
            })?;
        }
        if let Written::Yes = written {
            written = self.write_into(writer, &users, &files, &plan, draft, progress)?;
        }
        if let Written::Yes = written {
            written = self.remove_account(writer, &users, progress)?;
        }
        if let Written::Yes = written {
            self.remove_rest(&files)?;
        }
        Ok(Attempt::after(written, ()))
    }

    /// Locks the files of both, by ascending id.
    fn lock_files(&self, writer: &Writer<'_>) -> StoreResult<Files> {
        let (from, into);
        if self.from < self.into {
            from = writer.user_file(self.from)?;
            into = writer.user_file(self.into)?;
        } else {
            into = writer.user_file(self.into)?;
            from = writer.user_file(self.from)?;
        }
        Ok(Files { from, into })
    }

    /// Settles what became of turns beside the web app, in a file that goes and in one that is about to be written.
    fn settle(&self, files: &Files, plan: &Plan) -> StoreResult<()> {
        let into = files.into.as_ref().filter(|_| plan.text.is_some());
        for (user, file) in [(self.from, files.from.as_ref()), (self.into, into)] {
            let Some(file) = file else { continue };
            let damaged = |cause| StoreError::damaged(&file.path, cause);
            let parsed = UserFile::parse(&file.text).map_err(damaged)?;
            self.store.report_dropped_turns(user, file, &parsed)?;
            self.store.settle_turns(user, file, &parsed)?;
        }
        Ok(())
    }

    /// Works out what changes in the users' files. Both accounts must be there; the one that goes may be gone where that is finished.
    fn plan(
        &self,
        users: &str,
        from: Option<&str>,
        into: Option<&str>,
        stance: Stance,
    ) -> StoreResult<Plan> {
        let damaged = |user: &UserId| {
            let path = self.store.layout.user_file(user);
            move |cause: Malformed| StoreError::damaged(&path, cause)
        };
        let mut merged = MergedUsers::default();
        self.check_accounts(users, stance, &mut merged)?;
        let mut leaving = Leaving::read(from).map_err(damaged(self.from))?;
        let into = into.unwrap_or(user_file::EMPTY);
        let of_into = damaged(self.into);
        let present = UserContents::read(into).map_err(&of_into)?;
        let present: HashMap<ConversationId, Document> =
            present.conversations.into_iter().collect();
        let conversations = std::mem::take(&mut leaving.contents.conversations);
        let coming = Coming::compare(conversations, &present, stance).map_err(&of_into)?;
        if !coming.differing.is_empty() {
            return Err(StoreError::ConversationsDiffer {
                from: self.from.clone(),
                into: self.into.clone(),
                ids: coming.differing,
            });
        }
        for (_, document) in &coming.moved {
            let replies = replies_in(document.as_str(), 0).map_err(damaged(self.from))?;
            replies.iter().for_each(|reply| merged.totals.add(reply));
        }
        merged.conversations = coming.moved.len();
        merged.conversations_same = coming.same;
        let around = around(&leaving, into).map_err(&of_into)?;
        merged.note_around(&around);
        let text = with_coming(around.text, into, &coming).map_err(&of_into)?;
        Ok(Plan {
            text,
            of_into: present.into_keys().collect(),
            coming,
            merged,
        })
    }

    fn check_accounts(
        &self,
        users: &str,
        stance: Stance,
        merged: &mut MergedUsers,
    ) -> StoreResult<()> {
        let damaged = |cause| StoreError::damaged(self.store.layout.users(), cause);
        let accounts = Object::parse(users).map_err(damaged)?;
        match accounts.get(self.from.as_str()) {
            Some(account) => merged.drop_account(account.value).map_err(damaged)?,
            None if stance == Stance::Finishing => {}
            None => return Err(StoreError::user_not_found(self.from.as_str())),
        }
        match accounts.get(self.into.as_str()) {
            Some(_) => Ok(()),
            None => Err(StoreError::user_not_found(self.into.as_str())),
        }
    }

    fn sides<'s>(&'s self, plan: &'s Plan) -> Sides<'s> {
        Sides {
            from: self.from,
            into: self.into,
            of_from: &plan.coming.of_from,
            of_into: &plan.of_into,
        }
    }

    fn entries_in(&self, ledger: Option<&DataFile>) -> StoreResult<Vec<LedgerEntry>> {
        let Some(file) = ledger else {
            return Ok(Vec::new());
        };
        LedgerEntry::read_all(&file.text).map_err(|cause| StoreError::damaged(&file.path, cause))
    }

    /// Writes what will be in the place of the file of the account that stays, if that has one and it changes.
    fn draft(&self, writer: &Writer<'_>, files: &Files, plan: &Plan) -> StoreResult<Option<Draft>> {
        let (Some(file), Some(text)) = (&files.into, &plan.text) else {
            return Ok(None);
        };
        let hidden = writer.hidden_name(&self.entry(), &file.path)?;
        replace::draft_for(file, &hidden, &[text]).map(Some)
    }

    fn entry(&self) -> EntryName {
        EntryName::UserData(self.into.clone())
    }

    /// Has the account that stays have everything.
    fn write_into(
        &self,
        writer: &Writer<'_>,
        users: &DataFile,
        files: &Files,
        plan: &Plan,
        draft: Option<Draft>,
        progress: &mut Progress,
    ) -> StoreResult<Written> {
        let Some(text) = &plan.text else {
            return Ok(Written::Yes);
        };
        let before = |draft: &Draft| {
            progress.begin()?;
            let new = Version::of(draft.file(), draft.path())?;
            self.note_moved(plan, new)?;
            let present = files.into.as_ref().map(DataFile::version).transpose()?;
            self.store.note_versions(self.into, present, new)
        };
        match (&files.into, draft) {
            (Some(file), Some(draft)) => writer.put_in_place(&self.entry(), file, draft, before),
            _ => writer.create_user_file(&self.entry(), users, &[text], before),
        }
    }

    /// Remembers what comes, in a store in which the web app may drop it with a stale copy of that file.
    fn note_moved(&self, plan: &Plan, version: Version) -> StoreResult<()> {
        if !self.store.is_shared()? {
            return Ok(());
        }
        let moved = plan.coming.moved.iter().chain(&plan.coming.longer);
        let noted: Vec<RecentTurn> = moved
            .map(|(id, document)| RecentTurn::of_conversation(id, document, self.at, version))
            .collect();
        self.store.note_turns(self.into, &noted)
    }

    /// Takes the account out that goes, if it is there.
    fn remove_account(
        &self,
        writer: &Writer<'_>,
        users: &DataFile,
        progress: &mut Progress,
    ) -> StoreResult<Written> {
        let splice = self
            .store
            .in_users_file(users_file::remove(&users.text, self.from))?;
        let Some(splice) = splice else {
            return Ok(Written::Yes);
        };
        let mut splices = [splice];
        let pieces = spliced(&users.text, &mut splices);
        writer.replace(&EntryName::Users, users, &pieces, |_| progress.begin())
    }

    /// Removes what else there is of the account that is gone. What the web app may write into its file meanwhile is a conflict, and
    /// what it dropped can be put back where the conversations are now.
    fn remove_rest(&self, files: &Files) -> StoreResult<()> {
        let store = self.store;
        if let Some(file) = &files.from {
            if store.is_shared()? {
                replaced::keep(&store.layout, file)?;
            }
            replace::remove(&file.path)?;
        }
        store.hand_over_dropped_turns(self.from, self.into)?;
        store.forget_user(self.from)
    }
}

impl Progress {
    /// Says that something is about to change: from now on all of it is done.
    fn begin(&mut self) -> StoreResult<()> {
        self.is_begun = true;
        self.stance = Stance::Finishing;
        Ok(())
    }
}

impl Plan {
    fn told(&self, ledger: &LedgerMove) -> MergedUsers {
        let mut merged = self.merged.clone();
        merged.note_ledger(ledger);
        merged
    }
}

/// Returns the text of a user's file with the conversations that come; `None` if that is as it is.
fn with_coming(
    changed: Option<String>,
    present: &str,
    coming: &Coming,
) -> Result<Option<String>, Malformed> {
    if !coming.is_change() {
        return Ok(changed);
    }
    let text = changed.as_deref().unwrap_or(present);
    let all = coming.longer.iter().chain(&coming.moved);
    let put: Vec<_> = all.map(|(id, document)| (id, document)).collect();
    let mut splices = UserFile::parse(text)?.put_conversations(&put)?;
    Ok(Some(spliced(text, &mut splices).concat()))
}
