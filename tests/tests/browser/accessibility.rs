//! Checks accessibility: axe-core on every page in every state, the keyboard alone, and narrow or
//! zoomed screens.

use hoso_tests::browser::Browser;
use hoso_tests::examples::{self, input_text};
use hoso_tests::locales::{sentence, sentence_with, step_title};
use hoso_tests::proxy::Fault;
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// Asserts that axe-core finds no violation and nothing overflows at 320 px, at 400 % zoom of
/// 1280×1024 (320×256), and at 320 px with a doubled font size.
pub(crate) async fn assert_usable(browser: &Browser, state: &str) {
    browser.assert_accessible(state).await;
    let step = browser.fragment().await;
    for (height, scale, size) in [(640, 2.0, ""), (256, 4.0, ""), (640, 2.0, "200%")] {
        browser.set_screen(320, height, scale).await;
        let wide = format!(
            "(document.documentElement.style.fontSize = '{size}', document.documentElement.scrollWidth)"
        );
        assert_eq!(
            browser.eval(&wide).await,
            320,
            "{step:?}, {state}: wider than a screen of 320×{height}, type {size}"
        );
    }
    browser
        .eval("document.documentElement.style.fontSize = ''")
        .await;
    browser.set_screen(360, 640, 2.0).await;
}

/// Completes an example of 602b and checks each step empty, with errors, and filled.
async fn every_state(example: &str, last: &str) -> (Site, Browser) {
    let site = Site::start().await;
    every_state_of(site, "602b", &examples::answers(example), last).await
}

/// Completes a procedure and checks each step empty, with errors, and filled.
pub(crate) async fn every_state_of(
    site: Site,
    procedure: &str,
    answers: &Value,
    last: &str,
) -> (Site, Browser) {
    let browser = Browser::start().await;
    browser.open_procedure(&site, procedure).await;
    let mut step = browser.fragment().await;
    while step != last {
        assert_usable(&browser, "empty").await;
        browser.submit_empty_step().await;
        assert_usable(&browser, "errors").await;
        browser.fill_step(answers).await;
        assert_usable(&browser, "filled").await;
        step = browser.complete_step().await;
    }
    (site, browser)
}

