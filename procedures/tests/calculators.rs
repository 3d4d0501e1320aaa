//! The amounts of the services that calculate, to the đồng: what a person continues to pay, what one pays
//! and gets, and the price of household health insurance.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_dossier::{Chart, Figure, Severity, check};

mod estimates;

use estimates::{amount, answers, day, figures, procedure, today};

const PLAN: &str = "muc-dong-muc-huong";
const CONTINUE: &str = "dong-tiep";
const HEALTH: &str = "bhyt-ho-gia-dinh";

/// The answers of a plan: base, sex, years and months.
fn plan(
    base: &'static str,
    sex: &'static str,
    years: &'static str,
    months: &'static str,
) -> [(&'static str, &'static str); 8] {
    [
        ("first_month", "2026-12"),
        ("income_base", base),
        ("payment_method", "monthly"),
        ("support_group", "other"),
        ("contribution_years", years),
        ("contribution_months", months),
        ("sex", sex),
        ("birth_date", "1985"),
    ]
}

/// Vectors M-1 to M-5, in both services that show one payment.
#[test]
fn r_mon_3_vectors_of_one_payment() {
    for (month, base, method, group, gross, support, to_pay) in [
        (
            "2025-04",
            "1500000",
            "every_3_months",
            "other",
            990_000,
            99_000,
            891_000,
        ),
        (
            "2026-12",
            "1.500.000",
            "every_3_months",
            "other",
            990_000,
            198_000,
            792_000,
        ),
        (
            "2026-12",
            "2tr",
            "every_12_months",
            "ethnic_minority",
            5_280_000,
            1_188_000,
            4_092_000,
        ),
        (
            "2026-11",
            "2500000",
            "every_6_months",
            "other",
            3_300_000,
            396_000,
            2_904_000,
        ),
        (
            "2026-12",
            "50600000",
            "monthly",
            "poor_household",
            11_132_000,
            165_000,
            10_967_000,
        ),
    ] {
        for code in [PLAN, CONTINUE] {
            let given = [
                ("first_month", month),
                ("income_base", base),
                ("payment_method", method),
                ("support_group", group),
            ];
            let found = figures(code, &given, today());
            assert_eq!(amount(&found, "estimate.gross"), gross, "{code}");
            assert_eq!(amount(&found, "estimate.support"), support, "{code}");
            assert_eq!(amount(&found, "estimate.to_pay"), to_pay, "{code}");
        }
    }
}

/// The rows of the month that is paid, 2020 to 2027: base, support and total of one month.
#[test]
fn r_mon_1_the_rows_of_every_year() {
    for (month, base, to_pay) in [
        ("2020-01", "700000", 138_600),
        ("2021-12", "700000", 138_600),
        ("2022-01", "1500000", 297_000),
        ("2023-07", "1500000", 297_000),
        ("2024-07", "1500000", 297_000),
        ("2025-06", "1500000", 297_000),
        ("2025-07", "1500000", 264_000),
        ("2026-12", "1500000", 264_000),
    ] {
        let given = [
            ("first_month", month),
            ("income_base", base),
            ("payment_method", "monthly"),
            ("support_group", "other"),
        ];
        let found = figures(CONTINUE, &given, today());
        assert_eq!(amount(&found, "estimate.to_pay"), to_pay, "{month}");
    }
    // 2027: the line is not verified, and the label says so.
    let given = [
        ("first_month", "2027-01"),
        ("income_base", "2200000"),
        ("payment_method", "monthly"),
        ("support_group", "other"),
    ];
    let found = figures(CONTINUE, &given, today());
    assert_eq!(amount(&found, "estimate.to_pay_unverified"), 387_200);
}

/// Lump sums to the đồng; the support of none is guessed, and no picture is drawn of them.
#[test]
fn r_mon_4_lump_sums() {
    for (method, field, n, gross) in [
        ("years_ahead", "method_years", "2", 7_644_801),
        ("years_ahead", "method_years", "5", 18_098_148),
        ("missing_time", "method_months", "60", 21_791_542),
    ] {
        let mut given = plan("1500000", "female", "15", "").to_vec();
        given.retain(|(id, _)| *id != "payment_method");
        given.extend([("payment_method", method), (field, n)]);
        let found = figures(PLAN, &given, today());
        assert_eq!(amount(&found, "estimate.gross_lump_unverified"), gross);
        let chart = (procedure(PLAN).chart)(&answers(&given), today());
        assert_eq!(chart, None, "{method}");
    }
}

