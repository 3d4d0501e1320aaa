//! Finds and decodes a QR code in a picture. Needs no browser.
//!
//! The crate `rqrr` decodes. It compares each pixel with a moving mean of its row, which fails in
//! blur and under uneven light, so further attempts use other sizes and a threshold of our own.

use std::borrow::Cow;

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

    /// Returns the mean of the square around each pixel.
    fn means(&self, radius: usize) -> Vec<u8> {
        let (width, height) = (self.width, self.height);
        // The sum of all pixels above and left of a pixel. It may wrap: the difference of two sums is
        // that of a square, which does not.
        let stride = width + 1;
        let mut sums = vec![0_u32; stride * (height + 1)];
        for y in 0..height {
            let mut row = 0_u32;
            for x in 0..width {
                row = row.wrapping_add(u32::from(self.at(x, y)));
                let above = sums.get(y * stride + x + 1).copied().unwrap_or(0);
                if let Some(sum) = sums.get_mut((y + 1) * stride + x + 1) {
                    *sum = above.wrapping_add(row);
                }
            }
        }
        let sum = |x: usize, y: usize| sums.get(y * stride + x).copied().unwrap_or(0);
        let mut means = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(height));
            for x in 0..width {
                let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(width));
                let total = sum(right, bottom)
                    .wrapping_sub(sum(left, bottom))
                    .wrapping_sub(sum(right, top))
                    .wrapping_add(sum(left, top));
                let count = u32::try_from((right - left) * (bottom - top)).unwrap_or(1);
                means.push(u8::try_from(total / count.max(1)).unwrap_or(u8::MAX));
            }
        }
        means
    }

    /// Removes noise: each pixel becomes the mean of the square around it.
    fn smoothed(&self, radius: usize) -> Self {
        Self::new(self.width, self.means(radius))
    }

    /// Restores the edges that a blur took: the difference from the mean of the square around a pixel
    /// is multiplied.
    fn sharpened(&self, radius: usize, factor: i32) -> Self {
        let means = self.means(radius);
        let pixels = self.pixels.iter().zip(means).map(|(pixel, mean)| {
            let (pixel, mean) = (i32::from(*pixel), i32::from(mean));
            let sharp = (pixel + factor * (pixel - mean)).clamp(0, 255);
            u8::try_from(sharp).unwrap_or(u8::MAX)
        });
        Self::new(self.width, pixels.collect())
    }

    /// Marks each pixel that is darker than the mean of the square around it.
    fn dark(&self, radius: usize) -> Vec<bool> {
        let means = self.means(radius);
        let is_dark = |(pixel, mean): (&u8, u8)| *pixel < mean - mean / 32;
        self.pixels.iter().zip(means).map(is_dark).collect()
    }
}

/// The preparation of a picture for one attempt.
#[derive(Clone, Copy)]
struct Attempt {
    /// The size, in quarters of the size of the picture.
    quarters: usize,
    /// The radius of the smoothing, in pixels; 0 for none.
    smooth: usize,
    /// The radius and the factor of the sharpening; a factor of 0 for none.
    sharpen: (usize, i32),
    /// The radius of our own threshold, in pixels; 0 leaves the threshold to `rqrr`.
    threshold: usize,
}

impl Attempt {
    /// Decodes every code that is found.
    fn texts(self, picture: &Grey) -> Vec<String> {
        let mut prepared = Cow::Borrowed(picture);
        if self.quarters != 4 {
            prepared = Cow::Owned(prepared.scaled(self.quarters));
        }
        if self.smooth > 0 {
            prepared = Cow::Owned(prepared.smoothed(self.smooth));
        }
        let (radius, factor) = self.sharpen;
        if factor > 0 {
            prepared = Cow::Owned(prepared.sharpened(radius, factor));
        }
        texts(&prepared, self.threshold)
    }
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
        for text in attempt.texts(picture) {
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

/// The attempts for pictures of a live camera, one for each picture in turn.
const OF_FRAMES: [Attempt; 3] = [
    Attempt {
        quarters: 4,
        smooth: 0,
        sharpen: (0, 0),
        threshold: 25,
    },
    Attempt {
        quarters: 4,
        smooth: 1,
        sharpen: (4, 2),
        threshold: 0,
    },
    Attempt {
        quarters: 4,
        smooth: 1,
        sharpen: (4, 4),
        threshold: 25,
    },
];

/// Decodes a QR code in the picture with this number of a live camera, by one attempt: the next picture
/// is a new chance, so no picture keeps the processor long. Prefers a text that `is_wanted`.
pub fn decode_frame(
    picture: &Grey,
    nth: usize,
    is_wanted: impl Fn(&str) -> bool,
) -> Option<String> {
    let attempt = OF_FRAMES.get(nth % OF_FRAMES.len())?;
    let mut texts = attempt.texts(picture);
    let wanted = texts.iter().position(|text| is_wanted(text)).unwrap_or(0);
    (wanted < texts.len()).then(|| texts.swap_remove(wanted))
}

/// Returns the attempts for a picture of this size, the most successful first. The radii are for modules
/// of three to eight pixels; measured with `cargo run -p hoso-tests --example qr_hit_rate`.
fn attempts(picture: &Grey) -> Vec<Attempt> {
    let side = picture.width.max(picture.height);
    let attempt = |quarters, smooth, sharpen, threshold| Attempt {
        quarters,
        smooth,
        sharpen,
        threshold,
    };
    let mut attempts = vec![
        attempt(4, 0, (0, 0), 25),
        attempt(4, 1, (4, 2), 0),
        attempt(4, 1, (6, 4), 0),
        attempt(4, 1, (4, 4), 25),
        attempt(4, 0, (0, 0), 0),
        attempt(4, 2, (4, 3), 25),
        attempt(4, 1, (3, 6), 25),
        attempt(3, 1, (3, 3), 25),
        attempt(4, 1, (0, 0), 25),
        attempt(3, 0, (0, 0), 20),
    ];
    if side >= 1_000 {
        attempts.push(attempt(2, 0, (0, 0), 20));
    }
    if side <= 1_600 {
        attempts.push(attempt(8, 1, (0, 0), 40));
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
