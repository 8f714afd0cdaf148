//! `chatkeep backup list`.

use super::{FolderArgs, failed, keep};
use crate::actions::{backup, backup_pruning};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::model::Clock;

pub(super) fn list(args: &FolderArgs, context: &Context) -> Result<(), Failure> {
    let mut list = backup::list(&args.folder(context)?)?;
    let rules = keep::configured(&context.config.backup);
    list.reasons = rules.map(|rules| {
        let (zone, now) = (context.environment.timezone(), context.clock.now());
        backup_pruning::judge(&list.backups, rules, zone, now)
    });
    context.show(&list)?;
    failed(list.damaged(), list.backups.len(), "cannot be read")
}
