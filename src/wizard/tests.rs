//! Operations that cross parts.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use hoso_dossier::{Answers, Row};
use hoso_identifiers::Date;

use hoso_view::prelude::*;

use super::*;
use crate::config::DeploymentConfig;

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
                [
                    "birth_commune",
                    "commune",
                    "members.0.birth_commune",
                    "members.1.birth_commune",
                ]
                .map(|path| answers.text_at(path).to_owned())
            })
        };

        let (_, province) = procedure.definition.field("birth_province").unwrap();
        let at = FieldRef::of_form(province);
        wizard.choose_from_list(at, "56".to_owned());
        assert_eq!(communes(), ["22366"; 4], "the same province clears nothing");
        wizard.choose_from_list(at, "79".to_owned());
        assert_eq!(communes(), ["", "22366", "22366", "22366"]);

        let in_row = procedure
            .definition
            .field_at("members.1.birth_province")
            .unwrap();
        let second = Some(("members", StoredValue::new("2".to_owned())));
        wizard.choose_from_list(
            FieldRef {
                field: in_row,
                row: second,
            },
            "79".to_owned(),
        );
        assert_eq!(communes(), ["", "22366", "22366", ""]);
    });
}
