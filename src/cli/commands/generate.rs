//! `chatkeep generate`, hidden: writes the files of `completions/` and `man/`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::generated::{self, GeneratedFile};
use crate::report::{Page, Record, Report, Value};

/// Arguments of `generate`.
#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// The folder to write completions/ and man/ to; files of these names are replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Files that were written.
struct FilesWritten(Vec<PathBuf>);

impl Report for FilesWritten {
    fn value(&self) -> Value {
        let file = |path: &PathBuf| Record::new().with("path", path.display().to_string());
        self.0.iter().map(file).collect::<Vec<_>>().into()
    }

    fn text(&self, _page: &Page) -> String {
        let line = |path: &PathBuf| format!("{}\n", path.display());
        self.0.iter().map(line).collect()
    }
}

pub(crate) fn run(args: &GenerateArgs, context: &Context) -> Result<(), Failure> {
    let written = generated::files()
        .iter()
        .map(|file| write(file, &args.folder))
        .collect::<Result<Vec<_>, _>>()?;
    context.show(&FilesWritten(written))
}

fn write(file: &GeneratedFile, folder: &Path) -> Result<PathBuf, Failure> {
    let path = folder.join(&file.path);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(&path, &file.content))
        .map_err(|error| {
            let message = format!("cannot write {}: {error}", path.display());
            Failure::new(Exit::Other, "io", message)
        })?;
    Ok(path)
}
