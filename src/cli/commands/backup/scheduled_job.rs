//! The job that makes a backup as it would be made here and now, but from anywhere and without this environment.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::Parser;

use super::absolute::{absolute, no_working_folder};
use super::create::CreateArgs;
use crate::actions::schedule::{Job, TimeOfDay};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::store::Location;

/// What leads to the configuration and to what this machine keeps.
///
/// `PATH` is not among them: the program is named by its whole path, and runs no other.
const FOLDERS: [&str; 4] = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];

/// What a `postgres://` URL may leave out; a password is left out here, too.
const POSTGRES: [&str; 10] = [
    "PGHOST",
    "PGPORT",
    "PGDATABASE",
    "PGUSER",
    "PGSSLMODE",
    "PGCONNECT_TIMEOUT",
    "PGAPPNAME",
    "PGOPTIONS",
    "PGTARGETSESSIONATTRS",
    "USER",
];

/// The same, being files.
const POSTGRES_FILES: [&str; 4] = ["PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY"];

/// The options of `backup create` alone.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct CreateOptions {
    #[command(flatten)]
    create: CreateArgs,
}

/// Returns the job that makes a backup of the store in force.
pub(super) fn job(
    at: TimeOfDay,
    options: &[OsString],
    has_journal: bool,
    context: &Context,
) -> Result<Job, Failure> {
    let options = parse(options)?;
    let location = context.location()?.absolute().map_err(no_working_folder)?;
    let store = location.to_string();
    let name = Job::name_for(&store, &details(context));
    let log = match has_journal {
        true => None,
        false => Some(log(&name, context)?),
    };
    let program = context.environment.program_path();
    let program = program.map_err(|error| Failure::of(Exit::Other, "program_unknown", &error))?;
    let job = Job {
        name,
        store,
        at,
        program: text(program.as_os_str())?,
        arguments: arguments(&location, &options, context)?,
        environment: environment(&location, context)?,
        log,
    };
    job.check()?;
    Ok(job)
}

/// Returns what tells two stores apart whose locations are the same text.
pub(super) fn details(context: &Context) -> String {
    match context.location() {
        Ok(Location::Postgres(_)) => {
            let values =
                ["PGHOST", "PGPORT", "PGDATABASE"].map(|name| context.environment.get(name));
            format!("{values:?}")
        }
        _ => String::new(),
    }
}

fn parse(options: &[OsString]) -> Result<CreateArgs, Failure> {
    let parsed = CreateOptions::try_parse_from(options).map_err(|error| {
        let message = error.to_string();
        let message = message.strip_prefix("error: ").unwrap_or(&message);
        let message = message.lines().next().unwrap_or_default();
        Failure::usage(format!("behind `--`: {message}")).hint(
            "`chatkeep help backup create` tells what may stand there; global options stand before `backup`",
        )
    })?;
    Ok(parsed.create)
}

fn log(name: &str, context: &Context) -> Result<PathBuf, Failure> {
    let folders = context.environment.folders().ok_or_else(|| {
        Failure::new(Exit::Other, "no_home", "there is no home folder for a log")
            .hint("set HOME or XDG_STATE_HOME")
    })?;
    absolute(&folders.state.join(format!("{name}.log")))
}

fn arguments(
    location: &Location,
    options: &CreateArgs,
    context: &Context,
) -> Result<Vec<String>, Failure> {
    let store = location.to_argument().ok_or_else(password_refused)?;
    let mut words = vec!["--store".into(), store];
    if let Some(file) = &context.options.config {
        words.extend(["--config".into(), absolute(file)?.into()]);
    }
    if let Some(timeout) = &context.options.lock_timeout {
        words.extend(["--lock-timeout".into(), timeout.into()]);
    }
    words.extend(["backup".into(), "create".into()]);
    words.extend(options.to_scheduled_words(context)?);
    words.iter().map(|word| text(word)).collect()
}

fn environment(location: &Location, context: &Context) -> Result<Vec<(String, String)>, Failure> {
    let mut variables = Vec::new();
    let mut keep = |name: &str, value: &OsStr| {
        variables.push((name.to_owned(), text(value)?));
        Ok::<_, Failure>(())
    };
    let set = |name: &'static str| context.environment.get(name).map(|value| (name, value));
    for (name, value) in FOLDERS.into_iter().filter_map(set) {
        keep(name, value)?;
    }
    if matches!(location, Location::Postgres(_)) {
        if set("PGPASSWORD").is_some() {
            return Err(password_refused());
        }
        for (name, value) in POSTGRES.into_iter().filter_map(set) {
            keep(name, value)?;
        }
        for (name, value) in POSTGRES_FILES.into_iter().filter_map(set) {
            // The one value that is no path stands for the system's certificates.
            match value == "system" {
                true => keep(name, value)?,
                false => keep(name, absolute(Path::new(value))?.as_os_str())?,
            }
        }
    }
    Ok(variables)
}

fn password_refused() -> Failure {
    Failure::new(
        Exit::Secret,
        "password_in_schedule",
        "the password of the database would have to be written into the schedule, where others can read it",
    )
    .hint("put it into ~/.pgpass, or into a file that PGPASSFILE names, and leave it out of the URL and of PGPASSWORD")
}

fn text(word: &OsStr) -> Result<String, Failure> {
    let text = word.to_str().map(str::to_owned);
    text.ok_or_else(|| {
        let message = format!("{word:?} is not UTF-8, and cannot be part of a schedule");
        Failure::new(Exit::Usage, "not_schedulable", message)
    })
}
