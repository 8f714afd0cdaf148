//! Bringing back a part of what a user had, worked out on the text of the user's file, so that every backend does the same.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::continued::{Meeting, continued, meeting};
use super::user_file::UserFile;
use crate::model::document::{Malformed, spliced};
use crate::model::{
    ApiKey, BilledConversation, BilledReply, ConversationId, Document, ReplyUsage, compacted,
    replies_in,
};

/// What a user is to have again.
#[derive(Debug, Clone, Default)]
pub struct PutBack {
    /// Conversations, as they were.
    pub conversations: Vec<(ConversationId, Document)>,
    /// API keys, as they were sealed.
    pub keys: Vec<ApiKey>,
    /// What becomes of what is there by now, and is another.
    pub another: Another,
}

/// What becomes of a part that is there, and is another than the one that comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Another {
    /// It stays.
    #[default]
    Stays,
    /// It gives way.
    GivesWay,
    /// A conversation that is the beginning of the one that comes gets its further messages, at this time. One that goes on
    /// where the other ends counts as the same, whatever else is different; any other one stays, and so does a key.
    IsContinued(DateTime<Utc>),
}

impl PutBack {
    /// Returns what becomes of it where there is nothing yet.
    pub fn all_added(&self) -> PutBackDone {
        let mut done = PutBackDone::default();
        let conversations = self.conversations.iter();
        done.conversations.added = conversations.map(|(id, _)| id.to_string()).collect();
        let keys = self.keys.iter();
        done.keys.added = keys.map(|key| key.provider.as_str().to_owned()).collect();
        done
    }
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
    /// Those that were others, and gave way or were continued.
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

/// How a part that comes compares to the one that is there, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Missing,
    Same,
    /// It is another, and does not go on as that one does.
    Other,
    /// It goes on behind that one's last message.
    Longer,
}

impl Parts {
    /// Notes what becomes of a part.
    fn note(&mut self, name: &str, comparison: Comparison, another: Another) -> Fate {
        let (names, fate) = match (comparison, another) {
            (Comparison::Same, _) => {
                self.same += 1;
                return Fate::Leave;
            }
            (Comparison::Missing, _) => (&mut self.added, Fate::Add),
            (_, Another::GivesWay) | (Comparison::Longer, Another::IsContinued(_)) => {
                (&mut self.replaced, Fate::Replace)
            }
            _ => (&mut self.kept, Fate::Leave),
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
    pub(super) dropped: Vec<(ConversationId, String, Vec<BilledReply>)>,
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
        let comparison = compare(there, document, wanted.another)?;
        let fate = done
            .conversations
            .note(id.as_str(), comparison, wanted.another);
        match (fate, there, wanted.another) {
            (Fate::Leave, ..) => {}
            (_, None, _) => written.push((id, Cow::Borrowed(document))),
            (_, Some(there), Another::IsContinued(at)) => {
                written.push((id, Cow::Owned(continued(there, document, at)?)));
            }
            (_, Some(there), _) => {
                let lost = without(
                    BilledConversation::from_document(there.as_str(), 0)?.replies,
                    &replies_in(document.as_str(), 0)?,
                );
                dropped.push((id.clone(), there.as_str().to_owned(), lost));
                written.push((id, Cow::Borrowed(document)));
            }
        }
    }
    let written: Vec<_> = written
        .iter()
        .map(|(id, document)| (*id, &**document))
        .collect();
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
    coming: HashMap<&'w ConversationId, &'w Document>,
    present: HashMap<ConversationId, Comparison>,
}

impl<'w> PutBackForecast<'w> {
    pub(super) fn new(wanted: &'w PutBack) -> Self {
        let coming = wanted.conversations.iter();
        Self {
            wanted,
            coming: coming.map(|(id, document)| (id, document)).collect(),
            present: HashMap::new(),
        }
    }

    /// Takes a conversation that is there.
    pub(super) fn see(
        &mut self,
        id: &ConversationId,
        document: &Document,
    ) -> Result<(), Malformed> {
        if let Some(coming) = self.coming.get(id) {
            let comparison = compare(Some(document), coming, self.wanted.another)?;
            self.present.insert(id.clone(), comparison);
        }
        Ok(())
    }

    /// Tells it, all conversations and these keys having been seen.
    pub(super) fn told(&self, keys: &[ApiKey]) -> PutBackDone {
        let (mut done, another) = (PutBackDone::default(), self.wanted.another);
        for key in &self.wanted.keys {
            let name = key.provider.as_str();
            done.keys.note(name, compare_key(keys, key), another);
        }
        for (id, _) in &self.wanted.conversations {
            let present = self.present.get(id).copied();
            let comparison = present.unwrap_or(Comparison::Missing);
            done.conversations.note(id.as_str(), comparison, another);
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
        let comparison = compare_key(&present, key);
        if done.note(key.provider.as_str(), comparison, wanted.another) != Fate::Leave {
            written.push(key);
        }
    }
    if written.is_empty() {
        return Ok(None);
    }
    let mut splices = file.put_keys(&written)?;
    Ok(Some(spliced(text, &mut splices).concat()))
}

fn compare_key(present: &[ApiKey], key: &ApiKey) -> Comparison {
    let there = present.iter().find(|other| other.provider == key.provider);
    match there {
        None => Comparison::Missing,
        Some(there) if there.sealed == key.sealed => Comparison::Same,
        Some(_) => Comparison::Other,
    }
}

fn compare(
    there: Option<&Document>,
    coming: &Document,
    another: Another,
) -> Result<Comparison, Malformed> {
    let Some(there) = there else {
        return Ok(Comparison::Missing);
    };
    if is_same(there, coming) {
        return Ok(Comparison::Same);
    }
    if !matches!(another, Another::IsContinued(_)) {
        return Ok(Comparison::Other);
    }
    Ok(match meeting(there, coming)? {
        Meeting::Covered => Comparison::Same,
        Meeting::Longer => Comparison::Longer,
        Meeting::Apart => Comparison::Other,
    })
}

/// White space between values is not content: databases write their own.
pub(super) fn is_same(one: &Document, other: &Document) -> bool {
    one == other || compacted(one.as_str()) == compacted(other.as_str())
}

/// Returns what is in the first and not in the second; of equals as many as the first has more.
fn without(mut replies: Vec<BilledReply>, others: &[ReplyUsage]) -> Vec<BilledReply> {
    for other in others {
        if let Some(at) = replies.iter().position(|reply| reply.usage == *other) {
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
            another: match replaces {
                true => Another::GivesWay,
                false => Another::Stays,
            },
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
            .map(|reply| reply.usage.cost.known().expect("known").to_string())
            .collect();
        assert_eq!(costs, ["0.1", "0.2"]);
    }
}
