//! End-to-end tests: the built page in a real browser, against the real receiver and its database.
//!
//! One test binary for all modules, because each binary would link the receiver, the WebDriver client
//! and the image codecs again. `cargo test -p hoso-tests exactly_once::` runs one module.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod accessibility;
mod before_hydration;
mod calculators;
mod card_camera;
mod card_scan;
mod clock;
mod delivery_modes;
mod deployments;
mod dossier_versions;
mod draft_owner;
mod drafts;
mod drafts_listed;
mod effort;
mod embedded;
mod embedded_element;
mod embedded_frame;
mod exactly_once;
mod fields;
mod focus;
mod harness;
mod household;
mod input;
mod journeys;
mod language;
mod official_form;
mod offline;
mod outbox;
mod photo_capture;
mod photo_legibility;
mod photo_question;
mod photo_races;
mod photo_uploads;
mod photo_worker;
mod photo_worker_crashes;
mod registrations;
mod resending;
mod review;
mod sending;
mod servers;
mod services;
mod storage_faults;
mod stray_files;
mod two_windows;

#[path = "../../../crates/photo/tests/fixtures/mod.rs"]
mod fixtures;
