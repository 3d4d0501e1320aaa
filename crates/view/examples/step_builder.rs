//! One step of procedure 602b with the builder of this crate. `step_view_macro` is the same page in
//! `view!`; the first page of the documentation compares the sizes of both.

mod step;

use hoso_view::html::{
    a, button, div, fieldset, form, h1, h2, header, input, label, legend, li, main as main_, p,
    span, ul,
};
use hoso_view::{Element, Node, Signal, ev, show};
use leptos::prelude::{document, event_target_checked, event_target_value};

use step::{BACK, COUNT, FIELDS, Field, Kind, Lang, NEXT, SUMMARY, TITLE, pick, problem};

#[derive(Clone, Copy)]
struct Model {
    lang: Signal<Lang>,
    values: [Signal<String>; COUNT],
    attempted: Signal<bool>,
}

impl Model {
    fn problem(self, i: usize) -> Option<&'static str> {
        let problem = self.values[i].with(|value| problem(value));
        problem
            .filter(|_| self.attempted.get())
            .map(|text| pick(self.lang.get(), &text))
    }

    fn text(self, text: [&'static str; 2]) -> impl Fn() -> &'static str {
        move || pick(self.lang.get(), &text)
    }
}

fn page_header(model: Model) -> Element {
    let switch = move |lang: Lang, tag: &'static str, name: &'static str| {
        button()
            .class("language-switch__button")
            .attr("type", "button")
            .attr("lang", tag)
            .attr("aria-pressed", move || {
                if model.lang.get() == lang {
                    "true"
                } else {
                    "false"
                }
            })
            .on(ev::click, move |_| model.lang.set(lang))
            .child(name)
    };
    header().class("page-header").child(
        div()
            .class("page-header__inner")
            .child(
                a().class("page-header__home")
                    .attr("href", "/")
                    .child("Hồ Sơ"),
            )
            .child(
                div()
                    .class("language-switch")
                    .attr("role", "group")
                    .attr("aria-label", "Ngôn ngữ / Language")
                    .child(switch(Lang::Vi, "vi", "Tiếng Việt"))
                    .child(switch(Lang::En, "en", "English")),
            ),
    )
}

fn error_summary(model: Model) -> Node {
    show(
        move || (0..FIELDS.len()).any(|i| model.problem(i).is_some()),
        move || {
            div()
                .class("error-summary")
                .attr("role", "alert")
                .attr("tabindex", "-1")
                .child(
                    h2().class("error-summary__title")
                        .child(model.text(SUMMARY)),
                )
                .child(ul().children(FIELDS.iter().enumerate().map(|(i, field)| {
                    show(
                        move || model.problem(i).is_some(),
                        move || {
                            li().child(
                                a().attr("href", ["#", field.id].concat())
                                    .child(model.text(field.label))
                                    .child(": ")
                                    .child(move || model.problem(i).unwrap_or_default()),
                            )
                        },
                    )
                })))
        },
    )
}

fn hint(model: Model, field: &'static Field) -> Option<Element> {
    (!field.hint[0].is_empty()).then(|| {
        p().class("field__hint")
            .id([field.id, "-hint"].concat())
            .child(model.text(field.hint))
    })
}

fn message(model: Model, i: usize, field: &'static Field) -> Node {
    show(
        move || model.problem(i).is_some(),
        move || {
            p().class("field__message")
                .id([field.id, "-message"].concat())
                .child(move || model.problem(i).unwrap_or_default())
        },
    )
}

fn question(model: Model, i: usize) -> Element {
    let field = &FIELDS[i];
    let value = model.values[i];
    let invalid = move || model.problem(i).map(|_| "true");
    let described_by = move || {
        let mut ids = String::new();
        if !field.hint[0].is_empty() {
            ids.push_str(field.id);
            ids.push_str("-hint ");
        }
        if model.problem(i).is_some() {
            ids.push_str(field.id);
            ids.push_str("-message");
        }
        (!ids.is_empty()).then_some(ids)
    };
    let control = |control: Element| {
        control
            .id(field.id)
            .attr("name", field.id)
            .attr("aria-invalid", invalid)
            .attr("aria-describedby", described_by)
            .prop("value", move || value.get())
    };
    let caption = || {
        label()
            .class("field__label")
            .attr("for", field.id)
            .child(model.text(field.label))
    };
    let outer = div().class(move || match model.problem(i) {
        Some(_) => "field field--error",
        None => "field",
    });
    match field.kind {
        Kind::Text { inputmode } => outer
            .child(caption())
            .child(hint(model, field))
            .child(message(model, i, field))
            .child(
                control(input().class("input").attr("type", "text"))
                    .attr("inputmode", inputmode)
                    .on(ev::input, move |ev| value.set(event_target_value(&ev))),
            ),
        Kind::Radio(options) => outer.child(
            fieldset()
                .class("choices")
                .attr("aria-describedby", described_by)
                .child(
                    legend()
                        .class("field__label")
                        .child(model.text(field.label)),
                )
                .child(hint(model, field))
                .child(message(model, i, field))
                .children(options.iter().map(|(id, name)| {
                    let element_id = [field.id, "-", id].concat();
                    div()
                        .class("choice")
                        .child(
                            input()
                                .class("choice__input")
                                .attr("type", "radio")
                                .id(element_id.clone())
                                .attr("name", field.id)
                                .attr("value", *id)
                                .prop("checked", move || value.with(|value| value == id))
                                .on(ev::change, move |ev| {
                                    if event_target_checked(&ev) {
                                        value.set((*id).to_owned());
                                    }
                                }),
                        )
                        .child(
                            label()
                                .class("choice__label")
                                .attr("for", element_id)
                                .child(model.text(*name)),
                        )
                })),
        ),
    }
}

fn page() -> [Element; 2] {
    let model = Model {
        lang: Signal::new(Lang::Vi),
        values: std::array::from_fn(|_| Signal::new(String::new())),
        attempted: Signal::new(false),
    };
    let body = main_()
        .attr("lang", move || match model.lang.get() {
            Lang::Vi => "vi",
            Lang::En => "en",
        })
        .child(error_summary(model))
        .child(h1().attr("tabindex", "-1").child(model.text(TITLE)))
        .child(
            form()
                .attr("novalidate", true)
                .on(ev::submit, move |ev| {
                    ev.prevent_default();
                    model.attempted.set(true);
                })
                .children((0..FIELDS.len()).map(|i| question(model, i)))
                .child(
                    div()
                        .class("buttons")
                        .child(
                            button()
                                .class("button button--secondary")
                                .attr("type", "button")
                                .on(ev::click, move |_| model.attempted.set(false))
                                .child(model.text(BACK)),
                        )
                        .child(
                            button()
                                .class("button")
                                .attr("type", "submit")
                                .child(model.text(NEXT)),
                        )
                        .child(span().attr("role", "status")),
                ),
        );
    [page_header(model), body]
}

fn main() {
    if let Some(body) = document().body() {
        hoso_view::mount_to(&body, page).forget();
    }
}
