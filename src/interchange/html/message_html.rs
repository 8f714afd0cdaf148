//! Messages made HTML: Markdown rendered, and nothing in it of any effect.
//!
//! HTML in a message is shown as text, and a link leads only to `http`, `https` and `mailto`; where it would lead elsewhere, that is
//! written behind its text. Images become links. Control characters and those that turn the direction of writing are made
//! visible; marks that right-to-left texts have need of (U+200E, U+200F, U+061C) stay. Code is cut into pieces with classes (see
//! `code_colours.rs`), the text of which is escaped as any other.

use std::borrow::Cow;
use std::time::Duration;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::code_colours::{TimeAllowance, pieces};

/// What the program may spend on code that was made to take long.
static COLOURING: TimeAllowance = TimeAllowance::new(Duration::from_secs(30));

/// Renders a text as HTML.
pub(super) fn rendered(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut harmless = Harmless::default();
    let events = Parser::new_ext(markdown, options).flat_map(|event| harmless.take(event));
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    pulldown_cmark::html::push_html(&mut html, events);
    html
}

/// Makes visible what would act on the text around it.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let turns_direction = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let must_go = |c: char| turns_direction(c) || c.is_control() && c != '\n' && c != '\t';
    if !text.contains(must_go) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\0'..='\x1F' if must_go(c) => {
                shown.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'));
            }
            _ if must_go(c) => shown.push_str(&format!("[U+{:04X}]", u32::from(c))),
            _ => shown.push(c),
        }
    }
    shown.into()
}

/// Takes the effect out of what the parser finds.
#[derive(Default)]
struct Harmless<'m> {
    /// What each link and image that is open became.
    links: Vec<Shown<'m>>,
    /// The code that is between fences, to be coloured when it is whole.
    code: Option<Code>,
}

/// Code between fences, as it is shown.
struct Code {
    fence: String,
    text: String,
}

/// What a link or image became.
enum Shown<'m> {
    /// A link.
    Link,
    /// Text, with the target behind it.
    Text(CowStr<'m>),
}

impl<'m> Harmless<'m> {
    fn take(&mut self, event: Event<'m>) -> Vec<Event<'m>> {
        let text = |text: CowStr<'m>| Event::Text(shown(&text).into_owned().into());
        match event {
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => self.begin_link(dest_url, &title),
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => {
                let mut events = self.begin_link(dest_url, &title);
                events.push(Event::Text("image: ".into()));
                events
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(),
            Event::Text(content) => match &mut self.code {
                Some(code) => {
                    code.text.push_str(&shown(&content));
                    Vec::new()
                }
                None => vec![text(content)],
            },
            Event::Code(code) => vec![Event::Code(shown(&code).into_owned().into())],
            Event::InlineHtml(html) if is_line_break(&html) => vec![Event::HardBreak],
            Event::InlineHtml(html) | Event::Html(html) => vec![text(html)],
            Event::Start(Tag::HtmlBlock) => {
                vec![Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))]
            }
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::CodeBlock)],
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let fence = shown(&language).into_owned();
                let kind = CodeBlockKind::Fenced(fence.clone().into());
                let text = String::new();
                self.code = Some(Code { fence, text });
                vec![Event::Start(Tag::CodeBlock(kind))]
            }
            Event::End(TagEnd::CodeBlock) => self.end_code(),
            Event::Start(Tag::Heading { level, .. }) => vec![Event::Start(Tag::Heading {
                level: below(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })],
            Event::End(TagEnd::Heading(level)) => vec![Event::End(TagEnd::Heading(below(level)))],
            // Alignments would become style attributes, which the page's policy forbids.
            Event::Start(Tag::Table(columns)) => {
                let unaligned = vec![pulldown_cmark::Alignment::None; columns.len()];
                vec![Event::Start(Tag::Table(unaligned))]
            }
            other => vec![other],
        }
    }

    /// Ends a code block, with what was kept of a fenced one.
    fn end_code(&mut self) -> Vec<Event<'m>> {
        let end = Event::End(TagEnd::CodeBlock);
        let Some(Code { fence, text }) = self.code.take() else {
            return vec![end];
        };
        let Some(pieces) = pieces(&fence, &text, &COLOURING) else {
            return vec![Event::Text(text.into()), end];
        };
        let mut events = Vec::with_capacity(pieces.len() * 3);
        for (class, piece) in pieces {
            let piece = Event::Text(piece.to_owned().into());
            let Some(class) = class else {
                events.push(piece);
                continue;
            };
            let begin = Event::InlineHtml(class.begin().into());
            events.extend([begin, piece, Event::InlineHtml("</span>".into())]);
        }
        events.push(end);
        events
    }

    /// Begins a link. Within another one, and to where none may lead, it is text.
    fn begin_link(&mut self, target: CowStr<'m>, title: &str) -> Vec<Event<'m>> {
        let is_within = self.links.iter().any(|link| matches!(link, Shown::Link));
        if is_within || !is_harmless(&target) {
            self.links.push(Shown::Text(target));
            return Vec::new();
        }
        self.links.push(Shown::Link);
        vec![Event::Start(Tag::Link {
            link_type: pulldown_cmark::LinkType::Inline,
            dest_url: target,
            title: shown(title).into_owned().into(),
            id: CowStr::Borrowed(""),
        })]
    }

    fn end_link(&mut self) -> Vec<Event<'m>> {
        match self.links.pop() {
            Some(Shown::Link) => vec![Event::End(TagEnd::Link)],
            Some(Shown::Text(target)) if !target.is_empty() => {
                vec![Event::Text(format!(" ({})", shown(&target)).into())]
            }
            Some(Shown::Text(_)) | None => Vec::new(),
        }
    }
}

