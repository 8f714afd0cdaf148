//! The body of an error, in the forms that servers give it.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::LossyText;

/// What an error's body has to say.
pub(super) enum ErrorBody<'a> {
    /// Nothing that could be shown: it is no JSON, such as a gateway's web page.
    Nothing,
    /// Words alone.
    Words(String),
    /// An object, as JSON.
    Object(&'a str),
}

impl<'a> ErrorBody<'a> {
    /// Finds the error: an object or a text in `error`, or all of it at the top.
    pub(super) fn find(text: &'a str) -> Self {
        #[derive(Deserialize)]
        struct Top<'a> {
            #[serde(borrow, default)]
            error: Option<&'a RawValue>,
        }
        let Ok(top) = serde_json::from_str::<Top<'_>>(text) else {
            return Self::Nothing;
        };
        let Some(error) = top.error else {
            return Self::Object(text);
        };
        match text_of(Some(error)) {
            Some(words) => Self::Words(words),
            None => Self::Object(error.get()),
        }
    }

    /// Makes of it what a provider's errors are read as; of nothing, what says nothing.
    pub(super) fn read_as<T: Default>(
        self,
        words: impl FnOnce(String) -> T,
        object: impl FnOnce(&str) -> T,
    ) -> T {
        match self {
            Self::Nothing => T::default(),
            Self::Words(text) => words(text),
            Self::Object(json) => object(json),
        }
    }
}

/// Returns what a field says, if that is text.
pub(super) fn text_of(value: Option<&RawValue>) -> Option<String> {
    let text: LossyText<'_> = serde_json::from_str(value?.get()).ok()?;
    Some(text.0.into_owned())
}
