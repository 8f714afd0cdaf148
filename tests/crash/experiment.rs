//! A case with all that is known of it before anything goes wrong: the calls it makes, and the states it leads to.

use std::collections::BTreeSet;

use crate::cases::{CASES, Case, Next, Store};
use crate::event::{self, Event};
use crate::place::{Place, Ran};
use crate::state::{Known, State};
use crate::tally::Tally;

/// A case that has been run undisturbed.
pub(crate) struct Experiment {
    pub(crate) case: &'static Case,
    /// The folders before it. Each attempt gets a copy.
    pub(crate) prepared: Place,
    pub(crate) known: Known,
    /// What it does, in the folder `root`, in order.
    pub(crate) events: Vec<Event>,
    pub(crate) root: std::path::PathBuf,
    pub(crate) ran: Ran,
    pub(crate) before: State,
    pub(crate) after: State,
    /// What the next command makes of the state before it, and of the one after.
    pub(crate) next_of_before: State,
    pub(crate) next_of_after: State,
    /// The exit codes with which the next command may end.
    next_codes: BTreeSet<Option<i32>>,
    /// The files that count, in the order in which it put them in place.
    published: Vec<String>,
}

/// Runs every case undisturbed.
pub(crate) fn all() -> Vec<Experiment> {
    let cases: Vec<&'static Case> = CASES.iter().collect();
    let mut tally = Tally::new();
    tally.each(&cases, |case| (Experiment::of(case), Vec::new()))
}

impl Experiment {
    pub(crate) fn of(case: &'static Case) -> Self {
        let prepared = case.store.prepare();
        let known = Known::of(prepared.root());
        let read = |place: &Place| State::read(place.root(), &known);
        let before = read(&prepared);
        let (next, input) = case.next();

        let place = prepared.copy();
        let options = ["-e", event::RECORDED];
        let (ran, notes) = place.strace(&options, case.arguments, case.stdin);
        assert_eq!(ran.code, Some(0), "{}: {}", case.name(), ran.summary());
        let events = event::parse(&notes, &place.work());
        let after = read(&place);
        let later = place.chatkeep(next, input);
        let next_of_after = read(&place);

        let untouched = prepared.copy();
        let instead = untouched.chatkeep(next, input);
        assert_eq!(instead.code, Some(0), "{next:?}: {}", instead.summary());
        let next_of_before = read(&untouched);
        let published = published(&events, &place, &known, &before, &after);
        Self {
            case,
            known,
            events,
            root: place.root().to_owned(),
            ran,
            before,
            after,
            next_of_before,
            next_of_after,
            next_codes: BTreeSet::from([later.code, instead.code]),
            published,
            prepared,
        }
    }

    pub(crate) fn read(&self, place: &Place) -> State {
        State::read(place.root(), &self.known)
    }

    /// Judges what is there when it was cut short: nothing torn, each file in its old or its new state, in the order in
    /// which they are written, and nothing beside them but what the next command sweeps.
    pub(crate) fn judge_interrupted(&self, state: &State) -> Vec<String> {
        let mut faults = state.torn.clone();
        let names = self.before.files.keys().chain(self.after.files.keys());
        for name in names.chain(state.files.keys()).collect::<BTreeSet<_>>() {
            let is = state.files.get(name);
            let old = self.before.files.get(name);
            let new = self.after.files.get(name);
            // A sample store is no user's, and is removed before it is made anew.
            let may_be_missing = self.case.store == Store::Demo && is.is_none();
            // What takes several steps may change a file twice. It is repeated, and compared then.
            let may_be_between = self.case.next == Next::Again && is.is_some();
            if is != old && is != new && !may_be_missing && !may_be_between {
                faults.push(format!("{name} is neither old nor new: {is:?}"));
            }
        }
        let mut is_old = None;
        let ordered = (self.case.store != Store::Demo).then_some(&self.published);
        for name in ordered.into_iter().flatten() {
            let is_new = state.files.get(name) != self.before.files.get(name);
            match is_old {
                Some(older) if is_new => faults.push(format!("{name} is new, but {older} is old")),
                None if !is_new => is_old = Some(name),
                _ => {}
            }
        }
        let undisturbed =
            |name: &&String| self.before.names.contains(*name) || self.after.names.contains(*name);
        let left = state.names.iter().filter(|name| !undisturbed(name));
        let astray = left.filter(|name| !may_be_left(name));
        faults.extend(astray.map(|name| format!("{name} is left where nothing may be left")));
        faults
    }

    /// Runs the next command, and judges what is there then: all old or all new, and nothing left.
    pub(crate) fn judge_recovered(&self, place: &Place, must_be_new: bool) -> Vec<String> {
        let (arguments, input) = self.case.next();
        let ran = place.chatkeep(arguments, input);
        let mut faults = self.judge_end(place, must_be_new);
        // It finishes what was cut short, and finds nothing more to do.
        let is_finished = self.case.next == Next::Again && ran.code == Some(4);
        if ran.hung || !(is_finished || self.next_codes.contains(&ran.code)) {
            let summary = ran.summary().replace(&*place.root().to_string_lossy(), "");
            faults.push(format!("the next command: {}", self.known.plain(&summary)));
        }
        faults
    }

