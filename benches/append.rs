//! Times what adding a turn costs, next to copying the user's file and having the copy on disk.
//!
//! `cargo bench --bench append`, or with other runs of each: `cargo bench --bench append -- --runs 5`.

mod one_user;
mod runs;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use chatkeep::model::{ConversationId, NewMessage, ReplyFacts, Role, Turn, UserId};
use chatkeep::store::{self, Location, OpenOptions, Store, TurnTarget};
use chrono::{TimeZone, Utc};
use chrono_tz::Tz;

use one_user::{OneUser, Taken, USER};
use runs::{Outcome, median};

const DEFAULT_RUNS: usize = 15;
const WARM_UP_RUNS: usize = 2;
/// Sizes of a user's file; each is tried as many conversations and as a single one.
const SIZES: [(&str, usize); 3] = [
    ("10 kB", 10_000),
    ("1 MB", 1_000_000),
    ("100 MB", 100_000_000),
];
/// A conversation of the web app's is about this long.
const MESSAGES: usize = 10;

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let mut table = format!(
        "\n{:<44}{:>10}{:>10}{:>10}{:>8}{:>8}{:>8}{:>8}\n",
        format!("median of {runs} runs, ms"),
        "copied",
        "durable",
        "appended",
        "ratio",
        "ratio",
        "CPU",
        "MB"
    );
    for (name, size) in SIZES {
        for (shape, messages) in [("", MESSAGES), (", 1 conversation", usize::MAX)] {
            let runs = if size > 50_000_000 { runs.min(7) } else { runs };
            let (bed, conversation) = OneUser::make(size, messages)?;
            for row in bed.rows(runs, &conversation)? {
                writeln!(
                    table,
                    "{}",
                    row.line(&format!("{name}{shape}, {}", row.what))
                )?;
            }
        }
    }
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(())
}

/// What one way of adding a turn took, and what copying the file took in the same minutes.
struct Row {
    what: &'static str,
    /// Copy, and fsync of the copy.
    copies: Vec<Duration>,
    /// Copy, fsync of the copy, and fsync of its folder: without that a power cut may take the copy away.
    durable: Vec<Duration>,
    appends: Vec<Duration>,
    taken: Option<Taken>,
}

impl Row {
    /// Writes the row; the first ratio is to the copy, the second to the durable one.
    fn line(&self, name: &str) -> String {
        let [copy, durable, append] =
            [&self.copies, &self.durable, &self.appends].map(|times| median(times));
        let taken = self.taken.as_ref().map_or_else(
            || format!("{:>8}{:>8}", "-", "-"),
            |taken| format!("{:>8.1}{:>8}", taken.cpu_ms, taken.peak_kib / 1000),
        );
        format!(
            "{name:<44}{copy:>10.2}{durable:>10.2}{append:>10.2}{:>8.2}{:>8.2}{taken}",
            append / copy,
            append / durable,
        )
    }
}

impl OneUser {
    fn rows(&self, runs: usize, conversation: &ConversationId) -> Outcome<Vec<Row>> {
        let store = self.open()?;
        let in_process = self.row(
            "append_turn",
            runs,
            || self.append(store.as_ref(), conversation),
            None,
        )?;
        let new = self.row(
            "chat send",
            runs,
            || finished(&mut self.send()),
            Some(one_user::taken_by(&self.send())?),
        )?;
        Ok(vec![in_process, new])
    }

    /// Times the copy and the change turn by turn, so that whatever else the machine does hits both.
    fn row(
        &self,
        what: &'static str,
        runs: usize,
        change: impl Fn() -> Outcome<()>,
        taken: Option<Taken>,
    ) -> Outcome<Row> {
        let mut row = Row {
            what,
            copies: Vec::new(),
            durable: Vec::new(),
            appends: Vec::new(),
            taken,
        };
        for run in 0..WARM_UP_RUNS + runs {
            let (copy, durable) = self.copy()?;
            let start = Instant::now();
            change()?;
            let append = start.elapsed();
            if run >= WARM_UP_RUNS {
                row.copies.push(copy);
                row.durable.push(durable);
                row.appends.push(append);
            }
        }
        fs::write(&self.file, &self.original)?;
        File::open(&self.file)?.sync_all()?;
        // The turns are gone with what they were in, and nobody dropped them.
        fs::remove_dir_all(self.root().join(".chatkeep/recent"))?;
        Ok(row)
    }

    fn copy(&self) -> Outcome<(Duration, Duration)> {
        let copy = self.file.with_extension("copy");
        let start = Instant::now();
        fs::copy(&self.file, &copy)?;
        File::open(&copy)?.sync_all()?;
        let copied = start.elapsed();
        File::open(copy.parent().ok_or("a file is in a folder")?)?.sync_all()?;
        let durable = start.elapsed();
        fs::remove_file(&copy)?;
        Ok((copied, durable))
    }

    fn open(&self) -> Outcome<Box<dyn Store>> {
        let options = OpenOptions::new(Duration::from_secs(30), Tz::UTC);
        Ok(store::open(&Location::Folder(self.root()), options)?)
    }

    fn append(&self, store: &dyn Store, conversation: &ConversationId) -> Outcome<()> {
        let at = Utc
            .timestamp_opt(1_770_000_000, 0)
            .single()
            .ok_or("a time")?;
        let message = |role, content: &str, reply| NewMessage {
            role,
            content: content.to_owned(),
            at,
            reply,
        };
        let turn = Turn {
            messages: vec![
                message(Role::User, "How are you?", None),
                message(Role::Assistant, "Fine.", Some(ReplyFacts::default())),
            ],
        };
        let target = TurnTarget::Existing(conversation.clone());
        store.append_turn(&UserId::parse(USER)?, &target, &turn, at)?;
        Ok(())
    }

    fn send(&self) -> Command {
        self.chatkeep(&["chat", "send", "--model", "echo/echo", "How are you?"])
    }
}

fn finished(command: &mut Command) -> Outcome<()> {
    let status = command.status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{command:?} ended with {status}").into())
}
