//! The parts of pages, each from a template.

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::message_html::{rendered, shown};
use crate::interchange::ExportFacts;
use crate::interchange::message_facts::{author, facts_of, minute};
use crate::model::{Conversation, CostSum, Message, Moment, Role, User};

const STYLE: &str = include_str!("../../../templates/export/page.css");
const INFALLIBLE: &str = "writing to memory does not fail";

#[derive(Template)]
#[template(path = "export/head.html")]
struct Head<'p> {
    title: &'p str,
    style: &'p str,
    style_digest: String,
}

/// Returns the beginning of a page, to where its content begins.
pub(super) fn head(title: &str) -> String {
    let head = Head {
        title,
        style: STYLE,
        style_digest: STANDARD.encode(Sha256::digest(STYLE)),
    };
    head.render().expect(INFALLIBLE)
}

/// What stands above an index.
pub(super) struct Page<'p> {
    title: &'p str,
    exported: String,
    zone: &'static str,
}

impl<'p> Page<'p> {
    pub(super) fn new(title: &'p str, facts: &ExportFacts) -> Self {
        Self {
            title,
            exported: minute(Moment::Utc(facts.exported_at), facts),
            zone: facts.timezone.name(),
        }
    }
}

/// A conversation in an index, each of its facts as it is shown.
#[derive(Debug, Clone)]
pub struct IndexEntry {
    /// Where it is.
    pub link: String,
    /// Its title; not empty.
    pub title: String,
    user: String,
    started: String,
    model: String,
    messages: usize,
}

impl IndexEntry {
    /// Takes what the index says of a conversation.
    pub fn of(conversation: &Conversation, user: &User, link: String, facts: &ExportFacts) -> Self {
        let summary = &conversation.summary;
        let title = match summary.title.as_str() {
            "" => "(untitled)",
            title => title,
        };
        let user = match user.email.as_str() {
            "" => user.id.as_str(),
            email => email,
        };
        Self {
            link,
            title: one_line(title),
            user: one_line(user),
            started: summary
                .started
                .map(|at| minute(at, facts))
                .unwrap_or_default(),
            model: one_line(&summary.model),
            messages: summary.message_count,
        }
    }
}

#[derive(Template)]
#[template(path = "export/index.html")]
struct Index<'p> {
    title: &'p str,
    exported: &'p str,
    zone: &'p str,
    entries: &'p [IndexEntry],
}

/// Returns an index.
pub(super) fn index_html(page: &Page<'_>, entries: &[IndexEntry]) -> String {
    let index = Index {
        title: page.title,
        exported: &page.exported,
        zone: page.zone,
        entries,
    };
    index.render().expect(INFALLIBLE)
}

#[derive(Template)]
#[template(path = "export/conversation.html")]
struct ConversationPart<'p> {
    anchor: &'p str,
    title: &'p str,
    facts: String,
    messages: Vec<MessagePart>,
}

struct MessagePart {
    class: &'static str,
    heading: String,
    /// The text as it is, where it is not rendered.
    text: String,
    rendered: Option<String>,
}

/// Returns a conversation with its messages.
pub(super) fn conversation_html(
    conversation: &Conversation,
    entry: &IndexEntry,
    anchor: &str,
    facts: &ExportFacts,
) -> String {
    let summary = &conversation.summary;
    let totals = &summary.totals;
    let mut known = vec![
        entry.user.clone(),
        entry.started.clone(),
        entry.model.clone(),
    ];
    if totals.total_tokens > 0 {
        known.push(format!("{} tokens", totals.total_tokens));
    }
    if totals.cost != CostSum::default() {
        known.push(format!("${}", totals.cost));
    }
    if !summary.tags.is_empty() {
        known.push(one_line(&summary.tags.join(", ")));
    }
    known.retain(|fact| !fact.is_empty());
    let part = ConversationPart {
        anchor,
        title: &entry.title,
        facts: known.join(" · "),
        messages: conversation
            .messages
            .iter()
            .map(|message| message_part(message, facts))
            .collect(),
    };
    part.render().expect(INFALLIBLE)
}

fn message_part(message: &Message, facts: &ExportFacts) -> MessagePart {
    let notes = facts_of(message, facts);
    let author = author(&message.role);
    let heading = match notes.is_empty() {
        true => author.to_owned(),
        false => format!("{author} ({})", notes.join(", ")),
    };
    let is_answer = message.is_answer();
    let class = match message.reply() {
        Some(reply) if reply.is_error => "error",
        Some(_) => "reply",
        None if message.role == Role::User => "user",
        None => "other",
    };
    MessagePart {
        class,
        heading: one_line(&heading),
        rendered: is_answer.then(|| rendered(&message.content)),
        text: match is_answer {
            true => String::new(),
            false => shown(&message.content).into_owned(),
        },
    }
}

fn one_line(text: &str) -> String {
    shown(text).replace('\n', "␊").replace('\t', " ")
}
