//! The rules of money and of identifiers that procedure 602b touches, and bad
//! input in every field.

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
use hoso_contribution::bounds;
use hoso_dossier::{Answers, canonical, check, json};
use hoso_identifiers::{Date, Month, amount::display};

#[test]
fn r_id_2_what_the_number_says_only_warns() {
    for number in [
        "056090000001",
        "056191000001",
        "003190000001",
        "056399000001",
    ] {
        let report = report(&with(example("ok-case-c"), &[("personal_number", number)]));
        assert!(report.passes(), "{number}");
        assert!(report.at("personal_number").next().is_some(), "{number}");
    }
}

#[test]
fn r_id_3_twelve_digits_in_13_since_august_2025() {
    let answers = with(
        example("ok-case-c"),
        &[
            ("social_insurance_number", "056190000001"),
            ("first_month", "2025-09"),
        ],
    );
    for (day, expected) in [((2025, 7, 31), ERROR), ((2025, 8, 1), None)] {
        let report = check(
            procedure(),
            &answers,
            Date::new(day.0, day.1, day.2).unwrap(),
        );
        assert_eq!(
            severity(&report, "social_insurance_number", "sin.length"),
            expected,
            "{day:?}"
        );
    }
}

/// A name typed with combining marks is stored, compared and measured in NFC.
#[test]
fn r_id_1_text_is_stored_in_nfc() {
    let typed = with(
        example("ok-case-c"),
        &[("full_name", "Nguye\u{302}\u{303}n Thi\u{323} Mâ\u{303}u")],
    );
    let sent = canonical::answers(procedure().definition, &typed, today());
    assert_eq!(
        sent.get("full_name").and_then(json::Value::as_str),
        Some("Nguyễn Thị Mẫu")
    );
}

#[test]
fn r_id_4_the_old_card_ended_with_2024() {
    let answers = with(
        example("ok-case-c"),
        &[("personal_number", "225000001"), ("first_month", "2025-01")],
    );
    for (day, expected) in [((2024, 12, 31), None), ((2025, 1, 1), ERROR)] {
        let report = check(
            procedure(),
            &answers,
            Date::new(day.0, day.1, day.2).unwrap(),
        );
        assert_eq!(
            severity(&report, "personal_number", "pid.old_card"),
            expected,
            "{day:?}"
        );
    }
    // The old number has its own field.
    expect(
        &with(example("ok-case-c"), &[("old_id_card_number", "225000001")]),
        "old_id_card_number",
        "oldid.length",
        None,
    );
}

#[test]
fn r_id_5_telephones_are_normalised_and_old_ones_proposed() {
    for typed in [
        "+84 900 000 001",
        "84900000001",
        "0084900000001",
        "900000001",
    ] {
        let answers = with(example("ok-case-c"), &[("phone", typed)]);
        let sent = canonical::answers(procedure().definition, &answers, today());
        assert_eq!(
            sent.get("phone").and_then(json::Value::as_str),
            Some("0900000001"),
            "{typed}"
        );
    }
    let old = with(example("ok-case-c"), &[("phone", "01200000001")]);
    let found = report(&old);
    let issue = found.at("phone").next().unwrap();
    assert_eq!(issue.proposal.as_deref(), Some("0700000001"));
    let sent = canonical::answers(procedure().definition, &old, today());
    assert_eq!(
        sent.get("phone").and_then(json::Value::as_str),
        Some("01200000001")
    );
}

#[test]
fn r_id_6_names_of_the_province_are_accepted() {
    for name in [
        "H'Thử Niê",
        "H’Thử Niê",
        "K'Mẫu Thử",
        "Y Mẫu",
        "Ksor-Thử Mẫu",
        "Č Ŏ Ƀĕ Fjwz",
    ] {
        let report = report(&with(example("ok-case-c"), &[("full_name", name)]));
        assert!(
            report.at("full_name").next().is_none(),
            "{name}: {:?}",
            report.issues()
        );
    }
    expect(
        &with(example("ok-case-c"), &[("full_name", "Mẫu")]),
        "full_name",
        "name.single_word",
        WARNING,
    );
}

#[test]
fn r_id_8_no_day_is_invented() {
    for (typed, iso, written) in [("1990", "1990", "1990"), ("2/1990", "1990-02", "02/1990")] {
        let answers = with(
            example("ok-correction-of-everything"),
            &[("corrected_birth_date", typed)],
        );
        let sent = canonical::answers(procedure().definition, &answers, today());
        assert_eq!(
            sent.get("corrected_birth_date")
                .and_then(json::Value::as_str),
            Some(iso)
        );
        let text = (procedure().suggest)("request_text", &answers, today(), &|_| None).unwrap();
        assert!(
            text.contains(&format!("ngày, tháng, năm sinh: đúng là {written}.")),
            "{text}"
        );
    }
}

