//! Checks input from keyboards, input methods, the clipboard and page translation.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{english_sentence, label, sentence, step_title};
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use serde_json::{Value, json};

/// Returns invalid texts: description, text, and whether it is valid as a name.
fn invalid_texts() -> Vec<(&'static str, String, bool)> {
    vec![
        ("very long", "x1".repeat(5000), false),
        ("spaces", "   \u{a0} \u{3000}".to_owned(), true),
        ("emoji", "😀👩‍👩‍👧‍👦".to_owned(), false),
        (
            "marks of direction",
            "\u{202e}abc\u{200f}\u{2067}1".to_owned(),
            false,
        ),
        ("a NUL", "a\u{0}1".to_owned(), false),
        ("HTML", "<img src=x onerror=alert(1)>".to_owned(), false),
        (
            "decomposed",
            "Nguye\u{302}\u{303}n Thi\u{323} Ma\u{302}\u{303}u".to_owned(),
            true,
        ),
        ("full-width digits", "１２".to_owned(), false),
        ("line breaks", "1\r\n2\n\n3\u{2028}".to_owned(), false),
    ]
}

/// Fields with a format; the others accept free text.
const STRICT: [&str; 20] = [
    "personal_number",
    "birth_date",
    "social_insurance_number",
    "old_id_card_number",
    "phone",
    "email",
    "birth_commune",
    "commune",
    "household_phone",
    "household_code",
    "first_month",
    "income_base",
    "income_base_old",
    "back_pay_from",
    "back_pay_to",
    "corrected_birth_date",
    "corrected_personal_number",
    "corrected_birth_commune",
    "members.0.birth_date",
    "members.0.personal_number",
];

const NAMES: [&str; 4] = [
    "full_name",
    "household_head_name",
    "corrected_full_name",
    "members.0.full_name",
];

/// Returns the names of the text fields on the page.
async fn typed_fields(browser: &Browser) -> Vec<String> {
    let names = browser
        .eval("[...document.querySelectorAll('form textarea[name], form input[name]')].filter((e) => e.type !== 'radio' && e.type !== 'checkbox').map((e) => e.name)")
        .await;
    names
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

/// Pastes every invalid text into every text field of the step.
async fn fill_invalid_text(browser: &Browser) {
    let step = browser.fragment().await;
    for (what, text, fits_names) in invalid_texts() {
        let fields = typed_fields(browser).await;
        let mut shown_values = Vec::new();
        for name in &fields {
            browser.paste(name, &text).await;
            shown_values.push(browser.value(name).await);
        }
        browser.eval("document.activeElement.blur()").await;
        browser.submit_step().await;
        browser
            .wait_for(&format!(
                "document.activeElement?.matches('[data-hoso-summary]') || (location.hash !== '#{step}' && document.activeElement?.tagName === 'H1')"
            ))
            .await;
        if browser.fragment().await != step {
            // Accepts any text in box [18] after a warning, which was given before.
            assert_eq!(step, "request", "{what} passes");
            browser.driver.back().await.unwrap();
            browser.expect_step(&step).await;
            // Expects NFC: a field that is rendered again shows the normalized answer.
            for before in &mut shown_values {
                let composed = format!("{}.normalize('NFC')", Value::from(before.as_str()));
                *before = browser.eval_text(&composed).await;
            }
        }
        for (name, before) in fields.iter().zip(&shown_values) {
            assert_eq!(
                &browser.value(name).await,
                before,
                "{step}.{name}: {what} stays as typed"
            );
            // Excludes amounts: full-width digits are digits, and the bounds depend on the month.
            let amount = what == "full-width digits" && name.starts_with("income_base");
            let strict = STRICT.contains(&name.as_str()) && what != "spaces" && !amount;
            if strict || (NAMES.contains(&name.as_str()) && !fits_names) {
                let message = browser
                    .eval_text(&format!("document.querySelector('[name=\"{name}\"]').closest('.field').querySelector('.message')?.innerText"))
                    .await;
                assert!(
                    !message.is_empty(),
                    "{step}.{name}: no message about {what}"
                );
                let tied = browser
                    .eval(&format!(
                        "(() => {{ const e = document.querySelector('[name=\"{name}\"]');
                            return (e.getAttribute('aria-describedby') ?? '').split(' ').some((id) => document.getElementById(id)?.querySelector('.message')) }})()"
                    ))
                    .await;
                assert_eq!(
                    tied, true,
                    "{step}.{name}: the message is not tied to its field"
                );
            }
        }
        for width in [360, 320] {
            browser.set_screen(width, 640, 2.0).await;
            let wide = browser.eval("document.documentElement.scrollWidth").await;
            assert_eq!(
                wide, width,
                "{step}: {what} breaks the layout at {width} px"
            );
        }
        browser.set_screen(360, 640, 2.0).await;
        assert_eq!(
            browser
                .eval_text("document.documentElement.dataset.hosoState")
                .await,
            "live",
            "{step}: {what}"
        );
    }
}

