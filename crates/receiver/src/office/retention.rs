//! Erases the dossiers whose time is over.

use super::dossiers::Filter;
use super::error::OfficeError;
use super::opened::Office;
use crate::number::format_number;

use rusqlite::params;

/// What a retention erased, or would erase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetentionReport {
    /// Dossiers received before this time, in seconds since 1970.
    pub before: i64,
    /// Number and procedure of each, the oldest first.
    pub dossiers: Vec<(String, String)>,
    /// How many files were deleted; 0 in a dry run.
    pub files: usize,
}

impl Office {
    /// Erases the dossiers that were received more than `days` days ago, of one procedure or of all.
    ///
    /// # Errors
    /// [`OfficeError::NoDays`], [`OfficeError::Data`].
    pub fn retain(
        &mut self,
        days: u32,
        filter: &Filter,
        dry_run: bool,
    ) -> Result<RetentionReport, OfficeError> {
        if days == 0 {
            return Err(OfficeError::NoDays);
        }
        let before = (self.clock)().saturating_sub(i64::from(days) * 86_400);
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
        self.record("retain", "", &format!("{} days", days))?;
        for (number, procedure) in dossiers {
            match self.erase(&number, "retention") {
                Ok(files) => report.files += files,
                // Another process erased it meanwhile.
                Err(OfficeError::Erased(_) | OfficeError::Unknown(_)) => continue,
                Err(error) => return Err(error),
            }
            report.dossiers.push((number, procedure));
        }
        Ok(report)
    }
}
