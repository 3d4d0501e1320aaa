//! Photos, settings, wanted answers, notes for afterwards and the case without a declaration:
//! what the check, the canonical form and the schema make of them, without any procedure.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_dossier::{
    Answer, Answers, Choice, Condition, Definition, Field, Kind, NoDeclaration, PhotoKind,
    PrintedForm, Procedure, Required, ServiceGroup, Severity, Sort, Step, TextKind, canonical,
    check, check_choices_only, json, schema, steps,
};
use hoso_identifiers::Date;
use proptest::prelude::*;

const fn choice(id: &'static str) -> Choice {
    Choice {
        id,
        label: id,
        hint: "",
        excludes: &[],
    }
}

const fn field(id: &'static str, kind: Kind, required: Required, missing: &'static str) -> Field {
    Field {
        id,
        box_number: "",
        label: id,
        label_when: &[],
        hint: "",
        kind,
        required,
        missing,
        show: None,
        autocomplete: "",
        preset: "",
        prefill: false,
        card: None,
    }
}

const PHOTO: Kind = Kind::Photo(PhotoKind {
    most: 2,
    pdf: false,
    portrait: false,
    other_side: "",
});

const LINE: Kind = Kind::Text(TextKind::SingleLine {
    max: 10,
    long: "text.long",
    offers: &OFFERS,
    offices: false,
});

static OFFERS: [Choice; 1] = [choice("here")];
static PROFILES: [Choice; 2] = [choice("short"), choice("long")];
static NOT_DONE: Condition = Condition {
    field: "done",
    is: &["no"],
};

static FIRST: [Field; 2] = [
    Field {
        preset: "short",
        prefill: false,
        ..field("profile", Kind::Setting(&PROFILES), Required::No, "")
    },
    field("done", Kind::YesNo, Required::Always, "choice.missing"),
];
static SECOND: [Field; 5] = [
    field("portrait", PHOTO, Required::Recommended, "photo.missing"),
    field("paper", PHOTO, Required::Always, "photo.missing"),
    field("extra", PHOTO, Required::No, "photo.missing"),
    field(
        "email",
        Kind::Text(TextKind::Email),
        Required::Recommended,
        "email.wanted",
    ),
    Field {
        show: Some(Condition {
            field: "profile",
            is: &["long"],
        }),
        ..field("office", LINE, Required::No, "")
    },
];
static AFTERWARDS: [Field; 1] = [field("number", LINE, Required::No, "")];
static STEPS: [Step; 2] = [
    Step {
        id: "first",
        title: "first",
        hint: "",
        hint_when: &[],
        show: None,
        figures: false,
        fields: &FIRST,
    },
    Step {
        id: "second",
        title: "second",
        hint: "",
        hint_when: &[],
        show: Some(NOT_DONE),
        figures: false,
        fields: &SECOND,
    },
];
static DEFINITION: Definition = Definition {
    code: "x",
    sort: Sort::Dossier,
    group: ServiceGroup::Join,
    version: "2026-11-21",
    title: "x",
    lead: "x",
    form: "x",
    have_ready: &[],
    duration: "",
    source: "this test",
    no_declaration: Some(NoDeclaration {
        when: Condition {
            field: "done",
            is: &["yes"],
        },
        title: "done",
        hint: "done",
        fields: &[],
    }),
    copy_sheet: None,
    finished_on_portal: false,
    printed_form: Some(PrintedForm::Tk1Ts),
    outcome: None,
    account_phone: None,
    steps: &STEPS,
    after_submission: &AFTERWARDS,
};
static PROCEDURE: Procedure = Procedure::plain(&DEFINITION, |_, _, _| {});

fn today() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

fn hash(digit: char) -> String {
    String::from_iter([digit; 64])
}

fn photos(digits: &str) -> Answer {
    Answer::Many(digits.chars().map(hash).collect())
}

fn good() -> Answers {
    let mut answers = Answers::default();
    answers.set_text("done", "no");
    answers.set("portrait", photos("a"));
    answers.set("paper", photos("bc"));
    answers.set_text("email", "mau@vi-du.vn");
    answers
}

