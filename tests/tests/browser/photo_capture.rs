//! Checks photo fields by camera, by keyboard and by screen reader.

use hoso_tests::browser::Browser;
use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::photo_fields::start_at_photos;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::decoded;
use hoso_tests::site::Site;
use hoso_tests::storage::HOLD_DRAFTS;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

const NAMES: [&str; 4] = ["portrait", "birth_certificate", "id_front", "id_back"];

/// Records for each opened picker: field, `capture`, last committed draft, and user activation.
/// Disables delayed timers, so that no draft is saved by the autosave timer.
const RECORD_PICKERS: &str = "(() => {
    window.openedPickers = [];
    let committed = null;
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...how) {
        const begun = transaction.apply(this, how);
        // Registers before the page does, because the page may open the picker on the same event.
        begun.addEventListener('complete', () => { committed = begun.draft ?? committed; });
        return begun;
    };
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, ...more) {
        if (this.name === 'drafts') this.transaction.draft = JSON.parse(value);
        return put.call(this, value, ...more);
    };
    const { click } = HTMLInputElement.prototype;
    HTMLInputElement.prototype.click = function () {
        const [name, capture] = [this.name, this.getAttribute('capture')];
        openedPickers.push({ name, capture, draft: committed, active: navigator.userActivation.isActive });
        click.call(this);
    };
    const { setTimeout } = window;
    window.setTimeout = (run, after, ...more) => after > 0 ? 0 : setTimeout(run, after, ...more);
})()";

async fn record_pickers(browser: &Browser) {
    browser.eval(RECORD_PICKERS).await;
}

/// Waits for this many opened pickers and returns the record of the last.
async fn wait_for_pickers(browser: &Browser, count: usize) -> Value {
    browser
        .wait_for(&format!("openedPickers.length === {count}"))
        .await;
    browser.eval("openedPickers.at(-1)").await
}

/// Checks that the draft is saved before the camera opens, without the autosave timer.
#[tokio::test]
async fn ok_draft_is_saved_before_the_camera_opens() {
    let (_site, browser, files) = start_at_photos().await;
    browser
        .attach_photos("id_front", &[&files.good_photo(800)])
        .await;
    browser
        .attach_photos("id_back", &[&files.good_photo(840)])
        .await;
    browser.wait_for_photo_count("id_back", 1).await;
    let front = browser.draft_photos("id_front").await;
    record_pickers(&browser).await;
    browser
        .press_photo_button("id_back", "ui.photo_remove")
        .await;
    browser
        .press_photo_button("portrait", "ui.photo_take")
        .await;
    let picker = wait_for_pickers(&browser, 1).await;
    assert_eq!(picker["name"], "portrait");
    assert_eq!(picker["active"], true);
    let answers = &picker["draft"]["answers"];
    assert_eq!(answers["id_front"], json!(front));
    assert_eq!(answers.get("id_back").unwrap_or(&json!([])), &json!([]));

    // Repeats it with text typed in the step before.
    browser.press("ui.back").await;
    browser
        .wait_for("document.querySelector('[name=receiving_office]')")
        .await;
    browser.paste("receiving_office", "BHXH cơ sở Thử").await;
    browser.submit_step().await;
    browser.expect_step("photos").await;
    browser
        .press_photo_button("id_front", "ui.photo_again")
        .await;
    let picker = wait_for_pickers(&browser, 2).await;
    assert_eq!(picker["active"], true);
    let answers = &picker["draft"]["answers"];
    assert_eq!(answers["receiving_office"], "BHXH cơ sở Thử");
    assert_eq!(answers["id_front"], json!(front));
    browser.finish().await;
}

