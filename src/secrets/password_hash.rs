//! Hashes of passwords in Werkzeug's text form, so that the web app and we check the same ones.
//!
//! The form is `method$salt$digest`, where the method carries its settings after colons and the digest is lower-case
//! hexadecimal. Salt and password go in as their UTF-8 bytes. Source: `werkzeug.security`.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::error::{SecretError, SecretResult};
use super::random;
use crate::model::SecretText;

const LETTERS_AND_DIGITS: &[u8; 62] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// Without what is mistaken for one another when read out or copied by hand: 0 O, 1 I l.
const UNAMBIGUOUS: &[u8; 57] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// 24 of 57 characters: 139 bits.
const GENERATED_LENGTH: usize = 24;
const SALT_LENGTH: usize = 16;

const SCRYPT: &str = "scrypt";
const SCRYPT_DIGEST_BYTES: usize = 64;
const SCRYPT_DEFAULT: Scrypt = Scrypt {
    n: 1 << 15,
    r: 8,
    p: 1,
};
/// scrypt takes 128 bytes times N times r: so at most 256 MiB.
const SCRYPT_MAX_N_R: u64 = 1 << 21;
/// 16 times what a hash of today takes, about a second.
const SCRYPT_MAX_N_R_P: u64 = 1 << 22;

const PBKDF2: &str = "pbkdf2";
/// Ten times what a hash of today takes, about a second.
const PBKDF2_MAX_ROUNDS: u32 = 10_000_000;

/// What makes two hashes of one password differ.
#[derive(Debug, Clone)]
pub struct Salt(String);

impl Salt {
    /// Draws one of Werkzeug's length and alphabet.
    pub fn random() -> SecretResult<Self> {
        let drawn = random::draw(LETTERS_AND_DIGITS, SALT_LENGTH, random::fill)?;
        Ok(Self(drawn.as_str().to_owned()))
    }

    /// Takes a given one, for sample accounts that come out the same every time; `None` unless it is 16 letters and
    /// digits.
    pub fn fixed(text: &str) -> Option<Self> {
        let is_salt = text.len() == SALT_LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric());
        is_salt.then(|| Self(text.to_owned()))
    }
}

/// Makes the hash that the web app would store for a new password: `scrypt:32768:8:1$salt$digest`.
///
/// Takes about 64 ms and 32 MiB.
pub fn hash(password: &SecretText, salt: &Salt) -> SecretText {
    let Scrypt { n, r, p } = SCRYPT_DEFAULT;
    let digest = SCRYPT_DEFAULT
        .digest(password, &salt.0)
        .expect("the default settings are within scrypt's bounds");
    SecretText::new(format!("{SCRYPT}:{n}:{r}:{p}${}${}", salt.0, *digest))
}

/// Tells whether `password` is the one that `hash` was made of.
///
/// Text that is no hash, without two `$` in it, fits no password. An unknown method is an error, as it is for the web
/// app, and so are settings that would keep the machine busy for more than a second or two.
pub fn verify(hash: &SecretText, password: &SecretText) -> SecretResult<bool> {
    let mut parts = hash.expose().splitn(3, '$');
    let (Some(method), Some(salt), Some(stored)) = (parts.next(), parts.next(), parts.next())
    else {
        return Ok(false);
    };
    let (name, settings) = method
        .split_once(':')
        .map_or((method, None), |(name, settings)| (name, Some(settings)));
    let digest = match name {
        SCRYPT => Scrypt::parse(settings)?.digest(password, salt)?,
        PBKDF2 => {
            let unknown = || unknown_method(method, stored);
            Pbkdf2::parse(settings, unknown)?.digest(password, salt)
        }
        _ => return Err(unknown_method(method, stored)),
    };
    Ok(digest.as_bytes().ct_eq(stored.as_bytes()).into())
}

