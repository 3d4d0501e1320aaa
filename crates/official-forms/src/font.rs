//! The two font faces of the forms, with the data that the layout needs.
//!
//! The parser reads only the tables of our own subsets: `head`, `hhea`, `hmtx`, `cmap` format 4, `loca`
//! and `glyf`. Missing data is read as zero or empty, so a broken file results in a blank page and a
//! failed test, never in a panic.
//!
//! Source: OpenType 1.9.1, the chapters of these tables; read 2026-11-21.

use std::sync::OnceLock;

static REGULAR: &[u8] = include_bytes!("../fonts/Tinos-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/Tinos-Bold.ttf");

/// The platform and encoding of Unicode's first plane in a `cmap`.
const UNICODE: (u16, u16) = (3, 1);

/// The font weight of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Glyph 0, an empty box, which is shown for a character without a glyph.
pub(crate) const NO_GLYPH: u16 = 0;

/// A parsed font face.
pub(crate) struct Face {
    /// The font file that is embedded in the PDF.
    pub(crate) file: &'static [u8],
    /// Its name in the PDF; the prefix of six letters marks a subset.
    pub(crate) name: &'static str,
    /// Character and glyph, sorted by character.
    letters: Vec<(u16, u16)>,
    /// Advance of each glyph, in thousandths of the font size.
    advances: Vec<f32>,
    units: f32,
    glyf: usize,
    /// Offset of each outline in `glyf`.
    outlines: Vec<usize>,
}

/// The bounding box of a glyph's outline, in thousandths of the font size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink {
    pub(crate) left: f32,
    pub(crate) bottom: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
}

/// Returns the face of a weight, which is parsed once.
pub(crate) fn face(weight: Weight) -> &'static Face {
    static READ_REGULAR: OnceLock<Face> = OnceLock::new();
    static READ_BOLD: OnceLock<Face> = OnceLock::new();
    match weight {
        Weight::Regular => READ_REGULAR.get_or_init(|| Face::read(REGULAR, "HOSOAA+Tinos")),
        Weight::Bold => READ_BOLD.get_or_init(|| Face::read(BOLD, "HOSOAB+Tinos-Bold")),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..at.saturating_add(2)) {
        Some(&[a, b]) => u16::from_be_bytes([a, b]),
        _ => 0,
    }
}

fn i16_at(bytes: &[u8], at: usize) -> i16 {
    u16_at(bytes, at).cast_signed()
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    usize::from(u16_at(bytes, at)) << 16 | usize::from(u16_at(bytes, at + 2))
}

/// Returns the offset of a table; the length of the file if it is missing.
fn table(file: &[u8], tag: &[u8; 4]) -> usize {
    let tables = usize::from(u16_at(file, 4));
    (0..tables)
        .map(|i| 12 + 16 * i)
        .find(|at| file.get(*at..at + 4) == Some(tag))
        .map_or(file.len(), |at| u32_at(file, at + 8))
}

impl Face {
    fn read(file: &'static [u8], name: &'static str) -> Self {
        let head = table(file, b"head");
        let units = f32::from(u16_at(file, head + 18).max(1));
        let long = u16_at(file, head + 50) != 0;
        let glyphs = usize::from(u16_at(file, table(file, b"maxp") + 4));
        let widths = usize::from(u16_at(file, table(file, b"hhea") + 34)).max(1);
        let hmtx = table(file, b"hmtx");
        let loca = table(file, b"loca");
        Self {
            file,
            name,
            letters: letters(file),
            // The last advance applies to all further glyphs.
            advances: (0..glyphs)
                .map(|glyph| u16_at(file, hmtx + 4 * glyph.min(widths - 1)))
                .map(|advance| f32::from(advance) * 1000.0 / units)
                .collect(),
            units,
            glyf: table(file, b"glyf"),
            outlines: (0..=glyphs)
                .map(|glyph| {
                    if long {
                        u32_at(file, loca + 4 * glyph)
                    } else {
                        usize::from(u16_at(file, loca + 2 * glyph)) * 2
                    }
                })
                .collect(),
        }
    }

