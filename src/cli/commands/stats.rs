//! `chatkeep stats`.

mod budgets;
mod choices;
mod reprice;
mod retyped;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::{Args, Subcommand};

use self::budgets::BudgetsArgs;
use self::choices::{Comparison, DimensionChoice, MeasureChoice, SortChoice, ViewChoice};
use crate::actions::NewFile;
use crate::actions::period::{Boundary, Period};
use crate::actions::stats::{self, Dimension, StatsQuery, UsageStats};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::global_options::FormatChoice;
use crate::cli::period::{parse_boundary, parse_day};
use crate::model::{Clock, Cost};
use crate::report::{
    ChartedStats, Measure, Report, StatsPage, StatsPageWritten, counted, safe_block,
    stats_markdown, stats_metrics, usd,
};

/// Arguments of `stats`: what narrows and shapes the report, or a subcommand.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "\
Examples:
  # who used which model, and what it cost
  chatkeep stats
  # a bill for last month, for a spreadsheet
  chatkeep stats --by user,provider --since 'last month' --until 'last month' --format csv
  # why this month is dearer than the last: what became dearer by most
  chatkeep stats --by user,model --since 'this month' --compare previous --sort change --top 10
  # when people ask
  chatkeep stats --by weekday,hour --since 30d
  # from cron: exit code 9 when the month has cost more than that
  chatkeep stats --by model --since 'this month' --fail-over 500USD
  # how the last weeks went, drawn
  chatkeep stats --by week --since 90d --chart
  # a page to look at, or to print
  chatkeep stats --by user,model,month --html usage.html
  # what this year's replies would cost by the prices of the new year, and by how much that differs
  chatkeep stats --since 'this year' --reprice 2027-01-01
  # for Prometheus, by the textfile collector of its node exporter
  chatkeep stats --as prometheus"
)]
pub(crate) struct StatsArgs {
    #[command(subcommand)]
    command: Option<StatsCommand>,
    /// What a row is made for: any of user, provider, model, day, week, month, weekday, hour, conversation and tag, with commas between them
    #[arg(
        long,
        value_name = "DIMENSIONS",
        value_delimiter = ',',
        default_value = "user,model",
        hide_possible_values = true
    )]
    by: Vec<DimensionChoice>,
    /// Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]
    #[arg(short, long)]
    user: Option<String>,
    /// Only replies of these providers, with commas between them [default: all]
    #[arg(short, long, value_name = "PROVIDERS", value_delimiter = ',')]
    provider: Vec<String>,
    /// Only replies of these models, with commas between them [default: all]
    #[arg(short, long, value_name = "MODELS", value_delimiter = ',')]
    model: Vec<String>,
    /// Only in conversations that have all of these tags, with commas between them [default: all]
    #[arg(short, long, value_name = "TAGS", value_delimiter = ',')]
    tag: Vec<String>,
    /// What counts from then on: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    since: Option<Boundary>,
    /// What counts up to then: likewise; a day, a week, a month or a year to its end [default: no end]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    until: Option<Boundary>,
    /// The time zone of days and hours, such as Europe/Berlin [default: the store's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<Tz>,
    /// Set the period before, which is as long, beside it [default: not]
    #[arg(long, value_name = "PERIOD")]
    compare: Option<Comparison>,
    /// What comes first: dates in their order and then the dearest; the most of one thing; what became dearer by most; or names in theirs
    #[arg(long, value_name = "BY", default_value = "usual")]
    sort: SortChoice,
    /// Sort the other way round
    #[arg(short, long)]
    reverse: bool,
    /// The most rows to show; the others become one [default: all]
    #[arg(long, value_name = "COUNT")]
    top: Option<usize>,
    /// Exit code 9 if all together cost more than this amount, such as 500USD [default: never]
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    fail_over: Option<Cost>,
    /// Set beside what was recorded what the prices say, by provider and model: those of this day (UTC) for all replies, or those of each reply's own time; nothing is changed [default: not; each reply's own time if no day is named]
    #[arg(
        long,
        value_name = "DATE",
        num_args = 0..=1,
        value_parser = parse_day,
        conflicts_with_all = ["by", "compare", "chart", "html", "fail_over"]
    )]
    reprice: Option<Option<NaiveDate>>,
    /// Write the rows for a document or for monitoring instead of as --format says [default: as --format says]
    #[arg(long = "as", value_name = "VIEW")]
    written_as: Option<ViewChoice>,
    /// Draw bars below the table, and beside one another what was when if a row is made for dates: of cost, tokens or replies [default: no bars; of cost if nothing else is named]
    #[arg(
        long,
        value_name = "MEASURE",
        num_args = 0..=1,
        default_missing_value = "cost",
        conflicts_with = "written_as"
    )]
    chart: Option<MeasureChoice>,
    /// Write a page with charts and a table for each dimension to this file, readable by its owner only; - is standard output [default: no page]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["written_as", "chart"])]
    html: Option<PathBuf>,
    /// Replace the file of --html if it is there
    #[arg(short, long, requires = "html")]
    force: bool,
}

/// What there is besides.
#[derive(Debug, Subcommand)]
enum StatsCommand {
    /// Show what is used of each budget, what is left, and what will be used if it goes on like that
    #[command(after_long_help = "\
Examples:
  # who is near their limit
  chatkeep stats budgets
  # from cron, once an hour: exit code 9 when somebody has used four fifths
  chatkeep stats budgets --fail-at 80%
  # from cron, once a day: exit code 9 when somebody will not get by
  chatkeep stats budgets --sort forecast --fail-at forecast
  # one user's, for another program
  chatkeep stats budgets --user ada@example.org --format json")]
    Budgets(BudgetsArgs),
}

