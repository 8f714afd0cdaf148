//! `chatkeep backup verify`.

use std::path::PathBuf;

use clap::Args;

use super::{FolderArgs, failed, warn_of_damage};
use crate::actions::backup;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress::FileProgress;

/// Arguments of `backup verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A file (a backup, or a plain tarball of a store), `latest` for the newest backup in the folder, or `all` of them
    #[arg(value_name = "BACKUP")]
    which: PathBuf,
    #[command(flatten)]
    folder: FolderArgs,
}

pub(super) fn verify(args: &VerifyArgs, context: &Context) -> Result<(), Failure> {
    let paths = backup::choose_several(&args.folder.folder(context)?, &args.which)?;
    let mut progress = FileProgress::new(context, "verifying");
    let verified = backup::verify(paths, &mut |state| progress.show(state));
    drop(progress);
    for backup in &verified.backups {
        if let Ok(contents) = &backup.outcome {
            warn_of_damage(contents, context);
        }
    }
    context.show(&verified)?;
    failed(verified.failed(), verified.backups.len(), "failed")
}
