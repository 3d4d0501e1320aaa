//! Files, one by one and in one form with the dossier.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use hoso_dossier::Value;
use hoso_dossier::wire::{Envelope, Receipt, sha256_hex};
use hoso_receiver::{DamagedFile, Error, ScrubReport};
use support::{
    FORM, PDF, PORTRAIT, Part, Receiver, attachment, call, form, id, post_form as post, under18,
};

/// A dossier with one file, which its answers name.
fn with_file(n: u64) -> Envelope {
    under18(n, &[("birth_certificate", PDF)])
}

#[test]
fn ok_a_file_may_be_sent_again() {
    let receiver = Receiver::start();
    let first = receiver.put(PDF);
    assert_eq!(
        (first.status, first.text("sha256"), first.text("media_type")),
        (201, sha256_hex(PDF), "application/pdf".into())
    );
    let again = receiver.put(PDF);
    assert_eq!((again.status, again.body), (200, first.body));
    assert_eq!(receiver.rows(), [0, 1, 0]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (1, 0)
    );
}

/// A header of two full segments, as wide-gamut photos have.
#[test]
fn ok_a_picture_with_a_long_header() {
    let receiver = Receiver::start();
    let segment = [&b"\xff\xe2\xff\xff"[..], &[7; 65_533]].concat();
    let file = [&PORTRAIT[..2], &segment.repeat(2), &PORTRAIT[2..]].concat();
    let sent = receiver.put(&file);
    assert_eq!(
        (sent.status, sent.text("media_type")),
        (201, "image/jpeg".into())
    );
}

#[test]
fn ok_a_dossier_with_a_file() {
    let receiver = Receiver::start();
    receiver.put(PDF);
    let envelope = with_file(1);
    let receipt = Receipt::parse(&receiver.send(&envelope).json()).unwrap();
    assert!(receipt.proves(
        &envelope.digest(),
        &envelope.dossier_id,
        &envelope.attachments
    ));
    assert_eq!(receiver.rows(), [1, 1, 1]);
    assert_eq!(receiver.stored(), envelope.canonical());
    let kept = receiver
        .folder
        .path()
        .join("data/attachments")
        .join(sha256_hex(PDF));
    assert_eq!(std::fs::read(kept).unwrap(), PDF);
}

#[test]
fn err_a_dossier_whose_file_is_not_there() {
    let receiver = Receiver::start();
    let envelope = with_file(1);
    receiver
        .send(&envelope)
        .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
    assert_eq!(receiver.rows(), [0, 0, 0]);
    receiver.put(PDF);
    let mut wrong = envelope.clone();
    wrong.attachments[0].size += 1;
    wrong.attachments[0].media_type = "image/png".to_owned();
    receiver.send(&wrong).refuses(
        422,
        &[
            "attachments.0.size attachment.size",
            "attachments.0.media_type attachment.media_type",
        ],
    );
    let mut odd = envelope.clone();
    odd.attachments.push(attachment("../photo", PDF));
    receiver
        .send(&odd)
        .refuses(422, &["attachments.1.field attachment.field"]);
    assert_eq!(receiver.rows(), [0, 1, 0]);
    assert_eq!(receiver.send(&envelope).status, 201);
}

