//! The client of the web worker that processes photos and makes official forms.
//!
//! After two crashes no new worker is started, unless none ever answered: then its script did not
//! load, and a later request may succeed. The protocol is in `crates/worker/README.md`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use hoso_view::wasm_bindgen::closure::Closure;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{Blob, MessageEvent, Worker};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen_futures::JsFuture;

use crate::{loader, platform};

/// How long one job may take, in milliseconds. A worker that is busy for longer is terminated.
const JOB_TIMEOUT_MS: u32 = 120_000;

/// The time limit of the search for a QR code, in milliseconds.
const QR_CODE_TIMEOUT_MS: u32 = 3_000;

/// How many workers may fail before no other is started.
const MAX_STARTS: u8 = 2;

/// The code of the message that the server no longer has the worker of this page.
pub const OUTDATED: &str = "ui.outdated";

/// Why a job failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerError {
    /// The worker rejected it: the code of the message that says why.
    Rejected(String),
    /// No worker can be started.
    WorkerGone,
}

/// A photo that the worker has processed.
pub struct ProcessedPhoto {
    /// The bytes to send, as an `ArrayBuffer`.
    pub bytes: JsValue,
    /// The preview, as an `ArrayBuffer`; may be empty.
    pub preview: JsValue,
    /// Hash, size, media type and quality warnings.
    pub metadata: JsValue,
}

type PendingJobs = Rc<RefCell<Vec<(u32, Function, Rc<dyn Fn(&str)>)>>>;

struct WorkerPool {
    worker: Option<Worker>,
    next_id: u32,
    failed_starts: u8,
    has_answered: bool,
    pending: PendingJobs,
}

thread_local! {
    // One worker serves all wizards of a page: a phone has no memory for two.
    static POOL: RefCell<WorkerPool> = RefCell::new(WorkerPool {
        worker: None,
        next_id: 1,
        failed_starts: 0,
        has_answered: false,
        pending: Rc::default(),
    });
}

/// Reads a property as text; empty if there is none.
pub fn text_of(of: &JsValue, key: &str) -> String {
    property(of, key).as_string().unwrap_or_default()
}

