//! Once and not twice, in odd orders of events: refusals after an answer that was lost, another
//! window that wipes, ticks over a dossier on its way, photos that come late.

use hoso_tests::album::Album;
use hoso_tests::browser::Browser;
use hoso_tests::disk::fill_the_disk;
use hoso_tests::examples::{self, answers_of};
use hoso_tests::line::Fault;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::post::{
    answer, change_the_phone, lost, ready_to_send, reload_while_open, until_told,
};
use hoso_tests::site::Site;
use serde_json::json;

const HTML: &str = "Content-Type: text/html\r\n";
const PROBLEM: &str = "Content-Type: application/problem+json\r\n";

/// Opens the page once more and holds its program back.
async fn open_without_the_program(site: &Site, browser: &Browser) {
    browser.driver.goto("about:blank").await.unwrap();
    let program = format!("GET {}", site.file(".wasm"));
    site.line.hold(&program);
    browser.tell("Network.enable", json!({})).await;
    browser
        .tell("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
        .await;
    let page = format!("{}/602b/", site.origin);
    browser.driver.goto(&page).await.unwrap();
    site.line.until_asked(&program, 2).await;
}

/// The dossier has arrived, its answer was lost, and something on the way refuses the next try.
#[tokio::test]
async fn ok_a_refusal_after_a_lost_answer_makes_no_second_dossier() {
    let issues = r#"{"status":422,"code":"dossier.refused","issues":[{"at":"phone","code":"phone.format"}]}"#;
    for (status, headers, body) in [
        ("422 Unprocessable Entity", HTML, "<h1>no</h1>"),
        ("422 Unprocessable Entity", PROBLEM, "{}"),
        ("403 Forbidden", HTML, ""),
        ("422 Unprocessable Entity", PROBLEM, issues),
    ] {
        let (site, mut browser) = ready_to_send().await;
        browser.expect("Failed to load resource");
        site.line.fail(Fault::Cut);
        site.line.fail(answer(status, headers, body));
        browser.next().await;
        until_told(&browser, "Không kết nối được").await;
        let first = site.only();
        browser.press("Gửi lại").await;
        if body == issues {
            browser
                .until("document.activeElement?.matches('.error-summary')")
                .await;
            browser.next().await;
        } else {
            until_told(&browser, "không nhận hồ sơ ở dạng này").await;
            browser.press("Gửi lại").await;
        }
        assert_eq!(browser.receipt().await, first.0, "{status} {body}");
        assert_eq!(site.only(), first);
        browser.end().await;
    }
}

/// "Busy" may be said by something that has passed the dossier on all the same.
#[tokio::test]
async fn ok_a_dossier_that_landed_while_busy_was_said() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    site.line.fail(Fault::Landed("503 Service Unavailable"));
    site.line.fail(answer("403 Forbidden", HTML, ""));
    browser.next().await;
    until_told(&browser, "đang bận").await;
    let first = site.only();
    browser.press("Gửi lại").await;
    until_told(&browser, "không nhận hồ sơ ở dạng này").await;
    browser.press("Gửi lại").await;
    assert_eq!(browser.receipt().await, first.0);
    assert_eq!(site.only(), first);
    browser.end().await;
}

/// A conflict that the receiver has not spoken of is none.
#[tokio::test]
async fn err_a_conflict_that_proves_nothing() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("status of 409");
    site.line.fail(answer("409 Conflict", HTML, "<h1>no</h1>"));
    browser.next().await;
    until_told(&browser, "trả lời không rõ").await;
    assert!(site.stored().is_empty());
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    browser.end().await;
}

/// Who is refused and reloads, as the page says, finds the dossier there to be sent.
#[tokio::test]
async fn ok_a_reload_after_a_refusal_without_a_reason() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("status of 401");
    site.line.fail(answer("401 Unauthorized", HTML, ""));
    browser.next().await;
    until_told(&browser, "không nhận hồ sơ ở dạng này").await;
    reload_while_open(&browser).await;
    browser.press("Gửi lại").await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    let posts = site.line.posts();
    assert_eq!(
        (&posts[0].key, &posts[0].body),
        (&posts[1].key, &posts[1].body)
    );
    browser.end().await;
}

