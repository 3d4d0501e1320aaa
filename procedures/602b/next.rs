//! What happens after the declaration: codes of sentences for the last page.

use hoso_dossier::{Answers, Sentence};
use hoso_identifiers::{Date, phone::Phone};

use super::cases::{self, Cases};

/// The sentences in the order in which they are shown.
pub(super) fn next(answers: &Answers, _: Date) -> Vec<Sentence> {
    let cases = Cases::of(answers);
    let mut lines = Vec::new();
    if cases.any(cases::DECLARED) && !cases.any(cases::N) {
        // R-602-3
        lines.push(match Phone::parse(answers.text("phone")) {
            Ok(phone) => Sentence::new("next.call").with("phone", phone.to_string()),
            Err(_) => Sentence::new("next.call_any"),
        });
    }
    // R-602-5
    if cases.any(cases::A.and(cases::B)) {
        lines.push(Sentence::new("also.province_site"));
    }
    if cases.any(cases::D.and(cases::E)) {
        lines.push(Sentence::new("also.change_effect"));
    }
    // R-602-9
    if cases.any(cases::A) {
        lines.push(Sentence::new("next.memo_wait"));
    }
    // Who only corrects personal data has nothing to pay.
    if cases.any(cases::WITH_FIRST_MONTH) || cases.any(cases::F) || cases.any(cases::N) {
        // R-602-20
        lines.push(Sentence::new("next.pay_ways"));
        // R-MON-9: no account number is known that is verified.
        lines.push(Sentence::new("next.account"));
    }
    // R-KH-10
    if cases.any(cases::A.and(cases::B).and(cases::C)) {
        lines.push(Sentence::new("also.office"));
    }
    if cases.any(cases::WITH_FIRST_MONTH) {
        lines.push(Sentence::new("also.provincial_support"));
    }
    // R-602-4
    lines.push(Sentence::new("next.vssid"));
    lines
}
