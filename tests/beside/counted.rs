//! What stands in the store in the end, held against what scripts did: what was acknowledged is there, once, and whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::Value;

use crate::commands::Fate;
use crate::register::{self, Put};
use crate::scripts::{Deeds, Place, SEED, json};
use crate::stored::{self, UserFile};
use crate::world::World;

/// Counts of prompts, for the closing line.
#[derive(Default)]
pub(crate) struct Counts {
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
    pub(crate) fn print(&self, what: &str, begun: Instant) {
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
pub(crate) fn check(world: &World, email: &str, user: &str, deeds: &Deeds, counts: &mut Counts) {
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

/// Makes sure that the accounts are those of `before`, in their order, and changed in nothing but names; and then those that
/// scripts added, each once.
pub(crate) fn check_accounts(
    world: &World,
    before: &[(String, Value)],
    deeds: &[Deeds],
    counts: &mut Counts,
) {
    let nameless = |accounts: &[(String, Value)]| {
        let mut accounts = accounts.to_vec();
        for (_, account) in &mut accounts {
            account["name"] = Value::Null;
        }
        accounts
    };
    let mut present = stored::accounts(world);
    let new = present.split_off(before.len());
    assert_eq!(nameless(&present), nameless(before));
    let mut unknown: Vec<&str> = new
        .iter()
        .map(|(_, account)| account["email"].as_str().expect("text"))
        .collect();
    for added in deeds.iter().flat_map(|deeds| &deeds.added) {
        let all = unknown.len();
        unknown.retain(|email| *email != added.email);
        let times = all - unknown.len();
        match added.fate {
            Fate::Acknowledged => assert_eq!(times, 1, "{}", added.email),
            Fate::Killed => assert!(times <= 1, "{}: {times} times", added.email),
        }
        counts.add(added.fate == Fate::Acknowledged, times == 1);
    }
    assert_eq!(unknown, [""; 0], "nobody added them");
}

/// Makes sure that the next command that writes sweeps what the killed ones left.
pub(crate) fn check_leftovers(world: &World) {
    world.run(&["user", "set", "empty@example.org", "--name", "empty"]);
    if world.is_database() {
        // Columns and the index of words say what the documents say.
        world.run(&["doctor"]);
    } else {
        assert_eq!(stored::leftovers(world), Vec::<PathBuf>::new());
    }
}
