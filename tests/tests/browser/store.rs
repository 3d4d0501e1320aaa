//! The browser's store fails in every way a browser can think of: nothing typed is lost.

use hoso_tests::album::Album;
use hoso_tests::browser::Browser;
use hoso_tests::disk::{STALL, fill_the_disk, keeps_again, tamper};
use hoso_tests::examples;
use hoso_tests::site::Site;
use hoso_tests::wizard::halfway;
use serde_json::json;

/// The page is left a moment after the last key, before anything could be written.
#[tokio::test]
async fn ok_what_was_typed_just_before_leaving_is_kept() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("contact", &examples::answers("ok-case-c"))
        .await;
    browser.until_kept("draft.page === 'contact'").await;
    // Nothing that is asked of the disk from now on comes back in time.
    browser
        .look(&format!(
            "(() => {{
                {STALL}
                const phone = document.querySelector('[name=phone]');
                phone.value = '0900000007';
                phone.dispatchEvent(new Event('input', {{ bubbles: true }}));
                setTimeout(() => location.reload(), 50);
            }})()"
        ))
        .await;
    browser
        .until("document.querySelector('[name=phone]')?.value === '0900000007'")
        .await;
    browser
        .until_kept("draft.answers.phone === '0900000007'")
        .await;
    browser.until("sessionStorage.length === 0").await;
    browser.end().await;
}

/// A photo that the browser has thrown away is told at its question, and the dossier goes
/// without it.
#[tokio::test]
async fn err_the_browser_lost_a_photo() {
    let (site, browser, album) = (
        Site::start().await,
        Browser::start().await,
        Album::default(),
    );
    browser.to_the_photos(&site).await;
    browser.attach("portrait", &[&album.good(900)]).await;
    browser
        .until_kept("draft.answers.portrait?.length === 1")
        .await;
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    tamper(&browser, "photos", "store.clear()").await;
    browser.next().await;
    browser
        .until("document.activeElement?.matches('[data-hoso-summary]') && document.activeElement.innerText.includes('Trình duyệt đã bỏ một ảnh')")
        .await;
    assert!(site.stored().is_empty() && site.line.posts().is_empty());
    browser.click("[data-hoso-summary] a").await;
    browser
        .until("document.querySelector('[data-photo=portrait]')?.innerText.includes('Trình duyệt đã bỏ một ảnh')")
        .await;
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.only().1["attachments"], json!([]));
    browser.end().await;
}

/// Records that no version of this page has written: the page lives and begins anew, and wiping
/// takes them all.
#[tokio::test]
async fn err_damaged_drafts() {
    let (site, browser) = halfway("contact").await;
    browser.until_kept("draft.page === 'contact'").await;
    let damage = "[
            '', '{', 'null', '[]', '{\"v\":99}', '{\"v\":1}', '{\"v\":1,\"answers\":7}',
            '{\"v\":1,\"answers\":{\"cases\":{\"a\":[[[[]]]]},\"members\":3}}',
            '['.repeat(100000), 'x'.repeat(3000000), { a: 1 }, 7, new Blob(['x']),
        ].forEach((what, i) => store.put(what, '602b:damaged-' + i))";
    tamper(&browser, "drafts", &format!("store.clear(); {damage}")).await;
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    browser.open(&site).await;
    browser
        .until("document.querySelector('main').innerText.includes('có một bản lưu mà trang không đọc được')")
        .await;
    browser
        .walk_to("review", &examples::answers("ok-case-c"))
        .await;
    browser.click("details summary").await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser.press("Xóa hết").await;
    browser.at("wish").await;
    browser
        .until(
            "new Promise((done) => {
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {
                    const count = open.result.transaction('drafts').objectStore('drafts').count();
                    count.onsuccess = () => { open.result.close(); done(count.result === 0); };
                };
            })",
        )
        .await;
    browser.end().await;
}

/// A browser that never opens its store: the page says that nothing is kept, and goes on.
#[tokio::test]
async fn err_a_store_that_never_opens() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .tell(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": "IDBFactory.prototype.open = () => ({})" }),
        )
        .await;
    browser.open(&site).await;
    browser
        .walk_to("review", &examples::answers("ok-case-c"))
        .await;
    browser
        .until("document.body.innerText.includes('không lưu được bản nháp')")
        .await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.stored().len(), 1);
    browser.end().await;
}

