//! Checks the registrations of children and adults: the stored dossier, the links between both
//! procedures, and the fields after submission.

use hoso_tests::browser::Browser;
use hoso_tests::examples::answers_of;
use hoso_tests::locales::{HOTLINE, sentence, step_title};
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::proxy::Request;
use hoso_tests::site::Site;
use serde_json::{Value, json};
use std::path::PathBuf;

use crate::fixtures;
use tempfile::TempDir;

/// Writes a different photo for each of these fields.
fn photos(fields: &[&str]) -> (TempDir, Vec<(String, PathBuf)>) {
    let folder = tempfile::tempdir().unwrap();
    let made = fields.iter().zip(0..).map(|(field, i)| {
        let file = folder.path().join(format!("{field}.jpg"));
        std::fs::write(&file, jpeg(&scene(900 + 40 * i, 700))).unwrap();
        ((*field).to_owned(), file)
    });
    let made = made.collect();
    (folder, made)
}

/// Returns the answers of an example without its photos and without the setting of the deployment.
fn without_photos(procedure: &str, example: &str, photos: &[&str]) -> Value {
    let mut answers = answers_of(procedure, example);
    let map = answers.as_object_mut().unwrap();
    for name in photos {
        map.remove(*name);
    }
    map.remove("form_profile");
    answers
}

pub(crate) const PHOTOS: [&str; 4] = ["portrait", "birth_certificate", "id_front", "id_back"];

/// Commits and sends. Returns number and envelope of the stored dossier.
async fn commit_and_send(site: &Site, browser: &Browser) -> (String, Value) {
    let number = browser.commit_and_send().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!(number, stored);
    (number, envelope)
}

async fn journey(procedure: &str, example: &str, fields: &[&str]) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    complete_journey(&site, &browser, procedure, example, fields).await;
    browser.finish().await;
}

/// Completes an example with these photos and compares the stored dossier.
pub(crate) async fn complete_journey(
    site: &Site,
    browser: &Browser,
    procedure: &str,
    example: &str,
    fields: &[&str],
) {
    let answers = without_photos(procedure, example, &PHOTOS);
    let (_folder, files) = photos(fields);
    browser.open_procedure(site, procedure).await;
    browser.complete_until("photos", &answers).await;
    for (field, file) in &files {
        browser.attach_photos(field, &[file]).await;
    }
    assert_eq!(browser.complete_step().await, "review");
    let (_, envelope) = commit_and_send(site, browser).await;

    let mut sent = envelope["answers"].clone();
    let mut stored = 0;
    for field in fields {
        let hashes = sent.as_object_mut().unwrap().remove(*field).unwrap();
        for hash in hashes.as_array().unwrap() {
            let hash = hash.as_str().unwrap();
            let bytes = site.stored_file(hash);
            assert_eq!(hoso_photo::sha256(&bytes), hash);
            assert_eq!(fixtures::leak(&bytes), None);
            let entry = envelope["attachments"]
                .as_array()
                .unwrap()
                .iter()
                .find(|entry| entry["sha256"] == hash)
                .unwrap();
            assert_eq!(entry["field"], *field);
            assert_eq!(entry["size"], bytes.len());
            stored += 1;
        }
    }
    assert_eq!(stored, fields.len());
    assert_eq!(envelope["attachments"].as_array().unwrap().len(), stored);
    sent.as_object_mut().unwrap().remove("form_profile");
    assert_eq!(sent, answers);
    // Checks that files are uploaded before the dossier.
    let order: Vec<String> = site
        .proxy
        .requests()
        .into_iter()
        .map(|request| request.route)
        .collect();
    let post = order
        .iter()
        .position(|what| what == "POST /api/dossiers")
        .unwrap();
    let puts = order
        .iter()
        .filter(|what| what.starts_with("PUT /api/attachments/"));
    assert_eq!(puts.count(), stored);
    assert!(order[post..].iter().all(|what| !what.starts_with("PUT ")));
    let shown = "document.querySelectorAll('.receipt__files li').length";
    assert_eq!(browser.eval(shown).await, stored);
}

#[tokio::test]
async fn ok_child_through_the_account_of_a_parent() {
    journey("under18", "ok-core-parent-account", &PHOTOS).await;
}

#[tokio::test]
async fn ok_an_adult() {
    journey("account", "ok-adult", &["portrait", "id_front", "id_back"]).await;
}

#[tokio::test]
async fn ok_a_minor_with_a_card() {
    journey("account", "ok-minor-with-card", &["portrait"]).await;
}

