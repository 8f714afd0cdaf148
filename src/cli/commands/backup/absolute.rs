//! Paths as they are from any working folder.

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::failure::{Exit, Failure};

/// Returns the path as it is from any working folder.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(no_working_folder)
}

/// Says that a path cannot be made so.
pub(super) fn no_working_folder(error: io::Error) -> Failure {
    Failure::of(Exit::Other, "no_working_folder", &error)
        .hint("run it in a folder that is there, or give absolute paths")
}
