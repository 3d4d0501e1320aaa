//! Tests the subcommands of an office as programs while a receiver runs.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

#[path = "../../receiver/tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Output};

use hoso_dossier::wire::sha256_hex;
use hoso_dossier::{Value, json};
use support::{FRONT, NOW, PHOTOS, PORTRAIT, Receiver, answers, dossier, dossier_of, under18};

fn command(receiver: &Receiver, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoso"));
    command
        .args(words)
        .arg("--data-dir")
        .arg(receiver.folder.path().join("data"));
    command
}

fn run(receiver: &Receiver, words: &[&str]) -> Output {
    command(receiver, words).output().unwrap()
}

#[track_caller]
fn ok(receiver: &Receiver, words: &[&str]) -> String {
    let output = run(receiver, words);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), error.as_str()), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).unwrap().as_str().unwrap().to_owned()
}

/// Starts a receiver with two dossiers; the second one has three of its four photos.
fn with_dossiers() -> Receiver {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let child = under18(2, &PHOTOS[..3]);
    assert_eq!(receiver.send_with(&child, &PHOTOS[..3]).status, 201);
    receiver
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn ok_list_has_no_answer() {
    let receiver = with_dossiers();
    let all = ok(&receiver, &["list"]);
    assert!(!all.contains("Mẫu"));
    let lines: Vec<Value> = all.lines().map(|l| json::parse_str(l).unwrap()).collect();
    assert_eq!(text(&lines[0], "number"), "HS-2026-000001");
    assert_eq!(text(&lines[0], "received_at"), "2026-11-20T03:00:00Z");
    assert_eq!(lines[1].get("files").and_then(Value::as_integer), Some(3));
    for (words, count) in [
        (&["list", "--since", "2026-11-20"][..], 2),
        (&["list", "--since", "2026-11-20T03:00:01Z"], 0),
        (&["list", "--procedure", "602b"], 1),
        (&["list", "--state", "Đã tiếp nhận"], 0),
    ] {
        assert_eq!(ok(&receiver, words).lines().count(), count, "{words:?}");
    }
}

#[test]
fn ok_show_status_erase_and_access() {
    let receiver = with_dossiers();
    let number = "HS-2026-000002";
    let shown = json::parse_str(&ok(&receiver, &["show", number])).unwrap();
    let envelope = shown.get("dossier").unwrap();
    assert_eq!(envelope.canonical(), under18(2, &PHOTOS[..3]).canonical());
    assert_eq!(
        ok(
            &receiver,
            &["set-status", number, "Chấp nhận hồ sơ", "--note", "đủ"]
        ),
        "HS-2026-000002: accepted\n"
    );
    let held = json::parse_str(&ok(&receiver, &["access", number])).unwrap();
    assert_eq!(text(&held.get("history").unwrap().items()[0], "note"), "đủ");
    assert_eq!(held.get("files").unwrap().items().len(), 3);
    assert_eq!(
        ok(&receiver, &["erase", number]),
        "HS-2026-000002: erased, 3 files deleted\n"
    );
    let held = json::parse_str(&ok(&receiver, &["access", number])).unwrap();
    assert_eq!(held.get("dossier"), Some(&Value::Null));
    assert_eq!(text(held.get("erased").unwrap(), "procedure"), "under18");
    let entries: Vec<Value> = ok(&receiver, &["audit"])
        .lines()
        .map(|line| json::parse_str(line).unwrap())
        .collect();
    for entry in &entries {
        assert_ne!(text(entry, "by"), "");
    }
    let actions: Vec<String> = entries.iter().map(|it| text(it, "action")).collect();
    assert_eq!(actions, ["show", "status", "access", "erase", "access"]);
    assert_eq!(run(&receiver, &["show", number]).status.code(), Some(2));
}

#[test]
fn ok_retain_dry_run_and_refusal_of_no_days() {
    let receiver = with_dossiers();
    let report = ok(&receiver, &["retain", "--days", "36500", "--dry-run"]);
    let report = json::parse_str(&report).unwrap();
    assert_eq!(report.get("dry_run"), Some(&Value::Bool(true)));
    assert_eq!(report.get("numbers").unwrap().items(), []);
    for days in ["0", "-1", "", "many"] {
        let output = run(&receiver, &["retain", "--days", days]);
        assert_eq!(output.status.code(), Some(2), "{days}");
    }
    assert_eq!(receiver.rows(), [2, 3, 3]);
}

#[test]
fn ok_json_lines() {
    let receiver = with_dossiers();
    let out = receiver.folder.path().join("out");
    let words = [
        "export",
        "--format",
        "jsonl",
        "--out",
        out.to_str().unwrap(),
    ];
    assert_eq!(
        ok(&receiver, &words),
        "exported: 2, there before: 0, failed: 0\n"
    );
    let lines = std::fs::read_to_string(out.join("dossiers.jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|l| json::parse_str(l).unwrap()).collect();
    for (line, sent) in lines.iter().zip([dossier(1), under18(2, &PHOTOS[..3])]) {
        let envelope = line.get("dossier").unwrap();
        assert_eq!(sha256_hex(envelope.canonical().as_bytes()), sent.digest());
        assert_eq!(text(line, "digest"), sent.digest());
    }
    assert_eq!(names(&out), ["dossiers.jsonl"]);
}

/// Exports answers with commas, quotes, line breaks and formulas.
#[test]
fn ok_a_table_quotes_and_runs_no_formula() {
    let receiver = Receiver::start();
    let request = "=HYPERLINK(\"https://a.example\"), \"đổi\"\nvà dòng hai; 'ba'";
    let mut given = answers(NOW);
    given.set_text("request_text", request);
    let sent = dossier_of(1, &given, NOW);
    let stored = sent.answers.get("request_text").unwrap().as_str().unwrap();
    assert!(stored.starts_with('=') && stored.contains('\n'), "{stored}");
    let answer = receiver.send(&sent);
    assert_eq!(answer.status, 201, "{:?}", answer.json());
    assert_eq!(
        receiver.send_with(&under18(2, &PHOTOS), &PHOTOS).status,
        201
    );
    let out = receiver.folder.path().join("out");
    ok(
        &receiver,
        &["export", "--format", "csv", "--out", out.to_str().unwrap()],
    );
    let bytes = std::fs::read(out.join("dossiers.csv")).unwrap();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut table = csv::Reader::from_reader(bytes);
    let head = table.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|cell| cell == name).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let request_column = column("answers.request_text");
    assert_eq!(rows[0][request_column], format!("'{stored}"));
    assert_eq!(&rows[0][column("answers.phone")], "0912345678");
    assert_eq!(&rows[0][column("answers.full_name")], "Nguyễn Thị Mẫu");
    assert_eq!(&rows[1][request_column], "");
    assert_eq!(rows[1][column("files")].split(' ').count(), 4);
    for cell in rows.iter().flatten() {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell}"
        );
    }
}

