//! Which backups to keep: the options that say so, and the configuration.

use std::num::NonZeroU32;

use clap::Args;

use crate::archive::Retention;
use crate::cli::config::BackupDefaults;

/// Rules of keeping. A backup is kept if any of them keeps it.
#[derive(Debug, Args)]
pub(super) struct KeepArgs {
    /// Keep so many of the newest backups [default: backup.keep_last of the configuration]
    #[arg(long, value_name = "N", help_heading = HEADING)]
    keep_last: Option<NonZeroU32>,
    /// Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]
    #[arg(long, value_name = "N", help_heading = HEADING)]
    keep_hourly: Option<NonZeroU32>,
    /// The same of days [default: backup.keep_daily of the configuration]
    #[arg(long, value_name = "N", help_heading = HEADING)]
    keep_daily: Option<NonZeroU32>,
    /// The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]
    #[arg(long, value_name = "N", help_heading = HEADING)]
    keep_weekly: Option<NonZeroU32>,
    /// The same of months [default: backup.keep_monthly of the configuration]
    #[arg(long, value_name = "N", help_heading = HEADING)]
    keep_monthly: Option<NonZeroU32>,
    /// The same of years, of backups of any age [default: backup.keep_yearly of the configuration]
    #[arg(long, value_name = "N", help_heading = HEADING)]
    keep_yearly: Option<NonZeroU32>,
}

const HEADING: &str = "Which backups to keep";

impl KeepArgs {
    /// Returns the rules that were given; `None` if there are none.
    pub(super) fn given(&self) -> Option<Retention> {
        some(Retention {
            last: self.keep_last,
            hourly: self.keep_hourly,
            daily: self.keep_daily,
            weekly: self.keep_weekly,
            monthly: self.keep_monthly,
            yearly: self.keep_yearly,
        })
    }

    /// Writes them as they are to be typed.
    pub(super) fn to_words(&self) -> impl Iterator<Item = String> {
        let rules = [
            ("last", self.keep_last),
            ("hourly", self.keep_hourly),
            ("daily", self.keep_daily),
            ("weekly", self.keep_weekly),
            ("monthly", self.keep_monthly),
            ("yearly", self.keep_yearly),
        ];
        rules
            .into_iter()
            .filter_map(|(rule, number)| Some(format!("--keep-{rule}={}", number?)))
    }
}

/// Returns the rules of the configuration; `None` if there are none.
pub(super) fn configured(defaults: &BackupDefaults) -> Option<Retention> {
    some(Retention {
        last: defaults.keep_last,
        hourly: defaults.keep_hourly,
        daily: defaults.keep_daily,
        weekly: defaults.keep_weekly,
        monthly: defaults.keep_monthly,
        yearly: defaults.keep_yearly,
    })
}

fn some(rules: Retention) -> Option<Retention> {
    (!rules.is_empty()).then_some(rules)
}
