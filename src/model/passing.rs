//! What replies took, read in passing: in one pass over a conversation, with nothing kept that does not count.
//!
//! This reads what conversations have as the web app and we write them. Whatever is written in another way that is rarely or
//! never seen is an error here, whether it is damaged or not: then the conversation is to be read as [`replies_in`] does it,
//! which knows all of them, and says what is damaged.
//!
//! [`replies_in`]: super::replies_in

use super::Malformed;
use super::cost::RecordedCost;
use super::document::Walk;
use super::message::{Inherited, Role};
use super::moment::Moment;
use super::usage::Totals;

/// What one reply took, and who gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PassedReply<'a> {
    /// The provider that answered; the conversation's if the message names none.
    pub(crate) provider: &'a str,
    /// The model, likewise.
    pub(crate) model: &'a str,
    /// When; the conversation's time if the message has none.
    pub(crate) at: Option<Moment>,
    /// What it took.
    pub(crate) totals: Totals,
}

/// Room for the replies of a conversation, to be used for one after the other.
#[derive(Default)]
pub(crate) struct Passing<'a> {
    replies: Vec<Reply<'a>>,
}

/// The fields of a message that count, as they are written.
#[derive(Default)]
struct Reply<'a> {
    seen: Seen,
    role: &'a str,
    provider: Option<&'a str>,
    model: Option<&'a str>,
    timestamp: Option<&'a str>,
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    total_tokens: Option<u64>,
    cost: RecordedCost,
    is_error: bool,
    is_interrupted: bool,
    is_copied: bool,
}

/// Which fields there were already: none may stand twice.
#[derive(Default)]
struct Seen(u32);

impl Seen {
    /// Notes the field of this number.
    fn note(&mut self, number: u32, walk: &Walk<'_>) -> Result<(), Malformed> {
        let mark = 1 << number;
        if self.0 & mark != 0 {
            return Err(walk.unexpected());
        }
        self.0 |= mark;
        Ok(())
    }
}

impl<'a> Passing<'a> {
    /// Passes the conversation that begins here, and hands each of its replies that counts to `visit`, in order.
    pub(crate) fn pass_conversation(
        &mut self,
        walk: &mut Walk<'a>,
        visit: &mut impl FnMut(&PassedReply<'_>),
    ) -> Result<(), Malformed> {
        self.replies.clear();
        let (mut seen, mut timestamp) = (Seen::default(), None);
        let (mut provider, mut model) = (None, None);
        walk.object(|walk, name| {
            match name {
                "messages" => {
                    seen.note(0, walk)?;
                    walk.array(|walk| self.pass_message(walk))?;
                }
                "provider" => {
                    seen.note(1, walk)?;
                    provider = plain_text(walk)?;
                }
                "model" => {
                    seen.note(2, walk)?;
                    model = plain_text(walk)?;
                }
                "timestamp" => {
                    seen.note(3, walk)?;
                    timestamp = plain_text(walk)?;
                }
                "title" => {
                    seen.note(4, walk)?;
                    pass_text(walk)?;
                }
                "updated_at" => {
                    seen.note(5, walk)?;
                    pass_text(walk)?;
                }
                "tags" => seen.note(6, walk).and(pass(walk))?,
                "pinned" => seen.note(7, walk).and(pass(walk))?,
                "archived" => seen.note(8, walk).and(pass(walk))?,
                _ => pass_other(walk, name)?,
            }
            Ok(())
        })?;
        let inherited = Inherited {
            provider: provider.unwrap_or_default(),
            model: model.unwrap_or_default(),
            timestamp: timestamp.and_then(Moment::parse),
        };
        for reply in &self.replies {
            visit(&reply.passed(inherited));
        }
        Ok(())
    }

    /// Passes a message, and keeps it if it is a reply that counts.
    fn pass_message(&mut self, walk: &mut Walk<'a>) -> Result<(), Malformed> {
        let mut reply = Reply::default();
        walk.object(|walk, name| reply.pass_field(walk, name))?;
        if reply.role == Role::Assistant.as_str() && !reply.is_copied {
            self.replies.push(reply);
        }
        Ok(())
    }
}

impl<'a> Reply<'a> {
    fn pass_field(&mut self, walk: &mut Walk<'a>, name: &'a str) -> Result<(), Malformed> {
        let number = match name {
            "role" => 0,
            "content" => 1,
            "provider" => 2,
            "model" => 3,
            "timestamp" => 4,
            "input_tokens" => 5,
            "output_tokens" => 6,
            "total_tokens" => 7,
            "cost" => 8,
            "is_error" => 9,
            "interrupted" => 10,
            "copied_from" => 11,
            "asked_at" => 12,
            // What they took counts, too, and they are rare.
            "replaced_replies" => return Err(walk.unexpected()),
            _ => return pass_other(walk, name),
        };
        self.seen.note(number, walk)?;
        match number {
            0 => self.role = plain_text(walk)?.unwrap_or_default(),
            2 => self.provider = plain_text(walk)?,
            3 => self.model = plain_text(walk)?,
            4 => self.timestamp = plain_text(walk)?,
            5 => self.input_tokens = count(walk)?,
            6 => self.output_tokens = count(walk)?,
            7 => self.total_tokens = count(walk)?,
            8 => self.cost = RecordedCost::of_json(walk.value()?),
            9 => self.is_error = mark(walk)?,
            10 => self.is_interrupted = mark(walk)?,
            11 => self.is_copied = walk.value()? != "null",
            12 => pass_text(walk)?,
            _ => pass(walk)?,
        }
        Ok(())
    }

