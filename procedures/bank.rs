//! The check of a bank account.
//!
//! Source: docs/domain/identifiers.md §2.

use hoso_dossier::{Answers, Issue, Report};
use hoso_identifiers::bank_account::BankAccount;
use hoso_identifiers::text;

/// Checks the number of a bank account. An empty answer is left to the field itself. No public document
/// confirms the usual format, so another one is a warning.
pub(crate) fn check_account(field: &'static str, answers: &Answers, report: &mut Report) {
    let typed = answers.text(field);
    if text::is_blank(typed) {
        return;
    }
    match BankAccount::parse(typed) {
        Ok(account) => {
            for doubt in account.doubts() {
                report.push(Issue::from_reason(field, &doubt));
            }
        }
        Err(reason) => report.push(Issue::from_reason(field, &reason)),
    }
}
