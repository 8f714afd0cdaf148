//! Code in pages that `export` writes: coloured by its language, under a policy that allows no other style.

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::browser::picture;
use crate::sandbox::Sandbox;

const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

/// Exports a conversation whose answer is in Markdown.
fn page_of(sandbox: &Sandbox, answer: &str) -> PathBuf {
    let conversation = serde_json::json!({
        "title": "Code",
        "timestamp": "2026-02-09T14:03:11",
        "messages": [
            {"role": "user", "content": "```rust\nlet mine\n```"},
            {"role": "assistant", "model": "gpt-4o", "content": answer},
        ],
    });
    let line = serde_json::json!({
        "format": "chatkeep-conversation", "version": 1, "id": "code", "conversation": conversation,
    });
    fs::write(sandbox.work().join("code.jsonl"), line.to_string()).expect("it is ours");
    let import = ["import", "code.jsonl", "-u", ADA];
    sandbox.chatkeep(&import).run().succeeds();
    let export = ["export", "-u", ADA, "code", "-o", "code.html"];
    sandbox.chatkeep(&export).run().succeeds();
    sandbox.work().join("code.html")
}

#[test]
fn code_has_classes_and_the_policy_allows_the_one_style_sheet() {
    let sandbox = Sandbox::flask_store();
    let answer = "```Rust\nfn a() { \"</code><script>\" }\n```\n\n```what\nfn b()\n```";
    let page = page_of(&sandbox, answer);
    let page = fs::read_to_string(page).expect("text");
    for expected in [
        "<code class=\"language-Rust\"><span class=\"k\">fn</span> <span class=\"f\">a</span>() { \
         <span class=\"s\">\"&lt;/code&gt;&lt;script&gt;\"</span> }\n</code>",
        "<code class=\"language-what\">fn b()\n</code>",
        "```rust\nlet mine\n```</div>",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    let (_, style) = page.split_once("<style>").expect("a style sheet");
    let (style, rest) = style.split_once("</style>").expect("its end");
    let digest = STANDARD.encode(Sha256::digest(style));
    let policy = format!("default-src 'none'; style-src 'sha256-{digest}';");
    assert!(page.contains(&policy), "{policy} is not in {page}");
    assert!(!rest.contains("style="), "{page}");
}

#[test]
fn a_browser_shows_words_of_the_language_in_their_colour() {
    json_files_only!("what a page looks like is the same for every kind of store");
    let sandbox = Sandbox::flask_store();
    let words = "fn while return struct impl mut\n".repeat(8);
    let page = page_of(&sandbox, &format!("```rust\n{words}```"));
    let style = fs::read_to_string(&page).expect("text");
    let (light, dark) = style.split_once("@media (prefers-").expect("dark colours");
    for (scheme, style) in [("1", light), ("0", dark)] {
        let color = |name: &str| {
            let (_, rest) = style.split_once(name).expect("it has a colour");
            rest[..6].to_owned()
        };
        let (word, text) = (color("--keyword: #"), color("--text: #"));
        assert_ne!(word, text);
        // Enlarged, so that letters have points that are not blended with what is behind them.
        let scheme = format!("--blink-settings=preferredColorScheme={scheme}");
        let Some(picture) = picture(&page, 700, &["--force-device-scale-factor=2", &scheme]) else {
            return;
        };
        let (words, texts) = (picture.points(&word), picture.points(&text));
        assert!(words > 500 && texts > 50, "{scheme}: {words} {texts}");
    }
}
