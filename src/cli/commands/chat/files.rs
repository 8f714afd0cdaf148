//! Files that go along with a prompt.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::failure::{Exit, Failure};
use crate::providers::{self, Attachment, MediaType};

/// The most that a file may have: more than any provider takes in a request.
const LIMIT_BYTES: u64 = 32 << 20;
/// The most that a schema may have.
const SCHEMA_LIMIT_BYTES: u64 = 1 << 20;

/// Reads what is to be sent along: files, addresses, and `-` for standard input.
pub(super) fn attachments(places: &[String]) -> Result<Vec<Attachment>, Failure> {
    if places.iter().filter(|place| *place == "-").count() > 1 {
        return Err(Failure::usage("standard input can be attached once only"));
    }
    places.iter().map(|place| attachment(place)).collect()
}

fn attachment(place: &str) -> Result<Attachment, Failure> {
    let (name, content) = if place == "-" {
        let content = read(io::stdin().lock(), LIMIT_BYTES);
        (
            "standard input",
            content.map_err(|error| unreadable("standard input", &error))?,
        )
    } else if place.starts_with("https://") || place.starts_with("http://") {
        let content = providers::download(place, LIMIT_BYTES);
        let path = place.split(['?', '#']).next().unwrap_or(place);
        let name = path.rsplit('/').find(|part| !part.is_empty());
        let content = content.map_err(|error| Failure::of_provider(&error))?;
        (name.unwrap_or("file"), content)
    } else {
        let path = Path::new(place);
        let name = path.file_name().and_then(|name| name.to_str());
        let content = open_and_read(path, LIMIT_BYTES);
        (
            name.unwrap_or("file"),
            content.map_err(|error| unreadable(place, &error))?,
        )
    };
    let unknown = || {
        Failure::usage(format!("{place} is no image and no PDF that models take")).hint(
            "PNG, JPEG, GIF, WebP and PDF can be attached; text is piped in, or given with --file",
        )
    };
    Ok(Attachment {
        name: name.to_owned(),
        media_type: MediaType::of(&content).ok_or_else(unknown)?,
        content: content.into(),
    })
}

/// Reads a JSON Schema.
pub(super) fn read_schema(path: &Path) -> Result<String, Failure> {
    let shown = path.display().to_string();
    let bytes =
        open_and_read(path, SCHEMA_LIMIT_BYTES).map_err(|error| unreadable(&shown, &error))?;
    let no_schema =
        |problem: String| Failure::usage(format!("{shown} is no JSON Schema: {problem}"));
    let text = String::from_utf8(bytes).map_err(|error| no_schema(error.to_string()))?;
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| no_schema(error.to_string()))?;
    if !value.is_object() {
        return Err(no_schema("it is no object".to_owned()));
    }
    Ok(text)
}

/// Reads a text.
pub(super) fn read_text(path: &Path, limit: u64) -> Result<String, Failure> {
    let shown = path.display().to_string();
    let bytes = open_and_read(path, limit).map_err(|error| unreadable(&shown, &error))?;
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{shown} is not UTF-8 text")))
}

fn open_and_read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    read(File::open(path)?, limit)
}

fn read(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    from.take(limit + 1).read_to_end(&mut content)?;
    if content.len() as u64 > limit {
        let problem = format!("it has more than {} MiB", limit >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(content)
}

fn unreadable(place: &str, error: &io::Error) -> Failure {
    let exit = match error.kind() {
        io::ErrorKind::NotFound => Exit::NotFound,
        io::ErrorKind::FileTooLarge => Exit::Usage,
        _ => Exit::Other,
    };
    Failure::new(
        exit,
        "file_unreadable",
        format!("cannot read {place}: {error}"),
    )
}
