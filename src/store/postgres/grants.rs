//! The rights that a role needs which works on a store and owns nothing of it.

use super::environment::PostgresEnvironment;
use super::parameters::database_named;
use crate::store::{PostgresUrl, StoreResult};

/// The schema that all tables are in.
const SCHEMA: &str = "chatkeep";

/// The tables that commands read and write.
const WRITTEN: [&str; 10] = [
    "settings",
    "users",
    "tombstones",
    "user_data",
    "conversations",
    "messages",
    "ledger",
    "reservations",
    "sums",
    "summed",
];

/// The tables that commands only read.
const READ: [&str; 1] = ["migrations"];

/// The statements that make a role, if it is not there, and give it what it needs: no right to change the schema, or to be let
/// in without a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants {
    /// The role.
    pub role: String,
    /// The database; `None` if nothing says which.
    pub database: Option<String>,
    /// One statement each, to be run in order by the owner of the tables, each with its semicolon. They can be run again.
    pub statements: Vec<String>,
}

/// Writes the statements for a role that works on the store at `url`. The database is not asked.
pub fn grants(
    role: &str,
    url: &PostgresUrl,
    environment: &PostgresEnvironment,
) -> StoreResult<Grants> {
    let database = database_named(url, environment)?;
    Ok(Grants {
        role: role.to_owned(),
        statements: statements(role, database.as_deref()),
        database,
    })
}

fn statements(role: &str, database: Option<&str>) -> Vec<String> {
    let role = quoted(role);
    let tables = |names: &[&str]| {
        let names = names.iter().map(|name| format!("{SCHEMA}.{name}"));
        names.collect::<Vec<_>>().join(", ")
    };
    let make = dollar_quoted(&format!(
        " BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END "
    ));
    let mut statements = vec![format!("DO {make};")];
    if let Some(database) = database {
        let database = quoted(database);
        statements.push(format!("GRANT CONNECT ON DATABASE {database} TO {role};"));
    }
    statements.extend([
        format!("GRANT USAGE ON SCHEMA {SCHEMA} TO {role};"),
        format!(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {role};",
            tables(&WRITTEN)
        ),
        format!("GRANT SELECT ON {} TO {role};", tables(&READ)),
    ]);
    statements
}

/// Quotes a name as the SQL standard has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Quotes a text between dollars, with a word between these that the text does not have in this way.
fn dollar_quoted(text: &str) -> String {
    let mut quote = "$$".to_owned();
    let mut number = 0;
    while text.contains(&quote) {
        number += 1;
        quote = format!("$q{number}$");
    }
    format!("{quote}{text}{quote}")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::super::schema;
    use super::super::test_server::{fresh_database, with_parameters};
    use super::*;
    use crate::model::{NewUser, StoreSettings};
    use crate::store::{Location, OpenOptions, Store};

    fn url(text: &str) -> PostgresUrl {
        match Location::parse(OsStr::new(text)) {
            Ok(Location::Postgres(url)) => url,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_table_of_the_schema_is_read_or_written() {
        let mut granted: Vec<&str> = WRITTEN.iter().chain(&READ).copied().collect();
        granted.sort_unstable();
        assert_eq!(granted, schema::tables());
    }

    #[test]
    fn a_name_cannot_end_its_quotes() {
        let sql = statements("a\"; DROP TABLE users; --", None).concat();
        assert!(sql.contains("CREATE ROLE \"a\"\"; DROP TABLE users; --\" LOGIN;"));
        for name in ["$$; DROP TABLE users; --", "a$q1$ $$ b", "$", "$$$q1$"] {
            let statement = statements(name, None).swap_remove(0);
            let quote = statement.strip_prefix("DO ").expect("it is a block");
            let end = quote[1..].find('$').expect("it ends") + 2;
            let (quote, body) = quote.split_at(end);
            let body = body.strip_suffix(&format!("{quote};")).expect("it ends so");
            assert!(!body.contains(quote), "{statement}");
            assert!(body.contains(&format!("CREATE ROLE \"{name}\" LOGIN;")));
        }
    }

    #[test]
    fn the_database_is_the_one_that_the_url_leads_to() {
        let none = PostgresEnvironment::default();
        for (text, expected) in [
            ("postgres://o@h/chat", Some("chat")),
            ("postgres://o@h/a%22b?dbname=c%24d", Some("c$d")),
            ("postgres://o@h", Some("o")),
            ("postgres://h", None),
        ] {
            let grants = grants("r", &url(text), &none).expect("a URL");
            assert_eq!(grants.database.as_deref(), expected, "{text}");
            let connect = grants.statements.iter().find(|it| it.contains("CONNECT"));
            let wanted = expected
                .map(|name| format!("GRANT CONNECT ON DATABASE {} TO \"r\";", quoted(name)));
            assert_eq!(connect, wanted.as_ref());
        }
    }

    #[test]
    fn a_role_with_these_rights_works_on_the_store_and_cannot_change_its_schema() {
        let Some(database) = fresh_database() else {
            return;
        };
        let options = || OpenOptions::new(std::time::Duration::from_secs(10), chrono_tz::UTC);
        let settings = StoreSettings {
            timezone: chrono_tz::UTC,
            key_format: None,
            is_shared: false,
            recipients: Vec::new(),
        };
        super::super::create(database.url(), &settings, options()).expect("made");
        // Whoever is not named may not even connect, and a name may have anything in it.
        database.run("DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$");
        let role = format!("r{}$$a\"b", uuid::Uuid::new_v4().simple());
        let grants = grants(&role, database.url(), &PostgresEnvironment::default());
        let sql = grants.expect("a URL").statements.join("\n");
        database.run(&sql);
        database.run(&sql);
        let name = quoted(&role);
        database.run(&format!("ALTER ROLE {name} PASSWORD 'x'"));
        let user = role.replace('"', "%22");
        let url = with_parameters(database.url(), &[("user", &user), ("password", "x")]);
        let store = super::super::open(&url, options()).expect("let in");
        let user = NewUser {
            id: crate::model::UserId::random(),
            email: "ada@example.org".to_owned(),
            name: "Ada".to_owned(),
            password_hash: None,
            created_at: "2026-02-09T14:03:11.651429".to_owned(),
            budget: None,
            is_disabled: false,
        };
        store.add_user(&user).expect("it may");
        store.change_settings(&mut |_| {}).expect("it may");
        store.remove_user(&user.id).expect("it may");
        drop(store);
        let refused = super::super::connect(&url, &options())
            .expect("let in")
            .batch_execute("ALTER TABLE chatkeep.users ADD COLUMN x INT");
        assert!(refused.is_err(), "it does not own the table");
        database.run(&format!("DROP OWNED BY {name}; DROP ROLE {name}"));
    }
}
