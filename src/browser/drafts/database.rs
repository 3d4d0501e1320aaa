//! Drafts and photos in IndexedDB.
//!
//! One object store holds the drafts as JSON strings, one their deliveries, one the photos. A write
//! first reads the record in the same transaction: if another window has written a newer revision,
//! nothing is overwritten and the result says so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hoso_view::wasm_bindgen::closure::Closure;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode, window,
};
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

use crate::browser::drafts::record::StoredDraft;
use crate::wizard::stored_delivery::migrate;

const DATABASE: &str = "hoso";
const DRAFTS: &str = "drafts";
const DELIVERIES: &str = "deliveries";
const PHOTOS: &str = "photos";
/// Precedes a photo's hash in the key of its pending marker. The marker holds the time of the
/// write, until a saved draft references the photo.
const PENDING_PREFIX: &str = "new:";
/// How long garbage collection keeps a pending photo, in milliseconds.
const PENDING_GRACE_MS: f64 = 600_000.0;
/// The version of the schema. Version 1 had drafts only; in version 2 a draft contained its delivery.
const VERSION: u32 = 3;
/// How long the browser may take to open the database, in milliseconds.
const OPEN_TIMEOUT_MS: i32 = 5_000;

/// The result of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteResult {
    /// Committed.
    Saved,
    /// Another window has written a newer revision; nothing was overwritten.
    Conflict,
}

/// What a step of a delivery writes; see [`Database::step`].
pub struct StepWrites {
    /// The delivery as JSON, under the key of its draft.
    pub delivery: String,
    /// A further draft, which the same transaction stores: its key and JSON.
    pub draft: Option<(String, String)>,
}

/// Decides what a step writes, from the stored draft and delivery; `None` writes nothing.
type Decide = Rc<dyn Fn(Option<String>, Option<String>) -> Option<StepWrites>>;

/// Returns whether a stored record may be overwritten. Behind a pointer, so that the write is compiled
/// once.
type MayOverwrite = Rc<dyn Fn(Option<String>) -> bool>;

/// How long after a failed open no other is tried, in milliseconds. Avoids paying the open timeout
/// again on every autosave.
const RETRY_COOLDOWN_MS: f64 = 10_000.0;

/// The database, opened by the first request. Browsers close it when the site's data are cleared,
/// and Safari on phones while the page is hidden (WebKit bugs 197050 and 277615), for example by
/// the camera; the next request reopens it.
#[derive(Clone, Default)]
pub struct Database {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    database: Option<IdbDatabase>,
    /// When it could not be opened, in milliseconds since 1970.
    failed: Option<f64>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(database) = &self.database {
            database.close();
        }
    }
}

/// Waits for a request and returns its result. Requests of one transaction are awaited in the order
/// in which they were made: each event is followed by the microtasks that await the next one.
async fn completed(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(done).await?;
    request.result()
}

thread_local! {
    /// Closes the connection of a `versionchange` event, so that a newer page can upgrade.
    static CLOSE_CONNECTION: Closure<dyn Fn(Event)> = Closure::new(|event: Event| {
        let database = event.target().and_then(|target| target.dyn_into::<IdbDatabase>().ok());
        if let Some(database) = database {
            database.close();
        }
    });
}

impl Database {
    /// Opens or creates the database. Private windows and full disks refuse.
    async fn connect() -> Result<IdbDatabase, JsValue> {
        let factory = window()
            .and_then(|window| window.indexed_db().ok().flatten())
            .ok_or(JsValue::UNDEFINED)?;
        let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, VERSION)?;
        let of = request.clone();
        let upgrade = Closure::once(move || {
            if let Ok(Ok(database)) = of.result().map(JsValue::dyn_into::<IdbDatabase>) {
                let has_drafts = database.object_store_names().contains(DRAFTS);
                for store in [DRAFTS, DELIVERIES, PHOTOS] {
                    if !database.object_store_names().contains(store) {
                        let _ = database.create_object_store(store);
                    }
                }
                if let Some(transaction) = of.transaction().filter(|_| has_drafts) {
                    let _ = migrate_all(&transaction);
                }
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        // An older page in another window may block the upgrade, and some browsers never answer. A
        // wizard without storage is better than one that waits.
        let opened = Promise::new(&mut |resolve, reject| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
            let window = window();
            let _ = window.map(|window| {
                window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&reject, OPEN_TIMEOUT_MS)
            });
        });
        if let Err(problem) = JsFuture::from(opened).await {
            // A late upgrade still creates the stores, and a late connection is closed: it would
            // block the upgrades of other windows.
            upgrade.forget();
            let of = request.clone();
            let late = Closure::once_into_js(move || {
                if let Ok(Ok(database)) = of.result().map(JsValue::dyn_into::<IdbDatabase>) {
                    database.close();
                }
            });
            request.set_onsuccess(Some(late.unchecked_ref()));
            return Err(problem);
        }
        request.set_onupgradeneeded(None);
        let database: IdbDatabase = request.result()?.dyn_into()?;
        CLOSE_CONNECTION.with(|close| {
            database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
        });
        Ok(database)
    }

