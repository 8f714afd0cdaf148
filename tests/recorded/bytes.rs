//! Answers in pieces, with other line ends, and split and ended at many places.

use std::sync::Arc;

use chatkeep::providers::Provider;

use crate::case::{Case, Collection, Ending, Marks, Text};
use crate::provider::{ask, open};
use crate::replay::{Answer, Replay};

/// The most bytes of an answer for which each byte has a turn; longer ones end behind some of their events.
const SHORT_BYTES: usize = 1800;

/// Has each answer that is no refusal asked for at a server of its own, on both processors.
fn each(check: impl Fn(&Case, &Replay, &Arc<dyn Provider>) + Sync) {
    for collection in Collection::all() {
        let cases: Vec<_> = collection
            .replies()
            .filter(|case| case.status == 200)
            .collect();
        assert!(!cases.is_empty(), "{}", collection.folder.display());
        std::thread::scope(|scope| {
            for worker in 0..2 {
                let (cases, check) = (&cases, &check);
                scope.spawn(move || {
                    for case in cases.iter().skip(worker).step_by(2) {
                        let server = Replay::start();
                        let provider = open(&server, case.row.wire);
                        check(case, &server, &provider);
                    }
                });
            }
        });
    }
}

#[track_caller]
fn is_as_its_row_says(case: &Case, came: (String, bool), how: &str) {
    let (text, is_whole) = came;
    let name = &case.name;
    assert_eq!(
        is_whole,
        case.row.ending == Ending::Complete,
        "{name} {how}"
    );
    let nothing = Text::of("");
    assert_eq!(
        &Text::of(&text),
        case.row.text.as_ref().unwrap_or(&nothing),
        "{name} {how}"
    );
}

#[test]
fn answers_come_in_pieces_of_any_size() {
    each(|case, server, provider| {
        for bytes in [1, 7, 1000] {
            server.answers_with([Answer::of(case).in_pieces(bytes)]);
            is_as_its_row_says(case, ask(provider, case), &format!("by {bytes}"));
        }
    });
}

#[test]
fn lines_end_in_any_of_three_ways() {
    each(|case, server, provider| {
        for line_end in ["\n", "\r\n", "\r"] {
            let answer = Answer::of(case).with_line_ends(line_end);
            server.answers_with([answer.in_pieces(13)]);
            is_as_its_row_says(case, ask(provider, case), &format!("with {line_end:?}"));
        }
    });
}

#[test]
fn short_answers_are_split_at_each_byte() {
    each(|case, server, provider| {
        if case.body.len() > SHORT_BYTES {
            return;
        }
        for place in 0..case.body.len() {
            server.answers_with([Answer::of(case).split_at(place)]);
            is_as_its_row_says(case, ask(provider, case), &format!("split at {place}"));
        }
    });
}

/// Returns the length of the text that is there of a stream after so many bytes, and the beginning of its digest.
fn text_at(marks: &Marks, place: usize) -> (usize, String) {
    let mut events = marks.texts.iter();
    let last = events.rfind(|(end, ..)| *end <= place);
    last.map_or_else(
        || Text::of("").in_marks(),
        |(_, bytes, sha256)| (*bytes, sha256.clone()),
    )
}

/// Has each stream stop, a short one after each of its bytes. `is_whole` says from where on it is whole all the same; where it says
/// nothing, both are right.
fn stopping_everywhere(
    stop: fn(Answer, usize) -> Answer,
    is_whole: fn(&Marks, usize) -> Option<bool>,
) {
    each(|case, server, provider| {
        let Some(marks) = &case.row.marks else {
            return;
        };
        let name = &case.name;
        let places = if case.body.len() > SHORT_BYTES {
            marks.texts.iter().map(|(end, ..)| *end).collect()
        } else {
            Vec::from_iter(0..=case.body.len())
        };
        for place in places {
            let Some(is_whole) = is_whole(marks, place) else {
                continue;
            };
            server.answers_with([stop(Answer::of(case), place)]);
            let (text, came_whole) = ask(provider, case);
            assert_eq!(came_whole, is_whole, "{name} until {place}");
            let came = Text::of(&text).in_marks();
            assert_eq!(came, text_at(marks, place), "{name} until {place}");
        }
    });
}

#[test]
fn a_stream_that_ends_before_its_end_mark_is_cut_off_and_keeps_its_text() {
    stopping_everywhere(Answer::ending_at, |marks, place| {
        Some(place >= marks.whole_from)
    });
}

#[test]
fn a_connection_that_breaks_cuts_the_reply_off_unless_its_end_mark_has_come() {
    stopping_everywhere(Answer::breaking_at, |marks, place| match marks.over_from {
        Some(over_from) => Some(place >= over_from),
        // Nothing marks the end but that of the connection, and between the last event and that all is there.
        None => (place < marks.whole_from).then_some(false),
    });
}

#[test]
fn models_are_listed_as_the_provider_has_them() {
    for collection in Collection::all() {
        let cases = collection.cases.iter();
        for case in cases.filter(|case| case.row.ending == Ending::Models) {
            let server = Replay::start();
            // Behind one that is not the last page there is nothing.
            server.answers_with([Answer::of(case), Answer::json("{}")]);
            let offered = open(&server, case.row.wire).models().expect("a list");
            let ids: Vec<_> = offered.iter().map(|model| model.id.as_str()).collect();
            let Text(_, sha256) = Text::of(&ids.join("\n"));
            let told = (Some(ids.len()), Some(sha256));
            assert_eq!(
                told,
                (case.row.models, case.row.sha256.clone()),
                "{}: {ids:?}",
                case.name
            );
        }
    }
}
