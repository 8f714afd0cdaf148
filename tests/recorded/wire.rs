//! The formats that providers speak.

use serde::Deserialize;

/// The formats of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wire {
    Chat,
    Responses,
    Messages,
    Generate,
}

impl Wire {
    /// Returns the name of the provider that speaks it.
    pub(crate) fn provider(self) -> &'static str {
        match self {
            Self::Chat | Self::Responses => "openai",
            Self::Messages => "anthropic",
            Self::Generate => "google",
        }
    }

    /// Returns what the provider's own base URL for this format has behind the host.
    pub(crate) fn base_path(self) -> &'static str {
        match self {
            Self::Chat | Self::Responses => "/v1",
            Self::Messages | Self::Generate => "",
        }
    }

    /// Returns a model that is asked in this format.
    pub(crate) fn model(self) -> &'static str {
        match self {
            Self::Chat => "gpt-5.4-mini",
            Self::Responses => "gpt-5.4-pro",
            Self::Messages => "claude-sonnet-5-5",
            Self::Generate => "gemini-3.8-flash",
        }
    }
}
