//! API keys as a store holds them: encrypted, in one of two forms.

use super::id::ProviderName;

/// An encrypted API key of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// The provider it is for.
    pub provider: ProviderName,
    /// The key, encrypted.
    pub sealed: SealedKey,
}

/// An encrypted key, as the text that stands in the document.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedKey(String);

impl SealedKey {
    /// Takes the text of a document; `None` if it is empty, which stands for "no key".
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.trim().is_empty()).then_some(Self(text))
    }

    /// Returns the text that stands in the document.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells by its beginning how the key is encrypted; `None` for neither form.
    pub fn format(&self) -> Option<KeyFormat> {
        if self.0.starts_with("-----BEGIN AGE ENCRYPTED FILE-----") {
            return Some(KeyFormat::Age);
        }
        // Every Fernet token starts with its version, 0x80, and a time whose first bytes are zero for centuries.
        self.0.starts_with("gAAAA").then_some(KeyFormat::Fernet)
    }
}

impl std::fmt::Debug for SealedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedKey({:?})", self.format())
    }
}

/// How API keys are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyFormat {
    /// To the store's recipients; the web app cannot read it.
    Age,
    /// With the web app's secret.
    Fernet,
}

impl KeyFormat {
    /// Returns the word that settings and output use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Fernet => "fernet",
        }
    }
}
