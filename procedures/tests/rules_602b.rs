//! The rules R-602-1 to R-602-24 of procedure 602b, one test each;
//! those of box \[18\] (R-602-19) are in `request_602b.rs`.
//!
//! R-602-18 (files and photos) has no code yet. Of R-602-13, -20 and -22 this file tests
//! what the rules return; the browser tests test the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod dossiers;

use std::fs;
use std::path::Path;

use dossiers::*;
use hoso_dossier::{Answer, Answers, Message, check, steps};
use hoso_identifiers::Date;

#[test]
fn r_602_1_commitment_is_needed() {
    let answers = example("ok-case-c");
    expect(&answers, "commitment", "commit.missing", None);
    for not_ticked in ["", "no"] {
        let answers = with(answers.clone(), &[("commitment", not_ticked)]);
        expect(&answers, "commitment", "commit.missing", ERROR);
        assert!(!report(&answers).passes());
    }
    let label = fields()
        .find(|field| field.id == "commitment")
        .unwrap()
        .label;
    for word in ["đầy đủ", "chính xác", "chịu trách nhiệm"] {
        assert!(label.contains(word), "{word}");
    }
}

#[test]
fn r_602_2_box_18_is_needed() {
    for case in DECLARED {
        expect(&only(case), "request_text", "req.missing", ERROR);
    }
    for blank in [
        " ",
        "\u{a0}",
        "\u{3000}\n\t",
        "\u{200b}\u{feff}",
        "\u{2028}",
    ] {
        expect(
            &with(example("ok-case-c"), &[("request_text", blank)]),
            "request_text",
            "req.missing",
            ERROR,
        );
    }
    expect(&only("continue"), "request_text", "req.missing", None);
}

#[test]
fn r_602_3_a_telephone_is_needed_and_named() {
    for case in DECLARED.into_iter().chain(["continue"]) {
        expect(&only(case), "phone", "phone.missing", ERROR);
    }
    expect(
        &with(example("ok-case-c"), &[("phone", "12345")]),
        "phone",
        "phone.format",
        ERROR,
    );
    let next = (procedure().next_steps)(
        &with(example("ok-case-c"), &[("phone", "+84 900 000 001")]),
        today(),
    );
    assert!(next.contains(&Message::new("next.call").with("phone", "0900000001")));
    // Nobody calls where nothing is declared.
    assert!(!next_codes(&example("ok-case-n")).contains(&"next.call"));
}

#[test]
fn r_602_6_the_first_question_separates_the_cases() {
    let definition = procedure().definition;
    let first = &definition.steps[0].fields[0];
    assert_eq!(first.id, "cases");
    assert_eq!(first.choices().len(), 8);
    let paying = only("continue");
    assert!(!definition.requires_declaration(&paying));
    assert!(!asks(&paying, "commitment") && !asks(&paying, "request_text"));
    for case in DECLARED {
        assert!(definition.requires_declaration(&only(case)), "{case}");
    }
    let mut both = only("continue");
    both.set(
        "cases",
        Answer::Many(vec!["return".to_owned(), "continue".to_owned()]),
    );
    let found = report(&both);
    let conflict = found
        .at("cases")
        .find(|issue| issue.code == "case.conflict")
        .unwrap();
    assert_eq!(conflict.args, [("list", "return,continue".to_owned())]);
}

/// A, B and C exclude each other and D and E; F and G go with every other.
#[test]
fn r_602_6_every_pair_of_cases() {
    for (i, a) in DECLARED.into_iter().enumerate() {
        for (j, b) in DECLARED.into_iter().enumerate().skip(i + 1) {
            let mut answers = only(a);
            answers.set("cases", Answer::Many(vec![a.to_owned(), b.to_owned()]));
            let clash = i < 3 && j < 5;
            expect(
                &answers,
                "cases",
                "case.conflict",
                if clash { ERROR } else { None },
            );
        }
    }
}

#[test]
fn r_602_7_the_transfer_text() {
    let memo = |answers: &Answers| (procedure().transfer_text)(answers, today());
    let paying = example("ok-case-n");
    assert_eq!(
        memo(&paying).as_deref(),
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001")
    );
    for field in ["full_name", "social_insurance_number", "phone"] {
        assert_eq!(memo(&with(paying.clone(), &[(field, "")])), None, "{field}");
    }
    // As typed, but normalised.
    let typed = [
        ("phone", "+84 900 000 001"),
        ("social_insurance_number", "56 0000 0001"),
    ];
    assert_eq!(memo(&with(paying.clone(), &typed)), memo(&paying));
}

