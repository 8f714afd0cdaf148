//! What becomes of code, in every language and of every kind.

use std::collections::BTreeMap;

use proptest::prelude::*;
use syntect::parsing::Regex;
use syntect::parsing::syntax_definition::Pattern;

use super::*;

const STYLE: &str = include_str!("../../../../templates/export/page.css");
const CLASSES: [(Class, &str); 9] = [
    (Class::Comment, "comment"),
    (Class::String, "string"),
    (Class::Constant, "constant"),
    (Class::Keyword, "keyword"),
    (Class::Function, "function"),
    (Class::Type, "type"),
    (Class::Variable, "variable"),
    (Class::Inserted, "inserted"),
    (Class::Deleted, "deleted"),
];

fn ample() -> TimeAllowance {
    TimeAllowance::new(Duration::from_secs(600))
}

fn letter(class: Class) -> &'static str {
    let letter = class.begin().split('"').nth(1);
    letter.expect("the tag has a class")
}

/// Writes the class before each piece: `<k:let>`.
fn marked(fence: &str, code: &str) -> String {
    let pieces = pieces(fence, code, &ample()).expect("the language is known");
    let mark = |(class, text): (Option<Class>, &str)| match class {
        Some(class) => format!("<{}:{text}>", letter(class)),
        None => text.to_owned(),
    };
    pieces.into_iter().map(mark).collect()
}

#[test]
fn pieces_have_few_classes_in_every_language() {
    for (fence, code, expected) in [
        (
            "rust",
            "pub fn go<'a>(n: u32) -> &'a str { \"a\\n\" } // é\n",
            "<k:pub fn> <f:go><<v:'a>>(<v:n>: <k:u32>) -> &<v:'a> <k:str> { <s:\"a><n:\\n><s:\"> } <c:// é\n>",
        ),
        (
            "python",
            "def go(x=1): return f\"a {x} b\" or None",
            "<k:def> <f:go>(<v:x>=<n:1>): <k:return> <s:f\"a >{x}<s: b\"> <k:or> <n:None>",
        ),
        (
            "ts",
            "const f: X = `a ${b.c} d`; new Foo(1) / 2",
            "<k:const> f: X = <s:`a >${b.c}<s: d`>; <k:new> <t:Foo>(<n:1>) / <n:2>",
        ),
        (
            "json",
            "{\"a\": [1, true, \"b\"]}",
            "{<v:\"a\">: [<n:1>, <n:true>, <s:\"b\">]}",
        ),
        (
            "sh",
            "for f in *; do echo \"$f ${x:-y} $(date -u)\"; done # c",
            "<k:for> f <k:in> *; <k:do> <f:echo> <s:\"><v:$f><s: ><v:${x:-y}><s: >$(<f:date><n: -u>)<s:\">; <k:done> <c:# c>",
        ),
        (
            "yaml",
            "a: b\nc: 1 # d",
            "<v:a>: <s:b>\n<v:c>: <n:1> <c:# d>",
        ),
        ("toml", "# d\n[a]\nb=\"c\"", "<c:# d\n>[a]\n<v:b>=\"c\""),
        (
            "diff",
            "--- a\n+++ b\n@@ -1 +1 @@\n-let a\n+let b\n c",
            "<t:--- a\n+++ b\n><n:@@ -1 +1 @@\n><d:-let a\n><i:+let b\n> c",
        ),
        (
            "sql",
            "SELECT count(*) FROM t WHERE x = 'y'",
            "<k:SELECT> <f:count>(*) <k:FROM> t <k:WHERE> x = <s:'y'>",
        ),
        (
            "html",
            "<a href=\"x\">b &amp; c</a><script>let a</script>",
            "<<t:a> <v:href>=<s:\"x\">>b <n:&amp;> c</<t:a>><<t:script>><k:let> a</<t:script>>",
        ),
        (
            "css",
            "a:hover { color: #fff; margin: 1px }",
            "<t:a:hover> { <v:color>: <n:#fff>; <v:margin>: <n:1px> }",
        ),
        (
            "c++",
            "#include <a>\nint main() { return f(\"%d\"); }",
            "<k:#include> <s:<a>>\n<k:int> <f:main>() { <k:return> <f:f>(<s:\"><n:%d><s:\">); }",
        ),
        (
            "php",
            "<?php echo \"a $b\"; ?>",
            "<?php <f:echo> <s:\"a ><v:$b><s:\">; ?>",
        ),
    ] {
        assert_eq!(marked(fence, code), expected, "{fence}");
    }
}

#[test]
fn what_lasts_for_lines_keeps_its_class() {
    let comment = "/* a\n\n  b */";
    assert_eq!(marked("c", comment), format!("<c:{comment}>"));
    assert_eq!(
        marked("sh", "cat <<X\nfor a\n$b\nX\nfor c in d"),
        "<f:cat> <<<k:X><s:\nfor a\n><v:$b><s:\n><k:X\nfor> c <k:in> d"
    );
    // What only looks like a regular expression gives nothing a wrong colour.
    assert_eq!(marked("js", "<b>a</b>\n'c'"), "<b>a</b>\n'c'");
}

