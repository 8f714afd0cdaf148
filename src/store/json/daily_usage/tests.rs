//! What is kept is used while files are as they were, and never when they are not.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions as FileOptions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::model::Totals;
use crate::store::{OpenOptions, Store};

const ZONE: Tz = chrono_tz::Europe::Berlin;
const USERS: [&str; 2] = ["ada", "bob"];

/// A store of two users, and a home to keep sums in.
struct Bed {
    folder: tempfile::TempDir,
}

impl Bed {
    fn make() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path().join("store/user_data");
        fs::create_dir_all(&data).expect("made");
        let account = |id| format!("\"{id}\":{{\"id\":\"{id}\",\"email\":\"{id}@example.org\"}}");
        let accounts = format!("{{{}}}", USERS.map(account).join(","));
        fs::write(folder.path().join("store/users.json"), accounts).expect("written");
        let bed = Self { folder };
        USERS.iter().for_each(|user| bed.write(user, "0.25"));
        bed
    }

    fn user_file(&self, user: &str) -> PathBuf {
        self.folder
            .path()
            .join(format!("store/user_data/{user}.json"))
    }

    /// Writes a user's file in place, as the web app does; of the same size, whatever a reply of four digits cost.
    fn write(&self, user: &str, cost: &str) {
        let reply = |at, cost| {
            format!(
                "{{\"role\":\"assistant\",\"model\":\"m\",\"provider\":\"p\",\"timestamp\":\"{at}\",\"cost\":{cost}}}"
            )
        };
        let replies = [
            reply("2026-02-09T23:30:00Z", cost),
            reply("2026-02-09T12:00:00Z", "1"),
        ];
        let text = format!(
            "{{\"conversations\":{{\"c-1\":{{\"messages\":[{}]}}}}}}",
            replies.join(",")
        );
        let path = self.user_file(user);
        let file = FileOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("written");
    }

    /// Adds up at a time when all files have long been as they are. Returns the sums and how many bytes were read.
    fn sums_later(&self) -> (BTreeMap<String, Totals>, u64) {
        self.sums(SystemTime::now() + Duration::from_secs(3600), ZONE)
    }

    fn open(&self) -> JsonStore {
        let options = OpenOptions {
            state_folder: Some(self.folder.path().join("state")),
            ..OpenOptions::new(Duration::from_secs(10), ZONE)
        };
        JsonStore::open(&self.folder.path().join("store"), options).expect("opened")
    }

    fn sums(&self, now: SystemTime, zone: Tz) -> (BTreeMap<String, Totals>, u64) {
        let store = self.open();
        let keeping = Keeping {
            now,
            worth_bytes: 1,
        };
        let mut sums: BTreeMap<String, Totals> = BTreeMap::new();
        let read_bytes = store.visit_sums_keeping(None, zone, keeping, &mut |daily| {
            let day = daily.day.map_or_else(String::new, |day| day.to_string());
            let group = format!("{} {} {day}", daily.user, daily.model);
            sums.entry(group).or_default().merge(daily.totals);
        });
        let mut of_days: BTreeMap<String, Totals> = BTreeMap::new();
        store
            .visit_usage(None, &mut |record| {
                let day = record.reply.at.expect("a time").to_local(zone).date();
                let group = format!("{} {} {day}", record.user, record.reply.model);
                of_days.entry(group).or_default().add(record.reply);
            })
            .expect("replies");
        assert_eq!(sums, of_days);
        (sums, read_bytes.expect("sums"))
    }

    fn size(&self, user: &str) -> u64 {
        fs::metadata(self.user_file(user))
            .expect("it is there")
            .len()
    }

    fn kept_in(&self) -> PathBuf {
        let stores = self.folder.path().join("state/stores");
        let folder = fs::read_dir(stores)
            .expect("there is one")
            .next()
            .expect("one");
        cache::path_in(&folder.expect("readable").path())
    }
}

