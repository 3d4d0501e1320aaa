//! Compiles a `definition.toml` to Rust, and checks it.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::card::check_cards;
use crate::field::{
    Seen, check_field, check_other_side, check_papers, check_show, check_text_when, filled,
    identifier,
};
use crate::lists::Lists;
use crate::mistake::{File, Mistake};
use crate::source::{AccountPhone, Advice, Field, Kind, Outcome, Procedure, Sort};
use crate::write;

/// Compiles a definition into the text of a Rust expression of type `Definition`.
///
/// # Errors
/// The first [`Mistake`]: unknown key or kind, a duplicate id or box, a condition
/// on a later or missing field or on an answer that it does not offer, an empty
/// text, a missing source, a kind without what it needs.
pub fn compile(name: &str, text: &str, lists: &Lists) -> Result<String, Mistake> {
    checked(name, text, lists).map(|procedure| write::procedure(&procedure, lists))
}

/// Compiles a definition as if its first step were the only one: what a browser needs to
/// show the page.
///
/// # Errors
/// As [`compile`], for the whole definition.
pub fn first_step(name: &str, text: &str, lists: &Lists) -> Result<String, Mistake> {
    checked(name, text, lists).map(|mut procedure| {
        procedure.step.truncate(1);
        procedure.after_submission.clear();
        procedure.account_phone = None;
        // The browser keeps the prerendered list of the landing page as it is.
        procedure.have_ready.clear();
        procedure.duration = None;
        procedure.form = None;
        for text in [&mut procedure.landing.lead, &mut procedure.source] {
            text.get_mut().clear();
        }
        write::procedure(&procedure, lists)
    })
}

/// Returns the codes of issues that the first step can have: of its questions, and those that
/// `first_step_codes` names for its rules. A browser checks this step before it has the other
/// messages.
///
/// # Errors
/// The first [`Mistake`]: no TOML, an unknown key.
pub fn first_step_codes(name: &str, text: &str) -> Result<BTreeSet<String>, Mistake> {
    let file = File { name, text };
    let procedure: Procedure = toml::from_str(text).map_err(|e| file.toml(&e))?;
    let mut codes: BTreeSet<String> = procedure.first_step_codes.into_iter().collect();
    // Every kind of question that is answered by a choice.
    codes.extend(["answer.shape", "choice.unknown"].map(str::to_owned));
    for field in procedure.step.iter().take(1).flat_map(|step| &step.field) {
        let missing = field.missing.as_deref().or(field.kind.get_ref().missing());
        codes.extend(missing.map(str::to_owned));
    }
    Ok(codes)
}

/// Returns how many examples a procedure has at least.
///
/// # Errors
/// As [`first_step_codes`].
pub fn examples_at_least(name: &str, text: &str) -> Result<usize, Mistake> {
    let file = File { name, text };
    let procedure: Procedure = toml::from_str(text).map_err(|e| file.toml(&e))?;
    Ok(procedure.examples)
}

