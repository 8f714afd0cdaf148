//! `chatkeep chat models`.

use std::time::Duration;

use clap::Args;

use super::OwnerArgs;
use crate::actions::endpoints::{Endpoints, Reach};
use crate::actions::models;
use crate::cli::config::parse_duration;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::secrets::KeyRing;

/// How long to wait for a list, which nobody has to think about.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Arguments of `chat models`.
#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    /// The provider to ask [default: the one of new conversations]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Show the table of prices instead, of one provider or of all; nobody is asked
    #[arg(long)]
    prices: bool,
    #[command(flatten)]
    patience: PatienceArgs,
}

/// How long to wait for a provider that is to answer at once.
#[derive(Debug, Args)]
pub(crate) struct PatienceArgs {
    /// How long to wait for the provider's answer, in ms, s, m or h [default: 60s]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    timeout: Option<Duration>,
}

impl PatienceArgs {
    /// Returns the limit.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(TIMEOUT)
    }
}

impl ModelsArgs {
    pub(super) fn of(mut self, before: OwnerArgs) -> Self {
        self.owner = self.owner.or(before);
        self
    }
}

/// Shows what a provider offers, or the table of prices.
pub(super) fn models(args: ModelsArgs, context: &Context) -> Result<(), Failure> {
    context.check_providers()?;
    let prices = context.prices()?;
    if args.prices {
        return context.show(&models::price_list(prices, args.provider));
    }
    let provider = match args.provider {
        Some(provider) => provider,
        None => configured(context)?,
    };
    let store = context.store()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let reach = Reach {
        store: &*store,
        keys: &keys,
        endpoints: context,
        timeout: Some(args.patience.timeout()),
    };
    let clock = &context.clock;
    context.show(&models::offered(&reach, &user, &provider, &prices, clock)?)
}

/// Returns the provider of new conversations: the one that is set, else the one of the model that is.
fn configured(context: &Context) -> Result<String, Failure> {
    let defaults = &context.config.chat;
    let of_model = || {
        let model = defaults.model.as_ref()?;
        let model = context.config.aliases.get(model).unwrap_or(model);
        let (provider, _) = model.split_once('/')?;
        context.find(provider).map(|_| provider.to_owned())
    };
    defaults.provider.clone().or_else(of_model).ok_or_else(|| {
        let names = context.names().join(", ");
        Failure::new(Exit::Usage, "no_provider", "no provider was chosen")
            .hint(format!("choose one with --provider; there is {names}"))
    })
}
