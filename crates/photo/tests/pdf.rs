//! Encrypted PDFs of another program: what the empty password opens is accepted.
//!
//! The files were made with qpdf from one page with the words "Giay khai sinh".

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::fs;
use std::path::Path;

use hoso_photo::{RejectReason, pdf};

/// Every file whose name begins so.
fn files(begin: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdf");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with(begin) {
            found.push((name, fs::read(path).unwrap()));
        }
    }
    assert_eq!(found.len(), 7, "{begin}");
    found
}

#[test]
fn ok_restricted_without_a_password() {
    for (name, bytes) in files("open-") {
        assert_eq!(pdf(&bytes), Ok(()), "{name}");
        // Also with bytes of a mailer before it.
        assert_eq!(pdf(&[b"\r\n", bytes.as_slice()].concat()), Ok(()), "{name}");
    }
}

#[test]
fn err_with_a_password() {
    for (name, bytes) in files("locked-") {
        assert_eq!(pdf(&bytes), Err(RejectReason::PdfLocked), "{name}");
    }
}

/// With one digit of the check changed, the empty password no longer opens it.
#[test]
fn err_another_check_value() {
    for (name, mut bytes) in files("open-") {
        let key = bytes.windows(3).rposition(|three| three == b"/U ").unwrap();
        let digit = bytes.get_mut(key + 4..).unwrap();
        if digit[0].is_ascii_hexdigit() {
            digit[0] = if digit[0] == b'0' { b'1' } else { b'0' };
        } else {
            digit[0] ^= 0x40;
        }
        assert_eq!(pdf(&bytes), Err(RejectReason::PdfLocked), "{name}");
    }
}
