//! Errors of stores, translated.

use super::failure::{Exit, Failure};
use crate::store::{Damage, StoreError};

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::of_store(&error)
    }
}

impl Failure {
    /// Makes a failure of a store's error.
    pub(crate) fn of_store(error: &StoreError) -> Self {
        let failure = |exit, code| Self::of(exit, code, error);
        match error {
            StoreError::Missing { location } => failure(Exit::NotFound, "store_not_found").hint(format!(
                "`chatkeep --store {location} init` makes one; --store or CHATKEEP_STORE says where another is"
            )),
            StoreError::AlreadyThere { .. } => failure(Exit::Conflict, "store_exists")
                .hint("name another folder, or use the store as it is"),
            StoreError::HalfThere { .. } => failure(Exit::Damaged, "store_damaged")
                .hint("`chatkeep restore` puts a backup in its place; or move user_data/ away to begin anew"),
            StoreError::BadLocation { .. } => failure(Exit::Usage, "bad_location").hint(
                "give the folder that holds users.json, sqlite:FILE, or postgres://USER@HOST/DATABASE",
            ),
            StoreError::UserNotFound { .. } => {
                failure(Exit::NotFound, "user_not_found").hint("`chatkeep user list` shows all users")
            }
            StoreError::AmbiguousUser { candidates, .. } => {
                let known = candidates.iter().map(|(id, email)| format!("{email} ({id})"));
                failure(Exit::Conflict, "user_ambiguous")
                    .hint(format!("give an address or an id: {}", known.collect::<Vec<_>>().join(", ")))
            }
            StoreError::EmailTaken { .. } => failure(Exit::Conflict, "email_taken")
                .hint("`chatkeep user list` shows all users"),
            StoreError::ConversationNotFound { .. } => failure(Exit::NotFound, "conversation_not_found")
                .hint("`chatkeep chat list` shows them; four characters of an id are enough, and `last` is one too"),
            StoreError::AmbiguousConversation { candidates, .. } => {
                let ids: Vec<_> = candidates.iter().map(ToString::to_string).collect();
                failure(Exit::Conflict, "conversation_ambiguous").hint(format!("give more of it: {}", ids.join(", ")))
            }
            StoreError::ConversationExists { .. } => failure(Exit::Conflict, "conversation_exists"),
            StoreError::ConversationsDiffer { .. } => failure(Exit::Conflict, "conversations_differ").hint(
                "nothing was changed; `chatkeep chat fork` copies one of the two under an id of its own, then delete that one",
            ),
            StoreError::MergeBegun { cause, .. } => Self {
                exit: Self::of_store(cause).exit,
                ..failure(Exit::Other, "merge_begun")
            }
            .hint("nothing is lost; the next command that changes the store finishes it"),
            StoreError::KeyNotFound { .. } => {
                failure(Exit::NotFound, "key_not_found").hint("`chatkeep key list` shows the keys that are set")
            }
            StoreError::Damaged { cause, .. } => failure(Exit::Damaged, "damaged").hint(what_to_do_about(cause)),
            StoreError::Busy { .. } => failure(Exit::Busy, "busy")
                .hint("try again, or wait longer with --lock-timeout (the default is 30s)"),
            StoreError::Io { source, .. } => {
                let hint = match source.kind() {
                    std::io::ErrorKind::PermissionDenied => Some("run as the user who owns the store"),
                    std::io::ErrorKind::ReadOnlyFilesystem => Some("the file system is mounted read-only"),
                    std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                        Some("make room; nothing was changed")
                    }
                    _ => None,
                };
                Self { hint: hint.map(str::to_owned), ..failure(Exit::Other, "io") }
            }
            StoreError::ReplacedMeanwhile { .. } => failure(Exit::Conflict, "replaced_meanwhile").hint("run it again"),
            StoreError::RecipientsChanged { .. } => failure(Exit::Conflict, "recipients_changed").hint("run it again"),
            StoreError::DatabaseUnreachable { .. } => failure(Exit::Provider, "database_unreachable")
                .hint("nothing was changed; look at the address, the server and its certificate"),
            StoreError::DatabaseMissing { .. } => failure(Exit::NotFound, "database_not_found")
                .hint("make it first, with createdb or CREATE DATABASE"),
            StoreError::DatabaseRefused { .. } => failure(Exit::Secret, "database_refused")
                .hint("give the password in a file that PGPASSFILE names, or with PGPASSWORD"),
            StoreError::ConnectionLost { .. } => failure(Exit::Provider, "connection_lost")
                .hint("look whether the change was made before you run it again"),
            StoreError::Database { code, .. } => match code.as_str() {
                "42501" => failure(Exit::Other, "database_denied")
                    .hint("`chatkeep doctor --grants` prints what the role needs"),
                "25006" => failure(Exit::Other, "database_read_only")
                    .hint("nothing was changed; name the primary server, not a standby"),
                "53100" => failure(Exit::Other, "disk_full").hint("nothing was changed"),
                "40001" | "40P01" => failure(Exit::Conflict, "changed_meanwhile").hint("run it again"),
                _ => failure(Exit::Other, "database_error"),
            },
            StoreError::SchemaTooNew { .. } => failure(Exit::Other, "schema_too_new").hint("install a newer chatkeep"),
            StoreError::ForeignDatabase { .. } => failure(Exit::Conflict, "foreign_database")
                .hint("give the store a database of its own"),
            StoreError::NoStateFolder => failure(Exit::Other, "no_home").hint("set HOME or XDG_STATE_HOME"),
            StoreError::NoAccounts => failure(Exit::Damaged, "no_accounts"),
            StoreError::OtherFileSystem { .. } => failure(Exit::Other, "other_file_system").hint(
                "nothing was changed; restore into a new folder with --store, and copy from there",
            ),
            StoreError::ForeignOwner { .. } => failure(Exit::Other, "foreign_owner")
                .hint("run as that user, or as root; nothing was changed"),
        }
    }
}

fn what_to_do_about(cause: &Damage) -> &'static str {
    match cause {
        Damage::Empty => "a write was cut short there: restore the file from a backup",
        Damage::BadId(_) | Damage::DanglingLink | Damage::NotAFile | Damage::NotAFolder => {
            "look at it by hand; nothing was changed"
        }
        Damage::TooLarge { .. } => "a file of that size is not a store's; look at it by hand",
        Damage::Database { .. } => "keep the file, and restore the newest backup into another",
        Damage::Settings(_) => "correct the line, or take it out for the default",
        Damage::Malformed(_) | Damage::NotUtf8 { .. } => {
            "nothing was changed; look at that place, or restore the file from a backup"
        }
    }
}
