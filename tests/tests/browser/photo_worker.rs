//! Checks the real photo worker in the built page.

use hoso_tests::browser::Browser;
use hoso_tests::photo_worker::{Photo, decode_response};
use hoso_tests::pictures::{corners, decoded, jpeg, rotated_for_exif, scene};
use hoso_tests::site::Site;
use serde_json::{Value, json};
use std::sync::LazyLock;

use crate::fixtures;
use image::RgbImage;

/// An upright picture of twelve megapixels.
static TWELVE: LazyLock<RgbImage> = LazyLock::new(|| scene(4000, 3000));

/// Starts a scenario with an idle worker.
async fn start_with_worker() -> (Site, Browser) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.start_photo_worker().await;
    (site, browser)
}

/// Asserts the properties of every processed photo.
#[track_caller]
fn assert_sound(photo: &Photo, about: &str) -> RgbImage {
    let number = |name: &str| photo.fields[name].as_u64().unwrap();
    assert_eq!(photo.text("media_type"), "image/jpeg", "{about}");
    assert_eq!(
        photo.text("sha256"),
        hoso_photo::sha256(&photo.bytes),
        "{about}"
    );
    assert_eq!(number("size"), photo.bytes.len() as u64, "{about}");
    assert!(
        photo.bytes.len() <= 800_000,
        "{about}: {}",
        photo.bytes.len()
    );
    assert!(
        photo.thumb.len() <= 20_000,
        "{about}: {}",
        photo.thumb.len()
    );
    for file in [&photo.bytes, &photo.thumb] {
        assert_eq!(fixtures::leak(file), None, "{about}");
        // Proves that no metadata is left: stripping again changes nothing.
        assert_eq!(
            hoso_photo::strip_metadata(file).as_ref(),
            Ok(file),
            "{about}"
        );
        assert!(!file.windows(4).any(|four| four == b"Exif"), "{about}");
    }
    let small = decoded(&photo.thumb);
    assert!(small.width().max(small.height()) <= 320, "{about}");
    let picture = decoded(&photo.bytes);
    let size = (u64::from(picture.width()), u64::from(picture.height()));
    assert_eq!(size, (number("width"), number("height")), "{about}");
    assert!(size.0.max(size.1) <= 2000, "{about}");
    assert_eq!(
        photo.stages,
        json!(["reading", "shrinking", "checking"]),
        "{about}"
    );
    assert_eq!(photo.text("fingerprint").len(), 16, "{about}");
    picture
}

fn with_segment(jpeg: &[u8], segment: &[u8]) -> Vec<u8> {
    [&jpeg[..2], segment, &jpeg[2..]].concat()
}

/// Checks that the worker is fetched on first use, and only from this origin.
#[tokio::test]
async fn ok_worker_is_fetched_on_first_use() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let request_count = || {
        site.proxy
            .requests()
            .iter()
            .filter(|request| request.route.contains("hoso-worker"))
            .count()
    };
    assert_eq!(request_count(), 0);
    browser.start_photo_worker().await;
    browser
        .process_photo_by_default(&site, &fixtures::plain_jpeg())
        .await
        .unwrap();
    assert_eq!(request_count(), 2);
    let policy = "fetch('').then((page) => page.headers.get('content-security-policy'))";
    assert!(
        browser
            .eval_text(policy)
            .await
            .contains("worker-src 'self';")
    );
    browser.finish().await;
}

/// Checks that the policy allows only the script of the photo worker.
#[tokio::test]
async fn err_other_script_as_worker_is_blocked() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("requires 'TrustedScriptURL'");
    browser.open(&site).await;
    let other = site.first_load_file(".js");
    let tried = format!(
        "(() => {{ try {{ new Worker('{other}'); return 'made'; }} catch {{ return 'refused'; }} }})()"
    );
    assert_eq!(browser.eval_text(&tried).await, "refused");
    browser.finish().await;
}

