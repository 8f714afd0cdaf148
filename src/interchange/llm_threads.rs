//! Conversations in the newer form of llm's log: threads of turns, which lead to messages that know what they follow.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::ImportFormat;
use super::InterchangeResult;
use super::branches::{Node, lines};
use super::found::{ForeignConversation, ForeignMessage, LeftOut, LeftOutKind};
use super::lenient::Lenient;
use super::llm_logs::Log;
use super::llm_responses::{Told, said};
use super::wide_text::WideText;
use crate::model::Role;

/// A call of a model.
struct Turn {
    /// The last message that it was given, and the last one that it made.
    parent: Option<String>,
    tip: Option<String>,
    told: Told,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Payload {
    text: Lenient<WideText>,
    text_ref: Lenient<Vec<Piece>>,
    attachment: Lenient<Reference>,
    attachments: Lenient<Vec<Reference>>,
}

/// A part of a text: literal, or a fragment.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Piece {
    literal: Option<String>,
    fragment: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reference {
    id: String,
}

impl Log {
    /// Reads a thread.
    pub(super) fn thread(&self, id: &str) -> InterchangeResult<ForeignConversation> {
        let query = "SELECT name, tip_message_hash FROM threads WHERE id = ?1";
        let (name, shown): (Option<String>, Option<String>) = self
            .database
            .prepare_cached(query)?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let turns = self.turns(id)?;
        let mut left_out = LeftOut::default();
        let mut nodes: Vec<Node> = Vec::new();
        let mut seen = HashSet::new();
        let tips = turns
            .iter()
            .map(|turn| turn.tip.as_ref())
            .chain([shown.as_ref()]);
        for tip in tips.flatten() {
            let mut chain = Vec::new();
            let mut next = Some(tip.clone());
            while let Some(hash) = next.filter(|hash| seen.insert(hash.clone())) {
                let (parent, message) = self.message(&hash, &mut left_out)?;
                next = parent.clone();
                chain.push(Node {
                    id: hash,
                    parent,
                    message,
                });
            }
            chain.reverse();
            nodes.append(&mut chain);
        }
        self.tell(id, &turns, &mut nodes)?;
        Ok(ForeignConversation {
            format: ImportFormat::Llm,
            id: id.to_owned(),
            title: name.unwrap_or_default().as_str().into(),
            provider: None,
            model: turns.last().and_then(|turn| turn.told.model.clone()),
            started: turns.first().and_then(|turn| turn.told.at),
            updated: turns.last().and_then(|turn| turn.told.at),
            tags: Vec::new(),
            is_pinned: false,
            is_archived: false,
            lines: lines(nodes, shown.as_deref(), &mut left_out),
            left_out,
        })
    }