#[test]
fn r_mon_1_figures_are_those_of_the_month_paid() {
    let old = with(
        example("ok-case-b"),
        &[("first_month", "2026-06"), ("income_base", "46850000")],
    );
    expect(&old, "income_base", "base.high", ERROR);
    expect(
        &with(old, &[("first_month", "2026-07")]),
        "income_base",
        "base.high",
        None,
    );
    // Without a row nothing is guessed.
    let early = with(example("ok-case-b"), &[("first_month", "1990-01")]);
    let figures = (procedure().figures)(&early, today());
    let support = figures
        .iter()
        .find(|figure| figure.label.code == "estimate.support")
        .unwrap();
    assert_eq!(
        support.amount.as_ref().unwrap_err().code,
        "estimate.no_figure"
    );
}

/// What is shown as a source is the number of a document, or a word with a sentence in
/// both languages: no text contains a remark in the other language.
#[test]
fn r_mon_1_sources_are_document_numbers() {
    let mut seen = Vec::new();
    for month in ["2019-01", "2025-06", "2026-12", "2027-01"] {
        for method in ["every_3_months", "years_ahead"] {
            let answers = with(
                example("ok-case-b"),
                &[
                    ("first_month", month),
                    ("payment_method", method),
                    ("method_years", "2"),
                ],
            );
            for row in (procedure().figure_rows)(&answers, today()) {
                let source = row.args.iter().find(|(gap, _)| *gap == "source");
                seen.push(source.unwrap().1.clone());
            }
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(
        seen,
        [
            "CV 151/BHXH-ĐTQ, TB 59/TB-BHXH",
            "NĐ 07/2021/NĐ-CP",
            "NĐ 134/2015/NĐ-CP",
            "NĐ 159/2025/NĐ-CP",
            "NĐ 351/2025/NĐ-CP",
            "no_document",
        ]
    );
    for language in ["vi", "en"] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../locales/{language}.toml"));
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(r#""word.no_document""#), "{language}");
    }
}

#[test]
fn r_mon_2_bounds_of_the_base() {
    for (month, base, code, expected) in [
        ("2026-12", "1499999", "base.is_contribution", ERROR),
        ("2026-12", "329999", "base.low", ERROR),
        ("2026-12", "50600001", "base.high", ERROR),
        ("2027-01", "2199999", "base.below_2027", WARNING),
        ("2027-01", "2200000", "base.below_2027", None),
        ("2026-12", "1500000", "base.below_2027", None),
        ("2027-01", "1499999", "base.is_contribution", ERROR),
        ("2026-12", "1550001", "base.step", WARNING),
    ] {
        let answers = with(
            example("ok-case-b"),
            &[("first_month", month), ("income_base", base)],
        );
        expect(&answers, "income_base", code, expected);
    }
}

/// The warning about a base below an unverified row has the day and the amount of the row.
#[test]
fn r_mon_2_the_warning_has_the_figures_of_its_row() {
    let answers = with(
        example("ok-case-b"),
        &[("first_month", "2027-03"), ("income_base", "2000000")],
    );
    let report = report(&answers);
    let issue = report
        .at("income_base")
        .find(|issue| issue.code == "base.below_2027");
    let row = bounds(Month::new(2027, 3).unwrap())
        .unverified_minimum
        .unwrap();
    assert_eq!(
        issue.unwrap().args,
        [
            ("from", row.from.month_of().to_string()),
            ("min", display(row.dong)),
        ]
    );
}

/// The poverty line of 2027 has one source only, and the estimate is marked as unverified.
#[test]
fn r_mon_2_an_unverified_figure_is_marked() {
    let codes = |month| {
        let answers = with(example("ok-case-b"), &[("first_month", month)]);
        (procedure().figures)(&answers, today())
            .iter()
            .map(|figure| figure.label.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes("2026-12"),
        ["estimate.gross", "estimate.support", "estimate.to_pay"]
    );
    assert_eq!(
        codes("2027-01"),
        [
            "estimate.gross",
            "estimate.support_unverified",
            "estimate.to_pay_unverified"
        ]
    );
}

/// R-MON-4: three years ahead, to the đồng.
#[test]
fn r_mon_4_a_lump_sum() {
    let answers = with(
        example("ok-method-years-ahead"),
        &[("first_month", "2026-12")],
    );
    let figures = (procedure().figures)(&answers, today());
    // The notice that states the interest was not seen, so the figure is marked as unverified.
    assert_eq!(figures[0].label.code, "estimate.gross_lump_unverified");
    let rows = (procedure().figure_rows)(&answers, today());
    assert_eq!(rows[0].code, "estimate.row_unverified");
    assert!(rows[0].args.contains(&("value", "0,31%".to_owned())));
    assert_eq!(figures[0].amount, Ok(11_259_443));
    // The interest of 2027 is not known.
    let later = with(answers, &[("first_month", "2027-01")]);
    let figures = (procedure().figures)(&later, today());
    assert_eq!(
        figures[0].amount.as_ref().unwrap_err().code,
        "estimate.no_figure"
    );
}

#[test]
fn r_mon_3_the_group_decides_the_support() {
    for (group, support) in [
        ("poor_household", 495_000),
        ("island_commune", 495_000),
        ("near_poor_household", 396_000),
        ("ethnic_minority", 297_000),
        ("other", 198_000),
    ] {
        let answers = with(example("ok-case-b"), &[("support_group", group)]);
        let figures = (procedure().figures)(&answers, today());
        assert_eq!(figures[1].amount, Ok(support), "{group}");
        assert_eq!(figures[2].amount, Ok(990_000 - support), "{group}");
    }
    let open = with(example("ok-case-b"), &[("support_group", "")]);
    let figures = (procedure().figures)(&open, today());
    assert_eq!(figures[0].amount, Ok(990_000));
    assert_eq!(
        figures[1].amount.as_ref().unwrap_err().code,
        "estimate.group_missing"
    );
}

/// Case E alone: the amounts are those of one month, and the lines say so.
#[test]
fn r_mon_3_a_new_base_alone_shows_one_month() {
    let alone = with(
        example("ok-case-e"),
        &[("income_base", "2000000"), ("support_group", "other")],
    );
    let lines = |answers: &Answers| {
        (procedure().figures)(answers, today())
            .into_iter()
            .map(|figure| (figure.label.code, figure.amount.ok()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        lines(&alone),
        [
            ("estimate.gross_month", Some(440_000)),
            ("estimate.support_month", Some(66_000)),
            ("estimate.rest_month", Some(374_000)),
        ]
    );
    let later = with(
        alone.clone(),
        &[("first_month", "2027-01"), ("income_base", "2500000")],
    );
    assert_eq!(
        lines(&later)[1..],
        [
            ("estimate.support_month_unverified", Some(96_800)),
            ("estimate.rest_month_unverified", Some(453_200)),
        ]
    );
    let open = lines(&with(alone, &[("support_group", "")]));
    assert_eq!(open[2], ("estimate.rest_month", None));
    // With a method the sum of a payment is known.
    let both = example("ok-golden-2-change-method-and-base");
    assert_eq!(lines(&both)[2].0, "estimate.to_pay");
}

/// A minority is offered its group; the choice stays the person's.
#[test]
fn r_mon_3_a_minority_is_offered_its_group() {
    let info = Some(hoso_identifiers::Severity::Info);
    for (people, group, expected) in [
        ("12", "", info),
        ("12", "other", info),
        ("55", "other", info),
        ("12", "poor_household", None),
        ("12", "ethnic_minority", None),
        ("01", "other", None),
        ("99", "other", None),
        ("", "other", None),
        ("x", "other", None),
    ] {
        let answers = with(
            example("ok-case-b"),
            &[("ethnic_group", people), ("support_group", group)],
        );
        expect(&answers, "support_group", "ethnic.support", expected);
    }
    // Without the question there is nothing to offer.
    let corrects = with(only("identity_change"), &[("ethnic_group", "12")]);
    expect(&corrects, "support_group", "ethnic.support", None);
}

#[test]
fn r_mon_5_no_support_is_guessed_where_the_rule_is_not_known() {
    for name in [
        "ok-method-years-ahead",
        "ok-method-missing-time",
        "ok-case-f",
    ] {
        let figures = (procedure().figures)(&example(name), today());
        assert!(figures[0].amount.is_ok(), "{name}");
        assert_eq!(
            figures[1].amount.as_ref().unwrap_err().code,
            "estimate.support_not_stated",
            "{name}"
        );
        assert_eq!(figures.len(), 2, "{name}");
    }
}

#[test]
fn r_mon_6_years_and_months_of_a_lump_sum() {
    for (method, field, good, bad) in [
        ("years_ahead", "method_years", ["2", "5"], ["1", "6"]),
        ("missing_time", "method_months", ["1", "60"], ["0", "61"]),
    ] {
        let answers = with(example("ok-case-b"), &[("payment_method", method)]);
        for n in good {
            assert!(
                !report(&with(answers.clone(), &[(field, n)])).has_error_at(field),
                "{n}"
            );
        }
        for n in bad
            .into_iter()
            .chain(["", "x", "2-3", "2.0", "99999999999999999999"])
        {
            let answers = with(answers.clone(), &[(field, n)]);
            assert!(report(&answers).has_error_at(field), "{n}");
            assert!((procedure().figures)(&answers, today()).is_empty(), "{n}");
        }
    }
}

#[test]
fn r_mon_8_the_transfer_text_is_never_shortened() {
    let name = ["Nguyễn"; 14].join(" ");
    let memo = (procedure().transfer_text)(
        &with(example("ok-case-n"), &[("full_name", &name)]),
        today(),
    )
    .unwrap();
    assert!(memo.contains(&name) && memo.ends_with(", 5600000001, 0900000001"));
}

#[test]
fn r_mon_9_no_account_number_is_given() {
    assert!(next_codes(&example("ok-case-n")).contains(&"next.account"));
    for language in ["vi", "en"] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../locales/{language}.toml"));
        let text = fs::read_to_string(path).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with("\"next.account\""))
            .unwrap();
        assert!(!line.chars().any(|c| c.is_ascii_digit()), "{line}");
    }
}

#[test]
fn r_mon_11_a_contribution_is_not_a_base() {
    let report = report(&with(example("ok-case-b"), &[("income_base", "330000")]));
    let issue = report
        .at("income_base")
        .find(|issue| issue.code == "base.is_contribution")
        .unwrap();
    assert_eq!(issue.proposal.as_deref(), Some("1.500.000"));
    let args: Vec<(&str, &str)> = issue
        .args
        .iter()
        .map(|(gap, text)| (*gap, text.as_str()))
        .collect();
    // The least amount is no part of it: 330.000 would then name 1.500.000 twice.
    assert_eq!(args, [("x", "330.000"), ("y", "1.500.000")]);
}

/// Every answer may hold anything: nothing panics, and what is not asked is not judged.
#[test]
fn ok_bad_input_in_every_field() {
    let long = "đ".repeat(10_000);
    let bad = [
        " ",
        "\0",
        "\u{202e}abc",
        "<script>alert(1)</script>",
        "😀😀😀",
        "Nguye\u{302}\u{303}n",
        "０９００００００01",
        "1\r\n2\r\n3",
        "-1",
        "99999999999999999999999999",
        "{}",
        ",",
        "00/0000",
        "9999-12",
        long.as_str(),
    ];
    for name in ["ok-cases-d-e-f-g", "ok-cases-a-g", "ok-case-n"] {
        let good = example(name);
        for field in fields() {
            for text in bad {
                let mut answers = good.clone();
                if field.kind.fields().is_empty() {
                    answers.set_text(field.id, text);
                }
                for inner in field.kind.fields() {
                    if let Some(row) = answers.row_mut("members", 0) {
                        row.answers.set_text(inner.id, text);
                    }
                }
                for today in [
                    today(),
                    Date::new(1, 1, 1).unwrap(),
                    Date::new(9999, 12, 31).unwrap(),
                ] {
                    let _ = check(procedure(), &answers, today);
                    let _ = canonical::answers(procedure().definition, &answers, today);
                    let _ = (procedure().suggest)("request_text", &answers, today, &|_| None);
                    let _ = (procedure().figures)(&answers, today);
                    let _ = (procedure().transfer_text)(&answers, today);
                    let _ = (procedure().next_steps)(&answers, today);
                }
            }
        }
    }
}

#[test]
fn r_mon_14_the_limit_of_support_and_the_deadline_are_shown() {
    for (method, code, n) in [
        ("monthly", "estimate.deadline_month", "1"),
        ("every_3_months", "estimate.deadline", "3"),
        ("every_6_months", "estimate.deadline", "4"),
        ("every_12_months", "estimate.deadline", "7"),
        ("years_ahead", "estimate.deadline_once", "0"),
    ] {
        let answers = with(
            example("ok-case-c"),
            &[("payment_method", method), ("method_years", "2")],
        );
        let rows = (procedure().figure_rows)(&answers, today());
        let row = rows.iter().find(|row| row.code == code).expect(method);
        assert!(row.args.contains(&("n", n.to_owned())), "{method}");
        let limit = rows.iter().find(|row| row.code == "estimate.support_limit");
        assert!(limit.expect(method).args.contains(&("n", "120".to_owned())));
    }
    // Nothing is said of a month before the decree.
    let early = with(example("ok-case-c"), &[("first_month", "2025-06")]);
    let rows = (procedure().figure_rows)(&early, today());
    assert!(
        rows.iter()
            .all(|row| !row.code.starts_with("estimate.deadline"))
    );
    // Both are said where the method is chosen.
    let hint = |id| procedure().definition.field(id).unwrap().1.hint;
    assert!(hint("support_group").contains("120 tháng"));
    assert!(hint("payment_method").contains("7 tháng đầu"));
}