/// Checks all EXIF orientations: the processed picture is upright and small.
#[tokio::test]
async fn ok_twelve_megapixels_in_every_orientation() {
    let (site, browser) = start_with_worker().await;
    for orientation in 1..=8 {
        let plain = jpeg(&rotated_for_exif(&TWELVE, orientation));
        let file = with_segment(&plain, &fixtures::held(orientation));
        let memory = browser.measure_memory();
        let photo = browser
            .process_photo_by_default(&site, &file)
            .await
            .unwrap();
        let about = format!("orientation {orientation}");
        let extra = memory.peak_growth();
        assert!(
            (20_000..MAX_MEMORY_KB).contains(&extra),
            "{about}: {extra} kB"
        );
        let picture = assert_sound(&photo, &about);
        assert_eq!(picture.dimensions(), (2000, 1500), "{about}");
        assert_eq!(corners(&picture), [0, 1, 2, 3], "{about}");
        assert_eq!(corners(&decoded(&photo.thumb)), [0, 1, 2, 3], "{about}");
        assert_eq!(photo.fields["quality_warnings"], json!([]), "{about}");
        assert_eq!(photo.text("note"), "photo.large", "{about}");
    }
    browser.finish().await;
}

/// Checks all orientations of WebP, where browsers differ.
#[tokio::test]
async fn ok_webp_in_every_orientation() {
    let (site, browser) = start_with_worker().await;
    for orientation in 1..=8 {
        let picture = rotated_for_exif(&scene(1200, 900), orientation);
        let mut plain = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut plain, image::ImageFormat::WebP)
            .unwrap();
        let file = fixtures::webp_held(plain.get_ref(), picture.dimensions(), orientation);
        for (turn, size, expected_corners) in [
            (0, (1200, 900), [0, 1, 2, 3]),
            (90, (900, 1200), [2, 0, 3, 1]),
        ] {
            let about = format!("orientation {orientation}, turned by {turn}");
            let photo = browser
                .process_photo(&site, &file, json!({ "rotation": turn }))
                .await;
            let picture = assert_sound(&photo.unwrap(), &about);
            assert_eq!(
                (picture.dimensions(), corners(&picture)),
                (size, expected_corners),
                "{about}"
            );
        }
    }
    browser.finish().await;
}

#[tokio::test]
async fn ok_rotation_by_quarter_turns() {
    let (site, browser) = start_with_worker().await;
    let rotated = with_segment(
        &jpeg(&rotated_for_exif(&scene(1200, 900), 6)),
        &fixtures::held(6),
    );
    for (turn, size, expected_corners) in [
        (0, (1200, 900), [0, 1, 2, 3]),
        (90, (900, 1200), [2, 0, 3, 1]),
        (180, (1200, 900), [3, 2, 1, 0]),
        (270, (900, 1200), [1, 3, 0, 2]),
    ] {
        let photo = browser
            .process_photo(&site, &rotated, json!({ "rotation": turn }))
            .await
            .unwrap();
        let picture = assert_sound(&photo, &format!("turned by {turn}"));
        assert_eq!(
            (picture.dimensions(), corners(&picture)),
            (size, expected_corners),
            "turned by {turn}"
        );
    }
    browser.finish().await;
}

/// Checks every fixture of `hoso-photo`: no metadata is left and all pictures are upright.
#[tokio::test]
async fn ok_metadata_is_stripped() {
    let (site, browser) = start_with_worker().await;
    let all = fixtures::all();
    assert!(all.len() >= 50);
    for fixture in all {
        let photo = browser
            .process_photo_by_default(&site, &fixture.bytes)
            .await;
        let photo = photo.unwrap_or_else(|code| panic!("{}: {code}", fixture.name));
        let picture = assert_sound(&photo, &fixture.name);
        let is_portrait = fixture.orientation > 4;
        assert_eq!(
            picture.height() > picture.width(),
            is_portrait,
            "{}",
            fixture.name
        );
        assert_eq!(
            photo.fields["quality_warnings"],
            json!(["photo.small"]),
            "{}",
            fixture.name
        );
    }
    browser.finish().await;
}

