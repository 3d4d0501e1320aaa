//! Processes one photo or PDF: detects its type, rotates and reduces it, removes the metadata, and
//! checks its quality.

use hoso_photo::quality::{self, Luma};
use hoso_photo::resize::{self, Attempt, Rotation};
use hoso_photo::{
    CHECKING, FIRST_READ, Head, Kind, LARGE, Probe, READING, RejectReason, SHRINKING,
};
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use crate::answer::{Answer, Post, buffer, field, set};
use crate::canvas::{Bitmap, Canvas, Jpeg, read};

/// How many bytes are read at a time to find the end mark: the first time, and then.
const TAIL: u64 = 1 << 12;
const STRIDE: u64 = 1 << 20;

/// Runs the job `photo`.
///
/// # Errors
/// The code of the message for the person.
pub(crate) async fn run(message: &JsValue, post: &Post) -> Result<Answer, RejectReason> {
    let file: Blob = field(message, "file")
        .dyn_into()
        .map_err(|_| RejectReason::Cannot)?;
    let quarter_turns = match field(message, "rotation").as_f64() {
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
    check_complete(&file, &head, size).await?;
    let large = head.width.max(head.height) > resize::MAX_SIDE || size > resize::MAX_BYTES as u64;
    let note = if large { LARGE } else { "" };
    post.progress(SHRINKING, note);
    let canvas = {
        let (file, orientation) = without_orientation(&file, &head, size).await?;
        let bitmap = Bitmap::decode(&file, &head, resize::MAX_SIDE).await?;
        Canvas::of(
            &bitmap,
            Rotation::of(orientation, quarter_turns),
            resize::MAX_SIDE,
        )?
    };
    let photo = canvas.jpeg(Attempt::photo()).await?;
    post.progress(CHECKING, "");
    let sample = canvas.smaller(resize::QUALITY_SIDE)?;
    drop(canvas);
    let thumb = sample
        .smaller(resize::THUMB_SIDE)?
        .jpeg(Attempt::thumb())
        .await?;
    let grey = quality::luma(&sample.pixels()?);
    let width = usize::try_from(sample.width()).unwrap_or(0);
    drop(sample);
    let grey = Luma::new(width, &grey);
    let quality = Quality {
        warnings: quality::warnings(&grey, (head.width, head.height))
            .iter()
            .map(|warning| JsValue::from_str(warning.as_str()))
            .collect(),
        fingerprint: quality::to_hex(quality::fingerprint(&grey)),
        note,
    };
    Ok(answer(&photo, "image/jpeg", &thumb.bytes, &quality))
}

/// Reads the header with as few bytes as possible.
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

/// Returns the file to decode, and the orientation to apply afterwards.
///
/// Browsers apply the orientation of every file type except WebP, where some do and some do not. So it
/// is removed from WebP files and applied here.
async fn without_orientation(
    file: &Blob,
    head: &Head,
    size: u64,
) -> Result<(Blob, u8), RejectReason> {
    if head.kind == Kind::WebP {
        let bytes = read(file, 0, size).await?;
        // A file that this parser rejects may still be decoded by the browser.
        if let Ok((stripped, orientation)) = hoso_photo::without_orientation(&bytes) {
            let parts = Array::of1(&Uint8Array::from(stripped.as_slice()));
            let stripped =
                Blob::new_with_u8_array_sequence(&parts).map_err(|_| RejectReason::Cannot)?;
            return Ok((stripped, orientation));
        }
    }
    Ok((file.clone(), 1))
}

/// Rejects a picture whose end is missing, because a codec would fill the rest with grey.
async fn check_complete(file: &Blob, head: &Head, size: u64) -> Result<(), RejectReason> {
    let Some(mark) = head.kind.end_mark() else {
        return Ok(());
    };
    let overlap = mark.len() as u64;
    // The mark is nearly always at the end; only a photo followed by a video is searched completely.
    let mut to = size;
    let mut stride = TAIL;
    loop {
        let from = to.saturating_sub(stride).max(head.body);
        let part = read(file, from, to).await?;
        if part.windows(mark.len()).any(|window| window == mark) {
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
    let unchecked = Quality {
        warnings: Array::new(),
        fingerprint: String::new(),
        note: "",
    };
    Ok(answer(&file, "application/pdf", &[], &unchecked))
}

/// The result of the quality check.
struct Quality {
    warnings: Array,
    fingerprint: String,
    note: &'static str,
}

fn answer(file: &Jpeg, media_type: &str, thumb: &[u8], quality: &Quality) -> Answer {
    let transfer = Array::new();
    let photo = Object::new();
    set(&photo, "bytes", buffer(&file.bytes, &transfer));
    set(&photo, "media_type", media_type);
    set(&photo, "sha256", hoso_photo::sha256(&file.bytes));
    set(&photo, "size", file.bytes.len() as f64);
    set(&photo, "width", file.width);
    set(&photo, "height", file.height);
    set(&photo, "thumb", buffer(thumb, &transfer));
    set(&photo, "quality_warnings", &quality.warnings);
    set(&photo, "fingerprint", quality.fingerprint.as_str());
    set(&photo, "note", quality.note);
    Answer {
        name: "photo",
        content: photo.into(),
        transfer,
    }
}
