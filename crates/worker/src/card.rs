//! Reads the QR code in a photo of an identity card: by the browser's own detector if it has one, else
//! by [`qr_code`](crate::qr_code). The photo is not kept.

use hoso_photo::resize::Turn;
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

/// How long further attempts are begun, in milliseconds.
const ENOUGH_MS: f64 = 2_000.0;

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
        Canvas::of(&bitmap, Turn::of(1, 0), qr_code::MAX_SIDE)?
    };
    post.progress(DETECTING, "");
    let text = match detected(&canvas).await {
        Some(text) => text,
        None => {
            let width = usize::try_from(canvas.width()).unwrap_or(0);
            let picture = Grey::from_rgba(width, &canvas.pixels()?);
            drop(canvas);
            let begin = js_sys::Date::now();
            let is_late = || js_sys::Date::now() - begin > ENOUGH_MS;
            qr_code::decode(&picture, is_card, is_late).unwrap_or_default()
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

/// Detects a code with `BarcodeDetector`, which not every browser has. `None` if it has none, fails or
/// finds nothing.
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
    let codes = JsFuture::from(codes.dyn_into::<Promise>().ok()?)
        .await
        .ok()?;
    let codes: Array = codes.dyn_into().ok()?;
    let texts = codes
        .iter()
        .filter_map(|code| field(&code, "rawValue").as_string());
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    let card = texts.iter().find(|text| is_card(text)).or(texts.first());
    card.cloned()
}