    fn passed<'m>(&'m self, inherited: Inherited<'m>) -> PassedReply<'m> {
        let (input_tokens, output_tokens) = (
            self.input_tokens.unwrap_or(0),
            self.output_tokens.unwrap_or(0),
        );
        let total_tokens = self
            .total_tokens
            .unwrap_or(input_tokens.saturating_add(output_tokens));
        let own_time = self.timestamp.and_then(Moment::parse);
        PassedReply {
            provider: self.provider.unwrap_or(inherited.provider),
            model: self.model.unwrap_or(inherited.model),
            at: own_time.or(inherited.timestamp),
            totals: Totals::of(&super::ReplyUsage {
                provider: String::new(),
                model: String::new(),
                at: None,
                input_tokens,
                output_tokens,
                total_tokens,
                cost: self.cost,
                is_error: self.is_error,
                is_interrupted: self.is_interrupted,
            }),
        }
    }
}

/// Passes a field that is not among those above, unless it is one of them in other letters.
fn pass_other(walk: &mut Walk<'_>, name: &str) -> Result<(), Malformed> {
    match name.contains('\\') {
        true => Err(walk.unexpected()),
        false => pass(walk),
    }
}

fn pass(walk: &mut Walk<'_>) -> Result<(), Malformed> {
    walk.value().map(drop)
}

/// Passes a text, or `null`.
fn pass_text(walk: &mut Walk<'_>) -> Result<(), Malformed> {
    match walk.value()? {
        "null" => Ok(()),
        text if text.starts_with('"') => Ok(()),
        _ => Err(walk.unexpected()),
    }
}

/// Passes a text, or `null`. Returns the text, in which nothing may be escaped.
fn plain_text<'a>(walk: &mut Walk<'a>) -> Result<Option<&'a str>, Malformed> {
    let value = walk.value()?;
    let text = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    match text {
        Some(text) if !text.contains('\\') => Ok(Some(text)),
        None if value == "null" => Ok(None),
        _ => Err(walk.unexpected()),
    }
}

/// Passes a whole number, or `null`.
fn count(walk: &mut Walk<'_>) -> Result<Option<u64>, Malformed> {
    match walk.value()? {
        "null" => Ok(None),
        // JSON has no plus sign before a number, so none is left that only Rust reads.
        number => number.parse().map(Some).map_err(|_| walk.unexpected()),
    }
}

