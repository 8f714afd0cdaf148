//! The branches of a conversation that is a tree of messages: the one that was shown first, then those that leave it.
//!
//! A question that was edited and an answer that was asked for again make branches. Each becomes a conversation of its own; what
//! it shares with an earlier one is noted as a copy, so that it counts once. A branch is known by the message with which it
//! leaves the others: so it stays the same one when it grows.

use std::collections::{HashMap, VecDeque};

use super::found::{ForeignMessage, LeftOut, LeftOutKind, Line, LineMessage};

/// The most messages that are copied for the branches of one conversation: there can be as many branches as messages, and a
/// hostile file would become the square of itself.
const COPY_LIMIT: usize = 100_000;

/// A message in a tree, or a place in it where nothing was said.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) parent: Option<String>,
    pub(super) message: Option<ForeignMessage>,
}

/// Takes a tree apart. `shown` is the message with which the branch ended that was shown; without it, it is the latest one. Of
/// siblings the last one is the latest.
pub(super) fn lines(nodes: Vec<Node>, shown: Option<&str>, left_out: &mut LeftOut) -> Vec<Line> {
    let mut tree = Tree::of(&nodes);
    let start = tree.prefer(shown);
    let mut lines = Vec::new();
    let mut placed: Vec<Option<(usize, usize)>> = vec![None; nodes.len()];
    let mut visited = vec![false; nodes.len()];
    let mut copied = 0;
    let others = tree
        .roots
        .iter()
        .copied()
        .filter(|root| Some(*root) != start);
    let mut starts: VecDeque<usize> = start.into_iter().chain(others).collect();
    while let Some(start) = starts.pop_front() {
        let before = tree.before(start);
        copied += before.len();
        if copied > COPY_LIMIT {
            left_out.add(LeftOutKind::Branch);
            visited[start] = true;
            continue;
        }
        let line = lines.len();
        let copies = before.into_iter().filter_map(|node| {
            Some(LineMessage {
                message: nodes[node].message.clone()?,
                same_as: placed[node],
            })
        });
        let mut messages: Vec<LineMessage> = copies.collect();
        let shared = messages.len();
        let mut next = Some(start);
        while let Some(node) = next {
            visited[node] = true;
            if let Some(message) = &nodes[node].message {
                let (message, same_as) = (message.clone(), None);
                messages.push(LineMessage { message, same_as });
                placed[node] = Some((line, messages.len()));
            }
            next = tree.preferred[node];
            starts.extend(
                tree.children[node]
                    .iter()
                    .filter(|child| Some(**child) != next),
            );
        }
        if messages.len() > shared {
            let key = (line > 0).then(|| nodes[start].id.clone());
            lines.push(Line { key, messages });
        }
    }
    let is_stray = |(node, visited): (&Node, &bool)| !visited && node.message.is_some();
    if !left_out
        .counts()
        .any(|(kind, _)| kind == LeftOutKind::Branch)
    {
        let stray = nodes
            .iter()
            .zip(&visited)
            .filter(|it| is_stray(*it))
            .count();
        left_out.add_many(LeftOutKind::Stray, stray);
    }
    lines
}

/// Who follows whom, by the places of nodes in their list.
struct Tree<'n> {
    places: HashMap<&'n str, usize>,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    roots: Vec<usize>,
    /// Of the children of each the one with which a branch goes on.
    preferred: Vec<Option<usize>>,
}

