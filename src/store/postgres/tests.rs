//! Getting in or not, on a real server.

use std::time::Duration;

use super::test_server::{beside, fresh_database, server, with_parameters};
use super::*;
use crate::model::KeyFormat;
use crate::store::database::{Appended, MessageRow, Stored, Words};

fn options() -> OpenOptions {
    OpenOptions::new(Duration::from_secs(5), chrono_tz::UTC)
}

fn settings() -> StoreSettings {
    StoreSettings {
        timezone: chrono_tz::UTC,
        key_format: Some(KeyFormat::Age),
        is_shared: false,
        recipients: Vec::new(),
    }
}

fn refused(url: &PostgresUrl) -> StoreError {
    open(url, options()).map(drop).expect_err("no store")
}

#[test]
fn a_wrong_password_is_refused_and_shown_nowhere() {
    let Some(server) = server("CHATKEEP_TEST_POSTGRES_URL") else {
        return;
    };
    let wrong = with_parameters(&server, &[("password", "not-the-secret")]);
    let error = refused(&wrong);
    assert!(
        matches!(error, StoreError::DatabaseRefused { .. }),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("not-the-secret"));
    let nowhere = with_parameters(&server, &[("dbname", "nowhere")]);
    let error = refused(&nowhere);
    assert!(
        matches!(error, StoreError::DatabaseMissing { .. }),
        "{error}"
    );
}

