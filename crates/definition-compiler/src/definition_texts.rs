//! The texts of a definition, each with the key under which a language translates it.

use crate::catalog::SourceText;
use crate::mistake::{File, Mistake};
use crate::source::{Field, Procedure};

/// Returns the texts of a definition with their keys: `title`, `lead`, `have_ready.1`,
/// `outcome.title`, `outcome.sheet`, `advice.<id>`, `copy.<id>`, `step.<id>.title`,
/// `step.<id>.hint_when.1`, `<field>.label`, `<field>.label_when.1`,
/// `<field>.choice.<id>.hint`, `<group>.<field>.label`.
///
/// # Errors
/// The first [`Mistake`]: no TOML, an unknown key.
pub fn source_texts(name: &str, text: &str) -> Result<Vec<SourceText>, Mistake> {
    let file = File { name, text };
    let procedure: Procedure = toml::from_str(text).map_err(|e| file.toml(&e))?;
    let mut texts = Vec::new();
    let mut add = |key: String, text: &str| texts.push(SourceText::new(key, text));
    add("title".to_owned(), procedure.title.get_ref());
    add("lead".to_owned(), procedure.landing.lead.get_ref());
    if let Some(form) = &procedure.form {
        add("form".to_owned(), form.get_ref());
    }
    if let Some(duration) = &procedure.duration {
        add("duration".to_owned(), duration.get_ref());
    }
    for (i, text) in procedure.have_ready.iter().enumerate() {
        add(format!("have_ready.{}", i + 1), text.get_ref());
    }
    if let Some(page) = &procedure.no_declaration {
        add("no_declaration.title".to_owned(), page.title.get_ref());
        add("no_declaration.hint".to_owned(), page.hint.get_ref());
    }
    if let Some(outcome) = &procedure.outcome {
        add("outcome.title".to_owned(), outcome.title.get_ref());
        add("outcome.hint".to_owned(), outcome.hint.get_ref());
        if let Some(sheet) = &outcome.sheet {
            add("outcome.sheet".to_owned(), sheet.title.get_ref());
        }
        for advice in &outcome.advice {
            let id = advice.id.get_ref();
            add(format!("advice.{id}"), advice.text.get_ref());
            if let Some(copy) = &advice.copy {
                add(format!("copy.{id}"), copy.get_ref());
            }
        }
    }
    for step in &procedure.step {
        let id = step.id.get_ref();
        add(format!("step.{id}.title"), step.title.get_ref());
        if let Some(hint) = &step.hint {
            add(format!("step.{id}.hint"), hint.get_ref());
        }
        for (i, hint) in step.hint_when.iter().enumerate() {
            add(
                format!("step.{id}.hint_when.{}", i + 1),
                hint.text.get_ref(),
            );
        }
        for field in &step.field {
            field_texts(field, "", &mut add);
        }
    }
    for field in &procedure.after_submission {
        field_texts(field, "", &mut add);
    }
    Ok(texts)
}

fn field_texts(field: &Field, prefix: &str, add: &mut dyn FnMut(String, &str)) {
    let at = format!("{prefix}{}", field.id.get_ref());
    add(format!("{at}.label"), field.label.get_ref());
    for (i, label) in field.label_when.iter().enumerate() {
        add(format!("{at}.label_when.{}", i + 1), label.text.get_ref());
    }
    if let Some(hint) = &field.hint {
        add(format!("{at}.hint"), hint.get_ref());
    }
    for choice in field.options.iter().flatten() {
        let at = format!("{at}.choice.{}", choice.id.get_ref());
        add(format!("{at}.label"), choice.label.get_ref());
        if let Some(hint) = &choice.hint {
            add(format!("{at}.hint"), hint.get_ref());
        }
    }
    for inner in &field.field {
        field_texts(inner, &format!("{at}."), add);
    }
}
