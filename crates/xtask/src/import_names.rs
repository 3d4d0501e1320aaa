//! Shortens the names under which a module imports the functions of its glue.
//!
//! wasm-bindgen ends each name in sixteen digits of a hash. Digits of a hash do not compress, and
//! they are in the first load twice: in the module and in the glue.

use crate::{command::Outcome, split};
use std::{collections::BTreeMap, ops::Range};
use wasmparser::{Parser, Payload, TypeRef};

/// Renames the imported functions in the module and in the glue: `f0`, `f1` and so on, in the
/// order of the module.
///
/// # Errors
/// When the module cannot be read, or the glue does not define each function exactly once.
pub(crate) fn shorten(module: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let malformed = || "the module has no readable imports".to_owned();
    let section = import_section(module).ok_or_else(malformed)?;
    let short: Vec<String> = (0..section.names.len())
        .map(|index| format!("f{index}"))
        .collect();

    let mut body = Vec::new();
    let mut copied = section.body.start;
    for (name, short) in section.names.iter().zip(&short) {
        body.extend(&module[copied..name.start - leb128(name.len()).len()]);
        body.extend(leb128(short.len()));
        body.extend(short.bytes());
        copied = name.end;
    }
    body.extend(&module[copied..section.body.end]);
    let renamed = [
        &module[..section.start],
        &[IMPORT],
        &leb128(body.len()),
        &body,
        &module[section.body.end..],
    ]
    .concat();

    let names = section.names.iter().map(|name| &module[name.clone()]);
    let names: BTreeMap<&[u8], &String> = names.zip(&short).collect();
    Ok((renamed, rename_keys(glue, names)?))
}

/// Id of the import section.
const IMPORT: u8 = 2;

struct ImportSection {
    /// Where its id is.
    start: usize,
    body: Range<usize>,
    /// Where the names of the functions of the glue are.
    names: Vec<Range<usize>>,
}

/// Returns the import section, or `None` if there is none or it cannot be read.
fn import_section(module: &[u8]) -> Option<ImportSection> {
    // The sections follow the magic number and the version.
    let mut start = 8;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.ok()?;
        let Some((_, range)) = payload.as_section() else {
            continue;
        };
        let body = usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?;
        let Payload::ImportSection(imports) = payload else {
            start = body.end;
            continue;
        };
        let mut names = Vec::new();
        for import in imports.into_imports() {
            let import = import.ok()?;
            if matches!(import.ty, TypeRef::Func(_)) && import.module != split::SCRIPT {
                let at = import.name.as_ptr().addr() - module.as_ptr().addr();
                names.push(at..at + import.name.len());
            }
        }
        return Some(ImportSection { start, body, names });
    }
    None
}

/// Renames the keys of the object that the glue passes to the module: one per line.
fn rename_keys(glue: &str, mut names: BTreeMap<&[u8], &String>) -> Outcome<String> {
    let mut renamed = String::with_capacity(glue.len());
    for line in glue.lines() {
        let key = line
            .split_once(':')
            .and_then(|(key, value)| Some((names.remove(key.trim_start().as_bytes())?, value)));
        match key {
            Some((short, value)) => renamed.extend([short.as_str(), ":", value]),
            None => renamed.push_str(line),
        }
        renamed.push('\n');
    }
    match names.keys().next() {
        Some(name) => Err(format!(
            "the glue does not define {}",
            String::from_utf8_lossy(name)
        )),
        None => Ok(renamed),
    }
}

/// Encodes an unsigned number in LEB128 (W3C WebAssembly §5.2.2).
fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let [low, ..] = (number & 0x7f).to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    /// A module that imports functions and a memory: module, name, kind.
    fn importing(imports: &[(&str, &str, &[u8])]) -> Vec<u8> {
        let mut body = leb128(imports.len());
        for (from, name, kind) in imports {
            for text in [from, name] {
                body.extend(leb128(text.len()));
                body.extend(text.bytes());
            }
            body.extend(*kind);
        }
        [
            &b"\0asm\x01\0\0\0"[..],
            // One type: a function without parameters and results.
            &[1, 4, 1, 0x60, 0, 0],
            &[IMPORT],
            &leb128(body.len()),
            &body,
            // One function, so that something follows.
            &[3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b],
        ]
        .concat()
    }

    const FUNCTION: &[u8] = &[0, 0];
    const MEMORY: &[u8] = &[2, 0, 1];

    #[test]
    fn ok_functions_of_the_glue_get_short_names_on_both_sides() {
        // Long enough for a length of two bytes.
        let long = format!("__wbg_{}", "x".repeat(130));
        let module = importing(&[
            ("./a_bg.js", &long, FUNCTION),
            ("./a_bg.js", "memory", MEMORY),
            (split::SCRIPT, "__wasm_split_load", FUNCTION),
            ("./a_bg.js", "__wbg_b_0123", FUNCTION),
        ]);
        let glue = format!(
            "const imports = {{\n  {long}: function() {{ a: 1 }},\n  __wbg_b_0123: b,\n}};\n"
        );
        let (module, glue) = shorten(&module, &glue).unwrap();
        let expected = importing(&[
            ("./a_bg.js", "f0", FUNCTION),
            ("./a_bg.js", "memory", MEMORY),
            (split::SCRIPT, "__wasm_split_load", FUNCTION),
            ("./a_bg.js", "f1", FUNCTION),
        ]);
        assert_eq!(module, expected);
        assert_eq!(
            glue,
            "const imports = {\nf0: function() { a: 1 },\nf1: b,\n};\n"
        );
    }

    #[test]
    fn err_a_function_that_the_glue_lacks() {
        let module = importing(&[("./a_bg.js", "__wbg_a", FUNCTION)]);
        assert!(shorten(&module, "const imports = {};\n").is_err());
    }

    #[test]
    fn err_no_module() {
        assert!(shorten(b"<html>", "").is_err());
    }
}
