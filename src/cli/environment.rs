//! The environment of the process: the only place that reads it.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use etcetera::base_strategy::{BaseStrategy, choose_base_strategy};

use crate::store::PostgresEnvironment;

/// What the process was started with, read once.
#[derive(Debug)]
pub(crate) struct Environment {
    variables: HashMap<OsString, OsString>,
    working_folder: Option<PathBuf>,
    program: String,
    /// Looked up when first wanted: it is asked for by every page and by the store, and may mean to read files.
    timezone: OnceCell<Tz>,
}

/// The platform's folders for a program of this name.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    /// For `config.toml` and the identity.
    pub(crate) config: PathBuf,
    /// For a store that nobody gave a place.
    pub(crate) data: PathBuf,
    /// For what belongs to this machine rather than to a store.
    pub(crate) state: PathBuf,
}

impl Environment {
    /// Reads it; `program` is the name by which we were called.
    pub(crate) fn read(program: Option<&OsString>) -> Self {
        let program = program.map_or("chatkeep".into(), |name| name.to_string_lossy());
        Self {
            variables: std::env::vars_os().collect(),
            working_folder: std::env::current_dir().ok(),
            program: program.into_owned(),
            timezone: OnceCell::new(),
        }
    }

    /// Returns what the user typed to call us, so that examples can be typed likewise.
    pub(crate) fn program(&self) -> &str {
        &self.program
    }

    /// Returns a variable that is set and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&OsStr> {
        self.variables
            .get(OsStr::new(name))
            .map(OsString::as_os_str)
            .filter(|value| !value.is_empty())
    }

    /// Returns a variable that is set, not empty, and text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.to_str()
    }

    /// Returns the absolute path of the program as the user knows it: a link that called us stays when what it leads to is
    /// replaced by a later version.
    pub(crate) fn program_path(&self) -> io::Result<PathBuf> {
        let running = std::env::current_exe()?;
        let called = Path::new(&self.program);
        let folders: Vec<PathBuf> = match self.program.contains('/') {
            true => vec![PathBuf::new()],
            false => self
                .get("PATH")
                .map(std::env::split_paths)
                .into_iter()
                .flatten()
                .collect(),
        };
        let is_running = |path: &PathBuf| {
            let real = running.canonicalize();
            real.is_ok_and(|real| path.canonicalize().is_ok_and(|path| path == real))
        };
        let found = folders
            .into_iter()
            .filter_map(|folder| std::path::absolute(folder.join(called)).ok())
            .find(is_running);
        Ok(found.unwrap_or(running))
    }

    pub(crate) fn working_folder(&self) -> Option<&Path> {
        self.working_folder.as_deref()
    }

    /// Returns the platform's folders; `None` where there is not even a home.
    pub(crate) fn folders(&self) -> Option<Folders> {
        let strategy = choose_base_strategy().ok()?;
        Some(Folders {
            config: strategy.config_dir().join("chatkeep"),
            data: strategy.data_dir().join("chatkeep"),
            state: strategy
                .state_dir()
                .unwrap_or_else(|| strategy.data_dir())
                .join("chatkeep"),
        })
    }

    /// Returns what PostgreSQL's own programs heed: their variables, and the home in which they keep files.
    pub(crate) fn postgres(&self) -> PostgresEnvironment {
        let variables = self.variables.iter().filter_map(|(name, value)| {
            let name = name.to_str().filter(|name| name.starts_with("PG"))?;
            Some((name.to_owned(), value.to_str()?.to_owned()))
        });
        let home = self.get("HOME").map(PathBuf::from);
        let user = self.text("USER").or_else(|| self.text("LOGNAME"));
        PostgresEnvironment::new(variables.collect(), home, user.map(str::to_owned))
    }

    /// Returns the local zone: of `TZ`, else the system's, else UTC.
    pub(crate) fn timezone(&self) -> Tz {
        *self.timezone.get_or_init(|| {
            let named = self
                .text("TZ")
                .and_then(|name| name.trim_start_matches(':').parse().ok());
            let system = || iana_time_zone::get_timezone().ok()?.parse().ok();
            named.or_else(system).unwrap_or(Tz::UTC)
        })
    }
}
