//! The manual's section 1: a page for each command, made from what clap knows of it.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::completion_scripts::PROGRAM;
use super::reference::{self, Entry};

/// A page of the manual.
#[derive(Debug)]
pub(crate) struct ManPage {
    /// Its file's name, such as `chatkeep-user.1`.
    pub(crate) file_name: String,
    /// Its text, in the language of `roff`.
    pub(crate) roff: String,
}

/// The heading of the part of a command's `--help` that is the page's section of examples.
const EXAMPLES: &str = "Examples:\n";

/// Makes the pages of a command and of those below it.
pub(crate) fn pages(root: Command) -> Vec<ManPage> {
    let mut root = with_headings(root.disable_help_subcommand(true));
    root.build();
    let mut pages = Vec::new();
    add_pages(&root, None, &mut pages);
    pages
}

/// Section titles are in capitals.
fn with_headings(command: Command) -> Command {
    command
        .subcommand_help_heading("COMMANDS")
        .mut_subcommands(with_headings)
}

fn add_pages(command: &Command, parent: Option<&Command>, pages: &mut Vec<ManPage>) {
    pages.push(page(command, parent));
    for inner in command.get_subcommands().filter(|one| !one.is_hide_set()) {
        add_pages(inner, Some(command), pages);
    }
}

fn page(command: &Command, parent: Option<&Command>) -> ManPage {
    let is_root = parent.is_none();
    let man = Man::new(shown_in_page(command, is_root))
        .date(NO_DATE)
        .source(source())
        .manual(MANUAL);
    let roff = in_memory(|text| {
        man.render_title(text)?;
        man.render_name_section(text)?;
        man.render_synopsis_section(text)?;
        man.render_description_section(text)?;
        man.render_options_section(text)?;
        if !is_root {
            global_options(command).to_writer(text)?;
        }
        if command.get_subcommands().any(|inner| !inner.is_hide_set()) {
            man.render_subcommands_section(text)?;
        }
        exit_status().to_writer(text)?;
        if is_root {
            entries("ENVIRONMENT", reference::VARIABLES, bold).to_writer(text)?;
            entries("FILES", reference::FILES, italic).to_writer(text)?;
        }
        if let Some(lines) = examples(command) {
            example_section(lines).to_writer(text)?;
        }
        see_also(command, parent).to_writer(text)
    });
    ManPage {
        file_name: man.get_filename(),
        roff,
    }
}

/// The title of the manual, at the head of each page.
pub(crate) const MANUAL: &str = "Chatkeep Manual";

/// No page has a date, or all would change with each day. Without the quotes there would be one argument less.
pub(crate) const NO_DATE: &str = "\"\"";

/// Names the program and its version, at the foot of each page.
pub(crate) fn source() -> String {
    format!("{PROGRAM} {}", env!("CARGO_PKG_VERSION"))
}

/// Collects what is written. Each part brings roff's preamble along; the page keeps the first.
fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("writing to memory does not fail");
    let text = String::from_utf8(bytes).expect("all texts of the command line are UTF-8");
    let preamble = Roff::new().render();
    format!("{preamble}{}", text.replace(&preamble, ""))
}

/// Takes the global options away from a command, unless its page is to explain them: ten of them on every page would
/// bury what is special to it. The synopsis becomes that of `--help`, which says more than the generator's own.
fn shown_in_page(command: &Command, with_global_options: bool) -> Command {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    command.clone().override_usage(usage).mut_args(|argument| {
        let is_hidden = argument.is_hide_set();
        let is_global = argument.is_global_set();
        argument.hide(is_hidden || (is_global && !with_global_options))
    })
}

fn global_options(command: &Command) -> Roff {
    let names = command
        .get_arguments()
        .filter(|argument| argument.is_global_set() && !argument.is_hide_set())
        .filter_map(clap::Arg::get_long)
        .map(|name| bold(format!("--{name}")));
    let mut roff = Roff::new();
    roff.control("SH", ["GLOBAL OPTIONS"]);
    let mut text = vec![bold(format!("{PROGRAM}(1)")), roman(" explains ")];
    text.extend(listed(names));
    text.push(roman(", which every command has."));
    roff.text(text);
    roff
}

/// Puts commas between, and a full list's "and" before the last.
fn listed(items: impl Iterator<Item = Inline>) -> Vec<Inline> {
    let items: Vec<_> = items.collect();
    let last = items.len().saturating_sub(1);
    let mut list = Vec::new();
    for (place, item) in items.into_iter().enumerate() {
        match place {
            0 => {}
            _ if place == last => list.push(roman(" and ")),
            _ => list.push(roman(", ")),
        }
        list.push(item);
    }
    list
}

