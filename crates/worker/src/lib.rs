//! The web worker: receives a message, runs a job, posts the result.
//!
//! `hoso-photo` makes the decisions. This crate has only what needs a browser: its image codec, a
//! canvas and messages. `worker.js` starts it; the protocol is in `crates/worker/README.md`. On other
//! targets than WASM the crate has only [`qr_code`].

#[cfg(target_family = "wasm")]
mod answer;
#[cfg(target_family = "wasm")]
mod canvas;
#[cfg(target_family = "wasm")]
mod card;
#[cfg(target_family = "wasm")]
mod official_form;
#[cfg(target_family = "wasm")]
mod photo;
pub mod qr_code;

#[cfg(target_family = "wasm")]
pub use entry::{run, strip};

#[cfg(target_family = "wasm")]
mod entry {
    use hoso_photo::RejectReason;
    use js_sys::Function;
    use wasm_bindgen::prelude::*;

    use crate::answer::{Post, error, field};
    use crate::{card, official_form, photo};

    /// Runs one job. `post` takes a message and the list of buffers to transfer.
    ///
    /// Posts exactly one final message, whatever the job contains.
    #[wasm_bindgen]
    pub async fn run(message: JsValue, post: Function) {
        let post = Post::new(field(&message, "id"), post);
        let done = match field(&message, "job").as_string().as_deref() {
            Some("photo") => photo::run(&message, &post).await,
            Some("qr_code") => card::run(&message, &post).await,
            Some("qr_frame") => card::run_frame(&message, &post).await,
            Some("official_form") => {
                let sheet = field(&message, "sheet").as_string().unwrap_or_default();
                official_form::run(&sheet, &field(&message, "files"))
            }
            _ => Err(RejectReason::Cannot),
        };
        match done {
            Ok(done) => post.last(&done),
            Err(code) => post.last(&error(code)),
        }
    }

    /// Removes the metadata from a picture, for a page that calls this without a worker.
    ///
    /// # Errors
    /// The code of `hoso_photo::strip_metadata`, as a string.
    #[wasm_bindgen]
    pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
        hoso_photo::strip_metadata(bytes).map_err(|code| JsValue::from_str(code.as_str()))
    }
}
