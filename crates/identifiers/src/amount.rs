//! Số tiền (an amount in đồng), as people type it.
//!
//! `1500000`, `1.500.000`, `1,500,000`, `1 500 000 đ`, `1.500.000 đồng`,
//! `1500000 VND`, `1,5 triệu`, `2 triệu` are taken. There are no parts of a đồng.

use crate::reason::Reason;
use crate::text;

/// The most digits, as box [15] of form TK1-TS.
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
        lower = text::fold_case(&typed);
        let unit = ["đồng", "vnđ", "vnd", "đ", "d"].iter().find_map(|unit| lower.strip_suffix(unit));
        unit.unwrap_or(&lower).trim_end()
    };
    if let Some(millions) = ["triệu", "trieu", "tr"].iter().find_map(|unit| bare.strip_suffix(unit)) {
        return parse_millions(millions.trim_end());
    }
    let mut amount: u64 = 0;
    let mut digits = 0;
    // Groups of three after the first separator, or none.
    let mut group: Option<usize> = None;
    for c in bare.chars() {
        if let Some(d) = digit(c) {
            amount = amount.saturating_mul(10).saturating_add(u64::from(d));
            digits += usize::from(digits > 0 || d > 0);
            group = group.map(|n| n + 1);
        } else if matches!(c, '.' | ',' | ' ' | '\'') {
            if group.is_some_and(|n| n != 3) {
                return Err(Reason::MoneyFormat);
            }
            group = Some(0);
        } else {
            return Err(Reason::MoneyFormat);
        }
    }
    let starts_with_digit = bare.chars().next().and_then(digit).is_some();
    if !starts_with_digit || group.is_some_and(|n| n != 3) {
        return Err(Reason::MoneyFormat);
    }
    if digits > MAX_DIGITS { Err(Reason::MoneyLong) } else { Ok(amount) }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

/// `1,5` or `1.5` or `2`, in millions.
fn parse_millions(typed: &str) -> Result<u64, Reason> {
    let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let ok = !whole.is_empty() && whole.len() <= 3 && part.len() <= 6;
    if !ok || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) || (part.is_empty() && typed.len() > whole.len()) {
        return Err(Reason::MoneyFormat);
    }
    let mut amount: u64 = 0;
    for b in whole.bytes() {
        amount = amount * 10 + u64::from(b - b'0');
    }
    for i in 0..6 {
        amount = amount * 10 + part.as_bytes().get(i).map_or(0, |b| u64::from(b - b'0'));
    }
    Ok(amount)
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
