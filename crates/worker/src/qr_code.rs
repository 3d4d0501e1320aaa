//! Finds and decodes a QR code in a picture. Needs no browser.
//!
//! The crate `rqrr` decodes. It compares each pixel with the mean of its row before it, which fails in
//! blur and under uneven light, so further attempts use other sizes and a threshold of our own.

use hoso_photo::quality::luma;
use rqrr::PreparedImage;

/// The longest side of a picture that is searched, in pixels. A module of the code on a card that
/// fills the picture is then at least four pixels wide.
pub const MAX_SIDE: u32 = 2_400;

/// A picture in shades of grey, row by row.
#[derive(Clone, Debug)]
pub struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// Creates a picture of this width. Pixels after the last whole row are ignored.
    #[must_use]
    pub fn new(width: usize, mut pixels: Vec<u8>) -> Self {
        let height = pixels.len().checked_div(width).unwrap_or(0);
        pixels.truncate(width * height);
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Converts pixels of four bytes, as a canvas gives them.
    #[must_use]
    pub fn from_rgba(width: usize, rgba: &[u8]) -> Self {
        Self::new(width, luma(rgba))
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels.get(y * self.width + x).copied().unwrap_or(255)
    }

    /// Returns the picture at this many quarters of its size, by linear interpolation of the means.
    fn scaled(&self, quarters: usize) -> Self {
        let (width, height) = (self.width * quarters / 4, self.height * quarters / 4);
        let mut pixels = Vec::with_capacity(width * height);
        // The centre of each pixel, in 1/256 of a pixel of this picture.
        let position = |at: usize| ((2 * at + 1) * 512 / quarters).saturating_sub(128);
        for y in 0..height {
            let y = position(y);
            let (top, part_y) = (y / 256, y % 256);
            for x in 0..width {
                let x = position(x);
                let (left, part_x) = (x / 256, x % 256);
                let (right, bottom) = (
                    (left + 1).min(self.width.saturating_sub(1)),
                    (top + 1).min(self.height.saturating_sub(1)),
                );
                let row = |y: usize| {
                    usize::from(self.at(left, y)) * (256 - part_x)
                        + usize::from(self.at(right, y)) * part_x
                };
                let mean = (row(top) * (256 - part_y) + row(bottom) * part_y) >> 16;
                pixels.push(u8::try_from(mean).unwrap_or(u8::MAX));
            }
        }
        Self::new(width, pixels)
    }

    /// Tells for each pixel whether it is darker than the mean of the square around it.
    fn dark(&self, radius: usize) -> Vec<bool> {
        let (width, height) = (self.width, self.height);
        // The sum of all pixels above and left of a pixel.
        let stride = width + 1;
        let mut sums = vec![0_u32; stride * (height + 1)];
        for y in 0..height {
            let mut row = 0_u32;
            for x in 0..width {
                row += u32::from(self.at(x, y));
                let above = sums.get(y * stride + x + 1).copied().unwrap_or(0);
                if let Some(sum) = sums.get_mut((y + 1) * stride + x + 1) {
                    *sum = above.wrapping_add(row);
                }
            }
        }
        let sum = |x: usize, y: usize| sums.get(y * stride + x).copied().unwrap_or(0);
        let mut dark = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(height));
            for x in 0..width {
                let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(width));
                let total = sum(right, bottom)
                    .wrapping_sub(sum(left, bottom))
                    .wrapping_sub(sum(right, top))
                    .wrapping_add(sum(left, top));
                let count = u32::try_from((right - left) * (bottom - top)).unwrap_or(1);
                dark.push(u32::from(self.at(x, y)) * count < total - total / 32);
            }
        }
        dark
    }
}

/// How a picture is prepared for one attempt.
#[derive(Clone, Copy)]
struct Attempt {
    /// The size, in quarters of the size of the picture.
    quarters: usize,
    /// The radius of our own threshold, in pixels; 0 leaves the threshold to `rqrr`.
    radius: usize,
}

/// Decodes the first QR code whose text `is_wanted`; without one, the first that can be decoded.
/// `is_late` is asked before each further attempt.
pub fn decode(
    picture: &Grey,
    is_wanted: impl Fn(&str) -> bool,
    is_late: impl Fn() -> bool,
) -> Option<String> {
    let mut other = None;
    for attempt in attempts(picture) {
        let scaled = (attempt.quarters != 4).then(|| picture.scaled(attempt.quarters));
        let texts = texts(scaled.as_ref().unwrap_or(picture), attempt.radius);
        for text in texts {
            if is_wanted(&text) {
                return Some(text);
            }
            other.get_or_insert(text);
        }
        if other.is_some() || is_late() {
            break;
        }
    }
    other
}

fn attempts(picture: &Grey) -> Vec<Attempt> {
    let side = picture.width.max(picture.height);
    let attempt = |quarters, radius| Attempt { quarters, radius };
    let mut attempts = vec![attempt(4, 0), attempt(4, 12), attempt(4, 25)];
    if side >= 1_000 {
        attempts.push(attempt(2, 0));
        attempts.push(attempt(2, 12));
        attempts.push(attempt(3, 20));
    }
    if side <= 1_600 {
        attempts.push(attempt(8, 25));
        attempts.push(attempt(8, 0));
    }
    attempts
}

/// Decodes every code that `rqrr` finds.
fn texts(picture: &Grey, radius: usize) -> Vec<String> {
    let (width, height) = (picture.width, picture.height);
    let mut prepared = if radius == 0 {
        PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.at(x, y))
    } else {
        let dark = picture.dark(radius);
        PreparedImage::prepare_from_bitmap(width, height, |x, y| {
            dark.get(y * width + x).copied().unwrap_or(false)
        })
    };
    let grids = prepared.detect_grids();
    let decoded = grids.iter().filter_map(|grid| grid.decode().ok());
    decoded.map(|(_, text)| text).collect()
}
