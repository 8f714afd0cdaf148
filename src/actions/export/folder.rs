//! Exports that are a folder with a file for each conversation.
//!
//! The folder is filled under another name beside its own, and renamed when all in it is on disk.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::{ActionError, ActionResult};
use crate::files::{Syncing, WorkFolder, folder_of, sync_folder};
use crate::interchange::{
    ConversationWriter, ExportFacts, ExportFormat, IndexEntry, InterchangeError, InterchangeResult,
    write_html_index,
};
use crate::model::{Conversation, ConversationId, ConversationSummary, Document, User};

/// How the names of folders in the making begin.
const DRAFT_PREFIX: &str = ".chatkeep-split-";
/// The most of a title that goes into a name, in bytes.
const TITLE_BYTES: usize = 60;
/// What a link to a file may hold as it is.
const IN_LINKS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'/');

/// A folder in the making. Dropped before [`Self::place`], it leaves no trace.
pub(super) struct NewFolder {
    draft: WorkFolder,
    path: PathBuf,
    /// The folders in it.
    folders: Vec<PathBuf>,
    /// Its files.
    files: Syncing,
}

impl NewFolder {
    /// Begins the folder that will be at `path`, where there may be nothing yet but an empty folder.
    pub(super) fn create(path: &Path) -> ActionResult<Self> {
        let refuse = |source| ActionError::file("write", path)(source);
        match fs::read_dir(path) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(ActionError::FolderNotEmpty {
                        path: path.to_owned(),
                    });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(refuse(error)),
        }
        let draft = WorkFolder::create(DRAFT_PREFIX, folder_of(path))?;
        Ok(Self {
            draft,
            path: path.to_owned(),
            folders: Vec::new(),
            files: Syncing::default(),
        })
    }

    /// Puts the folder in its place. When this returns, it is on disk.
    pub(super) fn place(self) -> ActionResult<()> {
        let refuse = |source| ActionError::file("write", &self.path)(source);
        self.files.finish()?;
        for folder in &self.folders {
            sync_folder(folder)?;
        }
        sync_folder(self.draft.path())?;
        fs::rename(self.draft.path(), &self.path).map_err(refuse)?;
        // Under its new name it is to stay.
        self.draft.keep();
        Ok(sync_folder(folder_of(&self.path))?)
    }

    fn create_folder(&mut self, name: &str) -> io::Result<()> {
        let path = self.draft.path().join(name);
        fs::create_dir(&path)?;
        self.folders.push(path);
        Ok(())
    }

    /// Has `write` fill a new file. It is on disk when the folder is in its place.
    fn create_file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> InterchangeResult<()>,
    ) -> InterchangeResult<()> {
        let path = self.draft.path().join(name);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.files.add(file, path);
        Ok(())
    }
}

/// Writes each conversation to a file of its own.
pub(super) struct FolderWriter<'f> {
    folder: &'f mut NewFolder,
    format: ExportFormat,
    facts: ExportFacts,
    /// Whether each user has a folder.
    is_by_user: bool,
    user: Option<User>,
    /// The user's folder, once it is made.
    user_folder: Option<String>,
    /// All names so far in lower case, as some file systems do not tell case apart.
    taken: HashSet<String>,
    index: Vec<IndexEntry>,
}

impl<'f> FolderWriter<'f> {
    pub(super) fn new(
        folder: &'f mut NewFolder,
        format: ExportFormat,
        facts: ExportFacts,
        is_by_user: bool,
    ) -> Self {
        let index = "index.html".to_owned();
        Self {
            folder,
            format,
            facts,
            is_by_user,
            user: None,
            user_folder: None,
            taken: HashSet::from([index]),
            index: Vec::new(),
        }
    }

