//! The schema against the examples: it never refuses what the rules pass.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use hoso_dossier::{Answers, Procedure, Severity, canonical, check, json, schema};
use hoso_identifiers::PartialDate;
use jsonschema::Validator;

fn validator(procedure: &Procedure) -> Validator {
    let schema =
        serde_json::from_str(&schema::schema(procedure.definition, |text| text).canonical())
            .unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Returns the answers of an example in canonical form, and whether the rules accept them.
fn example(procedure: &Procedure, text: &str) -> (serde_json::Value, bool) {
    let value = json::parse_str(text).unwrap();
    let Some(Ok(PartialDate::Day(today))) = value
        .get("today")
        .and_then(|t| t.as_str())
        .map(PartialDate::parse)
    else {
        return (serde_json::Value::Null, false);
    };
    let (answers, left_out) = Answers::from_value(value.get("answers").unwrap());
    let report = check(procedure, &answers, today);
    let passes = left_out.is_empty()
        && !report
            .issues()
            .iter()
            .any(|i| i.severity == Severity::Error);
    let travels = canonical::answers(procedure.definition, &answers, today).canonical();
    (
        serde_json::from_str(&travels).unwrap(),
        passes && procedure.definition.requires_declaration(&answers),
    )
}

#[test]
fn ok_the_schema_takes_what_the_rules_pass() {
    for procedure in hoso_procedures::DOSSIERS {
        let validator = validator(procedure);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../procedures")
            .join(procedure.definition.code);
        let mut passed = 0;
        for file in std::fs::read_dir(folder.join("examples")).unwrap() {
            let file = file.unwrap().path();
            let (answers, passes) = example(procedure, &std::fs::read_to_string(&file).unwrap());
            if passes {
                passed += 1;
                let wrong: Vec<String> = validator
                    .iter_errors(&answers)
                    .map(|e| e.to_string())
                    .collect();
                assert_eq!(wrong, Vec::<String>::new(), "{}", file.display());
            }
        }
        assert!(
            passed > 0,
            "no example of {} passes",
            procedure.definition.code
        );
    }
}

#[test]
fn err_the_schema_refuses_the_shape_that_the_rules_refuse() {
    let procedure = hoso_procedures::find("602b").unwrap();
    let validator = validator(procedure);
    let valid = r#"{"cases":["change_method"],"in_compulsory_group":false,"social_insurance_number":"5600000001",
        "phone":"0912345678","first_month":"2026-12","payment_method_old":"monthly","payment_method":"years_ahead",
        "method_years":3,"request_text":"a","commitment":true}"#;
    let valid: serde_json::Value = serde_json::from_str(valid).unwrap();
    assert!(validator.is_valid(&valid));
    for (field, value) in [
        ("cases", "[\"continue\"]"),
        ("cases", "[]"),
        ("cases", "[\"change_method\",\"change_method\"]"),
        ("cases", "\"change_method\""),
        ("in_compulsory_group", "\"no\""),
        ("phone", "\"\""),
        ("phone", "912345678"),
        ("social_insurance_number", "\"560000000\""),
        ("first_month", "\"12/2026\""),
        ("payment_method", "\"monthly\""),
        ("payment_method", "\"never\""),
        ("method_years", "6"),
        ("method_months", "6"),
        ("back_pay_to", "\"2026-10\""),
        ("commitment", "false"),
        ("shoe_size", "42"),
    ] {
        let mut answers = valid.clone();
        answers[field] = serde_json::from_str(value).unwrap();
        assert!(!validator.is_valid(&answers), "{field} = {value}");
    }
    for field in [
        "cases",
        "phone",
        "method_years",
        "request_text",
        "commitment",
    ] {
        let mut answers = valid.clone();
        answers.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&answers), "{field}");
    }
}
