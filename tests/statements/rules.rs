//! The rules.

use std::collections::BTreeSet;

use crate::log::Statement;

/// The tables that every server has whole.
const REFERENCE: [&str; 4] = ["migrations", "settings", "users", "tombstones"];

/// What is wrong with a statement, if anything is.
pub(crate) fn of_statement(statement: &Statement) -> Option<String> {
    let sql = &statement.sql;
    let is_spread = tables(sql)
        .iter()
        .any(|table| !REFERENCE.contains(&table.as_str()));
    // What makes the tables, and what fills or locks all of them, is of `init`, `migrate` and `restore`; what makes an index
    // again, of `doctor`.
    let is_of_everything = [
        "COPY ",
        "BEGIN",
        "CREATE ",
        "DROP INDEX ",
        "LOCK TABLE ",
        "ALTER ",
        "SELECT pg_",
    ]
    .iter()
    .any(|start| sql.starts_with(start));
    if !is_spread || is_of_everything || user_of(statement).is_some() {
        return None;
    }
    let is_read = sql.starts_with("SELECT ") && !sql.contains("FOR UPDATE");
    if !is_read {
        return Some(format!("it names no user, and is no read: {sql}"));
    }
    // Rows of one user are on one server: tables may be put together by users alone.
    let others = tables(sql).len();
    let is_joined = others < 2 || sql.contains("user_id = ");
    (!is_joined).then(|| format!("tables are put together, and not by users: {sql}"))
}

/// What is wrong with a transaction, if anything is.
pub(crate) fn of_transaction(transaction: &[Statement]) -> Option<String> {
    let is_of_everything = |statement: &Statement| {
        statement.sql.starts_with("COPY ") || statement.sql.contains("LOCK TABLE")
    };
    if transaction.iter().any(is_of_everything) {
        return None;
    }
    let changed: BTreeSet<&str> = transaction
        .iter()
        .filter(|statement| !statement.sql.starts_with("SELECT "))
        .filter(|statement| {
            tables(&statement.sql)
                .iter()
                .any(|table| !REFERENCE.contains(&table.as_str()))
        })
        .flat_map(|statement| match statement.sql.starts_with(MAKES_PLACE) {
            true => statement.values.iter().map(String::as_str).collect(),
            false => user_of(statement).into_iter().collect::<Vec<_>>(),
        })
        .collect();
    if let Some(merged) = users_merged(transaction)
        && changed.iter().all(|user| merged.contains(user))
    {
        return None;
    }
    let added = users_added(transaction);
    if changed.iter().all(|user| added.contains(user)) {
        return None;
    }
    (changed.len() > 1).then(|| {
        let sql: Vec<&str> = transaction
            .iter()
            .map(|statement| statement.sql.as_str())
            .collect();
        format!("two users are changed at once: {}", sql.join("; "))
    })
}

/// Returns the two users of whom one goes over into the other, if that is what a transaction does: `user merge` alone changes what
/// two have at once, and says so in the settings, which every server has whole.
fn users_merged(transaction: &[Statement]) -> Option<[&str; 2]> {
    transaction.iter().find_map(|Statement { sql, values }| {
        let [name, into] = values.as_slice() else {
            return None;
        };
        let is_setting = sql.starts_with("INSERT INTO chatkeep.settings ");
        let from = name.strip_prefix("merged:").filter(|_| is_setting)?;
        Some([from, into.as_str()])
    })
}

/// What begins a statement that makes place for what new users will have.
const MAKES_PLACE: &str = "INSERT INTO chatkeep.user_data (user_id, doc) VALUES ($1, NULL)";

/// Returns the users that a transaction adds: `user apply` has many at one stroke, and each of them is new on whatever server.
fn users_added(transaction: &[Statement]) -> BTreeSet<&str> {
    let of = |start: &str| -> BTreeSet<&str> {
        let made = transaction.iter().filter(|it| it.sql.starts_with(start));
        made.flat_map(|it| it.values.iter().map(String::as_str))
            .collect()
    };
    let accounts = of("INSERT INTO chatkeep.users ");
    &of(MAKES_PLACE) & &accounts
}

