//! What is known of where text goes; decided once, at the start.

use anstyle::{AnsiColor, Style};
use chrono_tz::Tz;

/// Where text for people goes.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columns of the terminal; `None` when redirected, where nothing is wrapped or cut.
    pub width: Option<usize>,
    /// Whether colours are wanted.
    pub has_color: bool,
    /// Whether it is a terminal, on which control characters in stored text must not work.
    pub is_terminal: bool,
    /// Whether blocks and the like can be shown, of which charts are made; else they are made of ASCII.
    pub has_unicode: bool,
    /// Whether Markdown is rendered; else it stays as it is written.
    pub renders_markdown: bool,
    /// The zone in which times are shown.
    pub timezone: Tz,
}

impl Page {
    /// A page that is redirected: exact text and no decoration.
    pub fn plain() -> Self {
        Self {
            width: None,
            has_color: false,
            is_terminal: false,
            has_unicode: true,
            renders_markdown: false,
            timezone: chrono_tz::UTC,
        }
    }

    /// Marks what matters most.
    pub fn strong(&self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    /// Marks what matters least.
    pub fn faint(&self, text: &str) -> String {
        self.styled(text, Style::new().dimmed())
    }

    /// Marks what needs attention.
    pub fn warning(&self, text: &str) -> String {
        self.styled(text, AnsiColor::Yellow.on_default().bold())
    }

    /// Marks what went wrong.
    pub fn error(&self, text: &str) -> String {
        self.styled(text, AnsiColor::Red.on_default().bold())
    }

    /// Marks a bar of a chart.
    pub fn bar(&self, text: &str) -> String {
        self.styled(text, AnsiColor::Cyan.on_default())
    }

    /// Marks what was looked for.
    pub fn found(&self, text: &str) -> String {
        self.styled(text, AnsiColor::Red.on_default().bold())
    }

    /// Writes a text in a style, where colours are wanted.
    pub(super) fn styled(&self, text: &str, style: Style) -> String {
        if self.has_color && !style.is_plain() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Writes a time in the page's zone, to the minute.
    pub fn time(&self, time: chrono::DateTime<chrono::Utc>) -> String {
        time.with_timezone(&self.timezone)
            .format("%Y-%m-%d %H:%M")
            .to_string()
    }
}
