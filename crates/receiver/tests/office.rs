//! Tests the actions of the office while a receiver uses the same data folder.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod support;

use std::path::Path;

use hoso_dossier::wire::sha256_hex;
use hoso_receiver::office::{Filter, IDLE_DAYS, Office, OfficeError};
use hoso_receiver::state::State;
use support::{BACK, CERTIFICATE, FRONT, NOW, PHOTOS, PORTRAIT, Receiver, dossier, under18};

const DAY: i64 = 86_400;

fn office(receiver: &Receiver) -> Office {
    Office::open(&receiver.folder.path().join("data"), "clerk")
        .unwrap()
        .with_clock(|| NOW + 40 * DAY)
}

fn numbers(office: &Office, filter: &Filter) -> Vec<String> {
    let mut numbers = Vec::new();
    office
        .each_dossier(filter, |dossier| {
            numbers.push(dossier.number);
            Ok::<(), OfficeError>(())
        })
        .unwrap();
    numbers
}

/// Returns whether a file of the data folder contains these bytes.
fn holds(folder: &Path, needle: &[u8]) -> bool {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path)
                .unwrap()
                .windows(needle.len())
                .any(|part| part == needle)
            {
                return true;
            }
        }
    }
    false
}

#[test]
fn ok_dossiers_come_out_beside_a_running_receiver() {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let sent = under18(2, &PHOTOS[..3]);
    assert_eq!(receiver.send_with(&sent, &PHOTOS[..3]).status, 201);
    let office = office(&receiver);
    let all = ["HS-2026-000001", "HS-2026-000002"];
    assert_eq!(numbers(&office, &Filter::default()), all);
    for (filter, expected) in [
        (
            Filter {
                procedure: Some("under18".to_owned()),
                ..Filter::default()
            },
            &all[1..],
        ),
        (
            Filter {
                since: Some(NOW + 1),
                ..Filter::default()
            },
            &[],
        ),
        (
            Filter {
                since: Some(NOW),
                state: Some(State::Received),
                ..Filter::default()
            },
            &all,
        ),
        (
            Filter {
                state: Some(State::Accepted),
                ..Filter::default()
            },
            &[],
        ),
    ] {
        assert_eq!(numbers(&office, &filter), expected, "{filter:?}");
    }
    let stored = office.dossier("HS-2026-000002").unwrap();
    assert_eq!(
        (stored.envelope.canonical(), stored.missing),
        (sent.canonical(), vec!["id_back".to_owned()])
    );
    let portrait = sha256_hex(PORTRAIT);
    assert_eq!(office.file("HS-2026-000002", &portrait).unwrap(), PORTRAIT);
    let path = receiver
        .folder
        .path()
        .join("data/attachments")
        .join(&portrait);
    std::fs::write(path, b"damaged").unwrap();
    assert!(matches!(
        office.file("HS-2026-000002", &portrait),
        Err(OfficeError::Damaged { .. })
    ));
}

#[test]
fn ok_the_citizen_sees_the_newest_state_and_the_history_is_kept() {
    let receiver = Receiver::start();
    let receipt = receiver.send(&dossier(1));
    let (number, secret) = (receipt.text("number"), receipt.text("secret"));
    let mut office = office(&receiver);
    assert!(office.set_status(&number, State::TakenIn, "").unwrap());
    assert!(!office.set_status(&number, State::TakenIn, "").unwrap());
    assert!(
        office
            .set_status(&number, State::Rejected, "gọi lại")
            .unwrap()
    );
    let seen = receiver.status(&number, &secret);
    assert_eq!(
        (seen.status, seen.text("status").as_str()),
        (200, "rejected")
    );
    assert!(!String::from_utf8(seen.body).unwrap().contains("gọi lại"));
    let held = office.held(&number).unwrap();
    let history: Vec<_> = held
        .history
        .iter()
        .map(|change| (change.status.as_str(), change.note.as_str()))
        .collect();
    assert_eq!(history, [("taken_in", ""), ("rejected", "gọi lại")]);
    // A repeated dossier gets its first receipt, byte for byte.
    assert_eq!(receiver.send(&dossier(1)).body, receipt.body);
}

