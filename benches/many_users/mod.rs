//! A store of many users, in the web app's form, for benchmarks to work on.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::runs::Outcome;

const CONVERSATIONS: usize = 10;
const TURNS: usize = 5;
/// In one conversation of all.
pub(crate) const RARE: &str = "quetzalcoatlus";
/// In about every fourth message.
pub(crate) const COMMON: &str = "function";

/// Returns the id of one of the users.
pub(crate) fn id_of(user: usize) -> String {
    format!("00000000-0000-4000-8000-{user:012}")
}

/// Makes a store as the web app writes it. Returns how many bytes the users' files have.
pub(crate) fn make_store(store: &Path, users: usize) -> Outcome<usize> {
    fs::create_dir_all(store.join("user_data"))?;
    let mut words = Words(1);
    let mut accounts = String::new();
    let mut bytes = 0;
    for user in 0..users {
        let id = id_of(user);
        let comma = if user == 0 { "" } else { "," };
        write!(
            accounts,
            r#"{comma}"{id}":{{"id":"{id}","email":"u{user}@example.org","name":"U","auth_type":"email","created_at":""}}"#
        )?;
        let text = user_file(&mut words, user == users / 2);
        bytes += text.len();
        fs::write(store.join(format!("user_data/{id}.json")), text)?;
    }
    fs::write(store.join("users.json"), format!("{{{accounts}}}"))?;
    Ok(bytes)
}

fn user_file(words: &mut Words, has_rare: bool) -> String {
    let conversations = (0..CONVERSATIONS).map(|number| {
        let turns = (0..TURNS).map(|_| {
            let (question, answer) = (words.text(20), words.text(160));
            format!(
                r#"{{"role":"user","content":"{question}"}},{{"role":"assistant","content":"{answer}","cost":0.001}}"#
            )
        });
        let turns = turns.collect::<Vec<_>>().join(",");
        let title = if has_rare && number == 0 { RARE } else { "Chat" };
        format!(
            r#""c{number}":{{"title":"{title}","provider":"openai","model":"gpt-4o","timestamp":"2026-02-09T14:03:11","messages":[{turns},{{"role":"user","content":"{title}"}}]}}"#
        )
    });
    let conversations = conversations.collect::<Vec<_>>().join(",");
    format!(r#"{{"api_keys":{{}},"conversations":{{{conversations}}}}}"#)
}

/// Makes up text, the same every time: a linear congruential generator with the numbers of Knuth's MMIX.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn text(&mut self, count: usize) -> String {
        const SYLLABLES: [&str; 12] = [
            "ba", "con", "der", "fi", "gra", "lo", "men", "na", "pro", "ser", "tion", "um",
        ];
        // As the web app writes it.
        const ACCENTED: &str = "caf\\u00e9";
        let words = (0..count).map(|_| {
            if self.next().is_multiple_of(400) {
                return COMMON.to_owned();
            }
            if self.next().is_multiple_of(16) {
                return ACCENTED.to_owned();
            }
            let syllables = (0..=self.next() % 3).map(|_| SYLLABLES[self.next() as usize % 12]);
            syllables.collect()
        });
        words.collect::<Vec<String>>().join(" ")
    }
}
