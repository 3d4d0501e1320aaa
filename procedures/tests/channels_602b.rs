//! Where the declarant of 602b can go besides this page, and what the receiver can do for it:
//! R-KH-10, R-602-4, -5, -25 and -26.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod dossiers;

use std::fs;
use std::path::Path;

use dossiers::*;

#[test]
fn r_602_4_vssid_is_a_next_step() {
    for name in [
        "ok-golden-1-first-no-number",
        "ok-case-b",
        "ok-case-f",
        "ok-case-n",
    ] {
        assert!(next_codes(&example(name)).contains(&"next.vssid"), "{name}");
    }
}

#[test]
fn r_602_5_the_province_site_is_named_to_a_new_participant() {
    for (name, told) in [
        ("ok-golden-1-first-no-number", true),
        ("ok-case-b", true),
        ("ok-case-c", false),
        ("ok-case-d", false),
        ("ok-case-n", false),
    ] {
        assert_eq!(
            next_codes(&example(name)).contains(&"elsewhere.province_site"),
            told,
            "{name}"
        );
    }
}

#[test]
fn r_kh_10_office_and_collection_agent_are_named() {
    assert!(next_codes(&example("ok-case-b")).contains(&"elsewhere.office"));
}

/// R-KH-9 names the same portals.
#[test]
fn r_602_25_the_portals_are_named_and_the_answers_can_be_copied() {
    let definition = procedure().definition;
    let left_out = definition.copy_sheet.unwrap();
    assert!(left_out.contains(&"identity_paper") && !left_out.contains(&"request_text"));
    assert!(!definition.finished_on_portal);
    assert!(
        definition
            .after_submission_field("dossier_number")
            .is_some()
    );
    assert!(next_codes(&example("ok-case-c")).contains(&"elsewhere.portals"));
    assert!(!next_codes(&example("ok-case-n")).contains(&"elsewhere.portals"));
    let vi = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/vi.toml"))
        .unwrap();
    let line = vi
        .lines()
        .find(|line| line.starts_with("\"elsewhere.portals\""))
        .unwrap();
    for portal in [
        "dichvucong.baohiemxahoi.gov.vn",
        "dichvucong.gov.vn",
        "của tỉnh",
    ] {
        assert!(line.contains(portal), "{portal}");
    }
}

/// What the contact step says follows from the receiver and the request.
#[test]
fn r_602_26_only_a_receiver_that_can_call_promises_a_call() {
    let definition = procedure().definition;
    let step = |id: &str| definition.steps.iter().find(|step| step.id == id).unwrap();
    let contact = |receiver, case: &str| step("contact").hint_for(receiver, &only(case));
    assert!(contact(".bhxh", "return").contains("sẽ gọi"));
    for receiver in [".relay", ".file", ".trial"] {
        assert!(
            !contact(receiver, "return").contains("sẽ gọi"),
            "{receiver}"
        );
    }
    assert!(contact(".trial", "return").contains("không có ai gọi"));
    for receiver in [".bhxh", ".relay", ".file", ".trial"] {
        assert!(contact(receiver, "continue").contains("nội dung chuyển khoản"));
    }
    let participant = |case: &str| step("participant").hint_for(".bhxh", &only(case));
    assert!(participant("identity_change").contains("dữ liệu BHXH đang có"));
    assert!(!participant("return").contains("dữ liệu BHXH đang có"));
}
