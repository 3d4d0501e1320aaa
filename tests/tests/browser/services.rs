//! Checks the landing page's list, a guide to its end, and a preparation to its printed sheet: nothing is
//! lost, and nothing is sent.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{HOTLINE, choice, sentence, sentence_with, title};
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
        let advice = advice.text.replace("{hotline}", HOTLINE);
        assert_eq!(text.contains(&advice), is_for_urgent, "{advice}");
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
    let copy = "document.querySelector('.transfer-text__text').innerText";
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

/// The rows of a deployment: an open office, a closed one with the nearest, an account, a link, and a row of
/// the build that is switched off. All of them are invented.
fn directory() -> Value {
    let row = |id: &str, kind: &str, name: &str, more: Value| {
        let mut row = json!({
            "id": id, "kind": kind, "name": name, "source": "công văn 1/VD", "checked_on": "2026-11-29",
        });
        row.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        row
    };
    json!({
        "off": ["renamed"],
        "rows": [
            row("province_office", "office", "BHXH tỉnh Ví Dụ", json!({ "address": "Số 1, phường Ví Dụ", "verified": true })),
            row("dien_khanh", "office", "BHXH cơ sở Ví Dụ Một", json!({ "address": "Số 2, xã Ví Dụ", "phone": "0258 000 0001" })),
            row("cam_lam", "office", "BHXH cơ sở Ví Dụ Hai", json!({
                "address": "Số 3, xã Ví Dụ", "verified": true, "closed": true, "nearest": ["dien_khanh", "province_office"],
            })),
            row("fund", "account", "BHXH tỉnh Ví Dụ", json!({
                "bank": "Ngân hàng Ví Dụ", "account_number": "0000000001", "verified": true,
            })),
        ],
    })
}

/// Opens "where to submit" and walks to the end of one way.
async fn where_to_submit(browser: &Browser, site: &Site, way: &str) -> String {
    browser.open_procedure(site, "noi-tiep-nhan").await;
    browser.fill("where", way).await;
    browser.submit_step().await;
    browser.expect_step("outcome").await;
    browser.main_text().await
}

/// R-KH-1, R-KH-7, R-KH-8, R-MON-9: a deployment adds, corrects and switches off rows without a build.
#[tokio::test]
async fn r_kh_7_a_deployment_has_rows_of_its_own() {
    let site = Site::start_with_directory(&directory()).await;
    let browser = Browser::start().await;
    let office = where_to_submit(&browser, &site, "office").await;
    assert_usable(&browser, "offices").await;
    // The build's own address is corrected, and its sentence about the renamed offices is switched off.
    assert!(!office.contains("05 Huỳnh Thúc Kháng"), "{office}");
    assert!(!office.contains("chưa có danh sách"), "{office}");
    let source = [("source", "công văn 1/VD"), ("day", "29/11/2026")];
    for piece in [
        "BHXH tỉnh Ví Dụ",
        "Số 2, xã Ví Dụ",
        "0258 000 0001",
        &sentence("ui.call_first"),
        &sentence_with("ui.row_source", &source),
    ] {
        assert!(office.contains(piece), "{piece} in {office}");
    }
    let unverified = office.matches(&sentence("ui.call_first")).count();
    assert_eq!(unverified, 1, "{office}");
    let closed = where_to_submit(&browser, &site, "closed").await;
    assert_usable(&browser, "closed office").await;
    for piece in [
        "BHXH cơ sở Ví Dụ Hai",
        &sentence("ui.office_closed"),
        "BHXH cơ sở Ví Dụ Một: Số 2, xã Ví Dụ",
        "BHXH tỉnh Ví Dụ: Số 1, phường Ví Dụ",
    ] {
        assert!(closed.contains(piece), "{piece} in {closed}");
    }
    // The same list is offered where a registration asks for the office.
    browser.open_procedure(&site, "account").await;
    let answers = examples::answers_of("account", "ok-adult");
    while browser
        .eval("document.querySelector('[name=receiving_office]') === null")
        .await
        == true
    {
        browser.fill_step(&answers).await;
        browser.complete_step().await;
    }
    let offered = "[...document.querySelectorAll('.proposal')].map((button) => button.innerText)";
    let offered: Vec<String> = serde_json::from_value(browser.eval(offered).await).unwrap();
    let offers = |name: &str| offered.iter().any(|label| label.contains(name));
    assert!(
        offers("BHXH tỉnh Ví Dụ") && offers("BHXH cơ sở Ví Dụ Một"),
        "{offered:?}"
    );
    assert!(!offers("BHXH cơ sở Ví Dụ Hai"), "{offered:?}");
    browser.finish().await;
}

/// R-MON-9: an account is shown where one pays, with its source, once the deployment has a verified row.
#[tokio::test]
async fn r_mon_9_a_verified_account_is_shown_where_one_pays() {
    let site = Site::start_with_directory(&directory()).await;
    let browser = Browser::start().await;
    browser.open_procedure(&site, "dong-tiep").await;
    let answers = examples::answers_of("dong-tiep", "ok-three-months");
    browser.complete_until("outcome", &answers).await;
    assert_usable(&browser, "account").await;
    let text = browser.main_text().await;
    assert!(
        text.contains("0000000001") && text.contains("Ngân hàng Ví Dụ"),
        "{text}"
    );
    browser.finish().await;
}
