//! The head of a form: the national motto, the name of the form, and the dossier number if there is
//! one.

use pdf_writer::types::StructRole;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::flow::{Flow, Style};
use crate::pages::DOCUMENT;
use crate::shape::{Span, measure};

/// The width of the columns left and right of the motto.
const SIDE: f32 = 112.0;
const MOTTO: f32 = 11.5;
const SMALL: f32 = 9.0;
/// The width of the QR code, 20 mm, which a phone can read from paper.
const QR: f32 = 56.7;
/// The quiet zone around it by ISO/IEC 18004, in modules.
const QUIET: f32 = 4.0;

/// The text of the head.
pub(crate) struct Head<'a> {
    /// The short name of the form, bold in the corner.
    pub(crate) form: &'a str,
    /// The source of the form, below its name.
    pub(crate) source: &'a str,
    /// The title, in one line or several.
    pub(crate) title: &'a str,
    /// A line below the title; may be empty.
    pub(crate) below: &'a str,
    /// The number of the dossier; may be empty.
    pub(crate) number: &'a str,
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
    let mut lowest = y + 6.0;
    let corner = (right - SIDE + 4.0, right);
    let y = flow.centered(DOCUMENT, &[Span::bold(head.form)], MOTTO, corner, top);
    let y = flow.centered(DOCUMENT, &[Span::regular(head.source)], SMALL, corner, y);
    lowest = lowest.max(y);
    if !head.number.is_empty() {
        lowest = lowest.max(number(flow, head.number, top));
    }
    flow.y = lowest + 12.0;
    flow.paragraph(
        StructRole::H1,
        &[Span::bold(head.title)],
        Style::new(13.5).center(),
    );
    if !head.below.is_empty() {
        flow.paragraph(
            StructRole::P,
            &[Span::regular(head.below)],
            Style::new(SMALL + 1.0).center().apart(2.0, 0.0),
        );
    }
    flow.skip(8.0);
}

/// Draws the dossier number as QR code and text in the left corner. Returns the lower edge. The code
/// contains only the number, no personal data.
fn number(flow: &mut Flow, number: &str, top: f32) -> f32 {
    let edges = (flow.left(), flow.left() + SIDE - 4.0);
    let mut y = top;
    if let Ok(code) = QrCode::encode_text(number, QrCodeEcc::Medium) {
        let alt = ["Mã QR của số hồ sơ ", number].concat();
        let bounding_box = [edges.0, y, QR, QR];
        let figure = flow.pages.figure(flow.page, &alt, bounding_box);
        let module = QR / code.size() as f32;
        let mut modules = Vec::new();
        for row in 0..code.size() {
            let mut from = None;
            for column in 0..=code.size() {
                match (from, code.get_module(column, row)) {
                    (None, true) => from = Some(column),
                    (Some(start), false) => {
                        modules.push([
                            edges.0 + start as f32 * module,
                            y + row as f32 * module,
                            (column - start) as f32 * module,
                            module,
                        ]);
                        from = None;
                    }
                    _ => {}
                }
            }
        }
        flow.pages
            .marked(flow.page, figure, |pen| pen.rectangles(modules));
        y += QR + QUIET * module;
    }
    let node = flow.pages.node(DOCUMENT, StructRole::P);
    let spans = [Span::regular("Số hồ sơ: "), Span::bold(number)];
    let room = (edges.1 - edges.0) * 1000.0 / SMALL;
    for line in crate::shape::lines(&spans, room, 0.0) {
        let text_y = crate::flow::baseline(y, SMALL, SMALL * 1.3);
        flow.pages
            .line(flow.page, node, (edges.0, text_y), SMALL, &line);
        y += SMALL * 1.3;
    }
    y
}
