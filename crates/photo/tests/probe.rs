//! What a file is, by its first bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod fixtures;

use fixtures::files::{gif, heif, png_frames};
use fixtures::{HEIGHT, WIDTH, plain_jpeg, plain_png, plain_webp, png_chunk};
use hoso_photo::{FIRST_READ, Head, Kind, MAX_FILE, MAX_PDF, Probe, RejectReason, probe};

fn head(bytes: &[u8]) -> Result<Head, RejectReason> {
    match probe(bytes, bytes.len() as u64)? {
        Probe::Head(head) => Ok(head),
        Probe::More => panic!("the whole file was given"),
    }
}

#[track_caller]
fn ok(bytes: &[u8], kind: Kind, size: (u32, u32)) {
    let head = head(bytes).unwrap();
    assert_eq!((head.kind, head.width, head.height), (kind, size.0, size.1));
}

#[track_caller]
fn err(bytes: &[u8], code: RejectReason) {
    assert_eq!(head(bytes), Err(code));
}

fn png_head(width: u32, height: u32, depth: u8, between: &[u8]) -> Vec<u8> {
    let first = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[depth, 2, 0, 0, 0],
    ]
    .concat();
    let parts = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        png_chunk(b"IHDR", &first),
        between.to_vec(),
        png_chunk(b"IDAT", b""),
    ];
    parts.concat()
}

fn bmp(width: i32, height: i32) -> Vec<u8> {
    let mut file = [b"BM".to_vec(), vec![0; 12], 40u32.to_le_bytes().to_vec()].concat();
    file.extend(width.to_le_bytes());
    file.extend(height.to_le_bytes());
    file.resize(60, 0);
    file
}

/// A frame of any size and coding, and the scan behind it.
fn jpeg(frame: u8, width: u16, height: u16, parts: u8) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, frame, 0, 8 + 3 * parts, 8];
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.push(parts);
    file.resize(file.len() + 3 * usize::from(parts), 0x11);
    file.extend(b"\xff\xda\0\x02....\xff\xd9");
    file
}

#[test]
fn ok_pictures() {
    ok(&plain_jpeg(), Kind::Jpeg, (WIDTH, HEIGHT));
    ok(&plain_png(), Kind::Png, (WIDTH, HEIGHT));
    ok(&plain_webp(), Kind::WebP, (WIDTH, HEIGHT));
    ok(&heif(b"heic", (4032, 3024)), Kind::Heif, (4032, 3024));
    ok(&heif(b"avif", (4032, 3024)), Kind::Heif, (4032, 3024));
    ok(&gif(1), Kind::Gif, (2, 1));
    ok(&bmp(640, -480), Kind::Bmp, (640, 480));
    ok(&jpeg(0xc2, 4000, 3000, 3), Kind::Jpeg, (4000, 3000)); // progressive
    ok(&jpeg(0xc0, 4000, 3000, 4), Kind::Jpeg, (4000, 3000)); // CMYK
    ok(&png_head(4000, 3000, 16, b""), Kind::Png, (4000, 3000));
    ok(b"%PDF-1.7\n", Kind::Pdf, (0, 0));
    ok(b"\r\n\xef\xbb\xbf%PDF-1.7\n", Kind::Pdf, (0, 0));
    // The largest setting of a phone in use.
    ok(&jpeg(0xc0, 8192, 6144, 3), Kind::Jpeg, (8192, 6144));
}

#[test]
fn err_no_pictures() {
    for other in [
        &b"Ho ten: Nguyen Van A"[..],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"BMW is a car, and this is a text about it",
        b"BM",
        b"PK\x03\x04",
        b"II*\0\x08\0\0\0",
        b"RIFF\0\0\0\0WAVE",
        b"\xff\xd8",
        b"GIF",
        &heif(b"mp42", (1920, 1080)),
        &heif(b"qt  ", (1920, 1080)),
    ] {
        err(other, RejectReason::Type);
    }
    err(b"", RejectReason::Empty);
}

