//! What is at hand to seal and open a store's API keys.

use std::cell::OnceCell;

use chrono::{DateTime, Utc};

use super::age_file::{open_with, seal_to};
use super::error::{SecretError, SecretResult};
use super::fernet_key::FernetKey;
use super::identity::Identity;
use super::recipients::Recipients;
use crate::model::{KeyFormat, SealedKey, SecretText, StoreSettings};

/// Fetches secrets from where the user keeps them, which may mean to ask for a passphrase.
pub trait SecretSource {
    /// Returns the web app's secret; `None` if nobody gave it.
    fn flask_secret(&self) -> SecretResult<Option<SecretText>>;

    /// Returns the identity; [`SecretError::IdentityMissing`] if there is none.
    fn identity(&self) -> SecretResult<Identity>;
}

/// Seals and opens the API keys of a store.
///
/// Each secret is fetched when the first key needs it, once, and never for a key that does not.
pub struct KeyRing<'a> {
    recipients: Vec<String>,
    source: &'a dyn SecretSource,
    fernet_key: OnceCell<FernetKey>,
    identity: OnceCell<Identity>,
}

impl<'a> KeyRing<'a> {
    /// Makes the key ring of the store that has these `settings`.
    pub fn new(settings: &StoreSettings, source: &'a dyn SecretSource) -> Self {
        Self {
            recipients: settings.recipients.clone(),
            source,
            fernet_key: OnceCell::new(),
            identity: OnceCell::new(),
        }
    }

    /// Seals an API key in `format`. A Fernet token bears the time `at`; an age file bears none.
    ///
    /// With age this needs recipients and no secret; with Fernet the web app's secret.
    pub fn seal(
        &self,
        format: KeyFormat,
        plain: &SecretText,
        at: DateTime<Utc>,
    ) -> SecretResult<SealedKey> {
        match format {
            KeyFormat::Age => seal_to(&self.recipients()?, plain),
            KeyFormat::Fernet => Ok(self.fernet_key()?.seal(plain, at)),
        }
    }

    /// Opens an API key, in whatever form it is.
    pub fn open(&self, sealed: &SealedKey) -> SecretResult<SecretText> {
        match sealed.format().ok_or(SecretError::UnknownForm)? {
            KeyFormat::Age => {
                open_with(self.identity()?, sealed).map_err(|error| self.with_wanted(error))
            }
            KeyFormat::Fernet => self.fernet_key()?.open(sealed),
        }
    }

    fn fernet_key(&self) -> SecretResult<&FernetKey> {
        if let Some(key) = self.fernet_key.get() {
            return Ok(key);
        }
        let secret = self.source.flask_secret()?;
        let secret = secret.ok_or(SecretError::FlaskSecretMissing)?;
        Ok(self
            .fernet_key
            .get_or_init(|| FernetKey::from_secret(&secret)))
    }

    fn identity(&self) -> SecretResult<&Identity> {
        if let Some(identity) = self.identity.get() {
            return Ok(identity);
        }
        let fetched = self.source.identity();
        let identity = fetched.map_err(|error| self.with_wanted(error))?;
        Ok(self.identity.get_or_init(|| identity))
    }

    /// Reads the recipients only when they are needed: a bad one must not keep keys from being opened.
    fn recipients(&self) -> SecretResult<Recipients> {
        Recipients::parse(self.recipients.iter().map(String::as_str))
    }

    fn with_wanted(&self, error: SecretError) -> SecretError {
        error.wanting(self.recipients().unwrap_or_default().to_lines())
    }
}

