//! Dossiers: taken once, refused with a reason, read back as they were.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod support;

use hoso_dossier::wire::Receipt;
use hoso_dossier::{Answers, Value, timestamp};
use support::{
    NOW, PDF, Receiver, answers, attachment, call, dossier, dossier_of, id, with, with_answer,
};

#[test]
fn ok_a_dossier_is_kept_and_the_receipt_proves_it() {
    let receiver = Receiver::start();
    let envelope = dossier(1);
    let sent = receiver.send(&envelope);
    assert_eq!(sent.status, 201, "{:?}", sent.json());
    let receipt = Receipt::parse(&sent.json()).unwrap();
    assert!(receipt.proves(&envelope.digest(), &envelope.dossier_id, &[]));
    assert_eq!(receipt.number, "HS-2026-000001");
    assert_eq!(receipt.received_at, timestamp::format(NOW));
    assert_eq!(receipt.secret.len(), 32);
    assert_eq!(
        sent.header("location"),
        Some("/api/dossiers/HS-2026-000001")
    );
    assert_eq!(receiver.stored(), envelope.canonical());
}

#[test]
fn ok_the_same_again_gives_the_same_receipt() {
    let mut receiver = Receiver::start();
    let first = receiver.send(&dossier(1));
    assert_eq!(receiver.send(&dossier(1)).body, first.body);
    // In another order of keys and with spaces it is the same dossier.
    let spaced = String::from_utf8(with(&dossier(1), "format", Value::Integer(1)))
        .unwrap()
        .replace("\",\"", "\" ,\n \"");
    assert_eq!(receiver.post(&id(1), spaced.as_bytes()).body, first.body);
    let quoted = format!("\"{}\"", id(1));
    assert_eq!(
        receiver
            .post(&quoted, dossier(1).canonical().as_bytes())
            .body,
        first.body
    );
    assert_eq!(receiver.rows(), [1, 0, 0]);
    // A new process over the same folder gives it too.
    let data = receiver.folder.path().join("data");
    receiver.stop();
    let second = Receiver::with(|config, _| config.data_dir = data);
    assert_eq!(second.send(&dossier(1)).body, first.body);
}

#[test]
fn ok_fifty_at_once_are_one_dossier() {
    let receiver = Receiver::start();
    let envelope = dossier(1);
    let bodies: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50)
            .map(|_| scope.spawn(|| receiver.send(&envelope).body))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let first = Receipt::parse(&hoso_dossier::json::parse(&bodies[0]).unwrap()).unwrap();
    assert!(first.proves(&envelope.digest(), &envelope.dossier_id, &[]));
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(receiver.rows(), [1, 0, 0]);
}

#[test]
fn ok_numbers_run_on_and_secrets_differ() {
    let receiver = Receiver::start();
    let one = receiver.send(&dossier(1));
    let two = receiver.send(&dossier(2));
    assert_eq!(
        (one.text("number"), two.text("number")),
        ("HS-2026-000001".into(), "HS-2026-000002".into())
    );
    assert_ne!(one.text("secret"), two.text("secret"));
}

#[test]
fn ok_a_number_is_not_given_again_when_its_dossier_is_deleted() {
    let mut receiver = Receiver::start();
    receiver.send(&dossier(1));
    assert_eq!(receiver.send(&dossier(2)).text("number"), "HS-2026-000002");
    let database = receiver.folder.path().join("data/hoso.sqlite3");
    let delete = || {
        let database = rusqlite::Connection::open(&database).unwrap();
        let deleted = database.execute("DELETE FROM dossier WHERE sequence >= 2", []);
        assert_eq!(deleted, Ok(1));
    };
    delete();
    assert_eq!(receiver.send(&dossier(3)).text("number"), "HS-2026-000003");
    delete();
    // A new process neither.
    receiver.stop();
    let data = receiver.folder.path().join("data");
    let second = Receiver::with(|config, _| config.data_dir = data);
    assert_eq!(second.send(&dossier(4)).text("number"), "HS-2026-000004");
}