    /// Returns the folder for the present user, with a slash behind it; an empty name if there is only one user.
    fn user_folder(&mut self, user: &User) -> io::Result<String> {
        if !self.is_by_user {
            return Ok(String::new());
        }
        if let Some(made) = &self.user_folder {
            return Ok(made.clone());
        }
        let name = match slug(&user.email).as_str() {
            "" => slug(user.id.as_str()),
            email => email.to_owned(),
        };
        let name = self.free_name(&format!("user-{name}"), "");
        self.folder.create_folder(&name)?;
        Ok(self.user_folder.insert(format!("{name}/")).clone())
    }

    /// Returns the name, with a number behind it if it is taken.
    fn free_name(&mut self, stem: &str, ending: &str) -> String {
        let mut name = format!("{stem}{ending}");
        let mut number = 2;
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{stem}-{number}{ending}");
            number += 1;
        }
        name
    }
}

impl ConversationWriter for FolderWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        self.user = Some(user.clone());
        self.user_folder = None;
        Ok(())
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let user = self.user.clone().expect("a user was begun");
        let folder = self.user_folder(&user)?;
        // What cannot be read goes out all the same in formats that do not read it.
        let summary = ConversationSummary::from_document(id.clone(), document.as_str(), 0).ok();
        let stem = format!("{folder}{}", stem(id, summary.as_ref(), &self.facts));
        let name = self.free_name(&stem, self.format.ending());
        if self.format == ExportFormat::Html {
            let conversation = Conversation::from_document(id.clone(), document.as_str(), 0)
                .map_err(InterchangeError::unreadable(&user, id))?;
            let link = utf8_percent_encode(&name, IN_LINKS).to_string();
            let entry = IndexEntry::of(&conversation, &user, link, &self.facts);
            self.index.push(entry);
        }
        let (format, facts) = (self.format, self.facts);
        self.folder.create_file(&name, |file| {
            let mut writer = format.writer(file, facts);
            writer.begin_user(&user)?;
            writer.write(id, document)?;
            writer.finish()
        })
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        if self.format == ExportFormat::Html {
            let (index, facts) = (&self.index, &self.facts);
            self.folder
                .create_file("index.html", |file| write_html_index(file, index, facts))?;
        }
        Ok(())
    }
}

/// Returns what the file of a conversation is called: the day on which it was begun, its title and the beginning of its id, as
/// far as they are letters and digits. The day in front keeps it from being a name that some system has for itself.
fn stem(id: &ConversationId, summary: Option<&ConversationSummary>, facts: &ExportFacts) -> String {
    let day = summary.and_then(|summary| summary.started).map_or_else(
        || "undated".to_owned(),
        |at| at.to_local(facts.timezone).format("%Y-%m-%d").to_string(),
    );
    let title = summary.map(|summary| slug(&summary.title));
    let id: String = slug(id.as_str()).chars().take(8).collect();
    let parts = [day, title.unwrap_or_default(), id];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// Makes a part of a file's name of a text: its letters and digits, in lower case, with hyphens for all between them.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if slug.len() + c.len_utf8() > TITLE_BYTES {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_whatever_the_title() {
        for (title, expected) in [
            ("How do I lock a file?", "how-do-i-lock-a-file"),
            ("../../etc/passwd", "etc-passwd"),
            ("你好 \u{202E}gpj.\x1b[31m", "你好-gpj-31m"),
            ("CON", "con"),
            ("...", ""),
        ] {
            assert_eq!(slug(title), expected);
        }
        assert!(slug(&"é".repeat(500)).len() <= TITLE_BYTES);
    }

    #[test]
    fn an_id_is_no_path() {
        let facts = ExportFacts {
            exported_at: chrono::DateTime::UNIX_EPOCH,
            timezone: chrono_tz::UTC,
        };
        let id = ConversationId::new("../../x/y");
        assert_eq!(stem(&id, None, &facts), "undated-x-y");
        let text = r#"{"title":"A/B","timestamp":"2026-02-09T14:03:11"}"#;
        let summary = ConversationSummary::from_document(id.clone(), text, 0).expect("sound");
        assert_eq!(stem(&id, Some(&summary), &facts), "2026-02-09-a-b-x-y");
    }
}
