//! The drafts in IndexedDB, through the browser's own interface.
//!
//! One object store, one record for each draft, the draft's JSON as a string.
//! Writing looks first whether another window has gone on with the draft: then
//! nothing is overwritten, and the caller is told.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::Promise;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{
    IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
    window,
};
use wasm_bindgen_futures::JsFuture;

const DATABASE: &str = "hoso";
const DRAFTS: &str = "drafts";
const PHOTOS: &str = "photos";
/// Before the hash of a photo: since when it waits to be named by a written draft.
const NEW: &str = "new:";
/// How long it may wait, in milliseconds; a page that was killed meanwhile names it never.
const YOUNG: f64 = 600_000.0;
/// Version 1 had drafts only.
const VERSION: u32 = 2;
/// How long the browser may take to open the database, in milliseconds.
const PATIENCE: u32 = 5_000;

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is on the disk.
    Kept,
    /// Another window has written since; nothing was overwritten.
    Overtaken,
}

/// How long after a failure nothing is asked of the browser, in milliseconds: what writes often
/// does not wait often.
const REST: f64 = 10_000.0;

/// The database, opened with the first thing asked of it. Browsers close it when the site's data
/// are cleared, and Safari on phones when the page was out of sight (WebKit bugs 197050 and
/// 277615), as it is behind the camera: then it is opened again with the next thing.
#[derive(Clone, Default)]
pub struct Store {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    database: Option<IdbDatabase>,
    /// When it could not be opened.
    failed: Option<f64>,
}

/// Waits for a request: the promise settles with its `success` or `error` event.
fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let of = request.clone();
        let done = Closure::once_into_js(move || {
            let value = of.result().unwrap_or(JsValue::UNDEFINED);
            let _ = resolve.call1(&JsValue::UNDEFINED, &value);
        });
        request.set_onsuccess(Some(done.unchecked_ref()));
        let failed = Closure::once_into_js(move || {
            let _ = reject.call0(&JsValue::UNDEFINED);
        });
        request.set_onerror(Some(failed.unchecked_ref()));
    })
}

impl Store {
    /// Opens the database, making it where there is none: what the browser says where it does not;
    /// private windows and full disks refuse.
    async fn connect() -> Result<IdbDatabase, JsValue> {
        let factory = window()
            .and_then(|window| window.indexed_db().ok().flatten())
            .ok_or(JsValue::UNDEFINED)?;
        let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, VERSION)?;
        let of = request.clone();
        let upgrade = Closure::once_into_js(move || {
            if let Ok(Ok(database)) = of.result().map(JsValue::dyn_into::<IdbDatabase>) {
                for store in [DRAFTS, PHOTOS] {
                    if !database.object_store_names().contains(store) {
                        let _ = database.create_object_store(store);
                    }
                }
            }
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        // Another window with an older page may hold the database, and some browsers never
        // answer: a form that keeps nothing and says so is better than one that waits.
        let limit = Promise::new(&mut |_, reject| {
            Timeout::new(PATIENCE, move || {
                let _ = reject.call0(&JsValue::UNDEFINED);
            })
            .forget();
        });
        let opened = Promise::race(&js_sys::Array::of2(&settled(&request), &limit));
        let opened = JsFuture::from(opened).await.inspect_err(|_| {
            // What opens too late must not stand in anybody's way.
            let of = request.clone();
            let late = Closure::once_into_js(move || {
                if let Ok(Ok(database)) = of.result().map(JsValue::dyn_into::<IdbDatabase>) {
                    database.close();
                }
            });
            request.set_onsuccess(Some(late.unchecked_ref()));
        })?;
        let database: IdbDatabase = opened.dyn_into()?;
        // A newer page is not kept waiting by this one.
        let held = database.clone();
        let make_way = Closure::once_into_js(move || held.close());
        database.set_onversionchange(Some(make_way.unchecked_ref()));
        Ok(database)
    }

    /// Does the browser give one at all? False until something was asked of it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.inner.borrow().database.is_some()
    }

    /// Begins a transaction over object stores, at once while the database is open: a page that
    /// goes out of sight has no time to wait.
    async fn begin(
        &self,
        names: &[&str],
        mode: IdbTransactionMode,
    ) -> Result<IdbTransaction, JsValue> {
        let all: js_sys::Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        let begun = self.begun(&all, mode);
        if begun.is_ok() {
            return begun;
        }
        self.renew().await?;
        self.begun(&all, mode)
    }

