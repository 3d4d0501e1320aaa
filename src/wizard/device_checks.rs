//! Checks with what only this device knows: its other drafts, and the place files that were
//! fetched. They warn, replace an issue by one that names the current commune, or report a place
//! that the receiver refuses too. They block nothing that the receiver accepts.

use hoso_dossier::{
    Answers, Field, Issue, PlaceList, Report, Required, Severity, check_places, path::Path,
};
use hoso_identifiers::phone::Phone;

use crate::wizard::draft::AccountPhone;
use crate::wizard::field_ref::FieldRef;
use crate::wizard::parts::Parts;
use crate::wizard::photos::Photo;

/// Runs all checks of this file.
pub fn run(wizard: &Parts, report: &mut Report) {
    compare_places(wizard, report);
    warn_of_phone(wizard, report);
    warn_of_photos(wizard, report);
    name_old_units(wizard, report);
}

/// Returns whether an empty answer of a field would be an error. In a row, which has no rules of this
/// kind, the condition of the definition decides.
pub fn is_required(wizard: &Parts, at: FieldRef) -> bool {
    if at.row.is_some() {
        let (Required::When(condition) | Required::WhenElseRecommended(condition)) =
            at.field.required
        else {
            return at.field.required == Required::Always;
        };
        return wizard
            .answers
            .with_scope(at, |answers| condition.is_met(answers));
    }
    let mut answers = wizard.answers.snapshot();
    answers.remove(at.field.id);
    let today = wizard.today.get_untracked();
    hoso_dossier::check(wizard.procedure(), &answers, today).has_error_at(at.field.id)
}

/// Reports an unknown province, and a commune that is not in the fetched file of its province.
fn compare_places(wizard: &Parts, report: &mut Report) {
    let places = PlaceList {
        has_province: &|code| Some(hoso_places::province_name(code).is_some()),
        has_commune: &|province, commune| {
            let places = wizard.places.ready(province)?;
            Some(places.full_name(commune).is_some())
        },
    };
    let definition = wizard.procedure().definition;
    wizard
        .answers
        .with(|answers| check_places(definition, answers, &places, report));
}

/// How many names one message lists at most.
const MAX_NAMES: usize = 4;

/// Replaces `place.unknown` by an issue that lists the current communes which an old name may mean.
fn name_old_units(wizard: &Parts, report: &mut Report) {
    let definition = wizard.procedure().definition;
    let mut issues = Vec::new();
    wizard.answers.with(|answers| {
        for (_, field) in definition.shown(answers) {
            issues.extend(old_unit(wizard, field, answers, field.id.to_owned()));
            for (i, row) in answers.rows(field.id).iter().enumerate() {
                let at = |inner: &Field| Path::in_row(field.id, i, inner.id);
                let fields = field.kind.fields().iter();
                issues.extend(fields.filter_map(|f| old_unit(wizard, f, &row.answers, at(f))));
            }
        }
    });
    for issue in issues {
        report.replace_issue("place.unknown", issue);
    }
}

fn old_unit(wizard: &Parts, field: &Field, answers: &Answers, at: String) -> Option<Issue> {
    let commune = field.kind.commune()?;
    let typed = answers.text(field.id);
    let is_code = typed.len() == 5 && typed.bytes().all(|b| b.is_ascii_digit());
    if typed.trim().is_empty() || is_code {
        return None;
    }
    let mut names = wizard
        .places
        .names_for_old_name(answers.text(commune.province), typed);
    names.truncate(MAX_NAMES);
    let issue = Issue::new(at, "addr.old_unit", Severity::Error);
    (!names.is_empty()).then(|| issue.with("new", names.join(", ")))
}

/// Warns if another draft on this device registers an account with the same phone: one phone
/// serves one account (R-ACC-3, X-11).
fn warn_of_phone(wizard: &Parts, report: &mut Report) {
    let definition = wizard.procedure().definition;
    let Some(account) = &definition.account_phone else {
        return;
    };
    let others = wizard.draft.account_phones.borrow();
    let is_used = wizard.answers.with(|answers| {
        let is_shared = account.shared.is_some_and(|shared| shared.is_met(answers));
        if is_shared || !definition.is_asked(account.field, answers) {
            return false;
        }
        let owner = answers.text(account.owner).trim();
        Phone::parse(answers.text(account.field)).is_ok_and(|phone| {
            let phone = phone.to_string();
            let is_same = |other: &AccountPhone| other.phone == phone && other.owner != owner;
            others.iter().any(is_same)
        })
    });
    if is_used {
        report.warning(account.field, "phone.used_for_other");
    }
}

