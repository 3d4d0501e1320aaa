//! Checks the official form as PDF, made by the real worker: its content, when it is outdated, and
//! that it is made offline.

use hoso_tests::browser::Browser;
use hoso_tests::examples::{answers, answers_of};
use hoso_tests::locales::sentence;
use hoso_tests::photo_fields::without_photos;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::site::Site;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Records blobs by their URL, because the policy forbids fetching a `blob:` URL.
const RECORD_BLOBS: &str = "{
    const make = URL.createObjectURL;
    window.made = new Map();
    URL.createObjectURL = (blob) => { const at = make.call(URL, blob); made.set(at, blob); return at; };
}";

async fn start_watching_blobs() -> (Site, Browser) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": RECORD_BLOBS }),
        )
        .await;
    (site, browser)
}

/// A form as the page offers it.
struct Form {
    /// The file name of the download.
    name: String,
    bytes: Vec<u8>,
}

/// Clicks the button that makes the form, and reads the file.
async fn make_form(browser: &Browser) -> Form {
    browser
        .wait_for("document.querySelector('#open_pdf')")
        .await;
    browser.click("#open_pdf").await;
    read(browser).await
}

async fn read(browser: &Browser) -> Form {
    browser
        .wait_for("document.querySelector('#open_pdf')?.href?.startsWith('blob:')")
        .await;
    let bytes = browser
        .eval_text(
            "new Promise((done) => {
                const reader = new FileReader();
                reader.onload = () => done(reader.result.split(',')[1]);
                reader.readAsDataURL(made.get(document.querySelector('#open_pdf').href));
            })",
        )
        .await;
    Form {
        name: browser
            .eval_text("document.querySelector('.official-form a[download]').download")
            .await,
        bytes: STANDARD.decode(bytes).unwrap(),
    }
}

fn run(program: &str, arguments: &[&str], at: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(at)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

impl Form {
    /// Returns the text with single spaces, after `qpdf` found no error.
    fn text(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("form.pdf"), &self.bytes).unwrap();
        run("qpdf", &["--check", "form.pdf"], folder.path());
        let text = run("pdftotext", &["-layout", "form.pdf", "-"], folder.path());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the dossier that is attached to the PDF.
    fn dossier(&self) -> Value {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("form.pdf"), &self.bytes).unwrap();
        run("pdfdetach", &["-saveall", "form.pdf"], folder.path());
        let mut files = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "json"));
        serde_json::from_slice(&std::fs::read(files.next().unwrap()).unwrap()).unwrap()
    }
}

/// Checks that the deployment's own text about the sheet is on the page, in its language, and on the PDF.
#[tokio::test]
async fn ok_a_deployment_says_what_its_form_is() {
    let (site, browser) = start_watching_blobs().await;
    let [own, english] = ["BHXH tỉnh nhận tờ này.", "The office takes this sheet."];
    site.configure_page(
        "account",
        r#""way":"intake""#,
        &format!(r#""way":"intake","form_01_text":{{"vi":"{own}","en":"{english}"}}"#),
    );
    browser.open_procedure(&site, "account").await;
    let answers = without_photos("account", "ok-adult");
    browser.complete_until("review", &answers).await;
    let shown = "document.querySelector('.official-form').innerText";
    let text = browser.eval_text(shown).await;
    assert!(text.contains(own) && !text.contains("164/2025"), "{text}");
    let printed = make_form(&browser).await.text();
    assert!(
        printed.contains(own) && !printed.contains("164/2025"),
        "{printed}"
    );
    browser.switch_language("en").await;
    let text = browser.eval_text(shown).await;
    assert!(text.contains(english), "{text}");
    browser.finish().await;
}

/// Checks that the form has no number before sending, and the number and the stored dossier
/// afterwards.
async fn journey(procedure: &str, answers: Value, name: &str, words: &[&str]) {
    let (site, browser) = start_watching_blobs().await;
    browser.open_procedure(&site, procedure).await;
    browser.complete_until("review", &answers).await;
    let before = make_form(&browser).await;
    assert_eq!(before.name, name);
    let text = before.text();
    for words in words {
        assert!(text.contains(words), "{words:?} in {text}");
    }
    assert!(!text.contains("HS-2026-"), "{text}");
    assert!(before.bytes.len() <= 300_000, "{}", before.bytes.len());

    let number = browser.commit_and_send().await;
    let after = make_form(&browser).await;
    assert!(after.text().contains(&number));
    assert_eq!(after.dossier(), site.single_dossier().1);

    // Makes the form again after a reload.
    browser.reload().await;
    let again = make_form(&browser).await;
    assert!(again.text().contains(&number));
    assert_eq!(again.dossier(), site.single_dossier().1);
    browser.finish().await;
}

#[tokio::test]
async fn ok_form_of_voluntary_insurance() {
    journey(
        "602b",
        answers("ok-golden-1-first-no-number"),
        "tk1-ts-2026-11-20.pdf",
        &["Mẫu TK1-TS", "TỜ KHAI", "PHỤ LỤC"],
    )
    .await;
}

#[tokio::test]
async fn ok_form_of_a_child() {
    journey(
        "under18",
        answers_of("under18", "ok-core-parent-account"),
        "mau-01-duoi-18-2026-11-20.pdf",
        &["Mẫu số 01", "Trần Thị Thử", "Nguyễn Thị Mẫu", "5600000004"],
    )
    .await;
}

#[tokio::test]
async fn ok_form_of_an_adult() {
    journey(
        "account",
        answers_of("account", "ok-adult"),
        "mau-01-2026-11-20.pdf",
        &["Mẫu số 01", "Nguyễn Thị Mẫu", "5600000001", "056190000001"],
    )
    .await;
}

/// Checks that a changed answer discards the form.
#[tokio::test]
async fn ok_changed_answer_discards_the_form() {
    let (site, browser) = start_watching_blobs().await;
    let answers = answers_of("account", "ok-adult");
    browser.open_procedure(&site, "account").await;
    browser.complete_until("review", &answers).await;
    assert!(make_form(&browser).await.text().contains("Nguyễn Thị Mẫu"));
    browser.driver.back().await.unwrap();
    browser.expect_step("photos").await;
    for step in ["office", "contact", "person"] {
        browser.driver.back().await.unwrap();
        browser.expect_step(step).await;
    }
    browser.fill("full_name", "Nguyễn Thị Khác").await;
    browser.complete_until("review", &json!({})).await;
    let control = "document.querySelector('#open_pdf').tagName";
    assert_eq!(browser.eval_text(control).await, "BUTTON");
    let text = make_form(&browser).await.text();
    assert!(text.contains("Nguyễn Thị Khác") && !text.contains("Nguyễn Thị Mẫu"));
    // Discards the form for the commitment, too, which is an answer.
    browser.commit().await;
    browser
        .wait_for("document.querySelector('#open_pdf').tagName === 'BUTTON'")
        .await;
    assert_eq!(
        make_form(&browser).await.dossier()["answers"]["commitment"],
        true
    );
    browser.finish().await;
}

/// Checks that the form is made offline once the worker is loaded.
#[tokio::test]
async fn ok_form_is_made_offline() {
    let (site, browser) = start_watching_blobs().await;
    let answers = answers_of("account", "ok-adult");
    browser.open_procedure(&site, "account").await;
    browser.complete_until("review", &answers).await;
    make_form(&browser).await;
    let offline =
        json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser
        .cdp("Network.emulateNetworkConditions", offline)
        .await;
    browser.commit().await;
    browser
        .wait_for("document.querySelector('#open_pdf').tagName === 'BUTTON'")
        .await;
    assert!(make_form(&browser).await.text().contains("Nguyễn Thị Mẫu"));
    browser.finish().await;
}

/// Checks that the form is offered to the Web Share API under its file name.
#[tokio::test]
async fn ok_form_is_shared() {
    let (site, browser) = start_watching_blobs().await;
    // Replaces the Web Share API, which headless Chromium lacks.
    let phone = "Navigator.prototype.canShare = (data) => data.files?.length === 1;
        Navigator.prototype.share = async (data) => { window.shared = data.files[0]; };";
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": phone }),
        )
        .await;
    let answers = answers_of("account", "ok-adult");
    browser.open_procedure(&site, "account").await;
    browser.complete_until("review", &answers).await;
    let made = make_form(&browser).await;
    browser.press("ui.official_form_share").await;
    browser.wait_for("window.shared").await;
    assert_eq!(browser.eval_text("shared.name").await, made.name);
    assert_eq!(browser.eval_text("shared.type").await, "application/pdf");
    assert_eq!(browser.eval("shared.size").await, made.bytes.len());
    browser.finish().await;
}

