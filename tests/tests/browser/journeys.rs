//! Every case from the first step to the receipt, and what the receiver stored.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::site::Site;

/// Goes through an example, sends it, and compares what is stored. `memo` is the exact
/// text of the transfer, or nothing where there is no number to pay under yet.
async fn journey(example: &str, memo: Option<&str>) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers(example);
    browser.open(&site).await;
    browser.walk_to("review", &answers).await;
    browser.fill_step(&answers).await;
    browser.next().await;
    let number = browser.receipt().await;

    let (stored, envelope) = site.only();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"], answers);
    assert_eq!(envelope["procedure"], "602b");
    assert_eq!(envelope["language"], "vi");
    let posts = site.line.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].key.as_deref(), envelope["dossier_id"].as_str());

    let shown = browser
        .text("document.querySelector('.memo__text')?.innerText")
        .await;
    assert_eq!(shown, memo.unwrap_or_default());
    browser.end().await;
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

/// Who goes on paying declares nothing: the page shows the transfer, and nothing leaves.
#[tokio::test]
async fn ok_case_n_leads_to_the_payment() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("payment", &examples::answers("ok-case-n"))
        .await;
    let memo = browser
        .look("[...document.querySelectorAll('.memo__text')].map((e) => e.innerText)")
        .await;
    assert_eq!(
        memo,
        serde_json::json!([
            "Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001",
            "Dong BHXH tu nguyen cua Nguyen Thi Mau, 5600000001, 0900000001",
        ])
    );
    browser.press("Chép nội dung").await;
    browser
        .until("document.querySelector('.memo [role=status]')?.innerText === 'Đã chép'")
        .await;
    assert!(site.line.posts().is_empty());
    assert!(site.stored().is_empty());
    browser.end().await;
}

/// From the list of procedures into the wizard, and after the receipt to an empty one.
#[tokio::test]
async fn ok_from_the_landing_page_to_the_next_dossier() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    browser
        .until("document.documentElement.dataset.hosoState === 'live'")
        .await;
    browser.click("main a[href*='602b']").await;
    browser.ready().await;
    let answers = examples::answers("ok-case-d");
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    browser.press("Làm hồ sơ mới").await;
    browser.at("wish").await;
    assert!(!browser.has("cases", "change_method").await);
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
    browser.next().await;
    let number = browser.receipt().await;
    let stored = site.stored();
    assert_eq!(stored.len(), 2, "two dossiers of the same content are two");
    assert_eq!(number, stored[1].0);
    assert_ne!(stored[0].1["dossier_id"], stored[1].1["dossier_id"]);
    browser.end().await;
}
