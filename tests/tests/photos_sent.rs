//! Photos on their way to the receiver over lines and receivers that fail, and a page that has
//! to do without its worker.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

#[path = "../../crates/jobs/tests/fixtures/mod.rs"]
mod fixtures;

use hoso_tests::browser::Browser;
use hoso_tests::examples::answers_of;
use hoso_tests::line::Fault;
use hoso_tests::pictures::{decoded, jpeg, scene};
use hoso_tests::site::Site;
use serde_json::json;

/// A child's registration with a portrait, ready to be sent; `prepare` sets up the deployment.
async fn ready(prepare: impl FnOnce(&Site)) -> (Site, Browser, String) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    prepare(&site);
    browser.open_procedure(&site, "under18").await;
    browser
        .walk_to("photos", &answers_of("under18", "ok-core-direct"))
        .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portrait.jpg");
    // With a place, a maker and a small picture inside, as phones write it.
    let fixture = fixtures::all()
        .into_iter()
        .find(|fixture| fixture.name.starts_with("jpeg: exif, place"))
        .expect("a photo with a place");
    std::fs::write(&path, &fixture.bytes).unwrap();
    browser.attach("portrait", &[&path]).await;
    browser
        .until_kept("draft.answers.portrait?.length === 1")
        .await;
    let hash = browser.photos("portrait").await.remove(0);
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    (site, browser, hash)
}

fn put(hash: &str) -> String {
    format!("PUT /api/attachments/{hash}")
}

fn puts(site: &Site) -> usize {
    let asked = site.line.asked();
    asked
        .iter()
        .filter(|asked| asked.what.starts_with("PUT "))
        .count()
}

fn answer(status: &'static str, body: &str) -> Fault {
    Fault::Answer {
        status,
        headers: "Content-Type: application/problem+json\r\n",
        body: body.to_owned(),
    }
}

/// Waits until the page says that it did not get there, in these words.
async fn failed(browser: &Browser, words: &str) {
    browser
        .until(&format!(
            "document.querySelector('[role=alert]')?.innerText.includes('{words}')"
        ))
        .await;
}

/// The size of a photo in the store.
async fn kept_size(browser: &Browser, hash: &str) -> u64 {
    browser
        .look(&format!(
            "new Promise((done) => {{
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {{
                    const one = open.result.transaction('photos').objectStore('photos').get('{hash}');
                    one.onsuccess = () => {{
                        open.result.close();
                        done(JSON.parse(one.result.about).size);
                    }};
                }};
            }})"
        ))
        .await
        .as_u64()
        .unwrap()
}

async fn sent(site: &Site, browser: &Browser, hash: &str) {
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!(number, stored);
    assert_eq!(envelope["attachments"][0]["sha256"], *hash);
    let bytes = site.attachment(hash);
    assert_eq!(hoso_jobs::sha256(&bytes), hash);
    assert_eq!(fixtures::leak(&bytes), None);
}

/// A file that is not taken at once is carried again, and the dossier keeps its key.
#[tokio::test]
async fn err_a_file_does_not_get_there() {
    let (site, mut browser, hash) = ready(|_| {}).await;
    browser.expect("500 (Internal Server Error)");
    browser.expect("ERR_EMPTY_RESPONSE");
    site.line
        .fail_at(&put(&hash), answer("500 Internal Server Error", "{}"));
    site.line.fail_at(&put(&hash), Fault::Close);
    // A browser repeats a request by itself whose connection ends without an answer.
    site.line.fail_at(&put(&hash), Fault::Close);
    browser.next().await;
    failed(&browser, "Chưa gửi được").await;
    assert!(site.line.posts().is_empty() && site.stored().is_empty());
    let mut tries = 0;
    while site.stored().is_empty() {
        tries += 1;
        assert!(tries < 5, "it never gets there");
        browser.press("Gửi lại").await;
        browser
            .until("location.hash === '#receipt' || (document.querySelector('[role=alert] h1') && document.activeElement === document.querySelector('[role=alert] h1'))")
            .await;
    }
    sent(&site, &browser, &hash).await;
    let posts = site.line.posts();
    assert_eq!(posts.len(), 1);
    browser.end().await;
}

/// The dossier is cut off after its file arrived: the second try carries the same dossier, and the
/// file not again.
#[tokio::test]
async fn err_the_dossier_is_cut_off_behind_its_file() {
    let (site, mut browser, hash) = ready(|_| {}).await;
    browser.expect("ERR_CONTENT_LENGTH_MISMATCH");
    site.line.fail(Fault::Cut);
    browser.next().await;
    failed(&browser, "Gửi lại").await;
    browser.press("Gửi lại").await;
    sent(&site, &browser, &hash).await;
    let posts = site.line.posts();
    assert_eq!(posts.len(), 2);
    assert_eq!(
        (&posts[0].key, &posts[0].body),
        (&posts[1].key, &posts[1].body)
    );
    assert_eq!(puts(&site), 1);
    browser.end().await;
}

/// A receiver that has lost a file it had confirmed gets it again, without another press.
#[tokio::test]
async fn err_the_receiver_lost_a_file() {
    let (site, mut browser, hash) = ready(|_| {}).await;
    browser.expect("422 (Unprocessable");
    site.line.fail(answer(
        "422 Unprocessable Content",
        r#"{"issues":[{"at":"attachments.0","code":"attachment.unknown"}]}"#,
    ));
    browser.next().await;
    sent(&site, &browser, &hash).await;
    assert_eq!(puts(&site), 2);
    let posts = site.line.posts();
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[0].body, posts[1].body);
    browser.end().await;
}