/// Checks `capture`: `user` for portraits, `environment` for documents, none for choosing a file.
#[tokio::test]
async fn ok_each_button_sets_its_capture_attribute() {
    let (_site, browser, _album) = start_at_photos().await;
    record_pickers(&browser).await;
    let mut count = 0;
    for name in NAMES {
        let capture_mode = if name == "portrait" {
            "user"
        } else {
            "environment"
        };
        for (code, capture) in [
            ("ui.photo_take", json!(capture_mode)),
            ("ui.photo_choose", Value::Null),
            ("ui.photo_take", json!(capture_mode)),
        ] {
            browser.press_photo_button(name, code).await;
            count += 1;
            let picker = wait_for_pickers(&browser, count).await;
            assert_eq!(
                (&picker["name"], &picker["capture"], &picker["active"]),
                (&json!(name), &capture, &json!(true)),
                "{code}"
            );
        }
        let accept = browser
            .eval_text(&format!(
                "document.querySelector('input[name={name}]').accept"
            ))
            .await;
        assert_eq!(
            accept.contains("application/pdf"),
            name == "birth_certificate"
        );
        assert!(accept.starts_with("image/*"), "{accept}");
    }
    browser.finish().await;
}

/// Kills the browser while its camera is open: answers and photos are restored.
#[tokio::test]
async fn ok_browser_killed_while_the_camera_is_open() {
    let (site, browser, files) = start_at_photos().await;
    browser
        .attach_photos("id_front", &[&files.good_photo(800)])
        .await;
    browser
        .attach_photos(
            "birth_certificate",
            &[&files.good_photo(840), &files.good_photo(880)],
        )
        .await;
    browser.wait_for_photo_count("birth_certificate", 2).await;
    let photos = browser.stored_photos().await;
    assert_eq!(photos.len(), 3);
    record_pickers(&browser).await;
    browser
        .press_photo_button("portrait", "ui.photo_take")
        .await;
    let saved_answers = wait_for_pickers(&browser, 1).await["draft"]["answers"].clone();
    let profile = browser.kill();

    let browser = Browser::restart(profile).await;
    browser.open_procedure(&site, "under18").await;
    browser.expect_step("photos").await;
    browser.wait_for_photo_count("id_front", 1).await;
    browser.wait_for_photo_count("birth_certificate", 2).await;
    browser
        .wait_for("[...document.querySelectorAll('.photo__item img')].filter((i) => i.complete && i.naturalWidth > 0).length === 3")
        .await;
    assert_eq!(browser.stored_photos().await, photos);
    assert_eq!(browser.saved_drafts().await[0]["answers"], saved_answers);
    assert_eq!(browser.photo_count("portrait").await, 0);
    browser
        .attach_photos("portrait", &[&files.good_photo(400)])
        .await;
    browser.press("ui.back").await;
    browser
        .wait_for("document.querySelector('[name=receiving_office]')")
        .await;
    assert_eq!(
        browser.value("receiving_office").await,
        saved_answers["receiving_office"].as_str().unwrap()
    );
    browser.finish().await;
}

/// Checks that a cancelled picker changes nothing, also if it was opened to replace a photo.
#[tokio::test]
async fn ok_cancelled_picker_changes_nothing() {
    let (_site, browser, files) = start_at_photos().await;
    let name = "birth_certificate";
    browser.attach_photos(name, &[&files.good_photo(800)]).await;
    browser.wait_for_photo_count(name, 1).await;
    let first = browser.draft_photos(name).await;
    record_pickers(&browser).await;
    browser.press_photo_button(name, "ui.photo_again").await;
    wait_for_pickers(&browser, 1).await;
    browser
        .eval("document.querySelector('input[name=birth_certificate]').dispatchEvent(new Event('cancel', { bubbles: true }))")
        .await;
    browser.press_photo_button(name, "ui.photo_choose").await;
    wait_for_pickers(&browser, 2).await;
    browser.attach_photos(name, &[&files.good_photo(840)]).await;
    browser.wait_for_photo_count(name, 2).await;
    assert_eq!(browser.draft_photos(name).await[..1], first);
    browser.finish().await;
}

