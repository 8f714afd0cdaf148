//! The configuration file, `config.toml`: defaults for options, and providers of one's own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::config_prices::{self, PriceConfig};
use super::config_text::{as_written, line_of};
pub(crate) use super::durations::parse_duration;
use super::environment::Environment;
use super::failure::{Exit, Failure};
use crate::pricing::OwnPrices;

/// Every key there is, with what it means. README's table is checked against this one.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("store", "where the store is, as for --store"),
    ("identity", "the age identity file, as for --identity"),
    (
        "user",
        "whose conversations and keys are meant when no --user is given",
    ),
    ("format", "table, json, jsonl or csv, as for --format"),
    ("color", "auto, always or never, as for --color"),
    (
        "lock_timeout",
        "how long to wait for locks, as for --lock-timeout, such as \"30s\"",
    ),
    ("chat.provider", "the provider of new conversations"),
    ("chat.model", "the model of new conversations"),
    ("chat.system", "instructions sent before each conversation"),
    ("chat.max_tokens", "the most tokens a reply may have"),
    (
        "chat.timeout",
        "how long to wait for the next part of a reply, such as \"120s\"",
    ),
    ("backup.folder", "where backups go, as for --to"),
    (
        "backup.encrypt",
        "true to encrypt each to the store's recipients, as --encrypt does",
    ),
    (
        "backup.recipients",
        "whom each is encrypted to instead, as for --recipient: a list",
    ),
    (
        "backup.identity",
        "what opens encrypted ones, as for --backup-identity",
    ),
    (
        "backup.keep_last",
        "how many of the newest backups to keep, as for --keep-last; where any of these is set, `backup` without --to or -o removes what no rule keeps",
    ),
    (
        "backup.keep_hourly",
        "of how many hours to keep the newest backup, as for --keep-hourly",
    ),
    ("backup.keep_daily", "the same of days"),
    ("backup.keep_weekly", "the same of weeks"),
    ("backup.keep_monthly", "the same of months"),
    ("backup.keep_yearly", "the same of years"),
    (
        "providers.*.kind",
        "the protocol that a provider of one's own speaks: openai, anthropic or google; a known provider's table needs none",
    ),
    (
        "providers.*.base_url",
        "its address, such as \"http://127.0.0.1:8080/v1\"; one that speaks anthropic or google ends before the version",
    ),
    (
        "providers.*.key_env",
        "the environment variable that holds its key, if a user has none stored",
    ),
    (
        "providers.*.api_version",
        "the version of its interface, if it speaks anthropic or google; google's is v1beta if nothing is said",
    ),
    (
        "aliases.*",
        "a model by a name of one's own, such as fast = \"openai/gpt-4o-mini\"",
    ),
    (
        "templates.*.prompt",
        "the prompt of a template; {{input}} stands for the prompt given, {{NAME}} for --param NAME=VALUE",
    ),
    ("templates.*.system", "the instructions of a template"),
    ("templates.*.model", "the model of a template"),
    (
        "templates.*.params.*",
        "what a variable of a template stands for when it is not given",
    ),
    (
        "prices.*.input",
        "what a million tokens of input cost, in US dollars; the name is \"PROVIDER/MODEL\", in quotes, and what a provider of one's own charges is known from here alone",
    ),
    ("prices.*.output", "the same of output; both must be there"),
    (
        "prices.*.cached_input",
        "the same of input read from a cache; as other input if it is missing",
    ),
    (
        "prices.*.cache_write",
        "the same of input written to a cache for its shortest time; as other input if it is missing",
    ),
    (
        "prices.*.cache_write_1h",
        "the same of input written to a cache for an hour; as cache_write if it is missing",
    ),
    (
        "prices.*.cache_write_12h",
        "the same of input written to a cache for twelve hours; as cache_write if it is missing",
    ),
];

/// The tables whose keys the user names.
const TABLES_OF_OWN_NAMES: [&str; 5] = [
    "providers",
    "aliases",
    "templates",
    "templates.*.params",
    "prices",
];

