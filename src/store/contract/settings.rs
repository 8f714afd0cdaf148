//! Settings, and that a store is made but once.

use super::{Fresh, settings};
use crate::model::KeyFormat;
use crate::store::{StoreError, create};

pub(super) fn settings_are_kept(fresh: Fresh) {
    assert_eq!(fresh.store.settings().expect("settings"), settings());
    fresh
        .store
        .change_settings(&mut |settings| settings.recipients.push("age1second".to_owned()))
        .expect("changed");
    let again = fresh.reopened().settings().expect("settings");
    assert_eq!(again.recipients, ["age1test", "age1second"]);
    assert_eq!(fresh.store.key_format().expect("a format"), KeyFormat::Age);
}

pub(super) fn a_store_is_not_made_twice(fresh: Fresh) {
    let again = create(&fresh.location, &settings(), fresh.options.clone());
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })));
}
