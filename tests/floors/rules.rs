//! The rules, each with snippets that break it.

use std::path::Path;

use crate::names::{Name, Named, SourceFile};

/// The floors, lowest first.
const FLOORS: [&str; 12] = [
    "model",
    "search",
    "files",
    "store",
    "secrets",
    "providers",
    "pricing",
    "archive",
    "interchange",
    "actions",
    "report",
    "cli",
];

/// Says of each breach of a rule where it is and what is wrong with it.
pub(crate) fn violations(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let in_test = file.is_test || is_test_module(file, files);
        for name in &file.names {
            let code_alone = !(in_test || name.in_test);
            let complaint = floors(file, name)
                .or_else(|| modules(file, name))
                .or_else(|| code_alone.then(|| effects(file, name)).flatten());
            if let Some(complaint) = complaint {
                found.push(format!(
                    "src/{}:{}: {complaint}",
                    file.path.display(),
                    name.line
                ));
            }
        }
    }
    found.extend(confined(files));
    found
}

/// Returns whether a file is, or is inside, a module that another declares for tests alone.
fn is_test_module(file: &SourceFile, files: &[SourceFile]) -> bool {
    files
        .iter()
        .flat_map(|other| &other.test_modules)
        .any(|module| file.module.starts_with(module))
}

/// No file names a floor above its own; the program names the command line alone.
fn floors(file: &SourceFile, name: &Name) -> Option<String> {
    let Named::Path(path) = &name.what else {
        return None;
    };
    let (first, floor) = (path.first()?, path.get(1).map(String::as_str));
    if first == "chatkeep" {
        return (floor != Some("cli")).then(|| "the program calls the floor cli alone".to_owned());
    }
    if first != "crate" {
        return None;
    }
    let Some(floor) = floor.filter(|floor| *floor != "*") else {
        return Some("the whole crate is named, so its floors cannot be told".to_owned());
    };
    let own = file.module.first().and_then(|own| height(own));
    match (height(floor), own) {
        (None, _) => Some(format!("crate::{floor} is no floor")),
        (Some(named), Some(own)) if named > own => Some(format!(
            "the floor {} imports from {floor}, which is above it",
            FLOORS[own]
        )),
        _ => None,
    }
}

fn height(floor: &str) -> Option<usize> {
    FLOORS.iter().position(|known| *known == floor)
}

/// The library's root declares the floors and holds nothing else.
fn modules(file: &SourceFile, name: &Name) -> Option<String> {
    if file.path != Path::new("lib.rs") {
        return None;
    }
    match &name.what {
        Named::Module(module) if height(module).is_none() => {
            Some(format!("the module {module} is no floor"))
        }
        Named::Path(_) | Named::Macro(_) => {
            Some("the root of the library is a map of the floors, without code".to_owned())
        }
        _ => None,
    }
}

/// What the code does to the outside, and what it reads from it, is done in few places.
fn effects(file: &SourceFile, name: &Name) -> Option<String> {
    let floor = file.module.first().map(String::as_str);
    let in_cli = floor == Some("cli");
    let prints = in_cli || floor == Some("report");
    match &name.what {
        Named::Macro(called) => {
            let printing = ["print", "println", "eprint", "eprintln", "dbg"];
            (!prints && printing.contains(&called.as_str()))
                .then(|| format!("{called}! is called; only cli and report print"))
        }
        Named::Path(path) => {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            match path.as_slice() {
                ["std", "process", "exit" | "abort" | "*", ..]
                    if file.path != Path::new("main.rs") =>
                {
                    Some("only main.rs ends the process")
                }
                [
                    "std",
                    "io",
                    "stdout" | "stderr" | "Stdout" | "Stderr" | "*",
                    ..,
                ] if !prints => Some("only cli and report print"),
                ["std", "io", "stdin" | "Stdin", ..] | ["rpassword", ..] if !in_cli => {
                    Some("only cli reads the terminal")
                }
                ["std", "io", "IsTerminal", ..] | ["terminal_size", ..] if !prints => {
                    Some("only cli and report ask about the terminal")
                }
                ["std", "env", "consts", ..] => None,
                ["std", "env", ..] | ["etcetera", ..] if !in_cli => {
                    Some("only cli reads the environment")
                }
                ["clap", ..] if !prints => Some("only cli and report know clap"),
                _ => None,
            }
            .map(|rule| format!("{} is named; {rule}", path.join("::")))
        }
        Named::Module(_) | Named::Word(_) => None,
    }
}

