//! Takes a picture of every screen on a phone of 360×640, in both languages: each step of each procedure
//! empty, with its errors and filled; the states of a photo; sending, a failure, without a line; a
//! restored draft, the receipt, the landing page. A person looks at the pictures.
//!
//! `cargo xtask build`, then `cargo run -p hoso-tests --example walk -- FOLDER [journey]`
//!
//! A picture is as long as its page. The journeys are listed in `main`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "pictures are taken by hand; a walk may stop where it fails"
)]

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoso_tests::browser::Browser;
use hoso_tests::examples::answers_of;
use hoso_tests::photo_fields::without_photos;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::site::Site;
use serde_json::{Value, json};

/// The pictures of one journey.
struct Walk {
    site: Site,
    browser: Browser,
    folder: PathBuf,
    count: usize,
}

impl Walk {
    async fn start(folder: &str, journey: &str) -> Self {
        let folder = PathBuf::from(folder).join(journey);
        std::fs::create_dir_all(&folder).unwrap();
        let (site, browser) = (Site::start().await, Browser::start().await);
        Self {
            site,
            browser,
            folder,
            count: 0,
        }
    }

    /// Takes the page in both languages, and returns to Vietnamese.
    async fn take(&mut self, state: &str) {
        self.count += 1;
        let step = self.browser.fragment().await;
        for lang in ["vi", "en"] {
            let show = format!("document.querySelector('button[lang={lang}]')?.click()");
            self.browser.eval(&show).await;
            let shown = format!("document.documentElement.lang === '{lang}'");
            self.browser.wait_for(&shown).await;
            self.picture(&format!("{:02}-{step}-{state}-{lang}", self.count))
                .await;
        }
        self.browser
            .eval("document.querySelector('button[lang=vi]')?.click()")
            .await;
        self.browser
            .wait_for("document.documentElement.lang === 'vi'")
            .await;
    }

    async fn picture(&self, name: &str) {
        let settled = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
            Promise.all(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000)
                .map((one) => one.finished.catch(() => null))).then(() => done(true)))))";
        self.browser.wait_for(settled).await;
        let height = self
            .browser
            .eval("document.documentElement.scrollHeight")
            .await;
        let clip = json!({ "x": 0, "y": 0, "width": 360, "height": height, "scale": 0.5 });
        let picture = self
            .browser
            .cdp(
                "Page.captureScreenshot",
                json!({ "format": "png", "captureBeyondViewport": true, "clip": clip }),
            )
            .await;
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        std::fs::write(self.folder.join(format!("{name}.png")), bytes).unwrap();
    }

    /// Takes each step empty, with its errors and filled, up to a step or page, and that one empty.
    async fn steps(&mut self, answers: &Value, last: &str) {
        let mut step = self.browser.fragment().await;
        while step != last {
            self.take("empty").await;
            self.browser.submit_step().await;
            let outcome = format!(
                "document.activeElement?.matches('[data-hoso-summary]') ? 'stays' : location.hash !== '#{step}' && location.hash.slice(1)"
            );
            let outcome = self.browser.wait_for(&outcome).await;
            if outcome != "stays" {
                // Nothing is required here.
                step = outcome.as_str().unwrap().to_owned();
                continue;
            }
            self.take("errors").await;
            self.browser.fill_step(answers).await;
            self.take("filled").await;
            step = self.browser.complete_step().await;
        }
        self.take("empty").await;
    }

    async fn open_details(&self) {
        self.browser
            .eval("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            .await;
    }

    /// Sends: in flight, failed, then received.
    async fn send(&mut self) {
        self.browser.commit().await;
        self.take("committed").await;
        self.site.proxy.hold(POST_DOSSIER);
        self.site.proxy.fail_next_dossier(Fault::Drop);
        self.browser.submit_step().await;
        let warns = "document.activeElement?.matches('.error-summary--warning')";
        self.browser
            .wait_for(&format!("location.hash === '#sending' || {warns}"))
            .await;
        if self.browser.eval(warns).await == true {
            self.take("warnings").await;
            self.browser.submit_step().await;
        }
        self.browser.wait_for("location.hash === '#sending'").await;
        self.site.proxy.wait_for_requests(POST_DOSSIER, 1).await;
        self.take("in-flight").await;
        self.site.proxy.release();
        self.browser
            .wait_for("document.querySelector('[role=alert] h1')")
            .await;
        self.take("failed").await;
        self.browser.send_again().await;
        self.browser.receipt_number().await;
        self.take("receipt").await;
        self.open_details().await;
        self.take("receipt-open").await;
        self.browser.reload().await;
        self.take("receipt-reopened").await;
    }

    async fn landing(&mut self, state: &str) {
        self.browser
            .driver
            .goto(format!("{}/", self.site.origin))
            .await
            .unwrap();
        self.browser
            .wait_for("document.documentElement.dataset.hosoState === 'live'")
            .await;
        self.take(state).await;
    }

    /// Ends the browser. A walk provokes failures, so the console is not checked.
    fn end(self) {
        self.browser.kill();
    }

    async fn open(&mut self, procedure: &str) {
        self.browser.open_procedure(&self.site, procedure).await;
    }
}