#[test]
fn err_a_key_of_another_dossier() {
    let receiver = Receiver::start();
    receiver.send(&dossier(1));
    let mut other = dossier(1);
    other.language = "en".to_owned();
    receiver
        .send(&other)
        .refuses(409, &["idempotency_key idempotency_key.reused"]);
    assert_eq!(receiver.stored(), dossier(1).canonical());
}

#[test]
fn err_keys() {
    let receiver = Receiver::start();
    let body = dossier(1).canonical();
    let json = ("Content-Type", "application/json");
    let post = |headers: &[(&str, &str)]| {
        call(
            receiver.address,
            "POST",
            "/api/dossiers",
            headers,
            body.as_bytes(),
        )
    };
    post(&[json]).refuses(400, &["idempotency_key idempotency_key.missing"]);
    let one = id(1);
    let key = ("Idempotency-Key", one.as_str());
    for shape in ["", "1", "00000000-0000-4000-8000-00000000000A", "\u{e9}"] {
        post(&[json, ("Idempotency-Key", shape)])
            .refuses(400, &["idempotency_key idempotency_key.shape"]);
    }
    post(&[json, key, key]).refuses(400, &["idempotency_key idempotency_key.shape"]);
    receiver
        .post(&id(2), body.as_bytes())
        .refuses(422, &["dossier_id idempotency_key.differs"]);
    assert_eq!(receiver.rows(), [0, 0, 0]);
}

