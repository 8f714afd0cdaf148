//! Bringing back a part of what a user had, worked out on the text of the user's file, so that every backend does the same.

use std::collections::HashMap;

use super::user_file::UserFile;
use crate::model::document::{Malformed, spliced};
use crate::model::{ApiKey, ConversationId, Document, ReplyUsage, compacted, replies_in};

/// What a user is to have again.
#[derive(Debug, Clone, Default)]
pub struct PutBack {
    /// Conversations, as they were.
    pub conversations: Vec<(ConversationId, Document)>,
    /// API keys, as they were sealed.
    pub keys: Vec<ApiKey>,
    /// Whether what is there by now, and is another, gives way.
    pub replaces: bool,
}

/// What became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PutBackDone {
    /// The conversations, by their ids.
    pub conversations: Parts,
    /// The keys, by their providers.
    pub keys: Parts,
}

/// What became of parts of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Those that were missing.
    pub added: Vec<String>,
    /// Those that were others, and gave way.
    pub replaced: Vec<String>,
    /// Those that are others, and stay.
    pub kept: Vec<String>,
    /// How many were the same already.
    pub same: usize,
}

/// What is to be done with one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Add,
    Replace,
    Leave,
}

impl Parts {
    /// Notes what becomes of a part, of which it is told whether what is there is the same, if anything is.
    fn note(&mut self, name: &str, is_same: Option<bool>, replaces: bool) -> Fate {
        let (names, fate) = match is_same {
            Some(true) => {
                self.same += 1;
                return Fate::Leave;
            }
            None => (&mut self.added, Fate::Add),
            Some(false) if replaces => (&mut self.replaced, Fate::Replace),
            Some(false) => (&mut self.kept, Fate::Leave),
        };
        names.push(name.to_owned());
        fate
    }

    /// Whether anything changes.
    pub fn is_change(&self) -> bool {
        !(self.added.is_empty() && self.replaced.is_empty())
    }
}

impl PutBackDone {
    /// Whether anything changes.
    pub fn is_change(&self) -> bool {
        self.conversations.is_change() || self.keys.is_change()
    }
}

/// How a user's file is to change.
#[derive(Debug)]
pub(super) struct PutBackPlan {
    /// The file's new text.
    pub(super) text: String,
    pub(super) done: PutBackDone,
    /// Each conversation that gives way, as it was, with what replies took that are not in what comes in its place.
    pub(super) dropped: Vec<(ConversationId, String, Vec<ReplyUsage>)>,
}

/// Works out the change of a user's file.
pub(super) fn plan(text: &str, wanted: &PutBack) -> Result<PutBackPlan, Malformed> {
    let mut done = PutBackDone::default();
    let with_keys = with_keys(text, wanted, &mut done.keys)?;
    let text = with_keys.as_deref().unwrap_or(text);
    let file = UserFile::parse(text)?;
    let present: HashMap<String, Document> = file
        .conversations()?
        .documents()
        .map(|one| one.map(|(id, document)| (id.to_string(), document)))
        .collect::<Result<_, Malformed>>()?;
    let (mut written, mut dropped) = (Vec::new(), Vec::new());
    for (id, document) in &wanted.conversations {
        let there = present.get(id.as_str());
        let is_same = there.map(|there| is_same(there, document));
        let fate = done
            .conversations
            .note(id.as_str(), is_same, wanted.replaces);
        if fate == Fate::Leave {
            continue;
        }
        written.push((id, document));
        if let Some(there) = there {
            let lost = without(
                replies_in(there.as_str(), 0)?,
                replies_in(document.as_str(), 0)?,
            );
            dropped.push((id.clone(), there.as_str().to_owned(), lost));
        }
    }
    let mut splices = file.put_conversations(&written)?;
    Ok(PutBackPlan {
        text: spliced(text, &mut splices).concat(),
        done,
        dropped,
    })
}

/// Tells what would become of it, next to what a user has: keys, and conversations one by one.
#[derive(Debug)]
pub(super) struct PutBackForecast<'w> {
    wanted: &'w PutBack,
    /// Whether what is there of each conversation is the same.
    present: HashMap<ConversationId, bool>,
}

impl<'w> PutBackForecast<'w> {
    pub(super) fn new(wanted: &'w PutBack) -> Self {
        let present = HashMap::new();
        Self { wanted, present }
    }

    /// Takes a conversation that is there.
    pub(super) fn see(&mut self, id: &ConversationId, document: &Document) {
        let of_same_id = self
            .wanted
            .conversations
            .iter()
            .find(|(wanted, _)| wanted == id);
        if let Some((_, coming)) = of_same_id {
            self.present.insert(id.clone(), is_same(document, coming));
        }
    }

    /// Tells it, all conversations and these keys having been seen.
    pub(super) fn told(&self, keys: &[ApiKey]) -> PutBackDone {
        let mut done = PutBackDone::default();
        for key in &self.wanted.keys {
            let name = key.provider.as_str();
            done.keys
                .note(name, is_same_key(keys, key), self.wanted.replaces);
        }
        for (id, _) in &self.wanted.conversations {
            let is_same = self.present.get(id).copied();
            done.conversations
                .note(id.as_str(), is_same, self.wanted.replaces);
        }
        done
    }
}

