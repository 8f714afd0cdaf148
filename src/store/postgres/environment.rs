//! What PostgreSQL's own programs heed of a process's environment.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The variables that begin with `PG`, the home folder and the user's name, as the process was started with them.
#[derive(Clone, Default)]
pub struct PostgresEnvironment {
    variables: BTreeMap<String, String>,
    home: Option<PathBuf>,
    user_name: Option<String>,
}

impl PostgresEnvironment {
    /// Takes the variables by their names.
    pub fn new(
        variables: BTreeMap<String, String>,
        home: Option<PathBuf>,
        user_name: Option<String>,
    ) -> Self {
        Self {
            variables,
            home,
            user_name,
        }
    }

    /// Returns a variable that is set and not empty.
    pub(in crate::store) fn get(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }

    /// Returns the home folder.
    pub(super) fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }

    /// Returns the name of whoever runs us, which is that of the role unless another is given.
    pub(super) fn user_name(&self) -> Option<String> {
        self.user_name.clone()
    }
}

impl fmt::Debug for PostgresEnvironment {
    /// Names the variables, one of which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}
