//! Results made presentable: for people as text, for programs as JSON, JSON lines and CSV.

mod advice;
mod apply;
mod backup_age;
mod backups;
mod backups_pruned;
mod budgets;
mod chat;
mod conversation_list;
mod conversations;
mod demo;
mod doctor;
mod drill;
mod erasure;
mod export;
mod facts;
mod grants;
mod identities;
mod import;
mod key_check;
mod keys;
mod labels;
mod markdown;
mod messages;
mod migrate;
mod models;
mod money;
mod page;
mod prune;
mod rekey;
mod render;
mod restores;
mod safe_text;
mod schedule;
mod search;
mod size;
mod stats;
mod stores;
mod table;
mod user_export;
mod user_merge;
mod users;
mod value;

pub use advice::outgrown_note;
pub use budgets::budget_warning;
pub use chat::reply_footer;
pub use doctor::mending_text;
pub use export::redaction_note;
pub use facts::{counted, facts};
pub use money::{count, usd, usd_column};
pub use page::Page;
pub use render::{Format, render};
pub use safe_text::{safe_block, safe_line};
pub use size::size;
pub use stats::{
    ChartedStats, Measure, StatsPage, StatsPageWritten, boundary_text, repriced_markdown,
    stats_markdown, stats_metrics,
};
pub use table::Table;
pub use value::{Record, Value};

/// A result that can be shown in every format.
pub trait Report {
    /// Returns the result as data: one record, or a list of records for what people see as a table.
    fn value(&self) -> Value;

    /// Returns the result as text for people, each line ended.
    fn text(&self, page: &Page) -> String;

    /// Returns the rows of `csv` and `jsonl`: the records of the data, unless a result has better ones.
    fn records(&self) -> Vec<Record> {
        self.value().into_records()
    }

    /// Hands those rows to `visit`, one after the other. A result of very many makes each only then.
    fn visit_records(&self, visit: &mut dyn FnMut(&Record)) {
        self.records().iter().for_each(visit);
    }
}
