//! `chatkeep key test`.

use clap::Args;

use crate::actions::key_check::{self, KeysChecked};
use crate::cli::commands::patience::PatienceArgs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::counted;
use crate::secrets::KeyRing;

/// Arguments of `key test`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep key test ada@example.org openai
  # every key of everybody, to find those that were withdrawn
  chatkeep --format csv key test --all")]
pub(crate) struct TestArgs {
    /// An id, an e-mail address, or a name that only one account has [default: none, which --all asks for]
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    user: Option<String>,
    /// The provider that the key is for [default: all that the user has keys for]
    provider: Option<String>,
    /// Test every key of every user
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    patience: PatienceArgs,
}

/// Asks providers for their models with the keys.
pub(super) fn test(args: &TestArgs, context: &Context) -> Result<(), Failure> {
    context.check_providers()?;
    let store = context.store()?;
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let reach = args.patience.reach(&*store, &keys, context);
    if let (Some(user), Some(provider)) = (&args.user, &args.provider) {
        return context.show(&key_check::check_one(&reach, user, provider)?);
    }
    show_all(key_check::check_all(&reach, args.user.as_deref())?, context)
}

/// Shows what became of each, and fails as the first did that does not work.
fn show_all(checked: KeysChecked, context: &Context) -> Result<(), Failure> {
    context.show(&checked)?;
    let count = checked.keys.len();
    let outcomes = checked.keys.into_iter().map(|key| key.models);
    let mut failed: Vec<_> = outcomes.filter_map(Result::err).collect();
    if failed.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{} of {} could not be used",
        failed.len(),
        counted(count, "key", "keys")
    );
    let first = Failure::from(failed.remove(0));
    Err(Failure { message, ..first })
}
