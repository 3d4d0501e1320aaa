//! The picture of the live camera that looks for the QR code of a card, with its buttons.

use hoso_view::html::{button, div, video};
use hoso_view::{IntoNode, Node, NodeRef, effect, ev};

use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::card_scan::{CardScan, LiveCamera};

/// Renders the camera while it is on. `opener` is the element id of the button that turned it on.
pub fn live_camera(wizard: Wizard, camera: LiveCamera, opener: String) -> Node {
    (move || {
        let is_live = camera.scan.with(|scan| *scan == CardScan::Live);
        is_live.then(|| film_and_buttons(wizard, camera, opener.clone()))
    })
    .into_node()
}

fn film_and_buttons(wizard: Wizard, camera: LiveCamera, opener: String) -> Node {
    let lang = wizard.lang;
    let film = NodeRef::new();
    effect(move || {
        if film.get().is_some() {
            open(wizard, camera, film);
        }
    });
    let torch = (move || {
        camera.torch.get().map(|is_on| {
            button()
                .class("button button--secondary")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    camera.torch.set(Some(!is_on));
                    set_torch(film, !is_on);
                })
                .child(message(
                    lang,
                    if is_on {
                        "ui.camera_torch_off"
                    } else {
                        "ui.camera_torch_on"
                    },
                ))
        })
    })
    .into_node();
    let stop = button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| {
            camera.scan.set(CardScan::Idle);
            wizard.navigation.focus_element(opener.clone());
        })
        .child(message(lang, "ui.camera_stop"));
    div()
        .class("photo__pickers")
        .child(
            video()
                .class("photo__film")
                .attr("playsinline", "")
                // The status says what to do, and the picture itself has no text.
                .attr("aria-hidden", "true")
                .node_ref(film),
        )
        .child(torch)
        .child(stop)
        .into_node()
}

/// Opens the camera. A page that is prerendered has none.
fn open(wizard: Wizard, camera: LiveCamera, film: NodeRef) {
    #[cfg(feature = "hydrate")]
    if let (Some(module), Some(film)) = (crate::second_module::get(), film.get_untracked()) {
        (module.scan_live)(wizard, camera, film);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (wizard, camera, film);
}

fn set_torch(film: NodeRef, is_on: bool) {
    #[cfg(feature = "hydrate")]
    if let (Some(module), Some(film)) = (crate::second_module::get(), film.get_untracked()) {
        (module.set_torch)(film, is_on);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (film, is_on);
}
