//! Models and their prices, shown.

use rust_decimal::Decimal;

use super::{Page, Record, Report, Table, Value, count, safe_line, usd_column};
use crate::actions::models::{ModelPrice, OfferedModels, PriceList, PricedModel};
use crate::model::{Cost, CostSum};
use crate::pricing::{ModelPrices, PriceRow, Status, Tier, TokenRates};

/// Stands for what is not known of a model.
const NOTHING: &str = "–";

/// Adds prices, each in US dollars for a million tokens.
fn with_rates(record: Record, rates: Option<&TokenRates>) -> Record {
    let price = |of: fn(&TokenRates) -> Decimal| rates.map(|rates| Cost::new(of(rates)));
    record
        .with("input_usd_per_million", price(|rates| rates.input))
        .with("cached_input_usd_per_million", price(TokenRates::cached))
        .with("cache_write_usd_per_million", price(TokenRates::written))
        .with(
            "cache_write_1h_usd_per_million",
            price(TokenRates::written_1h),
        )
        .with(
            "cache_write_12h_usd_per_million",
            price(TokenRates::written_12h),
        )
        .with("output_usd_per_million", price(|rates| rates.output))
}

fn model(model: &PricedModel, provider: &str) -> Record {
    let price = model.price.as_ref();
    let record = Record::new()
        .with("provider", provider)
        .with("id", model.id.as_str())
        .with("name", model.name.as_deref())
        .with("context_window", model.context_window)
        .with("input_limit", model.input_limit)
        .with("output_limit", model.output_limit)
        .with("retires", model.retires.as_deref())
        .with("priced_as", price.map(|price| price.priced_as.as_str()))
        .with(
            "price_from",
            price
                .and_then(|price| price.rates.from)
                .map(|day| day.to_string()),
        )
        .with("overridden", price.map(|price| price.is_own));
    let record = with_rates(record, price.map(|price| &price.rates.base));
    record.with("tiers", price.map(tiers))
}

fn tiers(price: &ModelPrice) -> Vec<Record> {
    let tier = |tier: &Tier| {
        let record = Record::new().with("above_input_tokens", tier.above_input_tokens);
        with_rates(record, Some(&tier.rates))
    };
    price.rates.tiers.iter().map(tier).collect()
}

/// Writes prices below one another, with as many digits as the longest.
fn column<'r>(
    all: impl Iterator<Item = Option<&'r TokenRates>>,
    of: fn(&TokenRates) -> Decimal,
) -> Vec<String> {
    usd_column(all.map(|rates| rates.map(|rates| CostSum::from(Cost::new(of(rates))))))
}

fn tokens(number: Option<u64>) -> String {
    number.map_or(NOTHING.to_owned(), count)
}

impl Report for OfferedModels {
    fn value(&self) -> Value {
        let records = self.models.iter().map(|it| model(it, &self.provider));
        records.collect::<Vec<_>>().into()
    }

    fn text(&self, page: &Page) -> String {
        let provider = safe_line(&self.provider, page);
        if self.models.is_empty() {
            return format!("{provider} offers no models to this key\n");
        }
        let titles = ["model", "#context", "#input", "#cached", "#output", "notes"];
        let mut table = Table::new(&titles)
            .cutting("notes", 10)
            .cutting("model", 24)
            .dropping(&["notes", "cached", "context"]);
        let rates = || {
            let prices = self.models.iter().map(|model| model.price.as_ref());
            prices.map(|price| price.map(|price| &price.rates.base))
        };
        let columns = [
            column(rates(), |rates| rates.input),
            column(rates(), TokenRates::cached),
            column(rates(), |rates| rates.output),
        ];
        for (index, model) in self.models.iter().enumerate() {
            let mut cells = vec![
                model.id.clone(),
                tokens(model.context_window.or(model.input_limit)),
            ];
            cells.extend(columns.iter().map(|column| column[index].clone()));
            cells.push(notes(model));
            table.row(cells);
        }
        table.render(page) + &unit(&format!("prices of {}", self.prices_as_of))
    }
}

fn unit(which: &str) -> String {
    format!("{which}, in US dollars for a million tokens\n")
}

