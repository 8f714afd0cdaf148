//! The line of a crontab.
//!
//! cron runs it with `/bin/sh`, and before that makes line breaks of `%` unless a backslash stands before it.

use super::job::{Job, refused};
use crate::actions::{ActionResult, shell_quoted};

/// The longest command that every cron takes: Debian's and its relatives refuse, or cut off, what has 1000 bytes.
const LONGEST_COMMAND: usize = 998;

/// Returns the line, without its end.
///
/// The log has the time of each run, as messages of failures have none. That a run failed is also told on standard output,
/// of which cron makes a mail.
pub(super) fn line(job: &Job) -> ActionResult<String> {
    let command = command(job).replace('%', r"\%");
    if command.len() > LONGEST_COMMAND {
        let length = command.len();
        return Err(refused(format!(
            "the command would have {length} bytes, and cron takes {LONGEST_COMMAND} at most"
        )));
    }
    Ok(format!("{} {} * * * {command}", job.at.minute, job.at.hour))
}

/// Returns the command as a shell takes it.
fn command(job: &Job) -> String {
    let variables = job.environment.iter();
    let call: Vec<String> = variables
        .map(|(name, value)| format!("{name}={}", shell_quoted(value)))
        .chain([shell_quoted(&job.program).into_owned()])
        .chain(
            job.arguments
                .iter()
                .map(|word| shell_quoted(word).into_owned()),
        )
        .collect();
    let call = call.join(" ");
    let Some(log) = job.log() else {
        return call;
    };
    let (folder, _) = log.rsplit_once('/').unwrap_or((".", log));
    let failed = format!("chatkeep: the backup failed; see {log}");
    format!(
        "umask 077; mkdir -p {} && {{ date -u; {call}; }} >>{} 2>&1 || {{ echo {}; false; }}",
        shell_quoted(folder),
        shell_quoted(log),
        shell_quoted(&failed)
    )
}

#[cfg(test)]
mod tests {
    use super::super::job::sample;
    use super::*;

    #[test]
    fn the_line_has_the_time_the_environment_and_no_bare_percent_sign() {
        let line = line(&sample()).expect("short enough");
        assert_eq!(
            line,
            r#"5 2 * * * umask 077; mkdir -p /home/ada/100\% && { date -u; HOME=/home/ada XDG_CONFIG_HOME='/home/a da/\%h' '/opt/a b/chatkeep' --store '/srv/it'\''s 100\%/chat' backup --note '<"$HOME" & \''\%>'; } >>/home/ada/100\%/log 2>&1 || { echo 'chatkeep: the backup failed; see /home/ada/100\%/log'; false; }"#
        );
    }

    #[test]
    fn what_cron_would_cut_off_is_refused() {
        let mut job = sample();
        job.arguments.push("x".repeat(900));
        assert!(line(&job).is_err());
        job.log = None;
        job.arguments.pop();
        assert!(line(&job).expect("short").ends_with(r"\''\%>'"));
    }
}
