//! Reads the modules of a crate and finds which file names something of which other file.
//!
//! The source is read as tokens, so text in comments, strings and doc comments counts for
//! nothing. An import through a re-export leads to the file that defines the name. What only
//! the test build compiles (`#[cfg(test)]`) is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Returns the text of a source file, `None` if there is none.
pub(crate) type ReadFile<'a> = &'a dyn Fn(&Path) -> Option<String>;

/// The files of one crate and what they name of each other.
#[derive(Debug, Default)]
pub(crate) struct FileGraph {
    /// File → files that it imports, calls or implements a type of.
    pub(crate) edges: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// Inherent `impl` blocks: the file that holds one, the type, the file that defines the type.
    pub(crate) impls: BTreeSet<(PathBuf, String, PathBuf)>,
}

impl FileGraph {
    /// Reads the crate whose root module is this file.
    pub(crate) fn read(root: &Path, read: ReadFile<'_>) -> Self {
        let mut tree = Tree::default();
        tree.load(root, None, Children::Beside, read);
        tree.graph()
    }
}

/// Where the files of child modules are.
#[derive(Clone, Copy)]
enum Children {
    /// In the folder of the file: the crate root, `mod.rs`, and files named by `#[path]`.
    Beside,
    /// In a folder that is named like the file.
    Below,
}

#[derive(Default)]
struct Module {
    file: PathBuf,
    folder: PathBuf,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// Names of items that the module defines.
    defined: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths in code, such as `crate::a::b` and `child::b`.
    paths: Vec<Vec<String>>,
    /// Types of inherent `impl` blocks.
    impls: Vec<Vec<String>>,
}

struct Import {
    path: Vec<String>,
    /// The name that it is known by here; `None` for `*`.
    name: Option<String>,
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    /// An item that this module defines.
    Item(usize),
}

#[derive(Default)]
struct Tree {
    modules: Vec<Module>,
}

/// What precedes an item.
#[derive(Default)]
struct Attributes {
    test_only: bool,
    path: Option<String>,
}

impl Tree {
    fn load(
        &mut self,
        file: &Path,
        parent: Option<usize>,
        children: Children,
        read: ReadFile<'_>,
    ) -> Option<usize> {
        let text = read(file)?;
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let beside = file.parent().unwrap().to_owned();
        let folder = match children {
            Children::Beside => beside,
            Children::Below => beside.join(file.file_stem().unwrap()),
        };
        let at = self.add(file.to_owned(), folder, parent);
        self.scan(tokens, at, true, read);
        Some(at)
    }

    fn add(&mut self, file: PathBuf, folder: PathBuf, parent: Option<usize>) -> usize {
        self.modules.push(Module {
            file,
            folder,
            parent,
            ..Module::default()
        });
        self.modules.len() - 1
    }

