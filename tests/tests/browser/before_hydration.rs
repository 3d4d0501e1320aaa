//! Checks the prerendered page before and without the WASM module, and its Content Security Policy.

use hoso_tests::browser::{Browser, HEADING};
use hoso_tests::locales::{HOTLINE, have_ready, sentence, step_title};
use hoso_tests::site::Site;
use hoso_tests::submission::respond;
use serde_json::json;

const FALLBACK: &str =
    "document.querySelector('[data-hoso-fallback]')?.checkVisibility({ visibilityProperty: true })";

async fn goto(browser: &Browser, site: &Site, path: &str) {
    browser
        .driver
        .goto(format!("{}{path}", site.origin))
        .await
        .unwrap();
}

async fn wait_for_state(browser: &Browser, state: &str) {
    browser
        .wait_for(&format!(
            "document.documentElement.dataset.hosoState === '{state}'"
        ))
        .await;
}

/// Opens the wizard of 602b and holds its second module.
async fn open_without_second_module(site: &Site, browser: &Browser) {
    let second_module = format!("GET {}", site.second_module());
    site.proxy.hold(&second_module);
    goto(browser, site, "/602b/").await;
    site.proxy.wait_for_requests(&second_module, 1).await;
    wait_for_state(browser, "live").await;
}

/// Checks that a press before the script of the page has run has a sign, which needs no script. A script
/// that is held would hold the driver too, so it does not arrive.
#[tokio::test]
async fn ok_a_press_before_the_script_has_a_sign() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("404");
    let script = format!("GET {}", site.first_load_file(".js"));
    site.proxy.fail_next(
        &script,
        respond("404 Not Found", "Cache-Control: no-store\r\n", ""),
    );
    goto(&browser, &site, "/602b/").await;
    site.proxy.wait_for_requests(&script, 1).await;
    let shown = "getComputedStyle(document.querySelector('.held')).display";
    browser.wait_for(&format!("{shown} === 'none'")).await;
    browser.submit_step().await;
    browser.wait_for(&format!("{shown} === 'block'")).await;
    let state = browser
        .eval("document.documentElement.dataset.hosoState ?? null")
        .await;
    assert_eq!(state, json!(null), "no script has run");
    assert_eq!(
        browser
            .eval_text("document.querySelector('.held').innerText")
            .await,
        sentence("ui.module_loading")
    );
    browser.reload().await;
    browser.wait_for(&format!("{shown} === 'none'")).await;
    browser.finish().await;
}

/// Holds the WASM module until the citizen has chosen answers and submitted.
#[tokio::test]
async fn ok_input_before_hydration_is_applied() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let program = format!("GET {}", site.first_load_file(".wasm"));
    site.proxy.hold(&program);
    goto(&browser, &site, "/602b/").await;
    site.proxy.wait_for_requests(&program, 1).await;
    wait_for_state(&browser, "starting").await;
    browser.tick_choice("cases", "return").await;
    browser.tick_choice("cases", "back_pay").await;
    browser.tick_choice("in_compulsory_group", "no").await;
    browser.submit_step().await;
    browser.submit_step().await;
    assert!(
        !browser.eval_text("location.href").await.contains('?'),
        "no answer in the address"
    );
    assert!(browser.is_checked("cases", "return").await);
    wait_for_state(&browser, "starting").await;

    site.proxy.release();
    browser.expect_step("participant").await;
    assert_eq!(
        browser
            .eval("document.querySelectorAll('[data-hoso-summary]').length")
            .await,
        0,
        "pressed once"
    );
    browser.driver.back().await.unwrap();
    browser.expect_step("wish").await;
    for (name, id, ticked) in [
        ("cases", "return", true),
        ("cases", "back_pay", true),
        ("cases", "continue", false),
        ("in_compulsory_group", "no", true),
        ("in_compulsory_group", "yes", false),
    ] {
        assert_eq!(browser.is_checked(name, id).await, ticked, "{name} {id}");
    }
    browser.wait_for_draft("draft.answers.cases?.join() === 'return,back_pay' && draft.answers.in_compulsory_group === 'no'").await;
    browser.finish().await;
}

