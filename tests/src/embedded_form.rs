//! A citizen at a `<hoso-form>` in a portal's page.

use serde_json::{Value, json};
use thirtyfour::WebDriver;

use crate::browser::Browser;
use crate::examples::input_text;
use crate::portal::Portal;
use crate::site::Site;

/// Completes a form within its shadow root.
pub(crate) const COMPLETE: &str = include_str!("embedded_form.js");

/// A script of the portal: records the events of all forms. They leave the shadow roots and bubble to
/// the document.
pub const RECORD_EVENTS: &str = "
    window.hosoEvents = [];
    for (const type of ['ready', 'step', 'saved', 'submitted', 'failed', 'resize']) {
        document.addEventListener('hoso:' + type, (event) =>
            window.hosoEvents.push({ type: event.type, form: event.target, detail: event.detail }));
    }
";

/// The policy of a strict portal, which allows what docs/embed-reference.md asks for and no more.
pub fn strict_policy(site: &Site) -> String {
    let site = &site.origin;
    format!(
        "Content-Security-Policy: default-src 'none'; script-src 'self' {site} 'wasm-unsafe-eval'; \
         worker-src blob: {site}; connect-src {site}; img-src blob: data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types hoso-form\r\n"
    )
}

/// Serves a page of the portal with this body, which loads the element from the site.
pub fn serve(portal: &Portal, site: &Site, headers: &str, body: &str) {
    portal.script("/portal.js", RECORD_EVENTS);
    let site = &site.origin;
    portal.page(
        "/",
        headers,
        &format!(
            "<!doctype html><html lang=\"vi\"><head><title>Cổng dịch vụ công</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
             <script src=\"/portal.js\"></script><script src=\"{site}/v1/embed.js\" defer></script></head>\
             <body><h1>Cổng dịch vụ công</h1>{body}</body></html>"
        ),
    );
}

/// Opens the portal's page.
pub async fn open(portal: &Portal, browser: &Browser) {
    browser
        .driver
        .goto(format!("{}/", portal.origin))
        .await
        .unwrap();
}

/// Completes the form of an element, an expression, with the answers of an example.
pub async fn complete(browser: &Browser, element: &str, answers: &Value) {
    complete_until(browser, element, answers, "").await;
}

/// Completes the form of an element as far as a step, which is shown and not completed.
pub async fn complete_until(browser: &Browser, element: &str, answers: &Value, last: &str) {
    let values = texts(answers);
    browser
        .eval(&format!("({COMPLETE})({element}, {values}, '{last}')"))
        .await;
}

/// Returns the texts of each field of these answers, as they are typed or chosen.
pub(crate) fn texts(answers: &Value) -> Value {
    let mut values = json!({});
    for (field, answer) in answers.as_object().unwrap() {
        let texts: Vec<String> = match answer {
            Value::Array(all) => all.iter().map(|one| input_text(field, one)).collect(),
            one => vec![input_text(field, one)],
        };
        values[field] = json!(texts);
    }
    values
}

/// Enters the frame of the element, so that scripts run in the page in it.
pub async fn enter_frame(driver: &WebDriver) {
    let frame = "return document.querySelector('hoso-form').shadowRoot.querySelector('iframe')";
    let frame = driver.execute(frame, Vec::new()).await.unwrap();
    frame.element().unwrap().enter_frame().await.unwrap();
}

/// Returns the details of all events of a type, in their order.
pub async fn events(browser: &Browser, name: &str) -> Vec<Value> {
    let all = format!(
        "hosoEvents.filter(({{ type }}) => type === '{name}').map(({{ detail }}) => detail)"
    );
    browser.eval(&all).await.as_array().unwrap().clone()
}
