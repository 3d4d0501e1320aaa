//! Input from before hydration.
//!
//! The prerendered page can be filled in before its code is loaded. Hydration starts with the
//! values of the controls. Choices of the first step are also stored in local storage until the
//! draft is saved.

use hoso_dossier::{Answer, Answers, Procedure};
use hoso_view::wasm_bindgen::JsCast;
use hoso_view::web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};
use hoso_view::{Track, effect};

use crate::platform;
use crate::wizard::Wizard;

/// Returns the values of the controls of a prerendered page.
#[must_use]
pub fn read_controls(root: &HtmlElement, procedure: &'static Procedure) -> Answers {
    let mut answers = Answers::default();
    let Ok(controls) = root.query_selector_all("[name]") else {
        return answers;
    };
    for i in 0..controls.length() {
        let Some(control) = controls
            .get(i)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let name = control.get_attribute("name").unwrap_or_default();
        let Some((_, field)) = procedure.definition.field(&name) else {
            continue;
        };
        if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "radio" | "checkbox" if field.kind.is_list() => {
                    if input.checked() {
                        let mut ids = answers.many(&name).to_vec();
                        field.kind.choose(&mut ids, &input.value());
                        answers.set(&name, Answer::Many(ids));
                    }
                }
                "radio" | "checkbox" => {
                    if input.checked() {
                        answers.set_text(&name, input.value());
                    }
                }
                _ => set_text(&mut answers, &name, input.value()),
            }
        } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
            set_text(&mut answers, &name, select.value());
        } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
            set_text(&mut answers, &name, area.value());
        }
    }
    answers
}

/// Adds the choices that an earlier visit stored because the second module was not loaded.
pub fn restore_choices(answers: &mut Answers, procedure: &'static Procedure) {
    for line in platform::early_choices(
        procedure.definition.code,
        procedure.definition.sort.has_draft(),
    )
    .lines()
    {
        let Some((name, id)) = line.split_once('=') else {
            continue;
        };
        let Some((_, field)) = procedure.definition.field(name) else {
            continue;
        };
        if field.kind.is_list() {
            let mut ids = answers.many(name).to_vec();
            // The control shows a newer choice than the stored one.
            let is_new = !ids.iter().any(|other| other == id);
            if is_new {
                let newer = ids.clone();
                ids.push(id.to_owned());
                for choice in newer {
                    field.kind.choose(&mut ids, &choice);
                }
                answers.set(name, Answer::Many(ids));
            }
        } else if answers.text(name).is_empty() {
            answers.set_text(name, id);
        }
    }
}

/// Stores the choices of the first step, one per line, until autosave has started: the second
/// module is loaded, and the drafts on this device are read.
pub fn keep_choices(wizard: Wizard) {
    let mut first = true;
    effect(move || {
        wizard.draft.save_requested.track();
        if core::mem::take(&mut first) || wizard.draft.is_autosaved.get() {
            return;
        }
        let mut lines = String::new();
        wizard.answers.with(|answers| {
            for field in wizard.step(0).fields {
                let one = Some(answers.text(field.id)).filter(|id| !id.is_empty());
                let ids = answers.many(field.id).iter().map(String::as_str);
                for id in ids.chain(one) {
                    lines.push_str(field.id);
                    lines.push('=');
                    lines.push_str(id);
                    lines.push('\n');
                }
            }
        });
        platform::keep_early_choices(
            wizard.procedure().definition.code,
            wizard.keeps_draft(),
            &lines,
        );
    });
}

fn set_text(answers: &mut Answers, name: &str, text: String) {
    if !text.is_empty() {
        answers.set_text(name, platform::nfc(text));
    }
}
