//! Checks photos from the picker to the stored dossier, over connections and receivers that fail.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{label, sentence};
use hoso_tests::photo_fields::{child_answers, without_photos};
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::proxy::{Fault, POST_DOSSIER, Request};
use hoso_tests::site::Site;
use serde_json::{Value, json};
use std::path::PathBuf;

use crate::fixtures;

pub(crate) const CORE: &str = "ok-core-parent-account";

/// Returns a picture of this width with the metadata of a fixture.
fn with_metadata_of(fixture: &str, width: u32) -> Vec<u8> {
    let all = fixtures::all();
    let hides = &all.iter().find(|one| one.name == fixture).unwrap().bytes;
    let plain = &fixtures::plain_jpeg()[2..];
    let at = hides.windows(plain.len()).position(|here| here == plain);
    let (before, behind) = hides.split_at(at.unwrap());
    let picture = jpeg(&scene(width, width * 3 / 4));
    [before, &picture[2..], &behind[plain.len()..]].concat()
}

/// Writes four photos with metadata, under file names that contain personal data.
fn photos_with_metadata(files: &PhotoFiles) -> Vec<(&'static str, Vec<PathBuf>)> {
    let rotated = "jpeg: exif, place, orientation 6, little true";
    [
        (
            "portrait",
            "LEAK Nha Trang.jpg",
            with_metadata_of("jpeg: everything", 800),
        ),
        (
            "birth_certificate",
            "LEAK-0001.jpg",
            with_metadata_of(rotated, 840),
        ),
        (
            "id_front",
            "LEAK.JPG",
            with_metadata_of("jpeg: xmp in two parts", 880),
        ),
        (
            "id_back",
            "LEAK.png",
            fixtures::png_with(&fixtures::png_chunk(b"tEXt", b"Author\0LEAK")),
        ),
    ]
    .into_iter()
    .map(|(question, name, bytes)| (question, vec![files.write(name, &bytes)]))
    .collect()
}

/// Completes the procedure of a child with these photos up to the commitment.
async fn complete_procedure(
    site: &Site,
    browser: &Browser,
    example: &str,
    photos: &[(&str, Vec<PathBuf>)],
) -> Value {
    let answers = child_answers(example);
    browser.open_procedure(site, "under18").await;
    complete_with_photos(browser, answers, photos).await
}

/// Completes the open procedure with these photos up to the commitment. Returns the answers with
/// the hashes.
async fn complete_with_photos(
    browser: &Browser,
    mut answers: Value,
    photos: &[(&str, Vec<PathBuf>)],
) -> Value {
    browser.complete_until("photos", &answers).await;
    for (name, files) in photos {
        for (at, file) in files.iter().enumerate() {
            browser.attach_photos(name, &[file]).await;
            browser.wait_for_photo_count(name, at + 1).await;
        }
        answers[*name] = json!(browser.draft_photos(name).await);
    }
    browser.complete_until("review", &answers).await;
    browser.commit().await;
    answers
}

/// Starts a scenario of a child at the review, committed, with one photo in each field.
async fn ready_with_four_photos() -> (Site, Browser, Value) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let files = PhotoFiles::default();
    let photos = photos_with_metadata(&files);
    let answers = complete_procedure(&site, &browser, CORE, &photos).await;
    (site, browser, answers)
}

fn respond(status: &'static str, body: &str) -> Fault {
    Fault::Respond {
        status,
        headers: "Content-Type: application/json\r\n",
        body: body.to_owned(),
    }
}

/// Returns the route of an upload.
fn put(hash: &Value) -> String {
    format!("PUT /api/attachments/{}", hash.as_str().unwrap())
}

pub(crate) fn puts(site: &Site) -> Vec<Request> {
    let mut requests = site.proxy.requests();
    requests.retain(|request| request.route.starts_with("PUT "));
    requests
}