    async fn renew(&self) -> Result<(), JsValue> {
        let now = js_sys::Date::now();
        let failed = self.inner.borrow().failed;
        if failed.is_some_and(|at| (0.0..REST).contains(&(now - at))) {
            return Err(JsValue::UNDEFINED);
        }
        let opened = Self::connect().await;
        let mut inner = self.inner.borrow_mut();
        inner.failed = opened.is_err().then(js_sys::Date::now);
        if let Some(old) = inner.database.replace(opened?) {
            old.close();
        }
        Ok(())
    }

    /// What fails with a lost connection succeeds with a new one.
    async fn twice<T, F>(&self, act: impl Fn() -> F) -> Result<T, JsValue>
    where
        F: Future<Output = Result<T, JsValue>>,
    {
        let done = act().await;
        if done.is_ok() {
            return done;
        }
        self.renew().await?;
        act().await
    }

    fn begun(
        &self,
        names: &js_sys::Array,
        mode: IdbTransactionMode,
    ) -> Result<IdbTransaction, JsValue> {
        let inner = self.inner.borrow();
        let database = inner.database.as_ref().ok_or(JsValue::UNDEFINED)?;
        database.transaction_with_str_sequence_and_mode(names, mode)
    }

    async fn objects(
        &self,
        name: &str,
        mode: IdbTransactionMode,
    ) -> Result<IdbObjectStore, JsValue> {
        self.begin(&[name], mode).await?.object_store(name)
    }

    /// What is kept of the photo with this hash: `{ about, bytes, small }`.
    ///
    /// # Errors
    /// What the browser says; whether the photo is there is not known then.
    pub async fn photo(&self, sha256: &str) -> Result<Option<JsValue>, JsValue> {
        let record = self.twice(|| self.read_photo(sha256)).await?;
        Ok((!record.is_undefined()).then_some(record))
    }

    async fn read_photo(&self, sha256: &str) -> Result<JsValue, JsValue> {
        let store = self.objects(PHOTOS, IdbTransactionMode::Readonly).await?;
        let request = store.get(&JsValue::from_str(sha256))?;
        JsFuture::from(settled(&request)).await
    }

    /// Keeps a photo under its hash, and waits until the browser has committed it.
    ///
    /// # Errors
    /// What the browser says, for example that the disk is full.
    pub async fn keep_photo(&self, sha256: &str, record: &JsValue) -> Result<(), JsValue> {
        self.twice(|| self.put_photo(sha256, record)).await
    }