    /// Returns the glyph of a character.
    pub(crate) fn glyph(&self, letter: char) -> Option<u16> {
        let code = u16::try_from(u32::from(letter)).ok()?;
        let at = self.letters.binary_search_by_key(&code, |l| l.0).ok()?;
        self.letters.get(at).map(|l| l.1)
    }

    /// Returns the advance of a glyph, in thousandths of the font size.
    pub(crate) fn advance(&self, glyph: u16) -> f32 {
        self.advances
            .get(usize::from(glyph))
            .copied()
            .unwrap_or(0.0)
    }

    /// Returns the advances of all glyphs in order.
    pub(crate) fn advances(&self) -> &[f32] {
        &self.advances
    }

    /// Iterates over all characters with their glyphs.
    pub(crate) fn letters(&self) -> impl Iterator<Item = (char, u16)> + '_ {
        self.letters
            .iter()
            .filter_map(|(code, glyph)| Some((char::from_u32(u32::from(*code))?, *glyph)))
    }

    /// Returns the bounding box of a glyph's outline; `None` for a space.
    pub(crate) fn ink(&self, glyph: u16) -> Option<Ink> {
        let glyph = usize::from(glyph);
        let (from, to) = (self.outlines.get(glyph)?, self.outlines.get(glyph + 1)?);
        if from >= to {
            return None;
        }
        let side =
            |n: usize| f32::from(i16_at(self.file, self.glyf + from + 2 * n)) * 1000.0 / self.units;
        Some(Ink {
            left: side(1),
            bottom: side(2),
            right: side(3),
            top: side(4),
        })
    }
}

/// Parses a `cmap` of format 4: character and glyph, sorted by character.
fn letters(file: &[u8]) -> Vec<(u16, u16)> {
    let cmap = table(file, b"cmap");
    let tables = usize::from(u16_at(file, cmap + 2));
    let Some(at) = (0..tables)
        .map(|i| cmap + 4 + 8 * i)
        .find(|at| (u16_at(file, *at), u16_at(file, at + 2)) == UNICODE)
        .map(|at| cmap + u32_at(file, at + 4))
        .filter(|at| u16_at(file, *at) == 4)
    else {
        return Vec::new();
    };
    let doubled = usize::from(u16_at(file, at + 6));
    let mut letters = Vec::new();
    for segment in (0..doubled).step_by(2) {
        let last = u16_at(file, at + 14 + segment);
        let first = u16_at(file, at + 16 + doubled + segment);
        let delta = u16_at(file, at + 16 + 2 * doubled + segment);
        let offset_at = at + 16 + 3 * doubled + segment;
        let offset = usize::from(u16_at(file, offset_at));
        for code in first..=last {
            let glyph = if offset == 0 {
                code.wrapping_add(delta)
            } else {
                let place = offset_at + offset + 2 * usize::from(code - first);
                match u16_at(file, place) {
                    0 => 0,
                    glyph => glyph.wrapping_add(delta),
                }
            };
            if glyph != 0 && code != u16::MAX {
                letters.push((code, glyph));
            }
        }
    }
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ok_both_faces_have_the_same_letters_and_one_glyph_for_each() {
        let of = |weight| face(weight).letters().collect::<Vec<_>>();
        let (regular, bold) = (of(Weight::Regular), of(Weight::Bold));
        let letters: Vec<char> = regular.iter().map(|l| l.0).collect();
        assert_eq!(letters, bold.iter().map(|l| l.0).collect::<Vec<_>>());
        assert!(letters.len() > 450, "{}", letters.len());
        // Copied text is correct only if no two characters share a glyph.
        for face in [regular, bold] {
            let glyphs: BTreeSet<u16> = face.iter().map(|l| l.1).collect();
            assert_eq!(glyphs.len(), face.len());
        }
    }

    #[test]
    fn ok_widths_and_ink_are_those_of_times() {
        let regular = face(Weight::Regular);
        // 1024 of 2048 units, as in every font that is metric-compatible with Times.
        let x = regular.glyph('x').unwrap();
        assert_eq!(regular.advance(x), 500.0);
        assert!((regular.ink(x).unwrap().top - 459.0).abs() < 1.0);
        assert_eq!(regular.ink(regular.glyph(' ').unwrap()), None);
        assert_eq!(regular.glyph('中'), None);
    }
}
