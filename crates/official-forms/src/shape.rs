//! Converts characters to glyphs, and breaks text into lines.

use hoso_identifiers::text;

use crate::font::{Face, NO_GLYPH, Weight, face};

/// A run of text in one font weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) weight: Weight,
    pub(crate) text: String,
}

impl Span {
    pub(crate) fn regular(text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Regular,
            text: text.into(),
        }
    }

    pub(crate) fn bold(text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Bold,
            text: text.into(),
        }
    }
}

/// A positioned glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    /// The advance, in thousandths of the font size.
    pub(crate) advance: f32,
    /// The offset of a combining mark from the pen position, in thousandths of the font size.
    pub(crate) shift: (f32, f32),
    /// The character, if the font has no glyph for it.
    pub(crate) lacking: Option<char>,
}

/// The glyphs of a run of text in one font weight.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) weight: Weight,
    pub(crate) glyphs: Vec<Glyph>,
}

/// A line of glyphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Piece>,
    /// Its width in thousandths of the font size, without a trailing space.
    pub(crate) width: f32,
}

impl Line {
    fn push(&mut self, weight: Weight, glyphs: &[Glyph]) {
        match self.pieces.last_mut() {
            Some(piece) if piece.weight == weight => piece.glyphs.extend_from_slice(glyphs),
            _ => self.pieces.push(Piece {
                weight,
                glyphs: glyphs.to_vec(),
            }),
        }
    }
}

/// Returns whether this is a combining mark.
fn combines(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Returns whether this mark is below the letter or on its shoulder, so that the height of the letter
/// does not matter.
fn stays_low(mark: char) -> bool {
    matches!(mark, '\u{31b}' | '\u{323}'..='\u{332}')
}

/// The gap between a letter and a raised mark, in thousandths of the font size.
const GAP: f32 = 40.0;

/// Returns the glyphs of a text. Names of minorities have letters that Unicode encodes only as a letter
/// and a combining mark (c̆, ê̆): the mark is centred on the letter and raised above it.
fn glyphs(face: &Face, letters: &str) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(letters.len());
    // The base of the next marks: its advance, and the bounding box including previous marks.
    let mut base = None;
    for letter in letters.chars() {
        let shown = match letter {
            '\u{a0}' | '\t' | '\u{202f}' | '\u{2009}' => ' ',
            other => other,
        };
        let Some(id) = face.glyph(shown) else {
            base = None;
            out.push(Glyph {
                id: NO_GLYPH,
                advance: face.advance(NO_GLYPH),
                shift: (0.0, 0.0),
                lacking: Some(letter),
            });
            continue;
        };
        let ink = face.ink(id);
        let mut glyph = Glyph {
            id,
            advance: face.advance(id),
            shift: (0.0, 0.0),
            lacking: None,
        };
        match (base, ink) {
            (Some((advance, left, right, top)), Some(mark)) if combines(letter) => {
                let low = stays_low(letter);
                let raised = if low {
                    0.0
                } else {
                    f32::max(0.0, top + GAP - mark.bottom)
                };
                // A horn is on the right shoulder, where the font positions it.
                let shift_x = if letter == '\u{31b}' {
                    right - advance
                } else {
                    (left + right) / 2.0 - advance - (mark.left + mark.right) / 2.0
                };
                glyph.shift = (shift_x, raised);
                let top = if low { top } else { mark.top + raised };
                base = Some((advance, left, right, top));
            }
            (_, Some(ink)) => base = Some((glyph.advance, ink.left, ink.right, ink.top)),
            (_, None) => base = None,
        }
        out.push(glyph);
    }
    out
}

fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// Returns the width of a text in one line, in thousandths of the font size.
pub(crate) fn measure(spans: &[Span]) -> f32 {
    lines(spans, f32::INFINITY, 0.0)
        .iter()
        .map(|line| line.width)
        .fold(0.0, f32::max)
}

