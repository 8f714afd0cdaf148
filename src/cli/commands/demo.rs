//! `chatkeep demo`.

use std::path::PathBuf;

use clap::Args;

use crate::actions::backup::{self, BackupOptions, Destination};
use crate::actions::conversation_list::{self, ListQuery, Owners};
use crate::actions::stats::{self, Dimension, StatsQuery};
use crate::actions::{demo, shell_quoted, users};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::Report;
use crate::store::{self, Location};

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The folder to make it in; one that an earlier demo made is made anew [default: chatkeep-demo]
    #[arg(
        value_name = "FOLDER",
        default_value = "chatkeep-demo",
        hide_default_value = true
    )]
    folder: PathBuf,
}

/// Of whose conversations a few are listed.
const SOMEONE: &str = "amara@example.com";

pub(crate) fn run(args: &DemoArgs, context: &Context) -> Result<(), Failure> {
    let made = demo::make(&args.folder, context.open_options())?;
    context.show(&made)?;
    if !context.is_for_people() {
        return Ok(());
    }
    let location = Location::Folder(args.folder.clone());
    let store = store::open(&location, context.open_options())?;
    let tour = Tour {
        context,
        call: format!(
            "{} --store {}",
            context.environment.program(),
            shell_quoted(&args.folder.display().to_string())
        ),
    };
    tour.show("user list", &users::list(&*store)?)?;
    let costs = StatsQuery {
        by: vec![Dimension::User, Dimension::Model],
        ..StatsQuery::default()
    };
    tour.show(
        "stats --by user,model",
        &stats::stats(&*store, &context.clock, &costs)?,
    )?;
    let someone = store.find_user(SOMEONE)?;
    let first = ListQuery {
        limit: Some(5),
        ..ListQuery::default()
    };
    let someone = Owners::One(Box::new(someone));
    let list = conversation_list::list(&*store, someone, &first, &context.clock)?;
    tour.show(&format!("chat list --user {SOMEONE} --limit 5"), &list)?;
    let backups = args.folder.join("backups");
    let destination = Destination::Folder(&backups);
    let made = backup::create(
        &*store,
        &context.clock,
        destination,
        BackupOptions::default(),
        &mut |_| {},
    )?;
    tour.show("backup", &made)?;
    tour.suggest()
}

/// Shows commands with what they print.
struct Tour<'c> {
    context: &'c Context,
    call: String,
}

impl Tour<'_> {
    fn show(&self, command: &str, report: &dyn Report) -> Result<(), Failure> {
        let line = format!("$ {} {command}", self.call);
        self.context
            .write_out(format!("\n{}\n", self.context.page.strong(&line)).as_bytes())?;
        self.context.show(report)
    }

    fn suggest(&self) -> Result<(), Failure> {
        let call = &self.call;
        let text = format!(
            "\nNow try it yourself; every password is `{}`, and nothing leaves this machine:\n\
             \n  {call} chat --user {SOMEONE} --model echo \"Hello, who is there?\"\
             \n  {call} chat show last --user {SOMEONE}\
             \n  {call} export --user {SOMEONE} --as markdown\
             \n  {call} user disable emil@example.com\
             \n  {call} restore latest\n\
             \nRemove the folder when you have seen enough.\n",
            demo::PASSWORD,
        );
        self.context.write_out(text.as_bytes())
    }
}
