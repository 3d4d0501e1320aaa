//! How far a photo is made smaller, and how hard it is packed.

/// Longest side of what is sent, in pixels: small print of an A4 page stays readable.
pub const MAX_SIDE: u32 = 2_000;
/// Most bytes of what is sent.
pub const MAX_BYTES: usize = 800_000;
/// Longest side of the small picture shown in the page.
pub const THUMB_SIDE: u32 = 320;
/// Most bytes of the small picture.
pub const MAX_THUMB_BYTES: usize = 20_000;
/// Longest side of the copy that [`crate::quality`] looks at.
pub const QUALITY_SIDE: u32 = 1_000;

/// Width and height such that the longer side is at most `max_side`; nothing is made larger,
/// and no side vanishes.
#[must_use]
pub fn fit(width: u32, height: u32, max_side: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= max_side {
        return (width.max(1), height.max(1));
    }
    let scaled = |length: u32| {
        let rounded =
            (u64::from(length) * u64::from(max_side) + u64::from(side) / 2) / u64::from(side);
        u32::try_from(rounded).unwrap_or(max_side).max(1)
    };
    (scaled(width), scaled(height))
}

/// How a picture is put upright: mirrored from left to right or not, then turned clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Whether left and right are swapped.
    pub mirrored: bool,
    /// Quarters clockwise, 0 to 3.
    pub quarter_turns: u8,
}

impl Rotation {
    /// Combines an Exif orientation, 1 to 8, with further quarter turns that the person asked for.
    #[must_use]
    pub const fn of(orientation: u8, quarter_turns: u8) -> Self {
        let (mirrored, first) = match orientation {
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => (false, 0),
        };
        Self {
            mirrored,
            quarter_turns: (first + quarter_turns % 4) % 4,
        }
    }
}

/// One try at packing: how large and how good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Longest side in pixels.
    pub max_side: u32,
    /// Quality of the JPEG in percent.
    pub quality: u8,
    max_bytes: usize,
}

/// Text suffers from a lower quality before it suffers from fewer pixels only down to here.
const MIN_QUALITY: u8 = 60;

impl Attempt {
    /// The first try for what is sent.
    #[must_use]
    pub const fn photo() -> Self {
        Self {
            max_side: MAX_SIDE,
            quality: 85,
            max_bytes: MAX_BYTES,
        }
    }

    /// The first try for the small picture.
    #[must_use]
    pub const fn thumb() -> Self {
        Self {
            max_side: THUMB_SIDE,
            quality: 75,
            max_bytes: MAX_THUMB_BYTES,
        }
    }

    /// What to try after this one gave so many bytes, or nothing when it is light enough.
    ///
    /// The quality falls first, by two steps where one would not do; then the picture
    /// shrinks. There are at most fifteen tries, and three for any real photo.
    #[must_use]
    pub fn after(self, bytes: usize) -> Option<Self> {
        if bytes <= self.max_bytes {
            return None;
        }
        let far = bytes / 4 * 3 > self.max_bytes;
        if self.quality > MIN_QUALITY {
            let step = if far { 25 } else { 12 };
            return Some(Self {
                quality: self.quality.saturating_sub(step).max(MIN_QUALITY),
                ..self
            });
        }
        let max_side = self.max_side / 10 * if far { 6 } else { 8 };
        (max_side >= 64).then_some(Self { max_side, ..self })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn ok_sides() {
        for (size, fitted) in [
            ((4000, 3000), (2000, 1500)),
            ((3000, 4000), (1500, 2000)),
            ((640, 480), (640, 480)),
            ((32_767, 1), (2000, 1)),
            ((2001, 2001), (2000, 2000)),
            ((0, 0), (1, 1)),
            ((u32::MAX, u32::MAX), (2000, 2000)),
        ] {
            assert_eq!(fit(size.0, size.1, MAX_SIDE), fitted, "{size:?}");
        }
    }

    #[test]
    fn ok_light_enough_at_once() {
        assert_eq!(Attempt::photo().after(MAX_BYTES), None);
    }

    #[test]
    fn ok_every_search_ends() {
        for start in [Attempt::photo(), Attempt::thumb()] {
            let mut attempt = start;
            let mut tries = 1;
            while let Some(next) = attempt.after(usize::MAX) {
                assert!(next.quality < attempt.quality || next.max_side < attempt.max_side);
                assert!(next.quality >= MIN_QUALITY);
                attempt = next;
                tries += 1;
            }
            assert!(tries <= 15, "{tries}");
        }
    }

    #[test]
    fn ok_a_little_too_heavy_costs_a_little() {
        let next = Attempt::photo().after(MAX_BYTES + 1).unwrap();
        assert_eq!((next.max_side, next.quality), (MAX_SIDE, 73));
        let next = Attempt::photo().after(MAX_BYTES * 2).unwrap();
        assert_eq!((next.max_side, next.quality), (MAX_SIDE, 60));
    }
}
