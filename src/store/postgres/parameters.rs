//! Where a database is and how to get in: of the URL, else of the environment, else as PostgreSQL's own programs have it.
//!
//! Names and meanings are those of libpq: <https://www.postgresql.org/docs/current/libpq-connect.html>.

use std::path::PathBuf;
use std::time::Duration;

use postgres::Config;
use postgres::config::{ChannelBinding, SslMode, TargetSessionAttrs};

use super::connection_uri::{KNOWN, given};
use super::environment::PostgresEnvironment;
use super::hosts::{Host, hosts};
use super::passwords;
use super::tls::{TlsFiles, Verification};
use crate::store::{Location, PostgresUrl, StoreError, StoreResult};

/// How to connect.
pub(super) struct Parameters {
    /// One for each host, to be tried in turn.
    pub(super) hosts: Vec<Config>,
    pub(super) tls: TlsFiles,
    /// How long to wait for each.
    pub(super) timeout: Duration,
    /// A file of passwords that was not used, for others can read it, and its permission bits.
    pub(super) open_passwords: Option<(PathBuf, u32)>,
}

/// How long a connection may be silent before it is asked whether there is still somebody, and unanswered before it is lost.
const SILENCE: Duration = Duration::from_secs(30);

impl Parameters {
    /// Reads the URL, and takes what it lacks from the environment; a connection is waited for as long as `patience` unless
    /// told otherwise.
    pub(super) fn read(
        url: &PostgresUrl,
        environment: &PostgresEnvironment,
        patience: Duration,
    ) -> StoreResult<Self> {
        let mut given = given(url).map_err(|reason| refused(url, reason))?;
        for (name, variable) in KNOWN {
            if !given.contains_key(name)
                && let Some(value) = environment.get(variable)
            {
                given.insert(name.to_owned(), value.to_owned());
            }
        }
        let get = |name: &str| {
            given
                .get(name)
                .map(String::as_str)
                .filter(|value| !value.is_empty())
        };
        let user = get("user")
            .map(str::to_owned)
            .or_else(|| environment.user_name());
        let Some(user) = user else {
            return Err(refused(url, "it names no role, and there is no USER"));
        };
        let dbname = get("dbname").unwrap_or(&user).to_owned();
        let mut config = Config::new();
        config.user(&user).dbname(&dbname);
        config.application_name(get("application_name").unwrap_or("chatkeep"));
        let timeout = match get("connect_timeout").map(str::parse) {
            None | Some(Ok(0)) => patience.max(Duration::from_secs(1)),
            Some(Ok(seconds)) => Duration::from_secs(seconds),
            Some(Err(_)) => return Err(refused(url, "connect_timeout is no number of seconds")),
        };
        config.connect_timeout(timeout);
        if let Some(options) = get("options") {
            config.options(options);
        }
        match get("target_session_attrs") {
            None | Some("any") => {}
            Some("read-write" | "primary") => {
                config.target_session_attrs(TargetSessionAttrs::ReadWrite);
            }
            Some("read-only" | "standby") => {
                config.target_session_attrs(TargetSessionAttrs::ReadOnly);
            }
            Some(_) => return Err(refused(url, "target_session_attrs is none that is known")),
        }
        match get("channel_binding") {
            None | Some("prefer") => {}
            Some("require") => {
                config.channel_binding(ChannelBinding::Require);
            }
            Some("disable") => {
                config.channel_binding(ChannelBinding::Disable);
            }
            Some(_) => return Err(refused(url, "channel_binding is none that is known")),
        }
        // Whoever is gone without a word is noticed.
        config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        let tls = tls_files(&get, &mut config).map_err(|reason| refused(url, reason))?;
        let file = match get("password") {
            Some(_) => None,
            None => passwords::file(get("passfile"), environment),
        };
        let open_passwords = file.as_deref().and_then(passwords::open_to_others);
        let file = file.filter(|_| open_passwords.is_none());
        let hosts = hosts(get("host"), get("hostaddr"), get("port"));
        let mut configs = Vec::new();
        for Host {
            name,
            address,
            port,
        } in hosts.map_err(|reason| refused(url, reason))?
        {
            let mut config = config.clone();
            config.host(&name).port(port);
            if let Some(address) = address {
                config.hostaddr(address);
            }
            if name.starts_with('/') {
                // Through a socket nobody listens, and servers offer no TLS there.
                config.ssl_mode(SslMode::Disable);
            }
            let wanted = passwords::Wanted {
                host: &name,
                port,
                dbname: &dbname,
                user: &user,
            };
            let kept = || passwords::look_up(file.as_deref()?, &wanted);
            if let Some(password) = get("password").map(str::to_owned).or_else(kept) {
                config.password(password);
            }
            configs.push(config);
        }
        Ok(Self {
            hosts: configs,
            tls,
            timeout,
            open_passwords,
        })
    }
}

