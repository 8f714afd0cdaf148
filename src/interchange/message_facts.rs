//! What stands above a message in the formats for people.

use super::ExportFacts;
use crate::model::{Message, Moment, Role};

/// Returns the word for who wrote a message.
pub(super) fn author(role: &Role) -> &str {
    match role {
        Role::User => "User",
        Role::Assistant => "Assistant",
        Role::System => "System",
        Role::Other(word) => word,
    }
}

/// Returns when a message was written, and for replies by which model, at what price and how it ended, the model first.
/// Nothing in them is escaped.
pub(super) fn facts_of(message: &Message, facts: &ExportFacts) -> Vec<String> {
    let mut notes = Vec::new();
    let reply = message.reply();
    let model = reply.map(|reply| reply.model.clone());
    notes.extend(model.filter(|model| !model.is_empty()));
    notes.extend(message.timestamp.map(|at| minute(at, facts)));
    if let Some(usage) = &message.usage {
        if usage.total_tokens > 0 {
            notes.push(format!("{} tokens", usage.total_tokens));
        }
        notes.extend(usage.cost.known().map(|cost| format!("${cost}")));
        notes.extend(usage.is_cost_unknown().then(|| "cost unknown".to_owned()));
    }
    if let Some(reply) = reply {
        notes.extend(reply.is_error.then(|| "error".to_owned()));
        notes.extend(reply.is_interrupted.then(|| "interrupted".to_owned()));
    }
    notes
}

/// Writes a time in the store's zone.
pub(super) fn minute(at: Moment, facts: &ExportFacts) -> String {
    at.to_local(facts.timezone)
        .format("%Y-%m-%d %H:%M")
        .to_string()
}
