//! HTML: a page to be read that needs nothing else: no network, no script, no other file.
//!
//! One conversation is a page; several are one page with an index before them. What is written is spooled to a file without a
//! name until all titles are known, so that only these are kept in memory. All text is escaped, and replies' Markdown rendered
//! (see `message_html.rs`); what people wrote is shown as they wrote it. The page's own policy allows its one style sheet, by its
//! digest, and nothing else: so what slipped through would not run or load anything.

mod code_colours;
mod code_languages;
mod message_html;
mod pages;

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

pub use self::pages::IndexEntry;
use self::pages::{Page, conversation_html, head, index_html};
use super::{ConversationWriter, ExportFacts, InterchangeError, InterchangeResult};
use crate::model::{Conversation, ConversationId, Document, User};

const END: &[u8] = b"</body>\n</html>\n";

/// Writes the format.
pub(super) struct HtmlWriter<'w> {
    output: &'w mut dyn Write,
    facts: ExportFacts,
    user: Option<User>,
    /// The only conversation so far.
    first: Option<String>,
    /// All, from the second on.
    spool: Option<BufWriter<File>>,
    index: Vec<IndexEntry>,
}

impl<'w> HtmlWriter<'w> {
    pub(super) fn new(output: &'w mut dyn Write, facts: ExportFacts) -> Self {
        Self {
            output,
            facts,
            user: None,
            first: None,
            spool: None,
            index: Vec::new(),
        }
    }

    fn keep(&mut self, html: String) -> io::Result<()> {
        if self.index.is_empty() {
            self.first = Some(html);
            return Ok(());
        }
        let spool = match &mut self.spool {
            Some(spool) => spool,
            none => none.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        if let Some(first) = self.first.take() {
            spool.write_all(first.as_bytes())?;
        }
        spool.write_all(html.as_bytes())
    }
}

impl ConversationWriter for HtmlWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        self.user = Some(user.clone());
        Ok(())
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let user = self.user.as_ref().expect("a user was begun");
        let conversation = Conversation::from_document(id.clone(), document.as_str(), 0)
            .map_err(InterchangeError::unreadable(user, id))?;
        let anchor = format!("c{}", self.index.len() + 1);
        let entry = IndexEntry::of(&conversation, user, format!("#{anchor}"), &self.facts);
        let html = conversation_html(&conversation, &entry, &anchor, &self.facts);
        self.keep(html)?;
        self.index.push(entry);
        Ok(())
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        if let (Some(only), [entry]) = (&self.first, &self.index[..]) {
            self.output.write_all(head(&entry.title).as_bytes())?;
            self.output.write_all(only.as_bytes())?;
        } else {
            write_index(self.output, &self.index, &self.facts)?;
        }
        if let Some(spool) = self.spool.take() {
            let mut spool = spool.into_inner().map_err(io::IntoInnerError::into_error)?;
            spool.rewind()?;
            io::copy(&mut spool, self.output)?;
        }
        self.output.write_all(END)?;
        Ok(self.output.flush()?)
    }
}

/// Writes the page that leads to the pages of conversations, each of which is a file.
pub fn write_html_index(
    output: &mut dyn Write,
    entries: &[IndexEntry],
    facts: &ExportFacts,
) -> InterchangeResult<()> {
    write_index(output, entries, facts)?;
    output.write_all(END)?;
    Ok(output.flush()?)
}

fn write_index(
    output: &mut dyn Write,
    entries: &[IndexEntry],
    facts: &ExportFacts,
) -> io::Result<()> {
    let title = match entries.len() {
        1 => "1 conversation".to_owned(),
        number => format!("{number} conversations"),
    };
    output.write_all(head(&title).as_bytes())?;
    output.write_all(index_html(&Page::new(&title, facts), entries).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::ExportFormat;
    use super::super::samples::{HOSTILE, export};

    #[test]
    fn a_page_holds_one_conversation_or_an_index_and_all() {
        let one = export(ExportFormat::Html, &[("c 1", HOSTILE)]);
        assert!(
            one.contains("<title># half \u{FFFD} --&#62; ␊## User</title>"),
            "{one}"
        );
        assert!(!one.contains("<nav>"), "{one}");
        assert!(
            one.contains("<div dir=\"auto\" class=\"plain\">```\nopen\n\n&#60;!-- chatkeep:end --&#62;\n# x\n</div>"),
            "{one}"
        );
        let three = export(
            ExportFormat::Html,
            &[
                ("c 1", HOSTILE),
                ("c2", "{\"title\":\"<b>\"}"),
                ("c3", "{}"),
            ],
        );
        assert!(three.contains("<h1>3 conversations</h1>"), "{three}");
        assert!(
            three.contains("<a href=\"#c2\"><bdi>&#60;b&#62;</bdi></a>"),
            "{three}"
        );
        let places = ["<nav>", "id=\"c1\"", "id=\"c2\"", "id=\"c3\"", "</html>"];
        let places = places.map(|what| three.find(what).expect(what));
        assert!(places.is_sorted(), "{places:?}");
        let none = export(ExportFormat::Html, &[]);
        assert!(none.contains("<h1>0 conversations</h1>"), "{none}");
    }
}
