//! Advice about photos: what is given, and above all when it is not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use core::ops::Range;

use hoso_photo::QualityWarning;
use hoso_photo::quality::{self, Luma};

const WIDTH: usize = 1000;
const HEIGHT: usize = 750;

/// Words in these columns and lines of a paper.
fn words(x: usize, y: usize, columns: Range<usize>, lines: Range<usize>) -> f32 {
    let place = columns.contains(&x) && lines.contains(&y);
    let line = place && y % 22 < 12 && !(x / 70 + y / 22).is_multiple_of(7);
    let stroke = (x * 7 + y / 22 * 13) % 11 < 3 || (y % 22 == 6 && x % 9 < 5);
    if line && stroke { 40.0 } else { 225.0 }
}

/// A grey picture that can be spoiled in the ways of a camera.
#[derive(Clone)]
struct Picture(Vec<f32>);

impl Picture {
    fn of(shade: impl Fn(usize, usize) -> f32) -> Self {
        Self(
            (0..HEIGHT)
                .flat_map(|y| (0..WIDTH).map(move |x| (x, y)))
                .map(|(x, y)| shade(x, y))
                .collect(),
        )
    }

    /// Paper with lines of words; each stroke is two pixels wide.
    fn page() -> Self {
        Self::of(|x, y| words(x, y, 60..940, 40..710))
    }

    /// The same with writing that is cut off at one side.
    fn cut(side: usize) -> Self {
        let (columns, lines) = [
            (0..940, 40..710),
            (60..1000, 40..710),
            (60..940, 0..710),
            (60..940, 40..760),
        ][side]
            .clone();
        // So that the lower side too goes through words, not between two lines of them.
        let down = if side == 3 { 8 } else { 0 };
        Self::of(move |x, y| words(x, y + down, columns.clone(), lines.clone()))
    }

    /// A card with a photo on it, on a dark table.
    fn card() -> Self {
        Self::of(|x, y| {
            let card = (120..880).contains(&x) && (130..620).contains(&y);
            let face = x.abs_diff(270).pow(2) + y.abs_diff(350).pow(2) < 110 * 110;
            let writing = x > 430 && y % 40 < 14 && (x / 5 + y / 40) % 4 == 0;
            match (card, face, writing) {
                (false, _, _) => 45.0 + (x % 5) as f32,
                (_, true, _) => 120.0 + (y % 60) as f32,
                (_, _, true) => 60.0,
                _ => 205.0,
            }
        })
    }

    fn bright(mut self, by: f32) -> Self {
        self.0.iter_mut().for_each(|shade| *shade *= by);
        self
    }

    /// Grain, the same in every run.
    fn grain(mut self, strength: f32) -> Self {
        let mut state = 12_345u32;
        for shade in &mut self.0 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *shade += ((state >> 16) as f32 / 65_536.0 - 0.5) * 2.0 * strength;
        }
        self
    }

    /// What a good lens does: a quarter of each neighbour along the rows.
    fn smoothed(mut self) -> Self {
        let before = self.0.clone();
        for (at, shade) in self.0.iter_mut().enumerate().skip(1) {
            let next = before.get(at + 1).copied().unwrap_or(before[at]);
            *shade = before[at - 1] / 4.0 + before[at] / 2.0 + next / 4.0;
        }
        self
    }

    /// Out of focus: three means in a row are close to a Gaussian.
    fn soft(mut self, radius: usize) -> Self {
        for _ in 0..3 {
            for (step, along, across) in [(1, WIDTH, HEIGHT), (WIDTH, HEIGHT, WIDTH)] {
                let before = self.0.clone();
                for other in 0..across {
                    let start = if step == 1 { other * WIDTH } else { other };
                    for at in 0..along {
                        let from = at.saturating_sub(radius);
                        let to = (at + radius).min(along - 1);
                        let sum: f32 = (from..=to).map(|i| before[start + i * step]).sum();
                        self.0[start + at * step] = sum / (to - from + 1) as f32;
                    }
                }
            }
        }
        self
    }

    fn bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .map(|shade| shade.clamp(0.0, 255.0) as u8)
            .collect()
    }

    fn warnings(&self) -> Vec<QualityWarning> {
        quality::warnings(&Luma::new(WIDTH, &self.bytes()), (4000, 3000))
    }

    fn fingerprint(&self) -> String {
        quality::to_hex(quality::fingerprint(&Luma::new(WIDTH, &self.bytes())))
    }
}

#[test]
fn ok_good_photos_get_no_advice() {
    for (name, picture) in [("page", Picture::page()), ("card", Picture::card())] {
        for grain in [0.0, 6.0, 14.0] {
            for bright in [1.0, 0.75, 0.55] {
                let photo = picture.clone().bright(bright).grain(grain);
                assert_eq!(
                    photo.warnings(),
                    [],
                    "{name}, grain {grain}, light {bright}"
                );
            }
        }
        // A good phone is a little soft too.
        let warnings = picture.smoothed().grain(4.0).warnings();
        assert_eq!(warnings, [], "{name}, a little soft");
    }
}

