//! Passwords, how API keys are sealed and opened (with age, or with the web app's Fernet), and how whole files are encrypted.

mod age_file;
#[cfg(test)]
mod age_tool_tests;
mod decryption;
mod encryption;
mod error;
mod fernet_key;
mod identity;
mod identity_file;
mod key_ring;
mod opened;
pub mod password_hash;
mod random;
mod recipients;
mod secret_file;

pub use age_file::{open_with, seal_to};
pub use decryption::{FileIdentity, FileKeySource, NoFileKeys, decrypt, is_encrypted};
pub use encryption::{Encryption, FileRecipient};
pub use error::{SecretError, SecretResult};
pub use fernet_key::FernetKey;
pub use identity::Identity;
pub use key_ring::{KeyRing, SecretSource};
pub use recipients::Recipients;
pub use secret_file::{is_readable_by_others, read_secret};
