//! The environment of a run: it leads to the folders of one test, and nowhere else.

use std::ffi::OsString;
use std::path::Path;

/// Returns the variables of a run whose home, configuration, store and so on are below `root`.
pub(crate) fn within(root: &Path) -> Vec<(&'static str, OsString)> {
    let below = |name| root.join(name).into_os_string();
    vec![
        ("PATH", std::env::var_os("PATH").unwrap_or_default()),
        ("HOME", below("home")),
        ("TMPDIR", below("tmp")),
        ("XDG_CONFIG_HOME", below("config")),
        // Not made beforehand: that is the program's work, where it needs them.
        ("XDG_CACHE_HOME", below("cache")),
        ("XDG_DATA_HOME", below("data")),
        ("XDG_STATE_HOME", below("state")),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "UTC".into()),
        ("CHATKEEP_STORE", below("store")),
    ]
}
