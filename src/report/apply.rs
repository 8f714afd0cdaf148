//! Declared accounts, shown: what is another than it was, and what became of it.

use super::budgets::a_period;
use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::apply::{
    Applied, AppliedChange, ChangeOutcome, Difference, PlannedChange, PlannedKind,
};
use crate::model::Budget;

impl Report for Applied {
    fn value(&self) -> Value {
        let records = self.records().into_iter().map(Value::from).collect();
        Record::new()
            .with("added", self.count(PlannedKind::Add))
            .with("changed", self.count(PlannedKind::Change))
            .with("pruned", self.count(PlannedKind::Prune))
            .with("unchanged", self.unchanged)
            .with("undeclared", self.undeclared)
            .with("failed", self.changes.len() - self.done())
            .with(
                "passwords_at",
                self.passwords_at
                    .as_ref()
                    .map(|it| it.display().to_string()),
            )
            .with("accounts", Value::List(records))
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = String::new();
        for it in &self.changes {
            text.push_str(&line(it, page));
        }
        text.push_str(&self.summary());
        if let Some(path) = &self.passwords_at {
            let path = path.display().to_string();
            text.push_str(&format!(
                "the passwords are in {}\n",
                safe_line(&path, page)
            ));
        }
        text
    }

    fn records(&self) -> Vec<Record> {
        self.changes.iter().map(record).collect()
    }
}

impl Applied {
    fn count(&self, kind: PlannedKind) -> usize {
        let is_done = |it: &&AppliedChange| {
            it.change.kind == kind && matches!(it.outcome, ChangeOutcome::Done)
        };
        self.changes.iter().filter(is_done).count()
    }

    fn summary(&self) -> String {
        let verbs = match self.is_dry_run {
            true => ["would add", "would change", "would disable"],
            false => ["added", "changed", "disabled"],
        };
        let kinds = [PlannedKind::Add, PlannedKind::Change, PlannedKind::Prune];
        let mut parts: Vec<String> = verbs
            .iter()
            .zip(kinds)
            .map(|(verb, kind)| (verb, self.count(kind)))
            .filter(|(_, count)| *count > 0)
            .map(|(verb, count)| format!("{verb} {}", accounts(count)))
            .collect();
        if self.unchanged > 0 {
            let is = if self.unchanged == 1 { "is" } else { "are" };
            parts.push(format!("{} {is} so already", accounts(self.unchanged)));
        }
        if self.undeclared > 0 {
            let left = accounts(self.undeclared);
            parts.push(match self.undeclared {
                1 => format!("{left} is not declared, and left as it is"),
                _ => format!("{left} are not declared, and left as they are"),
            });
        }
        let failed = self.changes.len() - self.done();
        if failed > 0 {
            parts.push(format!("{} left undone", accounts(failed)));
        }
        parts.join("; ") + "\n"
    }
}

fn accounts(count: usize) -> String {
    counted(count, "account", "accounts")
}

fn line(it: &AppliedChange, page: &Page) -> String {
    let change = &it.change;
    let (sign, name) = match change.kind {
        PlannedKind::Add => ("+", format!(" ({})", change.name)),
        PlannedKind::Change => ("~", String::new()),
        PlannedKind::Prune => ("-", String::new()),
    };
    // An account without an address is known by its id.
    let who = match (&change.id, change.email.as_str()) {
        (Some(id), "") => id.to_string(),
        (_, email) => email.to_owned(),
    };
    let mut what: Vec<String> = change.differences.iter().map(in_words).collect();
    if change.kind == PlannedKind::Prune {
        what = vec!["disabled, as it is not declared".to_owned()];
    }
    match &it.outcome {
        ChangeOutcome::Done => {}
        ChangeOutcome::Failed(error) => what = vec![format!("failed: {error}")],
    }
    let colon = if what.is_empty() { "" } else { ": " };
    let line = format!("{sign} {who}{name}{colon}{}", what.join(", "));
    format!("{}\n", safe_line(&line, page))
}

fn in_words(difference: &Difference) -> String {
    let budget = |it: &Option<Budget>| it.as_ref().map_or("none".to_owned(), a_period);
    match difference {
        Difference::Email(before, after) => format!("email {before:?} -> {after:?}"),
        Difference::Name(before, after) => format!("name {before:?} -> {after:?}"),
        Difference::Budget(before, after) => {
            format!("budget {} -> {}", budget(before), budget(after))
        }
        Difference::Disabled(true) => "disabled".to_owned(),
        Difference::Disabled(false) => "enabled".to_owned(),
        Difference::Password => "password set".to_owned(),
        Difference::MadeUpPassword => "password made up".to_owned(),
    }
}

fn record(it: &AppliedChange) -> Record {
    let PlannedChange {
        kind,
        id,
        email,
        name,
        differences,
        ..
    } = &it.change;
    let action = match kind {
        PlannedKind::Add => "add",
        PlannedKind::Change => "change",
        PlannedKind::Prune => "prune",
    };
    let (outcome, error) = match &it.outcome {
        ChangeOutcome::Done => ("done", None),
        ChangeOutcome::Failed(error) => ("failed", Some(error.to_string())),
    };
    let changes = differences.iter().map(|it| Value::from(fields(it)));
    Record::new()
        .with("action", action)
        .with("id", id.as_ref().map(ToString::to_string))
        .with("email", email.as_str())
        .with("name", name.as_str())
        .with("changes", Value::List(changes.collect()))
        .with("outcome", outcome)
        .with("error", error)
}

/// A password's value is not told, only whether it was declared or made up.
fn fields(difference: &Difference) -> Record {
    let of = |field: &'static str, from: Value, to: Value| {
        Record::new()
            .with("field", field)
            .with("from", from)
            .with("to", to)
    };
    let text = |it: &str| Value::Text(it.to_owned());
    let budget = |it: &Option<Budget>| it.map_or(Value::Null, |it| Value::Text(it.to_string()));
    match difference {
        Difference::Email(before, after) => of("email", text(before), text(after)),
        Difference::Name(before, after) => of("name", text(before), text(after)),
        Difference::Budget(before, after) => of("budget", budget(before), budget(after)),
        Difference::Disabled(after) => of("disabled", Value::Bool(!after), Value::Bool(*after)),
        Difference::Password => of("password", Value::Null, text("declared")),
        Difference::MadeUpPassword => of("password", Value::Null, text("made up")),
    }
}
