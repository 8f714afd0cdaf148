//! Reads server-sent events.
//!
//! After the WHATWG's rules: lines end in LF, CRLF or CR, a blank line ends an event, several `data` lines are joined by
//! LF, a comment or an unknown field means nothing, and an event that the input ends in the midst of never happened.

use std::io::{self, Read};

use super::read_more::read_more;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SseEvent {
    /// Its `event` field; empty if it has none.
    pub(super) name: String,
    /// Its `data`. Bytes that are no UTF-8 are replaced by U+FFFD.
    pub(super) data: String,
}

/// Why there is no next event.
#[derive(Debug, thiserror::Error)]
pub(super) enum SseError {
    /// The input failed.
    #[error("the input failed")]
    Io(#[from] io::Error),
    /// A line or an event is longer than any can be.
    #[error("an event of more than {} MiB", MAX_EVENT_BYTES >> 20)]
    TooLong,
}

/// The most bytes of one event.
const MAX_EVENT_BYTES: usize = 16 << 20;
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Takes events from an input as soon as they are there whole.
pub(super) struct SseReader<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the part of the buffer begins that no line was taken from yet.
    start: usize,
    /// How far it was searched for the end of a line, so that a long line is not searched again and again.
    searched: usize,
    /// Whether the last line ended in CR. An LF that follows then belongs to it; waiting for that one would hold back
    /// an event that is whole.
    is_after_cr: bool,
    is_first_line: bool,
    event: SseEvent,
    has_data: bool,
}