#[test]
fn ok_folders_have_the_form_and_the_files() {
    let receiver = with_dossiers();
    let out = receiver.folder.path().join("out");
    let words = [
        "export",
        "--format",
        "folder",
        "--out",
        out.to_str().unwrap(),
    ];
    ok(&receiver, &words);
    assert_eq!(names(&out), ["HS-2026-000001", "HS-2026-000002"]);
    let child = out.join("HS-2026-000002");
    assert_eq!(
        names(&child),
        [
            "dossier.json",
            "files",
            "mau-01-duoi-18-2026-11-20.pdf",
            "record.json"
        ]
    );
    assert_eq!(
        names(&child.join("files")),
        [
            "01-portrait.jpg",
            "02-birth_certificate.jpg",
            "03-id_front.jpg"
        ]
    );
    assert_eq!(
        std::fs::read(child.join("files/03-id_front.jpg")).unwrap(),
        FRONT
    );
    let envelope = std::fs::read(child.join("dossier.json")).unwrap();
    assert_eq!(sha256_hex(&envelope), under18(2, &PHOTOS[..3]).digest());
    let form = std::fs::read(out.join("HS-2026-000001/tk1-ts-2026-11-20.pdf")).unwrap();
    assert!(form.starts_with(b"%PDF-") && form.len() > 10_000);

    // A second export keeps complete folders and replaces a partial one.
    std::fs::rename(&child, out.join(".HS-2026-000002.partial")).unwrap();
    assert_eq!(
        ok(&receiver, &words),
        "exported: 1, there before: 1, failed: 0\n"
    );
    assert_eq!(names(&out), ["HS-2026-000001", "HS-2026-000002"]);
}

