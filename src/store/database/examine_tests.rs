//! What an examination finds in databases, and what mending makes of it, on each of them.

use std::path::Path;
use std::time::Duration;

use crate::model::{BilledReply, ConversationId, PriceBasis, UserId};
use crate::store::postgres::test_server::{FreshDatabase, fresh_database};
use crate::store::{
    EntryName, Finding, LedgerEntry, Location, OpenOptions, Severity, Store, begin_new, open,
};

/// A database with an account that has a conversation, and one that has nothing.
struct Fixture {
    location: Location,
    database: Option<FreshDatabase>,
    folder: tempfile::TempDir,
}

const USERS: &str = r#"{"u1": {"email": "a@x"}, "u2": {"email": "b@x"}}"#;
const DATA: &str = r#"{"conversations": {"c1": {"messages": [
    {"role": "user", "content": "why do the é and a zebra, and a zoo, and 10 or 9?"},
    {"role": "assistant", "content": "so", "cost": 0.5}, {"role": "user", "content": ""}]},
    "c2": {"messages": [{"role": "user", "content": "LONG"}]}}}"#;

impl Fixture {
    fn sqlite() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::Sqlite(folder.path().join("store.db"));
        Some(Self::filled(location, None, folder))
    }

    /// `None` where there is no server to test against, which continuous integration must have.
    fn postgres() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = fresh_database()?;
        let location = Location::Postgres(database.url().clone());
        Some(Self::filled(location, Some(database), folder))
    }

    fn filled(
        location: Location,
        database: Option<FreshDatabase>,
        folder: tempfile::TempDir,
    ) -> Self {
        let fixture = Self {
            location,
            database,
            folder,
        };
        let at = chrono::DateTime::UNIX_EPOCH;
        let mut load = begin_new(&fixture.location, at, fixture.options()).expect("begun");
        load.put(&EntryName::Users, USERS.as_bytes()).expect("put");
        // More words than a byte counts, and more than an index of PostgreSQL takes.
        let long: Vec<String> = (0..90_000).map(|number| format!("w{number}")).collect();
        let data = DATA.replace("LONG", &long.join(" "));
        load.put(&EntryName::UserData(user("u1")), data.as_bytes())
            .expect("put");
        load.commit().expect("made");
        fixture
    }

    fn options(&self) -> OpenOptions {
        OpenOptions {
            state_folder: Some(self.folder.path().join("state")),
            ..OpenOptions::new(Duration::from_secs(5), chrono_tz::UTC)
        }
    }

    fn store(&self) -> Box<dyn Store> {
        open(&self.location, self.options()).expect("opened")
    }

    /// Runs statements in the database, as somebody else would.
    fn run(&self, sql: &str) {
        match (&self.database, &self.location) {
            (Some(database), _) => database.run(sql),
            (None, Location::Sqlite(file)) => run_in(file, &sql.replace("chatkeep.", "")),
            _ => unreachable!("there are two kinds"),
        }
    }

    /// Runs the statements of this kind of database.
    fn run_own(&self, sqlite: &str, postgres: &str) {
        match &self.database {
            Some(_) => self.run(postgres),
            None => self.run(sqlite),
        }
    }

    fn found(&self) -> Vec<Finding> {
        self.store().examine().expect("examined")
    }

    fn codes(&self) -> Vec<&'static str> {
        self.found().iter().map(Finding::code).collect()
    }

    /// Mends what was found, after which all is well and a search finds what it found before.
    fn is_mended(&self) {
        for finding in &self.found() {
            assert!(self.store().mend(finding).expect("mended"), "{finding:?}");
        }
        assert_eq!(self.found(), []);
        assert_eq!(self.hits("zebra"), 1);
    }

    fn hits(&self, word: &str) -> u64 {
        use crate::search::{Order, Pattern, Query, Search, SearchFilter};
        let query = Query::parse(word, false).expect("a word");
        let search = Search {
            pattern: Pattern::words(&query),
            filter: SearchFilter::default(),
            order: Order::default(),
            limit: None,
            context: 0,
        };
        let found = self.store().search(None, &search).expect("searched");
        found.messages
    }
}

