//! The models that a provider offers, and what they cost; and the whole table of prices.

use std::sync::Arc;

use chrono::NaiveDate;

use super::endpoints::Reach;
use super::{ActionError, ActionResult, model_choice};
use crate::model::{Clock, User};
use crate::pricing::{PriceTable, Rates, ServedAs};
use crate::providers::{self, SystemTiming};

/// What a provider offers.
#[derive(Debug)]
pub struct OfferedModels {
    /// The provider.
    pub provider: String,
    /// The models, by their ids.
    pub models: Vec<PricedModel>,
    /// The day on which the table of prices was made.
    pub prices_as_of: NaiveDate,
}

/// A model that can be asked, and what is known of it. Limits are the provider's own where it tells them.
#[derive(Debug, Clone)]
pub struct PricedModel {
    /// What requests call it.
    pub id: String,
    /// What people call it, if the provider says so.
    pub name: Option<String>,
    /// The most tokens of input and output together.
    pub context_window: Option<u64>,
    /// The most tokens of input.
    pub input_limit: Option<u64>,
    /// The most tokens of output.
    pub output_limit: Option<u64>,
    /// When it goes, as the provider writes it, or the day that the table has.
    pub retires: Option<String>,
    /// What it costs today; `None` if that is not known.
    pub price: Option<ModelPrice>,
}

/// What a model costs in the usual service.
#[derive(Debug, Clone)]
pub struct ModelPrice {
    /// The model in the table.
    pub priced_as: String,
    /// The prices of today.
    pub rates: Rates,
    /// Whether the configuration sets them.
    pub is_own: bool,
}

/// Asks a provider for its models with the user's key, else with everybody's. Blocks for as long as the provider takes.
pub fn offered(
    reach: &Reach<'_>,
    user: &User,
    provider: &str,
    prices: &PriceTable,
    clock: &dyn Clock,
) -> ActionResult<OfferedModels> {
    if user.is_disabled {
        return Err(ActionError::Disabled {
            who: user.email.clone(),
        });
    }
    let endpoint = reach.for_user(&user.id, provider)?;
    let kind = endpoint.kind;
    let offers = providers::open(endpoint, Arc::new(SystemTiming))?.models()?;
    let today = clock.now().date_naive();
    let priced = |offer: providers::OfferedModel| {
        let known = model_choice::known(prices, kind, provider, &offer.id);
        let day = || Some(known?.shutdown?.to_string());
        PricedModel {
            price: price_of(prices, provider, &offer.id, today),
            context_window: known.and_then(|known| known.context_window),
            input_limit: offer.input_limit.or_else(|| known?.max_input),
            output_limit: offer.output_limit.or_else(|| known?.max_output),
            retires: offer.retires.or_else(day),
            id: offer.id,
            name: offer.name,
        }
    };
    let mut models: Vec<PricedModel> = offers.into_iter().map(priced).collect();
    models.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(OfferedModels {
        provider: provider.to_owned(),
        models,
        prices_as_of: prices.as_of(),
    })
}

/// Finds a price as it is found for a reply.
fn price_of(prices: &PriceTable, provider: &str, id: &str, day: NaiveDate) -> Option<ModelPrice> {
    let model = prices.find(provider, id)?;
    Some(ModelPrice {
        priced_as: model.id.clone(),
        rates: model.rates_at(day, ServedAs::default())?.clone(),
        is_own: model.is_own,
    })
}

/// The table of prices, or the part of it that is about one provider.
#[derive(Debug)]
pub struct PriceList {
    /// The table.
    pub prices: PriceTable,
    /// The provider; all if `None`.
    pub provider: Option<String>,
}
