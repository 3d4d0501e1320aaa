//! A slider for an amount, below its text box.

use hoso_identifiers::amount;
use hoso_view::html::input;
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Track, ev};

use crate::components::fields::input_help::{help, sum};
use crate::i18n::catalog::translate;
use crate::i18n::format;
use crate::i18n::messages::format_message;
use crate::platform;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders a slider over the bounds of an amount, if the procedure offers one. The text box above it
/// takes any amount; the slider only writes into it. Its arrow keys move by the step.
pub fn slider(wizard: Wizard, at: FieldRef) -> Node {
    // Rendered once, so that the element survives its own changes: only the module is tracked.
    (move || second_module::get_tracked(wizard).map(|_| untrack(|| range_input(wizard, at))))
        .into_node()
}

fn range_input(wizard: Wizard, at: FieldRef) -> Node {
    let Some(step) = help(wizard, at).slider_step else {
        return Node::Empty;
    };
    let range = move || help(wizard, at).range;
    // An amount outside the bounds, or none, is shown at the nearest end.
    let amount = move || {
        wizard.answers.answers_replaced.track();
        wizard.answers.answer_changed.track();
        let (least, most) = range().unwrap_or_default();
        let entered = amount::parse(&wizard.answers.text(at)).unwrap_or(least);
        entered.clamp(least, most)
    };
    input()
        .class("slider")
        .id(wizard.element_id(at, "-slider"))
        .attr("type", "range")
        .attr("hidden", move || range().is_none().then_some(""))
        .attr("min", move || range().map(|(least, _)| least.to_string()))
        .attr("max", move || range().map(|(_, most)| most.to_string()))
        .attr("step", step.to_string())
        .attr("aria-label", move || {
            let lang = wizard.lang.get();
            let label = wizard.label(at.field);
            let name = translate(lang, label).to_owned();
            Some(format_message(lang, "ui.slider", &[("name", name)]))
        })
        .attr("aria-valuetext", move || {
            let dong = format::dong(wizard.lang.get(), amount());
            let sum = sum(wizard).map(|sum| [". ", &sum].concat());
            Some([dong, sum.unwrap_or_default()].concat())
        })
        .prop("value", move || amount().to_string())
        .on(ev::input, move |ev| {
            // Read back by the text box too, so it is written as a person would.
            if let Ok(dong) = platform::value_of(&ev).parse() {
                wizard.apply_proposal(at, amount::display(dong));
            }
        })
        .into_node()
}
