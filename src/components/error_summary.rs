//! The list of everything to mend, shown above the questions.
//!
//! It takes the focus when it appears, so that a screen reader starts there, and
//! each entry leads to its question, on an earlier step too. Warnings come in the
//! same place, once, and say that they may be passed. With nothing to mend it
//! renders nothing. The algorithm is that of GOV.UK Frontend's error summary.

use hoso_dossier::Severity;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::form::{Form, Page, Summary};
use crate::texts;

/// The summary of the step that is shown.
pub fn error_summary(form: Form, place: usize) -> impl IntoView {
    move || {
        let summary = form.summary.get();
        let (severity, class, title) = match summary {
            Summary::None => return None,
            Summary::Errors => (Severity::Error, "error-summary", "ui.errors_title"),
            Summary::Warnings => {
                (Severity::Warning, "error-summary error-summary--warning", "ui.warnings_title")
            }
        };
        let issues = form.issues_up_to(place, severity);
        if issues.is_empty() {
            return None;
        }
        let lang = form.lang.get();
        let title = texts::filled(lang, title, &[("n", issues.len().to_string())]);
        let entries: Vec<_> = issues
            .into_iter()
            .map(|issue| {
                let target = form.element_id_at(&issue.at);
                let href = ["#", &target].concat();
                let step = form.place_of(&issue.at);
                let lead = move |ev: MouseEvent| {
                    ev.prevent_default();
                    if let Some(step) = step
                        && form.page.get_untracked() != Page::Step(step)
                    {
                        form.page.set(Page::Step(step));
                    }
                    form.focus.set(Some(target.clone()));
                };
                view! { <li><a href=href on:click=lead>{texts::filled(lang, issue.code, &issue.args)}</a></li> }
            })
            .collect();
        Some(view! {
            <div class=class tabindex="-1" data-hoso-summary>
                <div role="alert">
                    <h2 class="error-summary__title">{title}</h2>
                    <ul class="error-summary__list" role="list">{entries}</ul>
                </div>
            </div>
        })
    }
}
