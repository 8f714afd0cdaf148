//! An agent or a daemon of macOS's launchd, as launchd.plist(5) has it. It starts no job that is still running.

use std::path::PathBuf;

use super::job::Job;
use super::tool;
use super::{UnitFile, Units};
use crate::actions::ActionResult;

const LAUNCHCTL: &str = "launchctl";

/// Returns the path of the property list.
pub(super) fn path(name: &str, units: &Units) -> PathBuf {
    units.folder.join(format!("{name}.plist"))
}

/// Returns the property list.
pub(super) fn file(job: &Job, units: &Units) -> UnitFile {
    UnitFile {
        path: path(&job.name, units),
        content: property_list(job),
    }
}

/// Has launchd run the job.
pub(super) fn activate(file: &UnitFile, units: &Units) -> ActionResult<()> {
    let name = file.path.file_stem().unwrap_or_default().to_string_lossy();
    // It refuses a job that it knows already, and keeps the old one. That it knew none is no fault.
    let _ = deactivate(&name, units);
    let path = file.path.to_string_lossy();
    tool::run(LAUNCHCTL, &["bootstrap", &domain(units), &path], b"").map(drop)
}

/// Has launchd forget the job.
pub(super) fn deactivate(name: &str, units: &Units) -> ActionResult<()> {
    let target = format!("{}/{name}", domain(units));
    tool::run(LAUNCHCTL, &["bootout", &target], b"").map(drop)
}

fn domain(units: &Units) -> String {
    match units.user {
        Some(id) => format!("gui/{id}"),
        None => "system".to_owned(),
    }
}

fn property_list(job: &Job) -> String {
    let string = |text: &str| format!("<string>{}</string>", escaped(text));
    let key = |name: &str| format!("<key>{}</key>", escaped(name));
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n",
    );
    let mut line = |indent: usize, content: String| {
        text.push_str(&"\t".repeat(indent));
        text.push_str(&content);
        text.push('\n');
    };
    line(1, key("Label") + &string(&job.name));
    line(1, key("ProgramArguments"));
    line(1, "<array>".to_owned());
    line(2, string(&job.program));
    for argument in &job.arguments {
        line(2, string(argument));
    }
    line(1, "</array>".to_owned());
    line(1, key("EnvironmentVariables"));
    line(1, "<dict>".to_owned());
    for (name, value) in &job.environment {
        line(2, key(name) + &string(value));
    }
    line(1, "</dict>".to_owned());
    line(1, key("StartCalendarInterval"));
    line(1, "<dict>".to_owned());
    line(
        2,
        format!("{}<integer>{}</integer>", key("Hour"), job.at.hour),
    );
    line(
        2,
        format!("{}<integer>{}</integer>", key("Minute"), job.at.minute),
    );
    line(1, "</dict>".to_owned());
    if let Some(log) = job.log() {
        line(1, key("StandardOutPath") + &string(log));
        line(1, key("StandardErrorPath") + &string(log));
    }
    // Octal 077, which a property list cannot say.
    line(1, key("Umask") + "<integer>63</integer>");
    text.push_str("</dict>\n</plist>\n");
    text
}

/// Escapes text for XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::job::sample;
    use super::*;

    #[test]
    fn what_means_something_to_xml_is_escaped() {
        let text = property_list(&sample());
        for part in [
            r#"<string>&lt;"$HOME" &amp; \%&gt;</string>"#,
            "<string>/srv/it's 100%/chat</string>",
            "<key>Hour</key><integer>2</integer>",
            "<key>Minute</key><integer>5</integer>",
            "<key>StandardErrorPath</key><string>/home/ada/100%/log</string>",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn jobs_of_users_and_of_the_machine_have_domains_of_their_own() {
        let units = |user| Units {
            folder: "/l".into(),
            user,
        };
        assert_eq!(domain(&units(Some(501))), "gui/501");
        assert_eq!(domain(&units(None)), "system");
        assert_eq!(path("x", &units(None)), PathBuf::from("/l/x.plist"));
    }
}
