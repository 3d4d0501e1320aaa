//! Photos in the wizard itself: choosing, turning, taking back, what the phone does to a page
//! while its camera is open, and files that are no photos.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

#[path = "../../crates/jobs/tests/fixtures/mod.rs"]
mod fixtures;

use std::path::{Path, PathBuf};

use hoso_tests::browser::Browser;
use hoso_tests::examples::answers_of;
use hoso_tests::pictures::{corners, decoded, jpeg, scene, stored};
use hoso_tests::site::Site;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;

/// What stands at a question for photos.
const SLOT: &str = "document.querySelector('[data-photo=birth_certificate]')";

/// The photo step of a child's registration, everything before it answered.
async fn at_photos() -> (Site, Browser, TempDir) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "under18").await;
    browser
        .walk_to("photos", &answers_of("under18", "ok-core-direct"))
        .await;
    (site, browser, tempfile::tempdir().unwrap())
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn photo(folder: &TempDir, name: &str, width: u32) -> PathBuf {
    file(folder, name, &jpeg(&scene(width, 700)))
}

/// Waits until nothing is going on at the question, and tells what is said there.
async fn said(browser: &Browser) -> String {
    browser
        .until(&format!(
            "!{SLOT}.querySelector('.loading') && {SLOT}.querySelector('[role=status]').textContent"
        ))
        .await
        .as_str()
        .unwrap()
        .to_owned()
}

async fn shown(browser: &Browser) -> u64 {
    let count = format!("{SLOT}.querySelectorAll('.photo__item').length");
    browser.look(&count).await.as_u64().unwrap()
}

async fn act(browser: &Browser, words: &str) {
    let path = format!(
        "//*[@data-photo='birth_certificate']//button[contains(normalize-space(.), '{words}')]"
    );
    let button = browser.driver.find(By::XPath(path)).await.unwrap();
    button.click().await.unwrap();
}

/// The bytes of a kept photo, read past the page.
async fn kept(browser: &Browser, sha256: &str) -> Vec<u8> {
    use base64::Engine as _;
    let text = browser
        .text(&format!(
            "new Promise((done, fail) => {{
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {{
                    const all = open.result.transaction('photos').objectStore('photos').get('{sha256}');
                    all.onsuccess = () => {{
                        open.result.close();
                        const blob = Object.values(all.result).filter((part) => part instanceof Blob)
                            .sort((a, b) => b.size - a.size)[0];
                        const reader = new FileReader();
                        reader.onload = () => done(reader.result.split(',')[1]);
                        reader.readAsDataURL(blob);
                    }};
                    all.onerror = fail;
                }};
            }})"
        ))
        .await;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap()
}

/// Each file that is no photo is told in words at its question; the next good one is taken.
#[tokio::test]
async fn err_bad_files_are_told_where_they_were_chosen() {
    let (_site, browser, folder) = at_photos().await;
    let good = jpeg(&scene(900, 700));
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("empty.jpg", Vec::new(), "Tệp này trống"),
        ("text.jpg", b"Ho ten: Nguyen Van A".to_vec(), "không phải ảnh"),
        ("cut.jpg", good[..good.len() / 2].to_vec(), "bị hỏng hoặc thiếu một phần"),
        (
            "script.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'run'</script></svg>".to_vec(),
            "không phải ảnh",
        ),
        (
            "photo.heic",
            fixtures::files::heif(b"heic", (4032, 3024)),
            "không mở được ảnh HEIC",
        ),
        ("moving.gif", fixtures::files::gif(2), "ảnh động"),
        ("locked.pdf", fixtures::files::pdf("/Encrypt 9 0 R"), "có mật khẩu"),
    ];
    for (name, bytes, words) in cases {
        let path = file(&folder, name, &bytes);
        browser.choose_files("birth_certificate", &[&path]).await;
        browser
            .until(&format!(
                "{SLOT}.querySelector('[role=status] .message--error')?.innerText.includes('{words}')"
            ))
            .await;
        assert_eq!(shown(&browser).await, 0, "{name}");
        // Whoever comes to the button hears it too.
        let described = browser
            .text(&format!(
                "{SLOT}.querySelector('.photo__pickers button').getAttribute('aria-describedby').split(' ')
                    .map((id) => document.getElementById(id)?.innerText ?? '').join(' ')"
            ))
            .await;
        assert!(described.contains(words), "{name}: {described}");
        assert!(
            described.contains("Ảnh giấy khai sinh của trẻ"),
            "{described}"
        );
    }
    // Where no PDF belongs.
    let pdf = file(&folder, "plain.pdf", &fixtures::files::pdf(""));
    browser.choose_files("portrait", &[&pdf]).await;
    browser
        .until("document.querySelector('[data-photo=portrait] .message--error')?.innerText.includes('không nhận PDF')")
        .await;
    browser.attach("birth_certificate", &[&pdf]).await;
    let path = file(&folder, "good.jpg", &good);
    browser.attach("birth_certificate", &[&path]).await;
    assert_eq!(said(&browser).await, "Ảnh đã sẵn sàng.");
    assert_eq!(browser.text("document.title").await.contains("run"), false);
    browser.end().await;
}

