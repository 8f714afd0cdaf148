//! Keys, addresses and numbers in texts replaced by marks, as far as they can be told by their form.
//!
//! What is replaced: API keys and tokens of forms that are known, private keys, e-mail addresses, numbers of payment cards (13 to 19
//! digits whose check digit is right), and phone numbers (with `+`, or in groups). A name, an address or a password in
//! plain words has no form, and stays: redaction is no guarantee.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::json::quoted;
use super::wide_text::WideText;
use crate::model::{Document, Malformed, User, document};

/// What can be told by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedactedKind {
    /// An API key, a token or a private key.
    Key,
    /// An e-mail address.
    Email,
    /// The number of a payment card.
    Card,
    /// A phone number.
    Phone,
}

impl RedactedKind {
    /// Returns the word for them in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "keys",
            Self::Email => "email_addresses",
            Self::Card => "card_numbers",
            Self::Phone => "phone_numbers",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Self::Key => "[key removed]",
            Self::Email => "[e-mail address removed]",
            Self::Card => "[card number removed]",
            Self::Phone => "[phone number removed]",
        }
    }
}

/// How much was replaced, by its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redactions(BTreeMap<RedactedKind, usize>);

impl Redactions {
    /// Returns the counts, none of them 0.
    pub fn counts(&self) -> impl Iterator<Item = (RedactedKind, usize)> + '_ {
        self.0.iter().map(|(kind, count)| (*kind, *count))
    }
}

/// Members of documents in whose values nobody writes: ids, times and names of models are full of digits.
const STRUCTURE: [&str; 15] = [
    "id",
    "role",
    "provider",
    "model",
    "timestamp",
    "updated_at",
    "asked_at",
    "created_at",
    "copied_from",
    "forked_from",
    "imported_from",
    "finish",
    "service_tier",
    "priced_as",
    "price_from",
];

static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    let forms = [
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)",
        r"AGE-SECRET-KEY-1[0-9A-Z]{20,}",
        r"\b(?:sk|rk|pk)[-_][A-Za-z0-9_-]{16,}",
        r"\bAIza[0-9A-Za-z_-]{30,}",
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        r"\b(?:gh[opusr]_|github_pat_|glpat-|gsk_|hf_|npm_|pypi-|xai-|pplx-|r8_|xox[abeoprs]-|dop_v1_|ya29\.)[A-Za-z0-9._-]{16,}",
        r"\bgAAAA[A-Za-z0-9_-]{60,}={0,2}",
        r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
        r"(?i:\bBearer )[A-Za-z0-9._~+/-]{16,}=*",
    ];
    regex(&forms.join("|"))
});

static EMAILS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_%+-]@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.\p{L}{2,}",
    )
});

static CARDS: LazyLock<Regex> = LazyLock::new(|| regex(r"[0-9](?:[ -]?[0-9]){12,18}"));

static PHONES: LazyLock<Regex> = LazyLock::new(|| {
    let forms = [
        r"\+[0-9](?:[ ()./-]{0,3}[0-9]){6,14}",
        r"\(0?[0-9]{2,5}\)[ -]?[0-9](?:[ ./-]?[0-9]){4,9}",
        r"\b[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}\b",
        r"\b0[0-9]{1,4}[ /-][0-9](?:[ -]?[0-9]){5,9}\b",
    ];
    regex(&forms.join("|"))
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is sound")
}

/// Whether what a pattern found here in a text is really what it looks for.
type IsOne = fn(&str, Range<usize>) -> bool;

/// Replaces, and counts what it replaced.
#[derive(Debug, Default)]
pub struct Redactor {
    counts: Redactions,
}

impl Redactor {
    /// Returns what was replaced.
    pub fn into_counts(self) -> Redactions {
        self.counts
    }

    /// Returns the account with its name and address redacted.
    pub fn user(&mut self, user: &User) -> User {
        User {
            email: self.text(&user.email).into_owned(),
            name: self.text(&user.name).into_owned(),
            ..user.clone()
        }
    }

    /// Returns the document with all texts in it redacted, at any depth, but for those that are part of its structure. Names of
    /// members stay. Of a text in which nothing is replaced the bytes stay, and numbers anywhere.
    pub fn document(&mut self, document: &Document) -> Result<Document, Malformed> {
        let json = document.as_str();
        let mut redacted = String::with_capacity(json.len());
        let (mut copied, mut at) = (0, 0);
        while let Some(quote) = memchr::memchr(b'"', &json.as_bytes()[at..]) {
            let span = string_at(json, at + quote);
            let raw = &json[span.clone()];
            at = span.end;
            let rest = json[at..].trim_start();
            if let Some(value) = rest.strip_prefix(':') {
                let key = raw.trim_matches('"');
                let value = value.trim_start();
                if STRUCTURE.contains(&key) && value.starts_with('"') {
                    at = string_at(json, json.len() - value.len()).end;
                }
                continue;
            }
            let text: WideText = document::read(raw, span.start)?;
            if let Cow::Owned(text) = self.text(&text.lossy()) {
                redacted.push_str(&json[copied..span.start]);
                redacted.push_str(&quoted(&text));
                copied = span.end;
            }
        }
        redacted.push_str(&json[copied..]);
        Document::parse(redacted)
    }

    /// Returns a text redacted; borrowed if there is nothing in it to replace.
    pub fn text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        let kinds: [(RedactedKind, &Regex, IsOne); 4] = [
            (RedactedKind::Key, &KEYS, |_, _| true),
            (RedactedKind::Email, &EMAILS, |_, _| true),
            (RedactedKind::Card, &CARDS, |text, found| {
                stands_alone(text, &found) && is_card(&text[found])
            }),
            (RedactedKind::Phone, &PHONES, |text, found| {
                stands_alone(text, &found) && is_phone(&text[found])
            }),
        ];
        for (kind, pattern, is_one) in kinds {
            let found: Vec<Range<usize>> = pattern
                .find_iter(&text)
                .map(|found| found.range())
                .filter(|found| is_one(&text, found.clone()))
                .collect();
            if found.is_empty() {
                continue;
            }
            *self.counts.0.entry(kind).or_default() += found.len();
            let mut marked = text.into_owned();
            for span in found.into_iter().rev() {
                marked.replace_range(span, kind.mark());
            }
            text = Cow::Owned(marked);
        }
        text
    }
}

