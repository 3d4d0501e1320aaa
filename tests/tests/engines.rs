//! Walks the procedures to the receipt in the engines besides Chromium's: a page of its own, an element
//! in the page of a portal, and a frame.
//!
//! What these tests cannot see, because plain WebDriver does not show it: messages of the console
//! (errors and refusals of the policy are recorded by a script instead), and downloads.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoso_tests::NOW;
use hoso_tests::embedded_form::{RECORD_EVENTS, enter_frame, serve, strict_policy};
use hoso_tests::engine::{Engine, EngineBrowser};
use hoso_tests::photo_fields::{PHOTO_FIELDS, without_photos};
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::portal::Portal;
use hoso_tests::site::Site;
use serde_json::{Value, json};

/// The root of a wizard in a page of its own.
const PAGE: &str = "document.querySelector('[data-hoso]')";
/// The element in the page of a portal.
const FORM: &str = "document.querySelector('hoso-form')";

/// Returns a script that sets the day of the examples, and records events and faults.
fn start_script() -> String {
    format!(
        "{{ const now = Date.now, start = now(); Date.now = () => now() - start + {NOW}000;
            window.hosoFaults = [];
            for (const type of ['error', 'unhandledrejection', 'securitypolicyviolation']) {{
                addEventListener(type, (event) => hosoFaults.push([type, event.message ?? event.blockedURI ?? String(event.reason)]));
            }} }}
         {RECORD_EVENTS}"
    )
}

/// Returns one photo for each field of an example that has photos, in base64.
fn photos(procedure: &str, example: &str) -> Value {
    let files = PhotoFiles::default();
    let answers = hoso_tests::examples::answers_of(procedure, example);
    let mut photos = json!({});
    for (i, field) in PHOTO_FIELDS.iter().enumerate() {
        if answers.get(field).is_some() {
            let file = files.good_photo(1200 + 4 * u32::try_from(i).unwrap());
            photos[field] = STANDARD.encode(std::fs::read(file).unwrap()).into();
        }
    }
    photos
}

/// Compares the stored dossier with what was typed. Returns its number.
fn assert_stored(site: &Site, answers: &Value, photos: &Value) -> String {
    let (number, envelope) = site.single_dossier();
    let mut sent = envelope["answers"].clone();
    let sent_fields = sent.as_object_mut().unwrap();
    for name in photos.as_object().unwrap().keys() {
        assert!(sent_fields.remove(name).is_some(), "no {name}");
    }
    // A setting of the deployment, which nobody types.
    sent_fields.remove("form_profile");
    let mut answers = answers.clone();
    answers.as_object_mut().unwrap().remove("form_profile");
    assert_eq!(sent, answers);
    let photos = photos.as_object().unwrap().len();
    assert_eq!(
        envelope["attachments"].as_array().map_or(0, Vec::len),
        photos
    );
    number
}

async fn assert_no_faults(browser: &EngineBrowser) {
    assert_eq!(browser.eval("window.hosoFaults").await, json!([]));
}

/// Walks a procedure on its own page: the page is loaded again before it is sent, and makes the
/// official form afterwards.
async fn walk_page(engine: Engine, procedure: &str, example: &str) {
    let site = Site::start_with_script(&start_script(), "https://portal.example").await;
    let browser = EngineBrowser::start(engine).await;
    let (answers, photos) = (
        without_photos(procedure, example),
        photos(procedure, example),
    );
    let address = format!("{}/{procedure}/", site.origin);
    browser.driver.goto(&address).await.unwrap();
    browser.complete(PAGE, &answers, &photos, "review").await;
    browser
        .wait_for("hosoEvents.at(-1).type === 'hoso:saved'")
        .await;
    assert_no_faults(&browser).await;

    browser.driver.refresh().await.unwrap();
    browser
        .wait_for(
            "hosoEvents.some(({ type, detail }) => type === 'hoso:step' && detail.id === 'review')",
        )
        .await;
    browser.complete(PAGE, &answers, &photos, "").await;
    let number = assert_stored(&site, &answers, &photos);
    browser
        .wait_for(&format!("document.body.innerText.includes('{number}')"))
        .await;
    browser
        .wait_for("document.querySelector('#open_pdf')")
        .await;
    browser
        .eval("document.querySelector('#open_pdf').click()")
        .await;
    browser
        .wait_for("document.querySelector('#open_pdf').href?.startsWith('blob:')")
        .await;
    assert_no_faults(&browser).await;
}

