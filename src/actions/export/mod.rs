//! Writing conversations out.

mod folder;
mod read_ahead;

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use self::folder::{FolderWriter, NewFolder};
use self::read_ahead::ReadAhead;
use super::conversation_list::ConversationFilter;
use super::new_file::NewFile;
use super::{ActionError, ActionResult};
use crate::interchange::{
    ConversationWriter, ExportFacts, ExportFormat, InterchangeError, InterchangeResult, Redactions,
    Redactor,
};
use crate::model::{Clock, ConversationId, Document, User};
use crate::store::{Store, StoreError, choose_conversation};

/// Which conversations go out.
#[derive(Debug, Clone, Copy)]
pub enum Selection<'a> {
    /// All of all users.
    All,
    /// All of one user.
    AllOf(&'a User),
    /// These of one user: ids, beginnings of ids, or `last`.
    Some(&'a User, &'a [String]),
}

/// How many went out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportCounts {
    /// Users, those without conversations included.
    pub users: usize,
    /// Conversations.
    pub conversations: usize,
    /// What was replaced in them; `None` if nothing was to be.
    pub redacted: Option<Redactions>,
}

/// What is to go out.
#[derive(Debug, Clone, Copy)]
pub struct ExportWanted<'a> {
    /// Which conversations.
    pub selection: Selection<'a>,
    /// Of these, which; `None` for all.
    pub filter: Option<&'a ConversationFilter>,
    /// What is written.
    pub format: ExportFormat,
    /// Whether keys, addresses and numbers in texts are replaced, as far as they can be told.
    pub is_redacted: bool,
}

/// How far an export has come.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportProgress {
    /// Users all of whose conversations are written.
    pub users_done: usize,
    /// Users there are.
    pub users_total: usize,
    /// Conversations written.
    pub conversations: usize,
}

/// What is told of the progress of an export, after each conversation.
pub type ExportWatch<'w> = dyn FnMut(ExportProgress) + 'w;

/// Writes conversations to `output`, each as soon as it is read, in the order of the store.
///
/// What was chosen by name is looked for before anything is written. A conversation that vanishes after that is an error too.
/// With a filter, users none of whose conversations fit are left out.
pub fn export(
    store: &dyn Store,
    clock: &dyn Clock,
    wanted: ExportWanted<'_>,
    output: &mut dyn Write,
    watch: &mut ExportWatch<'_>,
) -> ActionResult<ExportCounts> {
    let facts = facts(store, clock)?;
    write(
        store,
        clock,
        wanted,
        wanted.format.writer(output, facts),
        watch,
    )
}

fn facts(store: &dyn Store, clock: &dyn Clock) -> ActionResult<ExportFacts> {
    Ok(ExportFacts {
        exported_at: clock.now(),
        timezone: store.settings()?.timezone,
    })
}

fn write(
    store: &dyn Store,
    clock: &dyn Clock,
    wanted: ExportWanted<'_>,
    writer: Box<dyn ConversationWriter + '_>,
    watch: &mut ExportWatch<'_>,
) -> ActionResult<ExportCounts> {
    let timezone = store.settings()?.timezone;
    let (users, chosen) = match wanted.selection {
        Selection::All => (store.users()?, None),
        Selection::AllOf(user) => (vec![user.clone()], None),
        Selection::Some(user, which) => (vec![user.clone()], Some(choose(store, user, which)?)),
    };
    let span = match wanted.filter {
        Some(filter) => Some((filter, filter.span(timezone, clock)?)),
        None => None,
    };
    let mut run = Run {
        writer,
        redactor: wanted.is_redacted.then(Redactor::default),
        fits: |user: &User, id: &ConversationId, document: &Document| match span {
            Some((filter, span)) => filter
                .has(id, document, span, timezone)
                .map_err(InterchangeError::unreadable(user, id)),
            None => Ok(true),
        },
        names_all_users: span.is_none(),
        counts: ExportCounts::default(),
    };
    ReadAhead::run(store, &users, |read| {
        users.iter().enumerate().try_for_each(|(index, user)| {
            run.export_user(&read, user, chosen.as_ref(), &mut |conversations| {
                watch(ExportProgress {
                    users_done: index,
                    users_total: users.len(),
                    conversations,
                });
            })
        })
    })?;
    run.writer.finish()?;
    Ok(ExportCounts {
        redacted: run.redactor.map(Redactor::into_counts),
        ..run.counts
    })
}

