//! What a command works with: settings, the store, and ways to show and ask.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;

use super::config::{Config, expand_home, parse_duration};
use super::environment::Environment;
use super::failure::{Exit, Failure};
use super::global_options::{ColorChoice, FormatChoice, GlobalOptions};
use crate::model::{SystemClock, User};
use crate::report::{Format, Page, Report, render, safe_block, safe_line};
use crate::store::{self, Location, Notices, OpenOptions, Store, state_folder_of};

/// How long to wait for locks if nobody says.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// Settings in force, and the means of a command.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) options: GlobalOptions,
    pub(crate) config: Config,
    pub(crate) environment: Environment,
    pub(crate) clock: SystemClock,
    /// Where results go.
    pub(crate) page: Page,
    /// Where everything else goes.
    error_page: Page,
    format: Format,
    lock_timeout: Duration,
    notices: Notices,
}

/// Where the store is, and how that was found.
struct FoundLocation {
    location: Location,
    /// Taken from the working folder, which the user did not name.
    is_implicit: bool,
}

impl Context {
    /// Works out what is in force: options and environment win over the configuration, and that over defaults.
    pub(crate) fn new(
        options: GlobalOptions,
        config: Config,
        environment: Environment,
    ) -> Result<Self, Failure> {
        let format = options.format.map_or_else(
            || choice(config.format.as_deref(), "format"),
            |choice| Ok(Some(choice)),
        )?;
        let color = options.color.map_or_else(
            || choice(config.color.as_deref(), "color"),
            |choice| Ok(Some(choice)),
        )?;
        let lock_timeout = match options
            .lock_timeout
            .as_deref()
            .or(config.lock_timeout.as_deref())
        {
            Some(text) => parse_duration(text).map_err(Failure::usage)?,
            None => LOCK_TIMEOUT,
        };
        let color = color.unwrap_or(ColorChoice::Auto);
        Ok(Self {
            page: page(&std::io::stdout(), color, &environment),
            error_page: page(&std::io::stderr(), color, &environment),
            format: format.map_or(Format::Table, |choice: FormatChoice| choice.into()),
            clock: SystemClock,
            options,
            config,
            environment,
            lock_timeout,
            notices: Notices::default(),
        })
    }

    pub(crate) fn open_options(&self) -> OpenOptions {
        OpenOptions {
            notices: self.notices.clone(),
            state_folder: self.environment.folders().map(|folders| folders.state),
            postgres: self.environment.postgres(),
            ..OpenOptions::new(self.lock_timeout, self.environment.timezone())
        }
    }

    /// Returns where stores put what they have to tell.
    pub(crate) fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Returns where the store is, or would be made.
    pub(crate) fn location(&self) -> Result<Location, Failure> {
        Ok(self.find_location()?.location)
    }

    /// Returns the folder for backups that nobody gave another: in the store's own, or in this machine's for a database.
    pub(crate) fn default_backups(&self) -> Result<PathBuf, Failure> {
        let location = self.location()?;
        let folder = match location.folder() {
            Some(folder) => folder.to_owned(),
            None => state_folder_of(&location, &self.open_options())?,
        };
        Ok(folder.join("backups"))
    }

    /// Opens the store to look at it.
    pub(crate) fn store(&self) -> Result<Box<dyn Store>, Failure> {
        Ok(store::open(&self.location()?, self.open_options())?)
    }

    /// Opens the store to change it; says so if nobody named it.
    pub(crate) fn store_to_change(&self) -> Result<Box<dyn Store>, Failure> {
        let found = self.find_location()?;
        let store = store::open(&found.location, self.open_options())?;
        if found.is_implicit {
            self.note(&format!(
                "using the store in the working folder, {}",
                found.location
            ));
        }
        Ok(store)
    }

    fn find_location(&self) -> Result<FoundLocation, Failure> {
        let found = self.location_by_precedence()?;
        self.detail(&format!("store: {}", found.location));
        Ok(found)
    }

    fn location_by_precedence(&self) -> Result<FoundLocation, Failure> {
        let configured = || {
            self.config
                .store
                .as_deref()
                .map(|path| OsString::from(expand_home(path)))
        };
        if let Some(text) = self.options.store.clone().or_else(configured) {
            return Ok(FoundLocation {
                location: Location::parse(&text)?,
                is_implicit: false,
            });
        }
        if let Some(folder) = self
            .environment
            .working_folder()
            .filter(|folder| is_trusted_store(folder))
        {
            return Ok(FoundLocation {
                location: Location::Folder(folder.to_owned()),
                is_implicit: true,
            });
        }
        let folders = self.environment.folders().ok_or_else(|| {
            Failure::new(
                Exit::Other,
                "no_home",
                "there is no home folder to keep a store in",
            )
            .hint("say where the store is with --store")
        })?;
        Ok(FoundLocation {
            location: Location::Folder(folders.data),
            is_implicit: false,
        })
    }

    /// Writes a result to standard output.
    pub(crate) fn show(&self, report: &dyn Report) -> Result<(), Failure> {
        self.show_on(&self.page, report)
    }

    /// Writes a result to standard output as another page would have it.
    pub(crate) fn show_on(&self, page: &Page, report: &dyn Report) -> Result<(), Failure> {
        self.write_out(render(report, self.format, page).as_bytes())
    }

    /// Whether results, and so errors, are one JSON document.
    pub(crate) fn wants_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether results are for people.
    pub(crate) fn is_for_people(&self) -> bool {
        self.format == Format::Table
    }

