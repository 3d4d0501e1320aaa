//! Actions of a citizen in the wizard: finds fields by name, answers them by the kind of their
//! control, and submits steps.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::examples::input_text;
use crate::locales::{longest_sentence_part, sentence_start};
use crate::site::Site;

/// Communes that are searched by name: code, search text, name. Of others the code is typed.
const COMMUNES: [(&str, &str, &str); 1] = [("22366", "nha tr", "Phường Nha Trang")];

/// The kind of a control.
#[derive(Debug, PartialEq, Eq)]
enum Control {
    Text,
    Choice,
    Select,
    Combobox,
}

impl Browser {
    /// Opens the wizard of 602b and waits until it is hydrated and has restored its draft.
    pub async fn open(&self, site: &Site) {
        self.open_procedure(site, "602b").await;
    }

    /// Opens the wizard of a procedure and waits until it is hydrated and has restored its draft.
    pub async fn open_procedure(&self, site: &Site, procedure: &str) {
        self.driver
            .goto(format!("{}/{procedure}/", site.origin))
            .await
            .unwrap();
        self.wait_until_ready().await;
    }

    /// Waits until the wizard is hydrated and has restored its draft.
    pub async fn wait_until_ready(&self) {
        self.wait_for("document.documentElement.dataset.hosoState === 'live' && location.hash")
            .await;
    }

    /// Returns the fragment of the address: the id of the step or page.
    pub async fn fragment(&self) -> String {
        self.eval_text("location.hash.slice(1)").await
    }

    /// Waits until a step or page is shown and its heading has the focus.
    pub async fn expect_step(&self, step: &str) {
        self.wait_for(&format!(
            "location.hash === '#{step}' && document.activeElement?.tagName === 'H1'"
        ))
        .await;
    }

    /// Clicks the submit button of the step.
    pub async fn submit_step(&self) {
        self.click("form button[type=submit]").await;
    }

    /// Clicks the first element that matches a selector.
    pub async fn click(&self, selector: &str) {
        let found = self.driver.find(By::Css(selector)).await;
        found
            .unwrap_or_else(|_| panic!("no {selector}"))
            .click()
            .await
            .unwrap_or_else(|e| panic!("{selector}: {e}"));
    }

    /// Clicks the button that shows the sentence of a code, up to its first gap.
    pub async fn press(&self, code: &str) {
        self.press_within("", code).await;
    }

    /// Clicks the button below an XPath that shows the sentence of a code, up to its first gap.
    pub async fn press_within(&self, xpath: &str, code: &str) {
        let text = quoted(sentence_start(code));
        // The exact text wins: "Delete" must not press "Delete all".
        for condition in [
            format!("normalize-space(.)={text}"),
            format!("starts-with(normalize-space(.), {text})"),
        ] {
            let button = By::XPath(format!("{xpath}//button[{condition}]"));
            if let Ok(button) = self.driver.find(button).await {
                return button.click().await.unwrap();
            }
        }
        panic!("no button {code}: {text}");
    }

    /// Clicks the button of a language and waits until the page is in that language.
    pub async fn switch_language(&self, tag: &str) {
        self.press_language(tag).await;
        self.wait_for(&format!("document.documentElement.lang === '{tag}'"))
            .await;
    }

    /// Clicks the button of a language.
    pub async fn press_language(&self, tag: &str) {
        self.click(&format!("button[lang={tag}]")).await;
    }

    /// Takes the draft of 602b over in a second window, at the step where it was saved. Returns the
    /// first and the second window.
    pub async fn open_draft_in_second_window(
        &self,
        site: &Site,
        step: &str,
    ) -> (WindowHandle, WindowHandle) {
        let windows = self.open_second_window().await;
        self.open(site).await;
        self.open_here().await;
        self.expect_step(step).await;
        windows
    }

    /// Takes over the draft that another window has open.
    pub async fn open_here(&self) {
        self.wait_for_text("ui.open_here").await;
        self.press("ui.open_here").await;
    }

    /// Clicks a link to another procedure and waits until its wizard has restored its draft.
    pub async fn follow_link(&self, selector: &str, procedure: &str) {
        self.click(selector).await;
        self.wait_for(&format!(
            "location.pathname === '/{procedure}/' && document.documentElement.dataset.hosoState === 'live'"
        ))
        .await;
        self.wait_until_ready().await;
    }