#[test]
fn ok_an_erased_dossier_leaves_a_number_and_no_answer() {
    let mut receiver = Receiver::start();
    let kept = under18(1, &PHOTOS[..2]);
    assert_eq!(receiver.send_with(&kept, &PHOTOS[..2]).status, 201);
    // Shares the portrait and the certificate with the dossier that is kept.
    let erased = under18(2, &PHOTOS);
    let receipt = receiver.send_with(&erased, &PHOTOS);
    let person = dossier(3);
    let receipt_of_person = receiver.send(&person);
    let (number, secret) = (receipt.text("number"), receipt.text("secret"));
    let data = receiver.folder.path().join("data");
    let mut office = office(&receiver);
    office
        .set_status("HS-2026-000003", State::Waiting, "ghi chú bịa")
        .unwrap();
    for needle in ["Nguyễn Thị Mẫu", "0912345678", "ghi chú bịa"] {
        assert!(holds(&data, needle.as_bytes()), "{needle}");
    }

    assert_eq!(office.erase(&number, "request").unwrap(), 2);
    assert_eq!(office.erase("HS-2026-000003", "request").unwrap(), 0);
    assert!(office.flush_erased().unwrap());
    for (bytes, is_there) in [
        (PORTRAIT, true),
        (CERTIFICATE, true),
        (FRONT, false),
        (BACK, false),
    ] {
        let path = data.join("attachments").join(sha256_hex(bytes));
        assert_eq!(path.exists(), is_there);
    }
    for needle in [
        "Nguyễn Thị Mẫu",
        "0912345678",
        "ghi chú bịa",
        person.dossier_id.as_str(),
        &receipt_of_person.text("digest"),
        &receipt_of_person.text("secret"),
    ] {
        assert!(!holds(&data, needle.as_bytes()), "{needle}");
    }
    assert!(matches!(
        office.dossier(&number),
        Err(OfficeError::Erased(_))
    ));
    assert!(matches!(
        office.erase(&number, ""),
        Err(OfficeError::Erased(_))
    ));
    assert!(matches!(
        office.set_status(&number, State::Waiting, ""),
        Err(OfficeError::Erased(_))
    ));
    let held = office.held(&number).unwrap();
    assert_eq!(held.dossier, None);
    assert_eq!(held.erased.unwrap().procedure, "under18");
    assert_eq!((held.files, held.history), (vec![], vec![]));

    // The receiver does not store it again and returns none of its data, also after a restart.
    for _ in 0..2 {
        receiver
            .send_with(&erased, &PHOTOS)
            .refuses(410, &["number dossier.erased"]);
        receiver
            .status(&number, &secret)
            .refuses(410, &["number dossier.erased"]);
        receiver
            .status(&number, &receipt_of_person.text("secret"))
            .refuses(404, &["number dossier.unknown"]);
        receiver.restart();
    }
    assert_eq!(receiver.rows()[0], 1);
    assert_eq!(receiver.send(&dossier(4)).text("number"), "HS-2026-000004");
}

#[test]
fn ok_retention_erases_what_is_old() {
    let receiver = Receiver::start();
    assert_eq!(
        receiver.send_with(&under18(1, &PHOTOS), &PHOTOS).status,
        201
    );
    assert_eq!(receiver.send(&dossier(2)).status, 201);
    let mut office = office(&receiver);
    let all = Filter::default();
    assert!(matches!(
        office.retain(0, IDLE_DAYS, &all, true),
        Err(OfficeError::NoDays)
    ));
    // Received exactly 40 days ago.
    assert_eq!(
        office.retain(40, IDLE_DAYS, &all, false).unwrap().dossiers,
        []
    );
    let dry = office.retain(39, IDLE_DAYS, &all, true).unwrap();
    assert_eq!(dry.dossiers.len(), 2);
    assert_eq!(receiver.rows(), [2, 4, 4]);
    let one = Filter {
        procedure: Some("under18".to_owned()),
        ..Filter::default()
    };
    let report = office.retain(39, IDLE_DAYS, &one, false).unwrap();
    assert_eq!(
        report.dossiers,
        [("HS-2026-000001".to_owned(), "under18".to_owned())]
    );
    assert_eq!(report.files, 4);
    assert_eq!(receiver.rows(), [1, 0, 0]);
    let actions: Vec<_> = office
        .audit(0, None)
        .unwrap()
        .into_iter()
        .map(|entry| (entry.action, entry.number, entry.detail, entry.by))
        .collect();
    let by = || "clerk".to_owned();
    assert_eq!(
        actions[actions.len() - 2..],
        [
            (
                "retain".to_owned(),
                String::new(),
                "39 days".to_owned(),
                by()
            ),
            (
                "erase".to_owned(),
                "HS-2026-000001".to_owned(),
                "retention".to_owned(),
                by()
            ),
        ]
    );
}

