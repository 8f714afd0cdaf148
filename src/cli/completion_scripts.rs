//! Scripts that complete commands and options in a shell.

use clap::ValueEnum;
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;

use super::command;

/// The program's name, which scripts and manual pages are named after.
pub(crate) const PROGRAM: &str = "chatkeep";

/// The shells that there are scripts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShellName {
    /// GNU Bash
    Bash,
    /// Z shell
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish
    Elvish,
    /// Nushell
    Nushell,
}

impl ShellName {
    /// Returns the name that is typed for it.
    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.expect("no shell is hidden").get_name().to_owned()
    }

    /// Returns the name of the script's file, by the shell's convention.
    pub(crate) fn file_name(self) -> String {
        self.generator().file_name(PROGRAM)
    }

    fn generator(self) -> &'static dyn Generator {
        match self {
            Self::Bash => &Shell::Bash,
            Self::Zsh => &Shell::Zsh,
            Self::Fish => &Shell::Fish,
            Self::PowerShell => &Shell::PowerShell,
            Self::Elvish => &Shell::Elvish,
            Self::Nushell => &Nushell,
        }
    }
}

/// Writes the script for a shell. It says nothing of hidden commands.
pub(crate) fn script(shell: ShellName) -> String {
    let mut command = command();
    command.set_bin_name(PROGRAM);
    command.build();
    let mut script = Vec::new();
    shell.generator().generate(&command, &mut script);
    String::from_utf8(script).expect("all texts of the command line are UTF-8")
}
