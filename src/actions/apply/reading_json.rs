//! Accounts declared in JSON: a list of objects, alone or as `users`, such as `user list --format json` prints.

use zeroize::Zeroizing;

use super::entry::{Entry, Fault, Field, Given, Lines};
use crate::model::SecretText;
use crate::model::document::{Malformed, Member, Object};

/// What is put around a list that stands alone.
const BEFORE: &str = r#"{"users":"#;

/// Takes the list apart.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let is_alone = text.trim_start().starts_with('[');
    let (whole, added) = match is_alone {
        true => (Zeroizing::new(format!("{BEFORE}{text}}}")), BEFORE.len()),
        false => (Zeroizing::new(text.to_owned()), 0),
    };
    let lines = Lines::of(text);
    let line = |offset: usize| lines.number_at(offset.saturating_sub(added));
    let malformed = |cause: Malformed| Fault::at(line(cause.offset), cause.reason);
    let root = Object::parse(&whole).map_err(malformed)?;
    let mut entries = Vec::new();
    for member in root.members() {
        if member.key != "users" {
            let reason = "only `users` can stand at the top of the file";
            return Err(Fault::at(line(member.value_span().start), reason));
        }
        let mut position = member.value_span().start;
        for element in root.elements(member).map_err(malformed)? {
            // Between elements stand a comma and space alone, so this finds the element itself.
            position += whole[position..].find(element).unwrap_or_default();
            entries.push(entry(element, position, &line)?);
            position += element.len();
        }
    }
    Ok(entries)
}

/// Takes apart the object `text`, which stands at byte `base`.
fn entry(text: &str, base: usize, line: &dyn Fn(usize) -> usize) -> Result<Entry, Fault> {
    let malformed = |cause: Malformed| Fault::at(line(base + cause.offset), cause.reason);
    let object = Object::parse(text).map_err(malformed)?;
    let field = |member: &Member<'_>| {
        let line = line(base + member.value_span().start);
        Ok(Field {
            key: member.key.to_string(),
            line,
            value: given(member.value).map_err(|reason| Fault::at(line, reason))?,
        })
    };
    Ok(Entry {
        line: line(base),
        fields: object
            .members()
            .iter()
            .map(field)
            .collect::<Result<_, _>>()?,
    })
}

fn given(value: &str) -> Result<Given, &'static str> {
    Ok(match value.as_bytes().first() {
        Some(b'"') => {
            let text: String =
                serde_json::from_str(value).map_err(|_| "it has half a character in it")?;
            Given::Text(SecretText::new(text))
        }
        Some(b't') => Given::Flag(true),
        Some(b'f') => Given::Flag(false),
        Some(b'n') => Given::Nothing,
        Some(b'[' | b'{') => Given::Other,
        _ => Given::Number(value.to_owned()),
    })
}
