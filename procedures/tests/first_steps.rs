//! A browser checks the first step before the other messages have arrived, so the codes that it
//! can issue are exactly those that the definition names.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hoso_definition_compiler::first_step_codes;
use hoso_dossier::{Answer, Answers, Field, Kind, Procedure, check_choices_only};
use hoso_identifiers::Date;

/// What a question of the first step can be answered with: nothing, each choice, and of several
/// choices every set.
fn possible(field: &Field) -> Vec<Option<Answer>> {
    let mut answers = vec![None];
    match field.kind {
        Kind::YesNo => answers.extend(["yes", "no"].map(|id| Some(Answer::Text(id.to_owned())))),
        Kind::Choice(choices) | Kind::Select(choices) | Kind::Setting(choices) => {
            answers.extend(
                choices
                    .iter()
                    .map(|choice| Some(Answer::Text(choice.id.to_owned()))),
            );
        }
        Kind::MultiChoice(choices) => answers.extend((1..1_u32 << choices.len()).map(|set| {
            let chosen = choices.iter().enumerate();
            let chosen = chosen.filter(|(bit, _)| set >> bit & 1 == 1);
            Some(Answer::Many(
                chosen.map(|(_, choice)| choice.id.to_owned()).collect(),
            ))
        })),
        Kind::Text(_)
        | Kind::Commitment
        | Kind::Country
        | Kind::Province
        | Kind::Commune(_)
        | Kind::Photo(_)
        | Kind::Group { .. } => panic!("{}: the first step is answered by choices only", field.id),
    }
    answers
}

/// Adds the codes that these questions can issue, with every combination of answers.
fn issued(procedure: &Procedure, rest: &[Field], answers: &Answers, found: &mut BTreeSet<String>) {
    let Some((field, rest)) = rest.split_first() else {
        let today = Date::new(2026, 11, 20).unwrap();
        let report = check_choices_only(procedure, answers, today);
        found.extend(report.issues().iter().map(|issue| issue.code.to_owned()));
        return;
    };
    for answer in possible(field) {
        let mut answers = answers.clone();
        if let Some(answer) = answer {
            answers.set(field.id, answer);
        }
        issued(procedure, rest, &answers, found);
    }
}

#[test]
fn ok_the_codes_of_every_first_step() {
    for procedure in hoso_procedures::FIRST_STEPS {
        let code = procedure.definition.code;
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(code)
            .join("definition.toml");
        let mut named = first_step_codes(code, &fs::read_to_string(path).unwrap()).unwrap();
        let mut found = BTreeSet::new();
        let fields = procedure.definition.steps[0].fields;
        issued(procedure, fields, &Answers::default(), &mut found);
        // What only a damaged draft or another program can cause.
        for code in ["answer.shape", "choice.unknown"] {
            assert!(named.remove(code), "{code}");
        }
        assert_eq!(found, named, "{code}");
    }
}
