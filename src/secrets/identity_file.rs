//! The identity as a file: made once and never replaced, perhaps protected by a passphrase.

use std::fs::Permissions;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, scrypt};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::{SecretError, SecretResult};
use super::identity::{Identity, NoIdentity};
use super::secret_file::read_capped;
use crate::files::{self, Draft, Placed};
use crate::model::{SecretText, rfc3339};

const LIMIT_BYTES: u64 = 1 << 20;
/// 2^20 steps take about four seconds and 1 GiB; the standard tool writes 2^18.
pub(super) const MAX_WORK_FACTOR: u8 = 20;

impl Identity {
    /// Reads the identity from a file of `age-keygen`, or such a file encrypted with a passphrase by `age -p`.
    ///
    /// Asks for the `passphrase` only if there is need of one. The file must be a regular one of at most 1 MiB. That
    /// others may read it is no error: see [`super::is_readable_by_others`].
    pub fn load(
        path: &Path,
        passphrase: impl FnOnce() -> SecretResult<SecretText>,
    ) -> SecretResult<Self> {
        let content = read_file(path)?;
        let plain = if is_age_file(&content) {
            unlock(path, &content, passphrase)?
        } else {
            content
        };
        let text =
            str::from_utf8(&plain).map_err(|_| SecretError::NotText { path: path.into() })?;
        Self::parse(text).map_err(|problem| match problem {
            NoIdentity::NoKey => SecretError::NoIdentityInFile { path: path.into() },
            NoIdentity::BadLine { line, problem } => SecretError::BadIdentity {
                path: path.into(),
                line,
                problem,
            },
        })
    }

    /// Reads the text of an identity's file as it is, protected or not; a binary age file is put into armor.
    ///
    /// What it says is not looked at, so that no passphrase is needed to keep a copy of it.
    pub fn file_text(path: &Path) -> SecretResult<SecretText> {
        let content = read_file(path)?;
        if content.is_empty() {
            return Err(SecretError::Empty { path: path.into() });
        }
        match str::from_utf8(&content) {
            Ok(text) => Ok(SecretText::new(text)),
            Err(_) if is_age_file(&content) => Ok(armored(&content)),
            Err(_) => Err(SecretError::NotText { path: path.into() }),
        }
    }

    /// Writes the identity to a new file, which only its owner may read, and has it safe on disk before returning.
    ///
    /// Folders that are missing on the way are made, for their owner alone. [`SecretError::IdentityExists`] if there is
    /// anything at `path`, which then stays as it is; after another error there may be nothing there, or all of it.
    pub fn save_new(&self, path: &Path, created: DateTime<Utc>) -> SecretResult<()> {
        files::make_folders(files::folder_of(path), |_, _| Ok::<_, SecretError>(()))?;
        let mut draft = Draft::beside(path)?;
        // Said outright: the umask may have taken more away than others' access.
        draft
            .file()
            .set_permissions(Permissions::from_mode(0o600))
            .and_then(|()| draft.write_all(self.to_file_text(created).expose().as_bytes()))
            .map_err(SecretError::io("write", path))?;
        draft.sync()?;
        match draft.place(path)? {
            Placed::Yes => Ok(()),
            Placed::Taken(_) => Err(SecretError::IdentityExists { path: path.into() }),
        }
    }
}

impl Identity {
    /// Notes beside the identity's file that a copy of it, as it is now, was handed out.
    pub fn note_export(path: &Path, at: DateTime<Utc>) -> SecretResult<()> {
        let content = read_file(path)?;
        let note = note_of_export(path);
        let text = format!("{} {}\n", fingerprint(&content), rfc3339(at));
        std::fs::write(&note, text).map_err(SecretError::io("write", &note))
    }

    /// Whether a copy of the file as it is now was handed out. Where there is no identity, there is nothing to lose.
    pub fn was_exported(path: &Path) -> bool {
        let Ok(content) = read_file(path) else {
            return true;
        };
        let note = read_capped(&note_of_export(path), LIMIT_BYTES).unwrap_or_default();
        note.starts_with(fingerprint(&content).as_bytes())
    }
}

