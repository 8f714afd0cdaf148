//! Reading secrets from files, with the care that a name from outside needs.

use std::fs::{self, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::error::{SecretError, SecretResult};
use crate::model::SecretText;

/// Reads a secret that a file holds, such as a password, an API key or the web app's secret.
///
/// One line end at its end, which editors and `echo` put there, is not part of it. The file must be a regular one of at
/// most 64 KiB, and not empty.
pub fn read_secret(path: &Path) -> SecretResult<SecretText> {
    const LIMIT_BYTES: u64 = 64 << 10;
    let bytes = read_capped(path, LIMIT_BYTES)?;
    let text = str::from_utf8(&bytes).map_err(|_| SecretError::NotText { path: path.into() })?;
    let text = text
        .strip_suffix("\r\n")
        .or_else(|| text.strip_suffix('\n'))
        .unwrap_or(text);
    if text.is_empty() {
        return Err(SecretError::Empty { path: path.into() });
    }
    Ok(SecretText::new(text))
}

/// Whether anyone but its owner may read or change the file: a reason to warn.
pub fn is_readable_by_others(path: &Path) -> SecretResult<bool> {
    const GROUP_AND_OTHERS: u32 = 0o077;
    let metadata = fs::metadata(path).map_err(SecretError::io("look at", path))?;
    Ok(metadata.permissions().mode() & GROUP_AND_OTHERS != 0)
}

/// Reads a regular file of at most `limit_bytes`.
pub(super) fn read_capped(path: &Path, limit_bytes: u64) -> SecretResult<Zeroizing<Vec<u8>>> {
    // Without NONBLOCK, opening a pipe that nobody writes to would wait for ever; regular files do not mind.
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)
        .map_err(SecretError::io("open", path))?;
    let metadata = file.metadata().map_err(SecretError::io("look at", path))?;
    if !metadata.is_file() {
        return Err(SecretError::NotAFile { path: path.into() });
    }
    // One byte more than it has, so that the end is found without growing, which would leave a copy in memory.
    let expected = metadata.len().min(limit_bytes) + 1;
    let capacity = usize::try_from(expected).expect("the limit is far below the address space");
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    file.take(limit_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(SecretError::io("read", path))?;
    if bytes.len() as u64 > limit_bytes {
        return Err(SecretError::TooLarge {
            path: path.into(),
            limit_bytes,
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_with(content: &[u8]) -> tempfile::TempPath {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        fs::write(file.path(), content).expect("written");
        file.into_temp_path()
    }

    #[test]
    fn one_line_end_is_not_part_of_the_secret() {
        for (content, secret) in [
            ("hunter2", "hunter2"),
            ("hunter2\n", "hunter2"),
            ("hunter2\r\n", "hunter2"),
            (" two  words \n\n", " two  words \n"),
            ("odd\r", "odd\r"),
        ] {
            let read = read_secret(&file_with(content.as_bytes())).expect("a secret");
            assert_eq!(read.expose(), secret);
        }
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused() {
        let read = |content: &[u8]| read_secret(&file_with(content));
        assert!(matches!(read(b"\n"), Err(SecretError::Empty { .. })));
        assert!(matches!(read(b"\xff"), Err(SecretError::NotText { .. })));
        assert!(matches!(
            read(&vec![b'a'; (64 << 10) + 1]),
            Err(SecretError::TooLarge { .. })
        ));
        assert!(read(&vec![b'a'; 64 << 10]).is_ok());
        let missing = read_secret(Path::new("no/such/file"));
        assert!(matches!(missing, Err(SecretError::Io { .. })));
    }

    #[test]
    fn folders_and_pipes_are_refused_without_waiting() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let mode = rustix::fs::Mode::RWXU;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0)
            .expect("a pipe");
        for path in [folder.path(), &pipe] {
            let error = read_secret(path);
            assert!(
                matches!(error, Err(SecretError::NotAFile { .. })),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_file_for_more_than_its_owner_is_noticed() {
        let path = file_with(b"x");
        for (mode, expected) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("our file");
            let found = is_readable_by_others(&path).expect("it is there");
            assert_eq!(found, expected, "{mode:o}");
        }
    }
}