fn user(id: &str) -> UserId {
    UserId::parse(id).expect("an id")
}

fn run_in(file: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(file).expect("opened");
    // As by a program that does not ask for keys to be kept.
    let without = format!("PRAGMA foreign_keys = OFF; {sql}");
    connection.execute_batch(&without).expect("it may");
}

fn columns_that_are_not_what_documents_say_are_found_and_made_again(fixture: &Fixture) {
    assert_eq!(fixture.found(), []);
    let before = fixture.store().conversations(&user("u1")).expect("listed");
    fixture
        .run("UPDATE chatkeep.conversations SET message_count = 7, totals = '{}' WHERE id = 'c1'");
    assert_eq!(fixture.codes(), ["stale_copies"]);
    fixture.is_mended();
    let after = fixture.store().conversations(&user("u1")).expect("listed");
    assert_eq!(after, before);
}

fn sums_that_are_not_what_replies_took_are_found_and_made_again(fixture: &Fixture) {
    let cost = || {
        let mut costs = Vec::new();
        let visited = fixture
            .store()
            .visit_daily_usage(None, chrono_tz::UTC, &mut |daily| {
                costs.push(daily.totals.cost.to_string());
            });
        visited.expect("sums");
        costs
    };
    assert_eq!(cost(), ["0.5"]);
    for (sqlite, postgres) in [
        (
            "UPDATE sums SET line = replace(line, '0.5', '0.25')",
            "UPDATE chatkeep.sums SET cost = 0.25",
        ),
        ("DELETE FROM sums", "DELETE FROM chatkeep.sums"),
        ("DELETE FROM summed", "DELETE FROM chatkeep.summed"),
    ] {
        fixture.run_own(sqlite, postgres);
        let found = fixture.found();
        assert_eq!(fixture.codes(), ["stale_sums"], "{sqlite}");
        assert_eq!(found[0].severity(), Severity::Warning);
        assert_eq!(
            found[0].kind.to_string(),
            "the sums of what replies took are not those of the replies of a user"
        );
        fixture.is_mended();
        assert_eq!(cost(), ["0.5"], "{sqlite}");
    }
    // Sums of another zone are right, and slow to use.
    fixture.run("UPDATE chatkeep.summed SET zone = 'Asia/Tokyo' WHERE user_id = 'u1'");
    assert_eq!(cost(), ["0.5"]);
    assert_eq!(fixture.codes(), ["stale_sums"]);
    fixture.is_mended();
}

fn a_store_of_the_first_version_gets_its_sums_when_it_is_opened(fixture: &Fixture) {
    let reply = crate::model::ReplyUsage {
        provider: "p".to_owned(),
        model: "m".to_owned(),
        at: None,
        input_tokens: 1,
        output_tokens: 1,
        total_tokens: 2,
        cost: crate::model::RecordedCost::Known(
            crate::model::Cost::parse("0.125").expect("an amount"),
        ),
        is_error: false,
        is_interrupted: false,
    };
    let bill = |who: &str| {
        let conversation = ConversationId::new(if who == "gone" { "c9" } else { "c1" });
        let who = user(who);
        let mut entries = LedgerEntry::all_of(
            &who,
            &conversation,
            vec![BilledReply {
                usage: reply.clone(),
                basis: PriceBasis::default(),
            }],
        );
        let entry = entries.next().expect("one");
        entry.to_line().trim_end().to_owned()
    };
    let (gone, present) = (bill("gone"), bill("u1"));
    fixture.run(&format!(
        "DROP TABLE chatkeep.sums;
         DROP TABLE chatkeep.summed;
         DELETE FROM chatkeep.migrations WHERE version = 2;
         INSERT INTO chatkeep.ledger (user_id, conversation_id, position, doc)
         VALUES ('gone', 'c9', 0, '{gone}'), ('u1', 'c1', 0, '{present}')"
    ));
    if fixture.database.is_none() {
        fixture.run("PRAGMA user_version = 1");
    }
    let mut sums = Vec::new();
    let visited = fixture
        .store()
        .visit_daily_usage(None, chrono_tz::UTC, &mut |daily| {
            sums.push((daily.user.to_string(), daily.totals.cost.to_string()));
        });
    visited.expect("sums");
    sums.sort();
    let expected = [("gone", "0.125"), ("u1", "0.5")];
    assert_eq!(
        sums,
        expected.map(|(user, cost)| (user.to_owned(), cost.to_owned()))
    );
    assert_eq!(fixture.codes(), [""; 0]);
}

