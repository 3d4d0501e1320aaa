//! What is doubtful in the texts of \[18\] and \[19\].

use core::cell::OnceCell;

use hoso_contribution::Method;
use hoso_dossier::{Answers, Issue, Report, Severity};
use hoso_identifiers::{Date, Month, PartialDate, amount, text};

use super::cases::{self, Cases};
use super::person::birth_date;
use super::written::Written;
use super::{money, month, request_text};

/// The characters that the agency's system may refuse.
///
/// Source: vendor documentation 2026 (import of declarations).
const UNWANTED: [char; 5] = ['~', '`', '#', '^', '|'];

/// How people say, folded, that the base is to be another.
const CHANGE_OF_BASE: [&str; 9] = [
    "doi muc",
    "tang muc",
    "nang muc",
    "giam muc",
    "ha muc",
    "len muc",
    "xuong muc",
    "muc moi",
    "dong muc",
];

/// Says what is doubtful.
pub(super) fn check(cases: Cases, answers: &Answers, report: &mut Report) {
    for field in ["request_text", "attachments_note"] {
        check_characters(field, answers.text(field), report);
    }
    let typed = answers.text("request_text");
    if text::is_blank(typed) {
        return;
    }
    // R-602-19
    let wanted = Request {
        typed,
        folded: OnceCell::new(),
    };
    for case in [
        cases::A,
        cases::B,
        cases::C,
        cases::D,
        cases::E,
        cases::F,
        cases::G,
    ] {
        if cases.any(case) && !wanted.mentions(case, answers) {
            let issue = Issue::new("request_text", "req.lost", Severity::Warning);
            report.push(issue.with("wish", cases::id(case)));
        }
    }
}

/// One warning for all unwanted characters; its proposal is the text without them.
fn check_characters(field: &str, typed: &str, report: &mut Report) {
    // All of them are single bytes, which no other character contains.
    if !typed
        .bytes()
        .any(|byte| matches!(byte, b'~' | b'`' | b'#' | b'^' | b'|'))
    {
        return;
    }
    let mut found = String::new();
    for c in UNWANTED.into_iter().filter(|c| typed.contains(*c)) {
        if !found.is_empty() {
            found.push(' ');
        }
        found.push(c);
    }
    report.push(
        Issue::new(field, "req.char", Severity::Warning)
            .with("c", found)
            .proposing(typed.replace(UNWANTED, "")),
    );
}

/// The text of \[18\], in which the essential parts of each wish are looked for.
///
/// First as the text builder writes them, which needs no memory; only where that
/// fails, in a folded copy (small letters, no marks, single spaces), so that a
/// person's own words count too: `từ tháng 12 năm 2026, mức 1500000 đ`.
struct Request<'a> {
    typed: &'a str,
    folded: OnceCell<String>,
}