    fn turns(&self, thread: &str) -> InterchangeResult<Vec<Turn>> {
        let own = ["parent_message_hash", "tip_message_hash"];
        let columns = self.columns("turns", &[&own[..], &Told::COLUMNS].concat());
        let query =
            format!("SELECT {columns} FROM turns WHERE thread_id = ?1 ORDER BY datetime_utc, id");
        let mut statement = self.database.prepare_cached(&query)?;
        let rows = statement.query_map([thread], |row| {
            Ok(Turn {
                parent: row.get(0)?,
                tip: row.get(1)?,
                told: Told::of(row, own.len())?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reads a message, and what it follows.
    fn message(
        &self,
        hash: &str,
        left_out: &mut LeftOut,
    ) -> InterchangeResult<(Option<String>, Option<ForeignMessage>)> {
        let query = "SELECT parent_hash, role FROM messages WHERE hash = ?1";
        let mut statement = self.database.prepare_cached(query)?;
        let mut rows = statement.query([hash])?;
        let Some(row) = rows.next()? else {
            return Ok((None, None));
        };
        let (parent, role): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
        let role = match role.as_deref() {
            Some("user") => Some(Role::User),
            Some("assistant") => Some(Role::Assistant),
            Some("system") => Some(Role::System),
            // Its parts are counted for what they are.
            Some("tool") => None,
            _ => {
                left_out.add(LeftOutKind::OtherRole);
                None
            }
        };
        let text = self.text(hash, left_out)?;
        let told = Told::default();
        let message = role
            .filter(|_| !text.is_blank())
            .map(|role| said(role, text, None, &told));
        Ok((parent, message))
    }

    /// Returns the text of a message, and notes what else is in it.
    fn text(&self, hash: &str, left_out: &mut LeftOut) -> InterchangeResult<WideText> {
        let query =
            "SELECT type, text, payload FROM parts WHERE message_hash = ?1 ORDER BY position";
        let mut statement = self.database.prepare_cached(query)?;
        let mut rows = statement.query([hash])?;
        let mut text = WideText::default();
        while let Some(row) = rows.next()? {
            let (kind, literal): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
            let payload: Option<String> = row.get(2)?;
            let payload = payload.and_then(|json| serde_json::from_str::<Payload>(&json).ok());
            let payload = payload.unwrap_or_default();
            match kind.as_deref() {
                Some("text") => {
                    text.push_str(&literal.unwrap_or_default());
                    text.push(&payload.text.0.unwrap_or_default());
                    for piece in payload.text_ref.0.unwrap_or_default() {
                        text.push_str(&piece.literal.unwrap_or_default());
                        if let Some(fragment) = piece.fragment {
                            text.push_str(&self.fragment(fragment)?);
                        }
                    }
                }
                Some("reasoning") => left_out.add(LeftOutKind::Reasoning),
                Some("tool_call") => left_out.add(LeftOutKind::ToolCall),
                Some("tool_result") => left_out.add(LeftOutKind::ToolResult),
                Some("attachment") => {}
                _ => left_out.add(LeftOutKind::OtherContent),
            }
            let files = payload.attachment.0.into_iter();
            for file in files.chain(payload.attachments.0.unwrap_or_default()) {
                self.take_attachment(&file.id, &mut text, left_out)?;
            }
        }
        Ok(text)
    }

    fn fragment(&self, id: i64) -> InterchangeResult<String> {
        let query = "SELECT content FROM fragments WHERE id = ?1";
        let mut statement = self.database.prepare_cached(query)?;
        let mut rows = statement.query([id])?;
        Ok(match rows.next()? {
            Some(row) => row.get::<_, Option<String>>(0)?.unwrap_or_default(),
            None => String::new(),
        })
    }

    /// Gives messages what the turns tell of them. What a turn took is told of the last reply that it made.
    ///
    /// A conversation that was begun in the older form was logged there first: replies that no turn made are looked for in it.
    fn tell(&self, id: &str, turns: &[Turn], nodes: &mut [Node]) -> InterchangeResult<()> {
        let places: HashMap<String, usize> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (node.id.clone(), place))
            .collect();
        for turn in turns {
            let mut told = turn.told.clone();
            let mut next = turn.tip.as_ref().and_then(|tip| places.get(tip));
            let mut steps = 0;
            while let Some(place) = next.copied()
                && Some(&nodes[place].id) != turn.parent.as_ref()
                && steps < nodes.len()
            {
                steps += 1;
                give(&mut nodes[place], &mut told);
                next = nodes[place]
                    .parent
                    .as_ref()
                    .and_then(|parent| places.get(parent));
            }
            let question = turn.parent.as_ref().and_then(|parent| places.get(parent));
            if let Some(message) = question.and_then(|place| nodes[*place].message.as_mut())
                && message.role == Role::User
                && message.at.is_none()
            {
                message.at = turn.told.at;
            }
        }
        let mut older = self.responses(id)?;
        for node in nodes {
            let Some(message) = node.message.as_ref().filter(|it| is_untold(it)) else {
                continue;
            };
            let text = message.text.lossy();
            let same = older
                .iter()
                .position(|one| one.text.as_deref() == Some(&*text));
            if let Some(same) = same {
                give(node, &mut older.remove(same).told);
            }
        }
        Ok(())
    }
}

fn is_untold(message: &ForeignMessage) -> bool {
    message.role == Role::Assistant && message.reply.is_none()
}

/// Tells of a reply, and of what it took once.
fn give(node: &mut Node, told: &mut Told) {
    if let Some(message) = node.message.as_mut().filter(|message| is_untold(message)) {
        message.reply = Some(told.reply());
        message.at = told.at;
        told.usage = None;
    }
}
