//! The web app and chatkeep at work on the same files at once: neither sees anything torn, and nothing is lost unsaid.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::thread;

use serde_json::Value;

use crate::app::{Record, Working};
use crate::stored;
use crate::world::{ADA, ADA_ID, World};

const SCRIPTS: usize = 4;
const COMMANDS: usize = 60;

/// Runs commands that read and write what the app reads and writes; all must succeed. Returns what was sent, and what was
/// said on standard error.
fn script(world: &World, number: usize, conversation: &str) -> (Vec<String>, String) {
    let (mut sent, mut said) = (Vec::new(), String::new());
    for count in 0..COMMANDS {
        let text = format!("chatkeep-{number}-{count}");
        let name = format!("Empty {number} {count}");
        let arguments: Vec<&str> = match count % 6 {
            0 => vec!["user", "list"],
            1 => vec!["chat", "list", "--user", ADA],
            2 => vec!["user", "set", "empty@example.org", "--name", &name],
            3 => vec!["export", "--user", ADA],
            _ => {
                let to = ["--user", ADA, "--conversation", conversation];
                [&["chat", "send", "-m", "echo"], &to[..], &["--", &text]].concat()
            }
        };
        let output = world.ended(&arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        said.push_str(&String::from_utf8_lossy(&output.stderr));
        if arguments[1] == "send" {
            sent.push(text);
        }
    }
    (sent, said)
}

#[test]
fn the_app_and_sixty_commands_of_four_scripts_see_nothing_torn() {
    let world = World::new();
    let title = [
        "--format", "json", "chat", "send", "--title", "ours", "-m", "echo",
    ];
    let begun = world.run(&[&title[..], &["--user", ADA, "--", "begin"]].concat());
    let begun: Value = serde_json::from_str(&begun).expect("it prints JSON");
    let ours = begun["conversation"].as_str().expect("text");
    let app = Working::start(&world, ADA_ID);
    let done: Vec<_> = thread::scope(|scope| {
        let world = &world;
        let scripts: Vec<_> = (0..SCRIPTS)
            .map(|number| scope.spawn(move || script(world, number, ours)))
            .collect();
        scripts
            .into_iter()
            .map(|script| script.join().expect("no command failed"))
            .collect()
    });
    let record = app.stop();
    assert_eq!(record.faults, [""; 0]);
    let kept = check_what_the_app_wrote(&world, &record);
    let sent: Vec<_> = done.iter().flat_map(|(sent, _)| sent).collect();
    let present = stored::user_file(&world, ADA_ID);
    let present: BTreeSet<_> = present.questions(ours).into_iter().collect();
    // Whoever comes last sees what nobody has seen yet.
    let last = world.ended(&["chat", "list", "--user", ADA]);
    let said = done.iter().map(|(_, said)| said.as_str());
    let said = String::from_iter(said) + &String::from_utf8_lossy(&last.stderr);
    let dropped = sent.iter().filter(|text| !present.contains(**text)).count();
    let is_reported = said.contains(ours) && said.contains("doctor --fix");
    assert_eq!(dropped > 0, is_reported, "{dropped} were dropped: {said}");
    let line = format!(
        "beside the app: {} messages and {} accounts of its own all found, {kept} of them in a conflict; {} turns of ours, \
         {dropped} of them dropped by its stale copies, and that reported\n",
        record.messages.len(),
        record.accounts.len(),
        sent.len(),
    );
    std::io::stderr().write_all(line.as_bytes()).expect("open");
}

/// Looks for all that the app wrote, in the live files or among the conflicts; returns how much was in the latter alone.
fn check_what_the_app_wrote(world: &World, record: &Record) -> usize {
    let conflicts = stored::conflicts(world);
    let live = fs::read_to_string(world.user_file(ADA_ID)).expect("it is there");
    let users = fs::read_to_string(world.users_file()).expect("it is there");
    let mut kept = 0;
    let wanted = record.messages.iter().map(|text| (text, &live));
    for (text, live) in wanted.chain(record.accounts.iter().map(|id| (id, &users))) {
        let quoted = format!("\"{text}\"");
        if live.contains(&quoted) {
            continue;
        }
        let is_kept = conflicts.iter().any(|(_, text)| text.contains(&quoted));
        assert!(is_kept, "{text} is neither in the store nor in a conflict");
        kept += 1;
    }
    let written = stored::user_file(world, ADA_ID);
    // Each question with its answer.
    written.questions(&record.conversation);
    kept
}
