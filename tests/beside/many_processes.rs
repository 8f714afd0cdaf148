//! Sixteen scripts at once, each command of which may be killed: what was acknowledged is there, once, and whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::commands::{self, Ended, Fate, Random};
use crate::register::{self, Put};
use crate::stored::{self, UserFile};
use crate::world::{ADA, ADA_ID, World};

const SCRIPTS: usize = 16;
const COMMANDS: usize = 200;
/// One command in so many is killed, if it has not ended by then.
const KILLED_ONE_IN: u64 = 6;
/// Any will do; it is printed, with the counts.
const SEED: u64 = 20_260_209;

/// A place that holds one value, within one user: several scripts may write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Name,
    Key(String),
    Title(String),
}

/// What a script has to work with.
struct Script {
    number: usize,
    email: String,
    user: String,
    /// Conversations that it sends to and renames; the last may be others' too.
    conversations: [String; 2],
    /// How long commands took on average, so that kills come while they run.
    mean_ms: AtomicU64,
}

/// A prompt that was sent.
struct Sent {
    conversation: String,
    text: String,
    fate: Fate,
}

/// What a script did.
#[derive(Default)]
struct Deeds {
    sent: Vec<Sent>,
    puts: Vec<(Place, Put)>,
}

impl Script {
    fn new(world: &World, number: usize, email: &str, shared: &str) -> Self {
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
            let conversation = &self.conversations[usize::from(random.below(2) == 0)];
            let place = match random.below(10) {
                0 => Some(Place::Name),
                1 => Some(Place::Key(format!("provider-{}", self.number % 4))),
                2 | 3 => Some(Place::Title(conversation.clone())),
                _ => None,
            };
            let (arguments, input) = self.command(place.as_ref(), conversation, &value);
            let ended = self.execute(world, &arguments, input, &mut random);
            match place {
                Some(place) => deeds.puts.push((place, Put::new(value, &ended))),
                None => deeds.sent.push(Sent {
                    conversation: conversation.clone(),
                    text: value,
                    fate: ended.fate,
                }),
            }
        }
        deeds
    }

    /// Returns the command that puts a value into a place, or else sends it, and what goes to its standard input.
    fn command<'a>(
        &'a self,
        place: Option<&'a Place>,
        conversation: &'a str,
        value: &'a str,
    ) -> (Vec<&'a str>, &'a str) {
        let email = self.email.as_str();
        match place {
            Some(Place::Name) => (vec!["user", "set", email, "--name", value], ""),
            Some(Place::Key(provider)) => {
                (vec!["key", "set", email, provider, "--key-stdin"], value)
            }
            Some(Place::Title(conversation)) => (
                vec!["chat", "rename", "--user", email, conversation, value],
                "",
            ),
            None => {
                let to = ["--user", email, "--conversation", conversation];
                let words = [&["chat", "send", "-m", "echo"], &to[..], &["--", value]];
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
fn json(world: &World, arguments: &[&str]) -> Value {
    let text = world.run(&[&["--format", "json"], arguments].concat());
    serde_json::from_str(&text).expect("it prints JSON")
}

fn begin_conversation(world: &World, email: &str, title: &str) -> String {
    let begun = json(
        world,
        &[
            "chat", "send", "--user", email, "-m", "echo", "--title", title, "--", "begin",
        ],
    );
    begun["conversation"].as_str().expect("text").to_owned()
}

/// Runs the scripts at once, and returns what each did.
fn run_all(world: &World, scripts: &[Script]) -> Vec<Deeds> {
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
fn deeds_of(user: &str, scripts: &[Script], deeds: &mut [Deeds]) -> Deeds {
    let mut all = Deeds::default();
    for (script, deeds) in scripts.iter().zip(deeds) {
        if script.user == user {
            all.sent.append(&mut deeds.sent);
            all.puts.append(&mut deeds.puts);
        }
    }
    all
}

/// Counts of prompts, for the closing line.
#[derive(Default)]
struct Counts {
    acknowledged: usize,
    killed: usize,
    killed_but_stored: usize,
}

impl Counts {
    fn add(&mut self, is_acknowledged: bool, is_there: bool) {
        self.acknowledged += usize::from(is_acknowledged);
        self.killed += usize::from(!is_acknowledged);
        self.killed_but_stored += usize::from(!is_acknowledged && is_there);
    }

    /// Says them where the tests' runner shows them whether or not the test fails.
    fn print(&self, what: &str, begun: Instant) {
        let Self {
            acknowledged,
            killed,
            killed_but_stored,
        } = self;
        let seconds = begun.elapsed().as_secs();
        let line = format!(
            "{what}: {acknowledged} changes acknowledged and found, {killed} commands killed with seed {SEED} \
             ({killed_but_stored} of them after their change), {seconds} s\n"
        );
        std::io::stderr()
            .write_all(line.as_bytes())
            .expect("standard error is open");
    }
}

/// Holds what stands in the store against what was done to one user.
fn check(world: &World, email: &str, user: &str, deeds: &Deeds, counts: &mut Counts) {
    let file = stored::user_file(world, user);
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for sent in &deeds.sent {
        let questions = found
            .entry(&sent.conversation)
            .or_insert_with(|| file.questions(&sent.conversation));
        let times = questions.iter().filter(|text| **text == sent.text).count();
        match sent.fate {
            Fate::Acknowledged => assert_eq!(times, 1, "{} of {email}", sent.text),
            Fate::Killed => assert!(times <= 1, "{} of {email}: {times} times", sent.text),
        }
        counts.add(sent.fate == Fate::Acknowledged, times == 1);
    }
    // Nothing stands there that nobody sent.
    for (conversation, questions) in &found {
        let sent = deeds
            .sent
            .iter()
            .filter(|sent| sent.conversation == *conversation);
        let mut known: BTreeSet<&str> = sent.map(|sent| sent.text.as_str()).collect();
        known.insert("begin");
        let unknown: Vec<_> = questions
            .iter()
            .filter(|text| !known.contains(text.as_str()))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
    check_places(world, email, &file, deeds, counts);
}

fn check_places(world: &World, email: &str, file: &UserFile, deeds: &Deeds, counts: &mut Counts) {
    let mut places: BTreeMap<&Place, Vec<&Put>> = BTreeMap::new();
    for (place, put) in &deeds.puts {
        places.entry(place).or_default().push(put);
    }
    for (place, puts) in places {
        let present = match place {
            Place::Name => json(world, &["user", "show", email])["name"].clone(),
            Place::Key(provider) => {
                if !file.api_keys.contains_key(provider) {
                    assert!(puts.iter().all(|put| !put.is_acknowledged), "{provider}");
                    continue;
                }
                json(world, &["key", "show", email, provider, "--reveal"])["key"].clone()
            }
            Place::Title(conversation) => file.title(conversation).into(),
        };
        let present = present.as_str().expect("text");
        if let Some(fault) = register::fault(present, &puts) {
            panic!("{place:?} of {email}: {fault}");
        }
        for put in puts {
            counts.add(put.is_acknowledged, put.value == present);
        }
    }
}

/// Adds as many accounts as there are scripts, and returns their addresses.
fn add_accounts(world: &World) -> Vec<String> {
    let emails = (0..SCRIPTS).map(|number| format!("user{number}@example.org"));
    emails
        .inspect(|email| {
            world.run(&["user", "add", email, "--no-password"]);
        })
        .collect()
}

/// Makes sure that the accounts are those of `before`, in their order, and changed in nothing but names.
fn check_accounts(world: &World, before: &[(String, Value)]) {
    let nameless = |accounts: &[(String, Value)]| {
        let mut accounts = accounts.to_vec();
        for (_, account) in &mut accounts {
            account["name"] = Value::Null;
        }
        accounts
    };
    assert_eq!(nameless(&stored::accounts(world)), nameless(before));
}

/// Makes sure that the next command that writes sweeps what the killed ones left.
fn check_leftovers(world: &World) {
    world.run(&["user", "set", "empty@example.org", "--name", "empty"]);
    assert_eq!(stored::leftovers(world), Vec::<PathBuf>::new());
}

#[test]
fn sixteen_scripts_on_one_user_lose_nothing() {
    let (world, begun) = (World::new(), Instant::now());
    let before = stored::user_file(&world, ADA_ID);
    let accounts = stored::accounts(&world);
    let shared = begin_conversation(&world, ADA, "shared");
    let scripts: Vec<_> = (0..SCRIPTS)
        .map(|number| Script::new(&world, number, ADA, &shared))
        .collect();
    let mut deeds = run_all(&world, &scripts);
    check_leftovers(&world);
    let mut counts = Counts::default();
    let all = deeds_of(ADA_ID, &scripts, &mut deeds);
    check(&world, ADA, ADA_ID, &all, &mut counts);
    check_accounts(&world, &accounts);
    let after = stored::user_file(&world, ADA_ID);
    // What was there before, and was not touched, is there to the byte.
    assert_eq!(
        after.conversations.len(),
        before.conversations.len() + 1 + SCRIPTS
    );
    for (id, text) in &before.conversations {
        assert_eq!(text.get(), after.conversations[id].get());
    }
    for (provider, key) in &before.api_keys {
        assert_eq!(after.api_keys.get(provider), Some(key));
    }
    counts.print("16 scripts on one user", begun);
}

#[test]
fn sixteen_scripts_on_sixteen_users_lose_nothing() {
    let (world, begun) = (World::new(), Instant::now());
    let emails = add_accounts(&world);
    let accounts = stored::accounts(&world);
    let scripts: Vec<_> = emails
        .iter()
        .enumerate()
        .map(|(number, email)| {
            let second = begin_conversation(&world, email, "second");
            Script::new(&world, number, email, &second)
        })
        .collect();
    let mut deeds = run_all(&world, &scripts);
    check_leftovers(&world);
    let mut counts = Counts::default();
    for script in &scripts {
        let all = deeds_of(&script.user, &scripts, &mut deeds);
        check(&world, &script.email, &script.user, &all, &mut counts);
    }
    check_accounts(&world, &accounts);
    counts.print("16 scripts on 16 users", begun);
}
