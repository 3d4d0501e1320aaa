//! What the page itself can warn of, because only this machine knows it.

use hoso_dossier::Report;
use hoso_identifiers::phone::Phone;

use crate::form::Form;

/// One phone serves one account (R-ACC-3, X-11): warns where another draft on this machine
/// registers an account with the same phone. It never stops anything.
pub fn warn_of_phone(form: Form, report: &mut Report) {
    let definition = form.procedure().definition;
    let no_others = form.desk.phones.with_untracked(Vec::is_empty);
    if no_others || !definition.copy_sheet {
        return;
    }
    let used = form.answers(|answers| {
        // Through a parent's account the message may come to the parent's phone.
        if answers.has("route", "parent_account") || !definition.asks("phone", answers) {
            return false;
        }
        let number = answers.text("social_insurance_number").trim();
        Phone::parse(answers.text("phone")).is_ok_and(|phone| {
            let phone = phone.to_string();
            form.desk.phones.with_untracked(|phones| {
                phones
                    .iter()
                    .any(|(other, of)| *other == phone && of != number)
            })
        })
    });
    if used {
        report.warning("phone", "phone.used_for_other");
    }
}