/// Completes an example with invalid texts in every step first.
async fn fill_invalid_text_everywhere(example: &str) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers(example);
    browser.open(&site).await;
    let mut step = browser.fragment().await;
    while step != "review" {
        match step.as_str() {
            "wish" => {}
            "household_members" => {
                browser.add_member(0).await;
                fill_invalid_text(&browser).await;
                browser.press("ui.remove").await;
                browser.press("ui.remove").await;
                browser
                    .wait_for("!document.querySelector('[name=\"members.0.full_name\"]')")
                    .await;
            }
            _ => fill_invalid_text(&browser).await,
        }
        let mut right = answers.clone();
        for name in typed_fields(&browser).await {
            if right.get(&name).is_none() {
                right[&name] = json!("");
            }
        }
        if step == "request" {
            browser.fill("request_text", "").await;
        }
        browser.fill_step(&right).await;
        step = browser.complete_step().await;
    }
    browser.commit_and_send().await;
    assert_eq!(site.single_dossier().1["answers"], answers);
    browser.finish().await;
}

#[tokio::test]
async fn err_invalid_text_in_every_field_of_case_a() {
    fill_invalid_text_everywhere("ok-case-a-alone").await;
}

#[tokio::test]
async fn err_invalid_text_in_every_field_of_cases_d_to_g() {
    fill_invalid_text_everywhere("ok-cases-d-e-f-g").await;
}

/// Checks that the page does not disturb a composition of an input method.
#[tokio::test]
async fn ok_input_method_composition_is_not_disturbed() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers("ok-case-c");
    browser.open(&site).await;
    browser.complete_until("participant", &answers).await;
    browser.focus_field("full_name").await;
    browser.eval("window.ends = 0; document.querySelector('[name=full_name]').addEventListener('compositionend', () => ends++)").await;
    // Composes like Telex: the tone mark comes last, decomposed.
    for composed in [
        "n",
        "ng",
        "ngu",
        "nguy",
        "nguye",
        "nguyê",
        "nguyên",
        "nguye\u{302}\u{303}n",
    ] {
        let end = composed.encode_utf16().count();
        let text = json!({ "text": composed, "selectionStart": end, "selectionEnd": end });
        browser.cdp("Input.imeSetComposition", text).await;
        assert_eq!(browser.value("full_name").await, composed);
        assert_eq!(browser.eval("ends").await, 0, "the composition goes on");
        assert_eq!(
            browser.eval("document.activeElement.selectionStart").await,
            end,
            "the caret stays"
        );
    }
    browser
        .cdp(
            "Input.insertText",
            json!({ "text": "nguye\u{302}\u{303}n" }),
        )
        .await;
    browser.type_keys(" thị mẫu").await;
    browser
        .wait_for_draft("draft.answers.full_name === 'nguyễn thị mẫu'")
        .await;
    let typed = "nguye\u{302}\u{303}n thị mẫu";
    assert_eq!(
        browser.value("full_name").await,
        typed,
        "what was typed is not rewritten"
    );
    let mut rest = answers.clone();
    rest.as_object_mut().unwrap().remove("full_name");
    browser.complete_until("review", &rest).await;
    browser.commit_and_send().await;
    assert_eq!(
        site.single_dossier().1["answers"]["full_name"],
        "nguyễn thị mẫu"
    );
    browser.finish().await;
}

/// Imitates page translation of browsers: wraps each text node in `<font>`, or replaces it.
const WRAP: &str = "const wrap = document.createElement('font'); const inner = document.createElement('font'); wrap.append(inner); text.replaceWith(wrap); inner.append(text);";
const REPLACE: &str = "const wrap = document.createElement('font'); const inner = document.createElement('font'); wrap.append(inner); inner.textContent = text.data + ' ·'; text.replaceWith(wrap);";

async fn translate(browser: &Browser, how: &str) {
    browser
        .eval(&format!(
            "(() => {{
                const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const texts = [];
                while (walk.nextNode()) texts.push(walk.currentNode);
                for (const text of texts) if (text.data.trim() && !text.parentElement.closest('script, style, option, textarea')) {{ {how} }}
            }})()"
        ))
        .await;
}

async fn completes_translated_page(how: &str) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = examples::answers("ok-case-c");
    browser.open(&site).await;
    translate(&browser, how).await;
    let mut step = browser.fragment().await;
    while step != "review" {
        browser.submit_empty_step().await;
        translate(&browser, how).await;
        browser.fill_step(&answers).await;
        translate(&browser, how).await;
        step = browser.complete_step().await;
        translate(&browser, how).await;
    }
    browser.switch_language("en").await;
    let title = json!(step_title("602b", "review").en);
    browser
        .wait_for(&format!(
            "document.querySelector('h1').innerText.includes({title})"
        ))
        .await;
    let text = browser.main_text().await;
    for expected in [
        english_sentence("ui.send"),
        label("602b", "full_name").en,
        step_title("602b", "participant").en,
    ] {
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
    let vietnamese = label("602b", "full_name").vi;
    assert!(!text.contains(vietnamese), "{text}");
    browser.commit_and_send().await;
    let (_, envelope): (String, Value) = site.single_dossier();
    assert_eq!(envelope["answers"], answers);
    assert_eq!(envelope["language"], "en");
    assert_eq!(
        browser
            .eval_text("document.documentElement.dataset.hosoState")
            .await,
        "live"
    );
    browser.finish().await;
}

