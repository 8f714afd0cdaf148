//! A title for a conversation, asked of a model.

use std::time::Duration;

use super::{Answered, Listener, Prepared, Question, Storing, prepare};
use crate::actions::endpoints::Endpoints;
use crate::actions::model_choice::ModelChoice;
use crate::actions::{ActionError, ActionResult, checked_title};
use crate::model::{Clock, Conversation, ConversationChange, ConversationId, Role, User};
use crate::pricing::PriceTable;
use crate::providers::{ChatRequest, Ending};
use crate::secrets::KeyRing;
use crate::store::Store;

const INSTRUCTIONS: &str = "You are given the beginning of a conversation. Answer with a title for it and nothing else: a few \
     words in the language of the conversation, on one line, without quotation marks.";

/// The most characters of a title.
const TITLE_LENGTH: usize = 80;

/// The most characters of a message, and of all together, that the model is shown: what a conversation is about is seen at
/// its beginning, and a long one would cost as much as going on with it.
const MESSAGE_LENGTH: usize = 1000;
const EXCERPT_LENGTH: usize = 4000;

/// A bound on what a model says before it comes to the point. Models that think need room for that.
const MOST_TOKENS: u32 = 1000;

/// What is wanted of whom.
#[derive(Debug)]
pub struct TitleWanted<'a> {
    /// The conversation, as a person names it.
    pub which: &'a str,
    /// The model asked for. The conversation's own comes before the defaults.
    pub choice: ModelChoice,
    /// How long to wait for the next part of the reply; the provider's own limit if `None`.
    pub timeout: Option<Duration>,
}

/// A request for a title that is ready to be sent.
pub struct PreparedTitle {
    conversation: ConversationId,
    prepared: Prepared,
}

/// A conversation with a title that a model gave it.
#[derive(Debug)]
pub struct ConversationTitled {
    /// Its id.
    pub id: ConversationId,
    /// Its title now.
    pub title: String,
    /// What the model said, and what that took.
    pub answered: Answered,
}

/// Makes ready to ask for a title.
pub fn prepare_title(
    store: &dyn Store,
    user: User,
    wanted: TitleWanted<'_>,
    keys: &KeyRing<'_>,
    endpoints: &dyn Endpoints,
    prices: &PriceTable,
    clock: &dyn Clock,
) -> ActionResult<PreparedTitle> {
    let id = store.find_conversation(&user.id, wanted.which)?;
    let conversation = store.conversation(&user.id, &id)?;
    let text = excerpt(&conversation);
    if text.is_empty() {
        return Err(ActionError::NothingAsked { conversation: id });
    }
    let question = Question {
        text,
        choice: preferring(wanted.choice, &conversation),
        wanted: ChatRequest {
            system: Some(INSTRUCTIONS.to_owned()),
            max_tokens: Some(MOST_TOKENS),
            ..ChatRequest::default()
        },
        is_unsaved: true,
        timeout: wanted.timeout,
        ..Question::default()
    };
    let prepared = prepare(store, user, question, keys, endpoints, prices, clock)?;
    Ok(PreparedTitle {
        conversation: id,
        prepared,
    })
}

impl PreparedTitle {
    /// Asks for a title and gives it to the conversation. What the reply took is in the ledger then, whatever became of it.
    pub fn ask(
        self,
        store: &dyn Store,
        clock: &dyn Clock,
        listener: &mut dyn Listener,
    ) -> ActionResult<ConversationTitled> {
        let id = self.conversation;
        let user = self.prepared.user.id.clone();
        let mut answered = self.prepared.send(store, clock, listener)?;
        match std::mem::replace(&mut answered.reply.ending, Ending::Complete) {
            Ending::Complete => {}
            Ending::CutOff(fault) => return Err(fault.into()),
            Ending::Interrupted => return Err(ActionError::Interrupted),
        }
        // Of a title whose cost the store does not take, it would not take the title either.
        if let Storing::Failed { error, .. } = answered.storing {
            return Err(error.into());
        }
        let Some(title) = title_in(&answered.reply.text) else {
            return Err(ActionError::NoTitle {
                conversation: id,
                provider: answered.provider,
                model: answered.reply.model,
            });
        };
        let title = checked_title(&title)?;
        let change = ConversationChange::Title {
            title: title.clone(),
            at: clock.now(),
        };
        store.change_conversations(&user, std::slice::from_ref(&id), &change)?;
        Ok(ConversationTitled {
            id,
            title,
            answered,
        })
    }
}

