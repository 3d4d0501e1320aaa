//! Generated photos, as a phone stores them. They show no real document and no real person.

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

/// The colours of the corners of [`scene`]: top left, top right, bottom left, bottom right.
pub const CORNERS: [[u8; 3]; 4] = [[220, 40, 40], [40, 200, 40], [40, 60, 220], [230, 220, 40]];

/// Pseudo-random numbers (xorshift32) with a fixed seed: the same in every run.
pub struct Noise(u32);

impl Default for Noise {
    fn default() -> Self {
        Self(2_463_534_242)
    }
}

impl Noise {
    /// Returns a number from 0 to below `count`.
    pub fn below(&mut self, count: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) % count
    }
}

/// Generates a picture with a colour in each quarter, strokes like writing, and sensor noise.
pub fn scene(width: u32, height: u32) -> RgbImage {
    let mut noise = Noise::default();
    RgbImage::from_fn(width, height, |x, y| {
        let quarter = usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
        let stroke = y % 40 < 20 && (x / 6 + y / 40) % 5 == 0 && x % 90 < 60;
        let noise = noise.below(17);
        let part = |at: usize| {
            let base = u32::from(CORNERS[quarter][at]);
            let shade = if stroke { base / 3 } else { base };
            u8::try_from((shade + noise).saturating_sub(8).min(255)).unwrap()
        };
        image::Rgb([part(0), part(1), part(2)])
    })
}

/// Rotates an upright picture to what a camera stores with this EXIF orientation.
pub fn rotated_for_exif(upright: &RgbImage, orientation: u8) -> RgbImage {
    let inverse = match orientation {
        6 => 8,
        8 => 6,
        same => same,
    };
    let mut picture = DynamicImage::ImageRgb8(upright.clone());
    picture.apply_orientation(Orientation::from_exif(inverse).unwrap());
    picture.into_rgb8()
}

/// Encodes a JPEG of quality 92.
pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 92)
        .encode_image(picture)
        .unwrap();
    bytes
}

/// Decodes a file with the `image` crate, independently of the browser.
pub fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

/// Returns which corner of [`scene`] is at each corner of this picture, by the mean colour there.
pub fn corners(picture: &RgbImage) -> [usize; 4] {
    let (width, height) = (picture.width() / 4, picture.height() / 4);
    let nearest = |left: u32, top: u32| {
        let mut sums = [0u64; 3];
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let pixel = picture.get_pixel(left + x, top + y).0;
            sums.iter_mut()
                .zip(pixel)
                .for_each(|(sum, part)| *sum += u64::from(part));
        }
        let mean = sums.map(|sum| u8::try_from(sum / u64::from(width * height)).unwrap());
        let distance = |colour: &[u8; 3]| -> u32 {
            let parts = colour.iter().zip(mean);
            parts
                .map(|(one, other)| u32::from(one.abs_diff(other)))
                .sum()
        };
        (0..4).min_by_key(|at| distance(&CORNERS[*at])).unwrap()
    };
    let (right, low) = (picture.width() - width, picture.height() - height);
    [
        nearest(0, 0),
        nearest(right, 0),
        nearest(0, low),
        nearest(right, low),
    ]
}
