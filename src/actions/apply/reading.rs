//! Files that declare accounts, taken apart into entries with named fields, whatever their format.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::super::{ActionError, ActionResult};
use super::entry::{Entry, Fault};
use super::{reading_csv, reading_json, reading_toml};

/// More than a million accounts take.
const LIMIT_BYTES: u64 = 256 << 20;

/// The formats of such files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountsFormat {
    /// A table `[[users]]` for each account.
    Toml,
    /// A list of objects, or an object with such a list as `users`.
    Json,
    /// A row for each account, below the names of the columns.
    Csv,
}

/// Reads a file, or a pipe: passwords come from other programs, too.
pub(super) fn text_of(path: &Path) -> ActionResult<Zeroizing<String>> {
    let unreadable = || ActionError::file("read", path);
    let file = File::open(path).map_err(unreadable())?;
    let size = file.metadata().map_err(unreadable())?.len();
    // Room for all of it from the start: growing would leave copies in memory.
    let capacity = usize::try_from(size.min(LIMIT_BYTES) + 1).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    let mut limited = file.take(LIMIT_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(unreadable())?;
    let refused = |reason| unreadable()(io::Error::other(reason));
    if bytes.len() as u64 > LIMIT_BYTES {
        return Err(refused("it is larger than 256 MiB"));
    }
    let text = str::from_utf8(&bytes).map_err(|_| refused("it is not UTF-8"))?;
    // Spreadsheet programs put a mark there.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    Ok(Zeroizing::new(text.to_owned()))
}

/// Finds the format from the file's name, else from what it begins with.
pub(super) fn format_of(path: &Path, text: &str) -> AccountsFormat {
    let extension = path.extension().and_then(|it| it.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("toml") => return AccountsFormat::Toml,
        Some("json") => return AccountsFormat::Json,
        Some("csv") => return AccountsFormat::Csv,
        _ => {}
    }
    let text = text.trim_start();
    let is_json_list = |rest: &str| rest.trim_start().starts_with(['{', ']']);
    if text.starts_with('{') || text.strip_prefix('[').is_some_and(is_json_list) {
        return AccountsFormat::Json;
    }
    let first = text.lines().next().unwrap_or_default();
    match first.starts_with(['#', '[']) || first.contains('=') {
        true => AccountsFormat::Toml,
        false => AccountsFormat::Csv,
    }
}

/// Takes a file apart.
pub(super) fn entries(text: &str, format: AccountsFormat) -> Result<Vec<Entry>, Fault> {
    match format {
        AccountsFormat::Toml => reading_toml::entries(text),
        AccountsFormat::Json => reading_json::entries(text),
        AccountsFormat::Csv => reading_csv::entries(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_found_from_the_name_and_else_from_the_content() {
        let named = |name: &str| format_of(Path::new(name), "");
        assert_eq!(named("a.TOML"), AccountsFormat::Toml);
        assert_eq!(named("a.json"), AccountsFormat::Json);
        assert_eq!(named("a.b/c.csv"), AccountsFormat::Csv);
        for (text, format) in [
            ("[{\"email\": 1}]", AccountsFormat::Json),
            (" [\n]", AccountsFormat::Json),
            ("{}", AccountsFormat::Json),
            ("[[users]]\nemail = 'x'", AccountsFormat::Toml),
            ("\n# ours\n[[users]]", AccountsFormat::Toml),
            ("users = []", AccountsFormat::Toml),
            ("email,name\na@x,=A", AccountsFormat::Csv),
            ("", AccountsFormat::Csv),
        ] {
            assert_eq!(format_of(Path::new("accounts"), text), format, "{text}");
        }
    }
}
