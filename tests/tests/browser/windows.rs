//! Two windows on one draft, and a dossier whose fate is open: no answer, no number and no receipt is
//! lost, and nothing is stored twice.

use hoso_tests::browser::Browser;
use hoso_tests::disk::fill_the_disk;
use hoso_tests::examples;
use hoso_tests::line::Fault;
use hoso_tests::post::{
    back_to_the_contact, change_the_phone, conflict, lost, ready_to_send, until_told,
};
use hoso_tests::site::Site;
use thirtyfour::WindowHandle;

const POST: &str = "POST /api/dossiers";
const CONFLICT: &str = "Một bản có nội dung khác";
const AS_NEW: &str = "Gửi thành hồ sơ mới";
const TAKE: &str = "Lấy số hồ sơ của bản đã tới";

/// Another window corrects the phone meanwhile, and commits.
async fn corrected_elsewhere(site: &Site, browser: &Browser) -> (WindowHandle, WindowHandle) {
    let windows = browser.another_window().await;
    browser.open(site).await;
    change_the_phone(browser).await;
    browser
        .until_kept("draft.answers.phone === '0900000008' && draft.answers.commitment")
        .await;
    windows
}

/// The receipt with this number is on the disk, and opens again.
async fn is_kept(browser: &Browser, number: &str) {
    browser
        .until_kept(&format!("draft.receipt?.number === '{number}'"))
        .await;
    browser.driver.refresh().await.unwrap();
    shows(browser, number).await;
}

async fn shows(browser: &Browser, number: &str) {
    let shown = format!("document.getElementById('dossier_number')?.innerText === '{number}'");
    browser.until(&shown).await;
}

async fn drafts(browser: &Browser) -> usize {
    browser.draft().await.as_array().unwrap().len()
}

