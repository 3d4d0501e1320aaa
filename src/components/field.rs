//! One question: label, help, messages, control. The kind decides the control.

use hoso_dossier::{Field, Kind};

use crate::components::{choices, combobox, members, photo, select, text_input};
use crate::dom::{Node, el, keyed};
use crate::form::{At, Form};
use crate::later;
use crate::texts::{say, tell};

/// A question that comes and goes with the answer it depends on. While it is
/// there it is never built anew, so the caret stays where the person left it.
pub fn field(form: Form, at: At) -> Node {
    if at.field.show.is_none() {
        return control(form, at);
    }
    keyed(
        move || u32::from(form.is_shown(at)),
        move |_| control(form, at),
    )
}

fn control(form: Form, at: At) -> Node {
    match at.field.kind {
        Kind::Choice(offered) => choices::choices(form, at, offered, false),
        Kind::MultiChoice(offered) => choices::choices(form, at, offered, true),
        Kind::YesNo => choices::choices(form, at, &choices::YES_NO, false),
        Kind::Setting(_) => Node::Empty,
        _ => later::get().map(|later| (later.control)(form, at)).into(),
    }
}

/// Whether the control of a question is in the first part of the program.
#[must_use]
pub const fn is_early(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Choice(_) | Kind::MultiChoice(_) | Kind::YesNo | Kind::Setting(_)
    )
}

/// The controls of the later part.
pub fn later_control(form: Form, at: At) -> Node {
    match at.field.kind {
        Kind::Commitment => choices::commitment(form, at),
        Kind::Select(offered) => select::select(form, at, select::Options::Choices(offered)),
        Kind::Country => select::select(form, at, select::Options::Countries),
        Kind::Province => select::select(form, at, select::Options::Provinces),
        Kind::Commune { province, .. } => combobox::combobox(form, at, province),
        Kind::Photo { .. } => photo::photo(form, at),
        Kind::Group { fields, max } => members::members(form, at, fields, max),
        _ => text_input::text_input(form, at),
    }
}

/// The label text of a question with its box of the paper form.
pub fn label_text(form: Form, field: &'static Field) -> [Node; 2] {
    let number = (!field.box_number.is_empty()).then(|| {
        el("span")
            .class("box-number")
            .child(say(form.lang, "ui.box"))
            .child([" [", field.box_number, "]"].concat())
    });
    let number = number.map(|number| Node::List(vec![" ".into(), number.into()]));
    [tell(form.lang, &field.label), number.into()]
}

/// The help of a question, if it has any.
pub fn hint(form: Form, at: At) -> Node {
    (!at.field.hint.vi.is_empty())
        .then(|| {
            el("p")
                .class("field__hint")
                .attr("id", form.element_id(at, "-hint"))
                .child(tell(form.lang, &at.field.hint))
        })
        .into()
}