/// Four pages and no fifth; the same page twice is one.
#[tokio::test]
async fn err_too_many_and_the_same_again() {
    let (_site, browser, folder) = at_photos().await;
    let files: Vec<PathBuf> = (0..5)
        .map(|i| photo(&folder, &format!("{i}.jpg"), 900 + 20 * i))
        .collect();
    browser.attach("birth_certificate", &[&files[0]]).await;
    browser
        .choose_files("birth_certificate", &[&files[0]])
        .await;
    browser
        .until(&format!("{SLOT}.innerText.includes('Ảnh này đã có rồi')"))
        .await;
    assert_eq!(shown(&browser).await, 1);
    let rest: Vec<&Path> = files[1..].iter().map(PathBuf::as_path).collect();
    browser.choose_files("birth_certificate", &rest).await;
    browser
        .until(&format!("{SLOT}.innerText.includes('đã đủ ảnh')"))
        .await;
    assert_eq!(shown(&browser).await, 4);
    let buttons = browser
        .look(&format!(
            "{SLOT}.querySelectorAll('.photo__pickers button').length"
        ))
        .await;
    assert_eq!(buttons, 0, "nothing leads to a fifth");
    browser.end().await;
}

/// Forty photos one after another at one question: the page lives, and the store holds only
/// what the draft still names.
#[tokio::test]
async fn ok_forty_in_a_row() {
    let (_site, browser, folder) = at_photos().await;
    for i in 0..40 {
        let path = photo(&folder, &format!("{i}.jpg"), 640 + 4 * i);
        browser.attach("birth_certificate", &[&path]).await;
        if i < 39 {
            act(&browser, "Bỏ ảnh").await;
            browser
                .until(&format!("!{SLOT}.querySelector('.photo__item')"))
                .await;
        }
    }
    browser
        .until_kept("draft.answers.birth_certificate?.length === 1")
        .await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser
        .until(&format!("{SLOT}.querySelector('img')?.naturalWidth"))
        .await;
    browser
        .until(
            "new Promise((done) => {
                const open = indexedDB.open('hoso');
                open.onsuccess = () => {
                    const count = open.result.transaction('photos').objectStore('photos').count();
                    count.onsuccess = () => { open.result.close(); done(count.result === 1); };
                };
            })",
        )
        .await;
    browser.end().await;
}

