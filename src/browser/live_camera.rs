//! Reads the identity card before the live camera. `crates/worker/src/camera.js` owns the camera: it is
//! off as soon as its element leaves the page.

use hoso_identifiers::id_card::IdCard;
use hoso_view::wasm_bindgen::closure::Closure;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{self, Element};
use js_sys::Promise;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::browser::id_card;
use crate::browser::worker::{self, QrSource, property};
use crate::loader::{self, Camera};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::card_scan::{CardScan, LiveCamera};

/// The time after which the person is told what else to try, in milliseconds.
const LONG_MS: i64 = 15_000;

/// Returns whether this page may ask for a camera.
#[must_use]
pub fn is_available() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let devices = property(&window.navigator(), "mediaDevices");
    property(&devices, "getUserMedia").is_function()
}

/// Opens the camera in a video element, and closes it when a card was read.
pub fn scan(wizard: Wizard, camera: LiveCamera, film: Element) {
    camera.hint.set(LiveCamera::OPENING);
    camera.torch.set(None);
    wizard.spawn(async move {
        let end = run(wizard, camera, &film).await;
        // The element leaves the page with the signals of its step.
        if !film.is_connected() {
            return;
        }
        let code = match end.as_str() {
            "hidden" => "ui.camera_hidden",
            "refused" => "ui.camera_refused",
            "missing" => "ui.camera_missing",
            "" => "ui.card_no_worker",
            _ => "ui.camera_taken",
        };
        if code != "ui.camera_hidden" {
            camera.has_failed.set(true);
        }
        camera.scan.set(CardScan::Failed(code));
    });
}

/// Returns the word of the script for how the scan ended; empty if there is no script.
async fn run(wizard: Wizard, camera: LiveCamera, film: &Element) -> String {
    if !worker::is_script_intact().await {
        return String::new();
    }
    let Ok(functions) = JsFuture::from(loader::camera()).await else {
        return String::new();
    };
    let functions: Camera = functions.unchecked_into();
    let begin = platform::now();
    let mut nth = 0;
    let shown = film.clone();
    let read = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |picture: JsValue| {
        nth += 1;
        let is_long = platform::now() - begin > LONG_MS;
        let film = shown.clone();
        future_to_promise(async move {
            let is_end = read(wizard, camera, &film, &picture, nth, is_long).await;
            Ok(is_end.into())
        })
    });
    let on_open = Closure::<dyn Fn(bool)>::new(move |has_torch: bool| {
        camera.hint.set("ui.camera_hint");
        camera.torch.set(has_torch.then_some(false));
    });
    let end = JsFuture::from(functions.scan_card(film, &read, &on_open)).await;
    end.ok().and_then(|end| end.as_string()).unwrap_or_default()
}

/// Searches one picture. Returns whether the scan has its result.
async fn read(
    wizard: Wizard,
    camera: LiveCamera,
    film: &Element,
    picture: &JsValue,
    nth: u32,
    is_long: bool,
) -> bool {
    let answer = worker::read_qr_code(QrSource::Frame(picture, nth)).await;
    if !film.is_connected() {
        return true;
    }
    match answer {
        Ok(text) if text.is_empty() => {
            if is_long {
                camera.hint.set("ui.camera_long");
            }
            false
        }
        Ok(text) => match IdCard::parse(&platform::nfc(text)) {
            Ok(card) => {
                camera.scan.set(CardScan::Read(card));
                true
            }
            Err(error) => {
                camera.hint.set(id_card::refusal(&error));
                false
            }
        },
        Err(error) => {
            camera.scan.set(id_card::failed(wizard, error));
            true
        }
    }
}

/// Turns the light of the camera on or off.
pub fn set_torch(film: Element, is_on: bool) {
    platform::spawn(async move {
        if let Ok(functions) = JsFuture::from(loader::camera()).await {
            functions.unchecked_into::<Camera>().set_torch(&film, is_on);
        }
    });
}
