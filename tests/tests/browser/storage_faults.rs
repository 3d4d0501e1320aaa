//! Checks failures of IndexedDB: no input is lost.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::sentence;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use hoso_tests::storage::STALL_READS;
use serde_json::json;

/// Reloads the page before the input is saved.
#[tokio::test]
async fn ok_input_just_before_a_reload_is_saved() {
    let (_site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    // Stalls the database, so that the reload comes before the draft is saved.
    browser
        .eval(&format!(
            "(() => {{
                {STALL_READS}
                const phone = document.querySelector('[name=phone]');
                phone.value = '0900000007';
                phone.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }})()"
        ))
        .await;
    browser.driver.refresh().await.unwrap();
    browser
        .wait_for("document.querySelector('[name=phone]')?.value === '0900000007'")
        .await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000007'")
        .await;
    browser.wait_for("sessionStorage.length === 0").await;
    browser.finish().await;
}

/// Reloads the page after its rules were loaded and before its drafts were read.
#[tokio::test]
async fn ok_choice_while_the_drafts_are_read_survives_a_reload() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let stall = json!({ "source": "if (!sessionStorage.getItem('stalled')) {
        sessionStorage.setItem('stalled', 'once');
        const getAll = IDBObjectStore.prototype.getAll;
        IDBObjectStore.prototype.getAll = function (...given) {
            const request = getAll.apply(this, given);
            Object.defineProperty(request, 'onsuccess', { set() {} });
            return request;
        };
    }" });
    browser
        .cdp("Page.addScriptToEvaluateOnNewDocument", stall)
        .await;
    let page = format!("{}/602b/", site.origin);
    browser.driver.goto(page).await.unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
    // The rules answer once the second module is loaded.
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    browser.tick_choice("cases", "return").await;
    browser.driver.refresh().await.unwrap();
    browser
        .wait_for("document.querySelector('[name=cases][value=return]')?.checked")
        .await;
    browser
        .wait_for_draft("draft.answers.cases?.[0] === 'return'")
        .await;
    browser.finish().await;
}

/// Checks that a photo deleted by the browser is reported at its field, and that the dossier is
/// sent without it.
#[tokio::test]
async fn err_photo_evicted_by_the_browser() {
    let (site, browser, files) = (
        Site::start().await,
        Browser::start().await,
        PhotoFiles::default(),
    );
    browser.open_photo_step(&site).await;
    browser
        .attach_photos("portrait", &[&files.good_photo(900)])
        .await;
    browser
        .wait_for_draft("draft.answers.portrait?.length === 1")
        .await;
    assert_eq!(browser.complete_step().await, "review");
    browser.commit().await;
    browser.edit_store("photos", "store.clear()").await;
    browser.submit_step().await;
    browser.wait_for_error("ui.photo_gone").await;
    assert!(site.stored_dossiers().is_empty() && site.proxy.posted_dossiers().is_empty());
    browser.click("[data-hoso-summary] a").await;
    browser
        .wait_for(&format!(
            "document.querySelector('[data-photo=portrait]')?.innerText.includes({})",
            json!(sentence("ui.photo_gone"))
        ))
        .await;
    assert_eq!(browser.complete_step().await, "review");
    browser.commit_and_send().await;
    assert_eq!(site.single_dossier().1["attachments"], json!([]));
    browser.finish().await;
}

/// Checks that the page starts with damaged records, reports them, and deletes them all.
#[tokio::test]
async fn err_damaged_draft_records() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    let damage = "[
            '', '{', 'null', '[]', '{\"v\":99}', '{\"v\":1}', '{\"v\":1,\"answers\":7}',
            '{\"v\":1,\"answers\":{\"cases\":{\"a\":[[[[]]]]},\"members\":3}}',
            '['.repeat(100000), 'x'.repeat(3000000), { a: 1 }, 7, new Blob(['x']),
        ].forEach((what, i) => store.put(what, '602b:damaged-' + i))";
    browser
        .edit_store("drafts", &format!("store.clear(); {damage}"))
        .await;
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    browser.open(&site).await;
    browser.wait_for_text("ui.draft_unreadable").await;
    browser
        .complete_until("review", &examples::answers("ok-case-c"))
        .await;
    browser.click("details summary").await;
    browser.erase_all_data().await;
    browser.expect_step("wish").await;
    browser
        .wait_for(
            "new Promise((done) => {
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {
                    const count = open.result.transaction('drafts').objectStore('drafts').count();
                    count.onsuccess = () => { open.result.close(); done(count.result === 0); };
                };
            })",
        )
        .await;
    browser.finish().await;
}