/// Checks encodings besides baseline JPEG.
#[tokio::test]
async fn ok_unusual_encodings_are_accepted() {
    use jpeg_encoder::{ColorType, Encoder};
    let (site, browser) = start_with_worker().await;
    let upright = scene(1200, 900);
    let encoded = |progressive: bool, colours: ColorType, pixels: &[u8]| {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 90);
        encoder.set_progressive(progressive);
        encoder.encode(pixels, 1200, 900, colours).unwrap();
        bytes
    };
    let ink = |pixel: &image::Rgb<u8>| {
        let [red, green, blue] = pixel.0;
        [255 - red, 255 - green, 255 - blue, 0]
    };
    let inks: Vec<u8> = upright.pixels().flat_map(ink).collect();
    let deep: Vec<u16> = upright.iter().map(|part| u16::from(*part) * 257).collect();
    let deep = image::ImageBuffer::<image::Rgb<u16>, _>::from_raw(1200, 900, deep).unwrap();
    let mut deep_png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb16(deep)
        .write_to(&mut deep_png, image::ImageFormat::Png)
        .unwrap();
    let mut webp = std::io::Cursor::new(Vec::new());
    upright
        .write_to(&mut webp, image::ImageFormat::WebP)
        .unwrap();
    for (name, file) in [
        (
            "progressive",
            encoded(true, ColorType::Rgb, upright.as_raw()),
        ),
        ("CMYK", encoded(false, ColorType::Cmyk, &inks)),
        ("sixteen bits", deep_png.into_inner()),
        ("webp", webp.into_inner()),
    ] {
        let photo = browser.process_photo_by_default(&site, &file).await;
        let photo = photo.unwrap_or_else(|code| panic!("{name}: {code}"));
        assert_eq!(corners(&assert_sound(&photo, name)), [0, 1, 2, 3], "{name}");
    }
    let gif = browser
        .process_photo_by_default(&site, &fixtures::files::gif(1))
        .await;
    assert_sound(&gif.unwrap(), "a GIF that does not move");
    browser.finish().await;
}

/// Checks that each bad file has its error code, and that the worker continues.
#[tokio::test]
async fn err_bad_file_has_its_error_code() {
    let (site, browser) = start_with_worker().await;
    let good = jpeg(&scene(400, 300));
    let blank = vec![0; 100_000_000];
    let mut bomb = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(image::GrayImage::from_raw(10_000, 10_000, blank).unwrap())
        .write_to(&mut bomb, image::ImageFormat::Png)
        .unwrap();
    let bomb = bomb.into_inner();
    assert!(bomb.len() < 1_000_000, "a bomb is small");
    let heavy = [good.clone(), vec![0; 60_000_000]].concat();
    let spoiled = {
        let mut file = good.clone();
        let scan = file.windows(2).position(|two| two == b"\xff\xda").unwrap();
        // Overwrites the tables and keeps the markers of begin and end.
        file[20..scan].fill(0xff);
        file
    };
    let script =
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'run'</script></svg>";
    for (name, file, code) in [
        ("no byte", Vec::new(), "photo.empty"),
        ("text", b"Ho ten: Nguyen Van A".to_vec(), "photo.type"),
        ("svg with a script", script.to_vec(), "photo.type"),
        (
            "cut in the middle",
            good[..good.len() / 2].to_vec(),
            "photo.broken",
        ),
        ("cut in the header", good[..200].to_vec(), "photo.broken"),
        ("without its tables", spoiled, "photo.broken"),
        (
            "png cut",
            fixtures::plain_png()[..300].to_vec(),
            "photo.broken",
        ),
        ("a hundred megapixels", bomb, "photo.huge"),
        ("sixty megabytes", heavy, "photo.huge"),
        (
            "heic",
            fixtures::files::heif(b"heic", (4032, 3024)),
            "photo.heic",
        ),
        ("moving gif", fixtures::files::gif(2), "photo.animated"),
        (
            "moving png",
            fixtures::png_with(&fixtures::files::png_frames(2)),
            "photo.animated",
        ),
        (
            "pdf for a photo",
            fixtures::files::pdf(""),
            "photo.pdf_here",
        ),
    ] {
        let answer = browser.process_photo_by_default(&site, &file).await;
        assert_eq!(answer.err().as_deref(), Some(code), "{name}");
        assert!(hoso_photo::CODES.contains(&code));
    }
    assert_sound(
        &browser
            .process_photo_by_default(&site, &good)
            .await
            .unwrap(),
        "a good one afterwards",
    );
    assert_eq!(browser.eval("died").await, json!(0));
    browser.finish().await;
}

