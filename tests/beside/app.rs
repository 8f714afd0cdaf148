//! The web app, or rather a program with its habits: at work by itself, or step by step as a test says.

use std::io::{BufRead, BufReader, Read, Write};

use std::process::{Child, ChildStdout, Stdio};

use serde::Deserialize;
use serde_json::Value;

use crate::world::World;

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/beside/app.py");

/// What the app did and saw.
#[derive(Deserialize)]
pub(crate) struct Record {
    /// What it read that it should not have: files torn, empty or without what had been there.
    pub(crate) faults: Vec<String>,
    /// The texts that it wrote, each as a question and as an answer.
    pub(crate) messages: Vec<String>,
    /// The ids of the accounts that it added.
    pub(crate) accounts: Vec<String>,
    /// The conversation to which it added.
    pub(crate) conversation: String,
}

/// The app at work on its own. Ended by force when it is dropped.
pub(crate) struct Working(Child);

impl Working {
    /// Has it work on the files of one user, and on `users.json`.
    pub(crate) fn start(world: &World, user: &str) -> Self {
        Self(start(
            world,
            &["work", &world.store().to_string_lossy(), user],
        ))
    }

    /// Lets it come to its end, and returns what it did.
    pub(crate) fn stop(mut self) -> Record {
        drop(self.0.stdin.take());
        let (mut text, mut errors) = (String::new(), String::new());
        let mut stdout = self.0.stdout.take().expect("piped");
        stdout.read_to_string(&mut text).expect("it prints text");
        let mut stderr = self.0.stderr.take().expect("piped");
        stderr.read_to_string(&mut errors).expect("it prints text");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}{errors}"))
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        end(&mut self.0);
    }
}

/// The app, doing one thing after the other. Ended by force when it is dropped, and its locks with it.
pub(crate) struct Obedient {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Obedient {
    /// Starts it. It holds nothing yet.
    pub(crate) fn start(world: &World) -> Self {
        let mut child = start(world, &["obey"]);
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, answers }
    }

    /// Gives an order and waits until it is done.
    #[track_caller]
    pub(crate) fn does(&mut self, order: &Value) {
        self.is_told(order);
        self.answers("done");
    }

    /// Gives an order.
    #[track_caller]
    pub(crate) fn is_told(&mut self, order: &Value) {
        let stdin = self.child.stdin.as_mut().expect("piped");
        writeln!(stdin, "{order}").expect("it reads its orders");
    }

    /// Waits for an answer.
    #[track_caller]
    pub(crate) fn answers(&mut self, expected: &str) {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it prints text");
        assert_eq!(line.trim_end(), expected);
    }
}

impl Drop for Obedient {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn start(world: &World, arguments: &[&str]) -> Child {
    let mut command = world.program("python3");
    command.arg(PROGRAM).args(arguments).stdin(Stdio::piped());
    command.spawn().expect("python3 is installed")
}

fn end(child: &mut Child) {
    // Both fail only for one that has ended and was waited for.
    let _ = child.kill();
    let _ = child.wait();
}
