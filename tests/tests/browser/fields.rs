//! Checks what a person meets in the fields of a step: keyboards, choices, help, marks, messages.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{label, sentence, sentence_start, sentence_with};
use hoso_tests::photo_fields::without_photos;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::scenario::{Scenario, start_at_step};
use hoso_tests::site::Site;
use serde_json::json;

/// Returns an expression for the first control of a field.
fn control(name: &str) -> String {
    format!("document.querySelector('[name=\"{name}\"]')")
}

async fn attribute(browser: &Browser, name: &str, attribute: &str) -> String {
    let control = control(name);
    browser
        .eval_text(&format!("{control}.getAttribute('{attribute}')"))
        .await
}

/// Returns the accessible name and description of a control, as Chromium computes them.
async fn accessible(browser: &Browser, name: &str) -> (String, String) {
    let expression = control(name);
    let object = browser
        .cdp("Runtime.evaluate", json!({ "expression": expression }))
        .await;
    let id = object["result"]["objectId"].clone();
    let tree = browser
        .cdp(
            "Accessibility.getPartialAXTree",
            json!({ "objectId": id, "fetchRelatives": false }),
        )
        .await;
    let text = |key: &str| {
        let value = tree["nodes"][0][key]["value"].as_str();
        value.unwrap_or_default().to_owned()
    };
    (text("name"), text("description"))
}

#[tokio::test]
async fn ok_digits_are_entered_with_a_keyboard_for_digits() {
    let (_site, browser) = start_at_step("participant").await;
    for name in ["personal_number", "birth_date", "social_insurance_number"] {
        assert_eq!(
            attribute(&browser, name, "inputmode").await,
            "numeric",
            "{name}"
        );
    }
    // The number of a passport has letters.
    browser.press("ui.passport_letters").await;
    browser
        .wait_for("document.activeElement?.name === 'personal_number'")
        .await;
    assert_eq!(
        attribute(&browser, "personal_number", "inputmode").await,
        "text"
    );
    // A keyboard for digits may have no separator.
    browser.fill("birth_date", "14021990").await;
    browser.fill_step(&examples::answers("ok-case-c")).await;
    browser.fill("birth_date", "14021990").await;
    assert_eq!(browser.complete_step().await, "contact");
    assert_eq!(attribute(&browser, "phone", "inputmode").await, "tel");
    browser.finish().await;
}

#[tokio::test]
async fn ok_wishes_that_exclude_each_other_are_radio_buttons() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let ids = |kind: &str| {
        format!(
            "[...document.querySelectorAll('[name=cases][type={kind}]')].map((e) => e.value).join()"
        )
    };
    let radios = browser.eval_text(&ids("radio")).await;
    assert_eq!(radios, "first_no_number,first_with_number,return,continue");
    let boxes = browser.eval_text(&ids("checkbox")).await;
    assert_eq!(boxes, "change_method,change_base,back_pay,identity_change");
    browser.fill("cases", "first_no_number").await;
    browser.fill("cases", "return").await;
    browser.fill("cases", "back_pay").await;
    browser
        .wait_for_draft("draft.answers.cases.join() === 'return,back_pay'")
        .await;
    // What excludes the chosen one takes its place; what goes with it stays.
    browser.fill("cases", "change_base").await;
    browser
        .wait_for_draft("draft.answers.cases.join() === 'back_pay,change_base'")
        .await;
    assert!(!browser.is_checked("cases", "return").await);
    browser.fill("cases", "continue").await;
    browser
        .wait_for_draft("draft.answers.cases.join() === 'continue'")
        .await;
    assert!(!browser.is_checked("cases", "back_pay").await);
    // A radio button can be cleared.
    browser.press("ui.untick").await;
    browser
        .wait_for_draft("draft.answers.cases.length === 0")
        .await;
    assert!(!browser.is_checked("cases", "continue").await);
    browser.finish().await;
}

