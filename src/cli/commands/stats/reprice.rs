//! `chatkeep stats --reprice`.

use chrono::NaiveDate;

use super::choices::{SortChoice, ViewChoice};
use super::{StatsArgs, View, note_undated, refuse_format};
use crate::actions::stats::reprice::{Repriced, reprice as recompute};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::repriced_markdown;

pub(super) fn reprice(
    day: Option<NaiveDate>,
    args: &StatsArgs,
    context: &Context,
) -> Result<(), Failure> {
    refuse_what_has_no_sense(args)?;
    let is_markdown = args.written_as.is_some();
    if is_markdown {
        refuse_format(context)?;
    }
    let (store, prices) = (context.store()?, context.prices()?);
    let query = args.query(View::AsFormatted);
    let repriced = recompute(&*store, &context.clock, &prices, day, &query)?;
    match is_markdown {
        true => context.write_out(repriced_markdown(&repriced).as_bytes())?,
        false => context.show(&repriced)?,
    }
    note_undated(repriced.undated, context);
    note_day(&repriced, prices.as_of(), context);
    Ok(())
}

/// Refuses orders by what is not added up here, and a view that has no place for two costs.
fn refuse_what_has_no_sense(args: &StatsArgs) -> Result<(), Failure> {
    if let SortChoice::Tokens | SortChoice::Errors = args.sort {
        return Err(
            Failure::usage("--reprice has neither tokens nor errors to sort by")
                .hint("sort by cost, replies, change or name; change is what differs by most"),
        );
    }
    match args.written_as {
        Some(ViewChoice::Prometheus) => Err(Failure::usage("--reprice writes no metrics")
            .hint("leave out --as, or write --as markdown")),
        _ => Ok(()),
    }
}

/// Says so if prices of a day were asked for that are not known yet, as it lies behind the last look at them.
fn note_day(repriced: &Repriced, as_of: NaiveDate, context: &Context) {
    if repriced.day.is_some_and(|day| day > as_of) {
        context.note(&format!(
            "the prices are those of {as_of}, with the changes that were announced by then"
        ));
    }
}
