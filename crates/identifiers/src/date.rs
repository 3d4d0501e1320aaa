//! Days, months and birth dates of three precisions, in the formats that Vietnamese people type.
//!
//! | input | parsed as |
//! |---|---|
//! | `5/3/1990`, `05.03.1990`, `05-03-1990`, `5,3,1990`, `5 3 1990`, `05031990`, `1990-03-05` | 05/03/1990, precision day |
//! | `3/1990`, `031990`, `1990-03` | 03/1990, precision month |
//! | `1990` | 1990, precision year |
//!
//! The numbers may be preceded by words, with or without diacritics: `ngày 14 tháng 2 năm 1990`,
//! `tháng 12/2026`.
//!
//! The day always comes first, and the year has four digits: `5/3/90` is `date.year2`. A birth
//! certificate may have only a month or a year; the missing parts are never invented.
//!
//! Source: the birth date precisions 0, 1, 2 of form TK1-TS (QĐ 490/QĐ-BHXH); read 2026-11-20.

use core::fmt;

use crate::reason::Reason;
use crate::text;

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

/// How much of a birth date is known.
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
    /// Day, month and year are known.
    Day(Date),
    /// Only month and year are known.
    Month(Month),
    /// Only the year is known.
    Year(u16),
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Appends a number with leading zeros. Unlike `format!` it does not enlarge the WASM module.
fn push_padded(out: &mut String, n: u16, width: u32) {
    for exponent in (0..width).rev() {
        let digit = n / 10_u16.saturating_pow(exponent) % 10;
        out.push(char::from(b'0' + digit as u8));
    }
}

impl Date {
    /// Returns the date, or `None` if it does not exist.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0
            || year > 9999
            || month == 0
            || month > 12
            || day == 0
            || day > days_in(year, month)
        {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Returns the date `days` after 1 January 1970; `None` outside the years 1 to 9999.
    ///
    /// Source: <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
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

    /// Returns the number of days since 1 January 1970; negative before it.
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

    /// Returns the month of this day.
    #[must_use]
    pub const fn month_of(self) -> Month {
        Month {
            year: self.year,
            month: self.month,
        }
    }

    /// Parses a whole date as entered; see the module.
    ///
    /// # Errors
    /// The reasons of [`PartialDate::parse`], and `date.not_real` for a month or a year.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        match PartialDate::parse(raw)? {
            PartialDate::Day(day) => Ok(day),
            _ => Err(not_real(&text::clean(raw))),
        }
    }

    /// Formats the date as `yyyy-mm-dd`, the wire format.
    #[must_use]
    pub fn iso(self) -> String {
        let mut out = self.month_of().iso();
        out.push('-');
        push_padded(&mut out, self.day.into(), 2);
        out
    }

    /// Returns the full years from `self` (a birth date) to `on`. In a common year a person born on 29
    /// February has their birthday on 1 March.
    #[must_use]
    pub const fn age_on(self, on: Self) -> u16 {
        let years = on.year.saturating_sub(self.year);
        let is_before_birthday =
            on.month < self.month || (on.month == self.month && on.day < self.day);
        if is_before_birthday {
            years.saturating_sub(1)
        } else {
            years
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(10);
        push_padded(&mut out, self.day.into(), 2);
        out.push('/');
        push_padded(&mut out, self.month.into(), 2);
        out.push('/');
        push_padded(&mut out, self.year, 4);
        f.write_str(&out)
    }
}

impl Month {
    /// Returns the month, or `None` if it does not exist.
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

    /// Returns its first day.
    #[must_use]
    pub const fn first_day(self) -> Date {
        Date {
            year: self.year,
            month: self.month,
            day: 1,
        }
    }

    /// Returns its last day.
    #[must_use]
    pub const fn last_day(self) -> Date {
        Date {
            year: self.year,
            month: self.month,
            day: days_in(self.year, self.month),
        }
    }

