//! Changes of a text around which everything keeps its bytes.

use std::ops::Range;

/// One change of a text: the bytes of `span` give way to `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub(super) span: Range<usize>,
    pub(super) text: String,
}

/// Cuts `original` into the pieces of the text that it becomes, in order; untouched parts are borrowed.
///
/// The splices must not overlap; their order is of no matter, except that those at one place are put there in turn.
pub fn spliced<'t>(original: &'t str, splices: &'t mut [Splice]) -> Vec<&'t str> {
    splices.sort_by_key(|splice| splice.span.start);
    let mut pieces = Vec::with_capacity(2 * splices.len() + 1);
    let mut position = 0;
    for splice in &*splices {
        pieces.push(&original[position..splice.span.start]);
        pieces.push(&splice.text);
        position = splice.span.end;
    }
    pieces.push(&original[position..]);
    pieces
}