#[test]
fn r_602_8_the_compulsory_group_stops() {
    for name in ["ok-golden-1-first-no-number", "ok-case-c", "ok-case-n"] {
        let answers = with(
            example(name),
            &[
                ("in_compulsory_group", "yes"),
                ("compulsory_reason", "labour_contract"),
            ],
        );
        let report = report(&answers);
        assert_eq!(
            severity(&report, "compulsory_reason", "elig.compulsory"),
            ERROR
        );
        let step = steps::open(procedure().definition, &answers, &report, "review").unwrap();
        assert_eq!(step.id, "wish");
    }
}

/// A contract suspended without pay is an unverified ground to join: it warns.
#[test]
fn r_gen_3_a_suspended_contract_does_not_stop() {
    let at = "compulsory_reason";
    let working = with(example("ok-case-c"), &[("in_compulsory_group", "yes")]);
    assert!(asks(&working, at));
    assert!(!asks(&example("ok-case-c"), at));
    for (answer, stops) in [
        ("", None),
        ("labour_contract", ERROR),
        ("contract_suspended", None),
    ] {
        let answers = with(working.clone(), &[(at, answer)]);
        expect(&answers, at, "elig.compulsory", stops);
    }
    let suspended = with(working, &[(at, "contract_suspended")]);
    expect(&suspended, at, "elig.suspended", WARNING);
    assert!(report(&suspended).passes());
    // The answer of a field that is no longer shown has no effect.
    let left = with(suspended, &[("in_compulsory_group", "no")]);
    expect(&left, at, "elig.suspended", None);
}

/// D and E ask for the new value beside the old one; other requests have one value only.
#[test]
fn ok_the_label_of_a_change_says_new() {
    let label = |example_name: &str, id: &str| {
        let answers = example(example_name);
        let (_, field) = procedure().definition.field(id).unwrap();
        field.label_for(".bhxh", &answers)
    };
    for (name, id, is_new) in [
        ("ok-case-c", "income_base", false),
        ("ok-case-e", "income_base", true),
        ("ok-case-d", "payment_method", true),
        ("ok-case-c", "payment_method", false),
    ] {
        assert_eq!(label(name, id).contains(" mới"), is_new, "{name}: {id}");
    }
}

/// Nobody is refused before the reason is known, and only for a reason that holds on that day.
#[test]
fn r_602_23_only_a_reason_of_the_law_stops() {
    let at = "compulsory_reason";
    let of = |reason: &str, pension: &str| {
        with(
            example("ok-case-c"),
            &[
                ("in_compulsory_group", "yes"),
                (at, reason),
                ("receives_pension", pension),
            ],
        )
    };
    // The first question alone is no verdict.
    let open = report(&of("", "no"));
    assert!(open.at("in_compulsory_group").next().is_none());
    assert_eq!(severity(&open, at, "choice.missing"), ERROR);
    let day = |year, month, day| Date::new(year, month, day).unwrap();
    for (reason, on, stops) in [
        ("labour_contract", day(2024, 7, 1), ERROR),
        ("business_declared", day(2025, 6, 30), None),
        ("business_declared", day(2025, 7, 1), ERROR),
        ("business_other", day(2026, 11, 20), None),
        ("business_other", day(2029, 6, 30), None),
        ("business_other", day(2029, 7, 1), ERROR),
        ("retired", day(2029, 7, 1), None),
        ("unsure", day(2026, 11, 20), None),
    ] {
        let found = check(procedure(), &of(reason, "no"), on);
        assert_eq!(
            severity(&found, at, "elig.compulsory"),
            stops,
            "{reason} on {on}"
        );
        // Nor is anybody past the retirement age, whichever reason was chosen (R-602-23): a woman
        // born in 1965 reached it in 2020.
        let old = with(
            of(reason, "no"),
            &[("birth_date", "1965-02-14"), ("personal_number", "")],
        );
        assert_eq!(
            severity(&check(procedure(), &old, on), at, "elig.compulsory"),
            None,
            "{reason} on {on}"
        );
        // Who draws a pension is never in the compulsory group.
        let pensioner = check(procedure(), &of(reason, "yes"), on);
        assert_eq!(
            severity(&pensioner, at, "elig.compulsory"),
            None,
            "{reason}"
        );
        assert_eq!(
            severity(&pensioner, "receives_pension", "elig.pension"),
            WARNING
        );
    }
    expect(&of("unsure", "no"), at, "elig.unsure", WARNING);
}