    /// Judges what is there after the next command.
    pub(crate) fn judge_end(&self, place: &Place, must_be_new: bool) -> Vec<String> {
        let state = self.read(place);
        let mut faults = state.torn.clone();
        let old = (!must_be_new).then_some(&self.next_of_before);
        // Repeated, a command may find that all is done already.
        let done = Some(&self.after);
        let done = done.filter(|_| self.case.next == Next::Again);
        let expected: Vec<&State> = [Some(&self.next_of_after), old, done]
            .into_iter()
            .flatten()
            .collect();
        if !expected.iter().any(|expected| same(expected, &state)) {
            let nearest = differences(expected[0], &state);
            let other = old.map(|old| differences(old, &state)).unwrap_or_default();
            faults.push(format!(
                "then it is not new: {nearest:?}; nor old: {other:?}"
            ));
        }
        let allowed = |name: &&String| {
            self.next_of_before.names.contains(*name)
                || self.next_of_after.names.contains(*name)
                || self.after.names.contains(*name)
        };
        let mut left: Vec<&String> = state.names.iter().filter(|name| !allowed(name)).collect();
        // A repeated command that finds all done writes nothing. What is left waits for one that does.
        if self.case.next == Next::Again && !left.is_empty() {
            let names = self.after_writing(place, &mut faults);
            left.retain(|name| !may_be_left(name) || names.contains(*name));
        }
        left.retain(|name| !is_kept(name));
        faults.extend(
            left.iter()
                .map(|name| format!("the next command left {name}")),
        );
        faults
    }
}

impl Experiment {
    /// Returns the names after a command that certainly writes into the store.
    fn after_writing(&self, place: &Place, faults: &mut Vec<String>) -> BTreeSet<String> {
        let stores = [
            place.store(),
            place.work().join("sample"),
            place.work().join("copy"),
        ];
        for store in stores
            .iter()
            .filter(|store| store.join("users.json").exists())
        {
            let store = store.to_str().expect("names are ASCII");
            let add = [
                "--store",
                store,
                "user",
                "add",
                "sweeper@example.org",
                "--no-password",
            ];
            let ran = place.chatkeep(&add, "");
            if ran.code != Some(0) {
                faults.push(format!("then nobody can be added: {}", ran.summary()));
            }
        }
        self.read(place).names
    }
}

/// Whether two states are the same. The ledger may be ahead, in which case it has no effect yet.
fn same(expected: &State, found: &State) -> bool {
    expected.without_ledger() == found.without_ledger()
        && ledger_of(expected).is_none_or(|ledger| ledger_of(found) == Some(ledger))
}

fn ledger_of(state: &State) -> Option<&String> {
    let mut files = state.files.iter();
    let (_, ledger) = files.find(|(name, _)| name.ends_with("ledger.jsonl"))?;
    Some(ledger)
}

/// Names the files in which two states differ.
fn differences(expected: &State, found: &State) -> Vec<String> {
    let names: BTreeSet<_> = expected.files.keys().chain(found.files.keys()).collect();
    names
        .into_iter()
        .filter(|name| expected.files.get(*name) != found.files.get(*name))
        .cloned()
        .collect()
}

/// Whether something may be there after a crash, for the next command to sweep.
pub(crate) fn may_be_left(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let is_temporary = file.starts_with('.') && file.contains("[temporary]");
    let is_private = [
        "tmp",
        "intent",
        "replaced",
        "recent",
        "before-restore",
        "rekey",
        // A copy of a store looks as if the app had written into what was replaced. An erasure takes what is made of that away.
        "conflicts",
    ]
    .iter()
    .any(|part| name.contains(&format!(".chatkeep/{part}")));
    // The next command that makes one of these removes it.
    let scratch = ["/.chatkeep-drill-", "/.chatkeep-split-"];
    let is_scratch = scratch.iter().any(|part| name.contains(part));
    let is_generation = name.ends_with(".chatkeep/.generation.tmp");
    is_temporary || is_generation || is_private || is_scratch || folder == "tmp" || is_kept(name)
}

/// Whether it is a reply that was not stored, which only `chat recover` takes away, or money set aside for one, which counts
/// until its time has passed; or what a copy found where it was to be made, which is not thrown away.
fn is_kept(name: &str) -> bool {
    name.contains(".chatkeep/unsaved")
        || name.contains(".chatkeep/reserved")
        || name.contains("copy/.chatkeep/before-restore")
}

/// Returns the files that count and that a run changed, in the order in which they came to their names.
fn published(
    events: &[Event],
    place: &Place,
    known: &Known,
    before: &State,
    after: &State,
) -> Vec<String> {
    let mut order = Vec::new();
    let is_placing = |event: &&Event| {
        let is_named = event.name.starts_with("rename") || event.name.starts_with("link");
        event.succeeded() && (is_named || (event.is_open() && event.has_flag("O_CREAT")))
    };
    let done = events.iter().filter(is_placing);
    for path in done.filter_map(|event| event.paths.last()) {
        let Ok(name) = path.strip_prefix(place.root()) else {
            continue;
        };
        let name = known.plain(&name.to_string_lossy());
        let is_changed = before.files.get(&name) != after.files.get(&name);
        if is_changed && after.files.contains_key(&name) && !order.contains(&name) {
            order.push(name);
        }
    }
    order
}
