//! How long commands wait for a provider that is to answer at once.

use std::time::Duration;

use clap::Args;

use crate::actions::endpoints::Reach;
use crate::cli::config::parse_duration;
use crate::cli::context::Context;
use crate::secrets::KeyRing;
use crate::store::Store;

/// How long to wait for a list, which nobody has to think about.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long to wait for a provider that is to answer at once.
#[derive(Debug, Args)]
pub(crate) struct PatienceArgs {
    /// How long to wait for the provider's answer, in ms, s, m, h or d [default: 60s]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    timeout: Option<Duration>,
}

impl PatienceArgs {
    /// Puts together what it takes to reach the configured providers.
    pub(super) fn reach<'a>(
        &self,
        store: &'a dyn Store,
        keys: &'a KeyRing<'a>,
        context: &'a Context,
    ) -> Reach<'a> {
        Reach {
            store,
            keys,
            endpoints: context,
            timeout: Some(self.timeout.unwrap_or(TIMEOUT)),
        }
    }
}
