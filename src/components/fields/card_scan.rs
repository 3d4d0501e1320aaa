//! The buttons that read the QR code of an identity card, before the first field about a person: before
//! the live camera, or in a photo where there is none.
//!
//! Pictures are read in the web worker and kept nowhere. As with the photos of documents, the draft is
//! saved before another app takes a photo.

use hoso_dossier::CardFields;
use hoso_view::html::{button, div, p, span};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, NodeRef, Signal, effect, ev, html};

use crate::components::fields::live_camera::live_camera;
use crate::components::parts::card_comparison::card_comparison;
use crate::i18n::messages::{message, template};
use crate::wizard::Wizard;
use crate::wizard::card_scan::{CardScan, LiveCamera};
use crate::wizard::commands::{Command, PhotoCommand};
use crate::wizard::field_ref::FieldRef;

/// Renders the buttons, the progress, and what the card says.
pub fn card_scan(wizard: Wizard, at: FieldRef, fields: &'static CardFields) -> Node {
    let lang = wizard.lang;
    let scan = Signal::new(CardScan::Idle);
    let camera = LiveCamera::new(scan);
    let is_place_open = Signal::new(false);
    let input = NodeRef::new();
    let opener = wizard.element_id(at, "-card-scan");
    let hint = wizard.element_id(at, "-card-hint");
    let status = wizard.element_id(at, "-card-status");
    // Shows the result at once: it takes the focus. The buttons of a camera that failed are gone.
    let heading = wizard.element_id(at, "-card-heading");
    let button_of_camera = opener.clone();
    let was_live = StoredValue::new(false);
    effect(move || {
        let is_live = scan.with(|scan| *scan == CardScan::Live);
        if scan.with(|scan| matches!(scan, CardScan::Read(_))) {
            wizard.navigation.focus_element(heading.clone());
        } else if was_live.get_value() && scan.with(|scan| matches!(scan, CardScan::Failed(_))) {
            wizard.navigation.focus_element(button_of_camera.clone());
        }
        was_live.set_value(is_live);
    });
    let file = html::input()
        .class("visually-hidden")
        .attr("type", "file")
        .id(wizard.element_id(at, "-card"))
        .node_ref(input)
        // The buttons open this input, so it is no tab stop.
        .attr("tabindex", "-1")
        .attr("aria-labelledby", opener.clone())
        .attr("accept", "image/*")
        .on(ev::change, move |ev| {
            is_place_open.set(false);
            read(wizard, &ev, scan);
        });
    let described_by = [&hint, " ", &status].concat();
    let pick = move |capture: &'static str| {
        wizard.dispatch(Command::Photo(PhotoCommand::Pick {
            field: at.field.id,
            input,
            capture,
            replaces: String::new(),
        }));
    };
    let picker = move |label: &'static str, action: fn(LiveCamera, &dyn Fn(&'static str))| {
        button()
            .class("button button--secondary")
            .attr("type", "button")
            .attr("aria-describedby", described_by.clone())
            .attr("aria-disabled", move || {
                scan.with(CardScan::is_running).then_some("true")
            })
            .on(ev::click, move |_| {
                if scan.with_untracked(|scan| !scan.is_running()) {
                    action(camera, &pick);
                }
            })
            .child(message(lang, label))
    };
    let take = {
        let picker = picker.clone();
        (move || {
            let has_failed = camera.has_failed.get();
            has_failed.then(|| picker("ui.card_take", |_, pick| pick("environment")))
        })
        .into_node()
    };
    let progress = (move || {
        let lang = lang.get();
        scan.with(|scan| match scan {
            CardScan::Read(_) if is_place_open.get() => {
                let taken = [template(lang, "ui.card_taken"), " "].concat();
                p().class("message message--info")
                    .child(span().child([&taken, template(lang, "ui.card_place_left")].concat()))
                    .into_node()
            }
            CardScan::Idle | CardScan::Read(_) => Node::Empty,
            CardScan::Reading => p()
                .class("loading")
                .child(template(lang, "ui.card_reading"))
                .into_node(),
            CardScan::Live => p()
                .class("loading")
                .child(template(lang, camera.hint.get()))
                .into_node(),
            CardScan::Failed(code) => p()
                .class("message message--error")
                .child(span().child(template(lang, code)))
                .into_node(),
            CardScan::Taken => p()
                .class("message message--info")
                .child(span().child(template(lang, "ui.card_taken")))
                .into_node(),
        })
    })
    .into_node();
    let comparison = {
        let opener = opener.clone();
        (move || {
            let card = scan.with(|scan| match scan {
                CardScan::Read(card) => Some(card.clone()),
                _ => None,
            });
            card.map(|card| {
                card_comparison(
                    wizard,
                    at,
                    fields,
                    &card,
                    scan,
                    is_place_open,
                    opener.clone(),
                )
            })
        })
        .into_node()
    };
    div()
        .class("photo")
        .child(file)
        .child(
            div()
                .class("photo__pickers")
                .child(picker("ui.card_scan", open).id(opener.clone()))
                .child(take)
                .child(picker("ui.card_choose", |_, pick| pick(""))),
        )
        .child(
            p().class("field__hint")
                .id(hint)
                .child(message(lang, "ui.card_hint")),
        )
        .child(div().id(status).attr("role", "status").child(progress))
        .child(live_camera(wizard, camera, opener))
        .child(comparison)
        .into_node()
}

/// Opens the live camera, or the app for photos where a page cannot have a camera.
fn open(camera: LiveCamera, pick: &dyn Fn(&'static str)) {
    #[cfg(feature = "hydrate")]
    if crate::second_module::get().is_some_and(|module| (module.is_camera_available)()) {
        camera.scan.set(CardScan::Live);
        return;
    }
    let _ = camera;
    pick("environment");
}

/// Reads the chosen photo. A page that is prerendered has none.
fn read(wizard: Wizard, event: &hoso_view::web_sys::Event, scan: Signal<CardScan>) {
    #[cfg(feature = "hydrate")]
    if let Some(module) = crate::second_module::get() {
        (module.scan_card)(wizard, event, scan);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (wizard, event, scan);
}
