//! One screen: where the person is, what is to be mended, the questions, and one
//! way forward.

use hoso_dossier::Kind;
use leptos::prelude::*;

use crate::components::error_summary::error_summary;
use crate::components::field::field;
use crate::components::header::saved;
use crate::components::{paper, review};
use crate::dom::{Node, dynamic, el, live};
use crate::envelope::Next;
use crate::form::{At, Form, Line, Page};
use crate::later;
use crate::settings::Way;
use crate::texts::{self, say, tell};

/// The step at a place of the definition.
///
/// The form has one submit button, so the keyboard's own key for "go" leads on.
pub fn step(form: Form, place: usize) -> Node {
    let step = form.step(place);
    let last = step
        .fields
        .iter()
        .any(|f| matches!(f.kind, Kind::Commitment));
    let hint = (!step.hint.vi.is_empty()).then(|| {
        el("p")
            .class("step-header__hint")
            .child(tell(form.lang, &step.hint))
    });
    let head = el("div")
        .class("step-header")
        .child(progress(form, place))
        .child(
            el("h1")
                .class("step-header__title")
                .attr("tabindex", "-1")
                .child(tell(form.lang, &step.title)),
        )
        .child(hint);
    let back = (place > 0).then(|| back_button(form));
    let questions = el("form")
        .class("stack")
        // Before the code arrives, a press of the button must not put the answers into the address.
        .attr("method", "dialog")
        .attr("novalidate", "")
        .on("submit", move |ev| {
            ev.prevent_default();
            form.press(place);
        })
        .child(error_summary(form, place))
        .child(last.then(|| later::get().map(|later| (later.review)(form))))
        .children(step.fields.iter().map(|f| {
            field(
                form,
                At {
                    field: f,
                    row: None,
                },
            )
        }))
        .child(dynamic(move || {
            later::get_live(form).map(|later| untrack(|| (later.leads)(form, step.fields)))
        }))
        .child(nothing_to_draft(form))
        .child(waiting(form))
        .child(
            step.figures
                .then(|| later::get().map(|later| (later.figures)(form))),
        )
        .child(
            el("div")
                .class("button-row")
                .child(
                    el("button")
                        .class("button button--primary")
                        .attr("type", "submit")
                        .child(say(
                            form.lang,
                            if last { form.last_button() } else { "ui.next" },
                        )),
                )
                .child(back),
        )
        .child(saved(form));
    [head.into(), questions.into()].into()
}

/// A button that leads to the step before.
pub fn back_button(form: Form) -> Node {
    el("button")
        .class("button button--secondary button--back")
        .attr("type", "button")
        .on("click", move |_| form.go_back())
        .child(say(form.lang, "ui.back"))
        .into()
}

/// How many steps the bar stands for while nobody knows.
const UNKNOWN: usize = 8;

fn progress(form: Form, place: usize) -> Node {
    // Before the first answer nobody knows how many steps there will be.
    let count = move || {
        form.shape.track();
        let open = form.open_steps();
        (
            open.iter()
                .position(|step| *step == place)
                .map_or(1, |i| i + 1),
            open.len(),
        )
    };
    let text = move || {
        let (n, of) = count();
        let lang = form.lang.get();
        if of > 1 {
            texts::filled(
                lang,
                "ui.step_of",
                &[("n", n.to_string()), ("of", of.to_string())],
            )
        } else {
            texts::filled(lang, "ui.step_n", &[("n", n.to_string())])
        }
    };
    let bar = el("progress")
        .class("progress__bar")
        .attr("aria-hidden", "true")
        .live("value", move || Some(count().0.to_string()))
        .live("max", move || {
            let of = count().1;
            Some(if of > 1 { of } else { UNKNOWN }.to_string())
        });
    [
        el("p").class("progress__text").child(live(text)).into(),
        bar.into(),
    ]
    .into()
}

/// Says that the rest of the program is waited for, or did not come.
fn waiting(form: Form) -> Node {
    dynamic(move || {
        form.typed.track();
        let code = match form.line.get() {
            Line::Coming if form.pressed.get_value().is_some() => "ui.coming",
            Line::Broken => "ui.not_come",
            _ => return Node::Empty,
        };
        el("p")
            .class("notice notice--warning")
            .attr("role", "status")
            .child(say(form.lang, code))
            .into()
    })
}

/// What stands above the commitment: all answers, and the official form.
pub fn before_sending(form: Form) -> Node {
    [review::review(form), paper::paper(form)].into()
}

/// Where a step leads that was passed.
pub fn pass(form: Form, place: usize) {
    let last = form
        .step(place)
        .fields
        .iter()
        .any(|f| matches!(f.kind, Kind::Commitment));
    if last {
        form.finish()
    } else {
        form.go_on(place)
    }
}

/// Says why "Điền giúp tôi" had nothing to fill in.
fn nothing_to_draft(form: Form) -> Node {
    dynamic(move || {
        form.nothing_to_draft.get().then(|| {
            el("p")
                .class("notice notice--warning")
                .attr("role", "status")
                .child(say(form.lang, "ui.nothing_to_draft"))
        })
    })
}

impl Form {
    /// The label of the last button, by the way in which dossiers leave.
    #[must_use]
    pub fn last_button(&self) -> &'static str {
        match self.settings.with_value(|settings| settings.way) {
            Way::File => "ui.make_file",
            Way::Intake | Way::Multipart => "ui.send",
        }
    }

    /// The last step was passed: the dossier leaves.
    pub fn finish(&self) {
        match self.settings.with_value(|settings| settings.way) {
            Way::File => self.go(Page::Handover),
            Way::Intake | Way::Multipart => {
                self.next.set_value(Next::Same);
                self.go(Page::Sending);
                self.send.update(|n| *n = n.wrapping_add(1));
            }
        }
    }
}
