//! What providers offer, and what it costs.

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, ada, asking, chat, configure};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

/// A key that must not be seen anywhere.
const KEY: &str = "sk-secret-0123456789abcdef";

/// An answer of OpenAI's with models that have a price, have one by another name, and have none. None has another price on another day.
fn offers() -> Answer {
    let models = ["made-up", "gpt-6.1-sol", "gpt-4o-2024-08-06", "gpt-4.1"];
    let data: Vec<Value> = models
        .iter()
        .map(|id| json!({"id": id, "object": "model"}))
        .collect();
    Answer::new(
        "200 OK",
        &["Content-Type: application/json"],
        &json!({"object": "list", "data": data}).to_string(),
    )
}

fn csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("it is CSV"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_models_of_a_provider_are_shown_with_their_prices() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([offers()]);
    let run = asking(&sandbox, &server, &["models", "--provider", "openai"]);
    run.with_env("OPENAI_API_KEY", KEY)
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
model                context    input   cached   output  notes
gpt-4.1            1,047,576    $2.00    $0.50    $8.00  answers 32,768, until 2027-01-14
gpt-4o-2024-08-06    128,000    $2.50    $1.25   $10.00  answers 16,384, until 2027-01-14
gpt-6.1-sol        1,050,000    $2.00    $0.10   $10.00  more above 272,000, answers 128,000
made-up                    –  unknown  unknown  unknown
prices of 2026-11-23, in US dollars for a million tokens

"#]]);
    let request = server.request();
    assert!(request.head.starts_with("GET /v1/models "), "{request:?}");
    let key = format!("Bearer {KEY}");
    assert_eq!(request.header("authorization"), Some(&*key));
}

#[test]
fn an_unknown_price_is_null_and_not_zero() {
    let sandbox = Sandbox::flask_store();
    configure(
        &sandbox,
        "[chat]\nmodel = 'openai/gpt-4o'\n[prices.\"openai/gpt-4.1\"]\ninput = 1.25\noutput = 2\n",
    );
    let server = OpenAiServer::start([offers(), offers()]);
    let run = |format| {
        let run = asking(&sandbox, &server, &["models", "--format", format]);
        run.run_changing_nothing().succeeds()
    };
    let shown = run("json");
    let models = shown.stdout_json();
    let by_id = |id: &str| {
        let models = models.as_array().expect("a list");
        let found = models.iter().find(|model| model["id"] == id);
        found.expect("it is offered").clone()
    };
    let unknown = by_id("made-up");
    assert!(unknown["input_usd_per_million"].is_null(), "{unknown}");
    assert!(unknown["priced_as"].is_null() && unknown["overridden"].is_null());
    let own = by_id("gpt-4.1");
    assert_eq!(own["input_usd_per_million"], 1.25);
    assert_eq!(own["cached_input_usd_per_million"], 1.25);
    assert_eq!(own["overridden"], true);
    assert_eq!(own["tiers"], json!([]));
    let tiered = by_id("gpt-6.1-sol");
    assert_eq!(tiered["overridden"], false);
    assert_eq!(tiered["context_window"], 1_050_000);
    assert_eq!(tiered["tiers"][0]["above_input_tokens"], 272_000);
    assert_eq!(by_id("gpt-4o-2024-08-06")["priced_as"], "gpt-4o");

    let rows = csv(run("csv").stdout_text());
    assert_eq!(rows.len(), 5);
    let price = rows[0]
        .iter()
        .position(|name| name == "input_usd_per_million");
    let unknown = rows
        .iter()
        .find(|row| row[1] == "made-up")
        .expect("it is offered");
    assert_eq!(unknown[price.expect("a column")], "");
}