fn checked(name: &str, text: &str, lists: &Lists) -> Result<Procedure, Mistake> {
    let file = File { name, text };
    let procedure: Procedure = toml::from_str(text).map_err(|e| file.toml(&e))?;
    let mut seen = Seen {
        answers: BTreeMap::new(),
        boxes: BTreeMap::new(),
    };
    filled(&file, &procedure.title, "title")?;
    filled(&file, &procedure.landing.lead, "lead")?;
    if let Some(form) = &procedure.form {
        filled(&file, form, "form")?;
    }
    for text in &procedure.have_ready {
        filled(&file, text, "have_ready")?;
    }
    if let Some(duration) = &procedure.duration {
        filled(&file, duration, "duration")?;
    }
    filled(&file, &procedure.code, "code")?;
    filled(&file, &procedure.source, "source")?;
    if !is_date(procedure.version.get_ref()) {
        return Err(file.mistake(
            procedure.version.span().start,
            "version: expected a date such as \"2026-11-20\"",
        ));
    }
    if procedure.step.is_empty() {
        return Err(file.mistake(0, "expected at least one [[step]]"));
    }
    let mut step_ids: Vec<&str> = Vec::new();
    for step in &procedure.step {
        let id = identifier(&file, &step.id)?;
        if step_ids.contains(&id) {
            return Err(file.mistake(
                step.id.span().start,
                format!("the step id `{id}` is there twice"),
            ));
        }
        step_ids.push(id);
        filled(&file, &step.title, "title of the step")?;
        if let Some(hint) = &step.hint {
            filled(&file, hint, "hint of the step")?;
        }
        if let Some(show) = &step.show {
            check_show(&file, show, &seen)?;
        }
        for hint in &step.hint_when {
            check_text_when(&file, "hint_when", hint, &seen)?;
        }
        if step.field.is_empty() {
            return Err(file.mistake(step.id.span().start, "expected at least one [[step.field]]"));
        }
        for field in &step.field {
            check_field(
                &file,
                field,
                step.source.as_deref(),
                &mut seen,
                lists,
                false,
            )?;
        }
        for old_name in step
            .field
            .iter()
            .filter_map(|field| field.old_name.as_ref())
        {
            let takes = |field: &Field| {
                field.id.get_ref() == old_name.get_ref() && *field.kind.get_ref() == Kind::Text
            };
            if !step.field.iter().any(takes) {
                return Err(file.mistake(
                    old_name.span().start,
                    format!(
                        "`{}` is no question of this step for a line of text",
                        old_name.get_ref()
                    ),
                ));
            }
        }
    }
    for step in &procedure.step {
        check_papers(&file, &step.field)?;
    }
    check_cards(&file, procedure.step.iter().flat_map(|step| &step.field))?;
    check_copy_sheet(&file, &procedure, &seen)?;
    check_commitment(&file, &procedure)?;
    check_outcome(&file, &procedure, &seen)?;
    for field in procedure.step.iter().flat_map(|step| &step.field) {
        check_other_side(&file, field, &procedure)?;
    }
    if let Some(phone) = &procedure.account_phone {
        check_account_phone(&file, phone, &procedure, &seen)?;
    }
    for field in &procedure.after_submission {
        check_field(&file, field, None, &mut seen, lists, false)?;
    }
    if let Some(none) = &procedure.no_declaration {
        check_show(&file, &none.when, &seen)?;
        filled(&file, &none.title, "title of no_declaration")?;
        filled(&file, &none.hint, "hint of no_declaration")?;
        for id in &none.fields {
            if !seen.answers.contains_key(id.get_ref()) {
                let what = format!("`{}` is no field", id.get_ref());
                return Err(file.mistake(id.span().start, what));
            }
        }
    }
    Ok(procedure)
}

/// The fields that the copy sheet leaves out exist.
fn check_copy_sheet(file: &File<'_>, procedure: &Procedure, seen: &Seen) -> Result<(), Mistake> {
    let sheet = procedure.copy_sheet.iter();
    for id in sheet.flat_map(|sheet| &sheet.left_out) {
        if !seen.answers.contains_key(id.get_ref()) {
            return Err(file.mistake(
                id.span().start,
                format!("copy_sheet: there is no field `{}`", id.get_ref()),
            ));
        }
    }
    Ok(())
}

/// The step with the commitment is the one that sends the dossier, so it is the last one. What is not
/// sent has none.
fn check_commitment(file: &File<'_>, procedure: &Procedure) -> Result<(), Mistake> {
    for (i, step) in procedure.step.iter().enumerate() {
        let is_last = i + 1 == procedure.step.len() && procedure.sort == Sort::Dossier;
        let mut fields = step.field.iter();
        if fields.any(|field| *field.kind.get_ref() == Kind::Commitment) != is_last {
            return Err(file.mistake(
                step.id.span().start,
                "expected a field of kind commitment in the last step of a dossier and in no other",
            ));
        }
    }
    Ok(())
}

