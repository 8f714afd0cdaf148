//! Runs broken into lines of a width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::inline::{Look, Run};

/// What happens to addresses that are longer than a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addresses {
    /// They reach beyond it, so that a terminal knows them for addresses.
    Whole,
    /// They are cut as other words are.
    Cut,
}

/// Characters between which there is no space.
#[derive(Default)]
struct Word {
    runs: Vec<Run>,
    width: usize,
    /// Whether it begins a line in any case.
    begins_line: bool,
}

/// Breaks runs into lines, at spaces where that is possible. None has spaces at its ends, and no two in a row.
pub(super) fn wrap(runs: &[Run], width: usize, addresses: Addresses) -> Vec<Vec<Run>> {
    let mut lines = Filling::new(width.max(1));
    for word in words(runs) {
        lines.place(word, addresses);
    }
    lines.done
}

/// Returns how wide the widest line is if none is broken.
pub(super) fn natural_width(runs: &[Run]) -> usize {
    let lines = wrap(runs, usize::MAX, Addresses::Whole);
    lines.iter().map(|line| width_of(line)).max().unwrap_or(0)
}

/// Returns how wide a line is.
pub(super) fn width_of(line: &[Run]) -> usize {
    line.iter().map(|run| run.text.width()).sum()
}

fn words(runs: &[Run]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for run in runs {
        for c in run.text.chars() {
            match c {
                '\n' => {
                    words.push(std::mem::take(&mut word));
                    word.begins_line = true;
                }
                ' ' | '\t' if !run.is_code() => {
                    let is_empty_line = word.begins_line && word.runs.is_empty();
                    if !is_empty_line {
                        words.push(std::mem::take(&mut word));
                    }
                }
                c => word.push(c, run.look),
            }
        }
    }
    words.push(word);
    words.retain(|word| word.begins_line || !word.runs.is_empty());
    words
}

impl Word {
    fn push(&mut self, c: char, look: Look) {
        self.width += c.width().unwrap_or(0);
        push(&mut self.runs, c, look);
    }

    fn is_address(&self) -> bool {
        self.runs.iter().any(|run| run.text.contains("://"))
    }
}

/// Adds a character to a line.
fn push(line: &mut Vec<Run>, c: char, look: Look) {
    match line.last_mut() {
        Some(last) if last.look == look => last.text.push(c),
        _ => line.push(Run {
            text: c.to_string(),
            look,
        }),
    }
}

/// Lines that are being filled.
struct Filling {
    width: usize,
    done: Vec<Vec<Run>>,
    /// How much of the last line is filled.
    filled: usize,
}

impl Filling {
    fn new(width: usize) -> Self {
        Self {
            width,
            done: Vec::new(),
            filled: 0,
        }
    }

    fn begin_line(&mut self) {
        self.done.push(Vec::new());
        self.filled = 0;
    }

    fn place(&mut self, word: Word, addresses: Addresses) {
        if self.done.is_empty() || word.begins_line {
            self.begin_line();
        }
        let stays_whole =
            word.width <= self.width || addresses == Addresses::Whole && word.is_address();
        let needed = self.filled + usize::from(self.filled > 0) + word.width;
        if self.filled > 0 && needed > self.width && stays_whole {
            self.begin_line();
        }
        if self.filled > 0 {
            self.space_before(&word);
        }
        for run in word.runs {
            for c in run.text.chars() {
                let width = c.width().unwrap_or(0);
                if !stays_whole && self.filled > 0 && self.filled + width > self.width {
                    self.begin_line();
                }
                self.filled += width;
                push(self.line(), c, run.look);
            }
        }
    }

    /// Puts the space before a word; it looks like what is on both of its sides, if that is the same.
    fn space_before(&mut self, word: &Word) {
        let (before, behind) = (self.line().last(), word.runs.first());
        let look = match (before, behind) {
            (Some(before), Some(behind)) if before.look == behind.look => before.look,
            _ => Look::default(),
        };
        self.filled += 1;
        push(self.line(), ' ', look);
    }

    fn line(&mut self) -> &mut Vec<Run> {
        self.done
            .last_mut()
            .expect("a line was begun before a word is placed")
    }
}
