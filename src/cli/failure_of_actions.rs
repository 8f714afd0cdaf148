//! Errors of actions, translated.

use super::failure::{Exit, Failure};
use crate::actions::ActionError;
use crate::actions::budgets::BudgetUse;
use crate::interchange::InterchangeError;
use crate::model::CostSum;

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        let failure = |exit, code| Self::of(exit, code, &error);
        match error {
            ActionError::Store(error) => error.into(),
            ActionError::Secret(error) => error.into(),
            ActionError::Interchange(InterchangeError::Unreadable { .. }) => {
                failure(Exit::Damaged, "conversation_unreadable")
                    .hint("`--as json` takes every conversation out as it is")
            }
            ActionError::Interchange(_) => failure(Exit::Other, "output"),
            ActionError::NotImported { ref source, .. } => of_import(source, failure),
            ActionError::FileExists { .. } => failure(Exit::Conflict, "file_exists")
                .hint("give another name, or --force to replace it"),
            ActionError::FolderNotEmpty { .. } => failure(Exit::Conflict, "folder_not_empty")
                .hint("name another folder, or one that is empty"),
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
            ActionError::NotSchedulable { .. } => failure(Exit::Usage, "not_schedulable")
                .hint("--cron, --systemd and --launchd choose what is to run it"),
            ActionError::CrontabTorn { .. } => failure(Exit::Conflict, "crontab_torn")
                .hint("nothing was changed; mend it with `crontab -e`, and run this again"),
            ActionError::ProgramMissing { ref program } => {
                failure(Exit::Other, "program_missing").hint(format!(
                    "install {program}, or choose another scheduler with --cron, --systemd or --launchd"
                ))
            }
            ActionError::ProgramFailed { .. } => failure(Exit::Other, "program_failed"),
            ActionError::NoBackups { .. } => failure(Exit::NotFound, "no_backups")
                .hint("`chatkeep backup` makes one; --from says which folder others are in"),
            ActionError::NoBackupBefore { .. } => failure(Exit::NotFound, "no_backups")
                .hint("`chatkeep backup list` shows the backups"),
            ActionError::NothingToUndo { .. } => failure(Exit::NotFound, "nothing_to_undo"),
            ActionError::PartDamaged { .. } => failure(Exit::Damaged, "part_damaged")
                .hint("take another backup; `chatkeep backup list` shows them"),
            ActionError::AccountMissing { .. } => failure(Exit::NotFound, "user_not_found")
                .hint("`chatkeep restore BACKUP --user USER` alone brings back the account with all it had"),
            ActionError::Erased { .. } => failure(Exit::Conflict, "user_erased").hint(
                "`chatkeep user remove --erase` was meant for good; --with-erased brings them back and removes the tombstone",
            ),
            ActionError::MergedAway { .. } => failure(Exit::Conflict, "user_merged").hint(
                "here it would count twice: restore the backup into a new folder with --store; `export` there and `import` here what is missing",
            ),
            ActionError::ErasedAreBack { .. } => failure(Exit::Conflict, "erased_are_back")
                .hint("`chatkeep doctor` says what to do about it; a copy would not have them"),
            ActionError::NoGoodBackup { .. } => failure(Exit::Damaged, "no_good_backup").hint(
                "nothing was removed; `chatkeep backup list` shows what is wrong, and `chatkeep backup` makes a new one",
            ),
            ActionError::NotMetrics { .. } => failure(Exit::Conflict, "not_metrics")
                .hint("name a file of its own, one for each store"),
            ActionError::BackupNotFound { .. } => failure(Exit::NotFound, "backup_not_found")
                .hint("`chatkeep backup list` shows the backups; `latest` is one, too"),
            ActionError::BackupWithoutAccounts { .. } => {
                failure(Exit::Damaged, "backup_without_accounts")
                    .hint("take another one; `chatkeep backup list` shows them")
            }
            ActionError::TargetNotEmpty { .. } => failure(Exit::Conflict, "target_not_empty")
                .hint("choose a place without a store; `--verify-only` compares the two"),
            ActionError::SamePlace { .. } => failure(Exit::Usage, "same_place"),
            ActionError::SameUser { .. } => failure(Exit::Usage, "same_user")
                .hint("name two accounts: the one that goes, then the one that stays"),
            ActionError::PlaceInside { .. } => failure(Exit::Usage, "place_inside")
                .hint("a copy must be outside of the other's user_data/ and .chatkeep/"),
            ActionError::InvalidId(_) => failure(Exit::Usage, "invalid_id"),
            ActionError::InvalidAccounts { nearest, .. } => {
                let failure = failure(Exit::Usage, "accounts_invalid");
                match nearest {
                    Some(key) => failure.hint(format!("the nearest one is {key:?}; nothing was changed")),
                    None => failure.hint("nothing was changed"),
                }
            }
            ActionError::InvalidEmail { .. } => failure(Exit::Usage, "invalid_email"),
            ActionError::InvalidText { .. } => failure(Exit::Usage, "invalid_text"),
            ActionError::BackwardsPeriod => {
                failure(Exit::Usage, "usage").hint("--since is the earlier of the two")
            }
            ActionError::DatesCompared => failure(Exit::Usage, "usage")
                .hint("compare by user, model, weekday and the like, which both periods have"),
            ActionError::NothingBefore => failure(Exit::Usage, "usage")
                .hint("say where it begins, such as --since 'this month'"),
            ActionError::NoReply { .. } => failure(Exit::NotFound, "no_reply")
                .hint("`chatkeep chat show` without --last shows what there is"),
            ActionError::InvalidKey { .. } => failure(Exit::Secret, "invalid_key")
                .hint("give the key alone, as the provider shows it"),
            ActionError::UnknownRecipient { ref known, .. } => {
                failure(Exit::NotFound, "recipient_not_found")
                    .hint(format!("there is {}", known.join(", ")))
            }
            ActionError::NoRecipientLeft => failure(Exit::Usage, "no_recipient_left")
                .hint("name another one with --add, or make an identity with --new-identity"),
            ActionError::AccessGivenUp => failure(Exit::Usage, "access_given_up").hint(
                "name the file of one that is with --new-identity, or add --give-up-access if that is meant",
            ),
            ActionError::IdentityInUse { .. } => failure(Exit::Conflict, "identity_in_use")
                .hint("name a file that is not there yet"),
            ActionError::WrongPassword { .. } => failure(Exit::Secret, "wrong_password"),
            ActionError::NoPassword { .. } => {
                failure(Exit::Secret, "no_password").hint("`chatkeep user passwd` sets one")
            }
            ActionError::Disabled { .. } => failure(Exit::Conflict, "user_disabled")
                .hint("`chatkeep user enable` lets the account in again"),
            ActionError::BudgetUnreadable { .. } => failure(Exit::Damaged, "budget_unreadable").hint(
                "`chatkeep user set USER --budget 20USD/month` puts another in its place, `--budget none` takes it away",
            ),
            ActionError::BudgetReached { ref budget, .. } => {
                failure(Exit::Limit, "budget_reached").hint(renewal(budget))
            }
            ActionError::BudgetTooSmall {
                ref budget,
                affordable,
                ..
            } => failure(Exit::Limit, "budget_too_small").hint(match affordable {
                0 => format!("a shorter question or a cheaper model may fit; {}", renewal(budget)),
                _ => format!("--max-tokens {affordable} would fit; {}", renewal(budget)),
            }),
            ActionError::Unpriced { .. } => failure(Exit::Limit, "model_unpriced").hint(
                "--allow-unpriced sends it uncounted; [prices.\"PROVIDER/MODEL\"] in the configuration gives it a price",
            ),
        }
    }
}

