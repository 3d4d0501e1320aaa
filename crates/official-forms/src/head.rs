//! The head of an official form: the national motto, the name of the form and its title.

use pdf_writer::types::StructRole;

use crate::flow::{Flow, Style};
use crate::pages::DOCUMENT;
use crate::shape::{Span, measure};

/// The width of the columns left and right of the motto.
const SIDE: f32 = 112.0;
const MOTTO: f32 = 11.5;
const SMALL: f32 = 9.0;

/// The text of the head.
pub(crate) struct Head<'a> {
    /// The short name of the form, bold in the corner.
    pub(crate) form: &'a str,
    /// The source of the form, below its name.
    pub(crate) source: &'a str,
    /// The title, in one line or several.
    pub(crate) title: &'a str,
}

pub(crate) fn draw(flow: &mut Flow, head: &Head<'_>) {
    let (left, right, top) = (flow.left(), flow.right(), flow.y);
    let middle = (left + SIDE, right - SIDE);
    let mut y = flow.centered(
        DOCUMENT,
        &[Span::bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
        MOTTO,
        middle,
        top,
    );
    let words = [Span::bold("Độc lập - Tự do - Hạnh phúc")];
    y = flow.centered(DOCUMENT, &words, MOTTO + 0.5, middle, y + 1.0);
    let half = measure(&words) * (MOTTO + 0.5) / 2000.0;
    let center = (left + right) / 2.0;
    flow.pages.ornament(flow.page, |pen| {
        pen.rule((center - half, y + 2.5), (center + half, y + 2.5), 0.7);
    });
    let lowest = y + 6.0;
    let corner = (right - SIDE + 4.0, right);
    let y = flow.centered(DOCUMENT, &[Span::bold(head.form)], MOTTO, corner, top);
    let y = flow.centered(DOCUMENT, &[Span::regular(head.source)], SMALL, corner, y);
    flow.y = lowest.max(y) + 12.0;
    flow.paragraph(
        StructRole::H1,
        &[Span::bold(head.title)],
        Style::new(13.5).center(),
    );
    flow.skip(8.0);
}
