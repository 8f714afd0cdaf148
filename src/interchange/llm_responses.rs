//! Conversations in the older form of llm's log: each question with its reply is a row of `responses`.

use rusqlite::Row;

use super::ImportFormat;
use super::InterchangeResult;
use super::branches::{Node, lines};
use super::found::{ForeignConversation, ForeignMessage, ForeignReply, LeftOut, LeftOutKind};
use super::llm_logs::Log;
use super::tokens::RawDetails;
use super::wide_text::WideText;
use crate::model::{Moment, Role, Usage};

/// A question with its reply.
pub(super) struct Response {
    id: String,
    prompt: Option<String>,
    system: Option<String>,
    pub(super) text: Option<String>,
    pub(super) told: Told,
    has_reasoning: bool,
}

/// What is told of a reply, in both forms of the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) model: Option<String>,
    pub(super) at: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) usage: Option<Usage>,
}

impl Told {
    /// Takes model, the model in full, time, tokens and their details from this column of a row on.
    pub(super) fn of(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        let text = |column: usize| row.get::<_, Option<String>>(first + column);
        let count = |column: usize| row.get::<_, Option<i64>>(first + column);
        let details = text(5)?.and_then(|json| serde_json::from_str::<RawDetails>(&json).ok());
        let tokens = |count: Option<i64>| count.and_then(|count| u64::try_from(count).ok());
        let usage = tokens(count(3)?).zip(tokens(count(4)?));
        Ok(Self {
            model: text(1)?.or(text(0)?).filter(|model| !model.is_empty()),
            // Without an offset it is UTC.
            at: text(2)?
                .and_then(|at| Moment::parse(&at.replacen(' ', "T", 1)))
                .map(|at| at.to_utc(chrono_tz::UTC)),
            usage: usage.map(|(input, output)| details.unwrap_or_default().usage(input, output)),
        })
    }

    pub(super) const COLUMNS: [&'static str; 6] = [
        "model",
        "resolved_model",
        "datetime_utc",
        "input_tokens",
        "output_tokens",
        "token_details",
    ];

    pub(super) fn reply(&self) -> ForeignReply {
        ForeignReply {
            model: self.model.clone(),
            usage: self.usage,
            ..ForeignReply::default()
        }
    }
}

impl Log {
    /// Reads a conversation of `responses`.
    pub(super) fn conversation(&self, id: &str) -> InterchangeResult<ForeignConversation> {
        let mut left_out = LeftOut::default();
        let (mut nodes, mut instructions): (Vec<Node>, Option<String>) = (Vec::new(), None);
        let responses = self.responses(id)?;
        for response in &responses {
            let system = response
                .system
                .as_ref()
                .filter(|text| !text.trim().is_empty());
            if let Some(system) = system
                && instructions.as_ref() != Some(system)
            {
                let text = WideText::from(system.as_str());
                push(&mut nodes, said(Role::System, text, None, &response.told));
                instructions = Some(system.clone());
            }
            let question = self.question(response, &mut left_out)?;
            if !question.is_blank() {
                push(&mut nodes, said(Role::User, question, None, &response.told));
            }
            self.count_tools(&response.id, &mut left_out)?;
            left_out.add_many(LeftOutKind::Reasoning, usize::from(response.has_reasoning));
            let text = WideText::from(response.text.as_deref().unwrap_or_default());
            if !text.is_blank() {
                let reply = Some(response.told.reply());
                push(
                    &mut nodes,
                    said(Role::Assistant, text, reply, &response.told),
                );
            }
        }
        let (title, model) = self.name_and_model(id)?;
        Ok(ForeignConversation {
            format: ImportFormat::Llm,
            id: id.to_owned(),
            title: title.unwrap_or_default().as_str().into(),
            provider: None,
            model,
            started: responses.first().and_then(|response| response.told.at),
            updated: responses.last().and_then(|response| response.told.at),
            tags: Vec::new(),
            is_pinned: false,
            is_archived: false,
            lines: lines(nodes, None, &mut left_out),
            left_out,
        })
    }