/// Puts the conversation's own model before the defaults.
fn preferring(choice: ModelChoice, conversation: &Conversation) -> ModelChoice {
    let summary = &conversation.summary;
    let held = |text: &String| (!text.is_empty()).then(|| text.clone());
    match (held(&summary.provider), held(&summary.model)) {
        (Some(provider), Some(model)) => ModelChoice {
            default_provider: Some(provider),
            default_model: Some(model),
            ..choice
        },
        _ => choice,
    }
}

/// Returns the beginning of a conversation, without what is no part of it.
fn excerpt(conversation: &Conversation) -> String {
    let mut text = String::new();
    for message in &conversation.messages {
        let name = match message.role {
            Role::User => "Question",
            Role::Assistant if message.reply().is_some_and(|reply| reply.is_error) => continue,
            Role::Assistant => "Answer",
            Role::System | Role::Other(_) => continue,
        };
        let length = text.chars().count();
        if length >= EXCERPT_LENGTH {
            break;
        }
        let room = MESSAGE_LENGTH.min(EXCERPT_LENGTH - length);
        let content: String = message.content.trim().chars().take(room).collect();
        text.push_str(&format!("{name}: {content}\n\n"));
    }
    text.trim_end().to_owned()
}

/// Takes the title out of what a model said: one line, without what models put around it.
fn title_in(reply: &str) -> Option<String> {
    let line = reply.lines().map(bare).find(|line| !line.is_empty())?;
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let title = words.join(" ");
    if title.chars().count() <= TITLE_LENGTH {
        return (!title.is_empty()).then_some(title);
    }
    let cut: String = title.chars().take(TITLE_LENGTH - 1).collect();
    Some(format!("{}…", cut.trim_end()))
}

/// Marks that stand around a title, and are no part of it.
const AROUND: [(char, char); 10] = [
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('„', '“'),
    ('‘', '’'),
    ('«', '»'),
    ('「', '」'),
    ('`', '`'),
    ('*', '*'),
    ('_', '_'),
];

fn bare(line: &str) -> &str {
    let mut line = line.trim().trim_start_matches('#').trim();
    loop {
        let around = AROUND.iter().find_map(|(open, close)| {
            let inner = line.strip_prefix(*open)?.strip_suffix(*close)?;
            Some(inner.trim())
        });
        let labelled = line.get(..LABEL.len());
        let labelled = labelled.filter(|label| label.eq_ignore_ascii_case(LABEL));
        let full_stop = line.strip_suffix('.').filter(|it| !it.ends_with('.'));
        let inner = around
            .or_else(|| labelled.map(|label| line[label.len()..].trim()))
            .or(full_stop);
        match inner {
            Some(inner) => line = inner,
            None => return line,
        }
    }
}

/// What stands before a title, and is no part of it.
const LABEL: &str = "title:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_without_what_stands_around_it() {
        for (reply, title) in [
            ("File locks", "File locks"),
            ("\n\"File locks\".\nIt fits because", "File locks"),
            ("Title: **File   locks**", "File locks"),
            ("**Title: „Sperren“**", "Sperren"),
            ("# 「ロック」", "ロック"),
            ("What is C++?", "What is C++?"),
            ("The users' locks.", "The users' locks"),
            ("And so on...", "And so on..."),
            ("tab\tand \u{1b}[1m", "tab and [1m"),
        ] {
            assert_eq!(title_in(reply).as_deref(), Some(title), "{reply:?}");
        }
        for nothing in ["", " \n", "\"\"", "Title:", "**", "."] {
            assert_eq!(title_in(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_title_has_80_characters_at_most() {
        let long = title_in(&"word ".repeat(40)).expect("a title");
        assert!(
            long.chars().count() <= 80 && long.ends_with("word…"),
            "{long}"
        );
        assert_eq!(title_in(&"é".repeat(80)), Some("é".repeat(80)));
    }

    #[test]
    fn the_beginning_of_a_conversation_is_shown_and_no_more() {
        let long = "x".repeat(3000);
        let text = format!(
            r#"{{"messages":[{{"role":"user","content":"Why?"}},{{"role":"assistant","content":"Error","is_error":true}},
            {{"role":"user","content":"{long}"}},{{"role":"assistant","content":"{long}"}},{{"role":"user","content":"{long}"}},
            {{"role":"user","content":"{long}"}},{{"role":"user","content":"last"}}]}}"#
        );
        let conversation = Conversation::from_document(ConversationId::new("c1"), &text, 0);
        let shown = excerpt(&conversation.expect("a conversation"));
        assert!(
            shown.starts_with("Question: Why?\n\nQuestion: xxx"),
            "{shown}"
        );
        assert!(
            !shown.contains("Error") && !shown.contains("last"),
            "{shown}"
        );
        assert!(shown.chars().count() < 4100, "{}", shown.len());
    }
}
