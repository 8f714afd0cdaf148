//! The rights that a role needs which works on a store and owns nothing of it.

/// The schema that all tables are in.
const SCHEMA: &str = "chatkeep";

/// The tables that commands read and write.
const WRITTEN: [&str; 8] = [
    "settings",
    "users",
    "tombstones",
    "user_data",
    "conversations",
    "messages",
    "ledger",
    "reservations",
];

/// The tables that commands only read.
const READ: [&str; 1] = ["migrations"];

/// Writes the statements that make a role, if it is not there, and give it what it needs, to be run by the owner of the tables: no right to change
/// the schema, or to be let in without a password.
pub fn grants(role: &str) -> String {
    let role = quoted(role);
    let tables = |names: &[&str]| {
        let names = names.iter().map(|name| format!("{SCHEMA}.{name}"));
        names.collect::<Vec<_>>().join(", ")
    };
    format!(
        "DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n\
         GRANT USAGE ON SCHEMA {SCHEMA} TO {role};\n\
         GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {role};\n\
         GRANT SELECT ON {} TO {role};\n",
        tables(&WRITTEN),
        tables(&READ),
    )
}

/// Quotes a name as the SQL standard has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::super::test_server::{fresh_database, with_parameters};
    use super::*;
    use crate::model::{NewUser, StoreSettings};
    use crate::store::{OpenOptions, Store};

    #[test]
    fn a_name_cannot_end_its_quotes() {
        let sql = grants("a\"; DROP TABLE users; --");
        assert!(sql.contains("CREATE ROLE \"a\"\"; DROP TABLE users; --\" LOGIN;"));
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
        let role = format!("r{}", uuid::Uuid::new_v4().simple());
        database.run(&grants(&role));
        database.run(&grants(&role));
        database.run(&format!("ALTER ROLE {role} PASSWORD 'x'"));
        let url = with_parameters(database.url(), &[("user", &role), ("password", "x")]);
        let store = super::super::open(&url, options()).expect("let in");
        let user = NewUser {
            id: crate::model::UserId::random(),
            email: "ada@example.org".to_owned(),
            name: "Ada".to_owned(),
            password_hash: None,
            created_at: "2026-02-09T14:03:11.651429".to_owned(),
        };
        store.add_user(&user).expect("it may");
        store.change_settings(&mut |_| {}).expect("it may");
        store.remove_user(&user.id).expect("it may");
        drop(store);
        let refused = super::super::connect(&url, &options())
            .expect("let in")
            .batch_execute("ALTER TABLE chatkeep.users ADD COLUMN x INT");
        assert!(refused.is_err(), "it does not own the table");
        database.run(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    }
}
