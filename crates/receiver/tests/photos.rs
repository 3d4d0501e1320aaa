//! Photos of papers: each belongs to a question, and missing ones are reported.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use hoso_dossier::Value;
use hoso_dossier::wire::{Attachment, Envelope, Receipt, sha256_hex};
use support::{
    Answer, BACK, CERTIFICATE, FORM, FRONT, PDF, PHOTOS, PORTRAIT, Part, Photo, Receiver, account,
    attachment, dossier, id, post_form, under18, with, with_answer,
};

/// A receiver that has all these files already.
fn holding(files: &[&[u8]]) -> Receiver {
    let receiver = Receiver::start();
    for bytes in files {
        assert_eq!(receiver.put(bytes).status, 201);
    }
    receiver
}

/// Another list of attachments, the same answers.
fn attached(envelope: Envelope, attachments: Vec<Attachment>) -> Envelope {
    Envelope {
        attachments,
        ..envelope
    }
}

/// What the receipt, the receipt that comes again and the status say is missing.
#[track_caller]
fn missing(receiver: &Receiver, envelope: &Envelope) -> Vec<String> {
    let first = receiver.send(envelope);
    assert_eq!(first.status, 201, "{:?}", first.json());
    let again = receiver.send(envelope);
    assert_eq!((again.status, &again.body), (201, &first.body));
    let status = receiver.status(&first.text("number"), &first.text("secret"));
    assert_eq!(status.status, 200);
    assert_eq!(status.texts("missing"), first.texts("missing"));
    first.texts("missing")
}

