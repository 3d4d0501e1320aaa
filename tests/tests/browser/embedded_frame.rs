//! Checks `<hoso-form>` as a frame: the form's own page in the page of a portal.

use hoso_tests::browser::Browser;
use hoso_tests::embedded_form::{enter_frame, events, open, serve};
use hoso_tests::portal::Portal;
use hoso_tests::site::Site;
use serde_json::Value;

use crate::embedded_element::{FORM, wait_until_ready};

/// Waits until an expression is true in the frame that the browser has entered.
async fn wait_in_frame(browser: &Browser, expression: &str) {
    // WebDriver ends the script after 30 seconds.
    let script = format!(
        "const [done] = arguments;
         const check = () => ({expression}) ? done(true) : requestAnimationFrame(check);
         check();"
    );
    let found = browser.driver.execute_async(script, Vec::new()).await;
    found.unwrap_or_else(|problem| panic!("never came true: {expression}: {problem}"));
}

/// Checks the frame way: where the portal's policy refuses WebAssembly, the form's own page comes in a
/// frame, tells what happens in it, and is as high as its content.
#[tokio::test(flavor = "multi_thread")]
async fn ok_a_policy_without_webassembly_gets_a_frame() {
    let portal = Portal::start().await;
    let site = Site::start_framed_by(&portal.origin).await;
    let browser = Browser::start().await;
    let origin = &site.origin;
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src 'self' {origin}; frame-src {origin}; img-src data:\r\n"
    );
    let form = "<hoso-form procedure=\"602b\" lang=\"en\"></hoso-form>";
    serve(&portal, &site, &policy, form);
    open(&portal, &browser).await;
    wait_until_ready(&browser, 1).await;
    let frame = format!("{FORM}.shadowRoot.querySelector('iframe')");
    let height = format!("{frame}.getBoundingClientRect().height");
    browser
        .wait_for(&format!("hosoEvents.some(({{ type, detail }}) => type === 'hoso:resize' && detail.height === {height})"))
        .await;
    let before = browser.eval(&height).await.as_f64().unwrap();

    enter_frame(&browser.driver).await;
    wait_in_frame(&browser, "document.documentElement.lang === 'en'").await;
    // Nothing is cut off, and nothing scrolls inside.
    wait_in_frame(
        &browser,
        "document.documentElement.scrollHeight <= innerHeight",
    )
    .await;
    browser.click("form button[type=submit]").await;
    wait_in_frame(&browser, "document.querySelector('.error-summary')").await;
    wait_in_frame(
        &browser,
        "document.documentElement.scrollHeight <= innerHeight",
    )
    .await;
    browser.click("input[value=return]").await;
    browser
        .click("input[name=in_compulsory_group][value=no]")
        .await;
    browser.click("form button[type=submit]").await;
    wait_in_frame(&browser, "location.hash === '#participant'").await;
    browser.driver.enter_default_frame().await.unwrap();

    browser
        .wait_for("hosoEvents.some(({ type, detail }) => type === 'hoso:step' && detail.id === 'participant')")
        .await;
    browser
        .wait_for("hosoEvents.some(({ type }) => type === 'hoso:saved')")
        .await;
    assert_ne!(browser.eval(&height).await.as_f64().unwrap(), before);
    assert_eq!(events(&browser, "hoso:failed").await, Vec::<Value>::new());
    browser.finish().await;
}
