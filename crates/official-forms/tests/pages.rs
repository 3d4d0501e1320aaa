//! What is on which page of TK1-TS, and to whom the forms speak.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod reading;

use hoso_dossier::{Answers, Value};
use hoso_identifiers::{Date, text};
use reading::{Paper, bare, pages_with, paper, request};

const SIGNATURE: &str = "(Ký, ghi rõ họ tên)";
const COMMITMENT: &str = "Tôi cam đoan những nội dung kê khai là đúng và chịu trách nhiệm trước pháp \
                          luật về những nội dung đã kê khai.";

/// The forms of the examples of a procedure: the name, the answers and the PDF.
fn forms(code: &str) -> Vec<(String, Value, Paper)> {
    let definition = hoso_procedures::find(code).unwrap().definition;
    reading::examples(code)
        .into_iter()
        .filter_map(|name| {
            let (today, answers) = reading::example(definition, &name);
            let (read, _) = Answers::from_value(&answers);
            definition.requires_declaration(&read).then(|| {
                let form = paper(&request(code, today, answers.clone(), ""));
                (name, answers, form)
            })
        })
        .collect()
}

fn example(name: &str) -> (Date, Value) {
    reading::example(hoso_procedures::find("602b").unwrap().definition, name)
}

/// An example with other answers.
fn changed(name: &str, changes: &[(&str, Value)]) -> Paper {
    let (today, mut answers) = example(name);
    let Value::Object(entries) = &mut answers else {
        panic!("answers are an object");
    };
    for (key, value) in changes {
        entries.retain(|(known, _)| known != key);
        entries.push(((*key).to_owned(), value.clone()));
    }
    paper(&request("602b", today, answers, ""))
}

