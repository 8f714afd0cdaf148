//! Written, listed, read back.

use std::cell::Cell;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::num::NonZeroUsize;
use std::os::unix::fs::PermissionsExt;
use std::rc::Rc;

use super::super::samples::{
    FakeSnapshot, Key, at, backup_of, entry, large_document, options, proved, small_store,
};
use super::super::*;
use crate::secrets::{Encryption, FileRecipient, Identity, NoFileKeys};
use crate::store::Snapshot;

#[test]
fn every_file_comes_back_as_it_was_and_in_order() {
    let large = large_document(2_500_000);
    let long = format!("user_data/{}.json", "x".repeat(128));
    let store = FakeSnapshot::new(&[
        ("users.json", b"{}"),
        ("user_data/a.json", &large),
        (&long, b"{}"),
        (".chatkeep/ledger.jsonl", b""),
    ]);
    let bytes = backup_of(&store);
    let mut reader = ArchiveReader::new(Cursor::new(&bytes), "a").expect("a backup");
    let mut taken = Vec::new();
    let mut take = |name: &crate::store::EntryName, content: &[u8]| {
        assert_eq!(
            store.read(name).expect("read").expect("there"),
            content,
            "{name}"
        );
        taken.push(name.clone());
        Ok(())
    };
    let mut last = None;
    reader
        .read_entries(&mut take, &mut |progress| last = Some(progress))
        .expect("whole");
    assert_eq!(taken, store.entries());
    let last = last.expect("progress");
    assert_eq!((last.files_done, last.files_total), (4, 4));
    assert_eq!(last.bytes_done, reader.manifest().total_bytes());
}

#[test]
fn the_manifest_says_what_the_backup_holds() {
    let options = WriteOptions {
        note: Some("before the move".to_owned()),
        ..options()
    };
    let mut bytes = Vec::new();
    let written = write(&small_store(), &mut bytes, &options, &mut |_| {}).expect("written");
    assert_eq!(written.size_bytes, bytes.len() as u64);
    let manifest = proved(&bytes).expect("whole");
    assert_eq!(manifest, written.manifest);
    assert_eq!(manifest.created_at, at());
    assert_eq!(manifest.note.as_deref(), Some("before the move"));
    let counts = Counts {
        users: 2,
        user_files: 2,
        conversations: 2,
        damaged_files: 0,
    };
    assert_eq!(manifest.counts, counts);
}

#[test]
fn an_empty_store_has_a_backup_too() {
    let manifest = proved(&backup_of(&FakeSnapshot::new(&[]))).expect("whole");
    assert!(manifest.files.is_empty());
}

#[test]
fn a_damaged_file_is_backed_up_and_marked() {
    let store = FakeSnapshot::new(&[
        ("users.json", b"{\"a\": {"),
        ("user_data/a.json", b"{\"conversations\":{\"c\":{}}}"),
        ("user_data/b.json", b"\xff"),
    ]);
    let bytes = backup_of(&store);
    let manifest = proved(&bytes).expect("whole");
    let damaged: Vec<_> = manifest
        .damaged_files()
        .map(|file| (file.name.to_string(), file.damaged.clone()))
        .collect();
    assert_eq!(damaged[1].1.as_deref(), Some("not UTF-8 at byte 0"));
    assert_eq!((damaged.len(), manifest.counts.damaged_files), (2, 2));
    assert_eq!(
        (manifest.counts.users, manifest.counts.conversations),
        (0, 1)
    );
    let mut reader = ArchiveReader::new(Cursor::new(&bytes), "a").expect("a backup");
    let users = reader.read_one(&entry("users.json")).expect("there");
    assert_eq!(users, b"{\"a\": {");
}

#[test]
fn threads_do_not_change_the_archive() {
    let large = large_document(3_500_000);
    let store = FakeSnapshot::new(&[
        ("users.json", b"{}"),
        ("user_data/a.json", &large),
        ("user_data/b.json", &large[..900_000]),
        ("user_data/c.json", b"{}"),
    ]);
    let archives: Vec<_> = [1, 2, 7]
        .into_iter()
        .map(|threads| {
            let options = WriteOptions {
                threads: NonZeroUsize::new(threads).expect("some"),
                level: Level::new(1).expect("a level"),
                ..options()
            };
            let mut bytes = Vec::new();
            write(&store, &mut bytes, &options, &mut |_| {}).expect("written");
            bytes
        })
        .collect();
    assert!(archives[0] == archives[1] && archives[0] == archives[2]);
}

