//! Schedules, installed and removed, with stand-ins for the programs that the system has once for everybody.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::backend::leave_out;
use crate::invocation::Invocation;
use crate::sandbox::Sandbox;

/// Keeps a crontab in a file beside it, and counts how often it is written.
const CRONTAB: &str = r#"#!/bin/sh
cd "$(dirname "$0")" || exit 9
case "$*" in
  -l) [ -e tab ] || { echo "no crontab for ada" >&2; exit 1; }; cat tab ;;
  -) cat >tab && echo write >>calls ;;
  *) exit 9 ;;
esac
"#;

/// Notes what it is called with.
const CONTROL: &str = "#!/bin/sh\ncd \"$(dirname \"$0\")\" || exit 9\necho \"$*\" >>calls\n";

/// A user's folder of programs, and no other one, in a sandbox.
struct Tools<'s> {
    sandbox: &'s Sandbox,
    folder: PathBuf,
}

impl<'s> Tools<'s> {
    fn new(sandbox: &'s Sandbox) -> Self {
        let folder = sandbox.root().join("tools");
        fs::create_dir(&folder).expect("it is new");
        let mode = Permissions::from_mode(0o755);
        fs::set_permissions(&folder, mode).expect("it is ours");
        Self { sandbox, folder }
    }

    /// Puts a program there.
    fn with(self, name: &str, script: &str) -> Self {
        let path = self.folder.join(name);
        fs::write(&path, script).expect("it is ours");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("it is ours");
        self
    }

    /// Prepares `backup schedule`, by a user without root's rights.
    fn schedule(&self, arguments: &[&str]) -> Invocation<'s> {
        let words = [&["backup", "schedule"], arguments].concat();
        let run = self.sandbox.chatkeep(&words).unprivileged();
        self.alone(run)
    }

    /// Lets a run find no programs but the shell's and these.
    fn alone(&self, run: Invocation<'s>) -> Invocation<'s> {
        let shell = self.folder.join("shell");
        if !shell.exists() {
            fs::create_dir(&shell).expect("it is new");
            for name in ["sh", "cat", "dirname"] {
                let program = Path::new("/bin").join(name);
                let program = if program.exists() {
                    program
                } else {
                    Path::new("/usr/bin").join(name)
                };
                std::os::unix::fs::symlink(program, shell.join(name)).expect("it is new");
            }
        }
        let path = std::env::join_paths([&self.folder, &shell]).expect("no colons");
        run.with_env("PATH", path)
    }

    fn state(&self, arguments: &[&str]) -> Value {
        let words = [arguments, &["--format", "json"]].concat();
        let shown = self.schedule(&words).run().succeeds().stdout_json();
        shown["state"].clone()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }

    /// Returns what was called since this was asked last.
    fn calls(&self) -> Vec<String> {
        let calls = self.read("calls");
        fs::write(self.folder.join("calls"), "").expect("it is ours");
        let mode = Permissions::from_mode(0o666);
        fs::set_permissions(self.folder.join("calls"), mode).expect("it is ours");
        calls.lines().map(str::to_owned).collect()
    }
}

#[test]
fn a_line_is_installed_once_replaced_and_taken_out_and_others_stay() {
    json_files_only!("the crontab is the same");
    let sandbox = Sandbox::flask_store();
    let tools = Tools::new(&sandbox).with("crontab", CRONTAB);
    let cron = |more: &[&str]| tools.state(&[&["--cron"], more].concat());
    assert_eq!(cron(&["--remove"]), "absent");
    assert_eq!(cron(&["--install"]), "installed");
    let alone = tools.read("tab");
    assert!(alone.contains("\n0 2 * * * umask"), "{alone}");
    let others = "# mine\n\n  5 4 * * *   tidy %up\n";
    fs::write(tools.folder.join("tab"), format!("{others}{alone}# last\n")).expect("ours");
    let before = tools.read("tab");
    tools.calls();
    assert_eq!(cron(&["--install"]), "unchanged");
    assert_eq!(
        (tools.read("tab"), tools.calls().len()),
        (before.clone(), 0)
    );
    assert_eq!(cron(&["--install", "--at", "4:30"]), "replaced");
    assert_eq!(
        tools.read("tab"),
        before.replace("\n0 2 * * * umask", "\n30 4 * * * umask")
    );
    assert_eq!(cron(&["--remove"]), "removed");
    assert_eq!(tools.read("tab"), format!("{others}# last\n"));
    assert_eq!(cron(&["--remove"]), "absent");
    let torn = alone.replace("# END", "# end");
    fs::write(tools.folder.join("tab"), &torn).expect("ours");
    let refused = tools.schedule(&["--cron", "--remove"]).run().fails_with(4);
    assert!(refused.stderr_text().contains("crontab -e"), "{refused}");
    assert_eq!(tools.read("tab"), torn);
}

