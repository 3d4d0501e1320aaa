//! The page's side of the web worker: asks for photos and official forms, waits for the answers.
//!
//! A worker that dies is started once more; then it is left alone, unless it never said a word:
//! then its files did not come, and whoever asks again may have a line by then. The protocol is that of
//! `crates/worker/README.md`.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{self, Blob, MessageEvent, Worker};
use wasm_bindgen_futures::JsFuture;

/// How long one job may take, in milliseconds. A codec that a file keeps busy for longer is ended.
const PATIENCE: u32 = 120_000;

/// How often the worker may die before it is left alone.
const LIVES: u8 = 2;

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The worker says why: the code of a sentence.
    Said(String),
    /// There is no worker any more.
    Dead,
}

/// A photo as it comes from the worker.
pub struct Made {
    /// The bytes to send.
    pub bytes: JsValue,
    /// The small picture; may be empty.
    pub thumb: JsValue,
    /// What is said about them.
    pub about: JsValue,
}

type Waiting = Rc<RefCell<Vec<(u32, Function, Rc<dyn Fn(&str)>)>>>;

struct Shop {
    worker: Option<Worker>,
    next: u32,
    deaths: u8,
    spoke: bool,
    waiting: Waiting,
}

thread_local! {
    // One worker serves all wizards of a page: a phone has no memory for two.
    static SHOP: RefCell<Shop> = RefCell::new(Shop {
        worker: None,
        next: 1,
        deaths: 0,
        spoke: false,
        waiting: Rc::default(),
    });
}

/// A property of an object as text; empty where there is none.
pub fn text(of: &JsValue, key: &str) -> String {
    get(of, key).as_string().unwrap_or_default()
}

/// A property of an object; `undefined` where there is none.
pub fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// Makes an upright, small photo without metadata out of a file.
///
/// # Errors
/// What the worker says about the file, or that there is no worker.
pub async fn photo(
    file: &Blob,
    pdf: bool,
    turn: u32,
    progress: impl Fn(&str) + 'static,
) -> Result<Made, Failure> {
    let answer = ask(
        &[
            ("job", JsValue::from_str("photo")),
            ("file", file.into()),
            ("pdf", JsValue::from_bool(pdf)),
            ("turn", JsValue::from_f64(f64::from(turn))),
        ],
        Rc::new(progress),
    )
    .await?;
    let about = get(&answer, "photo");
    Ok(Made {
        bytes: get(&about, "bytes"),
        thumb: get(&about, "thumb"),
        about,
    })
}

/// Takes the metadata out of a file in the page itself, when there is no worker.
///
/// # Errors
/// That it cannot be done for this file.
pub async fn strip(file: &Blob) -> Result<Uint8Array, Failure> {
    let cannot = |_| Failure::Dead;
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(cannot)?;
    let shop = shop_function().ok_or(Failure::Dead)?;
    let strip: Function = get(&shop, "strip").dyn_into().map_err(cannot)?;
    let promise: Promise = strip
        .call1(&JsValue::UNDEFINED, &Uint8Array::new(&bytes))
        .and_then(JsCast::dyn_into)
        .map_err(cannot)?;
    let said = |code: JsValue| code.as_string().map_or(Failure::Dead, Failure::Said);
    JsFuture::from(promise)
        .await
        .map_err(said)?
        .dyn_into()
        .map_err(|_| Failure::Dead)
}

/// Makes the official form; its bytes and the name of its file.
///
/// # Errors
/// What the worker says, or that there is no worker.
pub async fn paper(sheet: &str, files: &JsValue) -> Result<(JsValue, String), Failure> {
    let answer = ask(
        &[
            ("job", JsValue::from_str("paper")),
            ("sheet", JsValue::from_str(sheet)),
            ("files", files.clone()),
        ],
        Rc::new(|_: &str| {}),
    )
    .await?;
    let paper = get(&answer, "paper");
    Ok((get(&paper, "bytes"), text(&paper, "name")))
}

/// Fetches the worker before anything is asked of it.
pub fn warm() {
    let _ = worker();
}

