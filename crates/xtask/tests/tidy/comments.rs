//! The texts in which people cite: comments of Rust, comments and sources of TOML, the prose of
//! Markdown, the rows of tables.

/// A comment, a source or a document.
pub(crate) struct Passage {
    /// The line on which it begins, counted from 1.
    pub(crate) line: usize,
    pub(crate) text: String,
    /// Names a source and nothing else, so it must cite.
    pub(crate) is_source: bool,
}

impl Passage {
    fn comment(line: usize, text: String) -> Self {
        Self {
            line,
            text,
            is_source: false,
        }
    }
}

/// Joins line comments that follow each other, so that a citation may be wrapped.
#[derive(Default)]
struct Comments {
    found: Vec<Passage>,
    /// The line of the last comment that has its line for itself.
    last: usize,
}

impl Comments {
    /// Adds a line comment; `alone` has no code before it.
    fn push_line(&mut self, line: usize, text: &str, alone: bool) {
        let text = text.trim_start_matches(['/', '!', '#']).trim();
        match self.found.last_mut() {
            Some(passage) if alone && self.last + 1 == line => {
                passage.text.push('\n');
                passage.text.push_str(text);
            }
            _ => self.found.push(Passage::comment(line, text.to_owned())),
        }
        self.last = if alone { line } else { 0 };
    }
}

/// Returns the comments of a Rust file. Strings and characters may hold `//` and `"`.
pub(crate) fn of_rust(text: &str) -> Vec<Passage> {
    let mut comments = Comments::default();
    let (mut rest, mut line) = (text, 1);
    let mut in_word = false;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let before = text[..text.len() - rest.len()].rsplit('\n').next();
            let alone = before.is_some_and(|before| before.trim().is_empty());
            comments.push_line(line, &rest[..length], alone);
            length
        } else if rest.starts_with("/*") {
            let length = end_of_block(rest);
            let text = rest[..length].to_owned();
            comments.found.push(Passage::comment(line, text));
            length
        } else if let Some(length) = (!in_word).then(|| end_of_raw_string(rest)).flatten() {
            length
        } else if next == '"' {
            end_of_string(rest)
        } else if next == '\'' {
            end_of_character(rest)
        } else {
            next.len_utf8()
        };
        in_word = next.is_alphanumeric() || next == '_';
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    comments.found
}

/// The length of a block comment; blocks may be nested.
fn end_of_block(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            (at, depth) = (at + 2, depth + 1);
        } else if rest.starts_with(b"*/") {
            (at, depth) = (at + 2, depth - 1);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of `r"…"`, `r#"…"#` or `br"…"`, if one begins here.
fn end_of_raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let inside = after.trim_start_matches('#');
    let hashes = after.len() - inside.len();
    let inside = inside.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(text.len() - inside.len() + length)
}

/// The length of a string that begins with its quotation mark.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character such as `'"'`; of a lifetime only the mark.
fn end_of_character(text: &str) -> usize {
    let inside = &text[1..];
    if let Some(escape) = inside.strip_prefix('\\') {
        let first = escape.chars().next().map_or(0, char::len_utf8);
        let rest = &escape[first..];
        return 2 + first + rest.find('\'').map_or(0, |at| at + 1);
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if inside[first..].starts_with('\'') {
        first + 2
    } else {
        1
    }
}

/// Returns the comments of a TOML file and the values of its keys `source`.
pub(crate) fn of_toml(text: &str) -> Vec<Passage> {
    let mut comments = Comments::default();
    for (at, whole) in text.lines().enumerate() {
        let (line, trimmed) = (at + 1, whole.trim());
        if trimmed.starts_with('#') {
            comments.push_line(line, trimmed, true);
        } else if let Some(value) = trimmed.strip_prefix("source = \"") {
            comments.found.push(Passage {
                line,
                text: value[..end_of_string(&format!("\"{value}")) - 2].to_owned(),
                is_source: true,
            });
        }
    }
    comments.found
}

/// Returns the prose of a Markdown document with its lines where they were: without fenced
/// blocks, which hold code and output, and with the text of links only.
pub(crate) fn of_markdown(text: &str) -> Vec<Passage> {
    let mut fenced = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            prose.push_str(line);
        }
        prose.push('\n');
    }
    vec![Passage::comment(1, prose)]
}

/// Returns the header and the rows of a table whose rows name documents.
pub(crate) fn of_csv(text: &str) -> Vec<Passage> {
    let header = text.lines().next().unwrap_or_default();
    if header.split(',').any(|column| column == "document") {
        vec![Passage::comment(1, text.to_owned())]
    } else {
        vec![Passage::comment(1, header.to_owned())]
    }
}

#[test]
fn ok_comments_of_rust_are_found() {
    let text = concat!(
        "//! One\n//! two.\nconst A: &str = \"// not\"; // three\n",
        "const Q: char = '\"'; const R: &str = r#\"// \" not\"#; /* four /* five */ */\n",
        "fn f<'a>(a: &'a str) -> char { '\\'' } // six\n",
    );
    let found: Vec<_> = of_rust(text)
        .into_iter()
        .map(|passage| (passage.line, passage.text))
        .collect();
    let expected = [
        (1, "One\ntwo."),
        (3, "three"),
        (4, "/* four /* five */ */"),
        (5, "six"),
    ];
    assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
}

#[test]
fn ok_comments_and_sources_of_toml_are_found() {
    let text = "# One\n# two.\ncode = \"# not\"\nsource = \"letter 1 \\\"§3\\\"\"\n# three\n";
    let found: Vec<_> = of_toml(text)
        .into_iter()
        .map(|passage| (passage.line, passage.text, passage.is_source))
        .collect();
    let expected = [
        (1, "One\ntwo.", false),
        (4, "letter 1 \\\"§3\\\"", true),
        (5, "three", false),
    ];
    assert_eq!(
        found,
        expected.map(|(line, text, source)| (line, text.to_owned(), source))
    );
}

#[test]
fn ok_prose_of_markdown_keeps_its_lines() {
    let found = of_markdown("One\n```sh\ntwo\n```\nthree\n");
    assert_eq!(found[0].text, "One\n\n\n\nthree\n");
}
