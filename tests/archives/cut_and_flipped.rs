//! Archives of some hundred kilobytes, cut off or with a bit flipped.

use std::fs;
use std::path::PathBuf;

use crate::corpus::case;
use crate::place::Place;
use crate::refused::READING_ALL;

const STEP_BYTES: usize = 64 << 10;

/// Puts changed bytes in the place of an archive.
fn put(place: &Place, bytes: &[u8]) -> PathBuf {
    let path = place.work().join("changed");
    fs::write(&path, bytes).expect("ours");
    path
}

#[test]
fn an_archive_cut_off_anywhere_is_refused() {
    for name in ["sample-backup", "sample-gzip", "sample-plain"] {
        let place = Place::new();
        let bytes = fs::read(&case(name).path).expect("it was made");
        // What is cut off within the zeros behind a tarball's end is not missed.
        let lengths = (0..bytes.len() - 1024).step_by(STEP_BYTES);
        let lengths: Vec<_> = lengths.chain([bytes.len() - 1025]).collect();
        assert!(lengths.len() > 9, "{name}");
        for length in lengths {
            let reason = match (name, length) {
                (_, 0) => "not a chatkeep backup",
                ("sample-backup", _) => "the end is missing",
                ("sample-gzip", _) => "its compression is damaged",
                _ => "ends before",
            };
            let path = put(&place, &bytes[..length]);
            place.refuses(&path, reason, READING_ALL);
        }
    }
}

#[test]
fn a_bit_flipped_in_any_region_of_a_backup_is_found() {
    let place = Place::new();
    let bytes = fs::read(&case("sample-backup").path).expect("it was made");
    let end = bytes.len() - 34;
    let offset: [u8; 8] = bytes[end + 16..end + 24].try_into().expect("eight");
    let manifest = usize::try_from(u64::from_le_bytes(offset)).expect("it is within");
    let regions = [
        ("the header of the first member", 3),
        ("its content", 100),
        ("the content of the last file", manifest - 100),
        ("a checksum", manifest - 8),
        ("a length", manifest - 1),
        ("the header of the manifest's member", manifest + 8),
        ("the manifest", manifest + 60),
        ("its checksum", end - 8),
        ("the header of the last member", end + 12),
        ("the place of the manifest", end + 16),
        ("the end", end + 30),
    ];
    let middles = (STEP_BYTES..manifest).step_by(STEP_BYTES);
    let middles = middles.map(|position| ("the middle", position));
    for (region, position) in regions.into_iter().chain(middles) {
        let mut changed = bytes.clone();
        changed[position] ^= 0x10;
        // Where the manifest cannot be found any more it can be anything.
        let reason = match region {
            "the header of the last member" | "the end" => "the end is missing",
            _ => "is damaged at byte",
        };
        place.refuses(&put(&place, &changed), reason, READING_ALL);
    }
}

#[test]
fn a_bit_flipped_in_a_tarball_is_found_where_it_has_a_checksum() {
    let place = Place::new();
    let bytes = fs::read(&case("sample-gzip").path).expect("it was made");
    let ends = [bytes.len() - 8, bytes.len() - 4];
    for position in (5_000..bytes.len()).step_by(STEP_BYTES).chain(ends) {
        let mut changed = bytes.clone();
        changed[position] ^= 0x10;
        place.refuses(&put(&place, &changed), "cannot be used", READING_ALL);
    }
    // Without compression, headers alone have one.
    let bytes = fs::read(&case("sample-plain").path).expect("it was made");
    for position in [512 + 1536 + 3, 512 + 1536 + 124, 512 + 1536 + 500] {
        let mut changed = bytes.clone();
        changed[position] ^= 1;
        let reason = "is followed by what is no header";
        place.refuses(&put(&place, &changed), reason, READING_ALL);
    }
}
