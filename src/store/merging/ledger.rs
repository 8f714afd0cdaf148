//! The ledger: what one account had used and no conversation holds is the other's, and what counted goes on counting.
//!
//! An entry counts while its conversation is absent. So where that would change because conversations move, it gets a lasting
//! id, under which it always counts. No entry of the account that goes is left, so that whoever does this again changes nothing.

use std::collections::{HashMap, HashSet};

use crate::model::{ConversationId, Totals, UserId};
use crate::store::ledger::LedgerEntry;

/// How a ledger is to change.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct LedgerMove {
    /// Of which conversations the account that stays has entries which go, to come back under lasting ids.
    pub(in crate::store) renewed: HashSet<ConversationId>,
    /// Of which the account that goes has entries.
    pub(in crate::store) leaving: HashSet<ConversationId>,
    /// What is added, entries of one conversation together.
    pub(in crate::store) added: Vec<LedgerEntry>,
    /// How many entries moved that count, and what these took.
    pub(super) count: usize,
    pub(super) totals: Totals,
}

/// The two accounts, with their conversations as they are before any moves.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Sides<'a> {
    pub(in crate::store) from: &'a UserId,
    pub(in crate::store) into: &'a UserId,
    pub(in crate::store) of_from: &'a HashSet<ConversationId>,
    pub(in crate::store) of_into: &'a HashSet<ConversationId>,
}

impl LedgerMove {
    /// Works it out; entries of others are passed over.
    pub(in crate::store) fn plan(entries: &[LedgerEntry], sides: Sides<'_>) -> Self {
        let mut plan = Self::default();
        let mut groups = Groups::default();
        let (of_from, of_into) = (
            entries_of(entries, sides.from),
            entries_of(entries, sides.into),
        );
        let known: HashSet<_> = of_into.clone().map(|entry| &entry.conversation).collect();
        for entry in of_into {
            let id = &entry.conversation;
            if sides.of_from.contains(id) && !sides.of_into.contains(id) {
                plan.renewed.insert(id.clone());
                groups.add(entry, Some(&known));
            }
        }
        for entry in of_from {
            let id = &entry.conversation;
            plan.leaving.insert(id.clone());
            // Of a conversation that is there, what it has itself counts.
            if !sides.of_from.contains(id) {
                plan.count += 1;
                plan.totals.add(&entry.reply);
                let is_taken = known.contains(id) || sides.of_into.contains(id);
                groups.add(entry, is_taken.then_some(&known));
            }
        }
        plan.added = groups.entries_of(sides.into);
        plan
    }

    /// Whether anything changes.
    pub(in crate::store) fn is_change(&self) -> bool {
        !(self.leaving.is_empty() && self.renewed.is_empty())
    }

    /// Makes the whole ledger as it is then.
    pub(in crate::store) fn applied(
        self,
        entries: Vec<LedgerEntry>,
        sides: Sides<'_>,
    ) -> Vec<LedgerEntry> {
        let Self { renewed, added, .. } = self;
        let stays = |entry: &LedgerEntry| {
            let is_renewed = entry.user == *sides.into && renewed.contains(&entry.conversation);
            entry.user != *sides.from && !is_renewed
        };
        entries.into_iter().filter(stays).chain(added).collect()
    }
}

/// Entries of one user and conversation each, in the order in which the first of each came.
#[derive(Default)]
struct Groups<'e> {
    groups: Vec<(ConversationId, Vec<LedgerEntry>)>,
    places: HashMap<(&'e UserId, &'e ConversationId), usize>,
}

impl<'e> Groups<'e> {
    /// Adds an entry to those of its conversation. These go on under a lasting id where the others are given that there are.
    fn add(&mut self, entry: &'e LedgerEntry, others: Option<&HashSet<&ConversationId>>) {
        let id = &entry.conversation;
        let place = *self.places.entry((&entry.user, id)).or_insert_with(|| {
            let name = match others {
                Some(others) => lasting_id(&entry.user, id, others),
                None => id.clone(),
            };
            self.groups.push((name, Vec::new()));
            self.groups.len() - 1
        });
        self.groups[place].1.push(entry.clone());
    }

    /// Returns all of them as entries of this user.
    fn entries_of(self, user: &UserId) -> Vec<LedgerEntry> {
        let named = |(name, entries): (ConversationId, Vec<LedgerEntry>)| {
            let of = move |entry: LedgerEntry| LedgerEntry {
                user: user.clone(),
                conversation: name.clone(),
                ..entry
            };
            entries.into_iter().map(of)
        };
        self.groups.into_iter().flat_map(named).collect()
    }
}