#[test]
fn what_is_there_is_left_alone_if_it_cannot_be_read() {
    json_files_only!("the crontab is the same");
    let sandbox = Sandbox::flask_store();
    let denied = "#!/bin/sh\necho 'ada may not use crontab' >&2\nexit 1\n";
    let tools = Tools::new(&sandbox).with("crontab", denied);
    let refused = tools.schedule(&["--cron", "--install"]).run().fails_with(1);
    let said = "error: `crontab -l` failed: ada may not use crontab\n";
    assert!(refused.stderr_text().starts_with(said), "{refused}");
    fs::remove_file(tools.folder.join("crontab")).expect("it is ours");
    for doing in ["--install", "--remove"] {
        let refused = tools.schedule(&["--cron", doing]).run().fails_with(1);
        let said = "error: there is no program crontab\n";
        assert!(refused.stderr_text().starts_with(said), "{refused}");
    }
}

#[test]
fn the_real_crontab_takes_it_and_gives_it_back() {
    json_files_only!("the crontab is the same");
    if !rustix::process::geteuid().is_root() {
        return leave_out("the crontab is its user's; root has it tried as a user who has none");
    }
    let sandbox = Sandbox::flask_store();
    let crontab = |arguments: &[&str]| sandbox.program("crontab", arguments).unprivileged().run();
    let before = crontab(&["-l"]).stdout;
    let schedule = |doing: &str| {
        let words = ["backup", "schedule", "--cron", doing];
        let run = sandbox.chatkeep(&words).unprivileged().run().succeeds();
        run.stdout_text().to_owned()
    };
    let installed = schedule("--install");
    let with_it = crontab(&["-l"]).succeeds().stdout;
    let again = schedule("--install");
    let twice = crontab(&["-l"]).succeeds().stdout;
    let removed = schedule("--remove");
    let after = crontab(&["-l"]).stdout;
    assert!(installed.contains("is backed up daily at 02:00 by cron"));
    assert!(with_it.starts_with(&before) && with_it.len() > before.len());
    assert!(again.contains("already") && twice == with_it);
    assert!(removed.contains("no longer") && after == before);
}

