//! The rows are what the independent program says of the bytes, and every answer has one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::case::{Collection, here};

/// The variable that asks for the rows to be written anew.
const UPDATE: &str = "CHATKEEP_UPDATE_ROWS";

#[test]
fn the_rows_are_what_the_bytes_say() {
    let prices = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pricing/prices.json");
    for collection in Collection::all() {
        let output = Command::new("python3")
            .args(["-B", "expect.py"])
            .args([&prices, &collection.folder])
            .current_dir(here())
            .output()
            .expect("Python is there");
        assert!(output.status.success(), "{output:?}");
        if std::env::var_os(UPDATE).is_some() {
            fs::write(&collection.rows, &output.stdout).expect("the rows can be written");
        }
        let parse = |text: &[u8]| -> BTreeMap<String, Value> {
            serde_json::from_slice(text).expect("rows are JSON")
        };
        let rows = parse(&fs::read(&collection.rows).expect("the rows are here"));
        let said = parse(&output.stdout);
        for (name, row) in &said {
            assert_eq!(rows.get(name), Some(row), "{name} ({UPDATE}=1 writes it)");
        }
        assert_eq!(rows.len(), said.len(), "{}", collection.rows.display());
    }
}
