//! Actions of a citizen in photo fields, and the photos in the database.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::examples;
use crate::locales::sentence;
use crate::photo_files::PhotoFiles;
use crate::site::Site;

/// The photo fields of the registrations.
pub const PHOTO_FIELDS: [&str; 4] = ["portrait", "birth_certificate", "id_front", "id_back"];

/// A promise of the bytes of every photo, by key. Reads the database directly.
const PHOTOS: &str = "new Promise((done, fail) => {
    const open = indexedDB.open('hoso');
    open.onerror = fail;
    open.onsuccess = () => {
        const store = open.result.transaction('photos').objectStore('photos');
        const [keys, records] = [store.getAllKeys(), store.getAll()];
        store.transaction.onabort = fail;
        store.transaction.oncomplete = async () => {
            open.result.close();
            const text = (bytes) => new Promise((read) => {
                const reader = new FileReader();
                reader.onload = () => read(reader.result.split(',')[1] ?? '');
                reader.readAsDataURL(new Blob([bytes]));
            });
            const bytes = await Promise.all(records.result.map((record) => text(record.bytes)));
            const all = keys.result.map((key, i) => [key, bytes[i]]);
            // Skips the markers of photos that no saved draft references yet.
            done(Object.fromEntries(all.filter(([key]) => !key.startsWith('new:'))));
        };
    };
})";

/// Returns the answers of an example without its photos and without the setting of the deployment:
/// what a citizen types.
pub fn without_photos(procedure: &str, example: &str) -> Value {
    let mut answers = examples::answers_of(procedure, example);
    for name in PHOTO_FIELDS {
        answers.as_object_mut().unwrap().shift_remove(name);
    }
    answers
}

/// Returns the answers of an example of a child, without its photos.
pub fn child_answers(example: &str) -> Value {
    without_photos("under18", example)
}

impl Browser {
    /// Opens the procedure of a child and completes it up to the photo step.
    pub async fn open_photo_step(&self, site: &Site) {
        self.open_procedure(site, "under18").await;
        self.complete_until("photos", &child_answers("ok-core-parent-account"))
            .await;
    }

    /// Waits until the status of a photo field shows the sentence of a code, and is the description
    /// of the buttons of the field.
    pub async fn wait_for_photo_status(&self, name: &str, code: &str) {
        let text = serde_json::to_string(&sentence(code)).unwrap();
        self.wait_for(&format!(
            "(() => {{
                const group = document.querySelector('[data-photo=\"{name}\"]');
                const state = group.querySelector('[role=status]');
                const buttons = [...group.querySelectorAll('.photo__pickers button')];
                // A warning about the photo may follow.
                return state.innerText.trim().startsWith({text})
                    && buttons.every((b) => b.getAttribute('aria-describedby').split(' ').includes(state.id));
            }})()"
        ))
        .await;
    }

    /// Returns the status text of a photo field.
    pub async fn photo_status(&self, name: &str) -> String {
        self.eval_text(&format!(
            "document.querySelector('[data-photo=\"{name}\"] [role=status]').innerText.trim()"
        ))
        .await
    }

    /// Clicks the first button of a photo field that shows the sentence of a code.
    pub async fn press_photo_button(&self, name: &str, code: &str) {
        self.press_within(&format!("//*[@data-photo='{name}']"), code)
            .await;
    }

    /// Returns how many photos a field shows.
    pub async fn photo_count(&self, name: &str) -> u64 {
        self.eval(&format!(
            "document.querySelectorAll('[data-photo=\"{name}\"] .photo__item').length"
        ))
        .await
        .as_u64()
        .unwrap()
    }

    /// Waits until a photo field shows this many photos, and the draft holds as many.
    pub async fn wait_for_photo_count(&self, name: &str, count: usize) {
        self.wait_for(&format!(
            "document.querySelectorAll('[data-photo=\"{name}\"] .photo__item').length === {count}"
        ))
        .await;
        self.wait_for_draft(&format!(
            "(draft.answers['{name}'] ?? []).length === {count}"
        ))
        .await;
    }

    /// Returns the bytes of every photo in the database, by key.
    pub async fn stored_photos(&self) -> BTreeMap<String, Vec<u8>> {
        let all = self.eval(PHOTOS).await;
        let all = all.as_object().unwrap().iter();
        all.map(|(key, bytes)| {
            let bytes = STANDARD.decode(bytes.as_str().unwrap()).unwrap();
            (key.clone(), bytes)
        })
        .collect()
    }
}

/// Starts a scenario at the photo step of a child. The file picker of the system stays closed.
pub async fn start_at_photos() -> (Site, Browser, PhotoFiles) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser
        .cdp(
            "Page.setInterceptFileChooserDialog",
            json!({ "enabled": true }),
        )
        .await;
    browser.open_photo_step(&site).await;
    (site, browser, PhotoFiles::default())
}
