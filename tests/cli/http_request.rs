//! Requests, as servers of tests and benchmarks get them.

use std::io::{BufRead, Read};

/// Reads a request: its line and headers as sent, and its body. `None` if the client has no more.
pub(crate) fn read(reader: &mut impl BufRead) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    if head.is_empty() {
        return Ok(None);
    }
    let length = header(&head, "content-length").unwrap_or("0");
    let length = length.parse().expect("a length is a number");
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok(Some((head, body)))
}

/// Returns the value of a header.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}
