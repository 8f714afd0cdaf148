//! The manifest: what a backup holds, and where.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::model::as_rfc3339;
use crate::store::EntryName;

use super::digest::Sha256Digest;
use super::error::{Damage, Fault};
use super::limits::{self, Exceeded, MAX_FILES};

/// The format of the archives that are written, and the latest that is read.
///
/// It is raised when a reader that does not know the change would go wrong; a field that one may pass over does not
/// raise it.
pub const FORMAT: u32 = 1;

/// The manifest's name in the archive.
pub(super) const MANIFEST_NAME: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The archive's format.
    pub format: u32,
    /// What wrote it.
    pub program: Program,
    /// When it was made.
    #[serde(with = "as_rfc3339")]
    pub created_at: DateTime<Utc>,
    /// What the admin noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether API keys were left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub keys_excluded: bool,
    /// How much it holds.
    pub counts: Counts,
    /// The files but for the manifest, in the order of the archive, which is that of their names.
    #[serde(deserialize_with = "read_files")]
    pub files: Vec<ManifestFile>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it may leave out like this"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A program that writes backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Program {
    /// Returns this program.
    pub(super) fn this() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// How much a backup holds. Damaged files count as files; nothing in them is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Accounts.
    pub users: u64,
    /// Users who have a file.
    pub user_files: u64,
    /// Conversations.
    pub conversations: u64,
    /// Files that were damaged in the store already.
    pub damaged_files: u64,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// The part of the store that it is.
    #[serde(serialize_with = "write_name", deserialize_with = "read_name")]
    pub name: EntryName,
    /// Its size.
    #[serde(rename = "size")]
    pub size_bytes: u64,
    /// The digest of its content.
    pub sha256: Sha256Digest,
    /// The byte of the archive at which the gzip member begins that its tar header begins in.
    pub offset: u64,
    /// The bytes of that member, inflated, before the header.
    pub skip: u32,
    /// What was wrong with it in the store already. It was backed up as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub damaged: Option<String>,
}

impl Manifest {
    /// Checks what it claims, in a file of `archive_bytes`, before anything is made of it.
    pub(super) fn check(&self, archive_bytes: u64) -> Result<(), Exceeded> {
        limits::at_most(self.files.len() as u64, MAX_FILES as u64, "files")?;
        let mut total = 0_u64;
        for file in &self.files {
            limits::check_entry(file.size_bytes, &file.name)?;
            total += file.size_bytes;
        }
        limits::check_total(total, archive_bytes)
    }

    /// Returns the files that were damaged in the store already.
    pub fn damaged_files(&self) -> impl Iterator<Item = &ManifestFile> {
        self.files.iter().filter(|file| file.damaged.is_some())
    }

    /// Returns the bytes of all files together, before compression.
    pub fn total_bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size_bytes).sum()
    }

    /// Finds a file.
    pub fn file(&self, name: &EntryName) -> Option<&ManifestFile> {
        let place = self.files.binary_search_by(|file| file.name.cmp(name));
        place.ok().map(|place| &self.files[place])
    }

    /// Returns the modification time of all entries, in seconds since 1970.
    pub(super) fn mtime(&self) -> u64 {
        u64::try_from(self.created_at.timestamp()).unwrap_or(0)
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec(self).expect("a manifest has text keys only");
        text.push(b'\n');
        text
    }

    /// Reads the manifest that begins at byte `offset` of its file. Its files are in order, none twice.
    pub(super) fn parse(text: &[u8], offset: u64) -> Result<Self, Fault> {
        let refuse = |reason: String| Damage::BadManifest { reason }.at(offset);
        let text = std::str::from_utf8(text).map_err(|error| refuse(error.to_string()))?;
        let probe: FormatAlone =
            serde_json::from_str(text).map_err(|error| refuse(error.to_string()))?;
        if probe.format > u64::from(FORMAT) {
            return Err(Fault::Newer {
                found: probe.format,
            });
        }
        if probe.format == 0 {
            return Err(refuse("there never was a format 0".to_owned()));
        }
        let manifest: Self =
            serde_json::from_str(text).map_err(|error| refuse(error.to_string()))?;
        for pair in manifest.files.windows(2) {
            if pair[0].name >= pair[1].name {
                let (first, second) = (&pair[0].name, &pair[1].name);
                return Err(refuse(format!("{second} stands behind {first}")));
            }
        }
        Ok(manifest)
    }
}

/// All that may be read before the format is known.
#[derive(Deserialize)]
struct FormatAlone {
    format: u64,
}

fn write_name<S: Serializer>(name: &EntryName, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(name)
}

fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EntryName, D::Error> {
    let name = String::deserialize(deserializer)?;
    EntryName::parse(&name)
        .ok_or_else(|| de::Error::custom(format_args!("{name:?} is no part of a store")))
}

/// Stops at the limit rather than behind the last one: a manifest of nothing but commas must not fill memory.
fn read_files<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ManifestFile>, D::Error> {
    struct Files;
    impl<'de> Visitor<'de> for Files {
        type Value = Vec<ManifestFile>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of files")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut files = Vec::new();
            while let Some(file) = list.next_element()? {
                if files.len() == MAX_FILES {
                    let reason = format_args!("more than {MAX_FILES} files");
                    return Err(de::Error::custom(reason));
                }
                files.push(file);
            }
            Ok(files)
        }
    }
    deserializer.deserialize_seq(Files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"name":"users.json","size":2,"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","offset":0,"skip":0}"#;

    fn manifest_of(format: u32, files: &[&str]) -> String {
        let files = files.join(",");
        format!(
            r#"{{"format":{format},"program":{{"name":"chatkeep","version":"9"}},"created_at":"2026-02-09T02:00:00Z","counts":{{"users":1,"user_files":0,"conversations":0,"damaged_files":0}},"later":true,"files":[{files}]}}"#
        )
    }

    fn reason(text: &str) -> String {
        match Manifest::parse(text.as_bytes(), 0) {
            Err(Fault::Damage {
                cause: Damage::BadManifest { reason },
                ..
            }) => reason,
            other => panic!("not refused as a bad manifest: {other:?}"),
        }
    }

    #[test]
    fn a_manifest_is_read_back_and_new_fields_are_passed_over() {
        let text = manifest_of(1, &[FILE]);
        let manifest = Manifest::parse(text.as_bytes(), 0).expect("a manifest");
        assert_eq!(manifest.files[0].name, EntryName::Users);
        assert_eq!(
            String::from_utf8(manifest.to_json()).expect("UTF-8"),
            text.replace(r#""later":true,"#, "") + "\n"
        );
    }

    #[test]
    fn a_later_format_is_told_by_its_number_whatever_else_it_has() {
        let fault = Manifest::parse(br#"{"format":7,"files":"elsewhere"}"#, 0);
        assert!(matches!(fault, Err(Fault::Newer { found: 7 })), "{fault:?}");
        assert!(reason(&manifest_of(0, &[])).contains("format 0"));
    }

    #[test]
    fn names_that_are_foreign_double_or_out_of_order_are_refused() {
        let foreign = FILE.replace("users.json", "../users.json");
        assert!(reason(&manifest_of(1, &[&foreign])).contains("no part of a store"));
        assert!(reason(&manifest_of(1, &[FILE, FILE])).contains("stands behind"));
        let user = FILE.replace("users.json", "user_data/a.json");
        assert!(reason(&manifest_of(1, &[&user, FILE])).contains("stands behind"));
    }
}
