//! The examples of each procedure, and their answers as a citizen types them.

use std::path::Path;

use serde_json::Value;

/// Returns the answers of an example of 602b, in canonical form.
pub fn answers(name: &str) -> Value {
    answers_of("602b", name)
}

/// Procedure and example of journeys that together show every step of each procedure that sends something.
pub const JOURNEYS: [(&str, &str); 5] = [
    ("602b", "ok-golden-1-first-no-number"),
    ("602b", "ok-case-c"),
    ("602b", "ok-cases-d-e-f-g"),
    ("under18", "ok-golden-1-parent-account"),
    ("account", "ok-adult"),
];

/// Returns the answers of an example of any procedure, in canonical form.
pub fn answers_of(procedure: &str, name: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../procedures")
        .join(procedure)
        .join("examples")
        .join(name)
        .with_extension("json");
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|problem| panic!("{}: {problem}", file.display()));
    let mut example: Value = serde_json::from_str(&text).unwrap();
    example["answers"].take()
}

/// Formats an answer as it is typed or chosen: dates as 14/2/1990, money with dots.
pub fn input_text(field: &str, answer: &Value) -> String {
    match answer {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) if field.contains("base") => with_dots(&number.to_string()),
        Value::Number(number) => number.to_string(),
        Value::String(text) if is_date(field) => text
            .rsplit('-')
            .map(|part| part.trim_start_matches('0'))
            .collect::<Vec<_>>()
            .join("/"),
        Value::String(text) => text.clone(),
        other => panic!("{field}: {other} cannot be typed"),
    }
}

fn is_date(field: &str) -> bool {
    field.ends_with("birth_date")
        || matches!(field, "first_month" | "back_pay_from" | "back_pay_to")
}

fn with_dots(digits: &str) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}
