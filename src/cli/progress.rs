//! A bar that shows how far something has come, for people who wait at a terminal.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::context::Context;
use crate::archive::Progress;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar on standard error, gone when this is dropped. There is none where nobody watches, or silence was asked for.
pub(crate) struct FileProgress {
    what: &'static str,
    begun: Instant,
    is_wanted: bool,
    bar: Option<ProgressBar>,
}

impl FileProgress {
    /// Takes up what is done with the files, such as `backing up`.
    pub(crate) fn new(context: &Context, what: &'static str) -> Self {
        let is_watched = std::io::stderr().is_terminal();
        Self {
            what,
            begun: Instant::now(),
            is_wanted: is_watched && !context.options.quiet,
            bar: None,
        }
    }

    /// Shows how far it has come, once it has taken a while.
    pub(crate) fn show(&mut self, progress: Progress) {
        let amount = crate::report::size(progress.bytes_done);
        let (done, all) = (progress.files_done, progress.files_total);
        self.show_part(done, all, format!("files, {amount}"));
    }

    /// Shows of how many users something is done.
    pub(crate) fn show_users(&mut self, done: usize, all: usize) {
        self.show_part(done, all, "users".to_owned());
    }

    /// Shows of how many users all conversations are written, and how many these are so far.
    pub(crate) fn show_exported(&mut self, done: usize, all: usize, conversations: usize) {
        let written = crate::report::counted(conversations, "conversation", "conversations");
        self.show_part(done, all, format!("users, {written}"));
    }

    /// Shows how many parts of a store are done.
    pub(crate) fn show_parts(&mut self, done: usize, all: usize) {
        self.show_part(done, all, "files".to_owned());
    }

    /// Shows how much of a file is read.
    pub(crate) fn show_bytes(&mut self, done: u64, all: u64) {
        let share = |bytes: u64| usize::try_from(bytes >> 10).unwrap_or(usize::MAX);
        self.show_part(share(done), share(all), "KiB".to_owned());
    }

    fn show_part(&mut self, done: usize, all: usize, what: String) {
        if !self.is_wanted || self.begun.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| hidden_bar(self.what));
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        bar.set_message(what);
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for FileProgress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Makes a bar that is not drawn before it has something to show.
fn hidden_bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos} of {len} {msg}")
        .expect("the template names parts that there are")
        .progress_chars("=> ");
    let bar = ProgressBar::hidden();
    bar.set_style(style);
    bar.set_prefix(what);
    bar
}
