//! Checks the delivery modes without our receiver API: one multipart form, or a file.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::photo_fields::without_photos;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::proxy::Fault;
use hoso_tests::site::Site;
use hoso_tests::submission::respond;
use serde_json::{Value, json};

/// Checks that one `multipart/form-data` POST goes to the configured endpoint.
#[tokio::test]
async fn ok_multipart_mode_posts_one_form() {
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

/// Checks the mode without a backend: the citizen saves one file, no request leaves, and the page
/// does not say "sent".
#[tokio::test]
async fn ok_file_mode_downloads_the_dossier() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    site.configure(r#""way":"intake""#, r#""way":"file""#);
    let downloads = tempfile::tempdir().unwrap();
    browser.save_downloads_in(downloads.path()).await;
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    browser.complete_until("review", &answers).await;
    browser.commit().await.send().await;
    browser.expect_step("download").await;
    let text = browser.main_text().await;
    assert!(text.contains(&sentence("ui.file_title")), "{text}");
    assert!(!text.contains(&sentence("ui.receipt_title")), "{text}");
    browser.assert_accessible("file").await;
    browser.press("ui.file_save").await;

    let file = browser.wait_for_download(downloads.path(), ".json").await;
    assert_eq!(
        file.file_name().unwrap(),
        "ho-so-602b-2026-11-20.json",
        "the name contains no personal data"
    );
    let envelope: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(envelope["answers"], answers);
    assert!(site.proxy.posted_dossiers().is_empty());
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}

/// Checks that a form which is too large is reported at the question of its largest file.
#[tokio::test]
async fn err_too_large_form_names_its_largest_file() {
    let (site, mut browser, files) = (
        Site::start().await,
        Browser::start().await,
        PhotoFiles::default(),
    );
    browser.expect_console("413");
    site.configure_page(
        "under18",
        r#""endpoint":"/api","way":"intake""#,
        r#""endpoint":"/api/dossiers","way":"multipart""#,
    );
    browser.open_photo_step(&site).await;
    browser
        .attach_photos("birth_certificate", &[&files.good_photo(1200)])
        .await;
    browser
        .attach_photos("portrait", &[&files.good_photo(400)])
        .await;
    assert_eq!(browser.complete_step().await, "review");
    browser.commit().await;
    site.proxy
        .fail_next_dossier(respond("413 Content Too Large", "", ""));
    browser.send().await;
    browser.wait_for_error_summary().await;
    let entry = browser
        .eval("[...document.querySelectorAll('[data-hoso-summary] a')].map((a) => [a.hash, a.innerText])")
        .await;
    let text = sentence_with("ui.files_too_large", &[("total", "1"), ("size", "1")]);
    assert_eq!(entry.as_array().unwrap().len(), 1, "{entry}");
    assert!(
        entry[0][0].as_str().unwrap().contains("birth_certificate"),
        "{entry}"
    );
    assert!(entry[0][1].as_str().unwrap().contains(&text), "{entry}");
    browser.finish().await;
}

/// Checks what the receipt says by who receives, on the page and in its title: only the agency "has
/// received" as the agency, a relay passes on, and a trial reaches nobody.
#[tokio::test]
async fn ok_the_receipt_says_who_has_the_dossier() {
    const NAME: &str = "Đại lý thu Ví Dụ";
    let codes = |suffix: &str| {
        ["ui.receipt_title", "ui.receipt_lead"].map(|code| format!("{code}.{suffix}"))
    };
    let text = |code: &str| match code {
        "ui.receipt_title.bhxh" | "ui.receipt_title.trial" => sentence(code),
        _ => sentence_with(code, &[("receiver", NAME)]),
    };
    for (suffix, acts_for, trial) in [
        ("bhxh", "bhxh", false),
        ("relay", "relay", false),
        ("trial", "bhxh", true),
    ] {
        let (site, browser) = (Site::start().await, Browser::start().await);
        site.configure(
            r#""receiver":{"name":"Hệ thống nhận hồ sơ chạy thử","acts_for":"bhxh","trial":true"#,
            &format!(r#""receiver":{{"name":"{NAME}","acts_for":"{acts_for}","trial":{trial}"#),
        );
        browser.open(&site).await;
        let answers = examples::answers("ok-case-c");
        browser.complete_until("review", &answers).await;
        browser.commit_and_send().await;
        let page = browser.main_text().await;
        for other in ["bhxh", "relay", "trial"] {
            for code in codes(other) {
                let is_shown = page.contains(&text(&code));
                assert_eq!(is_shown, other == suffix, "{suffix}: {code}\n{page}");
            }
        }
        // What the agency has, or gets from the relay, is not to be submitted a second time.
        let is_offered = page.contains(&sentence("elsewhere.office"));
        assert_eq!(is_offered, suffix == "trial", "{suffix}\n{page}");
        let calls = [
            ("bhxh", "next.call.bhxh"),
            ("relay", "next.call.relay"),
            ("trial", "next.call.trial"),
        ];
        for (holder, code) in calls {
            let promise = match holder {
                "bhxh" => sentence_with(code, &[("phone", "0900000001")]),
                "relay" => sentence_with(code, &[("phone", "0900000001"), ("receiver", NAME)]),
                _ => sentence(code),
            };
            assert_eq!(
                page.contains(&promise),
                holder == suffix,
                "{suffix}: {code}\n{page}"
            );
        }
        // A trial does nothing for the citizen, so it has no tick.
        let has_tick = "!document.querySelector('.receipt--unfinished')";
        assert_eq!(browser.eval(has_tick).await, suffix != "trial", "{suffix}");
        let title = browser.eval_text("document.title").await;
        assert!(
            title.contains(&text(&codes(suffix)[0])),
            "{suffix}: {title}"
        );
        browser.assert_accessible(suffix).await;
        browser.finish().await;
    }
}

/// Checks that the receipt of a trial promises nothing and asks for nothing that only a real dossier leads
/// to: what is paid and looked up later is said for the day on which the person really applies. What is
/// done on the agency's portal stays: the person does it there.
#[tokio::test]
async fn ok_a_trial_promises_and_asks_nothing() {
    for (procedure, example) in examples::JOURNEYS {
        let (site, browser) = (Site::start().await, Browser::start().await);
        browser.open_procedure(&site, procedure).await;
        let answers = without_photos(procedure, example);
        browser.complete_until("review", &answers).await;
        let review = browser.main_text().await;
        if procedure != "602b" {
            assert!(review.contains("được dùng để thử trang này"), "{review}");
        }
        browser.commit_and_send().await;
        let page = browser.main_text().await;
        let at = format!("{procedure} {example}");
        for code in ["transfer_wait", "pay_ways", "account", "vssid"] {
            let code = format!("next.{code}");
            let real = sentence(&code);
            assert!(!page.contains(&real), "{at}: {code}\n{page}");
        }
        for promise in ["sẽ gọi", "giữ điện thoại", "đọc số biên nhận"] {
            assert!(!page.contains(promise), "{at}: {promise}\n{page}");
        }
        if procedure == "602b" {
            assert!(page.contains(&sentence("next.vssid.trial")), "{at}\n{page}");
            let text = "document.querySelector('.transfer-text__title')?.innerText ?? ''";
            let title = browser.eval_text(text).await;
            let expected = sentence("ui.transfer_text_title.trial");
            assert!(title.is_empty() || title == expected, "{at}: {title}");
            // The agency gives no number to a trial.
            assert!(
                !page.contains("Số hồ sơ do cơ quan BHXH cấp"),
                "{at}\n{page}"
            );
        }
        browser.finish().await;
    }
}

/// Checks that a person who only pays is told how, on trial too: nothing is sent there.
#[tokio::test]
async fn ok_the_page_on_how_to_pay_is_the_same_on_trial() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let answers = examples::answers("ok-case-n");
    browser.complete_until("payment", &answers).await;
    let page = browser.main_text().await;
    for code in ["next.pay_ways", "next.account", "ui.transfer_text_title"] {
        assert!(page.contains(&sentence(code)), "{code}\n{page}");
    }
    assert!(!page.contains("Khi nộp thật"), "{page}");
    // Each of its questions may stay empty, and says so once; nothing is sent later either.
    let fields = "[...document.querySelectorAll('.payment .field')]";
    let marks = format!("{fields}.map((one) => one.querySelectorAll('.field__optional').length)");
    assert_eq!(browser.eval(&marks).await, json!([1, 1, 1, 1]));
    let footer = browser
        .eval_text("document.querySelector('.footer').innerText")
        .await;
    assert!(footer.contains(&sentence("ui.footer_kept")), "{footer}");
    browser.finish().await;
}

/// Checks that without a backend the consent speaks of the PDF, and the payment of the time after it was
/// submitted.
#[tokio::test]
async fn ok_the_file_mode_speaks_of_the_file() {
    for (procedure, example, expected) in [
        ("602b", "ok-case-c", sentence("next.pay_ways.file")),
        (
            "account",
            "ok-adult",
            "được lưu trong tệp PDF trên máy này".to_owned(),
        ),
    ] {
        let (site, browser) = (Site::start().await, Browser::start().await);
        site.configure_page(procedure, r#""way":"intake""#, r#""way":"file""#);
        browser.open_procedure(&site, procedure).await;
        let answers = without_photos(procedure, example);
        browser.complete_until("review", &answers).await;
        let review = browser.main_text().await;
        browser.commit().await.send().await;
        browser.expect_step("download").await;
        let page = review + browser.main_text().await.as_str();
        assert!(page.contains(&expected), "{page}");
        for other in ["thử trang này", "sẽ gọi"] {
            assert!(!page.contains(other), "{other}\n{page}");
        }
        browser.finish().await;
    }
}

/// Checks that a deployment without a hotline names none: on the receipt, after a refusal and a failure,
/// and in a guide.
#[tokio::test]
async fn ok_without_a_hotline_no_page_names_one() {
    let none = |site: &Site, procedure: &str| {
        site.configure_page(
            procedure,
            r#""name":"Hệ thống nhận hồ sơ chạy thử","acts_for":"bhxh","trial":true,"hotline":"1900 9068""#,
            r#""name":"BHXH tỉnh Ví Dụ","acts_for":"bhxh""#,
        );
    };
    let answers = examples::answers("ok-case-c");
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    none(&site, "602b");
    browser.expect_console("Failed to load resource");
    browser.open(&site).await;
    browser.complete_until("review", &answers).await;
    browser.commit().await;
    browser.fail_to_send(&site, Fault::Drop).await;
    let mut pages = vec![browser.main_text().await];
    browser.send_again().await;
    browser.expect_single_receipt(&site).await;
    pages.push(browser.main_text().await);
    assert!(
        pages[1].contains("Cơ quan BHXH sẽ gọi vào số"),
        "{}",
        pages[1]
    );
    browser.finish().await;
    let (site, browser) = (Site::start().await, Browser::start().await);
    none(&site, "602b");
    browser.open(&site).await;
    browser.complete_until("review", &answers).await;
    site.proxy
        .edit_next_dossier_response(|body| body.replace("\"received\"", "\"rejected\""));
    browser.commit_and_send().await;
    pages.push(browser.main_text().await);
    let lead = "BHXH tỉnh Ví Dụ đã lưu hồ sơ nhưng trả lời là hồ sơ bị từ chối.";
    assert!(pages[2].contains(lead), "{}", pages[2]);
    browser.finish().await;
    for page in pages {
        assert!(
            !page.contains("1900") && !page.contains("ổng đài"),
            "{page}"
        );
    }
}
