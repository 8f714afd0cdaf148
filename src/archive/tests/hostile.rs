//! Cut off, flipped, forged: refused, with the reason.

use std::error::Error;
use std::process::Command;

use tar::EntryType;

use super::super::header::header_of;
use super::super::members::{Deflater, END_BYTES, Level};
use super::super::samples::{
    FakeSnapshot, Forged, append_manifest, backup_of, large_document, proved, small_store,
};
use super::super::*;

use crate::secrets::NoFileKeys;

const USERS: (&str, &[u8]) = ("users.json", b"{}");
const ADA: (&str, &[u8]) = ("user_data/ada.json", b"{\"ada\":1}");
const BOB: (&str, &[u8]) = ("user_data/bob.json", b"{\"bob\":1}");

/// Returns the error and all of its causes.
fn refusal(bytes: &[u8]) -> String {
    let error = proved(bytes).expect_err("this must be refused");
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

fn assert_refused(forged: Forged, reason: &str) {
    let refusal = refusal(&forged.bytes());
    assert!(
        refusal.contains(reason),
        "{refusal:?} is not about {reason:?}"
    );
}

#[test]
fn a_forged_archive_without_a_fault_is_accepted() {
    let forged = Forged::new(&[USERS, ADA, BOB]);
    let manifest = proved(&forged.bytes()).expect("nothing is wrong with it");
    assert_eq!(manifest.files.len(), 3);
}

#[test]
fn an_archive_cut_off_anywhere_is_refused() {
    let bytes = backup_of(&small_store());
    for length in 10..bytes.len() {
        let refusal = refusal(&bytes[..length]);
        assert!(
            refusal.contains("the end is missing"),
            "{length}: {refusal}"
        );
    }
}

#[test]
fn a_flipped_bit_is_found_in_every_byte() {
    let bytes = backup_of(&small_store());
    for position in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[position] ^= 1;
        assert!(proved(&changed).is_err(), "byte {position}");
    }
}

#[test]
fn a_flipped_bit_is_found_in_each_member_of_a_large_file() {
    let large = large_document(2_500_000);
    let bytes = backup_of(&FakeSnapshot::new(&[USERS, ("user_data/a.json", &large)]));
    for part in 1..8 {
        let mut changed = bytes.clone();
        changed[bytes.len() * part / 8] ^= 0x10;
        assert!(proved(&changed).is_err(), "eighth {part}");
    }
}

#[test]
fn other_files_are_no_backups() {
    let mut gzip = flate2::GzBuilder::new()
        .filename("store.tar")
        .write(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, &header_of("users.json", 0, 0)).expect("in memory");
    let others = gzip.finish().expect("in memory");
    for bytes in [b"".as_slice(), b"short", &[0; 4096], &others] {
        let refusal = refusal(bytes);
        assert!(refusal.contains("not a chatkeep backup"), "{refusal}");
    }
}

#[test]
fn a_folder_and_a_pipe_are_no_backups() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    for path in [folder.path(), &pipe] {
        let error = ArchiveReader::open(path, &NoFileKeys).expect_err("refused");
        assert!(matches!(error, ArchiveError::NotABackup { .. }), "{error}");
    }
    let absent = ArchiveReader::open(&folder.path().join("absent"), &NoFileKeys);
    assert!(matches!(absent, Err(ArchiveError::Io { .. })));
}

#[test]
fn entries_that_are_added_taken_out_doubled_or_renamed_are_refused() {
    let mut added = Forged::new(&[USERS, ADA]);
    added.put(BOB.0, BOB.1);
    assert_refused(
        added,
        "user_data/bob.json stands where the manifest has its end",
    );

    let mut taken_out = Forged::new(&[USERS, ADA]);
    taken_out.claim(BOB.0, BOB.1);
    assert_refused(taken_out, "ends before user_data/bob.json does");

    let mut doubled = Forged::new(&[USERS]);
    doubled.put(USERS.0, USERS.1);
    doubled.claim(ADA.0, ADA.1);
    assert_refused(
        doubled,
        "users.json stands where the manifest has user_data/ada",
    );

    let mut renamed = Forged::new(&[USERS]);
    renamed.put(BOB.0, ADA.1);
    renamed.claim(ADA.0, ADA.1);
    assert_refused(renamed, "user_data/bob.json stands where");

    let mut swapped = Forged::new(&[USERS, ADA, BOB]);
    swapped.entries.swap(1, 2);
    assert_refused(swapped, "user_data/bob.json stands where");
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "/etc/passwd",
        "../users.json",
        "user_data/../../x.json",
        "./users.json",
        "user_data\\x.json",
        "user_data/.json",
        ".chatkeep/identity.txt",
        "users.json/",
        "",
    ] {
        let mut forged = Forged::new(&[]);
        forged.put_with(name, b"{}", |_| {});
        forged.claim(USERS.0, USERS.1);
        assert_refused(forged, "is no part of a store");
    }
}

#[test]
fn a_name_that_is_not_utf8_is_refused() {
    let mut forged = Forged::new(&[]);
    forged.put_with("users.json", b"{}", |header| {
        header.as_old_mut().name[2] = 0xff;
    });
    forged.claim(USERS.0, USERS.1);
    assert_refused(forged, "is no part of a store");
}

