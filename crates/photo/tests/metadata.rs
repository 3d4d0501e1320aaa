//! Nothing of the metadata is left, and the picture is the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod fixtures;

use std::io::Cursor;

use fixtures::{all, leak, plain_jpeg, plain_png, plain_webp};
use hoso_photo::{Kind, Probe, RejectReason, probe, strip_metadata};
use image::{DynamicImage, ImageDecoder, ImageReader};

/// The pixels as stored, and the orientation, read by another program than ours.
fn read(bytes: &[u8]) -> (DynamicImage, u8) {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut decoder = reader.unwrap().into_decoder().unwrap();
    let orientation = decoder.orientation().unwrap().to_exif();
    (DynamicImage::from_decoder(decoder).unwrap(), orientation)
}

#[test]
fn ok_no_fixture_leaves_anything_and_every_picture_is_the_same() {
    let all = all();
    assert!(all.len() >= 50, "{}", all.len());
    for fixture in all {
        let name = &fixture.name;
        let stripped =
            strip_metadata(&fixture.bytes).unwrap_or_else(|code| panic!("{name}: {code}"));
        assert_eq!(leak(&stripped), None, "{name}");
        assert!(stripped.len() < fixture.bytes.len() + 64, "{name}");
        let (before, _) = read(&fixture.bytes);
        let (after, orientation) = read(&stripped);
        assert_eq!(before, after, "{name}");
        assert_eq!(orientation, fixture.orientation, "{name}");
        // What is clean stays as it is, down to the byte.
        assert_eq!(strip_metadata(&stripped).as_ref(), Ok(&stripped), "{name}");
    }
}

#[test]
fn ok_a_clean_file_gets_no_longer() {
    for plain in [plain_jpeg(), plain_png(), plain_webp()] {
        assert!(strip_metadata(&plain).unwrap().len() <= plain.len());
    }
}

/// Only Adobe's segment distinguishes CMYK from RGB.
#[test]
fn ok_adobe_keeps_its_twelve_bytes() {
    let plain = plain_jpeg();
    let adobe = b"\xff\xee\x00\x12Adobe\x00\x64\x00\x00\x00\x00\x02LEAK";
    let file = [&plain[..2], adobe, &plain[2..]].concat();
    let stripped = strip_metadata(&file).unwrap();
    let kept = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x02";
    assert!(stripped.windows(kept.len()).any(|here| here == kept));
}

#[test]
fn err_a_file_that_ends_too_early() {
    for plain in [plain_jpeg(), plain_png(), plain_webp()] {
        for end in [plain.len() / 2, plain.len() - 1, 40] {
            assert_eq!(
                strip_metadata(&plain[..end]),
                Err(RejectReason::Broken),
                "{end}"
            );
        }
    }
}

#[test]
fn err_kinds_that_cannot_be_cleaned() {
    let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    gif.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b");
    assert!(matches!(probe(&gif, 35), Ok(Probe::Head(head)) if head.kind == Kind::Gif));
    assert_eq!(strip_metadata(&gif), Err(RejectReason::KeepsData));
    assert_eq!(
        strip_metadata(b"%PDF-1.4\nstartxref\n0\n%%EOF"),
        Err(RejectReason::KeepsData)
    );
}

/// A chunk without which the picture is another one, and which nobody knows.
#[test]
fn err_an_unknown_critical_chunk() {
    let file = fixtures::png_with(&fixtures::png_chunk(b"LEAK", b""));
    assert_eq!(strip_metadata(&file), Err(RejectReason::KeepsData));
}

/// Segments that no decoder knows: browsers refuse such a file, and here they go.
#[test]
fn ok_segments_that_nobody_defined() {
    let plain = plain_jpeg();
    for marker in [0x02, 0xbf, 0xf5, 0xfd] {
        let segment = [0xff, marker, 0, 6, b'L', b'E', b'A', b'K'];
        let file = [&plain[..2], &segment, &plain[2..]].concat();
        assert_eq!(strip_metadata(&file), strip_metadata(&plain), "{marker:x}");
    }
}
