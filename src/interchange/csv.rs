//! CSV: a row for each message, for spreadsheets (RFC 4180: a header, CRLF, quotes around texts).
//!
//! What a spreadsheet program would take for a formula has an apostrophe before it, and a NUL is U+FFFD: so the rows are for
//! looking and counting, and not for reading back. `time` is in RFC 3339 and UTC; a message without one has its
//! conversation's. `tags` are joined by commas. `input_tokens`, `output_tokens`, `total_tokens` and `cost_usd` stand with
//! replies alone. They are empty with a copy (`copy` is `true`), which counts where it was copied from; `cost_usd` is empty
//! too where the cost is not known. So the sum of a column counts nothing twice.

use std::borrow::Cow;
use std::io::Write;

use super::{ConversationWriter, ExportFacts, InterchangeError, InterchangeResult};
use crate::model::{
    Conversation, ConversationId, Document, Message, Moment, ReplyUsage, User, rfc3339,
    spreadsheet_row,
};

/// The names of the columns.
const HEADER: [&str; 22] = [
    "user_id",
    "email",
    "user_name",
    "conversation_id",
    "title",
    "tags",
    "pinned",
    "archived",
    "message",
    "role",
    "time",
    "provider",
    "model",
    "input_tokens",
    "output_tokens",
    "total_tokens",
    "cost_usd",
    "cost_unknown",
    "error",
    "interrupted",
    "copy",
    "content",
];

/// Writes the format.
pub(super) struct CsvWriter<'w> {
    output: &'w mut dyn Write,
    facts: ExportFacts,
    user: Option<User>,
    has_header: bool,
}

impl<'w> CsvWriter<'w> {
    pub(super) fn new(output: &'w mut dyn Write, facts: ExportFacts) -> Self {
        Self {
            output,
            facts,
            user: None,
            has_header: false,
        }
    }

    fn begin(&mut self) -> InterchangeResult<()> {
        if !self.has_header {
            self.has_header = true;
            write!(self.output, "{}\r\n", spreadsheet_row(HEADER))?;
        }
        Ok(())
    }
}

impl ConversationWriter for CsvWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        self.user = Some(user.clone());
        self.begin()
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let user = self.user.as_ref().expect("a user was begun");
        let conversation = Conversation::from_document(id.clone(), document.as_str(), 0)
            .map_err(InterchangeError::unreadable(user, id))?;
        for (index, message) in conversation.messages.iter().enumerate() {
            let row = row(user, &conversation, index + 1, message, &self.facts);
            let row = spreadsheet_row(row.iter().map(|cell| without_nul(cell)));
            write!(self.output, "{row}\r\n")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        self.begin()?;
        Ok(self.output.flush()?)
    }
}

fn row<'m>(
    user: &'m User,
    conversation: &'m Conversation,
    number: usize,
    message: &'m Message,
    facts: &ExportFacts,
) -> [Cow<'m, str>; HEADER.len()] {
    let summary = &conversation.summary;
    let (reply, counted) = (message.reply(), message.usage.as_ref());
    let own = |at: Moment| rfc3339(at.to_utc(facts.timezone));
    let time = message.timestamp.or(summary.started).map(own);
    let tokens = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
    let cost = counted.and_then(|counted| counted.cost.known());
    [
        user.id.as_str().into(),
        user.email.as_str().into(),
        user.name.as_str().into(),
        summary.id.as_str().into(),
        summary.title.as_str().into(),
        summary.tags.join(",").into(),
        word(summary.is_pinned),
        word(summary.is_archived),
        number.to_string().into(),
        message.role.as_str().into(),
        time.unwrap_or_default().into(),
        reply
            .map_or(&summary.provider, |reply| &reply.provider)
            .into(),
        reply.map_or(&summary.model, |reply| &reply.model).into(),
        tokens(counted.map(|counted| counted.input_tokens)).into(),
        tokens(counted.map(|counted| counted.output_tokens)).into(),
        tokens(counted.map(|counted| counted.total_tokens)).into(),
        cost.map(|cost| cost.to_string()).unwrap_or_default().into(),
        word(counted.is_some_and(ReplyUsage::is_cost_unknown)),
        word(reply.is_some_and(|reply| reply.is_error)),
        word(reply.is_some_and(|reply| reply.is_interrupted)),
        word(message.copied.is_some()),
        message.content.as_str().into(),
    ]
}

fn word(is_so: bool) -> Cow<'static, str> {
    if is_so { "true" } else { "false" }.into()
}

/// Many programs end a file, or a cell, at a NUL.
fn without_nul(cell: &str) -> Cow<'_, str> {
    match cell.contains('\0') {
        true => cell.replace('\0', "\u{FFFD}").into(),
        false => cell.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ExportFormat;
    use super::super::samples::{HOSTILE, export};

    #[test]
    fn each_message_is_a_row_and_nothing_a_formula() {
        let second = r#"{"title":"=1+1","tags":["a","b"],"pinned":true,"provider":"p","model":"-m","timestamp":"2026-02-09T14:03:11","messages":[
            {"role":"user","content":"@SUM(A1)\u0000"},
            {"role":"assistant","content":"-5","total_tokens":9,"timestamp":"2026-02-10T00:00:00Z"},
            {"role":"assistant","content":"x","total_tokens":9,"cost":1,"copied_from":"c0"}]}"#;
        let text = export(
            ExportFormat::Csv,
            &[("c 1", HOSTILE), ("-c2", second), ("c3", "{}")],
        );
        assert!(
            text.starts_with("\"user_id\",\"email\",\"user_name\",\"conversation_id\",\"title\","),
            "{text}"
        );
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let rows: Vec<String> = reader
            .records()
            .map(|row| {
                let row = row.expect("all rows are as long");
                row.iter().skip(3).collect::<Vec<_>>().join("|")
            })
            .collect();
        assert_eq!(
            rows,
            [
                "c 1|# half \u{FFFD} --> \n## User||false|false|1|user|2026-02-09T13:03:11.651429Z|||||||\
                 false|false|false|false|```\nopen\n\n<!-- chatkeep:end -->\n# x\n",
                "c 1|# half \u{FFFD} --> \n## User||false|false|2|assistant|2026-02-09T13:03:11.651429Z||m-->|3|4|7|0.0007|\
                 false|false|false|false|cut \u{FFFD} off",
                "'-c2|'=1+1|a,b|true|false|1|user|2026-02-09T13:03:11Z|p|'-m|||||false|false|false|false|'@SUM(A1)\u{FFFD}",
                "'-c2|'=1+1|a,b|true|false|2|assistant|2026-02-10T00:00:00Z|p|'-m|0|0|9||true|false|false|false|-5",
                "'-c2|'=1+1|a,b|true|false|3|assistant|2026-02-09T13:03:11Z|p|'-m|||||false|false|false|true|x",
            ]
        );
        assert_eq!(text.matches("\r\n").count(), 6, "{text}");
    }
}