/// Refuses what [`verify`] could not check: text that is no hash, an unknown method, settings that make no sense.
///
/// Takes no time, unlike a check of a password.
pub fn check_form(hash: &SecretText) -> SecretResult<()> {
    let mut parts = hash.expose().splitn(3, '$');
    let (Some(method), Some(_), Some(stored)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(SecretError::UnknownHashMethod { method: None });
    };
    let (name, settings) = method
        .split_once(':')
        .map_or((method, None), |(name, settings)| (name, Some(settings)));
    let digest_bytes = match name {
        SCRYPT => Scrypt::parse(settings).map(|_| SCRYPT_DIGEST_BYTES)?,
        PBKDF2 => {
            let unknown = || unknown_method(method, stored);
            match Pbkdf2::parse(settings, unknown)?.hash {
                Pbkdf2Hash::Sha256 => 32,
                Pbkdf2Hash::Sha512 => 64,
            }
        }
        _ => return Err(unknown_method(method, stored)),
    };
    let is_hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    match stored.len() == 2 * digest_bytes && stored.bytes().all(is_hex) {
        true => Ok(()),
        false => Err(SecretError::UnknownHashMethod { method: None }),
    }
}

/// Makes a password that can be read out: 24 letters and digits, none of which is mistaken for another.
pub fn generate_password() -> SecretResult<SecretText> {
    let drawn = random::draw(UNAMBIGUOUS, GENERATED_LENGTH, random::fill)?;
    Ok(SecretText::new(drawn.as_str()))
}

/// The settings of a scrypt hash.
struct Scrypt {
    n: u64,
    r: u32,
    p: u32,
}

impl Scrypt {
    /// Reads `N:r:p`; without any they are Werkzeug's default.
    fn parse(settings: Option<&str>) -> SecretResult<Self> {
        let Some(settings) = settings else {
            return Ok(SCRYPT_DEFAULT);
        };
        let bad = || SecretError::BadHashSettings { method: SCRYPT };
        let numbers: Vec<u64> = settings
            .split(':')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| bad())?;
        let &[n, r, p] = numbers.as_slice() else {
            return Err(bad());
        };
        if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
            return Err(bad());
        }
        let memory = n.saturating_mul(r);
        if memory > SCRYPT_MAX_N_R || memory.saturating_mul(p) > SCRYPT_MAX_N_R_P {
            return Err(SecretError::HashTooCostly { method: SCRYPT });
        }
        let narrow = |number: u64| u32::try_from(number).map_err(|_| bad());
        Ok(Self {
            n,
            r: narrow(r)?,
            p: narrow(p)?,
        })
    }

    fn digest(&self, password: &SecretText, salt: &str) -> SecretResult<Zeroizing<String>> {
        let bad = |_| SecretError::BadHashSettings { method: SCRYPT };
        let log_n = u8::try_from(self.n.ilog2()).expect("64 bits have a logarithm below 64");
        let params =
            scrypt::Params::new(log_n, self.r, self.p, SCRYPT_DIGEST_BYTES).map_err(bad)?;
        let mut digest = Zeroizing::new([0_u8; SCRYPT_DIGEST_BYTES]);
        let password = password.expose().as_bytes();
        scrypt::scrypt(password, salt.as_bytes(), &params, &mut digest[..])
            .expect("64 bytes are a length that scrypt gives");
        Ok(hex(&digest[..]))
    }
}

/// The settings of a PBKDF2 hash.
struct Pbkdf2 {
    hash: Pbkdf2Hash,
    rounds: u32,
}

enum Pbkdf2Hash {
    Sha256,
    Sha512,
}

impl Pbkdf2 {
    /// Reads `hash:rounds`. Both must be there: what Werkzeug takes for missing ones changed from version to version.
    fn parse(settings: Option<&str>, unknown: impl FnOnce() -> SecretError) -> SecretResult<Self> {
        let bad = || SecretError::BadHashSettings { method: PBKDF2 };
        let (name, rounds) = settings
            .and_then(|settings| settings.split_once(':'))
            .ok_or_else(bad)?;
        let hash = match name {
            "sha256" => Pbkdf2Hash::Sha256,
            "sha512" => Pbkdf2Hash::Sha512,
            _ => return Err(unknown()),
        };
        let rounds: u64 = rounds.parse().map_err(|_| bad())?;
        match u32::try_from(rounds) {
            Ok(0) => Err(bad()),
            Ok(rounds) if rounds <= PBKDF2_MAX_ROUNDS => Ok(Self { hash, rounds }),
            _ => Err(SecretError::HashTooCostly { method: PBKDF2 }),
        }
    }