/// Only a receipt that names the very file counts: hash and size are compared.
#[tokio::test]
async fn err_a_receipt_for_another_file() {
    let (site, browser, hash) = ready(|_| {}).await;
    let size = kept_size(&browser, &hash).await;
    // What is posted is known only once it is on its way; the answer waits for it.
    site.line.hold("POST /api/dossiers");
    browser.next().await;
    site.line.until_asked("POST /api/dossiers", 1).await;
    let posted = site.line.posts().remove(0);
    let receipt = |sha256: &str, size: u64| {
        let receipt = json!({
            "number": "NN-77",
            "received_at": "2026-11-20T02:00:00Z",
            "dossier_id": posted.key,
            "digest": hoso_jobs::sha256(&posted.body),
            "status": "received",
            "secret": "s".repeat(43),
            "attachments": [
                { "field": "portrait", "sha256": sha256, "size": size, "media_type": "image/jpeg" }
            ],
            "missing": [],
        });
        answer("201 Created", &receipt.to_string())
    };
    site.line.fail(receipt(&"0".repeat(64), size));
    site.line.fail(receipt(&hash, size + 1));
    site.line.fail(receipt(&hash, size));
    site.line.release();
    for _ in 0..2 {
        failed(&browser, "trả lời không rõ").await;
        let number = browser
            .look("document.getElementById('dossier_number')")
            .await;
        assert_eq!(number, json!(null));
        browser.press("Gửi lại").await;
        browser
            .until("!document.querySelector('[role=alert]') || document.activeElement === document.querySelector('[role=alert] h1')")
            .await;
    }
    assert_eq!(browser.receipt().await, "NN-77");
    assert_eq!(site.line.posts().len(), 3);
    browser.end().await;
}

/// One form POST carries dossier and files together.
#[tokio::test]
async fn ok_files_within_one_form_post() {
    let (site, browser, hash) = ready(|site| {
        site.configure_page(
            "under18",
            r#""endpoint":"/api","way":"intake""#,
            r#""endpoint":"/api/dossiers","way":"multipart""#,
        );
    })
    .await;
    browser.next().await;
    sent(&site, &browser, &hash).await;
    assert_eq!(puts(&site), 0);
    let posts = site.line.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(fixtures::leak(&posts[0].body), None);
    let text = String::from_utf8_lossy(&posts[0].body);
    // Named by its hash, not by what the phone called it.
    assert!(text.contains(&format!("filename=\"{hash}.jpg\"")));
    assert!(!text.contains("portrait.jpg"));
    browser.end().await;
}

/// A photo that the browser has thrown away is told, and the dossier goes without it.
#[tokio::test]
async fn err_the_browser_lost_a_photo() {
    let (site, browser, hash) = ready(|_| {}).await;
    browser
        .look(&format!(
            "new Promise((done) => {{
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {{
                    const change = open.result.transaction('photos', 'readwrite');
                    change.objectStore('photos').delete('{hash}');
                    change.oncomplete = () => {{ open.result.close(); done(); }};
                }};
            }})"
        ))
        .await;
    browser.next().await;
    browser
        .until("document.activeElement?.matches('[data-hoso-summary]') && document.activeElement.innerText.includes('Trình duyệt đã bỏ một ảnh')")
        .await;
    assert!(site.stored().is_empty() && site.line.posts().is_empty());
    browser.click("[data-hoso-summary] a").await;
    browser
        .until("document.querySelector('[data-photo=portrait]')?.innerText.includes('Trình duyệt đã bỏ một ảnh')")
        .await;
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.only().1["attachments"], json!([]));
    browser.end().await;
}

/// Without its worker the page takes a JPEG as it is, if what is hidden in it can go; it says so
/// of every other file, and nobody is kept from sending.
#[tokio::test]
async fn err_the_worker_never_comes() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect("integrity");
    site.line
        .exchange(&site.jobs(".wasm"), b"no program at all".to_vec());
    browser.open_procedure(&site, "under18").await;
    browser
        .walk_to("photos", &answers_of("under18", "ok-core-direct"))
        .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.jpg");
    std::fs::write(&path, jpeg(&scene(900, 700))).unwrap();
    browser.choose_files("birth_certificate", &[&path]).await;
    browser
        .until("document.querySelector('[data-photo=birth_certificate]').innerText.includes('Bạn vẫn nộp được mà không có ảnh')")
        .await;
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.only().1["attachments"], json!([]));
    browser.end().await;
}

/// A worker that dies at its work is started once more and does it.
#[tokio::test]
async fn err_the_worker_dies_once() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    // The first worker ends before it answers; the real one follows.
    browser
        .tell(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": "{
                const post = Worker.prototype.postMessage;
                let first = true;
                Worker.prototype.postMessage = function (message) {
                    if (!first) return post.call(this, message);
                    first = false;
                    this.terminate();
                    setTimeout(() => this.dispatchEvent(new Event('error')));
                };
            }" }),
        )
        .await;
    browser.open_procedure(&site, "under18").await;
    browser
        .walk_to("photos", &answers_of("under18", "ok-core-direct"))
        .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.jpg");
    std::fs::write(&path, jpeg(&scene(900, 700))).unwrap();
    browser.attach("birth_certificate", &[&path]).await;
    browser
        .until_kept("draft.answers.birth_certificate?.length === 1")
        .await;
    assert_eq!(browser.pass().await, "review");
    browser.fill("commitment", "yes").await;
    browser.next().await;
    browser.receipt().await;
    let hash = site.only().1["attachments"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(decoded(&site.attachment(&hash)).dimensions(), (900, 700));
    browser.end().await;
}