/// Libraries that are to be replaced one day are named in one file each.
fn confined(files: &[SourceFile]) -> Option<String> {
    let names_fs2 = |file: &&SourceFile| {
        file.names.iter().any(|name| match &name.what {
            Named::Path(path) => path.first().is_some_and(|first| first == "fs2"),
            Named::Word(word) => word == "fs2",
            Named::Macro(_) | Named::Module(_) => false,
        })
    };
    let naming: Vec<String> = files
        .iter()
        .filter(names_fs2)
        .map(|file| format!("src/{}", file.path.display()))
        .collect();
    (naming.len() > 1).then(|| {
        format!(
            "fs2 is confined to one file, but named in {}",
            naming.join(", ")
        )
    })
}

/// Returns what the rules say of a file alone.
fn breaches(path: &str, text: &str) -> Vec<String> {
    violations(&[SourceFile::parse(Path::new(path), text)])
}

#[test]
fn an_import_from_above_is_found_however_it_is_written() {
    for text in [
        "use crate::report;",
        "use crate::report::Table;",
        "pub(crate) use crate::report::Table as T;",
        "use crate::{model::User, report::{table::{Row, Cell}, Table}};",
        "use {crate::report::Table, std::fmt};",
        "use super::super::report::Table;",
        "use super::super::{model, report::*};",
        "fn f() { crate::report::show() }",
        "fn f(t: &crate :: report :: Table) {}",
        "fn f() -> Vec<crate::report::Table> { Vec::<crate::report::Table>::new() }",
        "fn f() { write!(w, \"{}\", crate::report::show()) }",
        "macro_rules! m { () => { $crate::report::show() } }",
        "mod inner { use super::super::super::report; }",
        "use super::super as root; fn f() { root::report::show() }",
        "use crate::r#report::Table;",
        "use crate::*;",
        "#[cfg(test)] mod tests { use crate::report::Table; }",
    ] {
        let found = breaches("store/json.rs", text);
        assert!(!found.is_empty(), "{text}");
        assert!(found[0].starts_with("src/store/json.rs:1: "), "{found:?}");
    }
}

#[test]
fn imports_from_the_own_floor_and_from_below_are_let_through() {
    let text = r##"
        //! crate::report::Table
        use super::{lock, super::StoreError};
        use crate::{model::{self, User}, store::json};
        // use crate::report::Table;
        /* crate::cli */
        /// As `crate::report::Table` has it.
        pub(crate) fn f() -> impl Iterator<Item = u8> + use<'_> {
            let _ = ("crate::report::Table", r#"use crate::cli;"#, 'c', b"crate::cli");
            report::show(); // A module of that name below this one.
        }
    "##;
    let found = breaches("store/json/file.rs", text);
    assert!(found.is_empty(), "{found:?}");
    assert!(breaches("cli/mod.rs", "use crate::{report, model};").is_empty());
}

#[test]
fn what_is_no_floor_is_found() {
    assert_eq!(breaches("lib.rs", "pub mod model; pub mod util;").len(), 1);
    assert_eq!(
        breaches("lib.rs", "pub mod model; pub use model::User;").len(),
        1
    );
    assert!(breaches("lib.rs", "//! Docs.\npub mod model;\npub mod cli;").is_empty());
    assert_eq!(breaches("model/mod.rs", "use crate::util::x;").len(), 1);
    assert_eq!(
        breaches("main.rs", "fn main() { chatkeep::actions::f() }").len(),
        1
    );
}

#[test]
fn ending_the_process_is_left_to_main() {
    for text in [
        "fn f() { std::process::exit(1) }",
        "use std::process; fn f() { process::exit(1) }",
        "use std::process::exit;",
        "use std::process as p; fn f() { p::abort() }",
        "use std::{io, process::{self as p}}; fn f() { p::exit(1) }",
    ] {
        assert_eq!(breaches("cli/mod.rs", text).len(), 1, "{text}");
        assert!(breaches("main.rs", text).is_empty(), "{text}");
    }
    assert!(breaches("cli/mod.rs", "use std::process::ExitCode;").is_empty());
}

