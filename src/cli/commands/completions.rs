//! `chatkeep completions`.

use clap::Args;

use crate::cli::completion_scripts::{ShellName, script};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::{Page, Record, Report, Value};

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # load it in this session
  source <(chatkeep completions bash)
  # install it for yourself
  chatkeep completions bash >~/.local/share/bash-completion/completions/chatkeep
  chatkeep completions fish >~/.config/fish/completions/chatkeep.fish
  # into a folder that fpath names, before compinit is run
  chatkeep completions zsh >~/.zfunc/_chatkeep")]
pub(crate) struct CompletionsArgs {
    /// The shell to complete in
    #[arg(value_name = "SHELL")]
    shell: ShellName,
}

/// A completion script.
struct CompletionScript {
    shell: ShellName,
    text: String,
}

impl Report for CompletionScript {
    fn value(&self) -> Value {
        Record::new()
            .with("shell", self.shell.name())
            .with("file_name", self.shell.file_name())
            .with("script", self.text.as_str())
            .into()
    }

    fn text(&self, _page: &Page) -> String {
        self.text.clone()
    }
}

pub(crate) fn run(args: &CompletionsArgs, context: &Context) -> Result<(), Failure> {
    context.show(&CompletionScript {
        shell: args.shell,
        text: script(args.shell),
    })
}
