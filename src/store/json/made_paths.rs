//! What was made in preparation of a store, removed again if nothing comes of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::layout::Layout;

/// Paths that were not there before. Dropped without [`keep`](Self::keep), it removes them: files, and folders that are
/// empty by then.
#[derive(Debug)]
pub(super) struct MadePaths(Vec<PathBuf>);

impl MadePaths {
    /// Notes what is not there yet of a store's folder, the folders above it, and what every writer makes in it.
    pub(super) fn missing_for(layout: &Layout) -> Self {
        let mut paths: Vec<PathBuf> = layout.root().ancestors().map(Path::to_owned).collect();
        paths.reverse();
        paths.extend([
            layout.private(),
            layout.gate(),
            layout.store_lock(),
            layout.intents(),
            layout.generation(),
            layout.scratch(),
            layout.before_restore(),
        ]);
        paths.retain(|path| !path.as_os_str().is_empty() && fs::symlink_metadata(path).is_err());
        Self(paths)
    }

    /// Lets everything stay.
    pub(super) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for MadePaths {
    fn drop(&mut self) {
        for path in self.0.iter().rev() {
            // What others have put something into meanwhile is not ours any more, and a folder that is not empty stays.
            let _ = if path.is_dir() {
                fs::remove_dir(path)
            } else {
                fs::remove_file(path)
            };
        }
    }
}
