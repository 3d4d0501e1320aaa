//! Nothing typed is lost: reloads, kills, second windows, languages, Back.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::site::Site;
use hoso_tests::wizard::halfway;
use serde_json::json;

#[tokio::test]
async fn ok_a_reload_in_the_middle() {
    let (site, browser) = halfway("contact").await;
    browser.fill("phone", "09000").await;
    browser.fill("ethnic_group", "12").await;
    browser
        .until_kept("draft.answers.phone === '09000' && draft.answers.ethnic_group === '12'")
        .await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("contact").await;
    assert_eq!(
        browser.value("phone").await,
        "09000",
        "half a number is kept as it is"
    );
    assert_eq!(browser.value("ethnic_group").await, "12");
    browser
        .walk_to("review", &examples::answers("ok-case-c"))
        .await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.only().1["answers"], examples::answers("ok-case-c"));
    browser.end().await;
}

/// A receipt is final: after a reload it is there again, and nothing is posted.
#[tokio::test]
async fn ok_a_reload_of_the_receipt() {
    let (site, browser) = halfway("review").await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    let number = browser.receipt().await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser
        .until("document.getElementById('dossier_number')")
        .await;
    assert_eq!(
        browser
            .text("document.getElementById('dossier_number').innerText")
            .await,
        number
    );
    assert_eq!(site.line.posts().len(), 1);
    browser.end().await;
}

#[tokio::test]
async fn ok_a_kill_in_the_middle() {
    let (site, browser) = halfway("contact").await;
    browser.fill("phone", "0900000001").await;
    browser
        .until_kept("draft.answers.phone === '0900000001'")
        .await;
    let profile = browser.kill();
    let browser = Browser::again(profile).await;
    browser.open(&site).await;
    browser.at("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.press("Quay lại").await;
    browser.at("participant").await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert_eq!(browser.value("social_insurance_number").await, "5600000001");
    browser.press("Quay lại").await;
    browser.at("wish").await;
    assert!(browser.has("cases", "return").await);
    browser.end().await;
}

#[tokio::test]
async fn ok_two_windows_on_one_draft_lose_nothing() {
    let (site, browser) = halfway("contact").await;
    browser.fill("phone", "0900000001").await;
    browser
        .until_kept("draft.answers.phone === '0900000001'")
        .await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("contact").await;
    assert_eq!(
        browser.value("phone").await,
        "0900000001",
        "the second window goes on with the draft"
    );
    browser.fill("email", "hai@example.com").await;
    browser
        .until_kept("draft.answers.email === 'hai@example.com'")
        .await;

    browser.go_to(&first).await;
    browser.fill("email", "mot@example.com").await;
    browser
        .until_kept("draft.answers.email === 'mot@example.com'")
        .await;
    browser
        .until("document.body.innerText.includes('đang mở ở một cửa sổ khác')")
        .await;
    let drafts = browser.draft().await;
    let mut emails: Vec<&str> = drafts
        .as_array()
        .unwrap()
        .iter()
        .map(|draft| draft["answers"]["email"].as_str().unwrap())
        .collect();
    emails.sort_unstable();
    assert_eq!(emails, ["hai@example.com", "mot@example.com"]);
    assert!(
        drafts
            .as_array()
            .unwrap()
            .iter()
            .all(|draft| draft["answers"]["phone"] == "0900000001")
    );

    // A draft that lies beside is offered, and opens.
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("contact").await;
    let here = browser.value("email").await;
    browser.press("Quay lại").await;
    browser.at("participant").await;
    browser.press("Quay lại").await;
    browser.at("wish").await;
    browser
        .until("document.querySelector('main').innerText.includes('Trên máy này còn hồ sơ khác')")
        .await;
    browser.press("Mở bản lưu lúc").await;
    browser.at("contact").await;
    let there = browser.value("email").await;
    let mut both = [here, there];
    both.sort_unstable();
    assert_eq!(both, ["hai@example.com", "mot@example.com"]);
    browser.end().await;
}

/// Wiping asks first and has the focus, gives it back to the button, and says so when it failed.
#[tokio::test]
async fn err_wiping_that_fails_is_told() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("payment", &examples::answers("ok-case-n"))
        .await;
    browser.until_kept("draft.page === 'payment'").await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser
        .until("document.activeElement?.matches('.confirm__title')")
        .await;
    browser.press("Giữ lại").await;
    browser
        .until("document.activeElement?.innerText === 'Xóa dữ liệu khỏi máy này'")
        .await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser
        .look(
            "IDBObjectStore.prototype.clear = () => { throw new DOMException('', 'UnknownError') }",
        )
        .await;
    browser.press("Xóa hết").await;
    browser
        .until("document.querySelector('main .notice--warning')?.innerText.includes('chưa chắc đã xóa hết')")
        .await;
    browser.end().await;
}

