//! The checks of one answer against another, one test each. X-3 needs the QR reader;
//! X-11 is R-ACC-3 and is tested with the page, which knows the other drafts.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod registrations;

use hoso_dossier::{Answers, PlaceList, check_with_places};
use registrations::*;

/// Issues of `code` at `at` in a dossier of a procedure.
#[track_caller]
fn warns(procedure: &str, answers: &Answers, at: &str, code: &str, expected: bool) {
    let report = report(procedure, answers, today());
    let wanted = expected.then_some(()).and(WARNING);
    assert_eq!(severity(&report, at, code), wanted, "{:?}", issues(&report));
}

#[test]
fn x_1_the_number_and_the_sex() {
    let good = example("602b", "ok-case-c");
    // The fourth digit is even for a man.
    let is_man = good.text("personal_number").as_bytes()[3].is_multiple_of(2);
    for (sex, differs) in [("female", is_man), ("male", !is_man)] {
        let other = with(good.clone(), &[("sex", sex)]);
        warns(
            "602b",
            &other,
            "personal_number",
            "pid.sex_mismatch",
            differs,
        );
    }
}

#[test]
fn x_2_the_number_and_the_year_of_birth() {
    let good = example("602b", "ok-case-c");
    warns("602b", &good, "personal_number", "pid.year_mismatch", false);
    let other = with(good, &[("birth_date", "01/01/1950")]);
    warns("602b", &other, "personal_number", "pid.year_mismatch", true);
}

#[test]
fn x_4_twelve_digits_are_the_personal_number() {
    let good = example("602b", "ok-sin-of-twelve-digits");
    let code = "sin.differs_from_pid";
    warns("602b", &good, "social_insurance_number", code, false);
    let number = good.text("personal_number").to_owned();
    let last = if number.ends_with('1') { "2" } else { "1" };
    let differs = [&number[..11], last].concat();
    let other = with(good, &[("social_insurance_number", differs.as_str())]);
    warns("602b", &other, "social_insurance_number", code, true);
}

/// The caller has the table; the rules compare. What the caller does not know is no issue.
#[test]
fn x_6_the_commune_is_in_the_province() {
    let all = PlaceList {
        has_province: &|code| Some(hoso_places::province_name(code).is_some()),
        has_commune: &|province, commune| Some(hoso_places::commune_belongs(province, commune)),
    };
    let none = PlaceList {
        has_province: &|_| None,
        has_commune: &|_, _| None,
    };
    let of = |answers: &Answers, places| {
        let report = check_with_places(procedure("602b"), answers, today(), places);
        issues(&report)
    };
    let good = example("602b", "ok-golden-1-first-no-number");
    assert!(of(&good, &all).is_empty());
    let mut wrong = with(good, &[("commune", "00004"), ("birth_province", "58")]);
    let row = wrong.row_mut("members", 1).unwrap();
    row.answers.set_text("birth_commune", "99999");
    assert_eq!(
        of(&wrong, &all),
        [
            "birth_province place.unknown",
            "birth_commune addr.commune_province",
            "commune addr.commune_province",
            "members.1.birth_commune addr.commune_province",
        ]
    );
    assert!(of(&wrong, &none).is_empty());
    // A code of another shape has its error already.
    let shape = with(wrong, &[("commune", "1")]);
    let at_commune = |issue: &&String| issue.starts_with("commune ");
    let found = of(&shape, &all);
    assert_eq!(found.iter().filter(at_commune).count(), 1, "{found:?}");
}

#[test]
fn x_7_who_may_be_under_18() {
    let born = |text: &str| {
        with(
            example("under18", "ok-core-direct"),
            &[("birth_date", text)],
        )
    };
    warns(
        "under18",
        &born("2008"),
        "birth_date",
        "minor.age_unsure",
        true,
    );
    warns(
        "under18",
        &born("2009"),
        "birth_date",
        "minor.age_unsure",
        false,
    );
    assert_eq!(
        severity(
            &report("under18", &born("2007"), today()),
            "birth_date",
            "minor.adult"
        ),
        ERROR
    );
}