#[tokio::test]
async fn ok_page_translation_that_wraps_text_nodes() {
    completes_translated_page(WRAP).await;
}

#[tokio::test]
async fn ok_page_translation_that_replaces_text_nodes() {
    completes_translated_page(REPLACE).await;
}

/// Checks that a tap hits its target although leaving a field shows a message and moves the page,
/// by mouse and by touch.
#[tokio::test]
async fn ok_tap_hits_its_target_when_a_message_appears() {
    let (_site, browser) = start_at_step("contact").await;
    let summary = "document.activeElement?.matches('[data-hoso-summary]')";
    browser.type_into("email", "abc@gmial.com").await;
    let here = browser
        .eval("(() => { const button = document.querySelector('form button[type=submit]'); button.scrollIntoView({ block: 'center' }); const box = button.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()")
        .await;
    let (x, y) = (here["x"].as_f64().unwrap(), here["y"].as_f64().unwrap());
    for kind in ["mousePressed", "mouseReleased"] {
        browser
            .cdp(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            )
            .await;
    }
    browser.wait_for(summary).await;

    // Repeats it with another error, by touch.
    browser.type_into("email", "abc@yaho.com").await;
    browser.type_into("phone", "1234").await;
    let here = browser
        .eval("(() => { const button = document.querySelector('form button[type=submit]'); button.scrollIntoView({ block: 'center' }); const box = button.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()")
        .await;
    browser.eval("window.pressed = 0; document.querySelector('form').addEventListener('submit', () => { pressed += 1; }, true)").await;
    browser
        .cdp(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": true }),
        )
        .await;
    let finger = json!([{ "x": here["x"], "y": here["y"] }]);
    for (kind, points) in [("touchStart", finger), ("touchEnd", json!([]))] {
        browser
            .cdp(
                "Input.dispatchTouchEvent",
                json!({ "type": kind, "touchPoints": points }),
            )
            .await;
    }
    browser.wait_for("window.pressed === 1").await;
    browser.wait_for(summary).await;
    // Shows the message also if the field is left by keyboard.
    browser.type_into("phone", "0900000001").await;
    browser.type_into("email", "a@@b").await;
    browser.type_keys("\t").await;
    browser
        .wait_for("document.getElementById(document.querySelector('[name=email]').getAttribute('aria-describedby')?.split(' ').at(-1))?.innerText")
        .await;
    browser.finish().await;
}

/// Checks that the first step warns of a clock that is decades wrong, and not of a right one.
#[tokio::test]
async fn err_wrong_device_clock_shows_a_warning() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let warning = sentence("ui.clock_wrong");
    browser.open(&site).await;
    assert!(!browser.main_text().await.contains(&warning));
    for year in [1985, 2090] {
        let source = format!("Date.now = () => Date.UTC({year}, 4, 5)");
        let added = browser
            .cdp(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": source }),
            )
            .await;
        browser.open(&site).await;
        browser.wait_for_text("ui.clock_wrong").await;
        browser
            .cdp(
                "Page.removeScriptToEvaluateOnNewDocument",
                json!({ "identifier": added["identifier"] }),
            )
            .await;
    }
    browser.finish().await;
}

/// Checks that values which a program sets with `change` only, or without any event, are what is
/// reviewed and sent.
#[tokio::test]
async fn ok_values_set_without_input_are_read() {
    let (site, browser) = start_at_step("contact").await;
    browser.fill("phone", "0900000001").await;
    for (event, phone) in [("change", "0900000002"), ("", "0900000003")] {
        browser
            .eval(&format!(
                "(() => {{
                    const phone = document.querySelector('[name=phone]');
                    phone.value = '{phone}';
                    if ('{event}') phone.dispatchEvent(new Event('{event}', {{ bubbles: true }}));
                }})()"
            ))
            .await;
        if event.is_empty() {
            browser.submit_step().await;
        }
        browser
            .wait_for_draft(&format!("draft.answers.phone === '{phone}'"))
            .await;
    }
    drop(site);
    browser.finish().await;
}

/// Checks that cards which a program ticks without any event are answers.
#[tokio::test]
async fn ok_cards_ticked_without_event_are_read() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .eval(
            "[['cases', 'return'], ['in_compulsory_group', 'no']].forEach(([name, value]) => {
                document.querySelector(`[name=${name}][value=${value}]`).checked = true;
            })",
        )
        .await;
    browser.submit_step().await;
    browser.expect_step("participant").await;
    browser
        .wait_for_draft("draft.answers.cases?.join() === 'return' && draft.answers.in_compulsory_group === 'no'")
        .await;
    browser.finish().await;
}