#[test]
fn small_files_share_a_member_and_do_not_straddle_two() {
    let half = large_document(600_000);
    let large = large_document(5 << 20);
    let store = FakeSnapshot::new(&[
        ("users.json", b"{}"),
        ("user_data/a.json", b"{}"),
        ("user_data/b.json", &half),
        ("user_data/c.json", &half),
        ("user_data/d.json", &large),
        ("user_data/e.json", b"{}"),
    ]);
    let manifest = proved(&backup_of(&store)).expect("whole");
    let places: Vec<_> = manifest
        .files
        .iter()
        .map(|file| (file.offset, file.skip))
        .collect();
    let (users, a, b, c, d, e) = (
        places[0], places[1], places[2], places[3], places[4], places[5],
    );
    assert_eq!((users, a, b), ((0, 0), (0, 1024), (0, 2048)));
    assert!(
        c.0 > b.0 && c.1 == 0,
        "half a megabyte did not fit behind b"
    );
    assert!(d.0 > c.0 && d.1 == 0, "a large file begins a member");
    assert!(e.0 > d.0 && e.1 > 0, "its last member has room for others");
}

/// Counts the bytes that are read.
struct Counting<R>(R, Rc<Cell<usize>>);

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.set(self.1.get() + count);
        Ok(count)
    }
}

impl<R: Seek> Seek for Counting<R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.0.seek(position)
    }
}

#[test]
fn reading_one_file_leaves_the_others_alone() {
    let large = large_document(5 << 20);
    let store = FakeSnapshot::new(&[
        ("users.json", b"{}"),
        ("user_data/a.json", &large),
        ("user_data/b.json", b"{\"b\":1}"),
        ("user_data/c.json", &large),
    ]);
    let bytes = backup_of(&store);
    let read = Rc::new(Cell::new(0));
    let source = Counting(Cursor::new(&bytes), Rc::clone(&read));
    let mut reader = ArchiveReader::new(source, "a").expect("a backup");
    assert!(read.get() < 4096, "{} to open", read.get());
    for name in ["user_data/b.json", "users.json"] {
        read.set(0);
        let content = reader.read_one(&entry(name)).expect("there");
        assert_eq!(
            content,
            store.read(&entry(name)).expect("read").expect("there")
        );
        // Its member has at most 1 MiB, and what is read ahead 64 KiB.
        assert!(read.get() < (1 << 20) + (64 << 10), "{}", read.get());
    }
    let content = reader.read_one(&entry("user_data/c.json")).expect("there");
    assert_eq!(content, large);
    let absent = reader.read_one(&entry("user_data/d.json"));
    assert!(matches!(absent, Err(ArchiveError::NoSuchEntry { .. })));
}

#[test]
fn a_part_that_the_store_does_not_give_is_named() {
    let store = small_store().with_unreadable("user_data/gone.json");
    let error = write(&store, io::sink(), &options(), &mut |_| {}).expect_err("unreadable");
    assert_eq!(error.to_string(), "cannot back up user_data/gone.json");
}

/// Takes so many bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(self.0);
        self.0 -= count;
        if count == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_ends_the_writing_wherever_it_happens() {
    let large = large_document(3 << 20);
    let store = FakeSnapshot::new(&[("users.json", b"{}"), ("user_data/a.json", &large)]);
    let size = backup_of(&store).len();
    for room in [0, 5, 100_000, size - 40, size - 1] {
        let error = write(&store, Full(room), &options(), &mut |_| {}).expect_err("full");
        assert!(matches!(error, ArchiveError::Output(_)), "{error:?}");
    }
}

#[test]
fn a_backup_is_put_into_its_folder_for_its_owner_alone() {
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = scratch.path().join("deep/backups");
    let made = create_in(&folder, None, &small_store(), &options(), &mut |_| {}).expect("made");
    assert_eq!(made.path, folder.join("chatkeep-20260209_020000Z.tar.gz"));
    let mode = |path: &std::path::Path| {
        let facts = fs::metadata(path).expect("it is there");
        facts.permissions().mode() & 0o777
    };
    assert_eq!(mode(&made.path), 0o600);
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&scratch.path().join("deep")), 0o700);
    let mut reader = ArchiveReader::open(&made.path, &NoFileKeys).expect("a backup");
    reader.verify(&mut |_| {}).expect("whole");
    assert_eq!(*reader.manifest(), made.written.manifest);
}

/// Chooses to encrypt to this identity alone.
fn encrypting_to(identity: &Identity) -> WriteOptions {
    let recipients = FileRecipient::of_store(identity.recipients());
    WriteOptions {
        encryption: Some(Encryption::to(recipients).expect("one")),
        ..options()
    }
}

