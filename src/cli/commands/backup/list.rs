//! `chatkeep backup list`.

use clap::Args;

use super::{FolderArgs, failed, keep};
use crate::actions::backup::{self, pruning};
use crate::cli::backup_keys::BackupKeyArgs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::model::Clock;

/// Arguments of `backup list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    folder: FolderArgs,
    #[command(flatten)]
    keys: BackupKeyArgs,
}

/// Lists backups. Nobody is asked for what opens them: those that stay closed are listed, too.
pub(super) fn list(args: &ListArgs, context: &Context) -> Result<(), Failure> {
    let keys = args.keys.keys_at_hand(context);
    let mut list = backup::list(&args.folder.folder(context)?, &keys)?;
    let rules = keep::configured(&context.config.backup);
    list.reasons = rules.map(|rules| {
        let (zone, now) = (context.environment.timezone(), context.clock.now());
        pruning::judge(&list.backups, rules, zone, now)
    });
    context.show(&list)?;
    failed(list.damaged(), list.backups.len(), "cannot be read")
}
