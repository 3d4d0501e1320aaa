//! Joins the style sheet to one minified text, which the pages contain inline.
//!
//! Minifying removes comments and white space only, so the rules in a browser's inspector are
//! those of `style/`. Shorter numbers and colours made the compressed page no smaller.

use crate::command::{Outcome, root};
use hoso_site::{files::read, precompress::brotli};

/// Joins the files that `style/main.css` imports and `src/fallback.css`.
///
/// # Errors
/// When a file is missing, or `style/main.css` holds anything but imports.
pub(crate) fn compile() -> Outcome<String> {
    let mut css = String::new();
    for import in imports(&read(&root().join("style/main.css"))?)? {
        css.push_str(&read(&root().join("style").join(import))?);
    }
    css.push_str(&read(&root().join("src/fallback.css"))?);
    Ok(minify(&css))
}

/// Prints the size of the style sheet.
///
/// # Errors
/// As [`compile`].
pub(crate) fn run() -> Outcome {
    let css = compile()?;
    println!(
        "style {} bytes, {} brotli",
        css.len(),
        brotli(css.as_bytes()).len()
    );
    Ok(())
}

/// Returns the imported files in their order.
fn imports(manifest: &str) -> Outcome<Vec<String>> {
    minify(manifest)
        .split_terminator(';')
        .map(|line| {
            line.strip_prefix("@import \"")
                .and_then(|rest| rest.strip_suffix('"'))
                .map(str::to_owned)
                .ok_or_else(|| format!("style/main.css: expected @import \"file\", found {line}"))
        })
        .collect()
}

/// Removes comments and the white space that has no meaning. Strings are left as they are.
pub(crate) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    // White space before the next character, if it turns out to have a meaning.
    let mut space = false;
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() {
            space = true;
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            space = true;
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        if space && has_meaning(out.chars().last(), c) {
            out.push(' ');
        }
        space = false;
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        let length = if c == '"' || c == '\'' {
            string_length(rest, c)
        } else {
            c.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        out.push_str(token);
        rest = after;
    }
    out
}

/// Checks whether white space between two characters separates anything.
///
/// Before a colon it does: `.a :not(.b)` selects descendants.
fn has_meaning(before: Option<char>, after: char) -> bool {
    let Some(before) = before else { return false };
    !"{};,:".contains(before) && !"{};,".contains(after)
}

/// Returns the length of the string literal that the text begins with.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            c if c == quote && !escaped => return at + c.len_utf8(),
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn ok_what_has_no_meaning_is_removed() {
        for (css, minified) in [
            ("a {\n  color: red;\n}\n", "a{color:red}"),
            (
                "/* why */ a,\nb > c { margin: 0 1px; }",
                "a,b > c{margin:0 1px}",
            ),
            (".a :not(.b) { }", ".a :not(.b){}"),
            (
                "a{width:calc(1px + 2 * var(--b))}",
                "a{width:calc(1px + 2 * var(--b))}",
            ),
            ("@media screen and (x: y) {\n}", "@media screen and (x:y){}"),
            ("a/**/b {}", "a b{}"),
        ] {
            assert_eq!(minify(css), minified);
        }
    }

    #[test]
    fn ok_strings_are_left_as_they_are() {
        let css = "a{b:url(\"x, y /* z */ \\\" ; }\")}";
        assert_eq!(minify(css), css);
        assert_eq!(minify("a{content:'"), "a{content:'");
    }

    #[test]
    fn ok_every_file_of_the_style_folder_is_imported_once() {
        let folder = root().join("style");
        let mut imported = imports(&read(&folder.join("main.css")).unwrap()).unwrap();
        imported.push("main.css".to_owned());
        imported.sort();
        let mut files: Vec<String> = hoso_site::files::files(&folder)
            .unwrap()
            .iter()
            .map(|path| path.strip_prefix(&folder).unwrap())
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .collect();
        files.sort();
        assert_eq!(imported, files);
    }

    #[test]
    fn err_a_manifest_with_a_rule() {
        assert!(imports("@import \"a.css\";a{}").is_err());
    }
}