#[test]
fn err_no_json() {
    let receiver = Receiver::start();
    for (body, code, offset) in [
        (&b""[..], "json.syntax", 0),
        (b"{\"a\":", "json.syntax", 5),
        (b"<html>", "json.syntax", 0),
        (b"{\"a\":1,\"a\":2}", "json.duplicate_key", 7),
        (b"{\"a\":1.5}", "json.number", 5),
        (b"\"\xff\"", "json.encoding", 1),
        (b"[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "json.too_deep", 16),
    ] {
        let answer = receiver.post(&id(1), body);
        answer.refuses(400, &[&format!("body {code}")]);
        assert_eq!(
            answer.json().get("offset").and_then(Value::as_integer),
            Some(offset),
            "{code}"
        );
    }
}

#[test]
fn err_an_object_of_very_many_keys_is_no_work() {
    let receiver = Receiver::start();
    let keys: Vec<String> = (0..25_000).map(|n| format!("\"{n:x}\":1")).collect();
    receiver
        .post(&id(1), format!("{{{}}}", keys.join(",")).as_bytes())
        .refuses(400, &["body json.too_many"]);
}

#[test]
fn err_envelopes() {
    let receiver = Receiver::start();
    let good = dossier(1);
    let many = Value::List(
        (0..41)
            .map(|_| attachment("birth_certificate", PDF).to_value())
            .collect(),
    );
    for (key, value, issue) in [
        ("more", Value::Null, "more envelope.unknown"),
        ("format", Value::Integer(2), "format envelope.shape"),
        ("answers", Value::Null, "answers envelope.shape"),
        (
            "language",
            Value::text("tiếng Việt"),
            "language envelope.shape",
        ),
        (
            "declared_at",
            Value::text("2026-11-20"),
            "declared_at envelope.shape",
        ),
        ("attachments", many, "attachments attachment.many"),
        (
            "procedure",
            Value::text("999"),
            "procedure procedure.unknown",
        ),
        (
            "definition",
            Value::text("2020-01-01"),
            "definition definition.unknown",
        ),
        (
            "declared_at",
            Value::text(timestamp::format(NOW + 86_401)),
            "declared_at declared_at.future",
        ),
        (
            "declared_at",
            Value::text(timestamp::format(NOW - 400 * 86_400 - 1)),
            "declared_at declared_at.old",
        ),
    ] {
        receiver
            .post(&id(1), &with(&good, key, value))
            .refuses(422, &[issue]);
    }
    receiver.post(&id(1), b"[]").refuses(
        422,
        &[
            "format envelope.missing",
            "procedure envelope.missing",
            "definition envelope.missing",
            "dossier_id envelope.missing",
            "language envelope.missing",
            "declared_at envelope.missing",
            "answers envelope.missing",
            "attachments envelope.missing",
        ],
    );
    assert_eq!(receiver.rows(), [0, 0, 0]);
}

#[test]
fn err_answers() {
    let receiver = Receiver::start();
    let texts = |n: usize| Value::List((0..n).map(|_| Value::text("a")).collect());
    for (field, value, issue) in [
        ("shoe_size", Value::Integer(42), "shoe_size answer.unknown"),
        ("full_name", Value::Null, "full_name answer.shape"),
        (
            "full_name",
            Value::text(" Nguyễn Thị Mẫu "),
            "full_name answer.not_canonical",
        ),
        (
            "income_base",
            Value::text("3.000.000"),
            "income_base answer.not_canonical",
        ),
        (
            "commitment",
            Value::text("yes"),
            "commitment answer.not_canonical",
        ),
        // Asked only in another case.
        (
            "back_pay_to",
            Value::text("2026-10"),
            "back_pay_to answer.not_canonical",
        ),
        ("sex", Value::text("other"), "sex choice.unknown"),
        (
            "commitment",
            Value::Bool(false),
            "commitment commit.missing",
        ),
        ("cases", texts(60_000), "cases choice.unknown"),
        (
            "members",
            Value::List(vec![Value::Object(Vec::new()); 60_000]),
            "members household.many",
        ),
    ] {
        receiver
            .post(&id(1), &with_answer(&dossier(1), field, value))
            .refuses(422, &[issue]);
    }
    assert_eq!(receiver.rows(), [0, 0, 0]);
}

#[test]
fn err_members_have_their_own_paths() {
    let receiver = Receiver::start();
    let mut given = answers(NOW);
    given.set(
        "cases",
        hoso_dossier::Answer::Many(vec!["first_no_number".to_owned()]),
    );
    given.remove("social_insurance_number");
    let envelope = dossier_of(1, &given, NOW);
    let row = Value::object([
        ("full_name", Value::text(" A B ")),
        ("row_id", Value::text("7")),
    ]);
    let mut entries = envelope.answers.entries().to_vec();
    entries.push(("members".to_owned(), Value::List(vec![row])));
    let issues = receiver
        .post(&id(1), &with(&envelope, "answers", Value::Object(entries)))
        .issues();
    for issue in [
        "members.0.full_name answer.not_canonical",
        "members.0.row_id answer.unknown",
    ] {
        assert!(issues.iter().any(|i| i == issue), "{issue}: {issues:?}");
    }
}

#[test]
fn err_places() {
    let receiver = Receiver::start();
    let mut given = answers(NOW);
    given.set(
        "cases",
        hoso_dossier::Answer::Many(vec!["first_no_number".to_owned()]),
    );
    given.set_text("birth_province", "99");
    given.set_text("birth_commune", "22366");
    given.set_text("province", "56");
    // A commune of Hà Nội.
    given.set_text("commune", "00004");
    let mut member = Answers::default();
    member.set_text("birth_province", "01");
    member.set_text("birth_commune", "22366");
    given.add_row(
        "members",
        hoso_dossier::Row {
            id: "0".to_owned(),
            answers: member,
        },
    );
    let issues = receiver.send(&dossier_of(1, &given, NOW)).issues();
    let of_places: Vec<&str> = issues
        .iter()
        .map(String::as_str)
        .filter(|i| i.contains("commune") || i.contains("province"))
        .collect();
    assert_eq!(
        of_places,
        [
            "birth_province place.unknown",
            "birth_commune addr.commune_province",
            "commune addr.commune_province",
            "members.0.birth_commune addr.commune_province",
        ]
    );
    given.set_text("commune", "22366");
    let issues = receiver.send(&dossier_of(1, &given, NOW)).issues();
    assert!(
        !issues.iter().any(|issue| issue.starts_with("commune ")),
        "{issues:?}"
    );
}

#[test]
fn ok_answers_left_behind_by_another_choice_do_not_travel() {
    let receiver = Receiver::start();
    let mut given = answers(NOW);
    given.set(
        "cases",
        hoso_dossier::Answer::Many(vec!["change_base".to_owned()]),
    );
    given.set_text("income_base_old", "2000000");
    // Chosen while a new method was wanted too; that question is hidden now.
    given.set_text("payment_method", "years_ahead");
    let envelope = dossier_of(1, &given, NOW);
    assert_eq!(envelope.answers.get("payment_method"), None);
    let sent = receiver.send(&envelope);
    assert_eq!(sent.status, 201, "{:?}", sent.json());
}

#[test]
fn err_going_on_needs_no_declaration() {
    let receiver = Receiver::start();
    let mut given = answers(NOW);
    given.set(
        "cases",
        hoso_dossier::Answer::Many(vec!["continue".to_owned()]),
    );
    receiver
        .send(&dossier_of(1, &given, NOW))
        .refuses(422, &["cases case.no_declaration"]);
}

#[test]
fn err_empty_answers_are_judged_by_the_rules() {
    let receiver = Receiver::start();
    let issues = receiver
        .post(
            &id(1),
            &with(&dossier(1), "answers", Value::Object(Vec::new())),
        )
        .issues();
    assert!(
        issues.contains(&"cases case.missing".to_owned()),
        "{issues:?}"
    );
}

#[test]
fn err_a_damaged_dossier_is_never_a_fault() {
    let receiver = Receiver::start();
    let whole = dossier(1).canonical().into_bytes();
    for place in 0..whole.len() {
        let mut damaged = whole.clone();
        match place % 4 {
            0 => damaged.truncate(place),
            1 => damaged[place] = 0xff,
            2 => damaged[place] = b'"',
            _ => damaged.insert(place, b'9'),
        }
        let answer = receiver.post(&id(1), &damaged);
        // A digit more or less may be another valid amount; it must never be a fault.
        assert!(
            matches!(answer.status, 201 | 400 | 409 | 422),
            "{place}: {}",
            answer.status
        );
        if answer.status != 201 {
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json")
            );
        }
    }
}

