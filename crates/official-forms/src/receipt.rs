//! The number of the receipt, as text and as QR code.
//!
//! The receiver assigns it. It is not the dossier number of the agency, which the agency sends by SMS
//! and asks for (R-702-7), so it is small, and named by its receiver.

use pdf_writer::types::StructRole;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::flow::{Flow, baseline};
use crate::pages::DOCUMENT;
use crate::shape::{Span, lines};

const SIZE: f32 = 8.5;
const LEADING: f32 = 11.0;
/// The width of the QR code, 18 mm, which a phone can read from paper.
const QR: f32 = 51.0;
/// The gap between code and text, which includes the quiet zone of ISO/IEC 18004.
const GAP: f32 = 11.0;

/// The receipt of a dossier.
pub(crate) struct Receipt<'a> {
    /// Its number; empty without a receipt.
    pub(crate) number: &'a str,
    /// The name of the receiver; may be empty.
    pub(crate) receiver: &'a str,
}

/// Draws the receipt between two edges, next to the signature. Does not move the position.
pub(crate) fn draw(flow: &mut Flow, receipt: &Receipt<'_>, edges: (f32, f32)) {
    if receipt.number.is_empty() {
        return;
    }
    let top = flow.y + 2.0;
    let text_left = if code(flow, receipt.number, (edges.0, top)) {
        edges.0 + QR + GAP
    } else {
        edges.0
    };
    let label = if receipt.receiver.is_empty() {
        "Số biên nhận: ".to_owned()
    } else {
        ["Số biên nhận của ", receipt.receiver, ": "].concat()
    };
    let spans = [
        Span::regular(label),
        Span::bold(receipt.number),
        Span::regular("\nMã QR này chứa số biên nhận."),
    ];
    let node = flow.pages.node(DOCUMENT, StructRole::P);
    let mut y = top - 2.0;
    for line in lines(&spans, (edges.1 - text_left) * 1000.0 / SIZE, 0.0) {
        let at = (text_left, baseline(y, SIZE, LEADING));
        flow.pages.line(flow.page, node, at, SIZE, &line);
        y += LEADING;
    }
}

/// Draws the number as QR code. It contains only the number, no personal data. Returns whether the
/// number fits in a code.
fn code(flow: &mut Flow, number: &str, (left, top): (f32, f32)) -> bool {
    let Ok(code) = QrCode::encode_text(number, QrCodeEcc::Medium) else {
        return false;
    };
    let alt = ["Mã QR của số biên nhận ", number].concat();
    let figure = flow.pages.figure(flow.page, &alt, [left, top, QR, QR]);
    let module = QR / code.size() as f32;
    let mut modules = Vec::new();
    for row in 0..code.size() {
        let mut from = None;
        for column in 0..=code.size() {
            match (from, code.get_module(column, row)) {
                (None, true) => from = Some(column),
                (Some(start), false) => {
                    modules.push([
                        left + start as f32 * module,
                        top + row as f32 * module,
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
    true
}