    /// Returns the month `months` later (or earlier), within the years 1 to 9999.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let index = (i32::from(self.year) * 12 + i32::from(self.month) - 1)
            .saturating_add(months)
            .clamp(12, 9999 * 12 + 11);
        Self {
            year: (index / 12) as u16,
            month: (index % 12 + 1) as u8,
        }
    }

    /// Returns the number of months from `earlier` to `self`.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i32 {
        (i32::from(self.year) - i32::from(earlier.year)) * 12 + i32::from(self.month)
            - i32::from(earlier.month)
    }

    /// Parses `12/2026`, `12.2026`, `12 2026`, `122026` or `2026-12`.
    ///
    /// # Errors
    /// `date.year2` for a year of two digits, `month.format` for anything else that is no month.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        match PartialDate::parse(raw) {
            Ok(PartialDate::Month(month)) => Ok(month),
            Err(Reason::DateYearOfTwoDigits) => Err(Reason::DateYearOfTwoDigits),
            // In a month field a message about days would confuse.
            Ok(_) | Err(_) => Err(Reason::MonthFormat {
                typed: shortened(&text::clean(raw)),
            }),
        }
    }

    /// Returns why it is unlikely to be the month in which something begins.
    ///
    /// `month.far` is a doubt without a source: more than ten years ahead nobody plans a payment, so
    /// the year is likely a typo.
    #[must_use]
    pub fn check(self, today: Date) -> Option<Reason> {
        (self.months_since(today.month_of()) > 12 * FAR_YEARS).then_some(Reason::MonthFar)
    }

    /// Formats the month as `yyyy-mm`, the wire format.
    #[must_use]
    pub fn iso(self) -> String {
        let mut out = String::with_capacity(10);
        push_padded(&mut out, self.year, 4);
        out.push('-');
        push_padded(&mut out, self.month.into(), 2);
        out
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(7);
        push_padded(&mut out, self.month.into(), 2);
        out.push('/');
        push_padded(&mut out, self.year, 4);
        f.write_str(&out)
    }
}

/// Years ahead beyond which a first month is doubtful.
const FAR_YEARS: i32 = 10;

/// The earliest possible year of birth of a living person.
const FIRST_YEAR: u16 = 1900;

/// The age above which a birth date is doubtful.
const VERY_OLD: u16 = 110;

impl PartialDate {
    /// Parses a date, a month or a year as entered; see the module.
    ///
    /// # Errors
    /// `date.year2` for a year with fewer than four digits, `date.not_real` for anything else that is
    /// no date.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        let numbers = if typed.contains(text::is_letter) {
            parts(&text::without_marks(&typed).to_lowercase())
        } else {
            parts(&typed)
        };
        let Some((parts, count)) = numbers else {
            return Err(not_real(&typed));
        };
        let date = match (count, parts) {
            (3, [y, m, d]) if y.digits == 4 => whole(y, m, d),
            (3, [d, m, y]) if y.digits == 4 => whole(y, m, d),
            (3, [d, m, y]) if d.digits <= 2 && m.digits <= 2 && y.digits < 4 => {
                return Err(Reason::DateYearOfTwoDigits);
            }
            (2, [y, m, _]) if y.digits == 4 => month(y, m),
            (2, [m, y, _]) if y.digits == 4 => month(y, m),
            (2, [m, y, _]) if m.digits <= 2 && y.digits < 4 => {
                return Err(Reason::DateYearOfTwoDigits);
            }
            (1, [only, ..]) => {
                return without_separators(only).unwrap_or_else(|| Err(not_real(&typed)));
            }
            _ => None,
        };
        date.ok_or_else(|| not_real(&typed))
    }

    /// Returns how much of the date is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Month(_) => Precision::Month,
            Self::Year(_) => Precision::Year,
        }
    }

    /// Returns the first possible day.
    #[must_use]
    pub const fn earliest(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first_day(),
            Self::Year(year) => Date {
                year,
                month: 1,
                day: 1,
            },
        }
    }

    /// Returns the last possible day.
    #[must_use]
    pub const fn latest(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last_day(),
            Self::Year(year) => Date {
                year,
                month: 12,
                day: 31,
            },
        }
    }

    /// Returns the year, which is always known.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.earliest().year
    }

    /// Returns the month, unless only the year is known.
    #[must_use]
    pub const fn month_of(self) -> Option<Month> {
        match self {
            Self::Day(day) => Some(day.month_of()),
            Self::Month(month) => Some(month),
            Self::Year(_) => None,
        }
    }

    /// Returns the lowest and the highest possible age in full years on a day.
    #[must_use]
    pub const fn age_range(self, on: Date) -> (u16, u16) {
        (self.latest().age_on(on), self.earliest().age_on(on))
    }

    /// Returns why it is unlikely or impossible as a birth date.
    ///
    /// `date.before_1900` and `date.future` are errors, `date.very_old` above 110 years is a doubt. A
    /// month or a year is in the future only if its first day is, and very old only if its last day
    /// is.
    #[must_use]
    pub fn check(self, today: Date) -> Option<Reason> {
        if self.earliest() > today {
            Some(Reason::DateFuture)
        } else if self.year() < FIRST_YEAR {
            Some(Reason::DateBefore1900 { year: self.year() })
        } else if self.age_range(today).0 > VERY_OLD {
            Some(Reason::DateVeryOld { year: self.year() })
        } else {
            None
        }
    }

    /// Formats the date as `1990-03-05`, `1990-03` or `1990`, the wire format.
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            Self::Day(day) => day.iso(),
            Self::Month(month) => month.iso(),
            Self::Year(year) => {
                let mut out = String::with_capacity(4);
                push_padded(&mut out, year, 4);
                out
            }
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Month(month) => month.fmt(f),
            Self::Year(_) => f.write_str(&self.iso()),
        }
    }
}

