//! To whom a whole file is encrypted with age, and how that is done while it is written.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{Encryptor, scrypt, ssh, x25519};

use super::error::{SecretError, SecretResult};
use super::recipients::Recipients;
use super::secret_file::read_capped;
use crate::model::SecretText;

/// What the standard tool asks of whoever tries passphrases: 2^18 steps take about a second and 256 MiB.
const WORK_FACTOR: u8 = 18;

const LIMIT_BYTES: u64 = 1 << 20;

/// How a file is encrypted. `Debug` shows public recipients only.
#[derive(Clone)]
pub struct Encryption(Means);

#[derive(Clone)]
enum Means {
    Recipients(Vec<FileRecipient>),
    Passphrase(SecretText),
}

/// One to whom a file can be encrypted: a recipient of age's own, or who has the private half of an SSH key.
#[derive(Clone)]
pub struct FileRecipient(Kind);

#[derive(Clone)]
enum Kind {
    Native(x25519::Recipient),
    Ssh(ssh::Recipient),
}

impl Encryption {
    /// Encrypts to each of these recipients, who alone can open it; [`SecretError::NoFileRecipients`] if there are none.
    pub fn to(recipients: Vec<FileRecipient>) -> SecretResult<Self> {
        if recipients.is_empty() {
            return Err(SecretError::NoFileRecipients);
        }
        Ok(Self(Means::Recipients(recipients)))
    }

    /// Encrypts with a passphrase, which opens it again.
    pub fn with_passphrase(passphrase: SecretText) -> Self {
        Self(Means::Passphrase(passphrase))
    }

    /// Writes what begins an encrypted file to `sink`, and returns what encrypts the rest. That must be finished, or the
    /// file is cut off.
    pub fn begin<W: Write>(&self, sink: W) -> io::Result<StreamWriter<W>> {
        let encryptor = match &self.0 {
            Means::Recipients(recipients) => {
                let recipients = recipients.iter().map(FileRecipient::for_age);
                Encryptor::with_recipients(recipients)
            }
            Means::Passphrase(passphrase) => {
                let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.expose()));
                recipient.set_work_factor(WORK_FACTOR);
                Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
            }
        };
        encryptor
            .map_err(|error| io::Error::other(error.to_string()))?
            .wrap_output(sink)
    }
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Means::Recipients(recipients) => f.debug_list().entries(recipients).finish(),
            Means::Passphrase(_) => f.write_str("a passphrase"),
        }
    }
}

impl FileRecipient {
    /// Reads `age1…`, or the line of a public SSH key (`ssh-ed25519 …`, `ssh-rsa …`).
    pub fn parse(text: &str) -> SecretResult<Self> {
        Self::read_line(text).map_err(|problem| SecretError::BadFileRecipient { problem })
    }

    /// Reads one recipient a line from a regular file of at most 1 MiB, as of `age -R`: empty lines and those that begin
    /// with `#` say nothing.
    pub fn read_file(path: &Path) -> SecretResult<Vec<Self>> {
        let content = read_capped(path, LIMIT_BYTES)?;
        let text =
            str::from_utf8(&content).map_err(|_| SecretError::NotText { path: path.into() })?;
        let lines = text.lines().map(str::trim).enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let recipients = lines.map(|(index, line)| {
            Self::read_line(line).map_err(|problem| SecretError::BadRecipientInFile {
                path: path.into(),
                line: index + 1,
                problem,
            })
        });
        recipients.collect()
    }

    /// Returns those of a store.
    pub fn of_store(recipients: &Recipients) -> Vec<Self> {
        let recipients = recipients.iter().cloned();
        recipients.map(|it| Self(Kind::Native(it))).collect()
    }

    fn read_line(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if let Ok(native) = text.parse() {
            return Ok(Self(Kind::Native(native)));
        }
        let ssh = text.parse().map_err(|_| problem_of(text))?;
        Ok(Self(Kind::Ssh(ssh)))
    }

    fn for_age(&self) -> &dyn age::Recipient {
        match &self.0 {
            Kind::Native(recipient) => recipient,
            Kind::Ssh(recipient) => recipient,
        }
    }
}

impl fmt::Debug for FileRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Native(recipient) => fmt::Display::fmt(recipient, f),
            Kind::Ssh(recipient) => fmt::Display::fmt(recipient, f),
        }
    }
}

/// Says why a text is no recipient without repeating it: it may be a secret put there by mistake.
fn problem_of(text: &str) -> &'static str {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("age-secret-key-") || lower.starts_with("age-plugin-") {
        "is an identity, which is a secret, and no recipient"
    } else if lower.starts_with("-----begin") {
        "is a private key, which is a secret, and no recipient"
    } else if lower.starts_with("ssh-ed25519") || lower.starts_with("ssh-rsa") {
        "is a mistyped SSH key, or one that is too short to be safe"
    } else if lower.starts_with("ssh-") || lower.starts_with("ecdsa-") || lower.starts_with("sk-") {
        "is an SSH key of a kind that nothing can be encrypted to; ssh-ed25519 and ssh-rsa can be used"
    } else if lower.starts_with("age1") {
        "is mistyped, or of a kind that is not supported"
    } else {
        "is no recipient (age1…, or an SSH key: ssh-ed25519 …)"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATIVE: &str = "age1ysxuaeqlk7xd8uqsh8lsnfwt9jzzjlqf49ruhpjrrj5yatlcuf7qke4pqe";
    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN ada@example";

    #[test]
    fn a_file_of_recipients_is_one_as_age_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("recipients");
        std::fs::write(&path, format!("# ours\n\n{NATIVE}\r\n{ED25519}\n")).expect("written");
        let recipients = FileRecipient::read_file(&path).expect("two recipients");
        let shown: Vec<String> = recipients.iter().map(|it| format!("{it:?}")).collect();
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0], NATIVE);
        assert!(ED25519.starts_with(&shown[1]), "{}", shown[1]);
        std::fs::write(&path, format!("{NATIVE}\nnobody")).expect("written");
        let error = FileRecipient::read_file(&path).expect_err("no recipient");
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn what_is_no_recipient_is_named_by_its_kind_and_not_repeated() {
        for (bad, says) in [
            ("AGE-SECRET-KEY-1QQQ", "is an identity"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----", "is a private key"),
            ("ssh-ed25519 AAAA", "is a mistyped SSH key"),
            ("ecdsa-sha2-nistp256 AAAA", "of a kind that nothing"),
            (&NATIVE[..60], "is mistyped"),
            ("hunter2", "is no recipient"),
        ] {
            let message = FileRecipient::parse(bad).expect_err(bad).to_string();
            assert!(message.contains(says), "{message}");
            assert!(!message.contains(bad), "{message}");
        }
    }

    #[test]
    fn nothing_is_encrypted_to_nobody_and_a_passphrase_is_not_shown() {
        let nobody = Encryption::to(Vec::new());
        assert!(matches!(nobody, Err(SecretError::NoFileRecipients)));
        let shown = format!(
            "{:?}",
            Encryption::with_passphrase(SecretText::new("hunter2"))
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