#[test]
fn what_is_long_or_of_no_language_stays_plain() {
    let is_coloured = |fence: &str, code: &str| pieces(fence, code, &ample()).is_some();
    assert!(is_coloured("rust", ""));
    assert!(is_coloured("diff", &"let\n".repeat(MOST_BYTES / 4)));
    assert!(!is_coloured("diff", &"let\n".repeat(MOST_BYTES / 4 + 1)));
    let line = |length| format!("let a;\n{}\nlet b;", " ".repeat(length));
    assert!(is_coloured("rust", &line(LONGEST_LINE)));
    assert!(!is_coloured("rust", &line(LONGEST_LINE + 1)));
    assert!(!is_coloured("text", "let"));
    assert!(!is_coloured("", "let"));
}

#[test]
fn code_made_to_be_slow_ends_colouring_when_the_time_is_spent() {
    let few = TimeAllowance::new(Duration::from_millis(100));
    assert!(pieces("diff", "+a", &few).is_some());
    let slow = format!("{}\n", "as".repeat(LONGEST_LINE / 2)).repeat(8);
    let begun = thread_time();
    assert_eq!(pieces("c#", &slow, &few), None);
    let taken = thread_time() - begun;
    assert!(taken < Duration::from_secs(20), "{taken:?}");
    assert_eq!(pieces("diff", "+a", &few), None);
}

/// A regular expression that is none would end the program, when a text first led to it.
#[test]
fn every_regular_expression_of_the_grammars_is_one() {
    let builder = SyntaxSet::load_defaults_newlines().into_builder();
    let grammars = builder.syntaxes().iter();
    let contexts = grammars.flat_map(|grammar| grammar.contexts.values());
    let mut tried = 0;
    for pattern in contexts.flat_map(|context| &context.patterns) {
        let Pattern::Match(pattern) = pattern else {
            continue;
        };
        // In some stands, escaped, what another one found.
        let found = |text: String, number| text.replace(&format!("\\{number}"), "a");
        let expression = match pattern.has_captures {
            true => (0..10).fold(pattern.regex.regex_str().to_owned(), found),
            false => pattern.regex.regex_str().to_owned(),
        };
        let error = Regex::try_compile(&expression);
        assert!(error.is_none(), "{expression}: {error:?}");
        tried += 1;
    }
    assert!(tried > 5_000, "{tried}");
}

/// Returns the first colours that a style sheet declares, by their names.
fn colours(style: &str) -> BTreeMap<&str, [f64; 3]> {
    let (_, block) = style.split_once(":root {").expect("a block of colours");
    let (block, _) = block.split_once('}').expect("its end");
    let declared = block.split(';').filter_map(|declaration| {
        let (name, value) = declaration.trim().strip_prefix("--")?.split_once(": #")?;
        let value = value.trim();
        let digits: String = match value.len() {
            3 => value.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => value.to_owned(),
        };
        let part = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
        Some((name, [0, 2, 4].map(|at| f64::from(part(at)) / 255.0)))
    });
    declared.collect()
}

/// How well a colour can be told from another, as WCAG 2 reckons it: from 1 to 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|part| match part {
            ..=0.04045 => part / 12.92,
            _ => ((part + 0.055) / 1.055).powf(2.4),
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_class_can_be_read_on_screens_and_on_paper() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    let (screen, paper) = STYLE.split_once("@media print").expect("paper");
    let (light, dark) = screen.split_once("@media (prefers-").expect("dark screens");
    for (place, style) in [("light", light), ("dark", dark), ("paper", paper)] {
        let colours = colours(style);
        for (class, name) in CLASSES {
            let rule = format!("\npre .{} {{ color: var(--{name})", letter(class));
            assert!(STYLE.contains(&rule), "{rule}");
            assert_ne!(colours[name], colours["text"], "{place} {name}");
            let contrast = contrast(colours[name], colours["code"]);
            assert!(contrast >= 4.5, "{place} {name}: {contrast:.2}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn pieces_are_the_code_again_whatever_it_is(
        fence in "(rust|py|js|sh|c\\+\\+|c#|html|php|ruby|perl|yaml|md|tex|lua|sql|diff)",
        code in "([ -~]|\n|\t|é|\u{301}|日|\u{202e}|🙂|\"\"\"|'''|/\\*|\\*/|<<X\n|\nX\n|\\$\\{|#\\{|</|<script>|<\\?|\\?>|```|=begin|fn |def |class |if ){0,80}",
    ) {
        let pieces = pieces(&fence, &code, &ample()).expect("it is short");
        let joined: String = pieces.iter().map(|(_, text)| *text).collect();
        prop_assert_eq!(&joined, &code);
        prop_assert!(pieces.iter().all(|(_, text)| !text.is_empty()));
        prop_assert!(pieces.windows(2).all(|pair| pair[0].0 != pair[1].0));
    }
}
