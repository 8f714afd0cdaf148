//! What stands before a member's header: GNU's long names, and the extended headers of POSIX.
//!
//! Of those records the name alone is taken, and only where a header has no room for it: everything else that could have
//! one tar read another member than the next tar does is refused.

use crate::archive::error::{Damage, Fault};
use crate::archive::header::padding;
use crate::archive::limits;

use super::stream::Stream;

/// The most bytes of a member's name: what a Unix system takes.
const MAX_NAME_BYTES: u64 = 4096;

/// The most bytes of a member's extended header, in which there may be access lists and the like.
const MAX_RECORDS_BYTES: u64 = 1 << 20;

/// The longest name for which a header of any kind has room.
const SHORT_NAME_BYTES: usize = 100;

/// Reads a long name as GNU tar writes it.
pub(super) fn gnu_name(stream: &mut Stream<'_>, size: u64) -> Result<Vec<u8>, Fault> {
    let mut name = content(stream, size, MAX_NAME_BYTES, "the name of a member")?;
    while name.last() == Some(&0) {
        name.pop();
    }
    Ok(name)
}

/// Reads an extended header, of the member called `of`, or of all that follow. Returns the name that it gives.
pub(super) fn pax_name(
    stream: &mut Stream<'_>,
    size: u64,
    of: &str,
) -> Result<Option<Vec<u8>>, Fault> {
    let records = content(stream, size, MAX_RECORDS_BYTES, "an extended header")?;
    let refuse = |reason| stream.damaged(Damage::bad_entry(of, reason));
    let mut name = None;
    let mut rest = &records[..];
    while !rest.is_empty() {
        let Some((key, value, behind)) = record(rest) else {
            return Err(refuse("has an extended header that cannot be read"));
        };
        rest = behind;
        match key {
            b"path" if name.is_some() => return Err(refuse("has two names in its header")),
            b"path" if value.len() <= SHORT_NAME_BYTES && value.is_ascii() => {
                return Err(refuse("is renamed by an extended header without need"));
            }
            b"path" => name = Some(value.to_vec()),
            b"size" => return Err(refuse("has a second size in an extended header")),
            b"linkpath" => return Err(refuse("is made a link by an extended header")),
            b"SCHILY.realsize" | b"SUN.holesdata" => return Err(refuse("is a sparse file")),
            key if key.starts_with(b"GNU.sparse.") => return Err(refuse("is a sparse file")),
            _ => {}
        }
    }
    Ok(name)
}

/// Splits the first record off: `LENGTH KEY=VALUE\n`, the length being that of the whole.
fn record(records: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = records.iter().position(|byte| *byte == b' ')?;
    let length = std::str::from_utf8(&records[..space]).ok()?;
    let length: usize = length.parse().ok()?;
    let (record, rest) = records.split_at_checked(length)?;
    let record = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = record.iter().position(|byte| *byte == b'=')?;
    Some((&record[..equals], &record[equals + 1..], rest))
}

fn content(stream: &mut Stream<'_>, size: u64, limit: u64, what: &str) -> Result<Vec<u8>, Fault> {
    limits::at_most(size, limit, format!("bytes in {what}"))
        .map_err(|exceeded| stream.damaged(exceeded))?;
    let mut content = Vec::new();
    stream.append(size, &mut content, what)?;
    stream.skip(padding(size) as u64, what)?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_split_by_their_length() {
        let (key, value, rest) = record(b"12 path=a b\n11 uid=1\n").expect("a record");
        assert_eq!((key, value), (&b"path"[..], &b"a b"[..]));
        assert_eq!(rest, b"11 uid=1\n");
        let with_newline = record(b"11 a=b\nc=d\n").expect("a record");
        assert_eq!(with_newline.1, b"b\nc=d");
        for broken in [
            &b""[..],
            b"9",
            b"99 a=b\n",
            b"2 a=b\n",
            b"-6 a=b\n",
            b"6 a=bc",
            b"5 ab\n",
        ] {
            assert_eq!(record(broken), None, "{broken:?}");
        }
    }
}
