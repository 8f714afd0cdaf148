//! Backups of a store that is never at rest: they begin within their time-out, and hold each file whole.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use serde_json::{Value, json};

use crate::app::Working;
use crate::stored::UserFile;
use crate::world::{ADA, ADA_ID, World};

/// Readers and writers at once, more than there are processors.
const AT_ONCE: usize = 3;
const BACKUPS: usize = 5;
/// Far less than the traffic lasts, and far more than a backup has to wait for.
const PATIENCE: [&str; 2] = ["--lock-timeout", "10s"];

#[test]
fn a_backup_begins_though_readers_and_writers_come_and_go_without_pause() {
    let world = World::new();
    let is_over = AtomicBool::new(false);
    let traffic: [&[&str]; 4] = [
        &["user", "list"],
        &["chat", "list", "--user", ADA],
        &["chat", "send", "--user", ADA, "-m", "echo", "hello"],
        &["user", "set", "empty@example.org", "--name", "Still Empty"],
    ];
    let answers: Vec<_> = thread::scope(|scope| {
        for arguments in traffic.iter().cycle().take(traffic.len() * AT_ONCE) {
            let (world, is_over) = (&world, &is_over);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    world.run(arguments);
                }
            });
        }
        let backups = (0..BACKUPS).map(|number| {
            let file = format!("{number}.tar.gz");
            world.ended(&[&PATIENCE[..], &["backup", "--output", &file]].concat())
        });
        let answers = backups.collect();
        is_over.store(true, Ordering::Relaxed);
        answers
    });
    for output in answers {
        assert!(output.status.success(), "{output:?}");
    }
    for number in 0..BACKUPS {
        world.run(&["backup", "verify", &format!("{number}.tar.gz")]);
    }
}

#[test]
fn an_export_that_nobody_reads_on_holds_nobody_up() {
    let world = World::new();
    write_long_conversation(&world);
    let mut export = world
        .chatkeep(&["export", "--user", ADA])
        .spawn()
        .expect("the program is there");
    let mut stdout = export.stdout.take().expect("piped");
    stdout.read_exact(&mut [0]).expect("it has begun to print");
    // From here on it stands still: a pipe takes far less than what is left.
    for command in [
        &["backup", "--output", "a.tar.gz"][..],
        &["chat", "send", "--user", ADA, "-m", "echo", "hello"],
        &["user", "set", ADA, "--name", "Ada"],
        &["user", "remove", ADA, "--yes"],
    ] {
        world.run(&[&PATIENCE[..], command].concat());
    }
    assert_eq!(export.try_wait().expect("it is ours"), None);
    let mut rest = Vec::new();
    stdout.read_to_end(&mut rest).expect("it goes on");
    assert!(export.wait().expect("it is ours").success());
    assert!(rest.len() > 1_000_000, "{}", rest.len());
}

/// Gives ada a conversation of a few megabytes, and no other.
fn write_long_conversation(world: &World) {
    let text = "All that has been said. ".repeat(1000);
    let messages: Vec<Value> = (0..200)
        .map(|number| json!({"role": if number % 2 == 0 { "user" } else { "assistant" }, "content": text}))
        .collect();
    let id = "5f0d2c53-14de-4f3a-8e71-0f9f1ad1b3c4";
    let conversation = json!({"id": id, "title": "long", "provider": "openai", "model": "gpt-4o",
        "timestamp": "2026-02-09T14:03:11.651429", "messages": messages});
    let document = json!({"api_keys": {}, "conversations": {id: conversation}});
    fs::write(world.user_file(ADA_ID), document.to_string()).expect("writable");
}

/// The lines of the system's table of locks on a file: who holds one, and who waits.
#[cfg(target_os = "linux")]
fn locks(path: &Path) -> Vec<String> {
    let Ok(facts) = fs::metadata(path) else {
        return Vec::new();
    };
    let inode = format!(":{} ", facts.ino());
    let table = fs::read_to_string("/proc/locks").expect("the system tells");
    let lines = table.lines().filter(|line| line.contains(&inode));
    lines.map(str::to_owned).collect()
}

