//! The whole house in a real browser, against the real receiver and its real database.
//!
//! One program for all of it: two dozen would each be linked with the receiver, the browser's
//! driver and the pictures' codecs. `cargo test -p hoso-tests once::` runs one part.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod accessibility;
mod before_the_code;
mod drafts;
mod embedded;
mod harness;
mod household;
mod input;
mod journeys;
mod language;
mod legible;
mod official_form;
mod once;
mod photo_races;
mod photo_step;
mod photo_use;
mod photos;
mod photos_sent;
mod registrations;
mod sending;
mod store;
mod versions;
mod ways;
mod windows;

#[path = "../../../crates/photo/tests/fixtures/mod.rs"]
mod fixtures;