/// The argument of an issue about one of several photos: its number, from 1. The photo itself shows
/// such an issue, from the moment it was taken.
pub const PHOTO_NUMBER: &str = "photo_number";

/// Warns of each photo that may be useless, so that the error summary lists it too.
fn warn_of_photos(wizard: &Parts, report: &mut Report) {
    let definition = wizard.procedure().definition;
    wizard.answers.with(|answers| {
        let photos_of = |field: &str| -> Vec<Photo> {
            let hashes = answers.many(field).iter();
            hashes.filter_map(|hash| wizard.photos.get(hash)).collect()
        };
        for (_, field) in definition.shown(answers) {
            let Some(kind) = field.kind.photo() else {
                continue;
            };
            let other_side = photos_of(kind.other_side);
            for (index, photo) in photos_of(field.id).iter().enumerate() {
                for code in photo.warnings(kind, &other_side) {
                    let issue = Issue::new(field.id, code, Severity::Warning);
                    report.push(issue.with(PHOTO_NUMBER, (index + 1).to_string()));
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use hoso_identifiers::Date;
    use hoso_view::prelude::*;

    use super::*;
    use crate::config::DeploymentConfig;
    use crate::i18n::messages;
    use crate::wizard::Wizard;

    fn warns(code: &str, answers: &[(&str, &str)], phones: &[(&str, &str)]) -> bool {
        Owner::new().with(|| {
            let procedure = hoso_procedures::find(code).unwrap();
            let mut given = Answers::default();
            for (field, text) in answers {
                given.set_text(field, *text);
            }
            let today = Date::new(2026, 11, 21).unwrap();
            let wizard = Wizard::new(
                procedure,
                DeploymentConfig::default(),
                String::new(),
                given,
                today,
            );
            let phones = phones.iter().map(|(phone, owner)| AccountPhone {
                phone: (*phone).into(),
                owner: (*owner).into(),
            });
            wizard.draft.account_phones.replace(phones.collect());
            let mut report = Report::default();
            run(&wizard, &mut report);
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
    fn x_6_a_province_that_does_not_exist_is_reported() {
        Owner::new().with(|| {
            let procedure = hoso_procedures::find("account").unwrap();
            let mut given = Answers::default();
            for (field, text) in [
                ("has_account", "no"),
                ("province", "58"),
                // The file of a province is not loaded here, so the commune is not known.
                ("commune", "22366"),
            ] {
                given.set_text(field, text);
            }
            let today = Date::new(2026, 11, 21).unwrap();
            let wizard = Wizard::new(
                procedure,
                DeploymentConfig::default(),
                String::new(),
                given,
                today,
            );
            let mut report = Report::default();
            run(&wizard, &mut report);
            let codes: Vec<_> = report.issues().iter().map(|issue| issue.code).collect();
            assert_eq!(codes, ["place.unknown"]);
        });
    }

    #[test]
    fn ok_a_blurred_photo_is_an_issue_of_its_step() {
        messages::register(&messages::SECOND_MODULE_MESSAGES);
        Owner::new().with(|| {
            let mut given = Answers::default();
            given.set_text("has_account", "no");
            for field in ["portrait", "id_front", "id_back"] {
                given.set(field, hoso_dossier::Answer::Many(vec![field.to_owned()]));
            }
            let wizard = Wizard::new(
                hoso_procedures::find("account").unwrap(),
                DeploymentConfig::default(),
                String::new(),
                given,
                Date::new(2026, 11, 21).unwrap(),
            );
            for (hash, warnings) in [
                ("portrait", vec!["photo.cut"]),
                ("id_front", vec!["photo.blur"]),
                ("id_back", vec![]),
            ] {
                wizard.photos.insert(Photo {
                    sha256: hash.to_owned(),
                    size: 1,
                    media_type: "image/jpeg".to_owned(),
                    quality_warnings: warnings.into_iter().map(str::to_owned).collect(),
                    fingerprint: String::new(),
                    preview: None,
                });
            }
            let mut report = Report::default();
            run(&wizard, &mut report);
            let issues = report.issues().iter();
            let found: Vec<_> = issues
                .map(|issue| (issue.at.as_str(), issue.code, issue.severity))
                .collect();
            assert_eq!(found, [("id_front", "photo.blur", Severity::Warning)]);
        });
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
