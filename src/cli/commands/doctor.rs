//! `chatkeep doctor`.

use clap::Args;

use crate::actions::advice;
use crate::actions::doctor::{self, Diagnosis};
use crate::actions::stores::IdentityPlace;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::report::{counted, mending_text, outgrown_note};
use crate::store::{self, Location, Severity, grants};

/// Arguments of `doctor`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep doctor
  # see what would be mended, then mend it
  chatkeep doctor --fix --dry-run
  chatkeep doctor --fix --yes
  # whether another backend would serve better
  chatkeep doctor --measure
  # what is damaged, for a script
  chatkeep doctor --format jsonl
  # a role for a store in PostgreSQL, made by the owner of its tables
  chatkeep doctor --grants --role chat | psql --single-transaction")]
pub(crate) struct DoctorArgs {
    /// Mend what can be mended without loss: leftovers of killed commands, permissions of what chatkeep made, missing folders
    #[arg(long)]
    fix: bool,
    /// Do it without asking
    #[arg(short, long, requires = "fix")]
    yes: bool,
    /// Only tell what would be mended
    #[arg(short = 'n', long, requires = "fix")]
    dry_run: bool,
    /// Measure instead, changing nothing, and say which backend would serve: users, sizes, the time of an append and of a search
    #[arg(long, conflicts_with_all = ["fix", "grants"])]
    measure: bool,
    /// Only print the SQL that makes a role which may work on a store in PostgreSQL, and nothing more; the database is not asked
    #[arg(long, conflicts_with_all = ["fix"])]
    grants: bool,
    /// The name of that role
    #[arg(
        long,
        value_name = "NAME",
        requires = "grants",
        default_value = "chatkeep",
        value_parser = role_name
    )]
    role: String,
}

/// Refuses what PostgreSQL would refuse, or cut.
fn role_name(text: &str) -> Result<String, String> {
    const LONGEST: usize = 63;
    match text.len() {
        1..=LONGEST if !text.contains('\0') => Ok(text.to_owned()),
        _ => Err(format!("a role has a name of 1 to {LONGEST} bytes")),
    }
}

pub(crate) fn run(args: &DoctorArgs, context: &Context) -> Result<(), Failure> {
    let location = context.location()?;
    if args.grants {
        return match &location {
            Location::Postgres(url) => {
                context.show(&grants(&args.role, url, &context.environment.postgres())?)
            }
            _ => Err(Failure::usage(
                "--grants is for a store in PostgreSQL, postgres://…",
            )),
        };
    }
    if args.measure {
        return context.show(&advice::measure(&*context.store()?)?);
    }
    let store = store::open_to_examine(&location, context.open_options())?;
    let secrets = context.secrets().ok();
    let identity = secrets.as_ref().map(IdentityPlace::path);
    let mut diagnosis = doctor::examine(&*store, identity)?;
    if args.fix {
        if diagnosis.mendable().next().is_none() {
            context.note("there is nothing to mend without a person");
        } else {
            tell_plan(&diagnosis, context);
            if !args.dry_run {
                let number = diagnosis.mendable().count();
                let question = format!("Mend {}?", counted(number, "finding", "findings"));
                context.confirm(&question, args.yes)?;
                diagnosis = doctor::mend(&*store, diagnosis);
            }
        }
    }
    context.show(&diagnosis)?;
    if let Some((serves, reason)) = diagnosis.outgrown {
        context.note(&outgrown_note(serves, reason));
    }
    if let Some(path) = &diagnosis.unsaved_identity {
        context.warn(&format!(
            "the identity {} was never exported: `chatkeep key identity --export` prints it, to be kept in a safe place; without it, no stored API key can be read",
            path.display()
        ));
    }
    match diagnosis.count(Severity::Damage) {
        0 => Ok(()),
        number => {
            let message = format!(
                "{location} has {}",
                counted(number, "damaged place", "damaged places")
            );
            Err(Failure::new(Exit::Damaged, "damage_found", message)
                .hint("the list says what to do about each; make a copy of the store first"))
        }
    }
}

/// Says what is about to be done.
fn tell_plan(diagnosis: &Diagnosis, context: &Context) {
    for finding in diagnosis.mendable() {
        if let Some(mending) = finding.mending() {
            let place = finding.place.display();
            context.note(&format!("to mend: {place}: {}", mending_text(mending)));
        }
    }
}
