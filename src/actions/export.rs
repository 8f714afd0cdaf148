//! Writing conversations out.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use super::new_file::NewFile;
use super::{ActionError, ActionResult};
use crate::interchange::{
    ConversationWriter, ExportFacts, ExportFormat, InterchangeError, InterchangeResult,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExportCounts {
    /// Users, those without conversations included.
    pub users: usize,
    /// Conversations.
    pub conversations: usize,
}

/// Writes conversations to `output`, each as soon as it is read, in the order of the store.
///
/// What was chosen is looked for before anything is written. A conversation that vanishes after that is an error too, if it
/// was asked for by name.
pub fn export(
    store: &dyn Store,
    clock: &dyn Clock,
    selection: Selection<'_>,
    format: ExportFormat,
    output: &mut dyn Write,
) -> ActionResult<ExportCounts> {
    let timezone = store.settings()?.timezone;
    let (users, wanted) = match selection {
        Selection::All => (store.users()?, None),
        Selection::AllOf(user) => (vec![user.clone()], None),
        Selection::Some(user, which) => (vec![user.clone()], Some(choose(store, user, which)?)),
    };
    let facts = ExportFacts {
        exported_at: clock.now(),
        timezone,
    };
    let mut writer = format.writer(output, facts);
    let mut counts = ExportCounts::default();
    for user in &users {
        writer.begin_user(user)?;
        counts.users += 1;
        counts.conversations += export_user(store, user, wanted.as_ref(), &mut *writer)?;
    }
    writer.finish()?;
    Ok(counts)
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

/// Writes the wanted conversations of a user, and returns how many there were.
fn export_user(
    store: &dyn Store,
    user: &User,
    wanted: Option<&HashSet<ConversationId>>,
    writer: &mut dyn ConversationWriter,
) -> ActionResult<usize> {
    let mut missing = wanted.cloned().unwrap_or_default();
    let mut count = 0;
    let mut failure: Option<InterchangeError> = None;
    let mut write = |id: &ConversationId, document: &Document| -> InterchangeResult<()> {
        if wanted.is_none_or(|wanted| wanted.contains(id)) {
            writer.write(id, document)?;
            missing.remove(id);
            count += 1;
        }
        Ok(())
    };
    store.visit_documents(&user.id, &mut |id, document| {
        // A visit can end early only with an error of the store, and this is none of its errors.
        if failure.is_none() {
            failure = write(id, document).err();
        }
        Ok(())
    })?;
    if let Some(failure) = failure {
        return Err(failure.into());
    }
    match missing.into_iter().next() {
        Some(gone) => Err(StoreError::ConversationNotFound {
            user: user.id.clone(),
            which: gone.to_string(),
        }
        .into()),
        None => Ok(count),
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
}

/// Writes conversations to a file, as [`export`] does. It is there complete, or not at all.
pub fn export_to_file(
    store: &dyn Store,
    clock: &dyn Clock,
    selection: Selection<'_>,
    format: ExportFormat,
    path: PathBuf,
    may_replace: bool,
) -> ActionResult<Exported> {
    let mut file = NewFile::create(&path, may_replace)?;
    let counts =
        export(store, clock, selection, format, &mut file).map_err(|error| match error {
            ActionError::Interchange(InterchangeError::Write(source)) => {
                ActionError::file("write", &path)(source)
            }
            error => error,
        })?;
    file.finish()?;
    Ok(Exported {
        path,
        format,
        counts,
    })
}
