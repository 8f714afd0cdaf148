//! Where this machine's secrets are: the identity, its passphrase, and the web app's secret.

use std::path::{Path, PathBuf};

use super::context::Context;
use super::failure::{Exit, Failure};
use crate::actions::stores::IdentityPlace;
use crate::model::SecretText;
use crate::secrets::{
    Identity, SecretError, SecretResult, SecretSource, is_readable_by_others, read_secret,
};

/// The variable in which the web app takes its secret, and we too.
const FLASK_SECRET: &str = "FLASK_SECRET_KEY";

/// Fetches secrets when they are needed, and not before.
pub(crate) struct Secrets<'c> {
    context: &'c Context,
    identity: PathBuf,
    /// A file with the passphrase of the identity.
    passphrase_file: Option<&'c Path>,
}

impl Context {
    /// Returns where this machine's secrets are found. Nothing is read yet.
    pub(crate) fn secrets(&self) -> Result<Secrets<'_>, Failure> {
        let configured = || {
            self.config
                .identity
                .as_deref()
                .map(super::config::expand_home)
        };
        let default = || Some(self.environment.folders()?.config.join("identity.txt"));
        let identity = self
            .options
            .identity
            .clone()
            .or_else(configured)
            .or_else(default)
            .ok_or_else(|| {
                Failure::new(
                    Exit::Other,
                    "no_home",
                    "there is no home folder to keep an identity in",
                )
                .hint("say where it is with --identity")
            })?;
        Ok(Secrets {
            context: self,
            identity,
            passphrase_file: self.options.passphrase_file.as_deref(),
        })
    }
}

impl Secrets<'_> {
    /// Returns where another identity is, whose passphrase is in no file.
    pub(crate) fn beside(&self, identity: &Path) -> Self {
        Self {
            context: self.context,
            identity: identity.to_owned(),
            passphrase_file: None,
        }
    }

    fn passphrase(&self) -> SecretResult<SecretText> {
        if let Some(file) = self.passphrase_file {
            return read_secret(file);
        }
        let missing = || SecretError::PassphraseMissing {
            path: self.identity.clone(),
        };
        if !self.context.can_ask() {
            return Err(missing());
        }
        self.context
            .ask_secret(&format!("Passphrase of {}: ", self.identity.display()))
            .map_err(|_| missing())
    }
}

impl IdentityPlace for Secrets<'_> {
    fn path(&self) -> &Path {
        &self.identity
    }

    fn load(&self) -> SecretResult<Identity> {
        self.context
            .detail(&format!("identity: {}", self.identity.display()));
        let identity = Identity::load(&self.identity, || self.passphrase())?;
        if is_readable_by_others(&self.identity)? {
            let path = self.identity.display();
            self.context.warn(&format!(
                "others can read the identity {path}; `chmod 600` it"
            ));
        }
        Ok(identity)
    }
}

impl SecretSource for Secrets<'_> {
    fn flask_secret(&self) -> SecretResult<Option<SecretText>> {
        if let Some(file) = &self.context.options.fernet_secret_file {
            return read_secret(file).map(Some);
        }
        Ok(self
            .context
            .environment
            .text(FLASK_SECRET)
            .map(SecretText::new))
    }

    fn identity(&self) -> SecretResult<Identity> {
        self.load()
    }
}
