//! Options that say which conversations are meant.

use clap::Args;

use crate::actions::conversation_list::{ConversationFilter, Shelf};
use crate::actions::period::{Boundary, Period};
use crate::cli::period::parse_boundary;
use crate::model::WantedWords;

/// What conversations have to have.
#[derive(Debug, Args)]
pub(super) struct FilterArgs {
    /// Only those with this provider [default: any]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only those with this model, alone or as PROVIDER/MODEL [default: any]
    #[arg(short, long, value_name = "MODEL")]
    model: Option<String>,
    /// Only those with all of these tags, with commas between them [default: any]
    #[arg(short, long, value_name = "TAGS", value_delimiter = ',')]
    tag: Vec<String>,
    /// Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    since: Option<Boundary>,
    /// Only those not active after that: a day, a time or how long ago [default: no end]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    until: Option<Boundary>,
    /// Only those in whose titles and messages all of these words occur, in any case [default: any]
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    text: String,
}

impl FilterArgs {
    /// Whether anything was asked for.
    pub(super) fn is_given(&self) -> bool {
        let texts = [&self.provider, &self.model];
        texts.iter().any(|text| text.is_some())
            || !self.tag.is_empty()
            || self.since.is_some()
            || self.until.is_some()
            || !self.text.is_empty()
    }

    /// Returns what was asked for, of those on this shelf.
    pub(super) fn filter(self, shelf: Shelf) -> ConversationFilter {
        ConversationFilter {
            provider: self.provider,
            model: self.model,
            tags: self.tag.iter().map(|tag| tag.trim().to_owned()).collect(),
            period: Period {
                since: self.since,
                until: self.until,
            },
            words: WantedWords::of(&self.text),
            shelf,
        }
    }
}
