//! `chatkeep chat`.

mod alongside;
mod anthropic;
mod app_fields;
mod conversations;
mod cut_off;
mod errors;
mod keys;
mod large;
mod models;
mod openai;
mod options;
mod prices;
mod prompts;
mod recover;
mod responses;
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

/// The account without conversations and keys.
const NEWCOMER: &str = "empty@example.org";
