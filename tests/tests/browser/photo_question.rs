//! Checks photo fields in the page: bad files, limits, rotating, replacing, removing.

use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::photo_fields::start_at_photos;
use hoso_tests::pictures::{corners, decoded, jpeg, rotated_for_exif, scene};
use serde_json::json;
use std::collections::BTreeSet;

use crate::fixtures;

/// Creates a picture of a hundred megapixels in a file of a few kilobytes.
fn decompression_bomb() -> Vec<u8> {
    let blank = image::GrayImage::new(10_000, 10_000);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(blank)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Checks that each bad file has its own sentence at its field, adds nothing, and that a good file
/// is accepted afterwards.
#[tokio::test]
async fn err_bad_file_is_reported_at_its_field() {
    let (_site, browser, files) = start_at_photos().await;
    let good = jpeg(&scene(400, 300));
    let script =
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'run'</script></svg>";
    let locked = fixtures::files::pdf("/Encrypt<</Filter/Standard/V 2>>");
    let heavy = [good.clone(), vec![0; 60_000_000]].concat();
    let path = files.write("good.jpg", &good);
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
        ("id_back", "bomb.png", decompression_bomb(), "photo.huge"),
    ] {
        let bad_file = files.write(name, &file);
        browser.choose_files(question, &[&bad_file]).await;
        browser.wait_for_photo_status(question, code).await;
        assert_eq!(browser.photo_count(question).await, 0, "{name}");
        assert_eq!(browser.draft_photos(question).await, [""; 0], "{name}");
        assert!(browser.stored_photos().await.is_empty(), "{name}");

        browser.attach_photos(question, &[&path]).await;
        browser
            .wait_for_photo_status(question, "ui.photo_ready")
            .await;
        browser
            .press_photo_button(question, "ui.photo_remove")
            .await;
        browser.wait_for_photo_count(question, 0).await;
        assert_eq!(browser.photo_status(question).await, "", "{name}");
        // Reloads, so that garbage collection removes the good photo, which would hide a leaked bad
        // one.
        browser.reload().await;
        browser.expect_step("photos").await;
        browser
            .wait_for("document.querySelector('[data-photo]')")
            .await;
    }
    assert_ne!(browser.eval_text("document.title").await, "run");
    browser.finish().await;
}

/// Checks that a good file is accepted beside a bad one of the same selection.
#[tokio::test]
async fn ok_good_file_is_accepted_beside_a_bad_one() {
    let (_site, browser, files) = start_at_photos().await;
    let (good, bad_file, other) = (
        files.good_photo(400),
        files.write("text.jpg", b"text"),
        files.good_photo(440),
    );
    browser
        .choose_files("birth_certificate", &[&good, &bad_file, &other])
        .await;
    browser.wait_for_photo_count("birth_certificate", 2).await;
    let state = "document.querySelector('[data-photo=birth_certificate] [role=status]').innerText";
    let message = sentence_with(
        "ui.photo_nth",
        &[("n", "2"), ("why", &sentence("photo.type"))],
    );
    browser
        .wait_for(&format!("{state}.trim() === {}", json!(message)))
        .await;

    // Reports each bad file with its position.
    browser
        .choose_files(
            "birth_certificate",
            &[&good, &bad_file, &files.good_photo(480)],
        )
        .await;
    browser.wait_for_photo_count("birth_certificate", 3).await;
    for message in [
        sentence_with(
            "ui.photo_nth",
            &[("n", "1"), ("why", &sentence("photo.twice"))],
        ),
        sentence_with(
            "ui.photo_nth",
            &[("n", "2"), ("why", &sentence("photo.type"))],
        ),
    ] {
        browser
            .wait_for(&format!("{state}.includes({})", json!(message)))
            .await;
    }
    browser.finish().await;
}

#[tokio::test]
async fn err_same_file_twice_is_rejected() {
    let (_site, browser, files) = start_at_photos().await;
    let file = files.good_photo(400);
    browser.attach_photos("birth_certificate", &[&file]).await;
    browser
        .wait_for_photo_status("birth_certificate", "ui.photo_ready")
        .await;
    browser.choose_files("birth_certificate", &[&file]).await;
    browser
        .wait_for_photo_status("birth_certificate", "photo.twice")
        .await;
    browser.wait_for_photo_count("birth_certificate", 1).await;
    // Accepts the file in another field: a rule of the procedure checks that.
    browser.attach_photos("id_front", &[&file]).await;
    browser.wait_for_photo_count("id_front", 1).await;
    assert_eq!(
        browser.draft_photos("id_front").await,
        browser.draft_photos("birth_certificate").await
    );
    browser.finish().await;
}

