//! Reads out of a Rust file which paths and macros it names, each made absolute.
//!
//! The lexer drops comments and keeps string literals whole, so neither can be taken for code. Reading tokens rather than a
//! syntax tree has the arguments of macros read like everything else.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Group, TokenStream, TokenTree};

use crate::imports::{collect_imports, use_tree};
use crate::test_items::{is_inner_test_attribute, item_length, test_attributes};

/// A file of `src/`, and what it names.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Where it is, below `src/`.
    pub(crate) path: PathBuf,
    /// What it names, in the order of the file.
    pub(crate) names: Vec<Name>,
    /// The modules that it declares for tests alone, in files of their own: `store`, `json`, `tests`.
    pub(crate) test_modules: HashSet<Vec<String>>,
    /// Whether it is for tests as a whole, by its own word.
    pub(crate) is_test: bool,
    /// The module that it is: `store`, `json`.
    pub(crate) module: Vec<String>,
}

/// Something that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// What is named.
    pub(crate) what: Named,
    /// The line, from 1.
    pub(crate) line: usize,
    /// Whether only tests are built with it.
    pub(crate) in_test: bool,
}

/// What is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// A path: `crate`, `store`, `Store`, or `std`, `io`, `stdout`. A glob ends in `*`.
    Path(Vec<String>),
    /// A macro that is called.
    Macro(String),
    /// A module that is declared.
    Module(String),
    /// A lone identifier.
    Word(String),
}

impl SourceFile {
    /// Reads the text of the file at `path`, below `src/`.
    pub(crate) fn parse(path: &Path, text: &str) -> Self {
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let module = module_of(path);
        let mut reader = Reader::default();
        collect_imports(&tokens, &module, &mut reader.imports);
        let is_test = is_inner_test_attribute(&tokens);
        reader.read(&tokens, &module, is_test);
        Self {
            path: path.to_owned(),
            names: reader.names,
            test_modules: reader.test_modules,
            is_test,
            module,
        }
    }
}

/// Returns the module that a file is: `store`, `json` for `store/json.rs` and for `store/json/mod.rs`.
fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> = path
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let last = module.last().map(String::as_str);
    if last == Some("mod") || (module.len() == 1 && matches!(last, Some("lib" | "main"))) {
        module.pop();
    }
    module
}

#[derive(Default)]
struct Reader {
    /// What the names that `use` brings in stand for, wherever in the file it stands.
    imports: HashMap<String, Vec<String>>,
    names: Vec<Name>,
    test_modules: HashSet<Vec<String>>,
}

impl Reader {
    fn read(&mut self, tokens: &[TokenTree], module: &[String], in_test: bool) {
        let mut at = 0;
        while at < tokens.len() {
            if let Some(attributes) = test_attributes(&tokens[at..]) {
                let item = &tokens[at + attributes..];
                let item = &item[..item_length(item)];
                self.note_test_module(item, module);
                self.read(item, module, true);
                at += attributes + item.len();
                continue;
            }
            at += self.read_one(&tokens[at..], module, in_test);
        }
    }

    /// Reads what `tokens` begin with, and returns how many tokens that were.
    fn read_one(&mut self, tokens: &[TokenTree], module: &[String], in_test: bool) -> usize {
        let line = tokens[0].span().start().line;
        let mut note = |what| {
            self.names.push(Name {
                what,
                line,
                in_test,
            });
        };
        match tokens {
            [TokenTree::Ident(word), rest @ ..]
                if word == "use" && !is_punct(rest.first(), '<') =>
            {
                let length = rest
                    .iter()
                    .position(|token| is_punct(Some(token), ';'))
                    .unwrap_or(rest.len());
                for import in use_tree(&rest[..length]) {
                    note(Named::Path(absolute(&import.path, module, &self.imports)));
                }
                1 + length
            }
            [TokenTree::Ident(word), TokenTree::Ident(name), rest @ ..] if word == "mod" => {
                note(Named::Module(name.to_string()));
                if let Some(TokenTree::Group(body)) = rest.first() {
                    let mut inner = module.to_vec();
                    inner.push(name.to_string());
                    self.read(&list(body), &inner, in_test);
                    return 3;
                }
                2
            }
            [TokenTree::Ident(_), ..] => {
                let (path, length) = path_at(tokens);
                let rest = &tokens[length..];
                let last = path.last().cloned().unwrap_or_default();
                if is_punct(rest.first(), '!') && matches!(rest.get(1), Some(TokenTree::Group(_))) {
                    note(Named::Macro(last));
                } else if path.len() > 1 {
                    note(Named::Path(absolute(&path, module, &self.imports)));
                } else {
                    note(Named::Word(last));
                }
                length
            }
            [TokenTree::Group(group), ..] => {
                self.read(&list(group), module, in_test);
                1
            }
            _ => 1,
        }
    }

    /// Keeps the name of a module for tests whose text is in another file.
    fn note_test_module(&mut self, item: &[TokenTree], module: &[String]) {
        let names = item.windows(3).find_map(|three| match three {
            [TokenTree::Ident(word), TokenTree::Ident(name), end]
                if word == "mod" && is_punct(Some(end), ';') =>
            {
                Some(name.to_string())
            }
            _ => None,
        });
        if let Some(name) = names {
            let mut path = module.to_vec();
            path.push(name);
            self.test_modules.insert(path);
        }
    }
}

/// Reads `a::b::c`, also `::a::b`, at the beginning of `tokens`; returns it with the number of tokens it takes.
///
/// The `::` before a group, a glob or generic arguments is taken too, so that what follows begins there.
pub(crate) fn path_at(tokens: &[TokenTree]) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    let mut at = if is_separator(tokens) { 2 } else { 0 };
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string().trim_start_matches("r#").to_owned());
        at += 1;
        if !is_separator(&tokens[at..]) {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// Makes a path absolute: from `crate`, or from the name of a library.
pub(crate) fn absolute(
    path: &[String],
    module: &[String],
    imports: &HashMap<String, Vec<String>>,
) -> Vec<String> {
    let first = path.first().map(String::as_str);
    if let Some(imported) = first.and_then(|first| imports.get(first)) {
        return [imported, &path[1..]].concat();
    }
    if !matches!(first, Some("self" | "super")) {
        return path.to_vec();
    }
    let steps = path
        .iter()
        .take_while(|step| *step == "self" || *step == "super")
        .count();
    let up = path[..steps].iter().filter(|step| *step == "super").count();
    let base = &module[..module.len().saturating_sub(up)];
    [&["crate".to_owned()], base, &path[steps..]].concat()
}

pub(crate) fn list(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

pub(crate) fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_separator(tokens: &[TokenTree]) -> bool {
    is_punct(tokens.first(), ':') && is_punct(tokens.get(1), ':')
}
