//! Opens databases of an earlier and of a newer schema version.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod support;

use std::path::Path;

use hoso_dossier::wire::sha256_hex;
use hoso_receiver::Error;
use hoso_receiver::office::{Filter, Office, OfficeError};
use support::{FRONT, NOW, PDF, Receiver, dossier};

fn office(receiver: &Receiver) -> Office {
    Office::open(&receiver.folder.path().join("data"), "clerk")
        .unwrap()
        .with_clock(|| NOW)
}

/// Returns the number of dossiers.
fn count(office: &Office) -> usize {
    let mut count = 0;
    office
        .each_dossier(&Filter::default(), |_| {
            count += 1;
            Ok::<(), OfficeError>(())
        })
        .unwrap();
    count
}

/// Creates the data folder of a version from its fixture.
fn fixture(version: &str, to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(version);
    std::fs::create_dir_all(to.join("attachments")).unwrap();
    for file in std::fs::read_dir(from.join("attachments")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join("attachments").join(file.file_name())).unwrap();
    }
    rusqlite::Connection::open(to.join("hoso.sqlite3"))
        .unwrap()
        .execute_batch(&std::fs::read_to_string(from.join("hoso.sql")).unwrap())
        .unwrap();
}

/// Opens the fixture that the program wrote on 2026-11-30, before version 4.
#[test]
fn ok_a_database_of_version_3_opens() {
    // Secret of the receipt of that version.
    let secret = "689d1ae9734f1f509f174bf73f47a3ca";
    let with = |first_office: bool| {
        let receiver = Receiver::with(|config, _| {
            fixture("version-3", &config.data_dir);
            if first_office {
                let office = Office::open(&config.data_dir, "clerk").unwrap();
                assert_eq!(count(&office), 2);
            }
        });
        let status = receiver.status("HS-2026-000002", secret);
        assert_eq!(
            (status.status, status.texts("missing")),
            (200, vec!["id_back".to_owned()])
        );
        let office = office(&receiver);
        assert_eq!(
            office
                .dossier("HS-2026-000002")
                .unwrap()
                .envelope
                .attachments
                .len(),
            3
        );
        assert_eq!(
            office.file("HS-2026-000002", &sha256_hex(FRONT)).unwrap(),
            FRONT
        );
        assert_eq!(receiver.put(PDF).status, 200);
        assert_eq!(receiver.send(&dossier(3)).text("number"), "HS-2026-000003");
    };
    with(false);
    with(true);
}

fn version_of(data: &Path) -> i64 {
    rusqlite::Connection::open(data.join("hoso.sqlite3"))
        .unwrap()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn err_a_receiver_of_an_older_version_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    fixture("version-3", data);
    let lock = std::fs::File::create(data.join("lock")).unwrap();
    lock.try_lock().unwrap();
    assert!(matches!(
        Office::open(data, "clerk"),
        Err(OfficeError::Data(Error::InUse))
    ));
    assert_eq!(version_of(data), 3);
    drop(lock);
    assert!(Office::open(data, "clerk").is_ok());
    assert_eq!(version_of(data), 4);
}

#[test]
fn err_a_database_of_a_newer_program() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    fixture("version-3", data);
    rusqlite::Connection::open(data.join("hoso.sqlite3"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        Office::open(data, "clerk"),
        Err(OfficeError::Data(Error::Newer { found: 99, .. }))
    ));
}

/// Runs several migrations at once: one succeeds; the others wait or return `Error::InUse`.
#[test]
fn ok_several_migrations_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    fixture("version-3", data);
    let opened: Vec<bool> = std::thread::scope(|scope| {
        let open = || match Office::open(data, "clerk") {
            Ok(office) => {
                assert_eq!(count(&office), 2);
                true
            }
            Err(OfficeError::Data(Error::InUse)) => false,
            Err(other) => panic!("{other}"),
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(opened.contains(&true));
    assert_eq!(version_of(data), 4);
}