#[test]
fn x_8_a_guardian_is_older_than_the_child() {
    let good = example("under18", "ok-core-parent-account");
    let (at, code) = ("guardian_personal_number", "guardian.age");
    // Born in 1980, and in 2005 as a brother or sister may be.
    for (number, warned) in [("056180000001", false), ("056305000001", true)] {
        let answers = with(good.clone(), &[(at, number)]);
        warns("under18", &answers, at, code, warned);
    }
}

#[test]
fn x_9_the_participant_is_in_the_household() {
    let good = example("602b", "ok-golden-1-first-no-number");
    warns("602b", &good, "members", "household.self", false);
    let other = with(
        good,
        &[("full_name", "Đặng Không Thấy"), ("personal_number", "")],
    );
    warns("602b", &other, "members", "household.self", true);
}

#[test]
fn x_10_no_number_twice() {
    let mut answers = example("602b", "ok-golden-1-first-no-number");
    let number = answers.rows("members")[0]
        .answers
        .text("personal_number")
        .to_owned();
    assert!(!number.is_empty());
    let row = answers.row_mut("members", 1).unwrap();
    row.answers.set_text("personal_number", number);
    let report = report("602b", &answers, today());
    assert!(
        report
            .issues()
            .iter()
            .any(|issue| issue.code == "household.duplicate"),
        "{:?}",
        issues(&report)
    );
}

/// Since 08/2025 the ID number is a social insurance number too.
#[test]
fn x_10_no_number_twice_across_both_columns() {
    let of = |row: usize, number: &str, on| {
        let mut answers = example("602b", "ok-golden-1-first-no-number");
        let row = answers.row_mut("members", row).unwrap();
        row.answers.set_text("social_insurance_number", number);
        let report = report("602b", &answers, on);
        report
            .at("members.2.social_insurance_number")
            .map(|issue| issue.code)
            .collect::<Vec<_>>()
    };
    // The number of the mother in the row of the child, and the child's own.
    assert_eq!(of(2, "056190000001", today()), ["household.duplicate"]);
    assert_eq!(of(2, "056 190 000 001", today()), ["household.duplicate"]);
    assert!(of(2, "056317000004", today()).is_empty());
    assert_eq!(of(2, "056190000001", day(2025, 7, 31)), ["sin.length"]);
}

#[test]
fn x_13_the_own_row_says_the_same() {
    let code = "household.self_differs";
    let of = |field: &str, text: &str, changes: &[(&str, &str)], warned| {
        let mut answers = with(example("602b", "ok-golden-1-first-no-number"), changes);
        let row = answers.row_mut("members", 1).unwrap();
        row.answers.set_text(field, text);
        warns(
            "602b",
            &answers,
            &format!("members.1.{field}"),
            code,
            warned,
        );
    };
    of("birth_date", "14/2/1990", &[], false);
    of("birth_date", "15/2/1990", &[], true);
    // A year or month alone agrees with the day.
    of("birth_date", "1990", &[], false);
    of("birth_date", "3/1990", &[], true);
    of("sex", "male", &[], true);
    of("sex", "female", &[], false);
    // The row is found by its name, too.
    of("sex", "male", &[("personal_number", "")], true);
    of("sex", "male", &[("full_name", "Nguyen Thi Mau")], true);
    // No own row, no comparison.
    let nobody = [("full_name", "Đặng Không Thấy"), ("personal_number", "")];
    of("sex", "male", &nobody, false);
}

#[test]
fn x_14_the_head_has_one_name() {
    let (at, code) = ("household_head_name", "household.head_name");
    for (name, warned) in [
        ("Trần Văn Thử", false),
        ("TRẦN VĂN THỬ", false),
        ("Tran Van Thu", false),
        ("Trần Văn Mẫu", true),
        ("Nguyễn Thị Mẫu", true),
    ] {
        let answers = with(
            example("602b", "ok-golden-1-first-no-number"),
            &[(at, name)],
        );
        warns("602b", &answers, at, code, warned);
    }
}

