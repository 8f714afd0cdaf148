//! Fetches a file from an address that the user gave; no key goes along.

use std::io::Read;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::error::ProviderError;
use super::http::client_builder;

/// How long the whole of it may take.
const TIME_LIMIT: Duration = Duration::from_secs(60);
const MAX_REDIRECTS: usize = 5;

/// Returns the content at `url`, of at most `limit` bytes.
pub fn download(url: &str, limit: u64) -> Result<Vec<u8>, ProviderError> {
    let refuse = |reason: String| ProviderError::Download {
        host: host_of(url),
        reason,
    };
    let failed = |error: reqwest::Error| refuse(innermost(&error.without_url()));
    let client = client_builder()
        .redirect(Policy::limited(MAX_REDIRECTS))
        .timeout(TIME_LIMIT)
        .build()
        .map_err(failed)?;
    let response = client.get(url).send().map_err(failed)?;
    let status = response.status();
    if !status.is_success() {
        return Err(refuse(format!("HTTP {}", status.as_u16())));
    }
    let mut content = Vec::new();
    let read = response.take(limit + 1).read_to_end(&mut content);
    read.map_err(|error| refuse(error.to_string()))?;
    if content.len() as u64 > limit {
        return Err(refuse(format!("it has more than {} MiB", limit >> 20)));
    }
    Ok(content)
}

/// Returns the host alone: what is behind it may be secret.
fn host_of(url: &str) -> String {
    let host = reqwest::Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| "an address that is none".to_owned())
}

/// Returns the last cause, which says what happened.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