/// Returns role, name and description of every node of the accessibility tree.
async fn tree(browser: &Browser) -> Vec<(String, String, String)> {
    let tree = browser.cdp("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().unwrap().iter();
    let text =
        |node: &Value, part: &str| node[part]["value"].as_str().unwrap_or_default().to_owned();
    nodes
        .filter(|node| node["ignored"] != true)
        .map(|node| {
            (
                text(node, "role"),
                text(node, "name"),
                text(node, "description"),
            )
        })
        .collect()
}

/// Returns the visible label of a photo field.
async fn label(browser: &Browser, name: &str) -> String {
    browser
        .eval_text(&format!(
            "document.querySelector('[data-photo=\"{name}\"] .field__legend').innerText.trim()"
        ))
        .await
}

/// Checks that a button is named by its visible text and described by its field and its error.
#[tokio::test]
async fn ok_accessible_names_and_descriptions() {
    let (_site, browser, files) = start_at_photos().await;
    browser
        .choose_files("id_back", &[&files.write("a.jpg", b"text")])
        .await;
    browser.wait_for_photo_status("id_back", "photo.type").await;
    let tree_now = tree(&browser).await;
    let labels = [
        label(&browser, NAMES[0]).await,
        label(&browser, NAMES[1]).await,
        label(&browser, NAMES[2]).await,
        label(&browser, NAMES[3]).await,
    ];
    for code in ["ui.photo_take", "ui.photo_choose"] {
        let text = sentence(code);
        let found: Vec<&String> = tree_now
            .iter()
            .filter(|(role, name, _)| role == "button" && *name == text)
            .map(|(_, _, description)| description)
            .collect();
        assert_eq!(found.len(), 4, "{text}: {tree_now:?}");
        for (description, label) in found.iter().zip(&labels) {
            assert!(
                !label.is_empty() && description.starts_with(label.as_str()),
                "{description}"
            );
        }
        assert!(found[3].ends_with(&sentence("photo.type")), "{}", found[3]);
        assert!(!found[2].contains(&sentence("photo.type")), "{}", found[2]);
    }
    for label in &labels {
        assert!(
            tree_now
                .iter()
                .any(|(role, name, _)| role == "group" && name == label),
            "{label}"
        );
    }
    // Hides the native file controls from the accessibility tree.
    let twice = tree_now
        .iter()
        .filter(|(_, name, _)| name.contains("No file chosen"));
    assert_eq!(twice.count(), 0);

    browser
        .attach_photos("id_back", &[&files.good_photo(400)])
        .await;
    browser
        .wait_for_photo_status("id_back", "ui.photo_ready")
        .await;
    let tree_now = tree(&browser).await;
    // A photo is named by its question, without the remark that it may be left out.
    let what = labels[3].trim_end_matches(&sentence("ui.optional"));
    let named = sentence_with("ui.photo_n", &[("what", what.trim_end()), ("n", "1")]);
    let picture = tree_now.iter().find(|(role, ..)| role == "image");
    assert_eq!(picture.map(|(_, name, _)| name), Some(&named));
    for code in ["ui.photo_turn", "ui.photo_again", "ui.photo_remove"] {
        let name = format!("{} {named}", sentence(code));
        let found = tree_now
            .iter()
            .filter(|one| one.0 == "button" && one.1 == name);
        assert_eq!(found.count(), 1, "{name}");
    }
    browser.finish().await;
}

/// Records every text of the status region of a photo field.
const RECORD_STATUS: &str = "(() => {
    window.announced = [];
    const state = document.querySelector('[data-photo=id_front] [role=status]');
    new MutationObserver(() => {
        const text = state.innerText.trim();
        if (text && text !== announced.at(-1)) announced.push(text);
    }).observe(state, { childList: true, characterData: true, subtree: true });
})()";

