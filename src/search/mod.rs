//! Searching texts: what is asked for, where it stands in a text, and which hits come first.
//!
//! Every backend finds candidates in its own way and has them judged here, so that all give the same hits in the same
//! order. Words are runs of letters, digits and combining marks, lower-cased one by one; what stands between words means
//! nothing.

mod finder;
mod hidden;
mod hit;
mod index;
mod judging;
mod pattern;
mod query;
mod ranking;
mod snippet;
mod spelling;
mod words;

pub use hit::{Hit, Order, Search, SearchFilter, SearchResults};
pub use index::{IndexTerm, IndexWords};
pub use pattern::{Match, Pattern};
pub use query::{InvalidQuery, Query, Term};
pub use ranking::BestHits;
pub use snippet::Snippet;
