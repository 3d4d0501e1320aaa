//! Checks what a returning person sees: drafts and receipts by what they are for, whose they are and
//! how far they are.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{choice, sentence, sentence_start, sentence_with};
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use hoso_tests::storage::RECORD_COUNT;
use serde_json::Value;

/// What a draft of `ok-case-c` at the step `contact` is called.
fn name_at_contact() -> String {
    let wish = choice("602b", "cases", "return").vi;
    let step = sentence_with("ui.step_of", &[("n", "3"), ("of", "6")]);
    format!("{wish} – Nguyễn Thị Mẫu – {step}")
}

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

/// Starts a second draft, and opens the first one from the landing page.
#[tokio::test]
async fn ok_the_landing_page_lists_drafts_and_opens_them() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    browser
        .eval("document.querySelector('.step-footer details').open = true")
        .await;
    browser.press("ui.new_dossier").await;
    browser.expect_step("wish").await;
    // The draft that was left is offered at once.
    let name = name_at_contact();
    browser
        .wait_for(&format!(
            "document.querySelector('main .notice')?.innerText.includes('{name}')"
        ))
        .await;
    browser.fill("cases", "back_pay").await;
    browser
        .wait_for_draft("draft.answers.cases?.join() === 'back_pay'")
        .await;

    open_landing(&browser, &site).await;
    let links = "[...document.querySelectorAll('.draft-list a')]";
    browser.wait_for(&format!("{links}.length === 2")).await;
    let texts = browser
        .eval(&format!("{links}.map((e) => e.innerText)"))
        .await;
    let wish = choice("602b", "cases", "back_pay").vi;
    // Both may have been saved in the same second, so their order is open.
    let texts: Vec<&str> = texts
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(texts.iter().any(|text| text.contains(wish)), "{texts:?}");
    let older = texts.iter().position(|text| text.contains(&name)).unwrap();
    let text = texts[older];
    assert!(text.starts_with(sentence_start("ui.open_draft")), "{text}");
    browser.eval(&format!("{links}[{older}].click()")).await;
    browser.wait_for("location.hash === '#contact'").await;
    assert_eq!(browser.value("phone").await, "");
    // The page says why it opens in the middle, until the person leaves the step.
    browser
        .wait_for(&format!(
            "document.querySelector('[data-resumed]')?.innerText.includes('{name}')"
        ))
        .await;
    browser.press("ui.back").await;
    browser.expect_step("participant").await;
    assert_eq!(
        browser
            .eval("document.querySelectorAll('[data-resumed]').length")
            .await,
        0
    );
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    browser.finish().await;
}

/// Erases in a third window: neither the landing page nor a window with a fresh draft goes on to show
/// the name that was erased.
#[tokio::test]
async fn ok_an_erased_name_leaves_the_lists_of_other_windows() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    browser
        .eval("document.querySelectorAll('details').forEach((details) => details.open = true)")
        .await;
    browser.press("ui.new_dossier").await;
    browser.expect_step("wish").await;
    let name = "Nguyễn Thị Mẫu";
    let shows_name = format!("document.querySelector('main').innerText.includes('{name}')");
    browser.wait_for(&shows_name).await;
    let (fresh, landing) = browser.open_second_window().await;
    open_landing(&browser, &site).await;
    browser.wait_for(&shows_name).await;
    let _ = browser.open_second_window().await;
    browser.open(&site).await;
    browser.wait_until_ready().await;
    browser.erase_all_data().await;
    browser.expect_step("wish").await;
    for window in [&fresh, &landing] {
        browser.switch_to_window(window).await;
        browser.wait_for(&format!("!{shows_name}")).await;
    }
    browser.finish().await;
}

/// Erases while the landing page is in the back/forward cache or hidden: it shows no name afterwards.
#[tokio::test]
async fn ok_the_landing_page_reads_its_list_again() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    open_landing(&browser, &site).await;
    let links = "document.querySelectorAll('.draft-list a').length";
    browser.wait_for(&format!("{links} === 1")).await;
    browser.edit_store("drafts", "store.clear()").await;
    browser
        .eval("window.dispatchEvent(new Event('pageshow'))")
        .await;
    browser.wait_for(&format!("{links} === 0")).await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_the_landing_page_lists_receipts() {
    let (site, browser) = start_at_step("review").await;
    let number = browser.commit_and_send().await;
    browser.wait_for_draft("draft.receipt").await;
    open_landing(&browser, &site).await;
    browser
        .wait_for(&format!(
            "document.querySelector('.draft-list a')?.innerText.includes('{number}')"
        ))
        .await;
    browser.click(".draft-list a").await;
    browser
        .wait_for("document.getElementById('dossier_number')")
        .await;
    browser.finish().await;
}

/// Moves the time at which every draft was saved into the past.
async fn age_drafts(browser: &Browser, days: u32) {
    let script = format!(
        "store.openCursor().onsuccess = ({{ target }}) => {{
            const cursor = target.result;
            if (!cursor) return;
            const draft = JSON.parse(cursor.value);
            draft.saved_at -= {days} * 86400;
            cursor.update(JSON.stringify(draft));
            cursor.continue();
        }}"
    );
    browser.edit_store("drafts", &script).await;
}

