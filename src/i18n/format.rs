//! Formats amounts, rates and times in each language.

use hoso_dossier::timestamp;
use hoso_identifiers::amount;

use crate::i18n::lang::Lang;

/// Formats an amount of đồng: `1.500.000 đ`, with the separators of the language.
#[must_use]
pub fn dong(lang: Lang, amount: u64) -> String {
    let mut out = String::new();
    push_number(&mut out, lang, &amount::display(amount));
    out.push_str(" đ");
    out
}

/// Appends a text. An amount (`1.500.000`, `66.000 đ`) or a rate (`0,54%`) is converted to the
/// separators of the language.
pub fn push_number(out: &mut String, lang: Lang, text: &str) {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_amount = |text: &str| {
        text.split_once('.').is_some_and(|(first, rest)| {
            (1..=3).contains(&first.len())
                && digits(first)
                && rest
                    .split('.')
                    .all(|group| group.len() == 3 && digits(group))
        })
    };
    let is_rate = |text: &str| {
        let rate = text.strip_suffix('%').and_then(|rate| rate.split_once(','));
        rate.is_some_and(|(whole, rest)| digits(whole) && digits(rest))
    };
    let facts = lang.facts();
    if is_amount(text.strip_suffix(" đ").unwrap_or(text)) {
        out.push_str(&text.replace('.', facts.thousands));
    } else if is_rate(text) {
        out.push_str(&text.replace(',', facts.decimal));
    } else {
        out.push_str(text);
    }
}

/// Formats a point in time (seconds since 1970, UTC) as time and date in Vietnam.
#[must_use]
pub fn time_and_date(seconds: i64) -> (String, String) {
    let local = seconds + 7 * 3600;
    let minutes = local.rem_euclid(86_400) / 60;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let date = timestamp::vietnam_date(seconds).map(|date| date.to_string());
    (time, date.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_english_writes_amounts_with_commas() {
        let english = Lang::from_tag("en");
        for (shown, vi, en) in [
            ("1.500.000", "1.500.000", "1,500,000"),
            ("66.000 đ", "66.000 đ", "66,000 đ"),
            ("900", "900", "900"),
            ("0,54%", "0,54%", "0.54%"),
            ("20%", "20%", "20%"),
            ("0,5,4%", "0,5,4%", "0,5,4%"),
            ("1,5", "1,5", "1,5"),
            ("1.2.3", "1.2.3", "1.2.3"),
            ("1900.9068", "1900.9068", "1900.9068"),
            ("12.5", "12.5", "12.5"),
            ("1.500.00", "1.500.00", "1.500.00"),
            (".500", ".500", ".500"),
        ] {
            for (lang, expected) in [(Lang::SOURCE, vi), (english, en)] {
                let mut out = String::new();
                push_number(&mut out, lang, shown);
                assert_eq!(out, expected);
            }
        }
        assert_eq!(dong(english, 50_600_000), "50,600,000 đ");
        assert_eq!(dong(Lang::SOURCE, 50_600_000), "50.600.000 đ");
    }
}
