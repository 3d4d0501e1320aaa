//! Completes every case from the first step to the receipt and compares what the receiver stored.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::sentence;
use hoso_tests::scenario::Scenario;
use hoso_tests::site::Site;
use serde_json::json;

/// Completes an example, sends it, and compares the stored dossier. `transfer_text` is the text of
/// the bank transfer, `None` without a social insurance number.
async fn journey(example: &str, memo: Option<&str>) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers(example);
    browser.open(&site).await;
    browser.complete_until("review", &answers).await;
    browser.fill_step(&answers).await;
    browser.submit_step().await;
    let number = browser.receipt_number().await;

    let (stored, envelope) = site.single_dossier();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"], answers);
    assert_eq!(envelope["procedure"], "602b");
    assert_eq!(envelope["language"], "vi");
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].key.as_deref(), envelope["dossier_id"].as_str());

    let shown = browser
        .eval_text("document.querySelector('.transfer-text__text')?.innerText")
        .await;
    assert_eq!(shown, memo.unwrap_or_default());
    browser.finish().await;
}

#[tokio::test]
async fn ok_case_a_first_time_without_a_number() {
    journey("ok-golden-1-first-no-number", None).await;
}

#[tokio::test]
async fn ok_case_a_with_a_household_elsewhere() {
    journey("ok-case-a-household-elsewhere", None).await;
}

#[tokio::test]
async fn ok_case_b_first_time_with_a_number() {
    journey(
        "ok-case-b",
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"),
    )
    .await;
}

#[tokio::test]
async fn ok_case_c_back_after_a_break() {
    journey(
        "ok-case-c",
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"),
    )
    .await;
}

#[tokio::test]
async fn ok_case_d_another_method() {
    journey(
        "ok-case-d",
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"),
    )
    .await;
}

#[tokio::test]
async fn ok_case_e_another_base() {
    journey(
        "ok-case-e",
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"),
    )
    .await;
}

#[tokio::test]
async fn ok_case_f_pays_back() {
    journey(
        "ok-case-f",
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"),
    )
    .await;
}

#[tokio::test]
async fn ok_cases_c_and_g_everything_corrected() {
    journey(
        "ok-correction-of-everything",
        Some("Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"),
    )
    .await;
}

#[tokio::test]
async fn ok_cases_d_and_e_together() {
    journey(
        "ok-golden-2-change-method-and-base",
        Some("Đóng BHXH tự nguyện của H'Thử Niê, 5600000002, 0900000003"),
    )
    .await;
}

#[tokio::test]
async fn ok_cases_c_f_and_g_together() {
    journey(
        "ok-golden-3-return-back-pay-identity",
        Some("Đóng BHXH tự nguyện của Lê Ví Dụ, 5800000003, 0900000004"),
    )
    .await;
}

/// Checks that a citizen who only continues to pay sees the transfer, and that nothing is sent.
#[tokio::test]
async fn ok_case_n_ends_at_the_payment_page() {
    let (site, browser) = Scenario::new("602b", "ok-case-n").start_at("payment").await;
    let memo = browser
        .eval("[...document.querySelectorAll('.transfer-text__text')].map((e) => e.innerText)")
        .await;
    assert_eq!(
        memo,
        json!([
            "Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001",
            "Dong BHXH tu nguyen cua Nguyen Thi Mau, 5600000001, 0900000001",
        ])
    );
    browser.allow_copying().await;
    browser.press("ui.copy_transfer_text").await;
    browser
        .wait_for(&format!(
            "document.querySelector('.transfer-text [role=status]')?.innerText === {}",
            json!(sentence("ui.copied"))
        ))
        .await;
    assert!(site.proxy.posted_dossiers().is_empty());
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}

/// Goes from the list of procedures to the receipt, and from there to an empty wizard.
#[tokio::test]
async fn ok_landing_page_to_receipt_to_new_dossier() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
    browser.click("main a[href*='602b']").await;
    browser.wait_until_ready().await;
    let answers = examples::answers("ok-case-d");
    browser.complete_until("review", &answers).await;
    browser.commit_and_send().await;
    browser.press("ui.new_dossier").await;
    browser.expect_step("wish").await;
    assert!(!browser.is_checked("cases", "change_method").await);
    browser.complete_until("review", &answers).await;
    let number = browser.commit_and_send().await;
    let stored = site.stored_dossiers();
    assert_eq!(stored.len(), 2, "two dossiers of the same content are two");
    assert_eq!(number, stored[1].0);
    assert_ne!(stored[0].1["dossier_id"], stored[1].1["dossier_id"]);
    browser.finish().await;
}
