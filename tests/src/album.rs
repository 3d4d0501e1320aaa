//! A person at the questions for photos: files on the disk, what the page says about them, and
//! what it keeps of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::examples;
use crate::pictures::{jpeg, scene};
use crate::site::Site;

/// The Vietnamese sentences of the product and of the page.
const SENTENCES: [&str; 2] = [
    include_str!("../../locales/vi.toml"),
    include_str!("../../locales/ui.vi.toml"),
];

/// Every record of the photos that the browser keeps, read past the page.
const PHOTOS: &str = "new Promise((done, fail) => {
    const open = indexedDB.open('hoso');
    open.onerror = fail;
    open.onsuccess = () => {
        const store = open.result.transaction('photos').objectStore('photos');
        const [keys, records] = [store.getAllKeys(), store.getAll()];
        store.transaction.onabort = fail;
        store.transaction.oncomplete = async () => {
            open.result.close();
            const text = (bytes) => new Promise((told) => {
                const reader = new FileReader();
                reader.onload = () => told(reader.result.split(',')[1] ?? '');
                reader.readAsDataURL(new Blob([bytes]));
            });
            const bytes = await Promise.all(records.result.map((record) => text(record.bytes)));
            const all = keys.result.map((key, at) => [key, bytes[at]]);
            // Beside a photo stands for a moment that no written draft names it yet.
            done(Object.fromEntries(all.filter(([key]) => !key.startsWith('new:'))));
        };
    };
})";

/// The sentence of a code, as the citizen reads it.
pub fn sentence(code: &str) -> String {
    let begin = format!("\"{code}\" = ");
    let mut lines = SENTENCES.iter().flat_map(|file| file.lines());
    let text = lines.find_map(|line| line.strip_prefix(&begin));
    // A sentence of these files is written as JSON would write it.
    serde_json::from_str(text.unwrap_or_else(|| panic!("no sentence for {code}"))).unwrap()
}

/// Files that lie on the disk until the test ends.
pub struct Album {
    folder: TempDir,
}

impl Default for Album {
    fn default() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }
}

impl Album {
    /// Puts a file there.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// A good photo, another one for each size.
    pub fn good(&self, width: u32) -> PathBuf {
        let name = format!("IMG_{width}.jpg");
        self.put(&name, &jpeg(&scene(width, width * 3 / 4)))
    }
}

/// The answers of an example of any procedure, without its photos.
pub fn without_photos(procedure: &str, example: &str) -> Value {
    let mut answers = examples::answers_of(procedure, example);
    for name in ["portrait", "birth_certificate", "id_front", "id_back"] {
        answers.as_object_mut().unwrap().shift_remove(name);
    }
    answers
}

/// The same of a child.
pub fn child(example: &str) -> Value {
    without_photos("under18", example)
}

impl Browser {
    /// Goes to the photos of a child, all before them answered.
    pub async fn to_the_photos(&self, site: &Site) {
        self.open_procedure(site, "under18").await;
        self.walk_to("photos", &child("ok-core-parent-account"))
            .await;
    }

    /// Waits until the state of a question holds this sentence, where buttons refer to it and
    /// changes of it are announced.
    pub async fn until_said(&self, name: &str, code: &str) {
        let words = serde_json::to_string(&sentence(code)).unwrap();
        self.until(&format!(
            "(() => {{
                const group = document.querySelector('[data-photo=\"{name}\"]');
                const state = group.querySelector('[role=status]');
                const buttons = [...group.querySelectorAll('.photo__pickers button')];
                return state.innerText.trim() === {words}
                    && buttons.every((b) => b.getAttribute('aria-describedby').split(' ').includes(state.id));
            }})()"
        ))
        .await;
    }

    /// What the state of a question says now.
    pub async fn said(&self, name: &str) -> String {
        self.text(&format!(
            "document.querySelector('[data-photo=\"{name}\"] [role=status]').innerText.trim()"
        ))
        .await
    }

    /// Presses a button of a question, the first with these words.
    pub async fn press_at(&self, name: &str, words: &str) {
        let path = format!(
            "//*[@data-photo='{name}']//button[starts-with(normalize-space(.), '{words}')]"
        );
        let found = self.driver.find(thirtyfour::By::XPath(path)).await;
        found
            .unwrap_or_else(|_| panic!("no button {words} at {name}"))
            .click()
            .await
            .unwrap();
    }

    /// How many photos a question shows.
    pub async fn shown(&self, name: &str) -> u64 {
        self.look(&format!(
            "document.querySelectorAll('[data-photo=\"{name}\"] .photo__item').length"
        ))
        .await
        .as_u64()
        .unwrap()
    }

    /// Waits until a question shows so many photos, and the draft holds as many.
    pub async fn until_shown(&self, name: &str, count: usize) {
        self.until(&format!(
            "document.querySelectorAll('[data-photo=\"{name}\"] .photo__item').length === {count}"
        ))
        .await;
        self.until_kept(&format!(
            "(draft.answers['{name}'] ?? []).length === {count}"
        ))
        .await;
    }

    /// The photos that the browser keeps: their bytes by the key under which they lie.
    pub async fn kept_photos(&self) -> BTreeMap<String, Vec<u8>> {
        let all = self.look(PHOTOS).await;
        let all = all.as_object().unwrap().iter();
        all.map(|(key, bytes)| {
            let bytes = STANDARD.decode(bytes.as_str().unwrap()).unwrap();
            (key.clone(), bytes)
        })
        .collect()
    }
}

/// A parent at the questions for photos; the picker of the system does not show.
pub async fn at_photos() -> (Site, Browser, Album) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .tell(
            "Page.setInterceptFileChooserDialog",
            json!({ "enabled": true }),
        )
        .await;
    browser.to_the_photos(&site).await;
    (site, browser, Album::default())
}
