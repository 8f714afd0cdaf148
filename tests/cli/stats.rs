//! `stats`: exact sums, whatever the grouping, and a bill that no deletion changes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use serde_json::value::RawValue;
use snapbox::str;

use crate::sandbox::Sandbox;

const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

#[test]
fn the_apps_own_store_took_128_tokens_and_0_000935_dollars() {
    let sandbox = Sandbox::flask_store();
    let outcome = sandbox
        .chatkeep(&["stats"])
        .run_changing_nothing()
        .succeeds();
    outcome.stdout_is(str![[r#"
user             model                     replies  input  output  tokens       cost  errors
ada@example.org  gpt-4o                          2     46      82     128  $0.000935       0
ada@example.org  claude-sonnet-4-20250514        1      0       0       0  $0.000000       1
ada@example.org  gpt-4o-mini                     1      0       0       0  $0.000000       1
total                                            4     46      82     128  $0.000935       2

"#]]);
    let outcome = sandbox
        .chatkeep(&["stats", "--format", "json"])
        .run()
        .succeeds();
    let total = &outcome.stdout_json()["total"];
    assert_eq!(
        (&total["total_tokens"], &total["errors"]),
        (&128.into(), &2.into())
    );
    assert!(
        outcome.stdout_text().contains("\"cost_usd\": 0.000935,"),
        "{outcome}"
    );
}

#[test]
fn rows_come_as_csv_and_json_lines() {
    let sandbox = Sandbox::flask_store();
    let run = |format| {
        let arguments = ["stats", "--by", "month,user", "--format", format];
        sandbox.chatkeep(&arguments).run().succeeds()
    };
    run("csv").stdout_is(str![[r#"
"month","user_id","email","replies","input_tokens","output_tokens","total_tokens","cost_usd","unknown_costs","errors","interrupted"
"2026-11","ef2a47e3-0b1c-45d9-a093-c01e43ddece2","ada@example.org",4,46,82,128,0.000935,0,2,0

"#]]);
    run("jsonl").stdout_is(str![[r#"
{"month":"2026-11","user_id":"ef2a47e3-0b1c-45d9-a093-c01e43ddece2","email":"ada@example.org","replies":4,"input_tokens":46,"output_tokens":82,"total_tokens":128,"cost_usd":0.000935,"unknown_costs":0,"errors":2,"interrupted":0}

"#]]);
}

#[test]
fn a_table_shows_all_groupings() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["stats", "--by", "day,provider,model"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
day         provider   model                     replies  input  output  tokens       cost  errors
2026-11-23  openai     gpt-4o                          2     46      82     128  $0.000935       0
2026-11-23  anthropic  claude-sonnet-4-20250514        1      0       0       0  $0.000000       1
2026-11-23  openai     gpt-4o-mini                     1      0       0       0  $0.000000       1
total                                                  4     46      82     128  $0.000935       2

"#]]);
}

#[test]
fn days_and_users_narrow_what_counts() {
    let sandbox = Sandbox::flask_store();
    let replies = |arguments: &[&str]| {
        let arguments = [&["stats", "--format", "json"], arguments].concat();
        let outcome = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .succeeds();
        outcome.stdout_json()["total"]["replies"].clone()
    };
    assert_eq!(replies(&["--user", "ada@example.org"]), 4);
    assert_eq!(replies(&["--user", "grace@example.org"]), 0);
    assert_eq!(
        replies(&["--since", "2026-11-23", "--until", "2026-11-23"]),
        4
    );
    assert_eq!(replies(&["--since", "2026-11-24"]), 0);
    assert_eq!(replies(&["--until", "2026-11-22"]), 0);
    sandbox
        .chatkeep(&["stats", "--since", "2026-11-24"])
        .run()
        .succeeds()
        .stdout_is("no replies\n");
}

#[test]
fn wrong_values_are_named_with_what_there_is() {
    let sandbox = Sandbox::flask_store();
    for (arguments, exit, text) in [
        (
            &["--by", "user,weather"][..],
            2,
            "[possible values: user, provider, model, day, week, month, weekday, hour, conversation, tag]",
        ),
        (&["--by", ""], 2, "possible values"),
        (&["--since", "2026-02-30"], 2, "2026-02-01"),
        (&["--until", "the other day"], 2, "2026-02-01"),
        (
            &["--since", "2026-02-02", "--until", "2026-02-01"],
            2,
            "the period ends before it begins",
        ),
        (&["--user", "nobody"], 3, "no user \"nobody\""),
    ] {
        let arguments = [&["stats"], arguments].concat();
        let failed = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(exit);
        assert!(failed.stderr_text().contains(text), "{failed}");
    }
}

#[test]
fn providers_models_and_tags_narrow_what_counts() {
    let sandbox = Sandbox::flask_store();
    let replies = |arguments: &[&str]| {
        let arguments = [&["stats", "--format", "json"], arguments].concat();
        let outcome = sandbox.chatkeep(&arguments).run().succeeds();
        outcome.stdout_json()["total"]["replies"].clone()
    };
    assert_eq!(replies(&["--provider", "openai"]), 3);
    assert_eq!(replies(&["--provider", "openai,anthropic"]), 4);
    assert_eq!(replies(&["--model", "gpt-4o-mini"]), 1);
    assert_eq!(replies(&["--tag", "work"]), 0);
    let dearest = ["stats", "--by", "conversation", "--sort", "cost"];
    let dearest = [&dearest[..], &["--format", "json"]].concat();
    let dearest = sandbox.chatkeep(&dearest).run().succeeds().stdout_json();
    let id = dearest["rows"][0]["conversation"].as_str().expect("an id");
    let tag = ["chat", "tag", id, "--add", "work,urgent", "--user", ADA];
    sandbox.chatkeep(&tag).run().succeeds();
    let of_one = replies(&["--tag", "work"]);
    assert!(of_one.as_u64() > Some(0), "{of_one}");
    assert_eq!(replies(&["--tag", "work,urgent"]), of_one);
    assert_eq!(replies(&["--tag", "work,other"]), 0);
    let by_tag = ["stats", "--by", "tag", "--format", "json"];
    let by_tag = sandbox.chatkeep(&by_tag).run().succeeds().stdout_json();
    let tagged = |tag: &str| {
        let rows = by_tag["rows"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["tag"] == tag);
        row.map_or(Value::Null, |row| row["replies"].clone())
    };
    assert_eq!((tagged("work"), tagged("urgent")), (of_one.clone(), of_one));
    assert_eq!(by_tag["total"]["replies"], 4);
}

#[test]
fn weeks_weekdays_hours_and_conversations_are_told_apart() {
    let sandbox = Sandbox::flask_store();
    let stats = ["stats", "--by", "week,weekday", "--timezone", "UTC"];
    sandbox
        .chatkeep(&stats)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
week      weekday  replies  input  output  tokens       cost  errors
2026-W48  Mon            4     46      82     128  $0.000935       2
total                    4     46      82     128  $0.000935       2

"#]]);
    let hours = |zone: &str| {
        let stats = [
            "stats",
            "--by",
            "hour",
            "--timezone",
            zone,
            "--format",
            "json",
        ];
        let stats = sandbox.chatkeep(&stats).run().succeeds().stdout_json();
        stats["rows"][0]["hour"].as_u64().expect("an hour")
    };
    // The app's times are naive: whatever the zone, they are its hours.
    assert_eq!(hours("UTC"), hours("Asia/Tokyo"));
    let stats = [
        "stats",
        "--by",
        "conversation",
        "--top",
        "1",
        "--sort",
        "cost",
    ];
    let top = sandbox.chatkeep(&stats).run().succeeds();
    assert!(top.stdout_text().contains(" others "), "{top}");
}

#[test]
fn the_period_before_stands_beside_it() {
    let sandbox = Sandbox::flask_store();
    let period = ["--since", "2026-12-01", "--until", "2026-12-31"];
    let compare = ["stats", "--by", "model", "--compare", "previous"];
    let compare = [&compare[..], &period, &["--sort", "change"]].concat();
    sandbox
        .chatkeep(&compare)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
model                     replies  input  output  tokens   cost     before      change  change %
claude-sonnet-4-20250514        0      0       0       0  $0.00  $0.000000   $0.000000
gpt-4o-mini                     0      0       0       0  $0.00  $0.000000   $0.000000
gpt-4o                          0      0       0       0  $0.00  $0.000935  -$0.000935      -100
total                           0      0       0       0  $0.00  $0.000935  -$0.000935      -100

"#]]);
    for wrong in [
        &["--compare", "previous"][..],
        &["--compare", "previous", "--since", "7d", "--by", "day"],
        &["--sort", "change"],
    ] {
        let arguments = [&["stats"], wrong].concat();
        sandbox.chatkeep(&arguments).run().fails_with(2);
    }
}

#[test]
fn a_cost_over_the_limit_is_told_to_cron_by_the_exit_code() {
    let sandbox = Sandbox::flask_store();
    let over = |limit: &str| {
        let arguments = ["stats", "--by", "model", "--fail-over", limit];
        sandbox.chatkeep(&arguments).run()
    };
    over("0.000935USD").succeeds();
    let failed = over("$0.0009349").fails_with(9);
    assert!(failed.stdout_text().contains("total"), "{failed}");
    assert!(failed.stderr_text().contains("which is over"), "{failed}");
    over("lots").fails_with(2);
}

#[test]
fn a_removed_user_keeps_the_bill_to_the_last_digit() {
    let sandbox = Sandbox::flask_store();
    let total = || {
        let outcome = sandbox
            .chatkeep(&["stats", "--format", "json"])
            .run()
            .succeeds();
        let text = outcome.stdout_text();
        text[text.find("\"total\"").expect("it has one")..].to_owned()
    };
    let before = total();
    sandbox
        .chatkeep(&["user", "remove", "--yes", ADA])
        .run()
        .succeeds();
    assert_eq!(total(), before);
    // Nobody is called that any more, and the id is still known to the ledger.
    sandbox
        .chatkeep(&["stats", "--by", "user", "--user", ADA])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
user                                  replies  input  output  tokens       cost  errors
ef2a47e3-0b1c-45d9-a093-c01e43ddece2        4     46      82     128  $0.000935       2
total                                       4     46      82     128  $0.000935       2

"#]]);
}

#[test]
fn hostile_names_do_nothing_at_a_terminal() {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let reply = r#"{"role": "assistant", "content": "", "model": "\u001b[2Jevil\nmodel"}"#;
    let hostile = format!(r#"{{"conversations": {{"c1": {{"messages": [{reply}]}}}}}}"#);
    fs::write(path, hostile).expect("it is ours");
    let arguments = ["stats", "--color", "never"];
    let (code, shown) = sandbox.at_terminal(&arguments).ends();
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("␛[2Jevil␊model") && !shown.contains('\x1b'),
        "{shown:?}"
    );
    let exact = sandbox
        .chatkeep(&["stats", "--format", "csv"])
        .run()
        .succeeds();
    assert!(
        exact.stdout_text().contains("\"\x1b[2Jevil\nmodel\""),
        "{exact}"
    );
}

/// Adds up a store's files on its own: the sums of `decimal` are exact as long as 60 digits are enough.
const PROGRAM: &str = r#"
import decimal, json, sys
from datetime import datetime
from zoneinfo import ZoneInfo

decimal.getcontext().prec = 60
store, groupings = sys.argv[1], [by.split(",") for by in sys.argv[2:]]
zone = ZoneInfo("America/New_York")

def local(text):
    time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return time.astimezone(zone) if time.tzinfo else time

def readable(cost):
    if not isinstance(cost, (decimal.Decimal, int)):
        return False
    sign, digits, exponent = decimal.Decimal(cost).as_tuple()
    return exponent >= -28 and len(digits) + max(exponent, 0) <= 28

sums = [{} for by in groupings]
for user in json.load(open(f"{store}/users.json")):
    data = json.load(open(f"{store}/user_data/{user}.json"), parse_float=decimal.Decimal)
    for id, conversation in data["conversations"].items():
        for message in conversation["messages"]:
            if message["role"] != "assistant" or "copied_from" in message:
                continue
            time = local(message.get("timestamp", conversation["timestamp"]))
            year, week, _ = time.isocalendar()
            values = {
                "user": user, "provider": message["provider"], "model": message["model"], "day": time.strftime("%Y-%m-%d"),
                "week": f"{year}-W{week:02}", "month": time.strftime("%Y-%m"), "weekday": time.strftime("%a"),
                "hour": str(time.hour), "conversation": id,
            }
            cost = message.get("cost")
            for by, rows in zip(groupings, sums):
                for tag in conversation.get("tags", [""]) if "tag" in by else [""]:
                    values["tag"] = tag
                    group = tuple(values[name] for name in by)
                    row = rows.setdefault((group, user if "conversation" in by else None), [0, 0, 0, decimal.Decimal(0), 0])
                    row[0] += 1
                    row[1] += message["input_tokens"]
                    row[2] += message["output_tokens"]
                    if readable(cost):
                        row[3] += cost
                    else:
                        row[4] += 1
for by, rows in zip(groupings, sums):
    for (group, _), (replies, sent, received, cost, unknown) in rows.items():
        print(",".join(by), ",".join(group), replies, sent, received, format(cost.normalize(), "f"), unknown, sep="\t")
"#;

/// Days on which clocks change, which only leap years have, and of weeks that are of two years.
const ODD_DAYS: [&str; 8] = [
    "2024-02-29",
    "2026-03-08",
    "2026-11-01",
    "2020-12-31",
    "2021-01-03",
    "2026-12-31",
    "2027-01-01",
    "2027-01-04",
];

/// Makes a store of a few users with about so many replies, whose costs have up to 28 digits and stand far apart.
fn generate(sandbox: &Sandbox, replies: u64) {
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let store = sandbox.store();
    fs::create_dir(store.join("user_data")).expect("the store is empty");
    fs::create_dir(store.join(".chatkeep")).expect("the store is empty");
    fs::write(
        store.join(".chatkeep/store.toml"),
        "timezone = \"America/New_York\"\n",
    )
    .expect("it is ours");
    let mut users = Vec::new();
    for user in 0..4 {
        users.push(format!(
            r#""u{user}": {{"email": "u{user}@x.org", "name": "u"}}"#
        ));
        let mut conversations = Vec::new();
        for conversation in 0..60 {
            let mut messages = Vec::new();
            for _ in 0..random(replies / 120) {
                let hour = random(24);
                let day = match random(6) {
                    0 => ODD_DAYS[usize::try_from(random(8)).expect("it is small")].to_owned(),
                    _ => format!("2026-0{}-{:02}", 1 + random(9), 1 + random(28)),
                };
                let cost = match random(8) {
                    0 => String::new(),
                    1 => format!(r#", "cost": {}e-{}"#, random(1_000), random(26)),
                    2 => format!(
                        r#", "cost": {}.{:09}{:09}"#,
                        random(1_000_000),
                        random(1_000_000_000),
                        random(1_000_000_000)
                    ),
                    3 => format!(
                        r#", "cost": 0.{:09}{:09}{:014}"#,
                        random(1_000_000_000),
                        random(1_000_000_000),
                        1 + random(1_000_000_000)
                    ),
                    4 => format!(r#", "cost": {}000000000000.5"#, 1 + random(1_000)),
                    _ => format!(r#", "cost": 0.{:07}"#, random(10_000_000)),
                };
                let timestamp = match random(6) {
                    0 | 1 => format!(r#", "timestamp": "{day}T{hour:02}:30:00.5Z""#),
                    2 => format!(r#", "timestamp": "{day}T{hour:02}:30:00.25""#),
                    _ => String::new(),
                };
                messages.push(format!(
                    r#"{{"role": "assistant", "content": "x", "provider": "p{}", "model": "m{}", "input_tokens": {}, "output_tokens": {}{cost}{timestamp}}}"#,
                    random(3), random(5), 1 + random(100_000), random(100_000)
                ));
                if random(9) == 0 {
                    let copied =
                        messages[0].replace("{\"role\"", "{\"copied_from\": \"c\", \"role\"");
                    messages.push(copied);
                }
            }
            let tags = match random(4) {
                0 => r#""tags": ["red", "blue"], "#,
                1 => r#""tags": ["red"], "#,
                _ => "",
            };
            conversations.push(format!(
                r#""c{conversation}": {{"title": "t", {tags}"timestamp": "2026-0{}-{:02}T23:59:59.123456", "messages": [{}]}}"#,
                1 + random(9), 1 + random(28), messages.join(", ")
            ));
        }
        let text = format!(
            r#"{{"api_keys": {{}}, "conversations": {{{}}}}}"#,
            conversations.join(",\n")
        );
        fs::write(store.join(format!("user_data/u{user}.json")), text).expect("it is ours");
    }
    fs::write(
        store.join("users.json"),
        format!("{{{}}}", users.join(", ")),
    )
    .expect("it is ours");
}

/// Returns the rows as the Python program writes them, in no order of importance.
fn rows(sandbox: &Sandbox, by: &str) -> Vec<String> {
    let outcome = sandbox
        .chatkeep(&["stats", "--by", by, "--format", "jsonl"])
        .run()
        .succeeds();
    let mut rows: Vec<String> = outcome
        .stdout_text()
        .lines()
        .map(|line| row(line, by))
        .collect();
    rows.sort();
    rows
}

fn row(line: &str, by: &str) -> String {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(line).expect("an object");
    let plain = |name: &str| match serde_json::from_str(fields[name].get()) {
        Ok(Value::String(text)) => text,
        _ => fields[name].get().replace("null", "0"),
    };
    let group: Vec<_> = by
        .split(',')
        .map(|name| plain(if name == "user" { "user_id" } else { name }))
        .collect();
    let mut row = group.join(",");
    for name in [
        "replies",
        "input_tokens",
        "output_tokens",
        "cost_usd",
        "unknown_costs",
    ] {
        write!(row, "\t{}", plain(name)).expect("memory");
    }
    row
}

#[test]
fn sums_agree_with_python_to_the_last_digit_whatever_the_grouping() {
    const GROUPINGS: [&str; 12] = [
        "user",
        "provider",
        "model",
        "month,provider,user",
        "day,user,provider,model",
        "week",
        "weekday,model",
        "hour",
        "weekday,hour,user",
        "tag",
        "conversation",
        "month,tag,model",
    ];
    let sandbox = Sandbox::new();
    generate(&sandbox, 100_000);
    let store = sandbox.store();
    let store = store.to_str().expect("the sandbox's path is text");
    let program = ["-c", PROGRAM, store].into_iter().chain(GROUPINGS);
    let program: Vec<&str> = program.collect();
    let theirs = sandbox
        .program("python3", &program)
        .on_files()
        .run()
        .succeeds();
    let theirs = theirs.stdout_text();
    let mut replies = 0;
    for by in GROUPINGS {
        let theirs = theirs.lines().filter_map(|line| line.split_once('\t'));
        let theirs = theirs.filter(|(grouping, _)| *grouping == by);
        let mut theirs: Vec<_> = theirs.map(|(_, row)| row.to_owned()).collect();
        theirs.sort();
        assert!(
            theirs.len() > 2 && theirs.iter().any(|row| row.len() > 50),
            "{theirs:?}"
        );
        if by == "user" {
            let counts = theirs.iter().filter_map(|row| row.split('\t').nth(1));
            replies = counts
                .map(|count| count.parse::<u64>().expect("a count"))
                .sum();
        }
        assert_eq!(rows(&sandbox, by), theirs, "{by}");
    }
    assert!(replies > 90_000, "{replies}");
}

#[test]
fn the_bill_outlives_conversations_and_users() {
    let sandbox = Sandbox::new();
    generate(&sandbox, 3_600);
    let before = rows(&sandbox, "month,model,user");
    for conversation in ["c10", "c33", "c59"] {
        let deleted = ["chat", "delete", "--yes", "--user", "u2", conversation];
        sandbox.chatkeep(&deleted).run().succeeds();
    }
    for user in ["u1", "u3"] {
        sandbox
            .chatkeep(&["user", "remove", "--yes", user])
            .run()
            .succeeds();
    }
    assert_eq!(rows(&sandbox, "month,model,user"), before);
}
