//! The tables, as migrations from one version of the schema to the next.

use rusqlite::{Connection, TransactionBehavior};

use crate::config::Error;

/// The migrations, one per version of the schema. Add new ones, never change old ones.
pub(super) const MIGRATIONS: [&str; 4] = [
    "
    CREATE TABLE server (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        secret_key BLOB NOT NULL
    ) STRICT;
    CREATE TABLE dossier (
        dossier_id TEXT PRIMARY KEY,
        year INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        procedure TEXT NOT NULL,
        definition TEXT NOT NULL,
        digest TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        status TEXT NOT NULL,
        envelope TEXT NOT NULL,
        UNIQUE (year, sequence)
    ) STRICT;
    CREATE TABLE attachment (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        stored_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE dossier_attachment (
        dossier_id TEXT NOT NULL REFERENCES dossier (dossier_id),
        position INTEGER NOT NULL,
        field TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES attachment (sha256),
        PRIMARY KEY (dossier_id, position)
    ) STRICT;
    CREATE INDEX dossier_attachment_by_file ON dossier_attachment (sha256);
    ",
    // Which files no dossier names, and how many bytes they have together: kept up to date by
    // triggers, so that the cost of a file does not depend on what is stored.
    "
    ALTER TABLE attachment ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed IN (0, 1));
    UPDATE attachment SET claimed = 1 WHERE sha256 IN (SELECT sha256 FROM dossier_attachment);
    CREATE INDEX attachment_unclaimed ON attachment (stored_at) WHERE claimed = 0;
    CREATE TABLE unclaimed (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        bytes INTEGER NOT NULL CHECK (bytes >= 0)
    ) STRICT;
    INSERT INTO unclaimed SELECT 1, COALESCE(SUM(size), 0) FROM attachment WHERE claimed = 0;
    CREATE TRIGGER attachment_added AFTER INSERT ON attachment WHEN NEW.claimed = 0 BEGIN
        UPDATE unclaimed SET bytes = bytes + NEW.size WHERE only = 1;
    END;
    CREATE TRIGGER attachment_removed AFTER DELETE ON attachment WHEN OLD.claimed = 0 BEGIN
        UPDATE unclaimed SET bytes = bytes - OLD.size WHERE only = 1;
    END;
    CREATE TRIGGER attachment_moved AFTER UPDATE OF claimed ON attachment BEGIN
        UPDATE unclaimed SET bytes = bytes + (OLD.claimed - NEW.claimed) * NEW.size WHERE only = 1;
    END;
    CREATE TRIGGER attachment_claimed AFTER INSERT ON dossier_attachment BEGIN
        UPDATE attachment SET claimed = 1 WHERE sha256 = NEW.sha256 AND claimed = 0;
    END;
    CREATE TRIGGER attachment_released AFTER DELETE ON dossier_attachment
    WHEN NOT EXISTS (SELECT 1 FROM dossier_attachment WHERE sha256 = OLD.sha256) BEGIN
        UPDATE attachment SET claimed = 0 WHERE sha256 = OLD.sha256;
    END;
    ",
    // The last number given in each year. A number is never given again, also if its dossier is
    // deleted.
    "
    CREATE TABLE last_number (
        year INTEGER PRIMARY KEY,
        sequence INTEGER NOT NULL
    ) STRICT;
    INSERT INTO last_number SELECT year, MAX(sequence) FROM dossier GROUP BY year;
    ",
    // Adds the tables of the office (state changes, erased dossiers, audit log) and the outbox of
    // the webhook.
    "
    CREATE TABLE status_change (
        year INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        position INTEGER NOT NULL,
        status TEXT NOT NULL,
        note TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        changed_by TEXT NOT NULL,
        PRIMARY KEY (year, sequence, position),
        FOREIGN KEY (year, sequence) REFERENCES dossier (year, sequence)
    ) STRICT;
    CREATE TABLE erased_dossier (
        year INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        procedure TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        erased_at INTEGER NOT NULL,
        secret_hash TEXT NOT NULL UNIQUE,
        PRIMARY KEY (year, sequence)
    ) STRICT;
    CREATE TABLE audit (
        entry INTEGER PRIMARY KEY,
        done_at INTEGER NOT NULL,
        done_by TEXT NOT NULL,
        action TEXT NOT NULL,
        number TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_number ON audit (number);
    CREATE INDEX dossier_by_time ON dossier (received_at, year, sequence);
    CREATE TABLE outbox (
        year INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        due_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
        last_result TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (year, sequence),
        FOREIGN KEY (year, sequence) REFERENCES dossier (year, sequence)
    ) STRICT;
    CREATE INDEX outbox_pending ON outbox (due_at) WHERE state = 'pending';
    ",
];

/// Returns the version of the schema of a database.
pub(crate) fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Newest schema version that this program supports.
pub(crate) const KNOWN_VERSION: i64 = MIGRATIONS.len() as i64;

/// Creates or migrates the tables and returns the key of the secrets.
pub(crate) fn migrate(connection: &mut Connection) -> Result<Vec<u8>, Error> {
    let known = KNOWN_VERSION;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh).map_err(|_| Error::Random)?;
    transaction.execute(
        "INSERT OR IGNORE INTO server (only, secret_key) VALUES (1, ?1)",
        [&fresh[..]],
    )?;
    let key = transaction.query_row("SELECT secret_key FROM server", [], |row| row.get(0))?;
    transaction.commit()?;
    Ok(key)
}
