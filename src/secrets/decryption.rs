//! Opening a file that was encrypted with age, by us or by others.
//!
//! Such a file is read as if it lay there decrypted, and can be entered anywhere: age seals every 64 KiB on its own. What
//! was changed in it, or cut off, is an error of kind [`io::ErrorKind::InvalidData`] where it is read.

use std::fs;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::path::Path;

use age::secrecy::SecretString;
use age::stream::StreamReader;
use age::{DecryptError, Decryptor, ssh};

use super::error::{SecretError, SecretResult};
use super::identity::Identity;
use super::identity_file::{MAX_WORK_FACTOR, passphrase_key};
use super::secret_file::read_capped;
use crate::model::SecretText;

/// How every age file begins that is not in armor.
const MAGIC: &[u8] = b"age-encryption.org/";

/// What begins the last line of a header.
const END_OF_HEADER: &[u8] = b"\n--- ";

/// A header has a few hundred bytes for each recipient, so this is some thousands of them.
const MAX_HEADER_BYTES: u64 = 1 << 20;

const LIMIT_BYTES: u64 = 1 << 20;

/// Fetches what opens encrypted files from where the user keeps it, which may mean to ask.
pub trait FileKeySource {
    /// Returns the identities to try, in order. They are asked for once for each file, so what was found is to be kept.
    fn identities(&self) -> SecretResult<&[FileIdentity]>;

    /// Returns the passphrase; [`SecretError::FilePassphraseMissing`] if nobody gave one.
    fn passphrase(&self) -> SecretResult<SecretText>;
}

/// Nothing to open encrypted files with.
#[derive(Debug, Clone, Copy)]
pub struct NoFileKeys;

impl FileKeySource for NoFileKeys {
    fn identities(&self) -> SecretResult<&[FileIdentity]> {
        Ok(&[])
    }

    fn passphrase(&self) -> SecretResult<SecretText> {
        Err(SecretError::FilePassphraseMissing)
    }
}

/// What opens files that were encrypted to its recipients: an identity of age's own, or an SSH key.
pub struct FileIdentity(Kind);

enum Kind {
    Native(Identity),
    Ssh(ssh::Identity),
}

impl FileIdentity {
    /// Reads it from a file: an identity file as [`Identity::load`] takes it, or a private SSH key.
    ///
    /// Asks for the `passphrase` only if the file has one.
    pub fn load(
        path: &Path,
        passphrase: impl FnOnce() -> SecretResult<SecretText>,
    ) -> SecretResult<Self> {
        if !begins_as_ssh_key(path) {
            return Identity::load(path, passphrase).map(|it| Self(Kind::Native(it)));
        }
        let content = read_capped(path, LIMIT_BYTES)?;
        let unusable = |problem| SecretError::UnusableSshKey {
            path: path.into(),
            problem,
        };
        let key =
            ssh::Identity::from_buffer(&**content, None).map_err(|_| unusable("is damaged"))?;
        match key {
            ssh::Identity::Unencrypted(_) => Ok(Self(Kind::Ssh(key))),
            ssh::Identity::Encrypted(locked) => {
                let passphrase = SecretString::from(passphrase()?.expose());
                let key = locked
                    .decrypt(passphrase)
                    .map_err(|_| SecretError::PassphraseWrong { path: path.into() })?;
                Ok(Self(Kind::Ssh(key.into())))
            }
            ssh::Identity::Unsupported(_) => Err(unusable(
                "is of a kind that decrypts nothing, or is protected in a way that is not supported",
            )),
        }
    }

    fn for_age(&self) -> Vec<&dyn age::Identity> {
        match &self.0 {
            Kind::Native(identity) => identity.for_age().collect(),
            Kind::Ssh(key) => vec![key],
        }
    }
}

impl From<Identity> for FileIdentity {
    fn from(identity: Identity) -> Self {
        Self(Kind::Native(identity))
    }
}

fn begins_as_ssh_key(path: &Path) -> bool {
    let mut start = [0; 64];
    // Looked at before it is opened: opening a pipe would wait. What is wrong with it is told when it is read.
    let is_file = fs::metadata(path).is_ok_and(|facts| facts.is_file());
    let read = is_file.then(|| fs::File::open(path)?.read(&mut start));
    let Some(Ok(length)) = read else {
        return false;
    };
    let start = String::from_utf8_lossy(&start[..length]);
    let first = start.trim_start().lines().next().unwrap_or_default();
    first.starts_with("-----BEGIN ") && first.contains("PRIVATE KEY")
}

/// Whether a file that begins like this is encrypted with age.
pub fn is_encrypted(start: &[u8]) -> bool {
    start.starts_with(MAGIC)
}

/// Opens an encrypted file. What is read from `source` afterwards stays behind what was decrypted of it.
pub fn decrypt<R: BufRead + Seek>(
    mut source: R,
    keys: &dyn FileKeySource,
) -> SecretResult<StreamReader<R>> {
    if !has_header(&mut source).map_err(|error| damaged(error.into()))? {
        return Err(damaged(DecryptError::InvalidHeader));
    }
    let decryptor = Decryptor::new_buffered(source).map_err(damaged)?;
    if decryptor.is_scrypt() {
        let key = passphrase_key(&keys.passphrase()?);
        let keys = std::iter::once(&key as &dyn age::Identity);
        return decryptor.decrypt(keys).map_err(|error| match error {
            DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                SecretError::FilePassphraseWrong
            }
            DecryptError::ExcessiveWork { required, .. } => SecretError::FilePassphraseTooCostly {
                work_factor: required,
                limit: MAX_WORK_FACTOR,
            },
            other => damaged(other),
        });
    }
    let keys = keys.identities()?.iter().flat_map(FileIdentity::for_age);
    decryptor.decrypt(keys).map_err(|error| match error {
        DecryptError::NoMatchingKeys => SecretError::NoFileIdentityFits,
        other => damaged(other),
    })
}