/// The changed dossier meets the one that arrived, the page is opened anew, and then it is to be a
/// dossier of its own.
#[tokio::test]
async fn ok_a_dossier_of_its_own_after_a_reload() {
    let (site, browser) = lost().await;
    change_the_phone(&browser).await;
    browser.next().await;
    until_told(&browser, "có nội dung khác").await;
    reload_while_open(&browser).await;
    browser.press("Gửi lại").await;
    until_told(&browser, "có nội dung khác").await;
    browser.press("Gửi thành hồ sơ mới").await;
    let number = browser.receipt().await;
    let stored = site.stored();
    assert_eq!(stored.len(), 2);
    let second = stored.iter().find(|(other, _)| *other == number).unwrap();
    assert_eq!(second.1["answers"]["phone"], "0900000008");
    browser.end().await;
}

/// Nothing can be written any more after a try that failed: what was changed on the page is what
/// goes, and nothing of it gives way to what the disk still holds.
#[tokio::test]
async fn ok_a_full_disk_does_not_bring_back_what_was_sent_before() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    reload_while_open(&browser).await;
    fill_the_disk(&browser).await;
    change_the_phone(&browser).await;
    browser.next().await;
    let number = browser.receipt().await;
    let stored = site.only();
    assert_eq!(stored.0, number);
    assert_eq!(stored.1["answers"]["phone"], "0900000008");
    browser.end().await;
}

/// Where nothing can be kept, the version that arrived does not take the place of what was changed,
/// and leaving the dossier is refused in words.
#[tokio::test]
async fn err_no_room_for_what_was_changed() {
    let (_site, browser) = lost().await;
    fill_the_disk(&browser).await;
    change_the_phone(&browser).await;
    browser.next().await;
    until_told(&browser, "có nội dung khác").await;
    browser.press("Lấy số hồ sơ của bản đã tới").await;
    until_told(&browser, "hết chỗ lưu").await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    let page = browser
        .text("document.querySelector('main').innerText")
        .await;
    assert!(page.contains("0900000008"), "{page}");
    browser
        .look("document.querySelector('.details').open = true")
        .await;
    browser.press("Làm hồ sơ mới").await;
    browser
        .until("document.querySelector('main .notice--warning')?.innerText.includes('sẽ mất những gì đã gõ')")
        .await;
    browser.at("review").await;
    browser.end().await;
}

/// A clock that ran ahead is set right: the dossier is not sent with its old moment for ever.
#[tokio::test]
async fn ok_a_clock_that_is_set_right() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    let ahead = "{ const real = Date.now; Date.now = () => real() + (window.ahead ?? 0) } window.ahead = 3 * 864e5";
    browser.look(&format!("(() => {{ {ahead} }})()")).await;
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.press("Gửi lại").await;
    browser
        .until("document.activeElement?.matches('.error-summary')")
        .await;
    browser.look("window.ahead = 0").await;
    browser.next().await;
    let number = browser.receipt().await;
    assert_eq!(site.only().0, number);
    browser.end().await;
}

/// One window sends and wipes; the other one still shows the same dossier and sends it too.
#[tokio::test]
async fn ok_a_wiped_dossier_is_not_sent_again_by_another_window() {
    let (site, mut browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    browser.next().await;
    browser.receipt().await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser.press("Xóa hết").await;
    browser.at("wish").await;
    browser.go_to(&first).await;
    browser.next().await;
    // Made final within the same second it is the same dossier, with the same receipt; else it is
    // another version under the same key.
    browser
        .until("location.hash === '#receipt' || document.querySelector('[role=alert]')?.innerText.includes('Một bản có nội dung khác')")
        .await;
    assert_eq!(site.stored().len(), 1);
    if browser.fragment().await != "receipt" {
        browser.expect("status of 409");
    }
    browser.end().await;
}

/// Ticks that come before the program go into no dossier that is on its way; it stays to be sent.
#[tokio::test]
async fn ok_early_ticks_leave_a_dossier_on_its_way_alone() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    open_without_the_program(&site, &browser).await;
    browser.tick("cases", "back_pay").await;
    site.line.release();
    browser.ready().await;
    assert!(browser.has("cases", "back_pay").await);
    assert!(!browser.has("cases", "return").await);
    // The other one is offered, and goes as it was.
    browser.press("Mở bản lưu").await;
    browser
        .until("document.querySelector('[role=alert] button')")
        .await;
    browser.press("Gửi lại").await;
    browser.receipt().await;
    assert_eq!(site.only().1["answers"], examples::answers("ok-case-c"));
    browser.end().await;
}

