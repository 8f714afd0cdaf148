//! `chatkeep user`.

mod apply;
mod erase;
mod export;
mod merge;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::actions::users::{self, NewPassword};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, with_causes};
use crate::cli::prompt::given_secret;
use crate::model::BudgetChange;
use crate::report::counted;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add an account that signs in with e-mail and password
    Add(AddArgs),
    /// List all accounts
    List,
    /// Show an account, the providers it has keys for, and what it used
    Show(WhoArgs),
    /// Change the name, the address or the budget of an account
    Set(SetArgs),
    /// Set a new password
    Passwd(PasswdArgs),
    /// Check a password; exit code 7 if it is wrong
    Verify(VerifyArgs),
    /// Keep an account from signing in with its password, and from `chat`
    Disable(WhoArgs),
    /// Let a disabled account sign in again
    Enable(WhoArgs),
    /// Remove an account with its keys and conversations
    Remove(RemoveArgs),
    /// Move everything of one account into another, and remove it
    Merge(merge::MergeArgs),
    /// Make accounts what a file declares
    Apply(apply::ApplyArgs),
    /// Write out everything that is held on a person, but for passwords and keys
    Export(export::ExportArgs),
}

/// An account.
#[derive(Debug, Args)]
pub(crate) struct WhoArgs {
    /// An id, an e-mail address, or a name that only one account has
    pub(super) user: String,
}

/// Arguments of `user add`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # asks for the password
  chatkeep user add ada@example.org --name 'Ada Lovelace'
  # makes one up and prints it
  chatkeep user add grace@example.org --generate
  # from a script
  chatkeep user add alan@example.org --password-stdin <password.txt")]
pub(crate) struct AddArgs {
    /// The e-mail address; kept in lower case
    email: String,
    /// The name to show [default: the address up to its @]
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    password: NewPasswordArgs,
    /// Add the account without a password: nobody can sign in until one is set
    #[arg(long, conflicts_with_all = ["password_stdin", "password_file", "generate"])]
    no_password: bool,
}

/// Where a new password comes from.
#[derive(Debug, Args)]
pub(crate) struct NewPasswordArgs {
    /// Read the password from standard input, to its end [default: ask at the terminal]
    #[arg(long)]
    password_stdin: bool,
    /// Read the password from a file [default: ask at the terminal]
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    password_file: Option<PathBuf>,
    /// Make a password up, and print it once
    #[arg(long, conflicts_with_all = ["password_stdin", "password_file"])]
    generate: bool,
}

/// Arguments of `user set`.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct SetFields {
    /// The new e-mail address; kept in lower case [default: unchanged]
    #[arg(long)]
    email: Option<String>,
    /// The new name [default: unchanged]
    #[arg(long)]
    name: Option<String>,
    /// The most that replies may cost in a day, week, month or year of the calendar, such as 20USD/month; `none` for no limit [default: unchanged]
    #[arg(long, value_name = "AMOUNT/PERIOD", value_parser = parse_budget)]
    budget: Option<BudgetChange>,
}

/// Arguments of `user set`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep user set ada@example.org --email countess@example.org
  # from then on `chat` warns at 80 % and refuses at 100 %
  chatkeep user set ada@example.org --budget 20USD/month")]
pub(crate) struct SetArgs {
    #[command(flatten)]
    who: WhoArgs,
    #[command(flatten)]
    fields: SetFields,
}

/// Arguments of `user passwd`.
#[derive(Debug, Args)]
pub(crate) struct PasswdArgs {
    #[command(flatten)]
    who: WhoArgs,
    #[command(flatten)]
    password: NewPasswordArgs,
}

/// Arguments of `user verify`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep user verify ada@example.org --password-stdin <password.txt")]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    who: WhoArgs,
    /// Read the password from standard input, to its end [default: ask at the terminal]
    #[arg(long)]
    password_stdin: bool,
    /// Read the password from a file [default: ask at the terminal]
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    password_file: Option<PathBuf>,
}

/// Arguments of `user remove`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # see what would go
  chatkeep user remove ada@example.org --dry-run
  # without being asked
  chatkeep user remove ada@example.org --yes
  # who asks to be forgotten: see what goes and what is left, then erase, and keep the receipt
  chatkeep user remove ada@example.org --erase --dry-run
  chatkeep user remove ada@example.org --erase --yes --format json >receipt.json")]
