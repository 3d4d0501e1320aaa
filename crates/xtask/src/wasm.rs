//! Takes out of the module what only a debugger reads.
//!
//! The profile must not say `strip`: that would drop the list of features that wasm-bindgen
//! needs. After wasm-bindgen has run, the custom sections are so much weight.

/// The module without its custom sections (names, producers, features).
///
/// Bytes that are no WebAssembly module come back as they are: the browser refuses them with
/// a better message than we could give here.
pub(crate) fn without_custom_sections(module: &[u8]) -> Vec<u8> {
    lean(module).unwrap_or_else(|| module.to_vec())
}

fn lean(module: &[u8]) -> Option<Vec<u8>> {
    let (header, sections) = sections(module)?;
    let mut kept = header.to_vec();
    for section in sections.iter().filter(|section| section.id != 0) {
        kept.extend_from_slice(section.whole);
    }
    Some(kept)
}

/// Whether the module has a custom section of this name.
pub(crate) fn has_custom_section(module: &[u8], name: &str) -> bool {
    sections(module)
        .is_some_and(|(_, sections)| sections.iter().any(|section| section.is_named(name)))
}

struct Section<'a> {
    id: u8,
    whole: &'a [u8],
    body: &'a [u8],
}

impl Section<'_> {
    fn is_named(&self, name: &str) -> bool {
        let found = leb128(self.body)
            .and_then(|(size, width)| self.body.get(width..)?.split_at_checked(size));
        self.id == 0 && found.is_some_and(|(found, _)| found == name.as_bytes())
    }
}

fn sections(module: &[u8]) -> Option<(&[u8], Vec<Section<'_>>)> {
    let (header, mut rest) = module.split_at_checked(8)?;
    if !header.starts_with(b"\0asm") {
        return None;
    }
    let mut found = Vec::new();
    while let Some((&id, after)) = rest.split_first() {
        let (size, width) = leb128(after)?;
        let whole = rest.get(..1 + width + size)?;
        let body = whole.get(1 + width..)?;
        found.push(Section { id, whole, body });
        rest = rest.get(whole.len()..)?;
    }
    Some((header, found))
}

/// An unsigned LEB128 number of at most 32 bits, and how many bytes it took.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0usize;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f).checked_shl(7 * u32::try_from(place).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((value, place + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn ok_custom_sections_go_and_others_stay() {
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
    fn ok_odd_bytes_come_back_unchanged() {
        let truncated = [HEADER, &[1, 200, 1]].concat();
        for bytes in [&b""[..], b"<html>", HEADER, &truncated] {
            assert_eq!(without_custom_sections(bytes), bytes);
        }
    }
}
