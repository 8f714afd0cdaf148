//! `chatkeep backup verify`.

use std::path::PathBuf;

use clap::Args;

use super::{FolderArgs, failed, warn_of_damage};
use crate::actions::backup;
use crate::cli::backup_keys::BackupKeyArgs;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::report::counted;

/// Arguments of `backup verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A file (a backup, or a plain tarball of a store), `latest` for the newest backup in the folder, or `all` of them
    #[arg(value_name = "BACKUP")]
    which: PathBuf,
    #[command(flatten)]
    folder: FolderArgs,
    #[command(flatten)]
    keys: BackupKeyArgs,
}

pub(super) fn verify(args: &VerifyArgs, context: &Context) -> Result<(), Failure> {
    let paths = backup::choose_several(&args.folder.folder(context)?, &args.which)?;
    let mut progress = FileProgress::new(context, "verifying");
    let keys = args.keys.keys(context);
    let verified = backup::verify(paths, &keys, &mut |state| progress.show(state));
    drop(progress);
    for backup in &verified.backups {
        if let Ok(contents) = &backup.outcome {
            warn_of_damage(contents, context);
        }
    }
    context.show(&verified)?;
    failed(verified.failed(), verified.backups.len(), "failed")?;
    match verified.locked() {
        0 => Ok(()),
        number => Err(Failure::new(
            Exit::Secret,
            "backup_locked",
            format!(
                "{number} of {} could not be decrypted",
                counted(verified.backups.len(), "backup", "backups")
            ),
        )
        .hint("give what opens it with --backup-identity or --backup-passphrase-file")),
    }
}
