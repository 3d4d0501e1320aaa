//! Every example without an error gives a form on which every answer can be read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod reading;

use hoso_dossier::{Answers, Field, Kind, TextKind, Value};
use hoso_identifiers::{Month, PartialDate, amount, text};
use hoso_official_forms::{Refusal, Sheet};

/// Fields that select the steps, or decide whether an answer is accepted.
const ROUTING_FIELDS: [&str; 8] = [
    "has_card",
    "guardian_has_account",
    "route",
    "has_account",
    "who",
    "compulsory_reason",
    "identity_paper",
    "guardian_identity_paper",
];

/// Returns the text that must be printed for an answer; `None` for drawn content.
fn written(field: &Field, value: &Value, capitals: bool) -> Vec<String> {
    let label = |id: &str| {
        let choices = field.choices();
        let known = choices.iter().find(|choice| choice.id == id);
        known.map_or(id, |choice| choice.label).to_owned()
    };
    match (field.kind, value) {
        // Photos are in the list of files; fields that select steps have no box.
        (Kind::Commitment | Kind::Photo(_) | Kind::Setting(_), _) => Vec::new(),
        _ if ROUTING_FIELDS.contains(&field.id) => Vec::new(),
        // The appendix has the address instead.
        _ if field.id == "household_same_address" => Vec::new(),
        (Kind::Group { fields, .. }, Value::List(rows)) => rows
            .iter()
            .flat_map(|row| fields.iter().map(move |field| (field, row.get(field.id))))
            .filter_map(|(field, value)| Some((field, value?)))
            .flat_map(|(field, value)| written(field, value, capitals))
            .collect(),
        (_, Value::List(ids)) => ids.iter().map(|id| label(id.as_str().unwrap())).collect(),
        (_, Value::Bool(yes)) => vec![if *yes { "Có" } else { "Không" }.to_owned()],
        (Kind::Text(TextKind::Money), Value::Integer(n)) => vec![amount::display(n.unsigned_abs())],
        (_, Value::Integer(n)) => vec![n.to_string()],
        (kind, Value::Text(raw)) => vec![match kind {
            Kind::Text(TextKind::PersonName) if capitals => text::upper(raw),
            Kind::Text(TextKind::BirthDate) => PartialDate::parse(raw).unwrap().to_string(),
            Kind::Text(TextKind::Month) => Month::parse(raw).unwrap().to_string(),
            Kind::Choice(_) | Kind::Select(_) => label(raw),
            Kind::Country => "Việt Nam".to_owned(),
            Kind::Province | Kind::Commune(_) => reading::name_of(raw),
            Kind::Text(
                TextKind::SingleLine { .. }
                | TextKind::MultiLine { .. }
                | TextKind::PersonName
                | TextKind::IdentityNumber { .. }
                | TextKind::OldIdCardNumber
                | TextKind::SocialInsuranceNumber
                | TextKind::HouseholdCode
                | TextKind::Phone { .. }
                | TextKind::Email
                | TextKind::Money
                | TextKind::Number { .. },
            )
            | Kind::YesNo
            | Kind::Commitment
            | Kind::MultiChoice(_)
            | Kind::Photo(_)
            | Kind::Setting(_)
            | Kind::Group { .. } => raw.clone(),
        }],
        (_, other) => panic!("{}: {other:?} is no answer", field.id),
    }
}

#[test]
fn ok_every_answer_of_every_example_is_on_paper() {
    let mut seen = 0;
    for procedure in hoso_procedures::DOSSIERS {
        let definition = procedure.definition;
        for name in reading::examples(definition.code) {
            let (today, answers) = reading::example(definition, &name);
            let request = reading::request(definition.code, today, answers.clone(), "");
            let (read, _) = Answers::from_value(&answers);
            if !definition.requires_declaration(&read) {
                let refusal = Sheet::read(&request.canonical()).unwrap_err();
                assert_eq!(refusal, Refusal::NoDeclaration, "{name}");
                continue;
            }
            let paper = reading::paper(&request);
            paper.check();
            // Beside each other in -layout, one after the other in -raw: a value that is
            // wrapped in a table is whole in the latter only.
            let (layout, raw) = (paper.text("-layout"), paper.text("-raw"));
            for (_, field) in definition.shown(&read) {
                let Some(value) = answers.get(field.id) else {
                    continue;
                };
                for words in written(field, value, definition.code == "602b") {
                    let words = reading::bare(&words);
                    assert!(
                        layout.contains(&words) || raw.contains(&words),
                        "{name}: {}: {words} is not in {raw}",
                        field.id
                    );
                }
            }
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn ok_an_answer_that_was_not_asked_is_not_printed() {
    let request = r#"{"procedure":"602b","answers":{
        "cases":["change_method"],"income_base":987654321,"members":[{"full_name":"Không Hỏi"}],
        "social_insurance_number":"5600000001"}}"#;
    let paper = reading::store(hoso_official_forms::pdf(&Sheet::read(request).unwrap()).unwrap());
    let read = paper.text("-raw");
    assert!(read.contains("5600000001"));
    assert!(!read.contains("987.654.321") && !read.contains("KHÔNGHỎI"));
}
