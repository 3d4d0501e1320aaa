//! What the web worker does with a photo, as far as it can be said without a browser.
//!
//! This crate decodes no picture and draws none: the browser's own codec does that, in
//! `crates/worker`, for no bytes of code. Here stands what has to be decided around it: what
//! a file is, by its bytes and before anything is decoded ([`look()`]); how far to shrink it
//! ([`plan`]); whether a person will be able to read it ([`gate`]); and how to take out of a
//! file what its owner does not know is in it ([`strip()`]). Every function is total:
//! any bytes give an answer.
//!
//! # The protocol of the worker
//!
//! A page asks with `{ id, job: "photo", file: Blob, pdf: bool, turn: 0 | 90 | 180 | 270 }` or
//! `{ id, job: "paper", sheet: "<json>" }`. One job runs at a time, the rest waits in order.
//! The worker answers `{ id, progress }` any number of times, `progress` being one of
//! [`READING`], [`SHRINKING`] and [`CHECKING`], then once with `{ id, photo }`, `{ id, paper }`
//! or `{ id, error }`, where `error` is a [`Code`]. `crates/worker/README.md` has the fields.
//!
//! Every string that reaches a person is one of [`CODES`], and its sentence stands in
//! `locales/`.

mod bytes;
mod code;
mod digest;
mod exif;
pub mod gate;
mod gif;
mod head;
mod heif;
mod jpeg;
mod look;
mod pdf;
pub mod plan;
mod png;
mod strip;
mod webp;

pub use code::{CODES, Code, Doubt, LARGE};
pub use digest::sha256;
pub use gate::alike;
pub use head::{Head, Kind};
pub use look::{FIRST_READ, Look, MAX_FILE, MAX_PDF, MAX_PIXELS, look};
pub use pdf::pdf;
pub use strip::{lying, strip};

/// Progress: the file is being read and recognised.
pub const READING: &str = "reading";
/// Progress: the picture is being decoded, turned upright and made smaller.
pub const SHRINKING: &str = "shrinking";
/// Progress: the result is being looked at and hashed.
pub const CHECKING: &str = "checking";
