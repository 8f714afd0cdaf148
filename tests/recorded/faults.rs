//! The whole program on answers that break, end early, stall, or fail first.

use crate::case::{Case, Collection, Ending, Marks, Text};
use crate::replay::{Answer, Replay, ask, ask_for};

/// Does something with a short stream of each format that is whole and says something.
fn with_a_stream_of_each_format(check: impl Fn(&Case, &Marks)) {
    for collection in Collection::all() {
        let mut seen = Vec::new();
        for case in collection.replies() {
            let says_something = case.row.text.as_ref().is_some_and(|text| text.0 > 0);
            let Some(marks) = &case.row.marks else {
                continue;
            };
            if says_something
                && case.row.ending == Ending::Complete
                && !seen.contains(&case.row.wire)
            {
                seen.push(case.row.wire);
                check(case, marks);
            }
        }
        assert!(!seen.is_empty(), "{}", collection.folder.display());
    }
}

/// The text that came before an answer stopped within its next event is kept and marked, the exit code says that it is not
/// all, and it is not asked for again: it was paid for.
fn is_kept_when(stop: fn(Answer, usize) -> Answer, timeout: &str, code: &str) {
    with_a_stream_of_each_format(|case, marks| {
        let name = &case.name;
        let events = marks.texts.iter();
        let (end, bytes, sha256) = events
            .clone()
            .find(|(_, bytes, _)| *bytes > 0)
            .expect("it says something");
        assert!(end + 5 < marks.whole_from, "{name}");
        let server = Replay::start();
        server.answers_with([stop(Answer::of(case), end + 5)]);
        let arguments = ["--format", "json", "--timeout", timeout];
        let ran = ask(&server, case.row.wire, &arguments);
        assert_eq!(ran.code, Some(8), "{name}: {}", ran.stderr);
        assert_eq!(
            ran.error_code().as_deref(),
            Some(code),
            "{name}: {}",
            ran.stderr
        );
        let reply = ran.reply().expect("what came is stored");
        let came = Text::of(&reply.content()).in_marks();
        assert_eq!(came, (*bytes, sha256.clone()), "{name}");
        assert!(reply.is_interrupted(), "{name}");
        assert_eq!(server.heads().len(), 1, "{name}");
    });
}

#[test]
fn what_came_of_a_stream_that_ends_early_is_kept() {
    is_kept_when(Answer::ending_at, "60s", "truncated");
}

#[test]
fn what_came_before_the_connection_broke_is_kept() {
    is_kept_when(Answer::breaking_at, "60s", "connection_lost");
}

#[test]
fn what_came_of_a_stream_that_stalls_is_kept_when_the_time_is_up() {
    // Long enough for the part before it to come on a busy machine.
    is_kept_when(Answer::stalling_at, "2s", "timed_out");
}

#[test]
fn a_failure_that_passes_costs_an_attempt_and_no_more() {
    with_a_stream_of_each_format(|case, _| {
        for failures in [&[429][..], &[500, 503], &[529, 408]] {
            let name = &case.name;
            let server = Replay::start();
            let failed = failures.iter().map(|status| Answer::failure(*status));
            server.answers_with(failed.chain([Answer::of(case)]));
            let ran = ask_for(&server, case, "table");
            assert_eq!(ran.code, Some(0), "{name} {failures:?}: {}", ran.stderr);
            let reply = ran.reply().expect("it is stored");
            assert_eq!(
                Some(Text::of(&reply.content())),
                case.row.text,
                "{name} {failures:?}"
            );
            assert!(!reply.is_interrupted(), "{name} {failures:?}");
            assert_eq!(server.heads().len(), failures.len() + 1, "{name}");
        }
    });
}

#[test]
fn a_failure_that_does_not_pass_is_told_after_the_last_attempt() {
    with_a_stream_of_each_format(|case, _| {
        let server = Replay::start();
        server.answers_with([Answer::failure(500)]);
        let ran = ask_for(&server, case, "json");
        assert_eq!(ran.code, Some(8), "{}: {}", case.name, ran.stderr);
        assert_eq!(
            ran.error_code().as_deref(),
            Some("server_failed"),
            "{}",
            case.name
        );
        assert!(ran.reply().is_none(), "{}", case.name);
        assert_eq!(server.heads().len(), 3, "{}", case.name);
    });
}