impl Request<'_> {
    /// Do the essential parts of a wish appear? What is not yet answered is not looked for.
    fn mentions(&self, case: Cases, answers: &Answers) -> bool {
        let first = || month(answers, "first_month").is_none_or(|m| self.has_month(m));
        let base = || {
            amount::parse(answers.text("income_base"))
                .ok()
                .is_none_or(|b| self.has_amount(b))
        };
        let method = || money::method(answers).is_none_or(|m| self.has_method(m));
        match case {
            cases::A | cases::B => {
                self.has_words("tham gia", &["tham gia", "dang ky"])
                    && first()
                    && base()
                    && method()
            }
            cases::C => {
                self.has_words(
                    "Đăng ký lại",
                    &["dang ky lai", "tham gia lai", "dong lai", "tro lai"],
                ) && first()
                    && base()
                    && method()
            }
            cases::D => first() && method(),
            // The base alone may be that of a back payment.
            cases::E => self.has_words("Thay đổi mức", &CHANGE_OF_BASE) && first() && base(),
            cases::F => {
                self.has_words("Đóng bù", &["dong bu"])
                    && ["back_pay_from", "back_pay_to"]
                        .into_iter()
                        .all(|field| month(answers, field).is_none_or(|m| self.has_month(m)))
            }
            _ => self.has_corrections(answers),
        }
    }

    fn has_corrections(&self, answers: &Answers) -> bool {
        let given = |field: &str| Some(answers.text(field)).filter(|typed| !text::is_blank(typed));
        let name = given("corrected_full_name").is_none_or(|name| {
            self.typed.contains(name) || self.folded().contains(text::fold(name).as_str())
        });
        let sex = match answers.text("corrected_sex") {
            // Folded, `năm` would be taken for `nam`.
            "male" => self.typed.contains("Nam") || self.typed.contains("nam"),
            "female" => self.typed.contains("Nữ") || self.has_words("nữ", &[" nu "]),
            _ => true,
        };
        let birth =
            birth_date(answers.text("corrected_birth_date")).is_none_or(|date| match date {
                PartialDate::Day(day) => self.has_day(day),
                PartialDate::Month(month) => self.has_month(month),
                PartialDate::Year(year) => self.has_number(year.into()),
            });
        // Names of communes are not known here, so the words must do.
        let place = given("corrected_birth_commune").is_none()
            || self.has_words("khai sinh", &["khai sinh", "noi sinh"]);
        let number = given("corrected_personal_number").is_none_or(|typed| {
            let digits = text::digits(typed);
            self.typed.contains(digits.as_ref())
                || text::digits(self.typed).contains(digits.as_ref())
        });
        name && sex && birth && place && number
    }

    /// The folded text with a space at both ends, so that every word has two.
    fn folded(&self) -> &str {
        self.folded
            .get_or_init(|| [" ", &text::fold(self.typed), " "].concat())
    }

    fn has_words(&self, exact: &str, folded: &[&str]) -> bool {
        self.typed.contains(exact) || folded.iter().any(|words| self.folded().contains(words))
    }

    /// Does the folded text have this as whole words?
    fn has_tokens(&self, tokens: &[&str]) -> bool {
        self.folded()
            .contains([" ", &tokens.join(" "), " "].concat().as_str())
    }

    fn has_number(&self, n: u64) -> bool {
        let n = Written::number(n);
        stands_alone(self.typed, n.as_str()) || self.has_tokens(&[n.as_str()])
    }

    fn has_amount(&self, dong: u64) -> bool {
        let written = Written::amount(dong);
        stands_alone(self.typed, written.as_str())
            || self.has_number(dong)
            || self.has_tokens(&written.as_str().split('.').collect::<Vec<_>>())
            || self.has_millions(dong)
    }

    /// `1,5 triệu`, `2 triệu`
    fn has_millions(&self, dong: u64) -> bool {
        if !dong.is_multiple_of(100_000) {
            return false;
        }
        let (whole, tenth) = (
            Written::number(dong / 1_000_000),
            Written::number(dong / 100_000 % 10),
        );
        match tenth.as_str() {
            "0" => self.has_tokens(&[whole.as_str(), "trieu"]),
            tenth => self.has_tokens(&[whole.as_str(), tenth, "trieu"]),
        }
    }

    fn has_month(&self, month: Month) -> bool {
        let written = Written::month(month);
        if stands_alone(self.typed, written.as_str()) {
            return true;
        }
        let (short, year) = (
            Written::number(month.month().into()),
            Written::number(month.year().into()),
        );
        let long = written.as_str().get(..2).unwrap_or("");
        [short.as_str(), long].into_iter().any(|m| {
            self.has_tokens(&[m, year.as_str()])
                || self.has_tokens(&[m, "nam", year.as_str()])
                || self.has_tokens(&[year.as_str(), m])
        })
    }

    fn has_day(&self, day: Date) -> bool {
        let written = day.to_string();
        if self.typed.contains(written.as_str()) {
            return true;
        }
        let [d, m, y] =
            [day.day().into(), day.month().into(), day.year().into()].map(Written::number);
        self.has_tokens(&written.split('/').collect::<Vec<_>>())
            || self.has_tokens(&[d.as_str(), m.as_str(), y.as_str()])
            || self.has_tokens(&[d.as_str(), "thang", m.as_str(), "nam", y.as_str()])
    }

    fn has_method(&self, method: Method) -> bool {
        if self
            .typed
            .contains(request_text::method_words(method).as_ref())
        {
            return true;
        }
        // `3 tháng` alone may be the length of a back payment.
        let words: &[&str] = match method {
            Method::Monthly => &[" hang thang ", " moi thang ", " 1 thang 1 lan "],
            Method::Every3Months => &[
                " 3 thang mot lan ",
                " 3 thang 1 lan ",
                " moi 3 thang ",
                " hang quy ",
                " moi quy ",
            ],
            Method::Every6Months => &[
                " 6 thang mot lan ",
                " 6 thang 1 lan ",
                " moi 6 thang ",
                " nua nam ",
            ],
            Method::Every12Months => &[
                " 12 thang mot lan ",
                " 12 thang 1 lan ",
                " moi 12 thang ",
                " hang nam ",
                " moi nam ",
                " 1 nam 1 lan ",
                " 1 nam mot lan ",
            ],
            Method::YearsAhead(n) => {
                return self.has_tokens(&[Written::number(n.into()).as_str(), "nam"]);
            }
            Method::MissingTime(t) => {
                return self.has_tokens(&[Written::number(t.into()).as_str(), "thang"]);
            }
        };
        words.iter().any(|words| self.folded().contains(words))
    }
}

/// Does the number stand in the text without being a part of a longer one?
fn stands_alone(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let before = text.as_bytes().get(..at).unwrap_or(&[]);
        let after = text.as_bytes().get(at + number.len()..).unwrap_or(&[]);
        let goes_on_before = matches!(before, [.., b'0'..=b'9'] | [.., b'0'..=b'9', b'.' | b',']);
        let goes_on_after = matches!(after, [b'0'..=b'9', ..] | [b'.' | b',', b'0'..=b'9', ..]);
        !goes_on_before && !goes_on_after
    })
}

#[cfg(test)]
mod tests {
    use super::stands_alone;

    #[test]
    fn ok_a_number_of_its_own() {
        assert!(stands_alone("đóng 2.000.000 đồng", "2.000.000"));
        assert!(stands_alone("12.000.000 rồi 2.000.000.", "2.000.000"));
        assert!(stands_alone("từ 12/2026.", "12/2026"));
    }

    #[test]
    fn err_a_part_of_another() {
        assert!(!stands_alone("12.000.000", "2.000.000"));
        assert!(!stands_alone("5.500.000", "500.000"));
        assert!(!stands_alone("1.500.000.000", "1.500.000"));
        assert!(!stands_alone("", "1"));
    }
}