#[test]
fn an_encrypted_backup_is_read_like_another_by_who_has_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = Identity::generate();
    let options = encrypting_to(&identity);
    let large = large_document(2_500_000);
    let store = FakeSnapshot::new(&[
        ("users.json", b"{}"),
        ("user_data/a.json", &large),
        ("user_data/b.json", b"{}"),
    ]);
    let made = create_in(folder.path(), None, &store, &options, &mut |_| {}).expect("made");
    assert!(made.path.ends_with("chatkeep-20260209_020000Z.tar.gz.age"));
    let size = fs::metadata(&made.path).expect("there").len();
    assert_eq!(made.written.size_bytes, size);

    let mut reader = ArchiveReader::open(&made.path, &Key::of(&identity)).expect("opened");
    assert_eq!(*reader.manifest(), made.written.manifest);
    reader.verify(&mut |_| {}).expect("whole");
    for name in ["user_data/b.json", "user_data/a.json"] {
        let content = reader.read_one(&entry(name)).expect("there");
        assert_eq!(Some(content), store.read(&entry(name)).expect("read"));
    }

    let closed = ArchiveReader::open(&made.path, &NoFileKeys).expect_err("no key");
    assert!(closed.is_locked() && !closed.is_damage(), "{closed:?}");
}

#[test]
fn what_became_of_an_encrypted_backup_shows_without_the_key_and_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = Identity::generate();
    let options = encrypting_to(&identity);
    let large = large_document(500_000);
    let store = FakeSnapshot::new(&[("users.json", b"{}"), ("user_data/a.json", &large)]);
    let made = create_in(folder.path(), None, &store, &options, &mut |_| {}).expect("made");
    let digest = made.written.sealed.expect("it is encrypted");
    verify_sealed(&made.path, digest).expect("as written");
    let whole = fs::read(&made.path).expect("readable");
    let proved = || {
        let mut reader = ArchiveReader::open(&made.path, &Key::of(&identity))?;
        reader.verify(&mut |_| {})
    };
    let chunk = 64 << 10;
    let cut_at = [10, 150, chunk, whole.len() - chunk, whole.len() - 1];
    let cut = cut_at.map(|length| whole[..length].to_vec());
    let flipped = [40, 180, 100_000, whole.len() / 2, whole.len() - 1].map(|place| {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        bytes
    });
    for bytes in cut.into_iter().chain(flipped) {
        fs::write(&made.path, &bytes).expect("ours");
        verify_sealed(&made.path, digest).expect_err("not as written");
        let error = proved().expect_err("damaged");
        assert!(error.is_damage() || error.is_locked(), "{error:?}");
    }
}

#[test]
fn two_backups_in_one_second_are_both_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = || create_in(folder.path(), None, &small_store(), &options(), &mut |_| {});
    let first = make().expect("made");
    let content = fs::read(&first.path).expect("readable");
    let second = make().expect("made");
    assert!(second.path.ends_with("chatkeep-20260209_020000Z-2.tar.gz"));
    assert_eq!(fs::read(&first.path).expect("readable"), content);
}

#[test]
fn a_file_of_that_name_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.tar.gz");
    let make = || create_file(&path, &small_store(), &options(), &mut |_| {});
    let content = fs::read(make().expect("made").path).expect("readable");
    let error = make().expect_err("it is there");
    assert!(
        matches!(error, ArchiveError::AlreadyThere { .. }),
        "{error:?}"
    );
    assert_eq!(fs::read(&path).expect("readable"), content);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_part_that_was_removed_meanwhile_is_not_in_the_backup() {
    let store = small_store().with_removed("user_data/gone.json");
    let manifest = proved(&backup_of(&store)).expect("whole");
    assert_eq!(manifest.counts.user_files, 2);
}

#[test]
fn a_failed_backup_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = small_store().with_unreadable("user_data/gone.json");
    create_in(folder.path(), None, &store, &options(), &mut |_| {}).expect_err("unreadable");
    let left = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0);
}

#[test]
fn backups_are_listed_by_time_and_others_files_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let absent = list(&folder.path().join("absent")).expect("no folder, no backups");
    assert_eq!(absent, []);
    for days in [1, 0, 2] {
        let options = WriteOptions {
            created_at: at() + chrono::Duration::days(days),
            ..options()
        };
        create_in(folder.path(), None, &small_store(), &options, &mut |_| {}).expect("made");
    }
    fs::write(folder.path().join(".chatkeep-x.partial"), b"").expect("writable");
    fs::write(folder.path().join("notes.tar.gz"), b"").expect("writable");
    fs::create_dir(folder.path().join("chatkeep-20260101_000000Z.tar.gz")).expect("writable");
    let backups = list(folder.path()).expect("readable");
    let times: Vec<_> = backups
        .iter()
        .map(|backup| (backup.created_at() - at()).num_days())
        .collect();
    assert_eq!(times, [0, 1, 2]);
    let newest = backups[2].open(&NoFileKeys).expect("a backup");
    assert_eq!(newest.manifest().counts.users, 2);
    let size = fs::metadata(&backups[2].path).expect("there").len();
    assert_eq!(backups[2].size_bytes, size);
}