    fn digest(&self, password: &SecretText, salt: &str) -> Zeroizing<String> {
        let (password, salt) = (password.expose().as_bytes(), salt.as_bytes());
        let mut digest = Zeroizing::new([0_u8; 64]);
        let digest = match self.hash {
            Pbkdf2Hash::Sha256 => {
                let digest = &mut digest[..32];
                pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, salt, self.rounds, digest);
                digest
            }
            Pbkdf2Hash::Sha512 => {
                let digest = &mut digest[..];
                pbkdf2::pbkdf2_hmac::<sha2::Sha512>(password, salt, self.rounds, digest);
                digest
            }
        };
        hex(digest)
    }
}

/// Names the method only where the whole looks like a hash: a password put there by mistake must not be shown.
fn unknown_method(method: &str, stored: &str) -> SecretError {
    const SHORTEST_DIGEST: usize = 32;
    let is_name =
        |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b':' | b'-' | b'_');
    let looks_like_a_hash = (1..=32).contains(&method.len())
        && method.bytes().all(is_name)
        && stored.len() >= SHORTEST_DIGEST
        && stored.bytes().all(|c| c.is_ascii_hexdigit());
    SecretError::UnknownHashMethod {
        method: looks_like_a_hash.then(|| method.to_owned()),
    }
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 0xf)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the web app itself stored, and the passwords it was given.
    const OF_THE_APP: [(&str, &str); 3] = [
        (
            "pbkdf2:sha256:1000000$3swf561h8awCt3XN$fdd6875552b8194571d7ceb1517ca919acc1a9ead112ba48268804ce0e15a021",
            "correct horse",
        ),
        (
            "pbkdf2:sha256:1000000$74QBPfh2Y0KJrNQY$7ae6ade09529ed2344f7f9db90fd6c5d6039d00ba35944c4fed5ad5a672d4074",
            "pässwörd",
        ),
        (
            "pbkdf2:sha256:1000000$k0Y7DLrKEfxj6Vam$49b81fab6b942ef2cd6c81a9eed9c68745a6fb1f43874d8da6344fd82c0ca02d",
            "nothing here",
        ),
    ];
    /// Made with Python's `hashlib`, which Werkzeug calls.
    const CORRECT_HORSE: &str = "scrypt:32768:8:1$AbCdEfGh01234567$1644bbededb45ae589fe8482fd28ddf9e1019806d930649b3b26dde1f060a19292c21bd2a4ee0966f8e5a4f6453b40ebaf41e0c847d0a235ea42d1a3d3989865";
    const DIGEST: &str = "821d08b549402f0f536d5f027d77e372bbd33821";

    fn check(hash: &str, password: &str) -> SecretResult<bool> {
        verify(&SecretText::new(hash), &SecretText::new(password))
    }

    fn fits(hash: &str, password: &str) -> bool {
        check(hash, password).expect("the hash can be checked")
    }

    #[test]
    fn the_web_apps_own_hashes_are_checked() {
        for (hash, password) in OF_THE_APP {
            assert!(fits(hash, password), "{password}");
        }
    }

    #[test]
    fn a_wrong_password_is_refused() {
        assert!(!fits(OF_THE_APP[0].0, "correct horsf"));
        assert!(!fits(CORRECT_HORSE, ""));
    }

    #[test]
    fn other_settings_than_the_default_are_checked() {
        let scrypt = "scrypt:16:2:3$tiny$96dd28af28e4bc5b898932a2bb84a2b8ba0973dcd5f8500198552b3bafa96d41c9e6c5941ac27c1f961fcd04ed43c75a64e86bdf6066170a1022b780a646d296";
        assert!(fits(scrypt, "pässwörd"));
        let pbkdf2 = "pbkdf2:sha512:3$NaCl$ab9144a21a51ecfa55dba4d1b111504663941e58bab949616857b2c26bc86d472d73d3a5f9905218b03f56f91b57067c778dc510404b40be21911e6df2ca6809";
        assert!(fits(pbkdf2, "pässwörd"));
        let unsaid = CORRECT_HORSE.replace("scrypt:32768:8:1$", "scrypt$");
        assert!(fits(&unsaid, "correct horse"));
    }

    #[test]
    fn a_new_hash_is_the_one_the_web_app_would_make() {
        let salt = Salt::fixed("AbCdEfGh01234567").expect("sixteen letters and digits");
        let hash = hash(&SecretText::new("correct horse"), &salt);
        assert_eq!(hash.expose(), CORRECT_HORSE);
    }

    #[test]
    fn each_hash_of_a_password_has_a_salt_of_its_own() {
        let salts = [Salt::random(), Salt::random()].map(|salt| salt.expect("random bytes"));
        assert_ne!(salts[0].0, salts[1].0);
        assert!(salts.iter().all(|salt| Salt::fixed(&salt.0).is_some()));
        assert!(Salt::fixed("with$dollar$sign").is_none());
    }

    #[test]
    fn what_is_no_hash_fits_no_password() {
        for hash in ["", "!", "scrypt:32768:8:1$salt", "plain text"] {
            assert!(!fits(hash, hash), "{hash}");
        }
        assert!(!fits("pbkdf2:sha256:1$salt$", ""));
    }

    #[test]
    fn the_form_of_a_hash_is_checked_without_a_password() {
        let form = |hash: &str| check_form(&SecretText::new(hash));
        for (hash, _) in OF_THE_APP {
            assert!(form(hash).is_ok(), "{hash}");
        }
        assert!(form(CORRECT_HORSE).is_ok());
        let cut = &CORRECT_HORSE[..CORRECT_HORSE.len() - 1];
        for text in [
            "",
            "!",
            "hunter2",
            "my$ecret$pass",
            "scrypt:1:8:1$s$00",
            cut,
        ] {
            let error = form(text).expect_err("no hash").to_string();
            assert!(
                !error.contains("hunter2") && !error.contains("ecret"),
                "{error}"
            );
        }
    }

    #[test]
    fn an_unknown_method_is_named() {
        let error = check(&format!("pbkdf2:sha1:3$NaCl${DIGEST}"), "x").expect_err("no SHA-1");
        assert_eq!(
            error.to_string(),
            "the password hash has the unknown method pbkdf2:sha1:3"
        );
    }

    #[test]
    fn a_password_in_place_of_a_hash_is_not_shown() {
        for text in ["my$ecret$pass", "hunter2$$", "$2b$12$abcdefgh"] {
            let error = check(text, "x").expect_err("no method");
            assert_eq!(error.to_string(), "the password hash has no known form");
            assert!(matches!(
                error,
                SecretError::UnknownHashMethod { method: None }
            ));
        }
    }

    #[test]
    fn a_hash_that_would_keep_the_machine_busy_is_refused() {
        for settings in [
            "scrypt:1073741824:8:1",
            "scrypt:32768:8:4294967295",
            "scrypt:2:18446744073709551615:2",
            "scrypt:2:1048577:1",
            "pbkdf2:sha256:10000001",
            "pbkdf2:sha512:18446744073709551615",
        ] {
            let error = check(&format!("{settings}$salt${DIGEST}"), "x");
            assert!(
                matches!(error, Err(SecretError::HashTooCostly { .. })),
                "{settings}: {error:?}"
            );
        }
    }

    #[test]
    fn settings_that_make_no_sense_are_refused() {
        for settings in [
            "scrypt:",
            "scrypt:32768:8",
            "scrypt:32767:8:1",
            "scrypt:1:8:1",
            "scrypt:65536:1:1",
            "scrypt:32768:0:1",
            "scrypt:-2:8:1",
            "pbkdf2",
            "pbkdf2:sha256",
            "pbkdf2:sha256:0",
            "pbkdf2:sha256:many",
        ] {
            let error = check(&format!("{settings}$salt${DIGEST}"), "x");
            assert!(
                matches!(error, Err(SecretError::BadHashSettings { .. })),
                "{settings}: {error:?}"
            );
        }
    }

    #[test]
    fn a_generated_password_is_long_and_can_be_read_out() {
        let passwords = [generate_password(), generate_password()]
            .map(|password| password.expect("random bytes"));
        assert_ne!(passwords[0], passwords[1]);
        for password in passwords {
            assert_eq!(password.expose().len(), GENERATED_LENGTH);
            assert!(!password.expose().contains(['0', 'O', '1', 'l', 'I']));
        }
    }
}
