//! The files that are made from the command line's description: completion scripts and manual.

use super::completion_scripts::{self, ShellName};
use super::{command, config_page, man_pages};

/// A file that is made from the command line's description.
#[derive(Debug)]
pub(crate) struct GeneratedFile {
    /// Its path below the folder that all are written to.
    pub(crate) path: String,
    /// Its content.
    pub(crate) content: Vec<u8>,
}

/// Makes all of them. The same program always makes the same.
pub(crate) fn files() -> Vec<GeneratedFile> {
    let scripts = <ShellName as clap::ValueEnum>::value_variants()
        .iter()
        .map(|shell| GeneratedFile {
            path: format!("completions/{}", shell.file_name()),
            content: completion_scripts::script(*shell).into_bytes(),
        });
    let pages = man_pages::pages(command())
        .into_iter()
        .chain([config_page::page()])
        .map(|page| GeneratedFile {
            path: format!("man/{}", page.file_name),
            content: page.roff.into_bytes(),
        });
    scripts.chain(pages).collect()
}
