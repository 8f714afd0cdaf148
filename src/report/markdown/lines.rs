//! Lines on a terminal, each with what shows in which quotations and lists it stands.

use super::super::page::Page;

/// Stands before each line of a quotation.
const BAR: &str = "│ ";
const BULLET: &str = "• ";

/// Lines in the making.
pub(super) struct Lines<'p> {
    page: &'p Page,
    width: usize,
    text: String,
    /// What the next line stands in, from the outside.
    within: Vec<Within>,
    /// Whether a blank line is due before the next block.
    is_apart: bool,
}

/// What a line can stand in.
enum Within {
    Quote,
    List {
        /// The number of the next item; `None` where they have none.
        next: Option<u64>,
        has_items: bool,
        /// Whether blank lines stand between the items.
        is_loose: bool,
    },
    Item {
        /// What stands before its first line, and as many spaces before the others.
        marker: String,
        /// Whether that line is still to come.
        is_new: bool,
    },
}

impl<'p> Lines<'p> {
    pub(super) fn new(width: usize, page: &'p Page) -> Self {
        Self {
            page,
            width,
            text: String::new(),
            within: Vec::new(),
            is_apart: false,
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Returns how wide the next line may be.
    pub(super) fn width(&self) -> usize {
        self.width - self.shown().iter().map(Within::width).sum::<usize>()
    }

    /// Adds a line.
    pub(super) fn push(&mut self, line: &str) {
        let lead = self.lead(false);
        self.text.push_str(format!("{lead}{line}").trim_end());
        self.text.push('\n');
        for within in &mut self.within {
            if let Within::Item { is_new, .. } = within {
                *is_new = false;
            }
        }
    }

    /// Puts a blank line before the block that begins, if one is due.
    pub(super) fn begin_block(&mut self) {
        if self.is_apart && !self.is_in_tight_item() {
            self.push_blank();
        }
        self.is_apart = false;
    }

    pub(super) fn end_block(&mut self) {
        self.is_apart = true;
    }

    /// Says that a paragraph begins: in the items of a list there are some only if blank lines stand between them.
    pub(super) fn is_paragraph(&mut self) {
        if let [.., Within::List { is_loose, .. }, Within::Item { .. }] = self.within.as_mut_slice()
        {
            *is_loose = true;
        }
    }

    pub(super) fn begin_quote(&mut self) {
        self.within.push(Within::Quote);
    }

    pub(super) fn end_quote(&mut self) {
        self.within.pop();
        self.end_block();
    }

    pub(super) fn begin_list(&mut self, first: Option<u64>) {
        self.within.push(Within::List {
            next: first,
            has_items: false,
            is_loose: false,
        });
    }

    pub(super) fn end_list(&mut self) {
        self.within.pop();
        self.end_block();
    }

    pub(super) fn begin_item(&mut self) {
        let Some(Within::List {
            next,
            has_items,
            is_loose,
        }) = self.within.last_mut()
        else {
            return;
        };
        let marker = match next {
            Some(number) => format!("{number}. "),
            None => BULLET.to_owned(),
        };
        *next = next.map(|number| number.saturating_add(1));
        let is_apart = *has_items && *is_loose;
        *has_items = true;
        if is_apart {
            self.push_blank();
        }
        self.is_apart = false;
        self.within.push(Within::Item {
            marker,
            is_new: true,
        });
    }

    pub(super) fn end_item(&mut self) {
        if let Some(Within::Item { is_new: true, .. }) = self.within.last() {
            self.push("");
        }
        self.within.pop();
    }

    fn is_in_tight_item(&self) -> bool {
        matches!(
            self.within.as_slice(),
            [
                ..,
                Within::List {
                    is_loose: false,
                    ..
                },
                Within::Item { .. }
            ]
        )
    }

    fn push_blank(&mut self) {
        let lead = self.lead(true);
        self.text.push_str(lead.trim_end());
        self.text.push('\n');
    }

    /// Returns what stands before the next line.
    fn lead(&self, is_blank: bool) -> String {
        let lead = |within: &Within| match within {
            Within::Quote => self.page.faint(BAR),
            Within::List { .. } => String::new(),
            Within::Item {
                marker,
                is_new: true,
            } if !is_blank => marker.clone(),
            Within::Item { .. } => " ".repeat(within.width()),
        };
        self.shown().iter().map(lead).collect()
    }

    /// Returns what the next line is shown to stand in: as far from the outside as half the width takes it.
    fn shown(&self) -> &[Within] {
        let mut room = self.width / 2;
        let fits = |within: &&Within| {
            let rest = room.checked_sub(within.width());
            room = rest.unwrap_or(room);
            rest.is_some()
        };
        let count = self.within.iter().take_while(fits).count();
        &self.within[..count]
    }
}

impl Within {
    fn width(&self) -> usize {
        match self {
            Self::Quote => BAR.chars().count(),
            Self::List { .. } => 0,
            Self::Item { marker, .. } => marker.chars().count(),
        }
    }
}