#[test]
fn whatever_is_not_a_regular_file_is_refused() {
    for (kind, reason) in [
        (EntryType::Symlink, "is a symbolic link"),
        (EntryType::Link, "is a hard link"),
        (EntryType::Directory, "is a folder"),
        (EntryType::Fifo, "is a pipe"),
        (EntryType::Char, "is a device"),
        (EntryType::Block, "is a device"),
        (EntryType::GNUSparse, "is a sparse file"),
        (EntryType::GNULongName, "does not write"),
        (EntryType::XGlobalHeader, "does not write"),
        (EntryType::Continuous, "does not write"),
    ] {
        let mut forged = Forged::new(&[]);
        forged.put_with("users.json", b"{}", |header| {
            header.set_entry_type(kind);
            header.set_link_name("/etc/passwd").expect("a short name");
        });
        forged.claim(USERS.0, USERS.1);
        assert_refused(forged, reason);
    }
}

#[test]
fn headers_that_say_more_than_ours_are_refused() {
    let changes: [fn(&mut tar::Header); 6] = [
        |header| header.set_mode(0o4755),
        |header| header.set_uid(1000),
        |header| header.set_mtime(1),
        |header| header.as_old_mut().linkname[0] = b'x',
        |header| header.as_mut_bytes()[511] = 1,
        |header| header.as_mut_bytes()[257..265].copy_from_slice(b"ustar  \0"),
    ];
    for change in changes {
        let mut forged = Forged::new(&[]);
        forged.put_with(USERS.0, USERS.1, change);
        forged.claim(USERS.0, USERS.1);
        assert_refused(forged, "has a header that chatkeep does not write");
    }
}

#[test]
fn an_extended_header_that_is_not_ours_is_refused() {
    let long = format!("user_data/{}.json", "x".repeat(128));
    let ours = header_of(&long, 2, 0);
    for record in [
        "26 path=user_data/a.json\n".to_owned(),
        format!("153 path={long}\n11 uid=0\n"),
        format!("10 size=1\n153 path={long}\n"),
        format!("10 size=1\n\0 path={long}\n"),
    ] {
        let mut block = record.into_bytes();
        block.resize(512, 0);
        let mut forged = Forged::new(&[]);
        forged.put(&long, b"{}");
        assert_eq!(forged.entries[0].0.len(), ours.len());
        forged.entries[0].0[512..1024].copy_from_slice(&block);
        forged.claim(&long, b"{}");
        assert_refused(forged, "has a header that chatkeep does not write");
    }
}

#[test]
fn content_that_the_manifest_does_not_have_is_refused() {
    let mut longer = Forged::new(&[]);
    longer.put(USERS.0, b"{ }");
    longer.claim(USERS.0, USERS.1);
    assert_refused(longer, "users.json has 3 bytes, and 2 by the manifest");

    let mut other = Forged::new(&[]);
    other.put(USERS.0, b"[]");
    other.claim(USERS.0, USERS.1);
    assert_refused(other, "the SHA-256 of users.json");

    let broken = Forged::new(&[("users.json", b"{]")]);
    assert_refused(broken, "users.json is not what it should be");

    let mut counts = Forged::new(&[USERS]);
    counts.manifest.counts.users = 7;
    assert_refused(counts, "counts");
}

#[test]
fn a_file_that_is_not_in_its_place_is_refused() {
    let mut forged = Forged::new(&[USERS, ADA]);
    forged.manifest.files[1].skip = 512;
    let bytes = forged.bytes();
    assert!(refusal(&bytes).contains("is not where the manifest says"));
    let mut reader = ArchiveReader::new(std::io::Cursor::new(&bytes), "a").expect("a manifest");
    let ada = samples::entry(ADA.0);
    assert!(reader.read_one(&ada).is_err());
}

#[test]
fn a_later_format_is_refused_by_its_number() {
    let bytes = append_manifest(Vec::new(), br#"{"format":2,"parts":[]}"#, 0);
    let refusal = refusal(&bytes);
    assert!(refusal.contains("has format 2"), "{refusal}");
}

#[test]
fn claims_above_the_limits_are_refused_before_anything_is_unpacked() {
    let mut large = Forged::new(&[USERS]);
    large.manifest.files[0].size_bytes = MAX_ENTRY_BYTES + 1;
    assert_refused(
        large,
        "1073741825 bytes in users.json, and 1073741824 are allowed",
    );

    let mut dense = Forged::new(&[USERS, ADA]);
    for file in &mut dense.manifest.files {
        file.size_bytes = MAX_ENTRY_BYTES;
    }
    assert_refused(dense, "times the size of the file");
}

#[test]
fn what_stands_behind_the_manifest_is_refused() {
    let bytes = backup_of(&small_store());
    let (archive, end) = bytes.split_at(bytes.len() - END_BYTES);
    let extra = Deflater::new(Level::default()).member(&header_of("users.json", 0, 0));
    let changed = [archive, &extra, end].concat();
    assert!(refusal(&changed).contains("users.json stands where"));
    assert!(refusal(&[&bytes, b"x".as_slice()].concat()).contains("the end is missing"));
}

#[test]
fn a_file_with_bytes_where_padding_should_be_is_refused() {
    let mut forged = Forged::new(&[]);
    let mut content = USERS.1.to_vec();
    content.resize(512, b'x');
    forged.put(USERS.0, USERS.1);
    forged.entries[0].1 = content;
    forged.claim(USERS.0, USERS.1);
    assert_refused(forged, "not zero");
}