/// Checks that the list says until when a draft is kept, and that it is removed after that day.
#[tokio::test]
async fn ok_a_draft_is_removed_after_thirty_days() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    open_landing(&browser, &site).await;
    let list = "document.querySelector('.draft-list')?.innerText";
    // Saved on the day of the examples, 20 November 2026.
    let until = sentence_with("ui.kept_until", &[("date", "20/12/2026")]);
    browser
        .wait_for(&format!("{list}.includes('{until}')"))
        .await;
    age_drafts(&browser, 29).await;
    open_landing(&browser, &site).await;
    let until = sentence_with("ui.kept_until", &[("date", "21/11/2026")]);
    browser
        .wait_for(&format!("{list}.includes('{until}')"))
        .await;
    age_drafts(&browser, 1).await;
    open_landing(&browser, &site).await;
    browser.wait_for(&format!("!{list}")).await;
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    browser.finish().await;
}

/// Checks that a dossier which may be on its way is kept, however old it is.
#[tokio::test]
async fn ok_a_dossier_without_a_receipt_is_kept() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    open_landing(&browser, &site).await;
    browser.put_pending_delivery().await;
    age_drafts(&browser, 300).await;
    // A second one, which has expired: it shows when the page has looked.
    browser
        .edit_store(
            "drafts",
            "store.getAll().onsuccess = ({ target }) => {
                const draft = JSON.parse(target.result[0]);
                store.put(JSON.stringify(draft), 'under18:expired');
            }",
        )
        .await;
    open_landing(&browser, &site).await;
    let links = "document.querySelectorAll('.draft-list a').length";
    browser.wait_for(&format!("{links} === 1")).await;
    let text = browser
        .eval_text("document.querySelector('.draft-list li').innerText")
        .await;
    assert!(
        !text.contains(sentence_start("ui.kept_until")) && text.contains("Nguyễn Thị Mẫu"),
        "{text}"
    );
    browser.finish().await;
}

/// Checks that a first visit of the landing page fetches no second module.
#[tokio::test]
async fn ok_a_first_visit_of_the_landing_page_reads_no_drafts() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    open_landing(&browser, &site).await;
    assert_eq!(
        browser
            .eval("document.querySelectorAll('.draft-list').length")
            .await,
        0
    );
    let module = site.second_module();
    let fetched = site.proxy.requests();
    assert!(
        fetched
            .iter()
            .all(|request| !request.route.contains(&module))
    );
    browser.finish().await;
}

/// Checks that one press of Back leaves the receipt, and that the footer promises nothing any more.
#[tokio::test]
async fn ok_back_leaves_the_receipt_at_once() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    open_landing(&browser, &site).await;
    browser.click("a[href$='602b/']").await;
    browser.wait_until_ready().await;
    let footer = "document.querySelector('footer p').innerText";
    assert_eq!(
        browser.eval_text(footer).await,
        sentence_with("ui.footer", &[("receiver", "Hệ thống nhận hồ sơ chạy thử")])
    );
    browser
        .complete_until("review", &examples::answers("ok-case-c"))
        .await;
    browser.commit_and_send().await;
    assert_eq!(browser.eval_text(footer).await, sentence("ui.footer_kept"));
    browser.driver.back().await.unwrap();
    browser
        .wait_for("location.pathname === '/' && !location.hash")
        .await;
    browser.finish().await;
}

/// Checks that a press before the page is live is answered at once.
#[tokio::test]
async fn ok_a_press_before_the_page_is_live_has_a_sign() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let program = format!("GET {}", site.first_load_file(".wasm"));
    site.proxy.hold(&program);
    let page = format!("location.href = '{}/602b/'", site.origin);
    browser.eval(&page).await;
    site.proxy.wait_for_requests(&program, 1).await;
    let shown = "getComputedStyle(document.querySelector('.held')).display";
    browser.wait_for(&format!("{shown} === 'none'")).await;
    browser.submit_step().await;
    browser.wait_for(&format!("{shown} === 'block'")).await;
    assert_eq!(
        browser
            .eval_text("document.querySelector('.held').innerText")
            .await,
        sentence("ui.module_loading")
    );
    site.proxy.release();
    browser.wait_until_ready().await;
    browser.wait_for_error_summary().await;
    browser.wait_for(&format!("{shown} === 'none'")).await;
    browser.finish().await;
}

/// Checks that the page without scripts says so below its header and has no button without effect.
#[tokio::test]
async fn ok_without_scripts_no_button_is_dead() {
    let (site, browser) = (Site::start().await, Browser::without_scripts().await);
    browser
        .driver
        .goto(format!("{}/602b/", site.origin))
        .await
        .unwrap();
    let top = |selector: &str| {
        format!("document.querySelector('{selector}').getBoundingClientRect().top")
    };
    let (header, notice, main) = (
        top(".page-header"),
        top("[data-hoso-fallback] h2"),
        top("main h1"),
    );
    assert_eq!(
        browser
            .eval(&format!("{header} < {notice} && {notice} < {main}"))
            .await,
        true
    );
    let visible = "[...document.querySelectorAll('button')].filter((e) => e.offsetParent).length";
    assert_eq!(browser.eval(visible).await, 0);
    browser.finish().await;
}