fn choose(
    store: &dyn Store,
    user: &User,
    which: &[String],
) -> ActionResult<HashSet<ConversationId>> {
    let zone = store.settings()?.timezone;
    let conversations = store.conversations(&user.id)?;
    let mut wanted = HashSet::new();
    for which in which {
        wanted.insert(choose_conversation(&user.id, &conversations, which, zone)?);
    }
    Ok(wanted)
}

/// An export in the making.
struct Run<'w, F> {
    writer: Box<dyn ConversationWriter + 'w>,
    redactor: Option<Redactor>,
    /// Whether a conversation is one of those that are wanted.
    fits: F,
    /// Whether users none of whose conversations are written are named too.
    names_all_users: bool,
    counts: ExportCounts,
}

impl<F> Run<'_, F>
where
    F: Fn(&User, &ConversationId, &Document) -> InterchangeResult<bool>,
{
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        self.counts.users += 1;
        match &mut self.redactor {
            Some(redactor) => self.writer.begin_user(&redactor.user(user)),
            None => self.writer.begin_user(user),
        }
    }

    fn write(
        &mut self,
        user: &User,
        id: &ConversationId,
        document: &Document,
    ) -> InterchangeResult<()> {
        let Some(redactor) = &mut self.redactor else {
            return self.writer.write(id, document);
        };
        let redacted = redactor
            .document(document)
            .map_err(InterchangeError::unreadable(user, id))?;
        self.writer.write(id, &redacted)
    }

    /// Writes the wanted conversations of the user who is read next.
    fn export_user(
        &mut self,
        read: &ReadAhead,
        user: &User,
        chosen: Option<&HashSet<ConversationId>>,
        watch: &mut dyn FnMut(usize),
    ) -> ActionResult<()> {
        let mut missing = chosen.cloned().unwrap_or_default();
        let mut is_begun = self.names_all_users;
        if is_begun {
            self.begin_user(user)?;
        }
        read.visit_next_user(|id, document| -> ActionResult<()> {
            let is_chosen = chosen.is_none_or(|chosen| chosen.contains(id));
            if !is_chosen || !(self.fits)(user, id, document)? {
                return Ok(());
            }
            if !is_begun {
                is_begun = true;
                self.begin_user(user)?;
            }
            self.write(user, id, document)?;
            missing.remove(id);
            self.counts.conversations += 1;
            watch(self.counts.conversations);
            Ok(())
        })?;
        match missing.into_iter().next() {
            Some(gone) => Err(StoreError::ConversationNotFound {
                user: user.id.clone(),
                which: gone.to_string(),
            }
            .into()),
            None => Ok(()),
        }
    }
}

/// An export that was written to a file.
#[derive(Debug)]
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// Its format.
    pub format: ExportFormat,
    /// What is in it.
    pub counts: ExportCounts,
    /// Whether it is a folder with a file for each conversation.
    pub is_folder: bool,
}

/// Writes conversations to a file, as [`export`] does. It is there complete, or not at all.
pub fn export_to_file(
    store: &dyn Store,
    clock: &dyn Clock,
    wanted: ExportWanted<'_>,
    path: PathBuf,
    may_replace: bool,
    watch: &mut ExportWatch<'_>,
) -> ActionResult<Exported> {
    let mut file = NewFile::create(&path, may_replace)?;
    let counts =
        export(store, clock, wanted, &mut file, watch).map_err(|error| of_file(error, &path))?;
    file.finish()?;
    Ok(Exported {
        path,
        format: wanted.format,
        counts,
        is_folder: false,
    })
}

/// Writes each conversation to a file of its own in the folder `path`, which must not be there yet, or be empty. It is there
/// complete, or not at all. If several users are exported, each has a folder in it; HTML has a page with an index.
pub fn export_to_folder(
    store: &dyn Store,
    clock: &dyn Clock,
    wanted: ExportWanted<'_>,
    path: PathBuf,
    watch: &mut ExportWatch<'_>,
) -> ActionResult<Exported> {
    let mut folder = NewFolder::create(&path)?;
    let is_by_user = matches!(wanted.selection, Selection::All);
    let facts = facts(store, clock)?;
    let writer = FolderWriter::new(&mut folder, wanted.format, facts, is_by_user);
    let counts = write(store, clock, wanted, Box::new(writer), watch)
        .map_err(|error| of_file(error, &path))?;
    folder.place()?;
    Ok(Exported {
        path,
        format: wanted.format,
        counts,
        is_folder: true,
    })
}

/// Says which file it was that took no more.
fn of_file(error: ActionError, path: &Path) -> ActionError {
    match error {
        ActionError::Interchange(InterchangeError::Write(source)) => {
            ActionError::file("write", path)(source)
        }
        error => error,
    }
}
