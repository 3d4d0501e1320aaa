//! Checks the review: what is changed there comes back to it, and a warning names its button.

use hoso_tests::browser::Browser;
use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::photo_fields::without_photos;
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;

/// Presses "Sửa" at one answer: its step opens at the field, and the button of the step leads back.
#[tokio::test]
async fn ok_a_change_returns_to_the_review() {
    let (_site, browser) = start_at_step("review").await;
    let phone = browser
        .wait_for("document.querySelector('a[href=\"#contact\"]')?.closest('.summary-list__row').innerText")
        .await;
    assert!(phone.as_str().unwrap().contains("0900000001"), "{phone}");
    browser.click("a[href='#contact']").await;
    browser
        .wait_for("location.hash === '#contact' && document.activeElement?.name === 'phone'")
        .await;
    browser.fill("phone", "0900000009").await;
    browser.press("ui.save_change").await;
    browser.expect_step("review").await;
    assert!(browser.main_text().await.contains("0900000009"));
    // Elsewhere the button leads to the next step.
    browser.driver.back().await.unwrap();
    browser.driver.back().await.unwrap();
    browser.expect_step("review").await;
    browser.driver.back().await.unwrap();
    browser
        .wait_for(
            "location.hash !== '#review' && document.querySelector('form button[type=submit]')",
        )
        .await;
    let label = browser
        .eval_text("document.querySelector('form button[type=submit]').innerText")
        .await;
    assert_eq!(label, sentence("ui.next"));
    browser.finish().await;
}

/// Loads the review again, where the warnings of earlier steps are new: they name the button that sends.
#[tokio::test]
async fn ok_a_warning_names_the_button_that_is_there() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "account").await;
    let answers = without_photos("account", "ok-adult");
    browser.complete_until("review", &answers).await;
    browser.reload().await;
    // Restored: what is ticked before is no commitment to the draft.
    browser.expect_step("review").await;
    browser.commit().await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let send = sentence("ui.send");
    let title = sentence_with("ui.warnings_title", &[("button", &send)]);
    let summary = "document.querySelector('[data-hoso-summary] h2').innerText";
    assert_eq!(browser.eval_text(summary).await, title);
    let button = "document.querySelector('form button[type=submit]').innerText";
    assert_eq!(browser.eval_text(button).await, send);
    browser.submit_step().await;
    browser.receipt_number().await;
    browser.finish().await;
}