/// Reads a property; `undefined` if there is none.
pub fn property(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// Converts a file to an upright, small photo without metadata.
///
/// # Errors
/// The reason of the rejection, or that there is no worker.
pub async fn process_photo(
    file: &Blob,
    pdf: bool,
    rotation: u32,
    progress: impl Fn(&str) + 'static,
) -> Result<ProcessedPhoto, WorkerError> {
    let answer = request(
        &[
            ("job", JsValue::from_str("photo")),
            ("file", file.into()),
            ("pdf", JsValue::from_bool(pdf)),
            ("rotation", JsValue::from_f64(f64::from(rotation))),
        ],
        Rc::new(progress),
        &|| true,
    )
    .await?;
    let metadata = property(&answer, "photo");
    Ok(ProcessedPhoto {
        bytes: property(&metadata, "bytes"),
        preview: property(&metadata, "thumb"),
        metadata,
    })
}

/// Strips the metadata of a file without a worker.
///
/// # Errors
/// The reason of the rejection, or that the script could not be loaded.
pub async fn strip_metadata(file: &Blob) -> Result<Uint8Array, WorkerError> {
    let cannot = |_| WorkerError::WorkerGone;
    if !is_script_intact().await {
        return Err(WorkerError::WorkerGone);
    }
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(cannot)?;
    let promise = loader::strip_metadata(&Uint8Array::new(&bytes)).map_err(cannot)?;
    let rejection = |code: JsValue| {
        code.as_string()
            .map_or(WorkerError::WorkerGone, WorkerError::Rejected)
    };
    JsFuture::from(promise)
        .await
        .map_err(rejection)?
        .dyn_into()
        .map_err(|_| WorkerError::WorkerGone)
}

/// Makes the official form. Returns the bytes of the PDF and its file name.
///
/// # Errors
/// The reason of the rejection, or that there is no worker.
pub async fn official_form(sheet: &str, files: &JsValue) -> Result<(JsValue, String), WorkerError> {
    let answer = request(
        &[
            ("job", JsValue::from_str("official_form")),
            ("sheet", JsValue::from_str(sheet)),
            ("files", files.clone()),
        ],
        Rc::new(|_: &str| {}),
        &|| true,
    )
    .await?;
    let form = property(&answer, "official_form");
    Ok((property(&form, "bytes"), text_of(&form, "name")))
}

/// Where a QR code is looked for.
pub enum QrSource<'a> {
    /// A photo.
    Photo(&'a Blob),
    /// An `ImageBitmap` of a live camera, and its number.
    Frame(&'a JsValue, u32),
}

/// Reads the QR code in a photo or a picture of the camera; empty if there is none.
///
/// A search that crashes or takes longer than [`QR_CODE_TIMEOUT_MS`] ends with its worker and finds
/// none. It is not repeated, and does not count as a crash: the next photo may be easier.
///
/// # Errors
/// The reason of the rejection, or that there is no worker.
pub async fn read_qr_code(source: QrSource<'_>) -> Result<String, WorkerError> {
    let is_searching = Rc::new(Cell::new(false));
    let searching = is_searching.clone();
    // The worker posts this after the module was fetched and the picture decoded.
    let progress = move |step: &str| {
        if step == "detecting" {
            searching.set(true);
            let searching = searching.clone();
            let end = move || {
                if searching.get() {
                    terminate();
                }
            };
            Timeout::new(QR_CODE_TIMEOUT_MS, end).forget();
        }
    };
    let message = match source {
        QrSource::Photo(file) => vec![("job", "qr_code".into()), ("file", file.into())],
        QrSource::Frame(picture, nth) => vec![
            ("job", "qr_frame".into()),
            ("picture", picture.clone()),
            ("nth", nth.into()),
        ],
    };
    let may_repeat = || !is_searching.get();
    let answer = request(&message, Rc::new(progress), &may_repeat).await;
    match answer {
        Err(WorkerError::WorkerGone) if is_searching.replace(false) => {
            POOL.with_borrow_mut(|pool| pool.failed_starts = pool.failed_starts.saturating_sub(1));
            Ok(String::new())
        }
        answer => {
            is_searching.set(false);
            Ok(text_of(&property(&answer?, "qr_code"), "text"))
        }
    }
}

/// Starts the worker before it is needed.
pub fn preload() {
    platform::spawn(async {
        if is_script_intact().await {
            let _ = worker();
        }
    });
}

/// Compares the hash of the worker's script, unless the worker runs already: a browser checks none
/// when it starts a worker or imports a script. The response is in the cache for a year, so the
/// browser then starts the worker from it.
pub async fn is_script_intact() -> bool {
    if has_answered() {
        return true;
    }
    let check = JsFuture::from(loader::check_worker_script()).await;
    check.is_ok_and(|is_intact| is_intact.is_truthy())
}

/// Requests a job. If the worker crashes, repeats the job once if it `may_repeat`.
async fn request(
    message: &[(&str, JsValue)],
    progress: Rc<dyn Fn(&str)>,
    may_repeat: &dyn Fn() -> bool,
) -> Result<JsValue, WorkerError> {
    POOL.with_borrow_mut(|pool| {
        if !pool.has_answered {
            pool.failed_starts = 0;
        }
    });
    let starts = if is_script_intact().await {
        MAX_STARTS
    } else {
        0
    };
    for _ in 0..starts {
        let Some(answer) = post(message, &progress) else {
            return Err(WorkerError::WorkerGone);
        };
        match JsFuture::from(answer).await {
            Ok(answer) => {
                let error = property(&answer, "error");
                return match error.as_string() {
                    Some(code) => Err(WorkerError::Rejected(code)),
                    None => Ok(answer),
                };
            }
            // It crashed on this job; a new one may succeed.
            Err(_) if has_answered() && !may_repeat() => break,
            Err(_) => {}
        }
    }
    let script = loader::worker_script();
    if !has_answered() && platform::is_outdated(&script, is_script_intact()).await {
        return Err(WorkerError::Rejected(OUTDATED.to_owned()));
    }
    Err(WorkerError::WorkerGone)
}

fn has_answered() -> bool {
    POOL.with_borrow(|pool| pool.has_answered)
}

/// Posts a message. Returns a promise of its answer, which is rejected if the worker crashes.
fn post(message: &[(&str, JsValue)], progress: &Rc<dyn Fn(&str)>) -> Option<Promise> {
    let worker = worker()?;
    let (id, pending) = POOL.with_borrow_mut(|pool| {
        pool.next_id = pool.next_id.wrapping_add(1);
        (pool.next_id, pool.pending.clone())
    });
    let object = Object::new();
    for (key, value) in message {
        Reflect::set(&object, &JsValue::from_str(key), value).ok()?;
    }
    Reflect::set(&object, &"id".into(), &JsValue::from_f64(f64::from(id))).ok()?;
    let progress = progress.clone();
    let promise = Promise::new(&mut |resolve, reject: Function| {
        let complete = Closure::once_into_js(move |answer: JsValue| {
            let _ = if answer.is_undefined() {
                reject.call0(&JsValue::UNDEFINED)
            } else {
                resolve.call1(&JsValue::UNDEFINED, &answer)
            };
        })
        .unchecked_into::<Function>();
        pending.borrow_mut().push((id, complete, progress.clone()));
    });
    if worker.post_message(&object).is_err() {
        terminate();
    }
    Timeout::new(JOB_TIMEOUT_MS, move || {
        let late = POOL.with_borrow(|pool| pool.pending.borrow().iter().any(|w| w.0 == id));
        if late {
            terminate();
        }
    })
    .forget();
    Some(promise)
}

/// Returns the worker, and starts one if it may still be started.
fn worker() -> Option<Worker> {
    POOL.with_borrow_mut(|pool| {
        if pool.worker.is_some() {
            return pool.worker.clone();
        }
        if pool.failed_starts >= MAX_STARTS {
            return None;
        }
        let Ok(worker) = loader::start_worker() else {
            pool.failed_starts = MAX_STARTS;
            return None;
        };
        let pending = pool.pending.clone();
        let on_message_closure =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                on_message(&pending, &event.data());
            });
        worker.set_onmessage(Some(on_message_closure.as_ref().unchecked_ref()));
        on_message_closure.forget();
        let on_error_closure = Closure::<dyn Fn()>::new(terminate);
        worker.set_onerror(Some(on_error_closure.as_ref().unchecked_ref()));
        on_error_closure.forget();
        pool.worker = Some(worker.clone());
        Some(worker)
    })
}

fn on_message(pending: &PendingJobs, answer: &JsValue) {
    POOL.with_borrow_mut(|pool| pool.has_answered = true);
    let id = property(answer, "id").as_f64().unwrap_or_default() as u32;
    let step = text_of(answer, "progress");
    if !step.is_empty() {
        let progress = pending
            .borrow()
            .iter()
            .find(|w| w.0 == id)
            .map(|w| w.2.clone());
        if let Some(progress) = progress {
            progress(&step);
        }
        return;
    }
    let index = pending.borrow().iter().position(|w| w.0 == id);
    if let Some(index) = index {
        let (_, complete, _) = pending.borrow_mut().remove(index);
        let _ = complete.call1(&JsValue::UNDEFINED, answer);
    }
}

/// Terminates a worker that has crashed or hangs, and rejects all pending requests.
fn terminate() {
    let (worker, pending) = POOL.with_borrow_mut(|pool| {
        pool.failed_starts = pool.failed_starts.saturating_add(1);
        (pool.worker.take(), pool.pending.take())
    });
    if let Some(worker) = worker {
        worker.terminate();
    }
    for (_, complete, _) in pending {
        let _ = complete.call1(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }
}
