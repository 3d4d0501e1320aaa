//! The end of every form: the commitment, the space for the signature, and the number of the
//! receipt.

use pdf_writer::types::StructRole;

use crate::flow::{Flow, SIZE, Style};
use crate::pages::DOCUMENT;
use crate::receipt::{self, Receipt};
use crate::shape::Span;

/// The height of the space for a signature and the name below it.
const SPACE: f32 = 54.0;
/// The width of the column of the signature, at the right margin.
const COLUMN: f32 = 250.0;

/// The height of [`signature`]: three lines and the space.
pub(crate) const SIGNATURE: f32 = SPACE + 3.0 * 1.3 * SIZE + 3.0;
/// The height of a commitment in two lines with the signature.
pub(crate) const HEIGHT: f32 = SIGNATURE + 44.0;

/// How a commitment is printed.
pub(crate) enum Commitment {
    /// The sentence of the form; the signature below it commits.
    Signed(&'static str),
    /// The sentence of the screen, and whether it was ticked there.
    Ticked(&'static str, bool),
}

/// Draws the commitment, then place, date and signature, all on one page.
pub(crate) fn draw(flow: &mut Flow, commitment: &Commitment, signer: &str, receipt: &Receipt<'_>) {
    flow.need(HEIGHT);
    flow.skip(4.0);
    match *commitment {
        Commitment::Signed(sentence) => {
            flow.paragraph(
                StructRole::P,
                &[Span::regular(sentence)],
                Style::new(SIZE).apart(2.0, 0.0),
            );
        }
        Commitment::Ticked(sentence, is_ticked) => {
            flow.tick(&[Span::regular(sentence)], is_ticked, 0.0);
        }
    }
    flow.skip(6.0);
    let left = (flow.left(), flow.right() - COLUMN - 12.0);
    receipt::draw(flow, receipt, left);
    signature(flow, signer);
}

/// Draws place, date and signature, which are filled in by hand (R-702-11).
pub(crate) fn signature(flow: &mut Flow, signer: &str) {
    flow.need(SIGNATURE);
    let right = flow.right();
    let edges = (right - COLUMN, right);
    let y = flow.y;
    let y = flow.centered(
        DOCUMENT,
        &[Span::regular("………………, ngày …… tháng …… năm ………")],
        SIZE,
        edges,
        y,
    );
    let y = flow.centered(DOCUMENT, &[Span::bold(signer)], SIZE, edges, y + 3.0);
    let y = flow.centered(
        DOCUMENT,
        &[Span::regular("(Ký, ghi rõ họ tên)")],
        SIZE - 1.0,
        edges,
        y,
    );
    flow.y = y + SPACE;
}