fn exit_status() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in reference::exit_codes() {
        entry(&mut roff, bold(code.to_string()), meaning);
    }
    roff
}

/// Writes a section of names with their meanings.
pub(crate) fn entries(title: &str, entries: &[Entry], style: fn(String) -> Inline) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for (name, meaning) in entries {
        entry(&mut roff, style((*name).to_owned()), meaning);
    }
    roff
}

fn entry(roff: &mut Roff, name: Inline, meaning: &str) {
    roff.control("TP", []);
    roff.text([name]);
    roff.text([roman(meaning)]);
}

/// Returns the lines of a command's examples, if its `--help` has some.
pub(crate) fn examples(command: &Command) -> Option<Vec<String>> {
    let text = command.get_after_long_help()?.to_string();
    let (_, examples) = text.split_once(EXAMPLES)?;
    let lines = examples.lines().map(|line| line.trim_start().to_owned());
    Some(lines.take_while(|line| !line.is_empty()).collect())
}

/// Writes lines as they are, indented.
pub(crate) fn example_section(lines: Vec<String>) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    roff.control("RS", ["4"]);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("RE", []);
    roff
}

fn see_also(command: &Command, parent: Option<&Command>) -> Roff {
    let page = |command: &Command| command.get_display_name().unwrap_or(PROGRAM).to_owned();
    let mut pages: Vec<String> = Vec::new();
    if let Some(parent) = parent {
        if page(parent) != PROGRAM {
            pages.push(page(parent));
        }
        pages.push(PROGRAM.to_owned());
        // Siblings of the top are many, and that page lists them.
        let siblings = parent.get_subcommands().filter(|one| !one.is_hide_set());
        if page(parent) != PROGRAM {
            pages.extend(siblings.map(page).filter(|name| *name != page(command)));
        }
    }
    let sections = pages.into_iter().map(|name| format!("{name}(1)"));
    let names = sections.chain([format!("{PROGRAM}-config(5)")]);
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    let mut list = Vec::new();
    for (place, name) in names.enumerate() {
        if place > 0 {
            list.push(roman(", "));
        }
        list.push(bold(name));
    }
    roff.text(list);
    roff
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::*;

    fn sample() -> Command {
        Command::new(PROGRAM)
            .version("1.0")
            .about("Does all")
            .arg(Arg::new("all").long("all").global(true).help("For all"))
            .subcommand(
                Command::new("make")
                    .about("Make it")
                    .after_long_help("Note.\n\nExamples:\n  # why\n  chatkeep make .x\n\nMore.")
                    .arg(Arg::new("own").long("own").help("Its own")),
            )
            .subcommand(Command::new("unseen").about("Hide").hide(true))
    }

    #[test]
    fn each_command_that_is_shown_has_a_page() {
        let names: Vec<_> = pages(sample())
            .into_iter()
            .map(|page| page.file_name)
            .collect();
        assert_eq!(names, ["chatkeep.1", "chatkeep-make.1"]);
        let all: String = pages(sample()).into_iter().map(|page| page.roff).collect();
        assert!(!all.contains("unseen"), "{all}");
    }

    #[test]
    fn global_options_are_explained_on_the_first_page_alone() {
        let pages = pages(sample());
        assert!(pages[0].roff.contains("For all"), "{}", pages[0].roff);
        assert!(!pages[1].roff.contains("For all"), "{}", pages[1].roff);
        assert!(pages[1].roff.contains("Its own"), "{}", pages[1].roff);
        assert!(pages[1].roff.contains("\\-\\-all"), "{}", pages[1].roff);
    }

    #[test]
    fn examples_are_taken_from_the_help_line_by_line() {
        let page = &pages(sample())[1].roff;
        let wanted = ".nf\n# why\nchatkeep make .x\n.fi\n";
        assert!(page.contains(wanted), "{page}");
        assert!(!page.contains("More."), "{page}");
    }

    #[test]
    fn the_synopsis_is_the_usage_and_there_is_no_date() {
        let page = &pages(sample())[1].roff;
        let wanted = ".SH SYNOPSIS\n\\fBchatkeep make\\fR [OPTIONS]\n";
        assert!(page.contains(wanted), "{page}");
        let title = format!(".TH chatkeep-make 1 \"\" \"{}\" \"{MANUAL}\"\n", source());
        assert!(page.contains(&title), "{page}");
    }

    #[test]
    fn the_preamble_comes_once() {
        let preamble = Roff::new().render();
        for page in pages(sample()) {
            assert!(page.roff.starts_with(&preamble));
            assert_eq!(page.roff.matches(&preamble).count(), 1);
        }
    }
}
