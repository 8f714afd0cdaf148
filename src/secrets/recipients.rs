//! Whom age encrypts API keys to.

use std::path::Path;

use age::x25519;

use super::error::{SecretError, SecretResult};
use super::secret_file::read_capped;

/// The recipients of a store: native age ones (`age1…`), each once, in the order given; may be none.
#[derive(Debug, Clone, Default)]
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Reads one recipient a line, as in `recipients.txt`; empty lines and those that begin with `#` say nothing.
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> SecretResult<Self> {
        let mut recipients = Self::default();
        for (index, line) in lines.into_iter().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let recipient = line.parse().map_err(|_| SecretError::BadRecipient {
                line: index + 1,
                problem: problem_of(line),
            })?;
            recipients.add(recipient);
        }
        Ok(recipients)
    }

    /// Reads them from a regular file of at most 1 MiB, one a line.
    pub fn read(path: &Path) -> SecretResult<Self> {
        const LIMIT_BYTES: u64 = 1 << 20;
        let content = read_capped(path, LIMIT_BYTES)?;
        let text =
            str::from_utf8(&content).map_err(|_| SecretError::NotText { path: path.into() })?;
        Self::parse(text.lines())
    }

    /// Adds those of `others` that are not there.
    pub fn extend(&mut self, others: &Self) {
        others.0.iter().cloned().for_each(|other| self.add(other));
    }

    /// Returns those that are not among `others`.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let others = others.to_lines();
        let stays = |one: &&x25519::Recipient| !others.contains(&one.to_string());
        Self(self.0.iter().filter(stays).cloned().collect())
    }

    /// Adds one unless it is there.
    pub(super) fn add(&mut self, recipient: x25519::Recipient) {
        let text = recipient.to_string();
        if self.0.iter().all(|known| known.to_string() != text) {
            self.0.push(recipient);
        }
    }

    /// Whether there is nobody to encrypt to.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any of `others` is among these.
    pub fn include_any_of(&self, others: &Self) -> bool {
        let known = self.to_lines();
        others.0.iter().any(|it| known.contains(&it.to_string()))
    }

    /// Returns each as its text, `age1…`.
    pub fn to_lines(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// Returns them as age takes them.
    pub(super) fn for_age(&self) -> impl Iterator<Item = &dyn age::Recipient> {
        self.iter().map(|recipient| recipient as _)
    }

    /// Returns each.
    pub(super) fn iter(&self) -> impl Iterator<Item = &x25519::Recipient> {
        self.0.iter()
    }
}

/// Says why a line is no recipient without repeating it: it may be a secret put there by mistake.
fn problem_of(line: &str) -> &'static str {
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("age-secret-key-") || lower.starts_with("age-plugin-") {
        "is an identity, which is a secret, and no recipient"
    } else if lower.starts_with("ssh-") || lower.starts_with("ecdsa-") {
        "is an SSH key, and only age's own recipients (age1…) are supported"
    } else if lower.starts_with("age1") {
        "is mistyped, or of a kind that is not supported"
    } else {
        "is no age recipient (age1…)"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "age1ysxuaeqlk7xd8uqsh8lsnfwt9jzzjlqf49ruhpjrrj5yatlcuf7qke4pqe";
    const OTHER: &str = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

    fn read(text: &str) -> SecretResult<Recipients> {
        Recipients::parse(text.lines())
    }

    #[test]
    fn comments_blank_lines_and_repetitions_say_nothing() {
        let text = format!("# ours\n\n{ONE}\r\n  {OTHER} \n{ONE}\n");
        let recipients = read(&text).expect("two recipients");
        assert_eq!(recipients.to_lines(), [ONE, OTHER]);
        assert!(read("# nobody\n").expect("none").is_empty());
    }

    #[test]
    fn a_bad_line_is_named_by_its_number_and_not_repeated() {
        for (bad, says) in [
            ("AGE-SECRET-KEY-1QQQ", "is an identity"),
            ("ssh-ed25519 AAAA", "is an SSH key"),
            (&ONE[..60], "is mistyped"),
            ("age1yubikey1qqq", "is mistyped"),
            ("ada@example.org", "is no age recipient"),
        ] {
            let error = read(&format!("# one\n{ONE}\n{bad}")).expect_err(bad);
            assert!(matches!(error, SecretError::BadRecipient { line: 3, .. }));
            let message = error.to_string();
            assert!(message.starts_with("recipient 3 "), "{message}");
            assert!(message.contains(says), "{message}");
            assert!(!message.contains(bad), "{message}");
        }
    }

    #[test]
    fn a_common_recipient_is_found() {
        let [one, both] = [ONE.to_owned(), format!("{OTHER}\n{ONE}")]
            .map(|text| read(&text).expect("recipients"));
        assert!(both.include_any_of(&one));
        assert!(!one.include_any_of(&Recipients::default()));
    }
}
