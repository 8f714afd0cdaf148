//! What is to be run, and when.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::actions::{ActionError, ActionResult};

/// A time of the day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// From 0 to 23.
    pub hour: u8,
    /// From 0 to 59.
    pub minute: u8,
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |digits: &str| match digits.len() {
            1 | 2 if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
            _ => None,
        };
        let parts = text.split_once(':').filter(|(_, minute)| minute.len() == 2);
        let time = parts.and_then(|(hour, minute)| {
            let (hour, minute) = (number(hour)?, number(minute)?);
            (hour < 24 && minute < 60).then_some(Self { hour, minute })
        });
        time.ok_or_else(|| "give hours and minutes, from 00:00 to 23:59".to_owned())
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// A backup that is to be made every day. No text in it has control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What tells it from the jobs of other stores.
    pub name: String,
    /// The store, as it is shown.
    pub store: String,
    /// When, by the machine's clock.
    pub at: TimeOfDay,
    /// The absolute path of the program.
    pub program: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What is to be set for it: schedulers hand on next to nothing.
    pub environment: Vec<(String, String)>,
    /// Where its output goes, unless the scheduler keeps that.
    pub log: Option<PathBuf>,
}

impl Job {
    /// Checks that every scheduler can be told all of it.
    pub fn check(&self) -> ActionResult<()> {
        if self.log.is_some() && self.log().is_none() {
            return Err(refused("the path of the log is not UTF-8"));
        }
        let single = [self.store.as_str(), &self.program].into_iter();
        let environment = self.environment.iter().map(|(_, value)| value.as_str());
        let arguments = self.arguments.iter().map(String::as_str);
        let mut texts = single.chain(arguments).chain(environment).chain(self.log());
        if let Some(text) = texts.find(|text| text.chars().any(char::is_control)) {
            return Err(refused(format!("{text:?} has control characters")));
        }
        Ok(())
    }

    /// Returns the name of the job for the store that is shown so. `details` are what else tells it from others.
    pub fn name_for(store: &str, details: &str) -> String {
        let digest = Sha256::digest(format!("{store}\n{details}"));
        let digest: String = digest[..4]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let last = store.rsplit('/').next().unwrap_or_default();
        // systemd takes a few more; what it does not take would need escapes.
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        let last: String = last.chars().filter(is_plain).take(30).collect();
        let dash = if last.is_empty() { "" } else { "-" };
        format!("chatkeep-backup-{last}{dash}{digest}")
    }

    /// Returns the path of the log, which `check` knows to be text.
    pub(super) fn log(&self) -> Option<&str> {
        self.log.as_deref().and_then(Path::to_str)
    }
}

pub(super) fn refused(reason: impl Into<String>) -> ActionError {
    ActionError::NotSchedulable {
        reason: reason.into(),
    }
}

#[cfg(test)]
pub(super) fn sample() -> Job {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Job {
        name: "chatkeep-backup-chat-01234567".to_owned(),
        store: "/srv/it's 100%/chat".to_owned(),
        at: TimeOfDay { hour: 2, minute: 5 },
        program: "/opt/a b/chatkeep".to_owned(),
        arguments: [
            "--store",
            "/srv/it's 100%/chat",
            "backup",
            "--note",
            r#"<"$HOME" & \%>"#,
        ]
        .map(str::to_owned)
        .to_vec(),
        environment: vec![
            pair("HOME", "/home/ada"),
            pair("XDG_CONFIG_HOME", "/home/a da/%h"),
        ],
        log: Some("/home/ada/100%/log".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day_are_read_strictly() {
        for (text, shown) in [("02:00", "02:00"), ("2:05", "02:05"), ("23:59", "23:59")] {
            let time: TimeOfDay = text.parse().expect("a time");
            assert_eq!(time.to_string(), shown);
        }
        for text in [
            "", "2", "24:00", "02:60", "2:5", "02:00:00", "+2:00", "a:00", "002:00",
        ] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn stores_of_the_same_last_name_have_names_of_their_own() {
        let name_for = |store| Job::name_for(store, "");
        let name = name_for("/srv/a/my store");
        assert!(name.starts_with("chatkeep-backup-mystore-"), "{name}");
        assert_ne!(name, name_for("/srv/b/my store"));
        assert_eq!(name, name_for("/srv/a/my store"));
        assert_ne!(name, Job::name_for("/srv/a/my store", "another"));
    }

    #[test]
    fn control_characters_are_refused_wherever_they_are() {
        assert!(sample().check().is_ok());
        let mut jobs = [sample(), sample(), sample()];
        jobs[0].program.push('\n');
        jobs[1].arguments.push("a\rb".to_owned());
        jobs[2].environment[0].1.push('\u{1b}');
        for job in jobs {
            assert!(job.check().is_err());
        }
        let log = Some(PathBuf::from("/a\nb"));
        let job = Job { log, ..sample() };
        assert!(job.check().is_err(), "the log, too");
    }
}
