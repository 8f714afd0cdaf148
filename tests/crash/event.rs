//! System calls as strace notes them.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// The calls that are recorded: what names a file or uses an open one.
pub(crate) const RECORDED: &str = "trace=%file,%desc";

/// One system call.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: String,
    /// The how many-eth call of this name by this thread it is, from 1. This is how strace counts.
    pub(crate) ordinal: usize,
    /// Whether no other thread made that many calls of this name: else a count of strace's fits several calls.
    pub(crate) is_alone: bool,
    pub(crate) arguments: Vec<String>,
    /// What it returned, with what strace says of it; empty if it did not return.
    pub(crate) result: String,
    /// The paths it is about, made absolute.
    pub(crate) paths: Vec<PathBuf>,
}

impl Event {
    /// Whether it did what it is for.
    pub(crate) fn succeeded(&self) -> bool {
        !self.result.is_empty() && !self.result.starts_with('-') && !self.result.starts_with('?')
    }

    /// Whether it writes to standard output or standard error.
    pub(crate) fn is_output(&self) -> bool {
        self.is_write() && matches!(self.descriptor(), Some(1 | 2))
    }

    pub(crate) fn is_to_standard_error(&self) -> bool {
        self.is_write() && self.descriptor() == Some(2)
    }

    fn descriptor(&self) -> Option<u32> {
        let first = self.arguments.first()?;
        first.split('<').next()?.parse().ok()
    }

    /// Whether it is about something below `root`.
    pub(crate) fn is_below(&self, root: &Path) -> bool {
        self.paths.iter().any(|path| path.starts_with(root))
    }

    pub(crate) fn has_flag(&self, flag: &str) -> bool {
        let flags = self.arguments.iter().flat_map(|text| text.split('|'));
        flags.into_iter().any(|found| found == flag)
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.name.as_str(), "open" | "openat" | "openat2" | "creat")
    }

    pub(crate) fn is_write(&self) -> bool {
        matches!(
            self.name.as_str(),
            "write"
                | "pwrite64"
                | "writev"
                | "pwritev"
                | "pwritev2"
                | "copy_file_range"
                | "sendfile"
        )
    }

    pub(crate) fn is_sync(&self) -> bool {
        matches!(self.name.as_str(), "fsync" | "fdatasync")
    }

    /// Whether it can change what is stored, or the state of what was.
    pub(crate) fn is_mutating(&self) -> bool {
        if self.is_open() {
            let flags = ["O_CREAT", "O_TRUNC", "O_WRONLY", "O_RDWR"];
            return self.name == "creat" || flags.iter().any(|flag| self.has_flag(flag));
        }
        let beginnings = [
            "rename",
            "link",
            "unlink",
            "rmdir",
            "mkdir",
            "mknod",
            "symlink",
            "truncate",
            "ftruncate",
            "fallocate",
            "chmod",
            "fchmod",
            "chown",
            "fchown",
            "lchown",
            "utimensat",
            "setxattr",
            "fsetxattr",
        ];
        let is_among = beginnings.iter().any(|name| self.name.starts_with(name));
        is_among || self.is_write() || self.is_sync()
    }

    /// Says on one line what it does, paths shown from `root`.
    pub(crate) fn describe(&self, root: &Path) -> String {
        let shown: Vec<_> = self
            .paths
            .iter()
            .map(|path| {
                path.strip_prefix(root)
                    .unwrap_or(path)
                    .display()
                    .to_string()
            })
            .collect();
        format!("{}#{}({})", self.name, self.ordinal, shown.join(", "))
    }
}

/// Reads strace's notes; what it could not finish has no result. Paths that are not absolute begin at `folder`.
pub(crate) fn parse(notes: &str, folder: &Path) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut ordinals: HashMap<(&str, String), usize> = HashMap::new();
    let mut unfinished: HashMap<&str, (usize, String)> = HashMap::new();
    let mut made_by: HashMap<(String, usize), usize> = HashMap::new();
    for line in notes.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let (Some((at, begin)), Some((_, end))) =
                (unfinished.remove(thread), resumed.split_once(" resumed>"))
            else {
                continue;
            };
            let ordinal = events[at].ordinal;
            if let Some(event) = event(&format!("{begin}{end}"), ordinal, folder) {
                events[at] = event;
            }
            continue;
        }
        let begin = rest.strip_suffix(" <unfinished ...>");
        let Some(mut event) = event(begin.unwrap_or(rest), 0, folder) else {
            continue;
        };
        let count = ordinals.entry((thread, event.name.clone())).or_default();
        *count += 1;
        event.ordinal = *count;
        *made_by.entry((event.name.clone(), *count)).or_default() += 1;
        if let Some(begin) = begin {
            unfinished.insert(thread, (events.len(), begin.to_owned()));
        }
        events.push(event);
    }
    for event in &mut events {
        event.is_alone = made_by[&(event.name.clone(), event.ordinal)] == 1;
    }
    events
}