#[tokio::test]
async fn ok_amounts_and_months_have_bounds_and_usual_answers() {
    let (_site, browser) = start_at_step("contribution").await;
    let press = |text: String| {
        let browser = &browser;
        async move {
            let button = format!(
                "[...document.querySelectorAll('button.proposal')].find((e) => e.innerText === '{text}')"
            );
            browser.eval(&format!("{button}.click()")).await;
        }
    };
    press(sentence_with("ui.use_month", &[("month", "12/2026")])).await;
    assert_eq!(browser.value("first_month").await, "12/2026");
    let field = "document.querySelector('[name=income_base]').closest('.field')";
    let range = sentence_with(
        "ui.amount_range",
        &[("min", "1.500.000"), ("max", "50.600.000")],
    );
    browser
        .wait_for(&format!("{field}.innerText.includes('{range}')"))
        .await;
    press(sentence_with("ui.use_amount", &[("amount", "3.000.000")])).await;
    assert_eq!(browser.value("income_base").await, "3.000.000");
    browser.fill("payment_method", "monthly").await;
    browser.fill("support_group", "other").await;
    // The total of the estimate is below the box as well.
    let total = browser
        .eval_text("document.querySelector('.estimate__total td').innerText")
        .await;
    let sum = browser
        .eval_text(&format!("{field}.querySelector('.field__sum').innerText"))
        .await;
    assert!(sum.contains(&total), "{sum} has no {total}");
    let (_, description) = accessible(&browser, "income_base").await;
    assert!(description.contains(&range), "{description}");
    browser.finish().await;
}

#[tokio::test]
async fn ok_the_request_is_filled_in_and_announced() {
    let (_site, browser) = start_at_step("request").await;
    let filled = sentence("ui.suggestion_filled");
    let status = "document.querySelector('.field__filled[role=status]').innerText";
    browser
        .wait_for("document.querySelector('[name=request_text]').value")
        .await;
    browser.wait_for(&format!("{status} === '{filled}'")).await;
    let suggested = browser.value("request_text").await;
    let example = examples::answers("ok-case-c")["request_text"].clone();
    assert_eq!(example, suggested);
    browser.fill("request_text", "Tôi tự nhập yêu cầu").await;
    browser.wait_for(&format!("{status} === ''")).await;
    // What the person has deleted is not filled in again, except on request.
    browser.fill("request_text", "").await;
    browser.press("ui.back").await;
    browser.expect_step("contribution").await;
    assert_eq!(browser.complete_step().await, "request");
    assert_eq!(browser.value("request_text").await, "");
    browser.press("ui.fill_for_me").await;
    browser.wait_for(&format!("{status} === '{filled}'")).await;
    let (_, description) = accessible(&browser, "request_text").await;
    let count = suggested.chars().count().to_string();
    assert!(description.contains(&format!("{count}/")), "{description}");
    browser.finish().await;
}

/// Checks that the summary lists a photo that may be too small, and that its buttons are described by
/// the warning.
#[tokio::test]
async fn ok_a_photo_of_poor_quality_is_in_the_summary() {
    let answers = without_photos("account", "ok-adult");
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "account").await;
    browser.complete_until("photos", &answers).await;
    let files = PhotoFiles::default();
    browser
        .attach_photos("id_front", &[&files.good_photo(400)])
        .await;
    browser.wait_for_photo_count("id_front", 1).await;
    let warning = sentence("photo.small");
    let described = "(() => { const button = document.querySelector('[data-photo=id_front] .photo__actions button');
        return document.getElementById(button.getAttribute('aria-describedby')).innerText; })()";
    assert_eq!(browser.eval_text(described).await, warning);
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let entries = browser
        .eval("[...document.querySelectorAll('.error-summary li')].map((e) => e.innerText)")
        .await;
    let name = label("account", "id_front").vi;
    let photo = sentence_with("ui.photo_n", &[("what", name), ("n", "1")]);
    let expected = format!("{photo}: {warning}");
    let entries = entries.as_array().unwrap();
    assert!(entries.contains(&json!(expected)), "{entries:?}");
    // The photo has said it already, so its field does not repeat it.
    let said = format!(
        "[...document.querySelector('[data-photo=id_front]').closest('.field').querySelectorAll('.message--warning')]
            .filter((e) => e.innerText.includes({})).length",
        json!(warning)
    );
    assert_eq!(browser.eval(&said).await, json!(1));
    browser.complete_step().await;
    browser.finish().await;
}

