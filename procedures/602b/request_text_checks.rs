//! Warnings about the texts of \[18\] and \[19\].

use core::cell::OnceCell;

use hoso_contribution::Method;
use hoso_dossier::{Answers, Issue, Report, Severity};
use hoso_identifiers::{Date, Month, PartialDate, amount, phone::Phone, text};

use super::cases::{self, Cases};
use super::person::birth_date;
use super::stack_text::StackText;
use super::request_text;
use crate::estimate::{self, month};

/// The characters that the agency's system may refuse.
///
/// Source: docs/domain/procedure-602b.md §6 (vendor documentation 2026).
const UNWANTED: [char; 5] = ['~', '`', '#', '^', '|'];

/// Folded phrases by which people request another base.
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

/// Phrases that only the sentence of one request contains: a beginning and its continuations.
///
/// The first letter is omitted, because it may be lower or upper case: the text is not folded here,
/// so that a valid dossier needs no allocation. One search covers several requests.
const REQUEST_PHRASES: [(&str, &[(Cases, &str)]); 6] = [
    // A and B have the same sentence.
    (
        "ăng ký ",
        &[(cases::A, "tham gia BHXH"), (cases::C, "lại BHXH")],
    ),
    ("am gia lần đầu", &[(cases::A, "")]),
    (
        "ổi ",
        &[
            (cases::D, "phương thức đóng"),
            (cases::E, "mức thu nhập"),
            (cases::E, "mức đóng"),
        ],
    ),
    ("óng bù", &[(cases::F, "")]),
    (
        "iều chỉnh ",
        &[
            (cases::G, "họ và tên"),
            (cases::G, "giới tính"),
            (cases::G, "ngày, tháng, năm sinh"),
            (cases::G, "nơi đăng ký khai sinh"),
            (cases::G, "số CCCD"),
        ],
    ),
    ("ập nhật số định danh", &[(cases::G, "")]),
];

/// Words that negate a request: "không đóng bù". Without their first letter, as above.
const NEGATIONS: [&str; 7] = [
    "hông",
    "hông thay",
    "hông xin",
    "hông muốn",
    "hông cần",
    "hông phải",
    "hưa",
];

/// The support groups that have a sentence.
const GROUPS: [&str; 4] = [
    "poor_household",
    "near_poor_household",
    "ethnic_minority",
    "island_commune",
];

/// Returns whether the field of the support group is shown, as in the definition.
const fn asks_group(cases: Cases) -> bool {
    cases.any(cases::WITH_FIRST_MONTH.union(cases::F))
}

/// Adds the warnings.
pub(super) fn check(cases: Cases, answers: &Answers, report: &mut Report) {
    for field in ["request_text", "attachments_note"] {
        check_characters(field, answers.text(field), report);
    }
    let typed = answers.text("request_text");
    if text::is_blank(typed) {
        return;
    }
    // R-602-19
    let request = Request {
        typed,
        folded: OnceCell::new(),
    };
    let mut missing = Vec::new();
    for case in cases::EACH_DECLARED {
        if cases.any(case) {
            request.missing(case, answers, &mut missing);
            report_missing(case, &mut missing, report);
        }
    }
    request.missing_about_person(cases, answers, &mut missing);
    report_missing(cases.intersection(cases::DECLARED), &mut missing, report);
    let extra = request.extra(cases, answers);
    if !extra.is_empty() {
        let issue = Issue::new("request_text", "req.extra", Severity::Warning);
        report.push(issue.with("part", extra));
    }
}

/// Adds one warning for all missing parts of the given requests. Messages translate the codes of the
/// parts.
fn report_missing(requests: Cases, missing: &mut Vec<&'static str>, report: &mut Report) {
    if missing.is_empty() {
        return;
    }
    report.push(
        Issue::new("request_text", "req.lost", Severity::Warning)
            .with("wish", requests.list())
            .with("part", missing.join(",")),
    );
    missing.clear();
}

/// Adds one warning for all unwanted characters. Its proposal is the text without them.
fn check_characters(field: &str, typed: &str, report: &mut Report) {
    // All of them are ASCII, so no byte of another character matches.
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
            .with_proposal(typed.replace(UNWANTED, "")),
    );
}

/// The text of \[18\], which is searched for the essential parts of each request.
///
/// The search first uses the exact wording of the text builder, which needs no allocation. Then it
/// uses a folded copy (lower case, no diacritics, single spaces), so that a person's own words count
/// too: `từ tháng 12 năm 2026, mức 1500000 đ`.
struct Request<'a> {
    typed: &'a str,
    folded: OnceCell<String>,
}

