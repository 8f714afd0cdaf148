//! JSON lines: one conversation a line, each of which says all that is needed to read it alone.
//!
//! ```json
//! {"format":"chatkeep-conversation","version":1,"timezone":"Europe/Berlin","user":{"id":"…","email":"…","name":"…"},"id":"a23d5eb8-…","conversation":{…}}
//! ```
//!
//! So lines can be filtered, split and joined. `conversation` is the stored document without the white space between its
//! values; digits, escapes, names and order are as stored. `id` is the key that it had in its user's file, and `timezone`
//! is what times without an offset are in. Users without conversations leave no line.

use std::io::Write;

use super::json::quoted;
use super::{ConversationWriter, ExportFacts, InterchangeResult, VERSION};
use crate::model::{ConversationId, Document, User, compacted};

/// Writes the format.
pub(super) struct JsonLinesWriter<'w> {
    output: &'w mut dyn Write,
    facts: ExportFacts,
    /// What every line of the present user begins with.
    head: String,
}

impl<'w> JsonLinesWriter<'w> {
    pub(super) fn new(output: &'w mut dyn Write, facts: ExportFacts) -> Self {
        Self {
            output,
            facts,
            head: String::new(),
        }
    }
}

impl ConversationWriter for JsonLinesWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        self.head = format!(
            r#"{{"format":"chatkeep-conversation","version":{VERSION},"timezone":{},"user":{{"id":{},"email":{},"name":{}}},"id":"#,
            quoted(self.facts.timezone.name()),
            quoted(&user.id),
            quoted(&user.email),
            quoted(&user.name),
        );
        Ok(())
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let (head, id, document) = (&self.head, quoted(id), compacted(document.as_str()));
        writeln!(self.output, r#"{head}{id},"conversation":{document}}}"#)?;
        Ok(())
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        Ok(self.output.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ExportFormat;
    use super::super::samples::{HOSTILE, export};
    use crate::model::compacted;

    #[test]
    fn a_line_is_a_conversation_with_its_user() {
        let text = export(ExportFormat::Jsonl, &[("c 1", HOSTILE), ("c2", "{ }")]);
        let head = "{\"format\":\"chatkeep-conversation\",\"version\":1,\"timezone\":\"Europe/Berlin\",\
            \"user\":{\"id\":\"u1\",\"email\":\"a@x.org\",\"name\":\"A\"},\"id\":";
        let document = compacted(HOSTILE);
        assert!(document.contains("[1.50,1E5]") && document.contains("half \\ud83d --> \\n"));
        assert_eq!(
            text,
            format!(
                "{head}\"c 1\",\"conversation\":{document}}}\n{head}\"c2\",\"conversation\":{{}}}}\n"
            )
        );
    }
}
