//! The whole program on every answer: what it prints and stores, what that costs, and how it exits.

use serde::Deserialize;
use serde_json::Value;

use crate::case::{Case, Collection, Cost, Ending, Row, Text};
use crate::program::{Ran, Stored};
use crate::replay::{Answer, Replay, ask_for};
use crate::wire::Wire;

/// Replays every answer, several at a time, since some have the program wait before it tries again.
fn check(collection: &Collection, check: fn(&Case)) {
    let cases: Vec<_> = collection.replies().collect();
    assert!(!cases.is_empty(), "{}", collection.folder.display());
    std::thread::scope(|scope| {
        for share in cases.chunks(cases.len().div_ceil(6)) {
            scope.spawn(move || share.iter().for_each(|case| check(case)));
        }
    });
}

/// The text comes out as it is, the turn is stored with what it took, and the exit code tells how it ended.
fn comes_out_as_text(case: &Case) {
    let (name, row) = (&case.name, &case.row);
    let ran = replay(case, "table");
    assert_eq!(ran.code, row.exit, "{name}: {}", ran.stderr);
    if let Some(request) = &row.request {
        assert!(ran.stderr.contains(request), "{name}: {}", ran.stderr);
    }
    let Some(text) = &row.text else {
        assert_eq!(ran.stdout, "", "{name}");
        assert!(ran.turn.is_none(), "{name}: {ran:?}");
        is_in_the_ledger_if_charged(name, row, &ran);
        return;
    };
    assert!(ran.used.is_none(), "{name}: {ran:?}");
    let (question, reply) = ran
        .turn
        .as_ref()
        .unwrap_or_else(|| panic!("{name}: {ran:?}"));
    let content = reply.content();
    assert_eq!(Text::of(&content), *text, "{name}: {content:?}");
    let line_end = if content.ends_with('\n') || (content.is_empty() && row.stream) {
        ""
    } else {
        "\n"
    };
    assert_eq!(ran.stdout, format!("{content}{line_end}"), "{name}");
    let model = row.model.as_deref().unwrap_or(row.wire.model());
    assert_eq!(
        reply.field::<String>("model").as_deref(),
        Some(model),
        "{name}"
    );
    assert_eq!(
        reply.is_interrupted(),
        row.ending == Ending::CutOff,
        "{name}"
    );
    if row.ending == Ending::Complete || row.usage.is_some() {
        assert_eq!(reply.field::<String>("finish"), row.finish, "{name}");
        assert_eq!(counts(reply), row.usage, "{name}: {reply:?}");
        let day: String = question.field("timestamp").expect("it has a time");
        costs_what_it_should(name, row, reply, &day[..10]);
    }
}

/// What a reply without text took is noted where it leaves no message.
fn is_in_the_ledger_if_charged(name: &str, row: &Row, ran: &Ran) {
    let Some(usage) = row.usage else {
        assert!(ran.used.is_none(), "{name}: {ran:?}");
        return;
    };
    let used = ran.used.as_ref();
    let used = used.unwrap_or_else(|| panic!("{name}: {ran:?}"));
    assert_eq!(used.field::<String>("model"), row.model, "{name}");
    let counts = ["input_tokens", "output_tokens"].map(|field| used.field::<u64>(field));
    assert_eq!(counts, [Some(usage[0]), Some(usage[1])], "{name}");
    let day: String = used.field("timestamp").expect("it has a time");
    let (cost, _) = cost_on(row, &day[..10]);
    assert_eq!(used.written("cost"), cost.as_deref(), "{name}");
}

/// Returns what a reply costs on a day, and the first day of the prices that this is worked out with.
fn cost_on(row: &Row, day: &str) -> (Option<String>, Option<String>) {
    let mut costs = row.costs.iter().flatten();
    let begun = |first: &Option<String>| first.as_deref().is_none_or(|first| first <= day);
    let held = costs.rfind(|Cost(first, ..)| begun(first));
    held.map_or((None, None), |Cost(_, cost, from)| {
        (cost.clone(), from.clone())
    })
}

