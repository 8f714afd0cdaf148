//! Imports, shown.

use super::{Page, Record, Report, Value, counted, safe_line, usd};
use crate::actions::import::Imported;
use crate::interchange::LeftOutKind;
use crate::model::CostSum;

/// The most lines for what is named one by one.
const NAMED: usize = 20;

impl Report for Imported {
    fn value(&self) -> Value {
        let kept = self.kept.iter().map(|kept| {
            let record = Record::new().with("id", &kept.id);
            Value::from(record.with("title", kept.title.as_str()))
        });
        let unreadable = self.unreadable.iter().map(|(place, reason)| {
            let record = Record::new().with("place", place.as_str());
            Value::from(record.with("reason", reason.as_str()))
        });
        let left_out = self
            .left_out
            .counts()
            .fold(Record::new(), |record, (kind, count)| {
                record.with(kind.as_str(), count)
            });
        Record::new()
            .with("file", self.path.display().to_string())
            .with("from", self.format.as_str())
            .with("user", &self.user.id)
            .with("added", self.added)
            .with("branches", self.branches)
            .with("copies", self.copies)
            .with("messages", self.messages)
            .with("total_tokens", self.totals.total_tokens)
            .with("cost_usd", self.totals.cost)
            .with("unknown_costs", self.totals.unknown_costs)
            .with("continued", self.continued)
            .with("already_there", self.same)
            .with("conflicts", Value::List(kept.collect()))
            .with("empty", self.empty)
            .with("unreadable", self.unreadable_count)
            .with("unreadable_places", Value::List(unreadable.collect()))
            .with("left_out", Value::Record(left_out))
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = self.added_line(page);
        let done = |would: &'static str, did: &'static str| match self.is_dry_run {
            true => would,
            false => did,
        };
        if self.continued > 0 {
            let continued = counted(self.continued, "conversation", "conversations");
            let done = done("would go on with", "went on with");
            text.push_str(&format!(
                "{done} {continued} that {} there\n",
                was(self.continued)
            ));
        }
        if self.same > 0 {
            let same = counted(self.same, "conversation", "conversations");
            text.push_str(&format!("{same} {} there already\n", was(self.same)));
        }
        for kept in self.kept.iter().take(NAMED) {
            let (id, title) = (kept.id.short(), safe_line(&kept.title, page));
            let id = safe_line(&id, page);
            text.push_str(&format!(
                "left {id} as it is, which is another here: {title}\n"
            ));
        }
        push_rest(self.kept.len(), "more that are others here", &mut text);
        if self.empty > 0 {
            let empty = counted(self.empty, "conversation", "conversations");
            text.push_str(&format!("{empty} without a message left out\n"));
        }
        for (place, reason) in self.unreadable.iter().take(NAMED) {
            let reason = safe_line(reason, page);
            let place = safe_line(place, page);
            text.push_str(&format!("cannot be read: {place}: {reason}\n"));
        }
        push_rest(self.unreadable_count, "more that cannot be read", &mut text);
        if !self.left_out.is_empty() {
            let kinds: Vec<_> = self.left_out.counts().map(in_words).collect();
            text.push_str(&format!("not carried over: {}\n", kinds.join(", ")));
        }
        text
    }
}

impl Imported {
    fn added_line(&self, page: &Page) -> String {
        let path = self.path.display().to_string();
        let (path, who) = (safe_line(&path, page), safe_line(&self.user.email, page));
        let done = match self.is_dry_run {
            true => "would add",
            false => "added",
        };
        let added = counted(self.added, "conversation", "conversations");
        let mut notes = Vec::new();
        if self.messages > 0 {
            notes.push(counted(self.messages, "message", "messages"));
        }
        if self.branches > 0 {
            notes.push(counted(
                self.branches,
                "branch of another",
                "branches of others",
            ));
        }
        if self.copies > 0 {
            notes.push(format!("{} counted for somebody else already", self.copies));
        }
        if self.totals.cost > CostSum::default() {
            notes.push(usd(self.totals.cost));
        }
        let notes = match notes.is_empty() {
            true => String::new(),
            false => format!(" ({})", notes.join(", ")),
        };
        let format = self.format.as_str();
        format!("{done} {added} to {who}{notes} from {path}, format {format}\n")
    }
}

fn was(count: usize) -> &'static str {
    match count {
        1 => "was",
        _ => "were",
    }
}

fn push_rest(count: usize, what: &str, text: &mut String) {
    if count > NAMED {
        text.push_str(&format!("{} {what}\n", count - NAMED));
    }
}

fn in_words((kind, count): (LeftOutKind, usize)) -> String {
    let (one, many) = match kind {
        LeftOutKind::Image => ("image", "images"),
        LeftOutKind::File => ("file", "files"),
        LeftOutKind::Recording => ("recording", "recordings"),
        LeftOutKind::ToolCall => ("tool call", "tool calls"),
        LeftOutKind::ToolResult => ("answer of a tool", "answers of tools"),
        LeftOutKind::Reasoning => ("thought of a model", "thoughts of models"),
        LeftOutKind::Hidden => ("hidden message", "hidden messages"),
        LeftOutKind::OtherRole => ("message of others", "messages of others"),
        LeftOutKind::OtherContent => ("unknown content", "unknown contents"),
        LeftOutKind::Stray => ("message of no branch", "messages of no branch"),
        LeftOutKind::Branch => ("branch too many", "branches too many"),
    };
    counted(count, one, many)
}
