//! A server on this machine that speaks chat completions, and answers as a test tells it.

use std::io::{BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::http_request;

/// How long to wait for a request that must come. It is only ever waited out by a test that fails.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The model that answers, unless another is named: by the name of one of its versions, as OpenAI does it.
pub(crate) const MODEL: &str = "gpt-4o-2024-08-06";

/// What each reply took, 234 of the input from the cache. For `gpt-4o` at $2.50, $1.25 and $10 a million that makes
/// (1000 × 2.5 + 234 × 1.25 + 567 × 10) / 10⁶ = $0.0084625.
fn usage() -> Value {
    json!({"prompt_tokens": 1234, "completion_tokens": 567, "total_tokens": 1801, "prompt_tokens_details": {"cached_tokens": 234}})
}

/// A server that gives each connection the next of its answers, then closes it.
pub(crate) struct OpenAiServer {
    address: SocketAddr,
    requests: Receiver<Request>,
}

impl OpenAiServer {
    pub(crate) fn start<const N: usize>(answers: [Answer; N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let (note, requests) = channel();
        thread::spawn(move || {
            for answer in answers {
                let Ok((connection, _)) = listener.accept() else {
                    return;
                };
                let note = note.clone();
                // A client that left early is none of the server's business.
                thread::spawn(move || serve(connection, answer, &note));
            }
        });
        Self { address, requests }
    }

    /// Returns its address as a provider's base URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns its address as it is for those who put the version behind it themselves, as Anthropic's and Google's
    /// programs do.
    pub(crate) fn root(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits for the next request.
    #[track_caller]
    pub(crate) fn request(&self) -> Request {
        self.requests
            .recv_timeout(TIME_LIMIT)
            .expect("a request comes")
    }

    /// Whether no request has come beyond those that were looked at.
    pub(crate) fn is_left_alone(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// A request that came in.
#[derive(Debug)]
pub(crate) struct Request {
    /// The request line and the headers, as sent.
    pub(crate) head: String,
    pub(crate) body: Value,
}

impl Request {
    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        http_request::header(&self.head, name)
    }

    /// Returns the messages, each as its role and text.
    pub(crate) fn messages(&self) -> Vec<(&str, &str)> {
        let messages = self.body["messages"].as_array().expect("it has messages");
        messages
            .iter()
            .map(|message| {
                let field = |name: &str| message[name].as_str().expect("it is text");
                (field("role"), field("content"))
            })
            .collect()
    }
}

/// What a connection is answered with.
pub(crate) struct Answer(Vec<Step>);

enum Step {
    Send(String),
    Hold(Receiver<()>),
}

/// Holds an answer back until it is opened, or dropped.
pub(crate) struct Gate(
    #[expect(dead_code, reason = "its end is what the server waits for")] Sender<()>,
);

impl Gate {
    /// Lets the server go on.
    pub(crate) fn open(self) {}
}

impl Answer {
    /// A reply that was not asked for piece by piece.
    pub(crate) fn whole(text: &str) -> Self {
        Self::whole_by(MODEL, text)
    }

    /// Such a reply of another model.
    pub(crate) fn whole_by(model: &str, text: &str) -> Self {
        let body = json!({
            "id": "r-1", "object": "chat.completion", "model": model,
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": usage(),
        });
        Self::new(
            "200 OK",
            &["Content-Type: application/json"],
            &body.to_string(),
        )
    }

    /// A reply in these pieces, to its end.
    pub(crate) fn streamed(pieces: &[&str]) -> Self {
        Self::streamed_until(pieces, "stop")
    }

    /// A reply in these pieces, to an end for this reason.
    pub(crate) fn streamed_until(pieces: &[&str], reason: &str) -> Self {
        let finish = json!({"model": MODEL, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]});
        let last = json!({"model": MODEL, "choices": [], "usage": usage()});
        let mut answer = Self::cut_after(pieces);
        answer.0.push(Step::Send(
            event(&finish) + &event(&last) + "data: [DONE]\n\n",
        ));
        answer
    }

    /// A reply that breaks off after these pieces.
    pub(crate) fn cut_after(pieces: &[&str]) -> Self {
        let mut answer = Self::new("200 OK", &["Content-Type: text/event-stream"], "");
        answer.0.extend(pieces.iter().map(|piece| {
            let chunk =
                json!({"model": MODEL, "choices": [{"index": 0, "delta": {"content": piece}}]});
            Step::Send(event(&chunk))
        }));
        answer
    }

    /// A reply that ends in an error after these pieces.
    pub(crate) fn failing_after(pieces: &[&str], message: &str) -> Self {
        let error = json!({"error": {"message": message, "type": "server_error"}});
        let mut answer = Self::cut_after(pieces);
        answer.0.push(Step::Send(event(&error)));
        answer
    }

    /// A refusal.
    pub(crate) fn refusal(status: &str, headers: &[&str], message: &str) -> Self {
        let body = json!({"error": {"message": message}});
        Self::new(status, headers, &body.to_string())
    }

    /// Any other answer. Its end is that of the connection, so what is sent may go on.
    pub(crate) fn new(status: &str, headers: &[&str], body: &str) -> Self {
        let headers: String = headers
            .iter()
            .map(|header| format!("{header}\r\n"))
            .collect();
        Self(vec![Step::Send(format!(
            "HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n{body}"
        ))])
    }

    /// The same, with more behind it.
    pub(crate) fn and(mut self, text: &str) -> Self {
        self.0.push(Step::Send(text.to_owned()));
        self
    }

    /// The same, but held back before its first byte.
    pub(crate) fn held(self) -> (Self, Gate) {
        self.held_at(0)
    }

    /// The same, but held back after so many pieces.
    pub(crate) fn held_after(self, pieces: usize) -> (Self, Gate) {
        self.held_at(pieces + 1)
    }

    fn held_at(mut self, step: usize) -> (Self, Gate) {
        let (sender, receiver) = channel();
        self.0.insert(step, Step::Hold(receiver));
        (self, Gate(sender))
    }
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}

fn serve(mut connection: TcpStream, answer: Answer, note: &Sender<Request>) -> std::io::Result<()> {
    let request = receive(&connection)?;
    // Where nobody waits for requests, the test is over.
    let _ = note.send(request);
    for step in answer.0 {
        match step {
            Step::Send(text) => connection.write_all(text.as_bytes())?,
            Step::Hold(gate) => drop(gate.recv()),
        }
    }
    connection.shutdown(Shutdown::Both)
}

fn receive(connection: &TcpStream) -> std::io::Result<Request> {
    // A client that says nothing asks for something all the same.
    let (head, body) = http_request::read(&mut BufReader::new(connection))?.unwrap_or_default();
    let body = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).expect("a request is JSON"),
    };
    Ok(Request { head, body })
}
