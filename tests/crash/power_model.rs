//! What a power cut can leave of a sequence of calls, if the system keeps no more than POSIX promises.
//!
//! What a file holds is certain after an fsync of it, until it is written to again. Of names that were made, changed or
//! removed, any selection may have reached the disk until the folder is synced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::event::Event;

/// More names at once than this are not all combined: then each alone, all but each, and every beginning.
const COMBINED: usize = 8;

/// What is at a path: a file or a folder, by a number of ours.
type Node = usize;

/// Where a name is: in which folder, and how it is called there.
type Entry = (Node, String);

const ROOT: Node = 0;

/// A change of names that is not known to be on disk. It happens as a whole or not at all.
#[derive(Debug, Clone)]
struct Change {
    sets: Vec<(Entry, Option<Node>)>,
    /// The folders that are still to be synced.
    unsynced: BTreeSet<Node>,
    event: String,
}

/// A file system below one folder, as the program sees it and as the disk has it.
pub(crate) struct PowerModel {
    root: PathBuf,
    seen: BTreeMap<Entry, Node>,
    durable: BTreeMap<Entry, Node>,
    pending: Vec<Change>,
    /// Files with content that is not known to be on disk.
    torn: BTreeSet<Node>,
    nodes: usize,
}

impl PowerModel {
    /// Begins with what is there, all of it on disk. Folders come before what is in them.
    pub(crate) fn of(root: &Path, names: &[PathBuf]) -> Self {
        let mut model = Self {
            root: root.to_owned(),
            seen: BTreeMap::new(),
            durable: BTreeMap::new(),
            pending: Vec::new(),
            torn: BTreeSet::new(),
            nodes: 1,
        };
        for name in names {
            let entry = model.entry(&root.join(name)).expect("its folder is there");
            let node = model.new_node();
            model.seen.insert(entry.clone(), node);
            model.durable.insert(entry, node);
        }
        model
    }

