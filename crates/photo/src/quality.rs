//! Whether a person will be able to read a photo: advice, never a refusal.
//!
//! All of it looks at brightness only, on a copy of at most [`crate::resize::QUALITY_SIDE`] pixels.

use crate::QualityWarning;

/// A picture in shades of grey, row by row.
#[derive(Clone, Copy, Debug)]
pub struct Luma<'a> {
    width: usize,
    height: usize,
    pixels: &'a [u8],
}

impl<'a> Luma<'a> {
    /// A picture of this width; pixels behind the last whole row are passed over.
    #[must_use]
    pub fn new(width: usize, pixels: &'a [u8]) -> Self {
        let height = pixels.len().checked_div(width).unwrap_or(0);
        Self {
            width,
            height,
            pixels: pixels.get(..width * height).unwrap_or_default(),
        }
    }

    fn row(&self, y: usize) -> &'a [u8] {
        self.pixels
            .get(y * self.width..(y + 1) * self.width)
            .unwrap_or_default()
    }
}

/// The brightness of pixels of four bytes, as a canvas gives them (Rec. 601 weights).
#[must_use]
pub fn luma(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4)
        .map(|pixel| {
            let weight = |at: usize, by: u32| pixel.get(at).map_or(0, |part| u32::from(*part) * by);
            u8::try_from((weight(0, 77) + weight(1, 150) + weight(2, 29)) >> 8).unwrap_or(u8::MAX)
        })
        .collect()
}

/// Below this the brightest twentieth of a photo is not as bright as paper in a dim room.
const DARK: usize = 95;
/// A longer side with fewer pixels than this shows an A4 page at less than 85 dots an inch.
const SMALL: u32 = 1_000;

/// What to advise about a photo: its grey copy, and its size before it was made smaller.
#[must_use]
pub fn warnings(picture: &Luma<'_>, original: (u32, u32)) -> Vec<QualityWarning> {
    let mut warnings = Vec::new();
    let dark = is_dark(picture);
    if dark {
        warnings.push(QualityWarning::Dark);
    }
    let small = original.0.max(original.1) < SMALL;
    // A small picture was enlarged by somebody or is soft anyway, and the same retake mends a
    // dark one: one word of advice is heard, three are not.
    if !dark && !small && is_blurred(picture) {
        warnings.push(QualityWarning::Blur);
    }
    if small {
        warnings.push(QualityWarning::Small);
    }
    if warnings.is_empty() && is_cut(picture) {
        warnings.push(QualityWarning::Cut);
    }
    warnings
}

/// How far inside the frame the line is that is searched for writing, in hundredths of the
/// shorter side: codecs smear the very last pixels.
const INSIDE: usize = 1;
/// A place is ink where it is darker than this part of the paper, and paper where it is brighter
/// than the other one, in hundredths.
const INK_PERCENT: u32 = 55;
const PAPER_PERCENT: u32 = 75;
/// Strokes that one side of the frame must cut before it is said: a ruled line, a thumb or the
/// fold of a paper are fewer.
const STROKES: usize = 6;

/// Detects writing that runs out of the frame: one side is mostly paper and cuts strokes.
///
/// A paper that fills the frame has a margin there, a table is darker than the paper or has no
/// strokes as dark as ink. What is not bright for the most part says nothing.
fn is_cut(picture: &Luma<'_>) -> bool {
    let mut counts = [0usize; 256];
    for pixel in picture.pixels {
        counts[usize::from(*pixel)] += 1;
    }
    let mut above = 0;
    let paper = counts.iter().enumerate().rev().find(|(_, count)| {
        above += **count;
        above * 5 >= picture.pixels.len()
    });
    let Some((paper, _)) = paper else {
        return false;
    };
    let share = |percent: u32| u32::try_from(paper).unwrap_or(0) * percent / 100;
    let (ink, blank) = (share(INK_PERCENT), share(PAPER_PERCENT));
    let deep = picture.width.min(picture.height) * INSIDE / 100;
    let column = |x: usize| -> Vec<u8> {
        let rows = (0..picture.height).map(|y| picture.row(y).get(x).copied().unwrap_or(0));
        rows.collect()
    };
    let sides = [
        picture.row(deep).to_vec(),
        picture
            .row(picture.height.saturating_sub(deep + 1))
            .to_vec(),
        column(deep),
        column(picture.width.saturating_sub(deep + 1)),
    ];
    sides.iter().any(|side| {
        let bright = side.iter().filter(|pixel| u32::from(**pixel) >= blank);
        if side.is_empty() || bright.count() * 5 < side.len() * 3 {
            return false;
        }
        // A stroke begins where paper was and ink is; grain between the two begins none.
        let mut on_paper = true;
        let mut strokes = 0;
        for pixel in side {
            let pixel = u32::from(*pixel);
            if on_paper && pixel < ink {
                strokes += 1;
                on_paper = false;
            } else if pixel >= blank {
                on_paper = true;
            }
        }
        strokes >= STROKES
    })
}

fn is_dark(picture: &Luma<'_>) -> bool {
    let mut counts = [0usize; 256];
    for pixel in picture.pixels {
        counts[usize::from(*pixel)] += 1;
    }
    let mut brighter = 0;
    let brightest = counts.iter().enumerate().rev().find(|(_, count)| {
        brighter += **count;
        brighter * 20 >= picture.pixels.len()
    });
    !picture.pixels.is_empty() && brightest.is_some_and(|(level, _)| level < DARK)
}

