//! Tells what is built for tests alone, and where it ends.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};

use crate::names::is_punct;

/// Returns how many tokens the attributes are that `tokens` begin with, if they say that an item is for tests alone.
pub(crate) fn test_attributes(tokens: &[TokenTree]) -> Option<usize> {
    let mut length = 0;
    let mut for_tests = false;
    while let [hash, TokenTree::Group(attribute), ..] = &tokens[length..] {
        if !is_punct(Some(hash), '#') || attribute.delimiter() != Delimiter::Bracket {
            break;
        }
        for_tests |= says_test(attribute);
        length += 2;
    }
    for_tests.then_some(length)
}

/// Returns whether an attribute is `cfg(test)` or `cfg(all(test, …))`. Others that name `test` also build without it.
fn says_test(attribute: &Group) -> bool {
    let text: String = attribute.stream().to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// Returns whether a file begins with `#![cfg(test)]`, behind whatever other inner attributes and documentation.
pub(crate) fn is_inner_test_attribute(tokens: &[TokenTree]) -> bool {
    tokens.windows(3).any(|three| match three {
        [hash, bang, TokenTree::Group(attribute)] => {
            is_punct(Some(hash), '#') && is_punct(Some(bang), '!') && says_test(attribute)
        }
        _ => false,
    })
}

/// Returns how many tokens the item, field, arm or statement is that `tokens` begin with.
pub(crate) fn item_length(tokens: &[TokenTree]) -> usize {
    let is_item = match tokens {
        [TokenTree::Group(_), ..] => return 1,
        [
            TokenTree::Ident(word),
            TokenTree::Group(_),
            TokenTree::Ident(next),
            ..,
        ] if word == "pub" => is_item_word(next),
        [TokenTree::Ident(word), TokenTree::Ident(next), ..] if word == "pub" => is_item_word(next),
        [TokenTree::Ident(word), ..] => is_item_word(word),
        _ => false,
    };
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(mark) => mark.as_char() == ';' || (!is_item && mark.as_char() == ','),
        TokenTree::Group(group) => is_item && group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens
        .iter()
        .position(is_end)
        .map_or(tokens.len(), |last| last + 1)
}

fn is_item_word(word: &Ident) -> bool {
    ITEM_WORDS.iter().any(|item| word == item)
}

/// The words that an item or a statement can begin with, as against a field, a variant or an arm.
const ITEM_WORDS: [&str; 15] = [
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "let",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "trait",
    "type",
    "unsafe",
    "use",
];