/// A passport is never refused for its form; a foreigner reads the reason, which is the citizenship.
#[test]
fn r_602_24_a_foreigner_is_told_of_the_citizenship() {
    let at = "personal_number";
    for number in ["123456789", "12AB34567", "56190000001", "X1"] {
        let of = |nationality: &str| {
            with(
                example("ok-case-c"),
                &[
                    ("identity_paper", "passport"),
                    (at, number),
                    ("nationality", nationality),
                ],
            )
        };
        let foreigner = report(&of("US"));
        let errors: Vec<_> = foreigner.errors().map(|issue| issue.code).collect();
        assert_eq!(errors, ["elig.citizen"], "{number}");
        expect(&of("VN"), at, "elig.passport", WARNING);
        assert!(report(&of("VN")).passes(), "{number}");
    }
    let vietnamese = with(
        example("ok-case-c"),
        &[("identity_paper", "passport"), (at, "B1234567")],
    );
    assert!(report(&vietnamese).issues().is_empty());
    // Without the choice nine digits are the old card.
    let unsaid = with(example("ok-case-c"), &[(at, "123456789")]);
    expect(&unsaid, at, "pid.old_card", ERROR);
}

#[test]
fn r_602_9_without_a_number_no_transfer_text() {
    let answers = example("ok-golden-1-first-no-number");
    assert_eq!((procedure().transfer_text)(&answers, today()), None);
    // The answer of a field that is no longer shown has no effect.
    let stale = with(
        answers.clone(),
        &[("social_insurance_number", "5600000001")],
    );
    assert_eq!((procedure().transfer_text)(&stale, today()), None);
    assert!(next_codes(&answers).contains(&"next.transfer_wait"));
    assert!(!next_codes(&example("ok-case-b")).contains(&"next.transfer_wait"));
}

#[test]
fn r_602_10_boxes_of_case_a() {
    let a = only("first_no_number");
    let report = report(&a);
    for field in [
        "full_name",
        "sex",
        "birth_date",
        "nationality",
        "ethnic_group",
        "personal_number",
        "phone",
        "birth_province",
        "birth_commune",
        "province",
        "commune",
        "street_line",
        "household_head_name",
        "members",
    ] {
        assert!(report.has_error_at(field), "{field}");
    }
    assert!(asks(&a, "email") && report.at("email").next().is_none());
    for field in [
        "social_insurance_number",
        "corrected_full_name",
        "corrected_personal_number",
    ] {
        assert!(!asks(&a, field), "{field}");
    }
    // [10] is for children, [17] for health insurance.
    assert!(fields().all(|field| field.box_number != "10" && field.box_number != "17"));
}

#[test]
fn r_602_11_boxes_of_the_other_cases() {
    for case in DECLARED.into_iter().skip(1) {
        let report = report(&only(case));
        assert_eq!(
            severity(&report, "social_insurance_number", "sin.missing"),
            ERROR,
            "{case}"
        );
        assert_eq!(
            severity(&report, "request_text", "req.missing"),
            ERROR,
            "{case}"
        );
        assert!(!asks(&only(case), "members"), "{case}");
    }
    let corrected = example("ok-cases-b-g");
    expect(&corrected, "corrected_full_name", "g.nothing", None);
    expect(
        &with(corrected, &[("corrected_full_name", " ")]),
        "corrected_full_name",
        "g.nothing",
        ERROR,
    );
}

#[test]
fn r_602_12_a_change_of_one_item_asks_for_that_item() {
    let (d, e) = (only("change_method"), only("change_base"));
    assert!(!asks(&d, "income_base") && asks(&d, "payment_method"));
    assert!(asks(&e, "income_base") && !asks(&e, "payment_method"));
    let g = only("identity_change");
    assert!(!asks(&g, "income_base") && !asks(&g, "payment_method") && !asks(&g, "first_month"));
}

/// With A the number is left empty, whatever else is requested.
#[test]
fn r_602_10_without_a_number_none_is_required() {
    let answers = example("ok-cases-a-g");
    assert_eq!(answers.text("social_insurance_number"), "");
    assert!(report(&answers).passes());
    let back_pay = |cases: &[&str]| {
        let mut answers = only("back_pay");
        answers.set(
            "cases",
            Answer::Many(cases.iter().map(|&id| id.to_owned()).collect()),
        );
        answers
    };
    for (cases, expected) in [
        (&["first_no_number", "back_pay"][..], None),
        (&["first_no_number", "back_pay", "identity_change"], None),
        (&["first_with_number", "back_pay"], ERROR),
        (&["back_pay", "identity_change"], ERROR),
        (&["continue"], ERROR),
        // These exclude each other; the number is asked for as for the second.
        (&["first_no_number", "return"], ERROR),
    ] {
        let found = report(&back_pay(cases));
        assert_eq!(
            severity(&found, "social_insurance_number", "sin.missing"),
            expected,
            "{cases:?}"
        );
        // Reported once.
        assert!(
            found.at("social_insurance_number").count() <= 1,
            "{cases:?}"
        );
    }
}

/// The districts \[09.2\] and \[11.3\] are blank on the form, so nobody is asked for one.
#[test]
fn r_602_13_no_district_is_asked() {
    for field in fields() {
        assert!(
            field.box_number != "09.2" && field.box_number != "11.3",
            "{}",
            field.id
        );
        assert!(!field.id.contains("district"), "{}", field.id);
    }
}

