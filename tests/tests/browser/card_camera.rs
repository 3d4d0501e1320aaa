//! Checks the live camera that reads the QR code of an identity card, with Chromium's fake camera.

use hoso_tests::browser::Browser;
use hoso_tests::card_photos::{CARD, close_up, film};
use hoso_tests::examples;
use hoso_tests::locales::sentence;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::site::Site;
use serde_json::json;
use thirtyfour::Key;

const FIELD: &str = "personal_number";

/// Collects the tracks of cameras, and when pictures are taken and released: when the worker has answered.
const WATCH: &str = "(() => {
    window.tracks = [];
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
        window.wish = wish;
        const stream = await open(wish);
        tracks.push(...stream.getTracks());
        return stream;
    };
    const picture = createImageBitmap;
    window.pictures = [];
    window.createImageBitmap = (...given) => {
        if (given[0] instanceof HTMLVideoElement) pictures.push(performance.now());
        return picture(...given);
    };
    const close = ImageBitmap.prototype.close;
    window.released = [];
    ImageBitmap.prototype.close = function () { released.push(performance.now()); close.call(this); };
})()";

const IS_OFF: &str = "tracks.length > 0 && tracks.every((track) => track.readyState === 'ended')";

async fn start_with(text: &str, is_allowed: bool) -> (Site, Browser, PhotoFiles) {
    let files = PhotoFiles::default();
    let path = files.write("card.y4m", &film(text));
    let (site, browser) = (
        Site::start().await,
        Browser::with_film(&path, is_allowed).await,
    );
    browser.open_procedure(&site, "602b").await;
    let answers = examples::answers_of("602b", "ok-golden-1-first-no-number");
    browser.complete_until("participant", &answers).await;
    browser.eval(WATCH).await;
    (site, browser, files)
}

/// Checks that a card before the camera is read by keyboard alone, that the camera is off then, and that
/// nothing of it is kept.
#[tokio::test]
async fn r_id_10_ok_a_card_before_the_camera_is_read() {
    let (_site, browser, _files) = start_with(CARD, true).await;
    browser
        .eval("document.querySelector(\"[id$='personal_number-card-scan']\").focus()")
        .await;
    browser.type_keys(&Key::Enter.value().to_string()).await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-heading')")
        .await;
    let rows = browser.card_rows().await;
    assert!(rows.contains("Thẻ: 056190000001"), "{rows}");
    browser.wait_for(IS_OFF).await;
    assert_eq!(
        browser.eval("document.querySelector('video')").await,
        json!(null)
    );
    assert_eq!(
        browser.eval("wish.video.facingMode").await,
        json!("environment")
    );
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft("draft.answers.commune === '22366' && draft.answers.sex === 'female'")
        .await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert!(browser.stored_photos().await.is_empty());
    browser.finish().await;
}

/// Checks that another code is named in words while the camera stays on, that stopping turns it off and
/// gives the focus back, and that leaving the step and hiding the page turn it off too.
#[tokio::test]
async fn ok_the_camera_is_off_after_every_end() {
    let (_site, browser, _files) = start_with("https://example.vn/", true).await;
    browser.open_camera(FIELD).await;
    browser.wait_for_card_status(FIELD, "qr.not_id").await;
    assert_eq!(browser.eval(IS_OFF).await, json!(false));
    browser.assert_accessible("camera").await;
    browser.press("ui.camera_stop").await;
    browser.wait_for(IS_OFF).await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-scan')")
        .await;
    assert_eq!(browser.card_status(FIELD).await, "");

    browser.open_camera(FIELD).await;
    browser.wait_for_card_status(FIELD, "qr.not_id").await;
    browser
        .eval("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))")
        .await;
    browser
        .wait_for_card_status(FIELD, "ui.camera_hidden")
        .await;
    browser.wait_for(IS_OFF).await;
    browser.eval("delete document.hidden").await;

    browser.open_camera(FIELD).await;
    browser.wait_for_card_status(FIELD, "qr.not_id").await;
    browser.eval("history.back()").await;
    browser.wait_for("!document.querySelector('video')").await;
    browser.wait_for(IS_OFF).await;
    // A picture that was being searched is answered after the step was left.
    browser
        .wait_for("released.length === pictures.length")
        .await;
    browser.finish().await;
}

