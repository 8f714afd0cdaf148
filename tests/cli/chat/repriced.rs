//! What chatkeep's own replies cost is what `stats --reprice` works out, wherever they went.

use super::{NEWCOMER, asking, bill, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

/// The recorded and the recomputed cost, by how much they differ, and how many replies there are and how many differ.
#[track_caller]
fn assert_repriced(sandbox: &Sandbox, replies: u64) {
    let arguments = ["stats", "--reprice", "-u", NEWCOMER, "--format", "json"];
    let run = sandbox.chatkeep(&arguments).run_changing_nothing();
    let shown = run.succeeds().stdout_json();
    let total = &shown["total"];
    let (counted, cost) = bill(sandbox, NEWCOMER);
    assert_eq!((&total["replies"], counted), (&replies.into(), replies));
    for field in ["recorded_usd", "recomputed_usd"] {
        assert_eq!(total[field].to_string(), cost, "{total}");
    }
    for field in [
        "difference_usd",
        "differing",
        "unknown_costs",
        "without_price",
    ] {
        assert_eq!(total[field], 0, "{field}: {total}");
    }
}

/// The server's replies read some of their input from a cache: what is forgotten of that shows.
#[test]
fn stored_replaced_unsaved_and_deleted_replies_are_recomputed_alike() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([
        Answer::streamed(&["First"]),
        Answer::streamed(&["Second"]),
        Answer::whole("Third"),
    ]);
    asking(&sandbox, &server, &["-m", "openai/gpt-4o", "Hi"])
        .run()
        .succeeds();
    assert_repriced(&sandbox, 1);
    asking(&sandbox, &server, &["retry"]).run().succeeds();
    assert_repriced(&sandbox, 2);
    let unsaved = ["-m", "gpt-4o", "--no-save", "--no-stream", "Hi"];
    asking(&sandbox, &server, &unsaved).run().succeeds();
    assert_repriced(&sandbox, 3);
    chat(&sandbox, NEWCOMER, &["delete", "--yes", "last"])
        .run()
        .succeeds();
    assert_repriced(&sandbox, 3);
}
