//! Operations that cross parts.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use hoso_dossier::{Answers, Row};
use hoso_identifiers::Date;

use hoso_view::prelude::*;

use super::*;
use crate::config::DeploymentConfig;
use crate::wizard::commands::DraftCommand;
use crate::wizard::delivery::Delivery;

fn wizard_with(answers: Answers) -> Wizard {
    wizard_of("602b", answers)
}

fn wizard_of(procedure: &str, answers: Answers) -> Wizard {
    Wizard::new(
        hoso_procedures::find(procedure).unwrap(),
        DeploymentConfig::default(),
        String::new(),
        answers,
        Date::new(2026, 11, 20).unwrap(),
    )
}

/// Answers from which the text of the request is made, and no text of it.
fn answers_of_a_return() -> Answers {
    let mut answers = Answers::default();
    answers.set("cases", Answer::Many(vec!["return".to_owned()]));
    answers.set_text("first_month", "2026-12");
    answers.set_text("income_base", "1500000");
    answers.set_text("payment_method", "every_3_months");
    answers.set_text("phone", "0900000001");
    answers
}

#[test]
fn ok_the_next_dossier_knows_nothing_of_the_one_before() {
    Owner::new().with(|| {
        let wizard = wizard_with(answers_of_a_return());
        let definition = wizard.procedure().definition;
        let (step, field) = definition.field("request_text").unwrap();
        let step = definition
            .steps
            .iter()
            .position(|other| other.id == step.id)
            .unwrap();
        let at = FieldRef::of_form(field);
        wizard.show(View::Step(step));
        wizard.prefill_suggestion();
        let suggestion = wizard.answers.text(at);
        assert!(suggestion.contains("0900000001"), "{suggestion}");
        wizard.suggestions.unavailable.set(true);
        wizard.draft.parent.set("account:1".to_owned());

        wizard.reset();
        // The autosave writes both into the draft.
        assert_eq!(wizard.suggestions.last(), "");
        assert_eq!(wizard.draft.parent.get_untracked(), "");
        assert!(!wizard.suggestions.unavailable.get_untracked());

        // The next dossier gets a suggestion of its own.
        wizard.load_answers(answers_of_a_return());
        wizard.show(View::Step(step));
        wizard.prefill_suggestion();
        assert_eq!(wizard.answers.text(at), suggestion);
    });
}

#[test]
fn ok_reused_parts_are_those_of_a_new_wizard() {
    Owner::new().with(|| {
        let first = wizard_with(answers_of_a_return());
        first.dispatch(Command::Draft(DraftCommand::EraseAll));
        first.dispatch(Command::Submission(commands::SubmissionCommand::Send));
        first.is_outdated.set(true);
        first.clock_difference.set(Some(90_000));
        first.suggestions.set_last("Đăng ký lại".to_owned());
        first.draft.parent.set("account:1".to_owned());
        first.release();

        let second = wizard_with(Answers::default());
        assert!(std::ptr::eq(first.0, second.0), "the parts are reused");
        assert!(second.commands.take().is_none());
        assert!(!second.is_outdated.get_untracked());
        assert_eq!(second.clock_difference.get_untracked(), None);
        assert_eq!(second.suggestions.last(), "");
        assert_eq!(second.draft.parent.get_untracked(), "");
    });
}

#[test]
fn r_id_9_another_province_clears_its_commune_and_no_other() {
    Owner::new().with(|| {
        let procedure = hoso_procedures::find("602b").unwrap();
        let mut born = Answers::default();
        born.set_text("birth_province", "56");
        born.set_text("birth_commune", "22366");
        let mut answers = born.clone();
        answers.set_text("province", "56");
        answers.set_text("commune", "22366");
        for id in ["1", "2"] {
            answers.add_row(
                "members",
                Row {
                    id: id.to_owned(),
                    answers: born.clone(),
                },
            );
        }
        let today = Date::new(2026, 11, 20).unwrap();
        let wizard = Wizard::new(
            procedure,
            DeploymentConfig::default(),
            String::new(),
            answers,
            today,
        );
        let communes = || {
            wizard.answers.with(|answers| {
                let member =
                    |row: usize| answers.rows("members")[row].answers.text("birth_commune");
                [
                    answers.text("birth_commune"),
                    answers.text("commune"),
                    member(0),
                    member(1),
                ]
                .map(str::to_owned)
            })
        };

        let (_, province) = procedure.definition.field("birth_province").unwrap();
        let at = FieldRef::of_form(province);
        wizard.select_option(at, "56".to_owned());
        assert_eq!(communes(), ["22366"; 4], "the same province clears nothing");
        wizard.select_option(at, "79".to_owned());
        assert_eq!(communes(), ["", "22366", "22366", "22366"]);

        let in_row = procedure
            .definition
            .field_at("members.1.birth_province")
            .unwrap();
        let second = Some(("members", StoredValue::new("2".to_owned())));
        wizard.select_option(
            FieldRef {
                field: in_row,
                row: second,
            },
            "79".to_owned(),
        );
        assert_eq!(communes(), ["", "22366", "22366", ""]);
    });
}

/// A link to a step, opened by somebody who has answered nothing.
#[test]
fn ok_a_link_to_a_step_shows_no_errors_to_a_new_visitor() {
    Owner::new().with(|| {
        for procedure in hoso_procedures::ALL {
            for step in procedure.definition.steps {
                let wizard = wizard_of(procedure.definition.code, Answers::default());
                wizard.open(step.id);
                assert_eq!(
                    wizard.validation.summary.get_untracked(),
                    Summary::None,
                    "{} #{}",
                    procedure.definition.code,
                    step.id
                );
            }
        }
        let mut answers = Answers::default();
        answers.set_text("has_account", "no");
        let wizard = wizard_of("account", answers);
        wizard.open("person");
        assert_eq!(wizard.validation.summary.get_untracked(), Summary::Errors);
    });
}

#[test]
fn ok_a_dossier_that_was_sent_gets_no_presets() {
    Owner::new().with(|| {
        let wizard = wizard_with(Answers::default());
        let preset = |wizard: Wizard| {
            wizard
                .answers
                .with(|all| all.text("nationality").to_owned())
        };
        assert_eq!(preset(wizard), "VN");
        let mut delivery = Delivery::default();
        delivery.record.state = hoso_delivery::State::Waiting { is_asked: false };
        wizard.submission.set_delivery(delivery, true);
        wizard.load_answers(answers_of_a_return());
        assert_eq!(preset(wizard), "");
        wizard.reset();
        assert_eq!(preset(wizard), "VN");
    });
}
