//! Whether a PDF can be opened by whoever receives it.
//!
//! A PDF travels as it is. All that is asked is where its end points to: the last
//! `startxref` names a table with its `trailer`, or a stream whose dictionary stands for the
//! trailer. Encryption is announced there and nowhere else.
//!
//! Source: ISO 32000-2, sections 7.5.5 to 7.5.8 and 7.6; read 2026-11-21.

use crate::Code;
use crate::bytes::{find, find_last};

/// Says whether this PDF can be taken as it is.
///
/// # Errors
/// [`Code::PdfBroken`] when it has no end, [`Code::PdfLocked`] when it is encrypted.
pub fn pdf(bytes: &[u8]) -> Result<(), Code> {
    let mark = b"startxref";
    let end = find_last(bytes, mark).ok_or(Code::PdfBroken)?;
    let locked = trailer(bytes, end + mark.len())
        .and_then(names_encryption)
        // Readers mend a file whose end points nowhere, and so does a word anywhere in it.
        .unwrap_or_else(|| plain_word(bytes));
    if locked { Err(Code::PdfLocked) } else { Ok(()) }
}

/// The bytes from the trailer's dictionary on.
fn trailer(bytes: &[u8], behind_mark: usize) -> Option<&[u8]> {
    // A file may begin with bytes of a mailer; places are counted from the header.
    let begin = find(bytes, 0, b"%PDF-")?;
    let digits: usize = bytes
        .get(behind_mark..)?
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take_while(|byte| byte.is_ascii_digit())
        .try_fold(0usize, |sum, digit| {
            sum.checked_mul(10)?.checked_add(usize::from(digit - b'0'))
        })?;
    let section = bytes.get(begin.checked_add(digits)?..)?;
    let start = section
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())?;
    let section = section.get(start..)?;
    if section.starts_with(b"xref") {
        let word = b"trailer";
        section.get(find(section, 0, word)? + word.len()..)
    } else {
        // `12 0 obj << … >>`
        let word = b"obj";
        let at = find(section.get(..64).unwrap_or(section), 0, word)?;
        section.get(at + word.len()..)
    }
}

/// Whether the dictionary at the beginning has the key `/Encrypt`; nothing if it cannot be read.
fn names_encryption(bytes: &[u8]) -> Option<bool> {
    let mut at = 0;
    let mut depth = 0usize;
    let mut found = false;
    loop {
        match (*bytes.get(at)?, bytes.get(at + 1)) {
            (b'<', Some(b'<')) => {
                depth += 1;
                at += 2;
            }
            (b'>', Some(b'>')) => {
                depth = depth.checked_sub(1)?;
                at += 2;
                if depth == 0 {
                    return Some(found);
                }
            }
            (b'(', _) => at = behind_text(bytes, at)?,
            (b'%', _) => {
                at = at
                    + bytes
                        .get(at..)?
                        .iter()
                        .position(|b| matches!(b, b'\n' | b'\r'))?
            }
            (b'/', _) => {
                let (name, next) = name(bytes, at + 1);
                found |= depth == 1 && name == b"Encrypt";
                at = next;
            }
            (other, _) if depth == 0 && !other.is_ascii_whitespace() => return None,
            _ => at += 1,
        }
    }
}

/// A name, whose letters may be written as `#45`, and where it ends.
fn name(bytes: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let mut name = Vec::new();
    while let Some(byte) = bytes.get(at).filter(|byte| is_regular(**byte)) {
        let digit = |at: usize| {
            let digit = bytes.get(at).and_then(|b| char::from(*b).to_digit(16))?;
            u8::try_from(digit).ok()
        };
        match (*byte, digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                name.push(high << 4 | low);
                at += 3;
            }
            (byte, _, _) => {
                name.push(byte);
                at += 1;
            }
        }
    }
    (name, at)
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

/// Where the text in brackets that begins at `at` ends; brackets in it pair up or are escaped.
fn behind_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

fn plain_word(bytes: &[u8]) -> bool {
    let word = b"/Encrypt";
    let mut from = 0;
    while let Some(at) = find(bytes, from, word) {
        from = at + word.len();
        if bytes.get(from).is_none_or(|byte| !is_regular(*byte)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_table(trailer: &str) -> Vec<u8> {
        let body = "%PDF-1.4\n1 0 obj\n<</Title (/Encrypt here)>>\nendobj\n";
        format!(
            "{body}xref\n0 1\n0000000000 65535 f \ntrailer\n{trailer}\nstartxref\n{}\n%%EOF\n",
            body.len()
        )
        .into_bytes()
    }

    fn with_stream(dictionary: &str) -> Vec<u8> {
        let body = "%PDF-1.7\n";
        format!(
            "{body}7 0 obj\n{dictionary}\nstream\n(\u{1}/Encrypt\nendstream\nendobj\nstartxref\n{}\n%%EOF",
            body.len()
        )
        .into_bytes()
    }

    #[test]
    fn ok_open() {
        for file in [
            with_table("<</Size 1/Root 1 0 R>>"),
            with_table("<< /Root 1 0 R /Info << /Encrypt 3 0 R >> >>"),
            with_table("<</ID [<00><01>] /Title (a \\( /Encrypt ) >>"),
            with_table("<</EncryptMetadata true>>"),
            with_stream("<</Type/XRef/Size 8/W[1 2 1]>>"),
        ] {
            assert_eq!(pdf(&file), Ok(()), "{}", String::from_utf8_lossy(&file));
        }
    }

    #[test]
    fn err_locked() {
        for file in [
            with_table("<</Size 1/Encrypt 5 0 R/Root 1 0 R>>"),
            with_table("<</#45ncrypt 5 0 R>>"),
            with_table("<< % (\n/Encrypt<</Filter/Standard>> >>"),
            with_stream("<</Type/XRef/Encrypt 9 0 R/W[1 2 1]>>"),
            b"%PDF-1.4\ntrailer <</Encrypt 5 0 R>>\nstartxref\n99999\n%%EOF".to_vec(),
        ] {
            assert_eq!(
                pdf(&file),
                Err(Code::PdfLocked),
                "{}",
                String::from_utf8_lossy(&file)
            );
        }
    }

    #[test]
    fn ok_bytes_of_a_mailer_before_it() {
        let mut file = b"\r\n\r\n".to_vec();
        file.extend(with_table("<</Size 1>>"));
        assert_eq!(pdf(&file), Ok(()));
    }

    #[test]
    fn err_cut() {
        assert_eq!(pdf(b"%PDF-1.4\n1 0 obj"), Err(Code::PdfBroken));
        assert_eq!(pdf(b""), Err(Code::PdfBroken));
    }
}
