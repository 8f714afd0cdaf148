//! Recorded answers, and what must come out of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::wire::Wire;

/// A folder of answers and the rows that belong to it.
pub(crate) struct Collection {
    /// Where the answers are.
    pub(crate) folder: PathBuf,
    /// Where the rows are.
    pub(crate) rows: PathBuf,
    /// Each answer with its row.
    pub(crate) cases: Vec<Case>,
}

/// An answer as it was recorded.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) row: Row,
}

/// What must come out of an answer.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) wire: Wire,
    pub(crate) ending: Ending,
    /// Whether the answer is to a question for a stream.
    #[serde(default)]
    pub(crate) stream: bool,
    /// The exit code.
    pub(crate) exit: Option<i32>,
    /// Why it is no reply, or none that is whole.
    pub(crate) code: Option<String>,
    /// What the provider calls a request that it refused or failed at.
    pub(crate) request: Option<String>,
    pub(crate) text: Option<Text>,
    /// The model that the answer names. This and the next are there for what is charged, and for other text.
    pub(crate) model: Option<String>,
    pub(crate) finish: Option<String>,
    /// Input, output, cached, written, written for an hour, written for twelve hours, reasoning.
    pub(crate) usage: Option<[u64; 7]>,
    pub(crate) priced_as: Option<String>,
    pub(crate) costs: Option<Vec<Cost>>,
    /// For a stream, what is there of it where it stops.
    pub(crate) marks: Option<Marks>,
    /// How many models a list of them has.
    pub(crate) models: Option<usize>,
    /// The digest of their ids.
    pub(crate) sha256: Option<String>,
}

/// The first day, the cost from then on, and the first day of the prices that this is worked out with.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Cost(
    pub(crate) Option<String>,
    pub(crate) Option<String>,
    pub(crate) Option<String>,
);

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending {
    /// It is a whole reply.
    Complete,
    /// It is a part of a reply.
    CutOff,
    /// It is no reply.
    Refused,
    /// It is a list of models.
    Models,
}

/// The length of a text in bytes, and its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Text(pub(crate) usize, pub(crate) String);

/// What is there of a stream that stops too soon.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Marks {
    /// From where on one that stops without a fault is whole.
    pub(crate) whole_from: usize,
    /// From where on it is whole in any case.
    pub(crate) over_from: Option<usize>,
    /// Where each event ends, or some of many, with the length of the text by then and the beginning of its SHA-256.
    pub(crate) texts: Vec<(usize, usize, String)>,
}

impl Text {
    /// Measures a text.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.len(), format!("{:x}", Sha256::digest(text)))
    }

    /// Returns it as [`Marks`] have it.
    pub(crate) fn in_marks(&self) -> (usize, String) {
        (self.0, self.1[..16].to_owned())
    }
}

impl Collection {
    /// Loads the answers that run everywhere.
    pub(crate) fn own() -> Self {
        let folder = here().join("own");
        Self::load(folder.clone(), folder.join("rows.json"))
    }

    /// Loads the recorded answers; `None`, and says so, where nothing tells where they are.
    pub(crate) fn recorded() -> Option<Self> {
        let Some(folder) = std::env::var_os("CHATKEEP_RECORDED") else {
            static SAID: Once = Once::new();
            SAID.call_once(|| {
                say("skipped: CHATKEEP_RECORDED does not say where recorded answers are");
            });
            return None;
        };
        let folder = PathBuf::from(folder).join("cases");
        Some(Self::load(folder, here().join("rows.json")))
    }

    /// Loads all that are there.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::own()].into_iter().chain(Self::recorded())
    }

    fn load(folder: PathBuf, rows: PathBuf) -> Self {
        let text = fs::read_to_string(&rows).expect("the rows are here");
        let table: BTreeMap<String, Row> = serde_json::from_str(&text).expect("they have our form");
        let cases = table.into_iter();
        let cases = cases.map(|(name, row)| Case::load(&folder, name, row));
        Self {
            cases: cases.collect(),
            folder,
            rows,
        }
    }

    /// Returns the answers except lists of models.
    pub(crate) fn replies(&self) -> impl Iterator<Item = &Case> {
        let cases = self.cases.iter();
        cases.filter(|case| case.row.ending != Ending::Models)
    }
}

impl Case {
    fn load(folder: &Path, name: String, row: Row) -> Self {
        let facts = fs::read(folder.join(format!("{name}.meta.json"))).expect("its facts are here");
        let facts: Value = serde_json::from_slice(&facts).expect("they are JSON");
        let headers = facts["headers"].as_object().expect("they have headers");
        let headers = headers.iter().map(|(name, value)| {
            let value = value.as_str().expect("a header is text");
            (name.clone(), value.to_owned())
        });
        let status = facts["status"].as_u64().expect("they have a status");
        Self {
            status: u16::try_from(status).expect("a status is small"),
            headers: headers.collect(),
            body: fs::read(folder.join(format!("{name}.body"))).expect("its body is here"),
            name,
            row,
        }
    }
}

/// Prints a line. Not by a macro, whose output is not shown of tests that pass.
pub(crate) fn say(line: &str) {
    // Nothing depends on it.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Returns the folder of these tests.
pub(crate) fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")
}