    /// Whether anything is at this path, as the program sees it.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.node(path).is_some()
    }

    /// Follows one call, if it succeeded. Returns whether it changed what can be left.
    pub(crate) fn follow(&mut self, event: &Event) -> bool {
        if !event.succeeded() {
            return false;
        }
        let below = |path: &&PathBuf| path.starts_with(&self.root);
        let paths: Vec<PathBuf> = event.paths.iter().filter(below).cloned().collect();
        match (event.name.as_str(), &paths[..]) {
            (_, [path, ..]) if event.is_sync() => self.sync(path),
            (_, [.., path]) if event.is_write() || event.name == "ftruncate" => {
                self.node(path).is_some_and(|node| self.torn.insert(node))
            }
            (_, [path, ..]) if event.is_open() => self.open(path, event),
            ("mkdir" | "mkdirat", [path]) => self.make(path, event),
            ("unlink" | "unlinkat" | "rmdir", [path]) => self.set(vec![(path, None)], event),
            ("link" | "linkat", [from, to]) => {
                let node = self.node(from);
                self.set(vec![(to, node)], event)
            }
            ("rename" | "renameat" | "renameat2", [from, to]) => {
                let (moved, there) = (self.node(from), self.node(to));
                let left = there.filter(|_| event.has_flag("RENAME_EXCHANGE"));
                self.set(vec![(from, left), (to, moved)], event)
            }
            _ => false,
        }
    }

    fn open(&mut self, path: &Path, event: &Event) -> bool {
        let is_new = event.has_flag("O_CREAT") && !self.has(path);
        let is_emptied = event.has_flag("O_TRUNC") && !is_new;
        if is_emptied {
            return self.node(path).is_some_and(|node| self.torn.insert(node));
        }
        if !is_new {
            return false;
        }
        // Its name can be on disk before anything that it is to hold.
        self.torn.insert(self.nodes + 1);
        self.make(path, event)
    }

    fn make(&mut self, path: &Path, event: &Event) -> bool {
        let node = self.new_node();
        self.set(vec![(path, Some(node))], event)
    }

    fn set(&mut self, sets: Vec<(&Path, Option<Node>)>, event: &Event) -> bool {
        let sets: Vec<_> = sets
            .into_iter()
            .filter_map(|(path, node)| Some((self.entry(path)?, node)))
            .collect();
        let unsynced = sets.iter().map(|((folder, _), _)| *folder).collect();
        sets.iter().for_each(|set| assign(&mut self.seen, set));
        self.pending.push(Change {
            sets,
            unsynced,
            event: event.describe(&self.root),
        });
        true
    }

    fn sync(&mut self, path: &Path) -> bool {
        let Some(node) = self.node(path) else {
            return false;
        };
        self.torn.remove(&node);
        for change in &mut self.pending {
            change.unsynced.remove(&node);
        }
        // In order: a later change of a name stands.
        let (done, pending) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|change: &Change| change.unsynced.is_empty());
        self.pending = pending;
        for change in done {
            change
                .sets
                .iter()
                .for_each(|set| assign(&mut self.durable, set));
        }
        true
    }

    /// Tries what a power cut could leave now. Returns how many possibilities there are, and what is wrong with any: a torn
    /// file under a name that counts, or such a name gone that was and is to be there.
    pub(crate) fn cut(&self, counts: impl Fn(&str) -> bool) -> (usize, BTreeSet<String>) {
        let mut faults = BTreeSet::new();
        let selections = selections(self.pending.len());
        let lasting: BTreeSet<String> = paths(&self.durable).into_keys().collect();
        let present = paths(&self.seen);
        for selection in &selections {
            let mut disk = self.durable.clone();
            for at in selection {
                self.pending[*at]
                    .sets
                    .iter()
                    .for_each(|set| assign(&mut disk, set));
            }
            let left = paths(&disk);
            for (name, node) in &left {
                if counts(name) && self.torn.contains(node) {
                    faults.insert(format!("{name} may be torn or empty"));
                }
            }
            let is_lost = |name: &&String| {
                counts(name) && present.contains_key(*name) && !left.contains_key(*name)
            };
            faults.extend(
                lasting
                    .iter()
                    .filter(is_lost)
                    .map(|name| format!("{name} may be gone")),
            );
        }
        (selections.len(), faults)
    }

    /// Returns what may still be undone though the command says that it is done.
    pub(crate) fn unsettled(&self, counts: impl Fn(&str) -> bool) -> Vec<String> {
        let (seen, durable) = (paths(&self.seen), paths(&self.durable));
        let names: BTreeSet<_> = seen.keys().chain(durable.keys()).collect();
        let is_unsettled =
            |name: &&&String| counts(name) && seen.get(**name) != durable.get(**name);
        let names = names.iter().filter(is_unsettled);
        let pending: Vec<_> = self.pending.iter().map(|change| &change.event).collect();
        names
            .map(|name| format!("{name} may not be what was reported: {pending:?}"))
            .collect()
    }

    fn new_node(&mut self) -> Node {
        self.nodes += 1;
        self.nodes
    }

    fn node(&self, path: &Path) -> Option<Node> {
        let below = path.strip_prefix(&self.root).ok()?;
        below.components().try_fold(ROOT, |folder, part| {
            let name = part.as_os_str().to_string_lossy().into_owned();
            self.seen.get(&(folder, name)).copied()
        })
    }

    fn entry(&self, path: &Path) -> Option<Entry> {
        let folder = self.node(path.parent()?)?;
        Some((folder, path.file_name()?.to_string_lossy().into_owned()))
    }
}

fn assign(names: &mut BTreeMap<Entry, Node>, (entry, node): &(Entry, Option<Node>)) {
    match node {
        Some(node) => names.insert(entry.clone(), *node),
        None => names.remove(entry),
    };
}

/// Returns every path that leads from the root to something.
fn paths(names: &BTreeMap<Entry, Node>) -> BTreeMap<String, Node> {
    let mut found = BTreeMap::new();
    let mut open = vec![(ROOT, String::new())];
    while let Some((folder, path)) = open.pop() {
        let within = names.range((folder, String::new())..(folder + 1, String::new()));
        for ((_, name), node) in within {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}/{name}")
            };
            open.push((*node, path.clone()));
            found.insert(path, *node);
        }
    }
    found
}

/// Returns selections of `count` changes, each in order: all if they are few.
fn selections(count: usize) -> BTreeSet<Vec<usize>> {
    if count <= COMBINED {
        let chosen = |bits: usize| (0..count).filter(|at| bits >> at & 1 == 1).collect();
        return (0..1 << count).map(chosen).collect();
    }
    let beginnings = (0..=count).map(|end| (0..end).collect());
    let singles = (0..count).map(|at| vec![at]);
    let others = (0..count).map(|left| (0..count).filter(|at| *at != left).collect());
    beginnings.chain(singles).chain(others).collect()
}
