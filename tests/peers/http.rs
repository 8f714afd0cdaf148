//! The little HTTP that servers are driven by.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A server that takes longer for so little is not there.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Whether there is an answer to this address, and it says that all is well.
pub(crate) fn is_well(address: SocketAddr, path: &str) -> bool {
    let request = format!("GET {path} HTTP/1.0\r\n\r\n");
    exchange(address, &request).is_ok_and(|(status, _)| status == 200)
}

/// Gets JSON.
#[track_caller]
pub(crate) fn get(address: SocketAddr, path: &str) -> Value {
    body(exchange(address, &format!("GET {path} HTTP/1.0\r\n\r\n")))
}

/// Gets JSON that takes a key.
#[track_caller]
pub(crate) fn get_with_key(address: SocketAddr, path: &str, key: &str) -> Value {
    let request = format!("GET {path} HTTP/1.0\r\nAuthorization: Bearer {key}\r\n\r\n");
    body(exchange(address, &request))
}

/// Posts JSON.
#[track_caller]
pub(crate) fn post(address: SocketAddr, path: &str, json: &Value) -> Value {
    let json = json.to_string();
    body(exchange(
        address,
        &format!(
            "POST {path} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
            json.len()
        ),
    ))
}

#[track_caller]
fn body(answer: std::io::Result<(u16, String)>) -> Value {
    let (status, text) = answer.expect("the server answers");
    assert!((200..300).contains(&status), "{status} {text}");
    serde_json::from_str(&text).expect("it answers in JSON")
}

fn exchange(address: SocketAddr, request: &str) -> std::io::Result<(u16, String)> {
    let mut connection = TcpStream::connect_timeout(&address, TIME_LIMIT)?;
    connection.set_read_timeout(Some(TIME_LIMIT))?;
    connection.write_all(request.as_bytes())?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    let malformed = || std::io::Error::other("no HTTP");
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(malformed)?;
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
    Ok((status.ok_or_else(malformed)?, body.to_owned()))
}
