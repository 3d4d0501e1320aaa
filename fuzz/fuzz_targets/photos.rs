//! Files that a person picks: looked at, stripped of their metadata, or told with a code.
//!
//! `cargo +nightly fuzz run photos`

#![no_main]

use hoso_photo::{CODES, look, pdf, strip};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for size in [0, bytes.len() as u64, u64::MAX] {
        if let Err(code) = look(bytes, size) {
            assert!(CODES.contains(&code.as_str()));
        }
    }
    match strip(bytes) {
        Ok(stripped) => {
            assert!(stripped.len() <= bytes.len() + 64);
            assert_eq!(strip(&stripped).as_ref(), Ok(&stripped));
        }
        Err(code) => assert!(CODES.contains(&code.as_str())),
    }
    if let Err(code) = pdf(bytes) {
        assert!(CODES.contains(&code.as_str()));
    }
});
