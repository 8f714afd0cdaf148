//! `chatkeep chat`.

mod alongside;
mod anthropic;
mod app_fields;
mod budgets;
mod conversations;
mod cut_off;
mod errors;
mod first_reply;
mod fork;
mod google;
mod keys;
mod known_providers;
mod labels;
mod large;
mod list;
mod models;
mod openai;
mod options;
mod prices;
mod prompts;
mod prune;
mod recover;
mod rename;
mod repriced;
mod responses;
mod retry;
mod search;
mod show;
mod signals;
mod silence;
mod stops;

use std::fs;

use crate::invocation::Invocation;
use crate::openai_server::OpenAiServer;
use crate::sandbox::Sandbox;

/// Writes the configuration file.
fn configure(sandbox: &Sandbox, text: &str) {
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join("config.toml"), text).expect("written");
}

/// Prepares a run of `chatkeep chat` for an account.
fn chat<'s>(sandbox: &'s Sandbox, who: &str, arguments: &[&str]) -> Invocation<'s> {
    let arguments = [&["chat"], arguments].concat();
    sandbox.chatkeep(&arguments).with_env("CHATKEEP_USER", who)
}

/// Prepares such a run for the account that has conversations.
fn ada<'s>(sandbox: &'s Sandbox, arguments: &[&str]) -> Invocation<'s> {
    chat(sandbox, "ada@example.org", arguments)
}

/// Prepares such a run for an account without conversations and keys, with `openai` being a server of the test.
fn asking<'s>(sandbox: &'s Sandbox, server: &OpenAiServer, arguments: &[&str]) -> Invocation<'s> {
    chat(sandbox, NEWCOMER, arguments).with_env("OPENAI_BASE_URL", server.url())
}

/// Returns what `stats` has of an account: how many replies, and their cost to the last digit.
fn bill(sandbox: &Sandbox, who: &str) -> (u64, String) {
    let arguments = ["stats", "--by", "user", "-u", who, "--format", "jsonl"];
    let run = sandbox.chatkeep(&arguments).run().succeeds();
    let row = run.stdout_text().lines().next().expect("it has a row");
    #[derive(serde::Deserialize)]
    struct Row<'a> {
        replies: u64,
        #[serde(borrow)]
        cost_usd: &'a serde_json::value::RawValue,
    }
    let row: Row<'_> = serde_json::from_str(row).expect("it is JSON");
    (row.replies, row.cost_usd.get().to_owned())
}

/// Makes a store with one account, which has a key for this provider.
fn store_with_key(owner: &str, provider: &str, key: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.chatkeep(&["init"]).run().succeeds();
    let add = ["user", "add", owner, "--no-password"];
    sandbox.chatkeep(&add).run().succeeds();
    sandbox
        .chatkeep(&["key", "set", owner, provider, "--key-stdin"])
        .with_stdin(key)
        .run()
        .succeeds();
    sandbox
}

/// The account without conversations and keys.
const NEWCOMER: &str = "empty@example.org";
