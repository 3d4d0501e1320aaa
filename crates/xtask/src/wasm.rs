//! Reads and removes sections of a WebAssembly module.
//!
//! The cargo profile must not set `strip`: that removes the list of target features, which
//! wasm-bindgen needs. After wasm-bindgen no custom section has a reader in the browser.

use std::ops::Range;
use wasmparser::{Parser, Payload};

/// Length of the magic number and the version.
const HEADER: usize = 8;
/// Id of a custom section.
const CUSTOM: u8 = 0;

/// Returns the module without its custom sections (names, producers, target features).
///
/// Bytes that are not a WebAssembly module are returned unchanged: the browser reports them.
pub(crate) fn without_custom_sections(module: &[u8]) -> Vec<u8> {
    let Some(sections) = sections(module) else {
        return module.to_vec();
    };
    let mut kept = module[..HEADER].to_vec();
    for section in sections.iter().filter(|section| section.id != CUSTOM) {
        kept.extend_from_slice(&module[section.whole.clone()]);
    }
    kept
}

/// Checks whether the module has a custom section of this name.
pub(crate) fn has_custom_section(module: &[u8], name: &str) -> bool {
    sections(module).is_some_and(|sections| {
        let mut names = sections
            .iter()
            .filter_map(|section| section.name.as_deref());
        names.any(|found| found == name)
    })
}

/// Returns the bytes of all data segments, joined; nothing for bytes that are not a module.
pub(crate) fn data(module: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Ok(payload) = payload else { break };
        if let Payload::DataSection(segments) = payload {
            for segment in segments.into_iter().flatten() {
                data.extend(segment.data);
            }
        }
    }
    data
}

/// Returns the sizes of the code section, of the data section and of everything else.
pub(crate) fn parts(module: &[u8]) -> Option<[usize; 3]> {
    let mut parts = [0, 0, HEADER];
    for section in sections(module)? {
        // Ids of W3C WebAssembly §5.5.2: 10 is code, 11 is data.
        let part = match section.id {
            10 => 0,
            11 => 1,
            _ => 2,
        };
        parts[part] += section.whole.len();
    }
    Some(parts)
}

struct Section {
    id: u8,
    /// Its bytes in the module, with id and length.
    whole: Range<usize>,
    /// The name of a custom section.
    name: Option<String>,
}

/// Returns the sections, or `None` for bytes that are not a WebAssembly module.
fn sections(module: &[u8]) -> Option<Vec<Section>> {
    let mut sections = Vec::new();
    let mut start = HEADER;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.ok()?;
        let name = match &payload {
            Payload::CustomSection(custom) => Some(custom.name().to_owned()),
            _ => None,
        };
        if let Some((id, body)) = payload.as_section() {
            let end = usize::try_from(body.end).ok()?;
            let whole = start..end;
            module.get(whole.clone())?;
            start = end;
            sections.push(Section { id, whole, name });
        }
    }
    Some(sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn ok_custom_sections_are_removed_and_others_kept() {
        let module = [HEADER, &[0, 2, 1, b'n'], &[1, 1, 0], &[0, 1, 0]].concat();
        assert_eq!(
            without_custom_sections(&module),
            [HEADER, &[1, 1, 0]].concat()
        );
    }

    #[test]
    fn ok_a_custom_section_is_found_by_its_name() {
        let module = [HEADER, &[1, 1, 0], &[0, 4, 2, b'n', b'o', 7]].concat();
        assert!(has_custom_section(&module, "no"));
        for other in ["n", "nob", "on", ""] {
            assert!(!has_custom_section(&module, other), "{other}");
        }
        assert!(!has_custom_section(b"<html>", "no"));
    }

    #[test]
    fn ok_the_code_section_is_counted_whole() {
        // One function without parameters and with an empty body.
        let code = [10, 4, 1, 2, 0, 0x0b];
        let module = [HEADER, &[1, 4, 1, 0x60, 0, 0], &[3, 2, 1, 0], &code].concat();
        assert_eq!(parts(&module), Some([6, 0, 18]));
        assert_eq!(without_custom_sections(&module), module);
    }

    #[test]
    fn ok_malformed_bytes_are_returned_unchanged() {
        let truncated = [HEADER, &[1, 200, 1]].concat();
        for bytes in [&b""[..], b"<html>", HEADER, &truncated] {
            assert_eq!(without_custom_sections(bytes), bytes);
        }
    }
}
