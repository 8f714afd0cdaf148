//! To whom a backup is encrypted, by its arguments and the configuration.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::absolute::absolute;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::secrets::{Encryption, FileRecipient, Recipients, read_secret};
use crate::store::Store;

/// Arguments about the encryption of a new backup.
#[derive(Debug, Args)]
pub(super) struct EncryptArgs {
    /// Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]
    #[arg(long)]
    encrypt: bool,
    /// Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]
    #[arg(short, long, value_name = "RECIPIENT", allow_hyphen_values = true)]
    recipient: Vec<String>,
    /// Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]
    #[arg(short = 'R', long, value_name = "FILE")]
    recipients_file: Vec<PathBuf>,
    /// Encrypt it with a passphrase, which is asked for
    #[arg(long, conflicts_with_all = ["recipient", "recipients_file"])]
    encrypt_passphrase: bool,
    /// Encrypt it with the passphrase that this file holds [default: none]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["recipient", "recipients_file", "encrypt_passphrase"])]
    backup_passphrase_file: Option<PathBuf>,
    /// Do not encrypt it, whatever the configuration says
    #[arg(long, conflicts_with_all = ["encrypt", "recipient", "recipients_file", "encrypt_passphrase", "backup_passphrase_file"])]
    no_encrypt: bool,
}

impl EncryptArgs {
    /// Whether any of them was given.
    pub(super) fn is_given(&self) -> bool {
        let named = !self.recipient.is_empty() || !self.recipients_file.is_empty();
        let passphrase = self.encrypt_passphrase || self.backup_passphrase_file.is_some();
        self.encrypt || self.no_encrypt || named || passphrase
    }

    /// Writes them as they are to be typed for a backup that nobody attends.
    pub(super) fn to_scheduled_words(&self) -> Result<Vec<OsString>, Failure> {
        let Self {
            encrypt,
            recipient,
            recipients_file,
            encrypt_passphrase,
            backup_passphrase_file,
            no_encrypt,
        } = self;
        if *encrypt_passphrase {
            return Err(
                Failure::usage("nobody is there at night to be asked for a passphrase")
                    .hint("name a recipient, or a file that holds the passphrase with --backup-passphrase-file"),
            );
        }
        let mut words: Vec<OsString> = Vec::new();
        if *encrypt {
            words.push("--encrypt".into());
        }
        if *no_encrypt {
            words.push("--no-encrypt".into());
        }
        for recipient in recipient {
            words.push(format!("--recipient={recipient}").into());
        }
        for file in recipients_file {
            words.extend(["--recipients-file".into(), absolute(file)?.into()]);
        }
        if let Some(file) = backup_passphrase_file {
            words.extend(["--backup-passphrase-file".into(), absolute(file)?.into()]);
        }
        Ok(words)
    }

    /// Returns how the backup is encrypted, if it is. A passphrase is asked for here, before anything is locked.
    pub(super) fn encryption(
        &self,
        store: &dyn Store,
        context: &Context,
    ) -> Result<Option<Encryption>, Failure> {
        if self.no_encrypt {
            return Ok(None);
        }
        if let Some(file) = &self.backup_passphrase_file {
            return Ok(Some(Encryption::with_passphrase(read_secret(file)?)));
        }
        if self.encrypt_passphrase {
            if !context.can_ask() {
                return Err(
                    Failure::usage("there is no terminal to ask for a passphrase at")
                        .hint("give a file that holds it with --backup-passphrase-file"),
                );
            }
            let passphrase = context.ask_new_secret("passphrase")?;
            return Ok(Some(Encryption::with_passphrase(passphrase)));
        }
        let mut recipients = self.named()?;
        let config = &context.config.backup;
        if recipients.is_empty() {
            let configured = config.recipients.iter();
            let configured: Result<Vec<_>, _> =
                configured.map(|it| FileRecipient::parse(it)).collect();
            recipients = configured?;
        }
        if recipients.is_empty() && (self.encrypt || config.encrypt) {
            let settings = store.settings()?;
            let lines = settings.recipients.iter().map(String::as_str);
            recipients = FileRecipient::of_store(&Recipients::parse(lines)?);
        } else if recipients.is_empty() {
            return Ok(None);
        }
        Ok(Some(Encryption::to(recipients)?))
    }

    /// Returns the recipients that were named.
    fn named(&self) -> Result<Vec<FileRecipient>, Failure> {
        let mut recipients = Vec::new();
        for text in &self.recipient {
            recipients.push(FileRecipient::parse(text)?);
        }
        for file in &self.recipients_file {
            let listed = FileRecipient::read_file(file)?;
            if listed.is_empty() {
                let file = file.display();
                return Err(Failure::usage(format!("{file} lists no recipient")));
            }
            recipients.extend(listed);
        }
        Ok(recipients)
    }
}
