//! API keys in the web app's form: Fernet tokens under a key made of its secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::{SecretError, SecretResult};
use super::opened::opened_text;
use crate::model::{KeyFormat, SealedKey, SecretText};

/// The key that the web app seals API keys with. Overwritten in memory when dropped.
#[derive(Clone)]
pub struct FernetKey(fernet::Fernet);

impl FernetKey {
    /// Makes the key of the web app's secret: its SHA-256.
    pub fn from_secret(secret: &SecretText) -> Self {
        let digest = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(secret.expose())));
        let key = Zeroizing::new(URL_SAFE.encode(&digest[..]));
        Self(fernet::Fernet::new(&key).expect("32 bytes in base64url are a Fernet key"))
    }

    /// Seals an API key; the token tells everyone that it was made at `at`.
    pub fn seal(&self, plain: &SecretText, at: DateTime<Utc>) -> SealedKey {
        // Nothing reads the time of a token, so one before 1970 need not be refused.
        let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
        let token = self.0.encrypt_at_time(plain.expose().as_bytes(), seconds);
        SealedKey::new(token).expect("a token is not empty")
    }

    /// Opens an API key, whenever it was sealed.
    ///
    /// [`SecretError::FlaskSecretWrong`] if the secret is another one, or the token was tampered with.
    pub fn open(&self, sealed: &SealedKey) -> SecretResult<SecretText> {
        // The crate refuses tokens from the future even where it is given no age to check. The web app does not, and a
        // clock that was wrong once must not cost a key: so the present is as late as the crate can calculate with.
        const LATEST: u64 = u64::MAX / 2;
        let token = sealed.as_str().trim();
        if !is_token(token) {
            return Err(SecretError::SealedDamaged {
                format: KeyFormat::Fernet,
                source: None,
            });
        }
        let plain = self
            .0
            .decrypt_at_time(token, None, LATEST)
            .map_err(|_| SecretError::FlaskSecretWrong)?;
        opened_text(plain)
    }
}

/// Tells a whole token from a cut one, which the crate does not: version, time, initialisation vector, at least one
/// block, authentication code.
fn is_token(token: &str) -> bool {
    const HEAD: usize = 1 + 8 + 16;
    const BLOCK: usize = 16;
    const CODE: usize = 32;
    let blocks = URL_SAFE
        .decode(token)
        .ok()
        .filter(|bytes| bytes.first() == Some(&0x80))
        .and_then(|bytes| bytes.len().checked_sub(HEAD + CODE));
    blocks.is_some_and(|bytes| bytes >= BLOCK && bytes % BLOCK == 0)
}

impl std::fmt::Debug for FernetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FernetKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the web app itself stored, its secret being `fixture-secret`, and what it was given.
    const OF_THE_APP: [(&str, &str); 3] = [
        (
            "gAAAAABrBHY-s6sEeWZ5WA12pz46l7aXwHlIhr57QhFCJik4U-OY7h4xQCNkMCsrYX96l9LdoieRDcnEwwDlXX8nwf91HuDbRgJOwZRJFwJnxE0AQEQ9wl4=",
            "sk-fixture-ada-0001",
        ),
        (
            "gAAAAABrBHY-XRT_k9bo5iIboahqR8u9ftDV8BQ1qqzS6O28K-yJbuxIaiE8iGNMli1jfv7YjiujU1F7ignrk7LfjtiaqzuIXlNo302oLpvKDF1I5d91YlY=",
            "sk-ant-fixture-ada-0002",
        ),
        (
            "gAAAAABrBHY-HJ3cscEv6cq2BnnBGqRRPKPGZ27g3zcdJRgUuTaj_mihhpCNetN4-79ixOxf5Z_SAItezwtRlCIXkm06b5Me-PUtUlncRmZ1XCRaKImgPRY=",
            "AIza-fixture-0003",
        ),
    ];

    fn key() -> FernetKey {
        FernetKey::from_secret(&SecretText::new("fixture-secret"))
    }

    fn sealed(token: &str) -> SealedKey {
        SealedKey::new(token).expect("not empty")
    }

    #[test]
    fn the_web_apps_own_tokens_are_opened() {
        for (token, plain) in OF_THE_APP {
            let opened = key().open(&sealed(token)).expect("the right secret");
            assert_eq!(opened.expose(), plain);
        }
    }

    #[test]
    fn a_sealed_key_opens_again_whenever_it_was_sealed() {
        let plain = SecretText::new("sk-schlüssel");
        for at in [
            DateTime::UNIX_EPOCH,
            DateTime::from_timestamp(32_503_680_000, 0).expect("the year 3000"),
        ] {
            let sealed = key().seal(&plain, at);
            assert_eq!(sealed.format(), Some(KeyFormat::Fernet));
            assert_eq!(key().open(&sealed).expect("the same key"), plain);
        }
    }

    #[test]
    fn a_wrong_secret_is_told_from_a_damaged_token() {
        let (token, _) = OF_THE_APP[0];
        let other = FernetKey::from_secret(&SecretText::new("fixture-secret\n"));
        let error = other.open(&sealed(token));
        assert!(matches!(error, Err(SecretError::FlaskSecretWrong)));
        for cut in [&token[..40], &token[..token.len() - 4], "gAAAA…"] {
            let error = key().open(&sealed(cut));
            assert!(
                matches!(error, Err(SecretError::SealedDamaged { .. })),
                "{cut}"
            );
        }
    }

    #[test]
    fn a_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", key()), "FernetKey(…)");
    }
}
