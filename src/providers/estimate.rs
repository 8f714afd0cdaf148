//! How many tokens a request has at most, by a rule of thumb: before it is sent nobody but the provider knows.
//!
//! Every provider cuts text into tokens in a way of its own, and changes it from one model to the next. So this counts more
//! than most of them do. A token is taken to be
//!
//! - three ASCII letters of one word; a word ends where a capital follows a small letter;
//! - one digit, or one mark;
//! - four characters of white space, but a single space between words is free;
//! - half a character of three bytes in UTF-8 (Chinese, Devanagari, Thai, …), one of two bytes (Cyrillic, Arabic, accented
//!   letters, …), a third of one of four bytes (emoji, …).
//!
//! Measured with the vocabulary of OpenAI's present models, that is 1.5 to 2 times the tokens of English prose and of code,
//! and 2 to 6 times those of other scripts. Random letters, and scripts that are rare on the web, can have an eighth more
//! tokens than are counted, and with older models half as many more. Vocabularies are made of bytes, so that no text can have
//! more tokens than bytes.
//!
//! To this come 4 tokens for each message, 32 for what providers wrap a conversation in, and 200 for what they say about a
//! schema. An image counts as 5,000 tokens, more than OpenAI's, Anthropic's and Google's models take for one, except for
//! `gpt-4o-mini`, which is billed up to 48,000. A PDF counts as 50,000, which is ten pages of text and as many images of them.

use super::request::{Attachment, ChatRequest, MediaType};

const PER_REQUEST: u64 = 32;
const PER_MESSAGE: u64 = 4;
const PER_SCHEMA: u64 = 200;
const PER_IMAGE: u64 = 5_000;
const PER_PDF: u64 = 50_000;

impl ChatRequest {
    /// Estimates how many tokens of input it has: more rather than fewer.
    pub fn estimated_input_tokens(&self) -> u64 {
        let schema = self.schema.as_deref();
        let messages = self.messages.iter().map(|message| {
            let attached = message.attachments.iter().map(attachment_tokens);
            PER_MESSAGE + text_tokens(&message.content) + attached.sum::<u64>()
        });
        let system = self.system.as_deref();
        PER_REQUEST
            + messages.sum::<u64>()
            + system.map_or(0, |text| PER_MESSAGE + text_tokens(text))
            + schema.map_or(0, |text| PER_SCHEMA + text_tokens(text))
    }
}

fn attachment_tokens(attachment: &Attachment) -> u64 {
    match attachment.media_type {
        MediaType::Pdf => PER_PDF,
        MediaType::Gif | MediaType::Jpeg | MediaType::Png | MediaType::WebP => PER_IMAGE,
    }
}

/// What a character is to this count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Small,
    Capital,
    Space,
    Other,
}

impl Sort {
    fn of(character: char) -> Self {
        match character {
            'a'..='z' => Self::Small,
            'A'..='Z' => Self::Capital,
            _ if character.is_ascii_whitespace() => Self::Space,
            _ => Self::Other,
        }
    }

    /// Whether a character of this sort goes on with what one of `before` began.
    fn joins(self, before: Self) -> bool {
        match self {
            Self::Small => matches!(before, Self::Small | Self::Capital),
            Self::Capital | Self::Space => self == before,
            Self::Other => false,
        }
    }
}

fn text_tokens(text: &str) -> u64 {
    let (mut tokens, mut length, mut last) = (0, 0, Sort::Other);
    for character in text.chars() {
        let sort = Sort::of(character);
        if !sort.joins(last) {
            tokens += run_tokens(last, length);
            length = 0;
        }
        length += 1;
        // A line break is never free.
        length += u64::from(sort == Sort::Space && character != ' ');
        last = sort;
        if sort == Sort::Other {
            tokens += other_tokens(character);
        }
    }
    tokens + run_tokens(last, length)
}

/// Counts the tokens of so many characters of one sort in a row.
fn run_tokens(sort: Sort, length: u64) -> u64 {
    match sort {
        Sort::Small | Sort::Capital => length.div_ceil(3),
        Sort::Space if length == 1 => 0,
        Sort::Space => length.div_ceil(4),
        Sort::Other => 0,
    }
}

