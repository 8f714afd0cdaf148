//! Many cases at once, their failures collected, and their number told.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// What went wrong in one attempt.
pub(crate) struct Failure {
    /// Of which case, and what. Failures that have this in common are shown once.
    pub(crate) what: String,
    /// By which call: with the case, all that is needed to see it again.
    pub(crate) how: String,
}

/// What came of one kind of cases.
pub(crate) struct Tally {
    begun: Instant,
    failures: BTreeMap<String, Vec<String>>,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            begun: Instant::now(),
            failures: BTreeMap::new(),
        }
    }

    /// Tries every item, on all processors, and returns what `attempt` made of each. Its failures count as the tally's.
    pub(crate) fn each<T: Sync, R: Send>(
        &mut self,
        items: &[T],
        attempt: impl Fn(&T) -> (R, Vec<Failure>) + Sync,
    ) -> Vec<R> {
        let next = AtomicUsize::new(0);
        let outcomes = Mutex::new(Vec::with_capacity(items.len()));
        let processors = thread::available_parallelism().map_or(2, usize::from);
        thread::scope(|scope| {
            for _ in 0..processors {
                scope.spawn(|| {
                    while let Some((at, item)) = take(items, &next) {
                        let outcome = attempt(item);
                        let mut outcomes = outcomes.lock().expect("no attempt panics");
                        outcomes.push((at, outcome));
                    }
                });
            }
        });
        let mut outcomes = outcomes.into_inner().expect("no attempt panics");
        outcomes.sort_by_key(|(at, _)| *at);
        let mut results = Vec::with_capacity(outcomes.len());
        for (_, (result, failures)) in outcomes {
            results.push(result);
            for failure in failures {
                self.failures
                    .entry(failure.what)
                    .or_default()
                    .push(failure.how);
            }
        }
        results
    }

    /// Tells the count, and fails the test if anything failed.
    #[track_caller]
    pub(crate) fn end(self, counted: &str) {
        let seconds = self.begun.elapsed().as_secs();
        // Not `eprintln!`, which is shown for failed tests alone.
        let line = format!("crash: {counted}, in {seconds} s\n");
        std::io::stderr()
            .write_all(line.as_bytes())
            .expect("standard error is open");
        let lines: Vec<String> = self
            .failures
            .iter()
            .map(|(what, how)| format!("{what}\n    {} times, first at {}", how.len(), how[0]))
            .collect();
        assert!(lines.is_empty(), "of {counted}\n{}", lines.join("\n"));
    }
}

fn take<'i, T>(items: &'i [T], next: &AtomicUsize) -> Option<(usize, &'i T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, items.get(at)?))
}
