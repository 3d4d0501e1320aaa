//! Generated photos of an identity card with a QR code. They show no real document and no real
//! person.
//!
//! A photo is rendered through a perspective of the card's plane, lit, blurred, given noise and
//! stored as JPEG, as a phone does. Assumed, not measured on real cards: a code of 11 mm on a card of
//! 85.6 by 54 mm, error correction M.

use image::{GrayImage, Luma};
use jpeg_encoder::{ColorType, Encoder};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::pictures::Noise;

/// The text of the card in the photos; the person is invented.
pub const CARD: &str = "056190000001|225000001|Nguyễn Thị Mẫu|14021990|Nữ|12 đường Ví Dụ, Phước Tiến, Nha Trang, Khánh Hòa|01062022";

/// The side of the code, in millimetres, without its quiet zone.
const CODE: f64 = 11.0;
/// The position of the code on the card, in millimetres from its top left corner.
const CODE_AT: (f64, f64) = (70.0, 5.0);
/// The width and height of a card, in millimetres (ISO/IEC 7810 ID-1).
const SIZE: (f64, f64) = (85.6, 54.0);

/// A fault that makes a photo hard to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The camera shook or did not focus.
    Blur,
    /// The card is tilted against the camera, by up to 35 degrees.
    Tilt,
    /// A lamp is reflected on or beside the code.
    Glare,
    /// Little light, and the noise of the sensor.
    Dark,
    /// Stored as JPEG of quality 60.
    Jpeg60,
    /// A shadow with an edge across the code.
    Shade,
    /// Slightly tilted, blurred, dark and shaded at once, and JPEG of quality 60.
    All,
}

/// All faults.
pub const FAULTS: [Fault; 8] = [
    Fault::None,
    Fault::Blur,
    Fault::Tilt,
    Fault::Glare,
    Fault::Dark,
    Fault::Jpeg60,
    Fault::Shade,
    Fault::All,
];

/// Width and height of the photos: 720p, 1080p, 8 and 12 megapixels.
pub const SIZES: [(u32, u32); 4] = [(1280, 720), (1920, 1080), (3264, 2448), (4000, 3000)];

/// Pseudo-random numbers for one photo.
struct Chance(Noise);

impl Chance {
    fn new(seed: u32) -> Self {
        let mut noise = Noise::default();
        for _ in 0..=seed % 997 {
            noise.below(2);
        }
        Self(noise)
    }

    /// Returns the sum of two numbers between -1 and 1.
    fn grain(&mut self) -> f64 {
        let bits = self.0.below(1 << 16);
        (f64::from(bits & 255) + f64::from(bits >> 8)) / 127.5 - 2.0
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.0.below(10_001)) / 10_000.0
    }
}

