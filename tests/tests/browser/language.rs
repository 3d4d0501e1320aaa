//! Checks both languages and the switch between them.

use hoso_tests::browser::{Browser, HEADING};
use hoso_tests::examples;
use hoso_tests::locales::{english_sentence, label, step_title};
use hoso_tests::proxy::Fault;
use hoso_tests::scenario::start_at_step;
use serde_json::json;

async fn wait_for_title(browser: &Browser, title: &str) {
    let title = json!(title);
    browser.wait_for(&format!("{HEADING} === {title}")).await;
}

#[tokio::test]
async fn ok_language_switch_keeps_the_input() {
    let (_site, browser) = start_at_step("contact").await;
    browser.fill("phone", "09000").await;
    browser.fill("nationality", "VN").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    browser.switch_language("en").await;
    wait_for_title(&browser, step_title("602b", "contact").en).await;
    assert_eq!(browser.fragment().await, "contact");
    assert_eq!(browser.value("phone").await, "09000");
    assert_eq!(browser.value("nationality").await, "VN");
    let text = browser.main_text().await;
    assert!(text.contains(english_sentence("ui.next")), "{text}");
    browser.fill("phone", "0900000001").await;
    assert_eq!(browser.complete_step().await, "contribution");
    browser.fill("payment_method", "every_3_months").await;
    browser.press_language("vi").await;
    wait_for_title(&browser, step_title("602b", "contribution").vi).await;
    assert!(browser.is_checked("payment_method", "every_3_months").await);
    browser.driver.back().await.unwrap();
    browser.expect_step("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.finish().await;
}

/// Checks that a reload restores the language with the draft.
#[tokio::test]
async fn ok_language_is_restored_with_the_draft() {
    let (_site, browser) = start_at_step("contact").await;
    browser.press_language("en").await;
    wait_for_title(&browser, step_title("602b", "contact").en).await;
    browser.wait_for_draft("draft.language === 'en'").await;
    browser.reload().await;
    wait_for_title(&browser, step_title("602b", "contact").en).await;
    browser
        .wait_for("document.documentElement.lang === 'en'")
        .await;
    let text = browser.eval_text("document.body.innerText").await;
    for expected in [
        english_sentence("ui.next"),
        english_sentence("ui.back"),
        label("602b", "phone").en,
        label("602b", "nationality").en,
    ] {
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
    browser.finish().await;
}

/// Checks that the page stays Vietnamese until the English file arrives.
#[tokio::test]
async fn ok_english_file_arrives_late() {
    let (site, browser) = start_at_step("contact").await;
    let english = format!("GET {}", site.asset("en.txt"));
    site.proxy.hold(&english);
    browser.press_language("en").await;
    site.proxy.wait_for_requests(&english, 1).await;
    browser.fill("phone", "0900000001").await;
    assert_eq!(
        browser.eval_text(HEADING).await,
        step_title("602b", "contact").vi
    );
    site.proxy.release();
    wait_for_title(&browser, step_title("602b", "contact").en).await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.finish().await;
}

/// Checks that a failed English file is reported in both languages.
#[tokio::test]
async fn err_english_file_fails_to_load() {
    let (site, mut browser) = start_at_step("contact").await;
    browser.expect_console("net::ERR_");
    let english = format!("GET {}", site.asset("en.txt"));
    // The page tries again past the cache.
    for _ in 0..2 {
        site.proxy.fail_next(&english, Fault::Drop);
    }
    browser.fill("phone", "0900000001").await;
    browser.press_language("en").await;
    browser
        .wait_for("document.body.innerText.includes('English could not be loaded')")
        .await;
    assert_eq!(
        browser.eval_text(HEADING).await,
        step_title("602b", "contact").vi
    );
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.press_language("en").await;
    wait_for_title(&browser, step_title("602b", "contact").en).await;
    assert!(
        !browser
            .eval_text("document.body.innerText")
            .await
            .contains("could not be loaded")
    );
    browser.finish().await;
}

/// Checks the digit grouping: points in Vietnamese, commas in English.
#[tokio::test]
async fn ok_amounts_follow_the_language() {
    let (_site, browser) = start_at_step("request").await;
    browser.driver.back().await.unwrap();
    browser.expect_step("contribution").await;
    let shown = examples::answers("ok-case-c")["income_base"].clone();
    assert_eq!(shown, 1_500_000);
    for (language, here, other) in [
        ("vi", "1.500.000 đ", "1,500,000 đ"),
        ("en", "1,500,000 đ", "1.500.000 đ"),
    ] {
        // On a narrow screen only the other language has a button.
        if language != "vi" {
            browser.switch_language(language).await;
        }
        browser
            .wait_for(&format!(
                "document.querySelector('main').innerText.includes('{here}')"
            ))
            .await;
        let text = browser.main_text().await;
        assert!(!text.contains(other), "{text}");
    }
    browser.fill("income_base", "1400000").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let text = browser
        .eval_text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    assert!(text.contains("1,400,000"), "{text}");
    browser.finish().await;
}
