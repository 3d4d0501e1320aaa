//! What happens after the declaration: codes of sentences for the last page.

use hoso_dossier::{Answers, Message};
use hoso_identifiers::{Date, phone::Phone};

use super::cases::{self, Cases};

/// The sentences in the order in which they are shown.
pub(super) fn next_steps(answers: &Answers, _: Date) -> Vec<Message> {
    let cases = Cases::of(answers);
    let mut lines = Vec::new();
    if cases.any(cases::DECLARED) && !cases.any(cases::N) {
        // R-602-3
        lines.push(match Phone::parse(answers.text("phone")) {
            Ok(phone) => Message::new("next.call").with("phone", phone.to_string()),
            Err(_) => Message::new("next.call_any"),
        });
    }
    // R-602-5
    if cases.any(cases::A.union(cases::B)) {
        lines.push(Message::new("also.province_site"));
    }
    if cases.any(cases::D.union(cases::E)) {
        lines.push(Message::new("also.change_effect"));
    }
    // R-602-9
    if cases.any(cases::A) {
        lines.push(Message::new("next.memo_wait"));
    }
    // Who only corrects personal data has nothing to pay.
    if cases.any(cases::WITH_FIRST_MONTH) || cases.any(cases::F) || cases.any(cases::N) {
        // R-602-20
        lines.push(Message::new("next.pay_ways"));
        // R-MON-9: no account number is known that is verified.
        lines.push(Message::new("next.account"));
    }
    // R-KH-10
    if cases.any(cases::A.union(cases::B).union(cases::C)) {
        lines.push(Message::new("also.office"));
    }
    if cases.any(cases::WITH_FIRST_MONTH) {
        lines.push(Message::new("also.provincial_support"));
    }
    // R-602-4
    lines.push(Message::new("next.vssid"));
    lines
}
