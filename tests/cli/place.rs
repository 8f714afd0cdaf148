//! Where a sandbox's store stands: in the folder in which tests prepare and read it, or in a database to which the program
//! brought it.
//!
//! Tests know the folder alone. Before the program runs, `migrate` brings what is in the folder to the database, and the
//! folder goes away, so that a test which kept a path in it fails rather than reads what is no longer true. When a test asks
//! for the folder again, `migrate` writes there what is in the database by then. What a test changed in it is brought to the
//! database anew.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::backend::{self, Backend};
use crate::environment;
use crate::tree::{TreeDigest, tree_digest};

/// What is at a migration's source when it ends with this exit code: nothing.
const NOT_FOUND: i32 = 3;

/// The file of a SQLite database. It has others beside it, whose names begin with its own.
const DATABASE: &str = "store.db";

/// The store of a sandbox.
pub(crate) struct Place {
    root: PathBuf,
    backend: Backend,
    /// The name of the database, on a server that has those of all sandboxes.
    database: String,
    /// Whether that was made.
    has_database: bool,
    stands: Stands,
    /// Whether a program may still be running, so that what was read a moment ago may not be true any more.
    is_watched: bool,
    runs_as: Option<(u32, PathBuf)>,
}

enum Stands {
    /// In the folder, where the test is making it.
    Folder,
    /// In the folder as it came from the database, which has it as well.
    Both(TreeDigest),
    Database,
}

impl Place {
    /// Returns the place of a store that a test is about to make in a folder below `root`.
    pub(crate) fn new(root: &Path, backend: Backend) -> Self {
        let name = root.file_name().expect("a temporary folder has a name");
        let name = name.to_str().expect("it is plain").to_lowercase();
        if backend == Backend::Postgres {
            backend::postgres_server();
        }
        Self {
            root: root.to_owned(),
            backend,
            // Two runs of tests may have one server: the number of the process tells them apart.
            database: format!("{}_{}", name.replace(['-', '.'], "_"), std::process::id()),
            has_database: false,
            stands: Stands::Folder,
            is_watched: false,
            runs_as: None,
        }
    }

    /// Returns what `CHATKEEP_STORE` names.
    pub(crate) fn location(&self) -> String {
        let below = |name| {
            let path = self.root.join(name);
            path.to_str().expect("a temporary name is text").to_owned()
        };
        match self.backend {
            Backend::Json => below("store"),
            Backend::Sqlite => format!("sqlite:{}", below(DATABASE)),
            Backend::Postgres => {
                let server = backend::postgres_server();
                let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
                let (scheme, address) = address.split_once("://").expect("it is a URL");
                let host = address.split('/').next().expect("there is a first part");
                let mut url = format!("{scheme}://{host}/{}", self.database);
                if !parameters.is_empty() {
                    url.push('?');
                    url.push_str(parameters);
                }
                url
            }
        }
    }

