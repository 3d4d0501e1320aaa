//! The rules R-602-1 to R-602-22 of procedure 602b, one test each, and the rules
//! of money and identifiers that it touches.
//!
//! R-602-18 (files and photos) has no code yet. What of R-602-4, -5, -13, -20 and
//! -22 is the page's alone is tested with the page; here stands what the rules give it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::fs;
use std::path::Path;

use hoso_dossier::{
    Answer, Answers, Field, Kind, Procedure, Report, Sentence, Severity, canonical, check, json,
    steps,
};
use hoso_identifiers::Date;

const DECLARED: [&str; 7] = [
    "first_no_number",
    "first_with_number",
    "return",
    "change_method",
    "change_base",
    "back_pay",
    "identity_change",
];

fn procedure() -> &'static Procedure {
    hoso_procedures::find("602b").unwrap()
}

fn today() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

/// The answers of an example that passes.
fn example(name: &str) -> Answers {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("602b/examples")
        .join(name)
        .with_extension("json");
    let value = json::parse(&fs::read(path).unwrap()).unwrap();
    Answers::from_value(value.get("answers").unwrap()).0
}

fn with(mut answers: Answers, changes: &[(&str, &str)]) -> Answers {
    for (field, text) in changes {
        if text.is_empty() {
            answers.remove(field);
        } else {
            answers.set_text(field, *text);
        }
    }
    answers
}

fn only(case: &str) -> Answers {
    let mut answers = Answers::default();
    answers.set("cases", Answer::Many(vec![case.to_owned()]));
    answers
}

fn report(answers: &Answers) -> Report {
    check(procedure(), answers, today())
}

fn severity(report: &Report, at: &str, code: &str) -> Option<Severity> {
    report
        .at(at)
        .find(|issue| issue.code == code)
        .map(|issue| issue.severity)
}

#[track_caller]
fn expect(answers: &Answers, at: &str, code: &str, severity_wanted: Option<Severity>) {
    let report = report(answers);
    assert_eq!(
        severity(&report, at, code),
        severity_wanted,
        "{:?}",
        report.issues()
    );
}

const ERROR: Option<Severity> = Some(Severity::Error);
const WARNING: Option<Severity> = Some(Severity::Warning);

fn next_codes(answers: &Answers) -> Vec<&'static str> {
    (procedure().next)(answers, today())
        .iter()
        .map(|sentence| sentence.code)
        .collect()
}

fn asks(answers: &Answers, field: &str) -> bool {
    procedure().definition.asks(field, answers)
}

fn fields() -> impl Iterator<Item = &'static Field> {
    procedure()
        .definition
        .steps
        .iter()
        .flat_map(|step| step.fields)
}

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
        .label
        .vi;
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
    let next = (procedure().next)(
        &with(example("ok-case-c"), &[("phone", "+84 900 000 001")]),
        today(),
    );
    assert!(next.contains(&Sentence::new("next.call").with("phone", "0900000001")));
    // Nobody calls where nothing is declared.
    assert!(!next_codes(&example("ok-case-n")).contains(&"next.call"));
}

#[test]
fn r_602_4_vssid_is_told() {
    for name in [
        "ok-golden-1-first-no-number",
        "ok-case-b",
        "ok-case-f",
        "ok-case-n",
    ] {
        assert!(next_codes(&example(name)).contains(&"next.vssid"), "{name}");
    }
}

#[test]
fn r_602_5_the_province_site_is_named_to_who_joins() {
    for (name, told) in [
        ("ok-golden-1-first-no-number", true),
        ("ok-case-b", true),
        ("ok-case-c", false),
        ("ok-case-d", false),
        ("ok-case-n", false),
    ] {
        assert_eq!(
            next_codes(&example(name)).contains(&"next.province_site"),
            told,
            "{name}"
        );
    }
}

#[test]
fn r_602_6_the_first_question_separates_the_cases() {
    let definition = procedure().definition;
    let first = &definition.steps[0].fields[0];
    assert_eq!(first.id, "cases");
    assert_eq!(first.choices().len(), 8);
    let paying = only("continue");
    assert!(!definition.declares(&paying));
    assert!(!asks(&paying, "commitment") && !asks(&paying, "request_text"));
    for case in DECLARED {
        assert!(definition.declares(&only(case)), "{case}");
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
    let memo = |answers: &Answers| (procedure().memo)(answers, today());
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
        let answers = with(example(name), &[("in_compulsory_group", "yes")]);
        let report = report(&answers);
        assert_eq!(
            severity(&report, "in_compulsory_group", "elig.compulsory"),
            ERROR
        );
        let step = steps::first_to_mend(procedure().definition, &answers, &report).unwrap();
        assert_eq!(step.id, "wish");
    }
}