/// Checks that a malformed message gets a response.
#[tokio::test]
async fn err_malformed_message_gets_an_error() {
    let (_site, browser) = start_with_worker().await;
    for message in [
        "{}",
        "{ job: 'photo' }",
        "{ job: 'photo', file: 'a.jpg' }",
        "{ job: 7 }",
    ] {
        let answer = browser.eval(&format!("ask({message})")).await;
        assert_eq!(answer["error"], "photo.cannot", "{message}");
    }
    let paper = browser
        .eval("ask({ job: 'official_form', sheet: '{' })")
        .await;
    assert_eq!(paper["error"], "official_form.cannot");
    assert_eq!(browser.eval("died").await, json!(0));
    browser.finish().await;
}

#[tokio::test]
async fn ok_pdf_where_the_field_allows_it() {
    let (site, browser) = start_with_worker().await;
    let options = json!({ "pdf": true });
    let open = fixtures::files::pdf("");
    let photo = browser
        .process_photo(&site, &open, options.clone())
        .await
        .unwrap();
    assert_eq!(photo.bytes, open);
    assert_eq!(photo.text("media_type"), "application/pdf");
    assert_eq!(photo.text("sha256"), hoso_photo::sha256(&open));
    assert_eq!(
        (photo.fields["width"].as_u64(), photo.text("fingerprint")),
        (Some(0), "")
    );
    assert_eq!(
        (photo.thumb.len(), &photo.fields["quality_warnings"]),
        (0, &json!([]))
    );
    let large = [open.clone(), vec![b' '; 5_000_000]].concat();
    for (file, code) in [
        (
            fixtures::files::pdf("/Encrypt<</Filter/Standard/V 2>>"),
            "photo.pdf_locked",
        ),
        (open[..60].to_vec(), "photo.pdf_broken"),
        (large, "photo.pdf_large"),
    ] {
        let answer = browser.process_photo(&site, &file, options.clone()).await;
        assert_eq!(answer.err().as_deref(), Some(code));
    }
    browser.finish().await;
}

/// Checks that quality warnings come with an accepted photo.
#[tokio::test]
async fn ok_quality_warnings_come_with_the_photo() {
    let (site, browser) = start_with_worker().await;
    let good = scene(2000, 1500);
    let mut dark = good.clone();
    dark.iter_mut().for_each(|part| *part /= 4);
    let blurred = image::imageops::fast_blur(&good, 14.0);
    let small = scene(800, 600);
    for (name, picture, doubts) in [
        ("good", &good, json!([])),
        ("dark", &dark, json!(["photo.dark"])),
        ("blurred", &blurred, json!(["photo.blur"])),
        ("small", &small, json!(["photo.small"])),
    ] {
        let photo = browser
            .process_photo_by_default(&site, &jpeg(picture))
            .await
            .unwrap();
        assert_sound(&photo, name);
        assert_eq!(photo.fields["quality_warnings"], doubts, "{name}");
    }
    browser.finish().await;
}

/// Checks that the same file gives the same bytes, and that another picture is not alike.
#[tokio::test]
async fn ok_same_file_gives_same_bytes() {
    let (site, browser) = start_with_worker().await;
    let file = jpeg(&scene(1600, 1200));
    let other = jpeg(&rotated_for_exif(&scene(1600, 1200), 3));
    let (one, again, other) = (
        browser
            .process_photo_by_default(&site, &file)
            .await
            .unwrap(),
        browser
            .process_photo_by_default(&site, &file)
            .await
            .unwrap(),
        browser
            .process_photo_by_default(&site, &other)
            .await
            .unwrap(),
    );
    assert_eq!(one.text("sha256"), again.text("sha256"));
    assert!(hoso_photo::alike(
        one.text("fingerprint"),
        again.text("fingerprint")
    ));
    assert!(!hoso_photo::alike(
        one.text("fingerprint"),
        other.text("fingerprint")
    ));
    browser.finish().await;
}