fn other_tokens(character: char) -> u64 {
    match character.len_utf8() {
        3 => 2,
        4 => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::providers::ChatMessage;

    /// A text, its tokens in OpenAI's vocabularies `cl100k_base` and `o200k_base`, and what is counted here.
    #[rustfmt::skip]
    const TEXTS: [(&str, u64, u64, u64); 17] = [
        ("The committee will meet on Tuesday afternoon to discuss the proposals that were submitted last week.", 17, 17, 35),
        ("Die Geschwindigkeitsbegrenzung gilt für alle Fahrzeuge, auch für die der Straßenmeisterei.", 27, 20, 36),
        ("Комитет соберётся во вторник днём, чтобы обсудить предложения прошлой недели.", 36, 21, 68),
        ("Η επιτροπή θα συνεδριάσει την Τρίτη το απόγευμα.", 44, 19, 41),
        ("ستجتمع اللجنة بعد ظهر يوم الثلاثاء لمناقشة المقترحات.", 40, 15, 46),
        ("הוועדה תתכנס ביום שלישי אחר הצהריים.", 35, 15, 31),
        ("समिति मंगलवार दोपहर को प्रस्तावों पर चर्चा करेगी।", 46, 13, 84),
        ("คณะกรรมการจะประชุมในบ่ายวันอังคาร", 27, 14, 66),
        ("委员会将于星期二下午开会，讨论上周提交的提案。", 24, 17, 46),
        ("委員会は火曜日の午後に会議を開き、先週の提案を検討します。", 35, 25, 58),
        ("위원회는 화요일 오후에 모여 지난주 제안을 논의할 것입니다.", 30, 18, 51),
        ("ኮሚቴው ማክሰኞ ከሰዓት በኋላ ይሰበሰባል።", 66, 48, 44),
        ("🎉🚀👩‍👩‍👧‍👦🏳️‍🌈", 33, 21, 34),
        ("fn sum(xs: &[u64]) -> Option<u64> {\n    xs.iter().try_fold(0u64, |a, x| a.checked_add(*x))\n}\n", 37, 37, 61),
        ("{\"id\":\"8b06fb83-3ecf-4252-94af-6372c860fc70\",\"n\":[1,22,333,4444],\"ok\":true}", 41, 41, 66),
        ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk", 30, 29, 26),
        ("31415926535897932384626433832795", 11, 11, 32),
    ];

    #[test]
    fn texts_count_as_documented_and_mostly_more_than_they_have() {
        for (text, older, newer, counted) in TEXTS {
            assert_eq!(text_tokens(text), counted, "{text}");
            let bytes = text.len() as u64;
            assert!(counted <= bytes, "{text}");
            assert!(counted * 9 / 8 >= newer, "{text}");
            assert!(counted * 3 / 2 >= older, "{text}");
        }
    }

    #[test]
    fn white_space_is_cheap_and_not_free() {
        assert_eq!(text_tokens(""), 0);
        assert_eq!(text_tokens("a b c"), 3);
        assert_eq!(text_tokens("a\nb"), 3);
        assert_eq!(text_tokens(&" ".repeat(400)), 100);
        assert_eq!(text_tokens("a b"), text_tokens("ab c"));
        assert_eq!(text_tokens("aB"), 2);
        assert_eq!(text_tokens("ABa"), 1);
    }

    #[test]
    fn every_part_of_a_request_counts() {
        let attachment = |media_type| Attachment {
            name: "a long name that is not sent as text".to_owned(),
            media_type,
            content: Arc::from(&b"however large"[..]),
        };
        let bare = ChatRequest {
            messages: vec![ChatMessage::user("abc"), ChatMessage::user("abc")],
            ..ChatRequest::default()
        };
        assert_eq!(ChatRequest::default().estimated_input_tokens(), 32);
        assert_eq!(bare.estimated_input_tokens(), 32 + 2 * 5);
        let mut full = ChatRequest {
            system: Some("abc".to_owned()),
            schema: Some("{}".to_owned()),
            ..bare
        };
        assert_eq!(full.estimated_input_tokens(), 42 + 5 + 202);
        full.messages[0].attachments = [MediaType::Png, MediaType::Jpeg, MediaType::Pdf]
            .map(attachment)
            .to_vec();
        assert_eq!(full.estimated_input_tokens(), 249 + 10_000 + 50_000);
    }
}
