//! The request that a question becomes.

use super::Question;
use crate::model::{Message, Role};
use crate::providers::{ChatMessage, ChatRequest};

/// Makes the request: what was said before the question, and the question.
pub(super) fn request(question: &Question, said_before: &[Message], model: &str) -> ChatRequest {
    let mut messages = messages_so_far(said_before);
    messages.push(ChatMessage {
        attachments: question.attachments.clone(),
        ..ChatMessage::user(question.text.clone())
    });
    ChatRequest {
        model: model.to_owned(),
        messages,
        ..question.wanted.clone()
    }
}

/// Returns what the model is told of a conversation: a question that ended in an error is left out with its error.
fn messages_so_far(said: &[Message]) -> Vec<ChatMessage> {
    let mut messages: Vec<ChatMessage> = Vec::with_capacity(said.len() + 1);
    for message in said {
        let is_error = message.reply().is_some_and(|reply| reply.is_error);
        if !is_error {
            messages.push(ChatMessage {
                role: message.role.clone(),
                content: message.content.clone(),
                attachments: Vec::new(),
            });
        } else if messages.last().is_some_and(|last| last.role == Role::User) {
            messages.pop();
        }
    }
    messages
}
