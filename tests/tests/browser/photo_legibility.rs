//! Checks that small print on a photo of a whole page stays legible after the worker has processed
//! it.
//!
//! The test renders an A4 page in 8 point type and photographs it: in perspective, in uneven light,
//! with sensor noise, by a camera of twelve megapixels. Tesseract reads the photo and the processed
//! photo.

use hoso_tests::browser::Browser;
use hoso_tests::pictures::{Noise, decoded, jpeg};
use hoso_tests::site::Site;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use ab_glyph::{Font, FontVec, ScaleFont, point};
use image::{GrayImage, RgbImage};

/// Font of the Debian package fonts-dejavu-core, which `cargo xtask test` installs.
const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
/// Size of an A4 page at 300 dpi.
const PAGE: (u32, u32) = (2480, 3508);
/// English words: Debian's Tesseract includes only the English model.
const WORDS: [&str; 40] = [
    "citizen",
    "number",
    "address",
    "province",
    "commune",
    "household",
    "member",
    "birth",
    "street",
    "village",
    "income",
    "monthly",
    "payment",
    "support",
    "receipt",
    "office",
    "register",
    "document",
    "identity",
    "parent",
    "guardian",
    "minor",
    "account",
    "portal",
    "sign",
    "declare",
    "correct",
    "change",
    "method",
    "insurance",
    "voluntary",
    "health",
    "social",
    "period",
    "quarter",
    "transfer",
    "amount",
    "verify",
    "contact",
    "request",
];

/// Returns pseudo-random lines of words, the same in every run.
fn lines() -> Vec<String> {
    let mut dice = Noise::default();
    let mut word = || WORDS[dice.below(40) as usize];
    let mut line = || (0..9).map(|_| word()).collect::<Vec<_>>().join(" ");
    (0..48).map(|_| line()).collect()
}

fn render_page() -> GrayImage {
    let font = FontVec::try_from_vec(std::fs::read(FONT).expect("fonts-dejavu-core")).unwrap();
    // Converts from 300 dpi to the 96 dpi of the library.
    let scale = font.pt_to_px_scale(8.0 * 300.0 / 96.0).unwrap();
    let scaled = font.as_scaled(scale);
    let mut page = GrayImage::from_pixel(PAGE.0, PAGE.1, image::Luma([250]));
    for (row, line) in lines().iter().enumerate() {
        let (mut x, y) = (220.0, 260.0 + row as f32 * 62.0);
        for letter in line.chars() {
            let glyph = scaled.scaled_glyph(letter);
            let id = glyph.id;
            let glyph = id.with_scale_and_position(scale, point(x, y));
            x += scaled.h_advance(id);
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|dx, dy, ink| {
                    let (px, py) = (bounds.min.x as u32 + dx, bounds.min.y as u32 + dy);
                    let pixel = page.get_pixel_mut(px, py);
                    pixel.0[0] = (f32::from(pixel.0[0]) * (1.0 - ink) + 30.0 * ink) as u8;
                });
            }
        }
    }
    page
}

/// Returns the page as a camera of 3000×4000 pixels sees it.
fn photograph(page: &GrayImage) -> RgbImage {
    let mut noise = Noise::default();
    RgbImage::from_fn(3000, 4000, |x, y| {
        let (u, v) = (x as f32 / 3000.0, y as f32 / 4000.0);
        // Applies perspective and a rotation of one or two degrees.
        let depth = 1.0 + 0.09 * (1.0 - v);
        let across = (u - 0.5) * depth * 1.07 + 0.5 + 0.022 * (v - 0.5);
        let down = (v - 0.5) * 1.07 * (1.0 + 0.04 * (1.0 - v)) + 0.5 - 0.018 * (u - 0.5);
        let light = 0.62 + 0.34 * u - 0.10 * v;
        let (px, py) = (across * PAGE.0 as f32 - 0.5, down * PAGE.1 as f32 - 0.5);
        let inside = px >= 1.0 && py >= 1.0 && px < PAGE.0 as f32 - 2.0 && py < PAGE.1 as f32 - 2.0;
        let shade = if inside {
            interpolate(page, px, py)
        } else {
            70.0
        };
        let offset = |noise: &mut Noise| noise.below(19) as f32 - 9.0;
        let seen = |tint: f32, noise: f32| (shade * light * tint + noise).clamp(0.0, 255.0) as u8;
        image::Rgb([
            seen(1.0, offset(&mut noise)),
            seen(0.97, offset(&mut noise)),
            seen(0.88, offset(&mut noise)),
        ])
    })
}

/// Interpolates between four pixels.
fn interpolate(page: &GrayImage, x: f32, y: f32) -> f32 {
    let (left, top) = (x as u32, y as u32);
    let (right, low) = (x.fract(), y.fract());
    let at = |dx: u32, dy: u32| f32::from(page.get_pixel(left + dx, top + dy).0[0]);
    let above = at(0, 0) * (1.0 - right) + at(1, 0) * right;
    let below = at(0, 1) * (1.0 - right) + at(1, 1) * right;
    above * (1.0 - low) + below * low
}

/// Returns the percentage of words that Tesseract finds in their line.
fn legible_percent(photo: &[u8]) -> usize {
    let mut reader = Command::new("tesseract")
        .args(["stdin", "stdout", "-l", "eng", "--psm", "6"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("tesseract");
    reader.stdin.take().unwrap().write_all(photo).unwrap();
    let seen = reader.wait_with_output().unwrap();
    let seen = String::from_utf8_lossy(&seen.stdout).to_lowercase();
    let seen: Vec<BTreeSet<&str>> = seen
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let (mut found, mut all) = (0, 0);
    for line in lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let hits =
            |seen: &BTreeSet<&str>| words.iter().filter(|word| seen.contains(**word)).count();
        found += seen.iter().map(hits).max().unwrap_or(0);
        all += words.len();
    }
    found * 100 / all
}

#[tokio::test]
async fn ok_eight_point_type_stays_legible() {
    let photo = jpeg(&photograph(&render_page()));
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.start_photo_worker().await;
    let made = browser
        .process_photo_by_default(&site, &photo)
        .await
        .unwrap();
    assert_eq!(decoded(&made.bytes).dimensions(), (1500, 2000));
    assert!(made.bytes.len() <= 800_000);
    assert_eq!(made.fields["quality_warnings"], json!([]));
    let (before, after) = (legible_percent(&photo), legible_percent(&made.bytes));
    println!(
        "words read: {before} % of the photo, {after} % of what is sent ({} bytes)",
        made.bytes.len()
    );
    assert!(before >= 95, "the photo itself is readable: {before} %");
    assert!(after >= 95, "what is sent is readable: {after} %");
    browser.finish().await;
}

/// Checks that the measure can fail: a downscaled page is illegible.
#[test]
fn err_downscaled_page_is_illegible() {
    let photo = photograph(&render_page());
    let small = image::imageops::thumbnail(&photo, 600, 800);
    assert!(legible_percent(&jpeg(&small)) < 50);
}
