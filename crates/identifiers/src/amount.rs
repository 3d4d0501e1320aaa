//! Số tiền (an amount in đồng), in the formats that people type.
//!
//! `1500000`, `1.500.000`, `1,500,000`, `1 500 000 đ`, `1.500.000 đồng`,
//! `1500000 VND`, `1,5 triệu`, `2 triệu`, `1tr5`, `1tr500`, `1tr500k`, `1500k`, `1.500 nghìn` are
//! accepted. There are no fractions of a đồng, so `.` and `,` both separate thousands.

use crate::reason::Reason;
use crate::text;

/// The highest number of digits, as in box \[15\] of form TK1-TS.
const MAX_DIGITS: usize = 9;

/// Parses an amount as entered, in đồng.
///
/// # Errors
/// `money.format`, `money.long`.
pub fn parse(raw: &str) -> Result<u64, Reason> {
    let typed = text::clean(raw);
    let lower;
    let without_unit: &str = if typed.bytes().all(|b| b.is_ascii_digit()) {
        &typed
    } else {
        lower = typed
            .chars()
            .map(text::narrow)
            .flat_map(char::to_lowercase)
            .collect::<String>();
        let unit = ["đồng", "vnđ", "vnd", "đ", "₫", "d"]
            .iter()
            .find_map(|unit| lower.strip_suffix(unit));
        unit.unwrap_or(&lower).trim_end()
    };
    if let Some((millions, rest)) = MILLION
        .iter()
        .find_map(|unit| without_unit.split_once(unit))
    {
        return parse_millions(millions.trim_end(), rest.trim_start());
    }
    if let Some(thousands) = strip_thousand(without_unit) {
        let dong = grouped(thousands)?.saturating_mul(1_000);
        return if dong.to_string().len() > MAX_DIGITS {
            Err(Reason::MoneyLong)
        } else {
            Ok(dong)
        };
    }
    grouped(without_unit)
}

/// Words for a million, longest first.
const MILLION: [&str; 3] = ["triệu", "trieu", "tr"];

/// Words for a thousand, longest first.
const THOUSAND: [&str; 6] = ["nghìn", "nghin", "ngàn", "ngan", "ng", "k"];

/// Returns the text before a word for a thousand, if it ends with one.
fn strip_thousand(typed: &str) -> Option<&str> {
    THOUSAND
        .iter()
        .find_map(|unit| typed.strip_suffix(unit))
        .map(str::trim_end)
}

/// Parses digits in groups of three.
fn grouped(typed: &str) -> Result<u64, Reason> {
    let mut amount: u64 = 0;
    let mut digits = 0;
    // The separator and the number of digits after it: all groups have three digits and the same
    // separator.
    let mut group: Option<(char, usize)> = None;
    for c in typed.chars() {
        if let Some(d) = c.to_digit(10) {
            amount = amount.saturating_mul(10).saturating_add(u64::from(d));
            digits += usize::from(digits > 0 || d > 0);
            group = group.map(|(separator, n)| (separator, n + 1));
        } else if matches!(c, '.' | ',' | ' ' | '\'') && group.is_none_or(|g| g == (c, 3)) {
            group = Some((c, 0));
        } else {
            return Err(Reason::MoneyFormat);
        }
    }
    if !typed.starts_with(|c: char| c.is_ascii_digit()) || group.is_some_and(|(_, n)| n != 3) {
        return Err(Reason::MoneyFormat);
    }
    if digits > MAX_DIGITS {
        Err(Reason::MoneyLong)
    } else {
        Ok(amount)
    }
}

/// Parses `1,5`, `1.5` or `2` as millions, or a whole number of millions and a rest: one digit of
/// hundreds of thousands (`1tr5`), or three digits of thousands (`1tr500`, `1tr500k`).
///
/// `1.500` is an error, because it is ambiguous: 1500 millions, or 1.5 millions. So is a rest of two
/// digits.
fn parse_millions(typed: &str, rest: &str) -> Result<u64, Reason> {
    let rest_digits = strip_thousand(rest).unwrap_or(rest);
    let (whole, part) = match typed.split_once([',', '.']) {
        Some((_, "")) => return Err(Reason::MoneyFormat),
        Some((whole, part)) if rest.is_empty() => (whole, part),
        None if rest.is_empty() => (typed, ""),
        None if rest_digits.len() == 3 => (typed, rest_digits),
        None if rest.len() == 1 => (typed, rest),
        _ => return Err(Reason::MoneyFormat),
    };
    let is_short =
        (1..=3).contains(&whole.len()) && part.len() <= 6 && (part.len() != 3 || !rest.is_empty());
    if !is_short
        || !whole
            .bytes()
            .chain(part.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return Err(Reason::MoneyFormat);
    }
    let millionths = part.bytes().chain(core::iter::repeat(b'0')).take(6);
    Ok(whole
        .bytes()
        .chain(millionths)
        .fold(0, |amount, b| amount * 10 + u64::from(b - b'0')))
}

/// Formats an amount like `1.500.000`.
#[must_use]
pub fn display(dong: u64) -> String {
    let digits = dong.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}
