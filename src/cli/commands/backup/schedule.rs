//! `chatkeep backup schedule`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use super::absolute::no_working_folder;
use super::scheduled_job::{details, job};
use crate::actions::schedule::{self, Job, Scheduled, Scheduler, State, TimeOfDay, Units};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};

/// Arguments of `backup schedule`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep backup schedule
  chatkeep --store /srv/chat backup schedule --install
  # at another time, into another folder
  chatkeep backup schedule --install --at 03:30 -- --to /mnt/backups
  chatkeep backup schedule --remove

What is scheduled is `backup create --if-idle` with the arguments behind `--`, for the store that is in force now, and with what \
the program heeds of this environment. Passwords are not part of it. For a user without root's rights, systemd runs timers only \
while that user is signed in, unless `loginctl enable-linger` was called.")]
pub(super) struct ScheduleArgs {
    /// When, by this machine's clock
    #[arg(long, value_name = "HH:MM", default_value = "02:00")]
    at: TimeOfDay,
    /// By a line in your crontab [default: systemd if it runs, launchd on macOS, else cron]
    #[arg(long, group = "scheduler")]
    cron: bool,
    /// By a timer and a service of systemd: yours, or the machine's if you are root
    #[arg(long, group = "scheduler")]
    systemd: bool,
    /// By a property list for launchd: yours, or the machine's if you are root
    #[arg(long, group = "scheduler")]
    launchd: bool,
    /// Install it, in the place of what was installed for this store before
    #[arg(long)]
    install: bool,
    /// Remove what was installed for this store
    #[arg(long, conflicts_with_all = ["install", "at", "arguments"])]
    remove: bool,
    /// Options for `backup create`, such as --to DIR [default: none]
    #[arg(last = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

pub(super) fn schedule(args: ScheduleArgs, context: &Context) -> Result<(), Failure> {
    let scheduler = scheduler(&args, context)?;
    let scheduled = if args.remove {
        let location = context.location()?.absolute();
        let store = location.map_err(no_working_folder)?.to_string();
        let name = Job::name_for(&store, &details(context));
        schedule::remove(&name, &store, scheduler)?
    } else {
        let job = job(args.at, &args.arguments, scheduler.has_journal(), context)?;
        // What cannot be opened now cannot be backed up at night.
        context.store()?;
        match args.install {
            true => schedule::install(job, scheduler)?,
            false => schedule::show(job, scheduler)?,
        }
    };
    context.show(&scheduled)?;
    tell_more(&scheduled, context);
    match scheduled.problem {
        None => Ok(()),
        Some(problem) if args.remove => {
            Err(Failure::from(problem).and("the files are removed all the same"))
        }
        Some(problem) => Err(Failure::from(problem)
            .and("the files are written, but nothing runs them yet")
            .hint("when that is mended, run this again")),
    }
}

fn tell_more(scheduled: &Scheduled, context: &Context) {
    if scheduled.state == State::Shown {
        context.note("nothing was installed; --install does that");
    }
    let is_users_timer =
        matches!(&scheduled.scheduler, Scheduler::Systemd(units) if units.user.is_some());
    if is_users_timer && scheduled.job.is_some() && !lingers(context) {
        context.note(
            "it runs only while you are signed in; `loginctl enable-linger` has it run at any time",
        );
    }
}

/// Whether systemd runs the user's units also while they are not signed in.
fn lingers(context: &Context) -> bool {
    let user = context.environment.text("USER");
    let user = user.or_else(|| context.environment.text("LOGNAME"));
    user.is_some_and(|user| Path::new("/var/lib/systemd/linger").join(user).exists())
}

fn scheduler(args: &ScheduleArgs, context: &Context) -> Result<Scheduler, Failure> {
    let is_macos = std::env::consts::OS == "macos";
    // As sd_booted(3) finds out.
    let runs_systemd = || Path::new("/run/systemd/system").is_dir();
    if args.cron {
        return Ok(Scheduler::Cron);
    }
    if args.launchd || (is_macos && !args.systemd) {
        let folders = ("/Library/LaunchDaemons", "Library/LaunchAgents");
        return units(folders, context).map(Scheduler::Launchd);
    }
    if args.systemd || runs_systemd() {
        let folders = ("/etc/systemd/system", ".config/systemd/user");
        return units(folders, context).map(Scheduler::Systemd);
    }
    Ok(Scheduler::Cron)
}

/// Returns the place of units: the first folder for root, else the second, below the home.
///
/// `XDG_CONFIG_HOME` has no say: the manager that reads the folder was started without what a shell sets.
fn units((of_machine, of_user): (&str, &str), context: &Context) -> Result<Units, Failure> {
    let user = rustix::process::geteuid();
    if user.is_root() {
        return Ok(Units {
            folder: of_machine.into(),
            user: None,
        });
    }
    let home = context.environment.get("HOME").map(PathBuf::from);
    let home = home.ok_or_else(|| {
        Failure::new(Exit::Other, "no_home", "there is no home folder for units").hint("set HOME")
    })?;
    Ok(Units {
        folder: home.join(of_user),
        user: Some(user.as_raw()),
    })
}