    /// Writes bytes to standard output as they are.
    pub(crate) fn write_out(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut output = std::io::stdout().lock();
        output
            .write_all(bytes)
            .and_then(|()| output.flush())
            .map_err(|error| Failure::of_output(&error))
    }

    /// Returns whose conversations and keys are meant: the user given, else the configured one, else the store's only one.
    pub(crate) fn chosen_user(
        &self,
        store: &dyn Store,
        given: Option<&str>,
    ) -> Result<User, Failure> {
        if let Some(who) = given
            .or_else(|| self.environment.text("CHATKEEP_USER"))
            .or(self.config.user.as_deref())
        {
            return Ok(store.find_user(who)?);
        }
        let mut users = store.users()?;
        match users.len() {
            1 => Ok(users.remove(0)),
            0 => Err(Failure::new(
                Exit::NotFound,
                "user_not_found",
                "the store has no users yet",
            )
            .hint("`chatkeep user add EMAIL` adds one")),
            _ => Err(
                Failure::usage("the store has several users, and none was chosen").hint(
                    "choose one with --user or CHATKEEP_USER, or set `user` in the configuration",
                ),
            ),
        }
    }

    /// Where failures are told.
    pub(crate) fn error_page(&self) -> &Page {
        &self.error_page
    }

    /// Whether a person reads what is said on standard error.
    pub(crate) fn can_see_notes(&self) -> bool {
        self.error_page.is_terminal
    }

    /// Says what is done, if that was asked for.
    pub(crate) fn detail(&self, text: &str) {
        if self.options.verbose {
            self.say_faintly(text);
        }
    }

    /// Says something of little weight.
    pub(crate) fn note_faintly(&self, text: &str) {
        if !self.options.quiet {
            self.say_faintly(text);
        }
    }

    /// Says something that is not the result, unless silence was asked for.
    pub(crate) fn note(&self, text: &str) {
        if !self.options.quiet {
            self.say(&safe_block(text, &self.error_page));
        }
    }

    /// Warns, even if silence was asked for.
    pub(crate) fn warn(&self, text: &str) {
        let text = safe_block(text, &self.error_page);
        self.say(&format!("{} {text}", self.error_page.warning("warning:")));
    }

    /// Returns a question as it may be shown where it is asked: names and addresses in it are others' text.
    pub(crate) fn safe_question<'t>(&self, question: &'t str) -> Cow<'t, str> {
        safe_line(question, &self.error_page)
    }

    /// Says where an identity was made, if one was, and what to do about it.
    pub(crate) fn note_new_identity(&self, made: Option<&Path>) {
        if let Some(path) = made {
            self.note(&format!(
                "made the identity {}; keep a copy of it in a safe place: without it, no stored API key can be read",
                path.display()
            ));
        }
    }

    fn say_faintly(&self, text: &str) {
        self.say(&self.error_page.faint(&safe_block(text, &self.error_page)));
    }

    fn say(&self, text: &str) {
        // Nobody may be listening; that is no reason to stop.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

impl Failure {
    /// Makes a failure of an error of standard output. A closed pipe is none: its reader had enough.
    pub(crate) fn of_output(error: &std::io::Error) -> Self {
        let code = if error.kind() == std::io::ErrorKind::BrokenPipe {
            CLOSED_PIPE
        } else {
            "output"
        };
        Self::new(
            Exit::Other,
            code,
            format!("cannot write to standard output: {error}"),
        )
    }

    /// Whether the reader of standard output had enough.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.code == CLOSED_PIPE
    }
}

const CLOSED_PIPE: &str = "closed_pipe";

fn choice<T: ValueEnum>(text: Option<&str>, key: &str) -> Result<Option<T>, Failure> {
    let parse = |text| {
        T::from_str(text, false)
            .map_err(|_| Failure::usage(format!("{text:?} is no value of {key:?} in config.toml")))
    };
    text.map(parse).transpose()
}

/// Decides what can be shown on a stream.
pub(crate) fn page(
    stream: &impl IsTerminal,
    color: ColorChoice,
    environment: &Environment,
) -> Page {
    let is_terminal = stream.is_terminal();
    let can_color = is_terminal && environment.text("TERM") != Some("dumb");
    let is_forced = environment
        .text("CLICOLOR_FORCE")
        .is_some_and(|value| value != "0");
    let has_color = match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if environment.get("NO_COLOR").is_some() => false,
        ColorChoice::Auto => is_forced || can_color,
    };
    let columns = || {
        environment
            .text("COLUMNS")
            .and_then(|columns| columns.parse().ok())
    };
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = is_terminal.then(|| columns().or_else(measured).unwrap_or(80));
    Page {
        width,
        has_color,
        is_terminal,
        has_unicode: has_unicode(environment),
        renders_markdown: is_terminal,
        timezone: environment.timezone(),
    }
}

/// Whether what reads our output can show more than ASCII. Where no locale is set at all, as in containers, it is taken to.
fn has_unicode(environment: &Environment) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = locale.iter().find_map(|name| environment.text(name));
    let is_utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.ends_with("utf-8") || locale.ends_with("utf8")
    });
    is_utf8 && environment.text("TERM") != Some("dumb")
}

/// Whether a folder that nobody named may be used: it holds a whole store, and none that a stranger put there.
fn is_trusted_store(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let users: PathBuf = folder.join("users.json");
    let is_ours = |uid: u32| uid == 0 || uid == rustix::process::geteuid().as_raw();
    folder.join("user_data").is_dir()
        && std::fs::metadata(users).is_ok_and(|metadata| is_ours(metadata.uid()))
}
