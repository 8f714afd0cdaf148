//! Conversations brought in from a file: an export of ours, or one of another tool.
//!
//! The file is read twice: once to see that all of it can be read, before anything is written, and which conversations it
//! has, and once to take them over, many in one change. Nothing of the store is locked while the file is read.

mod copies;
mod documents;
mod source;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use self::copies::Elsewhere;
use self::documents::Maker;
use super::{ActionError, ActionResult};
use crate::interchange::{Found, ImportFormat, LeftOut};
use crate::model::{Clock, ConversationId, ConversationSummary, Document, Totals, User};
use crate::pricing::PriceTable;
use crate::store::{Another, PutBack, Store};

/// What is put into the store in one change, in bytes of documents and in conversations. A store of JSON files writes the
/// user's whole file for each.
const BATCH_BYTES: usize = 64 << 20;
const BATCH_CONVERSATIONS: usize = 5000;
/// The most conversations that are named of those that cannot be read.
const NAMED_UNREADABLE: usize = 100;

/// What is to be imported.
#[derive(Debug, Clone, Copy)]
pub struct ImportWanted<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its format; found from its content if `None`.
    pub format: Option<ImportFormat>,
    /// Whether to tell what would be done, and do nothing.
    pub is_dry_run: bool,
}

/// What became of it, or would.
#[derive(Debug)]
pub struct Imported {
    /// The file.
    pub path: PathBuf,
    /// Its format.
    pub format: ImportFormat,
    /// Whose the conversations are now.
    pub user: User,
    /// Conversations that were not there.
    pub added: usize,
    /// Of these, branches of others.
    pub branches: usize,
    /// Messages of those added.
    pub messages: usize,
    /// What the replies of those took that count here.
    pub totals: Totals,
    /// Conversations that were there, and went on in the file.
    pub continued: usize,
    /// Conversations of which all was there.
    pub same: usize,
    /// Conversations that are others here, and stayed as they are.
    pub kept: Vec<KeptConversation>,
    /// Conversations that somebody else has here, so that what they took is counted there.
    pub copies: usize,
    /// Conversations in which nothing was said.
    pub empty: usize,
    /// How many could not be read.
    pub unreadable_count: usize,
    /// The first of these, by their places and with what is wrong with them.
    pub unreadable: Vec<(String, String)>,
    /// What could not be carried over.
    pub left_out: LeftOut,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// A conversation that was not imported because it is another here.
#[derive(Debug)]
pub struct KeptConversation {
    /// Its id.
    pub id: ConversationId,
    /// Its title in the file.
    pub title: String,
}

/// What is told of a conversation on its way.
struct Facts {
    title: String,
    messages: usize,
    totals: Totals,
    is_branch: bool,
    is_copy: bool,
}

/// Imports the conversations of a file for a user. `progress` is told how much of the reading is done, of how much.
pub fn import(
    store: &dyn Store,
    user: &User,
    wanted: ImportWanted<'_>,
    prices: &PriceTable,
    clock: &dyn Clock,
    progress: &mut dyn FnMut(u64, u64),
) -> ActionResult<Imported> {
    let path = wanted.path;
    let failed = |source| ActionError::NotImported {
        path: path.to_owned(),
        source,
    };
    let file = source::open(path)?;
    let size = file
        .metadata()
        .map_err(ActionError::file("read", path))?
        .len();
    let format = match wanted.format {
        Some(format) => format,
        None => ImportFormat::of(&file).map_err(failed)?,
    };
    let mut reader = format.reader(path, &file).map_err(failed)?;
    let mut ids = HashSet::new();
    while let Some(found) = reader.next().map_err(failed)? {
        match found {
            Found::Stored(stored) => ids.extend([stored.id]),
            Found::Foreign(foreign) => ids.extend(documents::ids_of(&foreign)),
            Found::Unreadable { .. } => {}
        }
        progress(reader.bytes_read(), 2 * size);
    }
    let (zone, now) = (store.settings()?.timezone, clock.now());
    let mut import = Import {
        store,
        zone,
        elsewhere: Elsewhere::of(store, &user.id, &ids)?,
        maker: Maker::new(prices, zone, now),
        another: Another::IsContinued(now),
        batch: Vec::new(),
        batch_bytes: 0,
        facts: HashMap::new(),
        done: Imported::new(path, format, user, wanted.is_dry_run),
        seen: HashSet::new(),
    };
    let mut reader = format.reader(path, &file).map_err(failed)?;
    while let Some(found) = reader.next().map_err(failed)? {
        import.take(found)?;
        progress(size + reader.bytes_read(), 2 * size);
    }
    import.flush()?;
    Ok(import.done)
}

impl Imported {
    fn new(path: &Path, format: ImportFormat, user: &User, is_dry_run: bool) -> Self {
        Self {
            path: path.to_owned(),
            format,
            user: user.clone(),
            added: 0,
            branches: 0,
            messages: 0,
            totals: Totals::default(),
            continued: 0,
            same: 0,
            kept: Vec::new(),
            copies: 0,
            empty: 0,
            unreadable_count: 0,
            unreadable: Vec::new(),
            left_out: LeftOut::default(),
            is_dry_run,
        }
    }
}

/// An import under way.
struct Import<'a> {
    store: &'a dyn Store,
    zone: Tz,
    elsewhere: Elsewhere,
    maker: Maker<'a>,
    another: Another,
    batch: Vec<(ConversationId, Document)>,
    batch_bytes: usize,
    /// What is told of those in the batch.
    facts: HashMap<String, Facts>,
    done: Imported,
    /// The conversations so far, for what the file has twice.
    seen: HashSet<ConversationId>,
}

