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

/// The content of the custom section of this name.
pub(crate) fn custom_section<'a>(module: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (_, sections) = sections(module)?;
    sections.iter().find_map(|section| section.named(name))
}

/// The module without the custom section of this name.
pub(crate) fn without_custom_section(module: &[u8], name: &str) -> Vec<u8> {
    let Some((header, sections)) = sections(module) else {
        return module.to_vec();
    };
    let mut kept = header.to_vec();
    for section in sections
        .iter()
        .filter(|section| section.named(name).is_none())
    {
        kept.extend_from_slice(section.whole);
    }
    kept
}

/// The module with one more custom section at its end.
pub(crate) fn with_custom_section(mut module: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = leb128_of(name.len());
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(content);
    module.push(0);
    module.extend(leb128_of(body.len()));
    module.extend(body);
    module
}

struct Section<'a> {
    id: u8,
    whole: &'a [u8],
    body: &'a [u8],
}

impl<'a> Section<'a> {
    fn named(&self, name: &str) -> Option<&'a [u8]> {
        if self.id != 0 {
            return None;
        }
        let (size, width) = leb128(self.body)?;
        let (found, content) = self.body.get(width..)?.split_at_checked(size)?;
        (found == name.as_bytes()).then_some(content)
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

fn leb128_of(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
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
    fn ok_a_custom_section_is_found_again_and_goes_alone() {
        let module = [HEADER, &[0, 2, 1, b'n'], &[1, 1, 0]].concat();
        let content = vec![7; 300];
        let laden = with_custom_section(module.clone(), "later", &content);
        assert_eq!(custom_section(&laden, "later"), Some(content.as_slice()));
        assert_eq!(custom_section(&laden, "late"), None);
        assert_eq!(without_custom_section(&laden, "later"), module);
    }

    #[test]
    fn ok_odd_bytes_come_back_unchanged() {
        let truncated = [HEADER, &[1, 200, 1]].concat();
        for bytes in [&b""[..], b"<html>", HEADER, &truncated] {
            assert_eq!(without_custom_sections(bytes), bytes);
        }
    }
}
