//! What can go wrong with secrets.
//!
//! No variant holds a secret or a part of one: at most a path, a line's number, or a recipient, which is public.

use std::io;
use std::path::PathBuf;

use crate::files::FileError;
use crate::model::KeyFormat;

/// The result of an operation on secrets.
pub type SecretResult<T> = Result<T, SecretError>;

/// Why a secret could not be made, found or used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random(#[source] getrandom::Error),
    /// A Fernet key is to be sealed or opened, and nobody gave the web app's secret.
    #[error("the web app's secret is needed for this API key, and none was given")]
    FlaskSecretMissing,
    /// The web app's secret does not fit a Fernet key, or the key was tampered with: Fernet cannot tell which.
    #[error("the web app's secret that was given does not open this API key")]
    FlaskSecretWrong,
    /// There is no identity where it should be.
    #[error("there is no identity at {}{}", path.display(), wanting_text(wanted))]
    IdentityMissing {
        /// Where it was looked for.
        path: PathBuf,
        /// The store's recipients, one of which it should have; empty where they are not known.
        wanted: Vec<String>,
    },
    /// The identity has no key that fits.
    #[error("the identity does not open this API key{}", wanting_text(wanted))]
    IdentityWrong {
        /// The store's recipients, one of which it should have; empty where they are not known.
        wanted: Vec<String>,
    },
    /// There is an identity already, and one is never replaced.
    #[error("there is a file at {} already", path.display())]
    IdentityExists {
        /// The file.
        path: PathBuf,
    },
    /// A line of an identity is not understood.
    #[error("line {line} of the identity {} {problem}", path.display())]
    BadIdentity {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it: the rest of a sentence.
        problem: &'static str,
    },
    /// There is no key in the file.
    #[error("{} holds no identity", path.display())]
    NoIdentityInFile {
        /// The file.
        path: PathBuf,
    },
    /// The identity is an age file that cannot be read.
    #[error("the encrypted identity {} is damaged", path.display())]
    IdentityDamaged {
        /// The file.
        path: PathBuf,
        /// What age makes of it.
        #[source]
        source: age::DecryptError,
    },
    /// The identity is encrypted, but not with a passphrase.
    #[error("the identity {} is encrypted to a recipient, not with a passphrase", path.display())]
    IdentityNotPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// The identity is encrypted, and nobody gave the passphrase.
    #[error("the identity {} wants a passphrase, and none was given", path.display())]
    PassphraseMissing {
        /// The file.
        path: PathBuf,
    },
    /// The passphrase does not open the identity.
    #[error("the passphrase does not open the identity {}", path.display())]
    PassphraseWrong {
        /// The file.
        path: PathBuf,
    },
    /// To try a passphrase on the identity would take too much time and memory.
    #[error("the identity {} asks for 2^{work_factor} steps of scrypt, and at most 2^{limit} are done", path.display())]
    PassphraseTooCostly {
        /// The file.
        path: PathBuf,
        /// The power of two it asks for.
        work_factor: u8,
        /// The highest that is accepted.
        limit: u8,
    },
    /// An API key is to be sealed with age, and the store has no recipients.
    #[error("the store has no recipients to encrypt an API key to")]
    NoRecipients,
    /// A line of recipients is not understood.
    #[error("recipient {line} {problem}")]
    BadRecipient {
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it: the rest of a sentence.
        problem: &'static str,
    },
    /// A stored API key is neither a Fernet token nor an age file.
    #[error("the stored API key is neither a Fernet token nor an age file")]
    UnknownForm,
    /// A stored API key begins like one of its form and is none.
    #[error("the stored API key is damaged: it is no whole {}", form_text(*format))]
    SealedDamaged {
        /// The form it seems to have.
        format: KeyFormat,
        /// What age makes of it; `None` for Fernet.
        #[source]
        source: Option<age::DecryptError>,
    },
    /// An API key was opened and is not text.
    #[error("the stored API key opens to something that is not text")]
    OpenedNotText,
    /// The hash was made by a method that is not known here.
    #[error("the password hash has {}", method_text(method.as_deref()))]
    UnknownHashMethod {
        /// Its method; `None` if the text does not look like a hash, and so may be a secret itself.
        method: Option<String>,
    },
    /// The hash names a method, and settings that the method cannot have.
    #[error("the password hash has settings that {method} cannot have")]
    BadHashSettings {
        /// The method.
        method: &'static str,
    },
    /// To check the hash would take too much time or memory.
    #[error("the password hash asks for more work or memory than {method} is given")]
    HashTooCostly {
        /// The method.
        method: &'static str,
    },
    /// A file is to be encrypted to nobody.
    #[error("there is no recipient to encrypt to")]
    NoFileRecipients,
    /// What was named as a recipient is none.
    #[error("what was given as a recipient {problem}")]
    BadFileRecipient {
        /// What is wrong with it: the rest of a sentence.
        problem: &'static str,
    },
    /// A line of a file of recipients is not understood.
    #[error("line {line} of {} {problem}", path.display())]
    BadRecipientInFile {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it: the rest of a sentence.
        problem: &'static str,
    },
    /// A private SSH key decrypts nothing.
    #[error("the SSH key {} {problem}", path.display())]
    UnusableSshKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it: the rest of a sentence.
        problem: &'static str,
    },
    /// None of the identities is one that the file is encrypted to.
    #[error("the identity is none that it is encrypted to")]
    NoFileIdentityFits,
    /// A file is encrypted with a passphrase, and nobody gave it.
    #[error("it is encrypted with a passphrase, and none was given")]
    FilePassphraseMissing,
    /// The passphrase does not open the file.
    #[error("the passphrase does not open it")]
    FilePassphraseWrong,
    /// To try a passphrase on the file would take too much time and memory.
    #[error("it asks for 2^{work_factor} steps of scrypt, and at most 2^{limit} are done")]
    FilePassphraseTooCostly {
        /// The power of two it asks for.
        work_factor: u8,
        /// The highest that is accepted.
        limit: u8,
    },
    /// An encrypted file is not as it was written.
    #[error("it was changed or cut off after it was encrypted")]
    FileUndecryptable {
        /// What age makes of it.
        #[source]
        source: io::Error,
    },
    /// A file of a secret is a folder, a pipe or a device.
    #[error("{} is not a regular file", path.display())]
    NotAFile {
        /// The file.
        path: PathBuf,
    },
    /// A file of a secret is larger than any can be.
    #[error("{} has more than {limit_bytes} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most that is read.
        limit_bytes: u64,
    },
    /// A file of a secret is not UTF-8.
    #[error("{} is not text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// A file of a secret holds nothing.
    #[error("{} is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: a verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
}

