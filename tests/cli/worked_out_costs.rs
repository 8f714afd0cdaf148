//! Replies, and what each costs as others worked it out.

/// Provider, model, day, service tier, input, parts of it (read from a cache; written to one for its shortest time and for an
/// hour), output, and what that costs as others worked it out.
pub(crate) type WorkedOut = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u64,
    [u64; 3],
    u64,
    &'static str,
);

pub(crate) const WORKED_OUT: [WorkedOut; 18] = [
    (
        "openai",
        "gpt-5.4-mini",
        "2026-11-23",
        "",
        1000,
        [0; 3],
        500,
        "0.003",
    ),
    (
        "openai",
        "gpt-5.4-mini",
        "2026-11-23",
        "",
        2006,
        [1024, 0, 0],
        800,
        "0.0044133",
    ),
    (
        "openai",
        "gpt-5.6-sol",
        "2026-11-23",
        "",
        4020,
        [0, 4012, 0],
        4,
        "0.020172",
    ),
    (
        "openai",
        "gpt-5.6-sol",
        "2026-11-23",
        "",
        4020,
        [4012, 0, 0],
        4,
        "0.0017168",
    ),
    (
        "openai",
        "gpt-5.6-sol",
        "2026-08-20",
        "",
        4020,
        [0, 4012, 0],
        4,
        "0.025235",
    ),
    (
        "openai",
        "gpt-6.1-sol",
        "2026-11-23",
        "",
        272_000,
        [0; 3],
        1000,
        "0.554",
    ),
    (
        "openai",
        "gpt-6.1-sol",
        "2026-11-23",
        "",
        272_001,
        [100_000, 0, 0],
        1000,
        "0.723004",
    ),
    (
        "openai",
        "gpt-5-2025-08-07",
        "2026-11-23",
        "",
        9463,
        [8320, 0, 0],
        582,
        "0.00828875",
    ),
    (
        "openai",
        "gpt-6-luna",
        "2026-11-23",
        "flex",
        10_000,
        [2000, 3000, 0],
        1000,
        "0.0006975",
    ),
    (
        "anthropic",
        "claude-sonnet-4-5-20250929",
        "2026-11-23",
        "",
        1532,
        [1111, 418, 0],
        33,
        "0.0024048",
    ),
    (
        "anthropic",
        "claude-opus-5-5",
        "2026-11-23",
        "",
        16_200,
        [10_000, 1000, 5000],
        800,
        "0.0638",
    ),
    (
        "anthropic",
        "claude-haiku-5-5",
        "2026-11-23",
        "",
        110_000,
        [90_000, 0, 0],
        1000,
        "0.017",
    ),
    (
        "google",
        "gemini-2.5-flash",
        "2026-11-23",
        "",
        18,
        [0; 3],
        115,
        "0.0002929",
    ),
    (
        "google",
        "gemini-3.8-flash",
        "2026-11-23",
        "",
        10_000,
        [8000, 0, 0],
        1200,
        "0.0066",
    ),
    (
        "google",
        "gemini-3.8-flash",
        "2027-01-01",
        "",
        10_000,
        [8000, 0, 0],
        1200,
        "0.0132",
    ),
    (
        "google",
        "gemini-2.5-pro",
        "2026-11-23",
        "",
        250_000,
        [50_000, 0, 0],
        4000,
        "0.5725",
    ),
    (
        "google",
        "gemini-2.5-flash",
        "2026-11-23",
        "",
        4642,
        [0; 3],
        62,
        "0.0015476",
    ),
    (
        "google",
        "gemini-2.5-pro",
        "2026-11-23",
        "",
        15,
        [0; 3],
        2,
        "0.00003875",
    ),
];

/// The sum of these.
pub(crate) const ALL: &str = "2.0179114";

/// Makes a reply of it, with this cost recorded if there is any.
pub(crate) fn reply(worked_out: &WorkedOut, cost: &str) -> String {
    let (provider, model, day, tier, input, [cached, written, written_1h], output, _) = worked_out;
    let mut fields = vec![
        r#""role": "assistant", "content": "x""#.to_owned(),
        format!(r#""provider": "{provider}", "model": "{model}", "timestamp": "{day}T12:00:00Z""#),
        format!(r#""input_tokens": {input}, "output_tokens": {output}"#),
        format!(
            r#""usage": {{"cached": {cached}, "written": {written}, "written_1h": {written_1h}}}"#
        ),
    ];
    if !tier.is_empty() {
        fields.push(format!(r#""service_tier": "{tier}""#));
    }
    if !cost.is_empty() {
        fields.push(format!(r#""cost": {cost}"#));
    }
    format!("{{{}}}", fields.join(", "))
}