fn damaged(error: DecryptError) -> SecretError {
    let source = match error {
        DecryptError::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    };
    SecretError::FileUndecryptable { source }
}

/// Whether the header ends where headers do: age itself would read on for as long as there is something.
fn has_header<R: Read + Seek>(source: &mut R) -> io::Result<bool> {
    let mut start = Vec::new();
    let mut is_found = false;
    while !is_found && (start.len() as u64) < MAX_HEADER_BYTES {
        let known = start.len().saturating_sub(END_OF_HEADER.len());
        let more = source.by_ref().take(4096).read_to_end(&mut start)?;
        if more == 0 {
            break;
        }
        is_found = memchr::memmem::find(&start[known..], END_OF_HEADER).is_some();
    }
    source.seek(SeekFrom::Start(0))?;
    Ok(is_found)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::super::encryption::{Encryption, FileRecipient};
    use super::*;

    const PLAIN: &[u8] = b"what a backup holds";

    /// Keys that a test has at hand.
    struct Keys {
        identities: Vec<FileIdentity>,
        passphrase: &'static str,
    }

    impl Keys {
        fn of(identities: impl IntoIterator<Item = Identity>) -> Self {
            Self {
                identities: identities.into_iter().map(FileIdentity::from).collect(),
                passphrase: "",
            }
        }

        fn with(passphrase: &'static str) -> Self {
            Self {
                identities: Vec::new(),
                passphrase,
            }
        }
    }

    impl FileKeySource for Keys {
        fn identities(&self) -> SecretResult<&[FileIdentity]> {
            Ok(&self.identities)
        }

        fn passphrase(&self) -> SecretResult<SecretText> {
            Ok(SecretText::new(self.passphrase))
        }
    }

    fn encrypted(encryption: &Encryption) -> Vec<u8> {
        let mut writer = encryption.begin(Vec::new()).expect("in memory");
        writer.write_all(PLAIN).expect("in memory");
        writer.finish().expect("in memory")
    }

    fn read(bytes: &[u8], keys: &Keys) -> SecretResult<Vec<u8>> {
        let mut plain = Vec::new();
        let mut reader = decrypt(Cursor::new(bytes), keys)?;
        let read = reader.read_to_end(&mut plain);
        read.map_err(|source| SecretError::FileUndecryptable { source })?;
        Ok(plain)
    }

    #[test]
    fn one_of_several_identities_opens_what_is_encrypted_to_it_and_no_other_does() {
        let identity = Identity::generate();
        let recipients = FileRecipient::of_store(identity.recipients());
        let bytes = encrypted(&Encryption::to(recipients).expect("one"));
        let stranger = read(&bytes, &Keys::of([Identity::generate()]));
        assert!(matches!(stranger, Err(SecretError::NoFileIdentityFits)));
        let both = Keys::of([Identity::generate(), identity]);
        assert_eq!(read(&bytes, &both).expect("it is ours"), PLAIN);
    }

    #[test]
    fn a_passphrase_opens_what_was_encrypted_with_it_and_a_wrong_one_is_told() {
        let bytes = encrypted(&Encryption::with_passphrase(SecretText::new("open sesame")));
        let opened = read(&bytes, &Keys::with("open sesame"));
        assert_eq!(opened.expect("opened"), PLAIN);
        let wrong = read(&bytes, &Keys::with("open barley"));
        assert!(matches!(wrong, Err(SecretError::FilePassphraseWrong)));
    }

    #[test]
    fn a_header_without_end_and_a_costly_one_are_refused() {
        let keys = Keys::with("x");
        let mut endless = b"age-encryption.org/v1\n".to_vec();
        endless.resize(4 << 20, b'a');
        let error = read(&endless, &keys).expect_err("no header");
        assert!(
            matches!(error, SecretError::FileUndecryptable { .. }),
            "{error}"
        );
        let stanza = "-> scrypt bBjlhJVYZeE4aqUdmtRHfw 40\n";
        let body = "gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n";
        let mac = "--- gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n0123456789abcdef";
        let costly = format!("age-encryption.org/v1\n{stanza}{body}{mac}");
        let error = read(costly.as_bytes(), &keys).expect_err("too costly");
        assert!(error.to_string().contains("2^40"), "{error}");
    }

    #[test]
    fn what_was_changed_or_cut_off_is_not_taken_for_a_wrong_key() {
        let bytes = encrypted(&Encryption::with_passphrase(SecretText::new("p")));
        let keys = Keys::with("p");
        let mut changed = bytes.clone();
        *changed.last_mut().expect("bytes") ^= 1;
        for damaged in [&changed[..], &bytes[..bytes.len() - 1], &bytes[..30]] {
            let error = read(damaged, &keys).expect_err("damaged");
            assert!(
                matches!(error, SecretError::FileUndecryptable { .. }),
                "{error}"
            );
        }
    }
}
