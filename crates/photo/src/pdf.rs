//! Checks that the receiver can open a PDF.
//!
//! A PDF is sent unchanged. Only what its end points to is read: the last
//! `startxref` names a table with its `trailer`, or a stream whose dictionary replaces the trailer.
//! Encryption is announced there and nowhere else. An encrypted file that the empty password opens
//! is accepted: it only restricts printing or changing, and every reader shows it.
//!
//! A file for the web ("linearized") has its first table near its beginning, and behind it
//! `startxref 0`, which is no end. If that is the last one there is, the rest is missing.
//!
//! Source: ISO 32000-2 §7.5.5–§7.5.8, §7.6, annex F; read 2026-11-21.

use crate::RejectReason;
use crate::bytes::{find, find_last};
use crate::pdf_encryption::opens_without_password;
use crate::pdf_values::{Dictionary, dictionary, is_regular};

/// Checks that this PDF can be sent unchanged.
///
/// # Errors
/// [`RejectReason::PdfBroken`] when it has no end, [`RejectReason::PdfLocked`] when it needs a
/// password.
pub fn pdf(bytes: &[u8]) -> Result<(), RejectReason> {
    let mark = b"startxref";
    // A file may begin with bytes of a mailer; places are counted from the header.
    let begin = find(bytes, 0, b"%PDF-").unwrap_or(0);
    let bytes = bytes.get(begin..).unwrap_or(bytes);
    let end = find_last(bytes, mark).ok_or(RejectReason::PdfBroken)?;
    let place = number(bytes, end + mark.len());
    match place.and_then(|place| trailer(bytes, place)) {
        Some(end) if is_locked(bytes, &end) => Err(RejectReason::PdfLocked),
        Some(_) => Ok(()),
        // Readers mend a file whose end points nowhere, and so does a word anywhere in it.
        None if plain_word(bytes) => Err(RejectReason::PdfLocked),
        None if place == Some(0) || is_cut(bytes) => Err(RejectReason::PdfBroken),
        None => Ok(()),
    }
}

/// Is it encrypted, so that the empty password does not open it?
fn is_locked(bytes: &[u8], trailer: &Dictionary) -> bool {
    trailer.has(b"Encrypt") && !opens_without_password(bytes, trailer)
}

/// The number at a place, behind white space.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let mut digits = bytes
        .get(at..)?
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take_while(|byte| byte.is_ascii_digit())
        .peekable();
    digits.peek()?;
    digits.try_fold(0usize, |sum, digit| {
        sum.checked_mul(10)?.checked_add(usize::from(digit - b'0'))
    })
}

/// Whether a file for the web is shorter than its first object says. Mailers take white space
/// off an end.
fn is_cut(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    let stated = find(start, 0, b"/Linearized")
        .and_then(|at| find(start, at, b"/L "))
        .and_then(|at| number(bytes, at + 2));
    stated.is_some_and(|stated| stated > bytes.len() + 2)
}

/// Reads the trailer at this offset; `None` if there is none.
fn trailer(bytes: &[u8], place: usize) -> Option<Dictionary> {
    let section = bytes.get(place..)?;
    let start = section
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())?;
    let section = section.get(start..)?;
    if section.starts_with(b"xref") {
        let word = b"trailer";
        return dictionary(section.get(find(section, 0, word)? + word.len()..)?);
    }
    // `12 0 obj << /Type /XRef … >>`
    let word = b"obj";
    let at = find(section.get(..64).unwrap_or(section), 0, word)?;
    section.first().filter(|byte| byte.is_ascii_digit())?;
    let found = dictionary(section.get(at + word.len()..)?)?;
    found.is_name(b"Type", b"XRef").then_some(found)
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
                Err(RejectReason::PdfLocked),
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

    /// A file for the web, as `qpdf --linearize` lays it out: the first table and its trailer,
    /// the second table, and an end that points to the first.
    fn for_the_web(encrypt: &str) -> Vec<u8> {
        let lay = |length: usize, first: usize| {
            let begin = format!(
                "%PDF-1.4\n3 0 obj\n<< /Linearized 1 /L {length:08} /H [ 500 100 ] /N 1 >>\nendobj\n"
            );
            let table = format!(
                "xref\n3 1\n0000000009 00000 n \ntrailer\n<< {encrypt}/Root 4 0 R /Size 9 /Prev 300 >>\nstartxref\n0\n%%EOF\n"
            );
            let rest = format!(
                "1 0 obj\n<< >>\nstream\n{}\nendstream\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< {encrypt}/Size 3 >>\n",
                "x".repeat(400)
            );
            let end = format!("startxref\n{first:08}\n%%EOF\n");
            (begin.len(), [begin, table, rest, end].concat())
        };
        let (first, file) = lay(0, 0);
        lay(file.len(), first).1.into_bytes()
    }

    #[test]
    fn ok_for_the_web() {
        assert_eq!(pdf(&for_the_web("")), Ok(()));
        assert_eq!(
            pdf(&for_the_web("/Encrypt 5 0 R ")),
            Err(RejectReason::PdfLocked)
        );
    }

    /// However much is missing, as soon as the end points nowhere: `startxref 0` is no end, and
    /// neither is half of a number.
    #[test]
    fn err_for_the_web_and_cut() {
        let whole = for_the_web("");
        for missing in [8, 10, 14, 18, 40, whole.len() * 2 / 5, whole.len() - 20] {
            let cut = &whole[..whole.len() - missing];
            assert_eq!(pdf(cut), Err(RejectReason::PdfBroken), "{missing}");
        }
        let whole = for_the_web("/Encrypt 5 0 R ");
        for missing in [8, 14, 40, whole.len() * 2 / 5] {
            let cut = &whole[..whole.len() - missing];
            assert_eq!(pdf(cut), Err(RejectReason::PdfLocked), "{missing}");
        }
    }

    #[test]
    fn err_an_end_that_is_none() {
        let none = b"\nstartxref\n0\n%%EOF\n".as_slice();
        let locked = with_table("<</Size 1/Encrypt 5 0 R/Root 1 0 R>>");
        assert_eq!(pdf(&[&locked, none].concat()), Err(RejectReason::PdfLocked));
        let open = b"%PDF-1.4\nxref\n0 0\ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n".as_slice();
        assert_eq!(pdf(open), Ok(()));
        assert_eq!(pdf(&[open, none].concat()), Err(RejectReason::PdfBroken));
        // An end that points to an object which is no table says nothing about encryption.
        let other = b"\nstartxref\n9\n%%EOF\n".as_slice();
        assert_eq!(
            pdf(&[&locked, other].concat()),
            Err(RejectReason::PdfLocked)
        );
    }

    #[test]
    fn err_cut() {
        assert_eq!(pdf(b"%PDF-1.4\n1 0 obj"), Err(RejectReason::PdfBroken));
        assert_eq!(pdf(b""), Err(RejectReason::PdfBroken));
    }
}