/// Walks the procedure with photos as an element of a portal's page on another origin, under a policy
/// that allows only what the documents ask for.
async fn walk_element(engine: Engine) {
    let portal = Portal::start().await;
    let site = Site::start_with_script("", &portal.origin).await;
    let browser = EngineBrowser::start(engine).await;
    let form = "<hoso-form procedure=\"under18\"></hoso-form>";
    serve(&portal, &site, &strict_policy(&site), form);
    portal.script("/portal.js", &start_script());
    browser
        .driver
        .goto(format!("{}/", portal.origin))
        .await
        .unwrap();
    let example = "ok-core-parent-account";
    let (answers, photos) = (
        without_photos("under18", example),
        photos("under18", example),
    );
    browser.complete(FORM, &answers, &photos, "").await;
    let number = assert_stored(&site, &answers, &photos);
    let submitted = "hosoEvents.find(({ type }) => type === 'hoso:submitted').detail.number";
    assert_eq!(browser.eval(submitted).await, number);
    assert_no_faults(&browser).await;
}

/// Walks the procedure with photos in the frame that the element makes where the portal's policy refuses
/// WebAssembly.
async fn walk_frame(engine: Engine) {
    let portal = Portal::start().await;
    let site = Site::start_with_script(&start_script(), &portal.origin).await;
    let browser = EngineBrowser::start(engine).await;
    let origin = &site.origin;
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src 'self' {origin}; frame-src {origin}; img-src data:\r\n"
    );
    let form = "<hoso-form procedure=\"under18\"></hoso-form>";
    serve(&portal, &site, &policy, form);
    browser
        .driver
        .goto(format!("{}/", portal.origin))
        .await
        .unwrap();
    let frame = format!("{FORM}.shadowRoot?.querySelector('iframe')");
    browser
        .wait_for(&format!(
            "{frame} && hosoEvents.some(({{ type }}) => type === 'hoso:ready')"
        ))
        .await;
    enter_frame(&browser.driver).await;
    let example = "ok-core-parent-account";
    let (answers, photos) = (
        without_photos("under18", example),
        photos("under18", example),
    );
    browser.complete(PAGE, &answers, &photos, "").await;
    assert_no_faults(&browser).await;
    let number = assert_stored(&site, &answers, &photos);
    browser.driver.enter_default_frame().await.unwrap();
    browser
        .wait_for(&format!(
            "hosoEvents.some(({{ type, detail }}) => type === 'hoso:submitted' && detail.number === '{number}')"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_firefox_602b() {
    walk_page(Engine::Firefox, "602b", "ok-case-c").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_firefox_under18() {
    walk_page(Engine::Firefox, "under18", "ok-core-parent-account").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_firefox_account() {
    walk_page(Engine::Firefox, "account", "ok-adult").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_firefox_element() {
    walk_element(Engine::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_firefox_frame() {
    walk_frame(Engine::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_webkit_602b() {
    walk_page(Engine::WebKit, "602b", "ok-case-c").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_webkit_under18() {
    walk_page(Engine::WebKit, "under18", "ok-core-parent-account").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_webkit_account() {
    walk_page(Engine::WebKit, "account", "ok-adult").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_webkit_element() {
    walk_element(Engine::WebKit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_webkit_frame() {
    walk_frame(Engine::WebKit).await;
}
