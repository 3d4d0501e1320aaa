//! Which window edits a draft: the one that holds its lock.
//!
//! The browser releases the lock (Web Locks API) when the window closes or crashes. Another window
//! requests the draft with a `storage` event, and steals the lock if the owner does not release it in
//! time. Writes do not rely on the lock: each compares the stored owner in its transaction
//! (`src/browser/drafts/autosave.rs`), so a former owner overwrites nothing. Without Web Locks only this
//! comparison remains: the last window that opened the draft owns it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use hoso_view::wasm_bindgen::closure::Closure;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{self, AbortController, Storage};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen_futures::JsFuture;

use crate::browser::worker::property;
use crate::platform::{self, random_uuid};

/// Precedes the key of a draft in the name of its lock.
const PREFIX: &str = "hoso-draft:";
/// The local storage key by which a window asks for a draft.
const REQUESTED: &str = "hoso-requested";
/// How long to wait for the owner to release the lock, in milliseconds.
const STEAL_AFTER_MS: u32 = 2_000;
/// How long to wait for a lock without requesting it, in milliseconds: the previous page of the tab may
/// still hold it.
const LEFT_PAGE_MS: u32 = 400;

/// The lock of a draft. Released on drop.
pub struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let locks = property(navigator.as_ref(), "locks");
    locks.is_object().then_some(locks)
}

/// How a lock is requested.
#[derive(Clone, Copy)]
enum Mode {
    /// Only if it is free.
    IfFree,
    /// Within this time, in milliseconds.
    Wait(u32),
    /// From any window that holds it.
    Steal,
}

/// Acquires the lock of a draft that no window holds. Calls `on_stolen` if another window steals it later.
pub async fn acquire_if_free(key: &str, on_stolen: impl FnOnce() + 'static) -> Option<Lock> {
    let on_stolen = once(on_stolen);
    let lock = request(key, Mode::IfFree, on_stolen.clone()).await;
    if lock.is_some() {
        return lock;
    }
    request(key, Mode::Wait(LEFT_PAGE_MS), on_stolen).await
}

/// Acquires the lock of a draft: requests it from its owner, and steals it if the owner does not release
/// it in time. Calls `on_stolen` if another window steals it later.
pub async fn acquire_or_steal(key: &str, on_stolen: impl FnOnce() + 'static) -> Option<Lock> {
    let on_stolen = once(on_stolen);
    let lock = request(key, Mode::IfFree, on_stolen.clone()).await;
    if lock.is_some() {
        return lock;
    }
    request_release(key);
    let lock = request(key, Mode::Wait(STEAL_AFTER_MS), on_stolen.clone()).await;
    if lock.is_some() {
        return lock;
    }
    request(key, Mode::Steal, on_stolen).await
}

/// Makes a callback that several requests share and that runs once.
fn once(callback: impl FnOnce() + 'static) -> Rc<dyn Fn()> {
    let callback = RefCell::new(Some(callback));
    Rc::new(move || {
        let callback = callback.borrow_mut().take();
        if let Some(callback) = callback {
            callback();
        }
    })
}

/// Requests the lock of a draft. Returns `None` if another window holds it.
async fn request(key: &str, mode: Mode, on_stolen: Rc<dyn Fn()>) -> Option<Lock> {
    let Some(locks) = locks() else {
        return Some(Lock(None));
    };
    let options = Object::new();
    let controller = AbortController::new().ok()?;
    let (name, value) = match mode {
        Mode::IfFree => ("ifAvailable", JsValue::TRUE),
        Mode::Wait(_) => ("signal", JsValue::from(controller.signal())),
        Mode::Steal => ("steal", JsValue::TRUE),
    };
    Reflect::set(&options, &JsValue::from_str(name), &value).ok()?;
    let release = Rc::new(RefCell::new(None));
    let mut decide = None;
    let decided = Promise::new(&mut |resolve, _| decide = Some(resolve));
    let (decide, held) = (decide?, release.clone());
    let grant = decide.clone();
    let callback = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        let until_released = Promise::new(&mut |resolve, _| {
            held.replace(Some(resolve));
        });
        let _ = grant.call1(&JsValue::UNDEFINED, &JsValue::TRUE);
        until_released
    });
    let name = JsValue::from_str(&[PREFIX, key].concat());
    let request: Function = property(&locks, "request").dyn_into().ok()?;
    let ended = request.call3(&locks, &name, &options, &callback).ok()?;
    let ended: Promise = ended.dyn_into().ok()?;
    let granted = release.clone();
    platform::spawn(async move {
        let error = JsFuture::from(ended).await.err();
        // Some browsers deny locks to a frame. Only the comparison of the stored owner remains.
        let is_denied = error.as_ref().is_some_and(|error| {
            property(error, "name").as_string().as_deref() == Some("SecurityError")
        });
        let _ = decide.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_denied));
        let was_granted = granted.borrow().is_some();
        if error.is_some() && was_granted {
            on_stolen();
        }
    });
    let timeout = match mode {
        Mode::Wait(ms) => Some(Timeout::new(ms, move || controller.abort())),
        Mode::IfFree | Mode::Steal => None,
    };
    let is_granted = JsFuture::from(decided).await.ok()?.is_truthy();
    drop(timeout);
    let release = release.borrow().clone();
    is_granted.then_some(Lock(release))
}

/// Lists the keys of the drafts that a window has open.
pub async fn held() -> Vec<String> {
    let query = || -> Option<Promise> {
        let locks = locks()?;
        let query: Function = property(&locks, "query").dyn_into().ok()?;
        query.call0(&locks).ok()?.dyn_into().ok()
    };
    let Some(query) = query() else {
        return Vec::new();
    };
    let found = JsFuture::from(query).await.unwrap_or(JsValue::UNDEFINED);
    let Ok(held) = property(&found, "held").dyn_into::<Array>() else {
        return Vec::new();
    };
    let names = held
        .iter()
        .filter_map(|lock| property(&lock, "name").as_string());
    names
        .filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned))
        .collect()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Requests that the owner release a draft.
fn request_release(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(REQUESTED, &[key, " ", &random_uuid()].concat());
        let _ = storage.remove_item(REQUESTED);
    }
}

/// Calls `on_request` with the key of each draft that another window requests, until the listener is dropped.
pub fn on_draft_requested(on_request: impl Fn(&str) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "storage", move |event| {
        let text = |name: &str| property(event.as_ref(), name).as_string();
        if text("key").as_deref() == Some(REQUESTED)
            && let Some(value) = text("newValue")
            && let Some((key, _)) = value.split_once(' ')
        {
            on_request(key);
        }
    }))
}
