//! `chatkeep key`.

mod rekey;
mod test;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use self::rekey::{RekeyArgs, rekey};
use self::test::{TestArgs, test};
use super::user::WhoArgs;
use crate::actions::key_adoption::{self, Adopted, AdoptionPlan};
use crate::actions::{identities, keys};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::prompt::given_secret;
use crate::report::counted;

/// What can be done with API keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Set a user's API key, encrypted; the key is asked for, and never an argument
    Set(SetArgs),
    /// List for which providers keys are set, and how they are encrypted
    List(ListArgs),
    /// Decrypt a key, and show its first and last characters
    Show(ShowArgs),
    /// Try stored keys: ask their providers which models they offer
    Test(TestArgs),
    /// Remove a key
    Remove(RemoveArgs),
    /// Turn the web app's keys (Fernet) into ours (age); the web app loses them
    Adopt(AdoptArgs),
    /// Encrypt every age key anew: for a new identity, or for other recipients
    ///
    /// Who is to open the keys is added first, and who is not is removed last, when every key is done. Cut short, the same
    /// command goes on where it was. Keys that cannot be opened are named, and keep the old recipients until they are gone;
    /// the web app's keys (Fernet) are left alone. Backups made until then hold the keys as they were.
    Rekey(RekeyArgs),
    /// Tell where the identity is that opens the keys, and export it
    Identity(IdentityArgs),
}

/// A key.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    #[command(flatten)]
    who: WhoArgs,
    /// The provider that the key is for, such as openai, anthropic or google
    provider: String,
}

/// Arguments of `key set`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # asks for the key
  chatkeep key set ada@example.org openai
  # from a program that keeps secrets
  pass show openai | chatkeep key set ada@example.org openai --key-stdin")]
pub(crate) struct SetArgs {
    #[command(flatten)]
    key: KeyArgs,
    /// Read the key from standard input, to its end [default: ask at the terminal]
    #[arg(long)]
    key_stdin: bool,
    /// Read the key from a file [default: ask at the terminal]
    #[arg(long, value_name = "FILE", conflicts_with = "key_stdin")]
    key_file: Option<PathBuf>,
}

/// Arguments of `key list`.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// An id, an e-mail address, or a name that only one account has [default: all users]
    user: Option<String>,
}

/// Arguments of `key show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    key: KeyArgs,
    /// Print the key whole, and nothing else
    #[arg(long)]
    reveal: bool,
}

/// Arguments of `key remove`.
#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    #[command(flatten)]
    key: KeyArgs,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be removed
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Arguments of `key adopt`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # see which keys there are to adopt
  chatkeep key adopt --dry-run
  # with the web app's secret in a file
  chatkeep key adopt --fernet-secret-file flask-secret.txt --yes")]
