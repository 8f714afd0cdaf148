//! The examples in the help: each is a command line that the program understands.

use clap::Command;

/// Returns the lines below `Examples:` in a command's help that are to be typed. Those that begin with `#` explain.
pub(crate) fn lines(command: &Command) -> Vec<String> {
    let help = command.get_after_long_help().map(ToString::to_string);
    let Some((_, examples)) = help
        .as_deref()
        .and_then(|text| text.split_once("Examples:\n"))
    else {
        return Vec::new();
    };
    let lines = examples.lines().map(str::trim);
    lines
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// Checks that a line calls the command at `path`, and that all calls of the program in it can be parsed.
pub(crate) fn check(root: &Command, path: &[String], line: &str) -> Result<(), String> {
    let calls = calls(line)?;
    if !calls.iter().any(|words| leads_to(root, path, words)) {
        return Err(format!("it does not call chatkeep {}", path.join(" ")));
    }
    for words in calls {
        let parsed = root.clone().try_get_matches_from(&words);
        parsed.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Whether a call's subcommands are those of `path`; options may stand between them.
fn leads_to(root: &Command, path: &[String], words: &[String]) -> bool {
    let Ok(matches) = root.clone().try_get_matches_from(words) else {
        // What cannot be parsed is complained of for that.
        return true;
    };
    let mut found = Vec::new();
    let mut inner = &matches;
    while let Some((name, matches)) = inner.subcommand() {
        found.push(name.to_owned());
        inner = matches;
    }
    found.starts_with(path)
}

/// Returns the words of each call of the program in a line of shell: in pipes, in `$(…)` and `<(…)`, without redirections.
fn calls(line: &str) -> Result<Vec<Vec<String>>, String> {
    let mut calls = Vec::new();
    for part in line.split(['|', '(', ')', ';', '&']) {
        let words = words(part)?;
        if words.first().is_some_and(|word| word == "chatkeep") {
            let is_redirection = |word: &&String| !word.starts_with(['<', '>']);
            calls.push(words.iter().filter(is_redirection).cloned().collect());
        }
    }
    Ok(calls)
}

/// Splits at spaces, but not within quotes.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for char in text.chars() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (None, '\'' | '"') => {
                quote = Some(char);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    match quote {
        None => Ok(words),
        Some(quote) => Err(format!("a {quote} is not closed")),
    }
}

fn sample() -> Command {
    Command::new("chatkeep").subcommand(
        Command::new("say")
            .arg(clap::Arg::new("text").required(true))
            .after_long_help("Examples:\n  # why\n  chatkeep say 'a b' >file\n\nMore"),
    )
}

#[test]
fn examples_are_found_and_checked() {
    let root = sample();
    let say = root.find_subcommand("say").expect("it is there");
    assert_eq!(lines(say), ["chatkeep say 'a b' >file"]);
    assert!(lines(&root).is_empty());
    let path = ["say".to_owned()];
    for line in [
        "chatkeep say 'a b' >file",
        "cat x | chatkeep say \"it's\"",
        "echo $(chatkeep say x)",
    ] {
        assert_eq!(check(&root, &path, line), Ok(()), "{line}");
    }
    for line in [
        "chatkeep say",
        "chatkeep say a b",
        "chatkeep say 'a",
        "chatkeep tell x",
        "echo say",
        "chatkeep say --loud x",
    ] {
        assert!(check(&root, &path, line).is_err(), "{line}");
    }
}
