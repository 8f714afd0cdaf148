//! Errors about secrets, translated.

use std::io::ErrorKind;

use super::failure::{Exit, Failure};
use crate::secrets::SecretError;

impl From<SecretError> for Failure {
    fn from(error: SecretError) -> Self {
        let (exit, code) = situation(&error);
        let failure = Self::of(exit, code, &error);
        match advice(&error) {
            Some(advice) => failure.hint(advice),
            None => failure,
        }
    }
}

fn situation(error: &SecretError) -> (Exit, &'static str) {
    match error {
        SecretError::FlaskSecretMissing => (Exit::Secret, "flask_secret_missing"),
        SecretError::FlaskSecretWrong => (Exit::Secret, "flask_secret_wrong"),
        SecretError::IdentityMissing { .. } => (Exit::Secret, "identity_missing"),
        SecretError::IdentityWrong { .. } => (Exit::Secret, "identity_wrong"),
        SecretError::IdentityExists { .. } => (Exit::Conflict, "identity_exists"),
        SecretError::PassphraseMissing { .. } => (Exit::Secret, "passphrase_missing"),
        SecretError::PassphraseWrong { .. } => (Exit::Secret, "passphrase_wrong"),
        SecretError::NoRecipients => (Exit::Secret, "no_recipients"),
        SecretError::BadRecipient { .. } => (Exit::Damaged, "recipients_damaged"),
        SecretError::NoFileRecipients => (Exit::Secret, "no_recipients"),
        SecretError::BadFileRecipient { .. } | SecretError::BadRecipientInFile { .. } => {
            (Exit::Usage, "recipient_invalid")
        }
        SecretError::NoFileIdentityFits => (Exit::Secret, "identity_wrong"),
        SecretError::FilePassphraseMissing => (Exit::Secret, "passphrase_missing"),
        SecretError::FilePassphraseWrong => (Exit::Secret, "passphrase_wrong"),
        SecretError::FileUndecryptable { .. } => (Exit::Damaged, "backup_damaged"),
        SecretError::SealedDamaged { .. }
        | SecretError::UnknownForm
        | SecretError::OpenedNotText => (Exit::Damaged, "key_damaged"),
        SecretError::UnknownHashMethod { .. } | SecretError::BadHashSettings { .. } => {
            (Exit::Damaged, "password_hash_damaged")
        }
        SecretError::Random(_) => (Exit::Other, "random"),
        _ => (Exit::Secret, "secret_unreadable"),
    }
}

fn advice(error: &SecretError) -> Option<&'static str> {
    Some(match error {
        SecretError::FlaskSecretMissing => {
            "set FLASK_SECRET_KEY to the web app's secret, or give a file that holds it with --fernet-secret-file"
        }
        SecretError::FlaskSecretWrong => {
            "FLASK_SECRET_KEY, or the file of --fernet-secret-file, must hold the secret that the web app runs with"
        }
        SecretError::IdentityMissing { .. } => {
            "give its file with --identity; if it is lost, so are these keys, and users set them anew"
        }
        SecretError::IdentityWrong { .. } => "give the file of the right one with --identity",
        SecretError::IdentityExists { .. } => "give its file with --identity, or move it away",
        SecretError::BadIdentity { .. }
        | SecretError::NoIdentityInFile { .. }
        | SecretError::IdentityDamaged { .. }
        | SecretError::IdentityNotPassphrase { .. } => {
            "give a file that `chatkeep init` or `age-keygen` made with --identity"
        }
        SecretError::PassphraseMissing { .. } => "give a file that holds it with --passphrase-file",
        SecretError::PassphraseWrong { .. } => {
            "try again, or give a file that holds the right one with --passphrase-file"
        }
        SecretError::NoRecipients => {
            "`chatkeep key identity` makes an identity and enters its recipient into the store"
        }
        SecretError::BadRecipient { .. } => {
            "correct it in .chatkeep/recipients.txt of the store, where comments are not counted"
        }
        SecretError::NoFileRecipients => {
            "name one with --recipient; `chatkeep key identity` makes an identity and enters its recipient into the store"
        }
        SecretError::BadFileRecipient { .. } | SecretError::BadRecipientInFile { .. } => {
            "a recipient is public: `age-keygen -y` tells that of an identity"
        }
        SecretError::UnusableSshKey { .. } => {
            "give an age identity, or a key of ssh-keygen -t ed25519, with --backup-identity"
        }
        SecretError::NoFileIdentityFits => "give the file of the right one with --backup-identity",
        SecretError::FilePassphraseMissing => {
            "give a file that holds it with --backup-passphrase-file"
        }
        SecretError::FilePassphraseWrong => {
            "try again, or give a file that holds the right one with --backup-passphrase-file"
        }
        SecretError::FileUndecryptable { .. } => {
            "`chatkeep backup verify all` tells which backups are whole"
        }
        SecretError::UnknownHashMethod { .. }
        | SecretError::BadHashSettings { .. }
        | SecretError::HashTooCostly { .. } => "`chatkeep user passwd` sets a new password",
        SecretError::SealedDamaged { .. }
        | SecretError::UnknownForm
        | SecretError::OpenedNotText => "set the key anew with `chatkeep key set`",
        SecretError::NotAFile { .. }
        | SecretError::TooLarge { .. }
        | SecretError::NotText { .. }
        | SecretError::Empty { .. } => "give a file that holds the secret and nothing else",
        SecretError::Io { source, .. } => match source.kind() {
            ErrorKind::NotFound => "give the path of a file that is there",
            ErrorKind::PermissionDenied => "run as the user who owns it",
            _ => return None,
        },
        _ => return None,
    })
}
