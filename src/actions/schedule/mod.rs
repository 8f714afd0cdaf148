//! A backup every night: what has cron, systemd or launchd make it, shown, installed and removed.
//!
//! Each schedule is known by the name of its job, which is made of the store's place. So one machine can have the schedules of
//! several stores, and installing one again changes that one.

mod cron;
mod crontab;
mod job;
mod launchd;
mod systemd;
mod tool;
mod unit_files;

use std::path::PathBuf;

pub use self::job::{Job, TimeOfDay};
use self::unit_files::Found;
use super::{ActionError, ActionResult};

/// What runs the backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheduler {
    /// A line in the crontab of the user who runs this.
    Cron,
    /// A timer and a service.
    Systemd(Units),
    /// An agent, or a daemon of the machine.
    Launchd(Units),
}

/// Where files of units are, and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    /// The folder of the files.
    pub folder: PathBuf,
    /// The user whose they are; `None` if they are the machine's.
    pub user: Option<u32>,
}

impl Scheduler {
    /// Returns its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cron => "cron",
            Self::Systemd(_) => "systemd",
            Self::Launchd(_) => "launchd",
        }
    }

    /// Whether it keeps what a job says; else a job has to write that into a file.
    pub fn has_journal(&self) -> bool {
        matches!(self, Self::Systemd(_))
    }
}

/// What became of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was only shown.
    Shown,
    /// It is new.
    Installed,
    /// There was another one for the same store, and this took its place.
    Replaced,
    /// It was there as it is.
    Unchanged,
    /// It was there, and is gone.
    Removed,
    /// There was none to remove.
    Absent,
}

/// A schedule, or the place where one was removed.
#[derive(Debug)]
pub struct Scheduled {
    /// The name of the job.
    pub name: String,
    /// The store, as it is shown.
    pub store: String,
    /// What runs it.
    pub scheduler: Scheduler,
    /// What became of it.
    pub state: State,
    /// The job; `None` if its schedule was removed.
    pub job: Option<Job>,
    /// The lines in the crontab.
    pub line: Option<String>,
    /// The files of its units.
    pub files: Vec<UnitFile>,
    /// Why the scheduler does not heed what was changed yet.
    pub problem: Option<ActionError>,
}

/// A file of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFile {
    /// Where it is, or would be.
    pub path: PathBuf,
    /// What is in it; empty if it was removed.
    pub content: String,
}

/// Returns the schedule without installing it.
pub fn show(job: Job, scheduler: Scheduler) -> ActionResult<Scheduled> {
    let (line, files) = match &scheduler {
        Scheduler::Cron => (Some(cron::line(&job)?), Vec::new()),
        Scheduler::Systemd(units) => (None, systemd::files(&job, units)?),
        Scheduler::Launchd(units) => (None, vec![launchd::file(&job, units)]),
    };
    Ok(Scheduled {
        name: job.name.clone(),
        store: job.store.clone(),
        scheduler,
        state: State::Shown,
        job: Some(job),
        line,
        files,
        problem: None,
    })
}

/// Installs the schedule, in the place of what was installed for the same store by the same scheduler.
///
/// Files of units stay if the scheduler then cannot be told of them: `problem` says why.
pub fn install(job: Job, scheduler: Scheduler) -> ActionResult<Scheduled> {
    let shown = show(job, scheduler)?;
    if let Some(log) = shown.job.as_ref().and_then(|job| job.log.as_deref()) {
        unit_files::make_folder_of(log)?;
    }
    let (state, problem) = match &shown.scheduler {
        Scheduler::Cron => {
            let line = shown.line.as_deref().unwrap_or_default();
            (crontab::install(&shown.name, line)?, None)
        }
        Scheduler::Systemd(units) => {
            let found = unit_files::write(&shown.files)?;
            (found.into(), systemd::activate(&shown.name, units).err())
        }
        Scheduler::Launchd(units) => {
            let found = unit_files::write(&shown.files)?;
            (
                found.into(),
                launchd::activate(&shown.files[0], units).err(),
            )
        }
    };
    Ok(Scheduled {
        state,
        problem,
        ..shown
    })
}

/// Removes the schedule of a store by the name of its job, if there is one. Logs stay.
pub fn remove(name: &str, store: &str, scheduler: Scheduler) -> ActionResult<Scheduled> {
    let mut problem = None;
    let (is_there, paths) = match &scheduler {
        Scheduler::Cron => (crontab::remove(name)?, Vec::new()),
        Scheduler::Systemd(units) => {
            let paths = systemd::paths(name, units);
            let is_there = unit_files::any_is_there(&paths)?;
            if is_there {
                problem = systemd::deactivate(name, units).err();
                unit_files::remove(&paths)?;
                unit_files::remove(&[systemd::link(name, units)])?;
                problem = problem.or(systemd::reload(units).err());
            }
            (is_there, paths)
        }
        Scheduler::Launchd(units) => {
            let path = launchd::path(name, units);
            let is_there = unit_files::any_is_there(std::slice::from_ref(&path))?;
            if is_there {
                problem = launchd::deactivate(name, units).err();
                unit_files::remove(std::slice::from_ref(&path))?;
            }
            (is_there, vec![path])
        }
    };
    let files = paths.into_iter().map(|path| UnitFile {
        path,
        content: String::new(),
    });
    Ok(Scheduled {
        name: name.to_owned(),
        store: store.to_owned(),
        scheduler,
        state: if is_there {
            State::Removed
        } else {
            State::Absent
        },
        job: None,
        line: None,
        files: files.collect(),
        problem,
    })
}

impl From<Found> for State {
    fn from(found: Found) -> Self {
        match found {
            Found::Nothing => Self::Installed,
            Found::Another => Self::Replaced,
            Found::Same => Self::Unchanged,
        }
    }
}
