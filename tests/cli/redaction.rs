//! Puts placeholders where a run's output differs from that of the next.
//!
//! Only what is new with the run is replaced: identifiers and times of the fixture stay, since which of them is shown is what
//! a snapshot is to hold.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use regex::{Captures, Regex};

use crate::fixture;

static UUID: LazyLock<Regex> =
    LazyLock::new(|| pattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?([.][0-9]+)?(Z|[+]00:00| UTC)?",
    )
});
static COMPACT_TIME: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]{8}_[0-9]{6}Z"));

/// The text of the fixture's files, where its identifiers are looked up.
static FIXTURE: LazyLock<String> = LazyLock::new(|| {
    let store = fixture::flask_store();
    let user_data = fs::read_dir(store.join("user_data")).expect("the fixture is readable");
    user_data
        .map(|entry| entry.expect("so are its entries").path())
        .chain([store.join("users.json")])
        .map(|path| fs::read_to_string(path).expect("the fixture is text"))
        .collect()
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is well formed")
}

/// Replaces in `text` the sandbox's folders by `[STORE]`, `[HOME]`, `[CONFIG]`, `[WORK]` and `[ROOT]`, new identifiers by
/// `[UUID]`, and times between `from` and `to`, in UTC, by `[NOW]`.
pub(crate) fn redact(text: &str, root: &Path, from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let mut text = text.to_owned();
    for (folder, placeholder) in [
        ("store", "[STORE]"),
        ("home", "[HOME]"),
        ("config", "[CONFIG]"),
        ("work", "[WORK]"),
        ("", "[ROOT]"),
    ] {
        let path = root.join(folder);
        let path = path.to_str().expect("the temporary folder's name is text");
        text = text.replace(path.trim_end_matches('/'), placeholder);
    }
    let text = UUID.replace_all(&text, |found: &Captures<'_>| {
        if FIXTURE.contains(&found[0]) {
            found[0].to_owned()
        } else {
            "[UUID]".to_owned()
        }
    });
    let replace = |found: &Captures<'_>, time: Option<NaiveDateTime>| {
        // Tables show whole minutes, so a time of this run can lie up to one before its beginning.
        let is_now = time.is_some_and(|time| {
            time >= from.naive_utc() - TimeDelta::minutes(1) && time <= to.naive_utc()
        });
        if is_now {
            "[NOW]".to_owned()
        } else {
            found[0].to_owned()
        }
    };
    let text = TIME.replace_all(&text, |found: &Captures<'_>| {
        let seconds = found.get(3).map_or(":00", |seconds| seconds.as_str());
        let time = format!("{}T{}{seconds}", &found[1], &found[2]);
        replace(found, time.parse().ok())
    });
    let text = COMPACT_TIME.replace_all(&text, |found: &Captures<'_>| {
        let time = NaiveDateTime::parse_from_str(&found[0], "%Y%m%d_%H%M%SZ");
        replace(found, time.ok())
    });
    text.into_owned()
}
