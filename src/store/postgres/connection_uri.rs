//! A URL taken apart into libpq's parameters, which calls it a connection URI.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::store::PostgresUrl;

/// The parameters that are understood, and the variables that give them where the URL does not.
pub(super) const KNOWN: [(&str, &str); 16] = [
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("dbname", "PGDATABASE"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("passfile", "PGPASSFILE"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("application_name", "PGAPPNAME"),
    ("options", "PGOPTIONS"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
    ("channel_binding", "PGCHANNELBINDING"),
];

/// Takes a URL apart into libpq's parameters.
pub(super) fn given(url: &PostgresUrl) -> Result<BTreeMap<String, String>, String> {
    let (who, address, parameters) = url.parts();
    let who = who.unwrap_or_default();
    let (hosts, dbname) = address.split_once('/').unwrap_or((address, ""));
    let (user, password) = who.split_once(':').unwrap_or((who, ""));
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for host in hosts.split(',').filter(|host| !host.is_empty()) {
        // An IPv6 address stands in brackets, and has colons of its own.
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, port)) => (name, port.strip_prefix(':').unwrap_or_default()),
            None => host.split_once(':').unwrap_or((host, "")),
        };
        names.push(decoded(name)?);
        ports.push(port.to_owned());
    }
    let mut given = BTreeMap::new();
    for (name, value) in [
        ("user", decoded(user)?),
        ("password", decoded(password)?),
        ("dbname", decoded(dbname)?),
        ("host", names.join(",")),
    ] {
        if !value.is_empty() {
            given.insert(name.to_owned(), value);
        }
    }
    if ports.iter().any(|port| !port.is_empty()) {
        given.insert("port".to_owned(), ports.join(","));
    }
    for parameter in parameters
        .split('&')
        .filter(|parameter| !parameter.is_empty())
    {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let name = decoded(name)?;
        if !KNOWN.iter().any(|(known, _)| *known == name) {
            return Err(format!("{name} is no parameter that is known"));
        }
        given.insert(name, decoded(value)?);
    }
    Ok(given)
}

fn decoded(text: &str) -> Result<String, &'static str> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| "what is written with % is not UTF-8")?;
    match decoded.contains('\0') {
        true => Err("it has a zero byte"),
        false => Ok(decoded.into_owned()),
    }
}
