//! The rules on addresses that all procedures share.

use hoso_dossier::definition::Definition;
use hoso_dossier::{Answers, Report};
use hoso_identifiers::text;

/// The separators of the parts of an address.
const SEPARATORS: [char; 4] = [',', ';', '-', '–'];

/// R-ID-19: warns if the street line repeats the commune or the province, which have their own fields.
///
/// The rules have no list of communes. A part is reported if it begins with the word for a unit, such
/// as "Phường" or "P.", or is the name of a province. Names of roads, such as "Tỉnh lộ 1", are not.
///
/// Source: identifiers.md §9; read 2026-11-30.
pub(crate) fn check_street(
    definition: &Definition,
    field: &'static str,
    answers: &Answers,
    report: &mut Report,
) {
    let line = text::clean(answers.text(field));
    let repeats = |part: &str| names_a_place(part) || is_abbreviated(part) || is_province(part);
    if line.split(SEPARATORS).any(repeats) && definition.is_asked(field, answers) {
        report.warning(field, "addr.repeated");
    }
}

/// Returns whether a part names a unit by an abbreviation: "P. Nha Trang", "P.7", "TP Huế". Three
/// digits after "P." are a room.
fn is_abbreviated(part: &str) -> bool {
    let part = part.trim_start();
    let end = part.find(['.', ' ']).unwrap_or(part.len());
    let (word, rest) = part.split_at(end);
    let has_dot = rest.starts_with('.');
    let name = rest.trim_start_matches(['.', ' ']);
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let is_named = name.starts_with(text::is_letter);
    match word.to_lowercase().as_str() {
        "p" => has_dot && (is_named || (1..=2).contains(&digits)),
        "t" => has_dot && is_named,
        "tp" => is_named,
        _ => false,
    }
}

/// Returns whether a part is the bare name of a province of today, or of one merged into it.
fn is_province(part: &str) -> bool {
    let part = part.trim();
    let length = part.chars().count();
    if part.is_empty() || part.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let name = text::fold(part);
    hoso_places::PROVINCES.iter().any(|province| {
        let bare = ["Tỉnh ", "Thành phố "]
            .iter()
            .find_map(|kind| province.full_name.strip_prefix(kind));
        bare.into_iter()
            .chain(province.merged.split(", "))
            // The lengths first: folding allocates.
            .any(|known| known.chars().count() == length && text::fold(known) == name)
    })
}

/// Returns whether a part names a unit: "Phường Nha Trang", "Tỉnh Khánh Hòa". Diacritics count:
/// without them "Xa lộ" (highway) would be a commune.
fn names_a_place(part: &str) -> bool {
    let mut words = part.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let is = |word: &str, known: &str| word.chars().flat_map(char::to_lowercase).eq(known.chars());
    is(first, "phường")
        || is(first, "xã")
        || (is(first, "tỉnh") && !is(second, "lộ"))
        || (is(first, "đặc") && is(second, "khu"))
        || (is(first, "thành") && is(second, "phố"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_streets_and_err_places() {
        for (line, repeats) in [
            ("12 Ví Dụ, Phường Nha Trang, Tỉnh Khánh Hòa", true),
            ("12 Ví Dụ, tỉnh Khánh Hòa", true),
            ("Thôn 2 - XÃ Suối Dầu", true),
            ("đặc khu Trường Sa", true),
            ("5 Ví Dụ; thành phố Huế", true),
            ("12 Ví Dụ", false),
            ("12 Xã Đàn", false),
            ("Km 5, Tỉnh lộ 1", false),
            ("Xa lộ Hà Nội, tổ 3", false),
            ("Thôn Phương Sài, tổ 12-14", false),
            ("Xã", false),
            ("", false),
            ("12 Ví Dụ, P. Nha Trang", true),
            ("12 Ví Dụ, p.Nha Trang", true),
            ("12 Ví Dụ, P.7", true),
            ("12 Ví Dụ, TP Huế", true),
            ("12 Ví Dụ, TP. Nha Trang, T. Khánh Hòa", true),
            ("12 Ví Dụ, Khánh Hòa", true),
            ("12 Ví Dụ, khanh hoa", true),
            ("12 Ví Dụ - Ninh Thuận", true),
            ("P. 302, tòa nhà Ví Dụ", false),
            ("12 Hà Nội", false),
            ("Đường Huế, tổ 3", false),
            ("T. 3, Ví Dụ", false),
            ("P", false),
        ] {
            let has = |part: &str| names_a_place(part) || is_abbreviated(part) || is_province(part);
            assert_eq!(line.split(SEPARATORS).any(has), repeats, "{line}");
        }
    }
}