impl<R: Read> SseReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            searched: 0,
            is_after_cr: false,
            is_first_line: true,
            event: SseEvent::default(),
            has_data: false,
        }
    }

    /// Returns the next event that has data, or `None` at the end of the input. Blocks while nothing comes.
    pub(super) fn next_event(&mut self) -> Result<Option<SseEvent>, SseError> {
        loop {
            while let Some((from, to)) = self.take_line() {
                if from < to {
                    self.take_field(from, to)?;
                    continue;
                }
                let event = std::mem::take(&mut self.event);
                if std::mem::take(&mut self.has_data) {
                    return Ok(Some(event));
                }
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Takes the next whole line out of the buffer; returns where it begins and ends.
    fn take_line(&mut self) -> Option<(usize, usize)> {
        if self.is_after_cr && self.start < self.buffer.len() {
            self.is_after_cr = false;
            if self.buffer[self.start] == b'\n' {
                self.start += 1;
            }
        }
        let search_from = self.searched.max(self.start);
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let Some(length) = self.buffer[search_from..].iter().position(is_end) else {
            self.searched = self.buffer.len();
            return None;
        };
        let (mut from, to) = (self.start, search_from + length);
        self.is_after_cr = self.buffer[to] == b'\r';
        self.start = to + 1;
        if std::mem::take(&mut self.is_first_line)
            && self.buffer[from..to].starts_with(BYTE_ORDER_MARK)
        {
            from += BYTE_ORDER_MARK.len();
        }
        Some((from, to))
    }

    /// Adds the field in a line to the event.
    fn take_field(&mut self, from: usize, to: usize) -> Result<(), SseError> {
        let line = &self.buffer[from..to];
        let (name, value) = match line.iter().position(|byte| *byte == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                if self.event.data.len() + value.len() > MAX_EVENT_BYTES {
                    return Err(SseError::TooLong);
                }
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(&String::from_utf8_lossy(value));
                self.has_data = true;
            }
            b"event" => self.event.name = String::from_utf8_lossy(value).into_owned(),
            _ => {}
        }
        Ok(())
    }

    /// Reads more. Returns whether there was any.
    fn fill(&mut self) -> Result<bool, SseError> {
        self.buffer.drain(..self.start);
        self.searched = self.searched.saturating_sub(self.start);
        self.start = 0;
        if self.buffer.len() > MAX_EVENT_BYTES {
            return Err(SseError::TooLong);
        }
        Ok(read_more(&mut self.input, &mut self.buffer)?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    /// Gives out its parts one at a time, as a network would.
    struct Parts(VecDeque<Vec<u8>>);

    impl Read for Parts {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some(part) = self.0.front_mut() else {
                return Ok(0);
            };
            let length = part.len().min(buffer.len());
            buffer[..length].copy_from_slice(&part[..length]);
            part.drain(..length);
            if part.is_empty() {
                self.0.pop_front();
            }
            Ok(length)
        }
    }

    fn events_of_parts(parts: &[&[u8]]) -> Vec<(String, String)> {
        let parts = parts.iter().filter(|part| !part.is_empty());
        let mut reader = SseReader::new(Parts(parts.map(|part| part.to_vec()).collect()));
        let mut events = Vec::new();
        while let Some(event) = reader.next_event().expect("input without faults") {
            events.push((event.name, event.data));
        }
        events
    }

    fn data(text: &str) -> Vec<String> {
        let events = events_of_parts(&[text.as_bytes()]);
        events.into_iter().map(|(_, data)| data).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("data: a{end}data: b{end}{end}data: c{end}{end}");
            assert_eq!(data(&text), ["a\nb", "c"], "{end:?}");
        }
    }

    #[test]
    fn comments_and_unknown_fields_mean_nothing() {
        let text = ": hello\nid: 7\nretry: 10\ndata: a\nfoo\n: ping\n\n: alone\n\nevent: ping\n\ndata: b\n\n";
        assert_eq!(data(text), ["a", "b"]);
    }

    #[test]
    fn one_space_after_the_colon_is_dropped_and_no_other() {
        assert_eq!(data("data:a\n\ndata:  b \n\ndata\n\n"), ["a", " b ", ""]);
    }

    #[test]
    fn names_belong_to_their_event_alone() {
        let events = events_of_parts(&[b"event: delta\ndata: 1\n\ndata: 2\n\n"]);
        assert_eq!(events[0], ("delta".to_owned(), "1".to_owned()));
        assert_eq!(events[1], (String::new(), "2".to_owned()));
    }

    #[test]
    fn a_byte_order_mark_is_skipped_at_the_start_only() {
        assert_eq!(data("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n"), ["a"]);
    }

    #[test]
    fn an_event_without_its_blank_line_never_happened() {
        assert_eq!(data("data: a\n\ndata: b\n"), ["a"]);
        assert_eq!(data("data: a\n\ndata: b"), ["a"]);
    }

    #[test]
    fn an_event_comes_before_the_line_feed_of_its_last_crlf() {
        let mut reader = SseReader::new(Parts(VecDeque::from([b"data: a\r\n\r".to_vec()])));
        let event = reader.next_event().expect("no fault").expect("an event");
        assert_eq!(event.data, "a");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_replaced() {
        let events = events_of_parts(&[b"data: a\xFFb\n\n"]);
        assert_eq!(events[0].1, "a\u{FFFD}b");
    }

    #[test]
    fn an_endless_line_is_refused() {
        let mut reader = SseReader::new(io::repeat(b'x'));
        assert!(matches!(reader.next_event(), Err(SseError::TooLong)));
    }

    #[test]
    fn an_endless_event_is_refused() {
        let line: Vec<u8> = [b"data: ".to_vec(), vec![b'x'; 1 << 20], b"\n".to_vec()].concat();
        let mut reader = SseReader::new(Parts(vec![line; 20].into()));
        assert!(matches!(reader.next_event(), Err(SseError::TooLong)));
    }

    #[test]
    fn a_split_at_any_byte_changes_nothing() {
        let text =
            "\u{FEFF}event: e\r\ndata: Voilà 🎉\r\ndata:\r\r\n: c\n\ndata: 日本\n\ndata: last\r\r";
        let whole = events_of_parts(&[text.as_bytes()]);
        assert_eq!(whole.len(), 3);
        for at in 0..=text.len() {
            let (head, tail) = text.as_bytes().split_at(at);
            assert_eq!(events_of_parts(&[head, tail]), whole, "at {at}");
        }
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(events_of_parts(&bytes), whole);
    }

    proptest! {
        #[test]
        fn how_the_input_is_split_changes_nothing(
            lines in prop::collection::vec(
                (prop::sample::select(vec!["", "data: ", "data:", "event: ", ": ", "data"]),
                 "[a-zé🎉: ]{0,6}",
                 prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r"])),
                0..12),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let text: String = lines.iter().map(|(field, value, end)| format!("{field}{value}{end}")).collect();
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let parts: Vec<&[u8]> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
            prop_assert_eq!(events_of_parts(&parts), events_of_parts(&[bytes]));
        }
    }
}
