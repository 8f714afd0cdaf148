//! What `stats` writes for documents, for monitoring, as charts, and as a page that a browser shows.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

use snapbox::str;

use crate::browser::{browse, picture};
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

#[test]
fn a_page_is_private_and_replaced_only_by_force() {
    let sandbox = Sandbox::flask_store();
    let page = sandbox.work().join("usage.html");
    let make = |arguments: &[&str]| {
        let arguments = [&["stats", "--html", "usage.html"], arguments].concat();
        sandbox.chatkeep(&arguments).run()
    };
    make(&[])
        .succeeds()
        .stdout_is("wrote a report on 4 replies to usage.html\n");
    assert_eq!(
        fs::metadata(&page).expect("it is there").mode() & 0o777,
        0o600
    );
    fs::write(&page, "mine").expect("it is ours");
    make(&[]).fails_with(4);
    assert_eq!(fs::read(&page).expect("it is there"), b"mine");
    make(&["--force", "--format", "json"])
        .succeeds()
        .stdout_is(str![[r#"
{
  "file": "usage.html",
  "as": "html",
  "rows": 3,
  "replies": 4
}

"#]]);
    let html = fs::read_to_string(&page).expect("it is there");
    let dashed = sandbox.chatkeep(&["stats", "--html", "-"]).run().succeeds();
    let same = |html: &str| {
        let sections = html.find("<section>").map(|from| &html[from..]);
        sections.expect("it has some").replace("usage.html", "-")
    };
    assert_eq!(same(dashed.stdout_text()), same(&html));
    for wrong in [
        &["--force"][..],
        &["--html", "-", "--format", "json"],
        &["--html", "-", "--chart"],
        &["--html", "-", "--as", "markdown"],
    ] {
        let arguments = [&["stats"], wrong].concat();
        sandbox.chatkeep(&arguments).run().fails_with(2);
    }
}

#[test]
fn a_page_says_how_it_was_made_and_that_makes_it_again() {
    let sandbox = Sandbox::flask_store();
    let limits = [
        "--model",
        "gpt-4o,it's",
        "--since",
        "2026-11-01",
        "--top",
        "5",
    ];
    let stats = [
        "stats", "--by", "day,user", "--sort", "tokens", "--html", "a b.html",
    ];
    let arguments = [&stats[..], &limits].concat();
    sandbox.chatkeep(&arguments).run().succeeds();
    let page = sandbox.work().join("a b.html");
    let html = fs::read_to_string(&page).expect("it is there");
    let (_, rest) = html.split_once("<pre><code>").expect("the command");
    let (command, _) = rest.split_once("</code>").expect("its end");
    let command = command.replace("&#39;", "'");
    assert!(html.contains("only model gpt-4o, it&#39;s"), "{html}");
    let words = command.strip_prefix("chatkeep ").expect("our name");
    let read = Command::new("bash")
        .args(["-c", &format!("printf '%s\\n' {words}")])
        .output()
        .expect("bash is installed");
    let read = String::from_utf8(read.stdout).expect("text");
    let again: Vec<&str> = read.lines().chain(["--force"]).collect();
    sandbox.chatkeep(&again).run().succeeds();
    let again = fs::read_to_string(&page).expect("it is there");
    let same = |html: &str| html[html.find("<main>").expect("it has one")..].to_owned();
    assert_eq!(same(&again), same(&html));
}

#[test]
fn a_browser_shows_a_page_on_a_phone_and_on_a_desk() {
    json_files_only!("the demo is a folder, whatever is tested");
    let sandbox = Sandbox::new();
    let demo = sandbox.work().join("demo");
    let demo = demo.to_str().expect("the sandbox's path is text");
    sandbox.chatkeep(&["demo", demo]).run().succeeds();
    let stats = [
        "stats",
        "--store",
        demo,
        "--by",
        "user,model,month,weekday",
        "--html",
        "p.html",
    ];
    sandbox.chatkeep(&stats).run().succeeds();
    let page = sandbox.work().join("p.html");
    let Some(tree) = browse(&page, &["--dump-dom"]) else {
        return;
    };
    let tree = String::from_utf8(tree).expect("it is text");
    let texts: Vec<&str> = tree
        .split("</text>")
        .filter_map(|part| Some(part.rsplit_once('>')?.1.trim()))
        .collect();
    for label in ["amara@example.com", "gpt-5.4-mini", "2026-11", "Sun"] {
        let labels = texts.iter().filter(|text| **text == label).count();
        assert!(labels >= 1, "{label}: {texts:?}");
    }
    assert!(texts.iter().any(|text| text.starts_with('$')), "{texts:?}");
    for width in [390, 1280] {
        let Some(picture) = picture(&page, width, &[]) else {
            return;
        };
        let bars = picture.points("2f6fb5") + picture.points("6ea8e6");
        assert_eq!(picture.width, width);
        assert!(picture.colors() > 20 && bars > 1_000, "{width}: {bars}");
    }
}