#[test]
fn err_blurred() {
    for (name, picture) in [("page", Picture::page()), ("card", Picture::card())] {
        for radius in [2, 4, 6, 9] {
            for grain in [0.0, 5.0] {
                let photo = picture.clone().soft(radius).grain(grain);
                let warnings = photo.warnings();
                assert_eq!(
                    warnings,
                    [QualityWarning::Blur],
                    "{name}, {radius}, grain {grain}"
                );
            }
        }
    }
}

#[test]
fn err_dark() {
    for picture in [Picture::page(), Picture::card()] {
        assert_eq!(
            picture.bright(0.3).grain(8.0).warnings(),
            [QualityWarning::Dark]
        );
    }
}

#[test]
fn err_writing_runs_out_of_the_frame() {
    for side in 0..4 {
        for (bright, grain) in [(1.0, 0.0), (0.75, 6.0), (0.55, 4.0)] {
            let photo = Picture::cut(side).bright(bright).grain(grain);
            assert_eq!(
                photo.warnings(),
                [QualityWarning::Cut],
                "{side}, {bright}, {grain}"
            );
        }
    }
}

#[test]
fn ok_what_reaches_the_frame_and_is_no_writing() {
    // A table with a grain, brighter and darker than the paper; the whole page is on it.
    for table in [70.0, 150.0, 235.0] {
        let photo = Picture::of(|x, y| {
            let page = (80..920).contains(&x) && (60..690).contains(&y);
            let wood = table - 18.0 * ((y / 9 + x / 130) % 3) as f32;
            if page {
                words(x, y, 120..880, 90..660)
            } else {
                wood
            }
        });
        assert_eq!(photo.grain(5.0).warnings(), [], "a table of {table}");
    }
    // A frame printed around the form, two folds and a thumb.
    let form = Picture::of(|x, y| {
        let line = x == 30 || x == 969 || y == 30 || y == 719;
        let fold = x.abs_diff(500) < 3 || y.abs_diff(375) < 3;
        let thumb = x > 900 && (300..420).contains(&y);
        match (line, thumb, fold) {
            (true, ..) => 40.0,
            (_, true, _) => 110.0,
            (_, _, true) => 150.0,
            _ => words(x, y, 60..880, 40..710),
        }
    });
    assert_eq!(form.warnings(), []);
}

#[test]
fn err_small() {
    let page = Picture::page().bytes();
    assert_eq!(
        quality::warnings(&Luma::new(WIDTH, &page), (999, 750)),
        [QualityWarning::Small]
    );
    assert_eq!(quality::warnings(&Luma::new(WIDTH, &page), (750, 1000)), []);
}

#[test]
fn ok_nothing_to_see() {
    assert_eq!(quality::warnings(&Luma::new(0, &[]), (4000, 3000)), []);
    // A wall, or a page so blurred that it became one.
    let wall = [230; WIDTH * 100];
    assert_eq!(
        quality::warnings(&Luma::new(WIDTH, &wall), (4000, 3000)),
        [QualityWarning::Blur]
    );
}

#[test]
fn ok_the_same_side_again_is_alike() {
    for picture in [Picture::page(), Picture::card()] {
        let fingerprint = picture.fingerprint();
        for again in [
            picture.clone().grain(12.0),
            picture.clone().bright(0.8),
            picture.clone().soft(2),
            picture.clone().soft(1).bright(1.1).grain(6.0),
        ] {
            assert!(hoso_photo::alike(&fingerprint, &again.fingerprint()));
        }
    }
}

#[test]
fn ok_other_sides_are_not() {
    // The back of the card: the same table, the same edges, writing elsewhere.
    let back = Picture::of(|x, y| {
        let card = (120..880).contains(&x) && (130..620).contains(&y);
        let code = (600..840).contains(&x)
            && (160..400).contains(&y)
            && (x / 12 * 7 + y / 12 * 5) % 3 == 0;
        let lines = y > 470 && y % 36 < 16 && x % 9 < 5;
        match (card, code || lines) {
            (false, _) => 45.0 + (x % 5) as f32,
            (true, true) => 50.0,
            (true, false) => 205.0,
        }
    });
    let (front, page) = (Picture::card(), Picture::page());
    assert!(!hoso_photo::alike(
        &front.fingerprint(),
        &back.fingerprint()
    ));
    assert!(!hoso_photo::alike(
        &front.fingerprint(),
        &page.fingerprint()
    ));
    assert!(!hoso_photo::alike(&page.fingerprint(), &back.fingerprint()));
}

#[test]
fn ok_grey_by_weight() {
    let of = |pixel: [u8; 4]| quality::luma(&pixel)[0];
    assert_eq!(of([255, 255, 255, 255]), 255);
    assert_eq!(of([0, 0, 0, 255]), 0);
    assert!(of([0, 255, 0, 255]) > of([255, 0, 0, 255]));
    assert!(of([255, 0, 0, 255]) > of([0, 0, 255, 255]));
}
