//! `stats --reprice`: recorded costs beside recomputed ones, to the last digit, and nothing changed.

use std::fs;

use serde_json::Value;
use serde_json::value::RawValue;
use snapbox::str;

use crate::sandbox::Sandbox;
use crate::worked_out_costs::{ALL, WORKED_OUT, WorkedOut, reply};

/// Makes a store with one user, `u1`, who has a conversation of these messages for each text.
fn store_with<S: AsRef<str>>(conversations: impl IntoIterator<Item = S>) -> Sandbox {
    let sandbox = Sandbox::new();
    let store = sandbox.store();
    fs::create_dir(store.join("user_data")).expect("the store is empty");
    fs::create_dir(store.join(".chatkeep")).expect("the store is empty");
    let settings = "timezone = \"Europe/Berlin\"\n";
    fs::write(store.join(".chatkeep/store.toml"), settings).expect("it is ours");
    let users = r#"{"u1": {"email": "u1@x.org", "name": "u"}}"#;
    fs::write(store.join("users.json"), users).expect("it is ours");
    let conversation = |(number, messages): (usize, S)| {
        let messages = messages.as_ref();
        format!(r#""c{number}": {{"title": "t", "messages": [{messages}]}}"#)
    };
    let all: Vec<_> = conversations
        .into_iter()
        .enumerate()
        .map(conversation)
        .collect();
    let text = format!(
        r#"{{"api_keys": {{}}, "conversations": {{{}}}}}"#,
        all.join(", ")
    );
    fs::write(store.join("user_data/u1.json"), text).expect("it is ours");
    sandbox
}

/// The sums of all, in the digits that they have.
#[derive(Debug, PartialEq, Eq)]
struct Total {
    replies: u64,
    recorded: String,
    recomputed: String,
    difference: String,
    differing: u64,
    newly_priced: u64,
}

fn total(sandbox: &Sandbox, arguments: &[&str]) -> Total {
    let arguments = [&["stats", "--format", "json"], arguments].concat();
    let run = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    #[derive(serde::Deserialize)]
    struct Shown<'a> {
        #[serde(borrow)]
        total: Sums<'a>,
    }
    #[derive(serde::Deserialize)]
    struct Sums<'a> {
        replies: u64,
        #[serde(borrow)]
        recorded_usd: &'a RawValue,
        #[serde(borrow)]
        recomputed_usd: &'a RawValue,
        #[serde(borrow)]
        difference_usd: &'a RawValue,
        differing: u64,
        newly_priced: u64,
    }
    let Shown { total } = serde_json::from_str(run.stdout_text()).expect("it is JSON");
    Total {
        replies: total.replies,
        recorded: total.recorded_usd.get().to_owned(),
        recomputed: total.recomputed_usd.get().to_owned(),
        difference: total.difference_usd.get().to_owned(),
        differing: total.differing,
        newly_priced: total.newly_priced,
    }
}

#[test]
fn what_others_worked_out_is_recomputed_to_the_last_digit() {
    let sandbox = store_with(WORKED_OUT.iter().map(|one| reply(one, one.7)));
    let same = Total {
        replies: 18,
        recorded: ALL.to_owned(),
        recomputed: ALL.to_owned(),
        difference: "0".to_owned(),
        differing: 0,
        newly_priced: 0,
    };
    assert_eq!(total(&sandbox, &["--reprice"]), same);
    // What the parts cost is not lost with the conversations.
    let delete = [
        "chat", "delete", "--yes", "-u", "u1", "c0", "c3", "c8", "c10",
    ];
    sandbox.chatkeep(&delete).run().succeeds();
    assert_eq!(total(&sandbox, &["--reprice"]), same);
    let remove = ["user", "remove", "--yes", "u1"];
    sandbox.chatkeep(&remove).run().succeeds();
    assert_eq!(total(&sandbox, &["--reprice"]), same);
    assert_eq!(total(&sandbox, &["--reprice", "--user", "u1"]), same);
}

#[test]
fn replies_of_no_recorded_cost_are_priced_and_told_apart() {
    let replies = WORKED_OUT.iter().map(|one| reply(one, ""));
    let sandbox = store_with(replies.collect::<Vec<_>>());
    let run = sandbox.chatkeep(&["stats", "--reprice", "--format", "json"]);
    let shown = run.run().succeeds().stdout_json();
    let sums = &shown["total"];
    assert_eq!(
        (&sums["recorded_usd"], &sums["difference_usd"]),
        (&Value::Null, &0.into())
    );
    assert_eq!(
        (&sums["unknown_costs"], &sums["newly_priced"]),
        (&18.into(), &18.into())
    );
    assert_eq!(sums["recomputed_usd"].to_string(), ALL);
    assert_eq!(sums["newly_priced_usd"].to_string(), ALL);
}

