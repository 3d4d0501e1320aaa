//! Checks the landing page's list, a guide to its end, and a preparation to its printed sheet: nothing is
//! lost, and nothing is sent.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{choice, sentence, sentence_with, title};
use hoso_tests::site::Site;
use serde_json::{Value, json};

use crate::accessibility::assert_usable;

/// The titles of the services that are shown, in their order.
const SHOWN: &str = "[...document.querySelectorAll('.services a')].filter((a) => a.checkVisibility()).map((a) => a.innerText)";

async fn open_landing(browser: &Browser, site: &Site) {
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
}

/// Searches, and returns the titles that are shown.
async fn search(browser: &Browser, text: &str) -> Vec<String> {
    browser
        .eval("document.querySelector('#search').value = ''")
        .await;
    browser.click("#search").await;
    browser.type_keys(text).await;
    let shown = browser.eval(SHOWN).await;
    let shown: Vec<String> = serde_json::from_value(shown).unwrap();
    let status = "document.querySelector('.search [role=status]').innerText";
    let status = browser.eval_text(status).await;
    // In either language the sentence ends in the number.
    assert!(status.ends_with(&format!(": {}", shown.len())), "{status}");
    shown
}

#[tokio::test]
async fn ok_a_service_is_found_without_accents() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    open_landing(&browser, &site).await;
    let all: Vec<String> = serde_json::from_value(browser.eval(SHOWN).await).unwrap();
    assert_eq!(all.len(), hoso_procedures::ALL.len());
    assert_eq!(search(&browser, "mat the").await, [title("the-so").vi]);
    assert_eq!(search(&browser, "LƯƠNG hưu tài").await, [title("2-cbh").vi]);
    assert_eq!(
        search(&browser, "dai ly hoan tra").await,
        [title("hoan-tra").vi]
    );
    assert_eq!(search(&browser, "xe máy").await, Vec::<String>::new());
    let groups =
        "[...document.querySelectorAll('.service-group')].some((group) => group.checkVisibility())";
    assert_eq!(browser.eval(groups).await, false, "an empty group");
    assert_usable(&browser, "nothing found").await;
    // The list is not hydrated; it is translated all the same, and found in the other language.
    browser.switch_language("en").await;
    assert_eq!(search(&browser, "lost card").await, [title("the-so").en]);
    browser.press_language("vi").await;
    browser
        .wait_for("document.documentElement.lang === 'vi'")
        .await;
    assert_eq!(browser.eval(SHOWN).await, json!([title("the-so").vi]));
    // Still in the first module.
    let module = site.second_module();
    let requests = site.proxy.requests();
    assert!(
        !requests
            .iter()
            .any(|request| request.route.contains(&module))
    );
    browser.finish().await;
}

/// Without scripts every service is a link, there is no search field, and a guide shows all it knows.
#[tokio::test]
async fn ok_without_scripts_the_list_and_the_guides_can_be_read() {
    let (site, browser) = (Site::start().await, Browser::without_scripts().await);
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    let shown: Vec<String> = serde_json::from_value(browser.eval(SHOWN).await).unwrap();
    assert_eq!(shown.len(), hoso_procedures::ALL.len());
    assert_eq!(
        browser.eval("document.querySelector('#search')").await,
        Value::Null
    );
    browser.click("a[href*='bhxh-mot-lan']").await;
    let fallback = "document.querySelector('[data-hoso-fallback]')?.innerText";
    browser
        .wait_for(&format!("{fallback}?.includes('14-HSB')"))
        .await;
    let year = sentence_with("ui.as_of", &[("year", "2021")]);
    let text = browser.eval_text(fallback).await;
    assert!(text.contains(year.trim_end_matches('.')), "{text}");
    browser.finish().await;
}