/// Checks that a group of checkboxes says that an answer is needed: it has no attribute for that.
#[tokio::test]
async fn ok_a_group_of_checkboxes_says_that_one_is_needed() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let described = "(() => { const group = document.querySelector('[name=cases]').closest('fieldset');
        return group.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).innerText).join(' '); })()";
    let description = browser.eval_text(described).await;
    assert!(description.contains("ít nhất một"), "{description}");
    browser.finish().await;
}

/// Checks that the screen says whose layout the printed Mẫu số 01 is, where it is made.
#[tokio::test]
async fn ok_the_screen_says_whose_layout_the_form_is() {
    for (procedure, example, says) in [("account", "ok-adult", true), ("602b", "ok-case-c", false)]
    {
        let (site, browser) = (Site::start().await, Browser::start().await);
        browser.open_procedure(&site, procedure).await;
        browser
            .complete_until("review", &without_photos(procedure, example))
            .await;
        let text = browser
            .eval_text("document.querySelector('.official-form').innerText")
            .await;
        assert_eq!(
            text.contains(&sentence("ui.official_form_layout")),
            says,
            "{text}"
        );
        browser.finish().await;
    }
}

#[tokio::test]
async fn ok_photos_that_were_left_out_are_one_entry() {
    let mut answers = examples::answers_of("account", "ok-adult");
    for photo in ["portrait", "id_front", "id_back"] {
        answers.as_object_mut().unwrap().remove(photo);
    }
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, "account").await;
    browser.complete_until("photos", &answers).await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let entries = "[...document.querySelectorAll('[data-hoso-summary] li')]";
    assert_eq!(browser.eval(&format!("{entries}.length")).await, 1);
    let entry = browser.eval_text(&format!("{entries}[0].innerText")).await;
    assert!(
        entry.starts_with(sentence_start("photo.missing")),
        "{entry}"
    );
    for photo in ["portrait", "id_front", "id_back"] {
        let name = label("account", photo).vi.to_lowercase();
        assert!(
            entry.to_lowercase().contains(&name),
            "{entry} has no {name}"
        );
    }
    let message = sentence("ui.photo_left_out");
    let shown = "[...document.querySelectorAll('[data-photo] .message')].map((e) => e.innerText)";
    let shown = browser.eval(shown).await;
    for text in shown.as_array().unwrap() {
        assert!(text.as_str().unwrap().ends_with(&message), "{text}");
    }
    browser.finish().await;
}

#[tokio::test]
async fn ok_buttons_of_a_photo_have_one_width() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers_of("account", "ok-adult");
    let mut answers = answers;
    for photo in ["portrait", "id_front", "id_back"] {
        answers.as_object_mut().unwrap().remove(photo);
    }
    browser.open_procedure(&site, "account").await;
    browser.complete_until("photos", &answers).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jpg");
    let picture = hoso_tests::pictures::jpeg(&hoso_tests::pictures::scene(900, 700));
    std::fs::write(&file, picture).unwrap();
    browser.attach_photos("id_front", &[&file]).await;
    let boxes = browser
        .eval("[...document.querySelectorAll('.photo__actions .button')].map((e) => e.getBoundingClientRect()).map((e) => [Math.round(e.top), Math.round(e.width)])")
        .await;
    let boxes = boxes.as_array().unwrap();
    assert_eq!(boxes.len(), 3);
    assert!(boxes.iter().all(|one| *one == boxes[0]), "{boxes:?}");
    browser.finish().await;
}

