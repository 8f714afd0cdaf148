//! A sample store to try everything on: the same accounts and conversations each time.

mod content;
mod random;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, TimeDelta, Utc};
use serde::Serialize;

use self::content::{MODELS, PEOPLE, Person, TOPICS, Topic};
use self::random::Random;
use super::{ActionError, ActionResult};
use crate::files::{Draft, FileError, is_there, make_folders};
use crate::model::{
    ConversationId, Document, KeyFormat, NewConversation, NewMessage, NewUser, ReplyFacts, Role,
    SecretText, StoreSettings, Turn, Usage, UserId, app_timestamp,
};
use crate::pricing::{PriceTable, ServedAs};
use crate::secrets::password_hash::{self, Salt};
use crate::store::{self, EntryName, Location, OpenOptions, Store, StoreError};

/// Says that a folder was made by the demo, and may be made anew by it.
const MARKER: &str = "chatkeep-demo.txt";
/// What it says.
const MARK: &str =
    "A sample store made by `chatkeep demo`, which makes it anew whenever it is run again.\n";
/// The password of every account of the demo.
pub const PASSWORD: &str = "demo";
/// The days over which the conversations are spread.
const DAYS: i64 = 90;
/// The last of them, fixed so that every demo shows the same.
const LAST_DAY: DateTime<Utc> = DateTime::from_timestamp(1_795_305_600, 0).expect("a time");
/// What a demo consists of; nothing else is removed when it is made anew.
const PARTS: [&str; 4] = ["users.json", "user_data", ".chatkeep", "backups"];

/// A demo store that was made.
#[derive(Debug)]
pub struct DemoMade {
    /// Its folder.
    pub folder: PathBuf,
    /// Accounts in it.
    pub users: usize,
    /// Conversations in it.
    pub conversations: usize,
    /// Whether it took the place of an earlier one.
    pub was_there: bool,
}

/// Makes the demo store in `folder`: one that is not there, is empty, or holds an earlier demo, which is made anew.
pub fn make(folder: &Path, options: OpenOptions) -> ActionResult<DemoMade> {
    let marker = folder.join(MARKER);
    let was_there = is_there(&marker)?;
    if was_there {
        remove_parts(folder)?;
    } else if !is_empty(folder)? {
        return Err(ActionError::NotOurs {
            folder: folder.to_owned(),
        });
    }
    // First, so that one which is cut short can be made anew.
    mark(folder)?;
    let location = Location::Folder(folder.to_owned());
    let settings = StoreSettings {
        timezone: chrono_tz::UTC,
        key_format: Some(KeyFormat::Age),
        is_shared: false,
        recipients: Vec::new(),
    };
    let store = store::create(&location, &settings, options)?;
    let conversations = fill(&*store)?;
    Ok(DemoMade {
        folder: folder.to_owned(),
        users: PEOPLE.len(),
        conversations,
        was_there,
    })
}

/// Puts the file into the folder by which we know it as ours.
fn mark(folder: &Path) -> ActionResult<()> {
    make_folders(folder, |_, _| Ok::<_, FileError>(()))?;
    let marker = folder.join(MARKER);
    let mut draft = Draft::beside(&marker)?;
    draft
        .write_all(MARK.as_bytes())
        .map_err(FileError::of("write", &marker))?;
    draft.sync()?;
    Ok(draft.replace(&marker)?)
}

/// Whether a folder is missing, or holds nothing but a mark that was never finished.
fn is_empty(folder: &Path) -> ActionResult<bool> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let is_mark = |name: &OsStr| {
                let name = name.to_string_lossy();
                name.starts_with(&format!(".{MARKER}."))
            };
            Ok(entries.flatten().all(|entry| is_mark(&entry.file_name())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(StoreError::Io {
            action: "list",
            path: folder.to_owned(),
            source,
        }
        .into()),
    }
}