#[test]
fn certificates_are_looked_at_as_far_as_is_asked_for() {
    let expired = beside("CHATKEEP_TEST_EXPIRED_URL");
    let (Some(server), Some(expired)) = (server("CHATKEEP_TEST_POSTGRES_URL"), expired) else {
        return;
    };
    let error = refused(&expired);
    assert!(
        matches!(error, StoreError::DatabaseUnreachable { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("xpired"), "{error}");
    let is_missing = |error: &StoreError| matches!(error, StoreError::Missing { .. });
    assert!(is_missing(&refused(&server)), "the right one is trusted");
    // The server's own certificate vouches for nothing but itself.
    let roots = server
        .expose()
        .rsplit_once("sslrootcert=")
        .expect("there is one");
    let other = roots.1.replace("ca.crt", "other-ca.crt");
    for (mode, is_trusted) in [
        ("verify-full", false),
        ("verify-ca", false),
        ("require", false),
        ("prefer", true),
        ("disable", true),
    ] {
        let url = with_parameters(&server, &[("sslmode", mode), ("sslrootcert", &other)]);
        let error = refused(&url);
        assert_eq!(is_missing(&error), is_trusted, "{mode}: {error}");
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let Ok(Location::Postgres(url)) =
        Location::parse("postgres://u:secret@127.0.0.1:1/db".as_ref())
    else {
        panic!("it is a URL");
    };
    let error = refused(&url);
    assert!(
        matches!(error, StoreError::DatabaseUnreachable { .. }),
        "{error}"
    );
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn a_database_of_another_program_or_of_a_later_version_is_left_alone() {
    let Some(database) = fresh_database() else {
        return;
    };
    database.run("CREATE SCHEMA chatkeep; CREATE TABLE chatkeep.theirs (x INT)");
    assert!(exists(database.url(), &options()).expect("it answers"));
    let error = refused(database.url());
    assert!(
        matches!(error, StoreError::ForeignDatabase { .. }),
        "{error}"
    );
    let made = create(database.url(), &settings(), options()).map(drop);
    assert!(matches!(made, Err(StoreError::ForeignDatabase { .. })));
    database.run("DROP SCHEMA chatkeep CASCADE");
    create(database.url(), &settings(), options()).expect("made");
    database.run("INSERT INTO chatkeep.migrations VALUES (99, '', 'later')");
    let error = refused(database.url());
    assert!(
        matches!(error, StoreError::SchemaTooNew { found: 99, .. }),
        "{error}"
    );
}

#[test]
fn what_a_lost_connection_was_in_the_midst_of_is_not_done() {
    let Some(database) = fresh_database() else {
        return;
    };
    let store = create(database.url(), &settings(), options()).expect("made");
    let lost = crate::store::Store::change_settings(&store, &mut |settings| {
        settings.recipients.push("age1new".to_owned());
        database.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
    });
    let error = lost.expect_err("the connection is gone");
    assert!(
        matches!(
            error,
            StoreError::ConnectionLost { .. } | StoreError::DatabaseUnreachable { .. }
        ),
        "{error}"
    );
    let again = open(database.url(), options()).expect("opened");
    let settings = crate::store::Store::settings(&again).expect("settings");
    assert!(settings.recipients.is_empty());
}

#[test]
fn every_key_of_a_table_that_can_be_spread_contains_the_user() {
    let Some(database) = fresh_database() else {
        return;
    };
    create(database.url(), &settings(), options()).expect("made");
    let mut client = connect(database.url(), &options()).expect("it answers");
    let sql = "SELECT t.relname::text || ' ' || conname FROM pg_constraint c
               JOIN pg_class t ON t.oid = c.conrelid
               WHERE connamespace = 'chatkeep'::regnamespace AND contype IN ('p', 'u', 'f', 'x')
               AND t.relname::text <> ALL ($1)
               AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.conrelid
                               AND a.attname = 'user_id' AND a.attnum = ANY (c.conkey))";
    let reference: Vec<&str> = distribution::REFERENCE.to_vec();
    let found = client.query(sql, &[&reference]).expect("it answers");
    let found: Vec<String> = found.iter().map(|row| row.get(0)).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_server_that_takes_a_connection_and_says_nothing_is_not_waited_for_long() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = silent.local_addr().expect("bound").port();
    let text = format!("postgres://u:secret@127.0.0.1:{port}/db");
    let Ok(Location::Postgres(url)) = Location::parse(text.as_ref()) else {
        panic!("it is a URL");
    };
    let options = OpenOptions::new(Duration::from_millis(1), chrono_tz::UTC);
    let error = open(&url, options).map(drop).expect_err("nobody answers");
    assert!(error.to_string().contains("no answer for 1 s"), "{error}");
}

#[test]
fn the_next_server_is_tried_when_one_does_not_answer_and_each_has_its_own_password() {
    let Some(server) = server("CHATKEEP_TEST_POSTGRES_URL") else {
        return;
    };
    let (who, address, parameters) = server.parts();
    let (user, password) = who.and_then(|who| who.split_once(':')).expect("both");
    let (host, _) = address.split_once('/').expect("a database");
    let port = host.rsplit_once(':').expect("a port").1;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("pass");
    let lines = format!("127.0.0.1:1:*:*:wrong\nlocalhost:{port}:*:*:{password}\n");
    std::fs::write(&file, lines).expect("written");
    let close = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&file, close).expect("ours");
    let file = file.display();
    let text =
        format!("postgres://{user}@127.0.0.1:1,{host}/postgres?{parameters}&passfile={file}");
    let Ok(Location::Postgres(url)) = Location::parse(text.as_ref()) else {
        panic!("it is a URL");
    };
    let error = refused(&url);
    assert!(matches!(error, StoreError::Missing { .. }), "{error}");
}

#[test]
fn a_turn_goes_only_behind_a_conversation_that_is_as_it_was_seen() {
    let Some(database) = fresh_database() else {
        return;
    };
    drop(create(database.url(), &settings(), options()).expect("made"));
    database.run(
        "INSERT INTO chatkeep.user_data VALUES ('u', '{}');
         INSERT INTO chatkeep.summed VALUES ('u', 'UTC');
         INSERT INTO chatkeep.conversations VALUES ('u', 'c', 0, NULL, '{}', 1, '{}');
         INSERT INTO chatkeep.messages VALUES ('u', 'c', 0, 0, '{}', '')",
    );
    let postgres = PostgresDatabase::new(database.url(), &options());
    let user = crate::model::UserId::parse("u").expect("an id");
    let message = |doc: &str| MessageRow {
        doc: doc.to_owned(),
        is_reply: false,
        words: Words::join(["why"].into_iter()),
    };
    let messages = [message("1"), message("2")];
    let seen = |doc: &str, message_count| Stored {
        key: "c".to_owned(),
        spelling: "c".to_owned(),
        doc: doc.to_owned(),
        message_count,
        totals: "{}".to_owned(),
    };
    for is_spread in [false, true] {
        let append_for = |zone: &str, seen: &Stored| {
            let mut session = postgres.session(Box::new(postgres.connect().expect("it answers")));
            session.is_spread = is_spread;
            let appended = Appended {
                seen,
                doc: "{\"a\":1}",
                totals: "{}",
                zone,
                sums: &[],
                messages: &messages,
            };
            session.append(&user, &appended).expect("it answers")
        };
        let append = |seen: &Stored| append_for("UTC", seen);
        let doc = if is_spread { "{\"a\":1}" } else { "{}" };
        let count = if is_spread { 3 } else { 1 };
        assert!(!append(&seen("{\"b\":1}", count)), "another document");
        assert!(!append(&seen(doc, count + 1)), "other messages");
        if !is_spread {
            let other = append_for("Asia/Tokyo", &seen(doc, count));
            assert!(!other, "sums of another zone");
        }
        assert!(append(&seen(doc, count)));
    }
    let mut client = postgres.connect().expect("it answers");
    let sql = "SELECT string_agg(position || doc || words::text, ' ' ORDER BY position)
               FROM chatkeep.messages";
    let row = client.query_one(sql, &[]).expect("it answers");
    assert_eq!(row.get::<_, &str>(0), "0{} 11'why' 22'why' 31'why' 42'why'");
}

#[test]
fn a_load_whose_connection_is_cut_leaves_what_there_was() {
    let Some(database) = fresh_database() else {
        return;
    };
    use crate::store::{EntryName, Store};
    let cut = || {
        database.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
    };
    let user = |id: &str| EntryName::UserData(crate::model::UserId::parse(id).expect("an id"));
    let file = |id: &str| format!("{{\"conversations\":{{\"of-{id}\":{{\"messages\":[]}}}}}}");
    let fill = |load: &mut dyn Load, is_cut: bool| -> StoreResult<()> {
        let accounts = r#"{"a":{"email":"a@example.org"},"b":{"email":"b@example.org"}}"#;
        load.put(&EntryName::Users, accounts.as_bytes())?;
        load.put(&user("a"), file("a").as_bytes())?;
        if is_cut {
            cut();
        }
        load.put(&user("b"), file("b").as_bytes())
    };
    let at = || crate::model::Clock::now(&crate::model::SystemClock);
    let is_lost = |outcome: StoreResult<()>| {
        matches!(
            outcome,
            Err(StoreError::ConnectionLost { .. } | StoreError::DatabaseUnreachable { .. })
        )
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = || OpenOptions {
        state_folder: Some(folder.path().to_owned()),
        ..options()
    };
    // Into a database without a store: there is none afterwards.
    let mut load = begin_new(database.url(), at(), options()).expect("begun");
    let outcome = fill(&mut *load, true).and_then(|()| load.commit().map(drop));
    assert!(is_lost(outcome));
    assert!(!exists(database.url(), &options()).expect("it answers"));
    let mut load = begin_new(database.url(), at(), options()).expect("begun again");
    fill(&mut *load, false).expect("put in");
    load.commit().expect("done");
    // In place of what a store holds: that stays.
    let store = open(database.url(), options()).expect("opened");
    store
        .remove_user(&crate::model::UserId::parse("b").expect("an id"))
        .expect("removed");
    let mut load = store.begin_load(at()).expect("begun");
    let outcome = fill(&mut *load, true).and_then(|()| load.commit().map(drop));
    assert!(is_lost(outcome));
    let again = open(database.url(), options()).expect("opened");
    assert_eq!(again.users().expect("listed").len(), 1);
    assert_eq!(
        again
            .conversations(&again.users().expect("listed")[0].id)
            .expect("listed")
            .len(),
        1
    );
}
