//! The servers to try: each with its port, and its address where that is given.

use std::net::IpAddr;
use std::path::PathBuf;

/// Where Debian's and most others' server has its socket.
const SOCKET_FOLDERS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

const DEFAULT_PORT: u16 = 5432;

/// A server to try.
pub(super) struct Host {
    /// Its name, which a certificate has to have; or the folder of its socket.
    pub(super) name: String,
    /// Its address, if that is not to be looked up by its name.
    pub(super) address: Option<IpAddr>,
    pub(super) port: u16,
}

/// Pairs hosts with their addresses and ports: one port may be for all.
pub(super) fn hosts(
    host: Option<&str>,
    address: Option<&str>,
    port: Option<&str>,
) -> Result<Vec<Host>, &'static str> {
    let mut ports = Vec::new();
    for port in port.unwrap_or_default().split(',') {
        ports.push(match port {
            "" => DEFAULT_PORT,
            port => port.parse().map_err(|_| "a port is a number up to 65535")?,
        });
    }
    let names: Vec<String> = match host.or(address) {
        Some(hosts) => hosts.split(',').map(str::to_owned).collect(),
        None => vec![default_host(ports[0])],
    };
    let mut addresses = Vec::new();
    for address in address.into_iter().flat_map(|all| all.split(',')) {
        addresses.push(match address {
            "" => None,
            address => Some(address.parse().map_err(|_| "hostaddr is no address")?),
        });
    }
    if ports.len() > 1 && ports.len() != names.len() {
        return Err("there are not as many ports as hosts");
    }
    if !addresses.is_empty() && addresses.len() != names.len() {
        return Err("there are not as many addresses as hosts");
    }
    let of = |(at, name)| Host {
        name,
        address: addresses.get(at).copied().flatten(),
        port: *ports.get(at).unwrap_or(&ports[0]),
    };
    Ok(names.into_iter().enumerate().map(of).collect())
}

/// Returns the folder of the local server's socket, or this machine's own name.
fn default_host(port: u16) -> String {
    let has_socket = |folder: &&&str| PathBuf::from(format!("{folder}/.s.PGSQL.{port}")).exists();
    let folder = SOCKET_FOLDERS.iter().find(has_socket);
    folder.map_or_else(|| "localhost".to_owned(), |folder| (*folder).to_owned())
}