/// A dollar was recorded for what costs $0.003 a thousand and five hundred tokens.
const PLAIN: WorkedOut = WORKED_OUT[0];

fn with_every_cause() -> Sandbox {
    let tiered =
        reply(&PLAIN, "0.25").replace("{\"role\"", "{\"service_tier\": \"batch\", \"role\"");
    let unknown = reply(&PLAIN, "2").replace("gpt-5.4-mini", "made-up");
    let uncounted = reply(&PLAIN, "4").replace("\"output_tokens\": 500", "\"total_tokens\": 9");
    let undated = reply(&PLAIN, "8").replace("timestamp", "time");
    let theirs = reply(&PLAIN, "16").replace("\"cached\": 0", "\"cached\": \"none\"");
    let error = r#"{"role": "assistant", "content": "Error", "is_error": true, "provider": "openai", "model": "gpt-5.4-mini"}"#;
    let copy = reply(&PLAIN, "32").replace("{\"role\"", "{\"copied_from\": {}, \"role\"");
    let replaced = format!(
        r#"{{"replaced_replies": [{}], {}"#,
        reply(&PLAIN, "1"),
        &reply(&PLAIN, "\"lots\"")[1..]
    );
    store_with([
        tiered,
        unknown,
        uncounted,
        undated,
        theirs,
        error.to_owned(),
        copy,
        replaced,
    ])
}

