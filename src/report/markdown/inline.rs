//! Text within a block: runs of characters that look alike.

use anstyle::{AnsiColor, Style};

use crate::report::page::Page;

/// How characters look, where colours are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    is_strong: bool,
    is_emphasized: bool,
    is_struck: bool,
    is_underlined: bool,
    is_code: bool,
    is_faint: bool,
}

/// Characters that look alike. A line feed breaks the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) look: Look,
}

impl Run {
    /// Whether its spaces are as they are written.
    pub(super) fn is_code(&self) -> bool {
        self.look.is_code
    }
}

/// What a text can be marked as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
}

impl Mark {
    fn as_str(self) -> &'static str {
        match self {
            Self::Emphasis => "*",
            Self::Strong => "**",
            Self::Strikethrough => "~~",
        }
    }
}

/// The text of a block in the making.
pub(super) struct Inline<'p> {
    page: &'p Page,
    runs: Vec<Run>,
    /// How what comes next looks.
    look: Look,
    /// How deep the text is in each kind of mark: they may stand within their like.
    depth: [usize; 3],
    /// The links that are open: where they lead, and at which run they begin.
    links: Vec<(String, usize)>,
}

impl<'p> Inline<'p> {
    pub(super) fn new(page: &'p Page) -> Self {
        Self {
            page,
            runs: Vec::new(),
            look: Look::default(),
            depth: [0; 3],
            links: Vec::new(),
        }
    }

    /// Ends the block, and returns its runs.
    pub(super) fn take(&mut self) -> Vec<Run> {
        std::mem::replace(self, Self::new(self.page)).runs
    }

    pub(super) fn text(&mut self, text: &str) {
        self.push(text, self.look);
    }

    pub(super) fn code(&mut self, code: &str) {
        let look = Look {
            is_code: true,
            ..self.look
        };
        let (mark, pad) = marks_around(code);
        match self.page.has_color {
            true => self.push(code, look),
            false => self.push(&format!("{mark}{pad}{code}{pad}{mark}"), look),
        }
    }

    pub(super) fn line_break(&mut self) {
        self.push("\n", self.look);
    }

    pub(super) fn begin_heading(&mut self, is_first: bool) {
        self.depth[Mark::Strong as usize] += 1;
        self.look_marked();
        self.look.is_underlined = is_first;
    }

    pub(super) fn begin(&mut self, mark: Mark) {
        self.write_mark(mark);
        self.depth[mark as usize] += 1;
        self.look_marked();
    }

    pub(super) fn end(&mut self, mark: Mark) {
        let depth = &mut self.depth[mark as usize];
        *depth = depth.saturating_sub(1);
        self.look_marked();
        self.write_mark(mark);
    }

    fn look_marked(&mut self) {
        let [emphasis, strong, strikethrough] = self.depth;
        self.look.is_emphasized = emphasis > 0;
        self.look.is_strong = strong > 0;
        self.look.is_struck = strikethrough > 0;
    }

    /// Begins the text of a link or an image.
    pub(super) fn begin_link(&mut self, address: &str) {
        self.links.push((address.to_owned(), self.runs.len()));
    }

    /// Ends it, and shows where it leads, unless the text says just that.
    pub(super) fn end_link(&mut self) {
        let Some((address, first)) = self.links.pop() else {
            return;
        };
        let runs = self.runs.get_mut(first..).unwrap_or_default();
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        runs.iter_mut()
            .for_each(|run| run.look.is_underlined = true);
        if !address.is_empty() && text != address {
            let look = Look {
                is_faint: true,
                ..Look::default()
            };
            self.push(&format!(" ({address})"), look);
        }
    }

    /// Writes a mark where no colour can stand for it.
    fn write_mark(&mut self, mark: Mark) {
        if !self.page.has_color {
            self.push(mark.as_str(), self.look);
        }
    }

    fn push(&mut self, text: &str, look: Look) {
        // A run at which a link begins is not lengthened by it.
        let is_boundary = self
            .links
            .last()
            .is_some_and(|(_, first)| *first == self.runs.len());
        match self.runs.last_mut() {
            Some(last) if last.look == look && !is_boundary => last.text.push_str(text),
            _ => self.runs.push(Run {
                text: text.to_owned(),
                look,
            }),
        }
    }
}

/// Returns the backticks that enclose a code in which there may be some, and what keeps them apart.
fn marks_around(code: &str) -> (String, &'static str) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let is_touching = code.starts_with('`') || code.ends_with('`');
    ("`".repeat(longest + 1), if is_touching { " " } else { "" })
}

/// Writes a line of runs.
pub(super) fn styled(line: &[Run], page: &Page) -> String {
    line.iter()
        .map(|run| page.styled(&run.text, style(run.look)))
        .collect()
}

fn style(look: Look) -> Style {
    let wanted = |is_wanted: bool, style: Style, of: fn(Style) -> Style| {
        if is_wanted { of(style) } else { style }
    };
    let style = Style::new();
    let style = wanted(look.is_strong, style, Style::bold);
    let style = wanted(look.is_emphasized, style, Style::italic);
    let style = wanted(look.is_struck, style, Style::strikethrough);
    let style = wanted(look.is_underlined, style, Style::underline);
    let style = wanted(look.is_faint, style, Style::dimmed);
    wanted(look.is_code, style, |style| {
        style.fg_color(Some(AnsiColor::Cyan.into()))
    })
}
