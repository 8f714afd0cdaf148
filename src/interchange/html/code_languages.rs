//! Languages as people name them behind a fence, and the grammar that each is read by.
//!
//! The list is closed on purpose: each grammar in it was tried with text made to be slow, and of those that syntect brings the one
//! that took by far the longest, for Makefiles, is left out. TypeScript has no grammar there and is read as JavaScript, files of
//! settings (TOML, INI) as Java's properties: both leave a little plain and colour nothing wrongly. JSX is plain, as its closing tags
//! would be regular expressions, and so is what has no grammar: Kotlin, Swift, PowerShell, Dockerfiles.

/// Names in lower case, and the library's own name of the grammar.
const LANGUAGES: [(&[&str], &str); 33] = [
    (
        &["bash", "ksh", "sh", "shell", "zsh"],
        "Bourne Again Shell (bash)",
    ),
    (&["bat", "batch", "cmd"], "Batch File"),
    (&["c", "h"], "C"),
    (&["c#", "cs", "csharp"], "C#"),
    (&["c++", "cc", "cpp", "cxx", "hpp"], "C++"),
    (&["clj", "clojure"], "Clojure"),
    (&["css"], "CSS"),
    (&["d"], "D"),
    (&["diff", "patch"], "Diff"),
    (&["erl", "erlang"], "Erlang"),
    (&["go", "golang"], "Go"),
    (&["gradle", "groovy"], "Groovy"),
    (&["haskell", "hs"], "Haskell"),
    (&["htm", "html", "xhtml"], "HTML"),
    (
        &["dotenv", "env", "ini", "properties", "toml"],
        "Java Properties",
    ),
    (&["java"], "Java"),
    (
        &["cjs", "javascript", "js", "mjs", "node", "ts", "typescript"],
        "JavaScript",
    ),
    (&["json", "json5", "jsonc", "jsonl", "ndjson"], "JSON"),
    (&["latex", "tex"], "LaTeX"),
    (&["elisp", "lisp", "scheme"], "Lisp"),
    (&["lua"], "Lua"),
    (&["markdown", "md"], "Markdown"),
    (&["objc", "objective-c", "objectivec"], "Objective-C"),
    (&["ml", "ocaml"], "OCaml"),
    (&["delphi", "pascal"], "Pascal"),
    (&["perl", "pl"], "Perl"),
    (&["py", "py3", "python", "python3"], "Python"),
    (&["r"], "R"),
    (&["rb", "ruby"], "Ruby"),
    (&["rs", "rust"], "Rust"),
    (
        &[
            "mysql",
            "plsql",
            "postgres",
            "postgresql",
            "psql",
            "sql",
            "sqlite",
        ],
        "SQL",
    ),
    (&["svg", "xml", "xsd", "xsl", "xslt"], "XML"),
    (&["yaml", "yml"], "YAML"),
];

/// Returns the name of the grammar for code, by what is written behind its fence: `rust,ignore`, `{.python}` and `js:main.js` name a
/// language too. `None` if that names none we know.
pub(super) fn grammar(fence: &str, code: &str) -> Option<&'static str> {
    let begins = fence.trim_start_matches([' ', '{', '.']);
    let word = begins.split([' ', '\t', ',', ';', ':', '{', '}']).next()?;
    let word = word.to_ascii_lowercase();
    if word == "php" {
        // Pages have code of PHP between marks; replies often show the code alone.
        let is_page = code.contains("<?");
        return Some(if is_page { "PHP" } else { "PHP Source" });
    }
    let known = LANGUAGES
        .iter()
        .find(|(names, _)| names.contains(&word.as_str()));
    known.map(|(_, grammar)| *grammar)
}

#[cfg(test)]
mod tests {
    use syntect::parsing::SyntaxSet;

    use super::*;

    #[test]
    fn languages_are_known_as_people_write_them() {
        for (fence, expected) in [
            ("rust", Some("Rust")),
            ("Rust", Some("Rust")),
            ("rust,ignore", Some("Rust")),
            ("rs {2,3}", Some("Rust")),
            ("{.python .numbered}", Some("Python")),
            ("js:main.js", Some("JavaScript")),
            ("ts", Some("JavaScript")),
            ("C++", Some("C++")),
            ("toml", Some("Java Properties")),
            ("makefile", None),
            ("tsx", None),
            ("console", None),
            ("brainfuck", None),
            ("", None),
            (" ", None),
            ("{}", None),
        ] {
            assert_eq!(grammar(fence, ""), expected, "{fence}");
        }
        assert_eq!(grammar("php", "echo 1;"), Some("PHP Source"));
        assert_eq!(grammar("php", "<p><?php echo 1; ?>"), Some("PHP"));
    }

    #[test]
    fn the_library_has_each_grammar() {
        let syntaxes = SyntaxSet::load_defaults_newlines();
        let grammars = LANGUAGES.iter().map(|(_, grammar)| *grammar);
        for grammar in grammars.chain(["PHP", "PHP Source"]) {
            assert!(syntaxes.find_syntax_by_name(grammar).is_some(), "{grammar}");
        }
    }

    #[test]
    fn no_name_is_listed_twice() {
        let mut names: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|(names, _)| *names)
            .copied()
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
