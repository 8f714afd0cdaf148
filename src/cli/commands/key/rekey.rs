//! `chatkeep key rekey`.

use std::path::PathBuf;

use clap::Args;

use crate::actions::rekey::{self, RecipientChange, RekeyPlan, RekeyRequest, Rekeyed};
use crate::actions::stores::IdentityPlace;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::report::counted;
use crate::secrets::{Recipients, SecretError, SecretResult};
use crate::store::Store;

/// Arguments of `key rekey`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # the identity was leaked: put a new one in its place
  chatkeep key rekey --new-identity ~/.config/chatkeep/identity-2.txt
  # a second admin comes, another one goes; `age-keygen -y` prints an identity's recipient
  chatkeep key rekey --add age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg
  chatkeep key rekey --remove age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg
  # after a restore of a backup from before
  chatkeep --identity old-identity.txt key rekey --new-identity identity-2.txt")]
pub(crate) struct RekeyArgs {
    /// Put this identity in place of the one in use; it is made if there is no such file [default: no other identity]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["recipients", "recipients_file"])]
    new_identity: Option<PathBuf>,
    /// Add a recipient to those of the store; may be repeated [default: none]
    #[arg(long, value_name = "RECIPIENT", conflicts_with_all = ["recipients", "recipients_file"])]
    add: Vec<String>,
    /// Take a recipient from those of the store; may be repeated [default: none]
    #[arg(long, value_name = "RECIPIENT", conflicts_with_all = ["recipients", "recipients_file"])]
    remove: Vec<String>,
    /// Let this recipient be the only one; may be repeated for several [default: those of the store]
    #[arg(long = "recipient", value_name = "RECIPIENT")]
    recipients: Vec<String>,
    /// Let the recipients be those in a file, one a line [default: those of the store]
    #[arg(long, value_name = "FILE")]
    recipients_file: Option<PathBuf>,
    /// Go on though the identity in use will open no key any more
    #[arg(long)]
    give_up_access: bool,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be encrypted anew, and for whom
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl RekeyArgs {
    fn change(&self) -> Result<RecipientChange, Failure> {
        let named = |option: &str, texts: &[String]| {
            understood(option, Recipients::parse(texts.iter().map(String::as_str)))
        };
        if self.recipients.is_empty() && self.recipients_file.is_none() {
            return Ok(RecipientChange::By {
                added: named("--add", &self.add)?,
                removed: named("--remove", &self.remove)?,
            });
        }
        let mut recipients = named("--recipient", &self.recipients)?;
        if let Some(file) = &self.recipients_file {
            let name = file.display().to_string();
            recipients.extend(&understood(&name, Recipients::read(file))?);
        }
        Ok(RecipientChange::To(recipients))
    }
}

/// Names where a recipient stands that is none, but not what stands there: it may be a secret.
fn understood(place: &str, read: SecretResult<Recipients>) -> Result<Recipients, Failure> {
    read.map_err(|error| match error {
        SecretError::BadRecipient { line, problem } => {
            let message = format!("{place}: recipient {line} {problem}");
            Failure::new(Exit::Usage, "invalid_recipient", message)
                .hint("`age-keygen -y FILE` prints the recipient of an identity, and so does `chatkeep key identity`")
        }
        other => other.into(),
    })
}

pub(super) fn rekey(args: &RekeyArgs, context: &Context) -> Result<(), Failure> {
    let change = args.change()?;
    let store = if args.dry_run {
        context.store()?
    } else {
        context.store_to_change()?
    };
    let secrets = context.secrets()?;
    let new_identity = args.new_identity.as_ref().map(|path| secrets.beside(path));
    let request = RekeyRequest {
        change,
        new_identity: new_identity.as_ref().map(|new| new as &dyn IdentityPlace),
        may_give_up_access: args.give_up_access,
    };
    let plan = rekey::plan(&*store, &secrets, request)?;
    if args.dry_run {
        return show(&plan.preview(), context);
    }
    if plan.changes_anything() {
        if !args.yes {
            tell_plan(&plan, context);
        }
        context.confirm(&question_of(&plan), args.yes)?;
    }
    let mut progress = FileProgress::new(context, "encrypting");
    let outcome = rekey::rekey(&*store, &context.clock, plan, &mut |done, all| {
        progress.show_users(done, all);
    });
    drop(progress);
    let rekeyed = outcome.map_err(|error| cut_short(error.into(), &*store))?;
    let shown = show(&rekeyed, context);
    tell_more(&rekeyed, context);
    shown
}

/// Says how it goes on, if it was begun: then it is not so that nothing was changed.
fn cut_short(failure: Failure, store: &dyn Store) -> Failure {
    // Somebody else was faster, or is at it.
    let is_others = matches!(failure.exit, Exit::Busy | Exit::Conflict);
    match store.rekey_notes() {
        Ok(Some(_)) if !is_others => failure.hint("run it again, and it goes on where it was"),
        _ => failure,
    }
}

/// Says what is about to be done.
fn tell_plan(plan: &RekeyPlan<'_>, context: &Context) {
    if let Some(path) = plan.identity_to_make() {
        context.note(&format!("to be made: the identity {}", path.display()));
    }
    if let Some(path) = plan.identity_to_take() {
        context.note(&format!(
            "to be used: the identity {}, which is there already",
            path.display()
        ));
    }
    for recipient in plan.added() {
        context.note(&format!("to be added: {recipient}"));
    }
    for recipient in plan.removed() {
        context.note(&format!("to be removed: {recipient}"));
    }
}

fn question_of(plan: &RekeyPlan<'_>) -> String {
    match plan.key_count() {
        0 => "Change the recipients of the store?".to_owned(),
        keys => format!("Encrypt {} anew?", counted(keys, "key", "keys")),
    }
}

/// Shows the outcome, and fails if keys were left behind: whoever was to lose them has not.
fn show(rekeyed: &Rekeyed, context: &Context) -> Result<(), Failure> {
    context.show(rekeyed)?;
    let left = rekeyed.left_count();
    if left == 0 {
        return Ok(());
    }
    let stays = if rekeyed.removed.is_empty() {
        ""
    } else {
        "; so the recipients to be removed stay, too"
    };
    let message = format!(
        "{} could not be opened and stayed as before{stays}",
        counted(left, "key", "keys")
    );
    Err(Failure::new(Exit::Secret, "keys_unreadable", message).hint(
        "give an identity that opens them with --identity, or set or remove them with `chatkeep key`; then `chatkeep key rekey` goes on",
    ))
}

/// Says what is still to be done by hand.
fn tell_more(rekeyed: &Rekeyed, context: &Context) {
    if let Some(new) = &rekeyed.new_identity {
        context.note_new_identity(rekeyed.is_identity_made.then_some(new.as_path()));
        if !rekeyed.is_identity_made {
            context.note(&format!(
                "the identity {} was there already, and was taken as it is",
                new.display()
            ));
        }
        context.note(&format!(
            "from now on use {}: with --identity, as `identity` in the configuration, or moved to where the old one is",
            new.display()
        ));
    }
    if let Some(old) = &rekeyed.old_identity {
        context.note(&format!(
            "keep {} as well: backups made until now need it",
            old.display()
        ));
    }
    if rekeyed.is_complete && !rekeyed.removed.is_empty() {
        context.note(
            "backups made until now, and what restores kept, still hold the keys for those who were removed: if an identity \
             was leaked, have the providers issue new API keys",
        );
    }
}
