//! Errors of actions, translated.

use super::failure::{Exit, Failure};
use crate::actions::ActionError;
use crate::interchange::InterchangeError;

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        let failure = |exit, code| Self::of(exit, code, &error);
        match error {
            ActionError::Store(error) => error.into(),
            ActionError::Secret(error) => error.into(),
            ActionError::Interchange(InterchangeError::Write(_)) => failure(Exit::Other, "output"),
            ActionError::Interchange(InterchangeError::Unreadable { .. }) => {
                failure(Exit::Damaged, "conversation_unreadable")
                    .hint("`--as json` takes every conversation out as it is")
            }
            ActionError::FileExists { .. } => failure(Exit::Conflict, "file_exists")
                .hint("give another name, or --force to replace it"),
            ActionError::File { .. } => failure(Exit::Other, "file"),
            ActionError::Provider(error) => error.into(),
            ActionError::UnknownProvider { ref known, .. } => {
                failure(Exit::Usage, "provider_unknown").hint(format!(
                    "there is {}; [providers.NAME] in the configuration adds others",
                    known.join(", ")
                ))
            }
            ActionError::NoModel {
                provider: Some(_), ..
            } => failure(Exit::Usage, "no_model")
                .hint("choose one with --model, or set `chat.model` in the configuration"),
            ActionError::NoModel {
                provider: None,
                ref known,
            } => failure(Exit::Usage, "no_provider").hint(format!(
                "choose one with --model PROVIDER/MODEL; there is {} (echo answers offline)",
                known.join(", ")
            )),
            ActionError::NothingAsked { .. } => failure(Exit::NotFound, "nothing_asked")
                .hint("`chatkeep chat --conversation ID PROMPT` goes on with it"),
            ActionError::NoSuchMessage { .. } => failure(Exit::NotFound, "message_not_found")
                .hint("`chatkeep chat show` shows them; they are counted from 1"),
            ActionError::Interrupted => failure(Exit::Interrupted, "interrupted"),
            ActionError::NoTitle { .. } => failure(Exit::Provider, "no_title").hint(
                "the title is as it was; give one yourself, or ask another model with --model",
            ),
            ActionError::NotOurs { .. } => {
                failure(Exit::Conflict, "not_a_demo").hint("name another folder, or none")
            }
            ActionError::Archive(error) => error.into(),
            ActionError::NoBackups { .. } => failure(Exit::NotFound, "no_backups")
                .hint("`chatkeep backup` makes one; --from says which folder others are in"),
            ActionError::BackupNotFound { .. } => failure(Exit::NotFound, "backup_not_found")
                .hint("`chatkeep backup list` shows the backups; `latest` is one, too"),
            ActionError::BackupWithoutAccounts { .. } => {
                failure(Exit::Damaged, "backup_without_accounts")
                    .hint("take another one; `chatkeep backup list` shows them")
            }
            ActionError::InvalidId(_) => failure(Exit::Usage, "invalid_id"),
            ActionError::InvalidEmail { .. } => failure(Exit::Usage, "invalid_email"),
            ActionError::InvalidText { .. } => failure(Exit::Usage, "invalid_text"),
            ActionError::InvalidKey { .. } => failure(Exit::Secret, "invalid_key")
                .hint("give the key alone, as the provider shows it"),
            ActionError::WrongPassword { .. } => failure(Exit::Secret, "wrong_password"),
            ActionError::NoPassword { .. } => {
                failure(Exit::Secret, "no_password").hint("`chatkeep user passwd` sets one")
            }
            ActionError::Disabled { .. } => failure(Exit::Conflict, "user_disabled")
                .hint("`chatkeep user enable` lets the account in again"),
        }
    }
}
