//! Support code of the browser tests: Chromium, the real receiver behind a proxy that injects
//! failures, and the actions of a citizen.
//!
//! The code does not depend on how the page is built: it finds controls by the names and sentences
//! that the page promises to the outside, and takes the sentences from `locales/`. No test sleeps;
//! a condition is polled until it holds, or until a deadline fails the test.
//!
//! The tests need `chromedriver`, Chromium and a built page: the folder that `HOSO_DIST` names, or
//! `dist/` of the workspace (`cargo xtask build`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

pub mod axe;
pub mod browser;
pub mod card_photos;
pub mod card_scan;
pub mod embedded_form;
pub mod engine;
pub mod examples;
pub mod locales;
pub mod photo_fields;
pub mod photo_files;
pub mod photo_worker;
pub mod pictures;
pub mod portal;
pub mod process_memory;
pub mod proxy;
pub mod scenario;
pub mod site;
pub mod storage;
pub mod submission;
pub mod web_server;
pub mod wizard;

/// 20 November 2026, 09:00 in Vietnam: the day of the examples, for browser and receiver.
pub const NOW: i64 = 1_795_140_000;
