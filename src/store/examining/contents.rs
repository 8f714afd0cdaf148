//! What accounts and users' files hold: whatever a command that reads them would stumble over, part by part.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::Findings;
use crate::model::document::{Member, Object};
use crate::model::{
    Conversation, ConversationId, Document, LossyText, Malformed, ProviderName, RecordedCost, User,
    UserId, document, unportable_in,
};
use crate::store::user_file::{CONVERSATIONS, KEYS};
use crate::store::{FindingKind, Part};

impl Findings {
    /// Looks at the accounts, and keeps who has one.
    pub(in crate::store) fn accounts(&mut self, path: &Path, text: &str) {
        let object = match Object::parse(text) {
            Ok(object) => object,
            Err(cause) => return self.note_damage(path, explained(text, cause)),
        };
        let mut users = Vec::new();
        for member in object.members() {
            match account(member) {
                Ok((user, said)) => {
                    if let Some(said) = said.filter(|said| said != user.id.as_str()) {
                        let user = user.id.clone();
                        let kind = FindingKind::OtherId { user, said };
                        self.note_at(path, member.value_span().start, kind);
                    }
                    if let Err(Malformed { offset, reason }) = &user.budget {
                        let (user, reason) = (user.id.clone(), reason.clone());
                        self.note_at(
                            path,
                            *offset,
                            FindingKind::UnreadableBudget { user, reason },
                        );
                    }
                    users.push(user);
                }
                Err(cause) => self.note_part(path, Part::Account(member.key.to_string()), cause),
            }
        }
        self.doubled_emails(path, &users);
        self.unportable(path, text);
        let ids = object
            .members()
            .iter()
            .map(|member| UserId::parse(&member.key));
        // With an id that is none among them, a file of nobody could be that account's.
        self.users = ids.collect::<Result<HashSet<_>, _>>().ok();
    }

    fn doubled_emails(&mut self, path: &Path, users: &[User]) {
        let mut by_email: BTreeMap<String, Vec<UserId>> = BTreeMap::new();
        let mut by_looks: BTreeMap<String, Vec<(UserId, String)>> = BTreeMap::new();
        for user in users.iter().filter(|user| !user.email.is_empty()) {
            let email = user.email.to_lowercase();
            let looks = by_looks.entry(looks_of(&email)).or_default();
            looks.push((user.id.clone(), email.clone()));
            by_email.entry(email).or_default().push(user.id.clone());
        }
        for (email, users) in by_email.into_iter().filter(|(_, users)| users.len() > 1) {
            self.note(path, FindingKind::EmailTwice { email, users });
        }
        for group in by_looks.into_values() {
            if group.iter().any(|(_, email)| *email != group[0].1) {
                let users = group.into_iter().map(|(user, _)| user).collect();
                self.note(path, FindingKind::EmailsAlike { users });
            }
        }
    }

    /// Looks at a user's keys and conversations.
    pub(in crate::store) fn user_file(&mut self, path: &Path, text: &str) {
        let root = match Object::parse(text) {
            Ok(root) => root,
            Err(cause) => return self.note_damage(path, explained(text, cause)),
        };
        self.members_of(path, &root, KEYS, Part::Keys, |member| {
            key(member).map_err(|cause| (Part::Key(member.key.to_string()), cause))
        });
        let mut costs = Vec::new();
        self.members_of(path, &root, CONVERSATIONS, Part::Conversations, |member| {
            let part = || Part::Conversation(member.key.to_string());
            let replies = unreadable_costs(member).map_err(|cause| (part(), cause))?;
            if replies > 0 {
                let part = part();
                let kind = FindingKind::UnreadableCosts { part, replies };
                costs.push((member.value_span().start, kind));
            }
            Ok(())
        });
        for (offset, kind) in costs {
            self.note_at(path, offset, kind);
        }
        self.unportable(path, text);
    }

    /// Checks each member of a part of the file, if the part is there.
    fn members_of(
        &mut self,
        path: &Path,
        root: &Object<'_>,
        name: &str,
        whole: Part,
        mut check: impl FnMut(&Member<'_>) -> Result<(), (Part, Malformed)>,
    ) {
        let Some(member) = root.get(name) else {
            return;
        };
        let object = match root.object_in(member) {
            Ok(object) => object,
            Err(cause) => return self.note_part(path, whole, cause),
        };
        for member in object.members() {
            if let Err((part, cause)) = check(member) {
                self.note_part(path, part, cause);
            }
        }
    }

    /// Notes what others trip over, unless it was found to stop us, too.
    fn unportable(&mut self, path: &Path, text: &str) {
        for (offset, unportable) in unportable_in(text) {
            let is_known = self
                .found
                .iter()
                .any(|finding| finding.place == path && finding.offset == Some(offset));
            if !is_known {
                self.note_at(path, offset, FindingKind::Unportable(unportable));
            }
        }
    }
}

/// Names what Python writes where JSON has no number, which a reader of JSON knows only as something unexpected.
fn explained(text: &str, cause: Malformed) -> Malformed {
    const WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];
    let bytes = text.as_bytes();
    let found = (cause.offset.saturating_sub(1)..=cause.offset).find_map(|offset| {
        let rest = bytes.get(offset..)?;
        let word = WORDS
            .iter()
            .find(|word| rest.starts_with(word.as_bytes()))?;
        Some((offset, word))
    });
    match found {
        Some((offset, word)) => Malformed {
            offset,
            reason: format!("{word} is no number of JSON"),
        },
        None => cause,
    }
}

/// Reads an account, and what it says its id is, if it does.
fn account(member: &Member<'_>) -> Result<(User, Option<String>), Malformed> {
    let offset = member.value_span().start;
    let id = UserId::parse(&member.key).map_err(|error| Malformed {
        offset,
        reason: error.to_string(),
    })?;
    let user = User::from_document(id, member.value, offset)?;
    let document = Document::parse_at(member.value, offset)?;
    let object = document.object();
    let said = object.get("id").map(|said| {
        let text: Result<LossyText<'_>, Malformed> = document::read(said.value, 0);
        text.map_or_else(|_| said.value.to_owned(), |text| text.0.into_owned())
    });
    Ok((user, said))
}

/// Reads a conversation, and counts its replies with costs that are none.
fn unreadable_costs(member: &Member<'_>) -> Result<usize, Malformed> {
    let id = ConversationId::new(member.key.clone());
    let conversation = Conversation::from_document(id, member.value, member.value_span().start)?;
    let usages = conversation
        .messages
        .iter()
        .filter_map(|message| message.usage.as_ref());
    Ok(usages
        .filter(|usage| usage.cost == RecordedCost::Unreadable)
        .count())
}

fn key(member: &Member<'_>) -> Result<(), Malformed> {
    let offset = member.value_span().start;
    let text: Option<String> = document::read(member.value, offset)?;
    if text.is_none_or(|text| text.trim().is_empty()) {
        return Ok(());
    }
    let name = ProviderName::parse(&member.key).map_err(|error| Malformed {
        offset,
        reason: error.to_string(),
    });
    name.map(drop)
}

/// Returns what an address looks like: compatible forms of a character are one.
fn looks_of(email: &str) -> String {
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    normalizer.normalize(email).to_lowercase()
}
