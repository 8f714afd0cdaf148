//! Accounts that went over into one another, where content from before or after that is loaded: what it has of one of them counts
//! there, and not once more in the name of another.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::{ConversationId, UserId};
use crate::store::ledger::LedgerEntry;

/// Groups of such accounts.
#[derive(Debug, Default)]
pub(in crate::store) struct Kin(Vec<BTreeSet<UserId>>);

impl Kin {
    /// Groups them: each of these went over into the one named second.
    pub(in crate::store) fn of(pairs: impl IntoIterator<Item = (UserId, UserId)>) -> Self {
        let mut groups: Vec<BTreeSet<UserId>> = Vec::new();
        for (from, into) in pairs {
            let mut group = BTreeSet::from([from, into]);
            let (related, others) = groups
                .into_iter()
                .partition::<Vec<_>, _>(|other| !other.is_disjoint(&group));
            group.extend(related.into_iter().flatten());
            groups = others;
            groups.push(group);
        }
        Self(groups)
    }

    /// Returns all of them.
    pub(in crate::store) fn users(&self) -> impl Iterator<Item = &UserId> {
        self.0.iter().flatten()
    }

    /// Returns whose entries for which conversations must not count beside the content that is loaded: it has the ledger `theirs`,
    /// and these conversations.
    pub(in crate::store) fn counted_elsewhere(
        &self,
        ours: &[LedgerEntry],
        theirs: &[LedgerEntry],
        conversations: &HashMap<UserId, HashSet<ConversationId>>,
    ) -> HashSet<(UserId, ConversationId)> {
        let mut all = HashSet::new();
        for group in &self.0 {
            let in_group = |entries| Names::of(entries, group);
            let (ours, theirs) = (in_group(ours), in_group(theirs));
            for (user, id) in &ours.plain {
                let has = |other: &&UserId| {
                    let is_moved = theirs.plain.contains(&(*other, *id))
                        && !ours.has_anywhere(&LedgerEntry::lasting_id(other, id));
                    let present = conversations.get(*other);
                    is_moved || present.is_some_and(|present| present.contains(id))
                };
                let mut others = group.iter().filter(|other| other != user);
                let is_elsewhere = theirs.lasting.contains(*id)
                    || theirs.has_anywhere(&LedgerEntry::lasting_id(user, id))
                    || others.any(|other| has(&other));
                if is_elsewhere {
                    all.insert(((*user).clone(), (*id).clone()));
                }
            }
        }
        all
    }
}

/// What a ledger has of a group.
struct Names<'e> {
    plain: HashSet<(&'e UserId, &'e ConversationId)>,
    ids: HashSet<&'e ConversationId>,
    /// Under which lasting ids the same would go on.
    lasting: HashSet<ConversationId>,
}

impl<'e> Names<'e> {
    fn of(entries: &'e [LedgerEntry], group: &BTreeSet<UserId>) -> Self {
        let of_group = entries.iter().filter(|entry| group.contains(&entry.user));
        let plain: HashSet<_> = of_group.map(|one| (&one.user, &one.conversation)).collect();
        let lasting = plain
            .iter()
            .map(|(user, id)| LedgerEntry::lasting_id(user, id));
        Self {
            lasting: lasting.collect(),
            ids: plain.iter().map(|(_, id)| *id).collect(),
            plain,
        }
    }

    fn has_anywhere(&self, id: &ConversationId) -> bool {
        self.ids.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PriceBasis, ReplyUsage};

    fn user(id: &str) -> UserId {
        UserId::parse(id).expect("an id")
    }

    fn entry(user: &str, conversation: ConversationId) -> LedgerEntry {
        LedgerEntry {
            user: self::user(user),
            conversation,
            reply: ReplyUsage {
                provider: String::new(),
                model: String::new(),
                at: None,
                input_tokens: 1,
                output_tokens: 1,
                total_tokens: 2,
                cost: crate::model::RecordedCost::Missing,
                is_error: false,
                is_interrupted: false,
            },
            basis: PriceBasis::default(),
        }
    }

    #[test]
    fn accounts_are_kin_by_way_of_others() {
        let pair = |from, into| (user(from), user(into));
        let kin = Kin::of([pair("a", "b"), pair("d", "e"), pair("b", "c")]);
        let groups: Vec<Vec<&str>> = kin
            .0
            .iter()
            .map(|group| group.iter().map(UserId::as_str).collect())
            .collect();
        assert_eq!(groups, [vec!["d", "e"], vec!["a", "b", "c"]]);
    }

    #[test]
    fn what_another_has_counts_there_and_what_nobody_has_stays() {
        let kin = Kin::of([(user("a"), user("b"))]);
        let id = |name: &str| ConversationId::new(name);
        let lasting = |whose: &str, name| LedgerEntry::lasting_id(&user(whose), &id(name));
        let ours = [
            entry("b", id("moved")),
            entry("b", id("deleted")),
            entry("b", lasting("a", "both")),
            entry("b", id("both")),
            entry("b", id("own")),
            entry("stranger", id("deleted")),
        ];
        let theirs = [entry("a", id("deleted")), entry("a", id("both"))];
        let conversations = HashMap::from([(user("a"), HashSet::from([id("moved")]))]);
        let gone = kin.counted_elsewhere(&ours, &theirs, &conversations);
        let expected = [id("moved"), id("deleted"), lasting("a", "both")];
        assert_eq!(gone, expected.map(|id| (user("b"), id)).into());
        assert!(
            Kin::default()
                .counted_elsewhere(&ours, &theirs, &conversations)
                .is_empty()
        );
    }
}