/// Checks that choices made before hydration override the draft, and that the rest of the draft is
/// restored.
#[tokio::test]
async fn ok_choices_before_hydration_are_merged_into_the_draft() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.fill("cases", "return").await;
    browser.fill("in_compulsory_group", "no").await;
    browser
        .wait_for_draft("draft.answers.in_compulsory_group === 'no'")
        .await;
    let program = format!("GET {}", site.first_load_file(".wasm"));
    site.proxy.hold(&program);
    // Disables the cache, so that the proxy can hold the module.
    browser.cdp("Network.enable", json!({})).await;
    browser
        .cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
        .await;
    goto(&browser, &site, "/602b/").await;
    site.proxy.wait_for_requests(&program, 2).await;
    wait_for_state(&browser, "starting").await;
    browser.tick_choice("receives_pension", "no").await;
    site.proxy.release();
    browser.wait_until_ready().await;
    browser
        .wait_for("document.querySelector('[name=in_compulsory_group][value=no]').checked")
        .await;
    assert!(browser.is_checked("receives_pension", "no").await);
    assert!(browser.is_checked("cases", "return").await);
    browser
        .wait_for_draft("draft.answers.receives_pension === 'no' && draft.answers.cases?.join() === 'return' && draft.answers.in_compulsory_group === 'no'")
        .await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_without_javascript_the_fallback_is_shown() {
    let (site, browser) = (Site::start().await, Browser::without_scripts().await);
    goto(&browser, &site, "/602b/").await;
    browser.wait_for(FALLBACK).await;
    let fallback = browser
        .eval_text("document.querySelector('[data-hoso-fallback]').innerText")
        .await;
    let texts = [
        "ui.noscript_title",
        "ui.noscript_ready",
        "ui.noscript_where",
    ]
    .map(sentence);
    for text in texts
        .iter()
        .map(String::as_str)
        .chain(have_ready("602b").iter().map(|document| document.vi))
        .chain(["JavaScript", HOTLINE])
    {
        assert!(fallback.contains(text), "{text:?} in {fallback}");
    }
    assert_eq!(
        browser
            .eval("document.querySelector('[data-hoso-reload]').checkVisibility()")
            .await,
        false,
        "a button that can do nothing"
    );
    assert_eq!(
        browser
            .eval("document.querySelector('form [type=submit]').checkVisibility()")
            .await,
        false,
        "another one"
    );
    let margin = "document.querySelector('[data-hoso-fallback] li').getBoundingClientRect().left";
    let margin = browser.eval(margin).await.as_f64().unwrap();
    assert!(margin > 40.0, "the fallback is indented: {margin}");
    assert!(
        browser
            .eval_text(HEADING)
            .await
            .contains(step_title("602b", "wish").vi)
    );
    assert!(
        !site
            .proxy
            .requests()
            .iter()
            .any(|request| request.route == format!("GET {}", site.first_load_file(".js")))
    );
    goto(&browser, &site, "/").await;
    assert_eq!(
        browser
            .eval_text("document.querySelector('main a[href*=\"602b\"]').pathname")
            .await,
        "/602b/"
    );
    browser.finish().await;
}

#[tokio::test]
async fn err_modified_wasm_is_blocked_by_integrity() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("integrity");
    browser.expect_console("Failed to fetch");
    let path = site.first_load_file(".wasm");
    let mut bytes = site.built_file(&path);
    // Changes a byte of the data section: the module stays valid and shows another text.
    *bytes.last_mut().unwrap() ^= 1;
    site.proxy.replace_body(&path, bytes);
    goto(&browser, &site, "/602b/").await;
    wait_for_state(&browser, "failed").await;
    browser.wait_for(FALLBACK).await;
    assert_eq!(
        browser
            .eval("document.querySelector('[data-hoso-reload]').checkVisibility()")
            .await,
        true
    );
    // Checks that the form can be filled and printed, and writes no answer into the address.
    browser.tick_choice("cases", "return").await;
    browser
        .eval("document.querySelector('form').requestSubmit()")
        .await;
    assert!(browser.is_checked("cases", "return").await);
    assert!(!browser.eval_text("location.href").await.contains('?'));
    assert_eq!(
        browser
            .eval("document.querySelector('form [type=submit]').checkVisibility()")
            .await,
        false,
        "it leads nowhere"
    );
    browser.finish().await;
}

#[tokio::test]
async fn err_modified_script_is_blocked_by_integrity() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("integrity");
    let path = site.first_load_file(".js");
    let mut bytes = site.built_file(&path);
    bytes.push(b' ');
    site.proxy.replace_body(&path, bytes);
    goto(&browser, &site, "/602b/").await;
    site.proxy
        .wait_for_requests(&format!("GET {path}"), 1)
        .await;
    browser.wait_for("document.readyState === 'complete'").await;
    assert_eq!(
        browser
            .eval_text("document.documentElement.dataset.hosoState")
            .await,
        ""
    );
    // Finishes the CSS animation that delays the fallback, instead of waiting for it.
    browser
        .eval("document.getAnimations().forEach((animation) => animation.finish())")
        .await;
    browser.wait_for(FALLBACK).await;
    browser.finish().await;
}