fn entries_of<'e>(
    entries: &'e [LedgerEntry],
    user: &'e UserId,
) -> impl Iterator<Item = &'e LedgerEntry> + Clone {
    entries.iter().filter(move |entry| entry.user == *user)
}

/// Returns a lasting id that none of the others is: an account that came back with a backup may go over a second time.
fn lasting_id(
    user: &UserId,
    conversation: &ConversationId,
    others: &HashSet<&ConversationId>,
) -> ConversationId {
    let mut id = LedgerEntry::lasting_id(user, conversation);
    while others.contains(&id) {
        id = LedgerEntry::lasting_id(user, &id);
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cost, PriceBasis, RecordedCost, ReplyUsage};

    fn user(id: &str) -> UserId {
        UserId::parse(id).expect("an id")
    }

    fn entry(user: &str, conversation: &str, cost: &str) -> LedgerEntry {
        LedgerEntry {
            user: self::user(user),
            conversation: ConversationId::new(conversation),
            reply: ReplyUsage {
                provider: "openai".to_owned(),
                model: "gpt-4o".to_owned(),
                at: None,
                input_tokens: 1,
                output_tokens: 1,
                total_tokens: 2,
                cost: RecordedCost::Known(Cost::parse(cost).expect("a cost")),
                is_error: false,
                is_interrupted: false,
            },
            basis: PriceBasis::default(),
        }
    }

    fn ids(names: &[&str]) -> HashSet<ConversationId> {
        names
            .iter()
            .map(|name| ConversationId::new(*name))
            .collect()
    }

    /// Returns the costs that count of `b`'s if it has these conversations, sorted.
    fn counting(ledger: &[LedgerEntry], present: &HashSet<ConversationId>) -> Vec<String> {
        let of_b = ledger.iter().filter(|entry| entry.user == user("b"));
        let counting = of_b.filter(|entry| !present.contains(&entry.conversation));
        let cost = |entry: &LedgerEntry| entry.reply.cost.known().expect("known").to_string();
        let mut costs: Vec<String> = counting.map(cost).collect();
        costs.sort();
        costs
    }

    #[test]
    fn what_counted_counts_and_what_did_not_does_not() {
        let (from, into) = (user("a"), user("b"));
        let (of_from, of_into) = (ids(&["moves", "both"]), ids(&["both", "theirs"]));
        let sides = Sides {
            from: &from,
            into: &into,
            of_from: &of_from,
            of_into: &of_into,
        };
        let ledger = vec![
            entry("c", "moves", "9"),
            // It counts now, and would not once the conversation is there.
            entry("b", "moves", "0.1"),
            entry("b", "both", "8"),
            entry("a", "use-1", "0.2"),
            // These are of conversations that are there.
            entry("a", "moves", "7"),
            entry("a", "both", "6"),
            // Deleted here, and there it is not.
            entry("a", "theirs", "0.3"),
            // Deleted by both.
            entry("b", "gone", "0.4"),
            entry("a", "gone", "0.5"),
            entry("a", "gone", "0.6"),
            entry("a", "deleted", "0.7"),
        ];
        let plan = LedgerMove::plan(&ledger, sides);
        assert_eq!(
            (plan.count, plan.totals.cost.to_string()),
            (5, "2.3".to_owned())
        );
        let moved = plan.applied(ledger, sides);
        assert!(moved.iter().all(|entry| entry.user != from));
        let expected = ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"];
        // Before the conversations move, and after that.
        assert_eq!(counting(&moved, &of_into), expected);
        assert_eq!(
            counting(&moved, &ids(&["moves", "both", "theirs"])),
            expected
        );
        assert!(moved.contains(&entry("c", "moves", "9")), "another's stays");
        assert!(moved.contains(&entry("b", "use-1", "0.2")));
        assert!(moved.contains(&entry("b", "deleted", "0.7")));
        let lasting = |user: &UserId, id| LedgerEntry::lasting_id(user, &ConversationId::new(id));
        assert_ne!(lasting(&from, "gone"), lasting(&into, "gone"));
        assert!(
            moved
                .iter()
                .any(|one| one.conversation == lasting(&from, "gone"))
        );
        assert!(
            moved
                .iter()
                .any(|one| one.conversation == lasting(&into, "moves"))
        );
        let again = LedgerMove::plan(&moved, sides);
        assert_eq!(again, LedgerMove::default(), "there is nothing left to do");
        let back = [moved, vec![entry("a", "gone", "0.5")]].concat();
        let moved = LedgerMove::plan(&back, sides).applied(back, sides);
        let is_lasting = |one: &&LedgerEntry| one.conversation == lasting(&from, "gone");
        assert_eq!(
            moved.iter().filter(is_lasting).count(),
            2,
            "those of before"
        );
        assert_eq!(counting(&moved, &of_into).len(), 8);
    }
}