/// Asserts that the stored dossier and the receipt match the answers, and that no metadata was
/// sent.
pub(crate) async fn assert_stored(site: &Site, browser: &Browser, answers: &Value) -> Value {
    let number = browser.receipt_number().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!((number, &envelope["answers"]), (stored, answers));
    let files = envelope["attachments"].as_array().unwrap();
    let hashes = ["portrait", "birth_certificate", "id_front", "id_back"]
        .iter()
        .flat_map(|name| answers[*name].as_array().cloned().unwrap_or_default());
    assert_eq!(
        files
            .iter()
            .map(|file| file["sha256"].clone())
            .collect::<Vec<_>>(),
        hashes.collect::<Vec<_>>()
    );
    let rows = browser
        .eval("[...document.querySelectorAll('.receipt__files li')].map((row) => row.innerText)")
        .await;
    let rows = rows.as_array().cloned().unwrap_or_default();
    assert_eq!(rows.len(), files.len());
    // Compares the hashes in the folded proof.
    let proofs = browser
        .eval("[...document.querySelectorAll('.receipt__hashes li')].map((row) => row.textContent)")
        .await;
    let proofs = proofs.as_array().cloned().unwrap_or_default();
    assert_eq!(proofs.len(), files.len());
    for ((file, row), proof) in files.iter().zip(&rows).zip(&proofs) {
        let hash = file["sha256"].as_str().unwrap();
        let bytes = site.stored_file(hash);
        assert_eq!(hoso_photo::sha256(&bytes), hash);
        assert_eq!(file["size"], json!(bytes.len()));
        assert_eq!(fixtures::leak(&bytes), None, "{file}");
        let size = format!(" {} kB", bytes.len().div_ceil(1000));
        assert!(row.as_str().unwrap().ends_with(&size), "{row}");
        assert!(proof.as_str().unwrap().ends_with(hash), "{proof}");
    }
    for request in site.proxy.requests() {
        assert_eq!(fixtures::leak(request.route.as_bytes()), None);
        assert_eq!(fixtures::leak(&request.body), None, "{}", request.route);
    }
    envelope
}

/// Asserts that each file was uploaded once, under its hash, before the dossier.
fn assert_files_sent_first(site: &Site, envelope: &Value) {
    let requests: Vec<Request> = site.proxy.requests();
    let sent: Vec<&Request> = requests
        .iter()
        .filter(|request| request.route.starts_with("PUT ") || request.route == POST_DOSSIER)
        .collect();
    let files = envelope["attachments"].as_array().unwrap();
    let mut expected: Vec<String> = Vec::new();
    for file in files {
        if !expected.contains(&put(&file["sha256"])) {
            expected.push(put(&file["sha256"]));
        }
    }
    expected.push(POST_DOSSIER.to_owned());
    assert_eq!(
        sent.iter()
            .map(|request| &request.route)
            .collect::<Vec<_>>(),
        expected.iter().collect::<Vec<_>>()
    );
    for request in sent {
        if let Some(hash) = request.route.strip_prefix("PUT /api/attachments/") {
            assert_eq!(request.body, site.stored_file(hash));
        }
    }
}

#[tokio::test]
async fn ok_four_photos_of_a_child() {
    let (site, browser, answers) = ready_with_four_photos().await;
    assert!(
        puts(&site).is_empty(),
        "nothing goes before the person sends"
    );
    browser.submit_step().await;
    let envelope = assert_stored(&site, &browser, &answers).await;
    assert_files_sent_first(&site, &envelope);
    let mut kinds = envelope["attachments"].as_array().unwrap().iter();
    assert!(kinds.all(|file| file["media_type"] == "image/jpeg"));
    browser.finish().await;
}

/// Registers directly with a PDF and photos, without the back of the parent's card, and with the
/// same photo in two fields: it is uploaded once.
#[tokio::test]
async fn ok_pdf_and_photos_of_a_direct_registration() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let files = PhotoFiles::default();
    let pdf = fixtures::files::pdf("");
    let pages = vec![
        files.write("giấy khai sinh.pdf", &pdf),
        files.good_photo(900),
        files.good_photo(1000),
    ];
    let photos = [
        ("portrait", vec![files.good_photo(800)]),
        ("birth_certificate", pages),
        ("id_front", vec![files.good_photo(800)]),
    ];
    let answers = complete_procedure(&site, &browser, "ok-core-direct", &photos).await;
    browser.submit_step().await;
    let envelope = assert_stored(&site, &browser, &answers).await;
    assert_files_sent_first(&site, &envelope);
    let first = &envelope["attachments"][1];
    assert_eq!(first["media_type"], "application/pdf");
    assert_eq!(site.stored_file(first["sha256"].as_str().unwrap()), pdf);
    browser.finish().await;
}

/// Registers an adult.
#[tokio::test]
async fn ok_photos_of_an_adult() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let files = PhotoFiles::default();
    let mut photos = photos_with_metadata(&files);
    photos.remove(1);
    browser.open_procedure(&site, "account").await;
    let answers = without_photos("account", "ok-adult");
    let answers = complete_with_photos(&browser, answers, &photos).await;
    browser.submit_step().await;
    let envelope = assert_stored(&site, &browser, &answers).await;
    assert_files_sent_first(&site, &envelope);
    assert_eq!(envelope["attachments"].as_array().unwrap().len(), 3);
    browser.finish().await;
}