#[test]
fn systemd_takes_the_units_and_is_told_of_them() {
    json_files_only!("the units are the same");
    let sandbox = Sandbox::flask_store();
    let tools = Tools::new(&sandbox).with("systemctl", CONTROL);
    // The program's own path is what systemd looks at.
    let odd = sandbox.root().join("100% odd; $HOME");
    fs::create_dir(&odd).expect("it is new");
    fs::set_permissions(&odd, Permissions::from_mode(0o755)).expect("it is ours");
    let program = odd.join("chatkeep");
    let program = program.to_str().expect("text");
    let copy = ["-m", "755", env!("CARGO_BIN_EXE_chatkeep"), program];
    sandbox.program("install", &copy).run().succeeds();
    let schedule = |more: &[&str]| {
        let words = [
            &["backup", "schedule", "--systemd", "--format", "json"],
            more,
        ]
        .concat();
        let run = sandbox.program(program, &words).unprivileged();
        tools.alone(run).run().succeeds().stdout_json()
    };
    let note = ["--install", "--", "--note", r#"5% of $HOME; "\n" ; \"#];
    let installed = schedule(&note);
    assert_eq!(installed["state"], "installed");
    let timer = format!("{}.timer", installed["name"].as_str().expect("text"));
    let calls = [
        "--user daemon-reload".to_owned(),
        format!("--user enable {timer}"),
        format!("--user restart {timer}"),
    ];
    assert_eq!(tools.calls(), calls);
    let files = installed["files"].as_array().expect("there are some");
    for file in files {
        let (path, content) = (&file["path"], &file["content"]);
        let path = Path::new(path.as_str().expect("text"));
        assert!(path.starts_with(sandbox.home().join(".config/systemd/user")));
        assert_eq!(fs::read_to_string(path).expect("it was made"), *content);
        let verified = sandbox
            .program("systemd-analyze", &[Path::new("verify"), path])
            .run();
        let verified = verified.succeeds();
        assert!(verified.stderr.is_empty(), "{verified}");
    }
    assert_eq!(schedule(&note)["state"], "unchanged");
    assert_eq!(
        schedule(&["--install", "--at", "23:30"])["state"],
        "replaced"
    );
    tools.calls();
    assert_eq!(schedule(&["--remove"])["state"], "removed");
    let calls = [
        format!("--user disable --now {timer}"),
        "--user daemon-reload".to_owned(),
    ];
    assert_eq!(tools.calls(), calls);
    assert_eq!(schedule(&["--remove"])["state"], "absent");
    assert!(tools.calls().is_empty());
}

#[test]
fn units_are_written_and_their_failure_told_where_systemd_does_not_take_them() {
    json_files_only!("the units are the same");
    let sandbox = Sandbox::flask_store();
    let tools = Tools::new(&sandbox);
    let refused = tools.schedule(&["--systemd", "--install"]).run();
    let refused = refused.fails_with(1);
    let said = refused.stderr_text();
    assert!(
        said.contains(
            "there is no program systemctl; the files are written, but nothing runs them yet"
        ),
        "{refused}"
    );
    assert!(
        refused
            .stdout_text()
            .contains("is to be backed up daily at 02:00"),
        "{refused}"
    );
    let folder = sandbox.home().join(".config/systemd/user");
    assert_eq!(fs::read_dir(&folder).expect("it was made").count(), 2);
    let failing = "#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n";
    let tools = tools.with("systemctl", failing);
    let refused = tools.schedule(&["--systemd", "--remove"]).run();
    let refused = refused.fails_with(1);
    let said = refused.stderr_text();
    assert!(
        said.contains("Failed to connect to bus; the files are removed"),
        "{refused}"
    );
    assert_eq!(fs::read_dir(&folder).expect("it stays").count(), 0);
}

#[test]
fn a_property_list_says_what_was_meant_and_launchd_is_told_of_it() {
    json_files_only!("the list is the same");
    let sandbox = Sandbox::flask_store();
    let tools = Tools::new(&sandbox).with("launchctl", CONTROL);
    let note = "--note=<\"5% & more\"> it's";
    let words = ["--launchd", "--install", "--format", "json", "--", note];
    let installed = tools.schedule(&words).run().succeeds().stdout_json();
    let name = installed["name"].as_str().expect("text");
    let path = sandbox
        .home()
        .join(format!("Library/LaunchAgents/{name}.plist"));
    let script =
        "import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], 'rb'))))";
    let read = ["-c", script, path.to_str().expect("text")];
    let list = sandbox
        .program("python3", &read)
        .run()
        .succeeds()
        .stdout_json();
    let words = list["ProgramArguments"].as_array().expect("an array");
    assert_eq!(words.last().expect("there are some"), note);
    assert_eq!(words[2], sandbox.location());
    assert_eq!(list["StartCalendarInterval"]["Hour"], 2);
    assert_eq!(
        list["EnvironmentVariables"]["HOME"],
        sandbox.home().to_str().expect("text")
    );
    assert_eq!(list["StandardErrorPath"], installed["log"]);
    let calls = tools.calls();
    let ends = [format!("/{name}"), format!(" {}", path.display())];
    assert!(
        calls
            .iter()
            .zip(&ends)
            .all(|(call, end)| call.ends_with(end)),
        "{calls:?}"
    );
    assert!(calls[0].starts_with("bootout gui/") && calls[1].starts_with("bootstrap gui/"));
    assert_eq!(tools.state(&["--launchd", "--remove"]), "removed");
    assert!(!path.exists());
}