/// Renders a JPEG. The same arguments give the same photo.
pub fn photo(text: &str, (width, height): (u32, u32), fault: Fault, seed: u32) -> Vec<u8> {
    let mut chance = Chance::new(seed);
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let modules = f64::from(code.size());
    let is_all = fault == Fault::All;
    // A person moves closer until the code is as large as a camera of few pixels needs.
    let fills = match width {
        ..1500 => chance.between(1.1, 1.7),
        1500..2500 => chance.between(0.85, 1.3),
        _ => chance.between(0.6, 0.95),
    };
    let scale = fills * f64::from(width) / SIZE.0;
    let module = scale * CODE / modules;
    let turn = match seed % 4 {
        0 => std::f64::consts::FRAC_PI_2,
        1 => std::f64::consts::PI,
        _ => 0.0,
    } + chance.between(-0.12, 0.12);
    let tilt = match fault {
        Fault::Tilt => chance.between(0.25, 0.6),
        Fault::All => chance.between(0.05, 0.25),
        _ => chance.between(0.0, 0.1),
    };
    let axis = chance.between(0.0, std::f64::consts::TAU);
    // The card is centred, or the code if the card is larger than the photo: the code is never cut.
    let is_higher = scale * SIZE.1 > 0.95 * f64::from(height);
    let centre = if fills > 1.0 || is_higher {
        (CODE_AT.0 + CODE / 2.0, CODE_AT.1 + CODE / 2.0)
    } else if turn.sin().abs() > 0.5 {
        (CODE_AT.0 - 8.0, SIZE.1 / 2.0)
    } else {
        (SIZE.0 / 2.0, SIZE.1 / 2.0)
    };
    let distance = 1.6 * f64::from(width) / scale;
    // Inverse of a pinhole camera that looks at a plane tilted around `axis`.
    let to_card = |x: f64, y: f64| {
        let (x, y) = (
            (x - f64::from(width) / 2.0) / scale,
            (y - f64::from(height) / 2.0) / scale,
        );
        let (along, across) = (
            x * axis.cos() + y * axis.sin(),
            y * axis.cos() - x * axis.sin(),
        );
        let depth = 1.0 / (tilt.cos() - across / distance * tilt.sin());
        let (along, across) = (
            along * (1.0 + across * depth * tilt.sin() / distance),
            across * depth,
        );
        let (x, y) = (
            along * axis.cos() - across * axis.sin(),
            along * axis.sin() + across * axis.cos(),
        );
        (
            centre.0 + x * turn.cos() + y * turn.sin(),
            centre.1 + y * turn.cos() - x * turn.sin(),
        )
    };
    let shadow_angle = chance.between(0.0, std::f64::consts::TAU);
    let lamp = (
        CODE_AT.0 + chance.between(-4.0, CODE + 4.0),
        CODE_AT.1 + chance.between(-4.0, CODE + 4.0),
    );
    let light = match fault {
        Fault::Dark => chance.between(0.2, 0.35),
        Fault::All => chance.between(0.5, 0.7),
        _ => chance.between(0.8, 1.0),
    };
    let paint = |x: f64, y: f64| {
        let (x, y) = to_card(x, y);
        let mut value = ink(&code, x, y) * light;
        // A soft gradient over every card.
        value *= 0.9 + 0.1 * ((x + y) / 60.0).sin();
        if matches!(fault, Fault::Shade | Fault::All) {
            let edge = (x - CODE_AT.0 - CODE / 2.0) * shadow_angle.cos()
                + (y - CODE_AT.1 - CODE / 2.0) * shadow_angle.sin();
            let depth = if is_all { 0.3 } else { 0.55 };
            value *= 1.0 - depth / (1.0 + (-edge * 3.0).exp());
        }
        if fault == Fault::Glare {
            let far = ((x - lamp.0).powi(2) + (y - lamp.1).powi(2)) / 6.0;
            value += 0.75 * (-far).exp();
        }
        value.min(1.0)
    };
    let mut grey: Vec<f32> = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let (x, y) = (f64::from(x), f64::from(y));
            // A module of a small photo has few pixels: a single sample would not show its edges.
            let value = if width < 2_500 {
                (paint(x + 0.25, y + 0.25) + paint(x + 0.75, y + 0.75)) / 2.0
            } else {
                paint(x + 0.5, y + 0.5)
            };
            grey.push((value * 255.0) as f32);
        }
    }
    let blur = match fault {
        Fault::Blur => chance.between(0.15, 0.45),
        Fault::All => chance.between(0.1, 0.25),
        _ => chance.between(0.05, 0.12),
    };
    blur_boxes(&mut grey, width as usize, (blur * module).max(0.4));
    let noise = match fault {
        Fault::Dark => 9.0,
        Fault::All => 5.0,
        _ => 3.0,
    };
    let picture = GrayImage::from_fn(width, height, |x, y| {
        let value = f64::from(grey[(y * width + x) as usize]);
        let grain = chance.grain();
        Luma([(value + grain * noise).clamp(0.0, 255.0) as u8])
    });
    let quality = match fault {
        Fault::Jpeg60 | Fault::All => 60,
        _ => 85,
    };
    jpeg(&picture, quality)
}

/// Renders the code alone, close and sharp: read at the first attempt, so that a busy machine does not
/// reach the time limit of a search.
pub fn close_up(text: &str) -> Vec<u8> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let (module, border) = (8_u32, 6_u32);
    let side = (code.size().cast_unsigned() + 2 * border) * module;
    let at = |pixel: u32| (pixel / module).cast_signed() - border.cast_signed();
    let picture = GrayImage::from_fn(side, side, |x, y| {
        Luma([if code.get_module(at(x), at(y)) {
            30
        } else {
            225
        }])
    });
    jpeg(&picture, 85)
}

/// Renders a picture of nothing but the corner marks of QR codes: a decoder that compares all of them with
/// each other takes minutes.
pub fn corner_marks() -> Vec<u8> {
    let (module, pitch) = (3_u32, 9_u32);
    let picture = GrayImage::from_fn(1_620, 1_620, |x, y| {
        let (x, y) = (x / module % pitch, y / module % pitch);
        let is_ring = x < 7 && y < 7 && (x == 0 || x == 6 || y == 0 || y == 6);
        let is_core = (2..5).contains(&x) && (2..5).contains(&y);
        Luma([if is_ring || is_core { 20 } else { 235 }])
    });
    jpeg(&picture, 90)
}