/// A photo of a phone that was held sideways stands upright; it can be turned, taken again, removed.
#[tokio::test]
async fn ok_turned_replaced_removed() {
    let (_site, browser, folder) = at_photos().await;
    let lying = jpeg(&stored(&scene(1200, 900), 6));
    let lying = [&lying[..2], &fixtures::held(6), &lying[2..]].concat();
    let path = file(&folder, "lying.jpg", &lying);
    browser.attach("birth_certificate", &[&path]).await;
    browser
        .until_kept("draft.answers.birth_certificate?.length === 1")
        .await;
    let before = browser.photos("birth_certificate").await.remove(0);
    let upright = decoded(&kept(&browser, &before).await);
    assert_eq!(
        (upright.dimensions(), corners(&upright)),
        ((1200, 900), [0, 1, 2, 3])
    );

    act(&browser, "Xoay").await;
    browser
        .until_kept(&format!(
            "draft.answers.birth_certificate[0] !== '{before}'"
        ))
        .await;
    let turned = browser.photos("birth_certificate").await;
    assert_eq!(turned.len(), 1);
    let picture = decoded(&kept(&browser, &turned[0]).await);
    assert_eq!(
        (picture.dimensions(), corners(&picture)),
        ((900, 1200), [2, 0, 3, 1])
    );

    // The picker opens for the photo that is taken again; what is chosen stands in its place.
    browser
        .look("HTMLInputElement.prototype.click = function () { window.opened = this; }")
        .await;
    act(&browser, "Chụp lại").await;
    browser.until("window.opened").await;
    let other = photo(&folder, "other.jpg", 940);
    browser.choose_files("birth_certificate", &[&other]).await;
    browser
        .until_kept(&format!(
            "draft.answers.birth_certificate[0] !== '{}'",
            turned[0]
        ))
        .await;
    assert_eq!(browser.photos("birth_certificate").await.len(), 1);

    act(&browser, "Bỏ ảnh").await;
    browser
        .until(&format!(
            "!{SLOT}.querySelector('.photo__item') && document.activeElement === {SLOT}.querySelector('.field__legend')"
        ))
        .await;
    browser
        .until_kept("!draft.answers.birth_certificate?.length")
        .await;
    browser.end().await;
}

/// Before the camera opens, everything is on the disk: a phone kills the page meanwhile.
#[tokio::test]
async fn ok_killed_while_the_camera_is_open() {
    let (site, browser, folder) = at_photos().await;
    let path = photo(&folder, "first.jpg", 900);
    browser.attach("portrait", &[&path]).await;
    // What is kept at the very moment when the picker is opened.
    browser
        .look(&format!(
            "(() => {{ HTMLInputElement.prototype.click = function () {{
                window.lens = this.getAttribute('capture');
                {}.then((all) => {{ window.then = JSON.parse(all)[0]; }});
            }}; }})()",
            hoso_tests::wizard::DRAFTS
        ))
        .await;
    act(&browser, "Chụp ảnh").await;
    let then = browser.until("window.then").await;
    assert_eq!(browser.text("window.lens").await, "environment");
    assert_eq!(then["answers"]["full_name"], "Trần Thị Thử");
    assert_eq!(then["answers"]["portrait"].as_array().unwrap().len(), 1);
    let profile = browser.kill();

    let browser = Browser::again(profile).await;
    browser.open_procedure(&site, "under18").await;
    browser.at("photos").await;
    browser
        .until("document.querySelector('[data-photo=portrait] img')?.naturalWidth")
        .await;
    browser.attach("birth_certificate", &[&path]).await;
    assert_eq!(browser.pass().await, "review");
    browser.end().await;
}

/// Papers are taken with the lens at the back, portraits with the one in front; choosing opens none.
#[tokio::test]
async fn ok_each_button_opens_its_lens() {
    let (_site, browser, _folder) = at_photos().await;
    browser
        .look("HTMLInputElement.prototype.click = function () { window.opened = [this.name, this.getAttribute('capture')]; }")
        .await;
    for (name, words, lens) in [
        ("portrait", "Chụp ảnh", json!("user")),
        ("id_front", "Chụp ảnh", json!("environment")),
        ("portrait", "Chọn ảnh có sẵn", Value::Null),
        ("id_back", "Chọn ảnh có sẵn", Value::Null),
    ] {
        let path = format!("//*[@data-photo='{name}']//button[normalize-space(.)='{words}']");
        let button = browser.driver.find(By::XPath(path)).await.unwrap();
        button.click().await.unwrap();
        browser
            .until(&format!("window.opened?.[0] === '{name}'"))
            .await;
        let opened = browser.look("window.opened").await;
        browser.look("delete window.opened").await;
        assert_eq!(opened, json!([name, lens]), "{words}");
    }
    browser.end().await;
}