#[tokio::test]
async fn ok_assistive_technology_knows_what_is_required() {
    let (_site, browser) = start_at_step("contact").await;
    assert_eq!(attribute(&browser, "phone", "aria-required").await, "true");
    assert_eq!(attribute(&browser, "email", "aria-required").await, "");
    // The box number is no part of the name.
    let (name, _) = accessible(&browser, "phone").await;
    assert_eq!(name, label("602b", "phone").vi);
    assert_eq!(
        browser
            .eval_text("document.querySelector('label[for=phone] .box-number').innerText")
            .await,
        "Ô [07]"
    );
    browser
        .complete_until("contribution", &examples::answers("ok-case-c"))
        .await;
    let group = "document.querySelector('[name=payment_method]').closest('fieldset')";
    assert_eq!(
        browser
            .eval_text(&format!(
                "{group}.getAttribute('role') + {group}.ariaRequired"
            ))
            .await,
        "radiogrouptrue"
    );
    browser.finish().await;
}

/// Returns every empty field of the step: its name, how often it is marked as one that may stay empty,
/// whether it is exposed as required (nothing where ARIA has no such state: check boxes, files, lists), and
/// its error. Only what belongs to the field itself counts, not what belongs to a field of
/// its rows.
async fn marks(browser: &Browser) -> Vec<(String, u64, Option<bool>, String)> {
    let fields = browser
        .eval(
            "(() => {
                const own = (field, selector) =>
                    [...field.querySelectorAll(selector)].filter((one) => one.closest('.field') === field);
                const controls = (field) => own(field, 'input, select, textarea, [role=radiogroup], [role=group]');
                const isEmpty = (field) => controls(field).every((one) =>
                    ['radio', 'checkbox'].includes(one.type) ? !one.checked : !one.value);
                return [...document.querySelectorAll('form .field')].filter(isEmpty).map((field) => [
                    controls(field).map((one) => one.name || one.id).find(Boolean) ?? field.id,
                    own(field, '.field__optional').length,
                    own(field, '[type=checkbox], [type=file]').length || !controls(field).length
                        ? null
                        : own(field, '[aria-required=true]').length > 0,
                    own(field, '.message--error').map((one) => one.innerText).join(' '),
                ]);
            })()",
        )
        .await;
    serde_json::from_value(fields).unwrap()
}

/// Checks every field of every step of every procedure that sends something: after an empty step was
/// submitted, what has an error is exposed as required and not marked; whatever else is empty is marked
/// once, in one way.
#[tokio::test]
async fn ok_what_may_stay_empty_is_marked_once() {
    let mark = sentence("ui.optional");
    let mut seen = 0;
    for (procedure, example) in examples::JOURNEYS {
        let (site, browser) = (Site::start().await, Browser::start().await);
        let answers = without_photos(procedure, example);
        browser.open_procedure(&site, procedure).await;
        let mut step = browser.fragment().await;
        while step != "review" {
            browser.submit_step().await;
            let outcome = format!(
                "document.activeElement?.matches('[data-hoso-summary]') ? 'stays' : location.hash !== '#{step}' && location.hash.slice(1)"
            );
            let outcome = browser.wait_for(&outcome).await;
            if outcome != "stays" {
                // Nothing is required here, and nothing was doubted.
                step = outcome.as_str().unwrap().to_owned();
                continue;
            }
            for (name, marks, is_required, error) in marks(&browser).await {
                // One correction is enough, so each of them may stay empty.
                let has_error = !error.is_empty() && !error.contains(&sentence("g.nothing"));
                let field = format!("{procedure} {example} {step} {name}");
                assert_eq!(
                    is_required.unwrap_or(has_error),
                    has_error,
                    "{field}: required"
                );
                assert_eq!(marks, u64::from(!has_error), "{field}: marks");
                seen += 1;
            }
            let text = browser.main_text().await;
            for other in ["(nếu có)", "(nếu biết)", "(tùy chọn)"] {
                assert!(!text.contains(other), "{procedure} {step}: {other}");
            }
            browser.fill_step(&answers).await;
            step = browser.complete_step().await;
        }
        assert!(!browser.main_text().await.contains(&mark), "{procedure}");
        browser.finish().await;
    }
    assert!(seen > 60, "{seen}");
}