    /// Reads the questions and replies of a conversation, in order.
    pub(super) fn responses(&self, id: &str) -> InterchangeResult<Vec<Response>> {
        if !self.has("responses.conversation_id") {
            return Ok(Vec::new());
        }
        let own = ["id", "prompt", "system", "response", "reasoning"];
        let columns = self.columns("responses", &[&own[..], &Told::COLUMNS].concat());
        let query = format!(
            "SELECT {columns} FROM responses WHERE conversation_id = ?1 ORDER BY datetime_utc, id"
        );
        let mut statement = self.database.prepare_cached(&query)?;
        let rows = statement.query_map([id], |row| {
            let reasoning: Option<String> = row.get(4)?;
            Ok(Response {
                id: row.get(0)?,
                prompt: row.get(1)?,
                system: row.get(2)?,
                text: row.get(3)?,
                has_reasoning: reasoning.is_some_and(|text| !text.is_empty()),
                told: Told::of(row, own.len())?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns what was asked: fragments first, as the model was given them.
    fn question(&self, response: &Response, left_out: &mut LeftOut) -> InterchangeResult<WideText> {
        let mut pieces: Vec<String> = Vec::new();
        if self.has("prompt_fragments.fragment_id") {
            let query = "SELECT content FROM prompt_fragments JOIN fragments ON fragments.id = fragment_id \
                         WHERE response_id = ?1 ORDER BY \"order\"";
            let mut statement = self.database.prepare_cached(query)?;
            let rows =
                statement.query_map([&response.id], |row| row.get::<_, Option<String>>(0))?;
            for piece in rows {
                pieces.extend(piece?);
            }
        }
        pieces.extend(response.prompt.clone());
        let mut text = WideText::from(pieces.join("\n").as_str());
        if self.has("prompt_attachments.attachment_id") {
            let query = "SELECT attachment_id FROM prompt_attachments WHERE response_id = ?1 ORDER BY \"order\"";
            let mut statement = self.database.prepare_cached(query)?;
            let rows = statement.query_map([&response.id], |row| row.get::<_, String>(0))?;
            for id in rows {
                self.take_attachment(&id?, &mut text, left_out)?;
            }
        }
        Ok(text)
    }

    fn count_tools(&self, response: &str, left_out: &mut LeftOut) -> InterchangeResult<()> {
        for (table, kind) in [
            ("tool_calls", LeftOutKind::ToolCall),
            ("tool_results", LeftOutKind::ToolResult),
        ] {
            if self.has(&format!("{table}.response_id")) {
                let query = format!("SELECT count(*) FROM {table} WHERE response_id = ?1");
                let mut statement = self.database.prepare_cached(&query)?;
                let count: i64 = statement.query_row([response], |row| row.get(0))?;
                left_out.add_many(kind, usize::try_from(count).unwrap_or_default());
            }
        }
        Ok(())
    }

    fn name_and_model(&self, id: &str) -> InterchangeResult<(Option<String>, Option<String>)> {
        if !self.has("conversations.name") {
            return Ok((None, None));
        }
        let query = "SELECT name, model FROM conversations WHERE id = ?1";
        let mut statement = self.database.prepare_cached(query)?;
        let mut rows = statement.query([id])?;
        Ok(match rows.next()? {
            Some(row) => (row.get(0)?, row.get(1)?),
            None => (None, None),
        })
    }
}

pub(super) fn said(
    role: Role,
    text: WideText,
    reply: Option<ForeignReply>,
    told: &Told,
) -> ForeignMessage {
    ForeignMessage {
        role,
        text,
        at: told.at,
        reply,
    }
}

/// Puts a message behind the last one.
fn push(nodes: &mut Vec<Node>, message: ForeignMessage) {
    let parent = nodes.last().map(|node| node.id.clone());
    nodes.push(Node {
        id: nodes.len().to_string(),
        parent,
        message: Some(message),
    });
}
