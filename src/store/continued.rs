//! Two versions of a conversation: whether one goes on where the other ends, and what it then becomes.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::plans::{MESSAGES, with_messages};
use crate::model::document::{self, Malformed, spliced};
use crate::model::{Document, Fields, LossyText, UPDATED, rfc3339};

/// How the messages of a conversation that comes compare to those of the one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// They are all there, perhaps with others behind them.
    Covered,
    /// They begin as those do, and go on.
    Longer,
    /// One of them is another.
    Apart,
}

/// What makes two messages the same: who said what. The rest can be told anew, such as a price.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow, default)]
    role: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    content: Option<&'a RawValue>,
}

impl Said<'_> {
    fn is_as(&self, other: &Said<'_>) -> bool {
        let role = |said: &Said<'_>| said.role.as_ref().map(|role| role.0.clone().into_owned());
        role(self) == role(other) && is_same_text(self.content, other.content)
    }
}

/// Whether two contents are the same, however their characters are spelt.
fn is_same_text(one: Option<&RawValue>, other: Option<&RawValue>) -> bool {
    let (one, other) = (raw(one), raw(other));
    if one == other {
        return true;
    }
    let read = |json| serde_json::from_str::<LossyText<'_>>(json).ok();
    matches!((read(one), read(other)), (Some(one), Some(other)) if one.0 == other.0)
}

fn raw(content: Option<&RawValue>) -> &str {
    match content.map(RawValue::get) {
        None | Some("null") => "\"\"",
        Some(json) => json,
    }
}

/// Compares the messages of two conversations.
pub(super) fn meeting(there: &Document, coming: &Document) -> Result<Meeting, Malformed> {
    let (there, coming) = (messages(there)?, messages(coming)?);
    for (one, other) in there.iter().zip(&coming) {
        if one != other && !said(one)?.is_as(&said(other)?) {
            return Ok(Meeting::Apart);
        }
    }
    Ok(match coming.len() > there.len() {
        true => Meeting::Longer,
        false => Meeting::Covered,
    })
}

/// Makes the conversation that is there go on as the one that comes does. Whatever else it has stays.
pub(super) fn continued(
    there: &Document,
    coming: &Document,
    at: DateTime<Utc>,
) -> Result<Document, Malformed> {
    let count = messages(there)?.len();
    let further = messages(coming)?
        .into_iter()
        .skip(count)
        .map(Document::parse)
        .collect::<Result<Vec<_>, _>>()?;
    let splice = with_messages(&there.object(), &further)?;
    let longer = Document::parse(spliced(there.as_str(), &mut [splice]).concat())?;
    Ok(longer.with(UPDATED, &rfc3339(at)))
}

fn messages(conversation: &Document) -> Result<Vec<&str>, Malformed> {
    // The members borrow from the document's text, and outlive the list of them.
    let object = conversation.object();
    match object.get(MESSAGES) {
        Some(messages) => object.elements(messages),
        None => Ok(Vec::new()),
    }
}

fn said(message: &str) -> Result<Said<'_>, Malformed> {
    let Fields(said) = document::read(message, 0)?;
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversation(messages: &str) -> Document {
        Document::parse(format!(
            r#"{{"title":"T","messages":[{messages}],"theirs":1.50}}"#
        ))
        .expect("an object")
    }

    const QUESTION: &str = r#"{"role":"user","content":"Gr\u00fc\u00dfe \ud83d"}"#;
    const ANSWER: &str = r#"{"role":"assistant","content":"Hi","cost":1E-5}"#;

    #[test]
    fn who_said_what_counts_and_not_how_it_is_spelt_or_priced() {
        let respelt = r#"{ "content" : "Grüße \ud83d", "role": "user", "timestamp": "x"}"#;
        let there = conversation(QUESTION);
        let same = conversation(respelt);
        assert_eq!(meeting(&there, &same), Ok(Meeting::Covered));
        let longer = conversation(&format!("{respelt},{ANSWER}"));
        assert_eq!(meeting(&there, &longer), Ok(Meeting::Longer));
        assert_eq!(meeting(&longer, &there), Ok(Meeting::Covered));
        for other in [
            r#"{"role":"assistant","content":"Grüße \ud83d"}"#,
            r#"{"role":"user","content":"Grüße"}"#,
            r#"{"role":"user"}"#,
        ] {
            let met = meeting(&there, &conversation(other));
            assert_eq!(met, Ok(Meeting::Apart), "{other}");
        }
    }

    #[test]
    fn what_goes_on_keeps_the_rest_and_every_digit() {
        let there = conversation(QUESTION);
        let coming = conversation(&format!("{QUESTION},{ANSWER}")).with("title", &"Another");
        let at = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
        let longer = continued(&there, &coming, at).expect("sound");
        assert_eq!(
            longer.as_str(),
            format!(
                r#"{{"title":"T","messages":[{QUESTION},{ANSWER}],"theirs":1.50,"updated_at":"2027-01-15T08:00:00Z"}}"#
            )
        );
    }
}
