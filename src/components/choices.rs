//! Radios and check boxes as large cards, one group to a question.

use hoso_dossier::{Answer, Choice, Required, Text, english};

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::dom::{Node, dynamic, el};
use crate::form::{At, Form};
use crate::texts::{say, tell};
use crate::web;

/// The answers of a yes-or-no question.
pub static YES_NO: [Choice; 2] = [
    Choice {
        id: "yes",
        label: Text {
            vi: "Có",
            en: english!("Yes"),
        },
        hint: Text { vi: "", en: "" },
    },
    Choice {
        id: "no",
        label: Text {
            vi: "Không",
            en: english!("No"),
        },
        hint: Text { vi: "", en: "" },
    },
];

/// A question that is answered by tapping one or several cards.
///
/// The first card bears the id of the question, so that the error summary leads to it.
pub fn choices(form: Form, at: At, offered: &'static [Choice], many: bool) -> Node {
    let issues = issues_of(form, at);
    let short = offered.len() == 2 && offered.iter().all(|c| c.hint.vi.is_empty());
    el("div")
        .live("class", field_class(issues))
        .child(
            el("fieldset")
                .live("aria-describedby", described_by(form, at, issues, &[]))
                .child(
                    el("legend")
                        .class("field__legend")
                        .children(label_text(form, at.field)),
                )
                .child(hint(form, at))
                .child(messages(form, at, issues))
                .child(
                    el("div")
                        .class(if short {
                            "choices choices--inline"
                        } else {
                            "choices"
                        })
                        .children(
                            offered
                                .iter()
                                .enumerate()
                                .map(|(i, choice)| card(form, at, choice, i, many)),
                        ),
                )
                .child(untick(form, at, many)),
        )
        .into()
}

/// A radio cannot be unticked by itself; where no answer is needed, a button takes it back.
fn untick(form: Form, at: At, many: bool) -> Node {
    if many || at.field.required != Required::No {
        return Node::Empty;
    }
    dynamic(move || {
        form.painted.track();
        form.typed.track();
        (!form.text(at).is_empty()).then(|| {
            el("button")
                .class("proposal")
                .attr("type", "button")
                .on("click", move |_| form.take_over(at, String::new()))
                .child(say(form.lang, "ui.untick"))
        })
    })
}

fn card(form: Form, at: At, choice: &'static Choice, i: usize, many: bool) -> Node {
    let issues = issues_of(form, at);
    let mut part = String::new();
    if i > 0 {
        part.push('-');
        part.push_str(choice.id);
    }
    let id = form.element_id(at, &part);
    let about = (!choice.hint.vi.is_empty()).then(|| [id.as_str(), "-about"].concat());
    let hint = about.clone().map(|about| {
        el("p")
            .class("choice__hint")
            .attr("id", about)
            .child(tell(form.lang, &choice.hint))
    });
    let input = el("input")
        .class("choice__input")
        .attr("type", if many { "checkbox" } else { "radio" })
        .attr("id", id.clone())
        .attr("value", choice.id)
        .attr_if("aria-describedby", about)
        .live("name", move || {
            form.shape.track();
            Some(form.path(at))
        })
        .live("aria-invalid", invalid(issues))
        .checked(move || {
            form.painted.track();
            form.has(at, choice.id)
        })
        .on("change", move |ev| {
            if many {
                form.tick(at, choice.id, web::checked_of(&ev));
            } else {
                form.choose(at, Answer::Text(choice.id.to_owned()));
            }
        });
    el("div")
        .class("choice")
        .child(input)
        .child(
            el("label")
                .class("choice__label")
                .attr("for", id)
                .child(tell(form.lang, &choice.label)),
        )
        .child(hint)
        .into()
}

/// The tick under the declaration.
pub fn commitment(form: Form, at: At) -> Node {
    let issues = issues_of(form, at);
    let id = form.element_id(at, "");
    let input = el("input")
        .class("choice__input")
        .attr("type", "checkbox")
        .attr("id", id.clone())
        .attr("name", at.field.id)
        .attr("value", "yes")
        .live("aria-describedby", described_by(form, at, issues, &[]))
        .live("aria-invalid", invalid(issues))
        .checked(move || {
            form.painted.track();
            form.has(at, "yes")
        })
        .on("change", move |ev| {
            let answer = if web::checked_of(&ev) { "yes" } else { "no" };
            form.choose(at, Answer::Text(answer.to_owned()));
        });
    el("div")
        .live("class", field_class(issues))
        .child(messages(form, at, issues))
        .child(
            el("div").class("choice").child(input).child(
                el("label")
                    .class("choice__label")
                    .attr("for", id)
                    .child(tell(form.lang, &at.field.label)),
            ),
        )
        .into()
}
