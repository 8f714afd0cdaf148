//! Questions to a server and what must come of them, as rows of a table.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Question, Ran, Stored};
use crate::wire::Wire;

/// The key that servers want.
pub(crate) const KEY: &str = "good-key";

/// A question, and what must come of it in each format.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) prompt: &'a str,
    pub(crate) arguments: &'a [&'a str],
    pub(crate) how: How,
    pub(crate) outcome: Outcome<'a>,
}

/// In which way the answer is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Streamed,
    Whole,
    Both,
}

/// What must come of a question.
#[derive(Clone, Copy)]
pub(crate) enum Outcome<'a> {
    /// This reply.
    Reply(&'a str),
    /// This reply, after an attempt that failed.
    LateReply(&'a str),
    /// A part of this reply, and this code.
    Part(&'a str, &'a str),
    /// The same, but where time decides how much it is, it may be nothing.
    PartOrNothing(&'a str, &'a str),
    /// Nothing but this code.
    Refusal(&'a str),
}

/// A server in one format.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) wire: Wire,
    pub(crate) base_url: &'a str,
    pub(crate) model: &'a str,
}

impl<'a> Row<'a> {
    /// A question that is asked both ways.
    pub(crate) const fn new(prompt: &'a str, outcome: Outcome<'a>) -> Self {
        Self {
            prompt,
            arguments: &[],
            how: How::Both,
            outcome,
        }
    }

    /// The same, asked for a stream only.
    pub(crate) const fn streamed(self) -> Self {
        Self {
            how: How::Streamed,
            ..self
        }
    }

    /// The same, not asked for a stream.
    pub(crate) const fn whole(self) -> Self {
        Self {
            how: How::Whole,
            ..self
        }
    }

    /// The same with further arguments.
    pub(crate) const fn with(self, arguments: &'a [&'a str]) -> Self {
        Self { arguments, ..self }
    }

    /// Asks in each of its ways, and returns what came.
    #[track_caller]
    pub(crate) fn check(&self, place: Place<'_>) -> Vec<Ran> {
        let ways = [(How::Streamed, &[][..]), (How::Whole, &["--no-stream"])];
        let ways = ways.iter();
        let ways = ways.filter(|(how, _)| self.how == How::Both || self.how == *how);
        ways.map(|(_, option)| {
            let ran = self.ask(place, option);
            let what = format!("{} {:?} {option:?}: {ran:?}", self.prompt, place.wire);
            self.outcome.is_that_of(&ran, &what);
            ran
        })
        .collect()
    }

    fn ask(&self, place: Place<'_>, option: &[&str]) -> Ran {
        let arguments = [&["--format", "json"], option, self.arguments].concat();
        let question = Question {
            wire: place.wire,
            base_url: place.base_url,
            key: KEY,
            model: place.model,
            arguments: &arguments,
            prompt: self.prompt,
        };
        question.ask()
    }
}

impl Outcome<'_> {
    #[track_caller]
    fn is_that_of(&self, ran: &Ran, what: &str) {
        let code = ran.error_code();
        let said = ran.reply().map(Stored::content);
        match *self {
            Self::Reply(text) | Self::LateReply(text) => {
                assert_eq!((ran.code, &code), (Some(0), &None), "{what}");
                assert_eq!(said.as_deref(), Some(text), "{what}");
                let shown: Value = serde_json::from_str(&ran.stdout).expect("it prints JSON");
                assert_eq!(shown["reply"], text, "{what}");
                assert!(!ran.reply().is_some_and(Stored::is_interrupted), "{what}");
                let attempts = ran.stderr.matches("trying again").count();
                assert_eq!(
                    attempts,
                    usize::from(matches!(self, Self::LateReply(_))),
                    "{what}"
                );
            }
            Self::Part(text, expected) | Self::PartOrNothing(text, expected) => {
                assert_eq!(
                    (ran.code, code.as_deref()),
                    (Some(8), Some(expected)),
                    "{what}"
                );
                let said = said.unwrap_or_default();
                assert!(text.starts_with(&said) && said != text, "{what}");
                let is_kept = ran.reply().is_some_and(Stored::is_interrupted);
                let may_be_nothing = matches!(self, Self::PartOrNothing(..));
                let is_nothing = may_be_nothing && ran.turn.is_none();
                assert!((is_kept && !said.is_empty()) || is_nothing, "{what}");
            }
            Self::Refusal(expected) => {
                let exit = if expected == "key_refused" { 7 } else { 8 };
                assert_eq!(
                    (ran.code, code.as_deref()),
                    (Some(exit), Some(expected)),
                    "{what}"
                );
                assert_eq!((ran.stdout.as_str(), said), ("", None), "{what}");
                assert!(ran.used.is_none(), "{what}: nothing was charged");
            }
        }
    }
}

/// Returns the formats that chatkeep speaks.
pub(crate) fn wires() -> impl Iterator<Item = Wire> {
    [Wire::Chat, Wire::Responses, Wire::Messages, Wire::Generate].into_iter()
}

/// An image and a PDF, as small as they can be.
pub(crate) struct Attachments {
    arguments: Vec<String>,
    /// Where they are, for as long as this is there.
    _folder: TempDir,
}

impl Attachments {
    /// One pixel.
    pub(crate) const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
    /// No page.
    pub(crate) const PAPER: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("chatkeep-")
            .tempdir()
            .expect("the system's temporary folder is writable");
        let mut arguments = Vec::new();
        for (name, bytes) in [("image", Self::IMAGE), ("paper", Self::PAPER)] {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("the folder is ours");
            arguments.extend(["--attach".to_owned(), path.display().to_string()]);
        }
        Self {
            arguments,
            _folder: folder,
        }
    }

    /// Returns the arguments that send them along.
    pub(crate) fn arguments(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }
}
