//! The manual's page on the configuration file, `chatkeep-config(5)`.

use clap_mangen::roff::{Roff, bold, italic, roman};

use super::man_pages::{MANUAL, ManPage, NO_DATE, entries, example_section, source};
use super::reference;

const NAME: &str = "chatkeep-config";

const PATH: &str = "~/.config/chatkeep/config.toml";

/// A file that uses most keys; a test reads it as the program would.
const EXAMPLE: &str = r#"store = "~/chat-store"
user = "ada@example.org"
lock_timeout = "10s"

[chat]
provider = "local"
model = "qwen3"
timeout = "2m"

[backup]
folder = "~/chat-backups"
keep_daily = 7
keep_weekly = 4

[providers.local]
kind = "openai"
base_url = "http://127.0.0.1:8080/v1"
key_env = "LOCAL_API_KEY"

[providers.google]
api_version = "v1"

[prices."local/qwen3"]
input = 0.05
output = 0.20"#;

/// Makes the page.
pub(crate) fn page() -> ManPage {
    let example = EXAMPLE.lines().map(str::to_owned).collect();
    let parts = [
        head(),
        entries("KEYS", reference::configuration_keys(), bold),
        example_section(example),
        foot(),
    ];
    let preamble = Roff::new().render();
    let text = parts.map(|part| part.render().replacen(&preamble, "", 1));
    ManPage {
        file_name: format!("{NAME}.5"),
        roff: preamble + &text.concat(),
    }
}

fn head() -> Roff {
    let mut roff = Roff::new();
    let source = source();
    roff.control("TH", [NAME, "5", NO_DATE, &source, MANUAL]);
    roff.control("SH", ["NAME"]);
    roff.text([roman(format!("{NAME} - settings of chatkeep"))]);
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([italic(PATH)]);
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([
        roman("The configuration file is in TOML. It may be missing, and so may any key in it. "),
        bold("--config"),
        roman(" or "),
        bold("CHATKEEP_CONFIG"),
        roman(" names another file, which then must be there."),
    ]);
    roff.control("PP", []);
    roff.text([roman(
        "What is said in several places is taken from the first of these: an option, an environment variable, this file, \
         the default. A key that is not listed below is an error that names the nearest one.",
    )]);
    roff.control("PP", []);
    roff.text([roman(
        "A dotted key such as chat.model can also be written as model below the line [chat]. A * stands for a name of \
         your choice. Paths may begin with ~/. Durations are a number with ms, s, m, h or d. No key holds a secret.",
    )]);
    roff.control("PP", []);
    roff.text([
        roman("A table of providers with a name of your choice adds one. With the name of a known one, such as "),
        bold("[providers.google]"),
        roman(", it changes that one: what it does not set stays as it was."),
    ]);
    roff.control("PP", []);
    roff.text([roman(
        "Prices are US dollars for a million tokens, in decimal, with quotes or without. They hold in place of the \
         program's own for every request from then on; what was spent before keeps its cost.",
    )]);
    roff
}

fn foot() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    roff.text([bold("chatkeep(1)")]);
    roff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config::{self, Config};

    #[test]
    fn the_example_is_a_valid_file() {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, EXAMPLE).expect("it is ours");
        let config = Config::load(&path, true).expect("the example is valid");
        let timeout = config.chat.timeout.as_deref().expect("it sets one");
        config::parse_duration(timeout).expect("it is a duration");
        assert!(config.providers.contains_key("local"));
    }

    #[test]
    fn every_key_has_its_entry() {
        let page = page();
        assert_eq!(page.file_name, "chatkeep-config.5");
        for (key, meaning) in reference::configuration_keys() {
            let mut entry = Roff::new();
            entry
                .control("TP", [])
                .text([bold(*key)])
                .text([roman(*meaning)]);
            let entry = entry.render().replacen(&Roff::new().render(), "", 1);
            assert!(page.roff.contains(&entry), "{entry}");
        }
    }
}