/// Bound of the memory for one photo of twelve megapixels, in kilobytes.
const MAX_MEMORY_KB: u64 = 160_000;
/// Bound of the memory for many photos. A decoded photo takes 48 MB, so seven leaked ones exceed
/// it, while garbage may wait for its collection.
const MAX_MEMORY_OF_MANY_KB: u64 = 2 * MAX_MEMORY_KB;

/// Processes forty photos, every fourth of them bad: responses come in order, and each photo
/// releases its memory.
#[tokio::test]
async fn ok_forty_photos_release_their_memory() {
    let (site, browser) = start_with_worker().await;
    browser.provide_file(&site, &jpeg(&TWELVE)).await;
    let memory = browser.measure_memory();
    let all = browser
        .eval(
            "(() => {
                const bad = file.slice(0, 5000);
                window.order = [];
                const one = async (at) => {
                    const { error, photo } = await ask({ job: 'photo', file: at % 4 ? file : bad, pdf: false, rotation: 0 });
                    order.push(at);
                    return error ?? photo.sha256;
                };
                return Promise.all([...Array(40).keys()].map(one));
            })()",
        )
        .await;
    let all: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(all.len(), 40);
    for (at, answer) in all.iter().enumerate() {
        let expected = if at % 4 == 0 { "photo.broken" } else { all[1] };
        assert_eq!(*answer, expected, "{at}");
    }
    assert_eq!(all[1].len(), 64);
    let extra = memory.peak_growth();
    assert!(
        (20_000..MAX_MEMORY_OF_MANY_KB).contains(&extra),
        "{extra} kB"
    );
    assert_eq!(
        browser.eval("order").await,
        json!((0..40).collect::<Vec<_>>())
    );
    let photo = decode_response(browser.eval("photo(file)").await).unwrap();
    assert_sound(&photo, "one more");
    assert_eq!(browser.eval("died").await, json!(0));
    browser.finish().await;
}

/// Checks that a worker with a module of another hash does not start, and tells the page that there is
/// a newer version.
#[tokio::test]
async fn err_worker_module_with_another_hash() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("integrity");
    let module = Site::worker_file(".wasm");
    site.proxy
        .replace_body(&module, b"\0asm\x01\0\0\0".to_vec());
    browser.open(&site).await;
    browser.start_photo_worker().await;
    browser.provide_file(&site, &fixtures::plain_jpeg()).await;
    let answer = decode_response(browser.eval("photo(file)").await);
    assert_eq!(answer.err().as_deref(), Some("ui.outdated"));
    browser.finish().await;
}

/// Checks that the page strips metadata without a worker.
#[tokio::test]
async fn ok_metadata_is_stripped_without_worker() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.start_photo_worker().await;
    browser.eval("worker.terminate()").await;
    let strip = "import(workerScript)
        .then(async ({ stripped }) => stripped(new Uint8Array(await file.arrayBuffer())))
        .then((bytes) => text(bytes), (code) => 'refused ' + code)";
    for fixture in fixtures::all().iter().step_by(9) {
        browser.provide_file(&site, &fixture.bytes).await;
        let answer = json!({ "photo": { "bytes": browser.eval_text(strip).await, "thumb": "" } });
        let photo = decode_response(answer).unwrap();
        assert_eq!(
            Ok(photo.bytes),
            hoso_photo::strip_metadata(&fixture.bytes),
            "{}",
            fixture.name
        );
    }
    browser.provide_file(&site, b"text").await;
    assert_eq!(browser.eval_text(strip).await, "refused photo.type");
    browser.finish().await;
}