#[test]
fn files_that_did_not_change_are_not_read_again() {
    let bed = Bed::make();
    let all = bed.size("ada") + bed.size("bob");
    let (first, read) = bed.sums_later();
    assert_eq!((first.len(), read), (4, all));
    assert_eq!(bed.sums_later(), (first.clone(), 0));
    let mode = |path: &Path| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    let kept = bed.kept_in();
    assert_eq!(
        (mode(&kept), mode(kept.parent().expect("a folder"))),
        (0o600, 0o700)
    );

    // Of the same size, and made to look as old.
    let modified = fs::metadata(bed.user_file("ada")).and_then(|it| it.modified());
    bed.write("ada", "0.75");
    let file = FileOptions::new()
        .write(true)
        .open(bed.user_file("ada"))
        .expect("opened");
    file.set_modified(modified.expect("a time")).expect("set");
    let (second, read) = bed.sums_later();
    assert_eq!(read, bed.size("ada"));
    assert_ne!(second, first);
    assert_eq!(bed.sums_later(), (second, 0));

    fs::remove_file(bed.user_file("bob")).expect("removed");
    let (rest, read) = bed.sums_later();
    assert_eq!((rest.len(), read), (2, 0));
}

#[test]
fn what_has_just_changed_is_read_again() {
    let bed = Bed::make();
    let all = bed.size("ada") + bed.size("bob");
    for _ in 0..2 {
        let (_, read) = bed.sums(SystemTime::now(), ZONE);
        assert_eq!(read, all);
    }
    let in_a_second = SystemTime::now() + Duration::from_secs(1);
    for _ in 0..2 {
        assert_eq!(bed.sums(in_a_second, ZONE).1, all);
    }
}

#[test]
fn days_of_another_zone_are_added_up_anew() {
    let bed = Bed::make();
    let (first, read) = bed.sums_later();
    let later = SystemTime::now() + Duration::from_secs(3600);
    let (other, read_again) = bed.sums(later, chrono_tz::America::New_York);
    assert_eq!(read, read_again);
    assert_ne!(first, other);
}

#[test]
fn what_was_kept_can_be_lost_or_damaged() {
    let bed = Bed::make();
    let first = bed.sums_later();
    let kept = fs::read(bed.kept_in()).expect("kept");
    for at in 0..kept.len() {
        let mut damaged = kept.clone();
        damaged[at] ^= 0x10;
        fs::write(bed.kept_in(), &damaged).expect("written");
        assert_eq!(bed.sums_later(), first, "byte {at}");
    }
    for length in [0, 1, kept.len() / 2, kept.len() - 1] {
        fs::write(bed.kept_in(), &kept[..length]).expect("written");
        assert_eq!(bed.sums_later(), first, "{length} bytes");
    }
    fs::remove_dir_all(bed.folder.path().join("state")).expect("removed");
    assert_eq!(bed.sums_later(), first);
    assert_eq!(bed.sums_later().1, 0);
}

#[test]
fn the_ledger_counts_what_kept_files_do_not_have() {
    let bed = Bed::make();
    let before = bed.sums_later().0;
    let private = bed.folder.path().join("store/.chatkeep");
    fs::create_dir_all(&private).expect("made");
    let entry = |conversation| {
        format!(
            "{{\"user\":\"ada\",\"conversation\":\"{conversation}\",\"provider\":\"p\",\"model\":\"m\",\
             \"timestamp\":\"2026-02-01T12:00:00Z\",\"input_tokens\":1,\"output_tokens\":1,\"total_tokens\":2,\"cost\":5}}\n"
        )
    };
    fs::write(private.join("ledger.jsonl"), entry("c-1")).expect("written");
    assert_eq!(bed.sums_later(), (before, 0));
    fs::write(private.join("ledger.jsonl"), entry("c-2")).expect("written");
    let (sums, read) = bed.sums_later();
    assert_eq!(
        (sums["ada m 2026-02-01"].cost.to_string().as_str(), read),
        ("5", 0)
    );
}

#[test]
fn who_is_erased_is_in_nothing_that_is_kept() {
    let bed = Bed::make();
    bed.sums_later();
    assert!(bed.kept_in().exists());
    let ada = UserId::parse("ada").expect("an id");
    bed.open()
        .erase_user(&ada, chrono::DateTime::UNIX_EPOCH)
        .expect("erased");
    assert!(!bed.kept_in().exists());
}