    /// Returns that as the program shows it: without a password.
    pub(crate) fn shown_location(&self) -> String {
        static PASSWORD: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("(://[^:@/]*):[^@/]*@").expect("well formed"));
        PASSWORD.replace(&self.location(), "$1:***@").into_owned()
    }

    /// Puts `[STORE]` in place of the location, and of what this machine keeps for the store elsewhere.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.backend.is_json() {
            return text.to_owned();
        }
        let states = regex::escape(self.states().to_str().expect("text"));
        let state = Regex::new(&format!("{states}/[^/ \n]+(/backups)?")).expect("well formed");
        let text = text
            .replace(&self.location(), "[STORE]")
            .replace(&self.shown_location(), "[STORE]")
            // A shell would take a URL's signs for its own.
            .replace("'[STORE]'", "[STORE]");
        let text = state.replace_all(&text, |found: &Captures<'_>| match found.get(1) {
            Some(_) => "[STORE]/backups",
            None => "[STORE]/.chatkeep",
        });
        text.into_owned()
    }

    /// Returns the folder of what belongs to the store and to this machine alone.
    pub(crate) fn machine(&self) -> PathBuf {
        match self.backend {
            Backend::Json => Path::new(&self.location()).join(".chatkeep"),
            Backend::Sqlite | Backend::Postgres => {
                // Its name is the program's affair. No sandbox has a second one.
                let mut folders = fs::read_dir(self.states()).into_iter().flatten();
                let first = folders.next().map(|folder| folder.expect("listed").path());
                first.unwrap_or_else(|| self.states().join("none"))
            }
        }
    }

    /// Returns the folder of backups that were given no other.
    pub(crate) fn backups(&self) -> PathBuf {
        match self.backend {
            Backend::Json => Path::new(&self.location()).join("backups"),
            Backend::Sqlite | Backend::Postgres => self.machine().join("backups"),
        }
    }

    fn states(&self) -> PathBuf {
        self.root.join("state/chatkeep/stores")
    }

    fn folder(&self) -> PathBuf {
        self.root.join("store")
    }

    /// Has the store as a folder of JSON files, as it is now.
    #[track_caller]
    pub(crate) fn look(&mut self) -> PathBuf {
        let folder = self.folder();
        let is_current = match &self.stands {
            Stands::Folder => true,
            Stands::Both(came) => !self.is_watched || *came != tree_digest(&folder),
            Stands::Database => false,
        };
        if !is_current {
            remove(&folder);
            // There may be nothing to bring.
            self.migrate(
                &self.location(),
                folder.to_str().expect("text"),
                &[0, NOT_FOUND],
            );
            if !folder.exists() {
                fs::create_dir(&folder).expect("its parent is ours");
            }
            self.stands = Stands::Both(tree_digest(&folder));
        }
        folder
    }

    /// Has the store where the program looks for it.
    #[track_caller]
    pub(crate) fn enter(&mut self) {
        if self.backend.is_json() {
            return;
        }
        let folder = self.folder();
        let is_there = match &self.stands {
            Stands::Database => return,
            Stands::Folder => false,
            Stands::Both(came) => folder.exists() && *came == tree_digest(&folder),
        };
        if !is_there {
            self.make_anew();
            let is_empty = fs::read_dir(&folder).map_or(true, |mut all| all.next().is_none());
            if !is_empty {
                let is_store = folder.join("users.json").exists();
                let codes: &[i32] = if is_store { &[0] } else { &[0, NOT_FOUND] };
                self.migrate(folder.to_str().expect("text"), &self.location(), codes);
            }
        }
        remove(&folder);
        self.stands = Stands::Database;
    }

    /// Notes that a program is started which may change the store at any moment from now on.
    pub(crate) fn watch(&mut self) {
        self.is_watched = true;
    }

    /// Has everything that follows done by a user, to whom the store belongs, with this copy of the program.
    pub(crate) fn run_as(&mut self, user: u32, program: PathBuf) {
        self.runs_as = Some((user, program));
    }

    /// Digests what a run may not change: the sandbox's files, and the documents of a store that has no files.
    #[track_caller]
    pub(crate) fn digest(&mut self) -> TreeDigest {
        if self.backend.is_json() {
            return tree_digest(&self.root);
        }
        self.enter();
        let documents = tree_digest(&self.look());
        self.enter();
        let documents = documents
            .into_iter()
            .map(|(path, facts)| (Path::new("documents").join(path), facts));
        let mut digest = tree_digest(&self.root);
        digest.retain(|path, facts| {
            // A database's own files are its affair, and the folder that this machine has for a store may be empty.
            let is_database = path.as_os_str().is_empty() || is_database_file(path);
            !(is_database || path.starts_with("state") && facts.ends_with("folder"))
        });
        digest.extend(documents);
        digest
    }

    /// Digests what is neither the store nor kept for it by this machine.
    pub(crate) fn outside(&self) -> TreeDigest {
        let mut digest = tree_digest(&self.root);
        digest.retain(|path, _| match self.backend {
            Backend::Json => !path.starts_with("store"),
            Backend::Sqlite | Backend::Postgres => {
                !is_database_file(path) && !path.starts_with("state")
            }
        });
        digest
    }

    /// Changes something in the database past the program; `[TABLE]` before a table's name stands for its schema.
    #[track_caller]
    pub(crate) fn execute(&mut self, statement: &str) {
        self.enter();
        match self.backend {
            Backend::Json => panic!("JSON files have no statements"),
            Backend::Sqlite => {
                let file = rusqlite::Connection::open(self.root.join(DATABASE));
                let statement = statement.replace("[TABLE]", "");
                let done = file.and_then(|file| file.execute_batch(&statement));
                done.unwrap_or_else(|error| panic!("{statement}: {error}"));
            }
            Backend::Postgres => psql(&self.location(), &statement.replace("[TABLE]", "chatkeep.")),
        }
    }

    /// Has all changes of users' data refused by the database, or taken again.
    #[track_caller]
    pub(crate) fn take_user_data(&mut self, is_taken: bool) {
        let mut statements = String::new();
        for (table, change) in [
            ("user_data", "UPDATE"),
            ("user_data", "INSERT"),
            ("messages", "INSERT"),
        ] {
            let statement = match (self.backend, is_taken) {
                (Backend::Postgres, _) if (table, change) == ("user_data", "INSERT") => continue,
                (Backend::Postgres, false) => format!(
                    "ALTER TABLE [TABLE]{table} ADD CONSTRAINT refused CHECK (false) NOT VALID;"
                ),
                (Backend::Postgres, true) => {
                    format!("ALTER TABLE [TABLE]{table} DROP CONSTRAINT refused;")
                }
                (_, false) => format!(
                    "CREATE TRIGGER refused_{table}_{change} BEFORE {change} ON {table} BEGIN SELECT RAISE(FAIL, 'refused'); END;"
                ),
                (_, true) => format!("DROP TRIGGER refused_{table}_{change};"),
            };
            statements.push_str(&statement);
        }
        self.execute(&statements);
    }

    /// Takes away what is at the location.
    fn make_anew(&mut self) {
        match self.backend {
            Backend::Json => {}
            Backend::Sqlite => {
                for end in ["", "-wal", "-shm", "-journal"] {
                    let _ = fs::remove_file(self.root.join(format!("{DATABASE}{end}")));
                }
            }
            Backend::Postgres => {
                self.drop_database();
                psql(
                    backend::postgres_server(),
                    &format!("CREATE DATABASE {}", self.database),
                );
                self.has_database = true;
            }
        }
    }

    fn drop_database(&mut self) {
        if self.has_database {
            self.has_database = false;
            psql(
                backend::postgres_server(),
                &format!("DROP DATABASE {} WITH (FORCE)", self.database),
            );
        }
    }

    #[track_caller]
    fn migrate(&self, from: &str, to: &str, codes: &[i32]) {
        let (user, program) = match &self.runs_as {
            Some((user, program)) => (Some(*user), program.as_path()),
            None => (None, Path::new(env!("CARGO_BIN_EXE_chatkeep"))),
        };
        let mut command = Command::new(program);
        command
            .args(["--store", from, "migrate", "--to", to])
            .env_clear()
            .envs(environment::within(&self.root))
            // What a test configures is for its own commands, and may be wrong.
            .env("XDG_CONFIG_HOME", self.root.join("no-config"))
            .current_dir(self.root.join("work"));
        if let Some(id) = user {
            command.uid(id).gid(id);
        }
        let output = command.output().expect("the program runs");
        let is_done = output
            .status
            .code()
            .is_some_and(|code| codes.contains(&code));
        assert!(is_done, "from {from} to {to}: {}", said(&output));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.drop_database();
    }
}

/// Has the server's own client run a statement: it knows all that a URL can say.
#[track_caller]
fn psql(url: &str, statement: &str) {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--command", statement])
        .arg(url)
        .output()
        .expect("there is psql: tests/run installs it");
    let is_done = output.status.success() || std::thread::panicking();
    assert!(is_done, "{statement}: {}", said(&output));
}

fn is_database_file(path: &Path) -> bool {
    path.to_str().is_some_and(|name| name.starts_with(DATABASE))
}

fn said(output: &Output) -> String {
    let text = [&*output.stdout, &*output.stderr].concat();
    format!("{}: {}", output.status, String::from_utf8_lossy(&text))
}

fn remove(folder: &Path) {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            panic!("{}: {error}", folder.display())
        }
        _ => {}
    }
}
