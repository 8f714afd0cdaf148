//! One user's file: API keys and conversations.

use std::collections::{BTreeMap, HashSet};

use crate::model::document::{Malformed, Member, Object, Splice, Walk, spliced};
use crate::model::{
    ApiKey, BilledConversation, BilledReply, Conversation, ConversationChange, ConversationId,
    ConversationSummary, Document, PassedReply, Passing, ProviderName, ReplyUsage, SealedKey,
    document, replies_in,
};

pub(super) const KEYS: &str = "api_keys";
pub(super) const CONVERSATIONS: &str = "conversations";

/// What a user without a file has, in the form in which the web app begins one.
pub(super) const EMPTY: &str = "{\n  \"api_keys\": {},\n  \"conversations\": {}\n}";

/// Goes through a user's file in one pass: hands each conversation's id to `begin`, then its replies that count to `visit`.
///
/// Anything unusual is an error, whether it is damaged or not: see [`Passing`].
pub(super) fn pass_replies(
    text: &str,
    begin: &mut impl FnMut(&str),
    visit: &mut impl FnMut(&PassedReply<'_>),
) -> Result<(), Malformed> {
    let (mut walk, mut passing) = (Walk::of(text), Passing::default());
    let (mut names, mut ids) = (Vec::new(), HashSet::new());
    walk.object(|walk, name| {
        if names.contains(&name) || name.contains('\\') {
            return Err(walk.unexpected());
        }
        names.push(name);
        if name != CONVERSATIONS {
            return walk.value().map(drop);
        }
        walk.object(|walk, id| {
            if !ids.insert(id) || id.contains('\\') {
                return Err(walk.unexpected());
            }
            begin(id);
            passing.pass_conversation(walk, visit)
        })
    })?;
    walk.end()
}

/// A user's file, taken apart as far as its two objects' members.
pub(super) struct UserFile<'a> {
    root: Object<'a>,
}