/// A dossier from the first question to the receipt.
async fn dossier(folder: &str, procedure: &str, example: &str) {
    let mut walk = Walk::start(folder, &format!("{procedure}-{example}")).await;
    walk.open(procedure).await;
    walk.open_details().await;
    walk.take("privacy").await;
    walk.browser.reload().await;
    let answers = without_photos(procedure, example);
    walk.steps(&answers, "review").await;
    walk.browser.reload().await;
    walk.take("restored").await;
    walk.browser.submit_step().await;
    walk.browser.wait_for_error_summary().await;
    walk.take("errors").await;
    walk.browser.click("#open_pdf").await;
    walk.browser
        .wait_for("document.querySelector('#open_pdf')?.href")
        .await;
    walk.take("pdf").await;
    walk.send().await;
    walk.landing("landing-sent").await;
    walk.end();
}

/// A preparation or a guide, to its last page.
async fn preparation(folder: &str, procedure: &str, example: &str) {
    let mut walk = Walk::start(folder, &format!("{procedure}-{example}")).await;
    walk.open(procedure).await;
    let answers = answers_of(procedure, example);
    walk.steps(&answers, "outcome").await;
    walk.open_details().await;
    walk.take("open").await;
    walk.end();
}

/// The states of the photo step, and a dossier with photos while it is sent.
async fn photos(folder: &str) {
    let mut walk = Walk::start(folder, "photos").await;
    let files = PhotoFiles::default();
    walk.browser.open_photo_step(&walk.site).await;
    walk.take("empty").await;
    let blurred = image::imageops::blur(&scene(1200, 900), 12.0);
    walk.browser
        .choose_files("portrait", &[&files.write("mo.jpg", &jpeg(&blurred))])
        .await;
    walk.browser.wait_for_photo_count("portrait", 1).await;
    walk.browser
        .choose_files("birth_certificate", &[&files.write("hong.jpg", b"broken")])
        .await;
    walk.browser
        .wait_for("document.querySelector('[data-photo=birth_certificate] [role=status]').innerText.trim()")
        .await;
    walk.take("bad").await;
    walk.browser.submit_step().await;
    walk.browser.wait_for_error_summary().await;
    walk.take("warnings").await;
    walk.browser
        .attach_photos("birth_certificate", &[&files.good_photo(1600)])
        .await;
    walk.browser
        .attach_photos("id_front", &[&files.good_photo(1500)])
        .await;
    walk.browser.wait_for_photo_count("id_front", 1).await;
    walk.take("filled").await;
    walk.browser
        .complete_until(
            "review",
            &without_photos("under18", "ok-core-parent-account"),
        )
        .await;
    walk.take("review").await;
    walk.browser.commit().await;
    let hash = &walk.browser.draft_photos("portrait").await[0];
    walk.site
        .proxy
        .hold(&format!("PUT /api/attachments/{hash}"));
    walk.browser.submit_step().await;
    walk.browser.wait_for("location.hash === '#sending'").await;
    walk.take("uploading").await;
    walk.site.proxy.release();
    walk.browser.receipt_number().await;
    walk.take("receipt").await;
    walk.end();
}

/// What a person meets who comes back: drafts on the landing page, a restored step, another draft,
/// erasing; and the page without a line.
async fn returning(folder: &str) {
    let mut walk = Walk::start(folder, "returning").await;
    walk.landing("landing-first").await;
    walk.open("602b").await;
    let answers = answers_of("602b", "ok-case-c");
    walk.browser.complete_until("contribution", &answers).await;
    walk.browser.reload().await;
    walk.take("restored").await;
    walk.landing("landing-draft").await;
    walk.open("602b").await;
    walk.browser.expect_step("contribution").await;
    walk.open_details().await;
    walk.take("footer-open").await;
    walk.browser.press("ui.erase_title").await;
    walk.take("erasing").await;
    walk.browser.reload().await;
    let restored = "document.querySelector('[name=first_month]')";
    walk.browser.wait_for(restored).await;
    walk.browser.complete_until("review", &answers).await;
    walk.browser.commit().await;
    walk.site.proxy.take_down();
    walk.browser.submit_step().await;
    walk.browser
        .wait_for("document.querySelector('[role=alert] h1')")
        .await;
    walk.take("no-line").await;
    walk.site.proxy.bring_up();
    walk.end();
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder for the pictures");
    let filter = arguments.next().unwrap_or_default();
    let is_wanted = |journey: &str| journey.contains(&filter);
    for (procedure, example) in [
        ("602b", "ok-golden-1-first-no-number"),
        ("602b", "ok-cases-d-e-f-g"),
        ("602b", "ok-case-c"),
        ("under18", "ok-golden-1-parent-account"),
        ("under18", "ok-core-direct"),
        ("account", "ok-adult"),
    ] {
        if is_wanted(&format!("{procedure}-{example}")) {
            dossier(&folder, procedure, example).await;
        }
    }
    for (procedure, example) in [
        ("2-cbh", "ok-sheet"),
        ("hoan-tra", "ok-health"),
        ("the-so", "ok-urgent"),
        ("vssid", "ok-self"),
        ("bhxh-mot-lan", "ok-printed"),
        ("noi-tiep-nhan", "ok-closed"),
    ] {
        if is_wanted(&format!("{procedure}-{example}")) {
            preparation(&folder, procedure, example).await;
        }
    }
    if is_wanted("602b-case-n") {
        let mut walk = Walk::start(&folder, "602b-case-n").await;
        walk.open("602b").await;
        walk.steps(&answers_of("602b", "ok-case-n"), "payment")
            .await;
        walk.end();
    }
    if is_wanted("account-has-account") {
        let mut walk = Walk::start(&folder, "account-has-account").await;
        walk.open("account").await;
        walk.steps(&answers_of("account", "ok-has-account"), "payment")
            .await;
        walk.end();
    }
    if is_wanted("photos") {
        photos(&folder).await;
    }
    if is_wanted("returning") {
        returning(&folder).await;
    }
}
