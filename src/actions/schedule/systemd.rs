//! A timer and a service of systemd.
//!
//! systemd starts no service that is still running, so nights do not overlap. Texts follow systemd.syntax(7) and the section
//! on command lines of systemd.service(5): `%` begins a specifier everywhere, `$` a variable in arguments alone.

use std::path::PathBuf;

use super::job::{Job, refused};
use super::tool;
use super::{UnitFile, Units};
use crate::actions::ActionResult;

const SYSTEMCTL: &str = "systemctl";

/// Returns the paths of service and timer.
pub(super) fn paths(name: &str, units: &Units) -> Vec<PathBuf> {
    let path = |kind| units.folder.join(format!("{name}.{kind}"));
    vec![path("service"), path("timer")]
}

/// Returns the link that has the timer started, which is left over where systemd could not be asked to remove it.
pub(super) fn link(name: &str, units: &Units) -> PathBuf {
    let links = units.folder.join("timers.target.wants");
    links.join(format!("{name}.timer"))
}

/// Returns the files of service and timer.
pub(super) fn files(job: &Job, units: &Units) -> ActionResult<Vec<UnitFile>> {
    // However they are escaped, systemd refuses a program with these in its path.
    if job.program.contains(['"', '\'', '\\']) {
        let reason = "systemd runs no program whose path has quotes or backslashes in it";
        return Err(refused(reason));
    }
    let contents = [service(job), timer(job)];
    let paths = paths(&job.name, units);
    let file = |(path, content)| UnitFile { path, content };
    Ok(paths.into_iter().zip(contents).map(file).collect())
}

/// Has systemd read the files, and the timer run, now and whenever the machine or its user comes up.
pub(super) fn activate(name: &str, units: &Units) -> ActionResult<()> {
    let timer = format!("{name}.timer");
    reload(units)?;
    systemctl(units, &["enable", &timer])?;
    // A timer that runs already keeps its old time otherwise.
    systemctl(units, &["restart", &timer])
}

/// Stops the timer for good. A backup that is being made goes on.
pub(super) fn deactivate(name: &str, units: &Units) -> ActionResult<()> {
    systemctl(units, &["disable", "--now", &format!("{name}.timer")])
}

/// Has systemd read the files.
pub(super) fn reload(units: &Units) -> ActionResult<()> {
    systemctl(units, &["daemon-reload"])
}

fn systemctl(units: &Units, arguments: &[&str]) -> ActionResult<()> {
    let user: &[&str] = match units.user {
        Some(_) => &["--user"],
        None => &[],
    };
    tool::run(SYSTEMCTL, &[user, arguments].concat(), b"").map(drop)
}

fn service(job: &Job) -> String {
    let mut text = format!(
        "[Unit]\nDescription=Backup of {} by chatkeep\n\n[Service]\nType=oneshot\nUMask=0077\n",
        specifiers_escaped(&job.store).replace('\\', r"\\")
    );
    for (name, value) in &job.environment {
        let pair = quoted(&format!("{name}={value}"));
        text.push_str(&format!("Environment={pair}\n"));
    }
    // Variables are not put into the path of the program.
    let mut call = quoted(&job.program);
    for argument in &job.arguments {
        call.push(' ');
        call.push_str(&quoted(argument).replace('$', "$$"));
    }
    text.push_str(&format!("ExecStart={call}\n"));
    text
}

/// A machine that was off at the time makes the backup when it is on again.
fn timer(job: &Job) -> String {
    format!(
        "[Unit]\nDescription=Daily backup of {} by chatkeep\n\n[Timer]\nOnCalendar=*-*-* {}:00\nPersistent=true\n\n\
         [Install]\nWantedBy=timers.target\n",
        specifiers_escaped(&job.store).replace('\\', r"\\"),
        job.at
    )
}

fn specifiers_escaped(text: &str) -> String {
    text.replace('%', "%%")
}

/// Writes a word in quotes.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', r"\\").replace('"', "\\\"");
    format!("\"{}\"", specifiers_escaped(&text))
}

#[cfg(test)]
mod tests {
    use super::super::job::sample;
    use super::*;

    #[test]
    fn what_means_something_to_systemd_is_escaped() {
        let text = service(&sample());
        let call = text.lines().last().expect("there are lines");
        assert_eq!(
            call,
            r#"ExecStart="/opt/a b/chatkeep" "--store" "/srv/it's 100%%/chat" "backup" "--note" "<\"$$HOME\" & \\%%>""#
        );
        assert!(
            text.contains("Environment=\"XDG_CONFIG_HOME=/home/a da/%%h\"\n"),
            "{text}"
        );
        assert!(
            text.contains("Description=Backup of /srv/it's 100%%/chat by"),
            "{text}"
        );
        assert!(timer(&sample()).contains("OnCalendar=*-*-* 02:05:00\n"));
    }

    #[test]
    fn a_program_that_systemd_would_not_run_is_refused() {
        let units = Units {
            folder: "/etc/systemd/system".into(),
            user: None,
        };
        assert_eq!(files(&sample(), &units).expect("it would").len(), 2);
        for program in ["/it's", "/\"odd\"", r"/a\b"] {
            let program = program.to_owned();
            let job = Job {
                program,
                ..sample()
            };
            assert!(files(&job, &units).is_err(), "{job:?}");
        }
    }
}
