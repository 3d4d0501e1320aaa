//! The checks of one answer against another, one test each. X-3 needs the QR reader;
//! X-11 is R-ACC-3 and is tested with the page, which knows the other drafts.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod registrations;

use hoso_dossier::Answers;
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