    /// Collects what one token stream holds. `items` is false within bodies, whose items
    /// nobody can name from outside.
    fn scan(&mut self, tokens: TokenStream, at: usize, items: bool, read: ReadFile<'_>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut i = 0;
        let mut attributes = Attributes::default();
        while let Some(token) = tokens.get(i) {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    i += 1;
                    if is_punct(tokens.get(i), '!') {
                        i += 1;
                    }
                    if let Some(TokenTree::Group(group)) = tokens.get(i)
                        && group.delimiter() == Delimiter::Bracket
                    {
                        read_attribute(group.stream(), &mut attributes);
                        i += 1;
                    }
                    continue;
                }
                _ if attributes.test_only => {
                    i = end_of_item(&tokens, i);
                    attributes = Attributes::default();
                    continue;
                }
                // The braces of a macro at the level of items may declare modules.
                TokenTree::Group(group) => {
                    let in_macro = items
                        && group.delimiter() == Delimiter::Brace
                        && is_punct(i.checked_sub(1).and_then(|i| tokens.get(i)), '!');
                    self.scan(group.stream(), at, in_macro, read);
                }
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    match word.as_str() {
                        // `pub`, `pub(crate)`, `async`, `unsafe`: the attributes stay.
                        "pub" | "async" | "unsafe" | "default" => {
                            i += 1;
                            if let Some(TokenTree::Group(group)) = tokens.get(i)
                                && group.delimiter() == Delimiter::Parenthesis
                            {
                                i += 1;
                            }
                            continue;
                        }
                        "use" => {
                            let end = find_punct(&tokens, i, ';');
                            let mut imports = Vec::new();
                            read_use(&tokens[i + 1..end], &[], &mut imports);
                            self.modules[at].imports.extend(imports);
                            i = end;
                        }
                        "mod" if items => i = self.module(&tokens, i, at, &attributes, read),
                        "impl" => self.implementation(&tokens, i, at),
                        "struct" | "enum" | "union" | "trait" | "type" | "static" | "const"
                        | "fn"
                            if items =>
                        {
                            let mut named = i + 1;
                            while is_word(tokens.get(named), &["mut", "fn", "unsafe", "async"]) {
                                named += 1;
                            }
                            if let Some(TokenTree::Ident(name)) = tokens.get(named) {
                                self.modules[at].defined.insert(name.to_string());
                            }
                        }
                        "macro_rules" => {
                            if let Some(TokenTree::Ident(name)) = tokens.get(i + 2) {
                                self.modules[at].defined.insert(name.to_string());
                            }
                        }
                        _ => {
                            let (path, end) = read_path(&tokens, i);
                            if path.len() > 1 {
                                self.modules[at].paths.push(path);
                                i = end;
                                attributes = Attributes::default();
                                continue;
                            }
                        }
                    }
                }
                _ => {}
            }
            attributes = Attributes::default();
            i += 1;
        }
    }

    /// Reads `mod name;` or `mod name { … }` at `i` and returns where it ends.
    fn module(
        &mut self,
        tokens: &[TokenTree],
        i: usize,
        at: usize,
        attributes: &Attributes,
        read: ReadFile<'_>,
    ) -> usize {
        let Some(TokenTree::Ident(name)) = tokens.get(i + 1) else {
            return i;
        };
        let name = name.to_string();
        let folder = self.modules[at].folder.clone();
        let child = if let Some(TokenTree::Group(group)) = tokens.get(i + 2) {
            let file = self.modules[at].file.clone();
            let child = self.add(file, folder.join(&name), Some(at));
            self.modules[at].children.insert(name.clone(), child);
            self.scan(group.stream(), child, true, read);
            Some(child)
        } else if let Some(path) = &attributes.path {
            let beside = self.modules[at].file.parent().unwrap().join(path);
            self.load(&beside, Some(at), Children::Beside, read)
        } else {
            let plain = folder.join(format!("{name}.rs"));
            self.load(&plain, Some(at), Children::Below, read)
                .or_else(|| {
                    let nested = folder.join(&name).join("mod.rs");
                    self.load(&nested, Some(at), Children::Beside, read)
                })
        };
        if let Some(child) = child {
            self.modules[at].children.insert(name, child);
        }
        i + 2
    }

    /// Notes the type of an inherent `impl` block that begins at `i`.
    fn implementation(&mut self, tokens: &[TokenTree], i: usize, at: usize) {
        let mut start = i + 1;
        if is_punct(tokens.get(start), '<') {
            start = end_of_generics(tokens, start);
        }
        let mut end = start;
        while let Some(token) = tokens.get(end) {
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                TokenTree::Punct(punct) if punct.as_char() == '<' => {
                    end = end_of_generics(tokens, end);
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => return,
                // `for<'a>` binds lifetimes, `for` alone names the type of a trait.
                TokenTree::Ident(word) if *word == "for" && !is_punct(tokens.get(end + 1), '<') => {
                    return;
                }
                _ => end += 1,
            }
        }
        // An `impl Trait` in a signature is followed by no block at this level, or by the body of
        // the function, whose name comes before it.
        if i > 0
            && matches!(tokens.get(i - 1), Some(TokenTree::Punct(punct)) if ":>&=,<(".contains(punct.as_char()))
        {
            return;
        }
        let (path, _) = read_path(tokens, start);
        if !path.is_empty() {
            self.modules[at].impls.push(path);
        }
    }

    fn graph(&self) -> FileGraph {
        let mut graph = FileGraph::default();
        for (at, module) in self.modules.iter().enumerate() {
            let edges = graph.edges.entry(module.file.clone()).or_default();
            let imported = module.imports.iter().map(|import| &import.path);
            for path in imported.chain(&module.paths).chain(&module.impls) {
                if let Some(target) = self.resolve(at, path, 0) {
                    let file = &self.modules[self.index(target)].file;
                    if *file != module.file {
                        edges.insert(file.clone());
                    }
                }
            }
            for path in &module.impls {
                if let Some(target) = self.resolve(at, path, 0) {
                    graph.impls.insert((
                        module.file.clone(),
                        path.join("::"),
                        self.modules[self.index(target)].file.clone(),
                    ));
                }
            }
        }
        graph
    }

    fn index(&self, target: Target) -> usize {
        match target {
            Target::Module(at) | Target::Item(at) => at,
        }
    }

    /// Follows a path from a module to what it names, through imports and re-exports; `None` for
    /// what another crate defines.
    fn resolve(&self, from: usize, path: &[String], depth: usize) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let mut here = match first.as_str() {
            "crate" => self.root(from),
            "self" => from,
            "super" => self.modules[from].parent?,
            _ => match self.member(from, first, depth)? {
                Target::Module(module) => module,
                item @ Target::Item(_) => return Some(item),
            },
        };
        while let Some((name, after)) = rest.split_first() {
            if name == "super" {
                here = self.modules[here].parent?;
            } else if name != "self" {
                match self.member(here, name, depth) {
                    Some(Target::Module(module)) => here = module,
                    Some(item) => return Some(item),
                    // A name that a macro or an included file defines.
                    None => return Some(Target::Item(here)),
                }
            }
            rest = after;
        }
        Some(Target::Module(here))
    }

    /// Finds a name in a module: a child, an item, an import, or something behind a `*`.
    fn member(&self, at: usize, name: &str, depth: usize) -> Option<Target> {
        // An import that leads back to itself names nothing.
        if depth > 12 {
            return None;
        }
        let module = &self.modules[at];
        if let Some(child) = module.children.get(name) {
            return Some(Target::Module(*child));
        }
        if module.defined.contains(name) {
            return Some(Target::Item(at));
        }
        for import in &module.imports {
            if import.name.as_deref() == Some(name)
                && let Some(found) = self.resolve(at, &import.path, depth + 1)
            {
                return Some(found);
            }
        }
        for import in module.imports.iter().filter(|import| import.name.is_none()) {
            if let Some(Target::Module(all)) = self.resolve(at, &import.path, depth + 1)
                && let Some(found) = self.member(all, name, depth + 1)
            {
                return Some(found);
            }
        }
        None
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(parent) = self.modules[at].parent {
            at = parent;
        }
        at
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn is_word(token: Option<&TokenTree>, words: &[&str]) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if words.iter().any(|word| ident == word))
}