/// Returns the reason with the input.
fn not_real(typed: &str) -> Reason {
    Reason::DateNotReal {
        typed: shortened(typed),
    }
}

/// Shortens the input for a message.
fn shortened(typed: &str) -> String {
    const MAX_CHARS: usize = 20;
    let mut short: String = typed.chars().take(MAX_CHARS).collect();
    if short.len() < typed.len() {
        short.push('…');
    }
    short
}

/// A number between two separators.
#[derive(Clone, Copy, Default)]
struct Part {
    value: u32,
    digits: u8,
}

/// Day, month, year: each word precedes its number.
const WORDS: [&str; 3] = ["ngay", "thang", "nam"];

/// Splits the input into one to three numbers. Only separators, spaces and [`WORDS`] may be between
/// them.
fn parts(typed: &str) -> Option<([Part; 3], usize)> {
    let mut parts = [Part::default(); 3];
    let mut count = 0;
    // How many numbers precede each word.
    let mut numbers_before = [None; 3];
    // A separator may have spaces around it, but two separators in a row are invalid.
    let (mut after_separator, mut after_space) = (false, true);
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        if let Some(digit) = text::digit(c) {
            if after_separator || after_space {
                count += 1;
                (after_separator, after_space) = (false, false);
            }
            let part = parts.get_mut(count - 1)?;
            if part.digits == 8 {
                return None;
            }
            part.digits += 1;
            part.value = part.value * 10 + digit;
        } else if c == ' ' {
            after_space = true;
        } else if !after_separator && count > 0 && is_separator(c) {
            after_separator = true;
        } else {
            let i = WORDS.iter().position(|word| rest.starts_with(word))?;
            *numbers_before.get_mut(i)? = Some(count);
            rest = rest.get(WORDS.get(i)?.len()..)?;
            (after_separator, after_space) = (false, true);
            continue;
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    // A word must precede its own number: the last number is the year, the one before it the month.
    let is_in_order =
        |(i, before): (usize, &Option<usize>)| before.is_none_or(|n| n + 3 == count + i);
    (!after_separator && count > 0 && numbers_before.iter().enumerate().all(is_in_order))
        .then_some((parts, count))
}

/// Returns whether this is a separator of a date. The number pads of phones have a comma.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '/' | '-' | '.' | ',' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '／' | '－' | '．'
    )
}

fn whole(year: Part, month: Part, day: Part) -> Option<PartialDate> {
    if month.digits > 2 || day.digits > 2 {
        return None;
    }
    Date::new(year.value as u16, month.value as u8, day.value as u8).map(PartialDate::Day)
}

fn month(year: Part, month: Part) -> Option<PartialDate> {
    if month.digits > 2 {
        return None;
    }
    Month::new(year.value as u16, month.value as u8).map(PartialDate::Month)
}

/// Parses `05031990`, `031990` or `1990`. Six digits that do not end in a year since 1900 are treated
/// as a date with a year of two digits.
fn without_separators(Part { value, digits }: Part) -> Option<Result<PartialDate, Reason>> {
    let two_digits = |value: u32| Part {
        value: value % 100,
        digits: 2,
    };
    let year = Part {
        value: value % 10_000,
        digits: 4,
    };
    let date = match digits {
        8 => whole(
            year,
            two_digits(value / 10_000),
            two_digits(value / 1_000_000),
        ),
        6 if year.value >= FIRST_YEAR.into() => month(year, two_digits(value / 10_000)),
        4 if value > 0 => Some(PartialDate::Year(value as u16)),
        1..=3 | 6 => return Some(Err(Reason::DateYearOfTwoDigits)),
        _ => None,
    };
    date.map(Ok)
}