#[test]
fn err_numbers_and_folders() {
    let receiver = Receiver::start();
    let mut office = office(&receiver);
    for number in ["HS-2026-000009", "", "9", "HS-2026-000001' OR 1=1"] {
        for result in [
            office.dossier(number).map(|_| ()),
            office.held(number).map(|_| ()),
            office.erase(number, "").map(|_| ()),
            office.set_status(number, State::Accepted, "").map(|_| ()),
        ] {
            assert!(matches!(result, Err(OfficeError::Unknown(_))), "{number}");
        }
    }
    assert!(matches!(
        Office::open(receiver.folder.path(), ""),
        Err(OfficeError::NoDatabase)
    ));
}

#[test]
fn err_retention_with_a_clock_that_is_ahead() {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let all = Filter::default();
    let mut ahead = office(&receiver).with_clock(|| NOW + 63 * DAY);
    assert!(matches!(
        ahead.retain(1, IDLE_DAYS, &all, false),
        Err(OfficeError::ClockAhead { days: 63 })
    ));
    // A refused run adds no audit entry, which would allow the next run.
    assert!(ahead.retain(1, IDLE_DAYS, &all, false).is_err());
    assert_eq!(receiver.rows()[0], 1);
    // Neither the dossier nor an audit entry is older than allowed.
    assert!(ahead.retain(70, 63, &all, false).is_ok());
    let report = ahead.retain(1, IDLE_DAYS, &all, false).unwrap();
    assert_eq!(report.dossiers.len(), 1);
}

/// Creates a folder with the name of a file, so that the file cannot be deleted.
#[test]
fn ok_retention_goes_on_after_an_erasure_that_failed() {
    let receiver = Receiver::start();
    assert_eq!(
        receiver.send_with(&under18(1, &PHOTOS), &PHOTOS).status,
        201
    );
    assert_eq!(receiver.send(&dossier(2)).status, 201);
    let damaged = receiver.folder.path().join("data/damaged");
    let obstacle = damaged.join(sha256_hex(PORTRAIT));
    std::fs::create_dir_all(&obstacle).unwrap();
    let mut office = office(&receiver);
    let report = office
        .retain(39, IDLE_DAYS, &Filter::default(), false)
        .unwrap();
    assert_eq!(report.failed.len(), 1);
    assert!(report.failed[0].starts_with("HS-2026-000001: "));
    assert_eq!(
        report.dossiers,
        [("HS-2026-000002".to_owned(), "602b".to_owned())]
    );
    // The dossier is erased and the file is not: completes the erasure.
    std::fs::remove_dir(&obstacle).unwrap();
    std::fs::write(&obstacle, PORTRAIT).unwrap();
    assert_eq!(office.finish_erasure("HS-2026-000001").unwrap(), 1);
    assert!(!obstacle.exists());
    assert!(matches!(
        office.finish_erasure("HS-2026-000009"),
        Err(OfficeError::Unknown(_))
    ));
}

#[test]
fn ok_a_snapshot_has_no_dossier_of_the_meantime() {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let office = office(&receiver);
    let all = Filter::default();
    office
        .with_snapshot(|| {
            assert_eq!(numbers(&office, &all).len(), 1);
            assert_eq!(receiver.send(&dossier(2)).status, 201);
            assert_eq!(numbers(&office, &all).len(), 1);
            Ok::<(), OfficeError>(())
        })
        .unwrap();
    assert_eq!(numbers(&office, &all).len(), 2);
}

#[test]
fn ok_a_flush_waits_for_nobody_and_statements_wait_afterwards() {
    let receiver = Receiver::start();
    let number = receiver.send(&dossier(1)).text("number");
    let mut office = office(&receiver);
    let path = receiver.folder.path().join("data/hoso.sqlite3");
    let reader = rusqlite::Connection::open(path).unwrap();
    reader
        .execute_batch("BEGIN; SELECT COUNT(*) FROM dossier;")
        .unwrap();
    office.erase(&number, "request").unwrap();
    assert!(!office.flush_erased().unwrap());
    assert_eq!(receiver.send(&dossier(2)).status, 201);
    reader.execute_batch("COMMIT").unwrap();
    assert!(office.flush_erased().unwrap());
}