/// What the configuration file says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Config {
    pub(crate) store: Option<String>,
    pub(crate) identity: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) color: Option<String>,
    pub(crate) lock_timeout: Option<String>,
    pub(crate) chat: ChatDefaults,
    pub(crate) backup: BackupDefaults,
    pub(crate) providers: BTreeMap<String, ProviderConfig>,
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) templates: BTreeMap<String, TemplateConfig>,
    prices: BTreeMap<String, PriceConfig>,
    /// What `prices` says, read.
    #[serde(skip)]
    pub(crate) own_prices: Vec<OwnPrices>,
}

/// A prompt with gaps.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct TemplateConfig {
    pub(crate) prompt: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) params: BTreeMap<String, String>,
}

/// Defaults of `chat send`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChatDefaults {
    pub(crate) provider: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) max_tokens: Option<u32>,
    pub(crate) timeout: Option<String>,
}

/// Defaults of `backup`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BackupDefaults {
    pub(crate) folder: Option<String>,
    pub(crate) encrypt: bool,
    pub(crate) recipients: Vec<String>,
    pub(crate) identity: Option<String>,
    pub(crate) keep_last: Option<NonZeroU32>,
    pub(crate) keep_hourly: Option<NonZeroU32>,
    pub(crate) keep_daily: Option<NonZeroU32>,
    pub(crate) keep_weekly: Option<NonZeroU32>,
    pub(crate) keep_monthly: Option<NonZeroU32>,
    pub(crate) keep_yearly: Option<NonZeroU32>,
}

/// A provider that speaks the protocol of a known one, or what is to change of a known one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProviderConfig {
    pub(crate) kind: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) key_env: Option<String>,
    pub(crate) api_version: Option<String>,
}

impl Config {
    /// Finds and reads the configuration file.
    pub(crate) fn find(given: Option<&Path>, environment: &Environment) -> Result<Self, Failure> {
        match (given, environment.folders()) {
            (Some(path), _) => Self::load(path, true),
            (None, Some(folders)) => Self::load(&folders.config.join("config.toml"), false),
            (None, None) => Ok(Self::default()),
        }
    }

    /// Reads the file; one that is not there says nothing, unless it was asked for by name.
    pub(crate) fn load(path: &Path, is_required: bool) -> Result<Self, Failure> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map_err(|failure| failure.in_file(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_required => {
                Ok(Self::default())
            }
            Err(error) => {
                let message = format!("cannot read {}: {error}", path.display());
                Err(Failure::new(Exit::Other, "config_unreadable", message))
            }
        }
    }

    /// Returns the model that a name stands for: the one it is an alias of, else itself.
    pub(crate) fn unaliased(&self, model: String) -> String {
        self.aliases.get(&model).cloned().unwrap_or(model)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let invalid = |error: toml::de::Error| {
            let line = error.span().map(|span| line_of(text, span.start));
            let place = line.map_or(String::new(), |line| format!("line {line}: "));
            Failure::invalid_config(format!("{place}{}", error.message()))
        };
        let table: toml::Table = toml::from_str(text).map_err(invalid)?;
        check_keys(&table, "", "", None)?;
        let mut config: Self = toml::from_str(text).map_err(invalid)?;
        config.own_prices = config_prices::read(&config.prices, text)?;
        Ok(config)
    }
}

impl Failure {
    /// The configuration says what cannot be.
    pub(super) fn invalid_config(message: String) -> Self {
        Self::new(Exit::Usage, "config_invalid", message)
    }

    fn in_file(self, path: &Path) -> Self {
        Self {
            message: format!("{}: {}", path.display(), self.message),
            ..self
        }
    }
}

