//! `chatkeep user apply`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::actions::ActionError;
use crate::actions::apply::{
    self, AccountsFile, AccountsFormat, Applied, ApplyPlan, ApplyWanted, ChangeOutcome,
    PlannedChange, PlannedKind,
};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress::FileProgress;
use crate::report::counted;
use crate::secrets::is_readable_by_others;

/// Arguments of `user apply`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
A file declares accounts by these keys, in TOML as [[users]], in JSON as a list of objects, in CSV as columns: email, name, budget (as
for `user set`), disabled, password or password_hash (as the web app stores it), and id and auth_type as `user list` prints them. An account
that is not there is added; one that is gets what is declared and differs, and what is not declared or empty stays as it is. What
`user list --format csv` prints can be edited and applied.

A password declared is the first one: an account that has one keeps it, unless --reset-passwords. Applying a file again changes nothing.
All accounts change at one stroke. If one cannot be changed, the others are all the same, it is named, and the same command again goes on.

Examples:
  # what would change
  chatkeep user apply accounts.toml --dry-run
  # accounts without a password get one each, in a file of its own for you to hand out
  chatkeep user apply accounts.csv --passwords-to passwords.tsv
  # who is not in the file any more is disabled, and nobody removed
  chatkeep user apply accounts.toml --prune --yes")]
pub(crate) struct ApplyArgs {
    /// The file that declares the accounts
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// The format of the file
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    from: FormatChoice,
    /// Make up passwords for accounts that have none, and write them into this new file for you alone: a line each, e-mail address, tab,
    /// password; it is on disk before any account changes, and not made if none is needed [default: those have none]
    #[arg(long, value_name = "FILE")]
    passwords_to: Option<PathBuf>,
    /// Give accounts the declared password that have another one by now
    #[arg(long)]
    reset_passwords: bool,
    /// Disable accounts that the file does not declare
    #[arg(long)]
    prune: bool,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would change
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// The values of `--from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    /// Found from the name of the file, else from what is in it
    Auto,
    /// A table [[users]] for each account
    Toml,
    /// A list of objects, such as `user list --format json` prints
    Json,
    /// A row for each account, such as `user list --format csv` prints
    Csv,
}

impl FormatChoice {
    fn format(self) -> Option<AccountsFormat> {
        Some(match self {
            Self::Auto => return None,
            Self::Toml => AccountsFormat::Toml,
            Self::Json => AccountsFormat::Json,
            Self::Csv => AccountsFormat::Csv,
        })
    }
}

/// Makes accounts what the file declares, once disabling others was confirmed.
pub(super) fn apply(args: &ApplyArgs, context: &Context) -> Result<(), Failure> {
    let file = AccountsFile::read(&args.path, args.from.format())?;
    if file.holds_passwords() && is_readable_by_others(&args.path)? {
        context.warn(&format!(
            "others can read {}, which has passwords in it; `chmod 600` it",
            args.path.display()
        ));
    }
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    let wanted = ApplyWanted {
        is_pruning: args.prune,
        resets_passwords: args.reset_passwords,
        passwords_to: args.passwords_to.as_deref(),
    };
    let mut progress = FileProgress::new(context, "checking");
    let plan = apply::plan(&*store, file, &wanted, &mut |done, all| {
        progress.show_users(done, all);
    });
    let plan = plan.map_err(refused)?;
    drop(progress);
    if args.dry_run {
        return context.show(&Applied::dry_run(plan));
    }
    confirm(&plan, args, context)?;
    let mut progress = FileProgress::new(context, "applying");
    let applied = apply::apply(&*store, &context.clock, plan, &mut |done, all| {
        progress.show_users(done, all);
    });
    let applied = applied.map_err(refused)?;
    drop(progress);
    context.show(&applied)?;
    warn_of_google(&applied, context);
    let (done, all) = (applied.done(), applied.changes.len());
    match applied.into_first_error() {
        None => Ok(()),
        Some(error) => Err(unfinished(error, done, all)),
    }
}

/// Translates an error before any account was changed. A file of passwords is never replaced.
fn refused(error: ActionError) -> Failure {
    let exists = matches!(error, ActionError::FileExists { .. });
    let failure = Failure::from(error);
    match exists {
        true => {
            failure.hint("give another name; what is in it may be in force and not handed out yet")
        }
        false => failure,
    }
}

fn confirm(plan: &ApplyPlan, args: &ApplyArgs, context: &Context) -> Result<(), Failure> {
    let is_pruned = |it: &&PlannedChange| it.kind == PlannedKind::Prune;
    match plan.changes.iter().filter(is_pruned).count() {
        0 => Ok(()),
        count => {
            let accounts = counted(count, "account", "accounts");
            let question = format!(
                "Disable {accounts} that {} does not declare?",
                args.path.display()
            );
            context.confirm(&question, args.yes)
        }
    }
}

fn warn_of_google(applied: &Applied, context: &Context) {
    for it in &applied.changes {
        let is_done = matches!(it.outcome, ChangeOutcome::Done);
        if is_done && it.change.is_disabling() && it.change.can_use_google {
            context.warn(&format!(
                "{} can still sign in with Google, which the web app decides",
                it.change.email
            ));
        }
    }
}

fn unfinished(error: ActionError, done: usize, all: usize) -> Failure {
    Failure::from(error)
        .and(&format!("changed {done} of {all} accounts"))
        .hint("the same command again goes on with the others")
}
