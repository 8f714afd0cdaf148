//! How much a backup may hold, so that a hostile one cannot fill memory or disk.
//!
//! The writer keeps to the same limits: what it makes can be read back.

use crate::store::EntryName;

/// The most files in a backup. Each takes about 150 bytes of memory while a backup is read, and ten times the users
/// for which a store of files is meant fit in.
pub const MAX_FILES: usize = 200_000;

/// The most bytes of one file, which restoring holds in memory; a store's largest documents have some ten megabytes.
pub const MAX_ENTRY_BYTES: u64 = 1 << 30;

/// The most bytes of the manifest: some 180 a file.
pub(super) const MAX_MANIFEST_BYTES: u64 = 48 << 20;

/// The most bytes of all files together: more than a machine that keeps its store in files has disk for.
const MAX_TOTAL_BYTES: u64 = 1 << 40;

/// The most bytes of content for each byte of the file. JSON comes to 5 or 20; deflate can reach 1032 on zeros alone. The
/// writer does not compress what would come to more: a user who stores one character a million times must not make a
/// store impossible to back up.
pub(super) const MAX_RATIO: u64 = 200;

/// Up to this much content the ratio is of no matter: neither disk nor memory is filled by it.
const ANY_RATIO_BYTES: u64 = 64 << 20;

/// The most accounts or conversations in one file: looking at each takes a hundred bytes of memory, and in a text it can
/// have six.
const MAX_MEMBERS: u64 = MAX_FILES as u64;

/// In a text of up to this size they are not counted: there are too few to matter.
const ANY_MEMBERS_BYTES: usize = 4 << 20;

/// A limit that was passed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found} {what}, and {limit} are allowed")]
pub struct Exceeded {
    /// What was counted.
    pub what: String,
    /// How many there are.
    pub found: u64,
    /// How many there may be.
    pub limit: u64,
}

/// Refuses a number that is above its limit.
pub(super) fn at_most(found: u64, limit: u64, what: impl Into<String>) -> Result<(), Exceeded> {
    if found <= limit {
        return Ok(());
    }
    Err(Exceeded {
        what: what.into(),
        found,
        limit,
    })
}

/// Checks how much is in a file of `archive_bytes` altogether.
pub(super) fn check_total(total: u64, archive_bytes: u64) -> Result<(), Exceeded> {
    at_most(total, MAX_TOTAL_BYTES, "bytes in all files")?;
    if total > ANY_RATIO_BYTES {
        let ratio = total.div_ceil(archive_bytes.max(1));
        at_most(ratio, MAX_RATIO, "times the size of the file in content")?;
    }
    Ok(())
}

/// Checks the size of one file.
pub(super) fn check_entry(size_bytes: u64, name: &impl std::fmt::Display) -> Result<(), Exceeded> {
    if size_bytes <= MAX_ENTRY_BYTES {
        return Ok(());
    }
    at_most(size_bytes, MAX_ENTRY_BYTES, format!("bytes in {name}"))
}

/// Checks how many accounts or conversations a file holds, before that is parsed.
pub(super) fn check_members(content: &[u8], entry: &EntryName) -> Result<(), Exceeded> {
    let (depth, what) = match entry {
        EntryName::Users => (1, "accounts"),
        EntryName::UserData(_) => (2, "conversations"),
        _ => return Ok(()),
    };
    if content.len() <= ANY_MEMBERS_BYTES {
        return Ok(());
    }
    at_most(members_within(content, depth), MAX_MEMBERS, what)
}

/// Counts the members of all objects down to this depth. What is no JSON gives some number.
fn members_within(content: &[u8], most_depth: usize) -> u64 {
    let (mut count, mut depth) = (0, 0_usize);
    let (mut in_string, mut is_escaped) = (false, false);
    for byte in content {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b':' if depth <= most_depth => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_counted_as_deep_as_is_asked() {
        let text = br#"{"a:\":":[{"x":1}],"conversations":{"c":{"messages":[]},"d":{}}}"#;
        assert_eq!(members_within(text, 1), 2);
        assert_eq!(members_within(text, 2), 4);
    }

    #[test]
    fn more_accounts_than_memory_has_room_for_are_refused() {
        let accounts = |count: u64| {
            let account = br#""0123456789abcdef0123456789abcdef":{},"#;
            let accounts = account.repeat(usize::try_from(count).expect("a count"));
            [b"{".as_slice(), &accounts].concat()
        };
        let users = EntryName::Users;
        assert_eq!(check_members(&accounts(MAX_MEMBERS), &users), Ok(()));
        assert!(check_members(&accounts(MAX_MEMBERS + 1), &users).is_err());
    }
}