/// Returns where the JSON string is that begins at this quote.
fn string_at(json: &str, quote: usize) -> Range<usize> {
    let bytes = json.as_bytes();
    let mut end = quote + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[end..]) {
        end += found + 1;
        match bytes[end - 1] {
            b'"' => return quote..end,
            _ => end += 1,
        }
    }
    unreachable!("the document was parsed, so each of its strings ends")
}

/// Whether no letter or digit touches it.
fn stands_alone(text: &str, found: &Range<usize>) -> bool {
    let before = text[..found.start].chars().next_back();
    let behind = text[found.end..].chars().next();
    [before, behind]
        .iter()
        .flatten()
        .all(|c| !c.is_alphanumeric())
}

/// Whether the check digit is right (Luhn), and the number begins as cards' do.
fn is_card(found: &str) -> bool {
    let digits: Vec<u32> = found.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => *digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10) && matches!(digits[0], 2..=6)
}

/// Whether there are as many digits as phone numbers have.
fn is_phone(found: &str) -> bool {
    let digits = found.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str) -> String {
        Redactor::default().text(text).into_owned()
    }

    #[test]
    fn each_kind_is_replaced() {
        for (text, expected) in [
            (
                "use sk-proj-abcdefghijklmnop123 now",
                "use [key removed] now",
            ),
            ("sk-ant-api03-AAAAAAAAAAAAAAAAAAAA.", "[key removed]."),
            ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "[key removed]"),
            (
                "Authorization: Bearer abcdefghijklmnop==",
                "Authorization: [key removed]",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nx",
                "[key removed]\nx",
            ),
            (
                "mail Ada.L+x@example.org, or müller@exämple.de.",
                "mail [e-mail address removed], or [e-mail address removed].",
            ),
            (
                "card 4111 1111 1111 1111 of 5500-0000-0000-0004",
                "card [card number removed] of [card number removed]",
            ),
            (
                "call +49 (0)30 1234-567 or (030) 1234567, 555-123-4567",
                "call [phone number removed] or [phone number removed], [phone number removed]",
            ),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in [
            "4111 1111 1111 1112 has a wrong check digit",
            "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
            "2026-02-09T14:03:11.651429 and 09.02.2026",
            "version 1.2.3-4, 10.0.0.1, @name, a@b, 3.14159265358979",
            "sk-learn is risk-free",
            "1,234,567 tokens",
        ] {
            let mut redactor = Redactor::default();
            assert!(matches!(redactor.text(text), Cow::Borrowed(_)), "{text}");
            assert_eq!(redactor.into_counts(), Redactions::default());
        }
    }

    #[test]
    fn texts_of_a_document_are_replaced_and_all_else_keeps_its_bytes() {
        let text = r#"{"id":"a@x.org", "title" : "\u0061@x.org \"q\"", "n": [1.50, 1E5], "x": {"id": ["b@x.org", "\ud83d"]},
            "messages": [{"role":"user","content":"half \ud83d a@x.org","timestamp":"2026-02-09T14:03:11"}], "k@x.org": null}"#;
        let document = Document::parse(text).expect("an object");
        let mut redactor = Redactor::default();
        let redacted = redactor.document(&document).expect("sound");
        assert_eq!(
            redacted.as_str(),
            r#"{"id":"a@x.org", "title" : "[e-mail address removed] \"q\"", "n": [1.50, 1E5], "x": {"id": ["[e-mail address removed]", "\ud83d"]},
            "messages": [{"role":"user","content":"half � [e-mail address removed]","timestamp":"2026-02-09T14:03:11"}], "k@x.org": null}"#
        );
        let counts: Vec<_> = redactor.into_counts().counts().collect();
        assert_eq!(counts, [(RedactedKind::Email, 3)]);
    }
}