impl std::fmt::Debug for KeyRing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyRing").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[derive(Default)]
    struct AtHand {
        flask_secret: Option<SecretText>,
        identity: Option<Identity>,
        fetched: Cell<usize>,
    }

    impl SecretSource for AtHand {
        fn flask_secret(&self) -> SecretResult<Option<SecretText>> {
            self.fetched.set(self.fetched.get() + 1);
            Ok(self.flask_secret.clone())
        }

        fn identity(&self) -> SecretResult<Identity> {
            self.fetched.set(self.fetched.get() + 1);
            self.identity
                .clone()
                .ok_or_else(|| SecretError::IdentityMissing {
                    path: "/home/ada/identity.txt".into(),
                    wanted: Vec::new(),
                })
        }
    }

    fn settings(recipients: &[String]) -> StoreSettings {
        StoreSettings {
            timezone: chrono_tz::UTC,
            key_format: None,
            is_shared: false,
            recipients: recipients.to_vec(),
        }
    }

    fn plain() -> SecretText {
        SecretText::new("sk-live-0001")
    }

    const AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn sealing_with_age_fetches_no_secret_and_opening_fetches_one_once() {
        let identity = Identity::generate();
        let settings = settings(&identity.recipients().to_lines());
        let source = AtHand {
            identity: Some(identity),
            ..AtHand::default()
        };
        let ring = KeyRing::new(&settings, &source);
        let sealed = ring
            .seal(KeyFormat::Age, &plain(), AT)
            .expect("a recipient");
        assert_eq!(sealed.format(), Some(KeyFormat::Age));
        assert_eq!(source.fetched.get(), 0);
        for _ in 0..2 {
            assert_eq!(ring.open(&sealed).expect("the identity"), plain());
        }
        assert_eq!(source.fetched.get(), 1);
    }

    #[test]
    fn a_key_is_opened_by_the_form_it_has_and_can_take_another() {
        let identity = Identity::generate();
        let settings = settings(&identity.recipients().to_lines());
        let source = AtHand {
            identity: Some(identity),
            flask_secret: Some(SecretText::new("fixture-secret")),
            ..AtHand::default()
        };
        let ring = KeyRing::new(&settings, &source);
        let fernet = ring
            .seal(KeyFormat::Fernet, &plain(), AT)
            .expect("the secret");
        assert_eq!(fernet.format(), Some(KeyFormat::Fernet));
        let opened = ring.open(&fernet).expect("the secret");
        let adopted = ring.seal(KeyFormat::Age, &opened, AT).expect("a recipient");
        assert_eq!(adopted.format(), Some(KeyFormat::Age));
        assert_eq!(ring.open(&adopted).expect("the identity"), plain());
    }

    #[test]
    fn a_missing_secret_is_named() {
        let nothing = AtHand::default();
        let fernet = settings(&[]);
        let ring = KeyRing::new(&fernet, &nothing);
        let missing = ring.seal(KeyFormat::Fernet, &plain(), AT);
        assert!(matches!(missing, Err(SecretError::FlaskSecretMissing)));
        let token = SealedKey::new("gAAAAABrBHY-").expect("text");
        let missing = ring.open(&token);
        assert!(matches!(missing, Err(SecretError::FlaskSecretMissing)));

        let age = settings(&[]);
        let missing = KeyRing::new(&age, &nothing).seal(KeyFormat::Age, &plain(), AT);
        assert!(matches!(missing, Err(SecretError::NoRecipients)));
    }

    #[test]
    fn a_missing_or_wrong_identity_comes_with_the_recipient_wanted() {
        let wanted = Identity::generate().recipients().to_lines();
        let settings = settings(&wanted);
        let nothing = AtHand::default();
        let ring = KeyRing::new(&settings, &nothing);
        let sealed = ring
            .seal(KeyFormat::Age, &plain(), AT)
            .expect("a recipient");
        let error = ring.open(&sealed).expect_err("no identity");
        assert_eq!(
            error.to_string(),
            format!(
                "there is no identity at /home/ada/identity.txt; wanted is the one for {}",
                wanted[0]
            )
        );

        let stranger = AtHand {
            identity: Some(Identity::generate()),
            ..AtHand::default()
        };
        let error = KeyRing::new(&settings, &stranger).open(&sealed);
        assert!(
            matches!(&error, Err(SecretError::IdentityWrong { wanted: named }) if *named == wanted),
            "{error:?}"
        );
    }

    #[test]
    fn a_bad_recipient_stops_sealing_and_not_opening() {
        let identity = Identity::generate();
        let sealed = seal_to(identity.recipients(), &plain()).expect("a recipient");
        let settings = settings(&["age1mistyped".to_owned()]);
        let source = AtHand {
            identity: Some(identity),
            ..AtHand::default()
        };
        let ring = KeyRing::new(&settings, &source);
        let error = ring.seal(KeyFormat::Age, &plain(), AT);
        assert!(matches!(
            error,
            Err(SecretError::BadRecipient { line: 1, .. })
        ));
        assert_eq!(ring.open(&sealed).expect("the identity"), plain());
    }

    #[test]
    fn an_unknown_form_fetches_no_secret() {
        let source = AtHand::default();
        let settings = settings(&[]);
        let odd = SealedKey::new("sk-live-0001").expect("text");
        let error = KeyRing::new(&settings, &source).open(&odd);
        assert!(matches!(error, Err(SecretError::UnknownForm)));
        assert_eq!(source.fetched.get(), 0);
    }
}
