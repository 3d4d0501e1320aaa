//! The next steps after the declaration, for the last page.

use hoso_dossier::{Answers, Message};
use hoso_identifiers::{Date, phone::Phone};

use super::cases::{self, Cases};

/// Returns the messages in the order in which they are shown.
pub(super) fn next_steps(answers: &Answers, _: Date) -> Vec<Message> {
    let cases = Cases::of(answers);
    let mut messages = Vec::new();
    if cases.any(cases::DECLARED) && !cases.any(cases::N) {
        // R-602-3
        messages.push(match Phone::parse(answers.text("phone")) {
            Ok(phone) => Message::new("next.call").with("phone", phone.current()),
            Err(_) => Message::new("next.call_any"),
        });
    }
    if cases.any(cases::DECLARED) && !cases.any(cases::N) {
        // R-602-25
        messages.push(Message::new("elsewhere.portals"));
    }
    // R-602-5
    if cases.any(cases::A.union(cases::B)) {
        messages.push(Message::new("elsewhere.province_site"));
    }
    if cases.any(cases::D.union(cases::E)) {
        messages.push(Message::new("also.change_effect"));
    }
    // R-602-9
    if cases.any(cases::A) {
        messages.push(Message::new("next.transfer_wait"));
    }
    // A correction of personal data alone needs no payment.
    if cases.any(cases::WITH_FIRST_MONTH) || cases.any(cases::F) || cases.any(cases::N) {
        // R-602-20
        messages.push(Message::new("next.pay_ways"));
        // R-MON-9: there is no verified account number.
        messages.push(Message::new("next.account"));
    }
    // R-KH-10
    if cases.any(cases::A.union(cases::B).union(cases::C)) {
        messages.push(Message::new("elsewhere.office"));
    }
    if cases.any(cases::WITH_FIRST_MONTH) {
        messages.push(Message::new("also.provincial_support"));
    }
    // R-602-4
    messages.push(Message::new("next.vssid"));
    messages
}