/// Checks that the page works without a database and reports that nothing is saved.
#[tokio::test]
async fn err_database_never_opens() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": "IDBFactory.prototype.open = () => ({})" }),
        )
        .await;
    browser.open(&site).await;
    browser
        .complete_until("review", &examples::answers("ok-case-c"))
        .await;
    browser.wait_for_text("ui.not_saved").await;
    browser.commit_and_send().await;
    assert_eq!(site.stored_dossiers().len(), 1);
    browser.finish().await;
}

/// Checks that a full disk is reported, and that saving resumes when there is room.
#[tokio::test]
async fn err_full_disk_recovers() {
    let (_site, browser) = start_at_step("contact").await;
    browser.fill_disk().await;
    browser.fill("phone", "0900000001").await;
    browser.wait_for_text("ui.not_saved").await;
    browser.free_disk().await;
    browser.fill("email", "mau@vi-du.vn").await;
    browser
        .wait_for_draft(
            "draft.answers.phone === '0900000001' && draft.answers.email === 'mau@vi-du.vn'",
        )
        .await;
    browser.wait_for_no_text("ui.not_saved").await;
    browser.finish().await;
}

/// Restores from session storage what did not fit on the disk before a reload.
#[tokio::test]
async fn ok_reload_while_the_disk_is_full() {
    let (_site, browser) = start_at_step("contact").await;
    browser.fill_disk().await;
    browser.fill("phone", "0900000001").await;
    browser.wait_for_text("ui.not_saved").await;
    browser.driver.refresh().await.unwrap();
    browser.expect_step("contact").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000001' && draft.answers.full_name")
        .await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.finish().await;
}

/// Deletes the origin's data while the page is open, which closes the database: the next save
/// writes the whole draft.
#[tokio::test]
async fn err_browser_closes_the_database() {
    let (site, browser) = start_at_step("contact").await;
    browser
        .cdp(
            "Storage.clearDataForOrigin",
            json!({ "origin": site.origin, "storageTypes": "indexeddb" }),
        )
        .await;
    browser.expect_saving_works().await;
    browser.finish().await;
}

/// Closes the connection in the middle of a write, as iOS Safari does: the page repeats the write
/// by itself.
#[tokio::test]
async fn err_connection_lost_during_a_write() {
    let (_site, browser) = start_at_step("contact").await;
    browser
        .eval("window.put = IDBObjectStore.prototype.put; window.lost = 0; IDBObjectStore.prototype.put = function (...what) { IDBObjectStore.prototype.put = window.put; const asked = this.put(...what); this.transaction.db.close(); this.transaction.abort(); window.lost += 1; return asked; }")
        .await;
    browser.expect_saving_works().await;
    assert_eq!(browser.eval("window.lost").await, 1);
    browser.finish().await;
}

/// Checks that a draft which the browser has evicted is written again: the person did not erase it.
#[tokio::test]
async fn ok_an_evicted_draft_is_saved_again() {
    let (_site, browser) = start_at_step("contact").await;
    browser.fill("phone", "0900000007").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000007'")
        .await;
    browser.edit_store("drafts", "store.clear()").await;
    browser
        .eval("document.dispatchEvent(new Event('visibilitychange'))")
        .await;
    browser.fill("email", "mau@vi-du.vn").await;
    browser
        .wait_for_draft(
            "draft.answers.phone === '0900000007' && draft.answers.email === 'mau@vi-du.vn'",
        )
        .await;
    assert_eq!(browser.fragment().await, "contact");
    browser.finish().await;
}

/// Checks that denied storage is said above the first question.
#[tokio::test]
async fn ok_denied_storage_is_said_first() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let deny = json!({ "source": "{
        IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };
    }" });
    browser
        .cdp("Page.addScriptToEvaluateOnNewDocument", deny)
        .await;
    browser.open(&site).await;
    browser.wait_for_notice("ui.not_saved").await;
    browser.finish().await;
}

/// Checks that the browser is asked to keep the data when the first photo is stored.
#[tokio::test]
async fn ok_a_stored_photo_asks_to_persist() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let count = json!({ "source": "{
        const persist = StorageManager.prototype.persist;
        globalThis.persistCalls = 0;
        StorageManager.prototype.persist = function () {
            persistCalls += 1;
            return persist.call(this);
        };
    }" });
    browser
        .cdp("Page.addScriptToEvaluateOnNewDocument", count)
        .await;
    let files = PhotoFiles::default();
    browser.open_photo_step(&site).await;
    assert_eq!(browser.eval("persistCalls").await, 0);
    browser
        .attach_photos("portrait", &[&files.good_photo(400)])
        .await;
    browser.wait_for("persistCalls === 1").await;
    browser.finish().await;
}
