//! How large the store is, and what a turn for the user with the largest file costs, tried beside that file.

use std::fs;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use super::JsonStore;
use super::access::Access;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::snapshot::Parts;
use super::users_file;
use crate::files::{folder_of, is_there};
use crate::model::UserId;
use crate::model::document::spliced;
use crate::store::measures::{sample, write_nameless};
use crate::store::plans::check_new;
use crate::store::user_file::{self, UserFile};
use crate::store::{EntryName, Measures, Store, StoreError, StoreResult};

impl JsonStore {
    pub(super) fn measures(&self) -> StoreResult<Measures> {
        let (total_bytes, largest) = self.sizes(Parts::of(&self.layout)?.entries)?;
        let user = largest.as_ref().map(|(user, _)| user);
        let append = match self.time_append(user) {
            Err(error) if error.is_refusal() => None,
            other => Some(other?),
        };
        Ok(Measures {
            total_bytes,
            largest,
            append,
            database: None,
        })
    }

    /// Sums the sizes of these parts up, and finds the largest of users' files. What was removed since is passed over.
    fn sizes(&self, entries: Vec<EntryName>) -> StoreResult<(u64, Option<(UserId, u64)>)> {
        let (mut total_bytes, mut largest) = (0, None);
        for entry in entries {
            let path = self.layout.entry(&entry);
            let bytes = match fs::metadata(&path) {
                Ok(facts) => facts.len(),
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(StoreError::io("look at", path)(error)),
            };
            total_bytes += bytes;
            if let EntryName::UserData(user) = entry
                && largest.as_ref().is_none_or(|(_, most)| bytes > *most)
            {
                largest = Some((user, bytes));
            }
        }
        Ok((total_bytes, largest))
    }

    /// Does what an append does, but for what others would see of it: looks the account up, reads and checks the user's file,
    /// works the change out, and writes what would replace the file to disk, without a name. So neither the moment in which it
    /// would get that is in it, nor waiting for other writers.
    fn time_append(&self, user: Option<&UserId>) -> StoreResult<Duration> {
        let (new, turn) = sample();
        let zone = self.settings()?.timezone;
        let folder = self.layout.user_data();
        let (path, folder) = match user {
            Some(user) => (self.layout.user_file(user), folder),
            None if is_there(&folder)? => (folder.join("none"), folder),
            None => (folder, self.layout.root().to_owned()),
        };
        let begun = Instant::now();
        let (users, text) = self.read_users()?;
        if let Some(user) = user {
            users_file::contains(&text, user).map_err(|cause| StoreError::damaged(users, cause))?;
        }
        let file = match user {
            Some(_) => DataFile::open(&path, LockKind::Shared, &self.patience())?,
            None => None,
        };
        let text = file.as_ref().map_or(user_file::EMPTY, |file| &file.text);
        let parsed = UserFile::parse(text).map_err(|cause| StoreError::damaged(&path, cause))?;
        let document = new.to_document(&turn, zone);
        let planned = check_new(&parsed, &new.id)
            .and_then(|()| Ok(parsed.add_conversation(&new.id, &document)?));
        let splice = planned.map_err(|error| error.in_file(&path))?;
        let folder = match &file {
            Some(file) => {
                // Whoever may write here, and not for the file's owner, is refused an append.
                Access::of_file(file.handle(), &file.path)?.check(&file.path)?;
                folder_of(&file.path)
            }
            None => &folder,
        };
        write_nameless(folder, &spliced(text, &mut [splice]))?;
        Ok(begun.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::super::app_store::{AppStore, a};
    use super::*;

    #[test]
    fn what_vanishes_while_it_is_measured_is_passed_over() {
        let app = AppStore::new();
        app.write("user_data/b.json", "{}");
        let store = app.open();
        let entries = Parts::of(&store.layout).expect("listed").entries;
        fs::remove_file(app.folder.path().join("user_data/b.json")).expect("ours");
        let sizes = store.sizes(entries).expect("measured");
        let length = |name: &str| app.read(name).len() as u64;
        let (users, data) = (length("users.json"), length("user_data/a.json"));
        assert_eq!(sizes, (users + data, Some((a(), data))));
    }

    #[test]
    fn what_an_append_would_stumble_over_is_named() {
        let app = AppStore::new();
        app.write(
            "user_data/a.json",
            r#"{"conversations": 5, "theirs": "large"}"#,
        );
        let error = app.open().measures().expect_err("damaged");
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    }
}
