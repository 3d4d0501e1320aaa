//! Photos while something else happens: another tab, a wipe, a second tap, another language.

use hoso_tests::album::{at_photos, child};

/// Another window of the same origin tidies up while photos are taken here.
#[tokio::test]
async fn ok_another_window_sweeps_no_photo_away() {
    let (site, browser, album) = at_photos().await;
    let (first, second) = browser.another_window().await;
    browser.go_to(&first).await;
    let files: Vec<_> = (0..4).map(|i| album.good(800 + 40 * i)).collect();
    let files: Vec<_> = files.iter().map(std::path::PathBuf::as_path).collect();
    browser.choose_files("birth_certificate", &files).await;
    browser.go_to(&second).await;
    for _ in 0..6 {
        browser.open_procedure(&site, "account").await;
    }
    browser.go_to(&first).await;
    browser.until_shown("birth_certificate", 4).await;
    browser
        .until_kept("draft.answers.birth_certificate?.length === 4")
        .await;
    assert_eq!(browser.kept_photos().await.len(), 4);
    browser.end().await;
}

/// What is wiped while a photo of it is at work does not come back with the photo.
#[tokio::test]
async fn ok_a_photo_of_a_wiped_draft_is_dropped() {
    let (site, browser, album) = at_photos().await;
    let module = format!("GET {}", site.jobs(".wasm"));
    site.line.hold(&module);
    browser
        .choose_files("birth_certificate", &[&album.good(800), &album.good(840)])
        .await;
    browser.choose_files("portrait", &[&album.good(920)]).await;
    site.line.until_asked(&module, 1).await;
    browser.click("details summary").await;
    browser.press("Xóa dữ liệu khỏi máy này").await;
    browser.press("Xóa hết").await;
    browser.at("way").await;
    browser.walk_to("photos", &child("ok-core-direct")).await;
    site.line.release();
    // The same worker does this one after those.
    browser.attach("id_front", &[&album.good(880)]).await;
    assert_eq!(browser.shown("birth_certificate").await, 0);
    assert_eq!(browser.shown("portrait").await, 0);
    browser
        .until_kept("draft.answers.id_front?.length === 1 && !draft.answers.birth_certificate && !draft.answers.portrait")
        .await;
    assert_eq!(browser.kept_photos().await.len(), 1);
    browser.end().await;
}

/// Who removes a photo while it is turned wants it neither way; two taps are two turns.
#[tokio::test]
async fn ok_a_turned_photo_that_was_removed_stays_away() {
    let (_site, browser, album) = at_photos().await;
    browser.attach("id_front", &[&album.good(800)]).await;
    let button = |words: &str| {
        format!(
            "[...document.querySelectorAll('[data-photo=id_front] button')].find((b) => b.innerText.startsWith('{words}')).click()"
        )
    };
    let two = format!("({0}, {0}, null)", button("Xoay"));
    let before = browser.photos("id_front").await;
    browser.look(&two).await;
    browser.attach("id_back", &[&album.good(840)]).await;
    browser.until_shown("id_front", 1).await;
    assert_ne!(browser.photos("id_front").await, before);
    assert_eq!(browser.said("id_front").await, "Ảnh đã sẵn sàng.");

    let both = format!("({}, {}, null)", button("Xoay"), button("Bỏ ảnh"));
    browser.look(&both).await;
    browser.attach("portrait", &[&album.good(880)]).await;
    assert_eq!(browser.shown("id_front").await, 0);
    browser.until_kept("!draft.answers.id_front?.length").await;
    browser.end().await;
}

/// Files that wait for their turn go along though the person has left the step.
#[tokio::test]
async fn ok_files_that_wait_outlive_their_step() {
    let (site, browser, album) = at_photos().await;
    let module = format!("GET {}", site.jobs(".wasm"));
    site.line.hold(&module);
    browser
        .choose_files("birth_certificate", &[&album.good(800)])
        .await;
    browser.choose_files("id_front", &[&album.good(840)]).await;
    site.line.until_asked(&module, 1).await;
    assert_eq!(browser.pass().await, "review");
    site.line.release();
    browser
        .until_kept(
            "draft.answers.birth_certificate?.length === 1 && draft.answers.id_front?.length === 1",
        )
        .await;
    browser.end().await;
}

/// A picker opens as the answer to a tap, though another question's photo takes its time.
#[tokio::test]
async fn ok_a_picker_waits_for_no_photo() {
    let (site, browser, album) = at_photos().await;
    let module = format!("GET {}", site.jobs(".wasm"));
    site.line.hold(&module);
    browser
        .choose_files("birth_certificate", &[&album.good(800)])
        .await;
    site.line.until_asked(&module, 1).await;
    browser
        .look("(() => { window.opened = 0; document.querySelector('input[name=id_front]').addEventListener('click', () => { opened += 1; }); })()")
        .await;
    browser.press_at("id_front", "Chọn ảnh có sẵn").await;
    browser.until("opened === 1").await;
    browser.choose_files("id_front", &[&album.good(840)]).await;
    site.line.release();
    browser.until_shown("birth_certificate", 1).await;
    browser.until_shown("id_front", 1).await;
    browser.end().await;
}

/// A picker that was closed leaves neither a lens nor a photo to be replaced behind.
#[tokio::test]
async fn ok_a_closed_picker_leaves_nothing_behind() {
    let (_site, browser, album) = at_photos().await;
    browser
        .attach("birth_certificate", &[&album.good(800)])
        .await;
    browser.press_at("birth_certificate", "Chụp lại").await;
    let control = "document.querySelector('input[name=birth_certificate]')";
    browser
        .until(&format!("{control}.hasAttribute('data-replaces')"))
        .await;
    browser
        .look(&format!(
            "{control}.dispatchEvent(new Event('cancel', {{ bubbles: true }}))"
        ))
        .await;
    assert_eq!(
        browser
            .look(&format!(
                "{control}.hasAttribute('data-replaces') || {control}.hasAttribute('capture')"
            ))
            .await,
        false
    );
    browser
        .attach("birth_certificate", &[&album.good(840)])
        .await;
    assert_eq!(browser.shown("birth_certificate").await, 2);
    browser.end().await;
}

/// The other language reaches the pictures and their buttons.
#[tokio::test]
async fn ok_pictures_speak_the_language_of_the_page() {
    let (_site, browser, album) = at_photos().await;
    browser.attach("portrait", &[&album.good(800)]).await;
    let names = "[document.querySelector('[data-photo=portrait] img').alt, document.querySelector('[data-photo=portrait] .photo__actions button').textContent].join(' | ')";
    assert!(browser.text(names).await.contains("Ảnh chân dung"));
    browser.press("English").await;
    browser
        .until(&format!(
            "!{names}.includes('Ảnh') && {names}.includes('Portrait')"
        ))
        .await;
    browser.end().await;
}
