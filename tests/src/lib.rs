//! What the browser tests stand on: Chromium, the real receiver behind a line
//! that can be told to fail, and a person who fills in the wizard.
//!
//! Nothing here knows how the page is built: controls are found by the names and
//! words that the page promises to the outside. Nothing waits for a length of
//! time; a condition is polled until it holds, or until a deadline fails the test.
//!
//! The tests need `chromedriver` and Chromium, and a built page: `HOSO_DIST` names its
//! folder, else `dist/` of the workspace is taken (`cargo xtask build`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

pub mod album;
pub mod axe;
pub mod browser;
pub mod disk;
pub mod examples;
pub mod line;
pub mod memory;
pub mod pictures;
pub mod post;
pub mod site;
pub mod wizard;
pub mod worker;

/// 20 November 2026, nine in the morning in Vietnam: the day of the examples, for
/// the browser and for the receiver.
pub const NOW: i64 = 1_795_140_000;
