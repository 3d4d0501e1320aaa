//! Erases dossiers after their retention period.

use super::dossiers::Filter;
use super::error::OfficeError;
use super::opened::Office;
use crate::number::format_number;

use rusqlite::params;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Result of a retention run: what it erased, or would erase in a dry run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetentionReport {
    /// Time in seconds since 1970; dossiers received before it are erased.
    pub before: i64,
    /// Number and procedure of each erased dossier, oldest first.
    pub dossiers: Vec<(String, String)>,
    /// Number of deleted files; 0 in a dry run.
    pub files: usize,
    /// Number and error of each erasure that failed.
    pub failed: Vec<String>,
}

/// Maximum age in days of the newest dossier or audit entry before a retention run. Each run of
/// `hoso retain` adds an audit entry, so a longer gap means that the clock is wrong, or that
/// neither citizens nor the office used the receiver for two months.
pub const IDLE_DAYS: u32 = 62;

impl Office {
    /// Erases the dossiers that were received more than `days` days ago, of one procedure or of
    /// all. Adds a failed erasure to [`RetentionReport::failed`] and continues with the next
    /// dossier.
    ///
    /// Fails without an erasure if the newest dossier or audit entry is older than `idle_days`,
    /// because a clock that is ahead would erase dossiers too early. A dry run skips this check.
    ///
    /// # Errors
    /// [`OfficeError::NoDays`], [`OfficeError::ClockAhead`], [`OfficeError::Data`].
    pub fn retain(
        &mut self,
        days: u32,
        idle_days: u32,
        filter: &Filter,
        dry_run: bool,
    ) -> Result<RetentionReport, OfficeError> {
        if days == 0 {
            return Err(OfficeError::NoDays);
        }
        let before = (self.clock)().saturating_sub(i64::from(days) * DAY);
        let dossiers: Vec<(String, String)> = self
            .connection
            .prepare(
                "SELECT year, sequence, procedure FROM dossier
                 WHERE received_at < ?1 AND (?2 IS NULL OR procedure = ?2)
                   AND (?3 IS NULL OR status = ?3)
                 ORDER BY received_at, year, sequence",
            )?
            .query_map(
                params![
                    before,
                    filter.procedure,
                    filter.state.map(crate::state::State::code)
                ],
                |row| Ok((format_number(row.get(0)?, row.get(1)?), row.get(2)?)),
            )?
            .collect::<Result<_, _>>()?;
        let mut report = RetentionReport {
            before,
            ..RetentionReport::default()
        };
        if dry_run {
            report.dossiers = dossiers;
            return Ok(report);
        }
        self.check_clock(idle_days)?;
        self.record("retain", "", &format!("{} days", days))?;
        for (number, procedure) in dossiers {
            match self.erase(&number, "retention") {
                Ok(files) => report.files += files,
                // Skips a dossier that another process has erased.
                Err(OfficeError::Erased(_) | OfficeError::Unknown(_)) => continue,
                Err(error) => {
                    report.failed.push(format!("{number}: {error}"));
                    continue;
                }
            }
            report.dossiers.push((number, procedure));
        }
        Ok(report)
    }

    /// Compares the clock with the newest time in the database.
    fn check_clock(&self, idle_days: u32) -> Result<(), OfficeError> {
        let newest: Option<i64> = self.connection.query_row(
            "SELECT MAX(at) FROM (SELECT MAX(received_at) AS at FROM dossier
                                  UNION ALL SELECT MAX(done_at) FROM audit)",
            [],
            |row| row.get(0),
        )?;
        let now = (self.clock)();
        let idle = newest.map_or(0, |newest| now.saturating_sub(newest));
        match idle > i64::from(idle_days) * DAY {
            true => Err(OfficeError::ClockAhead { days: idle / DAY }),
            false => Ok(()),
        }
    }
}