/// Looks until a process stands in the table of locks as it should.
#[cfg(target_os = "linux")]
#[track_caller]
fn wait_until(process: &mut Child, path: &Path, has_come: impl Fn(&[&str]) -> bool) {
    let pid = process.id().to_string();
    loop {
        let locks = locks(path);
        let found = locks.iter().any(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            fields.contains(&pid.as_str()) && has_come(&fields)
        });
        if found {
            return;
        }
        let ended = process.try_wait().expect("it is ours");
        assert_eq!(ended, None, "it did not wait, and has ended");
        thread::yield_now();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn writers_who_come_after_a_backup_let_it_go_first() {
    let world = World::new();
    world.run(&["user", "set", ADA, "--name", "Ada"]);
    let (lock, gate) = (
        world.store().join(".chatkeep/lock"),
        world.store().join(".chatkeep/gate"),
    );
    let is_waiting = |fields: &[&str]| fields.contains(&"->");
    let start = |arguments: &[&str]| world.chatkeep(arguments).spawn().expect("it is there");
    // The first writer has the lock of the store, and is kept waiting for that of a user.
    let reader = fs::File::open(world.user_file(ADA_ID)).expect("it is there");
    reader.lock_shared().expect("nobody has it alone");
    let mut first = start(&["chat", "send", "--user", ADA, "-m", "echo", "--", "first"]);
    wait_until(&mut first, &lock, |fields| !is_waiting(fields));
    let mut backup = start(&["backup", "--output", "a.tar.gz"]);
    wait_until(&mut backup, &lock, is_waiting);
    // The next could have the lock beside the first. It must not.
    let mut next = start(&["user", "set", "empty@example.org", "--name", "Next"]);
    wait_until(&mut next, &gate, is_waiting);
    drop(reader);
    for child in [first, backup, next] {
        let output = child.wait_with_output().expect("it is ours");
        assert!(output.status.success(), "{output:?}");
    }
    world.run(&["backup", "verify", "a.tar.gz"]);
    // It holds what was there when it came to the lock: the first change, and not the next.
    let shown = world.program("tar").args(["-xzOf", "a.tar.gz"]).output();
    let shown = String::from_utf8_lossy(&shown.expect("tar is installed").stdout).into_owned();
    assert!(shown.contains("\"first\""), "{shown}");
    assert!(!shown.contains("\"Next\""), "{shown}");
}

const WRITERS: usize = 8;
const TURNS: usize = 12;

/// A writer's conversation, and how many of its turns were answered so far.
struct Writer {
    conversation: String,
    answered: AtomicUsize,
}

impl Writer {
    fn text(number: usize, turn: usize) -> String {
        format!("writer-{number}-turn-{turn}")
    }

    fn begin(world: &World, number: usize) -> Self {
        let begin = [
            "--format", "json", "chat", "send", "-m", "echo", "--user", MANY,
        ];
        let said = world.run(&[&begin[..], &["--", &Self::text(number, 0)]].concat());
        let said: Value = serde_json::from_str(&said).expect("it prints JSON");
        Self {
            conversation: said["conversation"].as_str().expect("text").to_owned(),
            answered: AtomicUsize::new(1),
        }
    }

    fn go_on(&self, world: &World, number: usize) {
        for turn in 1..TURNS {
            let send = [
                "chat",
                "send",
                "-m",
                "echo",
                "--user",
                MANY,
                "--conversation",
            ];
            let text = Self::text(number, turn);
            world.run(&[&send[..], &[&self.conversation, "--", &text]].concat());
            self.answered.store(turn + 1, Ordering::SeqCst);
        }
    }
}

/// The user to whom all writers write.
const MANY: &str = "many@example.org";

#[test]
fn a_backup_holds_each_file_whole_and_no_older_than_its_beginning_while_eight_write() {
    let world = World::new();
    world.run(&["user", "add", MANY, "--no-password"]);
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| Writer::begin(&world, number))
        .collect();
    let app = Working::start(&world, ADA_ID);
    let known: Vec<Vec<usize>> = thread::scope(|scope| {
        let writing: Vec<_> = writers
            .iter()
            .enumerate()
            .map(|(number, writer)| {
                scope.spawn({
                    let world = &world;
                    move || writer.go_on(world, number)
                })
            })
            .collect();
        let mut known = Vec::new();
        while writing.iter().any(|writer| !writer.is_finished()) {
            let answered = |writer: &Writer| writer.answered.load(Ordering::SeqCst);
            let before = writers.iter().map(answered).collect();
            let file = format!("{}.tar.gz", known.len());
            world.run(&["backup", "create", "--output", &file, "--level", "1"]);
            known.push(before);
        }
        known
    });
    let record = app.stop();
    assert_eq!(record.faults, [""; 0]);
    assert!(known.len() > 1, "there was time for several");
    for (backup, known) in known.iter().enumerate() {
        let file = format!("{backup}.tar.gz");
        // A part that was torn would be marked as damaged.
        let verified = world.run(&["--format", "json", "backup", "verify", &file]);
        let verified: Value = serde_json::from_str(&verified).expect("it prints JSON");
        assert_eq!(verified[0]["damaged"], json!([]), "{verified}");
        let folder = world.outside(&format!("unpacked-{backup}"));
        fs::create_dir(&folder).expect("ours");
        let mut tar = world.program("tar");
        let tar = tar.args(["-xzf", &file, "-C"]).arg(&folder).status();
        assert!(tar.expect("tar is installed").success());
        check_turns(&folder, &writers, known);
    }
}

/// Each conversation is one that was there between the beginning of the backup and its end.
fn check_turns(folder: &Path, writers: &[Writer], known: &[usize]) {
    let files = fs::read_dir(folder.join("user_data")).expect("it was unpacked");
    let texts = files.map(|file| fs::read_to_string(file.expect("listed").path()).expect("text"));
    let text = texts
        .filter(|text| text.contains(&writers[0].conversation))
        .collect::<String>();
    let file: UserFile = serde_json::from_str(&text).expect("one file, and whole");
    for (number, (writer, known)) in writers.iter().zip(known).enumerate() {
        let turns = file.questions(&writer.conversation);
        let written: Vec<_> = (0..turns.len())
            .map(|turn| Writer::text(number, turn))
            .collect();
        assert_eq!(turns, written);
        assert!(
            turns.len() >= *known,
            "{known} were answered before: {turns:?}"
        );
    }
}
