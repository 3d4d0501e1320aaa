//! Days, months and birth dates of three precisions, as Vietnamese people type them.
//!
//! | typed | read as |
//! |---|---|
//! | `5/3/1990`, `05.03.1990`, `05-03-1990`, `5 3 1990`, `05031990`, `1990-03-05` | 05/03/1990, precision day |
//! | `3/1990`, `1990-03` | 03/1990, precision month |
//! | `1990` | 1990, precision year |
//!
//! The day always comes first. A birth certificate may hold no more than a month
//! or a year; what it does not hold is never invented.
//!
//! Source: the birth date precisions 0, 1, 2 of form TK1-TS (QĐ 490/QĐ-BHXH); read 2026-11-20.

use core::fmt;

use crate::reason::Reason;

/// A day of the Gregorian calendar, years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    month: u8,
}

/// How much of a birth date the papers hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Day, month and year (portal code 0).
    Day,
    /// Month and year (portal code 1).
    Month,
    /// Year (portal code 2).
    Year,
}

/// A birth date of one of the three precisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// The whole date.
    Day(Date),
    /// Only month and year are known.
    Month(Month),
    /// Only the year is known.
    Year(u16),
}

const fn leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Date {
    /// The day, if the calendar has it.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || month == 0 || month > 12 || day == 0 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day that lies `days` after 1 January 1970, for callers that own a clock.
    ///
    /// Howard Hinnant's `civil_from_days`; days outside years 1 to 9999 give `None`.
    #[must_use]
    pub const fn from_days_since_epoch(days: i64) -> Option<Self> {
        if days < -719_162 || days > 2_932_896 {
            return None;
        }
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u8;
        let year = (yoe + era * 400 + if month <= 2 { 1 } else { 0 }) as u16;
        Self::new(year, month, day)
    }

    /// How many days lie between 1 January 1970 and this day; negative before it.
    #[must_use]
    pub const fn days_since_epoch(self) -> i64 {
        let y = self.year as i64 - if self.month <= 2 { 1 } else { 0 };
        let m = self.month as i64;
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + self.day as i64 - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The month that holds this day.
    #[must_use]
    pub const fn month_of(self) -> Month {
        Month { year: self.year, month: self.month }
    }

    /// Reads a whole date as typed; see the module.
    ///
    /// # Errors
    /// The reasons of [`PartialDate::parse`], and `date.not_real` where only a month or a year was typed.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        match PartialDate::parse(raw)? {
            PartialDate::Day(day) => Ok(day),
            _ => Err(Reason::DateNotReal { typed: raw.trim().to_owned() }),
        }
    }

    /// `yyyy-mm-dd`, the form on the wire.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Full years from `self` (a birth date) to `on`. A person born on 29 February
    /// turns a year older on 1 March of a common year.
    #[must_use]
    pub const fn age_on(self, on: Self) -> u16 {
        let years = on.year.saturating_sub(self.year);
        let before = on.month < self.month || (on.month == self.month && on.day < self.day);
        if before { years.saturating_sub(1) } else { years }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{:04}", self.day, self.month, self.year)
    }
}

impl Month {
    /// The month, if there is one of this number.
    #[must_use]
    pub const fn new(year: u16, month: u8) -> Option<Self> {
        if year == 0 || year > 9999 || month == 0 || month > 12 {
            return None;
        }
        Some(Self { year, month })
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> Date {
        Date { year: self.year, month: self.month, day: 1 }
    }

    /// Its last day.
    #[must_use]
    pub const fn last_day(self) -> Date {
        Date { year: self.year, month: self.month, day: days_in(self.year, self.month) }
    }

    /// The month `months` later (or earlier); stops at the ends of the calendar.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let index = (i32::from(self.year) * 12 + i32::from(self.month) - 1)
            .saturating_add(months)
            .clamp(12, 9999 * 12 + 11);
        Self { year: (index / 12) as u16, month: (index % 12 + 1) as u8 }
    }

    /// How many months later `self` is than `earlier`.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i32 {
        (i32::from(self.year) - i32::from(earlier.year)) * 12 + i32::from(self.month)
            - i32::from(earlier.month)
    }

    /// Reads `12/2026`, `12.2026`, `12 2026`, `122026` or `2026-12`.
    ///
    /// # Errors
    /// `date.not_real` for anything that is no month, `date.year2` for a year of two digits.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        match PartialDate::parse(raw)? {
            PartialDate::Month(month) => Ok(month),
            _ => Err(Reason::DateNotReal { typed: raw.trim().to_owned() }),
        }
    }

    /// `yyyy-mm`, the form on the wire.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:04}", self.month, self.year)
    }
}