fn remove_parts(folder: &Path) -> ActionResult<()> {
    // What a killed demo left of users.json goes with the note by which others would find it.
    let is_left = |name: &str| name.starts_with(".users.json.") && name.ends_with(".tmp");
    let left = fs::read_dir(folder).map_err(StoreError::io("list", folder))?;
    let left = left
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let parts = PARTS.iter().map(|part| (*part).to_owned());
    for part in left.filter(|name| is_left(name)).chain(parts) {
        let path = folder.join(part);
        let removed = fs::symlink_metadata(&path).and_then(|found| match found.is_dir() {
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        });
        match removed {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Io {
                    action: "remove",
                    path,
                    source,
                }
                .into());
            }
            _ => {}
        }
    }
    Ok(())
}

/// Writes all files in one load rather than turn by turn: a demo should not take longer than a look at it.
fn fill(store: &dyn Store) -> ActionResult<usize> {
    let mut random = Random::seeded(2026);
    let hash = password_hash::hash(&SecretText::new(PASSWORD), &demo_salt());
    let mut users = Vec::new();
    let mut count = 0;
    let mut load = store.begin_load(LAST_DAY)?;
    for person in PEOPLE {
        let id = UserId::parse(&random.uuid()).expect("a UUID is an id");
        let conversations = conversations_of(person, &mut random);
        count += conversations.len();
        load.put(
            &EntryName::UserData(id.clone()),
            user_file(&conversations).as_str().as_bytes(),
        )?;
        users.push((id.clone(), account(person, id, hash.clone())));
    }
    let users = Document::new(&Members(&users)).expect("accounts make an object");
    load.put(&EntryName::Users, users.as_str().as_bytes())?;
    if let Some(replaced) = load.commit()?.kept_at {
        // The empty store that was made a moment ago; nobody will want it back.
        fs::remove_dir_all(&replaced).map_err(StoreError::io("remove", replaced))?;
    }
    Ok(count)
}

/// Salts are there so that equal passwords do not look equal; here they are meant to be.
fn demo_salt() -> Salt {
    Salt::fixed("chatkeepdemosalt").expect("sixteen letters")
}

fn account(person: &Person, id: UserId, hash: SecretText) -> Document {
    let joined = LAST_DAY - Duration::days(DAYS + person.days_before);
    let user = NewUser {
        id,
        email: person.email.to_owned(),
        name: person.name.to_owned(),
        password_hash: Some(hash),
        created_at: app_timestamp(joined, chrono_tz::UTC),
        budget: None,
        is_disabled: false,
    };
    user.to_document()
}

fn conversations_of(person: &Person, random: &mut Random) -> Vec<(ConversationId, Document)> {
    let mut starts: Vec<DateTime<Utc>> = (0..person.conversations)
        .map(|_| working_time(random))
        .collect();
    starts.sort();
    starts
        .into_iter()
        .map(|start| conversation(person, start, random))
        .collect()
}

/// Returns a moment on one of the days, in working hours.
fn working_time(random: &mut Random) -> DateTime<Utc> {
    let day = LAST_DAY - Duration::days(random.below(DAYS.unsigned_abs()).cast_signed());
    day + Duration::hours(8) + Duration::seconds(random.below(10 * 3600).cast_signed())
}

fn conversation(
    person: &Person,
    start: DateTime<Utc>,
    random: &mut Random,
) -> (ConversationId, Document) {
    let topic = random.pick(TOPICS);
    let (provider, model) = *random.pick(&MODELS[person.models.clone()]);
    let mut turn = Turn {
        messages: Vec::new(),
    };
    let mut time = start;
    let mut said = 0;
    let exchanges =
        1 + usize::try_from(random.below(topic.exchanges.len() as u64)).expect("a small number");
    for (question, answer) in &topic.exchanges[..exchanges] {
        said += tokens_of(question);
        let usage = Usage {
            input: said,
            output: Some(tokens_of(answer)),
            ..Usage::default()
        };
        turn.messages.push(NewMessage {
            role: Role::User,
            content: (*question).to_owned(),
            at: time,
            reply: None,
        });
        time += TimeDelta::seconds(2 + random.below(20).cast_signed());
        let reply = Some(reply(provider, model, usage, time));
        turn.messages.push(NewMessage {
            role: Role::Assistant,
            content: (*answer).to_owned(),
            at: time,
            reply,
        });
        said += tokens_of(answer);
        time += TimeDelta::seconds(20 + random.below(300).cast_signed());
    }
    let id = ConversationId::new(random.uuid());
    let new = NewConversation {
        id: id.clone(),
        title: title_of(topic),
        provider: provider.to_owned(),
        model: model.to_owned(),
        at: start,
    };
    (id, new.to_document(&turn, chrono_tz::UTC))
}

