//! Counts what a dossier costs a person who has everything at hand: fields to type into, keys, taps and
//! screens. The figures are those of `docs/usability.md`.
//!
//! One tap each: a choice, an offered value, the focus of a field, a button. Two taps: a native list. A
//! commune is found by six letters and one tap. Answers that are filled in already cost nothing. Optional
//! answers are left out, except those that the card in hand has.

use std::path::Path;

use hoso_tests::browser::Browser;
use hoso_tests::card_photos::close_up;
use hoso_tests::examples::{answers_of, input_text};
use hoso_tests::locales::sentence_with;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::site::Site;
use serde_json::Value;

#[derive(Debug, Default, PartialEq, Eq)]
struct Effort {
    typed: usize,
    keys: usize,
    taps: usize,
    screens: usize,
}

impl Effort {
    const fn of(typed: usize, keys: usize, taps: usize, screens: usize) -> Self {
        Self {
            typed,
            keys,
            taps,
            screens,
        }
    }

    fn type_into(&mut self, keys: usize) {
        self.typed += 1;
        self.keys += keys;
        self.taps += 1;
    }
}

/// Letters by which a commune is found.
const COMMUNE_LETTERS: usize = 6;

/// Answers one field and counts what that costs.
async fn answer(browser: &Browser, effort: &mut Effort, name: &str, value: &str) {
    let kind = browser
        .eval_text(&format!(
            "(() => {{ const e = document.querySelector('[name=\"{name}\"][value=\"{value}\"]') ?? document.querySelector('[name=\"{name}\"]');
                const now = ['radio', 'checkbox'].includes(e.type) ? e.checked && e.value : e.value;
                return now === '{value}' ? 'done' : e.role === 'combobox' ? 'combobox' : e.type; }})()"
        ))
        .await;
    match kind.as_str() {
        "done" => return,
        "radio" | "checkbox" => effort.taps += 1,
        "select-one" => effort.taps += 2,
        "combobox" => {
            // A commune that is known to be this one already shows its name.
            let now = browser.value(name).await;
            if !now.is_empty() {
                return;
            }
            effort.type_into(COMMUNE_LETTERS);
            effort.taps += 1;
        }
        _ => {
            let month = sentence_with("ui.use_month", &[("month", value)]);
            let amount = sentence_with("ui.use_amount", &[("amount", value)]);
            let offer = format!(
                "[...document.querySelector('[name=\"{name}\"]').closest('.field').querySelectorAll('button.proposal')]
                    .find((e) => [{}, {}].includes(e.innerText))",
                serde_json::json!(month),
                serde_json::json!(amount)
            );
            if browser.eval(&format!("!!{offer}")).await == true {
                effort.taps += 1;
                browser.eval(&format!("{offer}.click()")).await;
                return;
            }
            effort.type_into(value.chars().count());
        }
    }
    browser.fill(name, value).await;
}

/// Answers every field of the step that the example answers.
async fn answer_step(browser: &Browser, effort: &mut Effort, answers: &Value, skipped: &[&str]) {
    let mut done: Vec<String> = Vec::new();
    loop {
        let names = browser.field_names().await;
        let next = names.into_iter().find(|name| !done.contains(name));
        let Some(name) = next else { break };
        done.push(name.clone());
        if skipped.contains(&name.as_str()) || name == "request_text" || name == "commitment" {
            continue;
        }
        match answers.get(&name) {
            None => {}
            Some(Value::Array(chosen)) => {
                for id in chosen {
                    answer(browser, effort, &name, id.as_str().unwrap()).await;
                }
            }
            Some(value) => answer(browser, effort, &name, &input_text(&name, value)).await,
        }
    }
    if browser.fragment().await == "household_members" {
        add_members(browser, effort, answers, skipped).await;
    }
}

/// Adds the people of the household, each by the button that enters most of their answers.
async fn add_members(browser: &Browser, effort: &mut Effort, answers: &Value, skipped: &[&str]) {
    for (row, member) in answers["members"].as_array().unwrap().iter().enumerate() {
        let is_person = member["full_name"] == answers["full_name"];
        let is_head = member["full_name"] == answers["household_head_name"];
        browser
            .click(if is_person {
                ".members__myself"
            } else if is_head {
                ".members__head"
            } else {
                ".members__add"
            })
            .await;
        effort.taps += 1;
        browser
            .wait_for(&format!(
                "document.querySelector('[name=\"members.{row}.full_name\"]')"
            ))
            .await;
        if !is_person && member["birth_commune"] == answers["birth_commune"] {
            let card = format!("//ol[contains(@class, 'members')]/li[{}]", row + 1);
            browser.press_within(&card, "ui.same_place").await;
            effort.taps += 1;
        }
        for (field, value) in member.as_object().unwrap() {
            let name = format!("members.{row}.{field}");
            if skipped.contains(&name.as_str()) {
                continue;
            }
            answer(browser, effort, &name, &input_text(field, value)).await;
        }
    }
}