#[test]
fn ok_the_status_is_for_whoever_has_the_secret() {
    let receiver = Receiver::start();
    let receipt = receiver.send(&dossier(1));
    let (number, secret) = (receipt.text("number"), receipt.text("secret"));
    let status = receiver.status(&number, &secret);
    assert_eq!(
        (status.status, status.text("status"), status.text("number")),
        (200, "received".into(), number.clone())
    );
    assert_eq!(status.text("digest"), dossier(1).digest());
    assert_eq!(status.header("cache-control"), Some("no-store"));
    assert!(status.json().get("secret").is_none());
}

#[test]
fn err_the_status_is_for_nobody_else() {
    let receiver = Receiver::start();
    let receipt = receiver.send(&dossier(1));
    let number = receipt.text("number");
    let path = format!("/api/dossiers/{number}");
    receiver
        .status(&number, &"0".repeat(32))
        .refuses(404, &["number dossier.unknown"]);
    receiver
        .status("HS-2026-000002", &receipt.text("secret"))
        .refuses(404, &["number dossier.unknown"]);
    receiver
        .status("%ff", &receipt.text("secret"))
        .refuses(404, &["number dossier.unknown"]);
    receiver
        .status("'OR%201=1", &receipt.text("secret"))
        .refuses(404, &["number dossier.unknown"]);
    for headers in [
        &[][..],
        &[("Authorization", "Bearer")],
        &[("Authorization", "Basic YTpi")],
    ] {
        let answer = call(receiver.address, "GET", &path, headers, b"");
        answer.refuses(401, &["authorization secret.missing"]);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
}

#[test]
fn ok_what_is_taken_is_told() {
    let receiver = Receiver::start();
    let told = receiver.get("/api/intake");
    assert_eq!(
        (told.status, told.text("time")),
        (200, timestamp::format(NOW))
    );
    let procedures = told.json().get("procedures").unwrap().items().to_vec();
    let codes: Vec<_> = procedures
        .iter()
        .filter_map(|p| p.get("code").and_then(Value::as_str))
        .collect();
    assert_eq!(codes, hoso_procedures::DOSSIERS.map(|p| p.definition.code));
    assert_eq!(
        told.json()
            .get("limits")
            .and_then(|l| l.get("dossier_bytes")?.as_integer()),
        Some(262_144)
    );
}
