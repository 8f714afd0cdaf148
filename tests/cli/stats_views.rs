//! What `stats` writes for documents, for monitoring, as charts, and as a page that a browser shows.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use snapbox::str;

use crate::backend::leave_out;
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

/// Runs the browser on a page that is a file; `None` where there is no browser.
fn browse(page: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = format!("--user-data-dir={}", folder.path().display());
    let browser = assert_cmd::Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            &profile,
        ])
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .env("HOME", folder.path())
        .timeout(Duration::from_secs(120))
        .output();
    let output = match browser {
        Ok(output) => output,
        Err(error) => {
            let is_needed = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
            assert!(!is_needed, "chromium: {error}");
            leave_out(&format!("chromium: {error}"));
            return None;
        }
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(!errors.contains("Content Security Policy"), "{errors}");
    Some(output.stdout)
}

/// Counts the colours of a picture, and says how wide it is.
const PICTURE: &str = r#"
import struct, sys, zlib

data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
place, packed = 8, b""
while place < len(data):
    length, kind = struct.unpack(">I4s", data[place:place + 8])
    body = data[place + 8:place + 8 + length]
    if kind == b"IHDR":
        width, height, depth, color = struct.unpack(">IIBB", body[:10])
    if kind == b"IDAT":
        packed += body
    place += length + 12
assert depth == 8 and color in (2, 6), (depth, color)
size = 3 if color == 2 else 4
raw = zlib.decompress(packed)
previous, colors = bytearray(width * size), {}
for row in range(height):
    start = row * (width * size + 1)
    kind, line = raw[start], bytearray(raw[start + 1:start + 1 + width * size])
    for i in range(len(line)):
        a = line[i - size] if i >= size else 0
        b = previous[i]
        c = previous[i - size] if i >= size else 0
        if kind == 1: line[i] = (line[i] + a) & 255
        elif kind == 2: line[i] = (line[i] + b) & 255
        elif kind == 3: line[i] = (line[i] + (a + b) // 2) & 255
        elif kind == 4:
            p = a + b - c
            pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
            line[i] = (line[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
    previous = line
    for i in range(0, len(line), size):
        pixel = bytes(line[i:i + 3])
        colors[pixel] = colors.get(pixel, 0) + 1
bars = sum(count for pixel, count in colors.items() if pixel.hex() in ("2f6fb5", "6ea8e6"))
print(width, len(colors), bars)
"#;

/// Takes a picture of a page. Returns its width, its colours, and how many of its points are of bars.
fn picture(page: &Path, width: u32) -> Option<[u32; 3]> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.png");
    let shot = format!("--screenshot={}", path.display());
    // A browser's window may be no narrower than it likes; without one it is as wide as it is told.
    let size = format!("--window-size={width},900");
    browse(page, &[&shot, &size])?;
    let counted = Command::new("python3")
        .args(["-c", PICTURE])
        .arg(&path)
        .output()
        .expect("python3 is installed");
    let text = String::from_utf8_lossy(&counted.stdout);
    let errors = String::from_utf8_lossy(&counted.stderr);
    let numbers: Vec<u32> = text
        .split_whitespace()
        .map(|it| it.parse().expect("a number"))
        .collect();
    Some(numbers.try_into().unwrap_or_else(|_| panic!("{errors}")))
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
        let Some([shown, colors, bars]) = picture(&page, width) else {
            return;
        };
        assert_eq!(shown, width);
        assert!(colors > 20 && bars > 1_000, "{width}: {colors} {bars}");
    }
}
