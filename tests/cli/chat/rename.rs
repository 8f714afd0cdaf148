//! `chat rename --auto`: a title by a model, which is paid for too.

use snapbox::str;

use super::{NEWCOMER, ada, asking, bill, chat, configure};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{EMPTY, StoredUser, said};

/// A store in which the newcomer has asked something of `gpt-4o`, for $0.0084625.
fn answered() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["With flock."])]);
    asking(
        &sandbox,
        &server,
        &["-m", "openai/gpt-4o", "How do I lock a file?"],
    )
    .run()
    .succeeds();
    sandbox
}

fn title(sandbox: &Sandbox) -> String {
    let conversation = StoredUser::of(sandbox, NEWCOMER).only_conversation();
    conversation["title"]
        .as_str()
        .expect("it is text")
        .to_owned()
}

#[test]
fn a_model_gives_the_title_and_its_use_is_in_the_bill() {
    let sandbox = answered();
    let server = OpenAiServer::start([Answer::whole("\"Locking   files\".\nIt fits.")]);
    asking(&sandbox, &server, &["rename", "last", "--auto"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
[..] is now called Locking files

"#]]);
    let request = server.request();
    assert_eq!(request.body["model"], "gpt-4o", "the conversation's own");
    let messages = request.messages();
    assert_eq!(messages.len(), 2);
    assert!(
        messages[0].1.contains("Answer with a title"),
        "{messages:?}"
    );
    let excerpt = "Question: How do I lock a file?\n\nAnswer: With flock.";
    assert_eq!(messages[1], ("user", excerpt));
    assert_eq!(title(&sandbox), "Locking files");
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation).len(), 2);
    assert_eq!(bill(&sandbox, NEWCOMER), (2, "0.016925".to_owned()));
    assert!(!sandbox.machine().join("unsaved").exists());
    chat(&sandbox, NEWCOMER, &["delete", "last", "--yes"])
        .run()
        .succeeds();
    assert_eq!(bill(&sandbox, NEWCOMER), (2, "0.016925".to_owned()));
}

#[test]
fn another_model_may_be_asked() {
    let sandbox = answered();
    configure(&sandbox, "[aliases]\nsmall = 'echo/echo'\n");
    let arguments = [
        "rename", "last", "--auto", "-m", "small", "--format", "json",
    ];
    let shown = chat(&sandbox, NEWCOMER, &arguments)
        .run()
        .succeeds()
        .stdout_json();
    assert_eq!(shown["title"], "Question: How do I lock a file?");
    assert_eq!(shown["model"], "echo");
    assert_eq!(title(&sandbox), "Question: How do I lock a file?");
}

#[test]
fn an_answer_that_is_no_title_leaves_the_old_one_and_is_paid_all_the_same() {
    let sandbox = answered();
    let server = OpenAiServer::start([Answer::whole("\n\"\"\n")]);
    let arguments = ["rename", "last", "--auto", "--format", "json"];
    let run = asking(&sandbox, &server, &arguments).run().fails_with(8);
    assert_eq!(run.stderr_json()["error"]["code"], "no_title");
    assert_eq!(title(&sandbox), "How do I lock a file?");
    assert_eq!(bill(&sandbox, NEWCOMER), (2, "0.016925".to_owned()));
    let server = OpenAiServer::start([Answer::refusal("400 Bad Request", &[], "No.")]);
    asking(&sandbox, &server, &["rename", "last", "--auto"])
        .run_changing_nothing()
        .fails_with(8);
}

#[test]
fn a_title_comes_from_one_of_both() {
    let sandbox = answered();
    for arguments in [
        &["rename", "last"][..],
        &["rename", "last", "Title", "--auto"],
        &["rename", "last", "Title", "-m", "echo"],
        &["rename", "--auto"],
    ] {
        chat(&sandbox, NEWCOMER, arguments)
            .run_changing_nothing()
            .fails_with(2);
    }
    ada(&sandbox, &["rename", EMPTY, "--auto", "-m", "echo"])
        .run_changing_nothing()
        .fails_with(3);
}
