//! The rules R-ACC-1 to R-ACC-5 of an adult's registration, one test each, and the answers that are
//! copied from one registration to the other.
//!
//! R-ACC-3 (a telephone named for another person in the drafts) is the page's: the rules see
//! one dossier.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod registrations;

use std::collections::BTreeSet;
use std::mem::discriminant;

use hoso_dossier::{Answers, Kind, Procedure, ProcedureLink, canonical, check_choices_only};
use hoso_locales::translate;
use registrations::*;

const CODE: &str = "account";

fn good() -> Answers {
    example(CODE, "ok-adult")
}

#[test]
fn r_acc_1_first_it_is_asked_whether_there_is_an_account() {
    let definition = procedure(CODE).definition;
    assert_eq!(definition.steps[0].fields[0].id, "has_account");
    assert_eq!(asked(CODE, &Answers::default()), ["has_account"]);

    let has = with(Answers::default(), &[("has_account", "yes")]);
    assert_eq!(asked(CODE, &has), ["has_account"]);
    assert!(!definition.requires_declaration(&has));
    let report = report(CODE, &has, today());
    assert_eq!(issues(&report), ["has_account account.exists"]);
    assert_eq!(severity(&report, "has_account", "account.exists"), INFO);
    // VssID only: no portal, no office, nothing to bring.
    assert_eq!(
        next_codes(CODE, &has, today()),
        [
            "next.install_vssid",
            "also.password_lost",
            "also.no_secrets"
        ]
    );
    assert_eq!(bring_codes(CODE, &has), Vec::<&str>::new());
    // Also when more was answered before.
    let changed = with(good(), &[("has_account", "yes")]);
    assert!(!definition.requires_declaration(&changed));
    assert_eq!(bring_codes(CODE, &changed), Vec::<&str>::new());
    assert_eq!(
        canonical::answers(definition, &changed, today())
            .entries()
            .len(),
        1
    );
    // The first step already checks it.
    let front = check_choices_only(hoso_procedures::first_step(CODE).unwrap(), &has, today());
    assert_eq!(severity(&front, "has_account", "account.exists"), INFO);
    assert!(
        !hoso_procedures::first_step(CODE)
            .unwrap()
            .definition
            .requires_declaration(&has)
    );

    assert!(definition.requires_declaration(&good()));
    assert!(next_codes(CODE, &good(), today()).contains(&"next.portal_account"));
}

#[test]
fn r_acc_2_a_missing_photo_stops_nothing_and_is_listed() {
    assert_eq!(
        bring_codes(CODE, &good()),
        ["bring.own_card", "bring.number"]
    );
    for (photo, code) in [
        ("portrait", "bring.portrait"),
        ("id_front", "bring.id_front"),
        ("id_back", "bring.id_back"),
    ] {
        let mut answers = good();
        answers.remove(photo);
        let report = report(CODE, &answers, today());
        assert_eq!(issues(&report), [format!("{photo} photo.missing")]);
        assert_eq!(severity(&report, photo, "photo.missing"), WARNING);
        assert!(report.passes());
        assert_eq!(
            bring_codes(CODE, &answers),
            ["bring.own_card", "bring.number", code]
        );
    }
}

#[test]
fn r_acc_4_a_minor_without_a_card_gets_the_link_to_the_child_procedure() {
    let minor = with(good(), &[("who", "minor_without_card")]);
    let found = report(CODE, &minor, today());
    assert_eq!(severity(&found, "who", "account.minor"), WARNING);
    assert!(found.passes(), "warned, not refused");
    let links_of = |answers: &Answers| related(CODE, answers, today());
    let [link] = links_of(&minor)[..] else {
        panic!("{:?}", links_of(&minor))
    };
    assert_eq!((link.at, link.to, link.returns), ("who", "under18", false));
    assert!(link.presets.contains(&("has_card", "no")));
    // The message names the related procedure by the label of its button.
    assert!(sentence("vi", "account.minor").contains(&sentence("vi", link.reason)));

    for who in ["adult", "minor_with_card"] {
        let answers = with(good(), &[("who", who)]);
        assert_eq!(
            issues(&report(CODE, &answers, today())),
            Vec::<String>::new()
        );
        assert!(links_of(&answers).is_empty());
    }
    // Hidden after "I have an account" it has no effect.
    assert!(links_of(&with(minor, &[("has_account", "yes")])).is_empty());
}

