//! `chatkeep migrate`.

use std::ffi::OsString;

use clap::Args;

use crate::actions::migrate::{self, Migrated, StoreComparison, VerifiedStores};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::report::counted;
use crate::store::{self, Location, OpenOptions};

/// Arguments of `migrate`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep migrate --to sqlite:chat.db
  chatkeep --store sqlite:chat.db migrate --to postgres://chat@db.example.org/chat
  # and back
  chatkeep --store sqlite:chat.db migrate --to ./store
  # whether two stores hold the same
  chatkeep migrate --to sqlite:chat.db --verify-only")]
pub(crate) struct MigrateArgs {
    /// The place of the copy: a folder, sqlite:FILE or postgres://…; there must be no accounts
    #[arg(long, value_name = "LOCATION")]
    to: OsString,
    /// Copy nothing; only compare the two stores
    #[arg(long, conflicts_with = "distributed")]
    verify_only: bool,
    /// Spread the copy over the servers of a PostgreSQL database that has the extension Citus
    #[arg(long)]
    distributed: bool,
}

pub(crate) fn run(args: &MigrateArgs, context: &Context) -> Result<(), Failure> {
    let to = Location::parse(&args.to)?;
    check_distributed(args.distributed, &to)?;
    let options = OpenOptions {
        is_distributed: args.distributed,
        ..context.open_options()
    };
    let from = context.store()?;
    if args.verify_only {
        migrate::check_other_place(from.location(), &to)?;
        let other = store::open(&to, options)?;
        let mut progress = FileProgress::new(context, "comparing");
        let verified = VerifiedStores::of(&*from, &*other, &mut |done, all| {
            progress.show_users(done, all);
        })?;
        drop(progress);
        context.show(&verified)?;
        return refuse_differences(&verified.comparison, "the stores do not hold the same");
    }
    let mut copying = FileProgress::new(context, "copying");
    let mut comparing = FileProgress::new(context, "comparing");
    let migrated = migrate::migrate(
        &*from,
        &to,
        options,
        &context.clock,
        &mut |done, all| copying.show_parts(done, all),
        &mut |done, all| comparing.show_users(done, all),
    )?;
    drop((copying, comparing));
    context.show(&migrated)?;
    tell_more(&migrated, context);
    refuse_differences(
        &migrated.comparison,
        "the copy does not hold what the original does",
    )
}

/// Refuses to spread over servers what is none of Citus's.
pub(super) fn check_distributed(is_distributed: bool, location: &Location) -> Result<(), Failure> {
    match location {
        Location::Folder(_) | Location::Sqlite(_) if is_distributed => Err(Failure::usage(
            "--distributed is for a store in PostgreSQL, postgres://…",
        )),
        _ => Ok(()),
    }
}

fn refuse_differences(comparison: &StoreComparison, what: &str) -> Result<(), Failure> {
    match comparison.differences.len() {
        0 => Ok(()),
        number => {
            let number = counted(number, "difference", "differences");
            let message = format!("{what}: {number}");
            Err(Failure::new(Exit::Damaged, "stores_differ", message)
                .hint("if the original was written to meanwhile, that is why; else copy it again, into another place"))
        }
    }
}

/// Says what else one should know.
fn tell_more(migrated: &Migrated, context: &Context) {
    for place in &migrated.left_out {
        context.warn(&format!("{} is no file, and was left out", place.display()));
    }
    if migrated.has_other_recipients {
        context.warn(
            "the original has other recipients than the store that was there; that one's stay, so new API keys are not encrypted to those",
        );
    }
    if migrated.unsaved > 0 {
        context.warn(&format!(
            "{} not stored yet, and stayed with the original: `chatkeep chat recover` stores them there",
            counted(migrated.unsaved, "reply is", "replies are")
        ));
    }
    if migrated.is_shared {
        context
            .note("the web app goes on with the original; what it writes there is not in the copy");
    }
    context.note("nothing was changed in the original; to work on the copy, name it with --store, CHATKEEP_STORE or `store` in the configuration");
}
