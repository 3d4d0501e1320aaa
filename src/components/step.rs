//! One screen: where the person is, what is to be mended, the questions, and one
//! way forward.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::error_summary::error_summary;
use crate::components::field::field;
use crate::components::figures::figures;
use crate::components::header::saved;
use crate::components::review::review;
use crate::form::{At, Form, Page};
use crate::texts::{self, say, tell};

/// The step at a place of the definition.
///
/// The form has one submit button, so the keyboard's own key for "go" leads on.
pub fn step(form: Form, place: usize) -> impl IntoView {
    let step = form.step(place);
    let last = step.fields.iter().any(|f| matches!(f.kind, hoso_dossier::Kind::Commitment));
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        if form.try_pass(place) {
            if last { form.finish() } else { form.go_on(place) }
        } else {
            form.focus.set(Some("summary".to_owned()));
        }
    };
    let first = place == 0;
    view! {
        <div class="step-header">
            {progress(form, place)}
            <h1 class="step-header__title" tabindex="-1">{tell(form.lang, &step.title)}</h1>
            {(!step.hint.vi.is_empty())
                .then(|| view! { <p class="step-header__hint">{tell(form.lang, &step.hint)}</p> })}
        </div>
        <form class="stack" novalidate on:submit=submit>
            {error_summary(form, place)}
            {last.then(|| review(form))}
            {step.fields.iter().map(|f| field(form, At { field: f, row: None })).collect::<Vec<_>>()}
            {nothing_to_draft(form)}
            {step.figures.then(|| figures(form))}
            <div class="button-row">
                <button class="button button--primary" type="submit">
                    {say(form.lang, if last { form.last_button() } else { "ui.next" })}
                </button>
                {(!first)
                    .then(|| {
                        view! {
                            <button
                                class="button button--secondary button--back"
                                type="button"
                                on:click=move |_| form.go_back()
                            >
                                {say(form.lang, "ui.back")}
                            </button>
                        }
                    })}
            </div>
            {saved(form)}
        </form>
    }
}

fn progress(form: Form, place: usize) -> impl IntoView {
    let count = Memo::new(move |_| {
        form.shape.track();
        let open = form.open_steps();
        (open.iter().position(|step| *step == place).map_or(1, |i| i + 1), open.len())
    });
    // Before the first answer nobody knows how many steps there will be.
    let known = move || count.get().1 > 1;
    view! {
        <p class="progress__text">
            {move || {
                let (n, of) = count.get();
                if known() {
                    texts::filled(form.lang.get(), "ui.step_of", &[("n", n.to_string()), ("of", of.to_string())])
                } else {
                    texts::filled(form.lang.get(), "ui.step_n", &[("n", n.to_string())])
                }
            }}
        </p>
        <progress
            class="progress__bar"
            aria-hidden="true"
            value=move || count.get().0.to_string()
            max=move || if known() { count.get().1.to_string() } else { "8".to_owned() }
        ></progress>
    }
}

/// Says why "Điền giúp tôi" had nothing to fill in.
fn nothing_to_draft(form: Form) -> impl IntoView {
    move || {
        form.nothing_to_draft.get().then(|| {
            view! {
                <p class="notice notice--warning" role="status">{say(form.lang, "ui.nothing_to_draft")}</p>
            }
        })
    }
}

impl Form {
    /// The label of the last button, by the way in which dossiers leave.
    #[must_use]
    pub fn last_button(&self) -> &'static str {
        match self.settings.with_value(|settings| settings.way) {
            crate::settings::Way::File => "ui.make_file",
            _ => "ui.send",
        }
    }

    /// The last step was passed: the dossier leaves.
    pub fn finish(&self) {
        match self.settings.with_value(|settings| settings.way) {
            crate::settings::Way::File => self.go(Page::Handover),
            _ => {
                self.go(Page::Sending);
                self.send.update(|n| *n = n.wrapping_add(1));
            }
        }
    }
}
