//! Where a key may go, and how it is put along.

use std::net::IpAddr;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};

use super::endpoint::Endpoint;
use super::error::ProviderError;

/// Makes the value of a header out of a setting.
pub(super) fn header_value(
    endpoint: &Endpoint,
    setting: &'static str,
    text: &str,
) -> Result<HeaderValue, ProviderError> {
    HeaderValue::from_str(text).map_err(|_| ProviderError::BadSetting {
        provider: endpoint.name.clone(),
        setting,
        reason: "it holds characters that no header can have",
    })
}

/// Returns the version of the interface that an endpoint names, if it does. It becomes a part of addresses and headers, so it
/// must be a plain word.
pub(super) fn api_version(endpoint: &Endpoint) -> Result<Option<&str>, ProviderError> {
    let version = endpoint.api_version.as_deref();
    let is_plain = |version: &str| {
        version.starts_with(|c: char| c.is_ascii_alphanumeric())
            && version
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    if version.is_none_or(is_plain) {
        return Ok(version);
    }
    Err(ProviderError::BadSetting {
        provider: endpoint.name.clone(),
        setting: "API version",
        reason: "it is no word such as v1 or 2023-06-01",
    })
}

/// Makes the header that carries the key, marked so that nothing shows it.
pub(super) fn key_header(
    endpoint: &Endpoint,
    name: HeaderName,
    value: &str,
) -> Result<(HeaderName, HeaderValue), ProviderError> {
    let mut value = HeaderValue::from_str(value).map_err(|_| ProviderError::KeyUnusable {
        provider: endpoint.name.clone(),
    })?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// Reads the address of an endpoint. Refuses one over which its key would travel in the clear.
pub(super) fn checked_url(endpoint: &Endpoint) -> Result<Url, ProviderError> {
    let bad = |reason| ProviderError::BadSetting {
        provider: endpoint.name.clone(),
        setting: "base URL",
        reason,
    };
    let url = Url::parse(endpoint.base_url.trim()).map_err(|_| bad("it is no URL"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(bad("it does not begin with https:// or http:// and a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("it holds a user name or password"));
    }
    let has_key = endpoint.key.as_ref().is_some_and(|key| !key.is_empty());
    if has_key && url.scheme() == "http" && !is_loopback(&url) {
        return Err(ProviderError::InsecureUrl {
            provider: endpoint.name.clone(),
            host: url.host_str().unwrap_or_default().to_owned(),
        });
    }
    Ok(url)
}

/// Whether an address leads to this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}