pub(crate) struct AdoptArgs {
    /// Ids, e-mail addresses, or names that only one account has [default: all users, and new keys are age from then on]
    #[arg(value_name = "USER")]
    users: Vec<String>,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be turned into age
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Arguments of `key identity`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep key identity --export >/media/safe/chatkeep-identity.txt")]
pub(crate) struct IdentityArgs {
    /// Print the identity's file, which is a secret, so that a copy can be kept elsewhere
    #[arg(long)]
    export: bool,
}

pub(crate) fn run(command: KeyCommand, context: &Context) -> Result<(), Failure> {
    match command {
        KeyCommand::Set(args) => set(&args, context),
        KeyCommand::List(args) => {
            context.show(&keys::list(&*context.store()?, args.user.as_deref())?)
        }
        KeyCommand::Show(ShowArgs { key, reveal }) => {
            let (store, secrets) = (context.store()?, context.secrets()?);
            let (who, provider) = (&key.who.user, &key.provider);
            context.show(&keys::show(&*store, &secrets, who, provider, reveal)?)
        }
        KeyCommand::Test(args) => test(&args, context),
        KeyCommand::Remove(args) => remove(&args, context),
        KeyCommand::Adopt(args) => adopt(&args, context),
        KeyCommand::Rekey(args) => rekey(&args, context),
        KeyCommand::Identity(args) => identity(&args, context),
    }
}

fn set(args: &SetArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let name = keys::name(&*store, &args.key.who.user, &args.key.provider)?;
    let plain = match given_secret(args.key_stdin, args.key_file.as_ref())? {
        Some(plain) => plain,
        None if context.can_ask() => {
            context.ask_secret(&format!("The {} key of {}: ", name.provider, name.email))?
        }
        None => {
            return Err(Failure::usage("there is no terminal to ask for the key at")
                .hint("give it with --key-stdin or --key-file"));
        }
    };
    let secrets = context.secrets()?;
    let set = keys::set(&*store, &context.clock, &secrets, name, &plain)?;
    context.show(&set)?;
    context.note_new_identity(set.identity_made.as_deref());
    if set.is_closed_to_app {
        context.warn("the web app cannot read this key: it is encrypted with age, as this store's settings say");
    }
    Ok(())
}

fn remove(args: &RemoveArgs, context: &Context) -> Result<(), Failure> {
    let store = if args.dry_run {
        context.store()?
    } else {
        context.store_to_change()?
    };
    let plan = keys::plan_removal(&*store, &args.key.who.user, &args.key.provider)?;
    if args.dry_run {
        return context.show(&plan);
    }
    let question = format!(
        "Remove the {} key of {}?",
        plan.name.provider, plan.name.email
    );
    context.confirm(&question, args.yes)?;
    context.show(&keys::remove(&*store, plan)?)
}

fn adopt(args: &AdoptArgs, context: &Context) -> Result<(), Failure> {
    let store = if args.dry_run {
        context.store()?
    } else {
        context.store_to_change()?
    };
    let secrets = context.secrets()?;
    let plan = key_adoption::plan(&*store, &secrets, &args.users)?;
    if args.dry_run {
        return show_adopted(&plan.preview(), context);
    }
    if plan.changes_anything() {
        context.confirm(&question_of(&plan), args.yes)?;
    }
    let adopted = key_adoption::adopt(&*store, &context.clock, &secrets, plan)?;
    context.note_new_identity(adopted.identity_made.as_deref());
    show_adopted(&adopted, context)
}

fn question_of(plan: &AdoptionPlan) -> String {
    match plan.key_count() {
        0 => "Have new keys encrypted with age? The web app cannot read these.".to_owned(),
        keys => format!(
            "Turn {} into age? The web app can no longer read what was turned.",
            counted(keys, "key", "keys")
        ),
    }
}

/// Shows the outcome, and fails if keys were left behind: a script that is about to retire the web app should know.
fn show_adopted(adopted: &Adopted, context: &Context) -> Result<(), Failure> {
    context.show(adopted)?;
    if adopted.key_count() > 0 {
        context.warn(if adopted.is_dry_run {
            "the web app could no longer read these keys"
        } else {
            "the web app can no longer read these keys"
        });
    }
    let unreadable: usize = adopted.users.iter().map(|user| user.unreadable.len()).sum();
    if unreadable == 0 {
        return Ok(());
    }
    let message = format!(
        "{} could not be read and stayed as it was",
        counted(unreadable, "key", "keys")
    );
    Err(Failure::new(Exit::Damaged, "keys_unreadable", message)
        .hint("set them anew with `chatkeep key set`, or remove them with `chatkeep key remove`"))
}

fn identity(args: &IdentityArgs, context: &Context) -> Result<(), Failure> {
    let (store, secrets) = (context.store_to_change()?, context.secrets()?);
    if args.export {
        return context.show(&identities::export(&*store, &secrets, &context.clock)?);
    }
    let facts = identities::look(&*store, &secrets, &context.clock)?;
    context.show(&facts)?;
    context.note_new_identity(facts.is_new.then_some(facts.path.as_path()));
    if !facts.fits_store {
        context.warn(&format!(
            "keys of this store are encrypted to {}, and not to this identity",
            facts.store_recipients.join(", ")
        ));
    }
    Ok(())
}
