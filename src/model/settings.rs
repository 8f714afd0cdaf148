//! Settings that live in a store and hold for everyone who uses it.

use chrono_tz::Tz;

use super::api_key::KeyFormat;

/// The settings of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// The zone in which the web app's naive times are read, and days and months are counted.
    pub timezone: Tz,
    /// How new API keys are encrypted; `None` if that was never decided: then as the present ones are.
    pub key_format: Option<KeyFormat>,
    /// Whether the web app works on the store too.
    pub is_shared: bool,
    /// The age recipients to which keys are encrypted, in their text form; empty before the first.
    pub recipients: Vec<String>,
}
