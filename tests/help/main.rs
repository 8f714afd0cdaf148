//! Reads every help text as a user would, and holds it to the rules in `rules.rs`.

mod examples;
mod rules;

use std::process::Command;

/// A terminal's width, and the most that a line may take beyond it where a word cannot be broken.
const COLUMNS: usize = 80;
const LONGEST_LINE: usize = 100;

/// Returns the command and all below it, each with the words that lead to it.
pub(crate) fn all_commands(root: &clap::Command) -> Vec<(Vec<String>, clap::Command)> {
    fn collect(
        command: &clap::Command,
        path: &[String],
        found: &mut Vec<(Vec<String>, clap::Command)>,
    ) {
        found.push((path.to_owned(), command.clone()));
        for inner in command.get_subcommands() {
            let path = [path, &[inner.get_name().to_owned()]].concat();
            collect(inner, &path, found);
        }
    }
    let mut found = Vec::new();
    collect(root, &[], &mut found);
    found
}

#[test]
fn every_help_text_keeps_to_the_rules() {
    let mut found = Vec::new();
    for (path, command) in all_commands(&chatkeep::cli::command()) {
        let name = format!("chatkeep {}", path.join(" "));
        for breach in rules::breaches(&command, path.is_empty()) {
            found.push(format!("{}: {breach}", name.trim_end()));
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_example_can_be_typed() {
    let root = chatkeep::cli::command();
    let mut found = Vec::new();
    let mut count = 0;
    for (path, command) in all_commands(&root) {
        for line in examples::lines(&command) {
            count += 1;
            if let Err(problem) = examples::check(&root, &path, &line) {
                found.push(format!("{line}\n    {problem}"));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    assert!(count > 5, "only {count} examples were found");
}

#[test]
fn help_is_shown_in_all_three_ways_and_fits_a_terminal() {
    let mut found = Vec::new();
    for (path, command) in all_commands(&chatkeep::cli::command()) {
        let short = [&path[..], &["-h".to_owned()]].concat();
        let long = [&path[..], &["--help".to_owned()]].concat();
        let word = [&["help".to_owned()], &path[..]].concat();
        let texts = [short, long, word].map(|arguments| help(&arguments));
        // `help X` is `X --help` by another name.
        assert_eq!(texts[1], texts[2], "{path:?}");
        let about = command
            .get_about()
            .expect("the rules ask for it")
            .to_string();
        let first_word = about.split(' ').next().expect("it has words");
        for text in texts {
            assert!(text.starts_with(first_word), "{path:?}: {text}");
            found.extend(too_long(&text).map(|line| format!("{path:?}: {line}")));
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn help(arguments: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chatkeep"))
        .args(arguments)
        .env_clear()
        .env("COLUMNS", COLUMNS.to_string())
        .output()
        .expect("the program was built");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    assert!(output.stderr.is_empty(), "{arguments:?}: help is a result");
    String::from_utf8(output.stdout).expect("help is text")
}

fn too_long(text: &str) -> impl Iterator<Item = &str> {
    let is_long = |line: &&str| line.chars().count() > LONGEST_LINE;
    text.lines().filter(is_long)
}

#[test]
fn a_line_of_a_hundred_characters_fits_and_one_more_does_not() {
    let fits = "é".repeat(LONGEST_LINE);
    assert_eq!(too_long(&fits).count(), 0);
    assert_eq!(too_long(&format!("x\n{fits}é\n")).count(), 1);
}
