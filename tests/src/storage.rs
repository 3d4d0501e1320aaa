//! IndexedDB of an open page: injected failures and direct changes.

use crate::browser::Browser;

/// A JavaScript statement: reads from IndexedDB never complete from now on.
pub const STALL_READS: &str = "{
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (...args) {
        const request = get.apply(this, args);
        Object.defineProperty(request, 'onsuccess', { set() {} });
        return request;
    };
}";

/// A promise that is fulfilled once a transaction holds all drafts: reads and writes of drafts wait
/// until `holdDrafts` is false.
pub const HOLD_DRAFTS: &str = "new Promise((done, fail) => {
    window.holdDrafts = true;
    const open = indexedDB.open('hoso');
    open.onerror = fail;
    open.onsuccess = () => {
        const store = open.result.transaction('drafts', 'readwrite').objectStore('drafts');
        const hold = () => {
            if (window.holdDrafts) store.get('').onsuccess = hold;
            else open.result.close();
        };
        hold();
        store.get('').onsuccess = done;
    };
})";

/// A promise of the number of records in every object store of the origin.
pub const RECORD_COUNT: &str = "indexedDB.databases().then(async (all) => {
    let records = 0;
    for (const { name } of all) {
        const database = await new Promise((done, fail) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => done(open.result);
            open.onerror = fail;
        });
        for (const store of database.objectStoreNames) {
            records += await new Promise((done, fail) => {
                const count = database.transaction(store).objectStore(store).count();
                count.onsuccess = () => done(count.result);
                count.onerror = fail;
            });
        }
        database.close();
    }
    return records;
})";

impl Browser {
    /// Makes every write to IndexedDB fail with `QuotaExceededError`, until [`Browser::free_disk`].
    pub async fn fill_disk(&self) {
        self.eval(
            "(() => {
                const put = IDBObjectStore.prototype.put;
                window.freeDisk = () => { IDBObjectStore.prototype.put = put; };
                IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
            })()",
        )
        .await;
    }

    /// Stores a delivery that waits for the line beside the only draft.
    pub async fn put_pending_delivery(&self) {
        let hash = "0".repeat(64);
        let delivery = serde_json::json!({
            "v": 1, "revision": 1, "generation": 0, "attempts": 1, "failures": 1, "is_renewed": false,
            "due": 0, "state": { "is": "waiting", "is_asked": false },
            "versions": [{ "generation": 0, "content": hash, "digest": hash, "fate": "unknown", "body": "{}" }],
            "receipt": null, "correction": null,
        });
        self.put_delivery(&delivery.to_string()).await;
    }

    /// Stores a text as the delivery of the only draft.
    pub async fn put_delivery(&self, text: &str) {
        let json = serde_json::json!(text);
        self.edit_store(
            "drafts",
            &format!(
                "store.getAllKeys().onsuccess = ({{ target }}) => {{
                    const transaction = open.result.transaction('deliveries', 'readwrite');
                    transaction.objectStore('deliveries').put({json}, target.result[0]);
                }}"
            ),
        )
        .await;
    }

    /// Lets writes to IndexedDB succeed again.
    pub async fn free_disk(&self) {
        self.eval("freeDisk()").await;
    }

    /// Runs a script on an object store, as the variable `store`, without the page's knowledge.
    pub async fn edit_store(&self, store: &str, script: &str) {
        self.eval(&format!(
            "new Promise((done, fail) => {{
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {{
                    const transaction = open.result.transaction('{store}', 'readwrite');
                    const store = transaction.objectStore('{store}');
                    {script};
                    transaction.oncomplete = () => {{ open.result.close(); done(); }};
                    transaction.onabort = fail;
                }};
            }})"
        ))
        .await;
    }

    /// Asserts that saving works again: types a phone number at the step `contact`, then waits for a
    /// complete draft with it and for the warning to disappear.
    pub async fn expect_saving_works(&self) {
        self.fill("phone", "0900000001").await;
        self.wait_for_draft("draft.answers.phone === '0900000001' && draft.answers.full_name")
            .await;
        self.wait_for_no_text("ui.not_saved").await;
    }
}