/// Returns which database the URL leads to, with what it lacks from the environment; `None` if that is the one which is called
/// as whoever connects.
pub(super) fn database_named(
    url: &PostgresUrl,
    environment: &PostgresEnvironment,
) -> StoreResult<Option<String>> {
    let given = given(url).map_err(|reason| refused(url, reason))?;
    let get = |name: &str, variable: &str| {
        let value = given.get(name).map(String::as_str);
        let value = value.or_else(|| environment.get(variable));
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    Ok(get("dbname", "PGDATABASE").or_else(|| get("user", "PGUSER")))
}

fn refused(url: &PostgresUrl, reason: impl Into<String>) -> StoreError {
    StoreError::BadLocation {
        text: Location::Postgres(url.clone()).to_string(),
        reason: reason.into(),
    }
}

/// Reads what is wanted of TLS. libpq's modes are more than those of the library, which are how to ask the server; whether its
/// certificate is looked at is our own business.
fn tls_files<'g>(
    get: &impl Fn(&str) -> Option<&'g str>,
    config: &mut Config,
) -> Result<TlsFiles, &'static str> {
    let roots = get("sslrootcert").filter(|roots| *roots != "system");
    let is_system = get("sslrootcert") == Some("system");
    let default = if is_system { "verify-full" } else { "prefer" };
    let (mode, verification) = match get("sslmode").unwrap_or(default) {
        "disable" => (SslMode::Disable, Verification::None),
        // Tries without first, elsewhere; here there is no difference to the next.
        "allow" | "prefer" => (SslMode::Prefer, Verification::None),
        "require" if roots.is_some() => (SslMode::Require, Verification::Chain),
        "require" => (SslMode::Require, Verification::None),
        // Any server could have a certificate of an authority that everybody trusts.
        "verify-ca" if roots.is_none() => return Err("verify-ca needs sslrootcert, a file"),
        "verify-ca" => (SslMode::Require, Verification::Chain),
        "verify-full" => (SslMode::Require, Verification::ChainAndName),
        _ => return Err("sslmode is none that is known"),
    };
    if is_system && verification != Verification::ChainAndName {
        return Err("sslrootcert=system goes with sslmode=verify-full alone");
    }
    config.ssl_mode(mode);
    let own = match (get("sslcert"), get("sslkey")) {
        (Some(certificate), Some(key)) => Some((certificate.into(), key.into())),
        (None, None) => None,
        _ => return Err("sslcert and sslkey go together"),
    };
    Ok(TlsFiles {
        verification,
        roots: roots.map(PathBuf::from),
        own,
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use postgres::config::Host as Server;

    use super::*;

    fn read(url: &str, variables: &[(&str, &str)]) -> StoreResult<Parameters> {
        let Ok(Location::Postgres(url)) = Location::parse(OsStr::new(url)) else {
            panic!("{url:?} is a URL");
        };
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let environment = PostgresEnvironment::new(variables.collect(), None, None);
        Parameters::read(&url, &environment, Duration::from_secs(7))
    }

    #[test]
    fn the_url_comes_before_the_environment() {
        let variables = [
            ("PGUSER", "other"),
            ("PGDATABASE", "db"),
            ("PGPORT", "6543"),
        ];
        let read = read(
            "postgres://me:p%40ss@h1,[::1]:7/?connect_timeout=3",
            &variables,
        );
        let hosts = read.expect("parameters").hosts;
        let config = &hosts[0];
        assert_eq!(config.get_user(), Some("me"));
        assert_eq!(config.get_password(), Some(&b"p@ss"[..]));
        assert_eq!(config.get_dbname(), Some("db"));
        let servers = hosts
            .iter()
            .map(|config| (&config.get_hosts()[0], config.get_ports()[0]));
        let tcp = |name: &str| Server::Tcp(name.to_owned());
        assert!(servers.eq([(&tcp("h1"), 5432), (&tcp("::1"), 7)]));
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(3)));
    }

    #[test]
    fn modes_of_tls_mean_what_they_mean_to_libpq() {
        for (parameters, mode, verification) in [
            ("", SslMode::Prefer, Verification::None),
            ("sslmode=disable", SslMode::Disable, Verification::None),
            ("sslmode=require", SslMode::Require, Verification::None),
            (
                "sslmode=require&sslrootcert=/ca",
                SslMode::Require,
                Verification::Chain,
            ),
            (
                "sslmode=verify-ca&sslrootcert=/ca",
                SslMode::Require,
                Verification::Chain,
            ),
            (
                "sslmode=verify-full",
                SslMode::Require,
                Verification::ChainAndName,
            ),
            (
                "sslrootcert=system",
                SslMode::Require,
                Verification::ChainAndName,
            ),
        ] {
            let read = read(&format!("postgres://u@h/db?{parameters}"), &[]).expect("parameters");
            assert_eq!(read.hosts[0].get_ssl_mode(), mode, "{parameters}");
            assert_eq!(read.tls.verification, verification, "{parameters}");
        }
        let socket = read("postgres:///db?host=/run&user=u&sslmode=require", &[]);
        let socket = &socket.expect("parameters").hosts[0];
        assert_eq!(socket.get_ssl_mode(), SslMode::Disable);
        assert_eq!(socket.get_hosts(), [Server::Unix("/run".into())]);
    }

    #[test]
    fn what_is_not_understood_is_refused_and_shows_no_password() {
        for url in [
            "postgres://u:secret@h/db?sslmode=maybe",
            "postgres://u:secret@h:x/db",
            "postgres://u:secret@h/db?unknown=1",
            "postgres://u:secret@h/db?password=secret&connect_timeout=soon",
            "postgres://u:secret@h/db?sslcert=/x",
            "postgres://u:secret@h,i/db?port=1,2,3",
            "postgres://u:secret@h/db?hostaddr=name",
            "postgres://u:secret@h/db?sslmode=verify-ca",
            "postgres://u:secret@h/db?sslmode=require&sslrootcert=system",
            "postgres://h/db",
            "postgres://u:secret%00@h/db",
        ] {
            let error = read(url, &[]).map(drop).expect_err("refused");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