#[test]
fn printing_is_left_to_cli_and_report() {
    for text in [
        "fn f() { println!(\"x\") }",
        "fn f() { std::eprintln!(\"x\") }",
        "fn f() { let _ = vec![{ print!{\"x\"} }]; }",
        "fn f() { dbg!(1); }",
        "fn f() { writeln!(std::io::stdout(), \"x\") }",
        "use std::io::{self, Write}; fn f() { io::stderr().flush() }",
        "use std::io::stdout as out;",
        "use std::io; use io::stdout;",
        "use std::io::*;",
    ] {
        assert_eq!(breaches("actions/backup.rs", text).len(), 1, "{text}");
        assert!(breaches("report/table.rs", text).is_empty(), "{text}");
        assert!(breaches("cli/mod.rs", text).is_empty(), "{text}");
    }
    let harmless = "fn print(a: bool, b: (bool,)) { if a != (b.0) {} print(a, b); writeln!(w) }";
    assert!(breaches("actions/backup.rs", harmless).is_empty());
}

#[test]
fn the_environment_and_the_terminal_are_left_to_cli() {
    for text in [
        "fn f() { std::env::var(\"HOME\"); }",
        "use std::{env as e, fs};",
        "use std::io::stdin;",
        "fn f() { rpassword::read_password(); }",
        "use etcetera::BaseStrategy;",
    ] {
        assert_eq!(breaches("report/table.rs", text).len(), 1, "{text}");
        assert_eq!(breaches("main.rs", text).len(), 1, "{text}");
        assert!(breaches("cli/settings.rs", text).is_empty(), "{text}");
    }
    for text in ["use clap::ValueEnum;", "use std::io::IsTerminal;"] {
        assert_eq!(breaches("actions/mod.rs", text).len(), 1, "{text}");
    }
    let harmless = "fn f() { env!(\"CARGO_PKG_VERSION\"); std::env::consts::OS; }";
    assert!(breaches("model/mod.rs", harmless).is_empty());
}

#[test]
fn tests_may_print_and_read_the_environment_but_nothing_beside_them() {
    for text in [
        "#[cfg(test)] mod tests { fn f() { println!(\"x\") } }",
        "/// Docs.\n#[cfg(all(test, unix))]\n#[path = \"x\"]\npub(crate) mod tests { use std::env; }",
        "#[cfg(test)] use std::env;",
        "struct S { #[cfg(test)] e: std::env::Args, a: u8 }",
        "#![cfg(test)] fn f() { println!(\"x\") }",
    ] {
        assert!(breaches("model/mod.rs", text).is_empty(), "{text}");
    }
    for text in [
        "#[cfg(test)] use std::env; fn f() { println!(\"x\") }",
        "#[cfg(test)] mod tests { fn g() {} } fn f() { println!(\"x\") }",
        "#[cfg(not(test))] fn f() { println!(\"x\") }",
        "struct S { #[cfg(test)] a: u8, e: std::env::Args }",
        "fn f() { #[cfg(test)] { g() } println!(\"x\") }",
    ] {
        assert_eq!(breaches("model/mod.rs", text).len(), 1, "{text}");
    }
}

#[test]
fn a_file_that_is_a_module_for_tests_counts_as_one() {
    let parent = "#[cfg(test)]\nmod tests;\nmod other;";
    let printing = "fn f() { println!(\"x\") }";
    let files = [
        SourceFile::parse(Path::new("store/json/mod.rs"), parent),
        SourceFile::parse(Path::new("store/json/tests.rs"), printing),
        SourceFile::parse(Path::new("store/json/tests/lock.rs"), printing),
    ];
    assert_eq!(violations(&files), Vec::<String>::new());
    let other = [SourceFile::parse(
        Path::new("store/json/other.rs"),
        printing,
    )];
    assert_eq!(violations(&other).len(), 1);
}

#[test]
fn fs2_is_named_in_one_file_at_most() {
    let lock = SourceFile::parse(Path::new("store/json/file_lock.rs"), "use fs2::FileExt;");
    let other = SourceFile::parse(
        Path::new("store/json/mod.rs"),
        "#[cfg(test)] mod tests { fn f() { fs2::FileExt::unlock(&file); } }",
    );
    let external = SourceFile::parse(Path::new("archive/mod.rs"), "extern crate fs2;");
    let comment = SourceFile::parse(Path::new("model/mod.rs"), "// fs2\nfn f() { \"fs2::x\"; }");
    assert!(violations(&[lock, comment]).is_empty());
    assert_eq!(violations(&[other, external]).len(), 1);
}
