//! Which version of a dossier goes out, after a try whose fate is open: the one that may be stored,
//! byte for byte, whatever happened to clocks, photos and windows since.

use hoso_tests::album::{Album, at_photos, child};
use hoso_tests::browser::Browser;
use hoso_tests::disk::{fill_the_disk, tamper};
use hoso_tests::examples;
use hoso_tests::line::Fault;
use hoso_tests::post::{
    answer, back_to_the_contact, change_the_phone, lost, ready_to_send, reload_while_open,
    until_told,
};
use hoso_tests::site::Site;
use serde_json::Value;

const PROBLEM: &str = "Content-Type: application/problem+json\r\n";
const CORE: &str = "ok-core-parent-account";

/// A parent with one photo, who has only to send.
async fn with_a_portrait() -> (Site, Browser) {
    let (site, browser, album) = at_photos().await;
    attach_a_portrait(&browser, &album).await;
    (site, browser)
}

/// From the questions for photos to the end, with a photo.
async fn attach_a_portrait(browser: &Browser, album: &Album) {
    browser.attach("portrait", &[&album.good(900)]).await;
    browser.until_shown("portrait", 1).await;
    browser.walk_to("review", &child(CORE)).await;
    browser.fill("commitment", "yes").await;
}

fn files(envelope: &Value) -> usize {
    envelope["attachments"].as_array().unwrap().len()
}

/// The clock was three hours ahead when the dossier arrived, and is set right before the answer is
/// asked for again.
#[tokio::test]
async fn ok_a_clock_set_back_after_a_dossier_arrived() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    browser
        .look("(() => { const real = Date.now; window.ahead = 3 * 36e5; Date.now = () => real() + window.ahead; })()")
        .await;
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.look("window.ahead = 0").await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    let posts = site.line.posts();
    assert_eq!(posts[0].body, posts[1].body);
    browser.end().await;
}

/// A photo was taken out after the dossier had arrived, and the page loaded again: one press leads
/// to the receipt of what arrived.
#[tokio::test]
async fn ok_the_version_that_arrived_has_a_photo_that_is_gone() {
    let (site, mut browser) = with_a_portrait().await;
    browser.expect("Failed to load resource");
    browser.expect("status of 409");
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    browser.press("Quay lại").await;
    browser.at("photos").await;
    browser.press_at("portrait", "Bỏ ảnh").await;
    browser.until_shown("portrait", 0).await;
    browser.walk_to("review", &child(CORE)).await;
    browser.fill("commitment", "yes").await;
    browser
        .until_kept("draft.answers.commitment && !draft.answers.portrait?.length")
        .await;
    reload_while_open(&browser).await;
    browser.press("Gửi lại").await;
    until_told(&browser, "có nội dung khác").await;
    // Everything is written within one second: the receipt is the newest all the same.
    browser
        .look("void (Date.now = ((now) => () => now)(Date.now()))")
        .await;
    browser.press("Lấy số hồ sơ của bản đã tới").await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!((&number, files(&envelope)), (&stored, 1));
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser
        .until(&format!(
            "document.getElementById('dossier_number')?.innerText === '{number}'"
        ))
        .await;
    browser
        .until_kept("!draft.receipt && !draft.answers.commitment")
        .await;
    browser.end().await;
}

/// The browser has thrown the photos away after the dossier had arrived.
#[tokio::test]
async fn ok_photos_that_were_lost_after_the_dossier_arrived() {
    let (site, mut browser) = with_a_portrait().await;
    browser.expect("Failed to load resource");
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    tamper(&browser, "photos", "store.clear()").await;
    reload_while_open(&browser).await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!((number, files(&envelope)), (stored, 1));
    let posts = site.line.posts();
    assert_eq!(posts[0].body, posts[1].body);
    browser.end().await;
}

/// Neither the receiver nor the browser has the photo any more: that is told at its question, and
/// the dossier can leave without it.
#[tokio::test]
async fn err_a_photo_that_nobody_has() {
    let (site, mut browser) = with_a_portrait().await;
    browser.expect("Failed to load resource");
    browser.expect("status of 422");
    let portrait = browser.photos("portrait").await;
    let put = format!("PUT /api/attachments/{}", portrait[0]);
    site.line.fail_at(
        &put,
        answer("201 Created", "Content-Type: application/json\r\n", "{}"),
    );
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    tamper(&browser, "photos", "store.clear()").await;
    reload_while_open(&browser).await;
    browser.press("Gửi lại").await;
    browser
        .until("document.activeElement?.matches('.error-summary') && document.activeElement.innerText.includes('Trình duyệt đã bỏ một ảnh')")
        .await;
    assert!(site.stored().is_empty());
    browser.fill("commitment", "yes").await;
    browser.pass().await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!((number, files(&envelope)), (stored, 0));
    browser.end().await;
}

/// One window takes a photo and tries to send; the other one, which has never seen the photo,
/// sends the very same dossier.
#[tokio::test]
async fn ok_another_window_sends_what_was_tried_here() {
    let (site, mut browser, album) = at_photos().await;
    browser.expect("Failed to load resource");
    browser.walk_to("review", &child(CORE)).await;
    browser.fill("commitment", "yes").await;
    browser.until_kept("draft.answers.commitment").await;
    let (first, second) = browser.another_window().await;
    browser.open_procedure(&site, "under18").await;
    browser.at("review").await;
    browser.go_to(&first).await;
    browser.press("Quay lại").await;
    browser.at("photos").await;
    attach_a_portrait(&browser, &album).await;
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.until_kept("draft.frozen").await;
    browser.go_to(&second).await;
    browser.pass().await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!((&number, files(&envelope)), (&stored, 1));
    browser.go_to(&first).await;
    browser.press("Gửi lại").await;
    assert_eq!(browser.receipt().await, number);
    assert_eq!(site.stored().len(), 1);
    browser.end().await;
}

