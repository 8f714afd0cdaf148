//! Holds the sources to the floors: who may import whom, who prints, who exits, who reads the environment.

mod imports;
mod names;
mod rules;
mod test_items;

use std::fs;
use std::path::{Path, PathBuf};

use crate::names::SourceFile;
use crate::rules::violations;

#[test]
fn the_sources_keep_to_the_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for path in rust_files(&root) {
        let text = fs::read_to_string(&path).expect("a source file is readable text");
        let path = path.strip_prefix(&root).expect("it was found there");
        files.push(SourceFile::parse(path, &text));
    }
    assert!(
        files.iter().any(|file| file.path == Path::new("lib.rs")),
        "no library was found in {}",
        root.display()
    );
    let found = violations(&files);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Returns the Rust files under `folder`, by name.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a source folder is readable")
        .map(|entry| entry.expect("its entries are too").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}