#[tokio::test]
async fn ok_every_screen_of_case_a() {
    let (_site, browser) = every_state("ok-golden-1-first-no-number", "review").await;
    assert_usable(&browser, "empty").await;
    browser.switch_language("en").await;
    assert_usable(&browser, "in English").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    assert_usable(&browser, "errors").await;
    browser.commit().await;
    assert_usable(&browser, "filled").await;
    browser.submit_step().await;
    browser.receipt_number().await;
    assert_usable(&browser, "receipt").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_every_screen_of_the_other_cases() {
    let (site, mut browser) = every_state("ok-cases-d-e-f-g", "review").await;
    browser.expect_console("status of 500");
    browser.commit().await;
    site.proxy.fail_next_dossier(Fault::Respond {
        status: "500 Internal Server Error",
        headers: "",
        body: String::new(),
    });
    browser.submit_step().await;
    browser
        .wait_for("document.querySelector('[role=alert] h1') === document.activeElement")
        .await;
    assert_usable(&browser, "failed").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_every_screen_of_case_n() {
    let (site, browser) = every_state("ok-case-n", "payment").await;
    assert_usable(&browser, "empty").await;
    browser.press("ui.erase_title").await;
    assert_usable(&browser, "asking").await;
    browser
        .driver
        .goto(format!("{}/", site.origin))
        .await
        .unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
    assert_usable(&browser, "landing page").await;
    browser.finish().await;
}

/// Checks the review of a registration with the official form, then the receipt.
async fn review_to_receipt(browser: &Browser) {
    assert_usable(browser, "empty").await;
    browser.click("#open_pdf").await;
    browser
        .wait_for("document.querySelector('#open_pdf')?.href")
        .await;
    assert_usable(browser, "form ready").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    assert_usable(browser, "errors").await;
    browser.commit_and_send().await;
    browser
        .eval("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        .await;
    assert_usable(browser, "receipt").await;
}

#[tokio::test]
async fn ok_every_screen_of_a_child() {
    let site = Site::start().await;
    site.configure_page(
        "under18",
        "\"way\":\"intake\"",
        "\"way\":\"intake\",\"parameters\":{\"form_profile\":\"extended\"}",
    );
    let answers = examples::answers_of("under18", "ok-golden-1-parent-account");
    let (_site, browser) = every_state_of(site, "under18", &answers, "review").await;
    review_to_receipt(&browser).await;
    browser.switch_language("en").await;
    assert_usable(&browser, "receipt in English").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_every_screen_of_an_adult() {
    let answers = examples::answers_of("account", "ok-adult");
    let (_site, browser) = every_state_of(Site::start().await, "account", &answers, "review").await;
    review_to_receipt(&browser).await;
    browser.finish().await;
}

/// Checks the links to the related procedure, and the page for citizens who already have an
/// account.
#[tokio::test]
async fn ok_every_screen_of_related_procedures() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "under18").await;
    for (name, answer) in [
        ("has_card", "yes"),
        ("guardian_relation", "mother"),
        ("guardian_has_account", "no"),
        ("route", "parent_account"),
    ] {
        browser.fill(name, answer).await;
    }
    browser
        .wait_for("document.querySelector('[data-related]')")
        .await;
    assert_usable(&browser, "led").await;
    browser.open_procedure(&site, "account").await;
    browser.fill("has_account", "yes").await;
    browser.complete_step().await;
    assert_usable(&browser, "has one").await;
    browser.finish().await;
}

/// Checks the fallback text that is shown when the WASM module fails to load.
#[tokio::test]
async fn ok_the_page_without_wasm() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("Failed to fetch");
    browser.expect_console("integrity");
    let program = site.first_load_file(".wasm");
    site.proxy.replace_body(&program, b"no program".to_vec());
    browser
        .driver
        .goto(format!("{}/602b/", site.origin))
        .await
        .unwrap();
    browser.wait_for("document.querySelector('[data-hoso-fallback]').checkVisibility({ visibilityProperty: true })").await;
    assert_usable(&browser, "failed").await;
    browser.finish().await;
}

/// Checks that the assertions of this file detect a broken page.
#[tokio::test]
async fn err_broken_page_is_detected() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .eval("document.querySelector('label[for=cases]').remove()")
        .await;
    browser
        .eval("document.querySelector('h1').style.cssText = 'color: #ccc; width: 400px'")
        .await;
    let found = browser.violations().await.join("\n");
    for rule in ["\"label\"", "\"color-contrast\""] {
        assert!(found.contains(rule), "{rule} in {found}");
    }
    assert!(
        browser
            .eval("document.documentElement.scrollWidth")
            .await
            .as_u64()
            > Some(360)
    );
    browser.finish().await;
}

/// Presses a key in the focused element.
async fn press_key(browser: &Browser, key: impl Into<TypingData>) {
    browser
        .driver
        .action_chain()
        .send_keys(key)
        .perform()
        .await
        .unwrap();
}