#[test]
fn err_files() {
    let receiver = Receiver::limited(|limits| limits.attachment_bytes = 100);
    let put = |name: &str, headers: &[(&str, &str)], bytes: &[u8]| {
        call(
            receiver.address,
            "PUT",
            &format!("/api/attachments/{name}"),
            headers,
            bytes,
        )
    };
    let hash = sha256_hex(PDF);
    put("%ff", &[], PDF).refuses(400, &["sha256 attachment.hash_shape"]);
    put("abc", &[], PDF).refuses(400, &["sha256 attachment.hash_shape"]);
    put(&hash.to_uppercase(), &[], PDF).refuses(400, &["sha256 attachment.hash_shape"]);
    put(&"0".repeat(64), &[], PDF).refuses(422, &["body attachment.hash"]);
    put(&sha256_hex(b"<html>"), &[], b"<html>").refuses(415, &["body media_type.unknown"]);
    put(&sha256_hex(b""), &[], b"").refuses(415, &["body media_type.unknown"]);
    // How a JPEG begins is not a JPEG.
    for begin in [&b"\xff\xd8\xff"[..], &PORTRAIT[..17]] {
        put(&sha256_hex(begin), &[], begin).refuses(415, &["body media_type.unknown"]);
    }
    put(&hash, &[("Content-Type", "text/html")], PDF).refuses(415, &["body media_type.unknown"]);
    put(&hash, &[("Content-Type", "image/png")], PDF).refuses(415, &["body media_type.unknown"]);
    let large = [PDF, &[0; 100]].concat();
    put(&sha256_hex(&large), &[], &large).refuses(413, &["body body.too_large"]);
    assert_eq!(receiver.rows(), [0, 0, 0]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (0, 0)
    );
    assert_eq!(
        put(&hash, &[("Content-Type", "application/pdf")], PDF).status,
        201
    );
}

#[test]
fn ok_a_flood_of_files_stops_nobody() {
    let receiver = Receiver::limited(|limits| limits.unclaimed_bytes = PDF.len() as u64 + 1);
    assert_eq!(receiver.put(PDF).status, 201);
    // The flood: the oldest file that no dossier names gives way.
    for n in 0..10 {
        assert_eq!(
            receiver.put(&[b"%PDF-flood", &[n][..]].concat()).status,
            201
        );
    }
    assert_eq!(receiver.files_in("attachments"), 1);
    // The response names the evicted file, so that the page uploads it again.
    receiver
        .send(&with_file(1))
        .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
    assert_eq!(receiver.put(PDF).status, 201);
    assert_eq!(receiver.send(&with_file(1)).status, 201);
    // Claimed, the file no longer counts and is not removed.
    for n in 0..10 {
        assert_eq!(
            receiver.put(&[b"%PDF-flood", &[n][..]].concat()).status,
            201
        );
    }
    assert_eq!(receiver.rows(), [1, 2, 1]);
    assert_eq!(receiver.put(PDF).status, 200);
}

#[test]
fn err_a_file_larger_than_the_room_for_unclaimed_files() {
    let receiver = Receiver::limited(|limits| limits.unclaimed_bytes = PDF.len() as u64);
    assert_eq!(receiver.put(PDF).status, 201);
    let other = [PDF, b"!"].concat();
    receiver.put(&other).refuses(503, &["server server.full"]);
    // Nothing was removed for it.
    assert_eq!(receiver.put(PDF).status, 200);
    // Claimed, the first no longer counts.
    assert_eq!(receiver.send(&with_file(1)).status, 201);
    let short = &PDF[..PDF.len() - 1];
    assert_eq!(receiver.put(short).status, 201);
}

/// Deletes, truncates and alters a stored file, and calls `check` after each with the name of the damage.
fn damages(check: impl Fn(&str, &dyn Fn(&Receiver, &[u8]))) {
    let stored = |receiver: &Receiver, bytes: &[u8]| {
        let folder = receiver.folder.path().join("data/attachments");
        folder.join(sha256_hex(bytes))
    };
    check("deleted", &|receiver, bytes| {
        std::fs::remove_file(stored(receiver, bytes)).unwrap();
    });
    check("emptied", &|receiver, bytes| {
        std::fs::write(stored(receiver, bytes), b"").unwrap();
    });
    check("cut", &|receiver, bytes| {
        std::fs::write(stored(receiver, bytes), &bytes[1..]).unwrap();
    });
}