/// The camera of the browser itself takes the picture: a stream of its test device, as a phone
/// would hand it over.
#[tokio::test]
async fn ok_a_picture_of_the_camera() {
    let (site, browser) = (Site::start().await, Browser::with_camera().await);
    browser.open_procedure(&site, "under18").await;
    browser
        .walk_to("photos", &answers_of("under18", "ok-core-direct"))
        .await;
    let taken = browser
        .look(
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
        .until("document.querySelector('[data-photo=portrait] img')?.naturalWidth")
        .await;
    browser
        .until_kept("draft.answers.portrait?.length === 1")
        .await;
    let hash = browser.photos("portrait").await.remove(0);
    assert_eq!(
        decoded(&kept(&browser, &hash).await).dimensions(),
        (1280, 720)
    );
    browser.end().await;
}

/// Names as a screen reader tells them: a button is called what can be read on it, and its
/// description says for which paper it is; what goes on is announced.
#[tokio::test]
async fn ok_what_a_screen_reader_tells() {
    let (_site, browser, folder) = at_photos().await;
    let tree = browser.tell("Accessibility.getFullAXTree", json!({})).await;
    let buttons: Vec<(&str, &str)> = tree["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["role"]["value"] == "button" && node["ignored"] != true)
        .map(|node| {
            let text = |part: &str| node[part]["value"].as_str().unwrap_or_default();
            (text("name"), text("description"))
        })
        .collect();
    for paper in [
        "Ảnh chân dung của trẻ",
        "Ảnh giấy khai sinh của trẻ",
        "Mặt trước căn cước/CCCD của cha, mẹ hoặc người giám hộ",
        "Mặt sau căn cước/CCCD của cha, mẹ hoặc người giám hộ",
    ] {
        for name in ["Chụp ảnh", "Chọn ảnh có sẵn"] {
            let there = buttons
                .iter()
                .any(|(n, description)| *n == name && description.contains(paper));
            assert!(there, "{name} for {paper} in {buttons:#?}");
        }
    }
    browser
        .look(&format!(
            "(() => {{ window.told = []; new MutationObserver(() => {{
                const now = {SLOT}.querySelector('[role=status]').textContent;
                if (now && told.at(-1) !== now) told.push(now);
            }}).observe({SLOT}.querySelector('[role=status]'), {{ subtree: true, childList: true, characterData: true }}); }})()"
        ))
        .await;
    let path = photo(&folder, "page.jpg", 2400);
    browser.attach("birth_certificate", &[&path]).await;
    browser
        .until("window.told.at(-1) === 'Ảnh đã sẵn sàng.'")
        .await;
    let told = browser.look("window.told").await;
    assert_eq!(told[0], "Đang đọc ảnh…", "{told}");
    browser.is_accessible("with a photo").await;
    browser.screen(320, 640, 2.0).await;
    assert_eq!(
        browser.look("document.documentElement.scrollWidth").await,
        320
    );
    browser.end().await;
}

/// No finger and no mouse: Tab comes to the buttons, Enter opens the picker.
#[tokio::test]
async fn ok_the_keyboard_opens_the_picker() {
    let (_site, browser, _folder) = at_photos().await;
    browser
        .look("HTMLInputElement.prototype.click = function () { window.opened = this.name; }")
        .await;
    for _ in 0..40 {
        let at = "document.activeElement.closest('[data-photo=birth_certificate]') && document.activeElement.innerText === 'Chụp ảnh'";
        if browser.look(&format!("Boolean({at})")).await == true {
            break;
        }
        let keys = browser.driver.action_chain().send_keys(Key::Tab);
        keys.perform().await.unwrap();
    }
    let keys = browser.driver.action_chain().send_keys(Key::Enter);
    keys.perform().await.unwrap();
    browser.until("window.opened === 'birth_certificate'").await;
    browser.end().await;
}
