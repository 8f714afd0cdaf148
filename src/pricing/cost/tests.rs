//! Costs that others worked out, and what has none.

use super::*;
use crate::model::UsageDetails;

/// Takes input, cached, written (shortest, 1 h, 12 h), output, reasoning.
fn usage(counts: [u64; 7]) -> Usage {
    let [
        input,
        cached,
        written,
        written_1h,
        written_12h,
        output,
        reasoning,
    ] = counts;
    Usage {
        input,
        output: Some(output),
        details: UsageDetails {
            cached,
            written,
            written_1h,
            written_12h,
            reasoning,
        },
    }
}

fn noon(day: &str) -> DateTime<Utc> {
    let text = format!("{day}T12:00:00Z");
    DateTime::parse_from_rfc3339(&text)
        .expect("a time")
        .to_utc()
}

fn tier(name: &str) -> ServedAs<'_> {
    ServedAs {
        service_tier: Some(name).filter(|name| !name.is_empty()),
        speed: None,
    }
}

fn cost(provider: &str, model: &str, counts: [u64; 7], day: &str, served: ServedAs<'_>) -> String {
    PriceTable::builtin()
        .price(provider, model, &usage(counts), noon(day), served)
        .map_or("unknown".to_owned(), |priced| priced.cost.to_string())
}

type WorkedOut = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    [u64; 7],
    &'static str,
    &'static str,
);

/// Provider, model, day, service tier, counts as above, cost of the input, cost of all. Partly real use; the sums
/// were worked out by two other programs.
#[rustfmt::skip]
const WORKED_OUT_ELSEWHERE: [WorkedOut; 18] = [
    ("openai", "gpt-5.4-mini", "2026-11-23", "", [1000, 0, 0, 0, 0, 500, 0], "0.00075", "0.003"),
    ("openai", "gpt-5.4-mini", "2026-11-23", "", [2006, 1024, 0, 0, 0, 800, 300], "0.0008133", "0.0044133"),
    ("openai", "gpt-5.6-sol", "2026-11-23", "", [4020, 0, 4012, 0, 0, 4, 0], "0.020092", "0.020172"),
    ("openai", "gpt-5.6-sol", "2026-11-23", "", [4020, 4012, 0, 0, 0, 4, 0], "0.0016368", "0.0017168"),
    ("openai", "gpt-5.6-sol", "2026-08-20", "", [4020, 0, 4012, 0, 0, 4, 0], "0.025115", "0.025235"),
    ("openai", "gpt-6.1-sol", "2026-11-23", "", [272000, 0, 0, 0, 0, 1000, 0], "0.544", "0.554"),
    ("openai", "gpt-6.1-sol", "2026-11-23", "", [272001, 100000, 0, 0, 0, 1000, 0], "0.708004", "0.723004"),
    ("openai", "gpt-5-2025-08-07", "2026-11-23", "", [9463, 8320, 0, 0, 0, 582, 512], "0.00246875", "0.00828875"),
    ("openai", "gpt-6-luna", "2026-11-23", "flex", [10000, 2000, 3000, 0, 0, 1000, 700], "0.0004475", "0.0006975"),
    ("anthropic", "claude-sonnet-4-5-20250929", "2026-11-23", "", [1532, 1111, 418, 0, 0, 33, 0], "0.0019098", "0.0024048"),
    ("anthropic", "claude-opus-5-5", "2026-11-23", "", [16200, 10000, 1000, 5000, 0, 800, 500], "0.0478", "0.0638"),
    ("anthropic", "claude-haiku-5-5", "2026-11-23", "", [110000, 90000, 0, 0, 0, 1000, 0], "0.0145", "0.017"),
    ("google", "gemini-2.5-flash", "2026-11-23", "", [18, 0, 0, 0, 0, 115, 35], "0.0000054", "0.0002929"),
    ("google", "gemini-3.8-flash", "2026-11-23", "", [10000, 8000, 0, 0, 0, 1200, 500], "0.0021", "0.0066"),
    ("google", "gemini-3.8-flash", "2027-01-01", "", [10000, 8000, 0, 0, 0, 1200, 500], "0.0042", "0.0132"),
    ("google", "gemini-2.5-pro", "2026-11-23", "", [250000, 50000, 0, 0, 0, 4000, 3000], "0.5125", "0.5725"),
    ("google", "gemini-2.5-flash", "2026-11-23", "", [4642, 0, 0, 0, 0, 62, 37], "0.0013926", "0.0015476"),
    ("google", "gemini-2.5-pro", "2026-11-23", "", [15, 0, 0, 0, 0, 2, 2], "0.00001875", "0.00003875"),
];

#[test]
fn costs_are_right_to_the_last_digit() {
    for (provider, model, day, service_tier, counts, input, total) in WORKED_OUT_ELSEWHERE {
        let served = tier(service_tier);
        let cost = |counts| cost(provider, model, counts, day, served);
        assert_eq!(cost(counts), total, "{model} {counts:?}");
        let mut input_only = counts;
        input_only[5] = 0;
        assert_eq!(cost(input_only), input, "input of {model} {counts:?}");
    }
}

#[test]
fn each_request_of_a_reply_has_the_tier_that_it_passes_itself() {
    let table = PriceTable::builtin();
    let cost = |requests: &[[u64; 7]]| {
        let requests: Vec<Usage> = requests.iter().copied().map(usage).collect();
        let (at, served) = (noon("2026-11-23"), ServedAs::default());
        let priced = table.price_requests("anthropic", "claude-haiku-5-5", &requests, at, served);
        priced.map(|priced| priced.cost.to_string())
    };
    // $0.10 and $0.50 a million up to 100,000 tokens of input, and $0.50 and $2.50 above.
    let short = [60_000, 0, 0, 0, 0, 1000, 0];
    let long = [100_001, 0, 0, 0, 0, 1000, 0];
    assert_eq!(cost(&[short]).as_deref(), Some("0.0065"));
    assert_eq!(cost(&[short, short]).as_deref(), Some("0.013"));
    assert_eq!(cost(&[long, short]).as_deref(), Some("0.0590005"));
    assert_eq!(cost(&[]), None);
}