/// Returns a film in the format Y4M, 640 by 480 pixels: first an empty table, then the close-up of a card
/// with this text.
pub fn film(text: &str) -> Vec<u8> {
    let (width, height) = (640_u32, 480_u32);
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let side = code.size().cast_unsigned();
    let module = 400 / side;
    let (left, top) = ((width - side * module) / 2, (height - side * module) / 2);
    let mut film = format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n").into_bytes();
    for frame in 0..20 {
        film.extend(b"FRAME\n");
        for y in 0..height {
            for x in 0..width {
                let column = (x as i32 - left as i32).div_euclid(module as i32);
                let row = (y as i32 - top as i32).div_euclid(module as i32);
                let is_dark = frame >= 5 && code.get_module(column, row);
                film.push(if is_dark { 30 } else { 225 });
            }
        }
        // No colour.
        film.extend(std::iter::repeat_n(128, (width * height / 2) as usize));
    }
    film
}

/// Encodes a grey picture as JPEG.
fn jpeg(picture: &GrayImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let size = (picture.width() as u16, picture.height() as u16);
    Encoder::new(&mut bytes, quality)
        .encode(picture.as_raw(), size.0, size.1, ColorType::Luma)
        .unwrap();
    bytes
}

/// Returns how much light a point of the card reflects, from 0 to 1; beside the card, the table.
fn ink(code: &QrCode, x: f64, y: f64) -> f64 {
    if x < 0.0 || y < 0.0 || x > SIZE.0 || y > SIZE.1 {
        return 0.35 + 0.08 * ((x * 0.9).sin() + (y * 1.3 + x * 0.2).sin()) / 2.0;
    }
    let module = CODE / f64::from(code.size());
    let (column, row) = ((x - CODE_AT.0) / module, (y - CODE_AT.1) / module);
    let size = f64::from(code.size());
    if column >= 0.0 && row >= 0.0 && column < size && row < size {
        return if code.get_module(column as i32, row as i32) {
            0.12
        } else {
            0.88
        };
    }
    // The quiet zone.
    if column >= -3.0 && row >= -3.0 && column < size + 3.0 && row < size + 3.0 {
        return 0.88;
    }
    // The portrait, lines of writing, and the pattern of the background.
    if (3.0..23.0).contains(&x) && (20.0..48.0).contains(&y) {
        return 0.35 + 0.25 * ((x * 0.5).sin() * (y * 0.4).cos()).abs();
    }
    let is_line = x > 26.0 && y > 18.0 && (y * 0.45).fract() < 0.4;
    let is_stroke = ((x * 1.9).sin() + (x * 5.3 + (y * 0.45).floor() * 2.0).sin()) > 0.3;
    if is_line && is_stroke {
        return 0.2;
    }
    0.75 + 0.06 * ((x * 3.0 + (y * 1.4).sin() * 2.0).sin() + (y * 3.3).sin()) / 2.0
}

/// Blurs by three boxes, which is close to a Gaussian of this standard deviation.
fn blur_boxes(pixels: &mut [f32], width: usize, sigma: f64) {
    let radius = ((4.0 * sigma * sigma + 1.0).sqrt() / 2.0 - 0.5).max(0.0);
    let (whole, part) = (radius.floor() as usize, radius.fract() as f32);
    let height = pixels.len() / width;
    let mut line = Vec::new();
    for _ in 0..3 {
        for y in 0..height {
            line.clear();
            line.extend_from_slice(&pixels[y * width..(y + 1) * width]);
            blur_line(&line, whole, part, |x, value| pixels[y * width + x] = value);
        }
        for x in 0..width {
            line.clear();
            line.extend((0..height).map(|y| pixels[y * width + x]));
            blur_line(&line, whole, part, |y, value| pixels[y * width + x] = value);
        }
    }
}

fn blur_line(line: &[f32], whole: usize, part: f32, mut set: impl FnMut(usize, f32)) {
    let last = line.len() as isize - 1;
    let at = |i: isize| line[i.clamp(0, last) as usize];
    let reach = whole as isize;
    let mut sum: f32 = (-reach..=reach).map(at).sum();
    let weight = 2.0 * (whole as f32 + part) + 1.0;
    for i in 0..=last {
        let edges = at(i - reach - 1) + at(i + reach + 1);
        set(i as usize, (sum + part * edges) / weight);
        sum += at(i + reach + 1) - at(i - reach);
    }
}

/// Decodes a JPEG and reduces it as the worker does before it looks for a code. Returns the width and
/// the pixels in shades of grey.
pub fn shrunk(jpeg: &[u8]) -> (usize, Vec<u8>) {
    let picture = image::load_from_memory(jpeg).unwrap().into_luma8();
    let max = hoso_worker::qr_code::MAX_SIDE;
    let (width, height) = hoso_photo::resize::fit(picture.width(), picture.height(), max);
    let picture = if width < picture.width() {
        image::imageops::resize(
            &picture,
            width,
            height,
            image::imageops::FilterType::Triangle,
        )
    } else {
        picture
    };
    (width as usize, picture.into_raw())
}
