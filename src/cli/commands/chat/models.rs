//! `chatkeep chat models`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::endpoints::Endpoints;
use crate::actions::models::{self, PriceList};
use crate::cli::commands::patience::PatienceArgs;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::secrets::KeyRing;

/// Arguments of `chat models`.
#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The provider to ask [default: the one of new conversations]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Show the table of prices instead, of one provider or of all; nobody is asked
    #[arg(long)]
    prices: bool,
    #[command(flatten)]
    patience: PatienceArgs,
}

/// Shows what a provider offers, or the table of prices.
pub(super) fn models(args: ModelsArgs, context: &Context) -> Result<(), Failure> {
    context.check_providers()?;
    let prices = context.prices()?;
    if args.prices {
        return context.show(&PriceList {
            prices,
            provider: args.provider,
        });
    }
    let provider = match args.provider {
        Some(provider) => provider,
        None => configured(context)?,
    };
    let store = context.store()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let reach = args.patience.reach(&*store, &keys, context);
    let offered = models::offered(&reach, &user, &provider, &prices, &context.clock)?;
    context.show(&offered)?;
    if offered.models.iter().any(|model| model.price.is_none()) {
        context.note(&about_unknown_prices(&provider, context));
    }
    Ok(())
}

/// Says why a price may be unknown although the model is not, and where to put it.
fn about_unknown_prices(provider: &str, context: &Context) -> String {
    let where_to = format!("set them as [prices.\"{provider}/MODEL\"] in the configuration");
    let endpoint = context.find(provider);
    match endpoint.filter(|endpoint| endpoint.kind.as_str() != provider) {
        Some(endpoint) => format!(
            "what {provider} charges is not known, even for models of {}, whose limits are shown; {where_to}",
            endpoint.kind.as_str()
        ),
        None => format!("some prices are not known; {where_to}"),
    }
}

/// Returns the provider of new conversations: the one that is set, else the one of the model that is.
fn configured(context: &Context) -> Result<String, Failure> {
    let defaults = &context.config.chat;
    let of_model = || {
        let model = context.config.unaliased(defaults.model.clone()?);
        let (provider, _) = model.split_once('/')?;
        context.find(provider).map(|_| provider.to_owned())
    };
    defaults.provider.clone().or_else(of_model).ok_or_else(|| {
        let names = context.names().join(", ");
        Failure::new(Exit::Usage, "no_provider", "no provider was chosen")
            .hint(format!("choose one with --provider; there is {names}"))
    })
}
