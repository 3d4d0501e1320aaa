//! The end of every form: the commitment and the space for the signature.

use crate::flow::{Flow, SIZE};
use crate::pages::DOCUMENT;
use crate::shape::Span;

/// Source: letter 3 §7 step 1.
const COMMITMENT: &str =
    "Tôi đã kê khai đầy đủ, chính xác và chịu trách nhiệm đối với nội dung kê khai.";

/// Height of the space for a signature and the name below it.
const SIGNATURE: f32 = 54.0;

/// Draws the commitment, then place, date and signature, which are filled in by hand (R-702-11).
pub(crate) fn draw(flow: &mut Flow, committed: bool, signer: &str) {
    flow.need(74.0 + SIGNATURE);
    flow.skip(4.0);
    flow.tick(&[Span::regular(COMMITMENT)], committed, 0.0);
    flow.skip(6.0);
    let right = flow.right();
    let edges = (right - 250.0, right);
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
    flow.y = y + SIGNATURE;
}
