//! The browser's image codec and canvas. Memory is released as early as possible.

use hoso_photo::resize::{self, Attempt, Rotation};
use hoso_photo::{Head, RejectReason};
use js_sys::{ArrayBuffer, Function, Object, Promise, Reflect, TypeError, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, ImageBitmap, ImageBitmapOptions, ImageEncodeOptions,
    ImageOrientation, OffscreenCanvas, OffscreenCanvasRenderingContext2d, ResizeQuality,
};

use crate::answer::{field, set};

/// Reads a part of a file.
///
/// # Errors
/// [`RejectReason::Broken`] if the file was deleted or changed.
pub(crate) async fn read(file: &Blob, from: u64, to: u64) -> Result<Vec<u8>, RejectReason> {
    let part = file.slice_with_f64_and_f64(from as f64, to as f64);
    let buffer = part.map_err(|_| RejectReason::Broken)?.array_buffer();
    let buffer = JsFuture::from(buffer)
        .await
        .map_err(|_| RejectReason::Broken)?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}

/// A decoded picture. Dropping it releases its memory.
pub(crate) struct Bitmap(ImageBitmap);

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Bitmap {
    /// Wraps a bitmap from a message. Only the page sends messages.
    pub(crate) fn received(picture: JsValue) -> Self {
        Self(picture.unchecked_into())
    }

    /// Decodes a file upright, with at most `max_side` pixels on the longer side.
    ///
    /// Only the width is passed, so the aspect ratio is preserved even if the browser detects another
    /// orientation than the header; the canvas then reduces the picture further.
    ///
    /// # Errors
    /// The code for a file that this browser cannot decode, or [`RejectReason::Cannot`] if the browser
    /// lacks an API.
    pub(crate) async fn decode(
        file: &Blob,
        head: &Head,
        max_side: u32,
    ) -> Result<Self, RejectReason> {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let is_available = |name| field(&scope, name).is_instance_of::<Function>();
        if !is_available("createImageBitmap") || !is_available("OffscreenCanvas") {
            return Err(RejectReason::Cannot);
        }
        let options = ImageBitmapOptions::new();
        options.set_image_orientation(ImageOrientation::FromImage);
        let (width, height) = head.upright();
        let (fitted, _) = resize::fit(width, height, max_side);
        if fitted < width {
            options.set_resize_width(fitted);
            options.set_resize_quality(ResizeQuality::High);
        }
        let bitmap = scope
            .create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)
            .map_err(|_| RejectReason::Cannot)?;
        let mut bitmap = JsFuture::from(bitmap).await;
        // Browsers without "from-image" throw for these options, and apply the orientation by
        // default.
        if bitmap
            .as_ref()
            .is_err_and(JsCast::is_instance_of::<TypeError>)
        {
            let without_options = scope.create_image_bitmap_with_blob(file);
            bitmap = JsFuture::from(without_options.map_err(|_| RejectReason::Cannot)?).await;
        }
        bitmap
            .map(|bitmap| Self(bitmap.unchecked_into()))
            .map_err(|_| head.kind.undecodable())
    }
}

/// A canvas in main memory. Dropping it releases its memory.
pub(crate) struct Canvas {
    canvas: OffscreenCanvas,
    context: OffscreenCanvasRenderingContext2d,
}

impl Drop for Canvas {
    fn drop(&mut self) {
        self.canvas.set_width(0);
        self.canvas.set_height(0);
    }
}