    /// Loads the page again and waits until the wizard has restored its draft.
    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap();
        self.wait_until_ready().await;
    }

    /// Returns the text of the main region.
    pub async fn main_text(&self) -> String {
        self.eval_text("document.querySelector('main').innerText")
            .await
    }

    /// Waits until the page shows the sentence of a code.
    pub async fn wait_for_text(&self, code: &str) {
        self.wait_for(&shows("document.body", code)).await;
    }

    /// Waits until the page no longer shows the sentence of a code.
    pub async fn wait_for_no_text(&self, code: &str) {
        self.wait_for(&format!("!{}", shows("document.body", code)))
            .await;
    }

    /// Waits until the warning notice of the page shows the sentence of a code.
    pub async fn wait_for_notice(&self, code: &str) {
        self.wait_for(&shows(
            "document.querySelector('main .notice--warning')",
            code,
        ))
        .await;
    }

    /// Waits until the error summary has the focus.
    pub async fn wait_for_error_summary(&self) {
        self.wait_for("document.activeElement?.matches('[data-hoso-summary]')")
            .await;
    }

    /// Waits until the error summary has the focus and shows the sentence of a code.
    pub async fn wait_for_error(&self, code: &str) {
        self.wait_for_error_summary().await;
        self.wait_for(&shows(
            "document.querySelector('[data-hoso-summary]')",
            code,
        ))
        .await;
    }

    /// Returns the names of the fields on the page, in their order.
    pub async fn field_names(&self) -> Vec<String> {
        let names = self
            .eval("[...new Set([...document.querySelectorAll('form [name]')].map((e) => e.name))]")
            .await;
        names
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    }

    /// Returns the value of a text field or of a list.
    pub async fn value(&self, name: &str) -> String {
        self.eval_text(&format!(
            "document.querySelector('[name=\"{name}\"]').value"
        ))
        .await
    }

    /// Returns whether a choice of a field is checked.
    pub async fn is_checked(&self, name: &str, id: &str) -> bool {
        self.eval(&format!(
            "document.querySelector('[name=\"{name}\"][value=\"{id}\"]').checked"
        ))
        .await
            == true
    }

    async fn control(&self, name: &str) -> Control {
        let kind = format!(
            "(() => {{ const e = document.querySelector('[name=\"{name}\"]');
                return e && (e.tagName === 'SELECT' ? 'select' : e.role === 'combobox' ? 'combobox'
                    : e.type === 'radio' || e.type === 'checkbox' ? 'choice' : 'text') }})()"
        );
        match self.wait_for(&kind).await.as_str().unwrap_or_default() {
            "select" => Control::Select,
            "combobox" => Control::Combobox,
            "choice" => Control::Choice,
            _ => Control::Text,
        }
    }

    /// Answers a field, by typing or by choosing.
    pub async fn fill(&self, name: &str, answer: &str) {
        match self.control(name).await {
            Control::Text => self.type_into(name, answer).await,
            Control::Choice => self.tick_choice(name, answer).await,
            Control::Select => {
                self.click(&format!("[name=\"{name}\"] option[value=\"{answer}\"]"))
                    .await
            }
            Control::Combobox => self.pick_commune(name, answer).await,
        }
    }

    /// Focuses a field and selects its text.
    pub async fn focus_field(&self, name: &str) -> WebElement {
        let field = self
            .driver
            .find(By::Css(format!("[name=\"{name}\"]")))
            .await
            .unwrap();
        self.eval(&format!("(() => {{ const e = document.querySelector('[name=\"{name}\"]'); e.focus(); e.select?.(); }})()"))
            .await;
        field
    }

    /// Types with the keyboard over the text of a field.
    pub async fn type_into(&self, name: &str, text: &str) {
        let field = self.focus_field(name).await;
        let text = if text.is_empty() {
            Key::Backspace.value().to_string()
        } else {
            text.to_owned()
        };
        field.send_keys(text).await.unwrap();
    }

    /// Types at the caret.
    pub async fn type_keys(&self, text: &str) {
        let here = self.driver.active_element().await.unwrap();
        here.send_keys(text).await.unwrap();
    }

    /// Inserts a text at once over the text of a field, as pasting does.
    pub async fn paste(&self, name: &str, text: &str) {
        self.focus_field(name).await;
        self.cdp("Input.insertText", json!({ "text": text })).await;
    }

    /// Submits a step without answers and waits for its errors. Clears the request of box \[18\] first,
    /// which the page proposes.
    pub async fn submit_empty_step(&self) {
        if self
            .field_names()
            .await
            .iter()
            .any(|name| name == "request_text")
        {
            self.type_into("request_text", "").await;
        }
        self.submit_step().await;
        self.wait_for_error_summary().await;
    }

    /// Clicks the label of a choice, once.
    pub async fn tick_choice(&self, name: &str, id: &str) {
        let card = format!("document.querySelector('[name=\"{name}\"][value=\"{id}\"]')");
        let label = self.eval_text(&format!("{card}.id")).await;
        self.click(&format!("label[for=\"{label}\"]")).await;
    }

    /// Types a search text for a commune and clicks its option.
    async fn pick_commune(&self, name: &str, code: &str) {
        if code.is_empty() {
            return self.type_into(name, "").await;
        }
        let field = self.focus_field(name).await;
        let Some((_, letters, full)) = COMMUNES.iter().find(|(of, _, _)| *of == code) else {
            // Waits for the list: the field replaces a code by its name only after the list was loaded.
            self.wait_for("document.querySelector('[role=option]')")
                .await;
            field.send_keys(format!("{code}\t")).await.unwrap();
            self.wait_for(&format!(
                "document.querySelector('[name=\"{name}\"]').value !== '{code}'"
            ))
            .await;
            return;
        };
        field.send_keys(*letters).await.unwrap();
        let option = format!("//*[@role='option'][contains(., '{full}')]");
        let found = format!(
            "document.evaluate(\"{option}\", document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue"
        );
        self.wait_for(&format!("Boolean({found})")).await;
        self.driver
            .find(By::XPath(&option))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        self.wait_for(&format!(
            "document.querySelector('[name=\"{name}\"]').value === '{full}'"
        ))
        .await;
    }

    /// Fills every field of the step that has an answer, including fields that appear meanwhile.
    pub async fn fill_step(&self, answers: &Value) {
        if let Some(members) = answers.get("members").and_then(Value::as_array)
            && self.fragment().await == "household_members"
        {
            return self.fill_members(members).await;
        }
        let mut done: Vec<String> = Vec::new();
        while let Some(name) = self
            .field_names()
            .await
            .into_iter()
            .find(|name| !done.contains(name))
        {
            match answers.get(&name) {
                None => {}
                // Skips photos: the hashes of an example belong to no file.
                Some(_) if self.is_file(&name).await => {}
                Some(Value::Array(chosen)) => {
                    for id in chosen {
                        self.fill(&name, id.as_str().unwrap()).await;
                    }
                }
                Some(answer) if name == "request_text" => {
                    self.fill_request(answer.as_str().unwrap()).await
                }
                Some(answer) => self.fill(&name, &input_text(&name, answer)).await,
            }
            done.push(name);
        }
    }

    async fn is_file(&self, name: &str) -> bool {
        self.eval(&format!(
            "document.querySelector('[name=\"{name}\"]').type === 'file'"
        ))
        .await
            == true
    }

    /// Chooses files in a file field. Does not wait: the page may reject them.
    pub async fn choose_files(&self, name: &str, files: &[&Path]) {
        let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
        let control = self
            .driver
            .find(By::Css(format!("input[type=file][name=\"{name}\"]")))
            .await
            .unwrap();
        control.send_keys(files.join("\n")).await.unwrap();
    }

    /// Chooses files in a file field and waits until the page shows all of them.
    pub async fn attach_photos(&self, name: &str, files: &[&Path]) {
        let count =
            format!("document.querySelectorAll('[data-photo=\"{name}\"] .photo__item').length");
        let before = self.eval(&count).await.as_u64().unwrap();
        let after = before + u64::try_from(files.len()).unwrap();
        self.choose_files(name, files).await;
        self.wait_for(&format!("{count} === {after}")).await;
    }

    /// Returns the hashes of a photo field in the first saved draft.
    pub async fn draft_photos(&self, name: &str) -> Vec<String> {
        let draft = self.saved_drafts().await;
        let hashes = draft[0]["answers"][name].as_array().cloned();
        hashes
            .unwrap_or_default()
            .iter()
            .map(|hash| hash.as_str().unwrap().to_owned())
            .collect()
    }

    /// Inserts the suggested text of box 18 and asserts that it is the one of the example.
    async fn fill_request(&self, expected: &str) {
        self.press("ui.fill_for_me").await;
        self.wait_for("document.querySelector('[name=request_text]').value")
            .await;
        assert_eq!(self.value("request_text").await, expected);
    }

    async fn fill_members(&self, members: &[Value]) {
        for (row, member) in members.iter().enumerate() {
            self.add_member(row).await;
            for (field, answer) in member.as_object().unwrap() {
                self.fill(
                    &format!("members.{row}.{field}"),
                    &input_text(field, answer),
                )
                .await;
            }
        }
    }

    /// Adds a member to the household and waits until its heading has the focus.
    pub async fn add_member(&self, row: usize) {
        self.click(".members__add").await;
        self.wait_for(&format!(
            "document.querySelector('[name=\"members.{row}.full_name\"]') && document.activeElement?.tagName === 'H3'"
        ))
        .await;
    }

    /// Fills and submits steps until another step is shown.
    pub async fn complete_until(&self, target: &str, answers: &Value) {
        let mut step = self.fragment().await;
        while step != target {
            self.fill_step(answers).await;
            step = self.complete_step().await;
        }
    }

    /// Submits the step, twice if it shows warnings. Returns the id of the step that follows.
    pub async fn complete_step(&self) -> String {
        let before = self.fragment().await;
        let outcome = format!(
            "document.activeElement?.matches('.error-summary--warning') ? 'warnings'
                : document.activeElement?.matches('.error-summary') ? 'errors: ' + document.activeElement.innerText
                : location.hash !== '#{before}' && document.activeElement?.tagName === 'H1' && location.hash.slice(1)"
        );
        self.submit_step().await;
        let mut result = self.wait_for(&outcome).await;
        if result == "warnings" {
            self.eval("document.activeElement.blur()").await;
            self.submit_step().await;
            result = self.wait_for(&outcome).await;
        }
        let result = result.as_str().unwrap().to_owned();
        assert!(
            result != "warnings" && !result.starts_with("errors"),
            "{before} is not submitted: {result}"
        );
        result
    }

    /// Waits for the receipt and returns its number.
    pub async fn receipt_number(&self) -> String {
        self.expect_step("receipt").await;
        self.wait_for("document.getElementById('dossier_number')?.innerText")
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Returns the saved drafts; null if there is no database.
    pub async fn saved_drafts(&self) -> Value {
        let text = self.eval_text(DRAFTS).await;
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Waits until a saved draft fulfils an expression about `draft`.
    pub async fn wait_for_draft(&self, condition: &str) {
        self.wait_for(&format!(
            "{DRAFTS}.then((all) => JSON.parse(all).some((draft) => {condition}))"
        ))
        .await;
    }
}

/// Returns a JavaScript expression: does this element show the sentence of a code?
///
/// Of a sentence with gaps only the longest part between them is compared.
fn shows(element: &str, code: &str) -> String {
    let text = json!(longest_sentence_part(code));
    format!("({element}?.innerText ?? '').includes({text})")
}

/// Quotes a text for XPath, which has no escapes within a string.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    format!("{quote}{text}{quote}")
}

/// A promise of every saved draft, as a JSON list; `delivery` and `receipt` are those of its delivery. Reads
/// the database directly and never creates it.
pub const DRAFTS: &str = "new Promise((done, fail) => {
    const open = indexedDB.open('hoso');
    open.onupgradeneeded = () => open.transaction.abort();
    open.onerror = fail;
    open.onsuccess = () => {
        try {
            const transaction = open.result.transaction(['drafts', 'deliveries']);
            const [keys, drafts, of, deliveries] = ['drafts', 'deliveries'].flatMap((name) => {
                const store = transaction.objectStore(name);
                return [store.getAllKeys(), store.getAll()];
            });
            transaction.onerror = fail;
            transaction.oncomplete = () => {
                open.result.close();
                const all = drafts.result.map((draft, i) => {
                    const delivery = deliveries.result[of.result.indexOf(keys.result[i])];
                    if (!delivery) return draft;
                    const receipt = JSON.stringify(JSON.parse(delivery).receipt);
                    return draft.slice(0, -1) + ',\"delivery\":' + delivery + ',\"receipt\":' + receipt + '}';
                });
                done('[' + all.join() + ']');
            };
        } catch (problem) { fail(problem); }
    };
})";