#[test]
fn err_a_damaged_file_makes_no_folder() {
    let receiver = with_dossiers();
    let stored = receiver.folder.path().join("data/attachments");
    std::fs::write(stored.join(sha256_hex(PORTRAIT)), b"damaged").unwrap();
    let out = receiver.folder.path().join("out");
    let words = [
        "export",
        "--format",
        "folder",
        "--out",
        out.to_str().unwrap(),
    ];
    let output = run(&receiver, &words);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "exported: 1, there before: 0, failed: 1\n"
    );
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("HS-2026-000002")
    );
    assert_eq!(names(&out), ["HS-2026-000001"]);
}

/// Limits the file size, so that the export fails in the middle of its first file.
#[cfg(unix)]
#[test]
fn ok_an_interrupted_export_leaves_nothing_that_looks_whole() {
    let receiver = with_dossiers();
    let database = receiver.folder.path().join("data");
    for (format, whole) in [
        ("jsonl", "dossiers.jsonl"),
        ("csv", "dossiers.csv"),
        ("folder", "HS-2026-000001"),
    ] {
        let out = receiver.folder.path().join(format);
        let output = Command::new("sh")
            .args(["-c", "ulimit -f 1 && exec \"$0\" \"$@\""])
            .arg(env!("CARGO_BIN_EXE_hoso"))
            .args(["export", "--format", format, "--out"])
            .arg(&out)
            .arg("--data-dir")
            .arg(&database)
            .output()
            .unwrap();
        assert!(!output.status.success());
        assert!(!out.join(whole).exists(), "{format}");
        assert!(!names(&out).is_empty(), "{format}");
        ok(
            &receiver,
            &["export", "--format", format, "--out", out.to_str().unwrap()],
        );
        assert!(out.join(whole).exists(), "{format}");
        let partial = names(&out).into_iter().find(|n| n.ends_with(".partial"));
        assert_eq!(partial, None, "{format}");
    }
}

/// Uses a webhook address at which no server listens.
#[test]
fn ok_dead_letters_are_listed() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let receiver = Receiver::with(|config, _| {
        config.webhook = Some(hoso_receiver::Webhook {
            url,
            secret: vec![7; 32],
            attempts: 1,
            ..hoso_receiver::Webhook::default()
        });
    });
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let dead = loop {
        let dead = ok(&receiver, &["webhooks", "--state", "dead"]);
        if !dead.is_empty() {
            break json::parse_str(&dead).unwrap();
        }
    };
    assert_eq!(text(&dead, "number"), "HS-2026-000001");
    assert_eq!(dead.get("attempts").and_then(Value::as_integer), Some(1));
    assert_ne!(text(&dead, "last_result"), "");
    assert_eq!(ok(&receiver, &["webhooks", "--state", "delivered"]), "");
    let again = [
        "webhooks",
        "--again",
        "HS-2026-000001",
        "--state",
        "pending",
    ];
    assert!(ok(&receiver, &again).contains("HS-2026-000001"));
}

#[test]
fn err_words_that_are_unknown() {
    let receiver = with_dossiers();
    for words in [
        &["list", "--sinse", "2026-11-20"][..],
        &["list", "--since", "yesterday"],
        &["list", "HS-2026-000001"],
        &["list", "--state", "erased"],
        &["show"],
        &["show", "HS-2026-000009"],
        &["set-status", "HS-2026-000001"],
        &["set-status", "HS-2026-000001", "done"],
        &["erase", "HS-2026-000001", "HS-2026-000002"],
        &["export", "--format", "xlsx", "--out", "x"],
        &["export", "--format", "csv"],
        &["retain"],
        &["webhooks", "--state", "lost"],
        &["backup"],
    ] {
        let output = run(&receiver, words);
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(2), 0),
            "{words:?}"
        );
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
    assert_eq!(receiver.rows()[0], 2);
}

/// Returns a photo that only this dossier has.
fn photo_of(n: u64) -> Vec<u8> {
    let mut photo = PORTRAIT.to_vec();
    let end = photo.split_off(photo.len() - 2);
    photo.extend(n.to_string().bytes());
    photo.extend(end);
    photo
}