/// Returns what a reply took, in the order of the rows.
fn counts(reply: &Stored) -> Option<[u64; 7]> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Parts {
        cached: u64,
        written: u64,
        written_1h: u64,
        written_12h: u64,
        reasoning: u64,
    }
    let parts: Parts = reply.field("usage").unwrap_or_default();
    Some([
        reply.field("input_tokens")?,
        reply.field("output_tokens")?,
        parts.cached,
        parts.written,
        parts.written_1h,
        parts.written_12h,
        parts.reasoning,
    ])
}

fn costs_what_it_should(name: &str, row: &Row, reply: &Stored, day: &str) {
    let (cost, from) = cost_on(row, day);
    assert_eq!(reply.written("cost"), cost.as_deref(), "{name}");
    let priced_as = row.priced_as.clone().filter(|_| cost.is_some());
    assert_eq!(reply.field::<String>("priced_as"), priced_as, "{name}");
    assert_eq!(reply.field::<String>("price_from"), from, "{name}");
}

/// The same in JSON, and the error's code.
fn comes_out_as_json(case: &Case) {
    let (name, row) = (&case.name, &case.row);
    let ran = replay(case, "json");
    assert_eq!(ran.code, row.exit, "{name}: {}", ran.stderr);
    assert_eq!(ran.error_code(), row.code, "{name}: {}", ran.stderr);
    let Some(text) = &row.text else {
        assert_eq!(ran.stdout, "", "{name}");
        return;
    };
    let shown: Value = serde_json::from_str(&ran.stdout).expect("it prints JSON");
    let said = shown["reply"].as_str().expect("it has the reply");
    assert_eq!(Text::of(said), *text, "{name}");
    assert_eq!(shown["interrupted"], row.ending == Ending::CutOff, "{name}");
    if row.ending == Ending::Complete {
        assert_eq!(shown["finish"].as_str(), row.finish.as_deref(), "{name}");
        let counts = row.usage.map(|counts| (counts[0], counts[1]));
        let count = |name: &str| shown[name].as_u64();
        let told = count("input_tokens").zip(count("output_tokens"));
        assert_eq!(told, counts, "{name}");
    }
}

fn replay(case: &Case, format: &str) -> Ran {
    let server = Replay::start();
    server.answers_with([Answer::of(case)]);
    let ran = ask_for(&server, case, format);
    let path = match case.row.wire {
        Wire::Chat => "/v1/chat/completions",
        Wire::Responses => "/v1/responses",
        Wire::Messages => "/v1/messages",
        Wire::Generate => "/v1beta/models/",
    };
    let heads = server.heads();
    let first = heads.first().expect("it was asked");
    assert!(first.starts_with(&format!("POST {path}")), "{first}");
    assert_eq!(heads.len(), attempts(case), "{}: {}", case.name, ran.stderr);
    ran
}

/// Returns how often the question is put: again only if nothing was charged and it may do better.
fn attempts(case: &Case) -> usize {
    match (case.status, case.row.code.as_deref()) {
        (200, _) => 1,
        (_, Some("rate_limit" | "overloaded" | "server_failed")) => 3,
        // Servers like OpenAI's may not know the wish for a stream's usage, so it is left out the second time.
        (400, Some("request_refused")) if case.row.wire == Wire::Chat => 2,
        _ => 1,
    }
}

#[test]
fn own_answers_come_out_as_their_rows_say() {
    check(&Collection::own(), comes_out_as_text);
}

#[test]
fn own_answers_come_out_in_json_too() {
    check(&Collection::own(), comes_out_as_json);
}

#[test]
fn recorded_answers_come_out_as_their_rows_say() {
    if let Some(recorded) = Collection::recorded() {
        check(&recorded, comes_out_as_text);
    }
}

#[test]
fn recorded_answers_come_out_in_json_too() {
    if let Some(recorded) = Collection::recorded() {
        check(&recorded, comes_out_as_json);
    }
}