#[test]
fn what_cannot_be_recomputed_is_counted_by_its_cause() {
    let sandbox = with_every_cause();
    let run = |arguments: &[&str]| {
        let arguments = [&["stats", "--reprice"], arguments].concat();
        sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .succeeds()
    };
    run(&[]).stdout_is(str![[r#"
provider  model         replies  recorded  recomputed  difference  differing  cost unknown  now priced  no price  no tokens  no time
openai    gpt-5.4-mini        7    $29.25      $0.006     -$0.997          1             1           1         1          2        1
openai    made-up             1     $2.00     unknown      $0.000          0             0           0         1          0        0
total                         8    $31.25      $0.006     -$0.997          1             1           1         2          2        1

"#]]);
    run(&["--format", "jsonl", "--model", "gpt-5.4-mini"]).stdout_is(str![[r#"
{"provider":"openai","model":"gpt-5.4-mini","replies":7,"recorded_usd":29.25,"recomputed_usd":0.006,"difference_usd":-0.997,"differing":1,"unknown_costs":1,"newly_priced":1,"newly_priced_usd":0.003,"without_price":1,"without_tokens":2,"without_time":1,"not_recomputed_usd":28.25}

"#]]);
    // By the prices of a day, a reply needs no time.
    let sums = run(&["2026-11-23", "--format", "json"]).stdout_json();
    let sums = &sums["total"];
    assert_eq!(
        (&sums["without_time"], &sums["without_price"]),
        (&0.into(), &2.into())
    );
    let period = run(&["--since", "2026-11-23"]);
    period.stderr_is("2 replies without a time left out\n");
}

#[test]
fn prices_of_another_day_hold_for_all() {
    // The price of this model fell on August 21st.
    let sol = WORKED_OUT[2];
    let sandbox = store_with([reply(&sol, sol.7)]);
    let recomputed = |arguments: &[&str]| {
        let sums = total(&sandbox, &[&["--reprice"], arguments].concat());
        (sums.recomputed, sums.difference, sums.differing)
    };
    let expected = |recomputed: &str, difference: &str, differing| {
        (recomputed.to_owned(), difference.to_owned(), differing)
    };
    assert_eq!(recomputed(&[]), expected("0.020172", "0", 0));
    let before = expected("0.025235", "0.005063", 1);
    assert_eq!(recomputed(&["2026-08-20"]), before);
    assert_eq!(recomputed(&["2026-08-21"]), expected("0.020172", "0", 0));
    let run = sandbox.chatkeep(&["stats", "--reprice", "2026-08-20", "--as", "markdown"]);
    run.run().succeeds().stdout_is(str![[r#"
| provider | model | replies | recorded | recomputed | difference | differing |
| :--- | :--- | ---: | ---: | ---: | ---: | ---: |
| openai | gpt-5.6-sol | 1 | $0.020172 | $0.025235 | +$0.005063 | 1 |
| total |  | 1 | $0.020172 | $0.025235 | +$0.005063 | 1 |

"#]]);
    let future = sandbox
        .chatkeep(&["stats", "--reprice", "2030-01-01"])
        .run()
        .succeeds();
    future.stderr_is(str![[r#"
the prices are those of 2026-11-23, with the changes that were announced by then

"#]]);
}

#[test]
fn prices_of_one_s_own_are_recomputed_with() {
    let sandbox = store_with([reply(&PLAIN, PLAIN.7)]);
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir_all(&folder).expect("made");
    let own = "[prices.\"openai/gpt-5.4-mini\"]\ninput = 1\noutput = 2\n";
    fs::write(folder.join("config.toml"), own).expect("written");
    let sums = total(&sandbox, &["--reprice"]);
    assert_eq!(
        (sums.recomputed.as_str(), sums.difference.as_str()),
        ("0.002", "-0.001")
    );
}

#[test]
fn users_providers_models_tags_and_periods_narrow_what_is_recomputed() {
    let sandbox = store_with(WORKED_OUT.iter().map(|one| reply(one, one.7)));
    let replies = |arguments: &[&str]| {
        let narrowed = total(&sandbox, &[&["--reprice"], arguments].concat());
        assert_eq!(
            (narrowed.differing, narrowed.recorded),
            (0, narrowed.recomputed)
        );
        narrowed.replies
    };
    assert_eq!(replies(&["--provider", "anthropic"]), 3);
    assert_eq!(
        replies(&[
            "--provider",
            "anthropic,google",
            "--model",
            "gemini-2.5-pro"
        ]),
        2
    );
    assert_eq!(replies(&["--until", "2026-08-31"]), 1);
    assert_eq!(replies(&["--since", "2027-01-01", "--user", "u1@x.org"]), 1);
    assert_eq!(replies(&["--tag", "work"]), 0);
    let tag = ["chat", "tag", "c10", "--add", "work", "--user", "u1"];
    sandbox.chatkeep(&tag).run().succeeds();
    assert_eq!(replies(&["--tag", "work"]), 1);
    let rows = |arguments: &[&str]| {
        let arguments = [&["stats", "--reprice", "--format", "jsonl"], arguments].concat();
        let run = sandbox.chatkeep(&arguments).run().succeeds();
        let model = |line: &str| {
            let row: Value = serde_json::from_str(line).expect("it is JSON");
            row["model"].as_str().expect("a name").to_owned()
        };
        run.stdout_text().lines().map(model).collect::<Vec<_>>()
    };
    assert_eq!(rows(&["--top", "2"]), ["gpt-6.1-sol", "gemini-2.5-pro"]);
    assert_eq!(rows(&["--top", "1", "--sort", "replies"]), ["gpt-5.6-sol"]);
    assert_eq!(
        rows(&["--top", "1", "--sort", "name"]),
        ["claude-haiku-5-5"]
    );
    assert_eq!(rows(&["--top", "1", "--reverse"]), ["gpt-6-luna"]);
}

#[test]
fn what_makes_no_sense_beside_it_is_wrong_usage() {
    let sandbox = Sandbox::flask_store();
    for (arguments, says) in [
        (&["--by", "user"][..], "cannot be used with"),
        (
            &["--compare", "previous", "--since", "30d"],
            "cannot be used with",
        ),
        (&["--chart"], "cannot be used with"),
        (&["--html", "-"], "cannot be used with"),
        (&["--fail-over", "1USD"], "cannot be used with"),
        (&["--as", "prometheus"], "--reprice writes no metrics"),
        (&["--as", "markdown", "--format", "csv"], "--as"),
        (&["--sort", "tokens"], "neither tokens nor errors"),
        (
            &["--since", "2026-02-02", "--until", "2026-02-01"],
            "ends before it begins",
        ),
    ] {
        let arguments = [&["stats", "--reprice"], arguments].concat();
        let failed = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(2);
        assert!(failed.stderr_text().contains(says), "{failed}");
    }
    let wrong = sandbox
        .chatkeep(&["stats", "--reprice", "2026-02-30"])
        .run();
    wrong.fails_with(2);
}

#[test]
fn the_demo_costs_what_it_says() {
    let sandbox = Sandbox::new();
    let demo = sandbox.work().join("demo");
    let demo = demo.to_str().expect("the sandbox's path is text");
    sandbox.chatkeep(&["demo", demo]).run().succeeds();
    let stats = |arguments: &[&str]| {
        let arguments = [&["--store", demo, "stats", "--format", "json"], arguments].concat();
        sandbox.chatkeep(&arguments).run().succeeds().stdout_json()
    };
    let (recorded, repriced) = (stats(&[]), stats(&["--reprice"]));
    let (recorded, repriced) = (&recorded["total"], &repriced["total"]);
    assert_eq!(recorded["replies"], repriced["replies"]);
    for cost in ["recorded_usd", "recomputed_usd"] {
        assert_eq!(repriced[cost].to_string(), recorded["cost_usd"].to_string());
    }
    assert_eq!(
        (&repriced["difference_usd"], &repriced["differing"]),
        (&0.into(), &0.into())
    );
}
