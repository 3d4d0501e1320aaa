//! How far a photo is made smaller, and how hard it is packed.

/// Longest side of what is sent, in pixels: small print of an A4 page stays readable.
pub const LONGEST: u32 = 2_000;
/// Most bytes of what is sent.
pub const HEAVIEST: usize = 800_000;
/// Longest side of the small picture shown in the page.
pub const THUMB: u32 = 320;
/// Most bytes of the small picture.
pub const THUMB_HEAVIEST: usize = 20_000;
/// Longest side of the copy that [`crate::gate`] looks at.
pub const GATE: u32 = 1_000;

/// Width and height such that the longer side is at most `longest`; nothing is made larger,
/// and no side vanishes.
#[must_use]
pub fn fit(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= longest {
        return (width.max(1), height.max(1));
    }
    let scaled = |length: u32| {
        let rounded =
            (u64::from(length) * u64::from(longest) + u64::from(side) / 2) / u64::from(side);
        u32::try_from(rounded).unwrap_or(longest).max(1)
    };
    (scaled(width), scaled(height))
}

/// How a picture is put upright: mirrored from left to right or not, then turned clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Left and right change places.
    pub mirrored: bool,
    /// Quarters clockwise, 0 to 3.
    pub quarters: u8,
}

impl Turn {
    /// What an orientation of Exif, 1 to 8, asks for, and these quarters of a person after it.
    #[must_use]
    pub const fn of(orientation: u8, quarters: u8) -> Self {
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
            quarters: (first + quarters % 4) % 4,
        }
    }
}

/// One try at packing: how large and how good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Longest side in pixels.
    pub longest: u32,
    /// Quality of the JPEG in percent.
    pub quality: u8,
    heaviest: usize,
}

/// Text suffers from a lower quality before it suffers from fewer pixels only down to here.
const WORST: u8 = 60;

impl Attempt {
    /// The first try for what is sent.
    #[must_use]
    pub const fn photo() -> Self {
        Self {
            longest: LONGEST,
            quality: 85,
            heaviest: HEAVIEST,
        }
    }

    /// The first try for the small picture.
    #[must_use]
    pub const fn thumb() -> Self {
        Self {
            longest: THUMB,
            quality: 75,
            heaviest: THUMB_HEAVIEST,
        }
    }

    /// What to try after this one gave so many bytes, or nothing when it is light enough.
    ///
    /// The quality falls first, by two steps where one would not do; then the picture
    /// shrinks. There are at most fifteen tries, and three for any real photo.
    #[must_use]
    pub fn after(self, bytes: usize) -> Option<Self> {
        if bytes <= self.heaviest {
            return None;
        }
        let far = bytes / 4 * 3 > self.heaviest;
        if self.quality > WORST {
            let step = if far { 25 } else { 12 };
            return Some(Self {
                quality: self.quality.saturating_sub(step).max(WORST),
                ..self
            });
        }
        let longest = self.longest / 10 * if far { 6 } else { 8 };
        (longest >= 64).then_some(Self { longest, ..self })
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
            assert_eq!(fit(size.0, size.1, LONGEST), fitted, "{size:?}");
        }
    }

    #[test]
    fn ok_light_enough_at_once() {
        assert_eq!(Attempt::photo().after(HEAVIEST), None);
    }

    #[test]
    fn ok_every_search_ends() {
        for start in [Attempt::photo(), Attempt::thumb()] {
            let mut attempt = start;
            let mut tries = 1;
            while let Some(next) = attempt.after(usize::MAX) {
                assert!(next.quality < attempt.quality || next.longest < attempt.longest);
                assert!(next.quality >= WORST);
                attempt = next;
                tries += 1;
            }
            assert!(tries <= 15, "{tries}");
        }
    }

    #[test]
    fn ok_a_little_too_heavy_costs_a_little() {
        let next = Attempt::photo().after(HEAVIEST + 1).unwrap();
        assert_eq!((next.longest, next.quality), (LONGEST, 73));
        let next = Attempt::photo().after(HEAVIEST * 2).unwrap();
        assert_eq!((next.longest, next.quality), (LONGEST, 60));
    }
}