/// Checks that the page says which photo is on its way and how large it is, until the last one is
/// there.
#[tokio::test]
async fn ok_the_size_of_a_photo_on_its_way_is_shown() {
    let (site, browser, answers) = ready_with_four_photos().await;
    let photo = &answers["birth_certificate"][0];
    site.proxy.hold(&put(photo));
    browser.submit_step().await;
    let position =
        "document.querySelector('main').innerText.match(/ 2\\/4 \\(([0-9]+) kB\\)/)?.[1]";
    let size = browser.wait_for(position).await;
    site.proxy.release();
    let envelope = assert_stored(&site, &browser, &answers).await;
    let mut files = envelope["attachments"].as_array().unwrap().iter();
    let file = files.find(|file| file["sha256"] == *photo).unwrap();
    let kilobytes = file["size"].as_u64().unwrap().div_ceil(1000);
    assert_eq!(size, kilobytes.to_string());
    browser.finish().await;
}

/// Checks that a failed upload stops the attempt before the dossier, that the retry skips uploaded
/// files, and that the dossier keeps its key.
#[tokio::test]
async fn ok_failed_uploads_are_retried() {
    let (site, mut browser, answers) = ready_with_four_photos().await;
    browser.expect_console("Failed to load resource");
    let second = put(&answers["birth_certificate"][0]);
    let third = put(&answers["id_front"][0]);
    site.proxy
        .fail_next(&second, respond("500 Internal Server Error", ""));
    site.proxy.fail_next(&second, Fault::Drop);
    site.proxy.fail_next(&second, Fault::TruncateResponse);
    site.proxy
        .fail_next(&third, respond("503 Service Unavailable", ""));
    let mut keys = Vec::new();
    for (n, code) in [
        "ui.failed_server",
        "ui.failed_network",
        "ui.failed_network",
        "ui.failed_busy",
    ]
    .into_iter()
    .enumerate()
    {
        if n == 0 {
            browser.submit_step().await;
        } else {
            browser.send_again().await;
        }
        let (what, times) = if n < 3 { (&second, n + 1) } else { (&third, 1) };
        site.proxy.wait_for_requests(what, times).await;
        browser.wait_for_failure(code).await;
        assert!(
            site.proxy.posted_dossiers().is_empty(),
            "no dossier goes without its files"
        );
        keys.push(browser.saved_drafts().await[0]["dossier_id"].clone());
    }
    browser.send_again().await;
    let envelope = assert_stored(&site, &browser, &answers).await;
    keys.dedup();
    assert_eq!(keys, [envelope["dossier_id"].clone()]);
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].key.as_deref(), envelope["dossier_id"].as_str());
    let times = |what: &str| {
        puts(&site)
            .iter()
            .filter(|request| request.route == what)
            .count()
    };
    let counts: Vec<usize> = ["portrait", "birth_certificate", "id_front", "id_back"]
        .iter()
        .map(|name| times(&put(&answers[*name][0])))
        .collect();
    assert_eq!(counts, [1, 4, 2, 1]);
    browser.finish().await;
}

/// Checks that a rejected file is reported at its field, and that the dossier is sent without it.
#[tokio::test]
async fn err_rejected_file_is_reported_at_its_field() {
    let (site, mut browser, mut answers) = ready_with_four_photos().await;
    browser.expect_console("Failed to load resource");
    let first = put(&answers["portrait"][0]);
    site.proxy
        .fail_next(&first, respond("415 Unsupported Media Type", "{}"));
    browser.submit_step().await;
    browser.wait_for_error("ui.photo_refused").await;
    let summary = browser
        .eval_text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    let portrait = label("under18", "portrait").vi;
    assert!(
        summary.contains(&format!("{portrait}: {}", sentence("ui.photo_refused"))),
        "{summary}"
    );
    assert!(site.proxy.posted_dossiers().is_empty());
    assert!(site.stored_dossiers().is_empty());
    browser.click(".error-summary a").await;
    browser.wait_for("location.hash === '#photos'").await;
    browser
        .wait_for(&format!(
            "document.querySelector('[data-photo=portrait]').innerText.includes({})",
            json!(sentence("ui.photo_refused"))
        ))
        .await;
    // Removes the photo.
    let item = "document.querySelectorAll('[data-photo=portrait] .photo__item').length";
    assert_eq!(browser.eval(item).await, 1);
    browser.press("ui.photo_remove").await;
    browser.wait_for(&format!("{item} === 0")).await;
    answers.as_object_mut().unwrap().remove("portrait");
    assert_eq!(browser.complete_step().await, "review");
    browser.commit().await.send().await;
    assert_stored(&site, &browser, &answers).await;
    browser.finish().await;
}

