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

/// The oldest year that is taken.
const FIRST_YEAR: u16 = 1900;

/// The age above which a birth date is doubted.
const VERY_OLD: u16 = 110;

impl PartialDate {
    /// Reads a date of any precision as typed; see the module.
    ///
    /// # Errors
    /// `date.not_real`, `date.year2`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = crate::text::clean(raw);
        let wrong = || Reason::DateNotReal { typed: typed.chars().take(30).collect() };
        let mut parts = [0_u16; 3];
        let mut lengths = [0_usize; 3];
        let mut count = 0;
        let mut separator = true;
        for c in typed.chars() {
            let digit = match c {
                '０'..='９' => Some(c as u32 - '０' as u32),
                _ => c.to_digit(10),
            };
            if let Some(digit) = digit {
                if separator {
                    count += 1;
                    separator = false;
                }
                let (Some(part), Some(length)) = (parts.get_mut(count - 1), lengths.get_mut(count - 1)) else {
                    return Err(wrong());
                };
                *length += 1;
                if *length > 8 {
                    return Err(wrong());
                }
                // Eight digits without a separator are taken apart below.
                *part = if *length > 4 { *part } else { *part * 10 + digit as u16 };
            } else if matches!(c, '/' | '-' | '.' | ' ' | ',' | '\u{2010}'..='\u{2015}') {
                // Two separators may stand together ("5 / 3 / 1990"), but none first.
                if count == 0 {
                    return Err(wrong());
                }
                separator = true;
            } else {
                return Err(wrong());
            }
        }
        if separator {
            return Err(wrong());
        }
        let small = |n: u16| u8::try_from(n).unwrap_or(0);
        let year = |n: u16, length: usize| match length {
            4 => Ok(n),
            2 => Err(Reason::DateYearOfTwoDigits),
            _ => Err(wrong()),
        };
        let read = match (count, lengths) {
            (1, [4, ..]) => Self::of_year(parts[0]),
            (1, [8, ..]) | (1, [6, ..]) => return Self::without_separators(&typed).ok_or_else(wrong),
            (2, [4, 1 | 2, _]) => Month::new(parts[0], small(parts[1])).map(Self::Month),
            (2, [1 | 2, length, _]) => Month::new(year(parts[1], length)?, small(parts[0])).map(Self::Month),
            (3, [4, 1 | 2, 1 | 2]) => Date::new(parts[0], small(parts[1]), small(parts[2])).map(Self::Day),
            (3, [1 | 2, 1 | 2, length]) => {
                Date::new(year(parts[2], length)?, small(parts[1]), small(parts[0])).map(Self::Day)
            }
            _ => None,
        };
        read.ok_or_else(wrong)
    }

    const fn of_year(year: u16) -> Option<Self> {
        if year == 0 { None } else { Some(Self::Year(year)) }
    }

    /// `ddmmyyyy` or `mmyyyy`.
    fn without_separators(typed: &str) -> Option<Self> {
        let mut digits = [0_u16; 8];
        let mut n = 0;
        for c in typed.chars() {
            let digit = match c {
                '０'..='９' => c as u32 - '０' as u32,
                _ => c.to_digit(10)?,
            };
            *digits.get_mut(n)? = digit as u16;
            n += 1;
        }
        let two = |i: usize| (digits[i] * 10 + digits[i + 1]) as u8;
        let four = |i: usize| digits[i] * 1000 + digits[i + 1] * 100 + digits[i + 2] * 10 + digits[i + 3];
        if n == 8 { Date::new(four(4), two(2), two(0)).map(Self::Day) } else { Month::new(four(2), two(0)).map(Self::Month) }
    }

    /// How much of the date is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Month(_) => Precision::Month,
            Self::Year(_) => Precision::Year,
        }
    }

    /// The first day that it can mean.
    #[must_use]
    pub const fn earliest(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first_day(),
            Self::Year(year) => Date { year, month: 1, day: 1 },
        }
    }

    /// The last day that it can mean.
    #[must_use]
    pub const fn latest(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last_day(),
            Self::Year(year) => Date { year, month: 12, day: 31 },
        }
    }

    /// The year, which is always known.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.earliest().year
    }

    /// The month, where it is known.
    #[must_use]
    pub const fn month_of(self) -> Option<Month> {
        match self {
            Self::Day(day) => Some(day.month_of()),
            Self::Month(month) => Some(month),
            Self::Year(_) => None,
        }
    }

    /// Ages in full years on a day: if born as late, and as early, as it can mean.
    #[must_use]
    pub const fn age_range(self, on: Date) -> (u16, u16) {
        (self.latest().age_on(on), self.earliest().age_on(on))
    }

    /// What is wrong or unlikely about it as a birth date: in the future, before
    /// 1900, or more than 110 years ago.
    #[must_use]
    pub fn check(self, today: Date) -> Option<Reason> {
        if self.earliest() > today {
            Some(Reason::DateFuture)
        } else if self.year() < FIRST_YEAR {
            Some(Reason::DateNotReal { typed: self.to_string() })
        } else if self.age_range(today).0 > VERY_OLD {
            Some(Reason::DateVeryOld { year: self.year() })
        } else {
            None
        }
    }

    /// `1990-03-05`, `1990-03` or `1990`, the form on the wire.
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            Self::Day(day) => day.iso(),
            Self::Month(month) => month.iso(),
            Self::Year(year) => format!("{year:04}"),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Month(month) => month.fmt(f),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}
