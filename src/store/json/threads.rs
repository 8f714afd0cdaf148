//! Going through many files with every processor there is.

use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::store::StoreResult;

/// Does the work in as many threads as there are processors, but in no more than there are things to do. Each is given the places
/// of things, one whenever it asks, and no place twice. Returns what each thread came to, or the first error.
pub(super) fn in_threads<T: Send>(
    things: usize,
    work: &(impl Fn(&mut dyn Iterator<Item = usize>) -> StoreResult<T> + Sync),
) -> StoreResult<Vec<T>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let place = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|place| *place < things);
        work(&mut iter::from_fn(place))
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        // Without a thread to spare, the one that is here does all.
        let others: Vec<_> = (1..processors.min(things))
            .map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok())
            .collect();
        let mut all = vec![work()];
        let joined = others.into_iter().map(thread::ScopedJoinHandle::join);
        all.extend(joined.map(|outcome| outcome.expect("what reads files does not panic")));
        all.into_iter().collect()
    })
}