#[test]
fn r_602_9_without_a_number_no_transfer_text() {
    let answers = example("ok-golden-1-first-no-number");
    assert_eq!((procedure().memo)(&answers, today()), None);
    // An old answer to a question that is no longer asked changes nothing.
    let stale = with(
        answers.clone(),
        &[("social_insurance_number", "5600000001")],
    );
    assert_eq!((procedure().memo)(&stale, today()), None);
    assert!(next_codes(&answers).contains(&"next.memo_wait"));
    assert!(!next_codes(&example("ok-case-b")).contains(&"next.memo_wait"));
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
fn r_602_12_change_of_one_thing_asks_for_one_thing() {
    let (d, e) = (only("change_method"), only("change_base"));
    assert!(!asks(&d, "income_base") && asks(&d, "payment_method"));
    assert!(asks(&e, "income_base") && !asks(&e, "payment_method"));
    let g = only("identity_change");
    assert!(!asks(&g, "income_base") && !asks(&g, "payment_method") && !asks(&g, "first_month"));
}

/// The districts [09.2] and [11.3] are blank on the form, so nobody is asked for one.
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
    // The number says a man of 2011, so that only the age is looked at here.
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
    // Without a month or a date there is nothing to judge.
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
            "pid.missing",
            if i == 0 { ERROR } else { WARNING },
        );
    }
}

#[test]
fn r_602_16_a_correction_names_its_proof() {
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
fn r_602_19_the_draft_holds_every_case() {
    for name in [
        "ok-golden-1-first-no-number",
        "ok-case-b",
        "ok-case-c",
        "ok-case-d",
        "ok-case-e",
        "ok-case-f",
        "ok-cases-c-f",
        "ok-cases-d-e-f-g",
        "ok-correction-of-everything",
        "ok-method-years-ahead",
        "ok-method-missing-time",
        "ok-support-poor",
    ] {
        let answers = example(name);
        let draft = (procedure().suggest)("request_text", &answers, today()).unwrap();
        assert_eq!(draft, answers.text("request_text"), "{name}");
    }
    // Without an answer that it needs there is no draft.
    for field in ["first_month", "income_base", "payment_method", "phone"] {
        let open = with(example("ok-case-c"), &[(field, "?")]);
        assert_eq!(
            (procedure().suggest)("request_text", &open, today()),
            None,
            "{field}"
        );
    }
    assert_eq!(
        (procedure().suggest)("full_name", &example("ok-case-c"), today()),
        None
    );
}

#[test]
fn r_602_19_a_wish_taken_out_by_hand_is_missed() {
    let answers = example("ok-cases-d-e-f-g");
    let draft = answers.text("request_text").to_owned();
    let sentences: Vec<&str> = draft.split_inclusive(". ").collect();
    for (sentence, wish) in sentences.iter().zip([
        "change_method",
        "change_base",
        "back_pay",
        "identity_change",
    ]) {
        let edited = draft.replacen(sentence, "", 1);
        let report = report(&with(answers.clone(), &[("request_text", &edited)]));
        let lost: Vec<&str> = report
            .at("request_text")
            .filter(|issue| issue.code == "req.lost")
            .flat_map(|issue| issue.args.iter().map(|(_, wish)| wish.as_str()))
            .collect();
        assert_eq!(lost, [wish], "without {sentence}");
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

#[test]
fn r_kh_10_office_and_collection_agent_are_named() {
    assert!(next_codes(&example("ok-case-b")).contains(&"next.office"));
}

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
        .find(|figure| figure.what.code == "estimate.support")
        .unwrap();
    assert_eq!(
        support.amount.as_ref().unwrap_err().code,
        "estimate.no_figure"
    );
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

/// The poverty line of 2027 rests on one source, and the estimate says so.
#[test]
fn r_mon_2_an_unverified_figure_is_marked() {
    let codes = |month| {
        let answers = with(example("ok-case-b"), &[("first_month", month)]);
        (procedure().figures)(&answers, today())
            .iter()
            .map(|figure| figure.what.code)
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
    assert_eq!(figures[0].what.code, "estimate.gross_lump");
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
        for n in bad.into_iter().chain(["", "x", "99999999999999999999"]) {
            let answers = with(answers.clone(), &[(field, n)]);
            assert!(report(&answers).has_error_at(field), "{n}");
            assert!((procedure().figures)(&answers, today()).is_empty(), "{n}");
        }
    }
}

#[test]
fn r_mon_8_the_transfer_text_is_never_shortened() {
    let name = ["Nguyễn"; 14].join(" ");
    let memo = (procedure().memo)(
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
    assert_eq!(
        args,
        [("x", "330.000"), ("y", "1.500.000"), ("min", "1.500.000")]
    );
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
                if let Kind::Members { fields, .. } = field.kind {
                    for inner in fields {
                        if let Some(row) = answers.row_mut("members", 0) {
                            row.answers.set_text(inner.id, text);
                        }
                    }
                } else {
                    answers.set_text(field.id, text);
                }
                for today in [
                    today(),
                    Date::new(1, 1, 1).unwrap(),
                    Date::new(9999, 12, 31).unwrap(),
                ] {
                    let _ = check(procedure(), &answers, today);
                    let _ = canonical::answers(procedure().definition, &answers, today);
                    let _ = (procedure().suggest)("request_text", &answers, today);
                    let _ = (procedure().figures)(&answers, today);
                    let _ = (procedure().memo)(&answers, today);
                    let _ = (procedure().next)(&answers, today);
                }
            }
        }
    }
}
