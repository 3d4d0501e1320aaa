//! Whatever the bytes are, there is an answer, and it is no larger than it should be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod fixtures;

use std::sync::LazyLock;

use hoso_photo::quality::{self, Luma};
use hoso_photo::{CODES, alike, pdf, probe, resize, strip_metadata};
use proptest::prelude::*;

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    fixtures::all()
        .into_iter()
        .map(|fixture| fixture.bytes)
        .collect()
});

/// The signatures of each kind of file, so that its parser runs.
const STARTS: [&[u8]; 9] = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01",
    b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0",
    b"GIF89a",
    b"BM",
    b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x40meta\0\0\0\0",
    b"%PDF-1.7\n1 0 obj<<",
    b"\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0",
];

fn holds(bytes: &[u8]) {
    let size = bytes.len() as u64;
    for stated in [0, size, size + 1, u64::MAX] {
        if let Err(code) = probe(bytes, stated) {
            assert!(CODES.contains(&code.as_str()));
        }
    }
    match strip_metadata(bytes) {
        Ok(stripped) => {
            assert!(stripped.len() <= bytes.len() + 64);
            assert_eq!(strip_metadata(&stripped), Ok(stripped));
        }
        Err(code) => assert!(CODES.contains(&code.as_str())),
    }
    if let Err(code) = pdf(bytes) {
        assert!(CODES.contains(&code.as_str()));
    }
}

proptest! {
    #[test]
    fn ok_any_bytes(start in 0..STARTS.len(), rest in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(&[STARTS[start], &rest].concat());
    }

    /// A real file with some bytes changed, and cut anywhere.
    #[test]
    fn ok_any_damage(
        file in any::<prop::sample::Index>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut bytes = file.get(&FILES).clone();
        for (at, value) in hits {
            let at = at.index(bytes.len().min(400));
            bytes[at] = value;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        holds(&bytes);
    }

    /// Text as a PDF's end, with the words that matter.
    #[test]
    fn ok_any_pdf(end in "(<<|>>|/Encrypt|\\(|\\)|\\\\|#4|%|\n|stream|xref|trailer| |[0-9]{1,3}){0,30}") {
        holds(format!("%PDF-1.7\n1 0 obj{end}\nstartxref\n9\n%%EOF").as_bytes());
    }

    #[test]
    fn ok_any_picture(width in 0usize..70, pixels in prop::collection::vec(any::<u8>(), 0..4000)) {
        let picture = Luma::new(width, &pixels);
        let fingerprint = quality::to_hex(quality::fingerprint(&picture));
        prop_assert!(alike(&fingerprint, &fingerprint));
        prop_assert!(quality::warnings(&picture, (70, 70)).len() <= 3);
        prop_assert_eq!(quality::luma(&pixels).len(), pixels.len() / 4);
    }

    #[test]
    fn ok_any_two_looks(one in ".{0,18}", other in "[0-9a-f]{16}") {
        prop_assert_eq!(alike(&one, &other), alike(&other, &one));
    }

    #[test]
    fn ok_any_size(width: u32, height: u32, longest in 1u32..5000) {
        let (w, h) = resize::fit(width, height, longest);
        prop_assert!(w >= 1 && h >= 1 && w.max(h) <= longest.max(1));
    }
}