/// Whether a link may lead there. Browsers pass over spaces and control characters before a scheme, so what begins with one is
/// none of these either.
fn is_harmless(target: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:"];
    schemes.iter().any(|scheme| {
        let beginning = target.get(..scheme.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme))
    })
}

fn is_line_break(html: &str) -> bool {
    matches!(
        html.to_ascii_lowercase().as_str(),
        "<br>" | "<br/>" | "<br />"
    )
}

/// The page, the conversation and the message have headings above those of a text.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H4,
        HeadingLevel::H2 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_is_rendered() {
        let text = "# Title\n\n*a* `b<c` **d**\n\n```rust\nlet x = 1 < 2;\n```\n\n| a | b |\n|--:|---|\n| 1<br>2 | 3 |\n\n- [x] done\n";
        assert_eq!(
            rendered(text),
            "<h4>Title</h4>\n<p><em>a</em> <code>b&lt;c</code> <strong>d</strong></p>\n\
             <pre><code class=\"language-rust\"><span class=\"k\">let</span> x = <span class=\"n\">1</span> &lt; <span class=\"n\">2</span>;\n</code></pre>\n\
             <table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>1<br />\n2</td><td>3</td></tr>\n</tbody></table>\n\
             <ul>\n<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\ndone</li>\n</ul>\n"
        );
    }

    #[test]
    fn html_is_shown_and_not_obeyed() {
        assert_eq!(
            rendered("<script>alert(1)</script>\n\nx <img src=x onerror=alert(1)> y"),
            "<pre><code>&lt;script&gt;alert(1)&lt;/script&gt;\n</code></pre>\n<p>x &lt;img src=x onerror=alert(1)&gt; y</p>\n"
        );
    }

    #[test]
    fn links_lead_nowhere_but_to_the_web_and_mail() {
        assert_eq!(
            rendered("[a](https://x.org/?a=1&b=\"2) <mailto:a@x.org>"),
            "<p><a href=\"https://x.org/?a=1&amp;b=%222\">a</a> <a href=\"mailto:a@x.org\">mailto:a@x.org</a></p>\n"
        );
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//x.org",
            "#top",
            "&#x1;https://x.org",
        ] {
            let html = rendered(&format!("[a]({target}) ![b]({target})"));
            assert!(!html.contains("href") && !html.contains("<img"), "{html}");
            assert!(html.starts_with("<p>a ("), "{html}");
        }
        assert_eq!(
            rendered("[![b](http://x/i.png)](http://x/)"),
            "<p><a href=\"http://x/\">image: b (http://x/i.png)</a></p>\n"
        );
    }

    #[test]
    fn what_acts_on_text_is_made_visible() {
        assert_eq!(
            shown("a\x1b[31mb\u{202E}c\r\nd\re\u{200F}\u{9b}\0"),
            "a␛[31mb[U+202E]c\nd␍e\u{200F}[U+009B]␀"
        );
        assert_eq!(
            rendered("```a\u{202E}\nx\u{202E}\x1b\n```"),
            "<pre><code class=\"language-a[U+202E]\">x[U+202E]␛\n</code></pre>\n"
        );
    }

    #[test]
    fn code_is_coloured_and_has_no_effect() {
        assert_eq!(
            rendered("- x\n\n  ~~~RS,ignore\n  // </code><script>\u{202E}\x1b\n  'a' & \"b\n"),
            "<ul>\n<li>\n<p>x</p>\n<pre><code class=\"language-RS,ignore\">\
             <span class=\"c\">// &lt;/code&gt;&lt;script&gt;[U+202E]␛\n</span>\
             <span class=\"s\">'a'</span> &amp; <span class=\"s\">\"b\n</span></code></pre>\n</li>\n</ul>\n"
        );
        for plain in ["```\nlet\n```", "```x\nlet\n```", "    let"] {
            assert!(!rendered(plain).contains("<span"), "{plain}");
        }
        assert_eq!(
            rendered("```a\"><b>\nx\n```\ny"),
            "<pre><code class=\"language-a&quot;&gt;&lt;b&gt;\">x\n</code></pre>\n<p>y</p>\n"
        );
    }

    proptest! {
        #[test]
        fn colours_add_spans_to_code_and_nothing_else(
            language in "(rust|py|js|sh|html|php|yaml|md|c\\+\\+|diff)",
            code in "([ -~]|\n|\t|\r|\u{0}|\u{1b}|\u{202e}|é|/\\*|\\*/|</code>|<script>|</span>|&lt;|<span class=\"k\">|\"|'|<X\n){0,60}",
        ) {
            // No code has a longer fence within.
            let fence = "`".repeat(100);
            let html = |language| rendered(&format!("{fence}{language}\n{code}\n{fence}\nz"));
            let coloured = html(language.as_str());
            let mut is_open = false;
            let mut plain = String::new();
            let mut rest = coloured.as_str();
            while let Some(at) = rest.find("<span class=\"").into_iter().chain(rest.find("</span>")).min() {
                plain.push_str(&rest[..at]);
                let begins = rest[at..].starts_with("<span");
                prop_assert_ne!(begins, is_open);
                is_open = begins;
                let end = at + rest[at..].find('>').expect("the tag ends") + 1;
                rest = &rest[end..];
            }
            plain.push_str(rest);
            prop_assert!(!is_open);
            prop_assert_eq!(plain.replacen(&language, "x", 1), html("x"));
        }

        #[test]
        fn no_message_has_a_tag_or_a_target_of_its_own(text in "(<|>|script|/|\"|'|=|onload|javascript:|\\(|\\)|\\[|\\]|!|`|\n| |https://x|a|&lt;|&#|x|\\|){0,40}") {
            let html = rendered(&text);
            let lower = html.to_ascii_lowercase();
            prop_assert!(!lower.contains("<script") && !lower.contains("<img"), "{}", html);
            for (_, rest) in lower.match_indices("href=\"").map(|(at, found)| (at, &lower[at + found.len()..])) {
                prop_assert!(rest.starts_with("http") || rest.starts_with("mailto:"), "{}", html);
            }
        }
    }
}