/// Between neighbours on the strongest edges, how much of a step of four pixels is taken by
/// one: a sharp edge takes half of it or more, a soft one a quarter.
const SOFT_PERCENT: u32 = 42;
/// Weaker steps are noise and shades, whose softness says nothing.
const STEP: u16 = 40;

/// Whether few edges are sharp, or hardly any edge is left.
///
/// Not the variance of the Laplacian: that measures how much text there is as much as how
/// sharp it is, and calls a sharp form with few lines blurred. Here only places count where
/// the brightness changes by much within four pixels, and of each only how steep it is.
fn is_blurred(picture: &Luma<'_>) -> bool {
    let mut edges = 0u64;
    let mut steep = 0u64;
    let mut count = |five: [u8; 5]| {
        let step = u16::from(five[0].abs_diff(five[4]));
        if step < STEP {
            return;
        }
        let steepest = five
            .windows(2)
            .map(|pair| pair[0].abs_diff(pair[1]))
            .max()
            .unwrap_or(0);
        edges += 1;
        steep += u64::from(u32::from(steepest) * 100 > u32::from(step) * SOFT_PERCENT);
    };
    for y in 0..picture.height {
        for window in picture.row(y).windows(5) {
            if let Ok(five) = window.try_into() {
                count(five);
            }
        }
    }
    for y in 4..picture.height {
        let rows: [&[u8]; 5] = core::array::from_fn(|back| picture.row(y - back));
        for x in 0..picture.width {
            count(rows.map(|row| row.get(x).copied().unwrap_or(0)));
        }
    }
    // A thousandth of the places: a paper or a face with fewer sharp ones is a grey wall.
    let pixels = picture.pixels.len() as u64;
    pixels > 0 && (steep * 1000 < pixels || steep * 4 < edges)
}

/// Side of the grey square from which a fingerprint is taken.
const SQUARE: usize = 32;
/// Frequencies kept in each direction.
const KEPT: usize = 8;

/// A fingerprint that changes little when a photo is taken again, packed or made smaller.
///
/// The 8 × 8 lowest frequencies of a 32 × 32 copy, each one bit: above their median or not.
#[must_use]
pub fn fingerprint(picture: &Luma<'_>) -> u64 {
    let square = shrunk(picture);
    let wave: [[f32; SQUARE]; KEPT] = core::array::from_fn(|frequency| {
        core::array::from_fn(|at| {
            let angle = (2 * at + 1) as f32 * (frequency as f32 + 1.0) * core::f32::consts::PI;
            (angle / (2 * SQUARE) as f32).cos()
        })
    });
    // Along the rows first, then down the columns.
    let along: [[f32; KEPT]; SQUARE] = core::array::from_fn(|y| {
        core::array::from_fn(|u| {
            square[y]
                .iter()
                .zip(&wave[u])
                .map(|(pixel, wave)| pixel * wave)
                .sum()
        })
    });
    let mut strengths = [0f32; KEPT * KEPT];
    for (at, strength) in strengths.iter_mut().enumerate() {
        let (v, u) = (at / KEPT, at % KEPT);
        *strength = (0..SQUARE).map(|y| along[y][u] * wave[v][y]).sum();
    }
    let mut sorted = strengths;
    sorted.sort_by(f32::total_cmp);
    let median = (sorted[31] + sorted[32]) / 2.0;
    strengths.iter().fold(0, |bits, strength| {
        bits << 1 | u64::from(*strength > median)
    })
}

/// A copy of 32 × 32 mean values.
fn shrunk(picture: &Luma<'_>) -> [[f32; SQUARE]; SQUARE] {
    let mut sums = [[(0u32, 0u32); SQUARE]; SQUARE];
    for y in 0..picture.height {
        let row = &mut sums[y * SQUARE / picture.height];
        for (x, pixel) in picture.row(y).iter().enumerate() {
            let cell = &mut row[x * SQUARE / picture.width];
            cell.0 += u32::from(*pixel);
            cell.1 += 1;
        }
    }
    sums.map(|row| row.map(|(sum, count)| sum as f32 / count.max(1) as f32))
}

/// The fingerprint as it travels: 16 hex digits.
#[must_use]
pub fn to_hex(fingerprint: u64) -> String {
    let digit = |at: u32| char::from_digit((fingerprint >> (60 - 4 * at) & 15) as u32, 16);
    (0..16).filter_map(digit).collect()
}

/// Bits in which two photos of one side may differ. Two different papers differ in about
/// 32 of the 64.
const ALIKE: u32 = 8;

/// Whether two photos, by the `fingerprint` of the worker's answer, show the same side.
///
/// What is no fingerprint (a PDF has none) is like nothing.
///
/// ```
/// assert!(hoso_photo::alike("00ff00ff00ff00ff", "00ff00ff00ff00fe"));
/// assert!(!hoso_photo::alike("00ff00ff00ff00ff", "ff00ff00ff00ff00"));
/// assert!(!hoso_photo::alike("", ""));
/// ```
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let read = |fingerprint: &str| {
        let sixteen =
            fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
        sixteen
            .then(|| u64::from_str_radix(fingerprint, 16).ok())
            .flatten()
    };
    match (read(one), read(other)) {
        (Some(one), Some(other)) => (one ^ other).count_ones() <= ALIKE,
        _ => false,
    }
}