/// Breaks a text into lines of at most `limit`, the first of at most `limit - taken`, in
/// thousandths of the font size. It breaks at spaces and line breaks; a word longer than a line is
/// split.
pub(crate) fn lines(spans: &[Span], limit: f32, taken: f32) -> Vec<Line> {
    let mut breaker = Breaker {
        lines: Vec::new(),
        line: Line::default(),
        used: taken,
        width: taken,
        limit,
    };
    // A word may have several font weights: "[01]." followed by a value.
    let mut word: Vec<(Weight, Vec<Glyph>)> = Vec::new();
    for span in spans {
        let face = face(span.weight);
        let composed = text::nfc(&span.text);
        for (i, row) in composed
            .split(['\n', '\r', '\u{2028}', '\u{2029}'])
            .enumerate()
        {
            if i > 0 {
                breaker.word(&mut word);
                breaker.end();
            }
            for (j, part) in row.split(' ').enumerate() {
                if j > 0 {
                    breaker.word(&mut word);
                    breaker.space(span.weight, &glyphs(face, " "));
                }
                if !part.is_empty() {
                    word.push((span.weight, glyphs(face, part)));
                }
            }
        }
    }
    breaker.word(&mut word);
    breaker.end();
    breaker.lines
}

struct Breaker {
    lines: Vec<Line>,
    line: Line,
    /// The width up to the pen position.
    used: f32,
    /// The width up to the end of the last word.
    width: f32,
    limit: f32,
}

impl Breaker {
    fn end(&mut self) {
        let mut line = core::mem::take(&mut self.line);
        line.width = self.width;
        self.lines.push(line);
        self.used = 0.0;
        self.width = 0.0;
    }

    /// Adds a space. It may exceed the line; it separates the words in copied text.
    fn space(&mut self, weight: Weight, glyphs: &[Glyph]) {
        self.line.push(weight, glyphs);
        self.used += width(glyphs);
    }

    fn word(&mut self, word: &mut Vec<(Weight, Vec<Glyph>)>) {
        let long: f32 = word.iter().map(|(_, glyphs)| width(glyphs)).sum();
        if self.used + long > self.limit && self.used > 0.0 && !word.is_empty() {
            self.end();
        }
        for (weight, glyphs) in word.drain(..) {
            let mut rest = glyphs.as_slice();
            while !rest.is_empty() {
                let fits = self.fitting(rest);
                let (now, later) = rest.split_at(fits);
                self.line.push(weight, now);
                self.used += width(now);
                self.width = self.used;
                rest = later;
                if !rest.is_empty() {
                    self.end();
                }
            }
        }
    }

    /// Returns how many of these glyphs fit in the line: at least one, and marks with their letter.
    fn fitting(&self, glyphs: &[Glyph]) -> usize {
        let mut used = self.used;
        for (i, glyph) in glyphs.iter().enumerate() {
            used += glyph.advance;
            let starts = glyph.shift == (0.0, 0.0);
            if used > self.limit && starts && (i > 0 || self.used > 0.0) {
                return i;
            }
        }
        glyphs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(line: &Line) -> usize {
        line.pieces.iter().map(|piece| piece.glyphs.len()).sum()
    }

    #[test]
    fn ok_words_stay_whole_and_long_ones_are_cut() {
        let three = lines(&[Span::regular("xx xx xx")], 2400.0, 0.0);
        assert_eq!(three.iter().map(letters).collect::<Vec<_>>(), [6, 2]);
        assert_eq!(three[0].width, 2250.0);
        let cut = lines(&[Span::regular("xxxxx")], 1000.0, 0.0);
        assert_eq!(cut.iter().map(letters).collect::<Vec<_>>(), [2, 2, 1]);
        // Even where nothing fits, each line takes something.
        assert_eq!(lines(&[Span::regular("xxx")], 1.0, 0.0).len(), 3);
        assert_eq!(lines(&[Span::regular("a\nb\n")], 9e9, 0.0).len(), 3);
    }

    #[test]
    fn ok_a_mark_is_centred_and_raised() {
        let name = glyphs(face(Weight::Regular), "C\u{306}");
        assert_eq!(name[1].advance, 0.0);
        assert!(name[1].shift.1 > 100.0, "{:?}", name[1].shift);
        let low = glyphs(face(Weight::Regular), "c\u{306}");
        assert!(low[1].shift.1 < 1.0);
    }

    #[test]
    fn ok_a_letter_that_the_face_lacks_is_a_box_that_remembers_it() {
        let name = glyphs(face(Weight::Bold), "Я");
        assert_eq!((name[0].id, name[0].lacking), (NO_GLYPH, Some('Я')));
        assert!(name[0].advance > 0.0);
    }
}