/// Vectors P-1 to P-6, as the page shows them.
#[test]
fn r_mon_10_vectors_of_the_pension() {
    for (name, sex, years, months, rate, dong) in [
        ("P-1", "female", "15", "", "45%", 675_000),
        ("P-2", "male", "15", "0", "40%", 600_000),
        ("P-3", "male", "20", "", "45%", 675_000),
        ("P-4", "male", "22", "7", "51%", 765_000),
        ("P-5", "female", "17", "5", "50%", 750_000),
        ("P-6", "male", "40", "", "75%", 1_125_000),
    ] {
        let found = figures(PLAN, &plan("1500000", sex, years, months), today());
        assert_eq!(amount(&found, "estimate.pension"), dong, "{name}");
        let label = found
            .iter()
            .find(|one| one.label.code == "estimate.pension");
        let args = &label.unwrap().label.args;
        assert_eq!(args, &[("rate", rate.to_owned())], "{name}");
        // The range of the law for this base.
        let least = if sex == "female" { 675_000 } else { 600_000 };
        assert_eq!(amount(&found, "estimate.pension_least"), least, "{name}");
        assert_eq!(amount(&found, "estimate.pension_most"), 1_125_000, "{name}");
    }
    let found = figures(PLAN, &plan("1500000", "female", "14", "11"), today());
    let none = found
        .iter()
        .find(|one| one.label.code == "estimate.pension_none");
    let reason = none.unwrap().amount.as_ref().unwrap_err();
    assert_eq!(reason.code, "estimate.pension_time");
}

/// Months of past years have the coefficients of the year of settlement, which is named; vector P-7
/// in the way the page can show it: the years 2022 to 2026 at one base.
#[test]
fn r_mon_10_coefficients_of_the_year_of_settlement() {
    let mut given = plan("1500000", "female", "15", "").to_vec();
    given[0] = ("first_month", "2022-01");
    let notes = |today| {
        let notes = (procedure(PLAN).figure_rows)(&answers(&given), today);
        notes
            .into_iter()
            .find(|note| note.code.starts_with("estimate.coeff"))
    };
    // 1,500,000 × (12 × (1.11 + 1.07 + 1.03 + 1.00) + 132 × 1.00) ÷ 180
    let average = 1_521_000;
    let note = notes(today()).unwrap();
    assert_eq!(note.code, "estimate.coefficients");
    assert_eq!(
        note.args,
        [
            ("year", "2026".to_owned()),
            ("average", "1.521.000".to_owned())
        ]
    );
    let found = figures(PLAN, &given, today());
    assert_eq!(amount(&found, "estimate.pension"), average * 45 / 100);
    // For 2027 there is no table: nothing is carried forward.
    assert_eq!(notes(day(2027, 1)), None);
    let found = figures(PLAN, &given, day(2027, 1));
    let pension = found
        .iter()
        .find(|one| one.label.code == "estimate.pension");
    let reason = pension.unwrap().amount.as_ref().unwrap_err();
    assert_eq!(reason.code, "estimate.no_figure");
    // Who starts in 2027 needs no coefficient.
    given[0] = ("first_month", "2027-02");
    given[1] = ("income_base", "2200000");
    let found = figures(PLAN, &given, day(2027, 1));
    assert_eq!(amount(&found, "estimate.pension"), 990_000);
}

fn chart(given: &[(&str, &str)]) -> Option<Chart> {
    (procedure(PLAN).chart)(&answers(given), today())
}

