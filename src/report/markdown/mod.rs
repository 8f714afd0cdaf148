//! Markdown made readable on a terminal.
//!
//! Where colours are not allowed, the marks that they stand for stay: `**`, `*`, `~~` and backticks. Line breaks within a
//! paragraph stay too, for models write verse and addresses with them. Of a link the address is always shown, so that no
//! text can pass for another place. HTML is shown as it is written. Nothing in the text acts on the terminal, not even
//! what is written as `&#27;`.

mod inline;
mod lines;
mod table;
mod wrap;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use self::inline::{Inline, Mark};
use self::lines::Lines;
use self::table::Grid;
use super::page::Page;
use super::safe_text::{safe_block, safe_line};

/// The width where none is known.
const USUAL_WIDTH: usize = 80;
/// The widest line that stands for a break between parts.
const RULE_WIDTH: usize = 40;

/// Renders a text for a terminal, each line ended.
pub(super) fn markdown(text: &str, page: &Page) -> String {
    let text = text.replace("\r\n", "\n");
    let mut renderer = Renderer {
        page,
        lines: Lines::new(page.width.unwrap_or(USUAL_WIDTH), page),
        inline: Inline::new(page),
        block: None,
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(&text, options).for_each(|event| renderer.take(event));
    renderer.end_inline();
    let rendered = renderer.lines.into_text();
    if rendered.is_empty() && !text.trim().is_empty() {
        // Such as addresses that no link refers to: nothing is to be seen of them in Markdown.
        return safe_block(text.trim_end(), page).into_owned() + "\n";
    }
    rendered
}

/// Renders the events of a text in turn, without recursion: texts may be nested as deep as they are long.
struct Renderer<'p> {
    page: &'p Page,
    lines: Lines<'p>,
    /// The paragraph, heading or cell that is being read.
    inline: Inline<'p>,
    /// The block that is being read, if it is one that takes all of the text.
    block: Option<Block>,
}

/// A block that is drawn when it is complete.
enum Block {
    /// Code, with the name of its language.
    Code { language: String, text: String },
    /// HTML as it is written.
    Html { text: String },
    /// A table.
    Table(Grid),
}

impl Renderer<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) => self.text(&text),
            Event::InlineHtml(html) if is_line_break(&html) => self.inline.line_break(),
            Event::InlineHtml(html) => self.text(&html),
            Event::Code(code) => self.inline.code(&safe_line(&code, self.page)),
            Event::SoftBreak | Event::HardBreak => self.inline.line_break(),
            Event::TaskListMarker(is_done) => {
                self.inline.text(if is_done { "[x] " } else { "[ ] " });
            }
            Event::Rule => {
                self.begin_block();
                let width = self.lines.width().min(RULE_WIDTH);
                self.lines.push(&self.page.faint(&"─".repeat(width)));
                self.lines.end_block();
            }
            // Their extensions are off.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
        }
    }

    fn text(&mut self, text: &str) {
        let text = safe_block(text, self.page);
        match &mut self.block {
            Some(Block::Code { text: code, .. } | Block::Html { text: code }) => {
                code.push_str(&text);
            }
            Some(Block::Table(_)) | None => self.inline.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.lines.is_paragraph();
                self.begin_block();
            }
            Tag::Heading { level, .. } => {
                self.begin_block();
                self.inline.begin_heading(level == HeadingLevel::H1);
                self.inline.text(&("#".repeat(level as usize) + " "));
            }
            Tag::CodeBlock(kind) => {
                self.begin_block();
                self.block = Some(Block::Code {
                    language: self.language(&kind),
                    text: String::new(),
                });
            }
            Tag::HtmlBlock => {
                self.begin_block();
                self.block = Some(Block::Html {
                    text: String::new(),
                });
            }
            Tag::Table(alignments) => {
                self.begin_block();
                self.block = Some(Block::Table(Grid::new(alignments)));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(Block::Table(grid)) = &mut self.block {
                    grid.begin_row();
                }
            }
            Tag::TableCell => {
                if let Some(Block::Table(grid)) = &self.block
                    && grid.is_in_header()
                {
                    self.inline.begin_heading(false);
                }
            }
            Tag::BlockQuote(_) => {
                self.begin_block();
                self.lines.begin_quote();
            }
            Tag::List(first) => {
                self.begin_block();
                self.lines.begin_list(first);
            }
            Tag::Item => self.lines.begin_item(),
            Tag::Emphasis => self.inline.begin(Mark::Emphasis),
            Tag::Strong => self.inline.begin(Mark::Strong),
            Tag::Strikethrough => self.inline.begin(Mark::Strikethrough),
            Tag::Link { dest_url, .. } => self.inline.begin_link(&safe_line(&dest_url, self.page)),
            Tag::Image { dest_url, .. } => {
                self.inline.begin_link(&safe_line(&dest_url, self.page));
                self.inline.text("[image: ");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.end_inline(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Table => self.end_text_block(),
            TagEnd::TableCell => {
                let cell = self.inline.take();
                if let Some(Block::Table(grid)) = &mut self.block {
                    grid.push(cell);
                }
            }
            TagEnd::BlockQuote(_) => {
                self.end_inline();
                self.lines.end_quote();
            }
            TagEnd::List(_) => self.lines.end_list(),
            TagEnd::Item => {
                self.end_inline();
                self.lines.end_item();
            }
            TagEnd::Emphasis => self.inline.end(Mark::Emphasis),
            TagEnd::Strong => self.inline.end(Mark::Strong),
            TagEnd::Strikethrough => self.inline.end(Mark::Strikethrough),
            TagEnd::Link => self.inline.end_link(),
            TagEnd::Image => {
                self.inline.text("]");
                self.inline.end_link();
            }
            _ => {}
        }
    }

    /// Ends what stands before a block: the text of a list's item needs no paragraph around it.
    fn begin_block(&mut self) {
        self.end_inline();
        self.lines.begin_block();
    }

    fn end_inline(&mut self) {
        let runs = self.inline.take();
        if runs.is_empty() {
            return;
        }
        for line in wrap::wrap(&runs, self.lines.width(), wrap::Addresses::Whole) {
            self.lines.push(&inline::styled(&line, self.page));
        }
        self.lines.end_block();
    }

    fn end_text_block(&mut self) {
        match self.block.take() {
            Some(Block::Code { language, text }) => {
                let fence = "`".repeat(fence_length(&text));
                self.lines
                    .push(&self.page.faint(&format!("{fence}{language}")));
                text.lines().for_each(|line| self.lines.push(line));
                self.lines.push(&self.page.faint(&fence));
            }
            Some(Block::Html { text }) => text.lines().for_each(|line| self.lines.push(line)),
            Some(Block::Table(grid)) => {
                for line in grid.draw(self.lines.width(), self.page) {
                    self.lines.push(&line);
                }
            }
            None => {}
        }
        self.lines.end_block();
    }

    fn language(&self, kind: &CodeBlockKind<'_>) -> String {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let language = info.split_whitespace().next().unwrap_or_default();
        safe_line(language, self.page).into_owned()
    }
}

/// Returns how many backticks enclose a code in which there may be some.
fn fence_length(code: &str) -> usize {
    let fences = code.lines().map(|line| {
        let line = line.trim_start();
        line.len() - line.trim_start_matches('`').len()
    });
    fences.max().map_or(3, |longest| (longest + 1).max(3))
}

/// Whether it is the piece of HTML that models write in cells of tables.
fn is_line_break(html: &str) -> bool {
    let html = html.to_ascii_lowercase();
    matches!(html.as_str(), "<br>" | "<br/>" | "<br />")
}

#[cfg(test)]
mod tests;