#[test]
fn err_what_moves() {
    err(&gif(2), RejectReason::Animated);
    err(&heif(b"avis", (100, 100)), RejectReason::Animated);
    err(&heif(b"msf1", (100, 100)), RejectReason::Animated);
    let two = png_frames(2);
    err(&png_head(9, 9, 8, &two), RejectReason::Animated);
    let one = png_frames(1);
    ok(&png_head(9, 9, 8, &one), Kind::Png, (9, 9));
    let moving = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x08\0\0\x08\0\0";
    err(moving, RejectReason::Animated);
}

/// A few bytes that unfold to gigabytes are refused by what they say of themselves.
#[test]
fn err_bombs() {
    err(&png_head(10_000, 10_000, 1, b""), RejectReason::Huge);
    err(
        &png_head(0x7fff_ffff, 0x7fff_ffff, 16, b""),
        RejectReason::Huge,
    );
    err(&png_head(40_000, 2, 8, b""), RejectReason::Huge);
    err(&jpeg(0xc0, 65_535, 65_535, 3), RejectReason::Huge);
    err(&heif(b"heic", (u32::MAX, u32::MAX)), RejectReason::Huge);
    err(&bmp(i32::MIN, i32::MIN), RejectReason::Huge);
    let wide = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff";
    err(wide, RejectReason::Huge);
    assert_eq!(probe(&plain_jpeg(), MAX_FILE + 1), Err(RejectReason::Huge));
    assert_eq!(probe(b"%PDF-1.7", MAX_PDF + 1), Err(RejectReason::PdfLarge));
}

#[test]
fn err_headers_that_cannot_be() {
    err(&jpeg(0xc0, 0, 3000, 3), RejectReason::Broken);
    err(&jpeg(0xc0, 4000, 0, 3), RejectReason::Broken);
    err(&png_head(0, 9, 8, b""), RejectReason::Broken);
    err(b"\xff\xd8\xff\xd9", RejectReason::Broken);
    err(b"\xff\xd8\xff\xda\0\x02..", RejectReason::Broken);
    err(b"\xff\xd8\xff\xe1\0\x01", RejectReason::Broken);
    err(b"\x89PNG\r\n\x1a\n\0\0\0\x0dJUNK", RejectReason::Broken);
    err(b"GIF89a\x02\0\x01\0\0\0\0\x3b", RejectReason::Broken);
    err(&heif(b"heic", (0, 0))[..60], RejectReason::Broken);
    let webp = plain_webp();
    err(&webp[..webp.len() - 4], RejectReason::Broken);
}

/// Every beginning of a file either asks for more or already knows; none says anything else.
#[test]
fn ok_a_beginning_asks_for_more() {
    for (file, kind) in [
        (plain_jpeg(), Kind::Jpeg),
        (plain_png(), Kind::Png),
        (plain_webp(), Kind::WebP),
        (gif(1), Kind::Gif),
        (heif(b"heic", (4032, 3024)), Kind::Heif),
    ] {
        for end in 26..file.len() {
            match probe(&file[..end], file.len() as u64).unwrap() {
                Probe::Head(head) => assert_eq!(head.kind, kind),
                Probe::More => {}
            }
        }
    }
}

/// A header of four full segments, as wide-gamut photos with a gain map have.
#[test]
fn ok_a_header_longer_than_the_first_read() {
    let plain = plain_jpeg();
    let segment = [&[0xff, 0xe2, 0xff, 0xff][..], &[7; 65_533]].concat();
    let file = [&plain[..2], &segment.repeat(4), &plain[2..]].concat();
    let size = file.len() as u64;
    let first = usize::try_from(FIRST_READ).unwrap();
    assert_eq!(probe(&file[..first], size), Ok(Probe::More));
    ok(&file, Kind::Jpeg, (WIDTH, HEIGHT));
}

#[test]
fn ok_sides_swap_when_it_lies() {
    for fixture in fixtures::all() {
        let head = head(&fixture.bytes).unwrap();
        if head.kind == Kind::WebP {
            continue; // its Exif stands behind the picture and is not waited for
        }
        assert_eq!(head.orientation, fixture.orientation, "{}", fixture.name);
        let lies = fixture.orientation > 4;
        let (width, height) = if lies {
            (HEIGHT, WIDTH)
        } else {
            (WIDTH, HEIGHT)
        };
        assert_eq!(head.upright(), (width, height), "{}", fixture.name);
    }
}