#[tokio::test]
async fn ok_wiping_leaves_nothing_behind() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("payment", &examples::answers("ok-case-n"))
        .await;
    browser.until_kept("draft.page === 'payment'").await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser.press("Xóa hết").await;
    browser.at("wish").await;
    assert!(!browser.has("cases", "continue").await);
    browser
        .until("indexedDB.databases().then((all) => all.length)")
        .await;
    browser
        .until(&format!(
            "{}.then((all) => all === '[]')",
            hoso_tests::wizard::DRAFTS
        ))
        .await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    assert_eq!(browser.fragment().await, "wish");
    assert!(!browser.has("cases", "continue").await);
    assert!(!browser.has("in_compulsory_group", "no").await);
    browser.end().await;
}

#[tokio::test]
async fn ok_keeping_after_all_keeps_everything() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("payment", &examples::answers("ok-case-n"))
        .await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser.press("Giữ lại").await;
    browser.until("document.querySelector('.memo__text')").await;
    browser
        .until_kept("draft.answers.full_name === 'Nguyễn Thị Mẫu'")
        .await;
    browser.end().await;
}

#[tokio::test]
async fn ok_back_and_forward_walk_the_steps() {
    let (_site, browser) = halfway("contribution").await;
    for step in ["contact", "participant", "wish"] {
        browser.driver.back().await.unwrap();
        browser.at(step).await;
    }
    assert!(browser.has("cases", "return").await);
    for step in ["participant", "contact", "contribution"] {
        browser.driver.forward().await.unwrap();
        browser.at(step).await;
    }
    browser.driver.back().await.unwrap();
    browser.at("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.end().await;
}

/// The page's own "Quay lại" and the browser's Back lead to the same places.
#[tokio::test]
async fn ok_the_button_leads_back() {
    let (_site, browser) = halfway("contact").await;
    browser.press("Quay lại").await;
    browser.at("participant").await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert_eq!(browser.value("birth_date").await, "14/2/1990");
    browser.driver.back().await.unwrap();
    browser.at("contact").await;
    browser.end().await;
}

#[tokio::test]
async fn err_a_stale_step_skips_nothing() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    for stale in [
        "review",
        "contribution",
        "sending",
        "receipt",
        "payment",
        "nonsense",
    ] {
        browser.driver.goto("about:blank").await.unwrap();
        browser
            .driver
            .goto(format!("{}/602b/#{stale}", site.origin))
            .await
            .unwrap();
        browser.ready().await;
        browser
            .until("location.hash === '#wish' && document.querySelector('[name=cases]')")
            .await;
    }
    browser
        .walk_to("contact", &examples::answers("ok-case-c"))
        .await;
    browser.look("location.hash = '#review'").await;
    browser
        .until("location.hash === '#contact' && document.querySelector('[name=phone]')")
        .await;
    // Who is held at a step is told why.
    browser
        .until("document.activeElement?.matches('.error-summary') && document.activeElement.innerText.includes('số điện thoại')")
        .await;
    assert_eq!(site.line.posts().len(), 0);
    browser.end().await;
}

/// What is chosen and then hidden by another choice is neither asked nor sent.
#[tokio::test]
async fn ok_a_wish_taken_back_takes_its_questions_along() {
    let (site, browser) = halfway("contact").await;
    browser.driver.back().await.unwrap();
    browser.driver.back().await.unwrap();
    browser.at("wish").await;
    browser.fill("cases", "return").await;
    browser.fill("cases", "change_method").await;
    let mut answers = examples::answers("ok-case-d");
    // Everything of the first two steps stands there already.
    for done in ["cases", "in_compulsory_group", "receives_pension"] {
        answers.as_object_mut().unwrap().remove(done);
    }
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.only().1["answers"], examples::answers("ok-case-d"));
    assert_eq!(site.only().1["answers"]["cases"], json!(["change_method"]));
    browser.end().await;
}

/// Another window has changed an answer since this one showed it: that is seen before anything
/// leaves.
#[tokio::test]
async fn ok_a_change_in_another_window_is_seen_before_sending() {
    let (site, browser) = halfway("review").await;
    browser.fill("commitment", "yes").await;
    browser.until_kept("draft.answers.commitment").await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    browser
        .driver
        .goto(format!("{}/602b/#contact", site.origin))
        .await
        .unwrap();
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("contact").await;
    browser.fill("email", "hai@vi-du.vn").await;
    browser
        .until_kept("draft.answers.email === 'hai@vi-du.vn'")
        .await;
    browser.go_to(&first).await;
    browser.next().await;
    browser
        .until("document.body.innerText.includes('đang mở ở một cửa sổ khác')")
        .await;
    browser.at("review").await;
    assert!(site.stored().is_empty());
    browser.end().await;
}