/// The picture of a woman born in 1960 who pays for 15 years: what is paid stops when it is paid, what is
/// received begins in the month after, and the sums meet when 71 pensions make up what was paid.
#[test]
fn r_mon_15_the_picture_has_the_amounts_of_the_estimate() {
    let mut given = plan("1500000", "female", "15", "").to_vec();
    given[7] = ("birth_date", "1960-03-08");
    let chart = chart(&given).unwrap();
    // 180 × 330,000 − 66,000 − 119 × 96,800: from 01/2027 the line that is not verified yet
    let paid = 47_814_800;
    let found = figures(PLAN, &given, today());
    assert_eq!(amount(&found, "estimate.plan_paid_unverified"), paid);
    let sums = |year: u16| {
        chart
            .years
            .iter()
            .find(|one| one.year == year)
            .unwrap()
            .sums
    };
    assert_eq!(sums(2026), [264_000, 0]);
    assert_eq!(sums(2027), [264_000 + 12 * 233_200, 0]);
    // Support ends after 120 months, in 11/2036.
    assert_eq!(sums(2036), [264_000 + 119 * 233_200 + 330_000, 0]);
    // The last month paid is 11/2041; the first pension is that of 12/2041.
    assert_eq!(sums(2041), [paid, 675_000]);
    assert_eq!(sums(2046), [paid, 61 * 675_000]);
    assert_eq!(sums(2047), [paid, 73 * 675_000]);
    assert_eq!(chart.meets_in, Some(2047));
    assert_eq!(chart.summary[0].code, "estimate.chart_paid_unverified");
    let meets = chart.summary.last().unwrap();
    assert_eq!(
        meets.args,
        [("n", "71".to_owned()), ("year", "2047".to_owned())]
    );
    assert!(
        chart
            .years
            .windows(2)
            .all(|pair| pair[0].year + 1 == pair[1].year)
    );
    assert!(chart.years.iter().all(|one| one.sums[0] <= paid));
    // A younger person waits for the retirement age: 60 years, in 03/2055, and one month.
    given[7] = ("birth_date", "1995-03-08");
    let chart = self::chart(&given).unwrap();
    let received = |year: u16| {
        chart
            .years
            .iter()
            .find(|one| one.year == year)
            .unwrap()
            .sums[1]
    };
    assert_eq!(received(2054), 0);
    assert_eq!(received(2055), 9 * 675_000);
}

#[test]
fn r_mon_15_without_what_it_needs_there_is_no_picture() {
    let full = plan("1500000", "female", "15", "");
    assert!(chart(&full).is_some());
    for missing in [
        "first_month",
        "income_base",
        "support_group",
        "sex",
        "birth_date",
    ] {
        let given: Vec<_> = full.into_iter().filter(|(id, _)| *id != missing).collect();
        assert_eq!(chart(&given), None, "{missing}");
    }
    assert_eq!(chart(&plan("1500000", "female", "14", "11")), None);
}

/// Whoever gives a year only is told the range.
#[test]
fn r_mon_10_a_year_of_birth_leaves_the_retirement_open() {
    let note = |birth: &'static str, code: &str| {
        let mut given = plan("1500000", "female", "15", "");
        given[7] = ("birth_date", birth);
        let notes = (procedure(PLAN).figure_rows)(&answers(&given), today());
        let note = notes.into_iter().find(|note| note.code == code);
        note.map(|note| note.args)
    };
    assert_eq!(
        note("1985", "estimate.retirement_range").unwrap(),
        [("from", "01/2045".to_owned()), ("to", "12/2045".to_owned())]
    );
    assert_eq!(
        note("1985-05-03", "estimate.retirement").unwrap()[0],
        ("from", "05/2045".to_owned())
    );
}

/// Bases that no one can pay on have an issue and no amount; the largest never overflow.
#[test]
fn r_mon_2_bad_bases_have_no_amount() {
    for base in [
        "0",
        "1000000000000",
        "18446744073709551615",
        "abc",
        "-1",
        "1e9",
    ] {
        for code in [PLAN, CONTINUE] {
            let given = [
                ("first_month", "2026-12"),
                ("income_base", base),
                ("payment_method", "monthly"),
                ("support_group", "other"),
                ("contribution_years", "15"),
                ("sex", "male"),
                ("birth_date", "1985"),
            ];
            assert_eq!(figures(code, &given, today()), [], "{base}");
            let report = check(procedure(code), &answers(&given), today());
            let error = report
                .at("income_base")
                .any(|issue| issue.severity == Severity::Error);
            assert!(error, "{base}");
            assert_eq!((procedure(code).chart)(&answers(&given), today()), None);
            assert_eq!((procedure(code).related)(&answers(&given), today()), []);
        }
    }
}

