//! Work that takes a processor long, such as hashes of passwords, done by as many threads as there are processors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

/// The most threads: each hash takes 32 MiB for as long as it is made, and some of those that are checked eight times that.
const MOST_THREADS: usize = 8;

/// Does the work with each of the things, and returns what it came to, in their order. `progress` is told how many are done, of
/// how many.
pub(super) fn each<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
    progress: &mut dyn FnMut(usize, usize),
) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(MOST_THREADS).min(things.len());
    let next = AtomicUsize::new(0);
    let take = || {
        let place = next.fetch_add(1, Ordering::Relaxed);
        things.get(place).map(|thing| (place, work(thing)))
    };
    let mut done = Vec::with_capacity(things.len());
    let mut keep = |one| {
        done.push(one);
        progress(done.len(), things.len());
    };
    thread::scope(|scope| {
        let (sender, receiver) = channel();
        for _ in 1..threads {
            let sender = sender.clone();
            let work_on = || {
                let sender = sender;
                while let Some(one) = take() {
                    if sender.send(one).is_err() {
                        return;
                    }
                }
            };
            // Without a thread to spare, the one that is here does all.
            if thread::Builder::new().spawn_scoped(scope, work_on).is_err() {
                break;
            }
        }
        drop(sender);
        while let Some(one) = take() {
            keep(one);
            receiver.try_iter().for_each(&mut keep);
        }
        receiver.iter().for_each(&mut keep);
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_and_told_in_order() {
        for count in [0, 1, 2, 1000] {
            let things: Vec<usize> = (0..count).collect();
            let calls = AtomicUsize::new(0);
            let mut told = Vec::new();
            let doubled = each(
                &things,
                |thing| {
                    calls.fetch_add(1, Ordering::Relaxed);
                    2 * thing
                },
                &mut |done, all| told.push((done, all)),
            );
            assert_eq!(doubled, things.iter().map(|it| 2 * it).collect::<Vec<_>>());
            assert_eq!(calls.into_inner(), count);
            assert_eq!(
                told,
                (1..=count).map(|done| (done, count)).collect::<Vec<_>>()
            );
        }
    }
}
