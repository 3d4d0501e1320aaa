//! What a browser may do to the disk under an open page.

use crate::browser::Browser;

/// A statement for a script: nothing that is asked of the disk from now on comes back in time.
pub const STALL: &str = "{
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (...what) {
        const asked = get.apply(this, what);
        Object.defineProperty(asked, 'onsuccess', { set() {} });
        return asked;
    };
}";

/// From now on nothing can be written, until the page calls `window.room()`.
pub async fn fill_the_disk(browser: &Browser) {
    browser
        .look(
            "(() => {
                const put = IDBObjectStore.prototype.put;
                window.room = () => { IDBObjectStore.prototype.put = put; };
                IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
            })()",
        )
        .await;
}

/// Changes the store past the page, by a script about `store`.
pub async fn tamper(browser: &Browser, store: &str, change: &str) {
    browser
        .look(&format!(
            "new Promise((done, fail) => {{
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {{
                    const change = open.result.transaction('{store}', 'readwrite');
                    const store = change.objectStore('{store}');
                    {change};
                    change.oncomplete = () => {{ open.result.close(); done(); }};
                    change.onabort = fail;
                }};
            }})"
        ))
        .await;
}

/// Types a phone at the step `contact`, and waits until it is kept with all before it, and the page
/// does not say otherwise.
pub async fn keeps_again(browser: &Browser) {
    browser.fill("phone", "0900000001").await;
    browser
        .until_kept("draft.answers.phone === '0900000001' && draft.answers.full_name")
        .await;
    browser
        .until("!document.body.innerText.includes('không lưu được bản nháp')")
        .await;
}