/// Returns where it is noted that the identity was exported.
fn note_of_export(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".exported");
    name.into()
}

fn fingerprint(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_file(path: &Path) -> SecretResult<Zeroizing<Vec<u8>>> {
    read_capped(path, LIMIT_BYTES).map_err(|error| match error {
        SecretError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => {
            SecretError::IdentityMissing {
                path: path.into(),
                wanted: Vec::new(),
            }
        }
        other => other,
    })
}

fn armored(age_file: &[u8]) -> SecretText {
    let in_memory = "writing into memory does not fail";
    let mut armor = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).expect(in_memory);
    armor.write_all(age_file).expect(in_memory);
    let text = armor.finish().expect(in_memory);
    SecretText::new(String::from_utf8(text).expect("armor is ASCII"))
}

fn is_age_file(content: &[u8]) -> bool {
    const BINARY: &[u8] = b"age-encryption.org/";
    const ARMORED: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
    let content = content.trim_ascii_start();
    content.starts_with(BINARY) || content.starts_with(ARMORED)
}

/// Returns what tries a passphrase, if that does not take too much.
pub(super) fn passphrase_key(passphrase: &SecretText) -> scrypt::Identity {
    let mut key = scrypt::Identity::new(SecretString::from(passphrase.expose()));
    key.set_max_work_factor(MAX_WORK_FACTOR);
    key
}

fn unlock(
    path: &Path,
    content: &[u8],
    passphrase: impl FnOnce() -> SecretResult<SecretText>,
) -> SecretResult<Zeroizing<Vec<u8>>> {
    let damaged = |source| SecretError::IdentityDamaged {
        path: path.into(),
        source,
    };
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(content)).map_err(damaged)?;
    if !decryptor.is_scrypt() {
        return Err(SecretError::IdentityNotPassphrase { path: path.into() });
    }
    let key = passphrase_key(&passphrase()?);
    let mut reader = decryptor
        .decrypt(std::iter::once(&key as &dyn age::Identity))
        .map_err(|error| match error {
            DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                SecretError::PassphraseWrong { path: path.into() }
            }
            DecryptError::ExcessiveWork { required, .. } => SecretError::PassphraseTooCostly {
                path: path.into(),
                work_factor: required,
                limit: MAX_WORK_FACTOR,
            },
            other => damaged(other),
        })?;
    // Never grows, as what is inside is shorter: so no copy is left behind in memory.
    let mut plain = Zeroizing::new(Vec::with_capacity(content.len()));
    reader
        .read_to_end(&mut plain)
        .map_err(|error| damaged(error.into()))?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use age::Encryptor;

    use super::*;
    use crate::files::folder_of;

    /// What `age -p -a` 1.1.1 made of an identity, its passphrase being `fixture-passphrase`.
    const OF_THE_TOOL: &str = "\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBlSVQwQTVYbzl3YVVVWXJN