/// The values go with the person into the registration, under the ids of its fields.
#[test]
fn ok_the_registration_takes_the_values() {
    let links = (procedure(PLAN).related)(&answers(&plan("1500000", "male", "20", "")), today());
    let [link] = links.as_slice() else {
        panic!("{links:?}")
    };
    let there = procedure(link.to).definition;
    let here = procedure(PLAN).definition;
    for (from, to) in link.copies {
        let kinds = [here.field(from), there.field(to)].map(|found| found.unwrap().1.kind);
        assert_eq!(
            core::mem::discriminant(&kinds[0]),
            core::mem::discriminant(&kinds[1]),
            "{from}"
        );
    }
}

/// The slider moves within the bounds of the month, by the usual step.
#[test]
fn r_mon_2_the_slider_has_the_bounds_of_the_month() {
    for (month, range) in [
        ("2021-01", (700_000, 29_800_000)),
        ("2026-12", (1_500_000, 50_600_000)),
    ] {
        let help = (procedure(PLAN).input_help)(
            "income_base",
            &answers(&[("first_month", month)]),
            today(),
        );
        assert_eq!((help.range, help.slider_step), (Some(range), Some(50_000)));
    }
}

/// The answers of a plan with another first month.
fn plan_from(
    month: &'static str,
    base: &'static str,
    years: &'static str,
    months: &'static str,
) -> Vec<(&'static str, &'static str)> {
    let mut given = plan(base, "male", years, months).to_vec();
    given[0] = ("first_month", month);
    given
}

/// Every month has the support of its own rows, 120 months at most.
#[test]
fn r_mon_14_the_support_of_each_month() {
    for (month, years, months, code, paid) in [
        // 3 × 33,000 and 3 × 66,000 of support
        ("2025-04", "", "6", "estimate.plan_paid", 1_683_000),
        ("2026-01", "1", "", "estimate.plan_paid", 3_168_000),
        // 24 × 15,400 + 42 × 33,000 + 18 × 66,000 + 36 × 96,800: the last twelve have none
        (
            "2020-01",
            "11",
            "",
            "estimate.plan_paid_unverified",
            37_131_600,
        ),
        // 66,000 + 96,800
        ("2026-12", "", "2", "estimate.plan_paid_unverified", 497_200),
    ] {
        let given = plan_from(month, "1500000", years, months);
        let found = figures(PLAN, &given, today());
        assert_eq!(amount(&found, code), paid, "{month}");
    }
    // The rows of the later months are listed too.
    let rows =
        (procedure(PLAN).figure_rows)(&answers(&plan_from("2026-12", "1500000", "", "2")), today());
    let is_line = |row: &&hoso_dossier::Message| {
        row.code == "estimate.row_unverified" && row.args.contains(&("name", "poverty_line".into()))
    };
    assert_eq!(rows.iter().filter(is_line).count(), 1);
}

#[test]
fn r_mon_2_a_base_below_a_later_minimum_is_said() {
    // Verified: 1,500,000 from 01/2022.
    let given = plan_from("2021-12", "700000", "15", "");
    let found = figures(PLAN, &given, today());
    let plan_paid = found
        .iter()
        .find(|one| one.label.code == "estimate.plan_paid");
    let reason = plan_paid.unwrap().amount.as_ref().unwrap_err();
    assert_eq!(reason.code, "estimate.plan_minimum");
    assert_eq!(
        reason.args,
        [
            ("from", "01/2022".to_owned()),
            ("min", "1.500.000".to_owned())
        ]
    );
    assert_eq!(chart(&given), None);
    // Not verified: 2,200,000 from 01/2027 is a doubt.
    let doubts = |base, months| {
        let given = plan_from("2026-12", base, "", months);
        let notes = (procedure(PLAN).figure_rows)(&answers(&given), today());
        notes
            .iter()
            .filter(|note| note.code == "base.below_2027")
            .count()
    };
    assert_eq!(doubts("1500000", "2"), 1);
    assert_eq!(doubts("1500000", "1"), 0);
    assert_eq!(doubts("2200000", "2"), 0);
}

