//! The browser's codec and canvas, with memory given back as soon as it can be.

use hoso_photo::resize::{self, Attempt, Turn};
use hoso_photo::{Head, RejectReason};
use js_sys::{ArrayBuffer, Function, Object, Promise, Reflect, TypeError, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, ImageBitmap, ImageBitmapOptions, ImageEncodeOptions,
    ImageOrientation, OffscreenCanvas, OffscreenCanvasRenderingContext2d, ResizeQuality,
};

use crate::answer::{field, set};

/// The bytes of a part of a file.
///
/// # Errors
/// [`RejectReason::Broken`] when the file can no longer be read: it was deleted or changed.
pub(crate) async fn read(file: &Blob, from: u64, to: u64) -> Result<Vec<u8>, RejectReason> {
    let part = file.slice_with_f64_and_f64(from as f64, to as f64);
    let buffer = part.map_err(|_| RejectReason::Broken)?.array_buffer();
    let buffer = JsFuture::from(buffer)
        .await
        .map_err(|_| RejectReason::Broken)?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}

/// A decoded picture; its memory is given back with the value.
pub(crate) struct Bitmap(ImageBitmap);

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Bitmap {
    /// Decodes a file once, upright, and not larger than it is going to be.
    ///
    /// Only the width is asked for: should a browser see another orientation than the header
    /// told, the picture keeps its proportions, and the canvas makes it as small as it must be.
    ///
    /// # Errors
    /// The code for a file that this browser cannot decode, or [`RejectReason::Cannot`] where it
    /// lacks the means.
    pub(crate) async fn decode(file: &Blob, head: &Head) -> Result<Self, RejectReason> {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let there = |name| field(&scope, name).is_instance_of::<Function>();
        if !there("createImageBitmap") || !there("OffscreenCanvas") {
            return Err(RejectReason::Cannot);
        }
        let options = ImageBitmapOptions::new();
        options.set_image_orientation(ImageOrientation::FromImage);
        let (width, height) = head.upright();
        let (fitted, _) = resize::fit(width, height, resize::MAX_SIDE);
        if fitted < width {
            options.set_resize_width(fitted);
            options.set_resize_quality(ResizeQuality::High);
        }
        let bitmap = scope
            .create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)
            .map_err(|_| RejectReason::Cannot)?;
        let mut bitmap = JsFuture::from(bitmap).await;
        // Browsers that do not know the word "from-image" refuse the options, and turn a photo
        // upright without being asked.
        if bitmap
            .as_ref()
            .is_err_and(JsCast::is_instance_of::<TypeError>)
        {
            let plain = scope.create_image_bitmap_with_blob(file);
            bitmap = JsFuture::from(plain.map_err(|_| RejectReason::Cannot)?).await;
        }
        bitmap
            .map(|bitmap| Self(bitmap.unchecked_into()))
            .map_err(|_| head.kind.undecodable())
    }
}

/// A canvas in ordinary memory; the memory is given back with the value.
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
    /// A white canvas, so that what is transparent does not turn black in a JPEG.
    fn new((width, height): (u32, u32)) -> Result<Self, RejectReason> {
        let cannot = |_| RejectReason::Cannot;
        let canvas = OffscreenCanvas::new(width, height).map_err(cannot)?;
        let options = Object::new();
        // Pixels are read back: memory of a graphics card would only be a detour.
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

    /// The picture put upright, with its longest side at most `longest`.
    pub(crate) fn of(bitmap: &Bitmap, turn: Turn, longest: u32) -> Result<Self, RejectReason> {
        let (width, height) = (bitmap.0.width(), bitmap.0.height());
        let (width, height) = resize::fit(width, height, longest);
        let lying = turn.quarters % 2 == 1;
        let canvas = Self::new(if lying {
            (height, width)
        } else {
            (width, height)
        })?;
        let (across, down) = (f64::from(width), f64::from(height));
        let context = &canvas.context;
        let turned = match turn.quarters {
            1 => context.set_transform(0.0, 1.0, -1.0, 0.0, down, 0.0),
            2 => context.set_transform(-1.0, 0.0, 0.0, -1.0, across, down),
            3 => context.set_transform(0.0, -1.0, 1.0, 0.0, 0.0, across),
            _ => Ok(()),
        };
        turned
            .and_then(|()| match turn.mirrored {
                true => context.transform(-1.0, 0.0, 0.0, 1.0, across, 0.0),
                false => Ok(()),
            })
            .and_then(|()| {
                context
                    .draw_image_with_image_bitmap_and_dw_and_dh(&bitmap.0, 0.0, 0.0, across, down)
            })
            .map_err(|_| RejectReason::Cannot)?;
        Ok(canvas)
    }

    /// A smaller copy.
    pub(crate) fn smaller(&self, longest: u32) -> Result<Self, RejectReason> {
        let (width, height) = resize::fit(self.width(), self.height(), longest);
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

    /// The pixels, four bytes each.
    pub(crate) fn pixels(&self) -> Result<Vec<u8>, RejectReason> {
        let (width, height) = (self.width(), self.height());
        self.context
            .get_image_data(0.0, 0.0, width.into(), height.into())
            .map(|data| data.data().0)
            .map_err(|_| RejectReason::Cannot)
    }

    async fn packed(&self, quality: u8) -> Result<Vec<u8>, RejectReason> {
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
        // A browser that cannot write JPEG gives PNG without a word.
        if blob.type_() != "image/jpeg" {
            return Err(RejectReason::Cannot);
        }
        let bytes = read(&blob, 0, blob.size() as u64)
            .await
            .map_err(|_| RejectReason::Cannot)?;
        // Some browsers write an Exif block of their own. Nothing but the picture travels.
        hoso_photo::strip(&bytes).map_err(|_| RejectReason::Cannot)
    }

    /// The JPEG, packed harder and made smaller until it is light enough; and what of it the
    /// canvas had to give up, as the canvas that was packed in the end, if not this one.
    pub(crate) async fn jpeg(&self, first: Attempt) -> Result<Jpeg, RejectReason> {
        let mut attempt = first;
        let mut other: Option<Self> = None;
        loop {
            let canvas = other.as_ref().unwrap_or(self);
            let bytes = canvas.packed(attempt.quality).await?;
            let Some(next) = attempt.after(bytes.len()) else {
                return Ok(Jpeg {
                    width: canvas.width(),
                    height: canvas.height(),
                    bytes,
                });
            };
            if next.max_side < attempt.max_side {
                other = Some(self.smaller(next.max_side)?);
            }
            attempt = next;
        }
    }
}

/// A packed picture.
pub(crate) struct Jpeg {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
}