fn notes(model: &PricedModel) -> String {
    let mut notes = Vec::new();
    if let Some(price) = &model.price {
        if price.is_own {
            notes.push("overridden".to_owned());
        }
        let tiers = price.rates.tiers.iter();
        notes.extend(tiers.map(|tier| format!("more above {}", count(tier.above_input_tokens))));
    }
    notes.extend(
        model
            .output_limit
            .map(|limit| format!("answers {}", count(limit))),
    );
    notes.extend(model.retires.as_ref().map(|day| format!("until {day}")));
    notes.join(", ")
}

impl PriceList {
    fn rows(&self) -> Vec<PriceRow<'_>> {
        let is_meant = |row: &PriceRow<'_>| {
            let provider = self.provider.as_ref();
            provider.is_none_or(|provider| *provider == row.model.provider)
        };
        self.prices.rows().filter(is_meant).collect()
    }

    fn record(&self, row: &PriceRow<'_>) -> Record {
        let model = row.model;
        let record = Record::new()
            .with("provider", model.provider.as_str())
            .with("model", model.id.as_str())
            .with("service", row.service.as_deref())
            .with("from", row.from.map(|day| day.to_string()))
            .with("above_input_tokens", row.above_input_tokens);
        with_rates(record, Some(row.rates))
            .with("context_window", model.context_window)
            .with("input_limit", model.max_input)
            .with("output_limit", model.max_output)
            .with("status", status(model))
            .with("shutdown", model.shutdown.map(|day| day.to_string()))
            .with("overridden", model.is_own)
            .with("table_date", self.prices.as_of().to_string())
    }
}

fn status(model: &ModelPrices) -> &'static str {
    match model.status {
        Status::Active => "active",
        Status::Deprecated => "deprecated",
        Status::Retired => "retired",
    }
}

impl Report for PriceList {
    fn value(&self) -> Value {
        let rows = self.rows();
        let overridden = self.prices.models().iter().filter(|model| model.is_own);
        let names = overridden.map(|model| format!("{}/{}", model.provider, model.id));
        Record::new()
            .with("table_date", self.prices.as_of().to_string())
            .with("overridden", names.collect::<Vec<_>>())
            .with(
                "prices",
                rows.iter().map(|row| self.record(row)).collect::<Vec<_>>(),
            )
            .into()
    }

    fn records(&self) -> Vec<Record> {
        self.rows().iter().map(|row| self.record(row)).collect()
    }

    fn text(&self, page: &Page) -> String {
        let rows = self.rows();
        if rows.is_empty() {
            let provider = self.provider.as_deref().unwrap_or_default();
            return format!("no prices of {} are known\n", safe_line(provider, page));
        }
        let titles = [
            "provider", "model", "from", "#above", "#input", "#cached", "#written", "#output",
            "notes",
        ];
        let mut table = Table::new(&titles)
            .cutting("model", 24)
            .dropping(&["provider", "written", "notes", "cached"]);
        let rates = || rows.iter().map(|row| Some(row.rates));
        let columns = [
            column(rates(), |rates| rates.input),
            column(rates(), TokenRates::cached),
            column(rates(), TokenRates::written),
            column(rates(), |rates| rates.output),
        ];
        for (index, row) in rows.iter().enumerate() {
            let mut cells = vec![
                row.model.provider.clone(),
                row.model.id.clone(),
                row.from.map_or(String::new(), |day| day.to_string()),
                row.above_input_tokens.map_or(String::new(), count),
            ];
            cells.extend(columns.iter().map(|column| column[index].clone()));
            cells.push(row_notes(row));
            table.row(cells);
        }
        table.render(page) + &unit(&format!("prices of {}", self.prices.as_of()))
    }
}

fn row_notes(row: &PriceRow<'_>) -> String {
    let mut notes = Vec::new();
    if row.model.is_own {
        notes.push("overridden".to_owned());
    }
    notes.extend(
        row.service
            .as_ref()
            .map(|service| format!("served as {service}")),
    );
    if row.model.status != Status::Active {
        notes.push(status(row.model).to_owned());
    }
    notes.join(", ")
}