/// Checks that a WASM trap shows the fallback and keeps the input.
#[tokio::test]
async fn err_wasm_trap_keeps_the_input() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.fill("cases", "return").await;
    browser
        .eval("window.dispatchEvent(new Event('hoso-failed'))")
        .await;
    wait_for_state(&browser, "failed").await;
    browser.wait_for(FALLBACK).await;
    assert!(browser.is_checked("cases", "return").await);
    browser.finish().await;
}

#[tokio::test]
async fn ok_content_security_policy_is_strict() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    for path in ["/", "/602b/"] {
        goto(&browser, &site, path).await;
        wait_for_state(&browser, "live").await;
        let policy = browser
            .eval_text("fetch('').then((page) => page.headers.get('content-security-policy'))")
            .await;
        let directive = |name: &str| {
            let found = policy
                .split(';')
                .map(str::trim)
                .find_map(|d| d.strip_prefix(name)?.strip_prefix(' '));
            found
                .unwrap_or_else(|| panic!("no {name} in {policy}"))
                .to_owned()
        };
        for (name, value) in [
            ("default-src", "'none'"),
            ("script-src", "'self' 'wasm-unsafe-eval'"),
            ("img-src", "'self' blob: data:"),
            ("connect-src", "'self'"),
            ("base-uri", "'none'"),
            ("form-action", "'self'"),
            ("require-trusted-types-for", "'script'"),
        ] {
            assert_eq!(directive(name), value, "{path}: {name}");
        }
        // Allows each inlined style sheet by its hash only.
        for source in directive("style-src").split(' ') {
            assert!(
                source == "'self'" || source.starts_with("'sha256-"),
                "{path}: style-src {source}"
            );
        }
        let headers = browser
            .eval("fetch('').then((page) => ['x-content-type-options', 'referrer-policy', 'set-cookie'].map((name) => page.headers.get(name)))")
            .await;
        assert_eq!(headers, json!(["nosniff", "no-referrer", null]));
        assert_eq!(browser.eval_text("document.cookie").await, "");
    }
    browser.finish().await;
}

/// Checks that the browser blocks and reports what an injection would try.
#[tokio::test]
async fn err_script_injection_is_blocked() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("requires 'Trusted");
    browser.expect_console("Content Security Policy");
    browser.open(&site).await;
    browser
        .eval(
            "(() => {
                const script = document.createElement('script');
                try { script.textContent = 'window.injected = 1'; document.body.append(script); } catch { }
                try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.injected = 2\">'); } catch { window.refused = 1; }
                try { const style = document.createElement('style'); style.append('body { display: none }'); document.body.append(style); } catch { }
            })()",
        )
        .await;
    assert_eq!(
        browser
            .eval("[window.injected ?? null, window.refused, document.body.checkVisibility()]")
            .await,
        json!([null, 1, true])
    );
    browser.finish().await;
}

/// Checks that the first module validates the first step, and that a valid submit waits for the
/// second.
#[tokio::test]
async fn ok_submit_waits_for_the_second_module() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    open_without_second_module(&site, &browser).await;
    browser.submit_step().await;
    browser
        .wait_for("document.querySelector('[data-hoso-summary]')")
        .await;
    browser.tick_choice("cases", "return").await;
    browser.tick_choice("in_compulsory_group", "no").await;
    browser.submit_step().await;
    browser.wait_for_text("ui.module_loading").await;
    site.proxy.release();
    browser.expect_step("participant").await;
    browser.finish().await;
}

/// Checks that choices survive closing the page while the second module never arrives.
#[tokio::test]
async fn ok_choices_survive_a_page_without_second_module() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    open_without_second_module(&site, &browser).await;
    browser.tick_choice("cases", "return").await;
    browser.tick_choice("cases", "back_pay").await;
    browser.tick_choice("in_compulsory_group", "no").await;
    goto(&browser, &site, "/").await;
    goto(&browser, &site, "/602b/").await;
    wait_for_state(&browser, "live").await;
    assert!(browser.is_checked("cases", "return").await);
    assert!(browser.is_checked("in_compulsory_group", "no").await);
    site.proxy.release();
    browser.wait_until_ready().await;
    browser.wait_for_draft("draft.answers.cases?.join() === 'return,back_pay' && draft.answers.in_compulsory_group === 'no'").await;
    // Waits until the copy in localStorage is deleted: the draft replaces it.
    browser
        .wait_for("!Object.keys(localStorage).some((key) => key.startsWith('hoso-early'))")
        .await;
    browser.finish().await;
}

