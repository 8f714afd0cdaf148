//! Times a one-shot prompt as a whole process, next to a client that only sends the request and copies the answer.
//!
//! Both ask a server on this machine that answers at once. What chatkeep adds is the user's 1 MB file, the key, the prices,
//! and the turn stored. `cargo bench --bench chat`, or with other runs: `cargo bench --bench chat -- --runs 200`.

#[path = "../tests/cli/http_request.rs"]
mod http_request;
mod one_user;
mod runs;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use one_user::{OneUser, taken_by};
use runs::{Outcome, median};

const DEFAULT_RUNS: usize = 50;
const WARM_UP_RUNS: usize = 5;
/// How many events an answer has: a short one, and a very long one.
const EVENTS: [usize; 2] = [20, 10_000];
/// What makes this program the bare client.
const CLIENT: &str = "--client";

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if_eq(CLIENT).is_some() {
        return copy_answer(&arguments.next().ok_or("--client wants an address")?);
    }
    let runs = runs::asked_for(DEFAULT_RUNS, arguments)?;
    let mut table = format!(
        "\n{:<34}{:>12}{:>12}{:>10}{:>8}\n",
        format!("median of {runs} runs, ms"),
        "first byte",
        "exit",
        "CPU",
        "MB"
    );
    for events in EVENTS {
        for row in rows(events, runs)? {
            table.push_str(&row.line(events));
        }
    }
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(())
}

/// What one of the two programs took.
struct Row {
    name: &'static str,
    first_bytes: Vec<Duration>,
    exits: Vec<Duration>,
    cpu_ms: f64,
    peak_kib: u64,
}

impl Row {
    fn line(&self, events: usize) -> String {
        format!(
            "{:<34}{:>12.2}{:>12.2}{:>10.1}{:>8.1}\n",
            format!("{}, {events} events", self.name),
            median(&self.first_bytes),
            median(&self.exits),
            self.cpu_ms,
            self.peak_kib as f64 / 1024.0
        )
    }
}

/// Times both programs turn by turn, so that whatever else the machine does hits both.
fn rows(events: usize, runs: usize) -> Outcome<[Row; 2]> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let answer = answer(events);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // A client that was cut off has told so itself.
            let _ = serve(connection, &answer);
        }
    });
    let (bed, _) = OneUser::make(1_000_000, 10)?;
    let ask = || {
        let mut command = bed.chatkeep(&["chat", "send", "--model", "openai/gpt-4o", "Hello?"]);
        command
            .env("OPENAI_BASE_URL", format!("http://{address}/v1"))
            .env("OPENAI_API_KEY", "sk-of-the-benchmark")
            .stderr(Stdio::null());
        command
    };
    let client = || {
        let mut command =
            Command::new(std::env::current_exe().expect("a running program has a file"));
        command.args([CLIENT, &address]);
        command
    };
    let mut rows = [
        row("chatkeep chat", &ask())?,
        row("a bare client", &client())?,
    ];
    for run in 0..WARM_UP_RUNS + runs {
        fs::write(&bed.file, &bed.original)?;
        for (row, command) in rows.iter_mut().zip([ask(), client()]) {
            let (first_byte, exit) = time(command)?;
            if run >= WARM_UP_RUNS {
                row.first_bytes.push(first_byte);
                row.exits.push(exit);
            }
        }
    }
    Ok(rows)
}

/// Begins a row with what the program takes: the middle of a few runs, the first of which find the files cold.
fn row(name: &'static str, command: &Command) -> Outcome<Row> {
    let taken = (0..WARM_UP_RUNS).map(|_| taken_by(command));
    let mut taken = taken.collect::<Outcome<Vec<_>>>()?;
    taken.sort_by(|one, other| one.cpu_ms.total_cmp(&other.cpu_ms));
    Ok(Row {
        name,
        first_bytes: Vec::new(),
        exits: Vec::new(),
        cpu_ms: taken[taken.len() / 2].cpu_ms,
        peak_kib: taken.iter().map(|taken| taken.peak_kib).max().unwrap_or(0),
    })
}

/// Returns when the first byte of a program's output came, and when it had ended, from before its start.
fn time(mut command: Command) -> Outcome<(Duration, Duration)> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take().ok_or("the output is a pipe")?;
    output.read_exact(&mut [0])?;
    let first_byte = start.elapsed();
    std::io::copy(&mut output, &mut std::io::sink())?;
    let status = child.wait()?;
    let exit = start.elapsed();
    if !status.success() {
        return Err(format!("{command:?} ended with {status}").into());
    }
    Ok((first_byte, exit))
}

/// The bare client: sends about the same request, and copies the answer to standard output.
fn copy_answer(address: &str) -> Outcome<()> {
    let body =
        r#"{"model":"gpt-4o","messages":[{"role":"user","content":"Hello?"}],"stream":true}"#;
    let mut connection = TcpStream::connect(address)?;
    write!(
        connection,
        "POST /v1/chat/completions HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    std::io::copy(&mut connection, &mut std::io::stdout())?;
    Ok(())
}

/// Makes a streamed answer of so many pieces of text.
fn answer(events: usize) -> String {
    let chunk = |choices: &str, usage: &str| {
        format!(
            "data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1770000000,\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{choices}],\"usage\":{usage}}}\n\n"
        )
    };
    let mut text =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            .to_owned();
    for number in 0..events {
        let piece = format!(
            "{{\"index\":0,\"delta\":{{\"content\":\"word {number} \"}},\"finish_reason\":null}}"
        );
        text.push_str(&chunk(&piece, "null"));
    }
    let end = "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}";
    text.push_str(&chunk(end, "null"));
    let usage = format!(
        "{{\"prompt_tokens\":8,\"completion_tokens\":{events},\"total_tokens\":{}}}",
        events + 8
    );
    write!(text, "{}data: [DONE]\n\n", chunk("", &usage)).expect("a string takes all");
    text
}

fn serve(connection: TcpStream, answer: &str) -> std::io::Result<()> {
    http_request::read(&mut BufReader::new(&connection))?;
    (&connection).write_all(answer.as_bytes())
}