impl From<FileError> for SecretError {
    fn from(error: FileError) -> Self {
        let FileError {
            action,
            path,
            source,
        } = error;
        Self::Io {
            action,
            path,
            source,
        }
    }
}

impl SecretError {
    /// Makes an error of the system's answer to `action` on `path`.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// Whether it is one stored API key that cannot be opened, so that others may still be.
    pub fn is_about_one_key(&self) -> bool {
        matches!(
            self,
            Self::FlaskSecretWrong
                | Self::IdentityWrong { .. }
                | Self::SealedDamaged { .. }
                | Self::OpenedNotText
                | Self::UnknownForm
        )
    }

    /// Names the recipients in an error about the identity, one of which it should have.
    #[must_use]
    pub fn wanting(self, wanted: Vec<String>) -> Self {
        match self {
            Self::IdentityMissing { path, .. } => Self::IdentityMissing { path, wanted },
            Self::IdentityWrong { .. } => Self::IdentityWrong { wanted },
            other => other,
        }
    }
}

fn wanting_text(wanted: &[String]) -> String {
    match wanted {
        [] => String::new(),
        [one] => format!("; wanted is the one for {one}"),
        several => format!("; wanted is one for any of {}", several.join(", ")),
    }
}

fn method_text(method: Option<&str>) -> String {
    method.map_or_else(
        || "no known form".to_owned(),
        |method| format!("the unknown method {method}"),
    )
}

fn form_text(format: KeyFormat) -> &'static str {
    match format {
        KeyFormat::Age => "age file",
        KeyFormat::Fernet => "Fernet token",
    }
}
