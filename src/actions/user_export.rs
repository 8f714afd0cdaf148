//! Everything that is held on one person, in one document that the person can read.
//!
//! ```json
//! {
//! "format":"chatkeep-person","version":1,"exported_at":"2026-02-09T14:03:11Z","timezone":"Europe/Berlin",
//! "account":{"id":"ef2a47e3-…","email":"ada@example.org","name":"Ada Lovelace",…},
//! "keys":[{"provider":"openai","encrypted_by":"age"}],
//! "usage":[
//! {"at":"2026-02-09T13:03:11Z","provider":"openai","model":"gpt-4o","input_tokens":123,…}
//! ],
//! "conversations":{
//! "a23d5eb8-…":{…}
//! }
//! }
//! ```
//!
//! Of keys and of the password it tells only that there are any. `usage` has every reply that was paid for, also those of
//! conversations that were deleted. Conversations are as stored, to the byte. What is not in the store is not in it either: see
//! what `user remove --erase` prints.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::new_file::NewFile;
use super::{ActionError, ActionResult};
use crate::interchange::InterchangeError;
use crate::model::{AuthType, Clock, CostSum, KeyFormat, ReplyUsage, User, rfc3339};
use crate::store::Store;

/// The version of the form; it grows when a reader has to know of a change.
const VERSION: u32 = 1;

/// How much there was.
#[derive(Debug, Clone, Copy, Default)]
pub struct PersonCounts {
    /// Keys, of which only the providers are told.
    pub keys: usize,
    /// Replies in `usage`.
    pub replies: usize,
    /// Conversations.
    pub conversations: usize,
}

/// A person's document that was written to a file.
#[derive(Debug)]
pub struct PersonExported {
    /// The file.
    pub path: PathBuf,
    /// Whose it is.
    pub user: User,
    /// What is in it.
    pub counts: PersonCounts,
}

#[derive(Serialize)]
struct Account<'a> {
    id: &'a str,
    email: &'a str,
    name: &'a str,
    auth_type: &'a AuthType,
    created_at: &'a str,
    has_password: bool,
    is_disabled: bool,
    budget: Option<String>,
}

#[derive(Serialize)]
struct Key<'a> {
    provider: &'a str,
    encrypted_by: Option<&'static str>,
}

#[derive(Serialize)]
struct Reply<'a> {
    at: Option<String>,
    provider: &'a str,
    model: &'a str,
    input_tokens: u64,
    output_tokens: u64,
    total_tokens: u64,
    cost_usd: Option<CostSum>,
    is_error: bool,
    is_interrupted: bool,
}

/// Writes what the store holds on a person, each part as soon as it is read.
pub fn export(
    store: &dyn Store,
    clock: &dyn Clock,
    user: &User,
    output: &mut dyn Write,
) -> ActionResult<PersonCounts> {
    let written = InterchangeError::Write;
    let timezone = store.settings()?.timezone;
    write!(
        output,
        "{{\n\"format\":\"chatkeep-person\",\"version\":{VERSION},\"exported_at\":{},\"timezone\":{},\n\"account\":{},\n\"keys\":",
        json(&rfc3339(clock.now())),
        json(&timezone.name()),
        json(&account(user)?),
    )
    .map_err(written)?;
    let keys = store.keys(&user.id)?;
    let told: Vec<Key<'_>> = keys
        .iter()
        .map(|key| Key {
            provider: key.provider.as_str(),
            encrypted_by: key.sealed.format().map(KeyFormat::as_str),
        })
        .collect();
    write!(output, "{},\n\"usage\":[", json(&told)).map_err(written)?;
    let mut usage = Members::new(output);
    store.visit_usage(Some(std::slice::from_ref(&user.id)), &mut |record| {
        let reply: &ReplyUsage = record.reply;
        usage.write(
            "",
            &json(&Reply {
                at: reply.at.map(|at| rfc3339(at.to_utc(timezone))),
                provider: &reply.provider,
                model: &reply.model,
                input_tokens: reply.input_tokens,
                output_tokens: reply.output_tokens,
                total_tokens: reply.total_tokens,
                cost_usd: reply.cost.known().map(CostSum::from),
                is_error: reply.is_error,
                is_interrupted: reply.is_interrupted,
            }),
        );
    })?;
    let replies = usage.end("]").map_err(written)?;
    write!(output, ",\n\"conversations\":{{").map_err(written)?;
    let mut conversations = Members::new(output);
    store.visit_documents(&user.id, &mut |id, document| {
        conversations.write(&format!("{}:", json(&id.as_str())), document.as_str());
        Ok(())
    })?;
    let conversations = conversations.end("}").map_err(written)?;
    output
        .write_all(b"\n}\n")
        .and_then(|()| output.flush())
        .map_err(written)?;
    Ok(PersonCounts {
        keys: keys.len(),
        replies,
        conversations,
    })
}

/// Writes what the store holds on a person to a file. It is there complete, or not at all.
pub fn export_to_file(
    store: &dyn Store,
    clock: &dyn Clock,
    user: &User,
    path: &Path,
    may_replace: bool,
) -> ActionResult<PersonExported> {
    let mut file = NewFile::create(path, may_replace)?;
    let counts = export(store, clock, user, &mut file).map_err(|error| match error {
        ActionError::Interchange(InterchangeError::Write(source)) => {
            ActionError::file("write", path)(source)
        }
        error => error,
    })?;
    file.finish()?;
    Ok(PersonExported {
        path: path.to_owned(),
        user: user.clone(),
        counts,
    })
}

fn account(user: &User) -> ActionResult<Account<'_>> {
    let budget = super::budgets::of(user)?;
    Ok(Account {
        id: user.id.as_str(),
        email: &user.email,
        name: &user.name,
        auth_type: &user.auth_type,
        created_at: &user.created_at,
        has_password: user.password_hash.is_some(),
        is_disabled: user.is_disabled,
        budget: budget.map(|budget| budget.to_string()),
    })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("names are text, and numbers finite")
}

/// Members of an array or object, a line each. A visit of a store cannot be ended by what the output says, so the first
/// failure is kept to its end.
struct Members<'w> {
    output: &'w mut dyn Write,
    count: usize,
    failure: Option<io::Error>,
}

impl<'w> Members<'w> {
    fn new(output: &'w mut dyn Write) -> Self {
        Self {
            output,
            count: 0,
            failure: None,
        }
    }

    fn write(&mut self, name: &str, value: &str) {
        if self.failure.is_none() {
            let comma = if self.count > 0 { "," } else { "" };
            self.failure = write!(self.output, "{comma}\n{name}{value}").err();
            self.count += 1;
        }
    }

    fn end(self, bracket: &str) -> io::Result<usize> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let line = if self.count > 0 { "\n" } else { "" };
        write!(self.output, "{line}{bracket}")?;
        Ok(self.count)
    }
}