impl Import<'_> {
    fn take(&mut self, found: Found) -> ActionResult<()> {
        match found {
            Found::Unreadable { place, reason } => {
                self.done.unreadable_count += 1;
                if self.done.unreadable.len() < NAMED_UNREADABLE {
                    self.done.unreadable.push((place, reason));
                }
                Ok(())
            }
            Found::Stored(stored) => {
                let (document, is_copy) = self.elsewhere.marked(&stored, self.zone);
                self.put(stored.id, document, false, is_copy)
            }
            Found::Foreign(foreign) => {
                self.done.left_out.merge(&foreign.left_out);
                self.done.empty += usize::from(foreign.lines.is_empty());
                let documents = self.maker.documents(&foreign);
                for (number, (id, document)) in documents.into_iter().enumerate() {
                    let (document, is_copy) = self.elsewhere.marked_copy(&id, document);
                    self.put(id, document, number > 0, is_copy)?;
                }
                Ok(())
            }
        }
    }

    fn put(
        &mut self,
        id: ConversationId,
        document: Document,
        is_branch: bool,
        is_copy: bool,
    ) -> ActionResult<()> {
        // A file can have a conversation twice, such as two exports joined: the second comes to what the first left.
        if !self.seen.insert(id.clone()) {
            if self.done.is_dry_run {
                self.done.same += 1;
                return Ok(());
            }
            self.flush()?;
        }
        let summary = ConversationSummary::from_document(id.clone(), document.as_str(), 0);
        if let Ok(summary) = summary {
            let facts = Facts {
                title: summary.title,
                messages: summary.message_count,
                totals: summary.totals,
                is_branch,
                is_copy,
            };
            self.facts.insert(id.to_string(), facts);
        }
        self.batch_bytes += document.as_str().len();
        self.batch.push((id, document));
        if self.batch_bytes > BATCH_BYTES || self.batch.len() >= BATCH_CONVERSATIONS {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> ActionResult<()> {
        let wanted = PutBack {
            conversations: std::mem::take(&mut self.batch),
            keys: Vec::new(),
            another: self.another,
        };
        let facts = std::mem::take(&mut self.facts);
        self.batch_bytes = 0;
        if wanted.conversations.is_empty() {
            return Ok(());
        }
        let (store, user) = (self.store, &self.done.user.id);
        let became = match self.done.is_dry_run {
            true => store.would_put_back(user, &wanted)?,
            false => store.put_back(user, &wanted)?,
        };
        let became = became.conversations;
        self.done.same += became.same;
        self.done.continued += became.replaced.len();
        for added in &became.added {
            self.done.add(facts.get(added));
        }
        let kept = became.kept.into_iter().map(|id| KeptConversation {
            title: facts
                .get(&id)
                .map(|facts| facts.title.clone())
                .unwrap_or_default(),
            id: ConversationId::new(id),
        });
        self.done.kept.extend(kept);
        Ok(())
    }
}

impl Imported {
    /// Counts a conversation that was added.
    fn add(&mut self, facts: Option<&Facts>) {
        self.added += 1;
        if let Some(facts) = facts {
            self.branches += usize::from(facts.is_branch);
            self.copies += usize::from(facts.is_copy);
            self.messages += facts.messages;
            self.totals.merge(&facts.totals);
        }
    }
}