#[test]
fn the_row_that_was_used_is_told() {
    let price = |model, day| {
        let usage = usage([1, 0, 0, 0, 0, 1, 0]);
        PriceTable::builtin()
            .price("openai", model, &usage, noon(day), ServedAs::default())
            .expect("a known model")
    };
    let before = price("gpt-5.6", "2026-08-20");
    assert_eq!(
        (before.priced_as.as_str(), before.price_from),
        ("gpt-5.6-sol", None)
    );
    let after = price("gpt-5.6", "2026-08-21");
    assert_eq!(after.price_from, NaiveDate::from_ymd_opt(2026, 8, 21));
}

#[test]
fn days_begin_at_midnight_in_utc() {
    let usage = usage([1_000_000, 0, 0, 0, 0, 0, 0]);
    let cost = |time: &str| {
        let at = DateTime::parse_from_rfc3339(time).expect("a time").to_utc();
        let table = PriceTable::builtin();
        let priced = table.price(
            "google",
            "gemini-3.8-flash",
            &usage,
            at,
            ServedAs::default(),
        );
        priced.expect("a known model").cost.to_string()
    };
    assert_eq!(cost("2026-12-31T23:59:59Z"), "0.75");
    assert_eq!(cost("2027-01-01T00:00:00Z"), "1.5");
    assert_eq!(cost("2027-01-01T01:00:00+02:00"), "0.75");
}

#[test]
fn an_unknown_model_has_no_price() {
    let counts = [1, 0, 0, 0, 0, 1, 0];
    let served = ServedAs::default();
    assert_eq!(
        cost("openai", "gpt-99", counts, "2026-11-23", served),
        "unknown"
    );
    assert_eq!(
        cost("local", "llama", counts, "2026-11-23", served),
        "unknown"
    );
}

#[test]
fn without_a_count_of_the_output_there_is_no_price() {
    let usage = Usage {
        input: 1000,
        ..Usage::default()
    };
    let at = noon("2026-11-23");
    for (provider, model) in [("openai", "gpt-5.4-mini"), ("echo", "echo")] {
        let table = PriceTable::builtin();
        let priced = table.price(provider, model, &usage, at, ServedAs::default());
        assert_eq!(priced, None, "{model}");
    }
}

#[test]
fn a_tier_that_the_table_does_not_know_has_no_price() {
    let counts = [1000, 0, 0, 0, 0, 0, 0];
    let cost = |model, name| cost("openai", model, counts, "2026-11-23", tier(name));
    assert_eq!(cost("gpt-4o", "default"), cost("gpt-4o", ""));
    assert_eq!(cost("gpt-5.2-pro", "flex"), "unknown");
    assert_ne!(cost("gpt-5.2", "Priority"), cost("gpt-5.2", "default"));
}

#[test]
fn speed_is_billed_apart() {
    let counts = [1_000_000, 0, 0, 0, 0, 0, 0];
    let fast = ServedAs {
        service_tier: Some("standard"),
        speed: Some("fast"),
    };
    let cost = |served| cost("anthropic", "claude-opus-4-8", counts, "2026-11-23", served);
    assert_ne!(cost(fast), cost(ServedAs::default()));
    assert_ne!(cost(fast), "unknown");
}

#[test]
fn echo_is_free() {
    let counts = [1000, 0, 0, 0, 0, 1000, 0];
    let served = ServedAs::default();
    assert_eq!(cost("echo", "echo", counts, "2026-11-23", served), "0");
}

#[test]
fn what_has_no_price_of_its_own_costs_as_much_as_other_input() {
    let table = PriceTable::parse(
        r#"{"as_of": "2026-01-01", "models": [{"provider": "p", "id": "m",
            "prices": [{"input": "2", "output": "0"}]}, {"provider": "p", "id": "w",
            "prices": [{"input": "2", "cache_write": "3", "output": "0"}]}]}"#,
    )
    .expect("a table");
    let cost = |model, counts| {
        let at = noon("2026-11-23");
        let priced = table.price("p", model, &usage(counts), at, ServedAs::default());
        priced.expect("a known model").cost.to_string()
    };
    assert_eq!(cost("m", [1_000_000, 500_000, 100_000, 0, 0, 0, 0]), "2");
    assert_eq!(cost("w", [1_000_000, 0, 0, 500_000, 500_000, 0, 0]), "3");
}

#[test]
fn counts_that_contradict_each_other_do_no_harm() {
    let counts = [10, 20, 0, 0, 0, 0, 0];
    assert_eq!(
        cost(
            "openai",
            "gpt-5.4-mini",
            counts,
            "2026-11-23",
            ServedAs::default()
        ),
        "0.0000015"
    );
}

#[test]
fn a_cost_that_cannot_be_kept_exactly_is_unknown() {
    let price = |digits| (1, Decimal::from_str_exact(digits).expect("a price"));
    let exact = |parts: [(u64, Decimal); 2]| per_million(&parts);
    let small = price("0.0000000000000000000000000001");
    assert_eq!(exact([small, small]), None);
    assert_eq!(exact([(u64::MAX, small.1), price("99999999999999")]), None);
    assert_eq!(
        exact([(u64::MAX, price("999.9").1), (3, price("0.00001").1)])
            .map(|cost| cost.to_string())
            .as_deref(),
        Some("18444899399302180.65983850003")
    );
}