fn damage_of_one_user_keeps_no_sums_of_others_from_being_made(fixture: &Fixture) {
    fixture.run(
        "DROP TABLE chatkeep.sums;
         DROP TABLE chatkeep.summed;
         DELETE FROM chatkeep.migrations WHERE version = 2;
         INSERT INTO chatkeep.user_data (user_id, doc) VALUES ('u0', '{}');
         INSERT INTO chatkeep.conversations (user_id, id, position, doc, message_count, totals)
         VALUES ('u0', 'c0', 0, '5', 0, '{}')",
    );
    fixture.run_own(
        "INSERT INTO messages (user_id, conversation_id, position, is_reply, doc)
         VALUES ('u0', 'c0', 0, 1, '5'); PRAGMA user_version = 1;",
        "INSERT INTO chatkeep.messages (user_id, conversation_id, position, is_reply, doc, words)
         VALUES ('u0', 'c0', 0, 1, '5', '')",
    );
    let store = fixture.store();
    let visit = |users| store.visit_daily_usage(users, chrono_tz::UTC, &mut |_| {});
    let damaged = [user("u0")];
    assert!(visit(Some(&damaged)).is_err(), "it is damaged");
    assert!(visit(None).is_err());
    let mut costs = Vec::new();
    let visited = store.visit_daily_usage(Some(&[user("u1")]), chrono_tz::UTC, &mut |daily| {
        costs.push(daily.totals.cost.to_string());
    });
    visited.expect("sums");
    assert_eq!(costs, ["0.5"]);
}

fn words_that_are_not_those_of_the_message_are_found_and_made_again(fixture: &Fixture) {
    fixture.run_own(
        "DELETE FROM message_words WHERE rowid = 1;
         INSERT INTO message_words (rowid, words) VALUES (1, 'other words');",
        "UPDATE chatkeep.messages SET words = 'other words' WHERE conversation_id = 'c1' AND position = 0",
    );
    assert_eq!(fixture.hits("zebra"), 0);
    let found = fixture.found();
    let said: Vec<String> = found.iter().map(|one| one.kind.to_string()).collect();
    assert_eq!(
        said,
        ["conversation \"c1\": the search index has other words than a message"]
    );
    assert_eq!(found[0].code(), "stale_words");
    assert_eq!(found[0].severity(), Severity::Warning);
    fixture.is_mended();
}

fn a_damaged_search_index_is_a_finding_of_its_own_and_made_again(fixture: &Fixture) {
    for postgres in [
        "UPDATE pg_index SET indisvalid = false
         WHERE indexrelid = 'chatkeep.messages_words'::regclass",
        "DROP INDEX chatkeep.messages_words",
    ] {
        fixture.run_own(
            "UPDATE message_words_data SET block = zeroblob(40) WHERE id > 10",
            postgres,
        );
        assert_eq!(
            fixture.codes(),
            ["search_index_damaged"],
            "{:?}",
            fixture.found()
        );
        fixture.is_mended();
    }
}

fn data_without_an_account_is_damage_and_left_to_a_person(fixture: &Fixture) {
    fixture.run(
        "INSERT INTO chatkeep.user_data (user_id, doc) VALUES ('ghost', NULL), ('gone', '{}')",
    );
    let found = fixture.found();
    let rows = found.iter().find(|one| one.code() == "orphan_rows");
    let rows = rows.expect("they are found");
    assert_eq!(
        rows.kind.to_string(),
        "2 rows of the table user_data are of no account"
    );
    assert_eq!((rows.severity(), rows.mending()), (Severity::Damage, None));
}

