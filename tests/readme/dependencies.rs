//! README's tables of dependencies.

use std::collections::BTreeSet;

use crate::document::Document;

/// The tables of the manifest, and the headings that README explains them below.
const TABLES: [(&str, &str); 2] = [
    ("dependencies", "Dependencies"),
    ("dev-dependencies", "For tests and benchmarks"),
];

/// Says which crates are missing in README's tables, are too many there, or have no reason.
pub(crate) fn problems(manifest: &str, document: &Document) -> Vec<String> {
    let manifest: toml::Table = toml::from_str(manifest).expect("cargo reads it too");
    let mut problems = Vec::new();
    for (table, heading) in TABLES {
        let crates = manifest.get(table).and_then(toml::Value::as_table);
        let used: BTreeSet<String> = crates
            .map(|crates| crates.keys().cloned().collect())
            .unwrap_or_default();
        let mut explained = BTreeSet::new();
        for row in document.table(heading) {
            let [names, reason] = row.as_slice() else {
                problems.push(format!("{heading}: {row:?} has not two cells"));
                continue;
            };
            let names = names
                .split(", ")
                .map(|name| name.trim_matches('`').to_owned());
            explained.extend(names);
            if reason.is_empty() {
                problems.push(format!("{heading}: {row:?} gives no reason"));
            }
        }
        let missing = used.difference(&explained);
        problems.extend(missing.map(|name| format!("{heading}: there is no row for {name}")));
        let stale = explained.difference(&used);
        problems.extend(stale.map(|name| format!("{heading}: {name} is not used")));
    }
    problems
}

#[test]
fn each_kind_of_problem_is_found() {
    let manifest = "[dependencies]\na = '1'\nb = '1'\n[dev-dependencies]\nc = '1'\n";
    let readme = |rows: &str| {
        let text = format!(
            "## Dependencies\n| a | b |\n|---|---|\n{rows}## For tests and benchmarks\n| a | b |\n|---|---|\n| `c` | x |\n"
        );
        Document::parse(&text)
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(problems(manifest, &readme("| `a`, `b` | both |\n")), none);
    for rows in [
        "| `a` | one |\n",
        "| `a`, `b`, `d` | one |\n",
        "| `a`, `b` | |\n",
    ] {
        assert_eq!(problems(manifest, &readme(rows)).len(), 1, "{rows}");
    }
}