    /// Returns whether the database is open; false until the first request.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.inner.borrow().database.is_some()
    }

    /// Begins a transaction, without awaiting while the database is open: a page that is being
    /// hidden has no time for another turn of the event loop.
    async fn begin(
        &self,
        names: &[&str],
        mode: IdbTransactionMode,
    ) -> Result<IdbTransaction, JsValue> {
        let all: js_sys::Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        let begun = self.try_begin(&all, mode);
        if begun.is_ok() {
            return begun;
        }
        self.reconnect().await?;
        self.try_begin(&all, mode)
    }

    async fn reconnect(&self) -> Result<(), JsValue> {
        let now = js_sys::Date::now();
        let failed = self.inner.borrow().failed;
        if failed.is_some_and(|at| (0.0..RETRY_COOLDOWN_MS).contains(&(now - at))) {
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

    /// Runs an operation, and once more with a new connection if it fails.
    async fn with_reconnect<T, F>(&self, act: impl Fn() -> F) -> Result<T, JsValue>
    where
        F: Future<Output = Result<T, JsValue>>,
    {
        let done = act().await;
        if done.is_ok() {
            return done;
        }
        self.reconnect().await?;
        act().await
    }

    fn try_begin(
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

    /// Reads the record of a photo: `{ about, bytes, small }`; `None` if there is none.
    ///
    /// # Errors
    /// The browser's error; whether there is a record is unknown then.
    pub async fn photo(&self, sha256: &str) -> Result<Option<JsValue>, JsValue> {
        let record = self.with_reconnect(|| self.read_photo(sha256)).await?;
        Ok((!record.is_undefined()).then_some(record))
    }

    async fn read_photo(&self, sha256: &str) -> Result<JsValue, JsValue> {
        let store = self.objects(PHOTOS, IdbTransactionMode::Readonly).await?;
        let request = store.get(&JsValue::from_str(sha256))?;
        completed(&request).await
    }

    /// Writes a photo under its hash, and awaits the commit.
    ///
    /// # Errors
    /// The browser's error, for example that the disk is full.
    pub async fn save_photo(&self, sha256: &str, record: &JsValue) -> Result<(), JsValue> {
        self.with_reconnect(|| self.put_photo(sha256, record)).await
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
        let mark = [PENDING_PREFIX, sha256].concat();
        store.put_with_key(&js_sys::Date::now().into(), &JsValue::from_str(&mark))?;
        JsFuture::from(committed).await.map(|_| ())
    }

    /// Removes the pending marker: a saved draft references this photo, so the collection decides by
    /// drafts alone.
    pub async fn mark_photo_referenced(&self, sha256: &str) {
        let mark = JsValue::from_str(&[PENDING_PREFIX, sha256].concat());
        let store = self.objects(PHOTOS, IdbTransactionMode::Readwrite).await;
        if let Ok(request) = store.and_then(|store| store.delete(&mark)) {
            let _ = completed(&request).await;
        }
    }

    /// Deletes the photos that no draft references, except those that another window has written
    /// within the last ten minutes. `own` are referenced by this window's draft, which may not be
    /// saved yet.
    pub async fn collect_photos(&self, own: &[String]) {
        let _ = self.collect(own).await;
    }

    async fn collect(&self, own: &[String]) -> Result<(), JsValue> {
        // One transaction, so that no draft is written between reading drafts and photos.
        let mode = IdbTransactionMode::Readwrite;
        let names = [DRAFTS, DELIVERIES, PHOTOS];
        let transaction = self.begin(&names, mode).await?;
        let photos = transaction.object_store(PHOTOS)?;
        let drafts = transaction.object_store(DRAFTS)?.get_all()?;
        // A version that was sealed names the photos that it had then.
        let deliveries = transaction.object_store(DELIVERIES)?.get_all()?;
        let keys = photos.get_all_keys()?;
        let drafts = js_sys::Array::from(&completed(&drafts).await?);
        let deliveries = js_sys::Array::from(&completed(&deliveries).await?);
        let drafts: Vec<String> = drafts
            .iter()
            .chain(deliveries.iter())
            .filter_map(|record| record.as_string())
            .collect();
        let keys = js_sys::Array::from(&completed(&keys).await?);
        let keys: Vec<String> = keys.iter().filter_map(|key| key.as_string()).collect();
        for key in &keys {
            let hash = key.strip_prefix(PENDING_PREFIX).unwrap_or(key);
            let named = own.iter().any(|other| other == hash)
                || drafts.iter().any(|draft| draft.contains(hash));
            if named && key == hash {
                continue;
            }
            let mark = [PENDING_PREFIX, hash].concat();
            if keys.contains(&mark) {
                let at = photos.get(&JsValue::from_str(&mark))?;
                let at = completed(&at).await?.as_f64();
                let age = js_sys::Date::now() - at.unwrap_or_default();
                if (0.0..PENDING_GRACE_MS).contains(&age) {
                    continue;
                }
            }
            let _ = photos.delete(&JsValue::from_str(key));
        }
        Ok(())
    }

    /// Reads all drafts whose key begins with `prefix`, and their deliveries.
    ///
    /// # Errors
    /// The browser's error.
    pub async fn all(&self, prefix: &str) -> Result<Vec<StoredDraft>, JsValue> {
        let mode = IdbTransactionMode::Readonly;
        let transaction = self.begin(&[DRAFTS, DELIVERIES], mode).await?;
        let (drafts, deliveries) = (
            transaction.object_store(DRAFTS)?,
            transaction.object_store(DELIVERIES)?,
        );
        let requests = [
            drafts.get_all_keys()?,
            drafts.get_all()?,
            deliveries.get_all_keys()?,
            deliveries.get_all()?,
        ];
        let mut read = Vec::new();
        for request in &requests {
            read.push(js_sys::Array::from(&completed(request).await?));
        }
        let pairs = |keys: usize, values: usize| -> Vec<(String, String)> {
            let keys = read.get(keys).into_iter().flat_map(js_sys::Array::iter);
            let values = read.get(values).into_iter().flat_map(js_sys::Array::iter);
            keys.zip(values)
                .filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?)))
                .filter(|(key, _)| key.starts_with(prefix))
                .collect()
        };
        let deliveries = pairs(2, 3);
        let join = |(key, draft): (String, String)| {
            let found = deliveries.iter().find(|(other, _)| *other == key);
            let delivery = found.map(|(_, delivery)| delivery.clone());
            StoredDraft {
                key,
                draft,
                delivery,
            }
        };
        Ok(pairs(0, 1).into_iter().map(join).collect())
    }

    /// Makes a step of a delivery: reads it and its draft, decides and writes in one transaction, and
    /// awaits the commit. Returns whether something was written.
    ///
    /// # Errors
    /// The browser's error; nothing is stored then.
    pub async fn step(
        &self,
        key: &str,
        decide: impl Fn(Option<String>, Option<String>) -> Option<StepWrites> + 'static,
    ) -> Result<bool, JsValue> {
        let decide: Decide = Rc::new(decide);
        self.with_reconnect(|| self.step_delivery(key, decide.clone()))
            .await
    }

    async fn step_delivery(&self, key: &str, decide: Decide) -> Result<bool, JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.begin(&[DRAFTS, DELIVERIES], mode).await?;
        let drafts = transaction.object_store(DRAFTS)?;
        let deliveries = transaction.object_store(DELIVERIES)?;
        let result = Rc::new(Cell::new(None));
        let committed = commit(&transaction);
        let key = JsValue::from_str(key);
        // Requests of a transaction are completed in their order.
        let (draft, delivery) = (drafts.get(&key)?, deliveries.get(&key)?);
        let of = delivery.clone();
        let decided = result.clone();
        // In the event of the read, as in `put_draft`.
        let then = Closure::once_into_js(move || {
            let text = |request: &IdbRequest| request.result().ok()?.as_string();
            let Some(writes) = decide(text(&draft), text(&of)) else {
                decided.set(Some(false));
                return;
            };
            let put = |store: &IdbObjectStore, key: &JsValue, json: &str| {
                store.put_with_key(&JsValue::from_str(json), key).is_ok()
            };
            let is_put = put(&deliveries, &key, &writes.delivery)
                && writes
                    .draft
                    .as_ref()
                    .is_none_or(|(key, json)| put(&drafts, &JsValue::from_str(key), json));
            if is_put {
                decided.set(Some(true));
            } else {
                let _ = drafts.transaction().abort();
            }
        });
        delivery.set_onsuccess(Some(then.unchecked_ref()));
        JsFuture::from(committed).await?;
        result.get().ok_or(JsValue::UNDEFINED)
    }

    /// Writes a draft and awaits the commit. `may` gets the stored record in the same transaction and
    /// tells whether it may be overwritten.
    ///
    /// # Errors
    /// The browser's error, for example that the disk is full.
    pub async fn write(
        &self,
        key: &str,
        json: &str,
        may: impl Fn(Option<String>) -> bool + 'static,
    ) -> Result<WriteResult, JsValue> {
        let may: MayOverwrite = Rc::new(may);
        self.with_reconnect(|| self.put_draft(key, json, may.clone()))
            .await
    }

    async fn put_draft(
        &self,
        key: &str,
        json: &str,
        may: MayOverwrite,
    ) -> Result<WriteResult, JsValue> {
        let transaction = self.begin(&[DRAFTS], IdbTransactionMode::Readwrite).await?;
        let store = transaction.object_store(DRAFTS)?;
        let result = Rc::new(Cell::new(None));
        let committed = commit(&transaction);
        let get = store.get(&JsValue::from_str(key))?;
        let of = get.clone();
        let (key, json) = (JsValue::from_str(key), JsValue::from_str(json));
        let decided = result.clone();
        // A transaction commits once no request is pending, so the write is requested inside the
        // event of the read.
        let then = Closure::once_into_js(move || {
            let now = of.result().ok().and_then(|value| value.as_string());
            if !may(now) {
                decided.set(Some(WriteResult::Conflict));
            } else if store.put_with_key(&json, &key).is_ok() {
                decided.set(Some(WriteResult::Saved));
            } else {
                // A refused request must not end in a committed transaction.
                let _ = store.transaction().abort();
            }
        });
        get.set_onsuccess(Some(then.unchecked_ref()));
        JsFuture::from(committed).await?;
        // A transaction whose read never answered commits without the write.
        result.get().ok_or(JsValue::UNDEFINED)
    }

    /// Deletes a draft and its delivery if both are still stored as they were read. Returns whether they
    /// were deleted.
    ///
    /// # Errors
    /// The browser's error.
    pub async fn remove_unchanged(&self, read: &StoredDraft) -> Result<bool, JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.begin(&[DRAFTS, DELIVERIES], mode).await?;
        let drafts = transaction.object_store(DRAFTS)?;
        let deliveries = transaction.object_store(DELIVERIES)?;
        let is_removed = Rc::new(Cell::new(false));
        let committed = commit(&transaction);
        let key = JsValue::from_str(&read.key);
        let (draft, delivery) = (drafts.get(&key)?, deliveries.get(&key)?);
        let (of, read) = (delivery.clone(), read.clone());
        let removed = is_removed.clone();
        // In the event of the read, as in `put_draft`.
        let then = Closure::once_into_js(move || {
            let text = |request: &IdbRequest| request.result().ok()?.as_string();
            let is_unchanged = text(&draft) == Some(read.draft) && text(&of) == read.delivery;
            let is_deleted =
                is_unchanged && drafts.delete(&key).is_ok() && deliveries.delete(&key).is_ok();
            removed.set(is_deleted);
        });
        delivery.set_onsuccess(Some(then.unchecked_ref()));
        JsFuture::from(committed).await?;
        Ok(is_removed.get())
    }

    /// Deletes all drafts and photos, also those that cannot be read.
    ///
    /// # Errors
    /// The browser's error.
    pub async fn erase_all(&self) -> Result<(), JsValue> {
        // The person has asked for this: skips the cooldown.
        self.inner.borrow_mut().failed = None;
        for name in [PHOTOS, DELIVERIES, DRAFTS] {
            let store = self.objects(name, IdbTransactionMode::Readwrite).await?;
            completed(&store.clear()?).await?;
        }
        Ok(())
    }
}

/// Takes the deliveries out of the drafts of an earlier schema, within the upgrade. What cannot be read
/// stays as it is.
fn migrate_all(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let drafts = transaction.object_store(DRAFTS)?;
    let deliveries = transaction.object_store(DELIVERIES)?;
    let (keys, values) = (drafts.get_all_keys()?, drafts.get_all()?);
    let of = values.clone();
    let then = Closure::once_into_js(move || {
        let list =
            |request: &IdbRequest| js_sys::Array::from(&request.result().unwrap_or_default());
        for (key, value) in list(&keys).iter().zip(list(&of).iter()) {
            let Some((draft, delivery)) = value.as_string().as_deref().and_then(migrate) else {
                continue;
            };
            if let Some(delivery) = delivery {
                let _ = deliveries.put_with_key(&JsValue::from_str(&delivery), &key);
            }
            let _ = drafts.put_with_key(&JsValue::from_str(&draft), &key);
        }
    });
    values.set_onsuccess(Some(then.unchecked_ref()));
    Ok(())
}

/// Returns a promise that ends with the transaction.
fn commit(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
        transaction.set_onerror(Some(&reject));
    })
}
