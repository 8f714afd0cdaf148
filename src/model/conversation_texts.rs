//! Words looked for in a conversation.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::document::Document;
use super::fields::Fields;
use super::text::LossyText;

/// Words that are all to occur in a conversation: in its title or a message, each wherever it likes, in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedWords(Vec<String>);

impl WantedWords {
    /// Takes the words of a text, between which there is white space.
    pub fn of(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether any conversation would do.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all of them occur in the conversation. What is no text in it has no words.
    pub fn are_in(&self, conversation: &Document) -> bool {
        let mut missing: Vec<&str> = self.0.iter().map(String::as_str).collect();
        for text in texts(conversation) {
            if missing.is_empty() {
                break;
            }
            let text = text.to_lowercase();
            missing.retain(|word| !text.contains(word));
        }
        missing.is_empty()
    }
}

#[derive(Deserialize)]
struct RawTexts<'a> {
    #[serde(borrow, default)]
    title: Option<&'a RawValue>,
    #[serde(borrow, default)]
    messages: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawContent<'a> {
    #[serde(borrow, default)]
    content: Option<&'a RawValue>,
}

/// Returns the title and the messages' texts, as far as they are any.
fn texts(conversation: &Document) -> impl Iterator<Item = Cow<'_, str>> {
    let Fields(RawTexts { title, messages }) =
        read(conversation.as_str()).unwrap_or(Fields(RawTexts {
            title: None,
            messages: None,
        }));
    let messages: Vec<&RawValue> = messages.and_then(|raw| read(raw.get())).unwrap_or_default();
    let contents = messages.into_iter().filter_map(|message| {
        let Fields(RawContent { content }) = read(message.get())?;
        content
    });
    let raws = title.into_iter().chain(contents);
    raws.filter_map(|raw| read(raw.get()).map(|LossyText(text)| text))
}

fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    serde_json::from_str(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_in(words: &str, text: &str) -> bool {
        let document = Document::parse(text).expect("an object");
        WantedWords::of(words).are_in(&document)
    }

    #[test]
    fn each_word_occurs_somewhere_in_any_case_and_spelling() {
        let text = r#"{"title":"Gr\u00d6\u00dfe \ud83d","id":"hidden","messages":[
            {"role":"user","content":"How do I\nLOCK a file?"},
            {"role":"assistant","content":"日本語","model":"gpt"}]}"#;
        for words in ["", "größe", "Lock  grö", "ck a", "日本 FILE?", "\u{FFFD}"] {
            assert!(are_in(words, text), "{words:?}");
        }
        for words in ["hidden", "assistant", "gpt", "lock key", "ilock"] {
            assert!(!are_in(words, text), "{words:?}");
        }
    }

    #[test]
    fn what_is_no_text_has_no_words() {
        for text in [
            r#"{"title":["key"],"messages":[{"content":{"key":"key"}},["key"],"key",{}]}"#,
            r#"{"messages":{"content":"key"}}"#,
            "{}",
        ] {
            assert!(!are_in("key", text), "{text}");
        }
        let text = r#"{"title":1,"messages":[{"content":null},{"content":"the key"}]}"#;
        assert!(are_in("KEY", text));
    }
}