/// Ticks that come before the program join a draft that waits at its commitment, and undo it.
#[tokio::test]
async fn ok_early_ticks_undo_the_commitment() {
    let (site, browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    open_without_the_program(&site, &browser).await;
    browser.tick("cases", "identity_change").await;
    site.line.release();
    browser.ready().await;
    browser
        .until_kept("!draft.answers.commitment && draft.answers.cases?.length === 2")
        .await;
    browser.end().await;
}

/// Forward leads to where Back came from, behind the questions too.
#[tokio::test]
async fn ok_forward_leads_to_the_payment() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let answers = examples::answers("ok-case-n");
    browser.walk_to("payment", &answers).await;
    browser.driver.back().await.unwrap();
    browser.at("contact").await;
    browser.driver.forward().await.unwrap();
    browser.at("payment").await;
    browser.end().await;
}

/// A photo that is still at work when the person sends goes along, after the person has seen it.
#[tokio::test]
async fn ok_a_late_photo_is_waited_for() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let mut answers = answers_of("under18", "ok-core-direct");
    for photo in [
        "portrait",
        "birth_certificate",
        "id_front",
        "id_back",
        "form_profile",
    ] {
        answers.as_object_mut().unwrap().remove(photo);
    }
    let album = Album::default();
    let file = album.put("a.jpg", &jpeg(&scene(1200, 900)));
    browser.open_procedure(&site, "under18").await;
    browser.walk_to("photos", &answers).await;
    // Without its module the worker has not even begun.
    let module = format!("GET {}", site.jobs(".wasm"));
    site.line.hold(&module);
    browser.choose_files("birth_certificate", &[&file]).await;
    site.line.until_asked(&module, 1).await;
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.until("location.hash === '#sending'").await;
    site.line.release();
    browser
        .until("location.hash === '#review' && document.activeElement?.matches('.error-summary')")
        .await;
    assert!(site.line.posts().is_empty());
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    let (_, envelope) = site.only();
    assert_eq!(envelope["attachments"][0]["field"], "birth_certificate");
    browser.end().await;
}

/// What is put right in the adult's draft is not written over by the way there, and what comes
/// back changes no dossier that has arrived. Wiping takes the drafts of both.
#[tokio::test]
async fn ok_the_ways_between_two_procedures_write_over_nothing() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let mut child = answers_of("under18", "ok-core-direct");
    for photo in [
        "portrait",
        "birth_certificate",
        "id_front",
        "id_back",
        "form_profile",
    ] {
        child.as_object_mut().unwrap().remove(photo);
    }
    child["guardian_has_account"] = json!(false);
    let lead = async || {
        browser.driver.goto("about:blank").await.unwrap();
        let way = format!("{}/under18/#way", site.origin);
        browser.driver.goto(&way).await.unwrap();
        browser
            .until("document.querySelector('[data-lead=account]')")
            .await;
        browser.click("[data-lead=account]").await;
        browser
            .until("location.pathname === '/account/' && document.documentElement.dataset.hosoState === 'live'")
            .await;
        browser.ready().await;
    };
    browser.open_procedure(&site, "under18").await;
    browser.walk_to("review", &child).await;
    lead().await;
    browser.fill("has_account", "no").await;
    browser.fill("who", "adult").await;
    browser.pass().await;
    browser.fill("full_name", "Nguyễn Thị Sửa Lại").await;
    browser
        .until_kept("draft.answers.full_name === 'Nguyễn Thị Sửa Lại'")
        .await;
    lead().await;
    browser
        .until_kept("draft.answers.full_name === 'Nguyễn Thị Sửa Lại'")
        .await;

    // The child's dossier arrives; only then the adult goes back.
    browser.driver.goto("about:blank").await.unwrap();
    let review = format!("{}/under18/#review", site.origin);
    browser.driver.goto(&review).await.unwrap();
    browser.ready().await;
    browser.at("review").await;
    browser.fill("commitment", "yes").await;
    browser.pass().await;
    browser.receipt().await;
    browser
        .until_kept("draft.receipt && draft.answers.guardian_name")
        .await;
    let before = browser.draft().await;
    let sent = |drafts: &serde_json::Value| {
        let mut all = drafts.as_array().unwrap().iter();
        all.find(|draft| draft["receipt"].is_object()).unwrap()["answers"].clone()
    };
    browser.open_procedure(&site, "account").await;
    browser.click("[data-way-back]").await;
    browser
        .until("location.pathname === '/under18/' && document.documentElement.dataset.hosoState === 'live'")
        .await;
    browser.until("location.hash === '#receipt'").await;
    assert_eq!(sent(&browser.draft().await), sent(&before));

    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser.press("Xóa hết").await;
    browser.at("way").await;
    browser
        .until("document.activeElement?.tagName === 'H1'")
        .await;
    browser
        .until(&format!(
            "{}.then((all) => all === '[]')",
            hoso_tests::wizard::DRAFTS
        ))
        .await;
    browser.end().await;
}
