//! The store that the web app itself wrote.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Returns where the original is. Tests read it and never change it.
pub(crate) fn flask_store() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/flask-store")
}

/// Copies the fixture's files into `folder`, which is there, with the modes that the app gives them.
pub(crate) fn copy_flask_store(folder: &Path) {
    copy(&flask_store(), folder);
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the fixture is readable") {
        let from = entry.expect("so are its entries").path();
        let to = to.join(from.file_name().expect("an entry has a name"));
        // Modes are set, not copied: a checkout's depend on the umask of whoever made it.
        let mode = if from.is_dir() {
            fs::create_dir(&to).expect("the target is empty");
            copy(&from, &to);
            0o755
        } else {
            fs::copy(&from, &to).expect("the target is writable");
            0o644
        };
        fs::set_permissions(&to, Permissions::from_mode(mode)).expect("it is ours");
    }
}