#[track_caller]
fn expect(field: &str, answer: Option<Answer>, wanted: &[(&str, Severity)]) {
    let mut answers = good();
    match answer {
        Some(answer) => answers.set(field, answer),
        None => answers.remove(field),
    }
    let report = check(&PROCEDURE, &answers, today());
    let found: Vec<(&str, Severity)> = report
        .issues()
        .iter()
        .map(|issue| {
            assert_eq!(issue.at, field);
            (issue.code, issue.severity)
        })
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn ok_photos_by_their_hashes() {
    expect("portrait", Some(photos("a")), &[]);
    expect("paper", Some(photos("ab")), &[]);
    expect("extra", None, &[]);
    // The same photo may be used for two documents; a procedure's rule may forbid it.
    expect("paper", Some(photos("a")), &[]);
}

#[test]
fn err_photos() {
    use Severity::{Error, Warning};
    expect("portrait", None, &[("photo.missing", Warning)]);
    expect("portrait", Some(photos("")), &[("photo.missing", Warning)]);
    expect("paper", None, &[("photo.missing", Error)]);
    expect("paper", Some(photos("bb")), &[("photo.twice", Error)]);
    expect("paper", Some(photos("bcd")), &[("photo.many", Error)]);
    expect(
        "paper",
        Some(photos("bcb")),
        &[("photo.many", Error), ("photo.twice", Error)],
    );
    for no_hash in [
        "",
        "photo.jpg",
        &hash('A'),
        &hash('g'),
        &hash('a')[1..],
        &[&hash('a'), "0"].concat(),
    ] {
        expect(
            "paper",
            Some(Answer::Many(vec![no_hash.to_owned()])),
            &[("answer.shape", Error)],
        );
    }
    expect(
        "paper",
        Some(Answer::Text(hash('a'))),
        &[("answer.shape", Error)],
    );
    expect(
        "paper",
        Some(Answer::Rows(vec![hoso_dossier::Row {
            id: "1".to_owned(),
            answers: Answers::default(),
        }])),
        &[("answer.shape", Error)],
    );
}

#[test]
fn ok_photos_are_judged_before_what_judges_texts_is_there() {
    let mut answers = good();
    answers.set("paper", photos("bb"));
    answers.set_text("email", "no address");
    let report = check_choices_only(&PROCEDURE, &answers, today());
    let codes: Vec<&str> = report.issues().iter().map(|issue| issue.code).collect();
    assert_eq!(codes, ["photo.twice"]);
}

#[test]
fn ok_photos_travel_in_the_order_in_which_they_were_taken() {
    let mut answers = good();
    answers.set("paper", photos("cb"));
    let travels = canonical::answers(&DEFINITION, &answers, today());
    let sent: Vec<&str> = travels
        .get("paper")
        .unwrap()
        .items()
        .iter()
        .filter_map(|item| item.as_str())
        .collect();
    assert_eq!(sent, [hash('c'), hash('b')]);
    let (again, left_out) = Answers::from_value(&travels);
    assert!(left_out.is_empty());
    assert_eq!(
        canonical::answers(&DEFINITION, &again, today()).canonical(),
        travels.canonical()
    );
    answers.set("paper", photos(""));
    assert!(
        canonical::answers(&DEFINITION, &answers, today())
            .get("paper")
            .is_none()
    );
}

#[test]
fn ok_missing_photos_are_those_that_are_asked_for() {
    let missing = |answers: &Answers| -> Vec<&str> {
        DEFINITION
            .missing_photos(answers)
            .map(|field| field.id)
            .collect()
    };
    assert_eq!(missing(&good()), ["extra"]);
    let mut none = good();
    none.set("paper", photos(""));
    none.remove("portrait");
    assert_eq!(missing(&none), ["portrait", "paper", "extra"]);
    // Where nothing is declared nothing is missing.
    none.set_text("done", "yes");
    assert_eq!(missing(&none), Vec::<&str>::new());
}

#[test]
fn ok_a_setting_decides_and_needs_no_answer() {
    use Severity::Error;
    expect("profile", None, &[]);
    expect("profile", Some(Answer::Text("long".to_owned())), &[]);
    expect(
        "profile",
        Some(Answer::Text("longer".to_owned())),
        &[("choice.unknown", Error)],
    );
    expect("profile", Some(photos("a")), &[("answer.shape", Error)]);
    let mut answers = good();
    answers.set_text("office", "here");
    assert!(!DEFINITION.is_asked("office", &answers));
    assert!(
        canonical::answers(&DEFINITION, &answers, today())
            .get("office")
            .is_none()
    );
    answers.set_text("profile", "long");
    assert!(DEFINITION.is_asked("office", &answers));
    let travels = canonical::answers(&DEFINITION, &answers, today());
    assert_eq!(travels.get("profile").unwrap().as_str(), Some("long"));
    assert_eq!(travels.get("office").unwrap().as_str(), Some("here"));
}

#[test]
fn ok_what_is_offered_for_a_line_is_not_all_that_may_be_written() {
    let mut answers = good();
    answers.set_text("profile", "long");
    for (written, issues) in [("here", 0), ("elsewhere", 0), ("", 0), ("far, far away", 1)] {
        answers.set_text("office", written);
        assert_eq!(
            check(&PROCEDURE, &answers, today()).issues().len(),
            issues,
            "{written}"
        );
    }
}

#[test]
fn ok_a_wanted_answer_warns_and_stops_nothing() {
    expect("email", None, &[("email.wanted", Severity::Warning)]);
    expect(
        "email",
        Some(Answer::Text(" ".to_owned())),
        &[("email.wanted", Severity::Warning)],
    );
    // A wrong answer is still wrong.
    expect(
        "email",
        Some(Answer::Text("no address".to_owned())),
        &[("email.format", Severity::Error)],
    );
    let mut answers = good();
    answers.remove("email");
    answers.remove("portrait");
    let report = check(&PROCEDURE, &answers, today());
    assert!(report.passes());
    assert_eq!(report.issues().len(), 2);
}

#[test]
fn ok_notes_for_afterwards_do_not_travel_and_are_not_judged() {
    let mut answers = good();
    answers.set_text("number", "much longer than ten characters");
    assert!(check(&PROCEDURE, &answers, today()).issues().is_empty());
    assert!(
        canonical::answers(&DEFINITION, &answers, today())
            .get("number")
            .is_none()
    );
    assert_eq!(
        DEFINITION.after_submission_field("number").unwrap().id,
        "number"
    );
    assert!(DEFINITION.after_submission_field("email").is_none());
    assert!(DEFINITION.field("number").is_none() && DEFINITION.field_at("number").is_none());
}

#[test]
fn ok_nothing_is_declared_with_one_answer() {
    let mut answers = good();
    assert!(DEFINITION.requires_declaration(&answers));
    assert!(DEFINITION.requires_declaration(&Answers::default()));
    answers.set_text("done", "yes");
    assert!(!DEFINITION.requires_declaration(&answers));
    assert_eq!(steps::shown(&DEFINITION, &answers).count(), 1);
}

#[test]
fn ok_the_schema_knows_photos_and_settings() {
    let schema = schema::schema(&DEFINITION, |text| text);
    let paper = schema.get("properties").unwrap().get("paper").unwrap();
    let expected = r#"{"title":"paper","description":"paper","type":"array","minItems":1,"maxItems":2,"uniqueItems":true,"items":{"type":"string","pattern":"^[0-9a-f]{64}$"}}"#;
    assert_eq!(
        paper.canonical(),
        json::parse_str(expected).unwrap().canonical()
    );
    let profile = schema.get("properties").unwrap().get("profile").unwrap();
    let offered: Vec<&str> = profile
        .get("oneOf")
        .unwrap()
        .items()
        .iter()
        .filter_map(|one| one.get("const")?.as_str())
        .collect();
    assert_eq!(offered, ["short", "long"]);
    assert!(schema.get("properties").unwrap().get("number").is_none());
    // Only what is always needed is required; a wanted photo is not.
    let conditions = schema.get("allOf").unwrap().canonical();
    assert!(
        conditions.contains(r#""required":["paper"]"#),
        "{conditions}"
    );
    // With an answer that ends it no dossier is right.
    assert_eq!(
        schema.get("not").unwrap().canonical(),
        r#"{"properties":{"done":{"enum":[true]}},"required":["done"]}"#
    );
}

proptest! {
    #[test]
    fn ok_no_list_of_anything_panics(hashes in proptest::collection::vec("\\PC{0,70}|[0-9a-f]{64}", 0..6)) {
        let mut answers = good();
        answers.set("paper", Answer::Many(hashes.clone()));
        let report = check(&PROCEDURE, &answers, today());
        let hash_like = |h: &String| h.len() == 64 && h.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if hashes.is_empty() || !hashes.iter().all(hash_like) {
            prop_assert!(!report.passes());
        }
        let travels = canonical::answers(&DEFINITION, &answers, today());
        prop_assert_eq!(travels.get("paper").is_none(), hashes.is_empty());
    }
}