#[test]
fn r_602_14_fifteen_in_the_first_month() {
    // The number is that of a man born in 2011, so that only the age rule applies.
    let at = |birth: &str, from: &str| {
        with(
            example("ok-case-b"),
            &[
                ("birth_date", birth),
                ("first_month", from),
                ("sex", "male"),
            ],
        )
    };
    for (birth, from, expected) in [
        ("2011-12-31", "2026-12", None),
        ("2012-01-01", "2026-12", ERROR),
        ("2012-01-01", "2027-01", None),
        ("2011-12", "2026-12", None),
        ("2011-12", "2026-11", ERROR),
        ("2011", "2026-12", None),
        ("2011", "2026-11", WARNING),
        ("2012", "2026-12", ERROR),
        ("2012", "2027-01", WARNING),
        // Born on 29 February: a year older on 1 March.
        ("2012-02-29", "2027-02", ERROR),
        ("2012-02-29", "2027-03", None),
        ("1990", "2026-12", None),
    ] {
        let report = report(&at(birth, from));
        assert_eq!(
            severity(&report, "birth_date", "elig.age"),
            expected,
            "{birth} {from}"
        );
    }
    // Without a month or a date the rule does not apply.
    expect(
        &with(at("2020", "2026-12"), &[("first_month", "x")]),
        "birth_date",
        "elig.age",
        None,
    );
}

#[test]
fn r_602_15_box_06_is_asked_in_every_case() {
    for (i, case) in DECLARED.into_iter().enumerate() {
        assert!(asks(&only(case), "personal_number"), "{case}");
        expect(
            &only(case),
            "personal_number",
            if i == 0 {
                "pid.missing"
            } else {
                "pid.left_out"
            },
            if i == 0 { ERROR } else { WARNING },
        );
    }
}

#[test]
fn r_602_16_a_correction_names_its_proof() {
    // The page takes no files for it, so it says how to hand them in.
    let (_, field) = hoso_procedures::find("602b")
        .unwrap()
        .definition
        .field("attachments_note")
        .unwrap();
    for way in ["mang bản chụp đến cơ quan BHXH", "gửi qua bưu điện"] {
        assert!(field.hint.contains(way), "{}", field.hint);
    }
    let answers = example("ok-cases-b-g");
    expect(
        &with(answers, &[("attachments_note", "")]),
        "attachments_note",
        "att.note_missing",
        ERROR,
    );
    expect(
        &example("ok-case-b"),
        "attachments_note",
        "att.note_missing",
        None,
    );
}

#[test]
fn r_602_17_a_thousand_characters() {
    let start = example("ok-case-c").text("request_text").to_owned();
    // Two scalar values before NFC, one after it.
    let decomposed = "e\u{301}";
    for (field, code) in [
        ("request_text", "req.long"),
        ("attachments_note", "att.note_long"),
    ] {
        let fill = 1000 - start.chars().count() - 1;
        let fits = [start.as_str(), " ", &decomposed.repeat(fill)].concat();
        let longer = [fits.as_str(), "x"].concat();
        expect(
            &with(example("ok-case-c"), &[(field, &fits)]),
            field,
            code,
            None,
        );
        expect(
            &with(example("ok-case-c"), &[(field, &longer)]),
            field,
            code,
            ERROR,
        );
    }
}

#[test]
fn r_602_20_ways_to_pay() {
    for name in ["ok-case-n", "ok-case-b"] {
        let codes = next_codes(&example(name));
        assert!(codes.contains(&"next.pay_ways"), "{name}");
    }
    let vi = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/vi.toml"))
        .unwrap();
    let sentence = vi
        .lines()
        .find(|line| line.starts_with("\"next.pay_ways\""))
        .unwrap();
    for way in [
        "chuyển khoản",
        "Internet Banking",
        "Mobile Banking",
        "Cổng Dịch vụ công quốc gia",
        "đại lý thu",
        "cơ quan BHXH",
    ] {
        assert!(sentence.contains(way), "{way}");
    }
}

#[test]
fn r_602_21_members_and_one_head() {
    let answers = example("ok-golden-1-first-no-number");
    let mut empty = answers.clone();
    empty.remove("members");
    expect(&empty, "members", "household.empty", ERROR);
    expect(&empty, "members", "household.head", None);
    for (relations, expected) in [
        (["00", "01", "08"], None),
        (["22", "01", "08"], ERROR),
        (["00", "00", "08"], ERROR),
    ] {
        let mut changed = answers.clone();
        for (i, relation) in relations.into_iter().enumerate() {
            changed
                .row_mut("members", i)
                .unwrap()
                .answers
                .set_text("relation_to_head", relation);
        }
        expect(&changed, "members", "household.head", expected);
    }
}