/// A disk that is full for a while: it is said, and what is typed later is kept again.
#[tokio::test]
async fn err_a_disk_that_is_full_for_a_while() {
    let (_site, browser) = halfway("contact").await;
    fill_the_disk(&browser).await;
    browser.fill("phone", "0900000001").await;
    browser
        .until("document.body.innerText.includes('không lưu được bản nháp')")
        .await;
    browser.look("room()").await;
    browser.fill("email", "mau@vi-du.vn").await;
    browser
        .until_kept(
            "draft.answers.phone === '0900000001' && draft.answers.email === 'mau@vi-du.vn'",
        )
        .await;
    browser
        .until("!document.body.innerText.includes('không lưu được bản nháp')")
        .await;
    browser.end().await;
}

/// What found no room on the disk is in the tab's memory when the page is loaded again.
#[tokio::test]
async fn ok_a_reload_while_the_disk_is_full() {
    let (_site, browser) = halfway("contact").await;
    fill_the_disk(&browser).await;
    browser.fill("phone", "0900000001").await;
    browser
        .until("document.body.innerText.includes('không lưu được bản nháp')")
        .await;
    browser.driver.refresh().await.unwrap();
    browser.at("contact").await;
    browser
        .until_kept("draft.answers.phone === '0900000001' && draft.answers.full_name")
        .await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.end().await;
}

/// The browser throws the site's data away while the page is open, and closes the store with it:
/// what is typed next is kept again, with everything that stands on the page.
#[tokio::test]
async fn err_the_browser_closes_the_store() {
    let (site, browser) = halfway("contact").await;
    browser
        .tell(
            "Storage.clearDataForOrigin",
            serde_json::json!({ "origin": site.origin, "storageTypes": "indexeddb" }),
        )
        .await;
    keeps_again(&browser).await;
    browser.end().await;
}

/// Safari on phones loses its connection to the store in the middle of a write: that one is
/// written again, without another input.
#[tokio::test]
async fn err_the_browser_loses_the_store_while_writing() {
    let (_site, browser) = halfway("contact").await;
    browser
        .look("window.put = IDBObjectStore.prototype.put; window.lost = 0; IDBObjectStore.prototype.put = function (...what) { IDBObjectStore.prototype.put = window.put; const asked = this.put(...what); this.transaction.db.close(); this.transaction.abort(); window.lost += 1; return asked; }")
        .await;
    keeps_again(&browser).await;
    assert_eq!(browser.look("window.lost").await, 1);
    browser.end().await;
}

/// A window is left a moment after the last key, and another one goes on with the draft: when the
/// first comes back, both have what was typed in them.
#[tokio::test]
async fn ok_what_was_handed_over_and_overtaken_stays() {
    let (site, browser) = halfway("contact").await;
    browser.until_kept("draft.page === 'contact'").await;
    let (first, second) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("contact").await;
    browser.go_to(&first).await;
    browser
        .look(
            "(() => {
                IDBObjectStore.prototype.get = () => { throw new Error('too late'); };
                IDBFactory.prototype.open = () => { throw new Error('too late'); };
                const phone = document.querySelector('[name=phone]');
                phone.value = '0900000007';
                phone.dispatchEvent(new Event('input', { bubbles: true }));
                setTimeout(() => location.assign('/404.html'), 50);
            })()",
        )
        .await;
    browser.until("location.pathname === '/404.html'").await;
    browser.go_to(&second).await;
    browser.fill("email", "hai@vi-du.vn").await;
    browser
        .until_kept(
            "draft.answers.email === 'hai@vi-du.vn' && draft.answers.phone !== '0900000007'",
        )
        .await;
    browser.go_to(&first).await;
    browser.open(&site).await;
    browser
        .until("document.querySelector('[name=phone]')?.value === '0900000007'")
        .await;
    browser
        .until("document.body.innerText.includes('đang mở ở một cửa sổ khác')")
        .await;
    browser
        .until_kept(
            "draft.answers.phone === '0900000007' && draft.answers.email !== 'hai@vi-du.vn'",
        )
        .await;
    browser
        .until_kept("draft.answers.email === 'hai@vi-du.vn'")
        .await;
    browser.end().await;
}
