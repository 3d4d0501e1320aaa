//! Days, months and birth dates of three precisions, as Vietnamese people type them.
//!
//! | typed | read as |
//! |---|---|
//! | `5/3/1990`, `05.03.1990`, `05-03-1990`, `5,3,1990`, `5 3 1990`, `05031990`, `1990-03-05` | 05/03/1990, precision day |
//! | `3/1990`, `031990`, `1990-03` | 03/1990, precision month |
//! | `1990` | 1990, precision year |
//!
//! The words of the language may stand before the numbers: `ngày 14 tháng 2 năm 1990`,
//! `tháng 12/2026`, with marks or without.
//!
//! The day always comes first, and the year has four digits: `5/3/90` is `date.year2`. A birth certificate may hold no more than a month
//! or a year; what it does not hold is never invented.
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

/// Appends a number with leading zeros; the browser need not load `format!` for it.
fn push_padded(out: &mut String, n: u16, width: u32) {
    for place in (0..width).rev() {
        let digit = n / 10_u16.saturating_pow(place) % 10;
        out.push(char::from(b'0' + digit as u8));
    }
}

impl Date {
    /// The day, if the calendar has it.
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
        Month {
            year: self.year,
            month: self.month,
        }
    }

    /// Reads a whole date as typed; see the module.
    ///
    /// # Errors
    /// The reasons of [`PartialDate::parse`], and `date.not_real` where only a month or a year was typed.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        match PartialDate::parse(raw)? {
            PartialDate::Day(day) => Ok(day),
            _ => Err(not_real(&text::clean(raw))),
        }
    }

    /// `yyyy-mm-dd`, the form on the wire.
    #[must_use]
    pub fn iso(self) -> String {
        let mut out = self.month_of().iso();
        out.push('-');
        push_padded(&mut out, self.day.into(), 2);
        out
    }

    /// Full years from `self` (a birth date) to `on`. A person born on 29 February
    /// turns a year older on 1 March of a common year.
    #[must_use]
    pub const fn age_on(self, on: Self) -> u16 {
        let years = on.year.saturating_sub(self.year);
        let before = on.month < self.month || (on.month == self.month && on.day < self.day);
        if before {
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
        Date {
            year: self.year,
            month: self.month,
            day: 1,
        }
    }

    /// Its last day.
    #[must_use]
    pub const fn last_day(self) -> Date {
        Date {
            year: self.year,
            month: self.month,
            day: days_in(self.year, self.month),
        }
    }

    /// The month `months` later (or earlier); stops at the ends of the calendar.
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

    /// How many months later `self` is than `earlier`.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i32 {
        (i32::from(self.year) - i32::from(earlier.year)) * 12 + i32::from(self.month)
            - i32::from(earlier.month)
    }

    /// Reads `12/2026`, `12.2026`, `12 2026`, `122026` or `2026-12`.
    ///
    /// # Errors
    /// `month.format` for anything that is no month, `date.year2` for a year of two digits.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        match PartialDate::parse(raw) {
            Ok(PartialDate::Month(month)) => Ok(month),
            Err(Reason::DateYearOfTwoDigits) => Err(Reason::DateYearOfTwoDigits),
            // Who is asked for a month is not told about days.
            Ok(_) | Err(_) => Err(Reason::MonthFormat {
                typed: shown(&text::clean(raw)),
            }),
        }
    }

    /// Why it can hardly be the month in which something begins, seen on a day.
    ///
    /// `month.far` is a doubt, and no source draws the line: more than ten years ahead
    /// nobody plans a payment, so the year is likely a slip.
    #[must_use]
    pub fn check(self, today: Date) -> Option<Reason> {
        (self.months_since(today.month_of()) > 12 * FAR_YEARS).then_some(Reason::MonthFar)
    }

    /// `yyyy-mm`, the form on the wire.
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

/// The years ahead beyond which a month to begin with is doubted.
const FAR_YEARS: i32 = 10;

/// Nobody was born earlier who could ask for anything today.
const FIRST_YEAR: u16 = 1900;

/// The age above which a birth date is doubted.
const VERY_OLD: u16 = 110;