#[test]
fn r_acc_5_any_office_may_finish_it() {
    for base in [good(), example(CODE, "warn-no-photos")] {
        for office in ["cơ quan gần nhất", "Hà Nội", "05600"] {
            let other = with(base.clone(), &[("receiving_office", office)]);
            assert_eq!(report(CODE, &base, today()), report(CODE, &other, today()));
            assert_eq!(
                next_codes(CODE, &base, today()),
                next_codes(CODE, &other, today())
            );
            assert_eq!(bring_codes(CODE, &base), bring_codes(CODE, &other));
        }
        assert!(next_codes(CODE, &base, today()).contains(&"next.any_office"));
    }
    assert!(
        field(CODE, "receiving_office")
            .hint
            .contains("bất kỳ cơ quan BHXH nào trong cả nước")
    );
    let none = with(good(), &[("receiving_office", "")]);
    assert_eq!(
        severity(
            &report(CODE, &none, today()),
            "receiving_office",
            "office.missing"
        ),
        ERROR
    );
}

#[test]
fn ok_by_post_only_when_chosen() {
    let post = with(good(), &[("submission_channel", "post")]);
    assert!(next_codes(CODE, &post, today()).contains(&"next.by_post"));
    assert!(!next_codes(CODE, &good(), today()).contains(&"next.by_post"));
    let none = with(good(), &[("submission_channel", "")]);
    assert_eq!(
        severity(
            &report(CODE, &none, today()),
            "submission_channel",
            "account.channel"
        ),
        ERROR
    );
}

/// Messages refer to buttons by the labels on the page.
#[test]
fn ok_sentences_name_buttons_and_answers_as_they_are() {
    assert!(sentence("vi", "minor.adult").contains(&sentence("vi", "lead.grown_up")));
    assert!(sentence("vi", "minor.age_unsure").contains(&sentence("vi", "lead.grown_up")));
    let direct = field("under18", "route")
        .choices()
        .iter()
        .find(|choice| choice.id == "direct")
        .unwrap();
    assert!(sentence("vi", "guardian.no_account").contains(direct.label));
    assert!(sentence("en", "guardian.no_account").contains(translate("en", direct.label)));
}

/// Every way from one registration to the other that some dossier opens.
fn all_links() -> Vec<(&'static Procedure, ProcedureLink)> {
    let child = example("under18", "ok-golden-1-parent-account");
    let mut all_links = Vec::new();
    for change in [
        ("birth_date", "2001-01-01"),
        ("has_card", "yes"),
        ("guardian_has_account", "no"),
    ] {
        let found = related("under18", &with(child.clone(), &[change]), today());
        assert_eq!(found.len(), 1, "{change:?}");
        all_links.extend(found.into_iter().map(|link| (procedure("under18"), link)));
    }
    let found = related(
        CODE,
        &with(good(), &[("who", "minor_without_card")]),
        today(),
    );
    all_links.extend(found.into_iter().map(|link| (procedure(CODE), link)));
    assert_eq!(all_links.len(), 4);
    all_links
}

fn is_same_kind(one: Kind, other: Kind) -> bool {
    match (one, other) {
        (Kind::Text(one), Kind::Text(other)) => discriminant(&one) == discriminant(&other),
        _ => discriminant(&one) == discriminant(&other),
    }
}

#[test]
fn ok_copied_answers_fit_their_target_fields() {
    for (from, link) in all_links() {
        let to = procedure(link.to).definition;
        assert!(from.definition.field(link.at).is_some());
        let mut arrived = BTreeSet::new();
        for (here, there) in link.copies {
            let (_, source) = from.definition.field(here).expect(here);
            let (_, target) = to.field(there).expect(there);
            assert!(is_same_kind(source.kind, target.kind), "{here} → {there}");
            assert!(arrived.insert(*there), "{there} arrives twice");
        }
        for (there, answer) in link.presets {
            let (_, target) = to.field(there).expect(there);
            let known = ["yes", "no"].contains(answer)
                || target.choices().iter().any(|choice| choice.id == *answer);
            assert!(known && !arrived.contains(there), "{there} = {answer}");
        }
    }
}