impl<'a> UserFile<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, Malformed> {
        Ok(Self {
            root: Object::parse_along(text, &[CONVERSATIONS])?,
        })
    }

    /// Takes an object that was found with the path [`CONVERSATIONS`].
    pub(super) fn of(root: Object<'a>) -> Self {
        Self { root }
    }

    fn part(&self, name: &str) -> Result<Option<Object<'a>>, Malformed> {
        self.root
            .get(name)
            .map(|member| self.root.object_in(member))
            .transpose()
    }

    /// Returns the keys that are set.
    pub(super) fn keys(&self) -> Result<Vec<ApiKey>, Malformed> {
        let Some(part) = self.part(KEYS)? else {
            return Ok(Vec::new());
        };
        let mut keys = Vec::new();
        for member in part.members() {
            let offset = member.value_span().start;
            let text: Option<String> = document::read(member.value, offset)?;
            let Some(sealed) = text.and_then(SealedKey::new) else {
                continue;
            };
            let provider = ProviderName::parse(&member.key).map_err(|error| Malformed {
                offset,
                reason: error.to_string(),
            })?;
            keys.push(ApiKey { provider, sealed });
        }
        Ok(keys)
    }

    /// Returns the change that sets this key.
    pub(super) fn set_key(
        &self,
        provider: &ProviderName,
        sealed: &SealedKey,
    ) -> Result<Splice, Malformed> {
        let (name, text) = (provider.as_str(), sealed.as_str());
        Ok(match self.part(KEYS)? {
            Some(part) => part.set(name, &text),
            None => self.root.set(KEYS, &BTreeMap::from([(name, text)])),
        })
    }

    /// Returns the change that takes this key out.
    pub(super) fn remove_key(&self, provider: &ProviderName) -> Result<Option<Splice>, Malformed> {
        Ok(self
            .part(KEYS)?
            .and_then(|part| part.remove(provider.as_str())))
    }

    /// Returns the conversations.
    pub(super) fn conversations(&self) -> Result<Conversations<'a>, Malformed> {
        Ok(Conversations {
            part: self.part(CONVERSATIONS)?,
        })
    }

    /// Returns the change that puts a new conversation behind the others.
    pub(super) fn add_conversation(
        &self,
        id: &ConversationId,
        document: &Document,
    ) -> Result<Splice, Malformed> {
        Ok(match self.part(CONVERSATIONS)? {
            Some(part) => part.set(id.as_str(), document),
            None => self.begin_conversations(id, document),
        })
    }

    /// Returns the same change, with the conversation byte for byte as it is.
    pub(super) fn add_conversation_as_it_is(
        &self,
        id: &ConversationId,
        document: &Document,
    ) -> Result<Splice, Malformed> {
        Ok(match self.part(CONVERSATIONS)? {
            Some(part) => part.set_as_it_is(id.as_str(), document),
            None => self.begin_conversations(id, document),
        })
    }

    /// Returns the changes that put conversations in, byte for byte as they are: in the place of those with their ids, or
    /// behind the others.
    pub(super) fn put_conversations(
        &self,
        conversations: &[(&ConversationId, &Document)],
    ) -> Result<Vec<Splice>, Malformed> {
        let members: Vec<(&str, &str)> = conversations
            .iter()
            .map(|(id, document)| (id.as_str(), document.as_str()))
            .collect();
        self.put(CONVERSATIONS, &members)
    }

    /// Returns the changes that set these keys.
    pub(super) fn put_keys(&self, keys: &[&ApiKey]) -> Result<Vec<Splice>, Malformed> {
        let values: Vec<String> = keys
            .iter()
            .map(|key| serde_json::to_string(key.sealed.as_str()).expect("text"))
            .collect();
        let members: Vec<(&str, &str)> = keys
            .iter()
            .zip(&values)
            .map(|(key, value)| (key.provider.as_str(), value.as_str()))
            .collect();
        self.put(KEYS, &members)
    }

    fn put(&self, part: &str, members: &[(&str, &str)]) -> Result<Vec<Splice>, Malformed> {
        if members.is_empty() {
            return Ok(Vec::new());
        }
        match self.part(part)? {
            Some(object) => Ok(object.set_all_as_they_are(members)),
            None => {
                let empty = Object::parse("{}")?;
                let object = spliced("{}", &mut empty.set_all_as_they_are(members)).concat();
                Ok(vec![
                    self.root.set_as_it_is(part, &Document::trusted(object)),
                ])
            }
        }
    }

    /// Returns what stands beside keys and conversations: names, and values as they are written.
    pub(super) fn others(&self) -> impl Iterator<Item = (&str, &'a str)> {
        let members = self.root.members().iter();
        let others = members.filter(|member| member.key != KEYS && member.key != CONVERSATIONS);
        others.map(|member| (member.key.as_ref(), member.value))
    }

    /// Returns the changes that set such members, as they are written.
    pub(super) fn put_others(&self, members: &[(&str, &str)]) -> Vec<Splice> {
        self.root.set_all_as_they_are(members)
    }

    /// Returns the file's own text, without what may stand around it.
    pub(super) fn text(&self) -> &'a str {
        self.root.text()
    }

    /// Returns the change that has another text in place of the whole file.
    pub(super) fn replaced_by(&self, text: &str) -> Splice {
        self.root.replaced_by(text)
    }

    fn begin_conversations(&self, id: &ConversationId, document: &Document) -> Splice {
        let first = BTreeMap::from([(id.as_str(), document)]);
        self.root.set(CONVERSATIONS, &first)
    }
}

/// The conversations of a user's file.
pub(super) struct Conversations<'a> {
    part: Option<Object<'a>>,
}