/// A window takes over a try whose fate is open, and something on the way refuses it: what is sent
/// next still bears the same key.
#[tokio::test]
async fn ok_a_refusal_of_what_another_window_tried() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    browser.expect("status of 422");
    browser.until_kept("draft.answers.commitment").await;
    let (first, second) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    browser.go_to(&first).await;
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.until_kept("draft.frozen").await;
    browser.go_to(&second).await;
    site.line.fail(answer(
        "422 Unprocessable Entity",
        PROBLEM,
        r#"{"status":422,"issues":[{"at":"phone","code":"phone.format"}]}"#,
    ));
    browser.next().await;
    browser
        .until("document.activeElement?.matches('.error-summary')")
        .await;
    browser.next().await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    browser.go_to(&first).await;
    browser.press("Gửi lại").await;
    assert_eq!(browser.receipt().await, number);
    assert_eq!(site.stored().len(), 1);
    browser.end().await;
}

/// The receipt cannot be kept: the page says so while it can still be copied.
#[tokio::test]
async fn err_a_receipt_that_is_not_kept() {
    let (site, browser) = ready_to_send().await;
    fill_the_disk(&browser).await;
    browser.next().await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    browser
        .until("document.querySelector('main .notice--warning')?.innerText.includes('không lưu được biên nhận')")
        .await;
    browser.end().await;
}

/// What was changed after a try that did not arrive has not been confirmed: trying again leads to
/// the commitment, and nothing leaves without it.
#[tokio::test]
async fn err_what_was_changed_is_confirmed_first() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    back_to_the_contact(&browser).await;
    browser.fill("email", "mau@vi-du.vn").await;
    browser
        .until_kept("draft.answers.email === 'mau@vi-du.vn' && !draft.answers.commitment")
        .await;
    reload_while_open(&browser).await;
    browser.press("Gửi lại").await;
    browser
        .until("location.hash === '#review' && document.activeElement?.matches('.error-summary')")
        .await;
    assert_eq!(site.line.posts().len(), 1);
    browser.fill("commitment", "yes").await;
    browser.next().await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!(
        (number, &envelope["answers"]["email"]),
        (stored, &"mau@vi-du.vn".into())
    );
    browser.end().await;
}

/// Another window has looked at the draft meanwhile: who takes the number of what arrived keeps
/// what was changed.
#[tokio::test]
async fn ok_taking_the_number_loses_no_change() {
    let (site, mut browser) = lost().await;
    browser.expect("status of 409");
    change_the_phone(&browser).await;
    browser.next().await;
    until_told(&browser, "có nội dung khác").await;
    browser
        .until_kept("draft.frozen && draft.earlier.length")
        .await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    browser.until_kept("draft.page === 'review'").await;
    browser.go_to(&first).await;
    browser.press("Lấy số hồ sơ của bản đã tới").await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    browser
        .until_kept("!draft.receipt && draft.answers.phone === '0900000008'")
        .await;
    browser.end().await;
}

/// The store cannot be read for a moment: that is said, and no photo is taken for lost.
#[tokio::test]
async fn err_photos_that_cannot_be_read_now() {
    let (site, browser) = with_a_portrait().await;
    browser.until_kept("draft.answers.commitment").await;
    browser
        .look(
            "(() => {
                const get = IDBObjectStore.prototype.get;
                IDBObjectStore.prototype.get = function (...what) {
                    if (this.name === 'photos') throw new DOMException('', 'InvalidStateError');
                    return get.apply(this, what);
                };
                window.well = () => { IDBObjectStore.prototype.get = get; };
            })()",
        )
        .await;
    browser.next().await;
    until_told(&browser, "chưa đọc được ảnh đã lưu").await;
    assert!(site.stored().is_empty());
    browser.look("well()").await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!((number, files(&envelope)), (stored, 1));
    browser.end().await;
}

/// A draft whose dossier may have arrived becomes two drafts in two windows: both keep the key, so
/// the receiver can tell.
#[tokio::test]
async fn ok_a_fork_keeps_the_key_of_what_may_be_stored() {
    let (site, mut browser) = lost().await;
    browser.expect("status of 422");
    browser.expect("status of 409");
    site.line.fail(answer(
        "422 Unprocessable Entity",
        PROBLEM,
        r#"{"status":422,"issues":[{"at":"phone","code":"phone.format"}]}"#,
    ));
    browser.press("Gửi lại").await;
    browser
        .until("document.activeElement?.matches('.error-summary')")
        .await;
    browser
        .until_kept("!draft.frozen && draft.earlier.length === 1")
        .await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    back_to_the_contact(&browser).await;
    browser.fill("email", "hai@vi-du.vn").await;
    browser
        .until_kept("draft.answers.email === 'hai@vi-du.vn'")
        .await;
    browser.go_to(&first).await;
    back_to_the_contact(&browser).await;
    browser.fill("email", "mot@vi-du.vn").await;
    browser
        .until("document.body.innerText.includes('đang mở ở một cửa sổ khác')")
        .await;
    let mut answers = examples::answers("ok-case-c");
    answers.as_object_mut().unwrap().remove("email");
    answers.as_object_mut().unwrap().remove("request_text");
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    until_told(&browser, "có nội dung khác").await;
    assert_eq!(site.stored().len(), 1);
    browser.end().await;
}
