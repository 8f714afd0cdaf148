//! API keys.

use super::{Fresh, add, provider, sealed};
use crate::model::ApiKey;
use crate::store::{KeyReplacement, StoreError};

pub(super) fn keys_are_set_replaced_and_removed(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    assert_eq!(store.keys(&ada).expect("keys"), []);
    for (name, text) in [
        ("openai", "one"),
        ("anthropic", "two\nlines"),
        ("openai", "three"),
    ] {
        store
            .set_key(
                &ada,
                &ApiKey {
                    provider: provider(name),
                    sealed: sealed(text),
                },
                None,
            )
            .expect("set");
    }
    let keys = store.keys(&ada).expect("keys");
    let texts: Vec<_> = keys
        .iter()
        .map(|key| (key.provider.as_str(), key.sealed.as_str()))
        .collect();
    assert_eq!(texts, [("openai", "three"), ("anthropic", "two\nlines")]);
    store
        .remove_key(&ada, &provider("openai"))
        .expect("removed");
    assert!(matches!(
        store.remove_key(&ada, &provider("openai")),
        Err(StoreError::KeyNotFound { .. })
    ));
    assert_eq!(store.keys(&ada).expect("keys").len(), 1);
}

pub(super) fn a_key_that_changed_meanwhile_is_not_replaced(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    for name in ["openai", "google"] {
        store
            .set_key(
                &ada,
                &ApiKey {
                    provider: provider(name),
                    sealed: sealed("now"),
                },
                None,
            )
            .expect("set");
    }
    let replacement = |name, old| KeyReplacement {
        provider: provider(name),
        old: sealed(old),
        new: sealed("new"),
    };
    let replacements = [
        replacement("openai", "now"),
        replacement("google", "before"),
        replacement("other", "now"),
    ];
    assert_eq!(
        store
            .replace_keys(&ada, &replacements, None)
            .expect("replaced"),
        1
    );
    let texts: Vec<_> = store
        .keys(&ada)
        .expect("keys")
        .into_iter()
        .map(|key| key.sealed)
        .collect();
    assert_eq!(texts, [sealed("new"), sealed("now")]);
}
