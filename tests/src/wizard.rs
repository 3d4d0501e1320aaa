//! A person in front of the wizard: finds questions by name, answers them by their
//! kind, and presses the one button that leads on.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::examples::{self, typed};
use crate::site::Site;

/// A few letters by which a person looks for a commune. Of others the code is typed.
const LETTERS: [(&str, &str, &str); 1] = [("22366", "nha tr", "Phường Nha Trang")];

/// How a question is answered.
#[derive(Debug, PartialEq, Eq)]
enum Control {
    Text,
    Card,
    List,
    Commune,
}

impl Browser {
    /// Opens the wizard of 602b and waits until it has come to life and brought back its draft.
    pub async fn open(&self, site: &Site) {
        self.open_procedure(site, "602b").await;
    }

    /// The same for any procedure.
    pub async fn open_procedure(&self, site: &Site, procedure: &str) {
        self.driver
            .goto(format!("{}/{procedure}/", site.origin))
            .await
            .unwrap();
        self.ready().await;
    }

    /// Waits until the wizard has come to life and brought back its draft.
    pub async fn ready(&self) {
        self.until("document.documentElement.dataset.hosoState === 'live' && location.hash")
            .await;
    }

    /// The name of the step or page, as the address says it.
    pub async fn fragment(&self) -> String {
        self.text("location.hash.slice(1)").await
    }

    /// Waits until a step is shown and its heading has the focus.
    pub async fn at(&self, step: &str) {
        self.until(&format!(
            "location.hash === '#{step}' && document.activeElement?.tagName === 'H1'"
        ))
        .await;
    }

    /// Presses the button that leads on.
    pub async fn next(&self) {
        self.click("form button[type=submit]").await;
    }

    /// Clicks what a selector finds first.
    pub async fn click(&self, selector: &str) {
        let found = self.driver.find(By::Css(selector)).await;
        found
            .unwrap_or_else(|_| panic!("no {selector}"))
            .click()
            .await
            .unwrap_or_else(|e| panic!("{selector}: {e}"));
    }

    /// Clicks the button with these words.
    pub async fn press(&self, words: &str) {
        let path = format!("//button[contains(normalize-space(.), '{words}')]");
        let found = self.driver.find(By::XPath(path)).await;
        found
            .unwrap_or_else(|_| panic!("no button {words}"))
            .click()
            .await
            .unwrap();
    }

    /// The names of the questions on the screen, in their order.
    pub async fn names(&self) -> Vec<String> {
        let names = self
            .look("[...new Set([...document.querySelectorAll('form [name]')].map((e) => e.name))]")
            .await;
        names
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    }

    /// What stands in a question that is typed or chosen from a list.
    pub async fn value(&self, name: &str) -> String {
        self.text(&format!(
            "document.querySelector('[name=\"{name}\"]').value"
        ))
        .await
    }

    /// Is this card of a question ticked?
    pub async fn has(&self, name: &str, id: &str) -> bool {
        self.look(&format!(
            "document.querySelector('[name=\"{name}\"][value=\"{id}\"]').checked"
        ))
        .await
            == true
    }