#[test]
fn ok_each_page_has_the_name_and_its_number() {
    let mut seen = 0;
    for procedure in ["602b", "account", "under18"] {
        for (example, answers, form) in forms(procedure) {
            let name = answers.get("full_name").and_then(Value::as_str);
            let name = name.map(|name| match procedure {
                "602b" => text::upper(name),
                _ => name.to_owned(),
            });
            let pages = form.page_texts();
            let count = pages.len();
            for (read, page) in pages.iter().zip(1..) {
                // The name alone is not enough: it is also an answer.
                let foot = match &name {
                    Some(name) => [name, " · "].concat(),
                    None => "Mã số BHXH ".to_owned(),
                };
                assert!(read.contains(&bare(&foot)), "{example}: {page}: {read}");
                let number = bare(&format!("Trang {page}/{count}"));
                assert!(read.contains(&number), "{example}: {page}: {read}");
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn ok_a_person_without_a_name_is_named_by_the_number() {
    let form = changed("ok-case-c", &[("full_name", Value::text(""))]);
    assert_eq!(
        form.pages_with("Mã số BHXH 5600000001 · Tờ khai TK1-TS"),
        [1, 2]
    );
}

#[test]
fn ok_the_longest_name_is_whole_on_each_page() {
    let name = "Công Tằng Tôn Nữ ".repeat(6).trim().to_owned();
    let form = changed("ok-case-c", &[("full_name", Value::text(&name))]);
    let foot = [&text::upper(&name), " · "].concat();
    let pages = form.page_texts();
    assert_eq!(pages.len(), 2);
    for page in pages {
        // The number of the page is read behind the first of the two lines.
        let page = page.replace("Trang1/2", "").replace("Trang2/2", "");
        assert!(page.contains(&bare(&foot)), "{page}");
    }
}

#[test]
fn ok_the_signature_is_on_the_page_of_the_last_box() {
    let mut on_first = 0;
    for (name, _, form) in forms("602b") {
        let pages = form.page_texts();
        let page = pages_with(&pages, COMMITMENT);
        assert_eq!(page.len(), 1, "{name}");
        assert_eq!(pages_with(&pages, "[19]. Hồ sơ kèm theo"), page, "{name}");
        assert_eq!(pages_with(&pages, SIGNATURE)[0], page[0], "{name}");
        on_first += usize::from(page == [1]);
    }
    assert!(on_first > 60, "{on_first}");
}

#[test]
fn ok_a_form_of_four_wishes_has_one_page_up_to_the_signature() {
    let (today, answers) = example("ok-cases-d-e-f-g");
    let form = paper(&request("602b", today, answers, ""));
    assert_eq!(form.pages_with(COMMITMENT), [1]);
    assert_eq!(form.pages_with(SIGNATURE), [1]);
}

#[test]
fn ok_a_last_box_of_any_length_takes_the_signature_along() {
    for lines in 1..60 {
        let note: Vec<String> = (1..=lines).map(|i| format!("giấy tờ thứ {i}")).collect();
        let last = format!("giấy tờ thứ {lines}");
        let form = changed(
            "ok-cases-d-e-f-g",
            &[("attachments_note", Value::Text(note.join("\n")))],
        );
        let pages = form.page_texts();
        let page = pages_with(&pages, COMMITMENT);
        assert_eq!(page.len(), 1, "{lines}");
        let read = &pages[page[0] - 1];
        assert!(read.contains(&bare(&last)), "{lines}: {read}");
        assert!(read.contains(&bare(SIGNATURE)), "{lines}: {read}");
    }
}

#[test]
fn ok_the_commitment_is_that_of_the_form() {
    let (today, answers) = example("ok-case-c");
    let form = paper(&request("602b", today, answers.clone(), ""));
    let raw = form.text("-raw");
    let signed = [COMMITMENT, "Số biên nhận"].concat();
    assert!(raw.contains(&bare(&signed)), "{raw}");
    // A form without a date is a current one.
    let mut undated = request("602b", today, answers, "");
    if let Value::Object(entries) = &mut undated {
        entries.retain(|(key, _)| key != "declared_at");
    }
    assert!(paper(&undated).text("-raw").contains(&bare(COMMITMENT)));
}

#[test]
fn ok_the_appendix_has_a_place_for_date_and_signature() {
    let (_, answers) = example("ok-golden-1-first-no-number");
    let member = answers.get("members").unwrap().items()[0].clone();
    for count in 0..=30 {
        let members = (1..=count).map(|i| {
            let mut row = member.clone();
            if let Value::Object(entries) = &mut row {
                entries.retain(|(key, _)| key != "full_name");
                let name = format!("Người Thứ {i} Đây");
                entries.push(("full_name".to_owned(), Value::Text(name)));
            }
            row
        });
        let form = changed(
            "ok-golden-1-first-no-number",
            &[("members", Value::List(members.collect()))],
        );
        let pages = form.page_texts();
        let read = pages.last().unwrap();
        let place = bare("……, ngày …… tháng …… năm ………Người kê khai(Ký, ghi rõ họ tên)");
        assert!(read.contains(&place), "{count}: {read}");
        // It is not alone: the last row is above it.
        if count > 0 {
            let last = bare(&text::upper(&format!("Người Thứ {count} Đây")));
            assert!(read.contains(&last), "{count}: {read}");
        }
        assert_eq!(pages_with(&pages, SIGNATURE).len(), 2, "{count}");
    }
}

#[test]
fn ok_no_form_speaks_as_the_screen_does() {
    for procedure in hoso_procedures::DOSSIERS {
        let code = procedure.definition.code;
        let fields = procedure.definition.steps.iter();
        let asking: Vec<String> = fields
            .flat_map(|step| step.fields)
            .filter(|field| field.label.contains('?') || field.label.contains("bạn"))
            .map(|field| bare(field.label))
            .collect();
        for (name, _, form) in forms(code) {
            let read = form.text("-raw");
            assert!(!read.contains("(khôngbắtbuộc)"), "{name}: {read}");
            for label in &asking {
                assert!(!read.contains(label), "{name}: {label}: {read}");
            }
            let output = reading::run("pdftotext", &["-layout", form.path.to_str().unwrap(), "-"]);
            let layout = String::from_utf8(output.stdout).unwrap().to_lowercase();
            let mut words = layout.split(|letter: char| !letter.is_alphabetic());
            assert!(!words.any(|word| word == "bạn"), "{name}: {layout}");
        }
    }
}
