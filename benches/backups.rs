//! Times backups next to what else makes, checks and unpacks them: tar with pigz, restic, and GNU tar on chatkeep's own backup.
//!
//! `cargo bench --bench backups`, or with more runs: `cargo bench --bench backups -- --runs 10`. Peers that are not installed
//! are left out. What unpacks is not told to have it on disk, but for chatkeep, which does not say otherwise.

mod in_turn;
mod many_users;
mod runs;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use in_turn::{Candidate, compare, within};
use many_users::{id_of, make_store};
use runs::Outcome;

const DEFAULT_RUNS: usize = 5;
const USERS: usize = 2_000;

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let bench = Bench {
        home: folder.path().to_owned(),
    };
    let bytes = make_store(&bench.store(), USERS)?;
    let mut text = format!("\n{USERS} users, {} MB\n", bytes / 1_000_000);
    let peers = Peers::found();
    if !peers.pigz {
        text += "pigz is not installed, and left out\n";
    }
    if !peers.restic {
        text += "restic is not installed, and left out\n";
    }
    text += &compare(bench.making(&peers), runs)?;
    text += &bench.sizes(&peers)?;
    text += &compare(bench.checking(&peers), runs)?;
    text += &compare(bench.unpacking(&peers), runs)?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// Which of the peers are installed; tar is everywhere.
struct Peers {
    pigz: bool,
    restic: bool,
}

impl Peers {
    fn found() -> Self {
        let is_there = |name: &str, argument: &str| {
            let mut command = Command::new(name);
            command.arg(argument).stdout(Stdio::null());
            command.stderr(Stdio::null()).status().is_ok()
        };
        Self {
            pigz: is_there("pigz", "--version"),
            restic: is_there("restic", "version"),
        }
    }
}

/// What is timed, in one folder.
struct Bench {
    home: PathBuf,
}

impl Bench {
    fn at(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    fn store(&self) -> PathBuf {
        self.at("store")
    }

    fn backup(&self) -> PathBuf {
        self.at("backup.tar.gz")
    }

    fn tarball(&self) -> PathBuf {
        self.at("pigz.tar.gz")
    }

    /// Gives a program its arguments, and nothing of this environment.
    fn command(&self, name: &str, arguments: &[&OsStr]) -> Command {
        let mut command = Command::new(name);
        command.args(arguments);
        within(&self.home, &mut command);
        command.env("RESTIC_REPOSITORY", self.at("restic"));
        command.env("RESTIC_PASSWORD", "bench");
        command.current_dir(&self.home);
        command
    }

    fn chatkeep(&self, store: &Path, arguments: &[&OsStr]) -> Command {
        let mut all = vec!["--quiet".as_ref(), "--store".as_ref(), store.as_os_str()];
        all.extend(arguments);
        self.command(env!("CARGO_BIN_EXE_chatkeep"), &all)
    }

    fn restic(&self, arguments: &[&str]) -> Command {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let mut command = self.command("restic", &arguments);
        command.arg("--quiet");
        command
    }

    /// Making a backup, the first and the next.
    fn making(&self, peers: &Peers) -> Vec<Candidate> {
        let backup = self.backup();
        let make = ["backup".as_ref(), "-o".as_ref(), backup.as_os_str()];
        let mut candidates = vec![Candidate::prepared(
            "backup",
            self.chatkeep(&self.store(), &make),
            move || remove(&backup),
        )];
        if peers.pigz {
            let pipe = "tar cf - store | pigz -6 > pigz.tar.gz";
            let command = self.command("sh", &["-c".as_ref(), pipe.as_ref()]);
            candidates.push(Candidate::new("tar | pigz -6", command));
        }
        if peers.restic {
            let repository = self.at("restic");
            let mut init = self.restic(&["init"]);
            let first = move || {
                remove(&repository)?;
                succeed(&mut init)
            };
            let backup = || self.restic(&["backup", "store"]);
            candidates.push(Candidate::prepared("restic, the first", backup(), first));
            candidates.push(Candidate::new("restic, the next", backup()));
        }
        candidates
    }

    fn sizes(&self, peers: &Peers) -> Outcome<String> {
        let ours = fs::metadata(self.backup())?.len();
        let mut text = format!("\nbackup: {ours} bytes");
        if peers.pigz {
            let theirs = fs::metadata(self.tarball())?.len();
            let ratio = ours as f64 / theirs as f64;
            write!(text, ", {ratio:.3} times those of tar | pigz -6")?;
        }
        Ok(text + "\n")
    }

    /// Reading all of it, and one user's part.
    fn checking(&self, peers: &Peers) -> Vec<Candidate> {
        let (backup, store) = (self.backup(), self.store());
        let verify = ["backup".as_ref(), "verify".as_ref(), backup.as_os_str()];
        let mut candidates = vec![Candidate::new(
            "backup verify",
            self.chatkeep(&store, &verify),
        )];
        if peers.restic {
            let check = self.restic(&["check", "--read-data"]);
            candidates.push(Candidate::new("restic check --read-data", check));
        }
        let list = self.command("tar", &["tzf".as_ref(), backup.as_os_str()]);
        candidates.push(Candidate::new("tar tzf", list));
        let user = id_of(USERS / 2);
        let one = [
            "restore".as_ref(),
            backup.as_os_str(),
            "--user".as_ref(),
            user.as_ref(),
            "--dry-run".as_ref(),
        ];
        candidates.push(Candidate::new(
            "restore --user --dry-run",
            self.chatkeep(&store, &one),
        ));
        candidates
    }

    /// Getting everything back, where there is nothing.
    fn unpacking(&self, peers: &Peers) -> Vec<Candidate> {
        let backup = self.backup();
        let fresh = |name: &'static str, is_made: bool| {
            let path = self.at(name);
            move || {
                remove(&path)?;
                match is_made {
                    true => Ok(fs::create_dir(&path)?),
                    false => Ok(()),
                }
            }
        };
        let restore = ["restore".as_ref(), backup.as_os_str(), "--yes".as_ref()];
        let unpack = ["xzf", "backup.tar.gz", "-C", "unpacked"].map(OsStr::new);
        let mut candidates = vec![
            Candidate::prepared(
                "restore",
                self.chatkeep(&self.at("restored"), &restore),
                fresh("restored", false),
            ),
            Candidate::prepared(
                "tar xzf",
                self.command("tar", &unpack),
                fresh("unpacked", true),
            ),
            Candidate::prepared(
                "tar xzf, and sync -f",
                self.command(
                    "sh",
                    &[
                        "-c".as_ref(),
                        "tar xzf backup.tar.gz -C synced && sync -f synced".as_ref(),
                    ],
                ),
                fresh("synced", true),
            ),
        ];
        if peers.restic {
            let restore = self.restic(&["restore", "latest", "--target", "theirs"]);
            candidates.push(Candidate::prepared(
                "restic restore",
                restore,
                fresh("theirs", false),
            ));
        }
        candidates
    }
}

fn succeed(command: &mut Command) -> Outcome<()> {
    let output = command.output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{command:?}: {output:?}").into()),
    }
}

fn remove(path: &Path) -> Outcome<()> {
    match path.is_dir() {
        true => Ok(fs::remove_dir_all(path)?),
        false if path.exists() => Ok(fs::remove_file(path)?),
        false => Ok(()),
    }
}