/// Checks that the progress is announced in order, from a status region that existed before.
#[tokio::test]
async fn ok_progress_is_announced_in_order() {
    let (_site, browser, files) = start_at_photos().await;
    browser.eval(RECORD_STATUS).await;
    browser
        .attach_photos("id_front", &[&files.good_photo(3000)])
        .await;
    browser
        .wait_for_photo_status("id_front", "ui.photo_ready")
        .await;
    let announced = browser.eval("announced").await;
    let announced: Vec<&str> = announced
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let stages = [
        "ui.photo_reading",
        "ui.photo_shrinking",
        "ui.photo_checking",
        "ui.photo_ready",
    ];
    assert_eq!(announced, stages.map(sentence));
    browser.finish().await;
}

/// Checks accessibility and layout at 320 px: empty, with errors, with warnings and photos, in both
/// languages.
#[tokio::test]
async fn ok_every_state_is_accessible() {
    async fn assert_usable(browser: &Browser, state: &str) {
        browser.assert_accessible(state).await;
        for (height, scale) in [(640, 2.0), (256, 4.0)] {
            browser.set_screen(320, height, scale).await;
            let wide = browser.eval("document.documentElement.scrollWidth").await;
            assert_eq!(wide, 320, "{state}, {height}");
        }
        browser.set_screen(360, 640, 2.0).await;
    }
    let (_site, browser, files) = start_at_photos().await;
    assert_usable(&browser, "empty").await;
    let text = files.write("a.jpg", b"text");
    for name in NAMES {
        browser.choose_files(name, &[&text]).await;
        browser.wait_for_photo_status(name, "photo.type").await;
    }
    assert_usable(&browser, "errors").await;
    let small = files.good_photo(400);
    for name in NAMES {
        browser.attach_photos(name, &[&small]).await;
    }
    browser
        .attach_photos(
            "birth_certificate",
            &[&files.good_photo(840), &files.good_photo(880)],
        )
        .await;
    browser
        .wait_for_photo_status("birth_certificate", "ui.photo_ready")
        .await;
    browser
        .wait_for("document.querySelectorAll('[data-photo] .message--warning').length >= 4")
        .await;
    assert_usable(&browser, "photos").await;
    browser.switch_language("en").await;
    assert_usable(&browser, "in English").await;
    browser.finish().await;
}

/// Presses Tab until the focus is on the button of a photo field with the sentence of a code.
async fn tab_to(browser: &Browser, name: &str, code: &str) {
    let text = json!(sentence(code));
    let focused = format!(
        "document.activeElement.closest('[data-photo={name}]') !== null
            && document.activeElement.tagName === 'BUTTON' && document.activeElement.innerText.startsWith({text})"
    );
    for _ in 0..60 {
        if browser.eval(&focused).await == true {
            return;
        }
        browser.type_keys(&Key::Tab.value().to_string()).await;
        // Skips the native file controls.
        assert_ne!(
            browser.eval_text("document.activeElement.type").await,
            "file"
        );
    }
    panic!("Tab never reaches {code} at {name}");
}

/// Chooses, rotates and removes a photo by keyboard: the focus stays in the field.
#[tokio::test]
async fn ok_photos_by_keyboard_alone() {
    let (_site, browser, files) = start_at_photos().await;
    record_pickers(&browser).await;
    let at = |name: &str| format!("document.activeElement.closest('[data-photo={name}]')");
    let enter = Key::Enter.value().to_string();
    for (count, (name, code)) in [
        ("portrait", "ui.photo_take"),
        ("portrait", "ui.photo_choose"),
        ("birth_certificate", "ui.photo_choose"),
    ]
    .into_iter()
    .enumerate()
    {
        tab_to(&browser, name, code).await;
        browser.type_keys(&enter).await;
        assert_eq!(wait_for_pickers(&browser, count + 1).await["name"], name);
    }
    // Keeps the focus on the button, because the field accepts more photos.
    hand_over(&browser, &files, "birth_certificate", 400).await;
    let text = sentence("ui.photo_choose");
    assert_eq!(
        browser.eval_text("document.activeElement.innerText").await,
        text
    );

    // Keeps the focus in the field although its buttons are gone: one photo is the maximum.
    tab_to(&browser, "id_front", "ui.photo_choose").await;
    hand_over(&browser, &files, "id_front", 440).await;
    browser
        .wait_for(&format!("{} !== null", at("id_front")))
        .await;
    tab_to(&browser, "id_front", "ui.photo_turn").await;
    let before = browser.draft_photos("id_front").await;
    browser.type_keys(&enter).await;
    browser
        .wait_for_draft(&format!("draft.answers.id_front[0] !== '{}'", before[0]))
        .await;
    browser
        .wait_for(&format!("{} !== null", at("id_front")))
        .await;
    tab_to(&browser, "id_front", "ui.photo_remove").await;
    browser.type_keys(&enter).await;
    browser
        .wait_for("document.querySelector('[data-photo=id_front] .photo__item') === null")
        .await;
    browser
        .wait_for(&format!("{} !== null", at("id_front")))
        .await;
    browser.finish().await;
}