/// The sum is rounded once, in the amounts of one payment, of the plan and of the picture.
#[test]
fn r_mon_3_the_whole_time_is_rounded_once() {
    let mut given = plan_from("2026-01", "1500001", "1", "");
    given[2] = ("payment_method", "every_12_months");
    let found = figures(PLAN, &given, today());
    assert_eq!(amount(&found, "estimate.to_pay"), 3_168_003);
    assert_eq!(amount(&found, "estimate.plan_paid"), 3_168_003);
    given[4] = ("contribution_years", "20");
    let found = figures(PLAN, &given, today());
    let years = chart(&given).unwrap().years;
    assert_eq!(years[0].sums[0], 3_168_003);
    assert_eq!(
        years.last().unwrap().sums[0],
        amount(&found, "estimate.plan_paid_unverified")
    );
}

#[test]
fn ok_a_month_years_away_is_doubted() {
    for (code, given) in [
        (PLAN, plan_from("2040-01", "2200000", "15", "")),
        (CONTINUE, plan_from("2040-01", "2200000", "", "")),
        (
            HEALTH,
            vec![("members", "2"), ("first_month", "2040-01"), ("term", "3")],
        ),
    ] {
        let report = check(procedure(code), &answers(&given), today());
        let is_far = report.at("first_month").any(|one| one.code == "month.far");
        assert!(is_far, "{code}");
    }
    // Past the last year of the calendar there is no plan.
    let given = plan_from("9999-06", "2200000", "15", "");
    let found = figures(PLAN, &given, today());
    let has_plan = |found: &[Figure]| {
        found
            .iter()
            .any(|one| one.label.code.starts_with("estimate.plan"))
    };
    assert!(!has_plan(&found));
    assert_eq!(chart(&given), None);
    assert!(has_plan(&figures(
        PLAN,
        &plan_from("9999-06", "2200000", "", "6"),
        today()
    )));
}

/// Who joined before 2021 and pays for twenty years gets the pension at 60, a woman at 55.
#[test]
fn r_mon_10_the_exception_of_who_joined_before_2021() {
    let retires = |month, years, sex, birth: &'static str| {
        let mut given = plan_from(month, "1500000", years, "");
        given[6] = ("sex", sex);
        given[7] = ("birth_date", birth);
        let notes = (procedure(PLAN).figure_rows)(&answers(&given), today());
        let condition = notes
            .iter()
            .any(|note| note.code == "estimate.pension_condition");
        assert!(condition);
        let note = notes
            .into_iter()
            .find(|note| note.code == "estimate.retirement");
        note.map(|note| note.args[0].1.clone())
    };
    for (month, years, sex, birth, retires_in) in [
        ("2020-12", "20", "male", "1965-05-08", Some("05/2025")),
        ("2020-12", "20", "female", "1985-05-08", Some("05/2040")),
        ("2020-12", "19", "male", "1965-05-08", Some("11/2026")),
        ("2021-01", "20", "male", "1965-05-08", Some("11/2026")),
        ("2026-12", "20", "male", "2026-11-21", None),
    ] {
        let found = retires(month, years, sex, birth);
        assert_eq!(found.as_deref(), retires_in, "{month} {years} {birth}");
    }
}

/// Checks that a payment with months of another row says so, and that its amounts stay those of the first
/// month.
#[test]
fn r_mon_1_a_payment_into_another_year_says_so() {
    let notes = |month, method| {
        let given = [
            ("first_month", month),
            ("income_base", "1500000"),
            ("payment_method", method),
            ("support_group", "other"),
        ];
        let rows = (procedure(CONTINUE).figure_rows)(&answers(&given), today());
        let later = rows
            .into_iter()
            .filter(|row| row.code.starts_with("estimate.later_bound"));
        later
            .map(|row| {
                row.args
                    .iter()
                    .map(|(_, value)| value.clone())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect::<Vec<String>>()
    };
    assert!(notes("2026-10", "every_3_months").is_empty());
    assert!(notes("2026-12", "monthly").is_empty());
    for (month, method) in [
        ("2026-11", "every_3_months"),
        ("2026-02", "every_12_months"),
    ] {
        let notes = notes(month, method);
        assert_eq!(notes.len(), 1, "{month} {method}");
        assert!(notes[0].starts_with("01/2027 2.200.000"), "{notes:?}");
    }
}