pub(crate) struct RemoveArgs {
    #[command(flatten)]
    who: WhoArgs,
    /// Erase the person for good: also replies not saved yet, and versions kept beside the web app; a tombstone keeps restores of older
    /// backups from bringing them back. Prints a receipt of what went, and of what is left elsewhere
    #[arg(long)]
    erase: bool,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be removed
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(crate) fn run(command: UserCommand, context: &Context) -> Result<(), Failure> {
    match command {
        UserCommand::Add(args) => add(args, context),
        UserCommand::List => list(context),
        UserCommand::Show(args) => {
            let store = context.store()?;
            context.show(&users::show(&*store, &context.clock, &args.user)?)
        }
        UserCommand::Set(SetArgs { who, fields }) => {
            let store = context.store_to_change()?;
            context.show(&users::set(
                &*store,
                &who.user,
                fields.email.as_deref(),
                fields.name.as_deref(),
                fields.budget,
            )?)
        }
        UserCommand::Passwd(args) => passwd(args, context),
        UserCommand::Verify(args) => verify(&args, context),
        UserCommand::Disable(args) => disable(&args, context),
        UserCommand::Enable(args) => {
            context.show(&users::enable(&*context.store_to_change()?, &args.user)?)
        }
        UserCommand::Remove(args) => remove(&args, context),
        UserCommand::Merge(args) => merge::merge(&args, context),
        UserCommand::Apply(args) => apply::apply(&args, context),
        UserCommand::Export(args) => export::export(args, context),
    }
}

fn add(args: AddArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let password = if args.no_password {
        NewPassword::None
    } else {
        new_password(args.password, context)?
    };
    context.show(&users::add(
        &*store,
        &context.clock,
        &args.email,
        args.name.as_deref(),
        password,
    )?)
}

fn list(context: &Context) -> Result<(), Failure> {
    let list = users::list(&*context.store()?)?;
    context.show(&list)?;
    for error in list.unreadable_budgets() {
        context.warn(&with_causes(&error));
    }
    Ok(())
}

/// Takes a budget, or the word that takes it away.
fn parse_budget(text: &str) -> Result<BudgetChange, &'static str> {
    match text {
        "none" => Ok(BudgetChange::Remove),
        _ => text.parse().map(BudgetChange::Set),
    }
}

fn passwd(args: PasswdArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    store.find_user(&args.who.user)?;
    let password = new_password(args.password, context)?;
    context.show(&users::set_password(&*store, &args.who.user, password)?)
}

fn verify(args: &VerifyArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    store.find_user(&args.who.user)?;
    let password = match given_secret(args.password_stdin, args.password_file.as_ref())? {
        Some(password) => password,
        None if context.can_ask() => context.ask_secret("Password: ")?,
        None => return Err(no_password_given()),
    };
    context.show(&users::verify(&*store, &args.who.user, &password)?)
}

fn disable(args: &WhoArgs, context: &Context) -> Result<(), Failure> {
    let changed = users::disable(&*context.store_to_change()?, &args.user)?;
    context.show(&changed)?;
    if changed.can_use_google {
        context.warn(&format!(
            "{} can still sign in with Google, which the web app decides",
            changed.email
        ));
    }
    Ok(())
}

fn remove(args: &RemoveArgs, context: &Context) -> Result<(), Failure> {
    if args.erase {
        return erase::erase(args, context);
    }
    let store = if args.dry_run {
        context.store()?
    } else {
        context.store_to_change()?
    };
    let plan = users::plan_removal(&*store, &args.who.user)?;
    if args.dry_run {
        return context.show(&plan);
    }
    let question = format!(
        "Remove {} with {} and {}?",
        plan.email,
        counted(plan.removed.keys, "key", "keys"),
        counted(plan.removed.conversations, "conversation", "conversations"),
    );
    context.confirm(&question, args.yes)?;
    context.show(&users::remove(&*store, plan)?)
}

/// Finds the new password; a person at a terminal is asked for it.
fn new_password(args: NewPasswordArgs, context: &Context) -> Result<NewPassword, Failure> {
    if args.generate {
        return Ok(NewPassword::Generated);
    }
    match given_secret(args.password_stdin, args.password_file.as_ref())? {
        Some(password) => Ok(NewPassword::Given(password)),
        None if context.can_ask() => context.ask_new_secret("password").map(NewPassword::Given),
        None => Err(no_password_given()),
    }
}

fn no_password_given() -> Failure {
    Failure::usage("there is no terminal to ask for the password at")
        .hint("give it with --password-stdin or --password-file")
}