/// Asks, and once more if the worker has died meanwhile.
async fn ask(message: &[(&str, JsValue)], progress: Rc<dyn Fn(&str)>) -> Result<JsValue, Failure> {
    SHOP.with_borrow_mut(|shop| {
        if !shop.spoke {
            shop.deaths = 0;
        }
    });
    for _ in 0..LIVES {
        let Some(answer) = post(message, &progress) else {
            return Err(Failure::Dead);
        };
        match JsFuture::from(answer).await {
            Ok(answer) => {
                let error = get(&answer, "error");
                return match error.as_string() {
                    Some(code) => Err(Failure::Said(code)),
                    None => Ok(answer),
                };
            }
            // It died over this job; another one may do it.
            Err(_) => continue,
        }
    }
    Err(Failure::Dead)
}

/// Posts a message; the promise of its answer, which is broken if the worker dies.
fn post(message: &[(&str, JsValue)], progress: &Rc<dyn Fn(&str)>) -> Option<Promise> {
    let worker = worker()?;
    let (id, waiting) = SHOP.with_borrow_mut(|shop| {
        shop.next = shop.next.wrapping_add(1);
        (shop.next, shop.waiting.clone())
    });
    let object = Object::new();
    for (key, value) in message {
        Reflect::set(&object, &JsValue::from_str(key), value).ok()?;
    }
    Reflect::set(&object, &"id".into(), &JsValue::from_f64(f64::from(id))).ok()?;
    let progress = progress.clone();
    let promise = Promise::new(&mut |resolve, reject: Function| {
        let settle = Closure::once_into_js(move |answer: JsValue| {
            let _ = if answer.is_undefined() {
                reject.call0(&JsValue::UNDEFINED)
            } else {
                resolve.call1(&JsValue::UNDEFINED, &answer)
            };
        })
        .unchecked_into::<Function>();
        waiting.borrow_mut().push((id, settle, progress.clone()));
    });
    if worker.post_message(&object).is_err() {
        die();
    }
    Timeout::new(PATIENCE, move || {
        let late = SHOP.with_borrow(|shop| shop.waiting.borrow().iter().any(|w| w.0 == id));
        if late {
            die();
        }
    })
    .forget();
    Some(promise)
}

fn shop_function() -> Option<JsValue> {
    let function = get(&web_sys::window()?.into(), "hosoWorker");
    function.is_function().then_some(function)
}

/// The worker, started if there is none and it may still be.
fn worker() -> Option<Worker> {
    SHOP.with_borrow_mut(|shop| {
        if shop.worker.is_some() {
            return shop.worker.clone();
        }
        if shop.deaths >= LIVES {
            return None;
        }
        let make: Function = shop_function()?.dyn_into().ok()?;
        let made = make.call0(&JsValue::UNDEFINED).ok();
        let Some(worker) = made.and_then(|made| made.dyn_into::<Worker>().ok()) else {
            shop.deaths = LIVES;
            return None;
        };
        let waiting = shop.waiting.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            hear(&waiting, &event.data());
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        let broke = Closure::<dyn Fn()>::new(die);
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        broke.forget();
        shop.worker = Some(worker.clone());
        Some(worker)
    })
}

fn hear(waiting: &Waiting, answer: &JsValue) {
    SHOP.with_borrow_mut(|shop| shop.spoke = true);
    let id = get(answer, "id").as_f64().unwrap_or_default() as u32;
    let step = text(answer, "progress");
    if !step.is_empty() {
        let progress = waiting
            .borrow()
            .iter()
            .find(|w| w.0 == id)
            .map(|w| w.2.clone());
        if let Some(progress) = progress {
            progress(&step);
        }
        return;
    }
    let place = waiting.borrow().iter().position(|w| w.0 == id);
    if let Some(place) = place {
        let (_, settle, _) = waiting.borrow_mut().remove(place);
        let _ = settle.call1(&JsValue::UNDEFINED, answer);
    }
}

/// The worker has died or hangs: it is ended, and all who wait are told.
fn die() {
    let (worker, waiting) = SHOP.with_borrow_mut(|shop| {
        shop.deaths = shop.deaths.saturating_add(1);
        (shop.worker.take(), shop.waiting.take())
    });
    if let Some(worker) = worker {
        worker.terminate();
    }
    for (_, settle, _) in waiting {
        let _ = settle.call1(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }
}