/// Takes a backup while dossiers with photos arrive. The copy contains every earlier dossier and
/// those received during the backup up to one point. After a restore, each one has its status and
/// its files.
#[test]
fn ok_a_backup_under_load_can_be_restored() {
    let mut receiver = Receiver::start();
    let send = |receiver: &Receiver, n| {
        let photo = photo_of(n);
        let photos = [("portrait", photo.as_slice()), ("birth_certificate", FRONT)];
        let sent = under18(n, &photos);
        let receipt = receiver.send_with(&sent, &photos);
        assert_eq!(receipt.status, 201, "{:?}", receipt.json());
        (receipt, sent)
    };
    let before = 20;
    let mut sent: Vec<_> = (1..=before).map(|n| send(&receiver, n)).collect();
    let out = receiver.folder.path().join("backup");
    let mut backup = command(&receiver, &["backup", "--out", out.to_str().unwrap()])
        .spawn()
        .unwrap();
    while backup.try_wait().unwrap().is_none() {
        sent.push(send(&receiver, sent.len() as u64 + 1));
    }
    assert!(backup.wait().unwrap().success());
    receiver.stop();

    let restored = Receiver::with(|config, _| config.data_dir.clone_from(&out));
    let database = rusqlite::Connection::open(out.join("hoso.sqlite3")).unwrap();
    let count: u64 = database
        .query_row("SELECT COUNT(*) FROM dossier", [], |row| {
            row.get::<_, i64>(0)
        })
        .unwrap()
        .unsigned_abs();
    assert!(count >= before && count <= sent.len() as u64, "{count}");
    for (n, (receipt, sent)) in (1..=count).zip(&sent) {
        assert_eq!(restored.send(sent).body, receipt.body);
        let status = restored.status(&receipt.text("number"), &receipt.text("secret"));
        assert_eq!((status.status, status.text("digest")), (200, sent.digest()));
        for bytes in [&photo_of(n)[..], FRONT] {
            let copy = out.join("attachments").join(sha256_hex(bytes));
            assert_eq!(std::fs::read(copy).unwrap(), bytes);
        }
    }
}

/// Erases a dossier while another process reads the database and the receiver stores dossiers.
#[test]
fn ok_an_erasure_is_finished_later() {
    let receiver = with_dossiers();
    let number = "HS-2026-000002";
    let data = receiver.folder.path().join("data");
    let reader = rusqlite::Connection::open(data.join("hoso.sqlite3")).unwrap();
    reader
        .execute_batch("BEGIN; SELECT COUNT(*) FROM dossier;")
        .unwrap();
    let erasing = command(&receiver, &["erase", number])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    assert_eq!(receiver.send(&dossier(3)).status, 201);
    let output = erasing.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("another hoso command reads the database"));
    reader.execute_batch("COMMIT").unwrap();
    std::fs::create_dir(data.join("damaged")).unwrap();
    std::fs::write(data.join("damaged").join(sha256_hex(PORTRAIT)), PORTRAIT).unwrap();
    assert_eq!(
        ok(&receiver, &["erase", number]),
        "HS-2026-000002: erased before, 1 files deleted\n"
    );
    assert_eq!(names(&data.join("damaged")), Vec::<String>::new());
}

#[test]
fn ok_retain_reports_what_failed_and_doubts_the_clock() {
    let receiver = with_dossiers();
    let data = receiver.folder.path().join("data");
    rusqlite::Connection::open(data.join("hoso.sqlite3"))
        .unwrap()
        .execute("UPDATE dossier SET received_at = 0", [])
        .unwrap();
    let output = run(&receiver, &["retain", "--days", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("--idle-days")
    );
    assert_eq!(receiver.rows()[0], 2);
    std::fs::create_dir_all(data.join("damaged").join(sha256_hex(PORTRAIT))).unwrap();
    let words = ["retain", "--days", "1", "--idle-days", "36500"];
    let output = run(&receiver, &words);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .starts_with("HS-2026-000002: ")
    );
    let report = json::parse_str(std::str::from_utf8(&output.stdout).unwrap().trim()).unwrap();
    assert_eq!(report.get("failed").and_then(Value::as_integer), Some(1));
    let erased = report.get("numbers").unwrap().items();
    assert_eq!(erased, [Value::text("HS-2026-000001")]);
}
