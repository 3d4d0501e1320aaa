//! The rules on addresses that all procedures share.

use hoso_dossier::definition::Definition;
use hoso_dossier::{Answers, Report};
use hoso_identifiers::text;

/// The separators of the parts of an address.
const SEPARATORS: [char; 4] = [',', ';', '-', '–'];

/// Warns if the street line repeats the commune or the province, which have their own fields.
///
/// The rules have no list of places. A part is reported if it begins with the word for a unit, such
/// as "Phường". Names of roads, such as "Tỉnh lộ 1", are not.
///
/// Source: identifiers.md §9; read 2026-11-21.
pub(crate) fn check_street(definition: &Definition, answers: &Answers, report: &mut Report) {
    let line = text::clean(answers.text("street_line"));
    if line.split(SEPARATORS).any(names_a_place) && definition.is_asked("street_line", answers) {
        report.warning("street_line", "addr.repeated");
    }
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
        ] {
            assert_eq!(line.split(SEPARATORS).any(names_a_place), repeats, "{line}");
        }
    }
}
