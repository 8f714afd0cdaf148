//! Files that are no store, or not to be had.

use std::fs;

use super::*;
use crate::model::KeyFormat;
use crate::store::{Damage, Store};

struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions::new(Duration::from_millis(50), chrono_tz::UTC)
    }

    fn create(&self) -> StoreResult<DatabaseStore> {
        let settings = StoreSettings {
            timezone: chrono_tz::UTC,
            key_format: Some(KeyFormat::Age),
            is_shared: false,
            recipients: Vec::new(),
        };
        create(&self.file(), &settings, self.options())
    }

    fn refused(&self) -> StoreError {
        open(&self.file(), self.options())
            .map(drop)
            .expect_err("no store")
    }

    fn run(&self, sql: &str) -> Connection {
        let connection = Connection::open(self.file()).expect("opened");
        connection.execute_batch(sql).expect("it may");
        connection
    }
}

#[test]
fn a_new_store_is_its_owners_and_durable() {
    let fixture = Fixture::new();
    let store = fixture.create().expect("made");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&fixture.file()), 0o600);
    let journal: String = fixture
        .run("")
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .expect("it answers");
    assert_eq!(journal, "wal");
    drop(store);
    let names: Vec<_> = fs::read_dir(fixture.folder.path())
        .expect("listed")
        .map(|entry| entry.expect("listed").file_name())
        .collect();
    assert_eq!(names, ["store.db"], "nothing else is left");
}

#[test]
fn a_database_of_another_program_or_of_a_later_version_is_left_alone() {
    let fixture = Fixture::new();
    fixture.run("CREATE TABLE theirs (x)");
    assert!(matches!(
        fixture.refused(),
        StoreError::ForeignDatabase { .. }
    ));
    assert!(matches!(
        fixture.create(),
        Err(StoreError::AlreadyThere { .. })
    ));
    fs::remove_file(fixture.file()).expect("ours");
    fixture.create().expect("made");
    fixture.run("PRAGMA user_version = 99");
    let error = fixture.refused();
    assert!(
        matches!(error, StoreError::SchemaTooNew { found: 99, .. }),
        "{error}"
    );
}

#[test]
fn what_is_no_database_is_named() {
    let fixture = Fixture::new();
    assert!(matches!(fixture.refused(), StoreError::Missing { .. }));
    fs::write(
        fixture.file(),
        "no database, and longer than a header of one would be ".repeat(40),
    )
    .expect("written");
    let error = fixture.refused();
    assert!(
        matches!(
            &error,
            StoreError::Damaged {
                cause: Damage::Database { .. },
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_database_that_is_locked_is_waited_for_no_longer_than_was_said() {
    let fixture = Fixture::new();
    let store = fixture.create().expect("made");
    let other = fixture.run("BEGIN IMMEDIATE");
    let error = store
        .change_settings(&mut |_| {})
        .expect_err("it is locked");
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    assert!(store.settings().is_ok(), "readers do not wait");
    drop(other);
    store.change_settings(&mut |_| {}).expect("it is free");
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let fixture = Fixture::new();
    let store = fixture.create().expect("made");
    let before = store.settings().expect("settings");
    // The database may not grow: as if there were no room.
    let full = SqliteDatabase::new(
        Location::Sqlite(fixture.file()),
        fixture.file(),
        Duration::from_secs(1),
    );
    let connection = full.connect().expect("opened");
    let pages: i64 = connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .expect("it answers");
    connection
        .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
        .expect("it may");
    full.put_back(connection);
    let full = DatabaseStore::new(Arc::new(full), fixture.options());
    let error = full
        .change_settings(&mut |settings| settings.recipients = vec!["age1".repeat(100_000)])
        .expect_err("it does not fit");
    let is_full = |error: &StoreError| match error {
        StoreError::Io { source, .. } => source.kind() == ErrorKind::StorageFull,
        _ => false,
    };
    assert!(is_full(&error), "{error:?}");
    assert_eq!(store.settings().expect("settings"), before);
}

#[test]
fn what_was_erased_is_overwritten_in_the_file() {
    let fixture = Fixture::new();
    let store = fixture.create().expect("made");
    let user = crate::model::NewUser {
        id: crate::model::UserId::random(),
        email: "ada@example.org".to_owned(),
        name: "Ada".to_owned(),
        password_hash: None,
        created_at: "2026-02-09T14:03:11.651429".to_owned(),
        budget: None,
        is_disabled: false,
    };
    store.add_user(&user).expect("added");
    let document =
        r#"{"title": "x", "messages": [{"role": "user", "content": "Timbuktu calling"}]}"#;
    let document = crate::model::Document::parse(document).expect("an object");
    let at = chrono::DateTime::from_timestamp(1_770_000_000, 0).expect("a time");
    for number in 0..20 {
        let id = crate::model::ConversationId::new(format!("c-{number}"));
        store
            .add_conversation(&user.id, &id, &document, at)
            .expect("added");
    }
    let has = |text: &str| {
        let files = fs::read_dir(fixture.folder.path()).expect("ours");
        let files = files.map(|file| fs::read(file.expect("ours").path()).expect("ours"));
        let is_it = |part: &[u8]| part == text.as_bytes();
        files
            .into_iter()
            .any(|bytes| bytes.windows(text.len()).any(is_it))
    };
    for text in ["ada@example.org", "Timbuktu", "timbuktu"] {
        assert!(has(text), "{text}");
    }
    store.erase_user(&user.id, at).expect("erased");
    for text in ["ada@example.org", "Timbuktu", "timbuktu"] {
        assert!(!has(text), "{text}");
    }
    assert!(has(user.id.as_str()), "the tombstone");
}
