//! Code cut into pieces by what they are: words of its language, strings, comments.
//!
//! syntect reads the code by its grammars and gives each piece a stack of scopes (`source.rust`, `meta.function.rust`,
//! `storage.type.function.rust`), of which a page needs few: they become one of nine classes here. Pieces joined are the code again, to
//! the byte; escaping is left to whoever writes them. Grammars are regular expressions that backtrack, so what is very long stays
//! plain, and so does everything once colouring has taken far longer than code of people does (see `TimeAllowance`).

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::code_languages::grammar;

/// Longer code stays plain. An answer of a model is seldom as long in all.
const MOST_BYTES: usize = 64 * 1024;
/// Code with a longer line, in bytes, stays plain: it was written by a program, and time grows with the square of it.
const LONGEST_LINE: usize = 1_000;

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Comment,
    String,
    /// A number or another constant.
    Constant,
    Keyword,
    Function,
    /// A type, or a tag.
    Type,
    /// A parameter, a key, an attribute.
    Variable,
    Inserted,
    Deleted,
}

impl Class {
    /// The tag that begins a piece; `page.css` has the classes.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Comment => "<span class=\"c\">",
            Self::String => "<span class=\"s\">",
            Self::Constant => "<span class=\"n\">",
            Self::Keyword => "<span class=\"k\">",
            Self::Function => "<span class=\"f\">",
            Self::Type => "<span class=\"t\">",
            Self::Variable => "<span class=\"v\">",
            Self::Inserted => "<span class=\"i\">",
            Self::Deleted => "<span class=\"d\">",
        }
    }
}

/// Scopes all of whose content is of one class, whatever is found within.
const WHOLE: [(&str, Option<Class>); 8] = [
    ("comment", Some(Class::Comment)),
    ("markup.deleted", Some(Class::Deleted)),
    ("markup.inserted", Some(Class::Inserted)),
    ("meta.diff.header", Some(Class::Type)),
    ("meta.diff.range", Some(Class::Constant)),
    ("meta.group.expansion.parameter", Some(Class::Variable)),
    ("meta.structure.dictionary.key.json", Some(Class::Variable)),
    // In JavaScript a tag's end looks like the beginning of one, and it would last to the next tag.
    ("string.regexp", None),
];

/// Scopes and their classes, of which the first that fits counts; first the innermost scope is looked for. `None` ends the search: what is
/// within is code again, though it stands in a string.
const PARTS: [(&str, Option<Class>); 40] = [
    ("constant", Some(Class::Constant)),
    ("entity.name.function", Some(Class::Function)),
    ("entity.name.label", None),
    ("entity.name.macro", Some(Class::Function)),
    ("entity.name.tag.yaml", Some(Class::Variable)),
    ("entity.other.attribute-name", Some(Class::Variable)),
    ("entity", Some(Class::Type)),
    ("keyword.other.java-props", Some(Class::Variable)),
    ("keyword.other.unit", Some(Class::Constant)),
    ("keyword", Some(Class::Keyword)),
    ("markup.heading", Some(Class::Type)),
    ("markup.raw", Some(Class::String)),
    ("meta.group.expansion", None),
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("source", None),
    ("storage.modifier.lifetime", Some(Class::Variable)),
    ("storage.type.string.python", Some(Class::String)),
    ("storage", Some(Class::Keyword)),
    ("string", Some(Class::String)),
    ("support.class", Some(Class::Type)),
    ("support.constant", Some(Class::Constant)),
    ("support.function", Some(Class::Function)),
    ("support.macro", Some(Class::Function)),
    ("support.type.custom-property", Some(Class::Variable)),
    ("support.type.property-name", Some(Class::Variable)),
    ("support.type", Some(Class::Type)),
    ("text", None),
    ("variable.annotation", Some(Class::Function)),
    ("variable.function", Some(Class::Function)),
    ("variable.language", Some(Class::Keyword)),
    ("variable.other.php", Some(Class::Variable)),
    (
        "variable.other.readwrite.assignment.shell",
        Some(Class::Variable),
    ),
    ("variable.other.readwrite.class", Some(Class::Variable)),
    ("variable.other.readwrite.global", Some(Class::Variable)),
    ("variable.other.readwrite.instance", Some(Class::Variable)),
    ("variable.other.readwrite.shell", Some(Class::Variable)),
    ("variable.parameter.option.shell", Some(Class::Constant)),
    ("variable.parameter", Some(Class::Variable)),
    ("variable.type", Some(Class::Type)),
];

/// The library's grammars, and our classes of its scopes.
struct Grammars {
    syntaxes: SyntaxSet,
    whole: Vec<(Scope, Option<Class>)>,
    parts: Vec<(Scope, Option<Class>)>,
}

/// Read when the first code is coloured; each grammar is unpacked when it is first used.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| {
    let scopes = |classes: &[(&str, Option<Class>)]| {
        let scope = |name| Scope::new(name).expect("a scope of few words");
        classes
            .iter()
            .map(|(name, class)| (scope(name), *class))
            .collect()
    };
    Grammars {
        syntaxes: SyntaxSet::load_defaults_newlines(),
        whole: scopes(&WHOLE),
        parts: scopes(&PARTS),
    }
});

