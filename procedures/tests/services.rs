//! Preparations and guides: every answer leads to something to do, nothing can be sent, and what a letter
//! says is shown with its year.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_dossier::{Advice, Answers, Definition, Field, Kind, Procedure, Severity, Sort, check};
use hoso_identifiers::Date;

fn today() -> Date {
    Date::new(2026, 11, 30).unwrap()
}

/// The procedures that are not sent.
fn services() -> impl Iterator<Item = &'static Procedure> {
    let all = hoso_procedures::ALL.into_iter();
    all.filter(|procedure| procedure.definition.sort != Sort::Dossier)
}

fn definition(code: &str) -> &'static Definition {
    hoso_procedures::find(code).unwrap().definition
}

fn answers(given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (field, answer) in given {
        answers.set_text(field, *answer);
    }
    answers
}

/// The texts that a person is shown, with the quoted ones.
fn advice(code: &str, given: &[(&str, &str)]) -> Vec<&'static Advice> {
    definition(code).advice(&answers(given)).collect()
}

#[track_caller]
fn assert_said(code: &str, given: &[(&str, &str)], piece: &str) -> &'static Advice {
    let all = advice(code, given);
    let mut found = all.iter();
    let found = found.find(|advice| advice.text.contains(piece) || advice.quote == piece);
    found.unwrap_or_else(|| panic!("{piece:?} is not in {all:#?}"))
}

/// Every way through the choices of a procedure: the answers of the choices that are asked.
fn ways(definition: &'static Definition) -> Vec<Answers> {
    let fields: Vec<&'static Field> = definition.steps.iter().flat_map(|s| s.fields).collect();
    let mut ways = vec![Answers::default()];
    for field in fields {
        let options: Vec<&str> = match field.kind {
            Kind::YesNo => vec!["yes", "no"],
            Kind::Choice(choices) => choices.iter().map(|choice| choice.id).collect(),
            _ => continue,
        };
        ways = ways
            .into_iter()
            .flat_map(|answers| {
                if !definition.is_asked(field.id, &answers) {
                    return vec![answers];
                }
                let with = |id: &&str| {
                    let mut answers = answers.clone();
                    answers.set_text(field.id, *id);
                    answers
                };
                options.iter().map(with).collect()
            })
            .collect();
    }
    ways
}

#[test]
fn ok_the_lists_hold_what_their_sort_says() {
    for procedure in hoso_procedures::DOSSIERS {
        assert_eq!(procedure.definition.sort, Sort::Dossier);
    }
    let sorts = |sort| services().filter(move |one| one.definition.sort == sort);
    assert_eq!(sorts(Sort::Preparation).count(), 5);
    assert_eq!(sorts(Sort::Guide).count(), 4);
    for procedure in services() {
        let code = procedure.definition.code;
        assert!(hoso_procedures::find_dossier(code).is_none(), "{code}");
        assert!(hoso_procedures::first_step(code).is_none(), "{code}");
        assert!(hoso_procedures::find(code).is_some(), "{code}");
    }
}

/// Every way through a guide ends without an error, in advice of its own: no two answers lead to the same.
#[test]
fn ok_every_way_through_a_guide_leads_somewhere() {
    for procedure in services() {
        let definition = procedure.definition;
        let ways = ways(definition);
        assert!(ways.len() > 1, "{}", definition.code);
        for answers in &ways {
            let report = check(procedure, answers, today());
            let is_guide = definition.sort == Sort::Guide;
            assert!(!is_guide || report.issues().is_empty(), "{report:?}");
            let shown: Vec<&Advice> = definition.advice(answers).collect();
            assert!(shown.len() > 1, "{}: {answers:?}", definition.code);
        }
    }
}

/// Every advice is shown for some answer, and leads to a procedure that exists.
#[test]
fn ok_no_advice_is_out_of_reach() {
    for procedure in services() {
        let definition = procedure.definition;
        let ways = ways(definition);
        for advice in definition.outcome.unwrap().advice {
            let mut shown = ways.iter().flat_map(|answers| definition.advice(answers));
            assert!(shown.any(|other| other == advice), "{}", advice.text);
            assert!(
                advice.to.is_empty() || hoso_procedures::find(advice.to).is_some(),
                "{}",
                advice.to
            );
        }
    }
}

/// R-KH-8: the year of a letter is shown, and it is a year of the letters that the source names.
#[test]
fn r_kh_8_facts_of_the_letters_have_their_year() {
    let years = [
        ("letter 1", 2020),
        ("letter 2", 2021),
        ("letter 3", 2022),
        ("letter 4", 2021),
        ("letter 5", 2021),
    ];
    for procedure in services() {
        for advice in procedure.definition.outcome.unwrap().advice {
            let named = years
                .iter()
                .filter(|(letter, _)| advice.source.contains(letter));
            let named: Vec<u16> = named.map(|(_, year)| *year).collect();
            assert!(
                named.is_empty() || named.contains(&advice.year),
                "{}: {} is none of {named:?}",
                advice.source,
                advice.year
            );
        }
    }
}

#[test]
fn r_kh_1_a_closed_office_leads_to_the_nearest_one_by_post() {
    let given = [("where", "closed")];
    assert_said("noi-tiep-nhan", &given, "gửi qua bưu điện");
    let example = assert_said("noi-tiep-nhan", &given, "cơ quan BHXH gần nhất khác");
    for place in [
        "Cam Lâm",
        "Cam Ranh",
        "Diên Khánh",
        "BHXH tỉnh Khánh Hòa",
        "2021",
    ] {
        assert!(example.text.contains(place), "{place}");
    }
}

