//! What the page itself can say, because only it knows: the other drafts on this machine, and the
//! lists of places that were fetched. It never stops what the rules let pass.

use hoso_dossier::{Answers, Field, Issue, Kind, Report, Severity, path::Path};
use hoso_identifiers::phone::Phone;

use crate::form::Form;

/// Everything of it.
pub fn look(form: Form, report: &mut Report) {
    warn_of_phone(form, report);
    name_old_units(form, report);
}

/// How many names one message tells at most.
const TOLD: usize = 4;

/// An old name that has become several communes: the message names them, instead of asking
/// for "a name of the list".
fn name_old_units(form: Form, report: &mut Report) {
    let definition = form.procedure().definition;
    let mut told = Vec::new();
    form.answers(|answers| {
        for (_, field) in definition.shown(answers) {
            if let Kind::Group { fields, .. } = field.kind {
                for (i, row) in answers.rows(field.id).iter().enumerate() {
                    let at = |inner: &Field| Path::in_row(field.id, i, inner.id);
                    told.extend(
                        fields
                            .iter()
                            .filter_map(|f| old_unit(form, f, &row.answers, at(f))),
                    );
                }
            } else {
                told.extend(old_unit(form, field, answers, field.id.to_owned()));
            }
        }
    });
    for issue in told {
        report.replace_issue("place.unknown", issue);
    }
}

fn old_unit(form: Form, field: &Field, answers: &Answers, at: String) -> Option<Issue> {
    let Kind::Commune { province, .. } = field.kind else {
        return None;
    };
    let typed = answers.text(field.id);
    let is_code = typed.len() == 5 && typed.bytes().all(|b| b.is_ascii_digit());
    if typed.trim().is_empty() || is_code {
        return None;
    }
    let mut names = form.communes_meant(answers.text(province), typed);
    names.truncate(TOLD);
    let issue = Issue::new(at, "addr.old_unit", Severity::Error);
    (!names.is_empty()).then(|| issue.with("new", names.join(", ")))
}

/// One phone serves one account (R-ACC-3, X-11): warns where another draft on this machine
/// registers an account with the same phone. It never stops anything.
fn warn_of_phone(form: Form, report: &mut Report) {
    let definition = form.procedure().definition;
    let no_others = form.desk.phones.with_untracked(Vec::is_empty);
    if no_others || !definition.copy_sheet {
        return;
    }
    let used = form.answers(|answers| {
        // Through a parent's account the message may come to the parent's phone.
        if answers.has("route", "parent_account") || !definition.is_asked("phone", answers) {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use hoso_identifiers::Date;
    use leptos::prelude::*;

    use super::*;
    use crate::settings::Settings;

    fn warns(code: &str, answers: &[(&str, &str)], phones: &[(&str, &str)]) -> bool {
        Owner::new().with(|| {
            let procedure = hoso_procedures::find(code).unwrap();
            let mut given = Answers::default();
            for (field, text) in answers {
                given.set_text(field, *text);
            }
            let today = Date::new(2026, 11, 21).unwrap();
            let form = Form::new(procedure, Settings::default(), String::new(), given, today);
            let phones = phones.iter().map(|(p, n)| ((*p).into(), (*n).into()));
            form.desk.phones.set(phones.collect());
            let mut report = Report::default();
            look(form, &mut report);
            report.at("phone").any(|issue| {
                issue.code == "phone.used_for_other" && issue.severity == Severity::Warning
            })
        })
    }

    #[test]
    fn r_acc_3_a_phone_that_another_draft_registers_is_warned_of() {
        let own = [
            ("has_account", "no"),
            ("who", "adult"),
            ("social_insurance_number", "5600000002"),
            ("phone", "0900 000 001"),
        ];
        assert!(warns("account", &own, &[("0900000001", "5600000001")]));
        // The same person once more, another phone, and no other draft.
        assert!(!warns("account", &own, &[("0900000001", "5600000002")]));
        assert!(!warns("account", &own, &[("0900000003", "5600000001")]));
        assert!(!warns("account", &own, &[]));
    }

    #[test]
    fn ok_a_parents_phone_serves_the_parents_way_only() {
        let child = |route| {
            [
                ("route", route),
                ("social_insurance_number", "5600000004"),
                ("phone", "0900000001"),
            ]
        };
        let parent = [("0900000001", "5600000001")];
        assert!(!warns("under18", &child("parent_account"), &parent));
        assert!(warns("under18", &child("direct"), &parent));
    }
}
