//! Where this machine's means of opening encrypted backups are.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use clap::Args;

use super::config::expand_home;
use super::context::Context;
use super::failure::Failure;
use crate::actions::stores::IdentityPlace;
use crate::model::SecretText;
use crate::secrets::{FileIdentity, FileKeySource, SecretError, SecretResult, read_secret};

/// Arguments of what reads backups.
#[derive(Debug, Args)]
pub(crate) struct BackupKeyArgs {
    /// What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]
    #[arg(long, value_name = "FILE")]
    backup_identity: Vec<PathBuf>,
    /// A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]
    #[arg(long, value_name = "FILE")]
    backup_passphrase_file: Option<PathBuf>,
}

/// Fetches what opens encrypted backups when one is opened, once, and not before.
pub(crate) struct BackupKeys<'a> {
    args: &'a BackupKeyArgs,
    context: &'a Context,
    /// Whether a person may be asked.
    asks: bool,
    identities: OnceCell<Vec<FileIdentity>>,
    passphrase: OnceCell<SecretText>,
}

impl BackupKeyArgs {
    /// Returns what they lead to. Nothing is read yet.
    pub(crate) fn keys<'a>(&'a self, context: &'a Context) -> BackupKeys<'a> {
        BackupKeys {
            args: self,
            context,
            asks: context.can_ask(),
            identities: OnceCell::new(),
            passphrase: OnceCell::new(),
        }
    }

    /// Returns what they lead to without asking anybody.
    pub(crate) fn keys_at_hand<'a>(&'a self, context: &'a Context) -> BackupKeys<'a> {
        BackupKeys {
            asks: false,
            ..self.keys(context)
        }
    }
}

impl BackupKeys<'_> {
    fn load_identities(&self) -> SecretResult<Vec<FileIdentity>> {
        let paths = self.paths();
        let identities = paths.iter().map(|path| {
            let path_text = path.display();
            self.context
                .detail(&format!("identity for backups: {path_text}"));
            FileIdentity::load(path, || self.passphrase_of(path))
        });
        identities.collect()
    }

    fn paths(&self) -> Vec<PathBuf> {
        if !self.args.backup_identity.is_empty() {
            return self.args.backup_identity.clone();
        }
        if let Some(configured) = &self.context.config.backup.identity {
            return vec![expand_home(configured)];
        }
        // Without a home folder there is no identity either.
        let usual = self.context.secrets().ok();
        usual.iter().map(|it| it.path().to_owned()).collect()
    }

    /// Returns the passphrase of an identity's file.
    fn passphrase_of(&self, path: &Path) -> SecretResult<SecretText> {
        if let Some(file) = &self.context.options.passphrase_file {
            return read_secret(file);
        }
        let missing = || SecretError::PassphraseMissing { path: path.into() };
        self.ask(&format!("Passphrase of {}: ", path.display()))
            .ok_or_else(missing)
    }

    fn ask(&self, prompt: &str) -> Option<SecretText> {
        let answer = self.asks.then(|| self.context.ask_secret(prompt));
        answer.and_then(Result::<_, Failure>::ok)
    }
}

impl FileKeySource for BackupKeys<'_> {
    fn identities(&self) -> SecretResult<&[FileIdentity]> {
        if let Some(found) = self.identities.get() {
            return Ok(found);
        }
        let found = self.load_identities()?;
        Ok(self.identities.get_or_init(|| found))
    }

    fn passphrase(&self) -> SecretResult<SecretText> {
        if let Some(known) = self.passphrase.get() {
            return Ok(known.clone());
        }
        let passphrase = match &self.args.backup_passphrase_file {
            Some(file) => read_secret(file)?,
            None => self
                .ask("Passphrase of the backup: ")
                .ok_or(SecretError::FilePassphraseMissing)?,
        };
        Ok(self.passphrase.get_or_init(|| passphrase).clone())
    }
}