    async fn put_photo(&self, sha256: &str, record: &JsValue) -> Result<(), JsValue> {
        let transaction = self.begin(&[PHOTOS], IdbTransactionMode::Readwrite).await?;
        let store = transaction.object_store(PHOTOS)?;
        let committed = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
            transaction.set_onerror(Some(&reject));
        });
        store.put_with_key(record, &JsValue::from_str(sha256))?;
        let mark = [NEW, sha256].concat();
        store.put_with_key(&js_sys::Date::now().into(), &JsValue::from_str(&mark))?;
        JsFuture::from(committed).await.map(|_| ())
    }

    /// A written draft names this photo: whether it is swept hangs on the drafts from now on.
    pub async fn photo_is_named(&self, sha256: &str) {
        let mark = JsValue::from_str(&[NEW, sha256].concat());
        let store = self.objects(PHOTOS, IdbTransactionMode::Readwrite).await;
        if let Ok(request) = store.and_then(|store| store.delete(&mark)) {
            let _ = JsFuture::from(settled(&request)).await;
        }
    }

    /// Forgets the photos that no draft names any more, and spares those that another window has
    /// kept a moment ago and not named yet. `own` are named here, by a draft not yet written.
    pub async fn sweep_photos(&self, own: &[String]) {
        let _ = self.sweep(own).await;
    }

    async fn sweep(&self, own: &[String]) -> Result<(), JsValue> {
        // One transaction, so that nobody names a photo between the looks at drafts and photos.
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.begin(&[DRAFTS, PHOTOS], mode).await?;
        let photos = transaction.object_store(PHOTOS)?;
        let drafts = settled(&transaction.object_store(DRAFTS)?.get_all()?);
        let keys = settled(&photos.get_all_keys()?);
        let drafts = js_sys::Array::from(&JsFuture::from(drafts).await?);
        let drafts: Vec<String> = drafts
            .iter()
            .filter_map(|draft| draft.as_string())
            .collect();
        let keys = js_sys::Array::from(&JsFuture::from(keys).await?);
        let keys: Vec<String> = keys.iter().filter_map(|key| key.as_string()).collect();
        for key in &keys {
            let hash = key.strip_prefix(NEW).unwrap_or(key);
            let named = own.iter().any(|other| other == hash)
                || drafts.iter().any(|draft| draft.contains(hash));
            if named && key == hash {
                continue;
            }
            let mark = [NEW, hash].concat();
            if keys.contains(&mark) {
                let at = photos.get(&JsValue::from_str(&mark))?;
                let at = JsFuture::from(settled(&at)).await?.as_f64();
                let age = js_sys::Date::now() - at.unwrap_or_default();
                if (0.0..YOUNG).contains(&age) {
                    continue;
                }
            }
            let _ = photos.delete(&JsValue::from_str(key));
        }
        Ok(())
    }

    /// All drafts whose key begins with `prefix`: key and JSON.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn all(&self, prefix: &str) -> Result<Vec<(String, String)>, JsValue> {
        let store = self.objects(DRAFTS, IdbTransactionMode::Readonly).await?;
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let keys: js_sys::Array = JsFuture::from(settled(&keys)).await?.dyn_into()?;
        let values: js_sys::Array = JsFuture::from(settled(&values)).await?.dyn_into()?;
        Ok(keys
            .iter()
            .zip(values.iter())
            .filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?)))
            .filter(|(key, _)| key.starts_with(prefix))
            .collect())
    }

    /// Writes a draft and waits until the browser has committed it. `may` looks at
    /// what is there now, in the same transaction, and says whether to go on.
    ///
    /// # Errors
    /// What the browser says, for example that the disk is full.
    pub async fn write(
        &self,
        key: &str,
        json: &str,
        may: impl Fn(Option<String>) -> bool + Clone + 'static,
    ) -> Result<Written, JsValue> {
        self.twice(|| self.put_draft(key, json, may.clone())).await
    }

    async fn put_draft(
        &self,
        key: &str,
        json: &str,
        may: impl Fn(Option<String>) -> bool + 'static,
    ) -> Result<Written, JsValue> {
        let transaction = self.begin(&[DRAFTS], IdbTransactionMode::Readwrite).await?;
        let store = transaction.object_store(DRAFTS)?;
        let overtaken = Rc::new(RefCell::new(false));
        let committed = {
            let transaction = transaction.clone();
            Promise::new(&mut |resolve, reject| {
                transaction.set_oncomplete(Some(&resolve));
                transaction.set_onabort(Some(&reject));
                transaction.set_onerror(Some(&reject));
            })
        };
        let get = store.get(&JsValue::from_str(key))?;
        let of = get.clone();
        let (key, json) = (JsValue::from_str(key), JsValue::from_str(json));
        let flag = overtaken.clone();
        // The transaction lives only while requests follow each other, so the
        // write is asked for inside the event of the read.
        let then = Closure::once_into_js(move || {
            let now = of.result().ok().and_then(|value| value.as_string());
            if may(now) {
                // What cannot even be asked for is not kept: the transaction must not succeed.
                if store.put_with_key(&json, &key).is_err() {
                    let _ = store.transaction().abort();
                }
            } else {
                *flag.borrow_mut() = true;
            }
        });
        get.set_onsuccess(Some(then.unchecked_ref()));
        JsFuture::from(committed).await?;
        let overtaken = *overtaken.borrow();
        Ok(if overtaken {
            Written::Overtaken
        } else {
            Written::Kept
        })
    }

    /// Takes a draft away again.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn remove(&self, key: &str) -> Result<(), JsValue> {
        let store = self.objects(DRAFTS, IdbTransactionMode::Readwrite).await?;
        JsFuture::from(settled(&store.delete(&JsValue::from_str(key))?)).await?;
        Ok(())
    }

    /// Forgets every draft and every photo, what cannot be read any more too.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn forget(&self) -> Result<(), JsValue> {
        // Who asks for this is worth waiting for.
        self.inner.borrow_mut().failed = None;
        for name in [PHOTOS, DRAFTS] {
            let store = self.objects(name, IdbTransactionMode::Readwrite).await?;
            JsFuture::from(settled(&store.clear()?)).await?;
        }
        Ok(())
    }
}