fn find_punct(tokens: &[TokenTree], from: usize, wanted: char) -> usize {
    let found = (from..tokens.len()).find(|i| is_punct(tokens.get(*i), wanted));
    found.unwrap_or(tokens.len())
}

/// Where the angle brackets that open at `i` are closed. The `>` of an arrow closes nothing.
fn end_of_generics(tokens: &[TokenTree], mut i: usize) -> usize {
    let mut open = 0;
    while let Some(token) = tokens.get(i) {
        if let TokenTree::Punct(punct) = token {
            match punct.as_char() {
                '<' => open += 1,
                '>' if i == 0 || !is_punct(tokens.get(i - 1), '-') => open -= 1,
                _ => {}
            }
        }
        i += 1;
        if open == 0 {
            break;
        }
    }
    i
}

fn read_attribute(tokens: TokenStream, attributes: &mut Attributes) {
    let text = tokens.to_string().replace(' ', "");
    if text == "cfg(test)" || text.starts_with("cfg(all(test") {
        attributes.test_only = true;
    }
    if let Some(path) = text.strip_prefix("path=\"") {
        attributes.path = Some(path.trim_end_matches('"').to_owned());
    }
}

/// Where the item that begins at `i` ends.
fn end_of_item(tokens: &[TokenTree], i: usize) -> usize {
    let mut first = i;
    while is_word(tokens.get(first), &["pub"])
        || matches!(tokens.get(first), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
    {
        first += 1;
    }
    if is_word(
        tokens.get(first),
        &["use", "const", "static", "type", "let"],
    ) && !is_word(tokens.get(first + 1), &["fn"])
    {
        return find_punct(tokens, first, ';') + 1;
    }
    let end = (first..tokens.len()).find(|at| match &tokens[*at] {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ';' | ','),
        _ => false,
    });
    end.map_or(tokens.len(), |end| end + 1)
}

/// Reads `a::b::c` at `i`; returns its words and where it ends.
fn read_path(tokens: &[TokenTree], mut i: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    while let Some(TokenTree::Ident(word)) = tokens.get(i) {
        path.push(word.to_string());
        i += 1;
        if is_punct(tokens.get(i), ':') && is_punct(tokens.get(i + 1), ':') {
            i += 2;
        } else {
            break;
        }
    }
    (path, i)
}

/// Reads the tree of a `use` declaration.
fn read_use(tokens: &[TokenTree], before: &[String], imports: &mut Vec<Import>) {
    for branch in tokens.split(|token| is_punct(Some(token), ',')) {
        // Behind a trailing comma.
        if branch.is_empty() {
            continue;
        }
        let (words, end) = read_path(branch, 0);
        let mut path = [before, &words].concat();
        match branch.get(end) {
            Some(TokenTree::Group(group)) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                read_use(&inner, &path, imports);
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == '*' => {
                imports.push(Import { path, name: None });
            }
            // `as name`, where `as` is no part of the path.
            Some(TokenTree::Ident(_)) | None => {
                if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                    path.pop();
                }
                let name = match branch.get(end + 1) {
                    Some(TokenTree::Ident(name)) => Some(name.to_string()),
                    _ => path.last().cloned(),
                };
                if !path.is_empty() {
                    imports.push(Import { path, name });
                }
            }
            Some(_) => {}
        }
    }
}