#[test]
fn ok_a_damaged_file_is_stored_anew() {
    damages(|what, damage| {
        let receiver = Receiver::start();
        assert_eq!(receiver.put(PDF).status, 201);
        damage(&receiver, PDF);
        // No dossier is accepted that names it.
        receiver
            .send(&with_file(1))
            .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
        assert_eq!(receiver.rows(), [0, 1, 0]);
        assert_eq!(receiver.put(PDF).status, 201, "{what}");
        assert_eq!(receiver.put(PDF).status, 200, "{what}");
        let receipt = receiver.send(&with_file(1));
        assert_eq!(receipt.status, 201, "{what}");
        assert_eq!(stored_bytes(&receiver), PDF, "{what}");
        // The receipt is not given again without the file.
        damage(&receiver, PDF);
        receiver
            .send(&with_file(1))
            .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
        assert_eq!(receiver.put(PDF).status, 201, "{what}");
        assert_eq!(receiver.send(&with_file(1)).body, receipt.body, "{what}");
        assert_eq!(receiver.rows(), [1, 1, 1]);
    });
}

#[test]
fn ok_a_form_that_comes_again_brings_a_damaged_file() {
    damages(|what, damage| {
        let receiver = Receiver::start();
        let (dossier, key) = (with_file(1).canonical(), id(1));
        let parts = [
            ("idempotency_key", key.as_bytes()),
            ("dossier", dossier.as_bytes()),
            ("birth_certificate", PDF),
        ];
        let first = post(&receiver, &[FORM], &parts);
        assert_eq!(first.status, 201);
        damage(&receiver, PDF);
        post(&receiver, &[FORM], &parts[..2])
            .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
        assert_eq!(post(&receiver, &[FORM], &parts).body, first.body, "{what}");
        assert_eq!(stored_bytes(&receiver), PDF, "{what}");
    });
}

fn stored_bytes(receiver: &Receiver) -> Vec<u8> {
    let folder = receiver.folder.path().join("data/attachments");
    std::fs::read(folder.join(sha256_hex(PDF))).unwrap()
}

#[test]
fn ok_a_scrub_compares_every_hash() {
    let mut receiver = Receiver::start();
    let other = [PDF, b"!"].concat();
    let third = [PDF, b"!!"].concat();
    for bytes in [PDF, &other, &third] {
        assert_eq!(receiver.put(bytes).status, 201);
    }
    for n in [1, 2] {
        assert_eq!(receiver.send(&with_file(n)).status, 201);
    }
    let data = receiver.folder.path().join("data");
    assert!(matches!(hoso_receiver::scrub(&data), Err(Error::InUse)));
    receiver.stop();
    let sound = ScrubReport {
        whole: 3,
        ..ScrubReport::default()
    };
    assert_eq!(hoso_receiver::scrub(&data).unwrap(), sound);
    // One bit: neither the length nor the first bytes say so.
    let attachments = data.join("attachments");
    for bytes in [PDF, &other] {
        let mut bad = bytes.to_vec();
        bad[10] ^= 1;
        std::fs::write(attachments.join(sha256_hex(bytes)), bad).unwrap();
    }
    std::fs::write(attachments.join("left-over"), b"").unwrap();
    let damaged = |differs| DamagedFile {
        sha256: sha256_hex(PDF),
        differs,
        dossiers: vec!["HS-2026-000001".to_owned(), "HS-2026-000002".to_owned()],
    };
    let found = ScrubReport {
        whole: 1,
        damaged: vec![damaged(true)],
        removed: 2,
    };
    assert_eq!(hoso_receiver::scrub(&data).unwrap(), found);
    // What was damaged is set aside, and missing from then on, until a client sends it again.
    let found = ScrubReport {
        whole: 1,
        damaged: vec![damaged(false)],
        removed: 0,
    };
    assert_eq!(hoso_receiver::scrub(&data).unwrap(), found);
    let second = Receiver::with(|config, _| config.data_dir.clone_from(&data));
    second
        .send(&with_file(1))
        .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
    assert_eq!(second.put(PDF).status, 201);
    assert_eq!(second.send(&with_file(1)).status, 201);
    drop(second);
    assert_eq!(hoso_receiver::scrub(&data).unwrap().whole, 2);
}

