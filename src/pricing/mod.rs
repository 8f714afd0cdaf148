//! What a reply costs.
//!
//! Prices come from a dated table in the program, in which one can put prices of one's own. They depend on the model that the
//! response names, on the day of the request (UTC), on how long the input was, and on the service tier that the response
//! names. Sums are exact; a price that is not known is `None` and never zero.

mod bound;
mod cost;
mod matching;
mod own_prices;
mod pattern;
mod repricing;
mod rows;
mod table;

pub use bound::CostBound;
pub use cost::{Priced, ServedAs};
pub use own_prices::OwnPrices;
pub use repricing::Unpriced;
pub use rows::PriceRow;
pub use table::{
    Api, ModelPrices, PriceTable, PricingError, Rates, Status, Tier, TokenRates, parse_price,
};
