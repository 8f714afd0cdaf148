//! A server on this machine that gives recorded answers, whole or not, in whatever pieces a test wants.

use std::collections::VecDeque;
use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::case::Case;
use crate::http_request;
use crate::program::{Question, Ran};
use crate::wire::Wire;

/// A server, and what it is to answer with.
pub(crate) struct Replay {
    address: SocketAddr,
    plan: Arc<Mutex<Plan>>,
}

#[derive(Default)]
struct Plan {
    /// The last stays for all further requests.
    answers: VecDeque<Answer>,
    /// The request line and headers of each request that came.
    heads: Vec<String>,
}

/// What a request is answered with.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    head: String,
    /// Each is sent as a chunk of its own.
    pieces: Vec<Vec<u8>>,
    end: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// As the protocol has it.
    Proper,
    /// The connection closes.
    Break,
    /// Nothing more comes for as long as the client waits.
    Stall,
}

impl Answer {
    /// The answer as it was recorded.
    pub(crate) fn of(case: &Case) -> Self {
        let headers = case.headers.iter();
        let headers = headers.map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        Self {
            head: format!("HTTP/1.1 {} Recorded\r\n{headers}", case.status),
            pieces: vec![case.body.clone()],
            end: End::Proper,
        }
    }

    /// A successful answer in JSON.
    pub(crate) fn json(body: &str) -> Self {
        Self {
            head: "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n".to_owned(),
            pieces: vec![body.into()],
            end: End::Proper,
        }
    }

    /// A failure that may pass, in words that every format has, and which asks for no long wait.
    pub(crate) fn failure(status: u16) -> Self {
        Self {
            head: format!(
                "HTTP/1.1 {status} Failed\r\ncontent-type: application/json\r\nretry-after-ms: 1\r\n"
            ),
            pieces: vec![br#"{"error": {"message": "Not now."}}"#.to_vec()],
            end: End::Proper,
        }
    }

    /// The same with these line ends.
    pub(crate) fn with_line_ends(mut self, line_end: &str) -> Self {
        let body = String::from_utf8(self.pieces.concat()).expect("answers are text");
        let lines = body.replace("\r\n", "\n").replace('\n', line_end);
        self.pieces = vec![lines.into_bytes()];
        self
    }

    /// The same in pieces of so many bytes.
    pub(crate) fn in_pieces(mut self, bytes: usize) -> Self {
        let body = self.pieces.concat();
        self.pieces = body.chunks(bytes).map(<[u8]>::to_vec).collect();
        self
    }

    /// The same in two pieces.
    pub(crate) fn split_at(mut self, place: usize) -> Self {
        let mut first = self.pieces.concat();
        let second = first.split_off(place);
        self.pieces = vec![first, second];
        self.pieces.retain(|piece| !piece.is_empty());
        self
    }

    /// Only so many bytes of it, and then its proper end.
    pub(crate) fn ending_at(mut self, place: usize) -> Self {
        self = self.split_at(place);
        self.pieces.truncate(usize::from(place > 0));
        self
    }

    /// Only so many bytes of it, and then the connection breaks.
    pub(crate) fn breaking_at(self, place: usize) -> Self {
        Self {
            end: End::Break,
            ..self.ending_at(place)
        }
    }

    /// Only so many bytes of it, and then nothing.
    pub(crate) fn stalling_at(self, place: usize) -> Self {
        Self {
            end: End::Stall,
            ..self.ending_at(place)
        }
    }
}

impl Replay {
    /// Starts a server on a port that is free.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let plan = Arc::new(Mutex::new(Plan::default()));
        let shared = Arc::clone(&plan);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let plan = Arc::clone(&shared);
                // A client that left early is none of the server's business.
                thread::spawn(move || serve(connection, &plan));
            }
        });
        Self { address, plan }
    }

    /// Returns its address as the base URL of a provider that speaks this format.
    pub(crate) fn base_url(&self, wire: Wire) -> String {
        format!("http://{}{}", self.address, wire.base_path())
    }

    /// Sets what it answers with from now on; the last goes to all further requests. Forgets the requests so far.
    pub(crate) fn answers_with(&self, answers: impl IntoIterator<Item = Answer>) {
        let mut plan = self.plan.lock().expect("no panic with the plan in hand");
        plan.answers = answers.into_iter().collect();
        plan.heads.clear();
    }

    /// Returns the request lines and headers that came.
    pub(crate) fn heads(&self) -> Vec<String> {
        let plan = self.plan.lock().expect("no panic with the plan in hand");
        plan.heads.clone()
    }
}

/// Asks a question in a format, with further arguments, of a server that stands for its provider.
pub(crate) fn ask(server: &Replay, wire: Wire, arguments: &[&str]) -> Ran {
    let question = Question {
        wire,
        base_url: &server.base_url(wire),
        // One of the answers has this word in a part of it that must not be shown, where servers echo keys.
        key: "SECRET",
        model: wire.model(),
        arguments,
        prompt: "Anything",
    };
    question.ask()
}

/// Asks in the way that a recorded answer is one to, in a table or in JSON.
pub(crate) fn ask_for(server: &Replay, case: &Case, format: &str) -> Ran {
    let whole = ["--format", format, "--no-stream"];
    let arguments = if case.row.stream { &whole[..2] } else { &whole };
    ask(server, case.row.wire, arguments)
}

fn serve(connection: TcpStream, plan: &Mutex<Plan>) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut writer = connection;
    while let Some((head, _)) = http_request::read(&mut reader)? {
        let answer = {
            let mut plan = plan.lock().unwrap_or_else(PoisonError::into_inner);
            plan.heads.push(head);
            match plan.answers.len() {
                0 => return writer.shutdown(Shutdown::Both),
                1 => plan.answers[0].clone(),
                _ => plan.answers.pop_front().expect("it has several"),
            }
        };
        let mut bytes = format!("{}transfer-encoding: chunked\r\n\r\n", answer.head).into_bytes();
        for piece in &answer.pieces {
            bytes.extend(format!("{:x}\r\n", piece.len()).bytes());
            bytes.extend_from_slice(piece);
            bytes.extend(b"\r\n");
        }
        match answer.end {
            End::Proper => {
                bytes.extend(b"0\r\n\r\n");
                writer.write_all(&bytes)?;
            }
            End::Break => {
                writer.write_all(&bytes)?;
                return writer.shutdown(Shutdown::Both);
            }
            End::Stall => {
                writer.write_all(&bytes)?;
                // It leaves when it has waited long enough.
                reader.read_to_end(&mut Vec::new())?;
            }
        }
    }
    Ok(())
}
