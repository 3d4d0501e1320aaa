//! The other ways in which a deployment may take dossiers: one form handler, or none.

use hoso_tests::browser::{Browser, DEADLINE};
use hoso_tests::examples;
use hoso_tests::locales::sentence;
use hoso_tests::site::Site;
use serde_json::{Value, json};
use std::time::Instant;

/// One `multipart/form-data` POST to an address of the deployment's choice.
#[tokio::test]
async fn ok_one_form_post() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    site.configure(
        r#""endpoint":"/api","way":"intake""#,
        r#""endpoint":"/api/dossiers","way":"multipart""#,
    );
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    browser.complete_until("review", &answers).await;
    let number = browser.commit_and_send().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!((number, &envelope["answers"]), (stored, &answers));
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 1);
    let body = String::from_utf8_lossy(&posts[0].body);
    assert!(
        body.contains("name=\"idempotency_key\"") && body.contains("name=\"dossier\""),
        "{body}"
    );
    browser.finish().await;
}

/// No backend: the citizen gets one file, nothing leaves, and nobody says "sent".
#[tokio::test]
async fn ok_one_file_for_the_citizen() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    site.configure(r#""way":"intake""#, r#""way":"file""#);
    let downloads = tempfile::tempdir().unwrap();
    let behaviour = json!({ "behavior": "allow", "downloadPath": downloads.path() });
    browser.cdp("Browser.setDownloadBehavior", behaviour).await;
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    browser.complete_until("review", &answers).await;
    browser.commit().await.send().await;
    browser.expect_step("handover").await;
    let words = browser.main_text().await;
    assert!(words.contains(&sentence("ui.file_title")), "{words}");
    assert!(!words.contains(&sentence("ui.receipt_title")), "{words}");
    browser.assert_accessible("file").await;
    browser.press("ui.file_save").await;

    let begin = Instant::now();
    let envelope: Value = loop {
        let files = std::fs::read_dir(downloads.path()).unwrap().flatten();
        let mut named = files.filter(|file| file.file_name().to_string_lossy().ends_with(".json"));
        if let Some(file) = named.next()
            && let Ok(envelope) = serde_json::from_slice(&std::fs::read(file.path()).unwrap())
        {
            let name = file.file_name().into_string().unwrap();
            assert_eq!(
                name, "ho-so-602b-2026-11-20.json",
                "no person stands in the name"
            );
            break envelope;
        }
        assert!(begin.elapsed() < DEADLINE, "no file came");
        browser.eval("new Promise(requestAnimationFrame)").await;
    };
    assert_eq!(envelope["answers"], answers);
    assert!(site.proxy.posted_dossiers().is_empty());
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}
