//! Messages that were found, shown; or only how many.

use unicode_width::UnicodeWidthStr;

use super::table::cut;
use super::{Page, Record, Report, Value, count, counted, safe_line};
use crate::actions::search::MessagesFound;
use crate::search::{Hit, SearchResults, Snippet};

/// Stands for text that a snippet leaves out.
const CUT: &str = "…";
/// A title is cut to no fewer columns.
const SHORTEST_TITLE: usize = 16;

impl MessagesFound {
    fn record(&self, hit: &Hit) -> Record {
        Record::new()
            .with("user", &hit.user)
            .with("email", self.emails.get(&hit.user))
            .with("conversation", &hit.conversation)
            .with("title", hit.title.as_str())
            .with("message", hit.number)
            .with("role", hit.role.as_str())
            .with("timestamp", hit.at)
            .with("provider", hit.provider.as_str())
            .with("model", hit.model.as_str())
            .with("occurrences", hit.occurrences)
            .with("snippet", hit.snippet.text.as_str())
            .with("matches", matches(&hit.snippet))
    }

    /// Says in a line which message it is.
    fn heading(&self, hit: &Hit, page: &Page) -> String {
        let mut facts = vec![
            safe_line(&hit.conversation.short(), page).into_owned(),
            format!("message {}", hit.number),
            safe_line(hit.role.as_str(), page).into_owned(),
        ];
        facts.extend(hit.at.map(|at| page.time(at)));
        let email = self.emails.get(&hit.user);
        facts.extend(email.map(|email| safe_line(email, page).into_owned()));
        let facts = facts.join(" · ");
        let mut title = safe_line(&hit.title, page).into_owned();
        if let Some(width) = page.width {
            let left = width.saturating_sub(facts.width() + " · ".width());
            title = cut(&title, left.max(SHORTEST_TITLE));
        }
        format!("{} · {}\n", page.strong(&title), page.faint(&facts))
    }
}

/// Returns where in a snippet the matches stand, counted in characters.
fn matches(snippet: &Snippet) -> Vec<Record> {
    let characters = |until: usize| snippet.text[..until].chars().count();
    let record = |mark: &std::ops::Range<usize>| {
        Record::new()
            .with("start", characters(mark.start))
            .with("end", characters(mark.end))
    };
    snippet.marks.iter().map(record).collect()
}

fn marked(snippet: &Snippet, page: &Page) -> String {
    let mut text = String::new();
    let mut from = 0;
    for mark in &snippet.marks {
        text += &safe_line(&snippet.text[from..mark.start], page);
        text += &page.found(&safe_line(&snippet.text[mark.clone()], page));
        from = mark.end;
    }
    text += &safe_line(&snippet.text[from..], page);
    let cut = |is_cut| if is_cut { CUT } else { "" };
    format!(
        "{}{text}{}",
        cut(snippet.is_cut_before),
        cut(snippet.is_cut_behind)
    )
}

impl Report for MessagesFound {
    fn value(&self) -> Value {
        let hits = self.results.hits.iter();
        hits.map(|hit| self.record(hit)).collect::<Vec<_>>().into()
    }

    fn text(&self, page: &Page) -> String {
        let results = &self.results;
        if results.messages == 0 {
            return "no message has that\n".to_owned();
        }
        let mut blocks = Vec::with_capacity(results.hits.len() + 1);
        for hit in &results.hits {
            blocks.push(format!(
                "{}  {}\n",
                self.heading(hit, page),
                marked(&hit.snippet, page)
            ));
        }
        if (results.hits.len() as u64) < results.messages {
            let (shown, all) = (count(results.hits.len() as u64), count(results.messages));
            blocks.push(format!("{shown} of {all} messages shown\n"));
        }
        blocks.join("\n")
    }
}

/// Only how many messages were found.
impl Report for SearchResults {
    fn value(&self) -> Value {
        Record::new()
            .with("messages", self.messages)
            .with("conversations", self.conversations)
            .with("users", self.users)
            .into()
    }

    fn text(&self, _page: &Page) -> String {
        let counted = |number: u64, one, many| {
            counted(usize::try_from(number).unwrap_or(usize::MAX), one, many)
        };
        format!(
            "{} in {} of {}\n",
            counted(self.messages, "message", "messages"),
            counted(self.conversations, "conversation", "conversations"),
            counted(self.users, "user", "users"),
        )
    }
}
