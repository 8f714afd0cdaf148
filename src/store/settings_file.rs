//! The settings of a JSON store: `.chatkeep/store.toml`, and the recipients in `.chatkeep/recipients.txt`.
//!
//! Both may be missing: a store that only the web app has used so far has neither.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::{KeyFormat, Malformed, StoreSettings};
use crate::store::Damage;

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    timezone: Option<Tz>,
    key_format: Option<KeyFormat>,
    shared: Option<bool>,
}

/// Reads the settings; `local` is the zone if none is set.
pub(super) fn read(
    toml: Option<&str>,
    recipients: Option<&str>,
    local: Tz,
) -> Result<StoreSettings, Damage> {
    let file: SettingsFile = match toml {
        Some(text) => {
            toml::from_str(text).map_err(|error| Damage::Settings(misunderstood(&error)))?
        }
        None => SettingsFile::default(),
    };
    Ok(StoreSettings {
        timezone: file.timezone.unwrap_or(local),
        key_format: file.key_format,
        is_shared: file.shared.unwrap_or(true),
        recipients: recipients.map(recipients_in).unwrap_or_default(),
    })
}

fn misunderstood(error: &toml::de::Error) -> Malformed {
    Malformed {
        offset: error.span().map_or(0, |span| span.start),
        reason: error.message().to_owned(),
    }
}

pub(super) fn recipients_in(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// Writes the settings as `store.toml`.
pub(super) fn to_toml(settings: &StoreSettings) -> String {
    let file = SettingsFile {
        timezone: Some(settings.timezone),
        key_format: settings.key_format,
        shared: Some(settings.is_shared),
    };
    let body = toml::to_string(&file).expect("plain values can be written as TOML");
    format!("# Settings of this store, for everyone who uses it. Written by chatkeep.\n{body}")
}

/// Writes the recipients, one a line.
pub(super) fn to_recipients_text(recipients: &[String]) -> String {
    let mut text = "# API keys are encrypted to these age recipients.\n".to_owned();
    for recipient in recipients {
        text.push_str(recipient);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_back_as_written() {
        let settings = StoreSettings {
            timezone: chrono_tz::Europe::Berlin,
            key_format: Some(KeyFormat::Age),
            is_shared: false,
            recipients: vec!["age1abc".to_owned(), "age1def".to_owned()],
        };
        let (toml, recipients) = (to_toml(&settings), to_recipients_text(&settings.recipients));
        assert_eq!(
            read(Some(&toml), Some(&recipients), chrono_tz::UTC).expect("settings"),
            settings
        );
    }

    #[test]
    fn a_store_without_settings_is_the_web_apps() {
        let settings = read(None, None, chrono_tz::Asia::Tokyo).expect("settings");
        assert!(settings.is_shared && settings.recipients.is_empty());
        assert_eq!(settings.timezone, chrono_tz::Asia::Tokyo);
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        assert!(read(Some("retension = 3"), None, chrono_tz::UTC).is_err());
        assert!(read(Some("timezone = \"Mars/Base\""), None, chrono_tz::UTC).is_err());
    }
}