/// Opens a related procedure: copies answers and presets like the page.
fn open_related(from: &Answers, link: &ProcedureLink) -> Answers {
    let mut copied = Answers::default();
    for (field, answer) in link.presets {
        copied.set_text(field, *answer);
    }
    for (here, to) in link.copies {
        if let Some(answer) = from.get(here) {
            copied.set(to, answer.clone());
        }
    }
    copied
}

/// The golden child as an adult: only answers that a child's registration does not have are missing.
#[test]
fn ok_answers_of_a_child_of_age_are_copied_to_the_adult_registration() {
    let child = with(
        example("under18", "ok-golden-1-parent-account"),
        &[("birth_date", "2001-01-01")],
    );
    let adult = open_related(&child, &related("under18", &child, today())[0]);
    assert_eq!(
        issues(&report(CODE, &adult, today())),
        [
            "email account.email",
            "submission_channel account.channel",
            "id_front photo.missing",
            "id_back photo.missing",
            "consent consent.missing",
            "commitment commit.missing",
        ]
    );
    assert_eq!(adult.text("full_name"), "Trần Thị Thử");
    assert_eq!(adult.many("portrait"), child.many("portrait"));
}

/// The guardian registers first and returns with the corrected answers.
#[test]
fn ok_a_guardian_gets_the_link_to_the_own_registration_and_back() {
    let child = with(
        example("under18", "ok-golden-1-parent-account"),
        &[("guardian_has_account", "no")],
    );
    let link = related("under18", &child, today())[0];
    assert!(link.returns);
    let adult = open_related(&child, &link);
    assert_eq!(adult.text("full_name"), "Nguyễn Thị Mẫu");
    assert_eq!(adult.text("social_insurance_number"), "5600000001");
    assert_eq!(adult.many("id_front"), child.many("id_front"));
    assert!(
        adult.many("portrait").is_empty(),
        "the portrait is the child's"
    );
    assert_eq!(
        issues(&report(CODE, &adult, today())),
        [
            "email account.email",
            "submission_channel account.channel",
            "portrait photo.missing",
            "consent consent.missing",
            "commitment commit.missing",
        ]
    );
    let mended = with(adult, &[("full_name", "Nguyễn Thị Mẫu Mới")]);
    let mut again = child.clone();
    for (here, there) in link.copies {
        if let Some(answer) = mended.get(there) {
            again.set(here, answer.clone());
        }
    }
    assert_eq!(again.text("guardian_name"), "Nguyễn Thị Mẫu Mới");
    assert_eq!(again.text("full_name"), child.text("full_name"));
}

/// A required consent: without it the registration is refused.
#[test]
fn r_gen_7_photos_and_papers_need_a_consent() {
    for (code, name) in [(CODE, "ok-adult"), ("under18", "ok-core-direct")] {
        let good = example(code, name);
        assert_eq!(issues(&report(code, &good, today())), Vec::<String>::new());
        for answer in ["no", ""] {
            let answers = with(good.clone(), &[("consent", answer)]);
            let report = report(code, &answers, today());
            assert!(!report.passes(), "{code}");
            assert_eq!(issues(&report), ["consent consent.missing"], "{code}");
        }
        // Both languages name the law.
        for part in ["91/2025/QH15", "356/2025/NĐ-CP"] {
            assert!(field(code, "consent").label.contains(part), "{code}");
        }
    }
}

/// No way to sign in is named as the only one, and each is dated.
#[test]
fn ok_ways_to_sign_in_are_dated() {
    for code in ["next.install_vssid", "next.portal_parent", "guardian.sin"] {
        let text = sentence("vi", code);
        assert!(
            text.contains("năm 2021") || text.contains("2021–22"),
            "{text}"
        );
    }
    assert!(sentence("vi", "next.install_vssid").contains("VNeID"));
    assert!(sentence("vi", "next.portal_account").contains("VNeID"));
    assert!(
        field(CODE, "social_insurance_number")
            .hint
            .contains("năm 2021")
    );
}

/// The document is asked only if the number alone does not say it.
#[test]
fn r_id_15_the_document_is_asked_for_an_unrecognised_number_only() {
    for (number, wanted) in [
        ("056190000001", false),
        ("056 190 000 001", false),
        ("B1234567", false),
        ("123456789", true),
        ("12A456789", true),
        ("", false),
    ] {
        let answers = with(good(), &[("personal_number", number)]);
        assert_eq!(
            asked(CODE, &answers).contains(&"identity_paper"),
            wanted,
            "{number}"
        );
    }
}