fn event(text: &str, ordinal: usize, folder: &Path) -> Option<Event> {
    let (name, rest) = text.split_once('(')?;
    if name.is_empty()
        || !name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    {
        return None;
    }
    let (arguments, rest) = split(rest);
    let result = rest.trim_start().strip_prefix("= ").unwrap_or_default();
    Some(Event {
        name: name.to_owned(),
        ordinal,
        is_alone: true,
        paths: paths(&arguments, folder),
        arguments,
        result: result.to_owned(),
    })
}

/// Splits arguments at the commas between them, and returns them with what stands behind the closing parenthesis.
fn split(text: &str) -> (Vec<String>, &str) {
    let mut arguments = Vec::new();
    let (mut begin, mut depth, mut is_quoted, mut is_escaped) = (0, 0, false, false);
    for (at, letter) in text.char_indices() {
        if is_quoted {
            (is_quoted, is_escaped) = match letter {
                _ if is_escaped => (true, false),
                '\\' => (true, true),
                '"' => (false, false),
                _ => (true, false),
            };
            continue;
        }
        let is_path = text[..at].ends_with(|before: char| before.is_ascii_digit() || before == 'D');
        match letter {
            '"' => is_quoted = true,
            '<' if is_path => depth += 1,
            '(' | '[' | '{' => depth += 1,
            ')' | ',' if depth == 0 => {
                arguments.push(text[begin..at].trim().to_owned());
                begin = at + 1;
                if letter == ')' {
                    return (arguments, &text[begin..]);
                }
            }
            ')' | ']' | '}' | '>' => depth -= 1,
            _ => {}
        }
    }
    arguments.push(text[begin..].trim().to_owned());
    (arguments, "")
}

/// Finds the paths: those of open files, and those given by name, joined to the folder before them.
fn paths(arguments: &[String], folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open: Option<PathBuf> = None;
    for argument in arguments {
        let quoted = argument
            .strip_prefix('"')
            .and_then(|rest| rest.split('"').next());
        match quoted {
            // Of contents nothing is noted; an empty path means the open file itself.
            Some("") => found.extend(open.take()),
            Some(path) => {
                let base = open.take().unwrap_or_else(|| folder.to_owned());
                found.push(plain(&base.join(path)));
            }
            None => {
                found.extend(open.take());
                open = descriptor_path(argument);
            }
        }
    }
    found.extend(open);
    found
}

/// Returns the path in `3</path>` and `AT_FDCWD</path>`.
fn descriptor_path(argument: &str) -> Option<PathBuf> {
    let (number, rest) = argument.split_once('<')?;
    let is_descriptor = number == "AT_FDCWD" || number.parse::<u32>().is_ok();
    let path = rest.rsplit_once('>')?.0;
    (is_descriptor && path.starts_with('/')).then(|| PathBuf::from(path))
}

fn plain(path: &Path) -> PathBuf {
    path.components()
        .filter(|part| *part != Component::CurDir)
        .collect()
}

#[test]
fn calls_are_read_with_their_paths_order_and_results() {
    let notes = r#"7 openat(AT_FDCWD</w>, "a.json", O_RDWR|O_CREAT|O_EXCL, 0600) = 5</w/a.json>
7 write(5</w/a.json>, ""..., 12) = 12
8 write(1<pipe:[33]>, ""..., 4 <unfinished ...>
7 statx(5</w/a.json>, "", AT_EMPTY_PATH, STATX_ALL, {stx_mask=STATX_ALL|STATX_MNT_ID, stx_size=0, ...}) = 0
8 <... write resumed>) = 4
7 renameat2(AT_FDCWD</w>, "/w/a(1).json", AT_FDCWD</w>, "./b", RENAME_NOREPLACE) = -1 EEXIST (File exists)
7 write(6</w/gone>(deleted), ""..., 3) = ?
7 +++ killed by SIGKILL +++"#;
    let events = parse(notes, Path::new("/w"));
    let shown: Vec<_> = events
        .iter()
        .map(|event| format!("{} {}", event.describe(Path::new("/w")), event.result))
        .collect();
    assert_eq!(
        shown,
        [
            "openat#1(a.json) 5</w/a.json>",
            "write#1(a.json) 12",
            "write#1() 4",
            "statx#1(a.json) 0",
            "renameat2#1(a(1).json, b) -1 EEXIST (File exists)",
            "write#2(gone) ?",
        ]
    );
    assert!(events[0].is_mutating() && events[0].has_flag("O_EXCL"));
    assert!(events[2].is_output() && events[2].succeeded());
    assert!(!events[4].succeeded() && !events[5].succeeded());
}
