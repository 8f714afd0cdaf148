//! Getting in.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};
use rustls::ClientConfig;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::failed;
use super::parameters::Parameters;
use super::tls::client_config;
use crate::store::{Location, Notice, OpenOptions, PostgresUrl, StoreError, StoreResult};

/// Connects to the first of the servers that answers. Nothing is asked of it that a pooler in front of it would not pass on.
pub(super) fn connect(url: &PostgresUrl, options: &OpenOptions) -> StoreResult<Client> {
    let parameters = Parameters::read(url, &options.postgres, options.lock_timeout)?;
    if let Some((path, mode)) = parameters.open_passwords {
        options.notices.add(Notice::PasswordsOpen { path, mode });
    }
    let location = Location::Postgres(url.clone());
    let mut outcome = Err(unreachable(&location, "no server is named".to_owned()));
    for config in parameters.hosts {
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(client_config(&parameters.tls)?),
        };
        outcome = try_one(
            config,
            tls,
            parameters.timeout,
            &location,
            options.lock_timeout,
        );
        // Whoever answers has the last word.
        if !matches!(outcome, Err(StoreError::DatabaseUnreachable { .. })) {
            break;
        }
    }
    outcome
}

/// Connects to one server, and waits for it no longer than this: one that takes the connection and says nothing, too.
fn try_one(
    config: Config,
    tls: Option<ClientConfig>,
    timeout: Duration,
    location: &Location,
    patience: Duration,
) -> StoreResult<Client> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let connected = match tls {
            None => config.connect(NoTls),
            Some(tls) => config.connect(MakeRustlsConnect::new(tls)),
        };
        // Nobody waits any more if it took too long.
        let _ = sender.send(connected);
    });
    match receiver.recv_timeout(timeout) {
        Ok(Ok(client)) => Ok(client),
        // Nothing was sent yet that could be lost.
        Ok(Err(error)) => match failed(location, patience, "connect to")(error) {
            StoreError::ConnectionLost { location, reason } => {
                Err(StoreError::DatabaseUnreachable { location, reason })
            }
            other => Err(other),
        },
        Err(RecvTimeoutError::Timeout) => {
            let seconds = timeout.as_secs_f32();
            Err(unreachable(location, format!("no answer for {seconds} s")))
        }
        Err(RecvTimeoutError::Disconnected) => Err(unreachable(
            location,
            "connecting ended without an answer".to_owned(),
        )),
    }
}

fn unreachable(location: &Location, reason: String) -> StoreError {
    let location = location.to_string();
    StoreError::DatabaseUnreachable { location, reason }
}