    async fn control(&self, name: &str) -> Control {
        let kind = format!(
            "(() => {{ const e = document.querySelector('[name=\"{name}\"]');
                return e && (e.tagName === 'SELECT' ? 'list' : e.role === 'combobox' ? 'commune'
                    : e.type === 'radio' || e.type === 'checkbox' ? 'card' : 'text') }})()"
        );
        match self.until(&kind).await.as_str().unwrap_or_default() {
            "list" => Control::List,
            "commune" => Control::Commune,
            "card" => Control::Card,
            _ => Control::Text,
        }
    }

    /// Answers a question, by typing or by choosing.
    pub async fn fill(&self, name: &str, answer: &str) {
        match self.control(name).await {
            Control::Text => self.type_into(name, answer).await,
            Control::Card => self.tick(name, answer).await,
            Control::List => {
                self.click(&format!("[name=\"{name}\"] option[value=\"{answer}\"]"))
                    .await
            }
            Control::Commune => self.find_commune(name, answer).await,
        }
    }

    /// Takes the focus to a question and selects what stands there.
    pub async fn enter(&self, name: &str) -> WebElement {
        let field = self
            .driver
            .find(By::Css(format!("[name=\"{name}\"]")))
            .await
            .unwrap();
        self.look(&format!("(() => {{ const e = document.querySelector('[name=\"{name}\"]'); e.focus(); e.select?.(); }})()"))
            .await;
        field
    }

    /// Types with the keyboard, over what stands there.
    pub async fn type_into(&self, name: &str, text: &str) {
        let field = self.enter(name).await;
        let text = if text.is_empty() {
            Key::Backspace.value().to_string()
        } else {
            text.to_owned()
        };
        field.send_keys(text).await.unwrap();
    }

    /// Types on where the caret stands.
    pub async fn type_on(&self, text: &str) {
        let here = self.driver.active_element().await.unwrap();
        here.send_keys(text).await.unwrap();
    }

    /// Puts a text in at once, over what stands there, as pasting does.
    pub async fn paste(&self, name: &str, text: &str) {
        self.enter(name).await;
        self.tell("Input.insertText", json!({ "text": text })).await;
    }

    /// Taps a card by its words, once.
    pub async fn tick(&self, name: &str, id: &str) {
        let card = format!("document.querySelector('[name=\"{name}\"][value=\"{id}\"]')");
        let label = self.text(&format!("{card}.id")).await;
        self.click(&format!("label[for=\"{label}\"]")).await;
    }

    /// Looks for a commune by a few letters and taps its name.
    async fn find_commune(&self, name: &str, code: &str) {
        if code.is_empty() {
            return self.type_into(name, "").await;
        }
        let field = self.enter(name).await;
        let Some((_, letters, full)) = LETTERS.iter().find(|(of, _, _)| *of == code) else {
            // The list must be there before leaving the box can turn a code into a name.
            self.until("document.querySelector('[role=option]')").await;
            field.send_keys(format!("{code}\t")).await.unwrap();
            self.until(&format!(
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
        self.until(&format!("Boolean({found})")).await;
        self.driver
            .find(By::XPath(&option))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        self.until(&format!(
            "document.querySelector('[name=\"{name}\"]').value === '{full}'"
        ))
        .await;
    }

    /// Answers every question of the screen that has an answer, those too that appear meanwhile.
    pub async fn fill_step(&self, answers: &Value) {
        if let Some(members) = answers.get("members").and_then(Value::as_array)
            && self.fragment().await == "household_members"
        {
            return self.fill_members(members).await;
        }
        let mut done: Vec<String> = Vec::new();
        while let Some(name) = self
            .names()
            .await
            .into_iter()
            .find(|name| !done.contains(name))
        {
            match answers.get(&name) {
                None => {}
                // The hashes of an example are those of no file; photos are attached by a test.
                Some(_) if self.is_file(&name).await => {}
                Some(Value::Array(chosen)) => {
                    for id in chosen {
                        self.fill(&name, id.as_str().unwrap()).await;
                    }
                }
                Some(answer) if name == "request_text" => {
                    self.fill_request(answer.as_str().unwrap()).await
                }
                Some(answer) => self.fill(&name, &typed(&name, answer)).await,
            }
            done.push(name);
        }
    }

    async fn is_file(&self, name: &str) -> bool {
        self.look(&format!(
            "document.querySelector('[name=\"{name}\"]').type === 'file'"
        ))
        .await
            == true
    }

    /// Chooses files for a question, as the picker of the phone hands them over. Nothing is
    /// waited for: what comes of them may be an error.
    pub async fn choose_files(&self, name: &str, files: &[&Path]) {
        let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
        let control = self
            .driver
            .find(By::Css(format!("input[type=file][name=\"{name}\"]")))
            .await
            .unwrap();
        control.send_keys(files.join("\n")).await.unwrap();
    }

    /// Attaches files to a question and waits until all of them are there.
    pub async fn attach(&self, name: &str, files: &[&Path]) {
        let count =
            format!("document.querySelectorAll('[data-photo=\"{name}\"] .photo__item').length");
        let before = self.look(&count).await.as_u64().unwrap();
        let after = before + u64::try_from(files.len()).unwrap();
        self.choose_files(name, files).await;
        self.until(&format!("{count} === {after}")).await;
    }

    /// The hashes by which a draft answers a question with photos, as it is kept.
    pub async fn photos(&self, name: &str) -> Vec<String> {
        let draft = self.draft().await;
        let hashes = draft[0]["answers"][name].as_array().cloned();
        hashes
            .unwrap_or_default()
            .iter()
            .map(|hash| hash.as_str().unwrap().to_owned())
            .collect()
    }

    /// Lets the page draft the text of box 18; it must be the one that the example holds.
    async fn fill_request(&self, expected: &str) {
        self.press("Điền giúp tôi").await;
        self.until("document.querySelector('[name=request_text]').value")
            .await;
        assert_eq!(self.value("request_text").await, expected);
    }

    async fn fill_members(&self, members: &[Value]) {
        for (row, member) in members.iter().enumerate() {
            self.add_member(row).await;
            for (field, answer) in member.as_object().unwrap() {
                self.fill(&format!("members.{row}.{field}"), &typed(field, answer))
                    .await;
            }
        }
    }

    /// Adds a card to the household and waits until its heading has the focus.
    pub async fn add_member(&self, row: usize) {
        self.click(".members__add").await;
        self.until(&format!(
            "document.querySelector('[name=\"members.{row}.full_name\"]') && document.activeElement?.tagName === 'H3'"
        ))
        .await;
    }

    /// Walks from the step that is shown to another one, answering everything between.
    pub async fn walk_to(&self, last: &str, answers: &Value) {
        let mut step = self.fragment().await;
        while step != last {
            self.fill_step(answers).await;
            step = self.pass().await;
        }
    }

    /// Passes the step that is shown, warnings too, and tells where that leads.
    pub async fn pass(&self) -> String {
        let before = self.fragment().await;
        let look = format!(
            "document.activeElement?.matches('.error-summary--warning') ? 'warned'
                : document.activeElement?.matches('.error-summary') ? 'wrong: ' + document.activeElement.innerText
                : location.hash !== '#{before}' && document.activeElement?.tagName === 'H1' && location.hash.slice(1)"
        );
        self.next().await;
        let mut seen = self.until(&look).await;
        if seen == "warned" {
            self.look("document.activeElement.blur()").await;
            self.next().await;
            seen = self.until(&look).await;
        }
        let seen = seen.as_str().unwrap().to_owned();
        assert!(
            seen != "warned" && !seen.starts_with("wrong"),
            "{before} is not left: {seen}"
        );
        seen
    }

    /// Waits for the receipt and tells its number.
    pub async fn receipt(&self) -> String {
        self.at("receipt").await;
        self.until("document.getElementById('dossier_number')?.innerText")
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The drafts on this machine, as they are kept; null if there is no place for them.
    pub async fn draft(&self) -> Value {
        let text = self.text(DRAFTS).await;
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Waits until a draft is kept for which this expression of `draft` holds.
    pub async fn until_kept(&self, condition: &str) {
        self.until(&format!(
            "{DRAFTS}.then((all) => JSON.parse(all).some((draft) => {condition}))"
        ))
        .await;
    }
}

/// A person who has come as far as a step of case C.
pub async fn halfway(step: &str) -> (Site, Browser) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.walk_to(step, &examples::answers("ok-case-c")).await;
    (site, browser)
}

/// Every draft of this origin as a list in JSON, read past the page. Looking makes no database.
pub const DRAFTS: &str = "new Promise((done, fail) => {
    const open = indexedDB.open('hoso');
    open.onupgradeneeded = () => open.transaction.abort();
    open.onerror = fail;
    open.onsuccess = () => {
        try {
            const all = open.result.transaction('drafts').objectStore('drafts').getAll();
            all.onerror = fail;
            all.onsuccess = () => { open.result.close(); done('[' + all.result.join() + ']'); };
        } catch (problem) { fail(problem); }
    };
})";