/// Checks that a missing photo does not block sending, and is listed among the documents to bring
/// (R-702-4, R-702-5).
#[tokio::test]
async fn ok_a_child_directly_with_photos_missing() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = without_photos("under18", "ok-core-direct", &PHOTOS);
    let (_folder, files) = photos(&["portrait"]);
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("photos", &answers).await;
    browser.attach_photos("portrait", &[&files[0].1]).await;
    assert_eq!(browser.complete_step().await, "review");
    let (_, envelope) = commit_and_send(&site, &browser).await;
    assert_eq!(envelope["answers"]["route"], "direct");
    assert_eq!(envelope["attachments"].as_array().unwrap().len(), 1);
    let bring = browser
        .eval_text("document.querySelector('.bring').innerText")
        .await;
    for code in ["bring.birth_certificate", "bring.id_front", "bring.id_back"] {
        assert!(bring.contains(&sentence(code)), "{code} in {bring}");
    }
    assert!(!bring.contains(&sentence("bring.portrait")), "{bring}");
    browser.finish().await;
}

/// Checks that a deployment can ask for the fields of the extended form.
#[tokio::test]
async fn ok_extended_form_of_a_deployment() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    site.configure_page(
        "under18",
        "\"way\":\"intake\"",
        "\"way\":\"intake\",\"parameters\":{\"form_profile\":\"extended\"}",
    );
    let answers = without_photos("under18", "ok-golden-1-parent-account", &PHOTOS);
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("review", &answers).await;
    let (_, envelope) = commit_and_send(&site, &browser).await;
    let mut sent = envelope["answers"].clone();
    let profile = sent.as_object_mut().unwrap().remove("form_profile");
    assert_eq!(profile, Some(json!("extended")));
    assert_eq!(sent, answers);
    browser.finish().await;
}

/// Enters the number that the agency gave on the receipt, and loads the receipt again.
async fn note_agency_number(browser: &Browser) {
    browser.fill("dossier_number", "01234/2026/05600").await;
    browser
        .wait_for_draft("draft.answers.dossier_number === '01234/2026/05600'")
        .await;
    browser.reload().await;
}

/// Checks that the dossier number which the citizen notes on the receipt survives a reload and is
/// never sent.
#[tokio::test]
async fn ok_dossier_number_is_saved_locally_and_never_sent() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = without_photos("under18", "ok-core-direct", &PHOTOS);
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("review", &answers).await;
    commit_and_send(&site, &browser).await;
    let before = site.proxy.requests().len();
    note_agency_number(&browser).await;
    browser
        .wait_for("document.querySelector('[name=dossier_number]').value === '01234/2026/05600'")
        .await;
    let sent = site.proxy.requests().split_off(before);
    let writes = sent
        .iter()
        .filter(|request| !request.route.starts_with("GET "));
    assert_eq!(writes.count(), 0);
    let needle = b"05600";
    let leaks = |request: &&Request| {
        request.route.contains("05600") || request.body.windows(5).any(|five| five == needle)
    };
    assert_eq!(site.proxy.requests().iter().filter(leaks).count(), 0);
    browser.finish().await;
}

/// Checks that the receipt says what was sent, without a way to change it, and that the number which
/// the agency gave is first and larger once it was noted (R-702-7).
#[tokio::test]
async fn ok_the_receipt_says_what_was_sent_and_puts_the_noted_number_first() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = without_photos("under18", "ok-core-direct", &PHOTOS);
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("review", &answers).await;
    commit_and_send(&site, &browser).await;
    let child = answers["child_full_name"]
        .as_str()
        .or(answers["full_name"].as_str())
        .unwrap();
    let request = browser
        .eval_text("document.querySelector('.receipt__request').innerText")
        .await;
    assert!(request.ends_with(&format!(" – {child}")), "{request}");
    let sent =
        "[...document.querySelectorAll('details')].find((e) => e.querySelector('.summary-list'))";
    let text = browser.eval_text(&format!("{sent}.textContent")).await;
    assert!(
        text.starts_with(&sentence("ui.sent_title")) && text.contains(child),
        "{text}"
    );
    let links = browser
        .eval(&format!("{sent}.querySelectorAll('a').length"))
        .await;
    assert_eq!(links, json!(0));
    let numbers = "[...document.querySelectorAll('.receipt__number')].map((e) => e.innerText)";
    let own = browser.eval(numbers).await[0].clone();
    note_agency_number(&browser).await;
    browser
        .wait_for("document.querySelectorAll('.receipt__number').length === 2")
        .await;
    assert_eq!(
        browser.eval(numbers).await,
        json!(["01234/2026/05600", own])
    );
    let sizes = "[...document.querySelectorAll('.receipt__number')].map((e) => parseFloat(getComputedStyle(e).fontSize))";
    let sizes = browser.eval(sizes).await;
    assert!(sizes[0].as_f64() > sizes[1].as_f64(), "{sizes}");
    browser.finish().await;
}

