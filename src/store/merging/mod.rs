//! One account going over into another, worked out on the texts of users' files and on the ledger, so that every backend does the
//! same.

mod around;
mod coming;
mod kin;
mod ledger;

pub(super) use self::around::{Around, around, with_conversations};
pub(super) use self::coming::{Coming, Stance};
pub(super) use self::kin::Kin;
pub(super) use self::ledger::{LedgerMove, Sides};

use super::put_back::UserContents;
use super::user_file::UserFile;
use crate::model::document::Object;
use crate::model::{Malformed, ProviderName, Totals};

/// What went over from one account to another, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergedUsers {
    /// How many conversations moved, behind those that were there.
    pub conversations: usize,
    /// How many both had, each with the same content: they are there once now, and count once.
    pub conversations_same: usize,
    /// Whose keys moved: those of providers for which there was none.
    pub keys_taken: Vec<ProviderName>,
    /// Whose keys are gone: there is another one for the same provider, which stays.
    pub keys_left: Vec<ProviderName>,
    /// How many replies moved that only the ledger knows.
    pub ledger_entries: usize,
    /// What all that moved had taken: so much more is the other's now.
    pub totals: Totals,
    /// What is gone with the account, by the names of its fields: address, name, password, budget and the like. Last come fields
    /// beside keys and conversations of which the other has its own.
    pub dropped: Vec<String>,
}

/// What the account has that goes.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    pub(super) contents: UserContents,
    /// What else stands in the user's file, by name, as it is written.
    others: Vec<(String, String)>,
}

impl Leaving {
    /// Reads a user's file, or what a database has of one; `None` is that of a user who never had any.
    pub(super) fn read(text: Option<&str>) -> Result<Self, Malformed> {
        let Some(text) = text else {
            return Ok(Self::default());
        };
        let file = UserFile::parse(text)?;
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Ok(Self {
            contents: UserContents::read(text)?,
            others: file.others().map(owned).collect(),
        })
    }
}

impl MergedUsers {
    /// Notes what goes with an account.
    pub(super) fn drop_account(&mut self, account: &str) -> Result<(), Malformed> {
        let fields = Object::parse(account)?;
        let names = fields.members().iter().map(|member| member.key.as_ref());
        let dropped = names.filter(|name| *name != "id").map(str::to_owned);
        self.dropped = dropped.chain(std::mem::take(&mut self.dropped)).collect();
        Ok(())
    }

    /// Notes what becomes of keys and unknown fields.
    pub(super) fn note_around(&mut self, around: &Around) {
        self.keys_taken.clone_from(&around.keys_taken);
        self.keys_left.clone_from(&around.keys_left);
        self.dropped.extend(around.fields_left.iter().cloned());
    }

    /// Notes what becomes of the ledger.
    pub(super) fn note_ledger(&mut self, ledger: &LedgerMove) {
        self.ledger_entries = ledger.count;
        self.totals.merge(&ledger.totals);
    }
}