/// Tells apart why a file could not be imported.
fn of_import(
    source: &InterchangeError,
    failure: impl Fn(Exit, &'static str) -> Failure,
) -> Failure {
    match source {
        InterchangeError::Malformed(_) => failure(Exit::Damaged, "import_damaged")
            .hint("nothing was imported; get the export once more"),
        InterchangeError::TooLarge { .. } => failure(Exit::Limit, "import_too_large")
            .hint("nothing was imported; no conversation of that size is known"),
        InterchangeError::UnknownFormat { hint, .. } => failure(Exit::Usage, "import_unknown")
            .hint(hint.unwrap_or("`chatkeep help import` tells the formats; --from names one")),
        InterchangeError::NotLlmLogs { .. } => {
            failure(Exit::Usage, "import_unknown").hint("`llm logs path` prints where its log is")
        }
        InterchangeError::Database(_) => failure(Exit::Damaged, "import_damaged").hint(
            "nothing was imported; `llm logs backup FILE` makes a copy of a log that is in use",
        ),
        _ => failure(Exit::Other, "import_unreadable"),
    }
}

/// Says when there is money again, and who can change that.
fn renewal(budget: &BudgetUse) -> String {
    let mut text = format!(
        "the next {} begins on {}; who looks after the store can change the budget with `chatkeep user set USER --budget`",
        budget.budget.period.as_str(),
        budget.days.end
    );
    if budget.reserved > CostSum::default() {
        text.push_str(
            "; what is reserved for a reply that was cut off is free again after ten minutes",
        );
    }
    text
}
