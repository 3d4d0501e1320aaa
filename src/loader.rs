//! What the script that starts the app provides: `src/loader.js` in a page of ours,
//! `src/embed/loader.js` in the page of a portal.

use hoso_view::wasm_bindgen::JsValue;
use hoso_view::wasm_bindgen::closure::Closure;
use hoso_view::web_sys::{Element, Worker};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Returns the settings of the page as JSON; `None` in the page of a portal, where each form has
    /// its own.
    #[wasm_bindgen(js_namespace = hosoHost)]
    pub fn config() -> Option<String>;

    /// Returns the URL of the folder of the script.
    #[wasm_bindgen(js_namespace = hosoHost)]
    pub fn folder() -> String;

    /// Shows that the app cannot run.
    #[wasm_bindgen(js_namespace = hosoHost, js_name = fail)]
    pub fn report_failure();

    /// Opens another procedure in place of the wizard whose element ids have this prefix. `url` is
    /// the page of that procedure.
    #[wasm_bindgen(js_namespace = hosoHost, js_name = open)]
    pub fn open_procedure(prefix: &str, code: &str, url: &str);

    /// Loads the page again, in a newer version if there is one.
    #[wasm_bindgen(js_namespace = hosoHost)]
    pub fn reload();

    /// Returns whether the server no longer has the second module: a newer version was deployed.
    #[wasm_bindgen(js_namespace = hosoHost, js_name = isSecondModuleGone)]
    pub fn is_second_module_gone() -> bool;

    /// Returns the URL of the worker's script.
    #[wasm_bindgen(js_namespace = hosoHost, js_name = workerScript)]
    pub fn worker_script() -> String;

    /// Fetches the worker's script and compares its hash. The promise is of a truth value.
    #[wasm_bindgen(js_namespace = hosoHost, js_name = checkWorkerScript)]
    pub fn check_worker_script() -> Promise;

    /// Fetches a text of the build and compares its hash. The promise is of the text, or of nothing.
    #[wasm_bindgen(js_namespace = hosoHost, js_name = fetchText)]
    pub fn fetch_text(url: &str) -> Promise;

    /// Starts a worker for photos and official forms.
    #[wasm_bindgen(catch, js_namespace = hosoHost, js_name = worker)]
    pub fn start_worker() -> Result<Worker, JsValue>;

    /// Removes the metadata of a photo without a worker.
    #[wasm_bindgen(catch, js_namespace = hosoHost, js_name = strip)]
    pub fn strip_metadata(bytes: &Uint8Array) -> Result<Promise, JsValue>;

    /// Imports the functions of the live camera. The promise is of a [`Camera`].
    #[wasm_bindgen(js_namespace = hosoHost)]
    pub fn camera() -> Promise;

    /// The functions of `crates/worker/src/camera.js`.
    pub type Camera;

    /// Passes pictures of the camera to `read` until its promise is of true. The promise is of the
    /// word for how it ended. `on_open` learns whether the camera has a light.
    #[wasm_bindgen(method, js_name = scanCard)]
    pub fn scan_card(
        this: &Camera,
        film: &Element,
        read: &Closure<dyn FnMut(JsValue) -> Promise>,
        on_open: &Closure<dyn Fn(bool)>,
    ) -> Promise;

    /// Turns the light of the camera on or off.
    #[wasm_bindgen(method, js_name = setTorch)]
    pub fn set_torch(this: &Camera, film: &Element, is_on: bool);
}
