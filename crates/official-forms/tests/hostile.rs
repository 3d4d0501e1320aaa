//! Whatever is asked for, there is a form or a refusal, never a crash.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod reading;

use hoso_dossier::Value;
use hoso_official_forms::{Sheet, file_name, pdf};
use proptest::prelude::*;

/// Reads and prints; a form must begin as a PDF does.
fn survives(request: &str) -> Option<Vec<u8>> {
    let sheet = Sheet::read(request).ok()?;
    assert!(file_name(&sheet).ends_with(".pdf"));
    let bytes = pdf(&sheet).ok()?;
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(bytes.ends_with(b"%%EOF"));
    Some(bytes)
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::Integer),
        ".{0,40}".prop_map(Value::Text),
        "[0-9]{2,12}".prop_map(Value::Text),
        prop_oneof![
            Just("first_no_number"),
            Just("return"),
            Just("electronic"),
            Just("2026-12"),
            Just("1972"),
            Just("years_ahead"),
            Just("yes"),
        ]
        .prop_map(Value::text),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map("[a-z_]{1,9}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The ids of the fields that any form reads.
fn field_ids() -> Vec<&'static str> {
    let mut ids = vec![
        "guardian_name",
        "guardian_relation",
        "receiving_office",
        "portrait",
    ];
    for procedure in hoso_procedures::DOSSIERS {
        for step in procedure.definition.steps {
            ids.extend(step.fields.iter().map(|field| field.id));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn answers() -> impl Strategy<Value = Value> {
    let ids = field_ids();
    let fields = prop::collection::btree_map(prop::sample::select(ids), anything(), 0..20);
    (fields, any::<bool>()).prop_map(|(fields, first)| {
        let mut entries: Vec<(String, Value)> = fields
            .into_iter()
            .map(|(id, value)| (id.to_owned(), value))
            .collect();
        if first {
            entries.retain(|(id, _)| id != "cases");
            let cases = Value::List(vec![Value::text("first_no_number")]);
            entries.push(("cases".to_owned(), cases));
        }
        Value::Object(entries)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ok_any_text_is_survived(text in ".{0,300}") {
        survives(&text);
    }

    #[test]
    fn ok_any_shape_is_survived(
        procedure in prop_oneof![Just("602b"), Just("account"), Just("under18")],
        answers in answers(),
        keys in prop::collection::btree_map(
            prop::sample::select(vec!["names", "receipt_number", "receiver", "noted_number", "dossier", "missing", "form_profile", "declared_at"]),
            anything(),
            0..2,
        ),
    ) {
        let mut request = vec![
            ("procedure".to_owned(), Value::text(procedure)),
            ("answers".to_owned(), answers),
        ];
        request.extend(keys.into_iter().map(|(key, value)| (key.to_owned(), value)));
        survives(&Value::Object(request).canonical());
    }
}

#[test]
fn ok_a_hundred_thousand_characters_are_printed() {
    for letters in ["a", "Ữ ", "\n", "中", "e\u{302}\u{306}", "\u{306}"] {
        let long = letters.repeat(100_000 / letters.chars().count());
        let request = Value::object([
            ("procedure", Value::text("602b")),
            (
                "answers",
                Value::object([
                    ("cases", Value::List(vec![Value::text("first_no_number")])),
                    ("request_text", Value::text(&long)),
                ]),
            ),
        ]);
        let bytes = survives(&request.canonical()).unwrap();
        reading::store(bytes).check();
    }
}

#[test]
fn ok_a_cell_that_no_page_holds_is_cut_between_lines() {
    let name = (0..9000).map(|i| format!("t{i} ")).collect::<String>();
    let row = Value::object([
        ("full_name", Value::text(&name)),
        ("note", Value::text("ngắn")),
    ]);
    let request = Value::object([
        ("procedure", Value::text("602b")),
        (
            "answers",
            Value::object([
                ("cases", Value::List(vec![Value::text("first_no_number")])),
                ("members", Value::List(vec![row])),
            ]),
        ),
    ]);
    let paper = reading::store(survives(&request.canonical()).unwrap());
    paper.check();
    let raw = paper.text("-raw");
    for i in 0..9000 {
        assert!(raw.contains(&format!("T{i}")), "T{i}");
    }
}