#[test]
fn r_kh_2_two_papers_by_post() {
    for book in ["printed", "unsure"] {
        let given = [("book", book)];
        let both = assert_said("bhxh-mot-lan", &given, "qua bưu điện hai loại giấy tờ");
        assert!(both.text.contains("Đơn đề nghị hưởng BHXH một lần"));
        assert!(both.text.contains("Sổ BHXH"));
        assert_said("bhxh-mot-lan", &given, "Từ 02/2026 có sổ BHXH điện tử");
    }
    assert_said(
        "bhxh-mot-lan",
        &[("book", "electronic")],
        "còn cần sổ giấy không",
    );
    // The sentence about the pension is neutral, and the guide calculates nothing.
    assert_said(
        "bhxh-mot-lan",
        &[],
        "không còn được tính để hưởng lương hưu",
    );
}

#[test]
fn r_kh_3_a_refund_needs_the_account_of_the_person() {
    let procedure = hoso_procedures::find("hoan-tra").unwrap();
    let mut given = vec![
        ("insurance", "health"),
        ("full_name", "Nguyễn Thị Mẫu"),
        ("social_insurance_number", "5600000001"),
        ("phone", "0900000001"),
        ("account_holder", "NGUYEN THI MAU"),
        ("bank", "Ngân hàng Ví Dụ"),
    ];
    let issues = |given: &[(&str, &str)]| {
        let report = check(procedure, &answers(given), today());
        let issues = report.issues().iter();
        let issues = issues.map(|issue| (issue.at.clone(), issue.code, issue.severity));
        issues.collect::<Vec<_>>()
    };
    let at = |field: &str, code, severity| vec![(field.to_owned(), code, severity)];
    assert_eq!(
        issues(&given),
        at("account_number", "refund.account", Severity::Error)
    );
    given.push(("account_number", "0123456789"));
    assert_eq!(issues(&given), []);
    given[4].1 = "Lê Ví Dụ";
    assert_eq!(
        issues(&given),
        at("account_holder", "refund.holder", Severity::Warning)
    );
}

#[test]
fn r_kh_4_without_vssid_a_post_office_and_the_envelope() {
    let given = [("vssid", "no")];
    let office = assert_said("2-cbh", &given, "bưu điện gần nhất");
    assert!(office.text.contains("2-CBH"));
    assert_said("2-cbh", &given, "Thay đổi thông tin hưởng lương hưu");
    let address =
        "BHXH tỉnh Khánh Hòa, số 05 Huỳnh Thúc Kháng, phường Phước Tiến, Nha Trang, Khánh Hòa";
    assert_eq!(assert_said("2-cbh", &given, address).year, 2021);
    assert!(definition("2-cbh").sheet(&answers(&given)).is_some());
}

#[test]
fn r_kh_5_the_menu_of_vssid_is_quoted_exactly() {
    let menu = "Thay đổi hình thức lĩnh hoặc thông tin người hưởng chế độ BHXH";
    for vssid in ["yes", "install"] {
        let given = [("vssid", vssid)];
        let advice = assert_said("2-cbh", &given, menu);
        assert!(advice.text.contains("“dịch vụ công”") && !advice.is_translated);
        assert!(definition("2-cbh").sheet(&answers(&given)).is_none());
    }
}

#[test]
fn r_kh_6_urgent_care_with_vssid_instead_of_the_card() {
    let given = [("need", "urgent")];
    assert_said("the-so", &given, "thay cho thẻ giấy");
    assert_said("the-so", &given, "nộp hồ sơ điện tử");
}

/// No phone, address or account is in the texts but those of the letters.
#[test]
fn r_kh_7_nothing_is_named_that_no_source_names() {
    // The last is an amount of Luật 41/2024/QH15 art. 94.
    let known = [
        "02583.827.443",
        "1900.9068",
        "05 Huỳnh Thúc Kháng",
        "2.000.000 đồng",
    ];
    for procedure in services() {
        for advice in procedure.definition.outcome.unwrap().advice {
            let mut text = [advice.text, " ", advice.quote].concat();
            for piece in known {
                text = text.replace(piece, "");
            }
            let longest = text.split(|c: char| !c.is_ascii_digit() && c != '.');
            let digits = longest.map(|run| run.chars().filter(char::is_ascii_digit).count());
            assert!(digits.max().unwrap_or(0) <= 4, "{text}");
            assert!(
                !text.contains("Số 0") && !text.contains(" đường "),
                "{text}"
            );
        }
    }
    assert_said(
        "noi-tiep-nhan",
        &[("where", "office")],
        "Nên gọi hỏi trước khi đến",
    );
    assert_said(
        "noi-tiep-nhan",
        &[("where", "agent")],
        "xem thẻ của nhân viên",
    );
    assert_said("noi-tiep-nhan", &[("where", "agent")], "lấy biên lai");
}

#[test]
fn r_kh_9_three_portals() {
    for address in [
        "dichvucong.gov.vn",
        "dichvucong.baohiemxahoi.gov.vn",
        "thongtin.hanhchinhcong.khanhhoa.gov.vn/trang-dich-vu-hanh-chinh-cong",
    ] {
        let advice = assert_said("noi-tiep-nhan", &[("where", "portal")], address);
        assert_eq!(advice.year, 2022);
    }
}

#[test]
fn r_kh_10_offices_and_agents_collect_too() {
    assert_said(
        "noi-tiep-nhan",
        &[("where", "office")],
        "thu BHXH tự nguyện, BHYT hộ gia đình",
    );
    assert_said(
        "noi-tiep-nhan",
        &[("where", "agent")],
        "tham gia BHXH tự nguyện",
    );
}