/// Refuses keys that mean nothing. `pattern` is the path with names of the user's own as `*`, and `own_name` the first.
fn check_keys(
    table: &toml::Table,
    path: &str,
    pattern: &str,
    own_name: Option<&str>,
) -> Result<(), Failure> {
    let join = |prefix: &str, key: &str| {
        if prefix.is_empty() {
            key.to_owned()
        } else {
            format!("{prefix}.{key}")
        }
    };
    for (key, value) in table {
        let written = as_written(key);
        let path = join(path, &written);
        let is_own_name = TABLES_OF_OWN_NAMES.contains(&pattern);
        let own_name = own_name.or(is_own_name.then_some(&*written));
        let pattern = join(pattern, if is_own_name { "*" } else { key });
        let inner = format!("{pattern}.");
        match value {
            toml::Value::Table(table)
                if KEYS.iter().any(|(known, _)| known.starts_with(&inner)) =>
            {
                check_keys(table, &path, &pattern, own_name)?;
            }
            _ if KEYS.iter().any(|(known, _)| *known == pattern) => {}
            _ => {
                let nearest = nearest_key(&pattern).replace('*', own_name.unwrap_or("NAME"));
                return Err(Failure::new(
                    Exit::Usage,
                    "config_unknown_key",
                    format!("there is no setting {}", quoted(&path)),
                )
                .hint(format!("the nearest one is {}", quoted(&nearest))));
            }
        }
    }
    Ok(())
}

/// Puts a path in quotes, if it has none in it already.
fn quoted(path: &str) -> Cow<'_, str> {
    match path.contains('"') {
        true => path.into(),
        false => format!("{path:?}").into(),
    }
}

fn nearest_key(pattern: &str) -> &'static str {
    let distance = |known: &str| {
        // The whole key, its table alone, or the key without its table: whichever slip is smallest.
        let (table, last) = known.rsplit_once('.').unwrap_or((known, known));
        let whole = strsim::damerau_levenshtein(known, pattern);
        let of_table = strsim::damerau_levenshtein(table, pattern);
        let of_last = strsim::damerau_levenshtein(last, pattern) + 1;
        whole.min(of_table).min(of_last)
    };
    KEYS.iter()
        .map(|(known, _)| *known)
        .min_by_key(|known| distance(known))
        .expect("there are keys")
}

/// Follows `~/` at the start of a path in the configuration.
pub(crate) fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_known_one() {
        for (text, key, nearest) in [
            ("stor = 'x'", "stor", "store"),
            ("[bakup]\nfolder = 'x'", "bakup", "backup.folder"),
            ("max_tokens = 3", "max_tokens", "chat.max_tokens"),
            (
                "[providers.local]\nbaseurl = 'x'",
                "providers.local.baseurl",
                "providers.local.base_url",
            ),
            (
                "[prices.\"openai/gpt-4.1\"]\ninputs = 1",
                "prices.\"openai/gpt-4.1\".inputs",
                "prices.\"openai/gpt-4.1\".input",
            ),
        ] {
            let failure = Config::parse(text).expect_err("unknown");
            assert!(failure.message.contains(key), "{failure:?}");
            assert!(
                failure
                    .hint
                    .as_deref()
                    .unwrap_or_default()
                    .contains(nearest),
                "{failure:?}"
            );
        }
    }

    #[test]
    fn every_key_is_read() {
        let text = "store='a'\nidentity='b'\nuser='c'\nformat='json'\ncolor='never'\nlock_timeout='1s'\n\
            [chat]\nprovider='p'\nmodel='m'\nsystem='s'\nmax_tokens=5\ntimeout='9s'\n[backup]\nfolder='f'\nkeep_daily=7\n\
            [providers.x]\nkind='openai'\nbase_url='u'\nkey_env='K'\napi_version='v'\n";
        let keys = |table: &toml::Table| table.len();
        assert_eq!(keys(&toml::from_str(text).expect("valid")), 9);
        let config = Config::parse(text).expect("valid");
        assert_eq!(config.providers["x"].key_env.as_deref(), Some("K"));
        assert_eq!(config.chat.max_tokens, Some(5));
        assert_eq!(config.backup.keep_daily.map(NonZeroU32::get), Some(7));
        let failure = Config::parse("[backup]\nkeep_daily = 0").expect_err("it keeps nothing");
        assert!(failure.message.contains("line 2"), "{failure:?}");
    }

    #[test]
    fn a_wrong_type_is_named_by_its_line() {
        let failure = Config::parse("store = 'x'\nuser = 3").expect_err("wrong");
        assert!(failure.message.contains("line 2"), "{failure:?}");
    }
}
