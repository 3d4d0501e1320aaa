//! One photo or PDF: recognised, upright, small, without metadata, with advice.

use hoso_photo::quality::{self, Luma};
use hoso_photo::resize::{self, Attempt, Turn};
use hoso_photo::{
    CHECKING, FIRST_READ, Head, Kind, LARGE, Probe, READING, RejectReason, SHRINKING,
};
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use crate::answer::{Answer, Post, buffer, field, set};
use crate::canvas::{Bitmap, Canvas, Jpeg, read};

/// How much of the file is read to find its end, at first and then at a time.
const TAIL: u64 = 1 << 12;
const STRIDE: u64 = 1 << 20;

/// Does the job `photo`.
///
/// # Errors
/// The code of the message for the person.
pub(crate) async fn run(message: &JsValue, post: &Post) -> Result<Answer, RejectReason> {
    let file: Blob = field(message, "file")
        .dyn_into()
        .map_err(|_| RejectReason::Cannot)?;
    let quarters = match field(message, "turn").as_f64() {
        Some(90.0) => 1,
        Some(180.0) => 2,
        Some(270.0) => 3,
        _ => 0,
    };
    post.progress(READING, "");
    let size = file.size() as u64;
    let head = head(&file, size).await?;
    if head.kind == Kind::Pdf {
        return if field(message, "pdf").is_truthy() {
            pdf(&file, size, post).await
        } else {
            Err(RejectReason::PdfHere)
        };
    }
    whole(&file, &head, size).await?;
    let large = head.width.max(head.height) > resize::MAX_SIDE || size > resize::MAX_BYTES as u64;
    let note = if large { LARGE } else { "" };
    post.progress(SHRINKING, note);
    let canvas = {
        let (file, orientation) = hidden(&file, &head, size).await?;
        let bitmap = Bitmap::decode(&file, &head).await?;
        Canvas::of(&bitmap, Turn::of(orientation, quarters), resize::MAX_SIDE)?
    };
    let photo = canvas.jpeg(Attempt::photo()).await?;
    post.progress(CHECKING, "");
    let looked = canvas.smaller(resize::QUALITY_SIDE)?;
    drop(canvas);
    let thumb = looked
        .smaller(resize::THUMB_SIDE)?
        .jpeg(Attempt::thumb())
        .await?;
    let grey = quality::luma(&looked.pixels()?);
    let width = usize::try_from(looked.width()).unwrap_or(0);
    drop(looked);
    let grey = Luma::new(width, &grey);
    let seen = Seen {
        doubts: quality::warnings(&grey, (head.width, head.height))
            .iter()
            .map(|doubt| JsValue::from_str(doubt.as_str()))
            .collect(),
        fingerprint: quality::to_hex(quality::fingerprint(&grey)),
        note,
    };
    Ok(answer(&photo, "image/jpeg", &thumb.bytes, &seen))
}

/// The header, read with as few bytes as it takes.
async fn head(file: &Blob, size: u64) -> Result<Head, RejectReason> {
    let mut upto = FIRST_READ;
    loop {
        let start = read(file, 0, upto.min(size)).await?;
        match hoso_photo::probe(&start, size)? {
            Probe::Head(head) => return Ok(head),
            Probe::More => upto = upto.saturating_mul(16),
        }
    }
}

/// The file to decode, and how its picture must be turned after that. Browsers turn every kind
/// upright but WebP, which some do and some do not; there the orientation is hidden from them.
async fn hidden(file: &Blob, head: &Head, size: u64) -> Result<(Blob, u8), RejectReason> {
    if head.kind == Kind::WebP {
        let bytes = read(file, 0, size).await?;
        // What this reader does not understand may still be a picture to the browser.
        if let Ok((lying, orientation)) = hoso_photo::without_orientation(&bytes) {
            let parts = Array::of1(&Uint8Array::from(lying.as_slice()));
            let lying =
                Blob::new_with_u8_array_sequence(&parts).map_err(|_| RejectReason::Cannot)?;
            return Ok((lying, orientation));
        }
    }
    Ok((file.clone(), 1))
}

/// Refuses a picture whose end is missing, since a codec would fill it with grey.
async fn whole(file: &Blob, head: &Head, size: u64) -> Result<(), RejectReason> {
    let Some(mark) = head.kind.end_mark() else {
        return Ok(());
    };
    let overlap = mark.len() as u64;
    // Nearly always at the very end; only a photo with a film behind it is read through.
    let mut to = size;
    let mut stride = TAIL;
    loop {
        let from = to.saturating_sub(stride).max(head.body);
        let part = read(file, from, to).await?;
        if part.windows(mark.len()).any(|here| here == mark) {
            return Ok(());
        }
        if from <= head.body {
            return Err(RejectReason::Broken);
        }
        to = from + overlap;
        stride = STRIDE;
    }
}

/// Returns a PDF unchanged.
async fn pdf(file: &Blob, size: u64, post: &Post) -> Result<Answer, RejectReason> {
    let bytes = read(file, 0, size).await?;
    post.progress(CHECKING, "");
    hoso_photo::pdf(&bytes)?;
    let file = Jpeg {
        width: 0,
        height: 0,
        bytes,
    };
    let nothing = Seen {
        doubts: Array::new(),
        fingerprint: String::new(),
        note: "",
    };
    Ok(answer(&file, "application/pdf", &[], &nothing))
}

/// What the quality check found in a picture.
struct Seen {
    doubts: Array,
    fingerprint: String,
    note: &'static str,
}

fn answer(file: &Jpeg, media_type: &str, thumb: &[u8], seen: &Seen) -> Answer {
    let handed = Array::new();
    let photo = Object::new();
    set(&photo, "bytes", buffer(&file.bytes, &handed));
    set(&photo, "media_type", media_type);
    set(&photo, "sha256", hoso_photo::sha256(&file.bytes));
    set(&photo, "size", file.bytes.len() as f64);
    set(&photo, "width", file.width);
    set(&photo, "height", file.height);
    set(&photo, "thumb", buffer(thumb, &handed));
    set(&photo, "doubts", &seen.doubts);
    set(&photo, "look", seen.fingerprint.as_str());
    set(&photo, "note", seen.note);
    Answer {
        name: "photo",
        content: photo.into(),
        handed,
    }
}
