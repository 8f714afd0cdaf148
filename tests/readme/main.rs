//! Holds README to the program: its tour is run, and its tables are compared with what the program knows.
//!
//! `CHATKEEP_UPDATE_README=1 cargo test --test readme` writes what the program says into it instead of failing.

mod dependencies;
mod document;
mod placeholders;
mod tables;
mod tour;

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::{Assert, IntoData};

use crate::document::Document;

/// The variable that asks for README to be rewritten.
const UPDATE: &str = "CHATKEEP_UPDATE_README";

fn readme() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).expect("there is a README");
    (path, text)
}

#[test]
fn readme_shows_what_the_program_does() {
    let (path, text) = readme();
    let mut document = Document::parse(&text);
    for (heading, rows) in tables::wanted() {
        document.set_table(heading, &rows);
    }
    tour::retell(&mut document);
    let current = document.text();
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, current).expect("README can be written");
    } else if text != current {
        let shown = snapbox::Data::text(text).raw();
        let name = format!("what the program says ({UPDATE}=1 writes it into README)");
        let difference = Assert::new().try_eq(Some(&name), current.into_data(), shown);
        difference.unwrap_or_else(|difference| panic!("{difference}"));
        panic!("README differs in its line ends");
    }
}

#[test]
fn each_dependency_has_a_reason() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("there is a manifest");
    let document = Document::parse(&readme().1);
    let problems = dependencies::problems(&manifest, &document);
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn readme_says_how_to_try_and_test_within_its_first_lines() {
    let (_, text) = readme();
    let beginning: Vec<_> = text.lines().take(40).collect();
    for command in ["cargo run --release -- demo", "tests/run"] {
        let is_said = beginning.contains(&command);
        assert!(is_said, "{command} has no line of its own");
    }
}
