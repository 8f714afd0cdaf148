//! JSON: one document with all users and their conversations, exactly as stored.
//!
//! ```json
//! {"format":"chatkeep-export","version":1,"exported_at":"2026-02-09T14:03:11Z","timezone":"Europe/Berlin","users":[
//! {
//!   "id": "ef2a47e3-…",
//!   "email": "ada@example.org",
//!   "name": "Ada Lovelace",
//!   "conversations": {
//!     "a23d5eb8-…": {…}
//!   }
//! }
//! ]}
//! ```
//!
//! `conversations` is as in the user's file: each document by its id, byte for byte, its indent and the spelling of numbers
//! and characters included. Users stand on the left margin so that documents of that file are indented as they were there.
//! `timezone` is what times without an offset are in. Users without conversations are listed too.

use std::io::Write;

use serde::Serialize;

use super::{ConversationWriter, ExportFacts, InterchangeResult, VERSION};
use crate::model::{ConversationId, Document, User, rfc3339};

/// Writes the format.
pub(super) struct JsonWriter<'w> {
    output: &'w mut dyn Write,
    facts: ExportFacts,
    users: usize,
    /// Conversations of the present user.
    conversations: usize,
}

impl<'w> JsonWriter<'w> {
    pub(super) fn new(output: &'w mut dyn Write, facts: ExportFacts) -> Self {
        Self {
            output,
            facts,
            users: 0,
            conversations: 0,
        }
    }

    fn begin(&mut self) -> InterchangeResult<()> {
        write!(
            self.output,
            r#"{{"format":"chatkeep-export","version":{VERSION},"exported_at":{},"timezone":{},"users":["#,
            quoted(&rfc3339(self.facts.exported_at)),
            quoted(self.facts.timezone.name()),
        )?;
        Ok(())
    }

    fn end_user(&mut self) -> InterchangeResult<()> {
        let lead = if self.conversations > 0 { "\n  " } else { "" };
        write!(self.output, "{lead}}}\n}}")?;
        Ok(())
    }
}

impl ConversationWriter for JsonWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        if self.users == 0 {
            self.begin()?;
        } else {
            self.end_user()?;
            self.output.write_all(b",")?;
        }
        (self.users, self.conversations) = (self.users + 1, 0);
        let (id, email, name) = (quoted(&user.id), quoted(&user.email), quoted(&user.name));
        write!(
            self.output,
            "\n{{\n  \"id\": {id},\n  \"email\": {email},\n  \"name\": {name},\n  \"conversations\": {{"
        )?;
        Ok(())
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let comma = if self.conversations > 0 { "," } else { "" };
        self.conversations += 1;
        write!(
            self.output,
            "{comma}\n    {}: {}",
            quoted(id),
            document.as_str()
        )?;
        Ok(())
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        if self.users == 0 {
            self.begin()?;
        } else {
            self.end_user()?;
        }
        self.output.write_all(b"\n]}\n")?;
        Ok(self.output.flush()?)
    }
}

/// Writes a text as JSON.
pub(super) fn quoted(text: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(text).expect("text becomes a JSON string")
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::super::samples::{HOSTILE, export};
    use super::super::{ExportFacts, ExportFormat};

    #[test]
    fn the_document_has_its_shape_and_the_conversations_their_bytes() {
        let text = export(ExportFormat::Json, &[("c 1", HOSTILE), ("c\"2", "{}")]);
        let expected = format!(
            "{{\"format\":\"chatkeep-export\",\"version\":1,\"exported_at\":\"2027-01-15T08:00:00Z\",\"timezone\":\"Europe/Berlin\",\"users\":[\n\
             {{\n  \"id\": \"u1\",\n  \"email\": \"a@x.org\",\n  \"name\": \"A\",\n  \"conversations\": {{\n    \"c 1\": {HOSTILE},\n    \"c\\\"2\": {{}}\n  }}\n}},\n\
             {{\n  \"id\": \"u2\",\n  \"email\": \"b@x.org\",\n  \"name\": \"A\",\n  \"conversations\": {{}}\n}}\n]}}\n"
        );
        assert_eq!(text, expected);
        serde_json::from_str::<&RawValue>(&text).expect("it is JSON");
    }

    #[test]
    fn an_export_of_nobody_is_a_document_too() {
        let facts = ExportFacts {
            exported_at: chrono::DateTime::UNIX_EPOCH,
            timezone: chrono_tz::UTC,
        };
        let mut output = Vec::new();
        let mut writer = ExportFormat::Json.writer(&mut output, facts);
        writer.finish().expect("memory");
        drop(writer);
        let value: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
        assert_eq!(value["users"], serde_json::json!([]));
    }
}
