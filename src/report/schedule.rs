//! A schedule, shown.

use super::{Page, Record, Report, Value, safe_block, safe_line};
use crate::actions::schedule::{Scheduled, Scheduler, State, UnitFile};

fn record(file: &UnitFile) -> Record {
    Record::new()
        .with("path", file.path.display().to_string())
        .with("content", file.content.as_str())
}

fn state(state: State) -> &'static str {
    match state {
        State::Shown => "shown",
        State::Installed => "installed",
        State::Replaced => "replaced",
        State::Unchanged => "unchanged",
        State::Removed => "removed",
        State::Absent => "absent",
    }
}

impl Report for Scheduled {
    fn value(&self) -> Value {
        let job = self.job.as_ref();
        let log = job.and_then(|job| job.log.as_ref());
        let files: Vec<Record> = self.files.iter().map(record).collect();
        Record::new()
            .with("name", self.name.as_str())
            .with("store", self.store.as_str())
            .with("scheduler", self.scheduler.name())
            .with("state", state(self.state))
            .with("at", job.map(|job| job.at.to_string()))
            .with("line", self.line.as_deref())
            .with("files", files)
            .with("log", log.map(|path| path.display().to_string()))
            .with("problem", self.problem.as_ref().map(ToString::to_string))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        match (self.state, &self.scheduler) {
            (State::Shown, Scheduler::Cron) => {
                let line = self.line.as_deref().unwrap_or_default();
                format!("{}\n", safe_line(line, page))
            }
            (State::Shown, _) => safe_block(&self.contents(), page).into_owned(),
            _ => self.outcome(page),
        }
    }
}

impl Scheduled {
    /// Writes the files; several have their paths above them, in a comment.
    fn contents(&self) -> String {
        if let [file] = self.files.as_slice() {
            return file.content.clone();
        }
        let part = |file: &UnitFile| format!("# {}\n{}", file.path.display(), file.content);
        let parts: Vec<_> = self.files.iter().map(part).collect();
        parts.join("\n")
    }

    fn outcome(&self, page: &Page) -> String {
        let store = safe_line(&self.store, page);
        let by = self.scheduler.name();
        let at = self.job.as_ref().map(|job| job.at.to_string());
        let daily = format!("daily at {} by {by}", at.unwrap_or_default());
        let mut text = match self.state {
            State::Removed => format!("{store} is no longer backed up by {by}\n"),
            State::Absent => format!("{store} was not backed up by {by}; nothing was changed\n"),
            _ if self.problem.is_some() => format!("{store} is to be backed up {daily}\n"),
            State::Replaced => {
                format!("{store} is backed up {daily} now, in place of what was scheduled before\n")
            }
            State::Unchanged => format!("{store} is backed up {daily} already\n"),
            State::Installed | State::Shown => format!("{store} is backed up {daily}\n"),
        };
        let Some(job) = &self.job else {
            return text;
        };
        for file in &self.files {
            let path = file.path.display().to_string();
            text.push_str(&format!("file  {}\n", safe_line(&path, page)));
        }
        let log = match (&job.log, &self.scheduler) {
            (Some(path), _) => path.display().to_string(),
            (None, Scheduler::Systemd(units)) if units.user.is_some() => {
                format!("journalctl --user --unit {}", self.name)
            }
            (None, _) => format!("journalctl --unit {}", self.name),
        };
        text.push_str(&format!("log   {}\n", safe_line(&log, page)));
        text
    }
}