/// Checks that four pages, one of them a PDF, are the maximum.
#[tokio::test]
async fn err_fifth_page_is_rejected() {
    let (_site, browser, files) = start_at_photos().await;
    let name = "birth_certificate";
    let pdf = fixtures::files::pdf("");
    let mut pages = vec![files.write("paper.pdf", &pdf)];
    pages.extend([400, 440, 480, 520].map(|width| files.good_photo(width)));
    browser.attach_photos(name, &[&pages[0]]).await;
    browser.wait_for_photo_status(name, "ui.photo_ready").await;
    browser.wait_for_photo_count(name, 1).await;
    assert_eq!(browser.draft_photos(name).await, [hoso_photo::sha256(&pdf)]);
    let rest: Vec<_> = pages[1..].iter().map(|file| file.as_path()).collect();
    browser.choose_files(name, &rest).await;
    browser
        .wait_for(&format!(
            "document.querySelector('[data-photo=birth_certificate] [role=status]').innerText.includes({})",
            json!(sentence("ui.photo_enough"))
        ))
        .await;
    browser.wait_for_photo_count(name, 4).await;
    let pickers =
        "document.querySelectorAll('[data-photo=birth_certificate] .photo__pickers button').length";
    assert_eq!(browser.eval(pickers).await, json!(0));
    browser.press_photo_button(name, "ui.photo_remove").await;
    browser.wait_for_photo_count(name, 3).await;
    assert_eq!(browser.eval(pickers).await, json!(2));
    browser.attach_photos(name, &[&pages[4]]).await;
    browser.wait_for_photo_count(name, 4).await;
    let photos: BTreeSet<String> = browser.draft_photos(name).await.into_iter().collect();
    assert_eq!(photos.len(), 4);
    assert!(!photos.contains(&hoso_photo::sha256(&pdf)));
    browser.finish().await;
}

/// Attaches and removes forty photos: no record without reference stays in the database.
#[tokio::test]
async fn ok_forty_removed_photos_leave_no_record() {
    let (_site, browser, files) = start_at_photos().await;
    let name = "birth_certificate";
    let mut hashes = BTreeSet::new();
    for at in 0..40 {
        browser
            .attach_photos(name, &[&files.good_photo(200 + 4 * at)])
            .await;
        browser.wait_for_photo_status(name, "ui.photo_ready").await;
        browser.wait_for_photo_count(name, 1).await;
        hashes.extend(browser.draft_photos(name).await);
        browser.press_photo_button(name, "ui.photo_remove").await;
        browser.wait_for_photo_count(name, 0).await;
    }
    assert_eq!(hashes.len(), 40);
    browser.attach_photos(name, &[&files.good_photo(800)]).await;
    browser.wait_for_photo_count(name, 1).await;
    let last = browser.draft_photos(name).await;
    browser.reload().await;
    browser.wait_for_photo_count(name, 1).await;
    let stored: Vec<String> = browser.stored_photos().await.into_keys().collect();
    assert_eq!(stored, last);
    browser.finish().await;
}

/// Attaches a photo of a phone held sideways: it is upright; then rotates, replaces and removes it.
#[tokio::test]
async fn ok_photo_is_rotated_replaced_and_removed() {
    let (_site, browser, files) = start_at_photos().await;
    let name = "id_front";
    let rotated = jpeg(&rotated_for_exif(&scene(1200, 900), 6));
    let rotated = [&rotated[..2], &fixtures::held(6), &rotated[2..]].concat();
    browser
        .attach_photos(name, &[&files.write("rotated.jpg", &rotated)])
        .await;
    browser.wait_for_photo_status(name, "ui.photo_ready").await;
    browser.wait_for_photo_count(name, 1).await;
    let upright = browser.draft_photos(name).await.remove(0);
    let bytes = browser.stored_photos().await.remove(&upright).unwrap();
    assert_eq!(hoso_photo::sha256(&bytes), upright);
    assert_eq!(fixtures::leak(&bytes), None);
    assert_eq!(corners(&decoded(&bytes)), [0, 1, 2, 3]);
    assert_eq!(decoded(&bytes).dimensions(), (1200, 900));

    browser.press_photo_button(name, "ui.photo_turn").await;
    let replaced = format!("draft.answers.{name}[0] !== '{upright}'");
    browser.wait_for_draft(&replaced).await;
    browser.wait_for_photo_status(name, "ui.photo_ready").await;
    assert_eq!(browser.photo_count(name).await, 1);
    let turned = browser.draft_photos(name).await.remove(0);
    let bytes = browser.stored_photos().await.remove(&turned).unwrap();
    assert_eq!(hoso_photo::sha256(&bytes), turned);
    assert_eq!(corners(&decoded(&bytes)), [2, 0, 3, 1]);
    let picture = "document.querySelector('[data-photo=id_front] img')";
    browser
        .wait_for(&format!(
            "{picture}.complete && {picture}.naturalHeight > {picture}.naturalWidth"
        ))
        .await;

    // Replaces the photo by the picker of "take again".
    browser
        .cdp(
            "Page.setInterceptFileChooserDialog",
            json!({ "enabled": true }),
        )
        .await;
    browser.press_photo_button(name, "ui.photo_again").await;
    let input = format!("document.querySelector('input[name={name}]').dataset.replaces");
    browser.wait_for(&format!("{input} === '{turned}'")).await;
    browser.choose_files(name, &[&files.good_photo(600)]).await;
    browser
        .wait_for_draft(&format!("draft.answers.{name}[0] !== '{turned}'"))
        .await;
    browser.wait_for_photo_status(name, "ui.photo_ready").await;
    browser.wait_for_photo_count(name, 1).await;
    let again = browser.draft_photos(name).await.remove(0);
    let bytes = browser.stored_photos().await.remove(&again).unwrap();
    assert_eq!(decoded(&bytes).dimensions(), (600, 450));

    browser.press_photo_button(name, "ui.photo_remove").await;
    browser.wait_for_photo_count(name, 0).await;
    let focus = browser
        .eval_text("document.activeElement.closest('[data-photo]')?.dataset.photo")
        .await;
    assert_eq!(focus, name, "the focus stays at the question");
    browser.finish().await;
}