#[test]
fn err_a_backup_into_the_data_folder_or_that_of_a_receiver() {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let root = receiver.folder.path();
    let data = root.join("data");
    let office = office(&receiver);
    let mut inside = vec![
        data.clone(),
        data.join("../data"),
        data.join("attachments"),
        data.join("backup"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&data, root.join("link")).unwrap();
        std::fs::create_dir(root.join("half")).unwrap();
        std::os::unix::fs::symlink(data.join("attachments"), root.join("half/attachments"))
            .unwrap();
        inside.extend([root.join("link"), root.join("half")]);
    }
    for out in inside {
        assert!(
            matches!(office.backup(&out), Err(OfficeError::BackupInside)),
            "{}",
            out.display()
        );
    }
    let other = Receiver::start();
    assert!(matches!(
        office.backup(&other.folder.path().join("data")),
        Err(OfficeError::BackupInUse)
    ));
    assert_eq!((receiver.rows()[0], other.rows()[0]), (1, 0));
}

#[test]
fn ok_a_second_backup_removes_what_was_erased() {
    let receiver = Receiver::start();
    let kept = under18(1, &PHOTOS[..2]);
    assert_eq!(receiver.send_with(&kept, &PHOTOS[..2]).status, 201);
    assert_eq!(
        receiver.send_with(&under18(2, &PHOTOS), &PHOTOS).status,
        201
    );
    let mut office = office(&receiver);
    let out = receiver.folder.path().join("backup");
    let first = office.backup(&out).unwrap();
    assert_eq!((first.copied, first.removed), (4, 0));
    // Simulates a receiver that ran on the copy and was killed. No backup wrote `note`.
    for name in ["hoso.sqlite3-wal", "hoso.sqlite3-shm", "attachments/note"] {
        std::fs::write(out.join(name), b"x").unwrap();
    }
    office.erase("HS-2026-000002", "request").unwrap();
    let second = office.backup(&out).unwrap();
    assert_eq!(
        (
            second.kept,
            second.copied,
            second.removed,
            second.damaged.len()
        ),
        (2, 0, 2, 0)
    );
    for name in ["hoso.sqlite3-wal", "hoso.sqlite3-shm"] {
        assert!(!out.join(name).exists(), "{name}");
    }
    assert!(out.join("attachments/note").exists());
    assert!(!holds(&out, FRONT) && holds(&out, PORTRAIT));
    #[cfg(unix)]
    for name in [
        "hoso.sqlite3",
        &format!("attachments/{}", sha256_hex(PORTRAIT)),
    ] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(out.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

thread_local! {
    /// Data folder whose first dossier the clock function erases, once.
    static ERASE_IN: std::cell::RefCell<Option<std::path::PathBuf>> =
        const { std::cell::RefCell::new(None) };
}

/// Erases a dossier during a backup, which reads the clock between its two passes.
#[test]
fn ok_a_file_that_is_erased_during_a_backup_is_not_damaged() {
    let receiver = Receiver::start();
    assert_eq!(
        receiver.send_with(&under18(1, &PHOTOS), &PHOTOS).status,
        201
    );
    let data = receiver.folder.path().join("data");
    let portrait = data.join("attachments").join(sha256_hex(PORTRAIT));
    std::fs::remove_file(portrait).unwrap();
    let damaged = office(&receiver)
        .backup(&receiver.folder.path().join("before"))
        .unwrap()
        .damaged;
    assert_eq!(damaged, [sha256_hex(PORTRAIT)]);
    ERASE_IN.set(Some(data));
    let office = office(&receiver).with_clock(|| {
        if let Some(data) = ERASE_IN.take() {
            let mut other = Office::open(&data, "clerk").unwrap();
            other.erase("HS-2026-000001", "request").unwrap();
        }
        NOW
    });
    let report = office
        .backup(&receiver.folder.path().join("backup"))
        .unwrap();
    assert_eq!((report.dossiers, report.removed), (0, 3));
    assert_eq!(report.damaged, Vec::<String>::new());
}