/// Checks that each file of the first load is fetched once, and only from this origin.
#[tokio::test]
async fn ok_first_load_fetches_three_files() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let mut routes: Vec<String> = site
        .proxy
        .requests()
        .into_iter()
        .map(|request| request.route)
        .collect();
    // Ignores the second module and the script of the service worker: the page fetches them after
    // hydration.
    let second_module = format!("GET {}", site.second_module());
    assert!(
        routes
            .iter()
            .filter(|route| **route == second_module)
            .count()
            <= 1
    );
    let offline = format!("GET {}", site.offline_script());
    routes.retain(|route| *route != second_module && *route != offline);
    routes.sort();
    let mut expected = vec![
        "GET /602b/".to_owned(),
        format!("GET {}", site.first_load_file(".js")),
        format!("GET {}", site.first_load_file(".wasm")),
    ];
    expected.sort();
    assert_eq!(routes, expected);
    let others = browser
        .eval("performance.getEntriesByType('resource').map((file) => file.name).filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:'))")
        .await;
    assert_eq!(others, json!([]));
    browser.finish().await;
}

/// Checks that a page whose settings cannot be read says so, instead of sending to a default receiver.
#[tokio::test]
async fn err_unreadable_settings_show_the_fallback() {
    for broken in [r#""way":"inta"#, r#""way":"elsewhere""#, r#""way":7"#] {
        let (site, browser) = (Site::start().await, Browser::start().await);
        site.configure(r#""way":"intake""#, broken);
        goto(&browser, &site, "/602b/").await;
        wait_for_state(&browser, "failed").await;
        browser.wait_for(FALLBACK).await;
        browser.finish().await;
    }
}

/// Checks that hydration reuses the nodes it knows and removes foreign ones: nothing is shown twice.
#[tokio::test]
async fn ok_foreign_nodes_before_hydration_duplicate_nothing() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let program = format!("GET {}", site.first_load_file(".wasm"));
    site.proxy.hold(&program);
    goto(&browser, &site, "/602b/").await;
    site.proxy.wait_for_requests(&program, 1).await;
    wait_for_state(&browser, "starting").await;
    let labels =
        "[...document.querySelectorAll('main label')].map((label) => label.innerText.trim())";
    let before = browser.eval(labels).await;
    browser
        .eval(
            "(() => {
                for (const parent of document.querySelectorAll('[data-hoso], main, form, .field')) {
                    parent.prepend(Object.assign(document.createElement('div'), { className: 'foreign', innerText: 'x' }));
                }
                const walk = document.createTreeWalker(document.querySelector('[data-hoso]'), NodeFilter.SHOW_TEXT);
                const texts = [];
                while (walk.nextNode()) texts.push(walk.currentNode);
                for (const text of texts) {
                    if (!text.data.trim() || text.parentElement.closest('option, textarea, .foreign')) continue;
                    const wrap = document.createElement('font');
                    text.replaceWith(wrap);
                    wrap.append(text);
                }
            })()",
        )
        .await;
    site.proxy.release();
    browser.wait_until_ready().await;
    let twice = browser
        .eval("[...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i)")
        .await;
    assert_eq!(twice, json!([]));
    assert_eq!(
        browser.eval("document.querySelectorAll('h1').length").await,
        1
    );
    assert_eq!(browser.eval(labels).await, before);
    browser.tick_choice("cases", "return").await;
    browser.tick_choice("in_compulsory_group", "no").await;
    browser.submit_step().await;
    browser.expect_step("participant").await;
    browser.finish().await;
}

/// Checks that a page whose script did not arrive says so without it, and can be loaded again.
#[tokio::test]
async fn ok_a_page_without_its_script_can_be_loaded_again() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("404");
    let script = format!("GET {}", site.first_load_file(".js"));
    site.proxy.fail_next(
        &script,
        respond("404 Not Found", "Cache-Control: no-store\r\n", ""),
    );
    goto(&browser, &site, "/602b/").await;
    site.proxy.wait_for_requests(&script, 1).await;
    browser.wait_for("document.readyState === 'complete'").await;
    // Finishes the CSS animation that delays the fallback, instead of waiting for it.
    browser
        .eval("document.getAnimations().forEach((animation) => animation.finish())")
        .await;
    browser.wait_for(FALLBACK).await;
    browser.click("[data-hoso-reload]").await;
    browser.wait_until_ready().await;
    browser.wait_for(&format!("!({FALLBACK})")).await;
    browser.finish().await;
}