pub(crate) fn run(args: &StatsArgs, context: &Context) -> Result<(), Failure> {
    if let Some(StatsCommand::Budgets(args)) = &args.command {
        return budgets::budgets(args, context);
    }
    if let Some(day) = args.reprice {
        return reprice::reprice(day, args, context);
    }
    if args.sort == SortChoice::Change && args.compare.is_none() {
        return Err(Failure::usage("there is no change without --compare")
            .hint("add --compare previous, and where the period begins with --since"));
    }
    let view = View::of(args);
    if !matches!(view, View::AsFormatted | View::PageInFile) {
        refuse_format(context)?;
    }
    // Begun before anything is added up: a file that is in the way is told at once.
    let file = match (view, &args.html) {
        (View::PageInFile, Some(path)) => Some(NewFile::create(path, args.force)?),
        _ => None,
    };
    let stats = stats::stats(&*context.store()?, &context.clock, &args.query(view))?;
    match file {
        Some(file) => write_page(&stats, args, file, context)?,
        None => show(&stats, view, args, context)?,
    }
    note_undated(stats.undated, context);
    match args.fail_over {
        Some(limit) => check_cost(&stats, limit, context),
        None => Ok(()),
    }
}

/// Says how many replies were left out because they have no time.
fn note_undated(undated: u64, context: &Context) {
    if undated > 0 {
        let replies = usize::try_from(undated).unwrap_or(usize::MAX);
        let replies = counted(replies, "reply", "replies");
        context.note(&format!("{replies} without a time left out"));
    }
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// What `--format` says.
    AsFormatted,
    /// A table and bars.
    Charted(Measure),
    /// A table for documents.
    Markdown,
    /// Metrics.
    Prometheus,
    /// HTML on standard output.
    Page,
    /// HTML in a file, and what `--format` says about that.
    PageInFile,
}

impl View {
    fn of(args: &StatsArgs) -> Self {
        match &args.html {
            Some(path) if path == Path::new("-") => return Self::Page,
            Some(_) => return Self::PageInFile,
            None => {}
        }
        match (args.written_as, args.chart) {
            (Some(ViewChoice::Markdown), _) => Self::Markdown,
            (Some(ViewChoice::Prometheus), _) => Self::Prometheus,
            (None, Some(measure)) => Self::Charted(measure.into()),
            (None, None) => Self::AsFormatted,
        }
    }
}

impl StatsArgs {
    fn query(&self, view: View) -> StatsQuery {
        StatsQuery {
            by: self.by.iter().map(|by| Dimension::from(*by)).collect(),
            user: self.user.clone(),
            providers: self.provider.clone(),
            models: self.model.clone(),
            tags: self.tag.clone(),
            period: Period {
                since: self.since,
                until: self.until,
            },
            timezone: self.timezone,
            compares: self.compare.is_some(),
            sort: self.sort.into(),
            is_reversed: self.reverse,
            top: self.top,
            each: matches!(view, View::Charted(_) | View::Page | View::PageInFile),
        }
    }
}

/// Refuses a format for programs beside a view for something else; one from the configuration gives way.
fn refuse_format(context: &Context) -> Result<(), Failure> {
    match context.options.format {
        None | Some(FormatChoice::Table) => Ok(()),
        Some(_) => Err(Failure::usage(
            "--as, --chart and --html - write what --format has no word for",
        )
        .hint("leave one of them out; the variable CHATKEEP_FORMAT counts as --format")),
    }
}

fn show(
    stats: &UsageStats,
    view: View,
    args: &StatsArgs,
    context: &Context,
) -> Result<(), Failure> {
    let text = match view {
        View::AsFormatted => return context.show(stats),
        View::Charted(measure) => ChartedStats { stats, measure }.text(&context.page),
        View::Markdown => stats_markdown(stats),
        View::Prometheus => safe_block(&stats_metrics(stats), &context.page).into_owned(),
        View::Page | View::PageInFile => page(stats, args, context),
    };
    context.write_out(text.as_bytes())
}

fn write_page(
    stats: &UsageStats,
    args: &StatsArgs,
    file: NewFile,
    context: &Context,
) -> Result<(), Failure> {
    let path = args.html.clone().unwrap_or_default();
    file.finish_with(page(stats, args, context).as_bytes())?;
    context.show(&StatsPageWritten {
        path,
        rows: stats.rows.len(),
        replies: stats.total.totals.replies,
    })
}

fn page(stats: &UsageStats, args: &StatsArgs, context: &Context) -> String {
    let page = StatsPage {
        stats,
        limits: args.limits(),
        command: args.retyped(stats),
        made_at: context.clock.now(),
    };
    page.html()
}

/// Fails if what is known of the cost is over the limit, and warns of what is not known.
fn check_cost(stats: &UsageStats, limit: Cost, context: &Context) -> Result<(), Failure> {
    let total = &stats.total.totals;
    if total.unknown_costs > 0 {
        let replies = usize::try_from(total.unknown_costs).unwrap_or(usize::MAX);
        context.warn(&format!(
            "the cost of {} is not known, and not counted",
            counted(replies, "reply", "replies")
        ));
    }
    if total.cost <= limit.into() {
        return Ok(());
    }
    let (cost, limit) = (usd(total.cost), usd(limit.into()));
    let message = format!("all together cost {cost}, which is over {limit}");
    Err(Failure::new(Exit::Limit, "cost_over", message))
}

/// Takes an amount, for clap.
fn parse_amount(text: &str) -> Result<Cost, &'static str> {
    let digits = Cost::digits_of_amount(text).ok_or("write an amount such as 500USD or $500")?;
    Cost::parse(digits).ok_or("that amount has too many digits")
}