/// Walks a guide to its end, reloads there, and follows its link to another guide.
#[tokio::test]
async fn ok_a_guide_leads_to_what_to_do() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "the-so").await;
    assert_usable(&browser, "first step").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    assert_usable(&browser, "errors").await;
    browser.fill("need", "urgent").await;
    browser.submit_step().await;
    browser.expect_step("outcome").await;
    assert_usable(&browser, "outcome").await;
    let text = browser.main_text().await;
    let definition = hoso_procedures::find("the-so").unwrap().definition;
    for advice in definition.outcome.unwrap().advice {
        let is_for_urgent = advice.when.is_none_or(|when| when.is.contains(&"urgent"));
        assert_eq!(text.contains(advice.text), is_for_urgent, "{}", advice.text);
    }
    assert!(text.contains(&sentence_with("ui.as_of", &[("year", "2021")])));
    // A guide stores no draft, and nothing outlives the tab; the choice survives a reload.
    let kept = "Object.keys(localStorage).filter((key) => key.includes('the-so'))";
    assert_eq!(browser.eval(kept).await, json!([]));
    assert_eq!(browser.saved_drafts().await, json!([]));
    browser.reload().await;
    browser.wait_for("document.querySelector('.advice')").await;
    browser.switch_language("en").await;
    assert_usable(&browser, "outcome in English").await;
    browser.follow_link("main a[href$='vssid/']", "vssid").await;
    browser.fill("who", "relative").await;
    browser.fill("relative", "without_account").await;
    browser.submit_step().await;
    browser.expect_step("outcome").await;
    let copy = "document.querySelector('.memo__text').innerText";
    let message = browser.eval_text(copy).await;
    assert!(message.contains("part II.2"), "{message}");
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}

/// Fills in the preparation of the pension, reloads in the middle, and prints the sheet.
#[tokio::test]
async fn ok_a_preparation_ends_in_a_sheet_and_sends_nothing() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "2-cbh").await;
    let answers = examples::answers_of("2-cbh", "ok-sheet");
    browser.fill("vssid", "no").await;
    browser.submit_step().await;
    browser.expect_step("person").await;
    assert_usable(&browser, "person").await;
    browser.fill_step(&answers).await;
    browser
        .wait_for_draft("draft.page === 'person' && draft.answers.phone === '0900000001'")
        .await;
    browser.reload().await;
    let restored = "document.querySelector('[name=full_name]')?.value === 'Nguyễn Thị Mẫu'";
    browser.wait_for(restored).await;
    browser.submit_step().await;
    browser.expect_step("account").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    assert_usable(&browser, "errors").await;
    browser.fill_step(&answers).await;
    browser.submit_step().await;
    browser.expect_step("outcome").await;
    assert_usable(&browser, "outcome").await;
    let text = browser.main_text().await;
    for piece in [
        "Thay đổi thông tin hưởng lương hưu",
        "số 05 Huỳnh Thúc Kháng, phường Phước Tiến",
        "Nguyễn Thị Mẫu",
        "0123456789",
        choice("2-cbh", "benefit", "pension").vi,
        &sentence_with("ui.as_of", &[("year", "2021")]),
    ] {
        assert!(text.contains(piece), "{piece} in {text}");
    }
    // A change leads back to the sheet.
    browser.click(".sheet a[href='#account']").await;
    browser.wait_for("location.hash === '#account'").await;
    browser.fill("account_number", "9876543210").await;
    browser.press("ui.save_change").await;
    browser.expect_step("outcome").await;
    assert!(browser.main_text().await.contains("9876543210"));
    browser
        .eval("void (window.printed = 0, window.print = () => { window.printed += 1; })")
        .await;
    browser.press("ui.print").await;
    assert_eq!(browser.eval("window.printed").await, 1);
    browser
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))
        .await;
    let buttons =
        "[...document.querySelectorAll('main button')].some((button) => button.checkVisibility())";
    assert_eq!(browser.eval(buttons).await, false, "a button on paper");
    assert!(browser.main_text().await.contains("9876543210"));
    browser
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "" }))
        .await;
    assert_eq!(
        browser
            .eval_text("document.querySelector('footer p').innerText")
            .await,
        sentence("ui.footer_kept")
    );
    assert!(site.proxy.posted_dossiers().is_empty());
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}