/// Checks that a camera that is taken away is named, and that a photo may be taken or chosen instead.
#[tokio::test]
async fn err_a_camera_that_is_taken_away() {
    let (_site, browser, files) = start_with("https://example.vn/", true).await;
    browser.open_camera(FIELD).await;
    browser.wait_for_card_status(FIELD, "qr.not_id").await;
    // As after another app has taken the camera: only the browser sends this event.
    browser
        .eval("document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
        .await;
    browser.wait_for_card_status(FIELD, "ui.camera_taken").await;
    browser.wait_for(IS_OFF).await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-scan')")
        .await;
    browser.wait_for_text("ui.card_take").await;
    let path = files.write("card.jpg", &close_up(CARD));
    browser.compare_card(FIELD, &path).await;
    browser.finish().await;
}

/// Checks that a camera that changes its size in the middle, as one that is switched, goes on being read.
#[tokio::test]
async fn ok_a_camera_that_is_switched_is_read() {
    let (_site, browser, _files) = start_with(CARD, true).await;
    // Holds the first pictures back until the size has changed.
    browser
        .eval("(() => { const picture = createImageBitmap; window.sizes = []; window.createImageBitmap = (...given) => {
            if (given[0] instanceof HTMLVideoElement) { sizes.push(given[0].videoHeight); if (sizes.length < 3) return Promise.resolve(picture(new ImageData(8, 8))); }
            return picture(...given); }; })()")
        .await;
    browser.open_camera(FIELD).await;
    browser.wait_for("window.sizes.length > 0").await;
    browser
        .eval("tracks[0].applyConstraints({ width: 1280, height: 720 }).then(() => true, () => false)")
        .await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-heading')")
        .await;
    browser.wait_for(IS_OFF).await;
    browser.finish().await;
}

/// Checks that a refused and a missing camera are said in words, in both languages, with the photo as the
/// other way.
#[tokio::test]
async fn err_a_camera_that_is_refused_or_missing() {
    let (_site, browser, files) = start_with(CARD, false).await;
    browser.open_camera(FIELD).await;
    browser
        .wait_for_card_status(FIELD, "ui.camera_refused")
        .await;
    browser.wait_for_text("ui.card_take").await;
    browser
        .eval("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))")
        .await;
    browser.open_camera(FIELD).await;
    browser
        .wait_for_card_status(FIELD, "ui.camera_missing")
        .await;
    browser.switch_language("en").await;
    browser
        .wait_for("document.body.innerText.includes('No camera was found.')")
        .await;
    browser.assert_accessible("refused").await;
    let path = files.write("card.jpg", &close_up(CARD));
    browser.compare_card(FIELD, &path).await;
    browser.finish().await;
}

/// Checks that the pause after a picture is as long as the work on it: page and worker together take at
/// most half of one processor. Prints how many pictures are searched in a second.
#[tokio::test]
async fn ok_the_pictures_take_half_of_the_processor() {
    let (_site, browser, _files) = start_with("https://example.vn/", true).await;
    browser.open_camera(FIELD).await;
    browser.wait_for_card_status(FIELD, "qr.not_id").await;
    browser.wait_for("pictures.length > 20").await;
    let [work, pause, all] = [
        "released.slice(0, 20).reduce((sum, end, n) => sum + end - pictures[n], 0)",
        "released.slice(0, 20).reduce((sum, end, n) => sum + pictures[n + 1] - end, 0)",
        "pictures[20] - pictures[0]",
    ]
    .map(|sum| async { browser.eval(sum).await.as_f64().unwrap() });
    let (work, pause, all) = (work.await, pause.await, all.await);
    println!("{:.1} pictures a second", 20_000.0 / all);
    assert!(work > 0.0 && pause >= 0.98 * work, "{work} {pause}");
    assert_eq!(browser.card_status(FIELD).await, sentence("qr.not_id"));
    browser.finish().await;
}