impl Grammars {
    fn class(&self, scopes: &[Scope], text: &str) -> Option<Class> {
        let find = |classes: &[(Scope, Option<Class>)], scope: &Scope| {
            let known = classes.iter().find(|(known, _)| known.is_prefix_of(*scope));
            known.map(|(_, class)| *class)
        };
        let mut whole = scopes.iter().filter_map(|it| find(&self.whole, it));
        let mut parts = scopes.iter().rev().filter_map(|it| find(&self.parts, it));
        let class = whole.next().or_else(|| parts.next()).flatten();
        // Signs are operators to most grammars, and too many to be coloured.
        class.filter(|class| *class != Class::Keyword || text.contains(char::is_alphabetic))
    }
}

/// How long colouring may take in all: code of people takes a few microseconds a byte, and what is made to be slow up to a hundred times
/// that. What each block takes beyond an ample measure is added up; when that comes to the most, no more is coloured.
pub(super) struct TimeAllowance {
    most: Duration,
    /// In microseconds.
    taken: AtomicU64,
}

impl TimeAllowance {
    /// Allows for so much in all. A grammar's first use takes up to half a second of it.
    pub(super) const fn new(most: Duration) -> Self {
        Self {
            most,
            taken: AtomicU64::new(0),
        }
    }

    fn left(&self) -> Duration {
        let taken = Duration::from_micros(self.taken.load(Ordering::Relaxed));
        self.most.saturating_sub(taken)
    }

    fn ample(bytes: usize) -> Duration {
        Duration::from_micros(5_000 + 50 * bytes as u64)
    }

    fn take(&self, beyond: Duration) {
        let beyond = u64::try_from(beyond.as_micros()).unwrap_or(u64::MAX);
        self.taken.fetch_add(beyond, Ordering::Relaxed);
    }
}

/// The processor's time that this thread has had, so that a busy machine does not make pages plain.
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

/// Cuts code into pieces, by the language that its fence names. `None` if it is to stay plain: the language is not known, the
/// code too long, or the time spent.
pub(super) fn pieces<'c>(
    fence: &str,
    code: &'c str,
    allowance: &TimeAllowance,
) -> Option<Vec<(Option<Class>, &'c str)>> {
    let grammar = grammar(fence, code)?;
    let left = allowance.left();
    let is_long = code.len() > MOST_BYTES || code.lines().any(|line| line.len() > LONGEST_LINE);
    if is_long || left.is_zero() {
        return None;
    }
    let begun = thread_time();
    let taken = || thread_time().saturating_sub(begun);
    let ample = TimeAllowance::ample(code.len());
    let syntax = GRAMMARS.syntaxes.find_syntax_by_name(grammar)?;
    let pieces = cut(code, syntax, || taken() < ample + left);
    allowance.take(taken().saturating_sub(ample));
    pieces
}

/// Cuts code, as long as it may go on; that is asked before each line.
fn cut<'c>(
    code: &'c str,
    syntax: &SyntaxReference,
    may_go_on: impl Fn() -> bool,
) -> Option<Vec<(Option<Class>, &'c str)>> {
    let grammars = &*GRAMMARS;
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut pieces = Pieces::new(code);
    for line in LinesWithEndings::from(code) {
        if !may_go_on() {
            return None;
        }
        let changes = state.parse_line(line, &grammars.syntaxes).ok()?;
        let end = (line.len(), ScopeStackOp::Noop);
        let mut at = 0;
        for (index, change) in changes.into_iter().chain([end]) {
            // Many changes are at the same place, and one may be said to be before the last.
            if index > at {
                let text = line.get(at..index)?;
                pieces.push(grammars.class(scopes.as_slice(), text), text.len());
                at = index;
            }
            scopes.apply(&change).ok()?;
        }
    }
    Some(pieces.finish())
}

/// Pieces that follow one another from the beginning of the code.
struct Pieces<'c> {
    code: &'c str,
    /// Where each ends.
    ends: Vec<(Option<Class>, usize)>,
}

impl<'c> Pieces<'c> {
    fn new(code: &'c str) -> Self {
        Self {
            code,
            ends: Vec::new(),
        }
    }

    /// Adds what follows. It joins the piece before it if they are of one class, even with spaces in between.
    fn push(&mut self, class: Option<Class>, bytes: usize) {
        let end = bytes + self.ends.last().map_or(0, |(_, end)| *end);
        if let [.., (before, from), (None, to)] = self.ends[..]
            && before == class
            && self.code[from..to].trim_start().is_empty()
        {
            self.ends.pop();
        }
        match self.ends.last_mut() {
            Some((before, last)) if *before == class => *last = end,
            _ => self.ends.push((class, end)),
        }
    }

    fn finish(self) -> Vec<(Option<Class>, &'c str)> {
        let mut from = 0;
        let piece = |(class, end)| {
            let text = &self.code[from..end];
            from = end;
            (class, text)
        };
        self.ends.into_iter().map(piece).collect()
    }
}

#[cfg(test)]
mod tests;