fn with_keys(text: &str, wanted: &PutBack, done: &mut Parts) -> Result<Option<String>, Malformed> {
    if wanted.keys.is_empty() {
        return Ok(None);
    }
    let file = UserFile::parse(text)?;
    let present = file.keys()?;
    let mut written = Vec::new();
    for key in &wanted.keys {
        let is_same = is_same_key(&present, key);
        if done.note(key.provider.as_str(), is_same, wanted.replaces) != Fate::Leave {
            written.push(key);
        }
    }
    if written.is_empty() {
        return Ok(None);
    }
    let mut splices = file.put_keys(&written)?;
    Ok(Some(spliced(text, &mut splices).concat()))
}

/// Whether the key of that provider is the same, if there is one.
fn is_same_key(present: &[ApiKey], key: &ApiKey) -> Option<bool> {
    let there = present
        .iter()
        .find(|other| other.provider == key.provider)?;
    Some(there.sealed == key.sealed)
}

/// White space between values is not content: databases write their own.
fn is_same(one: &Document, other: &Document) -> bool {
    one == other || compacted(one.as_str()) == compacted(other.as_str())
}

/// Returns what is in the first and not in the second; of equals as many as the first has more.
fn without(mut replies: Vec<ReplyUsage>, others: Vec<ReplyUsage>) -> Vec<ReplyUsage> {
    for other in others {
        if let Some(at) = replies.iter().position(|reply| *reply == other) {
            replies.remove(at);
        }
    }
    replies
}

/// What a user's file holds that can be put back.
#[derive(Debug, Default)]
pub struct UserContents {
    /// The conversations, in order.
    pub conversations: Vec<(ConversationId, Document)>,
    /// The keys that are set.
    pub keys: Vec<ApiKey>,
}

impl UserContents {
    /// Reads a user's file as a backup has it.
    pub fn read(text: &str) -> Result<Self, Malformed> {
        let file = UserFile::parse(text)?;
        Ok(Self {
            conversations: file
                .conversations()?
                .documents()
                .collect::<Result<_, Malformed>>()?,
            keys: file.keys()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str, replaces: bool) -> PutBack {
        let UserContents {
            conversations,
            keys,
        } = UserContents::read(text).expect("a user's file");
        PutBack {
            conversations,
            keys,
            replaces,
        }
    }

    const BACKUP: &str = r#"{"api_keys":{"a":"A","b":"B","c":"C"},"conversations":{"x":{"n":1},"y":{"n":1.50},"z":{"n":3}}}"#;

    #[test]
    fn what_is_missing_comes_and_what_is_another_stays() {
        let text = r#"{"api_keys": {"a": "A", "b": "other"}, "conversations": {"y": { "n": 1.50 }, "x": {"n": 9}}, "more": 1}"#;
        let plan = plan(text, &wanted(BACKUP, false)).expect("sound");
        assert_eq!(
            plan.text,
            r#"{"api_keys": {"a": "A", "b": "other","c":"C"}, "conversations": {"y": { "n": 1.50 }, "x": {"n": 9},"z":{"n":3}}, "more": 1}"#
        );
        let parts = |added: &str, kept: &str| Parts {
            added: vec![added.to_owned()],
            kept: vec![kept.to_owned()],
            replaced: Vec::new(),
            same: 1,
        };
        assert_eq!(plan.done.keys, parts("c", "b"));
        assert_eq!(plan.done.conversations, parts("z", "x"));
    }

    #[test]
    fn what_is_another_gives_way_if_told_to() {
        let text = r#"{"api_keys":{"b":"other"},"conversations":{"x":{"n":9},"w":{}}}"#;
        let plan = plan(text, &wanted(BACKUP, true)).expect("sound");
        assert_eq!(
            plan.text,
            r#"{"api_keys":{"b":"B","a":"A","c":"C"},"conversations":{"x":{"n":1},"w":{},"y":{"n":1.50},"z":{"n":3}}}"#
        );
        assert_eq!(plan.done.conversations.replaced, ["x"]);
        assert_eq!(plan.dropped.len(), 1);
    }

    #[test]
    fn a_file_without_the_objects_gets_them() {
        for text in ["{}", r#"{"api_keys":{}}"#, r#"{"conversations":{}}"#] {
            let plan = plan(text, &wanted(BACKUP, false)).expect("sound");
            let again = UserContents::read(&plan.text).expect("a user's file");
            assert_eq!(
                (again.keys.len(), again.conversations.len()),
                (3, 3),
                "{text}"
            );
        }
    }

    #[test]
    fn what_replies_took_that_go_is_known() {
        let reply = |cost: &str| format!(r#"{{"role":"assistant","content":"","cost":{cost}}}"#);
        let file = |replies: &[&str]| {
            let replies: Vec<String> = replies.iter().map(|cost| reply(cost)).collect();
            format!(
                r#"{{"conversations":{{"x":{{"messages":[{}]}}}}}}"#,
                replies.join(",")
            )
        };
        let text = file(&["0.1", "0.1", "0.2"]);
        let plan = plan(&text, &wanted(&file(&["0.1", "0.3"]), true)).expect("sound");
        let [(_, _, lost)] = plan.dropped.as_slice() else {
            panic!("one gives way");
        };
        let costs: Vec<String> = lost
            .iter()
            .map(|reply| reply.cost.known().expect("known").to_string())
            .collect();
        assert_eq!(costs, ["0.1", "0.2"]);
    }
}