/// Sets the file of a file control like a picker does, without moving the focus.
async fn hand_over(browser: &Browser, files: &PhotoFiles, name: &str, width: u32) {
    let file = files.good_photo(width);
    let found = format!("document.querySelector('input[name={name}]')");
    let object = browser
        .cdp("Runtime.evaluate", json!({ "expression": found }))
        .await["result"]["objectId"]
        .clone();
    browser
        .cdp(
            "DOM.setFileInputFiles",
            json!({ "files": [file], "objectId": object }),
        )
        .await;
    browser.wait_for_photo_status(name, "ui.photo_ready").await;
    browser.wait_for_photo_count(name, 1).await;
}

/// Takes a picture from the stream of the fake camera.
#[tokio::test]
async fn ok_picture_from_the_camera_stream() {
    let (site, browser) = (Site::start().await, Browser::with_camera().await);
    browser.open_photo_step(&site).await;
    let taken = browser
        .eval(
            "(async () => {
                const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
                const film = document.createElement('video');
                film.muted = true;
                film.srcObject = stream;
                await film.play();
                const still = document.createElement('canvas');
                still.width = film.videoWidth; still.height = film.videoHeight;
                still.getContext('2d').drawImage(film, 0, 0);
                stream.getTracks().forEach((track) => track.stop());
                const blob = await new Promise((done) => still.toBlob(done, 'image/jpeg', 0.9));
                const hand = new DataTransfer();
                hand.items.add(new File([blob], 'IMG_0001.jpg', { type: 'image/jpeg' }));
                const input = document.querySelector('input[name=portrait]');
                input.files = hand.files;
                input.dispatchEvent(new Event('change', { bubbles: true }));
                return [still.width, still.height];
            })()",
        )
        .await;
    assert_eq!(taken, json!([1280, 720]));
    browser
        .wait_for("document.querySelector('[data-photo=portrait] img')?.naturalWidth > 0")
        .await;
    browser
        .wait_for_draft("draft.answers.portrait?.length === 1")
        .await;
    let hash = browser.draft_photos("portrait").await.remove(0);
    let stored = browser.stored_photos().await;
    assert_eq!(decoded(&stored[&hash]).dimensions(), (1280, 720));
    browser.finish().await;
}

/// Checks that the picker opens while the database is slow to save the draft.
#[tokio::test]
async fn ok_slow_database_does_not_keep_the_picker_closed() {
    let (_site, browser, _files) = start_at_photos().await;
    browser.wait_for_draft("draft.page === 'photos'").await;
    browser
        .eval(
            "(() => {
                window.opened = [];
                HTMLInputElement.prototype.click = function () {
                    opened.push([this.name, navigator.userActivation.isActive]);
                };
            })()",
        )
        .await;
    browser.eval(HOLD_DRAFTS).await;
    browser
        .press_photo_button("portrait", "ui.photo_take")
        .await;
    browser.wait_for("opened.length === 1").await;
    assert_eq!(
        browser.eval("[opened[0], holdDrafts]").await,
        json!([["portrait", true], true])
    );
    browser.eval("holdDrafts = false").await;
    browser.finish().await;
}
