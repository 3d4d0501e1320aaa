//! What the web worker does with a photo, as far as it needs no browser.
//!
//! This crate decodes no picture and draws none: the browser's own codec does that, in
//! `crates/worker`, for no bytes of code. This crate decides what is around it: what
//! a file is, by its bytes and before anything is decoded ([`probe()`]); how far to shrink it
//! ([`resize`]); whether a person will be able to read it ([`quality`]); and how to take out of a
//! file what its owner does not know is in it ([`strip_metadata()`]). Every function is total:
//! any bytes give an answer.
//!
//! # The protocol of the worker
//!
//! A page asks with `{ id, job: "photo", file: Blob, pdf: bool, rotation: 0 | 90 | 180 | 270 }` or
//! `{ id, job: "official_form", sheet: "<json>" }`. One job runs at a time, the rest waits in order.
//! The worker answers `{ id, progress }` any number of times, `progress` being one of
//! [`READING`], [`SHRINKING`] and [`CHECKING`], then once with `{ id, photo }`, `{ id, official_form }`
//! or `{ id, error }`, where `error` is a [`RejectReason`]. `crates/worker/README.md` has the fields.
//!
//! Every string that reaches a person is one of [`CODES`], and its message is in
//! `locales/`.

mod bytes;
mod codes;
mod digest;
mod exif;
mod gif;
mod head;
mod heif;
mod jpeg;
mod metadata;
mod pdf;
mod pdf_encryption;
mod pdf_values;
mod png;
mod probe;
pub mod quality;
pub mod resize;
mod webp;

pub use codes::{CODES, LARGE, QualityWarning, RejectReason};
pub use digest::sha256;
pub use head::{Head, Kind};
pub use metadata::{strip_metadata, without_orientation};
pub use pdf::pdf;
pub use probe::{FIRST_READ, MAX_FILE, MAX_PDF, MAX_PIXELS, Probe, probe};
pub use quality::alike;

/// Progress: the file is being read and recognised.
pub const READING: &str = "reading";
/// Progress: the picture is being decoded, turned upright and made smaller.
pub const SHRINKING: &str = "shrinking";
/// Progress: the result is being looked at and hashed.
pub const CHECKING: &str = "checking";