#[test]
fn ok_everything_in_one_form() {
    let receiver = Receiver::start();
    let envelope = with_file(1);
    let dossier = envelope.canonical();
    let (key, one) = (id(1), id(1));
    let by_part = post(
        &receiver,
        &[FORM],
        &[
            ("idempotency_key", key.as_bytes()),
            ("dossier", dossier.as_bytes()),
            ("birth_certificate", PDF),
        ],
    );
    let receipt = Receipt::parse(&by_part.json()).unwrap();
    assert!(receipt.proves(&envelope.digest(), &one, &envelope.attachments));
    // The file first, the key in the header: the same dossier, the same receipt.
    let by_header = post(
        &receiver,
        &[FORM, ("Idempotency-Key", &one)],
        &[("birth_certificate", PDF), ("dossier", dossier.as_bytes())],
    );
    assert_eq!(by_header.body, by_part.body);
    assert_eq!(receiver.rows(), [1, 1, 1]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (1, 0)
    );
}

#[test]
fn err_forms() {
    let receiver = Receiver::limited(|limits| {
        limits.dossier_bytes = 8_000;
        limits.attachment_bytes = 100;
        limits.attachments = 2;
    });
    let text = with_file(1).canonical();
    let whole = ("dossier", text.as_bytes());
    let (one, two) = (id(1), id(2));
    let (key, other_key) = (
        ("idempotency_key", one.as_bytes()),
        ("idempotency_key", two.as_bytes()),
    );
    let file = ("birth_certificate", PDF);
    let large = [PDF, &[0; 100]].concat();
    let long = vec![b' '; 8_001];
    let rows: [(&[Part<'_>], u16, &str); 13] = [
        (&[], 400, "idempotency_key idempotency_key.missing"),
        (
            &[whole, file],
            400,
            "idempotency_key idempotency_key.missing",
        ),
        (
            &[("idempotency_key", b"1"), whole, file],
            400,
            "idempotency_key idempotency_key.shape",
        ),
        (&[key, file], 400, "dossier form.missing"),
        (&[key, whole, whole], 400, "dossier form.part_twice"),
        (&[key, whole, ("", PDF)], 400, "body form.part_name"),
        (&[key, whole, file, file, file], 400, "body attachment.many"),
        (&[key, ("dossier", b"{"), file], 400, "body json.syntax"),
        (
            &[key, whole, ("birth_certificate", b"<html>")],
            415,
            "birth_certificate media_type.unknown",
        ),
        (
            &[key, whole, ("birth_certificate", &large)],
            413,
            "birth_certificate body.too_large",
        ),
        (
            &[key, ("dossier", &long), file],
            413,
            "dossier body.too_large",
        ),
        (&[key, whole, ("other", PDF)], 422, "other attachment.hash"),
        (
            &[other_key, whole, file],
            422,
            "dossier_id idempotency_key.differs",
        ),
    ];
    for (parts, status, issue) in rows {
        post(&receiver, &[FORM], parts).refuses(status, &[issue]);
    }
    post(&receiver, &[FORM], &[key, whole])
        .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
    post(&receiver, &[FORM, ("Idempotency-Key", &two)], &[key, whole])
        .refuses(400, &["idempotency_key idempotency_key.shape"]);
    post(
        &receiver,
        &[("Content-Type", "multipart/form-data")],
        &[key],
    )
    .refuses(400, &["body form.malformed"]);
    let cut = form(&[key, whole, file]);
    let cut = call(
        receiver.address,
        "POST",
        "/api/dossiers",
        &[FORM],
        &cut[..cut.len() - 20],
    );
    cut.refuses(400, &["body form.malformed"]);
    assert_eq!(receiver.rows(), [0, 0, 0]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (0, 0)
    );
}

#[test]
fn err_a_form_that_is_too_large() {
    let receiver = Receiver::limited(|limits| limits.form_bytes = 1000);
    let answer = post(&receiver, &[FORM], &[("birth_certificate", &[0; 1000])]);
    answer.refuses(413, &["body body.too_large"]);
    assert_eq!(
        answer.json().get("limit").and_then(Value::as_integer),
        Some(1000)
    );
}