impl Canvas {
    /// Creates a white canvas, so that transparent pixels do not become black in the JPEG.
    fn new((width, height): (u32, u32)) -> Result<Self, RejectReason> {
        let cannot = |_| RejectReason::Cannot;
        let canvas = OffscreenCanvas::new(width, height).map_err(cannot)?;
        let options = Object::new();
        // Pixels are read back, so GPU memory would be slower.
        set(&options, "willReadFrequently", true);
        set(&options, "alpha", false);
        let context = canvas.get_context_with_context_options("2d", &options);
        let context = context.map_err(cannot)?.ok_or(RejectReason::Cannot)?;
        let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
        let name = JsValue::from_str("imageSmoothingQuality");
        let _ = Reflect::set(&context, &name, &JsValue::from_str("high"));
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, width.into(), height.into());
        Ok(Self { canvas, context })
    }

    /// Draws the picture upright, with its longer side at most `max_side`.
    pub(crate) fn of(bitmap: &Bitmap, turn: Rotation, max_side: u32) -> Result<Self, RejectReason> {
        let (width, height) = (bitmap.0.width(), bitmap.0.height());
        let (width, height) = resize::fit(width, height, max_side);
        let is_sideways = turn.quarter_turns % 2 == 1;
        let canvas = Self::new(if is_sideways {
            (height, width)
        } else {
            (width, height)
        })?;
        let (drawn_width, drawn_height) = (f64::from(width), f64::from(height));
        let context = &canvas.context;
        let transformed = match turn.quarter_turns {
            1 => context.set_transform(0.0, 1.0, -1.0, 0.0, drawn_height, 0.0),
            2 => context.set_transform(-1.0, 0.0, 0.0, -1.0, drawn_width, drawn_height),
            3 => context.set_transform(0.0, -1.0, 1.0, 0.0, 0.0, drawn_width),
            _ => Ok(()),
        };
        transformed
            .and_then(|()| match turn.mirrored {
                true => context.transform(-1.0, 0.0, 0.0, 1.0, drawn_width, 0.0),
                false => Ok(()),
            })
            .and_then(|()| {
                context.draw_image_with_image_bitmap_and_dw_and_dh(
                    &bitmap.0,
                    0.0,
                    0.0,
                    drawn_width,
                    drawn_height,
                )
            })
            .map_err(|_| RejectReason::Cannot)?;
        Ok(canvas)
    }

    /// Returns a copy with the longer side at most `max_side`.
    pub(crate) fn smaller(&self, max_side: u32) -> Result<Self, RejectReason> {
        let (width, height) = resize::fit(self.width(), self.height(), max_side);
        let copy = Self::new((width, height))?;
        copy.context
            .draw_image_with_offscreen_canvas_and_dw_and_dh(
                &self.canvas,
                0.0,
                0.0,
                width.into(),
                height.into(),
            )
            .map_err(|_| RejectReason::Cannot)?;
        Ok(copy)
    }

    pub(crate) fn width(&self) -> u32 {
        self.canvas.width()
    }

    pub(crate) fn height(&self) -> u32 {
        self.canvas.height()
    }

    /// Returns the canvas itself, for a function of the browser.
    pub(crate) fn element(&self) -> &OffscreenCanvas {
        &self.canvas
    }

    /// Returns the pixels, four bytes each.
    pub(crate) fn pixels(&self) -> Result<Vec<u8>, RejectReason> {
        let (width, height) = (self.width(), self.height());
        self.context
            .get_image_data(0.0, 0.0, width.into(), height.into())
            .map(|data| data.data().0)
            .map_err(|_| RejectReason::Cannot)
    }

    async fn encoded(&self, quality: u8) -> Result<Vec<u8>, RejectReason> {
        let options = ImageEncodeOptions::new();
        options.set_type("image/jpeg");
        options.set_quality(f64::from(quality) / 100.0);
        let blob: Promise = self
            .canvas
            .convert_to_blob_with_options(&options)
            .map_err(|_| RejectReason::Cannot)?
            .unchecked_into();
        let blob = JsFuture::from(blob)
            .await
            .map_err(|_| RejectReason::Cannot)?;
        let blob: Blob = blob.unchecked_into();
        // A browser that cannot encode JPEG returns PNG without an error.
        if blob.type_() != "image/jpeg" {
            return Err(RejectReason::Cannot);
        }
        let bytes = read(&blob, 0, blob.size() as u64)
            .await
            .map_err(|_| RejectReason::Cannot)?;
        // Some browsers add Exif data; only the picture is sent.
        hoso_photo::strip_metadata(&bytes).map_err(|_| RejectReason::Cannot)
    }

    /// Encodes as JPEG, with lower quality and then a smaller size until the file is small enough.
    pub(crate) async fn jpeg(&self, first: Attempt) -> Result<Jpeg, RejectReason> {
        let mut attempt = first;
        let mut reduced: Option<Self> = None;
        loop {
            let canvas = reduced.as_ref().unwrap_or(self);
            let bytes = canvas.encoded(attempt.quality).await?;
            let Some(next) = attempt.after(bytes.len()) else {
                return Ok(Jpeg {
                    width: canvas.width(),
                    height: canvas.height(),
                    bytes,
                });
            };
            if next.max_side < attempt.max_side {
                reduced = Some(self.smaller(next.max_side)?);
            }
            attempt = next;
        }
    }
}

/// An encoded picture.
pub(crate) struct Jpeg {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
}