/// Checks that a registration that is finished on the portal is not called done, and that the answers
/// to copy there come first and open.
#[tokio::test]
async fn ok_what_is_left_to_do_on_the_portal_comes_first() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "account").await;
    let answers = without_photos("account", "ok-adult", &PHOTOS);
    browser.complete_until("review", &answers).await;
    browser.commit_and_send().await;
    let title = sentence("ui.receipt_title.portal");
    let shown = browser
        .eval("[document.querySelector('h1').innerText, document.title]")
        .await;
    assert_eq!(shown[0], title.as_str());
    assert!(shown[1].as_str().unwrap().starts_with(&title), "{shown}");
    // The colour of what is not done; then the sheet.
    browser
        .wait_for("document.querySelector('.receipt--unfinished + details[open] .copy-sheet')")
        .await;
    browser.finish().await;
}

/// Registers a parent first and returns to the child with the shared answers.
#[tokio::test]
async fn ok_parent_registers_first_and_returns() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let mut child = without_photos("under18", "ok-core-parent-account", &PHOTOS);
    child["guardian_has_account"] = json!(false);
    child["route"] = json!("direct");
    child
        .as_object_mut()
        .unwrap()
        .remove("guardian_social_insurance_number");
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("guardian", &child).await;
    browser.fill_step(&child).await;
    browser.wait_for_draft("draft.answers.phone").await;
    browser.driver.back().await.unwrap();
    browser.expect_step("child").await;
    browser.driver.back().await.unwrap();
    browser.expect_step("way").await;
    browser
        .follow_link("[data-related=account]", "account")
        .await;
    // Copies the shared answers.
    assert!(browser.is_checked("who", "adult").await);
    let adult = answers_of("account", "ok-adult");
    let mut adult = adult.as_object().unwrap().clone();
    for photo in PHOTOS {
        adult.remove(photo);
    }
    browser.fill_step(&Value::Object(adult.clone())).await;
    browser.complete_step().await;
    assert_eq!(
        browser.value("full_name").await,
        child["guardian_name"].as_str().unwrap()
    );
    browser
        .complete_until("review", &Value::Object(adult))
        .await;
    let (_, envelope) = commit_and_send(&site, &browser).await;
    assert_eq!(envelope["procedure"], "account");

    browser.follow_link("[data-return]", "under18").await;
    // Copies the registered number: it is the user name of the guardian now.
    browser.fill("guardian_has_account", "yes").await;
    browser.fill("route", "parent_account").await;
    assert_eq!(browser.complete_step().await, "child");
    assert_eq!(
        browser.value("full_name").await,
        child["full_name"].as_str().unwrap()
    );
    assert_eq!(browser.complete_step().await, "guardian");
    assert_eq!(
        browser.value("guardian_social_insurance_number").await,
        "5600000001"
    );
    assert_eq!(browser.value("guardian_name").await, "Nguyễn Thị Mẫu");
    browser.finish().await;
}

/// Checks that the answers move to the procedure of adults at 18 (R-702-1).
#[tokio::test]
async fn ok_answers_of_an_18_year_old_move_to_the_adult_procedure() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let mut child = without_photos("under18", "ok-core-direct", &PHOTOS);
    child["birth_date"] = json!("2008-11-20");
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("child", &child).await;
    browser.fill_step(&child).await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    browser
        .follow_link("[data-related=account]", "account")
        .await;
    assert!(browser.is_checked("who", "adult").await);
    assert!(browser.is_checked("has_account", "no").await);
    assert_eq!(browser.complete_step().await, "person");
    assert_eq!(
        browser.value("full_name").await,
        child["full_name"].as_str().unwrap()
    );
    assert_eq!(
        browser.value("social_insurance_number").await,
        child["social_insurance_number"].as_str().unwrap()
    );
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}

/// Checks that the pages of both procedures are prerendered with their first step.
#[tokio::test]
async fn ok_both_pages_are_prerendered() {
    let (site, browser) = (Site::start().await, Browser::without_scripts().await);
    for (procedure, title) in [
        ("under18", step_title("under18", "way").vi),
        ("account", step_title("account", "start").vi),
    ] {
        browser
            .driver
            .goto(format!("{}/{procedure}/", site.origin))
            .await
            .unwrap();
        let text = browser.eval_text("document.body.innerText").await;
        assert!(text.contains(HOTLINE), "{text}");
        let page = String::from_utf8(site.built_file(&format!("{procedure}/index.html"))).unwrap();
        assert!(page.contains(title), "{procedure}");
    }
    browser.finish().await;
}
