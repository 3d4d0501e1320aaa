//! "Điền giúp tôi": builds the text of \[18\] from the answers.
//!
//! The sentences are those of procedure-602b.md §6, in its order, joined by one
//! space (the control of the portal may be a single line). They are part of the
//! Vietnamese form, so they do not change with the language of the page.

use std::borrow::Cow;

use hoso_contribution::{Method, contribution};
use hoso_dossier::{Answers, Names};
use hoso_identifiers::{
    PartialDate,
    amount::{self, display},
    old_id_card_number::OldIdCardNumber,
    person_name::PersonName,
    personal_number::{PersonalNumber, Sex},
    phone::Phone,
    text,
};

use super::cases::{self, Cases};
use super::months::back_pay_months;
use super::person::{CORRECTIONS, sex};
use crate::estimate::{self, month};

/// Returns the whole text; `None` while a required answer is missing or invalid.
pub(super) fn build(answers: &Answers, names: Names<'_>) -> Option<String> {
    // R-602-19
    let cases = Cases::of(answers);
    let mut sentences: Vec<String> = Vec::new();
    if cases.any(cases::A.union(cases::B)) {
        sentences.push(join("Đăng ký tham gia", answers)?);
    }
    if cases.any(cases::C) {
        sentences.push(join("Đăng ký lại", answers)?);
    }
    if cases.any(cases::D) {
        sentences.push(change_method(answers)?);
    }
    if cases.any(cases::E) {
        sentences.push(change_base(answers)?);
    }
    if cases.any(cases::F) {
        sentences.push(back_pay(answers)?);
    }
    if cases.any(cases::G) {
        corrections(answers, names, &mut sentences)?;
    }
    if cases.any(cases::WITH_FIRST_MONTH.union(cases::F))
        && let Some(group) = group_words(answers.text("support_group"))
    {
        sentences.push(format!("Thuộc {SUPPORTED} {group}."));
    }
    // Part I, which case A fills in, has a box for the phone number; part II has none.
    if cases.any(cases::DECLARED) && !cases.any(cases::A) {
        let phone = Phone::parse(answers.text("phone")).ok()?.current();
        sentences.push(format!("Điện thoại liên hệ: {phone}."));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Returns sentence S-A or S-C.
fn join(verb: &str, answers: &Answers) -> Option<String> {
    let from = month(answers, "first_month")?;
    let base = dong(answers, "income_base")?;
    let method = method_words(estimate::method(answers)?);
    Some(format!(
        "{verb} BHXH tự nguyện từ tháng {from}, mức thu nhập làm căn cứ đóng {} đồng/tháng (đóng {} đồng/tháng, chưa trừ hỗ trợ), phương thức đóng {method}.",
        display(base),
        display(contribution(base)),
    ))
}

/// Returns sentence S-D.
fn change_method(answers: &Answers) -> Option<String> {
    let from = month(answers, "first_month")?;
    let old = old_method_words(answers.text("payment_method_old"))?;
    let new = method_words(estimate::method(answers)?);
    Some(format!(
        "Thay đổi phương thức đóng từ {old} sang {new} kể từ tháng {from}."
    ))
}

/// Returns sentence S-E.
fn change_base(answers: &Answers) -> Option<String> {
    let from = month(answers, "first_month")?;
    let old = dong(answers, "income_base_old")?;
    let new = dong(answers, "income_base")?;
    Some(format!(
        "Thay đổi mức thu nhập làm căn cứ đóng từ {} sang {} đồng/tháng (đóng {} đồng/tháng, chưa trừ hỗ trợ) kể từ tháng {from}.",
        display(old),
        display(new),
        display(contribution(new)),
    ))
}

/// Returns sentence S-F.
fn back_pay(answers: &Answers) -> Option<String> {
    let (from, to, n) = back_pay_months(answers)?;
    let base = dong(answers, "income_base")?;
    Some(format!(
        "Đóng bù BHXH tự nguyện từ tháng {from} đến tháng {to} ({n} tháng), mức thu nhập làm căn cứ đóng {} đồng/tháng.",
        display(base),
    ))
}

/// Adds sentence S-G for each correction, and S-N.
fn corrections(answers: &Answers, names: Names<'_>, sentences: &mut Vec<String>) -> Option<()> {
    let mut has_correction = false;
    let mut last = None;
    for field in CORRECTIONS {
        let typed = answers.text(field);
        if text::is_blank(typed) {
            continue;
        }
        has_correction = true;
        let (subject, value) = match field {
            "corrected_full_name" => ("họ và tên", PersonName::parse(typed).ok()?.to_string()),
            "corrected_sex" => ("giới tính", sex_words(sex(typed)?).to_owned()),
            "corrected_birth_date" => (
                "ngày, tháng, năm sinh",
                PartialDate::parse(typed).ok()?.to_string(),
            ),
            // Combined with the commune.
            "corrected_birth_province" => continue,
            "corrected_birth_commune" => ("nơi đăng ký khai sinh", birth_place(typed, answers, names)?),
            _ => {
                let number = text::digits(typed);
                let replaces_old_card = PersonalNumber::parse(typed).is_ok()
                    && OldIdCardNumber::parse(answers.text("old_id_card_number")).is_ok();
                if replaces_old_card {
                    last = Some(format!("Cập nhật số định danh cá nhân/CCCD: {number}."));
                    continue;
                }
                ("số CCCD/ĐDCN/Hộ chiếu", number.into_owned())
            }
        };
        sentences.push(format!("Điều chỉnh {subject}: đúng là {value}."));
    }
    sentences.extend(last);
    has_correction.then_some(())
}

/// Returns the names of commune and province, or their codes if the caller has no names: the form
/// prints the names in \[14.4\].
fn birth_place(commune: &str, answers: &Answers, names: Names<'_>) -> Option<String> {
    let province = answers.text("corrected_birth_province");
    let is_code =
        |code: &str, digits| code.len() == digits && code.bytes().all(|b| b.is_ascii_digit());
    if !is_code(commune, 5) || !is_code(province, 2) {
        return None;
    }
    Some(match (names(commune), names(province)) {
        (Some(commune), Some(province)) => format!("{commune}, {province}"),
        _ => format!("xã/phường mã {commune}, tỉnh/thành phố mã {province}"),
    })
}

fn dong(answers: &Answers, field: &str) -> Option<u64> {
    amount::parse(answers.text(field)).ok()
}

const fn sex_words(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "Nam",
        Sex::Female => "Nữ",
    }
}

/// Returns the wording of `{method}` in procedure-602b.md §6.
pub(super) fn method_words(method: Method) -> Cow<'static, str> {
    Cow::Borrowed(match method {
        Method::Monthly => "hằng tháng",
        Method::Every3Months => "3 tháng một lần",
        Method::Every6Months => "6 tháng một lần",
        Method::Every12Months => "12 tháng một lần",
        Method::YearsAhead(n) => return Cow::Owned(format!("một lần cho {n} năm về sau")),
        Method::MissingTime(t) => return Cow::Owned(format!("một lần cho {t} tháng còn thiếu")),
    })
}

/// Returns the wording of the previous method. Its number of years or months is not asked.
fn old_method_words(id: &str) -> Option<Cow<'static, str>> {
    match id {
        "years_ahead" => Some(Cow::Borrowed("một lần cho nhiều năm về sau")),
        "missing_time" => Some(Cow::Borrowed("một lần cho thời gian còn thiếu")),
        periodic => estimate::periodic_method(periodic).map(method_words),
    }
}

/// The words before `{group}` in sentence S-H.
pub(super) const SUPPORTED: &str = "đối tượng Nhà nước hỗ trợ:";

/// Returns the wording of `{group}` in procedure-602b.md §6; `None` for `other`.
pub(super) fn group_words(id: &str) -> Option<&'static str> {
    Some(match id {
        "poor_household" => "hộ nghèo",
        "near_poor_household" => "hộ cận nghèo",
        "ethnic_minority" => "dân tộc thiểu số",
        "island_commune" => "xã đảo, đặc khu",
        _ => return None,
    })
}