impl PartialDate {
    /// Reads a date, a month or a year as typed; see the module.
    ///
    /// # Errors
    /// `date.year2` where the year is typed with fewer than four digits, `date.not_real`
    /// for everything else that the calendar does not have.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        let found = if typed.contains(text::is_letter) {
            parts(&text::without_marks(&typed).to_lowercase())
        } else {
            parts(&typed)
        };
        let Some((parts, count)) = found else {
            return Err(not_real(&typed));
        };
        let read = match (count, parts) {
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
            (1, [only, ..]) => return run_together(only).unwrap_or_else(|| Err(not_real(&typed))),
            _ => None,
        };
        read.ok_or_else(|| not_real(&typed))
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
            Self::Year(year) => Date {
                year,
                month: 1,
                day: 1,
            },
        }
    }

    /// The last day that it can mean.
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

    /// The year, which is always known.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.earliest().year
    }

    /// The month, where more than the year is known.
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

    /// Why it can hardly be a birth date, seen on a day.
    ///
    /// `date.before_1900` and `date.future` are errors, `date.very_old` above
    /// 110 years is a doubt. A month or a year lies in the future only if its first day
    /// does, and is very old only if its last day is.
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

    /// `1990-03-05`, `1990-03` or `1990`, the form on the wire.
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

/// The refusal with what was typed.
fn not_real(typed: &str) -> Reason {
    Reason::DateNotReal {
        typed: shown(typed),
    }
}

/// What was typed, shortened: it goes into a sentence.
fn shown(typed: &str) -> String {
    const SHOWN: usize = 20;
    let mut shown: String = typed.chars().take(SHOWN).collect();
    if shown.len() < typed.len() {
        shown.push('…');
    }
    shown
}

/// Digits between two separators.
#[derive(Clone, Copy, Default)]
struct Part {
    value: u32,
    digits: u8,
}

/// Ngày, tháng, năm: each before its number.
const WORDS: [&str; 3] = ["ngay", "thang", "nam"];

/// One to three numbers between separators, spaces or the words of dates, and nothing else.
fn parts(typed: &str) -> Option<([Part; 3], usize)> {
    let mut parts = [Part::default(); 3];
    let mut count = 0;
    // How many numbers stand before each word.
    let mut before = [None; 3];
    // A sign may have spaces around it, but two signs in a row are no date.
    let (mut sign, mut apart) = (false, true);
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        if let Some(digit) = text::digit(c) {
            if sign || apart {
                count += 1;
                (sign, apart) = (false, false);
            }
            let part = parts.get_mut(count - 1)?;
            if part.digits == 8 {
                return None;
            }
            part.digits += 1;
            part.value = part.value * 10 + digit;
        } else if c == ' ' {
            apart = true;
        } else if !sign && count > 0 && is_separator(c) {
            sign = true;
        } else {
            let i = WORDS.iter().position(|word| rest.starts_with(word))?;
            *before.get_mut(i)? = Some(count);
            rest = rest.get(WORDS.get(i)?.len()..)?;
            (sign, apart) = (false, true);
            continue;
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    // The last number is the year, the one before it the month, whatever else is typed.
    let in_place = |(i, before): (usize, &Option<usize>)| before.is_none_or(|n| n + 3 == count + i);
    (!sign && count > 0 && before.iter().enumerate().all(in_place)).then_some((parts, count))
}

/// The comma is here because it stands on the number pads of phones.
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

/// `05031990`, `031990` or `1990`. Six digits that do not end in a year since 1900 are
/// taken for a day with a year of two digits.
fn run_together(Part { value, digits }: Part) -> Option<Result<PartialDate, Reason>> {
    let two = |value: u32| Part {
        value: value % 100,
        digits: 2,
    };
    let year = Part {
        value: value % 10_000,
        digits: 4,
    };
    let read = match digits {
        8 => whole(year, two(value / 10_000), two(value / 1_000_000)),
        6 if year.value >= FIRST_YEAR.into() => month(year, two(value / 10_000)),
        4 if value > 0 => Some(PartialDate::Year(value as u16)),
        1..=3 | 6 => return Some(Err(Reason::DateYearOfTwoDigits)),
        _ => None,
    };
    read.map(Ok)
}
