//! One screen: where the person is, what is to be mended, the questions, and one
//! way forward.

use crate::config::DeliveryMode;
use crate::wizard::commands::Command;
use crate::wizard::commands::SubmitTarget;
use hoso_dossier::Kind;
use hoso_view::html::{button, div, form, h1, p};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, ev, html};

use crate::components::fields::field::field;
use crate::components::parts::back_button::back_button;
use crate::components::parts::error_summary::error_summary;
use crate::components::parts::official_form::official_form;
use crate::components::parts::review::review;
use crate::components::parts::save_status::save_status;
use crate::i18n::messages::{format_message, localized, message};
use crate::second_module;
use crate::wizard::field_ref::FieldRef;
use crate::wizard::navigation::View;
use crate::wizard::{ModuleStatus, Wizard};

/// The step at a place of the definition.
///
/// The form has one submit button, so the keyboard's own key for "go" leads on.
pub fn step(wizard: Wizard, place: usize) -> Node {
    let step = wizard.step(place);
    let last = step
        .fields
        .iter()
        .any(|f| matches!(f.kind, Kind::Commitment));
    let hint = (!step.hint.vi.is_empty()).then(|| {
        p().class("step-header__hint")
            .child(localized(wizard.lang, &step.hint))
    });
    let head = div()
        .class("step-header")
        .child(progress(wizard, place))
        .child(
            h1().class("step-header__title")
                .attr("tabindex", "-1")
                .child(localized(wizard.lang, &step.title)),
        )
        .child(hint);
    let back = (place > 0).then(|| back_button(wizard));
    let questions = form()
        .class("stack")
        // Before the code arrives, a press of the button must not put the answers into the address.
        .attr("method", "dialog")
        .attr("novalidate", "")
        .on(ev::submit, move |ev| {
            ev.prevent_default();
            submit_step(wizard, place);
        })
        .child(error_summary(wizard, place))
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
        .child(waiting(wizard))
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
                        .child(message(
                            wizard.lang,
                            if last {
                                submit_label(wizard)
                            } else {
                                "ui.next"
                            },
                        )),
                )
                .child(back),
        )
        .child(save_status(wizard));
    [head.into_node(), questions.into_node()].into_node()
}

/// How many steps the bar stands for while nobody knows.
const ASSUMED_STEPS: usize = 8;

fn progress(wizard: Wizard, place: usize) -> Node {
    // Before the first answer nobody knows how many steps there will be.
    let count = move || {
        wizard.answers.visibility_changed.track();
        let open = wizard.shown_steps();
        (
            open.iter()
                .position(|step| *step == place)
                .map_or(1, |i| i + 1),
            open.len(),
        )
    };
    let text = move || {
        let (n, of) = count();
        let lang = wizard.lang.get();
        if of > 1 {
            format_message(
                lang,
                "ui.step_of",
                &[("n", n.to_string()), ("of", of.to_string())],
            )
        } else {
            format_message(lang, "ui.step_n", &[("n", n.to_string())])
        }
    };
    let bar = html::progress()
        .class("progress__bar")
        .attr("aria-hidden", "true")
        .attr("value", move || Some(count().0.to_string()))
        .attr("max", move || {
            let of = count().1;
            Some(if of > 1 { of } else { ASSUMED_STEPS }.to_string())
        });
    [
        p().class("progress__text").child(text).into_node(),
        bar.into_node(),
    ]
    .into_node()
}

/// Says that the rest of the program is waited for, or did not come.
fn waiting(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answer_changed.track();
        let code = match wizard.module.get() {
            ModuleStatus::Loading if wizard.navigation.pending_submit.get().is_some() => {
                "ui.coming"
            }
            ModuleStatus::Failed => "ui.not_come",
            _ => return Node::Empty,
        };
        p().class("notice notice--warning")
            .attr("role", "status")
            .child(message(wizard.lang, code))
            .into_node()
    })
    .into_node()
}

/// What stands above the commitment: all answers, and the official wizard.
pub fn before_sending(wizard: Wizard) -> Node {
    [review(wizard), official_form(wizard)].into_node()
}

/// Where a step leads that was passed.
pub fn pass_step(wizard: Wizard, place: usize) {
    let last = wizard
        .step(place)
        .fields
        .iter()
        .any(|f| matches!(f.kind, Kind::Commitment));
    if last {
        submit(wizard)
    } else {
        wizard.go_to_next(place)
    }
}

/// Says why "Điền giúp tôi" had nothing to fill in.
fn suggestion_unavailable(wizard: Wizard) -> Node {
    (move || {
        wizard.suggestions.unavailable.get().then(|| {
            p().class("notice notice--warning")
                .attr("role", "status")
                .child(message(wizard.lang, "ui.nothing_to_draft"))
        })
    })
    .into_node()
}

/// Handles the button of a step: validates it, and continues if it may be left. Without the second
/// module the press is remembered and carried out once the module is loaded.
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
            // Makes the loader try again, and shows that the press is being waited for.
            wizard.module.set(ModuleStatus::Loading);
        }
    }
}

/// Returns the label of the last button, by delivery mode.
fn submit_label(wizard: Wizard) -> &'static str {
    match wizard.with_config(|config| config.mode) {
        DeliveryMode::File => "ui.make_file",
        DeliveryMode::Intake | DeliveryMode::Multipart => "ui.send",
    }
}

/// Delivers the dossier after the last step was passed.
fn submit(wizard: Wizard) {
    match wizard.with_config(|config| config.mode) {
        DeliveryMode::File => wizard.show(View::Download),
        DeliveryMode::Intake | DeliveryMode::Multipart => {
            wizard.show(View::Sending);
            wizard.dispatch(Command::Submit(SubmitTarget::Current));
        }
    }
}
