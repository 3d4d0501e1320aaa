//! Files that a person picks: recognised, stripped of their metadata, or rejected with a code.
//!
//! `cargo +nightly fuzz run photos`

#![no_main]

use hoso_photo::{CODES, probe, pdf, strip_metadata};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for size in [0, bytes.len() as u64, u64::MAX] {
        if let Err(code) = probe(bytes, size) {
            assert!(CODES.contains(&code.as_str()));
        }
    }
    match strip_metadata(bytes) {
        Ok(stripped) => {
            assert!(stripped.len() <= bytes.len() + 64);
            assert_eq!(strip_metadata(&stripped).as_ref(), Ok(&stripped));
        }
        Err(code) => assert!(CODES.contains(&code.as_str())),
    }
    if let Err(code) = pdf(bytes) {
        assert!(CODES.contains(&code.as_str()));
    }
});
