//! An identity: the secret keys that open what was sealed for their recipients, and its text form.

use std::fmt::{self, Write};

use age::secrecy::ExposeSecret;
use age::x25519;
use chrono::{DateTime, SecondsFormat, Utc};
use zeroize::Zeroizing;

use super::recipients::Recipients;
use crate::model::SecretText;

/// One or several native age identities. Overwritten in memory when dropped; `Debug` shows the recipients only.
#[derive(Clone)]
pub struct Identity {
    keys: Vec<x25519::Identity>,
    recipients: Recipients,
}

/// Why a text is no identity.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoIdentity {
    /// There is nothing but comments in it.
    NoKey,
    /// A line is not understood.
    BadLine {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it: the rest of a sentence.
        problem: &'static str,
    },
}

impl Identity {
    /// Makes a new one, of one key, from the system's random generator.
    pub fn generate() -> Self {
        Self::of(vec![x25519::Identity::generate()])
    }

    fn of(keys: Vec<x25519::Identity>) -> Self {
        let mut recipients = Recipients::default();
        for key in &keys {
            recipients.add(key.to_public());
        }
        Self { keys, recipients }
    }

    /// Reads one key a line; empty lines and those that begin with `#` say nothing.
    pub(super) fn parse(text: &str) -> Result<Self, NoIdentity> {
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = line.parse().map_err(|_| NoIdentity::BadLine {
                line: index + 1,
                problem: problem_of(line),
            })?;
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(NoIdentity::NoKey);
        }
        Ok(Self::of(keys))
    }

    /// Returns who may seal for this identity to open: the recipient of each key. Never empty.
    pub fn recipients(&self) -> &Recipients {
        &self.recipients
    }

    /// Returns the text of an identity file in the layout of `age-keygen`, one block a key.
    pub fn to_file_text(&self, created: DateTime<Utc>) -> SecretText {
        const KEY_LENGTH: usize = 74;
        const COMMENTS_LENGTH: usize = 128;
        let created = created.to_rfc3339_opts(SecondsFormat::Secs, true);
        // Never grows, so that no copy is left behind in memory.
        let capacity = self.keys.len() * (KEY_LENGTH + COMMENTS_LENGTH);
        let mut text = Zeroizing::new(String::with_capacity(capacity));
        for key in &self.keys {
            let (recipient, key) = (key.to_public(), key.to_string());
            write!(
                text,
                "# created: {created}\n# public key: {recipient}\n{}\n",
                key.expose_secret()
            )
            .expect("writing into memory does not fail");
        }
        SecretText::new(std::mem::take(&mut *text))
    }

    /// Returns the keys as age takes them.
    pub(super) fn for_age(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.keys.iter().map(|key| key as _)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Identity")
            .field(&self.recipients.to_lines())
            .finish()
    }
}

/// Says why a line is no key without repeating it.
fn problem_of(line: &str) -> &'static str {
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("age-plugin-") {
        "is an identity of a plugin, and plugins are not supported"
    } else if lower.starts_with("-----begin") {
        "begins a private key of another kind; only age's own (AGE-SECRET-KEY-1…) are supported"
    } else if lower.starts_with("age1") {
        "is a recipient, which is public, and no identity"
    } else if lower.starts_with("age-secret-key-") {
        "is mistyped, or of a kind that is not supported"
    } else {
        "is no age identity (AGE-SECRET-KEY-1…)"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn created() -> DateTime<Utc> {
        DateTime::from_timestamp(1_770_645_791, 651_429_000).expect("a time")
    }

    #[test]
    fn the_text_has_the_layout_of_age_keygen() {
        let text = Identity::generate().to_file_text(created());
        let lines: Vec<&str> = text.expose().lines().collect();
        assert_eq!(lines[0], "# created: 2026-02-09T14:03:11Z");
        assert!(lines[1].starts_with("# public key: age1"));
        assert!(lines[2].starts_with("AGE-SECRET-KEY-1"));
        assert_eq!(lines.len(), 3);
        assert!(text.expose().ends_with('\n'));
    }

    #[test]
    fn an_identity_of_several_keys_comes_back_from_its_text() {
        let text = [Identity::generate(), Identity::generate()]
            .map(|identity| identity.to_file_text(created()).expose().to_owned())
            .join("\r\n\r\n# another\r\n");
        let identity = Identity::parse(&text).expect("two keys");
        assert_eq!(identity.recipients().to_lines().len(), 2);
        let again = identity.to_file_text(created());
        let again = Identity::parse(again.expose()).expect("two keys");
        assert_eq!(
            again.recipients().to_lines(),
            identity.recipients().to_lines()
        );
    }

    #[test]
    fn a_bad_line_is_named_by_its_number() {
        let recipient = Identity::generate().recipients().to_lines().remove(0);
        for (bad, says) in [
            ("AGE-SECRET-KEY-1QQQ", "is mistyped"),
            ("AGE-PLUGIN-YUBIKEY-1QQQ", "of a plugin"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----", "of another kind"),
            (recipient.as_str(), "is a recipient"),
            ("hunter2", "is no age identity"),
        ] {
            let error = Identity::parse(&format!("# mine\n\n{bad}\n")).expect_err(bad);
            let NoIdentity::BadLine { line: 3, problem } = error else {
                panic!("{error:?}");
            };
            assert!(problem.contains(says), "{problem}");
        }
        assert_eq!(
            Identity::parse("# none\n").expect_err("no key"),
            NoIdentity::NoKey
        );
    }

    #[test]
    fn debug_shows_recipients_only() {
        let identity = Identity::generate();
        let shown = format!("{identity:?}");
        assert!(shown.contains("age1"), "{shown}");
        assert!(!shown.contains("AGE-SECRET-KEY"), "{shown}");
    }
}
