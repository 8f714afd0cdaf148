//! Where a provider is reached, and with what.

use std::time::Duration;

use crate::model::SecretText;

/// The limit of a reply that Anthropic's format wants where nothing else is known: the smallest that a model still in use has.
pub(super) const ANTHROPICS_MAX_TOKENS: u32 = 8192;

/// The wire formats that we speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Chat completions as OpenAI defines them, and as many other servers offer them.
    OpenAi,
    /// Anthropic's Messages API.
    Anthropic,
    /// Google's `generateContent`, as the Gemini API has it.
    Google,
    /// No wire at all: the last question comes back as the answer.
    Echo,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::OpenAi, Self::Anthropic, Self::Google, Self::Echo];

    /// Returns its name in configuration and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Google => "google",
            Self::Echo => "echo",
        }
    }

    /// Finds the kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Returns the address of the company that the kind is named after; empty where nothing is sent.
    pub fn default_base_url(self) -> &'static str {
        match self {
            Self::OpenAi => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
            Self::Google => "https://generativelanguage.googleapis.com",
            Self::Echo => "",
        }
    }

    /// Returns the limit of replies that is sent along where neither the request nor what is known of the model has one.
    pub fn default_max_tokens(self) -> Option<u32> {
        match self {
            Self::Anthropic => Some(ANTHROPICS_MAX_TOKENS),
            Self::OpenAi | Self::Google | Self::Echo => None,
        }
    }

    /// Whether requests go over a network.
    pub fn is_remote(self) -> bool {
        self != Self::Echo
    }

    /// Whether its interface has versions of which an endpoint can name one.
    pub fn has_versions(self) -> bool {
        matches!(self, Self::Anthropic | Self::Google)
    }
}

/// All that is needed to reach a provider.
///
/// There is no `Debug`: addresses can hold passwords.
#[derive(Clone)]
pub struct Endpoint {
    /// What it is called in replies and messages.
    pub name: String,
    /// What it speaks.
    pub kind: Kind,
    /// Its address; for OpenAI's format everything up to and with `/v1`, for the others everything before the version.
    pub base_url: String,
    /// The key, if it wants one.
    pub key: Option<SecretText>,
    /// What is sent as a bearer token if there is no key; only Anthropic's format tells the two apart.
    pub bearer_token: Option<SecretText>,
    /// The version of the provider's interface, where it has several; ours if `None`.
    pub api_version: Option<String>,
    /// The organisation that pays, where an account has several.
    pub organisation: Option<String>,
    /// The project that the use is booked on.
    pub project: Option<String>,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// How often to try again after a failure that may pass.
    pub retries: u32,
}

impl Endpoint {
    /// Retries unless told otherwise.
    pub const DEFAULT_RETRIES: u32 = 2;

    /// Describes the company's own service, without a key.
    pub fn new(kind: Kind) -> Self {
        Self {
            name: kind.as_str().to_owned(),
            kind,
            base_url: kind.default_base_url().to_owned(),
            key: None,
            bearer_token: None,
            api_version: None,
            organisation: None,
            project: None,
            timeouts: Timeouts::default(),
            retries: Self::DEFAULT_RETRIES,
        }
    }
}

/// How long to wait for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection.
    pub connect: Duration,
    /// For the first byte of the answer, and then again for each next part of it.
    pub read: Duration,
}

impl Default for Timeouts {
    /// Ten minutes for a read: reasoning models think that long before their first word.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(600),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::from_name("OpenAI"), None);
    }
}