/// Another window has changed the draft, and nothing was typed in this one since it was loaded: what
/// it shows is kept as a draft of its own before it leaves, and so is the receipt.
#[tokio::test]
async fn ok_a_fork_in_which_nothing_was_typed() {
    let (site, browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("review").await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    back_to_the_contact(&browser).await;
    browser.fill("phone", "0900000008").await;
    browser
        .until_kept("draft.answers.phone === '0900000008'")
        .await;
    browser.go_to(&first).await;
    browser.next().await;
    browser
        .until("document.body.innerText.includes('giữ thành một bản riêng')")
        .await;
    assert_eq!(drafts(&browser).await, 2);
    browser.next().await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    is_kept(&browser, &number).await;
    browser
        .until_kept("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.end().await;
}

/// What another window has corrected and not sent neither goes out nor is lost, nor is it shown as
/// what was sent.
#[tokio::test]
async fn ok_another_window_corrects_what_was_tried_here() {
    let (site, browser) = lost().await;
    let (first, _) = corrected_elsewhere(&site, &browser).await;
    browser.go_to(&first).await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    let posts = site.line.posts();
    assert_eq!(posts[0].body, posts[1].body);
    let words = browser
        .text("document.querySelector('main').innerText")
        .await;
    assert!(
        words.contains("0900000001") && !words.contains("0900000008"),
        "{words}"
    );
    is_kept(&browser, &number).await;
    // The correction, and no second draft of what was sent.
    browser
        .until_kept("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    assert_eq!(drafts(&browser).await, 2);
    browser.end().await;
}

/// Another window has changed the answers and met the conflict; here the number of what arrived is
/// taken: the changed answers stay.
#[tokio::test]
async fn ok_taking_the_number_keeps_what_another_window_changed() {
    let (site, mut browser) = lost().await;
    browser.expect("status of 409");
    let (first, _) = corrected_elsewhere(&site, &browser).await;
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    browser.driver.close_window().await.unwrap();
    browser.go_to(&first).await;
    browser.press("Gửi lại").await;
    until_told(&browser, CONFLICT).await;
    browser.press(TAKE).await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    is_kept(&browser, &number).await;
    browser
        .until_kept("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.end().await;
}

/// None of the earlier versions has arrived: the answers of now are still there, and they go out as
/// the new dossier.
#[tokio::test]
async fn err_no_earlier_version_has_arrived() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    browser.expect("status of 409");
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    change_the_phone(&browser).await;
    site.line.fail(conflict());
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    site.line.fail(conflict());
    browser.press(TAKE).await;
    site.line.until_asked(POST, 3).await;
    browser
        .until(&format!(
            "!document.querySelector('main').innerText.includes('{TAKE}') && document.activeElement?.tagName === 'H1'"
        ))
        .await;
    until_told(&browser, CONFLICT).await;
    browser.press(AS_NEW).await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    is_kept(&browser, &number).await;
    assert_eq!(drafts(&browser).await, 1);
    browser.end().await;
}

/// The line breaks while the number is asked for: the answers of now stay on the screen, and the
/// number can be asked for again.
#[tokio::test]
async fn ok_the_line_breaks_while_the_number_is_taken() {
    let (site, mut browser) = lost().await;
    browser.expect("status of 409");
    change_the_phone(&browser).await;
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    site.line.fail(Fault::Close);
    browser.press(TAKE).await;
    until_told(&browser, "Không kết nối được").await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    let words = browser
        .text("document.querySelector('main').innerText")
        .await;
    assert!(
        words.contains("0900000008") && !words.contains("0900000001"),
        "{words}"
    );
    assert_eq!(drafts(&browser).await, 1);
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    site.line.fail(Fault::Close);
    browser.press(TAKE).await;
    until_told(&browser, "Không kết nối được").await;
    // Trying again asks for the same.
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    browser
        .until_kept("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    // The page says that the changes are in another draft: it is offered.
    browser.press("Làm hồ sơ mới").await;
    browser.at("wish").await;
    browser
        .until("document.body.innerText.includes('Mở bản lưu lúc')")
        .await;
    browser.press("Mở bản lưu lúc").await;
    browser
        .until("document.body.innerText.includes('Đã lưu trên máy này')")
        .await;
    browser
        .until_kept("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.end().await;
}

/// Two windows meet the same conflict: "as a new dossier" takes one press, in either of them, its
/// receipt is kept, and the window that comes second is shown it.
#[tokio::test]
async fn ok_a_conflict_in_two_windows_is_one_new_dossier() {
    for pressed_first in [0, 1] {
        let (site, mut browser) = ready_to_send().await;
        browser.expect("status of 409");
        browser.until_kept("draft.answers.commitment").await;
        let (first, second) = browser.another_window().await;
        browser.open(&site).await;
        browser.at("review").await;
        let mut windows = [&first, &second];
        for window in windows {
            browser.go_to(window).await;
            site.line.fail(conflict());
            browser.next().await;
            until_told(&browser, CONFLICT).await;
        }
        windows.rotate_left(pressed_first);
        browser.go_to(windows[0]).await;
        browser.press(AS_NEW).await;
        let number = browser.receipt().await;
        assert_eq!(site.only().0, number);
        is_kept(&browser, &number).await;
        browser.go_to(windows[1]).await;
        browser.press(AS_NEW).await;
        assert_eq!(browser.receipt().await, number);
        assert_eq!(site.stored().len(), 1);
        browser.end().await;
    }
}

/// The dossier that stands in the way is this very one, sent by another window: its receipt is
/// shown, and no second one is made.
#[tokio::test]
async fn ok_as_new_where_another_window_has_the_receipt() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("status of 409");
    browser.until_kept("draft.answers.commitment").await;
    let (first, second) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    site.line.fail(conflict());
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    browser.go_to(&first).await;
    browser.next().await;
    let number = browser.receipt().await;
    browser.go_to(&second).await;
    browser.press(AS_NEW).await;
    assert_eq!(browser.receipt().await, number);
    assert_eq!(site.only().0, number);
    is_kept(&browser, &number).await;
    browser.end().await;
}

/// Another window has only turned a page while the receipt was on its way: it is kept.
#[tokio::test]
async fn ok_a_receipt_is_kept_where_another_window_has_looked() {
    let (site, browser) = lost().await;
    site.line.hold(POST);
    browser.press("Gửi lại").await;
    site.line.until_asked(POST, 2).await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    browser.until_kept("draft.page === 'review'").await;
    site.line.release();
    browser.go_to(&first).await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    is_kept(&browser, &number).await;
    assert_eq!(drafts(&browser).await, 1);
    browser.end().await;
}

/// Who sends changed answers as a new dossier may still ask for the number of the one that arrived.
#[tokio::test]
async fn ok_as_new_keeps_the_way_to_what_arrived() {
    let (site, mut browser) = lost().await;
    browser.expect("status of 409");
    let arrived = site.only().0;
    change_the_phone(&browser).await;
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    browser.press(AS_NEW).await;
    let number = browser.receipt().await;
    assert_ne!(number, arrived);
    assert_eq!(site.stored().len(), 2);
    is_kept(&browser, &number).await;
    browser.press("Làm hồ sơ mới").await;
    browser.at("wish").await;
    let unsent = "[...document.querySelectorAll('main button')].filter((b) => b.innerText.includes('Mở bản lưu lúc'))";
    browser.until(&format!("{unsent}.length === 1")).await;
    browser.press("Mở bản lưu lúc").await;
    browser
        .until("document.querySelector('[role=alert] button')")
        .await;
    browser.press("Gửi lại").await;
    assert_eq!(browser.receipt().await, arrived);
    assert_eq!(site.stored().len(), 2);
    browser.end().await;
}

/// A window takes over what another one has tried, and does not get it through: what it put aside
/// for that does not come up first in the next window, to be sent beside it.
#[tokio::test]
async fn ok_what_was_put_aside_is_not_the_newest() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    browser.until_kept("draft.answers.commitment").await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    back_to_the_contact(&browser).await;
    browser.fill("phone", "0900000008").await;
    let mut answers = examples::answers("ok-case-c");
    for known in ["phone", "request_text"] {
        answers.as_object_mut().unwrap().remove(known);
    }
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.until_kept("draft.frozen").await;
    browser.go_to(&first).await;
    // A minute later.
    browser
        .look("(() => { const real = Date.now; Date.now = () => real() + 6e4; })()")
        .await;
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.driver.close_window().await.unwrap();
    let windows = browser.driver.windows().await.unwrap();
    browser.go_to(&windows[0]).await;
    browser.driver.refresh().await.unwrap();
    browser
        .until("document.querySelector('[role=alert] button')")
        .await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    browser
        .until_kept("draft.answers.phone === '0900000001' && !draft.receipt")
        .await;
    browser.end().await;
}

/// No room for the way to what arrived: nothing is sent as new until there is.
#[tokio::test]
async fn err_no_room_for_what_arrived() {
    let (site, mut browser) = lost().await;
    browser.expect("status of 409");
    let arrived = site.only().0;
    change_the_phone(&browser).await;
    browser.next().await;
    until_told(&browser, CONFLICT).await;
    browser.until_kept("draft.earlier.length").await;
    fill_the_disk(&browser).await;
    browser.press(AS_NEW).await;
    until_told(&browser, "hết chỗ lưu").await;
    assert_eq!(site.only().0, arrived);
    browser.look("window.room()").await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    assert_eq!(site.stored().len(), 2);
    is_kept(&browser, &number).await;
    browser.until_kept("draft.frozen && !draft.receipt").await;
    browser.end().await;
}

/// A browser that has kept nothing from the start is not asked for room: both ways lead on.
#[tokio::test]
async fn ok_a_conflict_where_nothing_is_ever_kept() {
    for (way, stored) in [(TAKE, 1), (AS_NEW, 2)] {
        let (site, mut browser) = (Site::start().await, Browser::start().await);
        browser.expect("Failed to load resource");
        browser.expect("status of 409");
        browser.open(&site).await;
        fill_the_disk(&browser).await;
        browser
            .walk_to("review", &examples::answers("ok-case-c"))
            .await;
        browser.fill("commitment", "yes").await;
        site.line.fail(Fault::Cut);
        browser.next().await;
        until_told(&browser, "Không kết nối được").await;
        change_the_phone(&browser).await;
        browser.next().await;
        until_told(&browser, CONFLICT).await;
        browser.press(way).await;
        let number = browser.receipt().await;
        assert_eq!(site.stored().len(), stored);
        assert_eq!(site.stored()[stored - 1].0, number);
        browser.end().await;
    }
}

/// What is on the disk may be left, though nothing more can be written.
#[tokio::test]
async fn ok_a_receipt_on_a_full_disk_is_left() {
    let (_site, browser) = ready_to_send().await;
    browser.next().await;
    let number = browser.receipt().await;
    is_kept(&browser, &number).await;
    fill_the_disk(&browser).await;
    browser.press("Làm hồ sơ mới").await;
    browser.at("wish").await;
    browser.end().await;
}

/// A receipt that could not be kept is not left without a word, where nothing was typed either.
#[tokio::test]
async fn err_a_receipt_that_is_kept_nowhere_is_not_left() {
    let (_site, browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("review").await;
    fill_the_disk(&browser).await;
    browser.next().await;
    let number = browser.receipt().await;
    browser.press("Làm hồ sơ mới").await;
    browser
        .until("document.querySelector('main .notice--warning')?.innerText.includes('sẽ mất những gì đã gõ')")
        .await;
    shows(&browser, &number).await;
    browser.end().await;
}

/// What this tab hands over when it goes out of sight in the very moment of a fork does not come
/// back as a draft that was never sent.
#[tokio::test]
async fn ok_what_was_handed_over_in_a_fork_is_sent_once() {
    let (site, browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    back_to_the_contact(&browser).await;
    browser.fill("email", "hai@vi-du.vn").await;
    browser.until_kept("draft.answers.email").await;
    browser.go_to(&first).await;
    back_to_the_contact(&browser).await;
    browser
        .look(
            "(() => {
                const input = document.querySelector('[name=phone]');
                input.focus();
                input.value = '0900000008';
                input.dispatchEvent(new Event('input', { bubbles: true }));
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
                document.dispatchEvent(new Event('visibilitychange'));
                delete document.hidden;
            })()",
        )
        .await;
    browser
        .until_kept("draft.answers.phone === '0900000008'")
        .await;
    browser
        .until("Object.keys(sessionStorage).every((key) => !key.startsWith('hoso-handed:'))")
        .await;
    let mut answers = examples::answers("ok-case-c");
    for known in ["phone", "request_text"] {
        answers.as_object_mut().unwrap().remove(known);
    }
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    is_kept(&browser, &number).await;
    assert_eq!(drafts(&browser).await, 2);
    browser.end().await;
}
