//! Reads the QR code in a photo of an identity card: by the browser's own detector if it has one, and
//! by [`qr_code`](crate::qr_code) if that finds no card in time. The photo is not kept.

use hoso_photo::resize::Rotation;
use hoso_photo::{FIRST_READ, Kind, Probe, READING, RejectReason};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::answer::{Answer, Post, field, set};
use crate::canvas::{Bitmap, Canvas, read};
use crate::qr_code::{self, Grey};

/// The progress that is posted before the code is looked for: what follows is not bounded by the
/// number of its pixels, so the page limits its time.
const DETECTING: &str = "detecting";

/// The time after which no further attempt begins, in milliseconds. Includes the browser's detector.
const ENOUGH_MS: f64 = 2_000.0;

/// The longest wait for the browser's detector, in milliseconds. The specification sets no limit,
/// and the page ends the whole search after three seconds.
const DETECTOR_MS: u32 = 800;

/// Runs the job `qr_code`. The answer is the text of the code; without one it is empty.
///
/// # Errors
/// The code of the message for the person.
pub(crate) async fn run(message: &JsValue, post: &Post) -> Result<Answer, RejectReason> {
    let file: Blob = field(message, "file")
        .dyn_into()
        .map_err(|_| RejectReason::Cannot)?;
    post.progress(READING, "");
    let size = file.size() as u64;
    let head = match hoso_photo::probe(&read(&file, 0, FIRST_READ.min(size)).await?, size)? {
        Probe::Head(head) => head,
        Probe::More => match hoso_photo::probe(&read(&file, 0, size).await?, size)? {
            Probe::Head(head) => head,
            Probe::More => return Err(RejectReason::Broken),
        },
    };
    if head.kind == Kind::Pdf {
        return Err(RejectReason::PdfHere);
    }
    let canvas = {
        let bitmap = Bitmap::decode(&file, &head, qr_code::MAX_SIDE).await?;
        Canvas::of(&bitmap, Rotation::of(1, 0), qr_code::MAX_SIDE)?
    };
    post.progress(DETECTING, "");
    let begin = js_sys::Date::now();
    let is_late = || js_sys::Date::now() - begin > ENOUGH_MS;
    search(canvas, |picture| qr_code::decode(picture, is_card, is_late)).await
}

/// Runs the job `qr_frame`: one picture of a live camera. The answer is that of `qr_code`.
///
/// # Errors
/// [`RejectReason::Cannot`] if the browser lacks an API.
pub(crate) async fn run_frame(message: &JsValue, post: &Post) -> Result<Answer, RejectReason> {
    post.progress(DETECTING, "");
    let canvas = Canvas::of(
        &Bitmap::received(field(message, "picture")),
        Rotation::of(1, 0),
        qr_code::MAX_SIDE,
    )?;
    let nth = field(message, "nth").as_f64().unwrap_or_default() as usize;
    search(canvas, |picture| {
        qr_code::decode_frame(picture, nth, is_card)
    })
    .await
}

/// Asks the browser's detector, and `decode` if that finds no card.
async fn search(
    canvas: Canvas,
    decode: impl Fn(&Grey) -> Option<String>,
) -> Result<Answer, RejectReason> {
    let text = match detected(&canvas).await {
        Some(text) if is_card(&text) => text,
        // The detector may have found only another code beside that of the card.
        other => {
            let width = usize::try_from(canvas.width()).unwrap_or(0);
            let picture = Grey::from_rgba(width, &canvas.pixels()?);
            drop(canvas);
            decode(&picture).or(other).unwrap_or_default()
        }
    };
    let code = Object::new();
    set(&code, "text", text.as_str());
    Ok(Answer {
        name: "qr_code",
        content: code.into(),
        transfer: Array::new(),
    })
}

/// Returns whether a text may be that of a card, rather than of another code in the photo.
fn is_card(text: &str) -> bool {
    text.matches('|').count() >= 6
}

/// Detects a code with `BarcodeDetector`, which not every browser has. `None` if it has none, fails,
/// finds nothing or takes longer than [`DETECTOR_MS`].
///
/// Source: Accelerated Shape Detection in Images, WICG, <https://wicg.github.io/shape-detection-api/>.
async fn detected(canvas: &Canvas) -> Option<String> {
    let constructor = field(&js_sys::global(), "BarcodeDetector");
    let constructor: Function = constructor.dyn_into().ok()?;
    let options = Object::new();
    set(&options, "formats", Array::of1(&"qr_code".into()));
    let detector = Reflect::construct(&constructor, &Array::of1(&options)).ok()?;
    let detect: Function = field(&detector, "detect").dyn_into().ok()?;
    let codes = detect.call1(&detector, canvas.element()).ok()?;
    let codes: Promise = codes.dyn_into().ok()?;
    let late = timeout(DETECTOR_MS)?;
    let codes = JsFuture::from(Promise::race(&Array::of2(&codes, &late)));
    let codes = codes.await.ok()?;
    // The timeout resolves to `undefined`, which is no array.
    let codes: Array = codes.dyn_into().ok()?;
    let texts = codes
        .iter()
        .filter_map(|code| field(&code, "rawValue").as_string());
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    let card = texts.iter().find(|text| is_card(text)).or(texts.first());
    card.cloned()
}

/// Returns a promise that resolves to `undefined` after this many milliseconds. `None` if the worker
/// has no timers.
fn timeout(ms: u32) -> Option<Promise> {
    let set_timeout: Function = field(&js_sys::global(), "setTimeout").dyn_into().ok()?;
    Some(Promise::new(&mut |resolve, _| {
        let _ = set_timeout.call2(&JsValue::UNDEFINED, &resolve, &ms.into());
    }))
}
