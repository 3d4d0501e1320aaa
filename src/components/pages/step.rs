//! One step: progress, error summary, fields, and one button to continue.

use hoso_view::html::{button, div, form, h1, p, span};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, ev, html};

use crate::components::fields::field::field;
use crate::components::parts::back_button::back_button;
use crate::components::parts::error_summary::error_summary;
use crate::components::parts::official_form::official_form;
use crate::components::parts::privacy::privacy;
use crate::components::parts::review::review;
use crate::components::parts::save_status::save_status;
use crate::components::parts::step_button::step_button_label;
use crate::config::{DeliveryMode, DeploymentConfig};
use crate::i18n::messages::{localized, message};
use crate::platform;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, SubmissionCommand};
use crate::wizard::field_ref::FieldRef;
use crate::wizard::navigation::View;
use crate::wizard::parts::ModuleStatus;

/// Renders a step of the definition.
///
/// The form has one submit button, so the Enter key continues too.
pub fn step(wizard: Wizard, step_index: usize) -> Node {
    let step = wizard.step(step_index);
    let last = step.fields.iter().any(|f| f.kind.is_commitment());
    let receiver = wizard.with_config(DeploymentConfig::holder).suffix();
    let hint = wizard
        .answers
        .with(|answers| step.hint_for(receiver, answers));
    let hint = (!hint.is_empty()).then(|| {
        p().class("step-header__hint")
            .child(localized(wizard.lang, hint))
    });
    let head = div()
        .class("step-header")
        .child(
            p().class("step-header__procedure")
                .child(localized(wizard.lang, wizard.procedure().definition.title)),
        )
        .child(progress(wizard, step_index))
        .child(
            h1().class("step-header__title")
                .attr("tabindex", "-1")
                .child(
                    span()
                        .class("visually-hidden")
                        .child(move || [&wizard.step_position_text(step_index), ": "].concat()),
                )
                .child(localized(wizard.lang, step.title)),
        )
        .child(hint)
        // The hint of another sort says that nothing is sent.
        .child((step_index == 0 && wizard.is_dossier()).then(|| privacy(wizard)));
    let back = (step_index > 0).then(|| back_button(wizard));
    let fields = form()
        .class("stack")
        // Before hydration a submit must not put the answers into the URL; `dialog` prevents that.
        .attr("method", "dialog")
        .attr("novalidate", "")
        .on(ev::submit, move |ev| {
            ev.prevent_default();
            platform::dispatch_change_events(&ev);
            submit_step(wizard, step_index);
        })
        .child(error_summary(wizard, step_index))
        .child(last.then(|| second_module::get().map(|module| (module.review)(wizard))))
        .children(
            step.fields
                .iter()
                .map(|f| field(wizard, FieldRef::of_form(f))),
        )
        .child(move || {
            second_module::get_tracked(wizard)
                .map(|module| untrack(|| (module.related_procedures)(wizard, step.fields)))
        })
        .child(suggestion_unavailable(wizard))
        .child(pending_notice(wizard))
        .child(module_notice(wizard))
        .child(
            step.figures
                .then(|| second_module::get().map(|module| (module.estimate)(wizard))),
        )
        .child(
            div()
                .class("button-row")
                .child(
                    button()
                        .class("button button--primary")
                        .attr("type", "submit")
                        .child(message(wizard.lang, step_button_label(wizard, step_index))),
                )
                .child(back),
        )
        .child(save_status(wizard));
    [head.into_node(), fields.into_node()].into_node()
}

/// Steps assumed by the progress bar until the first answer decides the number.
const ASSUMED_STEPS: usize = 8;

fn progress(wizard: Wizard, step_index: usize) -> Node {
    let count = move || wizard.step_position(step_index);
    let bar = html::progress()
        .class("progress__bar")
        .attr("aria-hidden", "true")
        .attr("value", move || Some(count().0.to_string()))
        .attr("max", move || {
            let total = count().1;
            Some(if total > 1 { total } else { ASSUMED_STEPS }.to_string())
        });
    [
        // The heading says the same to a screen reader.
        p().class("progress__text")
            .attr("aria-hidden", "true")
            .child(move || wizard.step_position_text(step_index))
            .into_node(),
        bar.into_node(),
    ]
    .into_node()
}

/// Renders what `loader.js` makes visible when the button is pressed before the page is live.
fn pending_notice(wizard: Wizard) -> Node {
    p().class("loading held")
        .attr("role", "status")
        .child(message(wizard.lang, "ui.module_loading"))
        .into_node()
}

/// Renders a notice while the second module is being loaded for a pending submit, after loading
/// failed, or after a newer version of the page was deployed.
fn module_notice(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answer_changed.track();
        if wizard.is_outdated.get() {
            return div()
                .class("notice notice--warning")
                .attr("role", "status")
                .child(p().child(message(wizard.lang, "ui.outdated")))
                .child(
                    button()
                        .class("button button--secondary")
                        .attr("type", "button")
                        .on(ev::click, |_| platform::reload())
                        .child(message(wizard.lang, "ui.reload")),
                )
                .into_node();
        }
        let code = match wizard.module.get() {
            ModuleStatus::Loading if wizard.navigation.pending_submit.get().is_some() => {
                "ui.module_loading"
            }
            ModuleStatus::Failed => "ui.module_failed",
            _ => return Node::Empty,
        };
        p().class("notice notice--warning")
            .attr("role", "status")
            .child(message(wizard.lang, code))
            .into_node()
    })
    .into_node()
}

/// Renders what a person checks before confirming: all answers, and the official form.
pub fn review_and_form(wizard: Wizard) -> Node {
    [review(wizard), official_form(wizard)].into_node()
}

/// Continues after a valid step: submits after the last one, else shows the next.
pub fn pass_step(wizard: Wizard, step_index: usize) {
    let last = wizard
        .step(step_index)
        .fields
        .iter()
        .any(|f| f.kind.is_commitment());
    if last {
        submit(wizard)
    } else {
        wizard.go_to_next(step_index)
    }
}

/// Renders why "Điền giúp tôi" had no suggestion.
fn suggestion_unavailable(wizard: Wizard) -> Node {
    (move || {
        wizard.suggestions.unavailable.get().then(|| {
            p().class("notice notice--warning")
                .attr("role", "status")
                .child(message(wizard.lang, "ui.suggestion_unavailable"))
        })
    })
    .into_node()
}

/// Handles the submit button of a step: validates the step, and continues if it is valid. Without the second
/// module the submit is stored and executed once the module is loaded.
pub fn submit_step(wizard: Wizard, step_index: usize) {
    if !wizard.validate_step(step_index) {
        wizard.navigation.focus_summary();
        return;
    }
    let module = second_module::get();
    match module.filter(|_| wizard.module.get_untracked() == ModuleStatus::Ready) {
        Some(module) => (module.pass_step)(wizard, step_index),
        None => {
            wizard.navigation.pending_submit.set(Some(step_index));
            // Triggers another attempt to load the module, and shows the notice about it.
            wizard.module.set(ModuleStatus::Loading);
        }
    }
}

/// Delivers the dossier after the last step, by delivery mode.
fn submit(wizard: Wizard) {
    match wizard.with_config(|config| config.mode) {
        DeliveryMode::File => wizard.show(View::Download),
        DeliveryMode::Intake | DeliveryMode::Multipart => {
            wizard.show(View::Sending);
            wizard.dispatch(Command::Submission(SubmissionCommand::Send));
        }
    }
}
