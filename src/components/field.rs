//! One question: label, help, messages, control. The kind decides the control.

use hoso_dossier::{Field, Kind};
use leptos::prelude::*;

use crate::components::{choices, combobox, members, select, text_input};
use crate::form::{At, Form};
use crate::texts::{say, tell};

/// A question that comes and goes with the answer it depends on. While it is
/// there it is never built anew, so the caret stays where the person left it.
pub fn field(form: Form, at: At) -> AnyView {
    if at.field.show.is_none() {
        return control(form, at);
    }
    let shown = Memo::new(move |_| form.is_shown(at));
    (move || shown.get().then(|| control(form, at))).into_any()
}

fn control(form: Form, at: At) -> AnyView {
    match at.field.kind {
        Kind::Choice(offered) => choices::choices(form, at, offered, false).into_any(),
        Kind::Choices(offered) => choices::choices(form, at, offered, true).into_any(),
        Kind::YesNo => choices::choices(form, at, &choices::YES_NO, false).into_any(),
        Kind::Commitment => choices::commitment(form, at).into_any(),
        Kind::Select(offered) => select::select(form, at, select::Options::Choices(offered)).into_any(),
        Kind::Country => select::select(form, at, select::Options::Countries).into_any(),
        Kind::Province => select::select(form, at, select::Options::Provinces).into_any(),
        Kind::Commune { province } => combobox::combobox(form, at, province).into_any(),
        Kind::Members { fields, max } => members::members(form, at, fields, max).into_any(),
        _ => text_input::text_input(form, at).into_any(),
    }
}

/// The label text of a question with its box of the paper form.
pub fn label_text(form: Form, field: &'static Field) -> impl IntoView {
    let number = (!field.box_number.is_empty()).then(|| {
        view! { <span class="box-number">{say(form.lang, "ui.box")}" ["{field.box_number}"]"</span> }
    });
    view! { {tell(form.lang, &field.label)}" "{number} }
}

/// The help of a question, if it has any.
pub fn hint(form: Form, at: At) -> impl IntoView {
    (!at.field.hint.vi.is_empty()).then(|| {
        view! {
            <p class="field__hint" id=form.element_id(at, "-hint")>{tell(form.lang, &at.field.hint)}</p>
        }
    })
}
