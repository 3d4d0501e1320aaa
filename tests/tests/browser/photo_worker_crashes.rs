//! Checks that photos are taken and sent when the web worker crashes or cannot be loaded.

use hoso_tests::browser::Browser;
use hoso_tests::locales::sentence;
use hoso_tests::photo_fields::child_answers;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::site::Site;
use serde_json::json;

use crate::fixtures;

use crate::photo_uploads::{CORE, assert_stored, puts};

/// Counts the workers that the page starts, and crashes the first ones in their first job.
const CRASH_WORKERS: &str = "(() => {
    const Native = Worker;
    window.made = 0;
    window.Worker = function (url, options) {
        const worker = new Native(url, options);
        if (made++ < CRASHES) worker.postMessage = ({ id }) => setTimeout(() => {
            worker.dispatchEvent(new MessageEvent('message', { data: { id, progress: 'reading' } }));
            worker.dispatchEvent(new Event('error'));
        });
        return worker;
    };
})()";

async fn crash_workers(browser: &Browser, deaths: u8) {
    browser
        .eval(&CRASH_WORKERS.replace("CRASHES", &deaths.to_string()))
        .await;
}

#[tokio::test]
async fn ok_worker_crashes_once() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_photo_step(&site).await;
    crash_workers(&browser, 1).await;
    let files = PhotoFiles::default();
    browser
        .attach_photos("id_front", &[&files.good_photo(800)])
        .await;
    browser
        .wait_for_photo_status("id_front", "ui.photo_ready")
        .await;
    browser
        .wait_for("document.querySelector('[data-photo=id_front] img').naturalWidth > 0")
        .await;
    assert_eq!(browser.eval("made").await, json!(2));
    browser.finish().await;
}

/// Checks that no worker is started after two crashes: photos are stripped in the page, and the
/// page reports what it cannot strip.
#[tokio::test]
async fn ok_worker_crashes_twice() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_photo_step(&site).await;
    crash_workers(&browser, 9).await;
    let files = PhotoFiles::default();
    let all = fixtures::all();
    let everything = all
        .iter()
        .find(|one| one.name == "jpeg: everything")
        .unwrap();
    let clean = hoso_photo::strip_metadata(&everything.bytes).unwrap();
    browser
        .attach_photos("portrait", &[&files.write("a.jpg", &everything.bytes)])
        .await;
    browser.wait_for_photo_count("portrait", 1).await;
    assert_eq!(
        browser.draft_photos("portrait").await,
        [hoso_photo::sha256(&clean)]
    );
    let text = browser
        .eval_text("document.querySelector('[data-photo=portrait]').innerText")
        .await;
    assert!(text.contains(&sentence("ui.photo_no_picture")), "{text}");
    browser
        .press_photo_button("portrait", "ui.photo_turn")
        .await;
    browser
        .wait_for_photo_status("portrait", "ui.worker_dead")
        .await;
    browser
        .choose_files(
            "id_front",
            &[&files.write("a.gif", &fixtures::files::gif(1))],
        )
        .await;
    browser
        .wait_for_photo_status("id_front", "photo.keeps_data")
        .await;
    // Reports a file that is too large at once, not while sending.
    let heavy = jpeg(&scene(4800, 3600));
    assert!((5_300_000..48_000_000).contains(&heavy.len()));
    browser
        .choose_files("id_back", &[&files.write("heavy.jpg", &heavy)])
        .await;
    browser
        .wait_for_photo_status("id_back", "ui.photo_heavy")
        .await;
    browser
        .choose_files("birth_certificate", &[&files.write("a.jpg", b"text")])
        .await;
    browser
        .wait_for_photo_status("birth_certificate", "photo.type")
        .await;
    assert_eq!(
        browser.eval("made").await,
        json!(2),
        "started once more and then left alone"
    );
    let mut answers = child_answers(CORE);
    answers["portrait"] = json!([hoso_photo::sha256(&clean)]);
    browser.complete_until("review", &answers).await;
    browser.commit().await.send().await;
    assert_stored(&site, &browser, &answers).await;
    assert_eq!(site.stored_file(&hoso_photo::sha256(&clean)), clean);
    browser.finish().await;
}

/// Replaces the worker's files: the page says that there is a newer version, and still sends the dossier
/// without photos.
async fn sends_without_worker(
    ending: &str,
    bytes: &[u8],
    starts: usize,
    expected: &[&'static str],
) {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    for text in expected {
        browser.expect_console(text);
    }
    site.proxy
        .replace_body(&Site::worker_file(ending), bytes.to_vec());
    browser.open_photo_step(&site).await;
    crash_workers(&browser, 0).await;
    let files = PhotoFiles::default();
    browser
        .choose_files("portrait", &[&files.good_photo(400)])
        .await;
    browser
        .wait_for_photo_status("portrait", "ui.outdated")
        .await;
    browser
        .choose_files("id_back", &[&files.good_photo(400)])
        .await;
    browser
        .wait_for_photo_status("id_back", "ui.outdated")
        .await;
    assert_eq!(browser.eval("made").await, json!(starts));
    assert!(browser.stored_photos().await.is_empty());
    let answers = child_answers(CORE);
    browser.complete_until("review", &answers).await;
    browser.commit().await.send().await;
    let envelope = assert_stored(&site, &browser, &answers).await;
    assert_eq!(envelope["attachments"], json!([]));
    assert!(puts(&site).is_empty());
    browser.finish().await;
}

#[tokio::test]
async fn err_worker_module_is_invalid() {
    // One start: the worker itself runs, and says that the module is that of another version.
    sends_without_worker(".wasm", b"\0asm\x01\0\0\0", 1, &["integrity"]).await;
}

#[tokio::test]
async fn err_worker_script_is_invalid() {
    // It has another hash, so it is not started.
    sends_without_worker(".js", b"this is no script {", 0, &["integrity"]).await;
}