/// Presses Tab until an expression about `here`, the focused element, is true.
async fn tab_to(browser: &Browser, condition: &str) {
    let mut visited = Vec::new();
    for _ in 0..120 {
        let check = format!(
            "(() => {{ const here = document.activeElement; return Boolean({condition}); }})()"
        );
        if browser.eval(&check).await == true {
            // Requires a visible focus ring. A choice shows it on its label.
            let ring = browser
                .eval(
                    "[document.activeElement, document.activeElement.nextElementSibling].filter(Boolean)
                        .flatMap((element) => [null, '::before', '::after'].map((part) => getComputedStyle(element, part)))
                        .some((style) => (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none')",
                )
                .await;
            assert_eq!(ring, true, "the focus is invisible on {condition}");
            return;
        }
        press_key(browser, Key::Tab).await;
        visited.push(
            browser
                .eval_text("document.activeElement.outerHTML.slice(0, 80)")
                .await,
        );
    }
    panic!("Tab never reaches {condition}: {visited:#?}");
}

/// Answers one field by keyboard.
async fn answer_by_keyboard(browser: &Browser, name: &str, answer: &str) {
    let kind = browser
        .eval_text(&format!("(() => {{ const e = document.querySelector('[name=\"{name}\"][value=\"{answer}\"]') ?? document.querySelector('[name=\"{name}\"]'); return e.role === 'combobox' ? 'combobox' : e.type; }})()"))
        .await;
    let of = format!("here.name === '{name}'");
    match kind.as_str() {
        "checkbox" => {
            tab_to(browser, &format!("{of} && here.value === '{answer}'")).await;
            press_key(browser, " ").await;
        }
        "radio" => {
            tab_to(browser, &format!("{of} && here.type === 'radio'")).await;
            press_key(browser, " ").await;
            for _ in 0..10 {
                if browser.eval("document.activeElement.value").await == answer {
                    break;
                }
                press_key(browser, Key::Down).await;
            }
            assert!(
                browser.is_checked(name, answer).await,
                "{name} is not {answer}"
            );
        }
        "select-one" => {
            tab_to(browser, &of).await;
            for _ in 0..250 {
                if browser.value(name).await == answer {
                    break;
                }
                press_key(browser, Key::Down).await;
            }
            assert_eq!(browser.value(name).await, answer, "{name}");
        }
        "combobox" => {
            tab_to(browser, &of).await;
            press_key(browser, "nha tr").await;
            browser.wait_for("document.querySelector('[role=option]')?.innerText.includes('Phường Nha Trang')").await;
            assert_eq!(
                browser
                    .eval("document.activeElement.getAttribute('aria-expanded')")
                    .await,
                "true"
            );
            press_key(browser, Key::Down).await;
            press_key(browser, Key::Up).await;
            let active = browser.eval_text("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText").await;
            assert!(
                active.contains("Phường Nha Trang"),
                "{active:?} is not the first entry"
            );
            press_key(browser, Key::Enter).await;
            browser
                .wait_for(&format!(
                    "document.querySelector('[name=\"{name}\"]').value === 'Phường Nha Trang'"
                ))
                .await;
        }
        _ => {
            tab_to(browser, &of).await;
            press_key(browser, answer).await;
        }
    }
}

/// Completes a dossier by Tab, Space, Enter and the arrow keys.
#[tokio::test]
async fn ok_a_dossier_by_keyboard_alone() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers("ok-correction-of-everything");
    browser.open(&site).await;
    let mut step = browser.fragment().await;
    loop {
        let mut done: Vec<String> = Vec::new();
        while let Some(name) = browser
            .field_names()
            .await
            .into_iter()
            .find(|name| !done.contains(name))
        {
            match answers.get(&name) {
                None => {}
                Some(Value::Array(chosen)) => {
                    for id in chosen {
                        answer_by_keyboard(&browser, &name, id.as_str().unwrap()).await;
                    }
                }
                Some(_) if name == "request_text" => {
                    let button = json!(sentence("ui.fill_for_me"));
                    tab_to(&browser, &format!("here.innerText?.includes({button})")).await;
                    press_key(&browser, Key::Enter).await;
                    browser
                        .wait_for("document.querySelector('[name=request_text]').value")
                        .await;
                }
                Some(_) if name == "nationality" => {}
                Some(answer) => {
                    answer_by_keyboard(&browser, &name, &input_text(&name, answer)).await
                }
            }
            done.push(name);
        }
        tab_to(&browser, "here.type === 'submit'").await;
        if step == "review" {
            press_key(&browser, Key::Enter).await;
            break;
        }
        let check = format!(
            "location.hash !== '#{step}' && document.activeElement?.tagName === 'H1' && location.hash.slice(1)"
        );
        press_key(&browser, Key::Enter).await;
        step = browser.wait_for(&check).await.as_str().unwrap().to_owned();
    }
    browser.receipt_number().await;
    assert_eq!(site.single_dossier().1["answers"], answers);
    browser.finish().await;
}

/// Checks that with large type an amount is below its label, and beside it otherwise.
#[tokio::test]
async fn ok_amounts_are_below_their_labels_in_large_type() {
    let (_site, browser) = start_at_step("contribution").await;
    browser.fill_step(&examples::answers("ok-case-c")).await;
    let cells = "[...document.querySelectorAll('.estimate__table tr')].filter((row) => row.cells.length === 2)
        .map((row) => [...row.cells].map((cell) => cell.getBoundingClientRect()))";
    browser.wait_for(&format!("{cells}.length > 1")).await;
    let is_below = format!("{cells}.every(([label, amount]) => amount.top >= label.bottom)");
    assert_eq!(browser.eval(&is_below).await, false);
    for size in ["175%", "200%"] {
        let set = format!("document.documentElement.style.fontSize = '{size}'");
        browser.eval(&set).await;
        assert_eq!(browser.eval(&is_below).await, true, "{size}");
    }
    browser.finish().await;
}

/// Checks that heading and title say the position of the step: a screen reader starts there.
#[tokio::test]
async fn ok_heading_and_title_say_the_position() {
    let (_site, browser) = start_at_step("contact").await;
    let title = step_title("602b", "contact").vi;
    let heading = browser
        .eval_text("document.querySelector('h1').textContent")
        .await;
    let position = sentence_with("ui.step_of", &[("n", "3"), ("of", "6")]);
    assert_eq!(heading, format!("{position}: {title}"));
    let document_title = browser.eval_text("document.title").await;
    assert!(document_title.starts_with(&heading), "{document_title}");
    browser.finish().await;
}

/// Checks that the error summary takes the focus, and that Enter on an entry focuses its field.
#[tokio::test]
async fn ok_error_summary_entry_focuses_its_field() {
    let (_site, browser) = start_at_step("contact").await;
    tab_to(&browser, "here.type === 'submit'").await;
    press_key(&browser, Key::Enter).await;
    browser.wait_for_error_summary().await;
    let title = browser.eval_text("document.title").await;
    assert!(title.starts_with(&sentence("ui.title_error")), "{title}");
    press_key(&browser, Key::Tab).await;
    assert_eq!(
        browser.eval_text("document.activeElement.tagName").await,
        "A"
    );
    press_key(&browser, Key::Enter).await;
    browser
        .wait_for("document.activeElement?.name === 'phone'")
        .await;
    let in_view = browser
        .eval("(() => { const label = document.querySelector('label[for=phone]').getBoundingClientRect(); return label.top >= 0 && label.bottom <= innerHeight; })()")
        .await;
    assert_eq!(in_view, true, "the label is in view");
    browser.finish().await;
}

/// Checks the pages that are only read: they run no script, are reached from the footer, and hold both
/// languages.
#[tokio::test]
async fn ok_the_pages_that_are_only_read() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    for path in ["quyen-rieng-tu", "ho-tro-tiep-can"] {
        browser.open(&site).await;
        browser
            .click(&format!(".footer__links a[href$='/{path}/']"))
            .await;
        browser
            .wait_for(&format!("location.pathname === '/{path}/'"))
            .await;
        browser.wait_for("document.readyState === 'complete'").await;
        assert_usable(&browser, path).await;
        let facts = "[document.scripts.length, document.querySelectorAll('article[lang]').length]";
        // The settings block is no script that runs.
        assert_eq!(browser.eval(facts).await, json!([1, 2]), "{path}");
    }
    browser.finish().await;
}