impl<'a> Conversations<'a> {
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.members().map(|member| member.key.as_ref())
    }

    pub(super) fn summaries(&self) -> Result<Vec<ConversationSummary>, Malformed> {
        self.members()
            .map(|member| {
                let id = ConversationId::new(member.key.clone());
                ConversationSummary::from_document(id, member.value, member.value_span().start)
            })
            .collect()
    }

    /// Returns a conversation whole; `None` if it is not there.
    pub(super) fn read(&self, id: &ConversationId) -> Result<Option<Conversation>, Malformed> {
        let read = |member: &Member<'_>| {
            Conversation::from_document(id.clone(), member.value, member.value_span().start)
        };
        self.find(id).map(read).transpose()
    }

    /// Returns each conversation with its document.
    pub(super) fn documents(
        &self,
    ) -> impl Iterator<Item = Result<(ConversationId, Document), Malformed>> {
        self.members().map(|member| {
            let document = Document::parse_at(member.value, member.value_span().start)?;
            Ok((ConversationId::new(member.key.clone()), document))
        })
    }

    /// Returns each conversation's id, and its document with where that stands in the file.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &'a str, usize)> {
        self.members().map(|member| {
            let start = member.value_span().start;
            (member.key.as_ref(), member.value, start)
        })
    }

    /// Returns what the replies of one conversation were billed for; `None` if it is not there.
    pub(super) fn billed(
        &self,
        id: &ConversationId,
    ) -> Result<Option<Vec<BilledReply>>, Malformed> {
        self.find(id).map(billed).transpose()
    }

    /// Returns each conversation's id with what its replies took.
    pub(super) fn all_replies(
        &self,
    ) -> impl Iterator<Item = Result<(&str, Vec<ReplyUsage>), Malformed>> {
        self.members().map(|member| {
            Ok((
                member.key.as_ref(),
                replies_in(member.value, member.value_span().start)?,
            ))
        })
    }

    /// Returns each conversation's id with what its replies were billed for.
    pub(super) fn all_billed(
        &self,
    ) -> impl Iterator<Item = Result<(&str, Vec<BilledReply>), Malformed>> {
        self.members()
            .map(|member| Ok((member.key.as_ref(), billed(member)?)))
    }

    /// Takes a conversation as an object, to change it; `None` if it is not there.
    pub(super) fn object(&self, id: &ConversationId) -> Result<Option<Object<'a>>, Malformed> {
        let Some(part) = &self.part else {
            return Ok(None);
        };
        part.get(id.as_str())
            .map(|member| part.object_in(member))
            .transpose()
    }

    /// Returns a conversation as it is after a change, and the splice that makes it so, unless it is so already; `None` if
    /// it is not there.
    pub(super) fn changed(
        &self,
        id: &ConversationId,
        change: &ConversationChange,
    ) -> Result<Option<(Option<Splice>, ConversationSummary)>, Malformed> {
        let Some(member) = self.find(id) else {
            return Ok(None);
        };
        let base = member.value_span().start;
        let before = Document::parse_at(member.value, base)?;
        let after = change.apply(&before);
        let splice = (after != before).then(|| member.replaced_by(&after));
        let summary = ConversationSummary::from_document(id.clone(), after.as_str(), base)?;
        Ok(Some((splice, summary)))
    }

    /// Returns the text of the whole file without these conversations.
    pub(super) fn without(&self, ids: &[ConversationId]) -> Vec<Splice> {
        let names: Vec<&str> = ids.iter().map(ConversationId::as_str).collect();
        self.part
            .as_ref()
            .map(|part| part.remove_all(&names))
            .unwrap_or_default()
    }

    fn members(&self) -> impl Iterator<Item = &Member<'a>> {
        self.part.iter().flat_map(Object::members)
    }

    fn find(&self, id: &ConversationId) -> Option<&Member<'a>> {
        self.part.as_ref()?.get(id.as_str())
    }
}

fn billed(member: &Member<'_>) -> Result<Vec<BilledReply>, Malformed> {
    let base = member.value_span().start;
    Ok(BilledConversation::from_document(member.value, base)?.replies)
}

/// Reads the keys in a user's file, or in what stands around the conversations of one.
pub(in crate::store) fn keys_in(doc: &str) -> Result<Vec<ApiKey>, Malformed> {
    UserFile::parse(doc)?.keys()
}