#[test]
fn a_gateway_has_the_limits_of_the_companys_models_and_prices_of_its_own() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([offers(), offers()]);
    let base = format!(
        "[providers.gateway]\nkind = 'openai'\nbase_url = '{}'\n",
        server.url()
    );
    configure(&sandbox, &base);
    let models = |arguments: &[&str]| {
        let arguments = [&["models", "--provider", "gateway"], arguments].concat();
        let run = chat(&sandbox, NEWCOMER, &arguments);
        run.run_changing_nothing().succeeds()
    };
    let shown = models(&[]).stdout_is(str![[r#"
model                context    input   cached   output  notes
gpt-4.1            1,047,576  unknown  unknown  unknown  answers 32,768, until 2027-01-14
gpt-4o-2024-08-06    128,000  unknown  unknown  unknown  answers 16,384, until 2027-01-14
gpt-6.1-sol        1,050,000  unknown  unknown  unknown  answers 128,000
made-up                    –  unknown  unknown  unknown
prices of 2026-11-23, in US dollars for a million tokens

"#]]);
    shown.stderr_is(str![[r#"
what gateway charges is not known, even for models of openai, whose limits are shown; set them as [prices."gateway/MODEL"] in the configuration

"#]]);
    let own = "[prices.\"gateway/gpt-4.1\"]\ninput = 3\noutput = 9\n";
    configure(&sandbox, &(base + own));
    let shown = models(&["--format", "json"]).stdout_json();
    let found = shown.as_array().expect("a list").iter();
    let priced: Vec<_> = found
        .filter(|model| !model["input_usd_per_million"].is_null())
        .map(|model| (&model["id"], &model["input_usd_per_million"]))
        .collect();
    assert_eq!(priced, [(&json!("gpt-4.1"), &json!(3))]);
}

#[test]
fn the_users_own_key_comes_before_that_of_the_environment() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([offers()]);
    ada(&sandbox, &["models", "--provider", "openai"])
        .with_env("OPENAI_BASE_URL", server.url())
        .with_env("OPENAI_API_KEY", KEY)
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .run_changing_nothing()
        .succeeds();
    let request = server.request();
    let key = request.header("authorization");
    assert_eq!(key, Some("Bearer sk-fixture-ada-0001"));
}

#[test]
fn what_keeps_models_from_being_listed_is_told() {
    let sandbox = Sandbox::flask_store();
    let models = |arguments: &[&str], code| {
        let run = chat(&sandbox, NEWCOMER, &[&["models"], arguments].concat());
        run.run_changing_nothing().fails_with(code)
    };
    let run = models(&[], 2);
    assert!(run.stderr_text().contains("with --provider"), "{run}");
    let run = models(&["--provider", "nobody"], 2);
    assert!(
        run.stderr_text().contains("no provider \"nobody\""),
        "{run}"
    );
    let run = models(&["--provider", "openai"], 7);
    assert!(run.stderr_text().contains("needs an API key"), "{run}");
    for (status, code) in [("401 Unauthorized", 7), ("404 Not Found", 8)] {
        let words = format!("No, {KEY}.");
        let server = OpenAiServer::start([Answer::refusal(status, &[], &words)]);
        let run = asking(&sandbox, &server, &["models", "--provider", "openai"])
            .with_env("OPENAI_API_KEY", KEY)
            .run_changing_nothing()
            .fails_with(code);
        assert!(!run.to_string().contains(KEY), "{run}");
    }
    sandbox
        .chatkeep(&["user", "disable", NEWCOMER])
        .run()
        .succeeds();
    models(&["--provider", "echo"], 4);
}

#[test]
fn the_table_of_prices_needs_no_network_no_user_and_no_store() {
    let sandbox = Sandbox::new();
    configure(
        &sandbox,
        "[providers.local]\nkind = 'openai'\nbase_url = 'http://127.0.0.1:1/v1'\n\
         [prices.\"local/qwen3\"]\ninput = 0.05\noutput = 0.2\n\
         [prices.\"openai/gpt-5.6\"]\ninput = 1.0000000000000000001\noutput = 2\n",
    );
    let prices = |arguments: &[&str]| {
        let arguments = [&["chat", "models", "--prices"], arguments].concat();
        let run = sandbox.chatkeep(&arguments).without_env("CHATKEEP_STORE");
        run.run_changing_nothing().succeeds()
    };
    let all = prices(&[]);
    let last = "prices of 2026-11-23, in US dollars for a million tokens\n";
    assert!(all.stdout_text().ends_with(last), "{all}");
    let lines = all.stdout_text().lines();
    let overridden = lines.filter(|line| line.ends_with("overridden"));
    assert_eq!(overridden.count(), 2, "{all}");
    prices(&["--provider", "local"]).stdout_is(str![[r#"
provider  model  from  above  input  cached  written  output  notes
local     qwen3               $0.05   $0.05    $0.05   $0.20  overridden
prices of 2026-11-23, in US dollars for a million tokens

"#]]);
    prices(&["--provider", "google"]);

    let json = prices(&["--format", "json"]);
    assert!(
        json.stdout_text().contains("1.0000000000000000001,"),
        "{json}"
    );
    let json = json.stdout_json();
    assert_eq!(json["table_date"], "2026-11-23");
    assert_eq!(
        json["overridden"],
        json!(["openai/gpt-5.6-sol", "local/qwen3"])
    );
    let rows = csv(prices(&["--format", "csv"]).stdout_text());
    assert_eq!(
        rows.len() - 1,
        json["prices"].as_array().expect("a list").len()
    );
    // What a model cost and will cost is in it, in every tier of service.
    let of = |model: &str| rows.iter().filter(|row| row[1] == model).count();
    assert_eq!(of("gpt-5.6-sol"), 1);
    assert!(of("gpt-5.6-terra") >= 4, "{}", of("gpt-5.6-terra"));
}