#[test]
fn ok_what_is_missing_is_told_and_stops_nothing() {
    let receiver = holding(&[PORTRAIT, CERTIFICATE, FRONT, BACK, PDF]);
    let all = ["portrait", "birth_certificate", "id_front", "id_back"];
    let rows: [(&[Photo<'_>], &[&str]); 5] = [
        (&PHOTOS, &[]),
        (&[], &all),
        (&PHOTOS[..1], &all[1..]),
        // In the order of the form, whatever the order of the files.
        (
            &[("id_back", BACK), ("birth_certificate", PDF)],
            &["portrait", "id_front"],
        ),
        // Two pages of one paper leave the others missing.
        (
            &[
                ("birth_certificate", CERTIFICATE),
                ("birth_certificate", PDF),
            ],
            &["portrait", "id_front", "id_back"],
        ),
    ];
    for (n, (photos, wanted)) in (1..).zip(rows) {
        let envelope = under18(n, photos);
        assert_eq!(missing(&receiver, &envelope), wanted, "{n}");
    }
    // An adult is asked for no birth certificate.
    assert_eq!(
        missing(&receiver, &account(6, "no", &[("id_front", FRONT)])),
        ["portrait", "id_back"]
    );
    // A procedure without photos misses none.
    assert_eq!(missing(&receiver, &dossier(7)), Vec::<String>::new());
}

#[test]
fn ok_missing_is_the_same_for_a_new_process() {
    let mut receiver = holding(&[PORTRAIT]);
    let envelope = under18(1, &PHOTOS[..1]);
    let first = receiver.send(&envelope);
    let data = receiver.folder.path().join("data");
    receiver.stop();
    let second = Receiver::with(|config, _| config.data_dir = data);
    assert_eq!(second.send(&envelope).body, first.body);
    assert_eq!(
        missing(&second, &envelope),
        ["birth_certificate", "id_front", "id_back"]
    );
}

#[test]
fn ok_the_receipt_and_the_status_list_every_file() {
    let receiver = Receiver::start();
    let envelope = under18(1, &PHOTOS);
    let sent = receiver.send_with(&envelope, &PHOTOS);
    let receipt = Receipt::parse(&sent.json()).unwrap();
    assert!(receipt.proves(&envelope.digest(), &id(1), &envelope.attachments));
    assert_eq!(receipt.attachments, envelope.attachments);
    let status = receiver.status(&receipt.number, &receipt.secret);
    let listed = Value::List(
        envelope
            .attachments
            .iter()
            .map(Attachment::to_value)
            .collect(),
    );
    assert_eq!(
        status.json().get("attachments").map(Value::canonical),
        Some(listed.canonical())
    );
    assert_eq!(receiver.rows(), [1, 4, 4]);
}

#[test]
fn err_a_file_that_nothing_asks_for() {
    let receiver = holding(&[PDF, PORTRAIT]);
    let none = attached(dossier(1), vec![attachment("birth_certificate", PDF)]);
    receiver
        .send(&none)
        .refuses(422, &["attachments.0.field attachment.field"]);
    // A field of the procedure, but none for photos.
    let name = attached(dossier(1), vec![attachment("full_name", PDF)]);
    receiver
        .send(&name)
        .refuses(422, &["attachments.0.field attachment.field"]);
    // A photo of another procedure.
    let other = account(1, "no", &[("birth_certificate", PDF)]);
    receiver
        .send(&other)
        .refuses(422, &["attachments.0.field attachment.field"]);
    for field in ["", "portrait.0", "PORTRAIT", "portrait ", "dossier_number"] {
        let odd = attached(under18(1, &[]), vec![attachment(field, PORTRAIT)]);
        receiver
            .send(&odd)
            .refuses(422, &["attachments.0.field attachment.field"]);
    }
    assert_eq!(receiver.rows(), [0, 2, 0]);
}

#[test]
fn err_answers_and_files_that_differ() {
    let receiver = holding(&[PORTRAIT, FRONT, BACK]);
    let front = || attachment("id_front", FRONT);
    let both = || under18(1, &[("portrait", PORTRAIT), ("id_front", FRONT)]);
    let portrait = || attachment("portrait", PORTRAIT);
    let rows: [(&str, Envelope, &[&str]); 7] = [
        (
            "a hash in the answers without its file",
            attached(both(), vec![front()]),
            &["portrait attachment.absent"],
        ),
        (
            "no file at all",
            attached(both(), Vec::new()),
            &["portrait attachment.absent", "id_front attachment.absent"],
        ),
        (
            "a file that the answers do not name",
            attached(
                under18(1, &[("id_front", FRONT)]),
                vec![portrait(), front()],
            ),
            &["attachments.0.field attachment.field"],
        ),
        (
            "another file than the answers name",
            attached(
                under18(1, &[("id_back", BACK)]),
                vec![attachment("id_back", FRONT)],
            ),
            &[
                "attachments.0.field attachment.field",
                "id_back attachment.absent",
            ],
        ),
        (
            "the file of one question at another",
            attached(
                under18(1, &[("id_back", BACK)]),
                vec![attachment("id_front", BACK)],
            ),
            &[
                "attachments.0.field attachment.field",
                "id_back attachment.absent",
            ],
        ),
        (
            "the same attachment twice",
            attached(both(), vec![portrait(), front(), portrait()]),
            &["attachments.2.field attachment.field"],
        ),
        (
            "one page of two",
            attached(
                under18(
                    1,
                    &[("birth_certificate", FRONT), ("birth_certificate", BACK)],
                ),
                vec![attachment("birth_certificate", BACK)],
            ),
            &["birth_certificate attachment.absent"],
        ),
    ];
    for (about, envelope, issues) in rows {
        let answer = receiver.send(&envelope);
        assert_eq!(
            (answer.status, answer.issues()),
            (422, owned(issues)),
            "{about}"
        );
    }
    assert_eq!(receiver.rows(), [0, 3, 0]);
    assert_eq!(receiver.send(&both()).status, 201);
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn ok_two_questions_may_share_one_file() {
    // The rules warn of it (`photo.same_side`); warnings refuse nothing.
    let receiver = holding(&[FRONT]);
    let envelope = under18(1, &[("id_front", FRONT), ("id_back", FRONT)]);
    assert_eq!(
        missing(&receiver, &envelope),
        ["portrait", "birth_certificate"]
    );
    assert_eq!(receiver.rows(), [1, 1, 2]);
    // One of the two attachments is not enough for both.
    let half = attached(
        under18(2, &[("id_front", FRONT), ("id_back", FRONT)]),
        vec![attachment("id_front", FRONT)],
    );
    receiver
        .send(&half)
        .refuses(422, &["id_back attachment.absent"]);
}

#[test]
fn err_media_types_that_the_question_does_not_take() {
    let receiver = holding(&[PDF, PORTRAIT]);
    receiver
        .send(&under18(1, &[("portrait", PDF)]))
        .refuses(422, &["attachments.0.media_type attachment.media_type"]);
    // The index is that of the list.
    receiver
        .send(&under18(1, &[("birth_certificate", PDF), ("id_back", PDF)]))
        .refuses(422, &["attachments.1.media_type attachment.media_type"]);
    // A PDF that is called a picture: the store knows what its bytes are.
    let mut lie = under18(1, &[("portrait", PDF)]);
    lie.attachments[0].media_type = "image/jpeg".to_owned();
    receiver
        .send(&lie)
        .refuses(422, &["attachments.0.media_type attachment.media_type"]);
    for odd in ["", "image/svg+xml", "image/*", "IMAGE/JPEG", "text/html"] {
        let mut envelope = under18(1, &[("birth_certificate", PORTRAIT)]);
        envelope.attachments[0].media_type = odd.to_owned();
        receiver
            .send(&envelope)
            .refuses(422, &["attachments.0.media_type attachment.media_type"]);
    }
    // Said before the file is looked for: a client that sends it again would gain nothing.
    let mut unsent = under18(1, &[("id_front", FRONT)]);
    unsent.attachments[0].media_type = "image/gif".to_owned();
    receiver
        .send(&unsent)
        .refuses(422, &["attachments.0.media_type attachment.media_type"]);
    assert_eq!(receiver.rows(), [0, 2, 0]);
    let taken = under18(1, &[("portrait", PORTRAIT), ("birth_certificate", PDF)]);
    assert_eq!(receiver.send(&taken).status, 201);
}

#[test]
fn err_photo_answers_of_another_shape() {
    let receiver = holding(&[PORTRAIT]);
    let hash = sha256_hex(PORTRAIT);
    let hashes = |n: u64| {
        let one = |i: u64| Value::text(sha256_hex(&i.to_be_bytes()));
        Value::List((0..n).map(one).collect())
    };
    let list = |text: &str| Value::List(vec![Value::text(text)]);
    let twice = Value::List(vec![Value::text(&hash), Value::text(&hash)]);
    let portrait = "portrait answer.shape";
    let rows: [(&str, Value, &[&str]); 19] = [
        ("portrait", Value::text(&hash), &[portrait]),
        ("portrait", Value::text("yes"), &[portrait]),
        ("portrait", Value::Bool(true), &[portrait]),
        ("portrait", Value::Integer(7), &[portrait]),
        ("portrait", Value::Null, &[portrait]),
        ("portrait", Value::Object(Vec::new()), &[portrait]),
        ("portrait", Value::List(vec![Value::Null]), &[portrait]),
        (
            "portrait",
            Value::List(vec![Value::object([("sha256", Value::text(&hash))])]),
            &[portrait],
        ),
        ("portrait", list(""), &[portrait]),
        ("portrait", list("../../lock"), &[portrait]),
        ("portrait", list(&hash[1..]), &[portrait]),
        ("portrait", list(&hash.to_uppercase()), &[portrait]),
        // No answer is no key.
        (
            "portrait",
            Value::List(Vec::new()),
            &["portrait answer.not_canonical"],
        ),
        (
            "portrait",
            Value::text(""),
            &["portrait answer.not_canonical"],
        ),
        ("portrait", hashes(100), &["portrait photo.many"]),
        ("portrait", twice.clone(), &["portrait photo.many"]),
        (
            "birth_certificate",
            hashes(5),
            &["birth_certificate photo.many"],
        ),
        (
            "birth_certificate",
            twice,
            &[
                "birth_certificate photo.twice",
                "birth_certificate attachment.absent",
            ],
        ),
        ("passport", list(&hash), &["passport answer.unknown"]),
    ];
    for (i, (field, value, issues)) in rows.into_iter().enumerate() {
        let answer = receiver.post(&id(1), &with_answer(&under18(1, &[]), field, value));
        assert_eq!(
            (answer.status, answer.issues()),
            (422, owned(issues)),
            "row {i}"
        );
    }
    receiver
        .post(&id(1), &with_answer(&dossier(1), "portrait", list(&hash)))
        .refuses(422, &["portrait answer.unknown"]);
    assert_eq!(receiver.rows(), [0, 1, 0]);
}

#[test]
fn err_attachments_of_another_shape() {
    let receiver = holding(&[PORTRAIT]);
    let envelope = under18(1, &[("portrait", PORTRAIT)]);
    let post =
        |attachments: Value| receiver.post(&id(1), &with(&envelope, "attachments", attachments));
    let one = |key: &str, value: Value| {
        let mut whole = envelope.attachments[0].to_value();
        if let Value::Object(entries) = &mut whole {
            entries.retain(|(k, _)| k != key);
            entries.push((key.to_owned(), value));
        }
        Value::List(vec![whole])
    };
    let upper = sha256_hex(PORTRAIT).to_uppercase();
    post(one("sha256", Value::text(&upper))).refuses(422, &["attachments.0.sha256 envelope.shape"]);
    post(one("field", Value::Null)).refuses(422, &["attachments.0.field envelope.shape"]);
    post(Value::text("portrait")).refuses(422, &["attachments envelope.shape"]);
    // No size at all, which no number of bytes is.
    post(one("size", Value::Integer(-1))).refuses(422, &["attachments.0.size attachment.size"]);
    let many = Value::List(vec![envelope.attachments[0].to_value(); 41]);
    post(many).refuses(422, &["attachments attachment.many"]);
    // As many as are let through, all the same: each but the first is one too many.
    let full = Value::List(vec![envelope.attachments[0].to_value(); 40]);
    let issues = post(full).issues();
    assert_eq!(
        (issues.len(), issues.first().map(String::as_str)),
        (39, Some("attachments.1.field attachment.field"))
    );
    assert_eq!(receiver.rows(), [0, 1, 0]);
}

#[test]
fn err_whoever_has_an_account_needs_no_registration() {
    let receiver = holding(&[PORTRAIT]);
    let photos = [("portrait", PORTRAIT)];
    for envelope in [account(1, "yes", &[]), account(1, "yes", &photos)] {
        receiver
            .send(&envelope)
            .refuses(422, &["has_account case.no_declaration"]);
    }
    assert_eq!(receiver.rows(), [0, 1, 0]);
    assert_eq!(receiver.send(&account(1, "no", &photos)).status, 201);
}

/// The parts of a form: the dossier, then the files under the names of their fields.
fn in_one_form(receiver: &Receiver, envelope: &Envelope, files: &[Part<'_>]) -> Answer {
    let dossier = envelope.canonical();
    let mut parts = vec![
        ("idempotency_key", envelope.dossier_id.as_bytes()),
        ("dossier", dossier.as_bytes()),
    ];
    parts.extend(files);
    post_form(receiver, &[FORM], &parts)
}

#[test]
fn ok_photos_in_one_form() {
    let receiver = Receiver::start();
    let pages = [
        ("portrait", PORTRAIT),
        ("birth_certificate", CERTIFICATE),
        ("birth_certificate", PDF),
    ];
    let envelope = under18(1, &pages);
    let sent = in_one_form(&receiver, &envelope, &pages);
    assert_eq!(sent.status, 201, "{:?}", sent.json());
    assert_eq!(sent.texts("missing"), ["id_front", "id_back"]);
    assert_eq!(in_one_form(&receiver, &envelope, &pages).body, sent.body);
    assert_eq!(receiver.rows(), [1, 3, 3]);
    // One file for two questions, sent twice or once.
    let sides = [("id_front", FRONT), ("id_back", FRONT)];
    assert_eq!(
        in_one_form(&receiver, &under18(2, &sides), &sides).status,
        201
    );
    assert_eq!(
        in_one_form(&receiver, &under18(3, &sides), &sides[..1]).status,
        201
    );
    // Without any file.
    assert_eq!(in_one_form(&receiver, &under18(4, &[]), &[]).status, 201);
    assert_eq!(receiver.rows(), [4, 4, 7]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (4, 0)
    );
}

/// Checks that part names are unique: some form libraries keep only one part of each name.
#[test]
fn ok_photos_in_one_form_by_their_hashes() {
    let receiver = Receiver::start();
    let pages = [
        ("portrait", PORTRAIT),
        ("birth_certificate", CERTIFICATE),
        ("birth_certificate", PDF),
        ("id_front", FRONT),
        ("id_back", FRONT),
    ];
    let hashes = [PORTRAIT, CERTIFICATE, PDF, FRONT].map(|file| (sha256_hex(file), file));
    let parts: Vec<Part<'_>> = hashes
        .iter()
        .map(|(hash, file)| (hash.as_str(), *file))
        .collect();
    let envelope = under18(1, &pages);
    let sent = in_one_form(&receiver, &envelope, &parts);
    let receipt = Receipt::parse(&sent.json()).unwrap();
    assert!(receipt.proves(&envelope.digest(), &id(1), &envelope.attachments));
    assert_eq!(receiver.rows(), [1, 4, 5]);
    // By their fields, as earlier pages send them: the same receipt.
    assert_eq!(in_one_form(&receiver, &envelope, &pages).body, sent.body);
    // Both ways in one form.
    let mixed = [parts[0], pages[1], parts[2], pages[3]];
    assert_eq!(
        in_one_form(&receiver, &under18(2, &pages), &mixed).status,
        201
    );
}

#[test]
fn err_photos_in_one_form_by_other_hashes() {
    let receiver = Receiver::start();
    let photos = [("portrait", PORTRAIT)];
    let other = sha256_hex(FRONT);
    let at = format!("{other} attachment.hash");
    // The hash of another file, and a file that the dossier does not list.
    for bytes in [PORTRAIT, FRONT] {
        in_one_form(&receiver, &under18(1, &photos), &[(&other, bytes)]).refuses(422, &[&at]);
    }
    assert_eq!(receiver.rows(), [0, 0, 0]);
}

#[test]
fn err_photos_in_one_form() {
    let receiver = Receiver::start();
    let photos = [("portrait", PORTRAIT)];
    // The file of the answers under the name of another question.
    in_one_form(&receiver, &under18(1, &photos), &[("id_front", PORTRAIT)])
        .refuses(422, &["id_front attachment.hash"]);
    // A file that the dossier does not list.
    in_one_form(&receiver, &under18(1, &[]), &photos).refuses(422, &["portrait attachment.hash"]);
    // A file that the dossier lists and the form forgot.
    in_one_form(&receiver, &under18(1, &photos), &[])
        .refuses(422, &["attachments.0.sha256 attachment.unknown"]);
    in_one_form(
        &receiver,
        &under18(1, &[("portrait", PDF)]),
        &[("portrait", PDF)],
    )
    .refuses(422, &["attachments.0.media_type attachment.media_type"]);
    let none = attached(dossier(1), vec![attachment("portrait", PORTRAIT)]);
    in_one_form(&receiver, &none, &photos).refuses(422, &["attachments.0.field attachment.field"]);
    in_one_form(
        &receiver,
        &attached(under18(1, &photos), Vec::new()),
        &photos,
    )
    .refuses(422, &["portrait attachment.absent"]);
    assert_eq!(receiver.rows(), [0, 0, 0]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (0, 0)
    );
}