/// Returns the text of the QR code on the card of the person of an example.
fn card_of(answers: &Value) -> String {
    let text = |name: &str| answers[name].as_str().unwrap_or_default();
    let birth: Vec<&str> = text("birth_date").rsplit('-').collect();
    let sex = if text("sex") == "male" { "Nam" } else { "Nữ" };
    let street = if text("street_line").is_empty() {
        "Tổ 1"
    } else {
        text("street_line")
    };
    format!(
        "{}||{}|{}|{sex}|{street}, Phước Tiến, Nha Trang, Khánh Hòa|01062022",
        text("personal_number"),
        text("full_name"),
        birth.concat()
    )
}

/// Scans the card of the person: a tap opens the camera, and a tap takes all answers of the card.
async fn scan(browser: &Browser, effort: &mut Effort, card: &Path) {
    browser.compare_card("personal_number", card).await;
    browser.press("ui.card_use_all").await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-scan')")
        .await;
    effort.taps += 2;
}

async fn measure(procedure: &str, example: &str, skipped: &[&str]) -> Effort {
    measure_from(procedure, example, skipped, None).await
}

/// Measures with the card of the person in hand, before the camera.
async fn measure_with_card(procedure: &str, example: &str, skipped: &[&str]) -> Effort {
    let files = PhotoFiles::default();
    let text = card_of(&answers_of(procedure, example));
    let card = files.write("card.jpg", &close_up(&text));
    measure_from(procedure, example, skipped, Some(&card)).await
}

async fn measure_from(
    procedure: &str,
    example: &str,
    skipped: &[&str],
    card: Option<&Path>,
) -> Effort {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = answers_of(procedure, example);
    let mut effort = Effort::default();
    browser.open_procedure(&site, procedure).await;
    loop {
        let step = browser.fragment().await;
        effort.screens += 1;
        if step == "review" {
            break;
        }
        if let Some(card) = card.filter(|_| step == "participant") {
            scan(&browser, &mut effort, card).await;
        }
        answer_step(&browser, &mut effort, &answers, skipped).await;
        browser.submit_step().await;
        effort.taps += 1;
        let outcome = format!(
            "document.activeElement?.matches('.error-summary--warning') ? 'warnings'
                : document.activeElement?.matches('.error-summary') ? 'errors: ' + document.activeElement.innerText
                : location.hash !== '#{step}' && document.activeElement?.tagName === 'H1' && 'passed'"
        );
        let result = browser.wait_for(&outcome).await;
        if result == "warnings" {
            effort.taps += 1;
            browser.complete_step().await;
        } else {
            assert_eq!(result, "passed", "{step}");
        }
    }
    browser.commit_and_send().await;
    // The commitment and the button; the receipt.
    effort.taps += 2;
    effort.screens += 1;
    browser.finish().await;
    effort
}

/// The optional answers of a return.
const OPTIONAL_OF_RETURN: [&str; 6] = [
    "identity_paper",
    "receives_pension",
    "email",
    "ethnic_group",
    "support_group",
    "attachments_note",
];

#[tokio::test]
async fn ok_effort_of_a_return() {
    let effort = measure("602b", "ok-case-c", &OPTIONAL_OF_RETURN).await;
    assert_eq!(effort, Effort::of(5, 55, 18, 7));
}

#[tokio::test]
async fn ok_effort_of_a_return_with_card() {
    let effort = measure_with_card("602b", "ok-case-c", &OPTIONAL_OF_RETURN).await;
    assert_eq!(effort, Effort::of(3, 29, 17, 7));
}

/// The optional answers of a first registration.
const OPTIONAL: [&str; 9] = [
    "identity_paper",
    "receives_pension",
    "email",
    "result_channel",
    "household_code",
    "household_phone",
    "support_group",
    "attachments_note",
    "birth_place_note",
];

#[tokio::test]
async fn ok_effort_of_a_first_registration() {
    let effort = measure("602b", "ok-case-a-alone", &OPTIONAL).await;
    assert_eq!(effort, Effort::of(8, 91, 31, 11));
}

/// The head of household, the person and a child. The card in hand is the person's, so the personal
/// numbers of the others, which may stay empty, are left out.
#[tokio::test]
async fn ok_effort_of_a_first_registration_of_three() {
    let others = ["members.0.personal_number", "members.2.personal_number"];
    let skipped = [&OPTIONAL[..], &others].concat();
    let effort = measure("602b", "ok-golden-1-first-no-number", &skipped).await;
    assert_eq!(effort, Effort::of(11, 119, 44, 11));
}

#[tokio::test]
async fn ok_effort_of_a_first_registration_of_three_with_card() {
    let others = ["members.0.personal_number", "members.2.personal_number"];
    let skipped = [&OPTIONAL[..], &others].concat();
    let effort = measure_with_card("602b", "ok-golden-1-first-no-number", &skipped).await;
    assert!(effort.typed <= 10 && effort.taps <= 45, "{effort:?}");
}

#[tokio::test]
async fn ok_effort_of_a_child() {
    let photos = [
        "portrait",
        "birth_certificate",
        "id_front",
        "id_back",
        "email",
        "form_profile",
    ];
    let effort = measure("under18", "ok-core-direct", &photos).await;
    assert_eq!(effort, Effort::of(6, 73, 18, 7));
}

#[tokio::test]
async fn ok_effort_of_an_account() {
    let photos = ["portrait", "id_front", "id_back", "form_profile"];
    let effort = measure("account", "ok-adult", &photos).await;
    assert_eq!(effort, Effort::of(8, 103, 20, 7));
}