fn an_account_without_its_row_is_damage_and_gets_it(fixture: &Fixture) {
    fixture.run("DELETE FROM chatkeep.user_data WHERE user_id = 'u2'");
    let found = fixture.found();
    assert_eq!(fixture.codes(), ["accounts_without_data"]);
    assert_eq!(found[0].severity(), Severity::Damage);
    assert_eq!(
        found[0].kind.to_string(),
        "an account has no row in the table user_data"
    );
    let refused = fixture.store().remove_user(&user("u2"));
    assert!(refused.is_err(), "it could not even be removed");
    fixture.is_mended();
    fixture.store().remove_user(&user("u2")).expect("removed");
}

fn a_reservation_is_left_behind_when_its_time_and_its_lease_have_passed(fixture: &Fixture) {
    const FAR: i64 = 99_999_999_999_999;
    for (until, lease, is_past) in [(0, FAR, false), (FAR, 0, false), (0, 0, true)] {
        fixture.run(&format!(
            "INSERT INTO chatkeep.reservations (user_id, id, usd, until, lease)
             VALUES ('u1', 'r{until}-{lease}', '0.5', {until}, {lease})"
        ));
        let expected: &[&str] = if is_past { &["left_behind"] } else { &[] };
        assert_eq!(fixture.codes(), expected, "until {until}, lease {lease}");
    }
    fixture.is_mended();
    let reserved = fixture.store().reserved(&user("u1"), chrono::Utc::now());
    assert_eq!(reserved.expect("summed").to_string(), "1");
}

fn keys_being_encrypted_anew_are_unfinished_when_the_lease_has_passed(fixture: &Fixture) {
    fixture.run(
        r#"INSERT INTO chatkeep.settings (name, value) VALUES
           ('rekey', '{"before": ["age1old"], "target": ["age1new"]}'),
           ('rekey-lease', 'somebody 99999999999999')"#,
    );
    assert_eq!(fixture.codes(), [""; 0], "somebody is at it");
    for lapse in [
        "UPDATE chatkeep.settings SET value = 'somebody 1' WHERE name = 'rekey-lease'",
        "DELETE FROM chatkeep.settings WHERE name = 'rekey-lease'",
    ] {
        fixture.run(lapse);
        let found = fixture.found();
        assert_eq!(fixture.codes(), ["rekey_unfinished"]);
        assert!(found[0].kind.to_string().contains("age1new"));
        assert_eq!(found[0].mending(), None, "`key rekey` goes on with it");
    }
}

#[test]
fn messages_that_the_index_does_not_have_are_found_and_put_in() {
    let fixture = Fixture::sqlite().expect("it needs no server");
    fixture.run("DELETE FROM message_words WHERE rowid = 1");
    assert_eq!(fixture.hits("zebra"), 0);
    assert_eq!(fixture.codes(), ["search_index_incomplete"]);
    fixture.is_mended();
}

/// Runs each test on each kind of database, as a test of its own.
macro_rules! on_each {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $test() {
                if let Some(fixture) = super::Fixture::sqlite() {
                    super::$test(&fixture);
                }
            })+
        }
        mod postgres {
            $(#[test] fn $test() {
                if let Some(fixture) = super::Fixture::postgres() {
                    super::$test(&fixture);
                }
            })+
        }
    };
}

on_each!(
    columns_that_are_not_what_documents_say_are_found_and_made_again,
    sums_that_are_not_what_replies_took_are_found_and_made_again,
    a_store_of_the_first_version_gets_its_sums_when_it_is_opened,
    damage_of_one_user_keeps_no_sums_of_others_from_being_made,
    words_that_are_not_those_of_the_message_are_found_and_made_again,
    a_damaged_search_index_is_a_finding_of_its_own_and_made_again,
    data_without_an_account_is_damage_and_left_to_a_person,
    an_account_without_its_row_is_damage_and_gets_it,
    a_reservation_is_left_behind_when_its_time_and_its_lease_have_passed,
    keys_being_encrypted_anew_are_unfinished_when_the_lease_has_passed,
);
