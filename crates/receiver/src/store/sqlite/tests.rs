//! Tests the store on a real database in a temporary folder.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::fs;

use super::*;
use crate::store::schema::MIGRATIONS;

#[test]
fn ok_a_database_keeps_its_key_and_its_settings() {
    let folder = tempfile::tempdir().unwrap();
    let first = SqliteStore::open(folder.path()).unwrap();
    let secret = first.secrets.of("a");
    assert_eq!(secret.len(), 32);
    assert_ne!(secret, first.secrets.of("b"));
    assert!(matches!(
        SqliteStore::open(folder.path()),
        Err(Error::InUse)
    ));
    drop(first);
    let again = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(again.secrets.of("a"), secret);
    let level: i64 = again
        .lock()
        .query_row("PRAGMA synchronous", [], |row| row.get(0))
        .unwrap();
    let mode: String = again
        .lock()
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap();
    assert_eq!((level, mode.as_str()), (2, "wal"));
}

#[test]
fn err_a_database_of_a_newer_program() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    store
        .lock()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    drop(store);
    assert!(matches!(
        SqliteStore::open(folder.path()),
        Err(Error::Newer { found: 99, .. })
    ));
}

/// A received file of this content.
fn staged(store: &SqliteStore, content: &[u8]) -> StagedFile {
    let path = store.staging_path();
    fs::write(&path, content).unwrap();
    StagedFile {
        path,
        sha256: hoso_dossier::wire::sha256_hex(content),
        size: content.len() as u64,
        media_type: "application/pdf",
    }
}

/// A database that holds `n` files of dossiers and `n` files of none.
fn holding(n: u32) -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    store
        .lock()
        .execute_batch(&format!(
            "BEGIN;
             INSERT INTO dossier VALUES ('d', 2020, 1, '', '', '', 0, '', '');
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})
             INSERT INTO attachment (sha256, size, media_type, stored_at)
             SELECT printf('%s%d', kind, i), 5, '', 1000
             FROM n, (SELECT 'claimed' AS kind UNION ALL SELECT 'unclaimed') WHERE {n} > 0;
             INSERT INTO dossier_attachment
             SELECT 'd', rowid, '', sha256 FROM attachment WHERE sha256 LIKE 'claimed%';
             COMMIT;"
        ))
        .unwrap();
    (folder, store)
}

/// Counts the instructions that the database runs for `work`.
fn steps(store: &SqliteStore, work: impl FnOnce()) -> u64 {
    let count = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let counted = std::sync::Arc::clone(&count);
    let tick = move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        false
    };
    store.lock().progress_handler(1, Some(tick)).unwrap();
    work();
    store
        .lock()
        .progress_handler(0, None::<fn() -> bool>)
        .unwrap();
    count.load(std::sync::atomic::Ordering::Relaxed)
}

#[test]
fn ok_the_cost_of_a_file_does_not_depend_on_what_is_stored() {
    let cost = |n| {
        let (_folder, store) = holding(n);
        let limits = Limits::default();
        let first = staged(&store, b"%PDF-1");
        let add = || {
            assert_eq!(store.add_attachment(&first, &limits, 1001), Ok(true));
        };
        let added = steps(&store, add);
        let again = staged(&store, b"%PDF-1");
        let repeat = || {
            assert_eq!(store.add_attachment(&again, &limits, 1001), Ok(false));
        };
        let repeated = steps(&store, repeat);
        assert!(added > 0 && repeated > 0);
        (added, repeated)
    };
    assert_eq!(cost(1), cost(20_000));
}

