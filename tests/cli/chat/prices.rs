//! Prices that the configuration sets: what replies cost with them, and what is refused.

use super::{NEWCOMER, asking, chat, configure};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::StoredUser;

#[test]
fn a_reply_costs_what_the_configuration_says() {
    let sandbox = Sandbox::flask_store();
    configure(
        &sandbox,
        "[prices.\"openai/gpt-4o\"]\ninput = 1.0000000000000000001\noutput = \"3\"\ncached_input = 0\n",
    );
    let server = OpenAiServer::start([Answer::streamed(&["Yes"]), Answer::streamed(&["Yes"])]);
    let ask = |arguments: &[&str]| asking(&sandbox, &server, arguments).run().succeeds();
    let shown = ask(&["-m", "gpt-4o", "--format", "json", "Hi"]);
    // (1000 × 1.0000000000000000001 + 234 × 0 + 567 × 3) / 10⁶
    let cost = "0.0027010000000000000001";
    let text = shown.stdout_text();
    assert!(text.contains(&format!("\"cost_usd\": {cost},")), "{shown}");
    let stored = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    let reply = &stored["messages"][1];
    assert_eq!(reply["priced_as"], "gpt-4o (overridden)");
    assert!(reply.get("price_from").is_none(), "{reply}");
    ask(&["--no-save", "-m", "gpt-4o", "Hi"]);
    let stats = ["stats", "-u", NEWCOMER, "--by", "user", "--format", "json"];
    let stats = sandbox.chatkeep(&stats).run().succeeds();
    let twice = "0.0054020000000000000002";
    assert!(stats.stdout_text().contains(twice), "{stats}");
}

#[test]
fn a_model_that_nobody_knew_can_have_a_price() {
    let sandbox = Sandbox::flask_store();
    configure(
        &sandbox,
        "[prices.\"echo/echo\"]\ninput = 1\noutput = 1000000\n",
    );
    let run = chat(
        &sandbox,
        NEWCOMER,
        &["-m", "echo", "--format", "json", "Hi"],
    )
    .run();
    let shown = run.succeeds().stdout_json();
    let cost = shown["cost_usd"].as_f64().expect("it has a price");
    assert!(cost >= 1.0, "{shown}");
}

#[test]
fn what_is_wrong_with_a_price_is_said_before_anything_is_sent() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([]);
    for (text, says) in [
        (
            "[prices.\"openai/gpt-4o\"]\ninput = 1\noutput = \"cheap\"\n",
            "config.toml: line 3: prices.\"openai/gpt-4o\".output is no price",
        ),
        (
            "[prices.\"openia/gpt-4o\"]\ninput = 1\noutput = 1\n",
            "there is no provider \"openia\"",
        ),
        (
            "[prices.\"openai/gpt-5.6\"]\ninput = 1\noutput = 1\n[prices.\"openai/gpt-5.6-sol\"]\ninput = 2\noutput = 2\n",
            "\"openai/gpt-5.6\" and \"openai/gpt-5.6-sol\" are names of one model",
        ),
    ] {
        configure(&sandbox, text);
        let run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]);
        let run = run.run_changing_nothing().fails_with(2);
        assert!(run.stderr_text().contains(says), "{run}");
    }
    assert!(server.is_left_alone());
}
