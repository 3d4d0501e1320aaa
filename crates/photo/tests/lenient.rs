//! Files with faults that decoders pass over: they are not refused here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod fixtures;

use std::io::Cursor;

use fixtures::files::heif;
use fixtures::{plain_jpeg, plain_png, plain_webp};
use hoso_photo::{Kind, Probe, RejectReason, probe, strip_metadata};
use image::{DynamicImage, ImageReader};

fn pixels(bytes: &[u8]) -> DynamicImage {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    reader.unwrap().decode().unwrap()
}

#[track_caller]
fn kind(bytes: &[u8]) -> Result<Kind, RejectReason> {
    match probe(bytes, bytes.len() as u64)? {
        Probe::Head(head) => Ok(head.kind),
        Probe::More => panic!("the whole file was given"),
    }
}

/// A JPEG with these bytes behind its first segment.
fn with_bytes(stray: &[u8]) -> Vec<u8> {
    let plain = plain_jpeg();
    let first = 4 + usize::from(u16::from_be_bytes([plain[4], plain[5]])) - 2;
    let end = first + 2;
    [&plain[..end], stray, &plain[end..]].concat()
}

#[test]
fn ok_jpeg_with_stray_bytes_between_segments() {
    let plain = plain_jpeg();
    let wanted = strip_metadata(&plain).unwrap();
    for stray in [
        &b"hello"[..],
        b"\0",
        b"\0\0\0",
        b"\xff\xff\xff",
        b"\xff\0 an escaped byte \xff",
        // Markers without a length, a second beginning, and segments of no content.
        b"\xff\xd0\xff\x01",
        b"\xff\xd8",
        b"\xff\xe5\0\0",
        b"\xff\xe5\0\x01",
        // A length that is three bytes short.
        b"\xff\xe1\0\x07Exif\0\0rest",
    ] {
        let file = with_bytes(stray);
        assert_eq!(kind(&file), Ok(Kind::Jpeg), "{stray:?}");
        let stripped = strip_metadata(&file).unwrap_or_else(|code| panic!("{stray:?}: {code}"));
        assert_eq!(stripped, wanted, "{stray:?}");
    }
}

/// Two of the files that were refused, made from one invented page.
#[test]
fn ok_jpeg_that_browsers_decode() {
    for file in [
        &include_bytes!("fixtures/jpeg/junk_after_app0.jpg")[..],
        include_bytes!("fixtures/jpeg/app1_length_3_short.jpg"),
    ] {
        assert_eq!(kind(file), Ok(Kind::Jpeg));
        let stripped = strip_metadata(file).unwrap();
        let picture = pixels(&stripped);
        assert_eq!((picture.width(), picture.height()), (1200, 900));
        assert_eq!(strip_metadata(&stripped).as_ref(), Ok(&stripped));
    }
}

#[test]
fn err_jpeg_without_a_picture() {
    for file in [
        &b"\xff\xd8\xff"[..],
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff and no marker at all",
        b"\xff\xd8\xff\xd8\xff\xd8\xff\xd9",
    ] {
        assert_eq!(kind(file), Err(RejectReason::Broken), "{file:?}");
    }
}

/// The file may end before the last padding byte, or state a length that is too large.
#[test]
fn ok_webp_that_states_more_than_it_has() {
    let plain = plain_webp();
    let wanted = pixels(&plain);
    for more in [1u32, 2, 100] {
        let mut file = plain.clone();
        let stated = u32::from_le_bytes(file[4..8].try_into().unwrap());
        file[4..8].copy_from_slice(&(stated + more).to_le_bytes());
        assert_eq!(kind(&file), Ok(Kind::WebP), "{more}");
        let stripped = strip_metadata(&file).unwrap_or_else(|code| panic!("{more}: {code}"));
        assert_eq!(pixels(&stripped), wanted, "{more}");
    }
    // The picture itself must be whole.
    for missing in [2, 4, 20] {
        let cut = &plain[..plain.len() - missing];
        assert_eq!(kind(cut), Err(RejectReason::Broken), "{missing}");
    }
}

#[test]
fn ok_bytes_behind_the_end() {
    for (plain, wanted) in [
        (plain_jpeg(), Kind::Jpeg),
        (plain_png(), Kind::Png),
        (plain_webp(), Kind::WebP),
    ] {
        let file = [plain.as_slice(), b"a film, or blanks\0\0\xff"].concat();
        assert_eq!(kind(&file), Ok(wanted));
        assert_eq!(strip_metadata(&file), strip_metadata(&plain));
    }
}

/// A major brand that nobody knows, and a known one among the compatible brands.
#[test]
fn ok_heif_of_a_camera_with_its_own_brand() {
    assert_eq!(kind(&heif(b"MiHE", (4032, 3024))), Ok(Kind::Heif));
    for film in [b"mp42", b"qt  ", b"isom"] {
        assert_eq!(kind(&heif(film, (9, 9))), Err(RejectReason::Type));
    }
}