#[test]
fn ok_the_sum_of_unclaimed_files_follows_every_change() {
    let (_folder, store) = holding(3);
    let connection = store.lock();
    let sum = || unclaimed_bytes(&connection).unwrap();
    let run = |sql: &str| connection.execute_batch(sql).unwrap();
    assert_eq!(sum(), 15);
    run("INSERT INTO dossier_attachment VALUES ('d', 98, '', 'unclaimed1')");
    // Named twice, it is counted once.
    run("INSERT INTO dossier_attachment VALUES ('d', 99, '', 'unclaimed1')");
    assert_eq!(sum(), 10);
    run("DELETE FROM dossier_attachment WHERE position = 98");
    assert_eq!(sum(), 10);
    run("DELETE FROM dossier_attachment WHERE position = 99");
    assert_eq!(sum(), 15);
    run("DELETE FROM attachment WHERE claimed = 0");
    assert_eq!(sum(), 0);
    run("DELETE FROM dossier_attachment");
    assert_eq!(sum(), 15);
}

#[test]
fn ok_a_database_of_the_first_version_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    {
        let connection = Connection::open(folder.path().join("hoso.sqlite3")).unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO dossier VALUES ('d', 2026, 7, '', '', '', 0, '', '');
                 INSERT INTO attachment VALUES ('a', 5, '', 0), ('b', 11, '', 0);
                 INSERT INTO dossier_attachment VALUES ('d', 0, '', 'a');
                 PRAGMA user_version = 1;",
            )
            .unwrap();
    }
    let store = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(unclaimed_bytes(&store.lock()).unwrap(), 11);
    let last: (i64, i64) = store
        .lock()
        .query_row("SELECT year, sequence FROM last_number", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(last, (2026, 7));
    store.remove_unclaimed(&Limits::default(), 999_999).unwrap();
    let left: String = store
        .lock()
        .query_row("SELECT group_concat(sha256) FROM attachment", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(left, "a");
}

#[test]
fn ok_unclaimed_files_are_deleted_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let limits = Limits::default();
    let file = staged(&store, b"%PDF-");
    assert_eq!(store.add_attachment(&file, &limits, 1000), Ok(true));
    let stored = folder.path().join("attachments").join(&file.sha256);
    let days = i64::try_from(limits.unclaimed_for.as_secs()).unwrap();
    store.remove_unclaimed(&limits, 1000 + days).unwrap();
    assert!(stored.is_file());
    store.remove_unclaimed(&limits, 1001 + days).unwrap();
    assert!(!stored.exists());
}

#[test]
fn ok_the_oldest_unclaimed_file_gives_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let limits = Limits {
        unclaimed_bytes: 20,
        ..Limits::default()
    };
    let add = |content: &[u8], now| {
        let file = staged(&store, content);
        store.add_attachment(&file, &limits, now).unwrap()
    };
    let stored = || {
        let is_stored = |name: &&[u8]| {
            let sha256 = hoso_dossier::wire::sha256_hex(name);
            folder.path().join("attachments").join(sha256).is_file()
        };
        let names = [&b"%PDF-1"[..], b"%PDF-2", b"%PDF-3", b"%PDF-4"];
        names.iter().map(is_stored).collect::<Vec<_>>()
    };
    for (name, now) in [(b"%PDF-1", 1000), (b"%PDF-2", 1000), (b"%PDF-3", 1000)] {
        assert!(add(name, now));
    }
    // Sent again, it is no longer the oldest.
    assert!(!add(b"%PDF-1", 1001));
    assert!(add(b"%PDF-4", 1001));
    assert_eq!(stored(), [true, false, true, true]);
    let dossier = "INSERT INTO dossier VALUES ('d', 2026, 1, '', '', '', 0, '', '')";
    store.lock().execute_batch(dossier).unwrap();
    let third = hoso_dossier::wire::sha256_hex(b"%PDF-3");
    let link = "INSERT INTO dossier_attachment VALUES ('d', 0, '', ?1)";
    store.lock().execute(link, [third]).unwrap();
    // A file of a dossier is neither removed nor counted.
    assert!(add(b"%PDF-2", 1002));
    assert!(add(&[b' '; 20], 1003));
    assert_eq!(stored(), [false, false, true, false]);
}

#[test]
fn err_no_space_for_unclaimed_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let limits = Limits {
        unclaimed_bytes: 4,
        ..Limits::default()
    };
    assert_eq!(
        store.add_attachment(&staged(&store, b"%PDF-"), &limits, 1000),
        Err(Refusal::StorageFull)
    );
}
