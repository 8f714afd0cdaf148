//! Words as a shell takes them.

use std::borrow::Cow;

/// Quotes a word for a POSIX shell, where it needs that.
///
/// A backslash is followed by a quote, whatever comes next in the text: cron has its own view of backslashes before `%` and,
/// in some versions, before each other, and so never meets such a pair.
pub fn shell_quoted(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.into();
    }
    let mut quoted = String::from("'");
    for char in text.chars() {
        match char {
            '\'' => quoted.push_str(r"'\''"),
            '\\' => quoted.push_str(r"\''"),
            _ => quoted.push(char),
        }
    }
    quoted.push('\'');
    quoted.into()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for text in [
            "",
            "plain/word",
            "a b",
            "it's",
            r"a\b\\c\%d\",
            r"\'",
            "$HOME `id` \"x\" ;&|*?[~!#",
            "%",
            "é",
            "-x=y",
            "two\nlines",
        ] {
            let script = format!("printf %s {}", shell_quoted(text));
            let output = Command::new("sh").args(["-c", &script]).output();
            let output = output.expect("there is a shell").stdout;
            assert_eq!(String::from_utf8_lossy(&output), text, "{script}");
        }
        assert_eq!(shell_quoted("plain/word"), "plain/word");
        assert_eq!(shell_quoted("it's"), r"'it'\''s'");
    }
}