#[test]
fn x_15_a_foreigner_by_the_ethnic_group_has_another_nationality() {
    let (at, code) = ("ethnic_group", "ethnic.foreigner");
    for (group, nationality, warned) in [
        ("99", "VN", true),
        ("99", "US", false),
        ("99", "", false),
        ("01", "VN", false),
        ("55", "VN", false),
    ] {
        let answers = with(
            example("602b", "ok-case-c"),
            &[(at, group), ("nationality", nationality)],
        );
        warns("602b", &answers, at, code, warned);
    }
}

/// Ten digits that are the end of the own ID number are doubted, with the whole number as proposal.
#[test]
fn r_id_18_the_end_of_the_id_number_is_doubted() {
    for (code, name, id, number) in [
        (
            "602b",
            "ok-case-c",
            "personal_number",
            "social_insurance_number",
        ),
        (
            "account",
            "ok-adult",
            "personal_number",
            "social_insurance_number",
        ),
        (
            "under18",
            "ok-core-parent-account",
            "guardian_personal_number",
            "guardian_social_insurance_number",
        ),
    ] {
        let of = |typed: &str| {
            with(
                example(code, name),
                &[(id, "056317000004"), (number, typed)],
            )
        };
        for (typed, warned) in [
            ("6317000004", true),
            ("63 1700 0004", true),
            ("056317000004", false),
            ("5600000001", false),
        ] {
            warns(code, &of(typed), number, "sin.tail_of_pid", warned);
        }
        for (on, proposal) in [(today(), Some("056317000004")), (day(2025, 7, 31), None)] {
            let report = report(code, &of("6317000004"), on);
            let issue = report.at(number).find(|i| i.code == "sin.tail_of_pid");
            assert_eq!(issue.unwrap().proposal.as_deref(), proposal, "{code} {on}");
        }
    }
}

/// The abbreviation of a ward, and the bare name of a province, in each street line.
#[test]
fn r_id_19_the_street_line_repeats_no_place() {
    let household = with(
        example("602b", "ok-case-a-household-elsewhere"),
        &[("street_line", "12 Ví Dụ")],
    );
    for (line, warned) in [
        ("12 Ví Dụ, P. Nha Trang", true),
        ("12 Ví Dụ, Khánh Hòa", true),
        ("12 Ví Dụ, tổ 3", false),
        ("P. 302, 12 Ví Dụ", false),
    ] {
        for (code, answers, at) in [
            ("account", example("account", "ok-adult"), "street_line"),
            ("602b", household.clone(), "household_street_line"),
        ] {
            let answers = with(answers, &[(at, line)]);
            warns(code, &answers, at, "addr.repeated", warned);
        }
    }
}

/// A number of before 2018 receives no message. Where the office calls, what the program writes has
/// the new number.
#[test]
fn r_id_13_a_number_of_before_2018() {
    let (old, new) = ("0169 000 0001", "0390000001");
    for (code, name) in [
        ("account", "ok-adult"),
        ("under18", "ok-core-parent-account"),
    ] {
        let answers = with(example(code, name), &[("phone", old)]);
        let report = report(code, &answers, today());
        assert_eq!(severity(&report, "phone", "phone.old_11"), ERROR);
        let proposal = report.at("phone").next().unwrap().proposal.as_deref();
        assert_eq!(proposal, Some(new));
    }
    let answers = with(example("602b", "ok-case-c"), &[("phone", old)]);
    warns("602b", &answers, "phone", "phone.old_11", true);
    let procedure = procedure("602b");
    let memo = (procedure.transfer_text)(&answers, today()).unwrap();
    assert!(memo.ends_with(new), "{memo}");
    let text = (procedure.suggest)("request_text", &answers, today(), &|_| None).unwrap();
    assert!(text.ends_with(&format!("{new}.")), "{text}");
    let filled = with(answers, &[("request_text", &text)]);
    warns("602b", &filled, "request_text", "req.lost", false);
}
