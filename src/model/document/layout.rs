//! How JSON is laid out, so that what is put into a text looks like the rest of it.

use serde::Serialize;

/// How an object is laid out, so that what is put into it looks like the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    /// Each member on a line of its own, after this line break and indent.
    Indented(String),
    /// All on one line.
    Compact,
}

impl Layout {
    /// Returns the layout of the members that an object of this layout has as values.
    pub(super) fn inner(&self) -> Self {
        match self {
            Self::Indented(lead) => Self::Indented(format!("{lead}  ")),
            Self::Compact => Self::Compact,
        }
    }

    pub(super) fn lead(&self) -> &str {
        match self {
            Self::Indented(lead) => lead,
            Self::Compact => "",
        }
    }

    pub(super) fn colon(&self) -> &'static str {
        match self {
            Self::Indented(_) => ": ",
            Self::Compact => ":",
        }
    }
}

/// Writes `value` with every character outside printable ASCII as `\uXXXX`, like Python's `json.dump`.
pub(super) fn ascii_json(value: &impl Serialize, layout: &Layout) -> String {
    let text = match layout {
        Layout::Compact => serde_json::to_string(value),
        Layout::Indented(_) => serde_json::to_string_pretty(value),
    };
    let mut text = text.expect("values of the model have text keys and no floating-point numbers");
    if let Layout::Indented(lead) = layout {
        // Within strings a line break is written `\n`, so each that is left is one between values.
        text = text.replace('\n', lead);
    }
    escape_non_ascii(text)
}

fn escape_non_ascii(text: String) -> String {
    let is_plain = |c: char| (' '..='~').contains(&c) || c == '\n';
    if text.chars().all(is_plain) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 2);
    let mut units = [0; 2];
    for c in text.chars() {
        if is_plain(c) {
            escaped.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut units) {
            escaped.push_str(&format!("\\u{unit:04x}"));
        }
    }
    escaped
}