impl<'n> Tree<'n> {
    /// A node whose parent is not there is a root. Nodes in a circle hang on none.
    fn of(nodes: &'n [Node]) -> Self {
        let places: HashMap<&str, usize> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (node.id.as_str(), place))
            .collect();
        let parent = |node: &Node| places.get(node.parent.as_deref()?).copied();
        let parents: Vec<_> = nodes.iter().map(parent).collect();
        let mut children = vec![Vec::new(); nodes.len()];
        let mut roots = Vec::new();
        for (place, parent) in parents.iter().enumerate() {
            match parent {
                Some(parent) => children[*parent].push(place),
                None => roots.push(place),
            }
        }
        let preferred = children.iter().map(|of| of.last().copied()).collect();
        Self {
            places,
            parents,
            children,
            roots,
            preferred,
        }
    }

    /// Has the branch that leads to this node, else to the latest, preferred to others. Returns its root.
    fn prefer(&mut self, shown: Option<&str>) -> Option<usize> {
        let shown = shown.and_then(|id| self.places.get(id).copied());
        let Some(mut node) = shown else {
            return self.roots.last().copied();
        };
        for _ in 0..self.parents.len() {
            match self.parents[node] {
                Some(parent) => {
                    self.preferred[parent] = Some(node);
                    node = parent;
                }
                None => return Some(node),
            }
        }
        // It is in a circle.
        self.roots.last().copied()
    }

    /// Returns what stands before a node, from the root on. The node hangs on a root.
    fn before(&self, node: usize) -> Vec<usize> {
        let mut before: Vec<usize> =
            std::iter::successors(self.parents[node], |node| self.parents[*node]).collect();
        before.reverse();
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;

    /// Makes nodes of `id<parent` words; those in capitals say nothing.
    fn tree(words: &str) -> Vec<Node> {
        let node = |word: &str| {
            let (id, parent) = word.split_once('<').unwrap_or((word, ""));
            let message = (id.to_lowercase() == id).then(|| ForeignMessage {
                role: Role::User,
                text: id.into(),
                at: None,
                reply: None,
            });
            Node {
                id: id.to_owned(),
                parent: (!parent.is_empty()).then(|| parent.to_owned()),
                message,
            }
        };
        words.split_whitespace().map(node).collect()
    }

    /// Writes each branch: its key, and its messages, those of others with where they are.
    fn shown(words: &str, shown: Option<&str>) -> (Vec<String>, LeftOut) {
        let mut left_out = LeftOut::default();
        let lines = lines(tree(words), shown, &mut left_out);
        let message = |one: &LineMessage| match one.same_as {
            None => one.message.text.lossy().into_owned(),
            Some((line, number)) => format!("{}@{line}.{number}", one.message.text.lossy()),
        };
        let line = |line: &Line| {
            let messages: Vec<_> = line.messages.iter().map(message).collect();
            format!(
                "{}: {}",
                line.key.as_deref().unwrap_or("-"),
                messages.join(" ")
            )
        };
        (lines.iter().map(line).collect(), left_out)
    }

    #[test]
    fn the_shown_branch_comes_first_and_the_others_leave_it() {
        // b was asked again as c, whose answer d was asked for again as e; f goes on behind e.
        let words = "R a<R x<a b<x y<b c<x d<c e<c f<e";
        let (all, left_out) = shown(words, Some("y"));
        let expected = [
            "-: a x b y",
            "c: a@0.1 x@0.2 c e f",
            "d: a@0.1 x@0.2 c@1.3 d",
        ];
        assert_eq!(all, expected);
        assert!(left_out.is_empty());
        let (latest, _) = shown(words, None);
        assert_eq!(latest[0], "-: a x c e f");
        let (unfinished, _) = shown(words, Some("c"));
        assert_eq!(unfinished[0], "-: a x c e f", "what follows is no branch");
    }

    #[test]
    fn several_beginnings_and_silent_branches_are_told_apart() {
        assert_eq!(
            shown("a b<a c d<c T<c", Some("b")).0,
            ["-: a b", "c: c", "d: c@1.1 d"]
        );
        assert_eq!(shown("R T<R", None).0, Vec::<String>::new());
        assert_eq!(shown("R T<R a<R b<T", Some("T")).0, ["-: b", "a: a"]);
    }

    #[test]
    fn circles_are_left_out_and_counted() {
        let (lines, left_out) = shown("a b<c c<b d<d", Some("c"));
        assert_eq!(lines, ["-: a"]);
        let counts: Vec<_> = left_out.counts().collect();
        assert_eq!(counts, [(LeftOutKind::Stray, 3)]);
    }

    #[test]
    fn a_hostile_tree_does_not_become_its_square() {
        let mut words = "n0".to_owned();
        for at in 1..2000 {
            words.push_str(&format!(" n{at}<n{} m{at}<n{}", at - 1, at - 1));
        }
        let (lines, left_out) = shown(&words, Some("n1999"));
        let total: usize = lines.iter().map(|line| line.split(' ').count()).sum();
        assert!(lines.len() > 100 && total < COPY_LIMIT + 10_000, "{total}");
        assert!(
            left_out
                .counts()
                .any(|(kind, count)| kind == LeftOutKind::Branch && count > 1000)
        );
    }
}
