//! The page of `step_builder` in Leptos' `view!`, to compare the sizes.

mod step;

use leptos::prelude::*;

use step::{BACK, COUNT, FIELDS, Kind, Lang, NEXT, SUMMARY, TITLE, pick, problem};

#[derive(Clone, Copy)]
struct Model {
    lang: RwSignal<Lang>,
    values: [RwSignal<String>; COUNT],
    attempted: RwSignal<bool>,
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

#[component]
fn PageHeader(model: Model) -> impl IntoView {
    let switch = move |lang: Lang, tag: &'static str, name: &'static str| {
        view! {
            <button
                class="language-switch__button"
                type="button"
                lang=tag
                aria-pressed=move || if model.lang.get() == lang { "true" } else { "false" }
                on:click=move |_| model.lang.set(lang)
            >
                {name}
            </button>
        }
    };
    view! {
        <header class="page-header">
            <div class="page-header__inner">
                <a class="page-header__home" href="/">"Hồ Sơ"</a>
                <div class="language-switch" role="group" aria-label="Ngôn ngữ / Language">
                    {switch(Lang::Vi, "vi", "Tiếng Việt")}
                    {switch(Lang::En, "en", "English")}
                </div>
            </div>
        </header>
    }
}

#[component]
fn ErrorSummary(model: Model) -> impl IntoView {
    let entries = move || {
        FIELDS
            .iter()
            .enumerate()
            .map(|(i, field)| {
                view! {
                    <Show when=move || model.problem(i).is_some()>
                        <li>
                            <a href=["#", field.id].concat()>
                                {model.text(field.label)} ": "
                                {move || model.problem(i).unwrap_or_default()}
                            </a>
                        </li>
                    </Show>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || (0..FIELDS.len()).any(|i| model.problem(i).is_some())>
            <div class="error-summary" role="alert" tabindex="-1">
                <h2 class="error-summary__title">{model.text(SUMMARY)}</h2>
                <ul>{entries()}</ul>
            </div>
        </Show>
    }
}

#[component]
fn Hint(model: Model, i: usize) -> impl IntoView {
    let field = &FIELDS[i];
    (!field.hint[0].is_empty()).then(|| {
        view! {
            <p class="field__hint" id=[field.id, "-hint"].concat()>
                {model.text(field.hint)}
            </p>
        }
    })
}

#[component]
fn Message(model: Model, i: usize) -> impl IntoView {
    let field = &FIELDS[i];
    view! {
        <Show when=move || model.problem(i).is_some()>
            <p class="field__message" id=[field.id, "-message"].concat()>
                {move || model.problem(i).unwrap_or_default()}
            </p>
        </Show>
    }
}

#[component]
fn Question(model: Model, i: usize) -> impl IntoView {
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
    let class = move || match model.problem(i) {
        Some(_) => "field field--error",
        None => "field",
    };
    let caption = move || {
        view! { <label class="field__label" for=field.id>{model.text(field.label)}</label> }
    };
    match field.kind {
        Kind::Text { inputmode } => view! {
            <div class=class>
                {caption()}
                <Hint model i/>
                <Message model i/>
                <input
                    class="input"
                    type="text"
                    id=field.id
                    name=field.id
                    inputmode=inputmode
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:value=move || value.get()
                    on:input=move |ev| value.set(event_target_value(&ev))
                />
            </div>
        }
        .into_any(),
        Kind::Radio(options) => {
            let cards = options
                .iter()
                .map(|(id, name)| {
                    let element_id = [field.id, "-", id].concat();
                    view! {
                        <div class="choice">
                            <input
                                class="choice__input"
                                type="radio"
                                id=element_id.clone()
                                name=field.id
                                value=*id
                                prop:checked=move || value.with(|value| value == id)
                                on:change=move |ev| {
                                    if event_target_checked(&ev) {
                                        value.set((*id).to_owned());
                                    }
                                }
                            />
                            <label class="choice__label" for=element_id>{model.text(*name)}</label>
                        </div>
                    }
                })
                .collect_view();
            view! {
                <div class=class>
                    <fieldset class="choices" aria-describedby=described_by>
                        <legend class="field__label">{model.text(field.label)}</legend>
                        <Hint model i/>
                        <Message model i/>
                        {cards}
                    </fieldset>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Page() -> impl IntoView {
    let model = Model {
        lang: RwSignal::new(Lang::Vi),
        values: std::array::from_fn(|_| RwSignal::new(String::new())),
        attempted: RwSignal::new(false),
    };
    let questions = (0..FIELDS.len())
        .map(|i| view! { <Question model i/> })
        .collect_view();
    view! {
        <PageHeader model/>
        <main lang=move || match model.lang.get() { Lang::Vi => "vi", Lang::En => "en" }>
            <ErrorSummary model/>
            <h1 tabindex="-1">{model.text(TITLE)}</h1>
            <form
                novalidate=true
                on:submit=move |ev| {
                    ev.prevent_default();
                    model.attempted.set(true);
                }
            >
                {questions}
                <div class="buttons">
                    <button
                        class="button button--secondary"
                        type="button"
                        on:click=move |_| model.attempted.set(false)
                    >
                        {model.text(BACK)}
                    </button>
                    <button class="button" type="submit">{model.text(NEXT)}</button>
                    <span role="status"></span>
                </div>
            </form>
        </main>
    }
}

fn main() {
    leptos::mount::mount_to_body(Page);
}
