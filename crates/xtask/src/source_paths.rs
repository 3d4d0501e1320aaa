//! Removes the paths of source files from a linked module.
//!
//! Rust keeps the path of every line that can panic. The app's panic hook does not read it, it
//! enlarges the first load, and it shows where toolchain and registry are on the machine that
//! built.

use std::ops::Range;
use wasmparser::{DefinedDataSymbol, KnownCustom, Linking, Parser, Payload, SymbolInfo};

/// Overwrites the paths with zeros. Addresses and lengths stay the same; zeros compress to nothing.
///
/// Each path is a data symbol, so the symbol table that the linker keeps for the splitting tool
/// gives the exact place. Bytes that are not a linked module are returned unchanged.
pub(crate) fn without_source_paths(mut module: Vec<u8>) -> Vec<u8> {
    for path in source_paths(&module).unwrap_or_default() {
        if let Some(bytes) = module.get_mut(path) {
            bytes.fill(0);
        }
    }
    module
}

/// Returns the ranges of the module that hold a path, or `None` if it cannot be read.
fn source_paths(module: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut segments = Vec::new();
    let mut symbols = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.ok()? {
            Payload::DataSection(section) => {
                for segment in section {
                    let segment = segment.ok()?;
                    let end = usize::try_from(segment.range.end).ok()?;
                    segments.push(end - segment.data.len()..end);
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Linking(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Linking::SymbolTable(table) = subsection.ok()? {
                            symbols.extend(table.into_iter().filter_map(Result::ok));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let ranges = symbols.iter().filter_map(|symbol| match symbol {
        SymbolInfo::Data {
            symbol: Some(data), ..
        } => range_of(data, &segments),
        _ => None,
    });
    Some(
        ranges
            .filter(|range| module.get(range.clone()).is_some_and(is_source_path))
            .collect(),
    )
}

fn range_of(data: &DefinedDataSymbol, segments: &[Range<usize>]) -> Option<Range<usize>> {
    let segment = segments.get(usize::try_from(data.index).ok()?)?;
    let start = segment.start + usize::try_from(data.offset).ok()?;
    let end = start + usize::try_from(data.size).ok()?;
    (end <= segment.end).then_some(start..end)
}

/// Recognises what the compiler writes for `file!()` in a panic: a path that ends in `.rs` and a
/// zero.
fn is_source_path(bytes: &[u8]) -> bool {
    let is_in_path = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    bytes
        .strip_suffix(b".rs\0")
        .is_some_and(|path| path.iter().all(is_in_path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one data segment and a symbol for each of these texts.
    fn linked(texts: &[&str]) -> Vec<u8> {
        let section = |id: u8, body: &[u8]| {
            let length = u8::try_from(body.len()).unwrap_or(u8::MAX);
            assert!(length < 128);
            [&[id, length], body].concat()
        };
        let mut data = Vec::new();
        // Kind 1 is data; no flags; the name "s"; segment 0; offset and size.
        let mut symbols = vec![u8::try_from(texts.len()).unwrap_or(0)];
        for text in texts {
            let [offset, size] = [data.len(), text.len()].map(|n| u8::try_from(n).unwrap_or(0));
            symbols.extend([1, 0, 1, b's', 0, offset, size]);
            data.extend(text.bytes());
        }
        let size = u8::try_from(data.len()).unwrap_or(0);
        let linking = [&b"\x07linking\x02"[..], &section(8, &symbols)].concat();
        [
            &b"\0asm\x01\0\0\0"[..],
            &section(5, &[1, 0, 1]),
            // One active segment at the address 0.
            &section(11, &[&[1, 0, 0x41, 0, 0x0b, size], &data[..]].concat()),
            &section(0, &linking),
        ]
        .concat()
    }

    #[test]
    fn ok_paths_are_overwritten_and_other_data_kept() {
        let before = linked(&[
            "label",
            "/home/a/x.rs\0",
            "src/y.rs\0",
            "z.rs",
            "Tiếng.rs\0",
        ]);
        let after = linked(&[
            "label",
            &"\0".repeat(13),
            &"\0".repeat(9),
            "z.rs",
            "Tiếng.rs\0",
        ]);
        assert_eq!(without_source_paths(before), after);
    }

    #[test]
    fn ok_malformed_bytes_are_returned_unchanged() {
        for bytes in [&b""[..], b"<html>/a/x.rs\0"] {
            assert_eq!(without_source_paths(bytes.to_vec()), bytes);
        }
    }
}
