//! Getting in.

use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::environment::PostgresEnvironment;
use super::error::failed;
use super::parameters::Parameters;
use super::tls::client_config;
use crate::store::{Location, PostgresUrl, StoreResult};

/// Connects to the database. Nothing is asked of the server that a pooler in front of it would not pass on.
pub(super) fn connect(
    url: &PostgresUrl,
    environment: &PostgresEnvironment,
    patience: Duration,
) -> StoreResult<Client> {
    let Parameters { config, tls } = Parameters::read(url, environment, patience)?;
    let connected = match config.get_ssl_mode() {
        SslMode::Disable => config.connect(NoTls),
        _ => config.connect(MakeRustlsConnect::new(client_config(&tls)?)),
    };
    let location = Location::Postgres(url.clone());
    connected.map_err(failed(&location, patience, "connect to"))
}
