//! Servers that others wrote: each on a free port of this machine, and ended with the test that started it.

use std::fs::{self, File};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use crate::http;

/// The slowest of them takes a tenth of it.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How long to wait between two looks at a server that starts.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How often another port is tried. It takes another program that gets the port between our look and the server's start.
const ATTEMPTS: u32 = 5;

/// A server that runs for as long as this is there.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    /// Where it writes its log, and whatever else.
    folder: TempDir,
}

/// What is to be run.
pub(crate) struct Recipe {
    /// The folder below target/peers.
    name: &'static str,
    /// The program with its arguments; `{port}` stands for the port.
    command: Vec<String>,
    environment: Vec<(String, String)>,
    /// What can be asked for when it is ready.
    health: &'static str,
}

impl Recipe {
    /// One that Python runs, by its script of that name.
    pub(crate) fn python(
        name: &'static str,
        arguments: &[&str],
        health: &'static str,
    ) -> Option<Self> {
        let folder = installed(name)?;
        let script = folder.join("bin").join(name);
        Some(Self {
            name,
            command: command("python3", &script, arguments),
            environment: vec![
                ("PYTHONPATH".to_owned(), text(&folder)),
                ("PYTHONDONTWRITEBYTECODE".to_owned(), "1".to_owned()),
            ],
            health,
        })
    }

    /// One that Node.js runs, by this script.
    pub(crate) fn node(
        name: &'static str,
        script: &str,
        arguments: &[&str],
        health: &'static str,
    ) -> Option<Self> {
        let script = installed(name)?.join("node_modules").join(script);
        Some(Self {
            name,
            command: command("node", &script, arguments),
            environment: Vec::new(),
            health,
        })
    }

    /// Sets an environment variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it, and waits until it answers.
    pub(crate) fn start(&self) -> Server {
        let mut logs = String::new();
        for _ in 0..ATTEMPTS {
            let listener =
                TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
            let address = listener.local_addr().expect("it has an address");
            drop(listener);
            let mut server = self.spawn(address);
            match server.wait(self.health) {
                Ok(()) => return server,
                Err(log) => logs.push_str(&log),
            }
        }
        panic!("{} does not start:\n{logs}", self.name);
    }

    fn spawn(&self, address: SocketAddr) -> Server {
        let folder = tempfile::Builder::new()
            .prefix("chatkeep-peer-")
            .tempdir()
            .expect("the system's temporary folder is writable");
        let log = File::create(folder.path().join("log")).expect("the folder is ours");
        let errors = log.try_clone().expect("a file can be shared");
        let port = address.port().to_string();
        // The kernel ends it with the thread that started it, also where that has no time to do so itself.
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--"])
            .args(
                self.command
                    .iter()
                    .map(|word| word.replace("{port}", &port)),
            )
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder.path())
            .env("LANG", "C.UTF-8")
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        Server {
            address,
            child,
            folder,
        }
    }
}

impl Server {
    /// Waits until it answers. The error is its log, if it has ended.
    fn wait(&mut self, health: &str) -> Result<(), String> {
        let begun = Instant::now();
        while !http::is_well(self.address, health) {
            let has_ended = self.child.try_wait().expect("it is ours").is_some();
            if has_ended || begun.elapsed() > START_LIMIT {
                return Err(self.log());
            }
            thread::sleep(LOOK_EVERY);
        }
        Ok(())
    }

    /// Returns its address as a URL, with a path behind it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn log(&self) -> String {
        let log = fs::read(self.folder.path().join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // With whatever it started. It may have ended already.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Returns where a server was put; `None`, and says so, where it was not. In continuous integration that is a failure.
fn installed(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/peers")
        .join(name);
    if folder.join("installed").is_file() {
        return Some(folder);
    }
    let missing = format!("{name} is not there; tests/peers/install fetches it");
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    // Not by a macro, whose output is not shown of tests that pass. Nothing depends on it.
    let _ = writeln!(std::io::stderr(), "skipped: {missing}");
    None
}

fn command(program: &str, script: &Path, arguments: &[&str]) -> Vec<String> {
    let mut command = vec![program.to_owned(), text(script)];
    command.extend(arguments.iter().map(|word| (*word).to_owned()));
    command
}

fn text(path: &Path) -> String {
    path.to_str()
        .expect("the checkout's path is text")
        .to_owned()
}