impl Request<'_> {
    /// Adds the essential parts of a request that the text does not contain. Parts without an answer
    /// are skipped.
    fn missing(&self, case: Cases, answers: &Answers, missing: &mut Vec<&'static str>) {
        let mut part = |is_present: bool, code| {
            if !is_present {
                missing.push(code);
            }
        };
        let has_month = |field| month(answers, field).is_none_or(|m| self.has_month(m));
        let has_base = || {
            amount::parse(answers.text("income_base"))
                .ok()
                .is_none_or(|b| self.has_amount(b))
        };
        let has_method = || estimate::method(answers).is_none_or(|m| self.has_method(m));
        match case {
            cases::A | cases::B | cases::C => {
                let has_request = if case == cases::C {
                    self.has_return()
                } else {
                    self.has_words("tham gia", &["tham gia", "dang ky"])
                };
                part(has_request, "wish");
                part(has_month("first_month"), "first_month");
                part(has_base(), "income_base");
                part(has_method(), "payment_method");
            }
            cases::D => {
                part(has_month("first_month"), "first_month");
                part(has_method(), "payment_method");
            }
            cases::E => {
                // The base alone may belong to a back payment.
                part(self.has_words("Thay đổi mức", &CHANGE_OF_BASE), "wish");
                part(has_month("first_month"), "first_month");
                part(has_base(), "income_base");
            }
            cases::F => {
                part(self.has_words("Đóng bù", &["dong bu"]), "wish");
                for field in ["back_pay_from", "back_pay_to"] {
                    part(has_month(field), field);
                }
            }
            _ => self.missing_corrections(answers, missing),
        }
    }

    fn missing_corrections(&self, answers: &Answers, missing: &mut Vec<&'static str>) {
        let given = |field: &str| Some(answers.text(field)).filter(|typed| !text::is_blank(typed));
        let mut part = |is_present: bool, code| {
            if !is_present {
                missing.push(code);
            }
        };
        let name = given("corrected_full_name").is_none_or(|name| {
            self.typed.contains(name) || self.folded().contains(text::fold(name).as_str())
        });
        part(name, "corrected_full_name");
        let sex = match answers.text("corrected_sex") {
            // Folding would turn `năm` (year) into `nam` (male).
            "male" => self.typed.contains("Nam") || self.typed.contains("nam"),
            "female" => self.typed.contains("Nữ") || self.has_words("nữ", &[" nu "]),
            _ => true,
        };
        part(sex, "corrected_sex");
        let birth =
            birth_date(answers.text("corrected_birth_date")).is_none_or(|date| match date {
                PartialDate::Day(day) => self.has_day(day),
                PartialDate::Month(month) => self.has_month(month),
                PartialDate::Year(year) => self.has_number(year.into()),
            });
        part(birth, "corrected_birth_date");
        // Names of communes are not known here, so the phrase is enough.
        let has_place = given("corrected_birth_commune").is_none()
            || self.has_words("khai sinh", &["khai sinh", "noi sinh"]);
        part(has_place, "corrected_birth_commune");
        let number = given("corrected_personal_number").is_none_or(|typed| {
            let digits = text::digits(typed);
            self.typed.contains(digits.as_ref())
                || text::digits(self.typed).contains(digits.as_ref())
        });
        part(number, "corrected_personal_number");
    }

    /// Adds missing parts that belong to no single request: the support group, and the phone number,
    /// for which part II of the form has no box. A different phone number in the text counts as
    /// missing, because the office would call that one.
    fn missing_about_person(&self, cases: Cases, answers: &Answers, missing: &mut Vec<&'static str>) {
        if asks_group(cases) && !self.has_group(answers.text("support_group")) {
            missing.push("support_group");
        }
        let typed = answers.text("phone");
        let part_two = cases.any(cases::DECLARED) && !cases.any(cases::A);
        if part_two
            && (typed.is_empty() || !self.typed.contains(typed))
            && let Ok(phone) = Phone::parse(typed)
            && !text::digits(self.typed).contains(&phone.current())
        {
            missing.push("phone");
        }
    }

    fn has_group(&self, group: &str) -> bool {
        let folded: &[&str] = match group {
            "poor_household" => &[" ho ngheo "],
            "near_poor_household" => &[" can ngheo "],
            "ethnic_minority" => &[" thieu so "],
            "island_commune" => &[" xa dao ", " dac khu "],
            _ => return true,
        };
        request_text::group_words(group).is_none_or(|words| self.has_words(words, folded))
    }

    /// Returns the codes of requests that the text contains although they are not chosen, for example
    /// after the choice was changed; joined by commas.
    fn extra(&self, cases: Cases, answers: &Answers) -> String {
        let mut requests = Cases::NONE;
        for (beginning, continuations) in REQUEST_PHRASES {
            for (at, _) in self.typed.match_indices(beginning) {
                let after = self.typed.get(at + beginning.len()..).unwrap_or("");
                let named = continuations.iter().find(|(_, rest)| after.starts_with(rest));
                if let Some((named, _)) = named
                    && !self.is_chosen(*named, cases)
                    && !self.is_negated(at)
                {
                    requests = requests.union(*named);
                }
            }
        }
        let mut extra = requests.list();
        if asks_group(cases) && self.names_other_group(answers.text("support_group")) {
            if !extra.is_empty() {
                extra.push(',');
            }
            extra.push_str("support_group");
        }
        extra
    }

    fn is_chosen(&self, named: Cases, cases: Cases) -> bool {
        if named == cases::A {
            // "đăng ký tham gia trở lại" is the request to rejoin.
            cases.any(cases::A.union(cases::B)) || (cases.any(cases::C) && self.has_return())
        } else {
            cases.any(named)
        }
    }

    /// Returns whether the phrase is negated whose second letter is at this offset.
    fn is_negated(&self, at: usize) -> bool {
        let mut before = self.typed.get(..at).unwrap_or("").chars();
        before.next_back();
        let before = before.as_str().trim_end();
        NEGATIONS
            .into_iter()
            .any(|negation| before.ends_with(negation))
    }

    fn names_other_group(&self, chosen: &str) -> bool {
        let Some((_, named)) = self.typed.split_once(request_text::SUPPORTED) else {
            return false;
        };
        GROUPS.into_iter().any(|group| {
            group != chosen
                && request_text::group_words(group)
                    .is_some_and(|words| named.trim_start().starts_with(words))
        })
    }

    fn has_return(&self) -> bool {
        self.has_words(
            "Đăng ký lại",
            &["dang ky lai", "tham gia lai", "dong lai", "tro lai"],
        )
    }

    /// Returns the folded text with a space at both ends, so that every word is between spaces.
    fn folded(&self) -> &str {
        self.folded
            .get_or_init(|| [" ", &text::fold(self.typed), " "].concat())
    }

    fn has_words(&self, exact: &str, folded: &[&str]) -> bool {
        self.typed.contains(exact) || folded.iter().any(|words| self.folded().contains(words))
    }

    /// Returns whether the folded text contains these whole words.
    fn has_tokens(&self, tokens: &[&str]) -> bool {
        self.folded()
            .contains([" ", &tokens.join(" "), " "].concat().as_str())
    }

    fn has_number(&self, n: u64) -> bool {
        let n = StackText::number(n);
        contains_whole(self.typed, n.as_str()) || self.has_tokens(&[n.as_str()])
    }

    fn has_amount(&self, dong: u64) -> bool {
        let written = StackText::amount(dong);
        contains_whole(self.typed, written.as_str())
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
            StackText::number(dong / 1_000_000),
            StackText::number(dong / 100_000 % 10),
        );
        match tenth.as_str() {
            "0" => self.has_tokens(&[whole.as_str(), "trieu"]),
            tenth => self.has_tokens(&[whole.as_str(), tenth, "trieu"]),
        }
    }

    fn has_month(&self, month: Month) -> bool {
        let written = StackText::month(month);
        if contains_whole(self.typed, written.as_str()) {
            return true;
        }
        let (short, year) = (
            StackText::number(month.month().into()),
            StackText::number(month.year().into()),
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
            [day.day().into(), day.month().into(), day.year().into()].map(StackText::number);
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
                return self.has_tokens(&[StackText::number(n.into()).as_str(), "nam"]);
            }
            Method::MissingTime(t) => {
                return self.has_tokens(&[StackText::number(t.into()).as_str(), "thang"]);
            }
        };
        words.iter().any(|words| self.folded().contains(words))
    }
}

/// Returns whether the text contains the number as a whole, not as part of a longer one.
fn contains_whole(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let before = text.as_bytes().get(..at).unwrap_or(&[]);
        let after = text.as_bytes().get(at + number.len()..).unwrap_or(&[]);
        let continues_before = matches!(before, [.., b'0'..=b'9'] | [.., b'0'..=b'9', b'.' | b',']);
        let continues_after = matches!(after, [b'0'..=b'9', ..] | [b'.' | b',', b'0'..=b'9', ..]);
        !continues_before && !continues_after
    })
}

#[cfg(test)]
mod tests {
    use super::contains_whole;

    #[test]
    fn ok_a_whole_number() {
        assert!(contains_whole("đóng 2.000.000 đồng", "2.000.000"));
        assert!(contains_whole("12.000.000 rồi 2.000.000.", "2.000.000"));
        assert!(contains_whole("từ 12/2026.", "12/2026"));
    }

    #[test]
    fn err_a_part_of_another() {
        assert!(!contains_whole("12.000.000", "2.000.000"));
        assert!(!contains_whole("5.500.000", "500.000"));
        assert!(!contains_whole("1.500.000.000", "1.500.000"));
        assert!(!contains_whole("", "1"));
    }
}