/// A dossier has a printed form and is sent; the others end in an outcome. A guide asks choices only,
/// so that no answer is personal data.
fn check_outcome(file: &File<'_>, procedure: &Procedure, seen: &Seen) -> Result<(), Mistake> {
    let start = procedure.code.span().start;
    let is_dossier = procedure.sort == Sort::Dossier;
    if is_dossier != procedure.printed_form.is_some() {
        let what = "expected `printed_form` for a dossier and for no other sort";
        return Err(file.mistake(start, what));
    }
    let outcome = match (&procedure.outcome, is_dossier) {
        (None, true) => return Ok(()),
        (Some(outcome), false) => outcome,
        _ => {
            let what = "expected [outcome] for a preparation or a guide and for no dossier";
            return Err(file.mistake(start, what));
        }
    };
    filled(file, &outcome.title, "title of outcome")?;
    filled(file, &outcome.hint, "hint of outcome")?;
    if (procedure.sort == Sort::Preparation) != outcome.sheet.is_some() {
        let what = "expected [outcome.sheet] for a preparation and for no guide";
        return Err(file.mistake(outcome.title.span().start, what));
    }
    if let Some(sheet) = &outcome.sheet {
        filled(file, &sheet.title, "title of the sheet")?;
        if let Some(when) = &sheet.when {
            check_show(file, when, seen)?;
        }
    }
    for advice in &outcome.advice {
        check_advice(file, advice, outcome, seen)?;
    }
    for when in outcome.rows.iter().filter_map(|rows| rows.when.as_ref()) {
        check_show(file, when, seen)?;
    }
    let mut fields = procedure.step.iter().flat_map(|step| &step.field);
    let typed = |field: &&Field| !matches!(field.kind.get_ref(), Kind::Choice | Kind::YesNo);
    match fields.find(typed) {
        Some(field) if procedure.sort == Sort::Guide => Err(file.mistake(
            field.id.span().start,
            "a guide asks choices only: expected the kind choice or yes_no",
        )),
        _ => Ok(()),
    }
}

fn check_advice(
    file: &File<'_>,
    advice: &Advice,
    outcome: &Outcome,
    seen: &Seen,
) -> Result<(), Mistake> {
    let id = identifier(file, &advice.id)?;
    let same = outcome
        .advice
        .iter()
        .filter(|other| other.id.get_ref() == id);
    if same.count() > 1 {
        let what = format!("the advice `{id}` is there twice");
        return Err(file.mistake(advice.id.span().start, what));
    }
    if let Some(row) = &advice.row {
        identifier(file, row)?;
    }
    filled(file, &advice.text, "text of the advice")?;
    filled(file, &advice.source, "source of the advice")?;
    for quote in advice.copy.iter().chain(&advice.quote) {
        filled(file, quote, "quoted text of the advice")?;
    }
    if advice.copy.is_some() && advice.quote.is_some() {
        let what = "advice: expected `copy` or `quote`, not both";
        return Err(file.mistake(advice.id.span().start, what));
    }
    // What a letter of 2020 to 2022 says is shown with its year.
    if advice.source.get_ref().contains("letter") && advice.year.is_none() {
        let what = "advice: expected `year`, the year of the letter";
        return Err(file.mistake(advice.source.span().start, what));
    }
    match &advice.when {
        Some(when) => check_show(file, when, seen),
        None => Ok(()),
    }
}

