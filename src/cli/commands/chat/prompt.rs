//! Puts a prompt together: words, standard input, a file, a template, an editor.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::Command;

use super::files;
use crate::cli::config::TemplateConfig;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};

/// The most that is read: more than any model takes.
const LIMIT_BYTES: u64 = 16 << 20;
/// The variable of a template that stands for the prompt.
const INPUT: &str = "input";

/// Where a prompt comes from.
pub(super) struct Sources<'a> {
    pub(super) words: &'a [String],
    pub(super) file: Option<&'a Path>,
    /// Whether standard input is something else.
    pub(super) is_input_taken: bool,
    pub(super) template: Option<Template<'a>>,
    pub(super) parameters: &'a [(String, String)],
    pub(super) is_edited: bool,
}

impl Sources<'_> {
    /// Returns the prompt: the words typed, behind them the file, and what comes from a redirected standard input; all of that
    /// in the template, and as it leaves the editor.
    pub(super) fn prompt(&self, context: &Context) -> Result<String, Failure> {
        let mut text = self.words.join(" ");
        if let Some(path) = self.file.filter(|path| *path != Path::new("-")) {
            join(&mut text, &files::read_text(path, LIMIT_BYTES)?);
        }
        if !self.is_input_taken {
            join(&mut text, &piped()?);
        }
        if let Some(template) = &self.template {
            text = template.filled(&text, self.parameters)?;
        }
        if self.is_edited {
            text = edited(&text, context)?;
        }
        if text.trim().is_empty() {
            return Err(Failure::usage("there is no prompt").hint(
                "write it behind `chatkeep chat`, or pipe it in; `chatkeep chat --help` tells more",
            ));
        }
        Ok(text)
    }
}

fn join(text: &mut String, more: &str) {
    if more.trim().is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more.trim_end_matches('\n'));
}

/// Reads standard input if it is redirected.
fn piped() -> Result<String, Failure> {
    let stdin = io::stdin();
    let mut piped = String::new();
    if stdin.is_terminal() {
        return Ok(piped);
    }
    let invalid = |problem: String| Failure::usage(format!("standard input {problem}"));
    let read = stdin
        .lock()
        .take(LIMIT_BYTES + 1)
        .read_to_string(&mut piped);
    read.map_err(|error| invalid(format!("cannot be joined to the prompt: {error}")))?;
    if piped.len() as u64 > LIMIT_BYTES {
        return Err(invalid(
            "has more than 16 MiB, which no model takes".to_owned(),
        ));
    }
    Ok(piped)
}

/// A template of the configuration.
#[derive(Clone, Copy)]
pub(super) struct Template<'a> {
    name: &'a str,
    pub(super) config: &'a TemplateConfig,
}

impl<'a> Template<'a> {
    pub(super) fn find(context: &'a Context, name: &'a str) -> Result<Self, Failure> {
        let templates = &context.config.templates;
        let config = templates.get(name).ok_or_else(|| {
            let known: Vec<&str> = templates.keys().map(String::as_str).collect();
            let failure = Failure::new(
                Exit::NotFound,
                "template_not_found",
                format!("there is no template {name:?}"),
            );
            match known.as_slice() {
                [] => failure.hint("templates are tables `[templates.NAME]` of the configuration"),
                known => failure.hint(format!("there are: {}", known.join(", "))),
            }
        })?;
        Ok(Self { name, config })
    }

    /// Fills in the variables: `{{input}}` is the prompt, which goes behind the template if that does not use it.
    fn filled(&self, input: &str, given: &[(String, String)]) -> Result<String, Failure> {
        let pattern = self.config.prompt.as_deref().unwrap_or("{{input}}");
        let mut values: BTreeMap<&str, &str> = self
            .config
            .params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        values.extend(
            given
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        values.insert(INPUT, input);
        let mut used = Vec::new();
        let mut text = String::with_capacity(pattern.len() + input.len());
        let mut rest = pattern;
        while let Some((before, (name, after))) = rest
            .split_once("{{")
            .and_then(|(before, inner)| Some((before, inner.split_once("}}")?)))
        {
            let name = name.trim();
            let value = values.get(name).ok_or_else(|| self.missing(name))?;
            text.push_str(before);
            text.push_str(value);
            used.push(name);
            rest = after;
        }
        text.push_str(rest);
        if let Some((unused, _)) = given
            .iter()
            .find(|(name, _)| !used.contains(&name.as_str()))
        {
            let problem = format!("the template {:?} has no variable {unused:?}", self.name);
            return Err(Failure::usage(problem));
        }
        if !used.contains(&INPUT) {
            join(&mut text, input);
        }
        Ok(text)
    }

    fn missing(&self, name: &str) -> Failure {
        Failure::usage(format!("the template {:?} wants {name:?}", self.name))
            .hint(format!("say what it stands for with --param {name}=VALUE"))
    }
}

/// Has the user write or change the text in an editor.
fn edited(text: &str, context: &Context) -> Result<String, Failure> {
    let refuse = |error: &io::Error| {
        let message = format!("cannot have the prompt edited: {error}");
        Failure::new(Exit::Other, "editor_failed", message)
    };
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| context.environment.get(name))
        .map_or_else(|| OsString::from("vi"), OsString::from);
    // For us alone, as prompts may hold anything.
    let mut file = tempfile::Builder::new()
        .prefix("prompt-")
        .suffix(".md")
        .tempfile()
        .map_err(|error| refuse(&error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(|error| refuse(&error))?;
    // An editor may be given with options, as a command line of the shell.
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{} \"$1\"", editor.to_string_lossy()))
        .arg("sh")
        .arg(file.path());
    let status = command.status().map_err(|error| refuse(&error))?;
    if !status.success() {
        return Err(Failure::new(
            Exit::Other,
            "editor_failed",
            format!(
                "the editor {} ended with {status}; nothing was sent",
                editor.display()
            ),
        ));
    }
    // By its name, for editors may replace the file rather than write into it.
    let text = files::read_text(file.path(), LIMIT_BYTES)?;
    Ok(text.trim_end_matches('\n').to_owned())
}
