//! Takes `use` declarations apart: what each brings in, and by which name.

use std::collections::HashMap;

use proc_macro2::TokenTree;

use crate::names::{absolute, is_punct, list, path_at};

/// One leaf of a `use`.
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// The name by which the file has it; a glob has none.
    pub(crate) alias: Option<String>,
}

/// Takes a `use` apart, from behind the word to before its semicolon.
pub(crate) fn use_tree(tokens: &[TokenTree]) -> Vec<Import> {
    let (mut path, length) = path_at(tokens);
    let rest = &tokens[length..];
    match rest {
        [TokenTree::Group(group), ..] => {
            let members = list(group);
            members
                .split(|token| is_punct(Some(token), ','))
                .filter(|member| !member.is_empty())
                .flat_map(use_tree)
                .map(|member| member.below(&path))
                .collect()
        }
        [star, ..] if is_punct(Some(star), '*') => {
            path.push("*".to_owned());
            vec![Import { path, alias: None }]
        }
        [TokenTree::Ident(word), TokenTree::Ident(alias), ..] if word == "as" => {
            let alias = Some(alias.to_string());
            vec![Import { path, alias }]
        }
        _ => {
            let alias = path.last().cloned();
            vec![Import { path, alias }]
        }
    }
}

impl Import {
    /// Puts the path of a group before that of its member, where `self` means the group's path.
    fn below(self, prefix: &[String]) -> Self {
        if prefix.is_empty() {
            return self;
        }
        let itself = self.path == ["self"];
        let mut path = prefix.to_vec();
        if !itself {
            path.extend(self.path);
        }
        let renamed = self.alias.filter(|alias| alias != "self");
        let alias = if itself {
            renamed.or_else(|| prefix.last().cloned())
        } else {
            renamed
        };
        Self { path, alias }
    }
}

/// Collects what every `use` in `tokens` and below brings in.
pub(crate) fn collect_imports(
    tokens: &[TokenTree],
    module: &[String],
    imports: &mut HashMap<String, Vec<String>>,
) {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "use" => {
                let rest = &tokens[at + 1..];
                let end = rest.iter().position(|token| is_punct(Some(token), ';'));
                for import in use_tree(&rest[..end.unwrap_or(rest.len())]) {
                    if let Some(alias) = import.alias {
                        let path = absolute(&import.path, module, &HashMap::new());
                        imports.insert(alias, path);
                    }
                }
            }
            TokenTree::Group(group) => {
                let inner = match &tokens[..at] {
                    [.., TokenTree::Ident(word), TokenTree::Ident(name)] if word == "mod" => {
                        let mut inner = module.to_vec();
                        inner.push(name.to_string());
                        inner
                    }
                    _ => module.to_vec(),
                };
                collect_imports(&list(group), &inner, imports);
            }
            _ => {}
        }
    }
}
