//! Số tiền (an amount in đồng), as people type it.
//!
//! `1500000`, `1.500.000`, `1,500,000`, `1 500 000 đ`, `1.500.000 đồng`,
//! `1500000 VND`, `1,5 triệu`, `2 triệu` are taken. There are no parts of a đồng, so
//! `.` and `,` both stand between thousands.

use crate::reason::Reason;
use crate::text;

/// The most digits, as box \[15\] of form TK1-TS.
const MAX_DIGITS: usize = 9;

/// Reads an amount as typed, in đồng.
///
/// # Errors
/// `money.format`, `money.long`.
pub fn parse(raw: &str) -> Result<u64, Reason> {
    let typed = text::clean(raw);
    let lower;
    let bare: &str = if typed.bytes().all(|b| b.is_ascii_digit()) {
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
    if let Some(millions) = ["triệu", "trieu", "tr"]
        .iter()
        .find_map(|unit| bare.strip_suffix(unit))
    {
        return parse_millions(millions.trim_end());
    }
    let mut amount: u64 = 0;
    let mut digits = 0;
    // The separator, and the digits since it: groups of three behind one kind of sign.
    let mut group: Option<(char, usize)> = None;
    for c in bare.chars() {
        if let Some(d) = c.to_digit(10) {
            amount = amount.saturating_mul(10).saturating_add(u64::from(d));
            digits += usize::from(digits > 0 || d > 0);
            group = group.map(|(sign, n)| (sign, n + 1));
        } else if matches!(c, '.' | ',' | ' ' | '\'') && group.is_none_or(|g| g == (c, 3)) {
            group = Some((c, 0));
        } else {
            return Err(Reason::MoneyFormat);
        }
    }
    if !bare.starts_with(|c: char| c.is_ascii_digit()) || group.is_some_and(|(_, n)| n != 3) {
        return Err(Reason::MoneyFormat);
    }
    if digits > MAX_DIGITS {
        Err(Reason::MoneyLong)
    } else {
        Ok(amount)
    }
}

/// `1,5` or `1.5` or `2`, in millions.
///
/// `1.500` is refused here: it may mean fifteen hundred millions or one and a half.
fn parse_millions(typed: &str) -> Result<u64, Reason> {
    let (whole, part) = match typed.split_once([',', '.']) {
        Some((_, "")) => return Err(Reason::MoneyFormat),
        Some((whole, part)) => (whole, part),
        None => (typed, ""),
    };
    let short = (1..=3).contains(&whole.len()) && part.len() <= 6 && part.len() != 3;
    if !short
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

/// `1.500.000`
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
