//! The server's log, as transactions of chatkeep's.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

/// A statement that chatkeep sent.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// The values of its parameters, in order.
    pub(crate) values: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    session_id: String,
    #[serde(default)]
    application_name: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    detail: String,
}

/// Reads the statements of each transaction, in order.
pub(crate) fn transactions(path: &Path) -> Vec<Vec<Statement>> {
    let file = File::open(path).expect("the server writes its log there");
    let mut open: BTreeMap<String, Vec<Statement>> = BTreeMap::new();
    let mut all = Vec::new();
    for line in BufReader::new(file).lines() {
        let Ok(line) = serde_json::from_str::<Line>(&line.expect("text")) else {
            continue;
        };
        if line.application_name != "chatkeep" {
            continue;
        }
        // `statement: …`, or `execute NAME: …` of one that was prepared.
        let Some((kind, sql)) = line.message.split_once(": ") else {
            continue;
        };
        if kind != "statement" && !kind.starts_with("execute ") {
            continue;
        }
        let statement = Statement {
            sql: sql.split_whitespace().collect::<Vec<_>>().join(" "),
            values: values(&line.detail),
        };
        let (begins, ends) = (sql.starts_with("BEGIN"), is_end(sql));
        let statements = open.entry(line.session_id).or_default();
        if begins {
            // What was not ended was cut off.
            all.push(std::mem::take(statements));
        }
        if !begins && statements.is_empty() {
            // A pooled session goes from one client to another: what is in no transaction stands alone.
            all.push(vec![statement]);
            continue;
        }
        statements.push(statement);
        if ends {
            all.push(std::mem::take(statements));
        }
    }
    all.extend(open.into_values());
    all
}

/// Whether a statement ends the transaction that is open.
fn is_end(sql: &str) -> bool {
    sql.starts_with("COMMIT") || sql == "ROLLBACK"
}

/// Reads `parameters: $1 = 'a', $2 = '1'`, in which quotes are doubled.
fn values(detail: &str) -> Vec<String> {
    let mut values = Vec::new();
    let Some(mut rest) = detail
        .strip_prefix("parameters: ")
        .or_else(|| detail.strip_prefix("Parameters: "))
    else {
        return values;
    };
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            let (null, behind) = value.split_once(", ").unwrap_or((value, ""));
            values.push(null.to_owned());
            rest = behind;
            continue;
        };
        let mut text = String::new();
        let mut chars = quoted.char_indices().peekable();
        let mut end = quoted.len();
        while let Some((at, c)) = chars.next() {
            if c == '\'' {
                if chars.peek().is_some_and(|(_, next)| *next == '\'') {
                    chars.next();
                } else {
                    end = at + 1;
                    break;
                }
            }
            text.push(c);
        }
        values.push(text);
        rest = &quoted[end..];
    }
    values
}

#[test]
fn values_are_read_with_their_quotes() {
    assert_eq!(
        values("parameters: $1 = 'it''s', $2 = NULL, $3 = ' = ,'"),
        ["it's", "NULL", " = ,"]
    );
}
