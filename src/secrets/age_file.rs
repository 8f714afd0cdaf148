//! API keys in our form: armored age files, which the standard tool opens too.

use std::io::{Read, Write};

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::{DecryptError, Decryptor, Encryptor};
use zeroize::Zeroizing;

use super::error::{SecretError, SecretResult};
use super::identity::Identity;
use super::opened::opened_text;
use super::recipients::Recipients;
use crate::model::{KeyFormat, SealedKey, SecretText};

/// Seals an API key for all `recipients`; each of them alone can open it.
///
/// [`SecretError::NoRecipients`] if there are none.
pub fn seal_to(recipients: &Recipients, plain: &SecretText) -> SecretResult<SealedKey> {
    if recipients.is_empty() {
        return Err(SecretError::NoRecipients);
    }
    let armored = encrypt(recipients, plain).expect("writing into memory does not fail");
    let armored = String::from_utf8(armored).expect("armor is ASCII");
    Ok(SealedKey::new(armored).expect("an age file is not empty"))
}

fn encrypt(recipients: &Recipients, plain: &SecretText) -> std::io::Result<Vec<u8>> {
    let encryptor = Encryptor::with_recipients(recipients.for_age())
        .expect("native recipients can always be mixed");
    let armor = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armor)?;
    writer.write_all(plain.expose().as_bytes())?;
    writer.finish()?.finish()
}

/// Opens an API key with whichever key of `identity` fits.
///
/// [`SecretError::IdentityWrong`] if none does. Whom it was sealed for the file does not tell.
pub fn open_with(identity: &Identity, sealed: &SealedKey) -> SecretResult<SecretText> {
    decrypt(identity, sealed.as_str())
        .map_err(|error| match error {
            DecryptError::NoMatchingKeys => SecretError::IdentityWrong { wanted: Vec::new() },
            other => SecretError::SealedDamaged {
                format: KeyFormat::Age,
                source: Some(other),
            },
        })
        .and_then(|mut plain| opened_text(std::mem::take(&mut *plain)))
}

fn decrypt(identity: &Identity, armored: &str) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(armored.as_bytes()))?;
    let mut reader = decryptor.decrypt(identity.for_age())?;
    // Never grows, as what is inside is shorter: so no copy is left behind in memory.
    let mut plain = Zeroizing::new(Vec::with_capacity(armored.len()));
    reader.read_to_end(&mut plain)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed_for(identity: &Identity) -> SealedKey {
        seal_to(identity.recipients(), &SecretText::new("sk-schlüssel")).expect("a recipient")
    }

    #[test]
    fn each_recipient_alone_opens_what_was_sealed_for_several() {
        let [ada, bob] = [Identity::generate(), Identity::generate()];
        let mut both = ada.recipients().clone();
        for recipient in bob.recipients().to_lines() {
            both.add(recipient.parse().expect("a recipient"));
        }
        let plain = SecretText::new("sk-schlüssel");
        let sealed = seal_to(&both, &plain).expect("two recipients");
        assert_eq!(sealed.format(), Some(KeyFormat::Age));
        for identity in [ada, bob] {
            assert_eq!(open_with(&identity, &sealed).expect("its key"), plain);
        }
    }

    #[test]
    fn a_stranger_is_told_that_the_identity_is_wrong() {
        let sealed = sealed_for(&Identity::generate());
        let error = open_with(&Identity::generate(), &sealed);
        assert!(matches!(error, Err(SecretError::IdentityWrong { .. })));
    }

    #[test]
    fn without_recipients_nothing_is_sealed() {
        let error = seal_to(&Recipients::default(), &SecretText::new("x"));
        assert!(matches!(error, Err(SecretError::NoRecipients)));
    }

    #[test]
    fn a_damaged_file_is_not_taken_for_a_wrong_identity() {
        let identity = Identity::generate();
        let whole = sealed_for(&identity).as_str().to_owned();
        let mut lines: Vec<&str> = whole.lines().collect();
        let last = lines.len() - 2;
        lines.remove(last);
        let without_end = lines.join("\n");
        for damaged in [&whole[..60], &whole[..whole.len() / 2], &without_end] {
            let sealed = SealedKey::new(damaged).expect("not empty");
            let error = open_with(&identity, &sealed);
            assert!(
                matches!(
                    error,
                    Err(SecretError::SealedDamaged {
                        format: KeyFormat::Age,
                        ..
                    })
                ),
                "{error:?}"
            );
        }
    }

    #[test]
    fn errors_have_one_line_of_plain_text() {
        let sealed = SealedKey::new("-----BEGIN AGE ENCRYPTED FILE-----\nAAAA").expect("text");
        let error = open_with(&Identity::generate(), &sealed).expect_err("cut");
        let source = std::error::Error::source(&error).expect("what age says");
        for text in [error.to_string(), source.to_string()] {
            assert!(!text.chars().any(char::is_control), "{text:?}");
        }
    }
}
