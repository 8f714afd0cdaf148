//! Prints a reply, as it comes or in the end.

use super::code_block;
use crate::actions::chat::{Answered, BudgetNote, Listener, Storing};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::interrupt::on_interrupt;
use crate::providers::{Ending, Interrupter, Reply, Retry, Stop};
use crate::report::{budget_warning, count, reply_footer, safe_block};
use crate::store::{Placed, StoreError};

/// Prints a reply as it comes.
pub(super) struct Printer<'c> {
    context: &'c Context,
    is_streaming: bool,
    is_extract: bool,
    /// What became of standard output. A reader who had enough stops the printing, and not the reply.
    output: Result<(), Failure>,
}

impl<'c> Printer<'c> {
    /// Begins to print: piece by piece if that is wanted and the format allows it, or the first code block in the end.
    pub(super) fn new(context: &'c Context, is_streamed: bool, is_extract: bool) -> Self {
        Self {
            context,
            is_streaming: is_streamed && !is_extract && context.is_for_people(),
            is_extract,
            output: Ok(()),
        }
    }

    /// Shows what is left to show of the reply, and tells how it ended.
    pub(super) fn finish(self, answered: &Answered) -> Result<(), Failure> {
        let context = self.context;
        let shown = self.show_rest(answered);
        tell_about(&answered.reply, context);
        if context.can_see_notes() {
            context.note_faintly(&reply_footer(answered));
        } else {
            context.detail(&reply_footer(answered));
        }
        let kept = match &answered.storing {
            Storing::Stored {
                conversation: id, ..
            } => format!("what came is kept in conversation {}", id.short()),
            Storing::OnlyUse if answered.is_without_text() => {
                "there is no text, and what it took is in the ledger".to_owned()
            }
            Storing::OnlyUse => "nothing was to be kept".to_owned(),
            Storing::Nothing => "nothing had come yet".to_owned(),
            Storing::Failed { error, .. } if answered.is_without_text() => {
                let cause = Failure::of_store(error).message;
                format!("there is no text, and what it took could not be noted: {cause}")
            }
            Storing::Failed { error, is_kept } => return Err(not_stored(error, *is_kept)),
        };
        if answered.is_again && answered.placed() == Some(Placed::Behind) {
            context.warn(why_behind(&answered.reply));
        }
        match &answered.reply.ending {
            Ending::Complete => shown.map_err(|failure| failure.and(&kept)),
            Ending::Interrupted => Err(Failure::new(
                Exit::Interrupted,
                "interrupted",
                format!("interrupted; {kept}"),
            )),
            Ending::CutOff(fault) => Err(Failure::of_provider(fault).and(&kept)),
        }
    }

    /// Shows a reply that was not printed as it came, and ends the last line of one that was.
    fn show_rest(self, answered: &Answered) -> Result<(), Failure> {
        if answered.is_without_text() {
            return Ok(());
        }
        let text = &answered.reply.text;
        if self.is_extract {
            let block = code_block::first(text).ok_or_else(no_code)?;
            let block = safe_block(block, &self.context.page);
            return self.context.write_out(block.as_bytes());
        }
        if !self.is_streaming {
            return self.context.show(answered);
        }
        self.output?;
        if text.is_empty() || text.ends_with('\n') {
            return Ok(());
        }
        self.context.write_out(b"\n")
    }
}

/// Says what of a whole reply may not be what was asked for.
fn tell_about(reply: &Reply, context: &Context) {
    if reply.is_cut() {
        return;
    }
    match reply.stop {
        Stop::Declined => {
            context.warn("the model would not answer; what it says instead is the reply");
        }
        // A program finds it in `finish`.
        Stop::OutOfTokens if context.is_for_people() => {
            context.note("the reply ends at the limit of tokens; --max-tokens allows more");
        }
        Stop::Done if reply.text.is_empty() => {
            let finish = reply.finish.as_ref();
            let finish = finish.map(|word| format!(" ({word})")).unwrap_or_default();
            context.warn(&format!("the reply is empty{finish}"));
        }
        Stop::Done | Stop::OutOfTokens | Stop::Blocked { .. } => {}
    }
}

/// Says why a reply to a question that was asked again did not take the place of the one that was there.
fn why_behind(reply: &Reply) -> &'static str {
    if reply.is_cut() || reply.text.is_empty() {
        "the reply is not whole, so the one that was there is kept, and this one is behind it with the question again"
    } else {
        "the conversation changed meanwhile, so the reply is at its end, with the question again"
    }
}

fn no_code() -> Failure {
    Failure::new(
        Exit::NotFound,
        "no_code_block",
        "the reply has no code block".to_owned(),
    )
    .hint("`chatkeep chat show last` shows all of it")
}

impl Listener for Printer<'_> {
    fn asking(&mut self, provider: &str, address: &str, model: &str) {
        let place = if address.is_empty() {
            String::new()
        } else {
            format!(" at {address}")
        };
        self.context
            .detail(&format!("asking {model} of {provider}{place}"));
    }

    fn budget(&mut self, note: &BudgetNote<'_>) {
        match note {
            BudgetNote::NearlyReached { who, used } => {
                self.context.warn(&budget_warning(who, used));
            }
            BudgetNote::ReplyLimited { tokens } => self.context.note(&format!(
                "the reply is limited to {} tokens by what is left of the budget",
                count(u64::from(*tokens))
            )),
        }
    }

    fn starting(&mut self, interrupter: Interrupter) {
        if let Err(failure) = on_interrupt(move || interrupter.interrupt()) {
            self.context.warn(&failure.message);
        }
    }

    fn text(&mut self, piece: &str) {
        if self.is_streaming && self.output.is_ok() {
            self.output = self
                .context
                .write_out(safe_block(piece, &self.context.page).as_bytes());
        }
    }

    fn not_kept(&mut self, error: &StoreError) {
        let failure = Failure::of_store(error);
        // Of no matter if it is stored in the end; and if it is not, that is told.
        self.context.detail(&format!(
            "what comes is not kept until it is stored: {}",
            failure.message
        ));
    }

    fn retrying(&mut self, retry: &Retry) {
        let seconds = retry.delay.as_secs_f32();
        self.context
            .note(&format!("{}; trying again in {seconds:.1} s", retry.cause));
    }
}

fn not_stored(error: &StoreError, is_kept: bool) -> Failure {
    let failure = Failure::of_store(error);
    let recover = "it is kept; `chatkeep chat recover` stores it once that is mended";
    Failure {
        message: format!("the reply was not stored: {}", failure.message),
        hint: is_kept.then(|| recover.to_owned()).or(failure.hint),
        ..failure
    }
}
