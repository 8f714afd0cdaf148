//! `chatkeep backup list`.

use super::{FolderArgs, failed};
use crate::actions::backup;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

pub(super) fn list(args: &FolderArgs, context: &Context) -> Result<(), Failure> {
    let backups = backup::list(&args.folder(context)?)?;
    context.show(&backups)?;
    failed(backups.damaged(), backups.backups.len(), "cannot be read")
}
