//! What `stats` writes for documents, for monitoring and as charts.

use snapbox::str;

use crate::sandbox::Sandbox;

#[test]
fn rows_come_as_a_table_of_markdown() {
    let sandbox = Sandbox::flask_store();
    let markdown = ["stats", "--by", "provider,model", "--as", "markdown"];
    sandbox
        .chatkeep(&markdown)
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
| provider | model | replies | input | output | tokens | cost | errors |
| :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: |
| openai | gpt-4o | 2 | 46 | 82 | 128 | $0.000935 | 0 |
| anthropic | claude-sonnet-4-20250514 | 1 | 0 | 0 | 0 | $0.000000 | 1 |
| openai | gpt-4o-mini | 1 | 0 | 0 | 0 | $0.000000 | 1 |
| total |  | 4 | 46 | 82 | 128 | $0.000935 | 2 |

"#]]);
}

#[test]
fn rows_come_as_metrics_for_prometheus() {
    let sandbox = Sandbox::flask_store();
    let metrics = ["stats", "--by", "model", "--as", "prometheus"];
    let outcome = sandbox.chatkeep(&metrics).run_changing_nothing().succeeds();
    let text = outcome.stdout_text();
    for line in [
        "# TYPE chatkeep_usage_cost_usd gauge",
        r#"chatkeep_usage_cost_usd{model="gpt-4o"} 0.000935"#,
        r#"chatkeep_usage_cost_usd{model="gpt-4o-mini"} 0"#,
        r#"chatkeep_usage_errors{model="gpt-4o-mini"} 1"#,
        "chatkeep_usage_all_tokens 128",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{outcome}");
    }
}

#[test]
fn charts_stand_below_the_table_and_alone_in_no_format_for_programs() {
    let sandbox = Sandbox::flask_store();
    let chart = ["stats", "--by", "day,model", "--chart", "tokens"];
    sandbox
        .chatkeep(&chart)
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
day         model                     replies  input  output  tokens       cost  errors
2026-11-23  gpt-4o                          2     46      82     128  $0.000935       0
2026-11-23  claude-sonnet-4-20250514        1      0       0       0  $0.000000       1
2026-11-23  gpt-4o-mini                     1      0       0       0  $0.000000       1
total                                       4     46      82     128  $0.000935       2

tokens
2026-11-23  gpt-4o                    128  █████████████████████████████████████
2026-11-23  claude-sonnet-4-20250514    0
2026-11-23  gpt-4o-mini                 0

tokens by day, 2026-11-23; most: 128 (2026-11-23)
█

"#]]);
    for wrong in [
        &["--chart", "--format", "json"][..],
        &["--as", "markdown", "--format", "csv"],
        &["--as", "markdown", "--chart"],
        &["--chart", "weather"],
    ] {
        let arguments = [&["stats"], wrong].concat();
        sandbox.chatkeep(&arguments).run().fails_with(2);
    }
}

#[test]
fn charts_are_of_ascii_where_nothing_else_can_be_shown() {
    let sandbox = Sandbox::flask_store();
    let chart = ["stats", "--by", "month", "--chart"];
    let is_plain = |name: &str, value: &str| {
        let command = sandbox.chatkeep(&chart).with_env(name, value);
        let outcome = command.run().succeeds();
        let text = outcome.stdout_text();
        assert!(text.contains("##") || text.contains("██"), "{outcome}");
        text.contains("##") && text.is_ascii()
    };
    assert!(is_plain("LANG", "C"));
    assert!(is_plain("LC_ALL", "de_DE.ISO-8859-1"));
    assert!(is_plain("TERM", "dumb"));
    assert!(!is_plain("LC_ALL", "de_DE.UTF-8"));
}