/// Checks that the page reports a worker that fails to load, and still sends the dossier.
#[tokio::test]
async fn err_worker_fails_to_load() {
    let (site, mut browser) = start_watching_blobs().await;
    site.proxy
        .replace_body(&Site::worker_file(".wasm"), b"no program at all".to_vec());
    let answers = answers_of("account", "ok-adult");
    browser.open_procedure(&site, "account").await;
    browser.complete_until("review", &answers).await;
    browser.click("#open_pdf").await;
    browser
        .wait_for(&format!(
            "document.querySelector('.official-form__state').innerText.includes({})",
            json!(sentence("ui.official_form_failed"))
        ))
        .await;
    // Loads the worker again at the next press.
    site.proxy.replace_body(
        &Site::worker_file(".wasm"),
        site.built_file(&Site::worker_file(".wasm")),
    );
    assert!(make_form(&browser).await.text().contains("Nguyễn Thị Mẫu"));
    browser.commit_and_send().await;
    assert_eq!(site.stored_dossiers().len(), 1);
    browser.expect_console("hoso-worker");
    browser.finish().await;
}

/// Checks that in file mode the form embeds the dossier and each photo.
#[tokio::test]
async fn ok_file_mode_embeds_the_photos() {
    let (site, browser) = start_watching_blobs().await;
    site.configure_page("under18", r#""way":"intake""#, r#""way":"file""#);
    let files = PhotoFiles::default();
    browser.open_photo_step(&site).await;
    browser
        .attach_photos("portrait", &[&files.good_photo(900)])
        .await;
    browser
        .attach_photos("id_front", &[&files.good_photo(940)])
        .await;
    browser
        .wait_for_draft(
            "draft.answers.portrait?.length === 1 && draft.answers.id_front?.length === 1",
        )
        .await;
    assert_eq!(browser.complete_step().await, "review");
    browser.commit().await.send().await;
    browser.expect_step("download").await;
    browser.assert_accessible("download").await;
    let form = make_form(&browser).await;
    let dossier = form.dossier();
    assert_eq!(dossier["answers"]["full_name"], "Trần Thị Thử");

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("form.pdf"), &form.bytes).unwrap();
    run("qpdf", &["--check", "form.pdf"], folder.path());
    run("pdfdetach", &["-saveall", "form.pdf"], folder.path());
    for (file, field) in [
        ("1-portrait.jpg", "portrait"),
        ("2-id_front.jpg", "id_front"),
    ] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap();
        assert_eq!(
            dossier["answers"][field],
            json!([hoso_photo::sha256(&bytes)]),
            "{file}"
        );
    }
    assert!(site.proxy.posted_dossiers().is_empty() && site.stored_dossiers().is_empty());
    browser.finish().await;
}
