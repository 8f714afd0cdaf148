//! Sixteen scripts at once, each command of which may be killed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::commands::{self, Ended, Fate, Random};
use crate::register::Put;
use crate::world::World;

pub(crate) const SCRIPTS: usize = 16;
const COMMANDS: usize = 200;
/// One command in so many is killed, if it has not ended by then.
const KILLED_ONE_IN: u64 = 6;
/// Any will do; it is printed, with the counts.
pub(crate) const SEED: u64 = 20_260_209;

/// A place that holds one value, within one user: several scripts may write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Name,
    Key(String),
    Title(String),
}

/// What a script has to work with.
pub(crate) struct Script {
    number: usize,
    pub(crate) email: String,
    pub(crate) user: String,
    /// Conversations that it sends to and renames; the last may be others' too.
    conversations: [String; 2],
    /// How long commands took on average, so that kills come while they run.
    mean_ms: AtomicU64,
}

/// What a command is to do.
enum Task {
    Send { conversation: String },
    Put(Place),
    AddAccount,
}

/// A prompt that was sent.
pub(crate) struct Sent {
    pub(crate) conversation: String,
    pub(crate) text: String,
    pub(crate) fate: Fate,
}

/// An account that was to be added.
pub(crate) struct Added {
    pub(crate) email: String,
    pub(crate) fate: Fate,
}

/// What a script did.
#[derive(Default)]
pub(crate) struct Deeds {
    pub(crate) sent: Vec<Sent>,
    pub(crate) puts: Vec<(Place, Put)>,
    pub(crate) added: Vec<Added>,
}

impl Script {
    pub(crate) fn new(world: &World, number: usize, email: &str, shared: &str) -> Self {
        let account: Value = json(world, &["user", "show", email]);
        Self {
            number,
            email: email.to_owned(),
            user: account["id"].as_str().expect("text").to_owned(),
            conversations: [
                begin_conversation(world, email, &format!("own {number}")),
                shared.to_owned(),
            ],
            mean_ms: AtomicU64::new(20),
        }
    }

    fn run(&self, world: &World) -> Deeds {
        let mut random = Random::new(SEED + self.number as u64);
        let mut deeds = Deeds::default();
        for count in 0..COMMANDS {
            let value = format!("script-{}-command-{count}", self.number);
            let task = self.task(&mut random);
            let text = match task {
                Task::AddAccount => format!("{value}@example.org"),
                _ => value,
            };
            let (arguments, input) = self.command(&task, &text);
            let ended = self.execute(world, &arguments, input, &mut random);
            let fate = ended.fate;
            match task {
                Task::Put(place) => deeds.puts.push((place, Put::new(text, &ended))),
                Task::AddAccount => deeds.added.push(Added { email: text, fate }),
                Task::Send { conversation } => deeds.sent.push(Sent {
                    conversation,
                    text,
                    fate,
                }),
            }
        }
        deeds
    }

    fn task(&self, random: &mut Random) -> Task {
        let conversation = self.conversations[usize::from(random.below(2) == 0)].clone();
        match random.below(20) {
            0 | 1 => Task::Put(Place::Name),
            2 | 3 => Task::Put(Place::Key(format!("provider-{}", self.number % 4))),
            4..=7 => Task::Put(Place::Title(conversation)),
            8 => Task::AddAccount,
            _ => Task::Send { conversation },
        }
    }

    /// Returns the command that does it with this text, and what goes to its standard input.
    fn command<'a>(&'a self, task: &'a Task, text: &'a str) -> (Vec<&'a str>, &'a str) {
        let email = self.email.as_str();
        match task {
            Task::Put(Place::Name) => (vec!["user", "set", email, "--name", text], ""),
            Task::Put(Place::Key(provider)) => {
                (vec!["key", "set", email, provider, "--key-stdin"], text)
            }
            Task::Put(Place::Title(conversation)) => (
                vec!["chat", "rename", "--user", email, conversation, text],
                "",
            ),
            Task::AddAccount => (vec!["user", "add", text, "--no-password"], ""),
            Task::Send { conversation } => {
                let to = ["--user", email, "--conversation", conversation];
                let words = [&["chat", "send", "-m", "echo"], &to[..], &["--", text]];
                (words.concat(), "")
            }
        }
    }

    fn execute(
        &self,
        world: &World,
        arguments: &[&str],
        input: &str,
        random: &mut Random,
    ) -> Ended {
        let mean_ms = self.mean_ms.load(Ordering::Relaxed);
        let kill_after = (random.below(KILLED_ONE_IN) == 0)
            .then(|| Duration::from_micros(random.below(mean_ms * 1200)));
        let ended = commands::run(world.chatkeep(arguments), input, kill_after);
        if ended.fate == Fate::Acknowledged && kill_after.is_none() {
            let took_ms = (ended.to - ended.from).as_millis() as u64;
            self.mean_ms
                .store((mean_ms * 7 + took_ms).div_ceil(8), Ordering::Relaxed);
        }
        ended
    }
}

#[track_caller]
pub(crate) fn json(world: &World, arguments: &[&str]) -> Value {
    let text = world.run(&[&["--format", "json"], arguments].concat());
    serde_json::from_str(&text).expect("it prints JSON")
}

pub(crate) fn begin_conversation(world: &World, email: &str, title: &str) -> String {
    let begun = json(
        world,
        &[
            "chat", "send", "--user", email, "-m", "echo", "--title", title, "--", "begin",
        ],
    );
    begun["conversation"].as_str().expect("text").to_owned()
}

/// Runs the scripts at once, and returns what each did.
pub(crate) fn run_all(world: &World, scripts: &[Script]) -> Vec<Deeds> {
    thread::scope(|scope| {
        let running: Vec<_> = scripts
            .iter()
            .map(|script| scope.spawn(|| script.run(world)))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("no command failed"))
            .collect()
    })
}

/// What was done to one user, by all scripts.
pub(crate) fn deeds_of(user: &str, scripts: &[Script], deeds: &mut [Deeds]) -> Deeds {
    let mut all = Deeds::default();
    for (script, deeds) in scripts.iter().zip(deeds) {
        if script.user == user {
            all.sent.append(&mut deeds.sent);
            all.puts.append(&mut deeds.puts);
        }
    }
    all
}
