//! Why a command failed, as its user learns it: a message, a hint, a code for scripts, and an exit code.

use std::borrow::Cow;
use std::error::Error;

use crate::report::{Page, Record, Value, safe_line};

/// The exit codes, which are a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Anything without a code of its own.
    Other = 1,
    /// Wrong usage.
    Usage = 2,
    /// What was named is not there.
    NotFound = 3,
    /// It exists already, fits several, or changed meanwhile.
    Conflict = 4,
    /// A lock was not had in time.
    Busy = 5,
    /// Data is damaged, or failed verification.
    Damaged = 6,
    /// A secret is missing, wrong or unreadable.
    Secret = 7,
    /// A provider or the network failed.
    Provider = 8,
    /// A limit was reached.
    Limit = 9,
    /// The user interrupted.
    Interrupted = 130,
}

impl Exit {
    /// Every one, by number.
    pub(crate) const ALL: [Self; 10] = [
        Self::Other,
        Self::Usage,
        Self::NotFound,
        Self::Conflict,
        Self::Busy,
        Self::Damaged,
        Self::Secret,
        Self::Provider,
        Self::Limit,
        Self::Interrupted,
    ];

    /// Says what it means, for help, manual and README.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Other => "any other failure",
            Self::Usage => "wrong usage: of the command line, or of the configuration file",
            Self::NotFound => "not found",
            Self::Conflict => "conflict: it exists already, fits several, or changed meanwhile",
            Self::Busy => "the store is busy: a lock was not had in time",
            Self::Damaged => "damaged data, or a failed verification",
            Self::Secret => "a secret is missing, wrong or unreadable",
            Self::Provider => "a provider or the network failed",
            Self::Limit => "a limit was reached: a budget, or that of --fail-over or --fail-at",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// The situation, for scripts.
    pub(crate) code: &'static str,
    /// What failed, and why.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Failure {
    /// Makes a failure without a hint.
    pub(crate) fn new(exit: Exit, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            exit,
            code,
            message: message.into(),
            hint: None,
        }
    }

    /// Makes a failure of an error, its causes included.
    pub(crate) fn of(exit: Exit, code: &'static str, error: &dyn Error) -> Self {
        Self::new(exit, code, with_causes(error))
    }

    /// Says what to do.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds to the message what came of it.
    #[must_use]
    pub(crate) fn and(mut self, consequence: &str) -> Self {
        // A server's own sentence may end the message.
        let message = self.message.trim_end_matches('.');
        self.message = format!("{message}; {consequence}");
        self
    }

    /// Says that the command was used wrongly.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Returns the message, without its middle if it is long.
    pub(crate) fn short_message(&self) -> Cow<'_, str> {
        shortened(&self.message)
    }

    /// Writes the failure for people, in two lines at most.
    pub(crate) fn to_text(&self, page: &Page) -> String {
        let mut text = format!(
            "{} {}\n",
            page.error("error:"),
            safe_line(&self.short_message(), page)
        );
        if let Some(hint) = &self.hint {
            text.push_str(&format!(
                "{} {}\n",
                page.strong(" hint:"),
                safe_line(hint, page)
            ));
        }
        text
    }

    /// Writes the failure as one line of JSON.
    pub(crate) fn to_json(&self) -> String {
        let error = Record::new()
            .with("code", self.code)
            .with("message", self.short_message().as_ref())
            .with("hint", self.hint.as_deref());
        Value::from(Record::new().with("error", error)).to_json() + "\n"
    }
}

/// Takes the middle out of a message that names a text of any length that somebody gave.
fn shortened(message: &str) -> Cow<'_, str> {
    const LIMIT: usize = 1000;
    let Some((cut, _)) = message.char_indices().nth(LIMIT / 2) else {
        return message.into();
    };
    let mut last = message.char_indices().rev();
    let Some((rest, _)) = last.nth(LIMIT / 2 - 1).filter(|(rest, _)| *rest > cut) else {
        return message.into();
    };
    format!("{}…{}", &message[..cut], &message[rest..]).into()
}

/// Joins an error's message with that of its first cause. What libraries say on the way from there is of no use to users.
pub(crate) fn with_root_cause(error: &dyn Error) -> String {
    let mut root = error.source();
    while let Some(deeper) = root.and_then(Error::source) {
        root = Some(deeper);
    }
    root.map_or_else(|| error.to_string(), |root| format!("{error}: {root}"))
}

/// Joins an error's message with those of its causes.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_its_beginning_and_its_end() {
        for length in [0, 1, 499, 500, 501, 999, 1000] {
            let message = "é".repeat(length);
            assert_eq!(shortened(&message), message, "{length}");
        }
        let message = format!("no user {}!", "é".repeat(100_000));
        let short = shortened(&message);
        assert_eq!(short.chars().count(), 1001);
        assert!(short.starts_with("no user é") && short.ends_with("é!"));
    }
}
