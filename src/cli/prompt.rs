//! Asking: for consent, and for secrets, which never come as arguments.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::context::Context;
use super::failure::{Exit, Failure};
use crate::model::SecretText;
use crate::secrets::read_secret;

/// The most that is read of a secret: more is a wrong file.
const SECRET_LIMIT_BYTES: u64 = 64 * 1024;

impl Context {
    /// Asks whether to go on; `is_agreed` stands for `--yes`. Elsewhere than at a terminal nobody can agree otherwise.
    pub(crate) fn confirm(&self, question: &str, is_agreed: bool) -> Result<(), Failure> {
        if is_agreed {
            return Ok(());
        }
        if !self.can_ask() {
            return Err(Failure::new(
                Exit::Usage,
                "not_confirmed",
                "this needs consent, and there is no terminal to ask at",
            )
            .hint("add --yes, or see what would happen with --dry-run"));
        }
        let mut errors = std::io::stderr();
        let question = self.safe_question(question);
        let _ = write!(errors, "{question} [y/N] ").and_then(|()| errors.flush());
        let mut answer = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut answer)
            .map_err(|error| unreadable_input(&error))?;
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            return Ok(());
        }
        Err(Failure::new(Exit::Other, "declined", "nothing was changed"))
    }

    /// Whether a person can answer: questions go to standard error, answers come from standard input.
    pub(crate) fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks for a secret without showing it.
    pub(crate) fn ask_secret(&self, prompt: &str) -> Result<SecretText, Failure> {
        let prompt = self.safe_question(prompt);
        let text = rpassword::prompt_password(prompt).map_err(|error| unreadable_input(&error))?;
        Ok(SecretText::new(text))
    }

    /// Asks twice for a new secret.
    pub(crate) fn ask_new_secret(&self, what: &str) -> Result<SecretText, Failure> {
        let first = self.ask_secret(&format!("New {what}: "))?;
        if first.is_empty() {
            let message = format!("the {what} is empty; nothing was changed");
            return Err(Failure::new(Exit::Secret, "secret_empty", message));
        }
        let second = self.ask_secret(&format!("The same {what} again: "))?;
        if first == second {
            return Ok(first);
        }
        Err(Failure::new(
            Exit::Secret,
            "secret_mismatch",
            format!("the two {what}s differ; nothing was changed"),
        ))
    }
}

/// Reads a secret from where the arguments say, if they do.
pub(crate) fn given_secret(
    from_stdin: bool,
    file: Option<&PathBuf>,
) -> Result<Option<SecretText>, Failure> {
    if from_stdin {
        return secret_from_stdin().map(Some);
    }
    Ok(file.map(|file| read_secret(file)).transpose()?)
}

/// Reads a secret from standard input, to its end; a last line break is not part of it.
fn secret_from_stdin() -> Result<SecretText, Failure> {
    let mut text = Zeroizing::new(String::new());
    let invalid = |what: &str| {
        Failure::new(
            Exit::Secret,
            "secret_unreadable",
            format!("standard input {what}"),
        )
    };
    let input = std::io::stdin()
        .lock()
        .take(SECRET_LIMIT_BYTES + 1)
        .read_to_string(&mut text);
    input.map_err(|error| invalid(&format!("cannot be read: {error}")))?;
    if text.len() as u64 > SECRET_LIMIT_BYTES {
        return Err(invalid("holds far more than a secret"));
    }
    let secret = text.strip_suffix('\n').map_or(text.as_str(), |text| {
        text.strip_suffix('\r').unwrap_or(text)
    });
    if secret.is_empty() {
        return Err(invalid("holds no secret"));
    }
    Ok(SecretText::new(secret))
}

fn unreadable_input(error: &std::io::Error) -> Failure {
    Failure::new(
        Exit::Other,
        "input",
        format!("cannot read the answer: {error}"),
    )
}