fn check_account_phone(
    file: &File<'_>,
    phone: &Spanned<AccountPhone>,
    procedure: &Procedure,
    seen: &Seen,
) -> Result<(), Mistake> {
    let AccountPhone {
        field,
        owner,
        shared,
        ..
    } = phone.get_ref();
    let mut fields = procedure.step.iter().flat_map(|step| &step.field);
    let is_phone = |f: &Field| f.id.get_ref() == field && *f.kind.get_ref() == Kind::Phone;
    if !fields.any(is_phone) || !seen.answers.contains_key(owner) {
        return Err(file.mistake(
            phone.span().start,
            "account_phone: expected the id of a phone in `field` and of a field in `owner`",
        ));
    }
    match shared {
        Some(shared) => check_show(file, shared, seen),
        None => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 10
        && b.iter().enumerate().all(|(i, c)| {
            if i == 4 || i == 7 {
                *c == b'-'
            } else {
                c.is_ascii_digit()
            }
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    const GOOD: &str = r#"
code = "1"
version = "2026-11-20"
title = "Một"
landing = { group = "join", lead = "Một" }
source = "letter 1"
printed_form = "tk1_ts"
examples = 1
[[step]]
id = "first"
title = "Một"
source = "letter 1"
[[step.field]]
id = "wish"
label = "Muốn gì"
kind = "choice"
required = true
missing = "wish.missing"
options = [ { id = "a", label = "A" }, { id = "b", label = "B" } ]
[[step.field]]
id = "name"
box = "01"
label = "Tên"
kind = "person_name"
show = { field = "wish", is = ["a"] }
[[step]]
id = "last"
title = "Gửi"
source = "letter 1"
[[step.field]]
id = "commitment"
label = "Cam đoan"
kind = "commitment"
required = true
"#;

    #[test]
    fn ok_a_definition() {
        let rust = compile("x.toml", GOOD, &Lists::new()).unwrap();
        assert!(
            rust.contains("id: \"wish\"") && rust.contains("PersonName"),
            "{rust}"
        );
    }

    /// Replaces a piece of the good definition and expects the mistake at its line.
    fn err(old: &str, new: &str, line: usize, expected: &str) {
        assert!(GOOD.contains(old), "{old}");
        let text = GOOD.replacen(old, new, 1);
        let mistake = compile("x.toml", &text, &Lists::new()).unwrap_err();
        assert_eq!(mistake.line, line, "{mistake}");
        assert!(mistake.what.contains(expected), "{mistake}");
        assert!(mistake.to_string().starts_with("x.toml:"));
    }

    #[test]
    fn err_every_kind_of_mistake_names_line_and_expectation() {
        err(
            "kind = \"choice\"",
            "kind = \"chioce\"",
            16,
            "expected one of",
        );
        err(
            "kind = \"person_name\"",
            "kind = \"identity_number\"\npaper = \"wish\"",
            25,
            "no choice beside it with the answer `passport`",
        );
        err(
            "kind = \"person_name\"",
            "kind = \"person_name\"\npaper = \"wish\"",
            21,
            "only identity_number takes `paper`",
        );
        err(
            "kind = \"person_name\"",
            "kind = \"person_name\"\ncard = { name = \"wish\" }",
            25,
            "`wish` is no field for `name`",
        );
        err(
            "kind = \"person_name\"",
            "kind = \"person_name\"\ncard = { name = \"name\", sex = \"wish\" }",
            25,
            "`wish` is no field for `sex`",
        );
        err("required = true", "requird = true", 17, "unknown field");
        err("is = [\"a\"]", "is = [\"c\"]", 25, "no answer `c`");
        err("field = \"wish\"", "field = \"wash\"", 25, "earlier field");
        err("field = \"wish\"", "field = \"name\"", 25, "earlier field");
        err("id = \"name\"", "id = \"wish\"", 21, "twice");
        err("id = \"b\"", "id = \"a\"", 19, "twice");
        err(
            "label = \"B\"",
            "label = \"B\", excludes = [\"a\"]",
            19,
            "of this multi_choice",
        );
        err("label = \"Tên\"", "", 20, "missing field `label`");
        err("\"Tên\"", "\" \"", 23, "label: expected a text");
        err(
            "source = \"letter 1\"\n[[step.field]]",
            "[[step.field]]",
            13,
            "source",
        );
        err("missing = \"wish.missing\"\n", "", 14, "missing");
        err("id = \"first\"", "id = \"First\"", 10, "no id");
        err("version = \"2026-11-20\"", "version = \"2\"", 3, "date");
        err("options = [", "list = \"x\" #", 19, "no list");
        err(
            "kind = \"person_name\"",
            "kind = \"commune\"\nprovince = \"p\"",
            25,
            "no earlier field",
        );
        err("kind = \"person_name\"", "kind = \"text\"", 21, "max");
    }

    #[test]
    fn err_a_commitment_that_is_missing_or_not_at_the_end() {
        let none = "kind = \"commitment\"";
        err(none, "kind = \"yes_no\"", 27, "commitment in the last step");
        let early = "kind = \"person_name\"";
        err(early, none, 10, "commitment in the last step");
    }

    #[test]
    fn err_a_box_twice() {
        let text = GOOD.replace("id = \"wish\"", "id = \"wish\"\nbox = \"01\"");
        let mistake = compile("x.toml", &text, &Lists::new()).unwrap_err();
        assert!(
            mistake.what.contains("box [01] is already that of `wish`"),
            "{mistake}"
        );
    }
}
