//! A server on this machine that answers as tests tell it, and a clock that only notes what it was asked to wait.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Timing;

/// A step of an answer.
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits until something is sent through the other end, or that is dropped.
    Wait(Receiver<()>),
}

/// A request that came in.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// The request line and the headers, as sent.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Received {
    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// A server that gives each connection the next of its answers, then closes it.
pub(crate) struct TestServer {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl TestServer {
    pub(crate) fn start(answers: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&received);
        thread::spawn(move || {
            for steps in answers {
                let Ok((connection, _)) = listener.accept() else {
                    return;
                };
                // A client that left early is none of the server's business.
                let _ = serve(connection, steps, &noted);
            }
        });
        Self {
            url: format!("http://{address}/v1"),
            received,
        }
    }

    /// Returns the requests that came in so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received
            .lock()
            .expect("no panic in the server")
            .clone()
    }
}

fn serve(
    mut connection: TcpStream,
    steps: Vec<Step>,
    noted: &Mutex<Vec<Received>>,
) -> std::io::Result<()> {
    let request = receive(&connection)?;
    noted.lock().expect("no panic in a test").push(request);
    for step in steps {
        match step {
            Step::Send(bytes) => {
                connection.write_all(&bytes)?;
                connection.flush()?;
            }
            Step::Wait(signal) => {
                let _ = signal.recv();
            }
        }
    }
    connection.shutdown(Shutdown::Both)
}

fn receive(connection: &TcpStream) -> std::io::Result<Received> {
    let mut reader = BufReader::new(connection);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let mut request = Received {
        head,
        body: String::new(),
    };
    let length = request.header("content-length").unwrap_or("0");
    let length: u64 = length.parse().expect("a length");
    reader.take(length).read_to_string(&mut request.body)?;
    Ok(request)
}

/// Starts a server that answers whatever comes first in plain text; returns its address.
pub(crate) fn speak_without_tls() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let (mut connection, _) = listener.accept()?;
        connection.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")?;
        // Closing with bytes unread would reset the connection, and the answer might be lost.
        std::io::copy(&mut connection, &mut std::io::sink())
    });
    format!("http://{address}/v1")
}

/// Makes a whole answer.
pub(crate) fn answer(status: &str, headers: &[&str], body: &str) -> Vec<Step> {
    let mut text = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n",
        body.len()
    );
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    vec![Step::Send(format!("{text}\r\n{body}").into_bytes())]
}

/// Makes a streamed answer of these parts, which ends properly.
pub(crate) fn stream(parts: &[&str]) -> Vec<Step> {
    let mut steps = unended_stream(parts);
    steps.push(Step::Send(b"0\r\n\r\n".to_vec()));
    steps
}

/// Makes a streamed answer that breaks off after these parts.
pub(crate) fn unended_stream(parts: &[&str]) -> Vec<Step> {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunks = parts
        .iter()
        .map(|part| format!("{:x}\r\n{part}\r\n", part.len()));
    std::iter::once(head.to_owned())
        .chain(chunks)
        .map(|text| Step::Send(text.into_bytes()))
        .collect()
}

/// Makes an answer that was recorded, its body in pieces of that many bytes.
///
/// `None` if no folder with recorded answers is named by `CHATKEEP_RECORDED`.
pub(crate) fn recorded(case: &str, piece_bytes: usize) -> Option<Vec<Step>> {
    let folder = PathBuf::from(std::env::var_os("CHATKEEP_RECORDED")?).join("cases");
    let facts = fs::read_to_string(folder.join(format!("{case}.meta.json"))).expect("the facts");
    let facts: serde_json::Value = serde_json::from_str(&facts).expect("JSON");
    let body = fs::read(folder.join(format!("{case}.body"))).expect("the body");
    let mut head = format!(
        "HTTP/1.1 {} X\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n",
        facts["status"]
    );
    for (name, value) in facts["headers"].as_object().expect("headers") {
        head += &format!("{name}: {}\r\n", value.as_str().expect("text"));
    }
    let mut steps = vec![Step::Send((head + "\r\n").into_bytes())];
    for piece in body.chunks(piece_bytes) {
        let size = format!("{:x}\r\n", piece.len()).into_bytes();
        steps.push(Step::Send([&size, piece, b"\r\n"].concat()));
    }
    steps.push(Step::Send(b"0\r\n\r\n".to_vec()));
    Some(steps)
}

/// A clock that stands still, waits not at all, and lets chance always be a half.
#[derive(Default)]
pub(crate) struct RecordedTiming {
    pauses: Mutex<Vec<Duration>>,
}

impl RecordedTiming {
    /// Returns how long it was asked to wait.
    pub(crate) fn pauses(&self) -> Vec<Duration> {
        self.pauses.lock().expect("no panic in a test").clone()
    }
}

impl Timing for RecordedTiming {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_435_200, 0).expect("noon of 2026-11-23")
    }

    fn pause(&self, duration: Duration) {
        self.pauses
            .lock()
            .expect("no panic in a test")
            .push(duration);
    }

    fn chance(&self) -> f64 {
        0.5
    }
}