/// Checks that files which the receiver has lost are uploaded again without another press, under
/// the same key.
#[tokio::test]
async fn ok_files_lost_by_the_receiver_are_uploaded_again() {
    let (site, mut browser, answers) = ready_with_four_photos().await;
    browser.expect_console("status of 422");
    for name in ["portrait", "birth_certificate", "id_front", "id_back"] {
        let what = put(&answers[name][0]);
        site.proxy.fail_next(&what, respond("201 Created", "{}"));
    }
    browser.submit_step().await;
    assert_stored(&site, &browser, &answers).await;
    assert_eq!(puts(&site).len(), 8);
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 2);
    assert_eq!(
        (&posts[0].key, &posts[0].body),
        (&posts[1].key, &posts[1].body)
    );
    browser.finish().await;
}

/// Changes the files of a receipt.
type Change = fn(&mut Vec<Value>);

/// Checks that a receipt with other files than those sent is rejected.
#[tokio::test]
async fn err_receipt_with_other_files_is_rejected() {
    let (site, browser, _answers) = ready_with_four_photos().await;
    let changes: [(&str, Change); 5] = [
        ("another hash", |files| {
            files[1]["sha256"] = json!("0".repeat(64))
        }),
        ("another size", |files| {
            files[2]["size"] = json!(files[2]["size"].as_u64().unwrap() + 1);
        }),
        ("one less", |files| {
            files.pop();
        }),
        ("none", Vec::clear),
        ("the very files", |_| {}),
    ];
    site.proxy.hold(POST_DOSSIER);
    browser.submit_step().await;
    for (n, (about, change)) in changes.into_iter().enumerate() {
        site.proxy.wait_for_requests(POST_DOSSIER, n + 1).await;
        let body = site.proxy.posted_dossiers().remove(n).body;
        let envelope: Value = serde_json::from_slice(&body).unwrap();
        let mut files = envelope["attachments"].as_array().unwrap().clone();
        change(&mut files);
        let receipt = json!({
            "number": "HS-2026-000007", "dossier_id": envelope["dossier_id"],
            "digest": hoso_photo::sha256(&body), "received_at": "2026-11-20T02:00:00Z",
            "status": "received", "attachments": files, "secret": "x", "missing": [],
        });
        site.proxy
            .fail_next_dossier(respond("201 Created", &receipt.to_string()));
        site.proxy.release();
        if n == 4 {
            // Proves that the receipts before were rejected for their files.
            assert_eq!(browser.receipt_number().await, "HS-2026-000007", "{about}");
            break;
        }
        browser.wait_for_failure("ui.failed_invalid_response").await;
        let text = browser.main_text().await;
        assert!(!text.contains("HS-2026-000007"), "{about}: {text}");
        site.proxy.hold(POST_DOSSIER);
        browser.send_again().await;
    }
    browser.finish().await;
}

/// Checks that the multipart mode sends files as parts, named by their hash.
#[tokio::test]
async fn ok_multipart_mode_sends_files_as_parts() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    site.configure_page(
        "under18",
        r#""endpoint":"/api","way":"intake""#,
        r#""endpoint":"/api/dossiers","way":"multipart""#,
    );
    let files = PhotoFiles::default();
    let mut photos = photos_with_metadata(&files);
    photos[1]
        .1
        .push(files.write("paper.pdf", &fixtures::files::pdf("")));
    let answers = complete_procedure(&site, &browser, CORE, &photos).await;
    browser.submit_step().await;
    let envelope = assert_stored(&site, &browser, &answers).await;
    assert!(puts(&site).is_empty());
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 1);
    let body = String::from_utf8_lossy(&posts[0].body);
    for file in envelope["attachments"].as_array().unwrap() {
        let part = |name: &str| file[name].as_str().unwrap();
        let ending = if part("media_type") == "application/pdf" {
            "pdf"
        } else {
            "jpg"
        };
        let head = format!("name=\"{0}\"; filename=\"{0}.{ending}\"", part("sha256"));
        assert_eq!(body.matches(&head).count(), 1, "{head}");
    }
    browser.finish().await;
}

/// Checks that `child` removes the four photo fields and nothing else.
#[test]
fn ok_an_example_without_photos() {
    let (all, rest) = (examples::answers_of("under18", CORE), child_answers(CORE));
    let (all, rest) = (all.as_object().unwrap(), rest.as_object().unwrap());
    assert_eq!(all.len(), rest.len() + 4);
}