bk9RNmR3IDE4CnBzbm5uTEJBSWZ4eXpMZjdWVktvUGFyV25WQ3hhTkNWcGtkRkhQ
SlJmdzQKLS0tIDh3aFN5aXZxMVlXU2pDNDBXcDU2MHR5WHl2SzlkVDFKRVlxUUdF
ejllVmsKikVBWE3P7u4V8o6GLnn9fWwFxDdzrGyx1UiM2bvlyI4mTuksN5B9cTMw
KKg6IcL4B+y1zqkzlVjBgmFS7aFmg3d/UKTIlpXXzx9A/7O+ACyv5Nr/jATfMfSs
5MZAEOklQjqSu2HEr+qrrr6gSFQ56LB6B2uELGh2uoqArdAm7lylmDIrVFoTasAG
qSOJy/pQQphgdU4k/A5EVS1djM3JbfBCJYl5OrVzdkPmxuX33fc8U7ftPTsMIGJe
blNcmHRQ1m3Ank2Y2y8fHtM2GtweqZGSYGlSaHnX
-----END AGE ENCRYPTED FILE-----
";
    const RECIPIENT_OF_THE_TOOL: &str =
        "age1rw7qayxuj048ukq0cp0caq46zeuhcrqs2c22cm58mmj6tn93scwqcrt4r0";

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a temporary folder"))
        }

        fn file(&self, content: impl AsRef<[u8]>) -> PathBuf {
            let path = self.0.path().join("identity.txt");
            fs::write(&path, content).expect("written");
            path
        }
    }

    fn not_asked() -> SecretResult<SecretText> {
        panic!("nobody should be asked for a passphrase")
    }

    fn answer(passphrase: &str) -> impl FnOnce() -> SecretResult<SecretText> {
        let passphrase = SecretText::new(passphrase);
        move || Ok(passphrase)
    }

    /// Encrypts as `age -p` does, with less work.
    fn protected(text: &str, passphrase: &str, work_factor: u8) -> Vec<u8> {
        let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
        recipient.set_work_factor(work_factor);
        encrypted_to(&recipient, text)
    }

    fn encrypted_to(recipient: &dyn age::Recipient, text: &str) -> Vec<u8> {
        let encryptor = Encryptor::with_recipients(std::iter::once(recipient)).expect("one");
        let mut writer = encryptor.wrap_output(Vec::new()).expect("in memory");
        writer.write_all(text.as_bytes()).expect("in memory");
        writer.finish().expect("in memory")
    }

    #[test]
    fn a_saved_identity_is_its_owners_alone_and_loads_again() {
        let folder = Folder::new();
        let path = folder.0.path().join("config/chatkeep/identity.txt");
        let identity = Identity::generate();
        identity
            .save_new(&path, DateTime::UNIX_EPOCH)
            .expect("a new file");
        let mode = |path: &Path| {
            let metadata = fs::metadata(path).expect("it is there");
            metadata.permissions().mode() & 0o777
        };
        assert_eq!(mode(&path), 0o600);
        for made in path.ancestors().skip(1).take(2) {
            assert_eq!(mode(made), 0o700, "{}", made.display());
        }
        let loaded = Identity::load(&path, not_asked).expect("an identity");
        assert_eq!(
            loaded.recipients().to_lines(),
            identity.recipients().to_lines()
        );
        let names = fs::read_dir(folder_of(&path)).expect("the folder").count();
        assert_eq!(names, 1, "a temporary file was left behind");
    }

    #[test]
    fn an_identity_is_never_replaced() {
        let folder = Folder::new();
        let path = folder.file("keep me");
        let dangling = folder.0.path().join("dangling");
        std::os::unix::fs::symlink("nowhere", &dangling).expect("a link");
        for taken in [&path, &dangling] {
            let error = Identity::generate().save_new(taken, DateTime::UNIX_EPOCH);
            assert!(
                matches!(error, Err(SecretError::IdentityExists { .. })),
                "{error:?}"
            );
        }
        assert_eq!(fs::read(&path).expect("still there"), b"keep me");
        let names = fs::read_dir(folder.0.path()).expect("the folder").count();
        assert_eq!(names, 2, "a temporary file was left behind");
    }

    #[test]
    fn a_files_text_is_exact_and_a_binary_one_is_put_into_armor() {
        let folder = Folder::new();
        let text = |path: &Path| Identity::file_text(path).expect("text");
        for content in ["# mine\nAGE-SECRET-KEY-1…", OF_THE_TOOL] {
            assert_eq!(text(&folder.file(content)).expose(), content);
        }
        let plain = Identity::generate().to_file_text(DateTime::UNIX_EPOCH);
        let binary = protected(plain.expose(), "open sesame", 1);
        let armored = text(&folder.file(&binary));
        let copy = folder.file(armored.expose());
        Identity::load(&copy, answer("open sesame")).expect("the same identity");
        let text = |content: &[u8]| Identity::file_text(&folder.file(content));
        assert!(matches!(text(b"\xff"), Err(SecretError::NotText { .. })));
        assert!(matches!(text(b""), Err(SecretError::Empty { .. })));
        let missing = Identity::file_text(&folder.0.path().join("missing"));
        assert!(matches!(missing, Err(SecretError::IdentityMissing { .. })));
    }

    #[test]
    fn what_is_no_identity_is_named() {
        let folder = Folder::new();
        let load = |path: &Path| Identity::load(path, not_asked).expect_err("no identity");
        let missing = folder.0.path().join("missing");
        assert!(matches!(
            load(&missing),
            SecretError::IdentityMissing { path, .. } if path == missing
        ));
        assert!(matches!(
            load(folder.0.path()),
            SecretError::NotAFile { .. }
        ));
        assert!(matches!(
            load(&folder.file("# nothing\n")),
            SecretError::NoIdentityInFile { .. }
        ));
        assert!(matches!(
            load(&folder.file(b"\xff")),
            SecretError::NotText { .. }
        ));
        assert!(matches!(
            load(&folder.file("# one\nhunter2\n")),
            SecretError::BadIdentity { line: 2, .. }
        ));
        assert!(matches!(
            load(&folder.file("#".repeat((1 << 20) + 1))),
            SecretError::TooLarge { .. }
        ));
        assert!(matches!(
            load(&folder.file(&OF_THE_TOOL[..90])),
            SecretError::IdentityDamaged { .. }
        ));
    }

    #[test]
    fn an_identity_that_the_tool_protected_with_a_passphrase_opens() {
        let path = Folder::new();
        let path = path.file(OF_THE_TOOL);
        let identity = Identity::load(&path, answer("fixture-passphrase")).expect("it fits");
        assert_eq!(identity.recipients().to_lines(), [RECIPIENT_OF_THE_TOOL]);
    }

    #[test]
    fn a_protected_identity_wants_the_right_passphrase() {
        let identity = Identity::generate();
        let text = identity.to_file_text(DateTime::UNIX_EPOCH);
        let folder = Folder::new();
        let path = folder.file(protected(text.expose(), "hunter2", 2));
        let loaded = Identity::load(&path, answer("hunter2")).expect("it fits");
        assert_eq!(
            loaded.recipients().to_lines(),
            identity.recipients().to_lines()
        );

        let wrong = Identity::load(&path, answer("hunter3"));
        assert!(matches!(wrong, Err(SecretError::PassphraseWrong { .. })));

        let missing = Identity::load(&path, || {
            Err(SecretError::PassphraseMissing { path: path.clone() })
        });
        assert!(matches!(
            missing,
            Err(SecretError::PassphraseMissing { .. })
        ));
    }

    #[test]
    fn a_passphrase_is_not_tried_at_any_price() {
        // The work factor stands in the header as text, where anyone who can write the file can raise it.
        let cheap = protected("# nothing", "hunter2", 2);
        let place_of = |text: &[u8], from: usize| {
            let found = cheap[from..].windows(text.len()).position(|it| it == text);
            from + found.expect("an age file has it")
        };
        let line_end = place_of(b"\n", place_of(b"-> scrypt ", 0));
        let costly = [&cheap[..line_end - 1], b"40", &cheap[line_end..]].concat();
        let folder = Folder::new();
        let error = Identity::load(&folder.file(costly), answer("hunter2"));
        assert!(
            matches!(
                error,
                Err(SecretError::PassphraseTooCostly {
                    work_factor: 40,
                    ..
                })
            ),
            "{error:?}"
        );
    }

    #[test]
    fn an_identity_encrypted_to_a_recipient_asks_for_no_passphrase() {
        let recipient: age::x25519::Recipient = RECIPIENT_OF_THE_TOOL.parse().expect("a recipient");
        let folder = Folder::new();
        let path = folder.file(encrypted_to(&recipient, "# nothing"));
        let error = Identity::load(&path, not_asked);
        assert!(matches!(
            error,
            Err(SecretError::IdentityNotPassphrase { .. })
        ));
    }
}