/// Returns the tables that a statement names.
fn tables(sql: &str) -> BTreeSet<String> {
    let named = sql.split("chatkeep.").skip(1);
    let name = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        rest[..end.unwrap_or(rest.len())].to_owned()
    };
    named.map(name).collect()
}

/// Returns the one user that a statement names.
fn user_of(statement: &Statement) -> Option<&str> {
    let Statement { sql, values } = statement;
    // The first column of whatever is put in is the user.
    let is_put_in = sql.starts_with("INSERT ") && sql.contains("(user_id, ");
    let parameter = match is_put_in {
        true => "1",
        false => {
            let (_, rest) = sql.split_once("user_id = $")?;
            let end = rest.find(|c: char| !c.is_ascii_digit());
            &rest[..end.unwrap_or(rest.len())]
        }
    };
    let index: usize = parameter.parse().ok()?;
    values.get(index.checked_sub(1)?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(sql: &str) -> Statement {
        Statement {
            sql: sql.to_owned(),
            values: vec!["u1".to_owned(), "u2".to_owned()],
        }
    }

    #[test]
    fn each_breach_is_found() {
        for sql in [
            "DELETE FROM chatkeep.messages",
            "UPDATE chatkeep.ledger SET doc = $1",
            "SELECT doc FROM chatkeep.user_data FOR UPDATE",
            "SELECT 1 FROM chatkeep.messages m JOIN chatkeep.conversations c ON c.id = m.conversation_id",
        ] {
            assert!(of_statement(&statement(sql)).is_some(), "{sql}");
        }
        for sql in [
            "DELETE FROM chatkeep.users",
            "DELETE FROM chatkeep.messages WHERE user_id = $2 AND position >= $1",
            "INSERT INTO chatkeep.ledger (user_id, doc) VALUES ($1, $2)",
            "SELECT doc FROM chatkeep.messages",
            "COMMIT",
        ] {
            assert_eq!(of_statement(&statement(sql)), None, "{sql}");
        }
        let first = statement("DELETE FROM chatkeep.messages WHERE user_id = $1");
        let second = statement("DELETE FROM chatkeep.messages WHERE user_id = $2");
        assert!(of_transaction(&[first.clone(), second.clone()]).is_some());
        assert_eq!(of_transaction(&[first.clone(), first.clone()]), None);
        let merge = |from: &str, into: &str| Statement {
            sql: "INSERT INTO chatkeep.settings (name, value) VALUES ($1, $2)".to_owned(),
            values: vec![format!("merged:{from}"), into.to_owned()],
        };
        let both = |named| of_transaction(&[first.clone(), second.clone(), named]);
        assert_eq!(both(merge("u1", "u2")), None);
        assert_eq!(both(merge("u2", "u1")), None);
        assert!(both(merge("u1", "u3")).is_some(), "another is changed");
        let read = Statement {
            sql: "SELECT value FROM chatkeep.settings WHERE name = $1".to_owned(),
            ..merge("u1", "u2")
        };
        assert!(both(read).is_some(), "it says so, or it does not");
        let add = statement("INSERT INTO chatkeep.users (user_id, doc) VALUES ($1, ''), ($2, '')");
        let place = statement(&format!("{MAKES_PLACE}, ($2, NULL)"));
        assert_eq!(of_transaction(&[add.clone(), place.clone()]), None);
        assert!(
            of_transaction(std::slice::from_ref(&place)).is_some(),
            "they are not new"
        );
        let third = Statement {
            values: vec!["u3".to_owned()],
            ..first.clone()
        };
        assert!(
            of_transaction(&[add, place, third]).is_some(),
            "another is changed"
        );
        let copy = statement("COPY chatkeep.messages FROM STDIN BINARY");
        assert_eq!(of_transaction(&[first, copy, second]), None);
    }
}