#[tokio::test]
async fn ok_the_summary_counts_what_the_page_shows() {
    let (_site, browser) = start_at_step("participant").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let title = browser
        .eval_text("document.querySelector('.error-summary__title').innerText")
        .await;
    let count = |selector: &'static str| {
        let browser = &browser;
        async move {
            let script = format!("document.querySelectorAll('{selector}').length");
            browser.eval(&script).await.as_u64().unwrap()
        }
    };
    let errors = count("form .field .message--error").await;
    let warnings = count("form .field .message--warning").await;
    assert!(errors > 0 && warnings > 0);
    let (errors_text, warnings_text) = (errors.to_string(), warnings.to_string());
    let args = [
        ("n", errors_text.as_str()),
        ("warnings", warnings_text.as_str()),
    ];
    assert_eq!(title, sentence_with("ui.errors_and_warnings", &args));
    assert_eq!(count(".error-summary li").await, errors + warnings);
    browser.finish().await;
}

/// Checks that a tick moves nothing, and that the chosen province is readable to its end.
#[tokio::test]
async fn ok_a_choice_keeps_its_size_and_its_text() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let height = "document.querySelector('fieldset').getBoundingClientRect().height";
    let weight = "getComputedStyle(document.querySelector('label[for=cases]')).fontWeight";
    let before = browser.eval(&format!("[{height}, {weight}]")).await;
    browser.fill("cases", "identity_change").await;
    browser.fill("cases", "change_base").await;
    let weight =
        "getComputedStyle(document.querySelector('[name=cases]:checked + label')).fontWeight";
    assert_eq!(browser.eval(&format!("[{height}, {weight}]")).await, before);
    browser
        .complete_until("birth_place", &examples::answers("ok-case-a-alone"))
        .await;
    browser.fill("birth_province", "56").await;
    // The text of the closed list fits its box.
    let fits = "(() => { const e = document.querySelector('[name=birth_province]');
        return e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight; })()";
    assert_eq!(browser.eval(fits).await, true);
    browser.finish().await;
}

#[tokio::test]
async fn ok_the_payment_page_gives_the_amount() {
    let (_site, browser) = Scenario::new("602b", "ok-case-n").start_at("payment").await;
    browser.wait_for_text("ui.amount_unknown").await;
    browser.wait_for_text("ui.account_unknown").await;
    browser.fill("first_month", "12/2026").await;
    browser.fill("income_base", "1.500.000").await;
    browser.fill("payment_method", "every_3_months").await;
    browser.fill("support_group", "other").await;
    // 3 months of 22 % of 1,500,000 đ, less the support of 20 % (docs/domain/money.md).
    browser
        .wait_for("document.querySelector('.estimate')?.innerText.includes('990.000')")
        .await;
    browser
        .wait_for("document.querySelector('.estimate__total td')?.innerText.includes('792.000')")
        .await;
    browser.finish().await;
}

/// Checks that a deployment's own text about personal data replaces the default one.
#[tokio::test]
async fn ok_a_deployment_has_its_own_privacy_text() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let text = "document.querySelector('.step-header .privacy__text').textContent";
    let shown = browser.eval_text(text).await;
    for part in [
        "Hệ thống nhận hồ sơ chạy thử",
        "91/2025/QH15",
        "356/2025/NĐ-CP",
    ] {
        assert!(shown.contains(part), "{shown} has no {part}");
    }
    site.configure(
        r#""acts_for":"bhxh""#,
        r#""acts_for":"bhxh","privacy_text":{"vi":"Dòng một. Dòng hai.","en":"One line."}"#,
    );
    // Another browser: this one keeps the page as it was.
    browser.finish().await;
    let browser = Browser::start().await;
    browser.open(&site).await;
    // The settings changed and the prerendered text did not: a change of the language renders it anew.
    browser.switch_language("en").await;
    browser.wait_for(&format!("{text} === 'One line.'")).await;
    // Not the mouse: a second click at the same place is taken for a double click.
    browser
        .eval("document.querySelector('button[lang=vi]').click()")
        .await;
    browser
        .wait_for(&format!("{text} === 'Dòng một. Dòng hai.'"))
        .await;
    browser.finish().await;
}
