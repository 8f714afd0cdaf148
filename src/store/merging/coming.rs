//! Conversations: those that only the account has which goes, and those that both have.

use std::collections::{HashMap, HashSet};

use crate::model::{ConversationId, Document, Malformed};
use crate::store::continued::{Meeting, meeting};
use crate::store::put_back::is_same;

/// What becomes of a conversation that both have, each with another content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Stance {
    /// Nothing is changed.
    Refusing,
    /// They moved already, and one was gone on with since, in the place from which it comes or where it is now: the longer one stays.
    Finishing,
}

/// What becomes of the conversations.
#[derive(Debug, Default)]
pub(in crate::store) struct Coming {
    /// Those that move, in order.
    pub(in crate::store) moved: Vec<(ConversationId, Document)>,
    /// Those that take the place of their shorter versions.
    pub(in crate::store) longer: Vec<(ConversationId, Document)>,
    /// How many are there already.
    pub(in crate::store) same: usize,
    /// Those that are there with another content.
    pub(in crate::store) differing: Vec<ConversationId>,
    /// All of them.
    pub(in crate::store) of_from: HashSet<ConversationId>,
}

impl Coming {
    /// Compares conversations that come with those that are there.
    pub(in crate::store) fn compare(
        coming: Vec<(ConversationId, Document)>,
        present: &HashMap<ConversationId, Document>,
        stance: Stance,
    ) -> Result<Self, Malformed> {
        let mut all = Self {
            of_from: coming.iter().map(|(id, _)| id.clone()).collect(),
            ..Self::default()
        };
        for (id, document) in coming {
            match present.get(&id) {
                None => all.moved.push((id, document)),
                Some(there) if is_same(there, &document) => all.same += 1,
                Some(there) => match (stance, meeting(there, &document)?) {
                    (Stance::Finishing, Meeting::Covered) => all.same += 1,
                    (Stance::Finishing, Meeting::Longer) => all.longer.push((id, document)),
                    _ => all.differing.push(id),
                },
            }
        }
        Ok(all)
    }

    /// Whether any is to be written.
    pub(in crate::store) fn is_change(&self) -> bool {
        !(self.moved.is_empty() && self.longer.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversation(id: &str, text: &str) -> (ConversationId, Document) {
        let document = Document::parse(text).expect("an object");
        (ConversationId::new(id), document)
    }

    fn messages(texts: &[&str]) -> String {
        let said = texts
            .iter()
            .map(|text| format!(r#"{{"role":"user","content":"{text}"}}"#));
        format!(r#"{{"messages":[{}]}}"#, said.collect::<Vec<_>>().join(","))
    }

    #[test]
    fn white_space_makes_no_other_content_and_a_digit_does() {
        let present = HashMap::from([
            conversation("same", r#"{"n": 1.50}"#),
            conversation("other", r#"{"n":1.5}"#),
        ]);
        let coming = vec![
            conversation("other", r#"{"n":1.50}"#),
            conversation("new", r#"{ "n":1 }"#),
            conversation("same", r#"{"n":1.50}"#),
        ];
        let compared = Coming::compare(coming, &present, Stance::Refusing).expect("sound");
        assert_eq!(compared.moved, [conversation("new", r#"{ "n":1 }"#)]);
        assert_eq!(compared.same, 1);
        assert_eq!(compared.differing, [ConversationId::new("other")]);
        assert_eq!(compared.of_from.len(), 3);
    }

    #[test]
    fn what_was_gone_on_with_meanwhile_is_finished_and_no_message_is_lost() {
        let there = messages(&["one", "two"]);
        let present = HashMap::from([
            conversation("longer", &there),
            conversation("shorter", &there),
            conversation("apart", &there),
        ]);
        let longer = conversation("longer", &messages(&["one", "two", "three"]));
        let coming = vec![
            longer.clone(),
            conversation("shorter", &messages(&["one"])),
            conversation("apart", &messages(&["one", "three"])),
        ];
        let all = Coming::compare(coming.clone(), &present, Stance::Refusing).expect("sound");
        assert_eq!(all.differing.len(), 3);
        let rest = Coming::compare(coming, &present, Stance::Finishing).expect("sound");
        assert_eq!((rest.longer, rest.same), (vec![longer], 1));
        assert_eq!(rest.differing, [ConversationId::new("apart")]);
    }
}