fn mark(walk: &mut Walk<'_>) -> Result<bool, Malformed> {
    match walk.value()? {
        "true" => Ok(true),
        "false" | "null" => Ok(false),
        _ => Err(walk.unexpected()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ReplyUsage, replies_in};

    /// What the web app and we write.
    const USUAL: [&str; 3] = [
        r#"{"id":"c1","title":"half \ud83d","provider":"openai","model":"gpt-4o","tags":["x",1],"pinned":true,
        "timestamp":"2026-02-09T14:03:11.651429","x":[{"role":"assistant"}],"messages":[
        {"role":"user","content":"a \ud83d b"},
        {"role":"assistant","content":"b","input_tokens":3,"output_tokens":4,"cost":0.5,"model":"o3"},
        {"role":"assistant","content":"c","input_tokens":3,"output_tokens":4,"cost":0.5,"copied_from":"c0"},
        {"role":"assistant","content":[1,{"role":"x"}],"total_tokens":9,"interrupted":true,"cost":"dear"},
        {"role":"assistant","content":null,"is_error":true,"cost":null,"provider":null,"total_tokens":null},
        {"role":"assistant","cost":1.2e-05,"timestamp":"2026-02-09T13:03:12Z","copied_from":null}]}"#,
        "{\n  \"messages\": [\n    {\n      \"content\": \"\",\n      \"role\": \"assistant\"\n    }\n  ],\n  \"model\": \"m\"\n}",
        r#"{"title":null,"messages":[],"timestamp":"yesterday"}"#,
    ];

    /// What has to be read in the other way.
    const UNUSUAL: [&str; 9] = [
        r#"{"messages":[{"role":"assistant","replaced_replies":[{"cost":1}]}]}"#,
        r#"{"messages":[{"role":"assistant","mod\u0065l":"m"}]}"#,
        r#"{"messages":[{"role":"assistant","model":"m\u0065"}]}"#,
        r#"{"messages":[{"role":"assistant","model":"a","model":"b"}]}"#,
        r#"{"messages":[{"role":"assistant","input_tokens":"3"}]}"#,
        r#"{"messages":[{"role":"assistant","input_tokens":3.0}]}"#,
        r#"{"messages":[["assistant"]]}"#,
        r#"{"messages":null}"#,
        r#"{"title":5,"messages":[]}"#,
    ];

    type Counted = (String, String, Option<Moment>, Totals);

    fn passed(text: &str) -> Result<Vec<Counted>, Malformed> {
        let (mut walk, mut replies) = (Walk::of(text), Vec::new());
        Passing::default().pass_conversation(&mut walk, &mut |reply| {
            let PassedReply {
                provider,
                model,
                at,
                totals,
            } = *reply;
            replies.push((provider.to_owned(), model.to_owned(), at, totals));
        })?;
        walk.end()?;
        Ok(replies)
    }

    fn read(text: &str) -> Vec<Counted> {
        let counted = |reply: ReplyUsage| {
            let totals = Totals::of(&reply);
            (reply.provider, reply.model, reply.at, totals)
        };
        let replies = replies_in(text, 0).expect("what is passed can be read");
        replies.into_iter().map(counted).collect()
    }

    #[test]
    fn what_is_usual_is_passed_and_counts_as_it_is_read() {
        for text in USUAL {
            assert_eq!(passed(text).expect("it is usual"), read(text));
        }
        assert_eq!(read(USUAL[0]).len(), 4);
        for text in UNUSUAL {
            assert!(passed(text).is_err(), "{text}");
        }
    }

    #[test]
    fn whatever_is_passed_counts_as_it_is_read() {
        let pieces = [
            "\"role\"",
            "\"assistant\"",
            "\"model\"",
            "\"cost\"",
            "null",
            "true",
            "0.5",
            "-1",
            "{}",
            "[]",
            ",",
            ":",
            "\"",
            "}",
            "]",
            "\\",
            "\"messages\":[]",
        ];
        let mut passed_count = 0;
        for text in USUAL.into_iter().chain(UNUSUAL) {
            // A piece in place of each byte in turn, and of some that follow.
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                for (index, piece) in pieces.iter().enumerate() {
                    let end = (at + index % 7).min(text.len());
                    let changed = [&text[..at], piece, &text[end..]].concat();
                    if let Ok(replies) = passed(&changed) {
                        passed_count += 1;
                        assert_eq!(replies, read(&changed), "{changed}");
                    }
                }
            }
        }
        assert!(passed_count > 500, "{passed_count}");
    }
}
