//! The questions for photos in the page: bad files, limits, turning, taking again, the camera.

use std::collections::BTreeSet;

use crate::fixtures;
use hoso_tests::album::{Album, sentence};
use hoso_tests::browser::Browser;
use hoso_tests::pictures::{corners, decoded, jpeg, scene, stored};
use hoso_tests::site::Site;
use serde_json::json;

/// A parent at the questions for photos, with files to choose from.
async fn at_photos() -> (Site, Browser, Album) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.to_the_photos(&site).await;
    (site, browser, Album::default())
}

/// A picture of a hundred megapixels in a file of a few kilobytes.
fn bomb() -> Vec<u8> {
    let blank = image::GrayImage::new(10_000, 10_000);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(blank)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Each bad file is answered by its own sentence at its question; nothing is added, and the
/// next good one is taken.
#[tokio::test]
async fn err_bad_files_are_told_at_their_question() {
    let (_site, browser, album) = at_photos().await;
    let good = jpeg(&scene(400, 300));
    let script =
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'run'</script></svg>";
    let locked = fixtures::files::pdf("/Encrypt<</Filter/Standard/V 2>>");
    let heavy = [good.clone(), vec![0; 60_000_000]].concat();
    let path = album.put("good.jpg", &good);
    for (question, name, file, code) in [
        ("id_front", "nothing.jpg", Vec::new(), "photo.empty"),
        ("id_front", "text.jpg", b"Ho ten".to_vec(), "photo.type"),
        (
            "id_back",
            "cut.jpg",
            good[..good.len() / 2].to_vec(),
            "photo.broken",
        ),
        ("portrait", "drawn.svg", script.to_vec(), "photo.type"),
        (
            "portrait",
            "phone.heic",
            fixtures::files::heif(b"heic", (4032, 3024)),
            "photo.heic",
        ),
        (
            "birth_certificate",
            "locked.pdf",
            locked,
            "photo.pdf_locked",
        ),
        (
            "portrait",
            "paper.pdf",
            fixtures::files::pdf(""),
            "photo.pdf_here",
        ),
        (
            "birth_certificate",
            "moving.gif",
            fixtures::files::gif(2),
            "photo.animated",
        ),
        ("id_front", "heavy.jpg", heavy, "photo.huge"),
        ("id_back", "bomb.png", bomb(), "photo.huge"),
    ] {
        let bad = album.put(name, &file);
        browser.choose_files(question, &[&bad]).await;
        browser.until_said(question, code).await;
        assert_eq!(browser.shown(question).await, 0, "{name}");
        assert_eq!(browser.photos(question).await, [""; 0], "{name}");
        assert!(browser.kept_photos().await.is_empty(), "{name}");

        browser.attach(question, &[&path]).await;
        browser.until_said(question, "ui.photo_ready").await;
        browser
            .press_at(question, &sentence("ui.photo_remove"))
            .await;
        browser.until_shown(question, 0).await;
        assert_eq!(browser.said(question).await, "", "{name}");
        // The good one is garbage now, and would hide garbage of the next bad one.
        browser.driver.refresh().await.unwrap();
        browser.ready().await;
        browser.at("photos").await;
        browser
            .until("document.querySelector('[data-photo]')")
            .await;
    }
    assert_ne!(browser.text("document.title").await, "run");
    browser.end().await;
}

/// A good file beside a bad one of the same choice is kept.
#[tokio::test]
async fn ok_a_good_file_beside_a_bad_one() {
    let (_site, browser, album) = at_photos().await;
    let (good, bad, other) = (
        album.good(400),
        album.put("text.jpg", b"text"),
        album.good(440),
    );
    browser
        .choose_files("birth_certificate", &[&good, &bad, &other])
        .await;
    browser.until_shown("birth_certificate", 2).await;
    let state = "document.querySelector('[data-photo=birth_certificate] [role=status]').innerText";
    let told = format!("Tệp thứ 2: {}", sentence("photo.type"));
    browser
        .until(&format!("{state}.trim() === {}", json!(told)))
        .await;

    // Each of several is told, and which it is.
    browser
        .choose_files("birth_certificate", &[&good, &bad, &album.good(480)])
        .await;
    browser.until_shown("birth_certificate", 3).await;
    for told in [
        format!("Tệp thứ 1: {}", sentence("photo.twice")),
        format!("Tệp thứ 2: {}", sentence("photo.type")),
    ] {
        browser
            .until(&format!("{state}.includes({})", json!(told)))
            .await;
    }
    browser.end().await;
}

#[tokio::test]
async fn err_the_same_file_twice() {
    let (_site, browser, album) = at_photos().await;
    let file = album.good(400);
    browser.attach("birth_certificate", &[&file]).await;
    browser
        .until_said("birth_certificate", "ui.photo_ready")
        .await;
    browser.choose_files("birth_certificate", &[&file]).await;
    browser.until_said("birth_certificate", "photo.twice").await;
    browser.until_shown("birth_certificate", 1).await;
    // Another question may have it: that is a matter of the rules.
    browser.attach("id_front", &[&file]).await;
    browser.until_shown("id_front", 1).await;
    assert_eq!(
        browser.photos("id_front").await,
        browser.photos("birth_certificate").await
    );
    browser.end().await;
}

/// Four pages, a PDF among them, and not a fifth.
#[tokio::test]
async fn err_a_fifth_page() {
    let (_site, browser, album) = at_photos().await;
    let name = "birth_certificate";
    let pdf = fixtures::files::pdf("");
    let mut files = vec![album.put("paper.pdf", &pdf)];
    files.extend([400, 440, 480, 520].map(|width| album.good(width)));
    browser.attach(name, &[&files[0]]).await;
    browser.until_said(name, "ui.photo_ready").await;
    browser.until_shown(name, 1).await;
    assert_eq!(browser.photos(name).await, [hoso_photo::sha256(&pdf)]);
    let rest: Vec<_> = files[1..].iter().map(|file| file.as_path()).collect();
    browser.choose_files(name, &rest).await;
    browser
        .until(&format!(
            "document.querySelector('[data-photo=birth_certificate] [role=status]').innerText.includes({})",
            json!(sentence("ui.photo_enough"))
        ))
        .await;
    browser.until_shown(name, 4).await;
    let pickers =
        "document.querySelectorAll('[data-photo=birth_certificate] .photo__pickers button').length";
    assert_eq!(browser.look(pickers).await, json!(0));
    browser.press_at(name, &sentence("ui.photo_remove")).await;
    browser.until_shown(name, 3).await;
    assert_eq!(browser.look(pickers).await, json!(2));
    browser.attach(name, &[&files[4]]).await;
    browser.until_shown(name, 4).await;
    let photos: BTreeSet<String> = browser.photos(name).await.into_iter().collect();
    assert_eq!(photos.len(), 4);
    assert!(!photos.contains(&hoso_photo::sha256(&pdf)));
    browser.end().await;
}

/// Forty photos taken and removed one after another: the page lives, and what no answer names
/// is not kept.
#[tokio::test]
async fn ok_forty_in_a_row_leave_nothing() {
    let (_site, browser, album) = at_photos().await;
    let name = "birth_certificate";
    let mut seen = BTreeSet::new();
    for at in 0..40 {
        browser.attach(name, &[&album.good(200 + 4 * at)]).await;
        browser.until_said(name, "ui.photo_ready").await;
        browser.until_shown(name, 1).await;
        seen.extend(browser.photos(name).await);
        browser.press_at(name, &sentence("ui.photo_remove")).await;
        browser.until_shown(name, 0).await;
    }
    assert_eq!(seen.len(), 40);
    browser.attach(name, &[&album.good(800)]).await;
    browser.until_shown(name, 1).await;
    let last = browser.photos(name).await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.until_shown(name, 1).await;
    let kept: Vec<String> = browser.kept_photos().await.into_keys().collect();
    assert_eq!(kept, last);
    browser.end().await;
}

/// A phone held sideways: kept upright, turned on request, taken again, removed.
#[tokio::test]
async fn ok_turned_taken_again_and_removed() {
    let (_site, browser, album) = at_photos().await;
    let name = "id_front";
    let lying = jpeg(&stored(&scene(1200, 900), 6));
    let lying = [&lying[..2], &fixtures::held(6), &lying[2..]].concat();
    browser
        .attach(name, &[&album.put("lying.jpg", &lying)])
        .await;
    browser.until_said(name, "ui.photo_ready").await;
    browser.until_shown(name, 1).await;
    let upright = browser.photos(name).await.remove(0);
    let bytes = browser.kept_photos().await.remove(&upright).unwrap();
    assert_eq!(hoso_photo::sha256(&bytes), upright);
    assert_eq!(fixtures::leak(&bytes), None);
    assert_eq!(corners(&decoded(&bytes)), [0, 1, 2, 3]);
    assert_eq!(decoded(&bytes).dimensions(), (1200, 900));

    browser.press_at(name, &sentence("ui.photo_turn")).await;
    let kept = format!("draft.answers.{name}[0] !== '{upright}'");
    browser.until_kept(&kept).await;
    browser.until_said(name, "ui.photo_ready").await;
    assert_eq!(browser.shown(name).await, 1);
    let turned = browser.photos(name).await.remove(0);
    let bytes = browser.kept_photos().await.remove(&turned).unwrap();
    assert_eq!(hoso_photo::sha256(&bytes), turned);
    assert_eq!(corners(&decoded(&bytes)), [2, 0, 3, 1]);
    let picture = "document.querySelector('[data-photo=id_front] img')";
    browser
        .until(&format!(
            "{picture}.complete && {picture}.naturalHeight > {picture}.naturalWidth"
        ))
        .await;

    // The picker that "take again" opens: what comes out of it stands in the place of the first.
    browser
        .tell(
            "Page.setInterceptFileChooserDialog",
            json!({ "enabled": true }),
        )
        .await;
    browser.press_at(name, &sentence("ui.photo_again")).await;
    let input = format!("document.querySelector('input[name={name}]').dataset.replaces");
    browser.until(&format!("{input} === '{turned}'")).await;
    browser.choose_files(name, &[&album.good(600)]).await;
    browser
        .until_kept(&format!("draft.answers.{name}[0] !== '{turned}'"))
        .await;
    browser.until_said(name, "ui.photo_ready").await;
    browser.until_shown(name, 1).await;
    let again = browser.photos(name).await.remove(0);
    let bytes = browser.kept_photos().await.remove(&again).unwrap();
    assert_eq!(decoded(&bytes).dimensions(), (600, 450));

    browser.press_at(name, &sentence("ui.photo_remove")).await;
    browser.until_shown(name, 0).await;
    let focus = browser
        .text("document.activeElement.closest('[data-photo]')?.dataset.photo")
        .await;
    assert_eq!(focus, name, "the focus stays at the question");
    browser.end().await;
}
