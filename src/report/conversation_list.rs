//! Lists of conversations, shown.

use super::conversations::cost_with_unknown;
use super::labels::with_labels;
use super::value::time_value;
use super::{Page, Record, Report, Table, Value, count, safe_line};
use crate::actions::conversation_list::{ConversationList, ListedConversation, Owners};

impl Report for ConversationList {
    fn value(&self) -> Value {
        let records = self.conversations.iter().map(|listed| self.record(listed));
        records.collect::<Vec<_>>().into()
    }

    fn text(&self, page: &Page) -> String {
        let shown = self.conversations.len();
        if shown == 0 {
            return format!("{}{}\n", self.nothing(page), self.others());
        }
        let mut text = self.table(page);
        if shown < self.total {
            let (shown, total) = (count(shown as u64), count(self.total as u64));
            text.push_str(&format!("{shown} of {total} shown{}\n", self.others()));
        }
        text
    }
}

/// A column of the table: its title, and what stands in it.
type Column<'c> = (&'static str, &'c dyn Fn(&ListedConversation) -> String);

impl ConversationList {
    fn is_of_all(&self) -> bool {
        matches!(self.owners, Owners::All)
    }

    fn record(&self, listed: &ListedConversation) -> Record {
        let summary = &listed.summary;
        let record = Record::new()
            .with("id", &summary.id)
            .with("title", summary.title.as_str())
            .with("provider", summary.provider.as_str())
            .with("model", summary.model.as_str())
            .with("started_at", time_value(summary.started, self.timezone))
            .with(
                "updated_at",
                time_value(summary.last_active(), self.timezone),
            )
            .with("messages", summary.message_count)
            .with("total_tokens", summary.totals.total_tokens)
            .with("cost_usd", summary.totals.cost)
            .with("unknown_costs", summary.totals.unknown_costs);
        let record = with_labels(record, summary);
        if self.is_of_all() {
            let user = &listed.user;
            return record
                .with("user_id", &user.id)
                .with("email", user.email.as_str());
        }
        record
    }

    /// Draws the conversations. Users, tags and marks have columns only where there are any.
    fn table(&self, page: &Page) -> String {
        let active = |listed: &ListedConversation| {
            let active = listed.summary.last_active();
            active
                .map(|moment| page.time(moment.to_utc(self.timezone)))
                .unwrap_or_default()
        };
        let cost = |listed: &ListedConversation| {
            let totals = &listed.summary.totals;
            cost_with_unknown(totals.cost, totals.unknown_costs)
        };
        let columns: [Column<'_>; 10] = [
            ("id", &|listed| listed.summary.id.short()),
            ("user", &address),
            ("last active", &active),
            ("title", &|listed| listed.summary.title.clone()),
            ("tags", &|listed| listed.summary.tags.join(", ")),
            ("marks", &marks),
            ("model", &|listed| listed.summary.model.clone()),
            ("#messages", &|listed| {
                count(listed.summary.message_count as u64)
            }),
            ("#tokens", &|listed| {
                count(listed.summary.totals.total_tokens)
            }),
            ("#cost", &cost),
        ];
        let is_wanted = |(title, cell): &Column<'_>| match *title {
            "user" => self.is_of_all(),
            "tags" | "marks" => self
                .conversations
                .iter()
                .any(|listed| !cell(listed).is_empty()),
            _ => true,
        };
        let columns: Vec<Column<'_>> = columns.into_iter().filter(is_wanted).collect();
        let titles: Vec<&'static str> = columns.iter().map(|(title, _)| *title).collect();
        let mut table = Table::new(&titles)
            .cutting("title", 24)
            .cutting("user", 15)
            .cutting("tags", 10)
            .dropping(&["messages", "tokens", "model", "cost", "last active"]);
        for listed in &self.conversations {
            table.row(columns.iter().map(|(_, cell)| cell(listed)).collect());
        }
        table.render(page)
    }

    /// Says that there is nothing to show, and whether there would be something else.
    fn nothing(&self, page: &Page) -> String {
        let whose = match &self.owners {
            Owners::One(user) => safe_line(&user.email, page).into_owned(),
            Owners::All => "the store".to_owned(),
        };
        match self.total {
            0 => format!("{whose} has no conversations yet"),
            1 => format!("the one conversation of {whose} is not among those asked for"),
            total => format!(
                "none of the {} conversations of {whose} is among those asked for",
                count(total as u64)
            ),
        }
    }

    /// Tells of those that a limit or the archive keeps from being shown.
    fn others(&self) -> String {
        let cut_off = self.fitting - self.conversations.len();
        let is_filtered = self.fitting + self.hidden < self.total;
        let mut text = String::new();
        if cut_off > 0 && is_filtered {
            text.push_str(&format!("; {} more fit", count(cut_off as u64)));
        }
        if self.hidden > 0 {
            text.push_str(&format!(
                "; archived and hidden: {}",
                count(self.hidden as u64)
            ));
        }
        text
    }
}

fn address(listed: &ListedConversation) -> String {
    let user = &listed.user;
    if user.email.is_empty() {
        user.id.to_string()
    } else {
        user.email.clone()
    }
}

fn marks(listed: &ListedConversation) -> String {
    let marks = [
        (listed.summary.is_pinned, "pinned"),
        (listed.summary.is_archived, "archived"),
    ];
    let set = marks
        .iter()
        .filter(|(is_set, _)| *is_set)
        .map(|(_, mark)| *mark);
    set.collect::<Vec<_>>().join(", ")
}