fn title_of(topic: &Topic) -> String {
    NewConversation::title_of(topic.exchanges[0].0)
}

/// English text has about four characters a token; real conversations carry context that a sample does not, hence the
/// factor.
fn tokens_of(text: &str) -> u64 {
    const CONTEXT: u64 = 25;
    (text.len() as u64).div_ceil(4) * CONTEXT
}

fn reply(provider: &str, model: &str, usage: Usage, at: DateTime<Utc>) -> ReplyFacts {
    let priced = PriceTable::builtin().price(provider, model, &usage, at, ServedAs::default());
    ReplyFacts {
        provider: provider.to_owned(),
        model: model.to_owned(),
        usage: Some(usage),
        cost: priced.as_ref().map(|priced| priced.cost),
        priced_as: priced
            .map(|priced| (priced.label(), priced.price_from.map(|day| day.to_string()))),
        finish: Some("stop".to_owned()),
        ..ReplyFacts::default()
    }
}

fn user_file(conversations: &[(ConversationId, Document)]) -> Document {
    #[derive(Serialize)]
    struct File<'a> {
        api_keys: Members<'a, ConversationId>,
        conversations: Members<'a, ConversationId>,
    }
    let file = File {
        api_keys: Members(&[]),
        conversations: Members(conversations),
    };
    Document::new(&file).expect("fields make an object")
}

/// Documents by id, in this order.
struct Members<'a, K>(&'a [(K, Document)]);

impl<K: Serialize> Serialize for Members<'_, K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, document)| (key, document)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> OpenOptions {
        OpenOptions::new(std::time::Duration::from_secs(10), chrono_tz::UTC)
    }

    fn files_in(folder: &Path) -> Vec<(PathBuf, String)> {
        let mut files: Vec<_> = ["users.json"]
            .iter()
            .map(|name| folder.join(name))
            .collect();
        let data = fs::read_dir(folder.join("user_data")).expect("made");
        files.extend(data.map(|entry| entry.expect("an entry").path()));
        files.sort();
        files
            .into_iter()
            .map(|path| {
                (
                    path.strip_prefix(folder).expect("inside").to_owned(),
                    fs::read_to_string(&path).expect("text"),
                )
            })
            .collect()
    }

    #[test]
    fn every_demo_is_the_same() {
        let (one, two) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let made = make(one.path(), options()).expect("made");
        assert_eq!((made.users, made.was_there), (6, false));
        assert!(
            (55..=65).contains(&made.conversations),
            "{}",
            made.conversations
        );
        make(two.path(), options()).expect("made");
        assert!(make(two.path(), options()).expect("made anew").was_there);
        assert_eq!(files_in(one.path()), files_in(two.path()));
    }

    #[test]
    fn every_reply_has_a_price_and_three_providers_answer() {
        let folder = tempfile::tempdir().expect("a folder");
        make(folder.path(), options()).expect("made");
        let store =
            store::open(&Location::Folder(folder.path().to_owned()), options()).expect("opened");
        let mut totals = crate::model::Totals::default();
        let mut providers = std::collections::BTreeSet::new();
        store
            .visit_usage(None, &mut |record| {
                totals.add(record.reply);
                providers.insert(record.reply.provider.clone());
            })
            .expect("usage");
        assert_eq!(totals.unknown_costs, 0);
        assert_eq!(providers.len(), 3);
    }

    #[test]
    fn a_folder_of_someone_else_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("users.json"), "{}").expect("written");
        assert!(matches!(
            make(folder.path(), options()),
            Err(ActionError::NotOurs { .. })
        ));
        assert_eq!(
            fs::read_to_string(folder.path().join("users.json")).expect("there"),
            "{}"
        );
    }
}
